#include "sheet/clock_text.h"

#include <inttypes.h>

#include "base/message.h"
#include "record/schema.h"
#include "sheet/plain.h"

/* What fills the places of a sentence. */
struct clock_words {
    struct buf difference;
    struct buf source; /* what the other clock is, and whose */
    struct buf other;  /* what it showed */
    struct buf uncertainty;
};

static void append_term(struct buf *out, struct str vocabulary, struct str key)
{
    const struct schema_vocabulary *v = schema_vocabulary(vocabulary);
    const struct schema_term *term = v ? schema_term(v, key) : NULL;

    plain_append(out, term ? schema_label(term->label) : key);
}

/* A number of seconds as a person says it; other texts as they are. */
static void append_seconds(struct buf *out, const struct value *seconds)
{
    struct buf number = {0};

    if (seconds && seconds->type == VALUE_INTEGER) {
        plain_number(&number, seconds->integer);
        buf_printf(out, _n(seconds->integer, "%s second", "%s seconds"),
                   buf_text(&number));
    } else if (seconds && seconds->type == VALUE_STRING) {
        plain_append(&number, seconds->string);
        /* TRANSLATORS: of a decimal: 0.5 seconds */
        buf_printf(out, _("%s seconds"), buf_text(&number));
    }
    buf_release(&number);
}

/* Less than 0: this clock was behind; 0: both agreed. *size is the difference. */
static int direction_of(struct value *size, const struct value *offset)
{
    *size = offset ? *offset : value_integer(0);
    if (size->type == VALUE_INTEGER) {
        int direction = (size->integer > 0) - (size->integer < 0);

        size->integer = direction < 0 ? -size->integer : size->integer;
        return direction;
    }
    if (!str_starts_with(size->string, STR("-")))
        return 1;
    size->string = str_after(size->string, 1);
    return -1;
}

static void append_comparison(struct buf *out, struct clock_words *words, int direction)
{
    if (direction == 0)
        buf_printf(out,
                   _("this device's clock agreed with another one (%s) that showed %s"),
                   buf_text(&words->source), buf_text(&words->other));
    else
        buf_printf(
            out,
            direction < 0
                ? _("this device's clock was %s behind another one (%s) that showed %s")
                : _("this device's clock was %s ahead of another one (%s) that showed "
                    "%s"),
            buf_text(&words->difference), buf_text(&words->source),
            buf_text(&words->other));
    if (words->uncertainty.len > 0)
        buf_printf(out, _(", give or take %s"), buf_text(&words->uncertainty));
}

static void append_offset(struct buf *out, const struct value *statement)
{
    struct str who = value_get_string(statement, STR("who"));
    struct clock_words words = {0};
    struct value size;
    int direction = direction_of(&size, value_get(statement, STR("offset_s")));

    append_seconds(&words.difference, &size);
    append_term(&words.source, STR("clock_method"),
                value_get_string(statement, STR("method")));
    if (who.len > 0) {
        buf_append(&words.source, STR(", "));
        plain_append(&words.source, who);
    }
    plain_append(&words.other, value_get_string(statement, STR("other")));
    append_seconds(&words.uncertainty, value_get(statement, STR("uncertainty_s")));
    append_comparison(out, &words, direction);
    buf_release(&words.difference);
    buf_release(&words.source);
    buf_release(&words.other);
    buf_release(&words.uncertainty);
}

static void append_day(struct buf *out, const struct value *statement)
{
    struct buf last = {0};
    struct buf day = {0};

    plain_append(&last, value_get_string(statement, STR("last")));
    append_term(&day, STR("clock_day"), value_get_string(statement, STR("day")));
    buf_printf(out,
               _("asked about this device's clock, because the statement before was of "
                 "%s, a person said: %s"),
               buf_text(&last), buf_text(&day));
    buf_release(&last);
    buf_release(&day);
}

void clock_sentence(struct buf *out, const struct value *statement)
{
    struct str note = value_get_string(statement, STR("note"));

    if (value_get(statement, STR("day")))
        append_day(out, statement);
    else
        append_offset(out, statement);
    if (note.len > 0) {
        buf_append(out, STR(" – "));
        plain_append(out, note);
    }
}
