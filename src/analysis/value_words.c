#include "analysis/value_words.h"

#include "base/buf.h"
#include "base/message.h"
#include "format/canon.h"
#include "format/edtf.h"
#include "record/id.h"
#include "record/schema.h"

enum { THOUSANDTHS = 1000, NUMBER_MAX = 1000000000 };

/* An integer or decimal text in thousandths; finer digits are dropped. */
static bool thousandths_of(int64_t *out, const struct value *v)
{
    struct str rest;
    struct str whole;
    int64_t n = 0;
    int64_t part = 0;

    if (v && v->type == VALUE_INTEGER && v->integer < NUMBER_MAX * (int64_t)THOUSANDTHS &&
        v->integer > -NUMBER_MAX * (int64_t)THOUSANDTHS) {
        *out = v->integer * THOUSANDTHS;
        return true;
    }
    if (!v || v->type != VALUE_STRING || v->string.len > 18)
        return false;
    rest = v->string;
    whole = str_cut(&rest, '.');
    if (!str_to_i64(&n, whole) || n > NUMBER_MAX || n < -NUMBER_MAX)
        return false;
    for (size_t i = 0; i < 3; i++) {
        char c = '0';

        if (i < rest.len)
            c = rest.ptr[i];
        if (c < '0' || c > '9')
            return false;
        part = part * 10 + (c - '0');
    }
    *out = n * THOUSANDTHS + (str_starts_with(whole, STR("-")) ? -part : part);
    return true;
}

struct bounds bounds_of(const struct value *value)
{
    struct bounds b = {0};
    int64_t n = 0;

    if (thousandths_of(&n, value) || thousandths_of(&n, value_get(value, STR("exact"))))
        return (struct bounds){true, true, n, n};
    if (thousandths_of(&n, value_get(value, STR("about")))) {
        int64_t reach = (n < 0 ? -n : n) / 5;

        return (struct bounds){true, true, n - reach, n + reach};
    }
    b.has_lower = thousandths_of(&b.lower, value_get(value, STR("lower")));
    b.has_upper = thousandths_of(&b.upper, value_get(value, STR("upper")));
    return b;
}

/* 1234567 as 1,234,567; decimal text as it stands. */
static void put_number(struct buf *out, const struct value *v)
{
    char digits[32];
    size_t len;

    if (!v || v->type != VALUE_INTEGER) {
        buf_append(out, v && v->type == VALUE_STRING ? v->string : STR("?"));
        return;
    }
    (void)snprintf(digits, sizeof digits, "%lld", (long long)v->integer);
    len = strlen(digits);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && digits[i - 1] != '-' && (len - i) % 3 == 0)
            buf_puts(out, message_thousands());
        buf_char(out, digits[i]);
    }
}

static void put_bounds(struct buf *out, const struct value *v)
{
    const struct value *lower = value_get(v, STR("lower"));
    const struct value *upper = value_get(v, STR("upper"));

    struct buf first = {0};
    struct buf last = {0};

    if (lower)
        put_number(&first, lower);
    if (upper)
        put_number(&last, upper);
    if (value_get(v, STR("exact"))) {
        put_number(out, value_get(v, STR("exact")));
    } else if (value_get(v, STR("about"))) {
        buf_puts(out, _("about "));
        put_number(out, value_get(v, STR("about")));
    } else if (lower && upper) {
        buf_printf(out, _("%s to %s"), buf_text(&first), buf_text(&last));
    } else if (lower) {
        buf_printf(out, _("at least %s"), buf_text(&first));
    } else if (upper) {
        buf_printf(out, _("at most %s"), buf_text(&last));
    }
    buf_release(&first);
    buf_release(&last);
}

static struct str per_words(struct str key)
{
    const struct schema_vocabulary *vocabulary = schema_vocabulary(STR("per"));
    const struct schema_term *term = vocabulary ? schema_term(vocabulary, key) : NULL;

    return term ? schema_label(term->label) : key;
}

static void put_count(struct buf *out, const struct claim_row *claim)
{
    struct str per = value_get_string(&claim->value, STR("per"));
    size_t start = out->len;

    put_bounds(out, &claim->value);
    if (out->len == start)
        buf_append(out, value_get_string(&claim->value, STR("words")));
    if (per.len > 0)
        buf_printf(out, "%s" STR_FMT, _(" per "), STR_ARG(per_words(per)));
}

static void put_term(struct buf *out, const struct claim_row *claim)
{
    const struct schema_property *property = schema_property(claim->property);
    const struct schema_term *term = property && property->vocabulary
                                         ? schema_term(property->vocabulary, claim->term)
                                         : NULL;

    buf_append(out, term ? schema_label(term->label) : claim->term);
}

static void put_date(struct buf *out, struct str text)
{
    struct buf words = {0};
    struct edtf edtf;
    struct err ignored;

    if (edtf_parse(&edtf, text, &ignored) == ERR_OK)
        edtf_describe(&words, &edtf, edtf_user_language());
    else
        buf_append(&words, text);
    /* A day is named here, not placed in a sentence. */
    if (str_starts_with(buf_str(&words), STR("on ")))
        buf_append(out, str_after(buf_str(&words), 3));
    else
        buf_append(out, buf_str(&words));
    buf_release(&words);
}

