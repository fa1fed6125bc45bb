/*
 * The first byte chooses how the rest, a form with the boundary "XX", is cut. Property:
 * what the reader hears, and whether it ends well, does not depend on the cuts; and all
 * that is heard as a part's bytes stood in the form.
 */

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "format/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
    struct buf text;
    struct buf body; /* of the part being read */
    struct str form;
    bool is_open;
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static enum err_code on_begin(void *context, const struct multipart_part *part,
                              struct err *err)
{
    struct heard *heard = context;

    (void)err;
    require(!heard->is_open);
    heard->is_open = true;
    buf_reset(&heard->body);
    buf_printf(&heard->text, "%zu:" STR_FMT "%zu:" STR_FMT "%d", part->name.len,
               STR_ARG(part->name), part->file.len, STR_ARG(part->file), part->is_file);
    return ERR_OK;
}

static enum err_code on_bytes(void *context, struct str bytes, struct err *err)
{
    struct heard *heard = context;

    (void)err;
    require(heard->is_open && bytes.len > 0);
    buf_append(&heard->body, bytes);
    return ERR_OK;
}

static enum err_code on_end(void *context, struct err *err)
{
    struct heard *heard = context;
    struct str body = buf_str(&heard->body);

    (void)err;
    require(heard->is_open);
    heard->is_open = false;
    require(body.len == 0 || str_find_str(heard->form, body) < heard->form.len);
    require(str_find_str(body, STR("\r\n--XX")) == body.len);
    buf_printf(&heard->text, "%zu:", body.len);
    buf_append(&heard->text, body);
    return ERR_OK;
}

static enum err_code read_form(struct heard *heard, struct str form, size_t step)
{
    static struct multipart m;
    const struct multipart_reader reader = {on_begin, on_bytes, on_end, heard};
    struct err err = {0};
    enum err_code code;

    *heard = (struct heard){.form = form};
    code = multipart_start(&m, STR("multipart/form-data; boundary=XX"), &reader, &err);
    while (code == ERR_OK && form.len > 0) {
        code = multipart_feed(&m, str_prefix(form, step), &err);
        form = str_after(form, step);
    }
    return code == ERR_OK ? multipart_finish(&m, &err) : code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct heard whole;
    struct heard cut;
    struct str form = {(const char *)data + (size > 0), size > 0 ? size - 1 : 0};
    size_t step = size > 0 ? 1 + data[0] % 37U : 1;

    require(read_form(&whole, form, form.len) == read_form(&cut, form, step));
    require(str_equal(buf_str(&whole.text), buf_str(&cut.text)));
    buf_release(&whole.text);
    buf_release(&whole.body);
    buf_release(&cut.text);
    buf_release(&cut.body);
    return 0;
}
