#include "sheet/clock_text.h"

#include <inttypes.h>

#include "record/schema.h"
#include "sheet/plain.h"

static void append_term(struct buf *out, struct str vocabulary, struct str key)
{
    const struct schema_vocabulary *v = schema_vocabulary(vocabulary);
    const struct schema_term *term = v ? schema_term(v, key) : NULL;

    plain_append(out, term ? term->label[SCHEMA_ENGLISH] : key);
}

/* A number of seconds as a person says it; other texts as they are. */
static void append_seconds(struct buf *out, const struct value *seconds)
{
    if (seconds && seconds->type == VALUE_INTEGER) {
        plain_counted(out, seconds->integer, STR("second"));
    } else if (seconds && seconds->type == VALUE_STRING) {
        plain_append(out, seconds->string);
        buf_append(out, STR(" seconds"));
    }
}

static void append_offset(struct buf *out, const struct value *offset)
{
    struct value size = offset ? *offset : value_integer(0);
    bool is_behind = false;

    if (size.type == VALUE_INTEGER) {
        is_behind = size.integer < 0;
        size.integer = is_behind ? -size.integer : size.integer;
        if (size.integer == 0) {
            buf_append(out, STR("this device's clock agreed with another one"));
            return;
        }
    } else if (str_starts_with(size.string, STR("-"))) {
        is_behind = true;
        size.string = str_after(size.string, 1);
    }
    buf_append(out, STR("this device's clock was "));
    append_seconds(out, &size);
    buf_append(out,
               is_behind ? STR(" behind another one") : STR(" ahead of another one"));
}

static void append_day(struct buf *out, const struct value *statement)
{
    buf_append(
        out,
        STR("asked about this device's clock, because the statement before was of "));
    plain_append(out, value_get_string(statement, STR("last")));
    buf_append(out, STR(", a person said: "));
    append_term(out, STR("clock_day"), value_get_string(statement, STR("day")));
}

void clock_sentence(struct buf *out, const struct value *statement)
{
    struct str who = value_get_string(statement, STR("who"));
    struct str note = value_get_string(statement, STR("note"));

    if (value_get(statement, STR("day"))) {
        append_day(out, statement);
    } else {
        append_offset(out, value_get(statement, STR("offset_s")));
        buf_append(out, STR(" ("));
        append_term(out, STR("clock_method"), value_get_string(statement, STR("method")));
        if (who.len > 0) {
            buf_append(out, STR(", "));
            plain_append(out, who);
        }
        buf_append(out, STR(") that showed "));
        plain_append(out, value_get_string(statement, STR("other")));
        if (value_get(statement, STR("uncertainty_s"))) {
            buf_append(out, STR(", give or take "));
            append_seconds(out, value_get(statement, STR("uncertainty_s")));
        }
    }
    if (note.len > 0) {
        buf_append(out, STR(" – "));
        plain_append(out, note);
    }
}
