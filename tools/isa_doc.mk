# isa_doc.mk: doc/ISA.md, printed from the tables; and what each reading makes of a row.
$(B)/tools/isa_doc: tools/isa_doc.c $(B)/libvr3000.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(INCLUDES) $< $(B)/libvr3000.a -o $@
-include $(B)/tools/isa_doc.d

doc: isa-doc devices-doc
devices-doc:
	tools/devices_doc > doc/DEVICES.md
.PHONY: devices-doc
isa-doc: $(B)/tools/isa_doc
	@mkdir -p doc
	$(B)/tools/isa_doc > $(B)/ISA.md && cp $(B)/ISA.md doc/ISA.md

# make expand INSN=addi
expand:
	@CC='$(CC)' tools/expand '$(INSN)'
.PHONY: doc isa-doc expand

units: $(B)/tools/isa_doc
