#include "sheet/history.h"

#include "base/message.h"
#include "sheet/clock_text.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/unknown_text.h"
#include "sheet/value_text.h"

enum { WORDS_SHORT = 70 };

/* References to be told, each once. */
struct refs {
    struct ref items[HISTORY_MAX];
    size_t count;
    bool is_full;
};

static void add_ref(struct refs *refs, struct ref ref)
{
    for (size_t i = 0; i < refs->count; i++)
        if (refs->items[i].n == ref.n)
            return;
    if (refs->count == HISTORY_MAX)
        refs->is_full = true;
    else
        refs->items[refs->count++] = ref;
}

static int by_ref(const void *a, const void *b)
{
    int64_t x = ((const struct ref *)a)->n;
    int64_t y = ((const struct ref *)b)->n;

    return (x > y) - (x < y);
}

/*
 * What points at it, and what it corrected; what it rests on has a history of its own.
 */
static enum err_code add_neighbours(struct refs *refs, struct sheet *sheet,
                                    struct ref ref, struct err *err)
{
    struct edge_list to = {0};
    struct edge_list from = {0};
    enum err_code code =
        query_edges_to(&to, sheet->arena, sheet->index, sheet->as_of.view, ref, err);

    if (code == ERR_OK)
        code = query_edges_from(&from, sheet->arena, sheet->index, sheet->as_of.view, ref,
                                err);
    for (size_t i = 0; code == ERR_OK && i < to.count; i++)
        add_ref(refs, to.items[i].source);
    for (size_t i = 0; code == ERR_OK && i < from.count; i++)
        if (str_equal(from.items[i].role, STR("supersedes")))
            add_ref(refs, from.items[i].target);
    return code;
}

static enum err_code refs_of_statement(struct refs *refs, struct sheet *sheet,
                                       struct ref ref, struct err *err)
{
    enum err_code code = ERR_OK;

    add_ref(refs, ref);
    for (size_t i = 0; i < refs->count && code == ERR_OK; i++)
        code = add_neighbours(refs, sheet, refs->items[i], err);
    return code;
}

static enum err_code refs_of_entity(struct refs *refs, struct sheet *sheet, struct str id,
                                    const struct history_part *part, struct err *err)
{
    struct statement_list list = {0};
    enum err_code code =
        query_history(&list, sheet->arena, sheet->index, sheet->as_of.view, id,
                      part->after, part->limit, err);

    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        add_ref(refs, list.items[i].ref);
    refs->is_full = refs->is_full || list.has_more;
    return code;
}

static enum err_code gather_refs(struct refs *refs, struct sheet *sheet,
                                 const struct subject *subject,
                                 const struct history_part *part, struct err *err)
{
    enum err_code code = ERR_OK;

    if (subject->kind == SUBJECT_ENTITY) {
        access_note_entity(sheet->access, subject->id);
        return refs_of_entity(refs, sheet, subject->id, part, err);
    }
    if (subject->kind == SUBJECT_STATEMENT)
        return refs_of_statement(refs, sheet, subject->ref, err);
    for (size_t i = 0; i < subject->objects.count && code == ERR_OK; i++)
        code = refs_of_statement(refs, sheet, subject->objects.items[i].ref, err);
    return code;
}

enum err_code history_read(struct history *out, struct sheet *sheet,
                           const struct subject *subject, struct err *err)
{
    static const struct history_part all = {.limit = HISTORY_MAX};

    return history_read_part(out, sheet, subject, &all, err);
}

enum err_code history_read_part(struct history *out, struct sheet *sheet,
                                const struct subject *subject,
                                const struct history_part *part, struct err *err)
{
    struct refs *refs = ARENA_NEW(sheet->arena, struct refs);
    struct history history = {.sheet = sheet};
    enum err_code code = gather_refs(refs, sheet, subject, part, err);

    if (code != ERR_OK)
        return code;
    qsort(refs->items, refs->count, sizeof refs->items[0], by_ref);
    history.items = ARENA_ARRAY(sheet->arena, struct statement_sheet, refs->count + 1);
    history.has_more = refs->is_full;
    for (size_t i = 0; i < refs->count && code == ERR_OK; i++)
        code = statement_sheet_read(&history.items[history.count++], sheet,
                                    refs->items[i], err);
    if (code == ERR_OK)
        *out = history;
    return code;
}

