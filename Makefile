# vr3000: the virtual R3000.  `make run` and `make test` do everything, on a fresh machine too.
#
#   make                   the program and the libraries, in build/
#   make run               installs what is missing, builds, boots the teaching kernel
#   make run GUEST=linux   the same for Linux 6.1, built from Debian's source once
#   make quick  test  soak the tests: three minutes, all, the long ones by hand
#   make bench             measures, beside the peers
#   make metal  tidy       the freestanding link; the house's rules
#   make install           PREFIX=/usr/local, DESTDIR=
B ?= build
CC ?= gcc
OPTIMISE ?= -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
CFLAGS = -std=c11 $(OPTIMISE) $(WARNINGS) $(SANITIZE) -MMD -MP -fPIC
INCLUDES = -Iinclude -Iisa -Imachine -Idevice -Iboard -Ivmm -Ijit -I$(B)/gen

# All processors, unless the user says how many; the cores first, which take longest.
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
SLOW_C = $(wildcard machine/*_e[lb].c)
CORE_C = $(SLOW_C) $(filter-out $(SLOW_C),$(wildcard isa/*.c machine/*.c device/*.c board/*.c \
	vmm/*.c jit/*.c jit/*/*.c))
HOST_C = $(wildcard host/posix/*.c)
CORE_O = $(CORE_C:%.c=$(B)/%.o)
HOST_O = $(HOST_C:%.c=$(B)/%.o)

all: $(B)/libvr3000.a $(B)/vr3000 $(B)/libvr3000.so

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(INCLUDES) $($(*D)_CFLAGS) -c $< -o $@

$(B)/libvr3000.a: $(CORE_O) $(HOST_O)
	@rm -f $@
	ar rcs $@ $^
$(B)/libvr3000.so: $(CORE_O) $(HOST_O)
	$(CC) -shared $(SANITIZE) -Wl,-soname,libvr3000.so.0 $^ -o $@

include $(wildcard */*.mk */*/*.mk)
-include $(CORE_O:.o=.d) $(HOST_O:.o=.d)

# GUEST=linux: Linux 6.1 instead of the teaching kernel.  ARGS: more options of `vr3000 run`.
run:
	@tools/packages build $(if $(GUEST),guest)
	@$(MAKE) all
	@$(RUN_$(if $(GUEST),GUEST,TEACHING))
RUN_TEACHING = exec $(B)/vr3000 $(ARGS)
RUN_GUEST = eval "$$(guest/$(GUEST)/build.sh)" && \
	exec $(B)/vr3000 run --net user $(ARGS) --initrd "$$INITRD" "$$KERNEL"

PREFIX ?= /usr/local
TO = $(DESTDIR)$(PREFIX)
install: all
	install -d $(TO)/bin $(TO)/lib/pkgconfig $(TO)/include $(TO)/share/man/man1 \
		$(TO)/share/bash-completion/completions
	install $(B)/vr3000 $(TO)/bin/
	install -m 644 $(B)/libvr3000.a $(TO)/lib/
	install $(B)/libvr3000.so $(TO)/lib/libvr3000.so.0
	ln -sf libvr3000.so.0 $(TO)/lib/libvr3000.so
	install -m 644 include/vr3000.h include/vr3000_core.h $(TO)/include/
	sed 's|@PREFIX@|$(PREFIX)|' tools/vr3000.pc.in > $(TO)/lib/pkgconfig/vr3000.pc
	[ ! -f $(B)/vr3000.1 ] || install -m 644 $(MAN_PAGES) $(TO)/share/man/man1/
	install -m 644 $(B)/vr3000.bash $(TO)/share/bash-completion/completions/vr3000

clean:
	rm -rf $(B)
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all run install clean
