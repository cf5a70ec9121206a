# Stage busybox: Debian's BusyBox, static, with our compiler and C library. Results: busybox
# (stripped), busybox.debug (with symbols and lines), links (the paths of its applets, one a
# line).

sh "$LINUX/fetch.sh" busybox
dpkg-source --no-check -x "$CACHE"/source/busybox_*.dsc busybox
cd busybox

bb_make() {
	make -s CROSS_COMPILE="$CROSS" CC="$MUSL/bin/cc" ARCH=mips SKIP_STRIP=y \
		EXTRA_CFLAGS="-g -fdebug-prefix-map=$PWD=/usr/src/busybox" "$@"
}

# The last word on an option wins, so the differences go behind the defaults.
bb_make defconfig
cat "$LINUX/busybox/config" >>.config
yes '' | bb_make oldconfig
bb_make -j"$JOBS" busybox
cp busybox "$OUT/busybox.debug"
${CROSS}strip -o "$OUT/busybox" busybox

# The links a full installation would have, from the program's own table; there is no /usr.
bb_make busybox.links
sed 's|^/usr||' busybox.links >"$OUT/links"
cp .config "$OUT/config"