static void put_note(struct buf *out, const struct sheet_writer *w,
                     const struct value *statement)
{
    static const struct str keys[] = {STR_INIT("note_public"), STR_INIT("note")};

    for (size_t i = 0; i < 2; i++) {
        struct str note = value_get_string(statement, keys[i]);

        if (note.len == 0)
            continue;
        buf_append(out, STR(" – "));
        plain_isolated(out, note, w->phrase.isolates);
    }
}

static void put_why(struct buf *out, const struct sheet_writer *w,
                    const struct value *statement, struct str vocabulary)
{
    struct str reason = value_get_string(statement, STR("reason"));

    if (reason.len > 0) {
        buf_append(out, STR(": "));
        if (vocabulary.len > 0)
            phrase_term_of(out, &w->phrase, vocabulary, reason);
        else
            plain_isolated(out, reason, w->phrase.isolates);
    }
    put_note(out, w, statement);
}

static void put_claim(struct buf *out, const struct sheet_writer *w,
                      const struct statement_sheet *s)
{
    const struct sheet_change *corrects = &s->claim.corrects;
    struct buf ref = {0};

    if (ref_is_none(corrects->ref)) {
        buf_puts(out,
                 s->claim.claim.is_inferred ? _("inferred that ") : _("claim entered: "));
        claim_text_line(out, &w->phrase, &s->claim.claim);
        put_note(out, w, &s->statement.value);
        return;
    }
    ref_text(&ref, w, corrects->ref);
    buf_printf(out, _("corrected %s, "), buf_text(&ref));
    buf_release(&ref);
    claim_text_line(out, &w->phrase, &corrects->claim);
    buf_append(out, STR(" → "));
    value_text_whole(out, &w->phrase, &s->claim.claim);
    put_why(out, w, &s->statement.value, STR("withdrawal_reason"));
}

/* "ybgkps.239 (“the son” (…), cause: shelling)", each of one role. */
static void put_targets(struct buf *out, const struct sheet_writer *w,
                        const struct statement_sheet *s, struct str role)
{
    bool is_first = true;

    for (size_t i = 0; i < s->from_count; i++) {
        const struct statement_link *link = &s->from[i];

        if (!str_equal(link->role, role))
            continue;
        buf_append(out, is_first ? STR("") : STR("; "));
        is_first = false;
        ref_text(out, w, link->ref);
        if (str_equal(link->said.kind, STR("claim"))) {
            buf_append(out, STR(" ["));
            claim_text_line(out, &w->phrase, &link->claim);
            buf_char(out, ']');
        }
    }
}

static void put_terms(struct buf *out, const struct phrase *p,
                      const struct value *statement)
{
    static const struct {
        struct str key;
        struct str vocabulary;
        const char *before;
    } terms[] = {
        {STR_INIT("status"), STR_INIT("assessment_status"), ", "},
        {STR_INIT("reading"), STR_INIT("reading_status"), ", "},
        {STR_INIT("skipped"), STR_INIT("skip_reason"), ", "},
        {STR_INIT("independence"), STR_INIT("independence"), N_(", independence ")},
        {STR_INIT("reliability"), STR_INIT("reliability"), N_(", reliability ")},
        {STR_INIT("standard"), STR_INIT("standard_of_proof"), N_(", standard ")},
        {STR_INIT("rule"), STR_INIT("decision_rule"), N_(", rule ")}};

    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct str term = value_get_string(statement, terms[i].key);

        if (term.len == 0)
            continue;
        buf_puts(out, _(terms[i].before));
        phrase_term_of(out, p, terms[i].vocabulary, term);
    }
}

