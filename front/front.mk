# front.mk: the program; its man page and completion, made by the program from options.def; the
# teaching kernels inside it.
FRONT_C = $(wildcard front/*.c)
FRONT_O = $(FRONT_C:%.c=$(B)/%.o) $(B)/front/teaching_bytes.o
FRONT_LIBS = -llua5.4 -ljansson -lzstd -lZydis -lslirp -ldw -lelf -lm
front_CFLAGS = -D_GNU_SOURCE

$(B)/vr3000: $(FRONT_O) $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ $(FRONT_LIBS) -o $@

-include $(FRONT_C:%.c=$(B)/%.d)

# Without a compiler for MIPS the program has no kernel inside, and says so when asked for it.
TEACHING_KERNELS := $(if $(shell command -v mipsel-linux-gnu-gcc),\
	$(B)/guest/kernel/kernel-dec5000.elf $(B)/guest/kernel/kernel-bench-el.elf)
TEACHING_DEFINES = $(if $(TEACHING_KERNELS),\
	-DDEC5000_FILE='"$(word 1,$(TEACHING_KERNELS))"' -DBENCH_FILE='"$(word 2,$(TEACHING_KERNELS))"')
$(B)/front/teaching_bytes.o: front/teaching_bytes.S $(TEACHING_KERNELS)
	@mkdir -p $(@D)
	$(CC) $(TEACHING_DEFINES) -c $< -o $@

# The manual's lists are the program's own.
$(B)/vr3000.1.scd: man/vr3000.1.scd $(B)/vr3000
	awk -v help='$(B)/vr3000 help man-' \
		'/^@.*@$$/ { gsub(/@/, ""); system(help $$0); next } { print }' $< >$@
$(B)/vr3000.1: $(B)/vr3000.1.scd
	scdoc <$< >$@
$(B)/vr3000.bash: $(B)/vr3000
	$< help bash >$@
MANUAL := $(if $(shell command -v scdoc),$(B)/vr3000.1) $(B)/vr3000.bash
all: $(MANUAL)
