#ifndef SHEET_PAGE_READ_H
#define SHEET_PAGE_READ_H

/*
 * The description of papers that paper.h writes and `stele-sheet` draws, read back. What
 * is not understood is refused: a paper that lacks a line must not be signed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "sheet/paper.h"

enum { PAGE_BYTES_MAX = 16 << 20, PAGE_RULES_MAX = 6, PAGE_QR_MAX = 1000 };

enum page_block_kind {
    PAGE_HEADING, /* text */
    PAGE_TEXT,
    PAGE_SMALL,
    PAGE_PAIR, /* label, text */
    PAGE_CODE, /* text, label, qr */
    PAGE_SIGN  /* rules */
};

struct page_block {
    enum page_block_kind kind;
    struct str text;
    struct str label;
    struct str qr;
    bool is_mono;
    struct str rules[PAGE_RULES_MAX];
    size_t rule_count;
};

struct page {
    enum paper_size size;
    struct str title;
    struct page_block *blocks;
    size_t count;
};

struct pages {
    struct page *pages;
    size_t count; /* at least 1 */
};

/* Everything in arena. ERR_INVALID names the line. */
MUST_USE enum err_code pages_read(struct pages *out, struct arena *arena,
                                  struct str description, struct err *err);

#endif
