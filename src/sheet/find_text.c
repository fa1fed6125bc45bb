#include "base/fold.h"
#include "base/message.h"
#include "record/id.h"
#include "sheet/find.h"
#include "sheet/plain.h"

/* A hit in one line. */

enum { SNIPPET_BEFORE = 30, SNIPPET = 90 };

static size_t next_character(struct str text, size_t at)
{
    size_t len = utf8_sequence(str_after(text, at));

    return at + (len > 0 ? len : 1);
}

/* Where the word first stands: the shortest beginning that contains it, without what
 * may be left out of that. */
static size_t place_of(struct str text, struct str word)
{
    struct fold_needle needle;
    size_t at = 0;
    size_t end = 0;

    if (!fold_needle_of(&needle, word))
        return 0;
    while (end < text.len && !fold_contains(str_prefix(text, end), &needle))
        end = next_character(text, end);
    while (at < end &&
           fold_contains(str_after(str_prefix(text, end), next_character(text, at)),
                         &needle))
        at = next_character(text, at);
    return at;
}

/* The text around the first word asked for. */
static void put_snippet(struct buf *out, const struct sheet_writer *w, struct str text,
                        const struct find_request *request)
{
    struct buf part = {0};
    size_t from = request->word_count > 0 ? place_of(text, request->words[0]) : 0;
    size_t start = 0;
    size_t end;
    size_t n = 0;

    for (size_t at = 0; at < from; at = next_character(text, at))
        n++;
    for (; n > SNIPPET_BEFORE; n--)
        start = next_character(text, start);
    if (start > 0 && str_find(text, ' ', start) < from)
        start = str_find(text, ' ', start) + 1; /* begin with a word */
    end = start;
    for (n = 0; n < SNIPPET && end < text.len; n++)
        end = next_character(text, end);
    buf_append(&part, start > 0 ? STR("…") : STR(""));
    buf_append(&part, str_prefix(str_after(text, start), end - start));
    buf_append(&part, end < text.len ? STR("…") : STR(""));
    plain_quoted(out, buf_str(&part), STR(""), w->phrase.isolates);
    buf_release(&part);
}

static void put_entity(struct buf *out, const struct sheet_writer *w,
                       const struct find_hit *hit, const struct find_request *request)
{
    const struct label *label = labels_find(w->phrase.labels, hit->id);
    struct id id;
    struct err ignored;

    if (id_parse(&id, hit->id, &ignored) == ERR_OK)
        buf_append(out, str_from_c(id_show(&id).text));
    buf_append(out, STR("  "));
    if (label)
        phrase_kind(out, &w->phrase, &label->entity);
    buf_append(out, STR("  "));
    if (label && label->is_alleged)
        buf_puts(out, _("alleged: "));
    if (hit->text.len > 0)
        put_snippet(out, w, hit->text, request);
    else if (label && label->name.len > 0)
        plain_quoted(out, label->name, STR(""), w->phrase.isolates);
}

void find_text(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit,
               const struct find_request *request)
{
    if (hit->kind == FIND_ENTITY) {
        put_entity(out, w, hit, request);
        return;
    }
    ref_text(out, w, hit->ref);
    if (hit->kind == FIND_CLAIM) {
        buf_puts(out, _("  claim  "));
        claim_text_line(out, &w->phrase, &hit->claim);
        return;
    }
    buf_puts(out, hit->kind == FIND_PASSAGE ? _("  passage  ") : _("  file  "));
    put_snippet(out, w, hit->text, request);
    if (hit->kind == FIND_PASSAGE) {
        struct buf source = {0};

        phrase_entity(&source, &w->phrase, hit->id);
        buf_printf(out, _(", in %s"), buf_text(&source));
        buf_release(&source);
    }
}
