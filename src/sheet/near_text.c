#include "sheet/near_text.h"

#include "base/message.h"
#include "format/foreign.h"
#include "sheet/inbox_text.h"
#include "sheet/plain.h"

const char *near_remark(void)
{
    return _("A machine proposes this by words in common. It finds no translations, and "
             "whether one source rewrites another a person says.");
}

void near_share_text(struct buf *out, const struct near_item *item)
{
    const struct near_share *s = &item->share;

    if (s->is_same) {
        buf_puts(out, _("the same text, word for word"));
        return;
    }
    buf_printf(out, _("%u %% of this text stands in that one, %u %% of that one in this"),
               near_percent(s->common, s->a), near_percent(s->common, s->b));
    if (item->side.is_part)
        buf_puts(out, _(" (of what was compared: pages that look alike, or the first "
                        "20,000 words)"));
}

void near_relation_text(struct buf *out, const struct phrase *p,
                        const struct claim_row *claim)
{
    phrase_entity(out, p, claim->about);
    buf_char(out, ' ');
    phrase_property(out, p, claim->property);
    buf_char(out, ' ');
    phrase_entity(out, p, claim->entity);
}

static void put_quoted(struct sheet_writer *w, const char *sign, struct str text)
{
    struct buf line = {0};

    buf_puts(&line, sign);
    plain_quoted(&line, text, STR(""), w->phrase.isolates);
    lines_take(&w->lines, 4, 6, &line);
    buf_release(&line);
}

static void put_runs(struct sheet_writer *w, const struct near_item *item)
{
    struct buf line = {0};

    for (size_t i = 0; i < item->runs.count; i++) {
        const struct near_run *run = &item->runs.items[i];

        buf_printf(&line, _n(run->words, "%zu word:", "%zu words:"), run->words);
        lines_take(&w->lines, 2, 4, &line);
        put_quoted(w, "< ", str_prefix(str_after(item->asked.text, run->a), run->a_len));
        put_quoted(w, "> ",
                   str_prefix(str_after(item->side.words.text, run->b), run->b_len));
    }
    if (item->runs.has_more)
        lines_put(&w->lines, 2, 4, str_from_c(_("shorter stretches are left out")));
    buf_release(&line);
}

void near_item_text(struct sheet_writer *w, const struct near_item *item, bool with_runs)
{
    struct buf line = {0};

    plain_append(&line, inbox_file_name(w->sheet->arena, &item->side.file));
    buf_puts(&line, " (");
    ref_text(&line, w, item->side.object);
    buf_puts(&line, "): ");
    near_share_text(&line, item);
    lines_take(&w->lines, 0, 4, &line);
    if (item->side.source.len > 0) {
        buf_puts(&line, _("preserved as the source "));
        phrase_entity(&line, &w->phrase, item->side.source);
        lines_take(&w->lines, 2, 4, &line);
    }
    for (size_t i = 0; i < item->relations.count; i++) {
        near_relation_text(&line, &w->phrase, &item->relations.items[i]);
        lines_take(&w->lines, 2, 4, &line);
    }
    if (with_runs)
        put_runs(w, item);
    buf_release(&line);
}

/* --- for machines --- */

static void set_ref(struct value *line, const struct sheet_writer *w, const char *key,
                    struct ref ref)
{
    value_set(line, w->sheet->arena, str_from_c(key),
              value_string(archive_ref_text(w->sheet->archive, w->sheet->arena, ref)));
}

static void set_number(struct value *line, const struct sheet_writer *w, const char *key,
                       size_t n)
{
    value_set(line, w->sheet->arena, str_from_c(key), value_integer((int64_t)n));
}

static struct value runs_json(const struct sheet_writer *w, const struct near_item *item)
{
    struct arena *arena = w->sheet->arena;
    struct value list = value_array();

    for (size_t i = 0; i < item->runs.count; i++) {
        const struct near_run *run = &item->runs.items[i];
        struct value one = value_object();

        value_set(
            &one, arena, STR("this"),
            value_string(str_prefix(str_after(item->asked.text, run->a), run->a_len)));
        value_set(&one, arena, STR("that"),
                  value_string(
                      str_prefix(str_after(item->side.words.text, run->b), run->b_len)));
        set_number(&one, w, "words", run->words);
        value_add(&list, arena, one);
    }
    return list;
}

void near_item_json(struct buf *out, const struct sheet_writer *w,
                    const struct near_item *item)
{
    struct arena *arena = w->sheet->arena;
    struct value line = value_object();
    struct value relations = value_array();

    for (size_t i = 0; i < item->relations.count; i++)
        value_add(&relations, arena,
                  value_string(archive_ref_text(w->sheet->archive, arena,
                                                item->relations.items[i].ref)));
    value_set(&line, arena, STR("type"), value_string(STR("near")));
    set_ref(&line, w, "file", item->side.object);
    set_ref(&line, w, "text", item->side.text);
    value_set(&line, arena, STR("name"),
              value_string(inbox_file_name(arena, &item->side.file)));
    if (item->side.source.len > 0)
        value_set(&line, arena, STR("source"), value_string(item->side.source));
    value_set(&line, arena, STR("same"), value_bool(item->share.is_same));
    value_set(&line, arena, STR("part"), value_bool(item->side.is_part));
    set_number(&line, w, "common", item->share.common);
    set_number(&line, w, "of_this", item->share.a);
    set_number(&line, w, "of_that", item->share.b);
    value_set(&line, arena, STR("relations"), relations);
    value_set(&line, arena, STR("runs"), runs_json(w, item));
    foreign_write(out, &line);
    buf_char(out, '\n');
}
