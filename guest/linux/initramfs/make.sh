# Stage initramfs: the file tree of the small system, and the same as an initial RAM file system.
# Results: root (the tree), initrd (cpio, gzip), initrd.cpio (not compressed).

root=$OUT/root
mkdir -p "$root"/bin "$root"/sbin "$root"/dev "$root"/proc "$root"/sys "$root"/tmp \
	"$root"/mnt "$root"/root "$root"/var/log "$root"/tests "$root"/www
cp -r "$LINUX/initramfs/etc" "$root"
chmod +x "$root"/etc/init.d/rcS "$root"/etc/udhcpc.script
cp "$LINUX/initramfs/run-tests" "$LINUX/initramfs/net-up" "$root/bin"
chmod +x "$root/bin/run-tests" "$root/bin/net-up"
cp "$BUSYBOX/busybox" "$root/bin"
while read -r link; do
	ln -sf /bin/busybox "$root$link"
done <"$BUSYBOX/links"
ln -sf /bin/busybox "$root/init"
ln -sf /tmp/resolv.conf "$root/etc/resolv.conf"
ln -sf /proc/mounts "$root/etc/mtab"
for program in "$TESTS"/*; do
	[ "${program##*/}" = build.log ] || cp "$program" "$root/tests"
done
chmod 1777 "$root/tmp"

# Equal input gives equal files: owner root, one date, sorted names.
find "$root" -exec touch -h -d @1672531200 {} +
(cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0 --reproducible) \
	>"$OUT/initrd.cpio"
gzip -9n <"$OUT/initrd.cpio" >"$OUT/initrd"
