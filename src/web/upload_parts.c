/*
 * One file in several requests, for our script (assets/upload.js):
 *
 *     POST /upload/begin   size, seal, and what is said of it     {"id", "part"}
 *     POST /upload/chunk?id=&at=   bytes                          {"at"}
 *     GET  /upload/at?id=          after a cut                    {"at", "token"}
 *     POST /upload/end     id, name, size, and what is said       {"sha256", "href", …}
 *     POST /upload/drop    id
 */

#include <inttypes.h>

#include "base/message.h"
#include "format/canon.h"
#include "web/object_show.h"
#include "web/pages.h"
#include "web/site.h"
#include "web/upload.h"
#include "web/uploads.h"
#include "web/visitor.h"

static enum err_code answer_json(struct reply *out, struct request *r,
                                 const struct value *line, struct err *err)
{
    (void)r;
    out->kind = REPLY_DATA;
    out->type = STR("application/json");
    return canon_write(&out->body, line, err);
}

static void set_text(struct value *line, struct request *r, struct str key,
                     struct str text)
{
    value_set(line, r->arena, key, value_string(text));
}

static void set_number(struct value *line, struct request *r, struct str key, uint64_t n)
{
    value_set(line, r->arena, key, value_integer((int64_t)n));
}

/* What a form says, of the fields of one that is urlencoded. */
static enum err_code read_said(struct upload_said *out, const struct request *r,
                               struct err *err)
{
    struct obtained obtained;

    *out = (struct upload_said){0};
    for (size_t i = 0; i < r->form.count; i++) {
        const struct field *field = &r->form.items[i];

        if (upload_said_take(out, field->name, field->value) &&
            !finding_is_text(field->value))
            return err_set(err, ERR_INVALID,
                           "a field of the form holds what is no text: it is one line, "
                           "in UTF-8");
    }
    obtained = upload_obtained(out);
    return receive_check_obtained(&obtained, err);
}

static bool read_size(uint64_t *out, const struct request *r)
{
    return str_to_u64(out, fields_get(&r->form, STR("size"))) && *out <= INT64_MAX;
}

static enum err_code no_room(struct reply *out, struct request *r, struct err *err)
{
    struct value line = value_object();

    set_text(&line, r, STR("error"), arena_str(r->arena, str_from_c(err->message)));
    out->status = UPLOAD_FULL;
    return answer_json(out, r, &line, err);
}

enum err_code upload_begin(struct reply *out, struct request *r, struct err *err)
{
    const struct receive_to *to = NULL;
    struct upload_places places;
    struct upload_said said;
    struct value line = value_object();
    struct upload *upload = NULL;
    uint64_t size = 0;

    if (!read_size(&size, r))
        return err_set(err, ERR_INVALID, "the size of the file is missing");
    if (read_said(&said, r, err) != ERR_OK ||
        receive_check_name(fields_get(&r->form, STR("name")), err) != ERR_OK ||
        upload_places_read(&places, r, err) != ERR_OK ||
        upload_place(&to, &places, said.seal, err) != ERR_OK)
        return err->code;
    if (upload_check_room(r, size, err) != ERR_OK)
        return err->code == ERR_LIMIT ? no_room(out, r, err) : err->code;
    if (uploads_begin(&upload, r, to, err) != ERR_OK)
        return err->code;
    set_text(&line, r, STR("id"), arena_str(r->arena, str_from_c(upload->id)));
    set_number(&line, r, STR("part"), INCOMING_PART);
    uploads_leave(upload);
    return answer_json(out, r, &line, err);
}

/* --- a piece --- */

struct chunk {
    struct request *r;
    struct upload *upload;
    struct err failure;
    bool is_failed;
};

static enum err_code take_bytes(void *context, const void *bytes, size_t len,
                                struct err *err)
{
    struct chunk *chunk = context;

    (void)err;
    /* After a failure the rest is thrown away, and the answer says so. */
    if (!chunk->is_failed)
        chunk->is_failed = incoming_add(chunk->upload->in, (struct str){bytes, len},
                                        &chunk->failure) != ERR_OK;
    return ERR_OK;
}

static enum err_code end_chunk(struct reply *out, void *context, struct err *err)
{
    struct chunk *chunk = context;
    struct request *r = chunk->r;
    struct value line = value_object();
    bool is_full;

    if (!chunk->is_failed) {
        set_number(&line, r, STR("at"), incoming_size(chunk->upload->in));
        return answer_json(out, r, &line, err);
    }
    /* A write that failed is final: what was written before is given free. */
    is_full = upload_is_full(r);
    uploads_drop(chunk->upload);
    chunk->upload = NULL;
    (void)err_set(err, chunk->failure.code, "%s", chunk->failure.message);
    return is_full ? no_room(out, r, err) : err->code;
}

static void close_chunk(void *context)
{
    struct chunk *chunk = context;

    uploads_leave(chunk->upload);
}

