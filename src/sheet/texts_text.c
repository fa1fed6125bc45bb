#include "sheet/texts_text.h"

#include "base/message.h"
#include "format/foreign.h"
#include "sheet/plain.h"

static const char *isolated(struct buf *out, struct str text, enum plain_for isolates)
{
    plain_isolated(out, text, isolates);
    return buf_text(out);
}

void text_maker(struct buf *out, const struct page_text *text, enum plain_for isolates)
{
    struct buf maker = {0};
    struct buf reviewer = {0};
    bool is_machine = text->tool.len > 0;
    struct str by = is_machine ? text->tool : text->person;

    if (by.len == 0)
        buf_puts(out, _("preserved as it is: whoever wrote it is not known"));
    else if (text->reviewer.len == 0)
        buf_printf(out,
                   is_machine ? _("made by a machine (%s), not checked by anybody")
                              : _("made by %s, not checked by anybody else"),
                   isolated(&maker, by, isolates));
    else
        buf_printf(out,
                   is_machine ? _("made by a machine (%s), checked by %s")
                              : _("made by %s, checked by %s"),
                   isolated(&maker, by, isolates),
                   isolated(&reviewer, text->reviewer, isolates));
    buf_release(&maker);
    buf_release(&reviewer);
}

static const char *why_not_searched(enum page_text_state state)
{
    switch (state) {
    case PAGE_TEXT_DUE:
    case PAGE_TEXT_MISSING:
        return _("not searched: its bytes are not here");
    case PAGE_TEXT_DAMAGED:
        return _("not searched: its bytes are not what was recorded (stele verify tells "
                 "more)");
    case PAGE_TEXT_REFUSED:
        return _("not searched: it is not UTF-8, or larger than 64 MiB or 100,000 pages");
    case PAGE_TEXT_THERE:
        break;
    }
    return "";
}

static void put_pages(struct sheet_writer *w, size_t indent, const struct page_text *text)
{
    struct buf line = {0};
    int64_t last = text->first_page + text->page_count - 1;

    if (text->page_count == 0)
        buf_puts(&line, _("no page: nothing was found to read"));
    else if (text->page_count == 1)
        buf_printf(&line, _("searched: page %jd"), (intmax_t)text->first_page);
    else
        buf_printf(&line, _("searched: pages %jd to %jd"), (intmax_t)text->first_page,
                   (intmax_t)last);
    lines_take(&w->lines, indent, indent + 2, &line);
    buf_release(&line);
}

void text_pages_text(struct sheet_writer *w, size_t indent, const struct page_text *text)
{
    struct buf line = {0};

    if (text->lang.len > 0) {
        buf_puts(&line, _("language: "));
        plain_append(&line, text->lang);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    if (text->state == PAGE_TEXT_THERE)
        put_pages(w, indent, text);
    else
        lines_put(&w->lines, indent, indent + 2,
                  str_from_c(why_not_searched(text->state)));
    if (text->is_withdrawn)
        lines_put(&w->lines, indent, indent + 2, str_from_c(_("WITHDRAWN")));
    buf_release(&line);
}

static void put_text(struct sheet_writer *w, const struct page_text *text)
{
    struct buf line = {0};

    ref_text(&line, w, text->ref);
    buf_char(&line, ' ');
    phrase_term_of(&line, &w->phrase, STR("derivation"), text->how);
    buf_append(&line, STR(", "));
    text_maker(&line, text, w->phrase.isolates);
    lines_take(&w->lines, 2, 4, &line);
    text_pages_text(w, 4, text);
    buf_release(&line);
}

void texts_text(struct sheet_writer *w, const struct page_text_list *texts)
{
    if (texts->count == 0)
        return;
    lines_blank(&w->lines);
    lines_put(&w->lines, 0, 0, str_from_c(_("TEXTS MADE OF IT, newest first")));
    for (size_t i = 0; i < texts->count; i++)
        put_text(w, &texts->items[i]);
}

void page_of_text(struct sheet_writer *w, const struct page_text *text, int64_t number,
                  struct str words)
{
    struct buf line = {0};
    struct buf ref = {0};

    ref_text(&ref, w, text->ref);
    buf_printf(&line, _("Page %jd of text %s, "), (intmax_t)number, buf_text(&ref));
    text_maker(&line, text, w->phrase.isolates);
    buf_char(&line, ':');
    lines_take(&w->lines, 0, 0, &line);
    if (text->is_withdrawn)
        lines_put(&w->lines, 0, 0, str_from_c(_("WITHDRAWN")));
    lines_blank(&w->lines);
    buf_append(w->lines.out, words);
    if (words.len > 0 && !str_ends_with(words, STR("\n")))
        buf_char(w->lines.out, '\n');
    buf_release(&line);
    buf_release(&ref);
}

/* --- for machines --- */

static void set_text(struct value *line, struct arena *arena, const char *key,
                     struct str text)
{
    if (text.len > 0)
        value_set(line, arena, str_from_c(key), value_string(text));
}

static struct value line_of(const struct sheet_writer *w, const char *type,
                            const struct page_text *t)
{
    struct arena *arena = w->sheet->arena;
    struct archive *archive = w->sheet->archive;
    struct value line = value_object();

    set_text(&line, arena, "type", str_from_c(type));
    set_text(&line, arena, "statement", archive_ref_text(archive, arena, t->ref));
    if (!ref_is_none(t->of))
        set_text(&line, arena, "of", archive_ref_text(archive, arena, t->of));
    set_text(&line, arena, "how", t->how);
    set_text(&line, arena, "lang", t->lang);
    value_set(&line, arena, STR("machine"), value_bool(t->tool.len > 0));
    set_text(&line, arena, "tool", t->tool);
    set_text(&line, arena, "person", t->person);
    set_text(&line, arena, "reviewer", t->reviewer);
    value_set(&line, arena, STR("first_page"), value_integer(t->first_page));
    value_set(&line, arena, STR("pages"), value_integer(t->page_count));
    value_set(&line, arena, STR("withdrawn"), value_bool(t->is_withdrawn));
    return line;
}

static void put_line(struct buf *out, const struct value *line)
{
    foreign_write(out, line);
    buf_char(out, '\n');
}

void texts_json(struct buf *out, const struct sheet_writer *w,
                const struct page_text_list *texts)
{
    static const struct str states[] = {
        [PAGE_TEXT_DUE] = STR_INIT("missing"),
        [PAGE_TEXT_THERE] = STR_INIT("searched"),
        [PAGE_TEXT_MISSING] = STR_INIT("missing"),
        [PAGE_TEXT_DAMAGED] = STR_INIT("damaged"),
        [PAGE_TEXT_REFUSED] = STR_INIT("no_text"),
    };

    for (size_t i = 0; i < texts->count; i++) {
        struct value line = line_of(w, "text", &texts->items[i]);

        set_text(&line, w->sheet->arena, "state", states[texts->items[i].state]);
        put_line(out, &line);
    }
}

void page_json(struct buf *out, const struct sheet_writer *w,
               const struct page_text *text, int64_t number, struct str words)
{
    struct value line = line_of(w, "page", text);

    value_set(&line, w->sheet->arena, STR("page"), value_integer(number));
    value_set(&line, w->sheet->arena, STR("text"), value_string(words));
    put_line(out, &line);
}
