#include "sheet/unknown_text.h"

#include "base/message.h"
#include "format/canon.h"
#include "record/known.h"
#include "sheet/plain.h"

struct str statement_unreadable(const struct statement *statement)
{
    if (statement->is_erased)
        return str_from_c(
            _("erased: what it said was destroyed (stele show says by whom)"));
    return str_from_c(statement->is_unknown
                          ? _("stored in a form that this version does not know: what it "
                              "says cannot be "
                              "read here")
                          : _("sealed: what it says cannot be read here"));
}

void unknown_value(struct buf *out, const struct sheet_writer *w,
                   const struct value *value)
{
    struct buf json = {0};
    struct err ignored = {0};

    if (canon_write(&json, value, &ignored) == ERR_OK)
        plain_isolated(out, buf_str(&json), w->phrase.isolates);
    buf_release(&json);
}

static void put_unknown_members(struct sheet_writer *w, const struct value *statement)
{
    struct known known;
    struct buf line = {0};

    known_start(&known, w->sheet->arena);
    for (uint32_t i = 0; i < statement->count; i++) {
        const struct member *m = &statement->members[i];

        if (known_member(&known, m->key))
            continue;
        buf_append(&line, str_from_c(_("not known to this version: ")));
        plain_append(&line, m->key);
        buf_append(&line, STR(": "));
        unknown_value(&line, w, &m->value);
        lines_take(&w->lines, 2, 4, &line);
    }
    known_end(&known);
    buf_release(&line);
}

void unknown_text(struct sheet_writer *w, const struct statement *statement)
{
    const struct value *value = &statement->value;

    if (!statement->is_readable || value->type != VALUE_OBJECT)
        return;
    if (known_kind(value_get_string(value, STR("kind"))))
        put_unknown_members(w, value);
    else
        lines_put(
            &w->lines, 2, 2,
            str_from_c(_("this version does not know statements of this kind: their "
                         "members are shown as they stand")));
}
