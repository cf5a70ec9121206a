#!/bin/sh
# Builds a Linux system for the DECstation 5000/200 from Debian's sources and prints where it is.
#
#   guest/linux/build.sh [-j JOBS]      progress on standard error, then KERNEL=... INITRD=... and
#                                       the other results on standard output, one NAME=PATH a line
#
# A stage is a folder: its make.sh and all it reads.  The result is kept outside the tree under a
# name with the hash of that folder, of the compiler and of the stages it builds upon; so what
# changed is made again and nothing else.  make.sh runs in an empty folder and writes to $OUT,
# which takes its final name only when the stage succeeded.
set -eu

LINUX=$(cd "$(dirname "$0")" && pwd)
CACHE=${VR3000_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vr3000}/linux
CROSS=mipsel-linux-gnu-
JOBS=$(nproc)
export LINUX CACHE CROSS JOBS

say() { echo "linux: $*" >&2; }
die() { say "$*"; exit 1; }

need() {	# need COMMAND PACKAGE: one clear sentence instead of a failure in the middle
	command -v "$1" >/dev/null || missing="${missing-} $2"
}

check_tools() {
	for pair in ${CROSS}gcc:gcc-mipsel-linux-gnu make:make gcc:gcc bc:bc bison:bison flex:flex \
		cpio:cpio xz:xz-utils perl:perl dpkg-source:dpkg-dev bzip2:bzip2 flock:util-linux \
		patch:patch mke2fs:e2fsprogs; do
		need "${pair%:*}" "${pair#*:}"
	done
	[ -e /usr/mipsel-linux-gnu/include/linux/version.h ] ||
		missing="${missing-} linux-libc-dev-mipsel-cross"
	[ -z "${missing-}" ] || die "these packages are missing:$missing"
}

stage_key() {	# stage_key FOLDER KEY...: the hash of all that decides the result
	folder=$1; shift
	{
		echo "$@"
		${CROSS}gcc --version | head -1
		cd "$LINUX/$folder" && find . -type f | LC_ALL=C sort | xargs sha256sum
	} | sha256sum | cut -c1-12
}

show_progress() {	# a line every 15 seconds while the stage's own process lives
	seconds=0
	while kill -0 $running 2>/dev/null; do
		sleep 1
		seconds=$((seconds + 1))
		[ $((seconds % 15)) != 0 ] ||
			say "$name: $seconds s, $(find "$work/build" -name '*.o' 2>/dev/null | wc -l) objects"
	done
}

stage() {	# stage FOLDER KEY...: sets key_FOLDER and dir_FOLDER, builds when it has to
	name=$1; shift
	key=$(stage_key "$name" "$@")
	dir=$CACHE/$name-$key
	eval "key_$name=\$key dir_$name=\$dir"
	[ ! -d "$dir" ] || return 0
	work=$CACHE/work/$name
	rm -rf "$work"
	mkdir -p "$work/build" "$work/out"
	say "building $name"
	started=$(date +%s)
	(cd "$work/build" && OUT=$work/out exec setsid sh -eu "$LINUX/$name/make.sh") \
		>"$work/log" 2>&1 &
	running=$!
	show_progress
	if ! wait $running; then
		tail -20 "$work/log" >&2
		die "$name failed; all of its output is in $work/log"
	fi
	running=
	mv "$work/log" "$work/out/build.log"
	mv "$work/out" "$dir"
	rm -rf "$work"
	say "$name took $(($(date +%s) - started)) s"
}

while getopts j: option; do
	case $option in
	j) JOBS=$OPTARG ;;
	*) echo "usage: build.sh [-j JOBS]" >&2; exit 2 ;;
	esac
done

# A stage has a process group of its own, which ends with us.
running=
trap '[ -z "$running" ] || kill -- -$running 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

check_tools
mkdir -p "$CACHE"
exec 9>"$CACHE/lock"
flock -n 9 || { say "another build is running, waiting for it"; flock 9; }

stage musl
export MUSL="$dir_musl"
stage busybox "$key_musl"
stage tests "$key_musl"
export BUSYBOX="$dir_busybox" TESTS="$dir_tests"
stage check "$key_busybox" "$key_tests"
stage initramfs "$key_busybox" "$key_tests"
stage kernel

cat <<END
KERNEL=$dir_kernel/vmlinux
INITRD=$dir_initramfs/initrd
ROOT=$dir_initramfs/root
BUSYBOX=$dir_busybox/busybox
CC=$dir_musl/bin/cc
END
