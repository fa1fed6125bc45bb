/*
 * POST /upload: the plain form, read while it comes. Fields stand before the files, as in
 * our page; the token comes first. What cannot be taken is thrown away while it comes,
 * and the answer says so at the end: a browser that is cut off in the middle of a form
 * shows nobody why.
 */

#include <string.h>

#include "base/message.h"
#include "format/multipart.h"
#include "web/pages.h"
#include "web/site.h"
#include "web/upload.h"

struct upload_form {
    struct request *r;
    struct upload_places places;
    struct upload_said said;
    const struct receive_to *to; /* NULL: no file has begun */
    struct multipart multipart;
    struct str field;       /* name of the field being read; empty: a file, or nothing */
    struct str name;        /* of the file being read */
    struct buf value;       /* of the field */
    struct incoming *in;    /* NULL: what comes is thrown away */
    struct received *files; /* RECEIVE_FILES_MAX */
    size_t count;
    struct upload_refused *refused; /* RECEIVE_FILES_MAX */
    size_t refused_count;
    struct err failure; /* of the whole: nothing more is taken */
    bool has_token;
    bool is_full;
};

static void fail(struct upload_form *form, const struct err *err)
{
    if (form->failure.code == ERR_OK)
        form->failure = *err;
}

static void refuse(struct upload_form *form, struct str name, const struct err *err)
{
    struct request *r = form->r;

    incoming_abort(form->in);
    form->in = NULL;
    form->is_full = form->is_full || upload_is_full(r);
    if (form->refused_count < RECEIVE_FILES_MAX)
        form->refused[form->refused_count++] =
            (struct upload_refused){name, arena_str(r->arena, str_from_c(err->message))};
}

/* The first file begins: what was said of all of them is complete. */
static void freeze(struct upload_form *form)
{
    struct obtained obtained = upload_obtained(&form->said);
    struct err err = {0};

    if (!form->has_token)
        (void)err_set(&err, ERR_DENIED, "this form is not one of this session");
    else if (receive_check_obtained(&obtained, &err) == ERR_OK &&
             upload_place(&form->to, &form->places, form->said.seal, &err) == ERR_OK)
        return;
    fail(form, &err);
}

static void begin_file(struct upload_form *form, struct str name)
{
    struct err err = {0};

    if (!form->to && form->failure.code == ERR_OK)
        freeze(form);
    if (form->failure.code != ERR_OK)
        return;
    form->name = arena_str(form->r->arena, name);
    if (form->count == RECEIVE_FILES_MAX) {
        (void)err_set(&err, ERR_LIMIT, "more than %d files in one form",
                      RECEIVE_FILES_MAX);
        refuse(form, form->name, &err);
        return;
    }
    if (receive_check_name(name, &err) != ERR_OK ||
        incoming_begin(&form->in, site_folder(form->r->site), receive_key(form->to),
                       STR(""), &err) != ERR_OK)
        refuse(form, form->name, &err);
}

static enum err_code on_begin(void *context, const struct multipart_part *part,
                              struct err *err)
{
    struct upload_form *form = context;

    (void)err;
    buf_reset(&form->value);
    form->field = STR("");
    if (!part->is_file)
        form->field = arena_str(form->r->arena, part->name);
    else if (part->file.len > 0)
        begin_file(form, part->file);
    return ERR_OK;
}

static enum err_code on_bytes(void *context, struct str bytes, struct err *err)
{
    struct upload_form *form = context;
    struct err failed = {0};

    if (form->field.len > 0) {
        if (bytes.len > UPLOAD_FIELD_MAX - form->value.len)
            return err_set(err, ERR_LIMIT, "a field of the form is too long");
        buf_append(&form->value, bytes);
    } else if (form->in && incoming_add(form->in, bytes, &failed) != ERR_OK) {
        refuse(form, form->name, &failed);
    }
    return ERR_OK;
}

static void end_field(struct upload_form *form)
{
    struct str value = arena_str(form->r->arena, buf_str(&form->value));
    struct err err = {0};

    if (str_equal(form->field, STR("token"))) {
        form->has_token = request_token_fits(form->r, value);
    } else if (form->to) {
        (void)err_set(&err, ERR_INVALID, "the files come last in this form");
        fail(form, &err);
    } else if (!finding_is_text(value)) {
        (void)err_set(&err, ERR_INVALID,
                      "a field of the form holds what is no text: it is one line, in "
                      "UTF-8");
        fail(form, &err);
    } else {
        (void)upload_said_take(&form->said, form->field, value);
    }
}

