# umps3.mk: programs for uMPS3's board that end in each way there is.
UMPS3_ENDS = halt:3 panic:2 off:0xff loop:9
define UMPS3_RULE
$(B)/test/umps3/$(word 1,$(subst :, ,$(1))).elf: test/umps3/tour.S test/umps3/core.ld
	@mkdir -p $$(@D)
	mipsel-linux-gnu-gcc -march=r3000 -mabi=32 -EL -msoft-float -mno-abicalls -fno-pic -nostdlib \
		-static -DEND=$(word 2,$(subst :, ,$(1))) -Wl,-T,test/umps3/core.ld -Wl,--build-id=none \
		-o $$@ $$<
units: $(B)/test/umps3/$(word 1,$(subst :, ,$(1))).elf
endef
$(foreach end,$(UMPS3_ENDS),$(eval $(call UMPS3_RULE,$(end))))