enum err_code upload_chunk(struct body_sink *out, struct request *r, struct str type,
                           uint64_t size, struct err *err)
{
    struct chunk *chunk = ARENA_NEW(r->arena, struct chunk);
    uint64_t at = 0;

    (void)type;
    chunk->r = r;
    if (!r->has_token)
        return err_set(err, ERR_DENIED, "this form is not one of this session");
    if (size > INCOMING_PART || !str_to_u64(&at, fields_get(&r->asked, STR("at"))))
        return err_set(err, ERR_INVALID,
                       "a piece has at most %d bytes, and says where "
                       "it begins",
                       INCOMING_PART);
    if (uploads_enter(&chunk->upload, r, fields_get(&r->asked, STR("id")), true, err) !=
        ERR_OK)
        return err->code;
    if (!chunk->upload->in || incoming_size(chunk->upload->in) != at) {
        uploads_leave(chunk->upload);
        return err_set(err, ERR_CONFLICT,
                       "this upload goes on elsewhere: ask where with /upload/at");
    }
    *out = (struct body_sink){take_bytes, end_chunk, close_chunk, chunk};
    return ERR_OK;
}

enum err_code upload_at(struct reply *out, struct request *r, struct err *err)
{
    struct value line = value_object();
    struct upload *upload = NULL;
    uint64_t at;

    if (uploads_enter(&upload, r, fields_get(&r->asked, STR("id")), true, err) != ERR_OK)
        return err->code;
    at = upload->in ? incoming_size(upload->in) : upload->received.kept.object.size;
    uploads_leave(upload);
    set_number(&line, r, STR("at"), at);
    /* After a restart there is another session; only its own pages can read this. */
    set_text(&line, r, STR("token"), r->visitor->token);
    return answer_json(out, r, &line, err);
}

/* --- the end --- */

static enum err_code receive_all(struct upload *upload, const struct request *r,
                                 struct err *err)
{
    struct incoming *in = upload->in;
    uint64_t size = 0;

    if (upload->has_received)
        return ERR_OK;
    if (!read_size(&size, r) || incoming_size(in) != size)
        return err_set(err, ERR_CONFLICT,
                       "%ju bytes have come, which are not all: ask where to go on with "
                       "/upload/at",
                       (uintmax_t)incoming_size(in));
    upload->in = NULL;
    if (received_keep(&upload->received, in, fields_get(&r->form, STR("name")), err) !=
        ERR_OK)
        return err->code;
    upload->has_received = true;
    return ERR_OK;
}

static enum err_code state(struct upload *upload, struct request *r,
                           const struct upload_said *said, struct err *err)
{
    const struct obtained obtained = upload_obtained(said);
    enum err_code code;

    if (upload->is_stated)
        return ERR_OK;
    upload->received.name = fields_get(&r->form, STR("name"));
    code = upload_state(r, &upload->received, 1, &upload->to, &obtained, err);
    upload->received.name = STR(""); /* it ends with the request */
    upload->is_stated = code == ERR_OK;
    return code;
}

static enum err_code tell(struct reply *out, struct request *r,
                          const struct upload *upload, struct err *err)
{
    const struct received *received = &upload->received;
    struct digest_text hex = digest_text(&received->kept.object.sha256);
    struct value line = value_object();

    set_text(&line, r, STR("href"), object_href(r, received->ref, ""));
    set_text(&line, r, STR("sha256"), arena_str(r->arena, str_from_c(hex.hex)));
    set_number(&line, r, STR("size"), received->kept.object.size);
    set_text(&line, r, STR("statement"),
             archive_ref_text(r->archive, r->arena, received->ref));
    value_set(&line, r->arena, STR("stored_before"),
              value_bool(received->kept.existed || !ref_is_none(received->earlier)));
    return answer_json(out, r, &line, err);
}

/* After a failure to keep its bytes nothing of it is left. */
static enum err_code finish(struct reply *out, struct request *r, struct upload *upload,
                            const struct upload_said *said, struct err *err)
{
    enum err_code code = receive_all(upload, r, err);

    if (code != ERR_OK && !upload->in) {
        uploads_drop(upload);
        return upload_is_full(r) ? no_room(out, r, err) : code;
    }
    if (code == ERR_OK)
        code = state(upload, r, said, err);
    if (code == ERR_OK)
        code = tell(out, r, upload, err);
    uploads_leave(upload);
    return code;
}

enum err_code upload_end(struct reply *out, struct request *r, struct err *err)
{
    struct upload_said said;
    struct upload *upload = NULL;

    if (read_said(&said, r, err) != ERR_OK ||
        receive_check_name(fields_get(&r->form, STR("name")), err) != ERR_OK ||
        uploads_enter(&upload, r, fields_get(&r->form, STR("id")), true, err) != ERR_OK)
        return err->code;
    return finish(out, r, upload, &said, err);
}

enum err_code upload_drop(struct reply *out, struct request *r, struct err *err)
{
    struct value line = value_object();
    struct upload *upload = NULL;

    if (uploads_enter(&upload, r, fields_get(&r->form, STR("id")), true, err) != ERR_OK)
        return err->code;
    uploads_drop(upload);
    return answer_json(out, r, &line, err);
}
