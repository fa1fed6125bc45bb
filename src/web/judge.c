#include "web/judge.h"

#include "base/message.h"
#include "record/drafts.h"
#include "sheet/marks.h"
#include "web/writer.h"

enum { CHOICES_MAX = 120 };

void judge_error(struct judge *j, const char *field, const char *text)
{
    if (j->error_count < JUDGE_ERRORS_MAX)
        j->errors[j->error_count++] = (struct page_error){field, str_from_c(text)};
}

struct str judge_typed(const struct judge *j, const char *field)
{
    return str_trim(fields_get(&j->r->form, str_from_c(field)));
}

void judge_take(struct value *draft, const struct judge *j, const char *field,
                const char *member)
{
    const struct str text = judge_typed(j, field);

    if (text.len > 0)
        value_set(draft, j->r->arena, str_from_c(member), value_string(text));
}

static struct page_field control(const struct judge *j, const char *name,
                                 const char *label, const char *hint, struct str before)
{
    struct page_field field = {.name = name,
                               .label = str_from_c(label),
                               .hint = str_from_c(hint),
                               .value = j->is_posted ? judge_typed(j, name) : before};

    for (size_t i = 0; i < j->error_count; i++)
        if (j->errors[i].field &&
            str_equal(str_from_c(j->errors[i].field), str_from_c(name)))
            field.error = j->errors[i].text;
    return field;
}

void judge_input(struct page *page, const struct judge *j, const char *name,
                 const char *label, const char *hint, struct str before)
{
    struct page_field field = control(j, name, label, hint, before);

    field.is_full = true;
    page_input(page, &field);
}

void judge_area(struct page *page, const struct judge *j, const char *name,
                const char *label, const char *hint, struct str before)
{
    struct page_field field = control(j, name, label, hint, before);

    field.rows = 3;
    page_area(page, &field);
}

void judge_select(struct page *page, const struct judge *j, const char *name,
                  const char *label, const char *vocabulary, const char *none,
                  struct str before)
{
    const struct schema_vocabulary *words = schema_vocabulary(str_from_c(vocabulary));
    struct page_choice choices[CHOICES_MAX];
    struct page_field field = control(j, name, label, NULL, before);
    size_t count = 0;

    if (none)
        choices[count++] = (struct page_choice){STR(""), str_from_c(none), STR("")};
    for (size_t i = 0; i < words->count && count < CHOICES_MAX; i++)
        choices[count++] = (struct page_choice){
            words->terms[i].key, schema_label(words->terms[i].label), STR("")};
    page_select(page, &field, choices, count);
}

/* ---- gathering ---- */

/* The other claims of the same property about the same thing that still stand. */
static enum err_code gather_others(struct judge *j, struct err *err)
{
    const struct claim_row *claim = &j->statement.claim.claim;
    const struct claim_filter filter = {.about = claim->about,
                                        .about_claim = claim->about_claim,
                                        .property = claim->property,
                                        .limit = JUDGE_OTHERS_MAX};
    struct sheet *sheet = &j->reading.sheet;
    struct claim_list list;

