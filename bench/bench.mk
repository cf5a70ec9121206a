# make bench: one table of all benchmarks.  BENCH_ARGS goes to bench/run.py, whose --help lists
# the options.

.PHONY: bench bench-check

bench: $(B)/vr3000
	python3 -B bench/run.py --build $(B) $(BENCH_ARGS)

# The benchmark programs as tests: their checksums on every machine there is, in both byte orders.
bench-check: $(B)/vr3000
	python3 -B bench/run.py --build $(B) --check --orders el,eb $(BENCH_ARGS)
