#include "sheet/page_read.h"

#include "format/foreign.h"

static bool is_text(const struct value *v)
{
    return v && v->type == VALUE_STRING;
}

static enum err_code read_rules(struct page_block *block, const struct value *list,
                                struct err *err)
{
    if (list->type != VALUE_ARRAY || list->count == 0 || list->count > PAGE_RULES_MAX)
        return err_set(err, ERR_INVALID, "\"sign\" is a list of 1 to %d labels",
                       PAGE_RULES_MAX);
    for (uint32_t i = 0; i < list->count; i++) {
        if (!is_text(&list->items[i]))
            return err_set(err, ERR_INVALID, "a label to sign at is a text");
        block->rules[i] = list->items[i].string;
    }
    block->kind = PAGE_SIGN;
    block->rule_count = list->count;
    return ERR_OK;
}

static enum err_code read_code(struct page_block *block, const struct value *line,
                               struct err *err)
{
    block->kind = PAGE_CODE;
    block->text = value_get_string(line, STR("code"));
    block->label = value_get_string(line, STR("caption"));
    block->qr = value_get_string(line, STR("qr"));
    if (line->count != 3 || block->text.len == 0 || block->qr.len == 0 ||
        block->qr.len > PAGE_QR_MAX)
        return err_set(err, ERR_INVALID,
                       "a code has \"code\", \"caption\" and \"qr\", the last of at most "
                       "%d bytes",
                       PAGE_QR_MAX);
    return ERR_OK;
}

static enum err_code read_pair(struct page_block *block, const struct value *line,
                               struct err *err)
{
    const struct value *mono = value_get(line, STR("mono"));

    block->kind = PAGE_PAIR;
    block->label = value_get_string(line, STR("label"));
    block->text = value_get_string(line, STR("value"));
    block->is_mono = mono && mono->type == VALUE_TRUE;
    if (line->count != (block->is_mono ? 3U : 2U) ||
        !is_text(value_get(line, STR("value"))))
        return err_set(err, ERR_INVALID,
                       "a line has \"label\" and \"value\", and may have \"mono\"");
    return ERR_OK;
}

static enum err_code read_block(struct page_block *block, const struct value *line,
                                struct err *err)
{
    static const struct {
        struct str key;
        enum page_block_kind kind;
    } plain[] = {{STR_INIT("heading"), PAGE_HEADING},
                 {STR_INIT("text"), PAGE_TEXT},
                 {STR_INIT("small"), PAGE_SMALL}};
    const struct value *sign = value_get(line, STR("sign"));

    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (line->count == 1 && is_text(value_get(line, plain[i].key))) {
            block->kind = plain[i].kind;
            block->text = value_get_string(line, plain[i].key);
            return ERR_OK;
        }
    if (line->count == 1 && sign)
        return read_rules(block, sign, err);
    if (value_get(line, STR("code")))
        return read_code(block, line, err);
    if (value_get(line, STR("label")))
        return read_pair(block, line, err);
    return err_set(err, ERR_INVALID, "it is no block of a page");
}

static enum err_code read_page(struct page *page, const struct value *line,
                               struct err *err)
{
    struct str size = value_get_string(line, STR("page"));

    page->title = value_get_string(line, STR("title"));
    page->size = str_equal(size, STR("A4")) ? PAPER_A4 : PAPER_A5;
    if (line->count != 2 || !is_text(value_get(line, STR("title"))) ||
        (page->size == PAPER_A5 && !str_equal(size, STR("A5"))))
        return err_set(err, ERR_INVALID,
                       "a page has \"page\", which is A4 or A5, and \"title\"");
    return ERR_OK;
}

static size_t count_lines(struct str text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static enum err_code read_line(struct pages *pages, struct page_block *next,
                               const struct value *line, struct err *err)
{
    struct page *page = pages->count > 0 ? &pages->pages[pages->count - 1] : NULL;

    if (value_get(line, STR("page"))) {
        page = &pages->pages[pages->count++];
        page->blocks = next;
        return read_page(page, line, err);
    }
    if (!page)
        return err_set(err, ERR_INVALID, "it stands before the first page");
    page->count++;
    return read_block(next, line, err);
}

enum err_code pages_read(struct pages *out, struct arena *arena, struct str description,
                         struct err *err)
{
    struct str rest = description;
    size_t lines = count_lines(description);
    struct pages pages = {ARENA_ARRAY(arena, struct page, lines), 0};
    struct page_block *next = ARENA_ARRAY(arena, struct page_block, lines);

    if (description.len > PAGE_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "a description has at most %d bytes",
                       PAGE_BYTES_MAX);
    for (size_t number = 1; rest.len > 0; number++) {
        struct value line = {0};
        size_t pages_before = pages.count;

        if (foreign_parse(&line, arena, str_cut(&rest, '\n'), err) != ERR_OK ||
            read_line(&pages, next, &line, err) != ERR_OK)
            return err_context(err, "line %zu: ", number);
        next += pages.count == pages_before;
    }
    if (pages.count == 0)
        return err_set(err, ERR_INVALID, "the description has no page");
    *out = pages;
    return ERR_OK;
}
