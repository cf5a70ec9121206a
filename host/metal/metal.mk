# metal.mk: the freestanding link.  The library's own objects, without host/ and front/, for four
# targets; what they leave undefined must stand on a short list.  This keeps the core honest about
# libc, word size and byte order.
METAL_COMMON = -std=c11 -O1 -ffreestanding -Ihost/metal/include $(INCLUDES) -idirafter /usr/include
METAL_MIPS = -march=r3000 -msoft-float -mno-abicalls -fno-pic -G0 $(METAL_COMMON)
METAL_x86-64 = gcc -fno-pic $(METAL_COMMON) -fno-stack-protector
METAL_mipsel = mipsel-linux-gnu-gcc $(METAL_MIPS)
METAL_mips = mips-linux-gnu-gcc $(METAL_MIPS)
METAL_wasm32 = clang $(METAL_COMMON) --target=wasm32
METAL_TARGETS = x86-64 mipsel mips wasm32

# What a C library or the compiler's own runtime supplies (the latter: 64-bit division, shifts and
# swaps on 32-bit targets).  broken() is host/'s.
METAL_LIBRARY = memcpy|memmove|memset|memcmp|__stack_pointer|__indirect_function_table
METAL_RUNTIME = __(u?div|u?mod|clz|ctz|ashl|lshr|ashr|mul|bswap)[ds]i[234]
METAL_ALLOWED = ^(broken|$(METAL_LIBRARY)|$(METAL_RUNTIME))$$

define metal_target
$(B)/metal/$(1)/%.o: %.c $(B)/gen/prom.h
	@mkdir -p $$(@D)
	$(METAL_$(1)) -MMD -MP -c $$< -o $$@
$(B)/metal/$(1).o: $(CORE_C:%.c=$(B)/metal/$(1)/%.o)
	$(if $(filter wasm32,$(1)),wasm-ld,$(if $(filter mips%,$(1)),$(1)-linux-gnu-)ld) -r $$^ -o $$@
-include $(CORE_C:%.c=$(B)/metal/$(1)/%.d)
endef
$(foreach t,$(METAL_TARGETS),$(eval $(call metal_target,$(t))))

metal: $(METAL_TARGETS:%=$(B)/metal/%.o)
	@for o in $^; do \
		strange=`llvm-nm -u $$o | sed 's/.* //' | grep -Ev '$(METAL_ALLOWED)'`; \
		[ -z "$$strange" ] || { echo "$$o leaves undefined:" $$strange; exit 1; }; \
		writable=`llvm-nm $$o | awk '$$2 ~ /^[bBdD]$$/ && $$3 !~ /^\./ { print $$3 }'`; \
		case $$o in *wasm32.o) continue;; esac; \
		[ -z "$$writable" ] || { echo "$$o has writable symbols:" $$writable; exit 1; }; \
	done
	@echo "freestanding: $(METAL_TARGETS) link"
.PHONY: metal
