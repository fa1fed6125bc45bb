/*
 * /s/REF/proof: how a stranger checks that a statement stands in the log, and what that
 * does not show; with ?file= the files themselves, all as one tar or one by one.
 */

#include "base/message.h"
#include "share/prove_files.h"
#include "sheet/marks.h"
#include "web/leaving.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/site.h"

struct proof_request {
    struct request *r;
    struct reply *out;
    struct leaving leaving;
    struct ref ref;
    bool was_asked;
    bool may;
};

static struct str short_ref(const struct proof_request *p)
{
    return archive_ref_short(p->r->archive, p->r->arena, p->ref);
}

/* --- the files --- */

/* Asked before a byte of it is made. */
static enum err_code may_give(void *context, const struct str *refs, size_t count,
                              struct err *err)
{
    struct proof_request *p = context;

    for (size_t i = 0; i < count; i++) {
        struct ref ref;

        if (archive_ref_parse(&ref, p->r->archive, refs[i], err) != ERR_OK ||
            leaving_statement(&p->leaving, ref, err) != ERR_OK)
            return err->code;
    }
    p->was_asked = true;
    if (leaving_pass(&p->may, p->out, &p->leaving, err) != ERR_OK)
        return err->code;
    return p->may ? ERR_OK : err_set(err, ERR_DENIED, "consent refused");
}

static enum err_code give_all(struct proof_request *p, const struct prove_files *files,
                              struct err *err)
{
    const char *mark = archive_is_synthetic(p->r->archive) ? "synthetic-" : "";
    struct str folder =
        arena_printf(p->r->arena, "%sproof-" STR_FMT, mark, STR_ARG(short_ref(p)));
    struct buf tar = {0};

    if (prove_tar(&tar, files, folder, err) != ERR_OK) {
        buf_release(&tar);
        return err->code;
    }
    p->out->body = tar;
    p->out->type = STR("application/x-tar");
    p->out->download = arena_printf(p->r->arena, STR_FMT ".tar", STR_ARG(folder));
    return ERR_OK;
}

static enum err_code give_one(struct proof_request *p, const struct prove_files *files,
                              struct str name, struct err *err)
{
    const struct prove_file *file = prove_file_named(files, name);

    if (!file)
        return err_set(err, ERR_NOT_FOUND, "the proof has no such file");
    buf_append(&p->out->body, file->bytes);
    p->out->type = STR("application/octet-stream");
    p->out->download = arena_printf(p->r->arena, STR_FMT "-" STR_FMT,
                                    STR_ARG(short_ref(p)), STR_ARG(name));
    return ERR_OK;
}

static enum err_code give(struct proof_request *p, struct str name, struct err *err)
{
    const struct prove_request request = {
        .id = archive_ref_text(p->r->archive, p->r->arena, p->ref),
        .may_give = may_give,
        .context = p};
    struct prove_result result = {0};
    struct prove_files files = {0};
    enum err_code code =
        prove_files(&files, &result, p->r->arena, site_folder(p->r->site), &request, err);

    if (p->was_asked && !p->may && code == ERR_DENIED)
        return ERR_OK; /* *out says why */
    if (code != ERR_OK)
        return code;
    p->out->kind = REPLY_DATA;
    return str_equal(name, STR("all")) ? give_all(p, &files, err)
                                       : give_one(p, &files, name, err);
}

static enum err_code give_file(struct reply *out, struct request *r, struct ref ref,
                               struct str name, struct err *err)
{
    struct proof_request *p = ARENA_NEW(r->arena, struct proof_request);
    enum err_code code;

    *p = (struct proof_request){.r = r, .out = out, .ref = ref};
    if (leaving_open(&p->leaving, r, STR("proof"), err) != ERR_OK)
        return err->code;
    code = give(p, name, err);
    leaving_close(&p->leaving);
    return code;
}

/* --- the page --- */

static void write_file(struct page *page, const char *name, const char *what)
{
    struct html *h = &page->h;

    html_open(h, "li");
    html_open(h, "a");
    html_attr(h, "href", arena_printf(page->r->arena, "?file=%s", name));
    mark_code(h, str_from_c(name));
    html_close(h, "a");
    html_puts(h, ": ");
    html_puts(h, what);
    html_close(h, "li");
}

