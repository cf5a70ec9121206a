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
INCLUDES = -Iinclude -Iisa -Imachine -Idevice -Iboard -Ivmm -I$(B)/gen

CORE_C = $(wildcard isa/*.c machine/*.c device/*.c board/*.c vmm/*.c)
HOST_C = $(wildcard host/posix/*.c)
CORE_O = $(CORE_C:%.c=$(B)/%.o)
HOST_O = $(HOST_C:%.c=$(B)/%.o)

all: $(B)/vr3000 $(B)/libvr3000.a $(B)/libvr3000.so

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

clean:
	rm -rf $(B)
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all clean
