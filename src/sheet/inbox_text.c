#include "sheet/inbox_text.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/message.h"
#include "format/foreign.h"
#include "sheet/plain.h"

enum err_code inbox_labels_add(struct labels *labels, const struct inbox_list *list,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < list->count; i++) {
        const struct inbox_row *row = &list->items[i];

        if (row->source.len > 0)
            code = labels_add(labels, row->source, err);
        for (size_t k = 0; code == ERR_OK && k < row->word_count; k++)
            code = labels_add(labels, row->words[k].member, err);
    }
    return code;
}

const char *inbox_state_words(enum inbox_state state)
{
    switch (state) {
    case INBOX_UNREAD:
        return _("unread");
    case INBOX_TAKEN:
        return _("taken");
    case INBOX_SECOND:
        return _("second reader wanted");
    case INBOX_DONE:
        return _("read");
    case INBOX_SKIPPED:
        return _("skipped");
    case INBOX_STATES:
        break;
    }
    return "";
}

static void put_said(struct buf *out, enum inbox_said said, const char *member,
                     const char *when, const char *why)
{
    switch (said) {
    case INBOX_SAYS_TAKEN:
        buf_printf(out, _("taken by %s, %s"), member, when);
        return;
    case INBOX_SAYS_DONE:
        buf_printf(out, _("read by %s, %s"), member, when);
        return;
    case INBOX_SAYS_SECOND_WANTED:
        buf_printf(out, _("a second reader is wanted by %s, %s"), member, when);
        return;
    case INBOX_SAYS_SKIPPED:
        buf_printf(out, _("skipped by %s, %s: %s"), member, when, why);
        return;
    case INBOX_SAYS_GIVEN_BACK:
    case INBOX_SAYS:
        break;
    }
}

void inbox_word_text(struct buf *out, const struct phrase *p,
                     const struct inbox_word *word)
{
    struct buf member = {0};
    struct buf when = {0};
    struct buf why = {0};

    phrase_member(&member, p, word->member);
    if (word->has_time)
        phrase_time(&when, word->at_s);
    else
        buf_puts(&when, _("at a time not known"));
    phrase_term_of(&why, p, STR("skip_reason"), word->why);
    put_said(out, word->said, buf_text(&member), buf_text(&when), buf_text(&why));
    buf_release(&member);
    buf_release(&when);
    buf_release(&why);
}

void inbox_use_text(struct buf *out, const struct inbox_row *row)
{
    if (row->is_imported)
        buf_printf(out,
                   _n(row->rows, "imported as a table: %" PRIu64 " row taken",
                      "imported as a table: %" PRIu64 " rows taken"),
                   row->rows);
    if (row->passages == 0)
        return;
    if (out->len > 0)
        buf_puts(out, " · ");
    buf_printf(out,
               _n(row->passages, "%" PRIu64 " passage stands in it",
                  "%" PRIu64 " passages stand in it"),
               row->passages);
    buf_puts(out, " · ");
    buf_printf(
        out,
        _n(row->claims, "%" PRIu64 " claim rests on it", "%" PRIu64 " claims rest on it"),
        row->claims);
}

struct str inbox_file_name(struct arena *arena, const struct object_row *object)
{
    if (object->path.len > 0)
        return object->path;
    if (object->name.len > 0)
        return object->name;
    if (object->name_hex.len > 0)
        return arena_printf(arena, _("(a name that is no text: hex " STR_FMT ")"),
                            STR_ARG(object->name_hex));
    return arena_printf(arena, _("(no name: SHA-256 " STR_FMT ")"),
                        STR_ARG(object->sha256));
}

