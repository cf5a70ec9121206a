# isa.mk: what the tests of isa/ need: words, which draws words from the tables.
$(B)/test/words: test/isa/words.c $(B)/libvr3000.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(INCLUDES) $< $(B)/libvr3000.a -o $@
-include $(B)/test/words.d

units: $(B)/test/words