static void put_judgement(struct buf *out, const struct sheet_writer *w,
                          const struct statement_sheet *s)
{
    const struct value *v = &s->statement.value;
    struct str kind = s->said.kind;
    struct buf preferred = {0};
    struct buf among = {0};

    if (str_equal(kind, STR("decide"))) {
        put_targets(&preferred, w, s, STR("prefer"));
        put_targets(&among, w, s, STR("among"));
        buf_printf(out, _("decided to prefer %s among %s"), buf_text(&preferred),
                   buf_text(&among));
        buf_release(&preferred);
        buf_release(&among);
        put_terms(out, &w->phrase, v);
        put_why(out, w, v, STR(""));
        return;
    }
    if (str_equal(kind, STR("withdraw")))
        buf_puts(out, _("withdrew "));
    else if (value_get(v, STR("reading")))
        buf_puts(out, _("said who reads "));
    else if (str_equal(kind, STR("assess")))
        buf_puts(out, _("assessed "));
    else if (str_equal(kind, STR("same")))
        buf_puts(out, _("decided that these are one: "));
    else if (str_equal(kind, STR("distinct")))
        buf_puts(out, _("decided that these are not one: "));
    else
        buf_puts(out, _("undid "));
    put_targets(out, w, s, STR("of"));
    put_terms(out, &w->phrase, v);
    put_why(out, w, v,
            str_equal(kind, STR("withdraw")) ? STR("withdrawal_reason") : STR(""));
}

static void put_passage(struct buf *out, const struct sheet_writer *w, size_t number)
{
    const struct passage_row *row = &sheet_passage(w->sheet, number)->row;

    struct buf source = {0};

    phrase_entity(&source, &w->phrase, row->source);
    buf_printf(out, _("words entered from %s: "), buf_text(&source));
    words_text_short(out, &w->phrase, row, WORDS_SHORT);
    buf_release(&source);
}

static void put_entity(struct buf *out, const struct sheet_writer *w,
                       const struct entity_row *entity)
{
    buf_puts(out, _("named for the first time: "));
    phrase_kind(out, &w->phrase, entity);
    if (entity->label.len > 0) {
        buf_append(out, STR(", "));
        plain_quoted(out, entity->label, STR(""), w->phrase.isolates);
    }
}

static bool is_judgement(struct str kind)
{
    static const struct str kinds[] = {STR_INIT("assess"),   STR_INIT("decide"),
                                       STR_INIT("withdraw"), STR_INIT("same"),
                                       STR_INIT("distinct"), STR_INIT("undo")};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(kinds[i], kind))
            return true;
    return false;
}

void history_line(struct buf *out, const struct sheet_writer *w,
                  const struct statement_sheet *s)
{
    if (!s->statement.is_readable) {
        buf_append(out, statement_unreadable(&s->statement));
    } else if (str_equal(s->said.kind, STR("claim"))) {
        put_claim(out, w, s);
    } else if (s->passage > 0) {
        put_passage(out, w, s->passage);
    } else if (str_equal(s->said.kind, STR("entity"))) {
        put_entity(out, w, &s->entity);
    } else if (is_judgement(s->said.kind)) {
        put_judgement(out, w, s);
    } else if (s->object.sha256.len > 0) {
        buf_puts(out,
                 s->object.is_derived ? _("derived object: ") : _("file preserved: "));
        plain_quoted(out, s->object.name, STR(""), w->phrase.isolates);
    } else if (str_equal(s->said.kind, STR("clock"))) {
        clock_sentence(out, &s->statement.value);
    } else {
        phrase_statement_kind(out, s->said.kind);
        put_note(out, w, &s->statement.value);
    }
}

void history_text(struct sheet_writer *w, const struct history *history)
{
    struct buf line = {0};

    for (size_t i = 0; i < history->count; i++) {
        said_text(&line, w, &history->items[i].said);
        lines_take(&w->lines, 0, 2, &line);
        history_line(&line, w, &history->items[i]);
        lines_take(&w->lines, 2, 4, &line);
    }
    if (history->has_more)
        lines_put(&w->lines, 0, 0, str_from_c(_("more happened than is shown here")));
    lines_blank(&w->lines);
    sheet_foot_text(w);
    buf_release(&line);
}
