#include "base/clock.h"
#include "base/message.h"
#include "format/foreign.h"
#include "sheet/access_sheet.h"
#include "sheet/plain.h"

enum { ITEMS_SHOWN = 12 };

static void put_said(struct sheet_writer *w, const char *label, struct str said)
{
    struct buf line = {0};

    if (said.len == 0)
        return;
    buf_puts(&line, label);
    plain_isolated(&line, said, w->phrase.isolates);
    lines_take(&w->lines, 4, 6, &line);
    buf_release(&line);
}

static void put_more(struct buf *line, size_t count)
{
    if (count > ITEMS_SHOWN)
        buf_printf(line, _n(count - ITEMS_SHOWN, " and %zu more", " and %zu more"),
                   count - ITEMS_SHOWN);
}

static void put_statements(struct sheet_writer *w, const struct access_row *row)
{
    struct buf line = {0};

    if (row->of_count > 0)
        buf_puts(&line, _("of it: "));
    for (size_t i = 0; i < row->of_count && i < ITEMS_SHOWN; i++) {
        buf_append(&line, i > 0 ? STR(", ") : STR(""));
        ref_text(&line, w, row->of[i]);
    }
    put_more(&line, row->of_count);
    if (line.len > 0)
        lines_take(&w->lines, 4, 6, &line);
    buf_release(&line);
}

static void put_entities(struct sheet_writer *w, const struct access_row *row)
{
    struct buf line = {0};

    if (row->entity_count > 0)
        buf_puts(&line, _("asked for: "));
    for (size_t i = 0; i < row->entity_count && i < ITEMS_SHOWN; i++) {
        buf_append(&line, i > 0 ? STR(", ") : STR(""));
        phrase_entity(&line, &w->phrase, row->entities[i]);
    }
    put_more(&line, row->entity_count);
    if (line.len > 0)
        lines_take(&w->lines, 4, 6, &line);
    buf_release(&line);
}

static void put_entry(struct sheet_writer *w, const struct access_row *row)
{
    struct statement_row said = {
        .has_time = row->has_time, .at_s = row->at_s, .by = row->by};
    struct buf line = {0};

    ref_text(&line, w, row->ref);
    buf_append(&line, STR("  "));
    phrase_term_of(&line, &w->phrase, STR("access_act"), row->did);
    buf_append(&line, STR(" ("));
    plain_append(&line, row->command);
    buf_append(&line, STR(")"));
    who_and_when_text(&line, w, &said);
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
    put_said(w, _("words: "), row->words);
    if (row->why.len > 0)
        put_said(w, _("why: "), row->why);
    else
        lines_put(&w->lines, 4, 6, str_from_c(_("why: not said")));
    put_said(w, _("given to: "), row->recipient);
    put_entities(w, row);
    put_statements(w, row);
}

static void put_readers(struct sheet_writer *w, const struct access_sheet *a)
{
    struct buf line = {0};
    struct buf number = {0};

    lines_blank(&w->lines);
    lines_put(&w->lines, 0, 0, str_from_c(_("BY WHOM")));
    for (size_t i = 0; i < a->reader_count; i++) {
        phrase_member(&line, &w->phrase, a->readers[i].member);
        buf_append(&line, STR(": "));
        plain_number(&number, (int64_t)a->readers[i].times);
        buf_printf(&line, _n(a->readers[i].times, "%s time", "%s times"),
                   buf_text(&number));
        lines_take(&w->lines, 2, 4, &line);
        buf_reset(&number);
    }
    buf_release(&number);
    buf_release(&line);
}

void access_text(struct sheet_writer *w, const struct access_sheet *a)
{
    lines_put(&w->lines, 0, 0, str_from_c(_("WHO LOOKED AT WHAT IS NOT OPEN TO ALL")));
    if (a->count == 0)
        lines_put(&w->lines, 2, 2, str_from_c(_("nobody, as far as is recorded here")));
    for (size_t i = 0; i < a->count; i++)
        put_entry(w, &a->items[i]);
    if (a->count > 0)
        put_readers(w, a);
    lines_blank(&w->lines);
    sheet_foot_text(w);
}

static void set(struct value *line, struct arena *arena, const char *key, struct str text)
{
    if (text.len > 0)
        value_set(line, arena, str_from_c(key), value_string(text));
}

static void end_line(struct buf *out, const struct value *line)
{
    foreign_write(out, line);
    buf_char(out, '\n');
}

static void entry_json(struct buf *out, const struct sheet *sheet,
                       const struct access_row *row)
{
    struct arena *arena = sheet->arena;
    struct clock_text at = clock_write(row->at_s);
    struct value line = value_object();
    struct value of = value_array();
    struct value entities = value_array();

    for (size_t i = 0; i < row->of_count; i++)
        value_add(&of, arena,
                  value_string(archive_ref_text(sheet->archive, arena, row->of[i])));
    for (size_t i = 0; i < row->entity_count; i++)
        value_add(&entities, arena, value_string(row->entities[i]));
    set(&line, arena, "type", STR("access"));
    set(&line, arena, "statement", archive_ref_text(sheet->archive, arena, row->ref));
    if (row->has_time)
        set(&line, arena, "at", arena_str(arena, str_from_c(at.text)));
    set(&line, arena, "by", row->by);
    set(&line, arena, "did", row->did);
    set(&line, arena, "command", row->command);
    set(&line, arena, "words", row->words);
    set(&line, arena, "why", row->why);
    set(&line, arena, "recipient", row->recipient);
    if (of.count > 0)
        value_set(&line, arena, STR("of"), of);
    if (entities.count > 0)
        value_set(&line, arena, STR("entities"), entities);
    end_line(out, &line);
}

void access_json(struct buf *out, const struct sheet_writer *w,
                 const struct access_sheet *a)
{
    struct arena *arena = w->sheet->arena;

    for (size_t i = 0; i < a->count; i++)
        entry_json(out, w->sheet, &a->items[i]);
    for (size_t i = 0; i < a->reader_count; i++) {
        struct value line = value_object();

        set(&line, arena, "type", STR("reader"));
        set(&line, arena, "by", a->readers[i].member);
        value_set(&line, arena, STR("times"),
                  value_integer((int64_t)a->readers[i].times));
        end_line(out, &line);
    }
}
