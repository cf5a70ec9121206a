# command.mk: the fuzz target of what people and programs type; see fuzz.mk.
COMMAND_FUZZ_C = test/fuzz/command_fuzz.c test/fuzz/fuzz_session.c \
	$(filter-out front/main.c,$(wildcard front/*.c))
COMMAND_FUZZ_LIBS = $(B)/front/teaching_bytes.o $(B)/libvr3000.a $(FRONT_LIBS)

$(B)/fuzz/command_fuzz: $(COMMAND_FUZZ_C) $(B)/libvr3000.a $(B)/front/teaching_bytes.o
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -Iinclude -Ivmm -I$(B)/gen -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(COMMAND_FUZZ_C) $(COMMAND_FUZZ_LIBS) -o $@

fuzz-command: $(B)/fuzz/command_fuzz
	@mkdir -p $(B)/fuzz/command
	cp test/fuzz/command/*.txt $(B)/fuzz/command
	cd $(B)/fuzz && ./command_fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=1024 -timeout=10 \
		-verbosity=0 -print_final_stats=1 -dict=$(CURDIR)/test/fuzz/command.dict \
		-artifact_prefix=command_ command
fuzz: fuzz-command
.PHONY: fuzz-command
