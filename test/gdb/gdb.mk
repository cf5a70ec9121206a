# gdb.mk: the guest of gdb_test.py, in both byte orders.
GDB_CFLAGS = -g -O1 -fno-inline -march=r3000 -mabi=32 -mfp32 -mno-abicalls -fno-pic -G0 \
	-ffreestanding -nostdlib -static -Wall -Wextra -Wno-main -Wl,--build-id=none \
	-Wl,-e,_start -Wl,-Ttext=0x80001000 -Wl,-n
$(B)/test/gdb/el: GDB_CC = mipsel-linux-gnu-gcc
$(B)/test/gdb/eb: GDB_CC = mips-linux-gnu-gcc
$(B)/test/gdb/%: test/gdb/guest.c
	@mkdir -p $(@D)
	$(GDB_CC) $(GDB_CFLAGS) $< -o $@
units: $(B)/test/gdb/el $(B)/test/gdb/eb