static void put_head(struct sheet_writer *w, const struct inbox_row *row)
{
    struct buf line = {0};

    plain_append(&line, inbox_file_name(w->sheet->arena, &row->object));
    buf_puts(&line, " (");
    ref_text(&line, w, row->object.ref);
    buf_puts(&line, ") · ");
    buf_puts(&line, inbox_state_words(row->state));
    lines_take(&w->lines, 0, 4, &line);
    plain_append(&line, row->object.type);
    if (row->lang.len > 0) {
        buf_puts(&line, " · ");
        plain_append(&line, row->lang);
    }
    if (row->object.has_size)
        buf_printf(&line, _n(row->object.size, " · %jd byte", " · %jd bytes"),
                   (intmax_t)row->object.size);
    if (row->has_time) {
        buf_puts(&line, " · ");
        phrase_time(&line, row->at_s);
    }
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

void inbox_row_text(struct sheet_writer *w, const struct inbox_row *row)
{
    struct buf line = {0};

    put_head(w, row);
    for (size_t i = 0; i < row->word_count; i++) {
        inbox_word_text(&line, &w->phrase, &row->words[i]);
        lines_take(&w->lines, 2, 4, &line);
    }
    if (!ref_is_none(row->same_as)) {
        buf_puts(&line, _("the same bytes were preserved before: "));
        ref_text(&line, w, row->same_as);
        lines_take(&w->lines, 2, 4, &line);
    }
    inbox_use_text(&line, row);
    if (line.len > 0)
        lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

/* --- for machines --- */

static void set_text(struct value *out, struct arena *arena, const char *key,
                     struct str text)
{
    if (text.len > 0)
        value_set(out, arena, str_from_c(key), value_string(text));
}

static void set_time(struct value *out, struct arena *arena, const char *key,
                     bool has_time, int64_t at_s)
{
    struct clock_text when;

    if (!has_time)
        return;
    when = clock_write(at_s);
    set_text(out, arena, key, arena_str(arena, str_from_c(when.text)));
}

static struct value words_of(const struct sheet_writer *w, const struct inbox_row *row)
{
    struct arena *arena = w->sheet->arena;
    struct value list = value_array();

    for (size_t i = 0; i < row->word_count; i++) {
        const struct inbox_word *word = &row->words[i];
        struct value said = value_object();

        set_text(&said, arena, "said", inbox_said_term(word->said));
        set_text(&said, arena, "by", word->member);
        set_time(&said, arena, "at", word->has_time, word->at_s);
        set_text(&said, arena, "skipped", word->why);
        set_text(&said, arena, "ref",
                 archive_ref_text(w->sheet->archive, arena, word->ref));
        value_add(&list, arena, said);
    }
    return list;
}

void inbox_row_json(struct buf *out, const struct sheet_writer *w,
                    const struct inbox_row *row)
{
    struct arena *arena = w->sheet->arena;
    struct archive *archive = w->sheet->archive;
    struct value line = value_object();

    set_text(&line, arena, "type", STR("file"));
    set_text(&line, arena, "ref", archive_ref_text(archive, arena, row->object.ref));
    set_text(&line, arena, "state", inbox_state_name(row->state));
    set_text(&line, arena, "name", row->object.name);
    set_text(&line, arena, "path", row->object.path);
    set_text(&line, arena, "media_type", row->object.type);
    set_text(&line, arena, "sha256", row->object.sha256);
    set_text(&line, arena, "lang", row->lang);
    set_text(&line, arena, "source", row->source);
    set_time(&line, arena, "preserved", row->has_time, row->at_s);
    value_set(&line, arena, STR("readers"), value_integer(row->readers));
    value_set(&line, arena, STR("second_wanted"), value_bool(row->is_second_wanted));
    value_set(&line, arena, STR("passages"), value_integer((int64_t)row->passages));
    value_set(&line, arena, STR("claims"), value_integer((int64_t)row->claims));
    value_set(&line, arena, STR("rows"), value_integer((int64_t)row->rows));
    if (!ref_is_none(row->same_as))
        set_text(&line, arena, "same_as", archive_ref_text(archive, arena, row->same_as));
    value_set(&line, arena, STR("words"), words_of(w, row));
    foreign_write(out, &line);
    buf_char(out, '\n');
}