static void put_other(struct buf *out, const struct claim_row *claim)
{
    struct err ignored;

    if (claim->text.len > 0)
        buf_append(out, claim->text);
    else
        (void)!canon_write(out, &claim->value, &ignored);
}

static void put_point(struct buf *out, const struct value *v)
{
    buf_append(out, value_get_string(v, STR("lat")));
    buf_append(out, STR(", "));
    buf_append(out, value_get_string(v, STR("lon")));
}

static struct str date_text(const struct claim_row *claim)
{
    return claim->value.type == VALUE_STRING
               ? claim->value.string
               : value_get_string(&claim->value, STR("edtf"));
}

static struct str taken(struct arena *arena, struct buf *out)
{
    struct str text =
        arena_str(arena, out->len > 0 ? buf_str(out) : str_from_c(_("nothing")));

    buf_release(out);
    return text;
}

static struct str value_words(struct arena *arena, const struct claim_row *claim)
{
    struct buf out = {0};

    if (claim->form == FORM_COUNT || claim->form == FORM_QUANTITY)
        put_count(&out, claim);
    else if (claim->form == FORM_NUMBER)
        put_number(&out, &claim->value);
    else if (claim->form == FORM_TERM)
        put_term(&out, claim);
    else if (claim->form == FORM_DATE)
        put_date(&out, date_text(claim));
    else if (claim->form == FORM_POINT && claim->text.len == 0)
        put_point(&out, &claim->value);
    else if (claim->form != FORM_NONE)
        put_other(&out, claim);
    return taken(arena, &out);
}

static void put_day(struct buf *out, int64_t day)
{
    int year;
    unsigned month;
    unsigned day_of_month;
    char text[32];

    edtf_civil_from_day(&year, &month, &day_of_month, day);
    (void)snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, day_of_month);
    put_date(out, str_from_c(text));
}

static bool is_open(int64_t day)
{
    return day <= INT32_MIN || day >= INT32_MAX;
}

struct str day_range_words(struct arena *arena, const struct day_range *range)
{
    struct buf out = {0};

    if (range->text.len > 0) {
        put_date(&out, range->text);
    } else if (range->is_known && range->first == range->last) {
        put_day(&out, range->first);
    } else if (range->is_known) {
        if (!is_open(range->first)) {
            buf_puts(&out, _("from "));
            put_day(&out, range->first);
        }
        if (!is_open(range->last)) {
            buf_puts(&out, is_open(range->first) ? _("until ") : _(" until "));
            put_day(&out, range->last);
        }
    }
    return taken(arena, &out);
}

enum err_code label_of(struct str *out, const struct record_view *in, struct str id,
                       struct err *err)
{
    struct claim_filter names = {.about = id, .property = STR("name"), .limit = 1};
    struct entity_row entity = {0};
    struct claim_list list = {0};
    enum err_code code = query_entity(&entity, in->arena, in->index, in->view, id, err);

    if (code == ERR_OK && entity.label.len == 0)
        code = query_claims(&list, in->arena, in->index, in->view, &names, err);
    if (code != ERR_OK && code != ERR_NOT_FOUND)
        return code;
    if (entity.label.len > 0) {
        *out = entity.label;
    } else if (list.count > 0 && list.items[0].text.len > 0) {
        *out = list.items[0].text;
    } else {
        struct id parsed = {0};
        struct err ignored;

        *out = arena_str(in->arena, id);
        if (id_parse(&parsed, id, &ignored) == ERR_OK) {
            struct id_shown shown = id_show(&parsed);

            *out = arena_str(in->arena, str_from_c(shown.text));
        }
    }
    return ERR_OK;
}

static enum err_code place_words(struct str *out, const struct record_view *in,
                                 const struct claim_row *claim, struct err *err)
{
    const struct schema_vocabulary *relations = schema_vocabulary(STR("place_relation"));
    const struct schema_term *relation =
        relations ? schema_term(relations, claim->term) : NULL;
    struct str label = {0};
    enum err_code code = label_of(&label, in, claim->entity, err);

    if (code != ERR_OK)
        return code;
    *out = relation ? arena_printf(in->arena, STR_FMT " " STR_FMT,
                                   STR_ARG(schema_label(relation->label)), STR_ARG(label))
                    : label;
    return ERR_OK;
}

enum err_code claim_words(struct str *out, const struct record_view *in,
                          const struct claim_row *claim, struct err *err)
{
    if (claim->form == FORM_REFERENCE)
        return label_of(out, in, claim->entity, err);
    if (claim->form == FORM_PLACE && claim->text.len == 0 && claim->entity.len > 0)
        return place_words(out, in, claim, err);
    *out = value_words(in->arena, claim);
    return ERR_OK;
}