static void end_file(struct upload_form *form)
{
    struct incoming *in = form->in;
    struct err err = {0};

    form->in = NULL;
    if (!in)
        return;
    if (received_keep(&form->files[form->count], in, form->name, &err) == ERR_OK)
        form->count++;
    else
        refuse(form, form->name, &err);
}

static enum err_code on_end(void *context, struct err *err)
{
    struct upload_form *form = context;

    (void)err;
    if (form->field.len > 0)
        end_field(form);
    else
        end_file(form);
    return ERR_OK;
}

/* --- the sink --- */

static enum err_code take_bytes(void *context, const void *bytes, size_t len,
                                struct err *err)
{
    struct upload_form *form = context;

    return multipart_feed(&form->multipart, (struct str){bytes, len}, err);
}

static void show_again(struct reply *out, struct upload_form *form,
                       const struct err *failure, const char *field)
{
    const struct page_error error = {field, str_from_c(failure->message)};

    upload_page(out, form->r, &form->places, &form->said, &error, 1);
    out->status = 400;
}

static enum err_code answer(struct reply *out, struct upload_form *form, struct err *err)
{
    struct upload_result result = {.count = form->count,
                                   .refused = form->refused,
                                   .refused_count = form->refused_count,
                                   .is_full = form->is_full,
                                   .first = REF_NONE};
    const struct obtained obtained = upload_obtained(&form->said);

    if (form->count > 0 && upload_state(form->r, form->files, form->count, form->to,
                                        &obtained, err) != ERR_OK)
        return err->code;
    if (form->count > 0)
        result.first = form->files[0].ref;
    if (result.refused_count > 0)
        return upload_result_page(out, form->r, &result, err);
    reply_go_to(out, arena_printf(form->r->arena, "/upload?first=" STR_FMT "&count=%zu",
                                  STR_ARG(archive_ref_text(form->r->archive,
                                                           form->r->arena, result.first)),
                                  result.count));
    return ERR_OK;
}

static enum err_code end_form(struct reply *out, void *context, struct err *err)
{
    struct upload_form *form = context;
    struct err none = {0};

    if (multipart_finish(&form->multipart, err) != ERR_OK)
        return err->code;
    if (!form->has_token)
        return err_set(err, ERR_DENIED, "this form is not one of this session");
    if (form->failure.code == ERR_LIMIT || form->failure.code == ERR_IO) {
        show_again(out, form, &form->failure, "files");
        out->status = UPLOAD_FULL;
        return ERR_OK;
    }
    if (form->failure.code != ERR_OK) {
        show_again(out, form, &form->failure, NULL);
        return ERR_OK;
    }
    if (form->count == 0 && form->refused_count == 0) {
        (void)err_set(&none, ERR_INVALID, "choose at least one file");
        show_again(out, form, &none, "files");
        return ERR_OK;
    }
    return answer(out, form, err);
}

static void close_form(void *context)
{
    struct upload_form *form = context;

    incoming_abort(form->in);
    form->in = NULL;
    if (form->value.ptr)
        explicit_bzero(form->value.ptr, form->value.cap);
    buf_release(&form->value);
}

enum err_code upload_receive(struct body_sink *out, struct request *r, struct str type,
                             uint64_t size, struct err *err)
{
    struct upload_form *form = ARENA_NEW(r->arena, struct upload_form);
    const struct multipart_reader reader = {on_begin, on_bytes, on_end, form};
    struct err room = {0};

    form->r = r;
    form->has_token = r->has_token;
    form->files = ARENA_ARRAY(r->arena, struct received, RECEIVE_FILES_MAX);
    form->refused = ARENA_ARRAY(r->arena, struct upload_refused, RECEIVE_FILES_MAX);
    if (multipart_start(&form->multipart, type, &reader, err) != ERR_OK ||
        upload_places_read(&form->places, r, err) != ERR_OK)
        return err->code;
    if (upload_check_room(r, size, &room) != ERR_OK)
        fail(form, &room);
    *out = (struct body_sink){take_bytes, end_form, close_form, form};
    return ERR_OK;
}
