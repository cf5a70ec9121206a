# common.bash: what all tests of the command line share.  B is the build directory.
B=$(cd "${B:-build}" && pwd)
vr3000=$B/vr3000
kernel=$B/guest/kernel/kernel-dec5000.elf
guests=$B/test/front

# Programs for board bench in both byte orders; those for the DECstation are called dec-*.
build_guests() {
	mkdir -p "$guests"
	local source name
	local flags="-march=r3000 -mfp32 -mno-abicalls -fno-pic -nostdlib -static -Wl,--build-id=none"
	for source in "$BATS_TEST_DIRNAME"/guest/*.S; do
		name=$(basename "$source" .S)
		case $name in
		dec-*) mipsel-linux-gnu-gcc $flags -Wl,-Ttext=0x80040000 -o "$guests/$name" "$source" ;;
		*)
			mipsel-linux-gnu-gcc $flags -Wl,-Ttext=0x80001000 -o "$guests/$name" "$source"
			mips-linux-gnu-gcc $flags -Wl,-Ttext=0x80001000 -o "$guests/$name-eb" "$source"
			;;
		esac
	done
}
setup_file() { build_guests; }
setup() {
	cd "$BATS_TEST_TMPDIR"
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
}

# bench GUEST [OPTION...]: runs one, standard output and error apart.
bench() {
	local guest=$1
	shift
	timeout 20 "$vr3000" run --board bench "$@" "$guests/$guest" >out 2>err
}
# expect STATUS COMMAND...: it must end with just that.
expect() {
	local wanted=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$wanted" ] && return
	echo "status $got, not $wanted: $*"
	head -20 err 2>/dev/null
	return 1
}
# says TEXT: the last standard error has it.
says() {
	grep -qF -e "$1" err && return
	echo "standard error lacks: $1"
	head -20 err
	return 1
}
# one_sentence: standard error is one line of ours.
one_sentence() {
	[ "$(wc -l <err)" = 1 ] && grep -q '^vr3000: ' err && return
	head -20 err
	return 1
}
