/* /near/REF: texts that say nearly the same as that of a file; with one of them, side by
 * side; and what the one source is to the other, said by a person. */

#include "base/message.h"
#include "record/roles.h"
#include "sheet/near_html.h"
#include "sheet/near_text.h"
#include "web/page_form.h"
#include "web/page_inbox.h"
#include "web/pages.h"
#include "web/visitor.h"
#include "web/writer.h"

static void put_choice(struct page_choice *out, struct request *r, const struct phrase *p,
                       struct str property, bool is_turned, struct str mine,
                       struct str theirs)
{
    struct buf label = {0};

    phrase_entity(&label, p, is_turned ? theirs : mine);
    buf_char(&label, ' ');
    phrase_property(&label, p, property);
    buf_char(&label, ' ');
    phrase_entity(&label, p, is_turned ? mine : theirs);
    *out = (struct page_choice){.value = arena_printf(r->arena, "%s " STR_FMT,
                                                      is_turned ? "that" : "this",
                                                      STR_ARG(property)),
                                .label = arena_str(r->arena, buf_str(&label))};
    buf_release(&label);
}

/* Each way of each relation: the person says which source came from which. */
static void write_relation(struct page *page, struct reading *reading,
                           const struct near_sheet *near, const struct near_item *item)
{
    const struct phrase p = {.labels = &reading->sheet.labels};
    struct page_choice choices[2 * NEAR_RELATIONS];
    struct request *r = page->r;
    struct str mine = near->asked.source;
    struct str theirs = item->side.source;

    if (!roles_suffice(r->visitor->roles, ROLE_RECORDER))
        return;
    if (mine.len == 0 || theirs.len == 0) {
        html_element(&page->h, "p",
                     str_from_c(_("Once both files are preserved as sources, you can say "
                                  "here what the one is to the other.")));
        return;
    }
    for (size_t i = 0; i < NEAR_RELATIONS; i++) {
        put_choice(&choices[2 * i], r, &p, near_relations[i], false, mine, theirs);
        put_choice(&choices[2 * i + 1], r, &p, near_relations[i], true, mine, theirs);
    }
    page_form(page, page_here(r, STR(""), STR("")), false);
    page_radios(page,
                &(struct page_field){.name = "relation",
                                     .label = str_from_c(_("What you make of it"))},
                choices, (size_t)2 * NEAR_RELATIONS);
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, NULL, str_from_c(_("Record it")));
    page_acts_end(page);
    page_form_end(page);
}

static void write_pair(struct page *page, struct reading *reading,
                       const struct near_sheet *near)
{
    const struct near_item *item = &near->items[0];

    page_box(page, PAGE_BOX_MACHINE);
    near_html_list(&page->h, &reading->sheet, near, STR(""), page_href(page->r, STR("")));
    if (item->runs.count > 0)
        near_html_runs(&page->h, &reading->sheet, item);
    page_box_end(page);
    write_relation(page, reading, near, item);
}

static void write_all(struct page *page, struct reading *reading,
                      const struct near_sheet *near, struct ref ref)
{
    if (!near->has_text)
        html_element(&page->h, "p",
                     str_from_c(_("There is no text of this file to compare.")));
    else if (near->count == 0)
        html_element(&page->h, "p",
                     str_from_c(_("No preserved text shares much with it.")));
    page_near_notice(page, reading, near, ref);
}

static enum err_code gather(struct near_sheet *near, struct reading *reading,
                            struct ref *ref, struct str name, struct err *err)
{
    struct request *r = reading->r;
    struct str with = fields_get(&r->asked, STR("with"));
    struct ref other = REF_NONE;

    if (archive_ref_parse(ref, r->archive, name, err) != ERR_OK)
        return err->code;
    if (with.len == 0)
        return near_read(near, &reading->sheet, *ref, err);
    if (archive_ref_parse(&other, r->archive, with, err) != ERR_OK ||
        near_read_pair(near, &reading->sheet, *ref, other, err) != ERR_OK)
        return err->code;
    return near->count > 0
               ? ERR_OK
               : err_set(err, ERR_NOT_FOUND, "these two files have no texts to compare");
}

static enum err_code show(struct reply *out, struct request *r, struct str name,
                          struct str wrong, struct err *err)
{
    struct near_sheet near = {0};
    struct ref ref = REF_NONE;
    struct reading reading;
    struct page page;
    enum err_code code;

    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = gather(&near, &reading, &ref, name, err);
    if (code == ERR_OK)
        code = reading_commit(&reading, err);
    if (code == ERR_OK) {
        page_begin(
            &page, out, r,
            &(struct page_head){.part = PAGE_INBOX,
                                .title = str_from_c(_("Texts that say nearly the same")),
                                .kick = inbox_file_name(r->arena, &near.asked.file),
                                .help = "near-texts",
                                .is_wide = true});
        page_errors(&page, &(struct page_error){"relation", wrong}, wrong.len > 0);
        if (fields_has(&r->asked, STR("with")))
            write_pair(&page, &reading, &near);
        else
            write_all(&page, &reading, &near, ref);
        page_end(&page);
    }
    reading_close(&reading);
    return code;
}

enum err_code page_near(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);

    if (page_inbox_allowed(r, err) != ERR_OK)
        return err->code;
    if (name.len == 0 || r->rest.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    return show(out, r, name, STR(""), err);
}

/* --- recording what a person makes of it --- */

static bool read_relation(struct str *property, bool *is_turned, struct str text)
{
    struct str side = str_cut(&text, ' ');

    *property = text;
    *is_turned = str_equal(side, STR("that"));
    for (size_t i = 0; i < NEAR_RELATIONS; i++)
        if (str_equal(text, near_relations[i]))
            return *is_turned || str_equal(side, STR("this"));
    return false;
}

static enum err_code record(struct request *r, struct str name, struct str property,
                            bool is_turned, struct err *err)
{
    struct near_sheet near = {0};
    struct ref ref = REF_NONE;
    struct reading reading;
    struct value drafts = value_array();
    struct draft_result *results = NULL;
    size_t count = 0;
    enum err_code code;

    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = gather(&near, &reading, &ref, name, err);
    if (code == ERR_OK && (near.count == 0 || near.asked.source.len == 0 ||
                           near.items[0].side.source.len == 0))
        code = err_set(err, ERR_INVALID, "both files must be preserved as sources first");
    if (code == ERR_OK) {
        const struct near_side *a = is_turned ? &near.items[0].side : &near.asked;
        const struct near_side *b = is_turned ? &near.asked : &near.items[0].side;

        value_add(&drafts, r->arena,
                  near_claim(r->arena, r->archive, a->source, property, b->source,
                             a->object, b->object));
    }
    reading_close(&reading);
    return code == ERR_OK ? writer_record(&results, &count, r, &drafts, err) : code;
}

enum err_code page_near_post(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);
    struct str property = {0};
    bool is_turned = false;

    if (page_inbox_allowed(r, err) != ERR_OK)
        return err->code;
    if (name.len == 0 || r->rest.len > 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    if (!read_relation(&property, &is_turned, fields_get(&r->form, STR("relation"))))
        return show(out, r, name,
                    str_from_c(_("Say what the one source is to the other.")), err);
    if (record(r, name, property, is_turned, err) != ERR_OK)
        return err->code;
    reply_go_to(out, page_here(r, STR(""), STR("")));
    return ERR_OK;
}
