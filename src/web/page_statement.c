/*
 * /s/REF: one statement, whatever its kind. What can be done with one lies below it and
 * belongs to other parts; the table says which function answers.
 */

#include "base/message.h"
#include "record/roles.h"
#include "sheet/marks.h"
#include "web/page_sheet.h"
#include "web/pages.h"
#include "web/visitor.h"

/* They get the request as it came: rest is still "REF/name". */
struct below {
    const char *name;
    route_answer get;
    route_answer post;
    unsigned roles; /* of roles.h; 0: any member */
};

static const struct below parts[] = {
    {"assess", page_assess, page_assess_post, ROLE_REVIEWER},
    {"correct", page_correct, page_correct_post, ROLE_RECORDER},
    {"decide", page_decide, page_decide_post, ROLE_REVIEWER},
    {"proof", page_proof, NULL, 0},
    {"withdraw", page_withdraw, page_withdraw_post, ROLE_RECORDER | ROLE_REVIEWER},
};

static const struct below *find_part(struct str name)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].name && str_equal(name, str_from_c(parts[i].name)))
            return &parts[i];
    return NULL;
}

static bool is_allowed(const struct below *part, const struct request *r, struct err *err)
{
    if (part->roles == 0 || roles_suffice(r->visitor->roles, part->roles))
        return true;
    (void)err_set(err, ERR_DENIED, "your role does not let you do this");
    return false;
}

static enum err_code is_no_page(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no such page");
}

static void write_proof(struct page *page, struct str ref)
{
    struct buf path = {0};

    href_statement(&path, ref);
    buf_puts(&path, "/proof");
    page_section(page, "proof", str_from_c(_("Proof")),
                 str_from_c(_("That it stands in a log that was signed.")));
    html_open(&page->h, "p");
    html_link(&page->h, buf_str(&path), str_from_c(_("Save a proof of it as a file")));
    html_close(&page->h, "p");
    page_section_end(page);
    buf_release(&path);
}

static enum err_code show(struct reply *out, struct reading *reading, struct ref ref,
                          struct err *err)
{
    const struct subject subject = {.kind = SUBJECT_STATEMENT, .ref = ref};
    struct request *r = reading->r;
    struct statement_sheet statement;
    struct sheet_html s;
    struct page page;
    struct str shown;

    if (!view_has(reading->sheet.as_of.view, ref))
        return err_set(err, ERR_NOT_FOUND, "this statement was not yet recorded then");
    if (reading_gate(reading, &subject, err) != ERR_OK ||
        statement_sheet_read(&statement, &reading->sheet, ref, err) != ERR_OK ||
        statement_sheet_compare(&statement, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    shown = archive_ref_short(r->archive, r->arena, ref);
    page_begin(&page, out, r, &(struct page_head){.title = shown, .has_own_title = true});
    page_sheet_start(&s, &page, reading);
    statement_html_head(&s, &statement);
    statement_html(&s, &statement);
    write_proof(&page, shown);
    sheet_html_end(&s);
    page_end(&page);
    return ERR_OK;
}

static enum err_code show_statement(struct reply *out, struct request *r, struct str name,
                                    struct err *err)
{
    struct ref ref = REF_NONE;
    struct reading reading;
    enum err_code code;

    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = archive_ref_parse(&ref, r->archive, name, err);
    if (code == ERR_OK)
        code = show(out, &reading, ref, err);
    reading_close(&reading);
    return code;
}

enum err_code page_statement(struct reply *out, struct request *r, struct err *err)
{
    struct str rest = r->rest;
    struct str name = request_segment(r);
    struct str below = request_segment(r);
    const struct below *part = find_part(below);

    if (name.len > 0 && below.len == 0)
        return show_statement(out, r, name, err);
    if (!part || !part->get || r->rest.len > 0)
        return is_no_page(err);
    if (!is_allowed(part, r, err))
        return err->code;
    r->rest = rest;
    return part->get(out, r, err);
}

enum err_code page_statement_post(struct reply *out, struct request *r, struct err *err)
{
    struct str rest = r->rest;
    struct str name = request_segment(r);
    const struct below *part = find_part(request_segment(r));

    if (name.len == 0 || !part || !part->post || r->rest.len > 0)
        return is_no_page(err);
    if (!is_allowed(part, r, err))
        return err->code;
    r->rest = rest;
    return part->post(out, r, err);
}
