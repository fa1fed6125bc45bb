/*
 * /o/REF: a preserved file: what it is, and the file itself as far as it can be shown
 * without carrying out anything in it.
 *
 *     /o/REF/bytes       the bytes, for a picture or a player of ours; ranges
 *     /o/REF/download    as a file: a way out, asked of the gate
 *     /o/REF/text        line by line (page_source.c)
 *     /o/REF/covers      POST: whether all pictures are covered
 *
 * Whatever of it is not open to everybody is logged before the first byte leaves.
 */

#include "base/message.h"
#include "format/file_name.h"
#include "record/giving.h"
#include "web/leaving.h"
#include "web/object_bytes.h"
#include "web/object_show.h"
#include "web/page_source.h"
#include "web/pages.h"
#include "web/shown.h"

static enum err_code is_no_page(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no such page");
}

/* Who is in the picture, speaks in the recording, or stands in the table. */
static enum err_code gate_bytes(struct reading *reading, const struct object_row *object,
                                struct err *err)
{
    const struct gate_item item = {
        .thing = GATE_OBJECT, .ref = object->ref, .name = object->sha256};
    struct request *r = reading->r;
    struct gate_answer answer = {0};

    if (!reading->is_reader)
        return ERR_OK;
    if (giving_ask_reading(&answer, r->arena, r->archive, &item, 1, err) != ERR_OK)
        return err->code;
    if (answer.count == 0)
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "not shown: a reader sees what people agreed to for documentation by "
                   "this team");
}

static enum err_code gate_statement(struct reading *reading, struct ref ref,
                                    struct err *err)
{
    const struct subject subject = {.kind = SUBJECT_STATEMENT, .ref = ref};

    return reading_gate(reading, &subject, err);
}

/* --- /o/REF/bytes --- */

static struct str saved_name(struct request *r, const struct object_row *object)
{
    struct buf name = {0};
    struct str safe;

    file_name_safe(&name, object->name.len > 0 ? object->name : object->sha256);
    safe = arena_str(r->arena, buf_str(&name));
    buf_release(&name);
    return safe;
}

/* A film is asked for in many pieces: one reading of it is logged once. */
static enum err_code log_reading(struct reading *reading, struct ref ref, struct err *err)
{
    if (shown_is_logged(reading->r, ref))
        return ERR_OK;
    if (reading_commit(reading, err) != ERR_OK)
        return err->code;
    shown_set_logged(reading->r, ref);
    return ERR_OK;
}

static enum err_code send_bytes(struct reply *out, struct reading *reading,
                                struct ref ref, struct err *err)
{
    struct object_row object;
    struct media media;

    if (sheet_file(&object, &reading->sheet, ref, err) != ERR_OK ||
        gate_statement(reading, ref, err) != ERR_OK ||
        gate_bytes(reading, &object, err) != ERR_OK ||
        object_bytes_open(out, &media, reading->r, &object, err) != ERR_OK)
        return err->code;
    if (media.way == MEDIA_SAVE) {
        if (out->bytes.close)
            out->bytes.close(out->bytes.context);
        out->bytes = (struct reply_bytes){0};
        out->kind = REPLY_PAGE;
        reply_go_to(out, object_href(reading->r, ref, "/download"));
        return ERR_OK;
    }
    out->type = media.type;
    return log_reading(reading, ref, err);
}

/* --- /o/REF/download --- */

static enum err_code give(struct reply *out, struct leaving *leaving, struct ref ref,
                          struct err *err)
{
    struct request *r = leaving->reading.r;
    struct object_row object;
    struct media media;
    bool may = false;

    if (sheet_file(&object, &leaving->reading.sheet, ref, err) != ERR_OK ||
        gate_statement(&leaving->reading, ref, err) != ERR_OK ||
        gate_bytes(&leaving->reading, &object, err) != ERR_OK ||
        leaving_object(leaving, object.sha256, ref, err) != ERR_OK ||
        leaving_pass(&may, out, leaving, err) != ERR_OK)
        return err->code;
    if (!may)
        return ERR_OK;
    if (object_bytes_open(out, &media, r, &object, err) != ERR_OK)
        return err->code;
    out->type = STR("application/octet-stream");
    out->download = saved_name(r, &object);
    return ERR_OK;
}

static enum err_code download(struct reply *out, struct request *r, struct ref ref,
                              struct err *err)
{
    struct leaving leaving;
    enum err_code code = leaving_open(&leaving, r, STR("object"), err);

    if (code != ERR_OK)
        return code;
    code = give(out, &leaving, ref, err);
    leaving_close(&leaving);
    return code;
}

/* --- /o/REF --- */

static enum err_code show(struct reply *out, struct reading *reading, struct ref ref,
                          struct str below, struct err *err)
{
    if (str_equal(below, STR("bytes")))
        return send_bytes(out, reading, ref, err);
    if (gate_statement(reading, ref, err) != ERR_OK)
        return err->code;
    if (str_equal(below, STR("text"))) {
        struct object_row object;

        if (sheet_file(&object, &reading->sheet, ref, err) != ERR_OK ||
            gate_bytes(reading, &object, err) != ERR_OK)
            return err->code;
        return page_source_of_object(out, reading, ref, err);
    }
    return below.len == 0 ? object_show(out, reading, ref, err) : is_no_page(err);
}

static enum err_code read_ref(struct ref *out, struct request *r, struct str *below,
                              struct err *err)
{
    struct str name = request_segment(r);
    enum err_code code;

    *below = request_segment(r);
    if (name.len == 0 || r->rest.len > 0)
        return is_no_page(err);
    code = archive_ref_parse(out, r->archive, name, err);
    return code == ERR_INVALID ? is_no_page(err) : code;
}

enum err_code page_object(struct reply *out, struct request *r, struct err *err)
{
    struct ref ref = REF_NONE;
    struct reading reading;
    struct str below;
    enum err_code code = read_ref(&ref, r, &below, err);

    if (code != ERR_OK)
        return code;
    if (str_equal(below, STR("download")))
        return download(out, r, ref, err);
    code = reading_open(&reading, r, "read", err);
    if (code != ERR_OK)
        return code;
    code = show(out, &reading, ref, below, err);
    reading_close(&reading);
    return code;
}

enum err_code page_object_post(struct reply *out, struct request *r, struct err *err)
{
    struct ref ref = REF_NONE;
    struct str below;

    if (read_ref(&ref, r, &below, err) != ERR_OK)
        return err->code;
    if (str_equal(below, STR("covers"))) {
        shown_set_covers_all(
            r, str_equal(fields_get(&r->form, STR("do")), STR("cover-all")));
        reply_go_to(out, object_href(r, ref, ""));
        return ERR_OK;
    }
    if (str_equal(below, STR("distressing")))
        return object_mark(out, r, ref, err);
    return is_no_page(err);
}
