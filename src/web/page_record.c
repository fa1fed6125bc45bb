#include "format/foreign.h"
#include "web/pages.h"
#include "web/writer.h"

/*
 * POST /record, with `drafts` as `stele add` takes them: for programs, which want an
 * answer that they can read. It is a form like any other, with its token.
 */

static struct value line_of(struct request *r, const struct draft_result *result)
{
    struct value line = value_object();

    if (result->local.len > 0)
        value_set(&line, r->arena, STR("id"), value_string(result->local));
    value_set(&line, r->arena, STR("kind"), value_string(result->kind));
    if (result->entity.len > 0)
        value_set(&line, r->arena, STR("entity"), value_string(result->entity));
    value_set(&line, r->arena, STR("ref"),
              value_string(archive_ref_text(r->archive, r->arena, result->ref)));
    return line;
}

enum err_code page_record(struct reply *out, struct request *r, struct err *err)
{
    struct value drafts = {0};
    struct draft_result *results = NULL;
    size_t count = 0;

    if (foreign_parse(&drafts, r->arena, fields_get(&r->form, STR("drafts")), err) !=
            ERR_OK ||
        writer_record(&results, &count, r, &drafts, err) != ERR_OK)
        return err->code;
    out->kind = REPLY_DATA;
    out->type = STR("application/x-ndjson");
    for (size_t i = 0; i < count; i++) {
        struct value line = line_of(r, &results[i]);

        foreign_write(&out->body, &line);
        buf_char(&out->body, '\n');
    }
    return ERR_OK;
}
