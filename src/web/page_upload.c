/* GET /upload: the form; and what came of it, by the statements that were written. */

#include <inttypes.h>

#include "base/message.h"
#include "record/schema.h"
#include "sheet/marks.h"
#include "web/object_show.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/reading.h"
#include "web/upload.h"
#include "web/visitor.h"

/* --- the form --- */

static void write_how(struct page *page, const struct upload_said *said)
{
    const struct schema_vocabulary *ways = schema_vocabulary(STR("obtained_how"));
    struct page_choice *choices =
        ARENA_ARRAY(page->r->arena, struct page_choice, ways->count);
    const struct page_field field = {.name = "how",
                                     .label = str_from_c(_("How obtained")),
                                     .value =
                                         said->how.len > 0 ? said->how : STR("copied")};

    for (uint16_t i = 0; i < ways->count; i++)
        choices[i] = (struct page_choice){.value = ways->terms[i].key,
                                          .label = schema_label(ways->terms[i].label)};
    page_select(page, &field, choices, ways->count);
}

static void write_seal(struct page *page, const struct upload_places *places,
                       const struct upload_said *said)
{
    struct page_choice *choices =
        ARENA_ARRAY(page->r->arena, struct page_choice, places->count + 1);
    struct page_field field = {
        .name = "seal",
        .label = str_from_c(_("Seal to")),
        .hint = str_from_c(_("Sealed files are readable only with the compartment’s "
                             "key; they are sealed while they come in.")),
        .value = said->seal};
    size_t count = 0;

    if (places->count < 2)
        return;
    if (said->seal.len == 0)
        field.value = places->usual > 0 ? places->items[places->usual].seal : STR("open");
    for (size_t i = 1; i < places->count; i++)
        choices[count++] = (struct page_choice){.value = places->items[i].seal,
                                                .label = places->names[i]};
    if (!places->seals_all)
        choices[count++] = (struct page_choice){
            .value = STR("open"), .label = str_from_c(_("nothing: they stay open"))};
    page_select(page, &field, choices, count);
}

static void write_chooser(struct page *page)
{
    struct html *h = &page->h;

    html_literal(h, "<div class=\"f grow\">");
    html_open(h, "label");
    html_set(h, "for", "files");
    html_puts(h, _("Files"));
    html_close(h, "label");
    html_open(h, "span");
    html_class(h, "hint");
    html_set(h, "id", "files-hint");
    html_puts(h, _("One or many, of any size. They are kept byte for byte."));
    html_close(h, "span");
    html_void(h, "input");
    html_set(h, "type", "file");
    html_set(h, "id", "files");
    html_set(h, "name", "files");
    html_set(h, "aria-describedby", "files-hint");
    html_flag(h, "multiple");
    html_literal(h, "</div>");
}

/* Words for the script, in the page's language: it has none of its own. */
static void write_words(struct page *page)
{
    static const char *const words[][2] = {
        {"waiting", N_("waiting")},
        {"sending", N_("sending")},
        {"cut", N_("cut off: trying again")},
        {"checking", N_("all has come: being recorded")},
        {"done", N_("recorded, SHA-256")},
        {"before", N_("the same bytes were stored before")},
        {"failed", N_("not taken")},
        {"stop", N_("Stop")},
        {"stopped", N_("stopped: nothing of it is kept")},
        {"signin", N_("sign in again in another window: it goes on by itself")},
    };
    struct html *h = &page->h;

    html_open(h, "ul");
    html_set(h, "id", "upload-words");
    html_flag(h, "hidden");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        html_open(h, "li");
        html_set(h, "data-word", words[i][0]);
        html_puts(h, _(words[i][1]));
        html_close(h, "li");
    }
    html_close(h, "ul");
    html_open(h, "div");
    html_set(h, "id", "upload-list");
    html_set(h, "aria-live", "polite");
    html_close(h, "div");
}

static void write_form(struct page *page, const struct upload_places *places,
                       const struct upload_said *said)
{
    const struct page_field from = {
        .name = "from", .label = str_from_c(_("From whom")), .value = said->from};
    const struct page_field where = {
        .name = "where", .label = str_from_c(_("Where")), .value = said->where};
    const struct page_field on = {.name = "on",
                                  .label = str_from_c(_("When")),
                                  .hint =
                                      str_from_c(_("2022-09-12, 2022-09, 2022-09-10~")),
                                  .value = said->on};

    page_form(page, STR("/upload"), true);
    page_row(page);
    write_how(page, said);
    page_input(page, &from);
    page_input(page, &where);
    page_input(page, &on);
    page_row_end(page);
    write_seal(page, places, said);
    write_chooser(page);
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, NULL, str_from_c(_("Upload and preserve")));
    page_acts_end(page);
    page_form_end(page);
    write_words(page);
}

void upload_page(struct reply *out, struct request *r, const struct upload_places *places,
                 const struct upload_said *said, const struct page_error *errors,
                 size_t error_count)
{
    struct page page;

    page_begin(&page, out, r,
               &(struct page_head){
                   .part = PAGE_ENTER,
                   .title = str_from_c(_("Upload files")),
                   .lead = str_from_c(_("Photographs, films, papers: preserved byte for "
                                        "byte, with how and from whom they came.")),
                   .help = "files"});
    page_script(&page, "upload.js");
    page_errors(&page, errors, error_count);
    page_section(&page, "upload", str_from_c(_("Files")),
                 str_from_c(_("The original is never changed.")));
    write_form(&page, places, said);
    page_section_end(&page);
    page_end(&page);
}

