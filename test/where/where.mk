# where.mk: guests for where_test: the same program in both byte orders, with fields moved, without
# debug information, and with the two older kinds of log.
WHERE = $(B)/test/where
WHERE_GUESTS = $(addprefix $(WHERE)/,el eb padded old teaching plain)
WHERE_CFLAGS = -g -O1 -march=r3000 -mabi=32 -mfp32 -mno-abicalls -fno-pic -G0 -ffreestanding \
	-nostdlib -static -Wl,--build-id=none -T test/where/where.ld

$(WHERE)/eb: where_CC = mips-linux-gnu-gcc
$(WHERE)/el $(WHERE)/old $(WHERE)/teaching: where_CC = mipsel-linux-gnu-gcc
$(WHERE)/padded: where_CC = mips-linux-gnu-gcc -DPADDED
$(WHERE)/old: where_CC += -DOLD_LOG
$(WHERE)/teaching: where_CC += -DTEACHING_LOG
$(WHERE)/%: test/where/frames.S test/where/printk.c test/where/where.ld
	@mkdir -p $(@D)
	$(where_CC) $(WHERE_CFLAGS) test/where/frames.S test/where/printk.c -o $@
$(WHERE)/plain: $(WHERE)/el
	mipsel-linux-gnu-objcopy -g $< $@

units: $(WHERE_GUESTS)
