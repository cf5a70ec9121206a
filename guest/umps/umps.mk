# The ROMs of uMPS3's board, and their images as arrays for board/umps3.c.  Branches are relative:
# both are linked to 0.
UMPS_ROMS = execution bootstrap
$(B)/umps/%.elf: guest/umps/%.S guest/umps/rom.ld
	@mkdir -p $(@D)
	mipsel-linux-gnu-gcc -march=r3000 -mabi=32 -EL -msoft-float -mno-abicalls -fno-pic -nostdlib \
		-static -Wl,-T,guest/umps/rom.ld -Wl,--build-id=none -Wl,-z,noexecstack -o $@ $<

$(B)/gen/umps_bios.h: $(UMPS_ROMS:%=$(B)/umps/%.elf)
	@mkdir -p $(@D)
	for rom in $(UMPS_ROMS); do \
		mipsel-linux-gnu-objcopy -O binary -j .text $(B)/umps/$$rom.elf $(B)/umps/$$rom.bin; \
		echo "/* Made from guest/umps. */"; echo "static const u8 $${rom}_rom[] = {"; \
		od -An -v -tx1 $(B)/umps/$$rom.bin | sed 's/ \(..\)/0x\1,/g'; echo '};'; \
	done > $@

$(B)/board/umps3.o: $(B)/gen/umps_bios.h
