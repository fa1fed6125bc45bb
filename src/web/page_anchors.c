/* /log/anchors: what fixes the record from outside, and how to make another. */

#include "base/message.h"
#include "share/anchor_desk.h"
#include "sheet/marks.h"
#include "sheet/paper_pdf.h"
#include "web/leaving.h"
#include "web/page_form.h"
#include "web/page_log.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/site.h"

static const char *kind_word(enum anchor_kind kind)
{
    switch (kind) {
    case ANCHOR_PAPER:
        return N_("paper");
    case ANCHOR_REQUEST:
        return N_("request for a timestamp");
    case ANCHOR_STAMP:
        return N_("timestamp");
    case ANCHOR_EVIDENCE:
        return N_("signed note kept as evidence");
    case ANCHOR_CERTIFICATES:
    case ANCHOR_CRL:
    case ANCHOR_OCSP:
        return N_("belongs to a timestamp");
    case ANCHOR_UNFINISHED:
    case ANCHOR_UNKNOWN:
        break;
    }
    return N_("not understood");
}

static void write_meaning(struct html *h, struct arena *arena,
                          const struct anchor *anchor)
{
    if (anchor->wrong.len > 0) {
        html_puts(h, anchor->grade == AUDIT_REMARK ? _("remark: ") : _("WRONG: "));
        html_text(h, anchor->wrong);
    } else if (anchor->kind == ANCHOR_STAMP) {
        html_text(h, anchor_stamp_phrase(arena, anchor));
    } else if (anchor->kind == ANCHOR_PAPER) {
        html_puts(h, _("It counts once somebody else keeps the signed paper, and types "
                       "in its code."));
    } else if (anchor->kind == ANCHOR_REQUEST) {
        html_puts(h, _("It fixes nothing until an authority has answered."));
    }
}

static void write_anchor(struct page_table *t, struct arena *arena,
                         const struct anchor *anchor)
{
    struct root_code_shown shown = root_code_show(&anchor->code);

    page_table_row(t, NULL);
    page_cell_text(t, str_from_c(_(kind_word(anchor->kind))));
    page_cell_number(t, anchor->size);
    page_cell(t);
    if (anchor->kind != ANCHOR_EVIDENCE && anchor->kind != ANCHOR_UNKNOWN)
        mark_code(t->h, str_from_c(shown.text));
    page_cell_end(t);
    page_cell_text(t, anchor->at);
    page_cell(t);
    if (anchor_is_trusted(anchor)) {
        mark_state(t->h, MARK_VERIFIED, str_from_c(_("counts")));
        html_puts(t->h, " ");
    }
    write_meaning(t->h, arena, anchor);
    page_cell_end(t);
    page_table_row_end(t);
}

static void write_list(struct page *page, const struct anchor *anchors, size_t count)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Anchor")), .is_head = true},
        {.label = str_from_c(_("Statements")), .is_number = true},
        {.label = str_from_c(_("Code"))},
        {.label = str_from_c(_("When"))},
        {.label = str_from_c(_("What it means"))}};
    struct page_table t;

    page_section(page, "kept", str_from_c(_("What there is")),
                 str_from_c(_("A paper in the drawer of whoever holds the record fixes "
                              "nothing.")));
    if (count == 0) {
        html_element(&page->h, "p",
                     str_from_c(_("Nothing yet. Whoever holds the key could have made "
                                  "this whole record today.")));
    } else {
        page_table(&t, page, STR(""), columns, sizeof columns / sizeof columns[0], NULL);
        for (size_t i = 0; i < count; i++)
            write_anchor(&t, page->r->arena, &anchors[i]);
        page_table_end(&t);
    }
    page_section_end(page);
}

static void write_how(struct page *page)
{
    struct html *h = &page->h;

    page_section(page, "make", str_from_c(_("Make a paper")),
                 str_from_c(_("An A5 page for each feed, to be signed by two people.")));
    html_element(
        h, "p",
        str_from_c(_("Print it, have it signed by two people, and give it to one "
                     "who does not hold the record. Its code of 16 characters "
                     "fixes everything recorded so far: typed in on the page of "
                     "verification, it says up to which statement.")));
    page_form(page, STR("/log/anchors"), false);
    page_button(page, PAGE_BUTTON_MAIN, "paper", str_from_c(_("Save the paper (PDF)")));
    page_form_end(page);
    html_open(h, "p");
    html_class(h, "sm");
    html_puts(h, _("A timestamp of an authority needs a network somewhere: on the "
                   "command line, stele anchor request, carried on a stick, and stele "
                   "anchor accept."));
    html_close(h, "p");
    page_section_end(page);
}

enum err_code page_anchors(struct reply *out, struct request *r, struct err *err)
{
    const struct page_head head = {
        .part = PAGE_LOG,
        .title = str_from_c(_("Anchors")),
        .lead = str_from_c(_("What fixes the record from outside its owner’s control."))};
    struct anchor *anchors = NULL;
    size_t count = 0;
    struct page page;

    if (anchor_desk_list(&anchors, &count, r->arena, site_folder(r->site), err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r, &head);
    log_links(&page, "/log/anchors");
    write_list(&page, anchors, count);
    write_how(&page);
    page_end(&page);
    return ERR_OK;
}

/* Salted hashes and a signature: nothing of what was said, so nobody is asked; it leaves
 * by the one door all the same. */
static enum err_code give_paper(struct reply *out, struct request *r,
                                struct leaving *leaving, struct err *err)
{
    struct str description = {0};
    struct str code = {0};
    struct str pdf = {0};
    bool is_kept = false;
    bool may = false;

    if (leaving_pass(&may, out, leaving, err) != ERR_OK || !may)
        return err->code;
    if (anchor_desk_paper(&description, &code, &is_kept, r->arena, site_folder(r->site),
                          err) != ERR_OK ||
        paper_pdf(&pdf, r->arena, description, err) != ERR_OK)
        return err->code;
    buf_append(&out->body, pdf);
    out->kind = REPLY_DATA;
    out->type = STR("application/pdf");
    out->download = arena_printf(r->arena, "anchor-" STR_FMT ".pdf", STR_ARG(code));
    return ERR_OK;
}

enum err_code page_anchors_post(struct reply *out, struct request *r, struct err *err)
{
    struct leaving leaving;
    enum err_code code = leaving_open(&leaving, r, STR("anchor"), err);

    if (code != ERR_OK)
        return code;
    err->code = ERR_OK;
    code = give_paper(out, r, &leaving, err);
    leaving_close(&leaving);
    return code;
}
