# fuzz.mk: fuzz targets, FUZZ_SECONDS each, by libFuzzer with both sanitizers.  The corpus starts
# from the guests of where_test and grows in the build directory; a crash leaves its input there.
# For AFL++: make CC=afl-clang-fast $(B)/fuzz/elf_fuzz_file, then afl-fuzz -- elf_fuzz_file @@
FUZZ_SECONDS ?= 30
FUZZ = $(B)/fuzz
FUZZ_FLAGS = -std=c11 -O1 -g -D_GNU_SOURCE -Iisa -Ifront -Itest/fuzz
ELF_FUZZ_C = test/fuzz/elf_fuzz.c $(wildcard front/elf_*.c front/where*.c) front/error.c \
	host/posix/broken.c

$(FUZZ)/elf_fuzz: $(ELF_FUZZ_C)
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		$^ -ldw -lelf -o $@
$(FUZZ)/elf_fuzz_file: $(ELF_FUZZ_C) test/fuzz/fuzz_main.c
	@mkdir -p $(@D)
	$(CC) $(FUZZ_FLAGS) $(SANITIZE) $^ -ldw -lelf -o $@

fuzz-elf: $(FUZZ)/elf_fuzz $(WHERE_GUESTS)
	@mkdir -p $(FUZZ)/elf
	cp $(WHERE_GUESTS) $(FUZZ)/elf
	$(FUZZ)/elf_fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=16384 -timeout=10 -verbosity=0 \
		-print_final_stats=1 -artifact_prefix=$(FUZZ)/elf_ $(FUZZ)/elf
fuzz: fuzz-elf
.PHONY: fuzz fuzz-elf
