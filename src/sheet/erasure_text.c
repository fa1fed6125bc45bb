#include "sheet/erasure_text.h"

#include "base/message.h"
#include "sheet/plain.h"

/* "in abcdef.12, by member …, on 2026-01-02: the words of the ground" */
static void put_said(struct sheet_writer *w, size_t indent, bool confirms,
                     const struct erasure_word *word)
{
    struct str by = value_get_string(&word->statement, STR("by"));
    struct str day = str_prefix(value_get_string(&word->statement, STR("at")), 10);
    struct buf ref = {0};
    struct buf line = {0};

    ref_text(&ref, w, ref_of(word->feed, word->index));
    buf_printf(&line,
               confirms ? _("confirmed in %s by member %.*s on %.*s: ")
                        : _("asked for in %s by member %.*s on %.*s: "),
               buf_text(&ref), STR_ARG(by), STR_ARG(day));
    plain_isolated(&line, value_get_string(&word->statement, STR("ground")),
                   w->phrase.isolates);
    lines_take(&w->lines, indent, indent + 2, &line);
    buf_release(&ref);
    buf_release(&line);
}

static const char *sentence(const struct erasure *erasure, bool bytes)
{
    if (erasure->is_reseal)
        return _("SEALED ANEW to another key: it lives on as an object.");
    if (erasure->target.kind == ERASURE_ROWS)
        return _("ERASED in part: rows of it were destroyed, and another object, with "
                 "these rows empty, stands in its place.");
    return bytes ? _("ERASED: its bytes were destroyed; what is recorded of it stays.")
                 : _("ERASED: what it said was destroyed; its commitment stays.");
}

void erasure_text(struct sheet_writer *w, size_t indent, const struct erasure *erasure,
                  bool bytes)
{
    lines_put(&w->lines, indent, indent, str_from_c(sentence(erasure, bytes)));
    if (erasure->is_reseal)
        return;
    put_said(w, indent, false, erasure->first);
    put_said(w, indent, true, erasure->second);
}
