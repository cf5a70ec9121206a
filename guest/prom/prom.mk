# The PROM of the DECstation board, and its image as an array for board/dec5000.c.
PROM_CC = mipsel-linux-gnu-gcc
PROM_CFLAGS = -std=c11 -Os -march=r3000 -mabi=32 -EL -msoft-float -G0 -mno-abicalls -fno-pic \
	-ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables \
	-fno-tree-loop-distribute-patterns $(WARNINGS)
PROM_SOURCES = guest/prom/start.S guest/prom/prom.c guest/prom/string.c

$(B)/prom.elf: $(PROM_SOURCES) guest/prom/prom.ld guest/prom/prom.h
	@mkdir -p $(@D)
	$(PROM_CC) $(PROM_CFLAGS) -nostdlib -static -Wl,-T,guest/prom/prom.ld -Wl,--build-id=none \
		-o $@ $(PROM_SOURCES)

$(B)/gen/prom.h: $(B)/prom.elf
	@mkdir -p $(@D)
	mipsel-linux-gnu-objcopy -O binary $< $(B)/prom.bin
	(echo '/* Made from guest/prom. */'; echo 'static const u8 prom_image[] = {'; \
	 od -An -v -tx1 $(B)/prom.bin | sed 's/ \(..\)/0x\1,/g'; echo '};') > $@

$(B)/board/dec5000.o: $(B)/gen/prom.h
