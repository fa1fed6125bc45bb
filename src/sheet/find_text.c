#include "base/message.h"
#include "record/id.h"
#include "sheet/find.h"
#include "sheet/plain.h"

/* A hit in one line. */

/* What was met stands in brackets. */
static void put_marked(struct buf *out, const struct snippet *snippet)
{
    size_t at = 0;

    buf_append(out, snippet->is_cut_before ? STR("…") : STR(""));
    for (size_t i = 0; i < snippet->hit_count; i++) {
        const struct snippet_hit *hit = &snippet->hits[i];

        buf_append(out, str_prefix(str_after(snippet->text, at), hit->start - at));
        buf_char(out, '[');
        buf_append(out, str_prefix(str_after(snippet->text, hit->start), hit->len));
        buf_char(out, ']');
        at = hit->start + hit->len;
    }
    buf_append(out, str_after(snippet->text, at));
    buf_append(out, snippet->is_cut_after ? STR("…") : STR(""));
}

static void put_snippet(struct buf *out, const struct sheet_writer *w,
                        const struct snippet *snippet)
{
    struct buf part = {0};

    put_marked(&part, snippet);
    plain_quoted(out, buf_str(&part), STR(""), w->phrase.isolates);
    buf_release(&part);
}

/* --- why --- */

static void put_step(struct buf *out, enum search_step step, const char *typed)
{
    switch (step) {
    case STEP_SPELT:
        buf_printf(out, _("another spelling of %s"), typed);
        return;
    case STEP_FORM:
        buf_printf(out, _("another form of %s"), typed);
        return;
    case STEP_JOINED:
        buf_printf(out, _("%s, with or without the blank"), typed);
        return;
    case STEP_KNOWN:
        buf_printf(out, _("another word for the name %s"), typed);
        return;
    case STEP_LETTER:
        buf_printf(out, _("a letter or two away from %s"), typed);
        return;
    case STEP_SKELETON:
        buf_printf(out, _("the consonants of %s"), typed);
        return;
    case STEP_SOUNDS:
        buf_printf(out, _("only sounds like %s"), typed);
        return;
    case STEP_SAME:
    case STEP_BEGINS:
    case STEP_NONE:
        return;
    }
}

static void put_met(struct buf *out, const struct sheet_writer *w,
                    const struct search_met *met)
{
    struct buf typed = {0};
    struct buf why = {0};

    plain_quoted(&typed, met->typed, STR(""), w->phrase.isolates);
    put_step(&why, met->step, buf_text(&typed));
    if (out->len > 0 && why.len > 0)
        buf_append(out, STR("; "));
    buf_append(out, buf_str(&why));
    buf_release(&typed);
    buf_release(&why);
}

void find_why_text(struct buf *out, const struct sheet_writer *w,
                   const struct find_hit *hit)
{
    struct buf why = {0};

    for (size_t i = 0; i < QUERY_TERMS_MAX; i++)
        if (hit->why.terms[i].is_met)
            put_met(&why, w, &hit->why.terms[i]);
    buf_append(out, buf_str(&why));
    buf_release(&why);
}

static void put_why(struct buf *out, const struct sheet_writer *w,
                    const struct find_hit *hit)
{
    struct buf why = {0};

    find_why_text(&why, w, hit);
    if (why.len > 0) {
        buf_append(out, STR("  ("));
        buf_append(out, buf_str(&why));
        buf_char(out, ')');
    }
    buf_release(&why);
}

/* --- what --- */

/* Names are short: without brackets they can be read, and copied. */
static void put_name(struct buf *out, const struct sheet_writer *w,
                     const struct find_hit *hit)
{
    struct snippet snippet = hit->snippet;

    snippet.hit_count = 0;
    put_snippet(out, w, &snippet);
}

