# gdb.mk: the fuzz target of gdb's packets, on the session of command.mk; see fuzz.mk.
GDB_FUZZ_C = test/fuzz/gdb_fuzz.c test/fuzz/fuzz_session.c \
	$(filter-out front/main.c,$(wildcard front/*.c))

$(B)/fuzz/gdb_fuzz: $(GDB_FUZZ_C) $(B)/libvr3000.a $(B)/front/teaching_bytes.o
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) -Iinclude -Ivmm -I$(B)/gen -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(GDB_FUZZ_C) $(COMMAND_FUZZ_LIBS) -o $@

fuzz-gdb: $(B)/fuzz/gdb_fuzz
	@mkdir -p $(B)/fuzz/gdb
	cp test/fuzz/gdb/* $(B)/fuzz/gdb
	cd $(B)/fuzz && ./gdb_fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=2048 -timeout=10 \
		-verbosity=0 -print_final_stats=1 -artifact_prefix=gdb_ gdb
fuzz: fuzz-gdb
.PHONY: fuzz-gdb
