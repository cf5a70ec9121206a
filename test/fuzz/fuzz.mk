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

# What the programs around System/161 read: sys161.conf, images, packets, requests, graders' files.
# The first byte of an input chooses; the corpus starts with one of each.
SYS161_FUZZ_C = test/fuzz/sys161_fuzz.c host/posix/broken.c $(addprefix front/,bytes.c disk161.c \
	error.c say.c grade_functions.c grade_judge.c grade_lines.c grade_template.c hub_ports.c \
	hub_wire.c json_text.c meter_request.c options.c sys161_conf.c yaml_text.c)
SYS161_FUZZ_LIBS = -ljansson -lyaml -lnettle

$(FUZZ)/sys161_fuzz: $(SYS161_FUZZ_C)
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -Iinclude -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		$^ $(SYS161_FUZZ_LIBS) -o $@
$(FUZZ)/sys161_fuzz_file: $(SYS161_FUZZ_C) test/fuzz/fuzz_main.c
	@mkdir -p $(@D)
	$(CC) $(FUZZ_FLAGS) -Iinclude $(SANITIZE) $^ $(SYS161_FUZZ_LIBS) -o $@

fuzz-sys161: $(FUZZ)/sys161_fuzz
	@mkdir -p $(FUZZ)/sys161
	printf '\0000 serial\n2 disk rpm=7200 file=a size=1M # x\n31 mainboard ramsize=4M cpus=2\n' \
		>$(FUZZ)/sys161/conf
	printf '\001\244\263\000\001\000\010\000\002' >$(FUZZ)/sys161/packet
	printf '\001all,loss=5,delay=3,reorder=1' >$(FUZZ)/sys161/rule
	printf '\002INTERVAL 100000\n' >$(FUZZ)/sys161/meter
	printf '\004tags: [a]\nkernel: {prompt: x}\n---\n$$ a\n| b\n2x! c' >$(FUZZ)/sys161/front
	printf '\005{{range $$i, $$e := .Args}}{{if $$i}}{{add 1 .ArgLen}}{{end}}{{end}}' \
		>$(FUZZ)/sys161/template
	printf '\006(km1, 00ff, 12, km1: PARTIAL CREDIT 1 OF 2)\n' >$(FUZZ)/sys161/console
	$(FUZZ)/sys161_fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -verbosity=0 \
		-print_final_stats=1 -artifact_prefix=$(FUZZ)/sys161_ $(FUZZ)/sys161
fuzz: fuzz-sys161
.PHONY: fuzz-sys161
