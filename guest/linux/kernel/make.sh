# Stage kernel: Debian's Linux 6.1 as it is, configured by the list beside this file.
# Results: vmlinux (ELF with symbols, lines and .debug_frame), config, System.map.

VERSION=6.1
package=linux-source-$VERSION
tarball=/usr/src/$package.tar.xz
if [ ! -e "$tarball" ]; then
	sh "$LINUX/fetch.sh" "$package"
	dpkg-deb --fsys-tarfile "$CACHE/source/$package"_*.deb |
		tar x --strip-components=3 "./usr/src/$package.tar.xz"
	tarball=$package.tar.xz
fi
tar xf "$tarball"
cd "$package"

# The same input makes the same file, wherever and whenever it is built; gdb finds the source where
# Debian's package puts it (once it is unpacked there).
place="-fdebug-prefix-map=$PWD=/usr/src/$package"
export KBUILD_BUILD_USER=vr3000 KBUILD_BUILD_HOST=vr3000 KBUILD_BUILD_VERSION=1
export KBUILD_BUILD_TIMESTAMP='Sun Jan  1 00:00:00 UTC 2023'
kernel_make() {
	make -s ARCH=mips CROSS_COMPILE="$CROSS" KCFLAGS="$place" KAFLAGS="$place" "$@"
}

kernel_make KCONFIG_ALLCONFIG="$LINUX/kernel/config" allnoconfig
grep '^CONFIG' "$LINUX/kernel/config" | while read -r line; do
	grep -qxF -- "$line" .config || { echo "the kernel did not take $line"; exit 1; }
done
kernel_make -j"$JOBS" vmlinux
cp vmlinux System.map "$OUT"
cp .config "$OUT/config"