/* --- what came of it --- */

static enum err_code was_there(bool *out, struct sheet *sheet,
                               const struct object_row *object, struct err *err)
{
    const struct object_filter filter = {.sha256 = object->sha256, .limit = 1};
    struct object_list list = {0};
    enum err_code code =
        query_objects(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);

    *out = code == ERR_OK && list.count > 0 && list.items[0].ref.n != object->ref.n;
    return code;
}

struct preserved {
    struct object_row object;
    bool was_there;
};

static enum err_code read_preserved(struct preserved *out, size_t *count,
                                    struct sheet *sheet,
                                    const struct upload_result *result, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < result->count; i++) {
        struct preserved *at = &out[*count];

        *at = (struct preserved){.object.ref = REF_NONE};
        code = sheet_object(&at->object, sheet,
                            (struct ref){result->first.n + (int64_t)i}, err);
        if (code != ERR_OK || ref_is_none(at->object.ref))
            continue;
        code = was_there(&at->was_there, sheet, &at->object, err);
        ++*count;
    }
    return code;
}

static void write_preserved(struct page *page, const struct preserved *files,
                            size_t count)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("File")), .is_head = true},
        {.label = str_from_c(_("Bytes")), .is_number = true},
        {.label = str_from_c(_("SHA-256, the same as sha256sum prints"))},
        {.label = str_from_c(_("Note"))}};
    struct page_table t;

    page_table(&t, page, STR(""), columns, 4, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct object_row *object = &files[i].object;

        page_table_row(&t, NULL);
        page_cell_link(&t, object_href(page->r, object->ref, ""),
                       object->name.len > 0 ? object->name : object->sha256);
        page_cell_number(&t, object->size > 0 ? (uint64_t)object->size : 0);
        page_cell(&t);
        html_phrase(&page->h, "span", "long mono", object->sha256);
        page_cell_end(&t);
        page_cell_text(&t, files[i].was_there
                               ? str_from_c(_("the same bytes were stored before: this "
                                              "is another finding"))
                               : STR(""));
        page_table_row_end(&t);
    }
    page_table_end(&t);
}

static void write_refused(struct page *page, const struct upload_result *result)
{
    page_box(page, PAGE_BOX_CONFLICT);
    html_open(&page->h, "p");
    html_printf(&page->h,
                _n(result->refused_count,
                   "%zu file was not taken. What is listed as preserved is.",
                   "%zu files were not taken. What is listed as preserved is."),
                result->refused_count);
    html_close(&page->h, "p");
    if (result->is_full)
        html_element(&page->h, "p",
                     str_from_c(_("There is no room left where the archive lies: make "
                                  "room, and upload these again.")));
    html_open(&page->h, "ul");
    for (size_t i = 0; i < result->refused_count; i++) {
        html_open(&page->h, "li");
        html_bdi(&page->h, result->refused[i].name);
        html_puts(&page->h, ": ");
        html_text(&page->h, result->refused[i].reason);
        html_close(&page->h, "li");
    }
    html_close(&page->h, "ul");
    page_box_end(page);
}

static void write_result(struct reply *out, struct request *r,
                         const struct upload_result *result,
                         const struct preserved *files, size_t count)
{
    struct page page;

    page_begin(&page, out, r,
               &(struct page_head){
                   .part = PAGE_ENTER,
                   .title = str_from_c(count > 0 ? _("Preserved") : _("Not preserved")),
                   .kick = str_from_c(_("Upload"))});
    if (result->refused_count > 0)
        write_refused(&page, result);
    page_section(&page, "preserved", str_from_c(_("Files")), STR(""));
    if (count > 0)
        write_preserved(&page, files, count);
    html_open(&page.h, "p");
    html_link(&page.h, STR("/upload"), str_from_c(_("Upload more files")));
    html_close(&page.h, "p");
    page_section_end(&page);
    page_end(&page);
    if (result->refused_count > 0)
        out->status = result->is_full ? UPLOAD_FULL : 400;
}

enum err_code upload_result_page(struct reply *out, struct request *r,
                                 const struct upload_result *result, struct err *err)
{
    struct preserved *files = ARENA_ARRAY(r->arena, struct preserved, result->count + 1);
    struct reading reading;
    size_t count = 0;
    enum err_code code = reading_open(&reading, r, "read", err);

    if (code != ERR_OK)
        return code;
    code = read_preserved(files, &count, &reading.sheet, result, err);
    if (code == ERR_OK)
        code = reading_commit(&reading, err);
    reading_close(&reading);
    if (code == ERR_OK)
        write_result(out, r, result, files, count);
    return code;
}

static enum err_code show_result(struct reply *out, struct request *r, struct err *err)
{
    struct upload_result result = {.first = REF_NONE};
    uint64_t count = 0;

    if (!str_to_u64(&count, fields_get(&r->asked, STR("count"))) ||
        count > RECEIVE_FILES_MAX)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    result.count = (size_t)count;
    if (archive_ref_parse(&result.first, r->archive, fields_get(&r->asked, STR("first")),
                          err) != ERR_OK)
        return err->code;
    return upload_result_page(out, r, &result, err);
}

enum err_code page_upload(struct reply *out, struct request *r, struct err *err)
{
    const struct upload_said said = {0};
    struct upload_places places;

    if (fields_has(&r->asked, STR("first")))
        return show_result(out, r, err);
    if (upload_places_read(&places, r, err) != ERR_OK)
        return err->code;
    upload_page(out, r, &places, &said, NULL, 0);
    return ERR_OK;
}