static void put_entity(struct buf *out, const struct sheet_writer *w,
                       const struct find_hit *hit)
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
    if (!hit->has_why) {
        if (label && label->name.len > 0)
            plain_quoted(out, label->name, STR(""), w->phrase.isolates);
        return;
    }
    put_name(out, w, hit);
    if (label && label->name.len > 0 && !str_equal(label->name, hit->text)) {
        struct buf name = {0};

        plain_quoted(&name, label->name, STR(""), w->phrase.isolates);
        buf_printf(out, _(", of %s"), buf_text(&name));
        buf_release(&name);
    }
    if (hit->is_past)
        buf_puts(out, _(" (withdrawn or corrected since)"));
}

static void put_claim(struct buf *out, const struct sheet_writer *w,
                      const struct find_hit *hit)
{
    buf_puts(out, _("  claim  "));
    claim_text_line(out, &w->phrase, &hit->claim);
    if (hit->place == SEARCH_NOTE && hit->snippet.text.len > 0) {
        buf_puts(out, _(", with the note "));
        put_snippet(out, w, &hit->snippet);
    }
    if (hit->is_past)
        buf_puts(out, _(" (withdrawn or corrected since)"));
}

static void put_source(struct buf *out, const struct sheet_writer *w,
                       const struct find_hit *hit)
{
    struct buf source = {0};

    phrase_entity(&source, &w->phrase, hit->id);
    buf_printf(out, _(", in %s"), buf_text(&source));
    buf_release(&source);
}

/* What a machine read off a scan is not what stands there: said with every such hit. */
static void put_page(struct buf *out, const struct sheet_writer *w,
                     const struct find_hit *hit)
{
    struct buf tool = {0};

    if (hit->file.len > 0) {
        plain_isolated(&tool, hit->file, w->phrase.isolates);
        buf_printf(out, _("  page %u of %s  "), (unsigned)hit->page, buf_text(&tool));
        buf_reset(&tool);
    } else {
        buf_printf(out, _("  page %u  "), (unsigned)hit->page);
    }
    if (hit->text.len > 0)
        put_snippet(out, w, &hit->snippet);
    else
        buf_puts(out, _("its text cannot be read here at present"));
    if (hit->page_text.tool.len > 0) {
        plain_append(&tool, hit->page_text.tool);
        buf_printf(out,
                   hit->page_text.reviewer.len > 0
                       ? _(" (machine-made: %s, checked by somebody)")
                       : _(" (machine-made: %s, not checked)"),
                   buf_text(&tool));
    }
    if (hit->is_past)
        buf_puts(out, _(" (withdrawn since)"));
    if (hit->more_pages > 0)
        buf_printf(out,
                   _n(hit->more_pages, ", and on %u more page", ", and on %u more pages"),
                   (unsigned)hit->more_pages);
    buf_release(&tool);
}

static void put_other(struct buf *out, const struct sheet_writer *w,
                      const struct find_hit *hit)
{
    buf_puts(out, hit->kind == FIND_PASSAGE  ? _("  passage  ")
                  : hit->kind == FIND_OBJECT ? _("  file  ")
                                             : _("  reason  "));
    if (hit->kind == FIND_OBJECT)
        put_name(out, w, hit);
    else
        put_snippet(out, w, &hit->snippet);
    if (hit->place == SEARCH_TRANSLATION)
        buf_puts(out, _(" (in the translation)"));
    if (hit->kind == FIND_PASSAGE)
        put_source(out, w, hit);
}

void find_text(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit)
{
    if (hit->kind != FIND_ENTITY)
        ref_text(out, w, hit->ref);
    switch (hit->kind) {
    case FIND_ENTITY:
        put_entity(out, w, hit);
        break;
    case FIND_CLAIM:
        put_claim(out, w, hit);
        break;
    case FIND_PAGE:
        put_page(out, w, hit);
        break;
    case FIND_PASSAGE:
    case FIND_OBJECT:
    case FIND_STATEMENT:
        put_other(out, w, hit);
        break;
    }
    put_why(out, w, hit);
}