    if (query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter,
                     err) != ERR_OK)
        return err->code;
    j->others = ARENA_ARRAY(sheet->arena, struct sheet_claim, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        struct sheet_claim *other = &j->others[j->other_count];
        bool may = false;

        if (reading_may(&may, &j->reading, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (!may)
            continue;
        if (sheet_claim_read(other, sheet, &list.items[i], err) != ERR_OK)
            return err->code;
        if (sheet_claim_stands(other))
            j->other_count++;
    }
    return ERR_OK;
}

static enum err_code gather(struct judge *j, const struct judge_kind *kind,
                            struct err *err)
{
    struct str rest = j->r->rest;
    const struct str name = str_cut(&rest, '/');
    struct subject subject = {.kind = SUBJECT_STATEMENT};

    if (archive_ref_parse(&j->ref, j->r->archive, name, err) != ERR_OK)
        return err->code;
    subject.ref = j->ref;
    if (!view_has(j->reading.sheet.as_of.view, j->ref))
        return err_set(err, ERR_NOT_FOUND, "there is no such statement");
    if (reading_gate(&j->reading, &subject, err) != ERR_OK ||
        statement_sheet_read(&j->statement, &j->reading.sheet, j->ref, err) != ERR_OK)
        return err->code;
    if (kind->needs_others && str_equal(j->statement.said.kind, STR("claim")) &&
        gather_others(j, err) != ERR_OK)
        return err->code;
    j->name = archive_ref_text(j->r->archive, j->r->arena, j->ref);
    return reading_commit(&j->reading, err);
}

/* ---- the page ---- */

static void write_page(struct reply *out, struct judge *j, const struct judge_kind *kind)
{
    struct page page;
    struct sheet_html s;
    const struct str shown = archive_ref_short(j->r->archive, j->r->arena, j->ref);
    const struct page_head head = {.part = PAGE_ENTER,
                                   .title = str_from_c(_(kind->title)),
                                   .kick = shown,
                                   .lead = str_from_c(_(kind->lead)),
                                   .help = "entering"};

    page_begin(&page, out, j->r, &head);
    page_errors(&page, j->errors, j->error_count);
    page_form(&page,
              arena_printf(j->r->arena, "/s/" STR_FMT "/%s", STR_ARG(shown), kind->name),
              false);
    kind->write(&page, j);
    page_acts(&page);
    page_button(&page, PAGE_BUTTON_MAIN, "record", str_from_c(_(kind->button)));
    html_link(&page.h, arena_printf(j->r->arena, "/s/" STR_FMT, STR_ARG(shown)),
              str_from_c(_("Back, and record nothing")));
    page_acts_end(&page);
    page_form_end(&page);
    page_section(&page, "statement", str_from_c(_("The statement")),
                 str_from_c(_("It stays in the record and in its history, whatever is "
                              "recorded here.")));
    page_section_end(&page);
    page_sheet_start(&s, &page, &j->reading);
    statement_html(&s, &j->statement);
    sheet_html_end(&s);
    page_end(&page);
}

static void record(struct reply *out, struct judge *j, const struct value *draft)
{
    struct value drafts = value_array();
    struct draft_result *results = NULL;
    size_t count = 0;
    struct err err = {0};

    value_add(&drafts, j->r->arena, *draft);
    if (writer_record(&results, &count, j->r, &drafts, &err) != ERR_OK) {
        judge_error(j, NULL, arena_str(j->r->arena, str_from_c(err.message)).ptr);
        return;
    }
    reply_go_to(out, arena_printf(j->r->arena, "/s/" STR_FMT, STR_ARG(j->name)));
}

static enum err_code gathered(struct judge *j, const struct judge_kind *kind,
                              struct err *err)
{
    enum err_code code = reading_open(&j->reading, j->r, "read", err);

    return code == ERR_OK ? gather(j, kind, err) : code;
}

enum err_code judge_get(struct reply *out, struct request *r,
                        const struct judge_kind *kind, struct err *err)
{
    struct judge *j = ARENA_NEW(r->arena, struct judge);
    enum err_code code;

    j->r = r;
    code = gathered(j, kind, err);
    if (code == ERR_OK)
        write_page(out, j, kind);
    reading_close(&j->reading);
    return code;
}

enum err_code judge_post(struct reply *out, struct request *r,
                         const struct judge_kind *kind, struct err *err)
{
    struct judge *j = ARENA_NEW(r->arena, struct judge);
    struct value draft = value_object();
    enum err_code code;

    j->r = r;
    j->is_posted = true;
    code = gathered(j, kind, err);
    if (code == ERR_OK)
        kind->read(&draft, j);
    if (code == ERR_OK && j->error_count > 0) {
        write_page(out, j, kind);
        reading_close(&j->reading);
        return ERR_OK;
    }
    /* No reading is open while the writer works: the archive may be another one then. */
    reading_close(&j->reading);
    if (code != ERR_OK)
        return code;
    record(out, j, &draft);
    if (j->error_count == 0)
        return ERR_OK;
    {
        struct judge *again = ARENA_NEW(r->arena, struct judge);

        again->r = r;
        again->is_posted = true;
        code = gathered(again, kind, err);
        judge_error(again, NULL, arena_str(r->arena, j->errors[0].text).ptr);
        if (code == ERR_OK)
            write_page(out, again, kind);
        reading_close(&again->reading);
    }
    return code;
}
