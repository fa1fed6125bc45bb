#include "web/reading.h"

#include "record/giving.h"
#include "sheet/subject_gate.h"
#include "web/visitor.h"
#include "web/writer.h"

/* Recording is not possible before. Of a file that was sent the request has no archive
 * any more; the sheet still has its index. */
static void end_questions(struct reading *reading)
{
    query_done(reading->sheet.index, reading->is_begun);
    reading->is_begun = false;
}

static enum err_code open_reading(struct reading *out, struct request *r, const char *did,
                                  struct str words, struct err *err)
{
    const struct access_request request = {.did = str_from_c(did),
                                           .command = STR("serve"),
                                           .why = r->visitor->why,
                                           .words = words};
    bool is_reader = false;

    *out = (struct reading){.r = r};
    if (sheet_open(&out->sheet, r->arena, r->archive, fields_get(&r->asked, STR("as-of")),
                   err) != ERR_OK)
        return err->code;
    if (archive_is_reader(&is_reader, r->archive, err) != ERR_OK ||
        access_begin(&out->access, r->arena, r->archive, &request, err) != ERR_OK) {
        end_questions(out);
        sheet_close(&out->sheet);
        return err->code;
    }
    out->is_reader = is_reader || r->visitor->is_reader;
    sheet_note_to(&out->sheet, &out->access);
    return ERR_OK;
}

enum err_code reading_open(struct reading *out, struct request *r, const char *did,
                           struct err *err)
{
    return open_reading(out, r, did, STR(""), err);
}

enum err_code reading_open_search(struct reading *out, struct request *r,
                                  struct str words, struct err *err)
{
    return open_reading(out, r, "searched", words, err);
}

/* The same sentence whatever the reason: which of the people it tells of did not agree is
 * itself not for a reader. */
static enum err_code ask(struct reading *reading, const struct gate_item *items,
                         size_t count, struct err *err)
{
    struct gate_answer answer = {0};

    if (giving_ask_reading(&answer, reading->r->arena, reading->r->archive, items, count,
                           err) != ERR_OK)
        return err->code;
    if (answer.count == 0)
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "not shown: a reader sees what people agreed to for documentation by "
                   "this team");
}

enum err_code reading_gate(struct reading *reading, const struct subject *subject,
                           struct err *err)
{
    struct gate_item *items = NULL;
    size_t count = 0;

    if (!reading->is_reader)
        return ERR_OK;
    if (subject_gate_items(&items, &count, reading->r->arena, reading->r->archive,
                           reading->sheet.as_of.view, subject, err) != ERR_OK)
        return err->code;
    return ask(reading, items, count, err);
}

enum err_code reading_may(bool *out, struct reading *reading, struct ref ref,
                          struct err *err)
{
    const struct gate_item item = {.thing = GATE_STATEMENT, .ref = ref};

    *out = true;
    if (!reading->is_reader)
        return ERR_OK;
    *out = false;
    if (ask(reading, &item, 1, err) == ERR_OK)
        *out = true;
    else if (err->code != ERR_DENIED)
        return err->code;
    return ERR_OK;
}

enum err_code reading_commit(struct reading *reading, struct err *err)
{
    enum access_outcome outcome = ACCESS_OPEN;
    struct access_plan plan;
    enum err_code code = access_plan(&plan, &reading->access, err);

    end_questions(reading);
    if (code == ERR_INVALID) /* of a plan that is the one thing it means */
        reading->r->needs_why = true;
    if (code != ERR_OK || plan.drafts.count == 0)
        return code;
    code = writer_record_aside(reading->r, &plan.drafts, err);
    code = access_recorded(&outcome, &plan, code, err);
    reading->is_unlogged = outcome == ACCESS_UNLOGGED;
    return code;
}

void reading_close(struct reading *reading)
{
    end_questions(reading);
    access_end(&reading->access);
    sheet_close(&reading->sheet);
}
