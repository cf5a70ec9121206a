# where.mk: guests for where_test and backtrace_test: the same program in both byte orders, with
# fields moved, with the other two kinds of log (one from sources with absolute names), without
# debug information, without symbols, without sections.
WHERE = $(B)/test/where
WHERE_GUESTS = $(addprefix $(WHERE)/,el eb padded old teaching plain stripped bare)
WHERE_CFLAGS = -g -O1 -march=r3000 -mabi=32 -mfp32 -mno-abicalls -fno-pic -G0 -ffreestanding \
	-nostdlib -static -Wl,--build-id=none -T test/where/where.ld

$(WHERE)/eb: where_CC = mips-linux-gnu-gcc
$(WHERE)/el $(WHERE)/old $(WHERE)/teaching: where_CC = mipsel-linux-gnu-gcc
$(WHERE)/padded: where_CC = mips-linux-gnu-gcc -DPADDED
$(WHERE)/old: where_CC += -DOLD_LOG
$(WHERE)/teaching: where_CC += -DTEACHING_LOG
$(WHERE)/teaching: where_PATH = $(CURDIR)/
$(WHERE)/%: test/where/frames.S test/where/printk.c test/where/where.ld
	@mkdir -p $(@D)
	$(where_CC) $(WHERE_CFLAGS) $(addprefix $(where_PATH)test/where/,frames.S printk.c) -o $@
	$(where_THEN)
$(WHERE)/padded: where_THEN = mips-linux-gnu-objcopy -R .debug_aranges $@
$(WHERE)/plain: $(WHERE)/el
	mipsel-linux-gnu-objcopy -g $< $@
$(WHERE)/stripped: $(WHERE)/el
	mipsel-linux-gnu-objcopy -S $< $@
$(WHERE)/bare: $(WHERE)/stripped # e_shoff, e_shnum and e_shstrndx are zero
	cp $< $@
	printf '\0\0\0\0' | dd of=$@ bs=1 seek=32 conv=notrunc status=none
	printf '\0\0\0\0' | dd of=$@ bs=1 seek=48 conv=notrunc status=none

units: $(WHERE_GUESTS)