static void write_files(struct page *page)
{
    struct html *h = &page->h;

    page_section(page, "files", str_from_c(_("The proof")),
                 str_from_c(_("Whoever gets it can read this statement, and nothing else "
                              "of the archive.")));
    html_open(h, "p");
    html_open(h, "a");
    html_class(h, "btn");
    html_set(h, "href", "?file=all");
    html_puts(h, _("Everything a stranger needs, as one file (tar)"));
    html_close(h, "a");
    html_close(h, "p");
    html_open(h, "ul");
    write_file(page, "statement.json", _("the statement, exactly as it was signed"));
    write_file(page, "salt.bin", _("what its commitment was made with"));
    write_file(page, "statement.tlog-proof",
               _("what leads from it to the signed root (c2sp.org/tlog-proof)"));
    write_file(page, "checkpoint", _("the signed size and root of the whole log"));
    write_file(page, "key.pem", _("the key that signs it"));
    html_close(h, "ul");
    page_section_end(page);
}

static void write_check(struct page *page)
{
    struct html *h = &page->h;
    struct str id = archive_id(page->r->archive);

    page_section(page, "check", str_from_c(_("How a stranger checks it")),
                 str_from_c(_("Without this program, and without us.")));
    html_open(h, "p");
    html_puts(h, _("The file VERIFY.txt in it tells every step; a shell, openssl and "
                   "sha256sum are enough. What the stranger must know from elsewhere is "
                   "the id of the archive:"));
    html_close(h, "p");
    html_open(h, "pre");
    html_set(h, "tabindex", "0");
    html_printf(h, "sh verify.sh " STR_FMT "\n", STR_ARG(id));
    html_close(h, "pre");
    page_section_end(page);
}

static void write_meaning(struct page *page)
{
    struct html *h = &page->h;

    page_section(page, "means", str_from_c(_("What it shows")), STR(""));
    html_literal(h, "<div class=\"two\"><div>");
    html_element(h, "h3", str_from_c(_("It shows")));
    html_open(h, "ul");
    html_element(h, "li",
                 str_from_c(_("that these bytes were recorded by a certain key, "
                              "at this place in the log;")));
    html_element(h, "li",
                 str_from_c(_("that nothing before it was taken out or changed "
                              "since the checkpoint was signed.")));
    html_close(h, "ul");
    html_literal(h, "</div><div>");
    html_element(h, "h3", str_from_c(_("It does not show")));
    html_open(h, "ul");
    html_element(h, "li", str_from_c(_("that what is said is true;")));
    html_element(h, "li",
                 str_from_c(_("when it was recorded, unless an anchor fixes the "
                              "log up to it;")));
    html_element(h, "li", str_from_c(_("that the device’s clock was right;")));
    html_element(h, "li",
                 str_from_c(_("that nothing was left out before it was "
                              "recorded, or taken back afterwards.")));
    html_close(h, "ul");
    html_literal(h, "</div></div>");
    page_section_end(page);
}

static enum err_code show_page(struct reply *out, struct request *r, struct ref ref,
                               struct err *err)
{
    struct str shown = archive_ref_short(r->archive, r->arena, ref);
    struct statement_row row;
    struct page page;
    struct page_head head = {.part = PAGE_LOG, .kick = str_from_c(_("Proof"))};

    head.title = arena_printf(r->arena, _("That %s stands in the log"), shown.ptr);
    if (query_statement(&row, r->arena, archive_index(r->archive), ref, err) != ERR_OK)
        return err->code;
    page_begin(&page, out, r, &head);
    if (row.kind.len == 0)
        html_element(&page.h, "p",
                     str_from_c(_("It is sealed, and not open here: what cannot be shown "
                                  "cannot be proved by its content.")));
    else
        write_files(&page);
    write_check(&page);
    write_meaning(&page);
    page_end(&page);
    return ERR_OK;
}

enum err_code page_proof(struct reply *out, struct request *r, struct err *err)
{
    struct str typed = request_segment(r);
    struct str file = fields_get(&r->asked, STR("file"));
    struct ref ref;

    if (archive_ref_parse(&ref, r->archive, typed, err) != ERR_OK)
        return err->code;
    if (file.len > 0)
        return give_file(out, r, ref, file, err);
    return show_page(out, r, ref, err);
}
