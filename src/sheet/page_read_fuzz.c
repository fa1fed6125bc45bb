#include <stdlib.h>

#include "sheet/page_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void describe(struct paper *paper, const struct page_block *block)
{
    switch (block->kind) {
    case PAGE_HEADING:
        paper_heading(paper, block->text);
        break;
    case PAGE_TEXT:
        paper_text(paper, block->text);
        break;
    case PAGE_SMALL:
        paper_small(paper, block->text);
        break;
    case PAGE_PAIR:
        if (block->is_mono)
            paper_mono(paper, block->label, block->text);
        else
            paper_line(paper, block->label, block->text);
        break;
    case PAGE_CODE:
        paper_code(paper, block->label, block->text, block->qr);
        break;
    case PAGE_SIGN:
        paper_sign(paper, block->rules, block->rule_count);
        break;
    }
}

static void describe_all(struct paper *paper, const struct pages *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        paper_page(paper, pages->pages[i].size, pages->pages[i].title);
        for (size_t j = 0; j < pages->pages[i].count; j++)
            describe(paper, &pages->pages[i].blocks[j]);
    }
}

/* Property: what was read, described by paper.h and read again, has the same description:
 * no line of a paper is lost on the way to the printer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct pages pages = {0};
    struct paper first = {0};
    struct paper second = {0};
    struct err err = {0};

    if (pages_read(&pages, &arena, (struct str){(const char *)data, size}, &err) ==
        ERR_OK) {
        describe_all(&first, &pages);
        if (pages_read(&pages, &arena, buf_str(&first.description), &err) != ERR_OK)
            abort();
        describe_all(&second, &pages);
        if (!str_equal(buf_str(&first.description), buf_str(&second.description)) ||
            !str_equal(buf_str(&first.text), buf_str(&second.text)))
            abort();
    }
    paper_release(&first);
    paper_release(&second);
    arena_free(&arena);
    return 0;
}
