/* blocks.c: translated code as the library's user sees it. */
#include "ir.h"
#include "ir_text.h"
#include "vm.h"

#define SAME(mine, theirs) _Static_assert((int)(mine) == (int)(theirs), "one number for both")
SAME(CODE_BEGINS, VR3000_BLOCK_BEGINS);
SAME(CODE_MADE, VR3000_BLOCK_MADE);
SAME(CODE_FORGOTTEN, VR3000_BLOCK_FORGOTTEN);
SAME(CODE_FLUSHED, VR3000_BLOCKS_FLUSHED);

void vm_block(void *context, enum code_told what, const struct code_block *b)
{
	const struct vr3000 *vm = context;
	const struct vr3000_block told = { .pc = b->pc,
		.pa = b->page << 12 | (b->pc & 4095),
		.user = b->mode & MODE_USER,
		.code = b->code,
		.bytes = b->bytes,
		.instructions = b->ir ? b->ir->ticks : 0,
		.items = b->ir ? b->ir->n : 0,
		.straight = b->ir ? b->at[b->ir->ticks] : 0,
		.inside = b };
	vm->doors.block(vm->doors.context, (enum vr3000_told)what, &told);
}

bool vr3000_block_item(const struct vr3000_block *block, uint32_t i, char *text, size_t size)
{
	const struct code_block *b = block->inside;
	if (i >= block->items) return false;
	ir_text(b->ir, i, text, size);
	return true;
}

bool vr3000_block_instruction(const struct vr3000_block *block, uint32_t i, uint32_t *pc,
	uint32_t *item, uint32_t *at)
{
	const struct code_block *b = block->inside;
	if (i >= block->instructions) return false;
	u32 n = 0, k = 0;
	for (; b->ir->ir[k].kind != IR_BEGIN || n++ < i; k++) must(k + 1 < b->ir->n);
	*pc = b->ir->ir[k].k, *item = k, *at = b->at[i];
	return true;
}
