# kernel.mk - the teaching kernel and its user programs, for each board and byte order.
#
#   make guest-kernel      all four kernels, under $(B)/guest/kernel
#   make -f guest/kernel/kernel.mk B=/some/where      the same, alone

B ?= build

KERNEL_DIR      := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
KERNEL_OUT      := $(B)/guest/kernel
KERNEL_BOARDS   := bench-el bench-eb dec5000 sys161
KERNEL_TARGETS  := $(KERNEL_BOARDS:%=$(KERNEL_OUT)/kernel-%.elf)

guest-kernel: $(KERNEL_TARGETS)
.PHONY: guest-kernel

KERNEL_CC_el    := mipsel-linux-gnu-gcc
KERNEL_CC_eb    := mips-linux-gnu-gcc
KERNEL_COPY_el  := mipsel-linux-gnu-objcopy
KERNEL_COPY_eb  := mips-linux-gnu-objcopy

# -march=r3000 is MIPS I: the assembler fills load delay slots. Loops of string.c must not
# become calls of themselves.
KERNEL_CFLAGS   := -std=c11 -O2 -g -march=r3000 -mabi=32 -msoft-float -mno-abicalls -fno-pic -G0 \
                   -ffreestanding -fno-tree-loop-distribute-patterns -fno-optimize-sibling-calls \
                   -fno-asynchronous-unwind-tables -Wall -Wextra -Wshadow -Wstrict-prototypes \
                   -Wmissing-prototypes -Werror=override-init -I$(KERNEL_DIR)
KERNEL_LDFLAGS  := -nostdlib -static -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,-n

KERNEL_SOURCES  := boot.S trap.S trap.c frame.c tlb.c vm.c user_memory.c proc.c sched.c syscall.c \
                   file.c console.c batch.c program.c panic.c crash.c main.c string.c
KERNEL_PROGRAMS := sh selftest tour primes fib hog sleep echo wc
KERNEL_SELFTEST := $(addprefix selftest_,process.c.o memory.c.o sharing.c.o faults.c.o \
                   registers.S.o)
KERNEL_HEADERS  := $(wildcard $(KERNEL_DIR)/*.h $(KERNEL_DIR)/*.def $(KERNEL_DIR)/user/*.h) \
                   $(KERNEL_DIR)/kernel.mk

KERNEL_OBJECTS  = $(addprefix $(KERNEL_OUT)/$(1)/,$(addsuffix .o,$(KERNEL_SOURCES)) \
                  $(addsuffix .program.o,$(KERNEL_PROGRAMS)))

# $(1) a byte order
define KERNEL_ORDER_RULES
$(KERNEL_OUT)/$(1)/%.o: $(KERNEL_DIR)/% $(KERNEL_HEADERS)
	@mkdir -p $$(@D)
	$(KERNEL_CC_$(1)) $(KERNEL_CFLAGS) -c -o $$@ $$<

$(KERNEL_OUT)/$(1)/%.elf: $(KERNEL_DIR)/user/user.ld $(KERNEL_OUT)/$(1)/user/start.S.o \
		$(KERNEL_OUT)/$(1)/user/lib.c.o $(KERNEL_OUT)/$(1)/string.c.o \
		$(KERNEL_OUT)/$(1)/user/%.c.o
	$(KERNEL_CC_$(1)) $(KERNEL_CFLAGS) $(KERNEL_LDFLAGS) -o $$@ -T $$^

$(KERNEL_OUT)/$(1)/selftest.elf: $(addprefix $(KERNEL_OUT)/$(1)/user/,$(KERNEL_SELFTEST))

$(KERNEL_OUT)/$(1)/%.image: $(KERNEL_OUT)/$(1)/%.elf
	$(KERNEL_COPY_$(1)) -O binary $$< $$@

$(KERNEL_OUT)/$(1)/%.program.o: $(KERNEL_DIR)/program.S $(KERNEL_OUT)/$(1)/%.image
	$(KERNEL_CC_$(1)) $(KERNEL_CFLAGS) -DPROGRAM='"$$*"' \
		-DIMAGE='"$(KERNEL_OUT)/$(1)/$$*.image"' -c -o $$@ $$<
endef
$(foreach order,el eb,$(eval $(call KERNEL_ORDER_RULES,$(order))))

# $(1) a kernel's name, $(2) its byte order, $(3) board file, $(4) link address
define KERNEL_RULE
$(KERNEL_OUT)/kernel-$(1).elf: $(KERNEL_DIR)/kernel.ld $(call KERNEL_OBJECTS,$(2)) \
		$(KERNEL_OUT)/$(2)/board_$(3).c.o
	$(KERNEL_CC_$(2)) $(KERNEL_CFLAGS) $(KERNEL_LDFLAGS) -Wl,--defsym=KERNEL_BASE=$(4) \
		-o $$@ -T $$^
endef
$(eval $(call KERNEL_RULE,bench-el,el,bench,0x80001000))
$(eval $(call KERNEL_RULE,bench-eb,eb,bench,0x80001000))
$(eval $(call KERNEL_RULE,dec5000,el,dec5000,0x80040000))
$(eval $(call KERNEL_RULE,sys161,eb,sys161,0x80001000))

.PRECIOUS: $(KERNEL_OUT)/el/%.image $(KERNEL_OUT)/eb/%.image $(KERNEL_OUT)/el/%.elf \
	$(KERNEL_OUT)/eb/%.elf $(KERNEL_OUT)/el/%.o $(KERNEL_OUT)/eb/%.o
