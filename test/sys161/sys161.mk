# sys161.mk: the multiprocessor test for System/161's board.
$(B)/test/sys161/smp.elf: test/sys161/start.S test/sys161/smp.c
	@mkdir -p $(@D)
	mips-linux-gnu-gcc -std=c11 -O2 -march=r3000 -mabi=32 -msoft-float -mno-abicalls -fno-pic -G0 \
		-ffreestanding -nostdlib -static -Wall -Wextra -Wl,--build-id=none -Wl,-e,start \
		-Wl,-Ttext=0x80001000 -Wl,-n -o $@ $^
units: $(B)/test/sys161/smp.elf
