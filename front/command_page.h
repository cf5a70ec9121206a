/* command_page.h: the text that a command's function prints, as its result. */
#ifndef COMMAND_PAGE_H
#define COMMAND_PAGE_H
#include "json_text.h"
#include <stdio.h>
#include <stdlib.h>

struct page { FILE *to; char *text; size_t size; };

static inline FILE *page_open(struct page *page)
{
	page->text = NULL;
	page->to = open_memstream(&page->text, &page->size);
	must(page->to);
	return page->to;
}

static inline bool page_close(struct page *page, struct call *call)
{
	fclose(page->to);
	call->result = json_bytes(page->text, page->size);
	free(page->text);
	return true;
}
#endif
