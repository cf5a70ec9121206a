#!/bin/sh
# Makes a disk image with an ext2 file system.
#
#   guest/linux/disk.sh FILE SIZE root      holds the small system: boot with root=/dev/mtdblock0
#   guest/linux/disk.sh FILE SIZE [empty]   holds nothing yet
#
# SIZE is as mke2fs takes it (16M).  For an MS02-NV module take 4092K: the module is 4 MB, and its
# first 4 KB belong to the firmware, which writes the magic words that Linux looks for.  No rights
# are needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# = 2 ] || [ $# = 3 ] || { echo "usage: disk.sh FILE SIZE [root|empty]" >&2; exit 2; }
file=$1 size=$2 what=${3:-empty}
PATH=$PATH:/sbin:/usr/sbin

case $what in
root) tree=$("$here/build.sh" | sed -n 's/^ROOT=//p') && set -- -d "$tree" ;;
empty) set -- ;;
*) echo "disk.sh: $what is neither root nor empty" >&2; exit 2 ;;
esac
rm -f "$file"
mke2fs -q -t ext2 -b 1024 -m 0 -O ^resize_inode -E root_owner=0:0 -L vr3000 "$@" "$file" "$size"

# The tree belongs to whoever built it; on the disk it belongs to root.
if [ "$what" = root ] && [ "$(id -u)" != 0 ]; then
	(cd "$tree" && find . -mindepth 1) |
		sed 's|^\.\(.*\)|set_inode_field \1 uid 0\nset_inode_field \1 gid 0|' |
		debugfs -w -f - "$file" >/dev/null 2>&1
fi
