# test.mk: the tests.  test/checks.list says what runs in which tier; test/run.py runs it and
# prints `N passed, N failed` last.
FRONT_TEST_O = $(filter-out $(B)/front/main.o,$(FRONT_O))
FAKE_C = $(wildcard test/unit/*_fake.c)
UNIT_C = $(filter-out $(FAKE_C),$(wildcard test/unit/*.c))
UNITS = $(UNIT_C:test/unit/%.c=$(B)/test/%)
test/unit_CFLAGS = -Ifront -Itest/unit -D_GNU_SOURCE

$(B)/test/libfront.a: $(FRONT_TEST_O)
	@mkdir -p $(@D); rm -f $@
	ar rcs $@ $^
$(B)/test/libfake.a: $(FAKE_C:%.c=$(B)/%.o)
	@mkdir -p $(@D); rm -f $@
	ar rcs $@ $^
LIBS_encode_test = -lZydis
$(UNITS): $(B)/test/%: $(B)/test/unit/%.o $(B)/test/libfake.a $(B)/test/libfront.a $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ $(FRONT_LIBS) -lcmocka $(LIBS_$(@F)) -o $@
-include $(UNIT_C:%.c=$(B)/%.d) $(FAKE_C:%.c=$(B)/%.d)

# Cases from the manuals, and engines against each other.
$(B)/test/truth_test: $(B)/test/truth/truth.o $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ -o $@
test/agree_CFLAGS = -Itest/agree
$(B)/test/agree_test: $(B)/test/agree/agree.o $(B)/test/agree/words.o $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ -o $@
test/time_CFLAGS = -Itest/time
TIME_C = $(wildcard test/time/*.c)
$(B)/test/time_test: $(TIME_C:%.c=$(B)/%.o) $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ -o $@
-include $(TIME_C:%.c=$(B)/%.d)
-include $(B)/test/truth/truth.d $(B)/test/agree/agree.d $(B)/test/agree/words.d

$(B)/test/engines: $(B)/test/engines.o $(B)/libvr3000.a
	$(CC) $(SANITIZE) $^ -o $@
-include $(B)/test/engines.d
units: $(B)/test/engines

units: $(UNITS) $(B)/test/truth_test $(B)/test/agree_test $(B)/test/time_test

quick: all units guest-kernel
	python3 test/run.py --build $(B) quick
test:
	@tools/packages build test guest
	$(MAKE) all units guest-kernel
	python3 test/run.py --build $(B) quick test
tidy:
	python3 test/tidy.py
soak:
	@tools/packages build test guest soak
	$(MAKE) all units guest-kernel
	python3 test/run.py --build $(B) --summary doc/soak.txt quick test soak
mutate:
	python3 test/mutate.py --build $(B)
.PHONY: units quick test soak tidy mutate
