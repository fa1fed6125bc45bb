/* The shapes of values (docs/schema.md), out of text. */

#include "base/message.h"
#include "format/edtf.h"
#include "intake/transform.h"
#include "record/place_value.h"

static void set(struct value *object, struct arena *arena, struct str key,
                struct value value)
{
    value_set(object, arena, key, value);
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

/* The words beside what they were understood as, unless they are the same. */
static void set_words(struct value *object, struct arena *arena,
                      const struct transform_reading *reading)
{
    if (!str_equal(reading->words, reading->text))
        set_text(object, arena, STR("words"), reading->words);
}

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* -12.5: what check_statement() takes as decimal text, within -limit and limit. */
static bool is_degrees(struct str s, uint64_t limit)
{
    struct str rest = str_starts_with(s, STR("-")) ? str_after(s, 1) : s;
    struct str whole = str_cut(&rest, '.');
    bool has_point = str_find(s, '.', 0) < s.len;
    uint64_t n;

    return str_to_u64(&n, whole) && n <= limit &&
           (!has_point || (is_digits(rest) && rest.len <= 9));
}

static bool is_date(struct str text)
{
    struct err ignored = {0};
    struct edtf date;

    return edtf_parse(&date, text, &ignored) == ERR_OK;
}

static bool is_url(struct str s)
{
    size_t colon = str_find_str(s, STR("://"));

    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= ' ')
            return false;
    return colon > 0 && colon + 3 < s.len;
}

/* A whole number, or for quantities one with decimals. */
static bool number_of(struct value *out, struct str text, bool is_quantity)
{
    int64_t n;

    if (str_to_i64(&n, text) && (is_quantity || n >= 0)) {
        *out = value_integer(n);
        return true;
    }
    if (!is_quantity || !is_degrees(text, 999999999999999))
        return false;
    *out = value_string(text);
    return true;
}

/* "2-5", with a hyphen or a dash. */
static bool split_range(struct str *low, struct str *high, struct str text)
{
    static const struct str dashes[] = {STR_INIT("-"), STR_INIT("\xe2\x80\x93"),
                                        STR_INIT("..")};

    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        size_t at = str_find_str(text, dashes[i]);

        if (at == 0 || at + dashes[i].len >= text.len)
            continue;
        *low = str_trim(str_prefix(text, at));
        *high = str_trim(str_after(text, at + dashes[i].len));
        return true;
    }
    return false;
}

static bool set_number(struct value *object, struct arena *arena, struct str key,
                       struct str text, bool is_quantity)
{
    struct value n;

    if (text.len == 0)
        return true;
    if (!number_of(&n, text, is_quantity))
        return false;
    set(object, arena, key, n);
    return true;
}

static bool make_size(struct value *out, struct arena *arena,
                      const struct transform_view *view,
                      const struct mapping_claim *claim,
                      const struct transform_reading *reading)
{
    bool is_quantity = claim->form == SCHEMA_QUANTITY;
    struct str low = reading->text;
    struct str high = STR("");
    struct value size = value_object();
    bool fits;

    if (claim->source.from == MAPPING_FROM_PAIR) {
        high = transform_cell(view, claim->source.second);
        fits = str_equal(low, high)
                   ? set_number(&size, arena, STR("exact"), low, is_quantity)
                   : set_number(&size, arena, STR("lower"), low, is_quantity) &&
                         set_number(&size, arena, STR("upper"), high, is_quantity);
    } else if (set_number(&size, arena, STR("exact"), low, is_quantity)) {
        fits = true;
    } else {
        fits = split_range(&low, &high, reading->text) &&
               set_number(&size, arena, STR("lower"), low, is_quantity) &&
               set_number(&size, arena, STR("upper"), high, is_quantity);
        set_text(&size, arena, STR("words"), reading->words);
    }
    set_text(&size, arena, STR("unit"), claim->unit);
    *out = size;
    return fits;
}

/* Coordinates in one cell, or in two that are no plain decimals: any notation of
 * geo/parse.h. In two the mapping says which is which, and letters must agree. */
static bool read_coordinates(struct value *out, struct arena *arena,
                             const struct mapping_claim *claim, struct str text,
                             struct str words)
{
    struct err ignored = {0};
    struct value v;

    if (coordinates_value(&v, NULL, arena, text, claim->precision_m, &ignored) != ERR_OK)
        return false;
    set_text(&v, arena, STR("words"), words);
    *out = v;
    return true;
}

static bool make_coordinates(struct value *out, struct arena *arena,
                             const struct transform_view *view,
                             const struct mapping_claim *claim,
                             const struct transform_reading *reading)
{
    struct transform_readings second;
    struct mapping_source source = claim->source;
    struct mapping_piece piece = {.column = claim->source.second};
    struct err ignored = {0};
    struct value point = value_object();
    struct str lat = reading->text;
    struct str lon;

    if (claim->source.from != MAPPING_FROM_PAIR)
        return read_coordinates(out, arena, claim, lat, reading->words);
    /* What is done to the first column is done to the second: decimal comma, say. */
    source.text = (struct mapping_template){&piece, 1};
    if (transform_read(&second, arena, view, &source, MAPPING_REJECT, &ignored) !=
            ERR_OK ||
        second.count != 1)
        return false;
    lon = second.items[0].text;
    if (!is_degrees(lat, 90) || !is_degrees(lon, 180))
        return lon.len > 0 &&
               read_coordinates(out, arena, claim,
                                arena_printf(arena, "lat " STR_FMT "; lon " STR_FMT,
                                             STR_ARG(lat), STR_ARG(lon)),
                                arena_printf(arena, STR_FMT "; " STR_FMT,
                                             STR_ARG(reading->words),
                                             STR_ARG(second.items[0].words)));
    set_text(&point, arena, STR("lat"), lat);
    set_text(&point, arena, STR("lon"), lon);
    set(&point, arena, STR("precision_m"),
        claim->precision_m < 0 ? value_null() : value_integer(claim->precision_m));
    *out = point;
    return true;
}

static struct value make_text(struct arena *arena, const struct mapping_claim *claim,
                              struct str text)
{
    struct value object = value_object();

    if (claim->lang.len == 0)
        return value_string(text);
    set_text(&object, arena, STR("words"), text);
    set_text(&object, arena, STR("lang"), claim->lang);
    return object;
}

static struct value make_name(struct arena *arena, const struct mapping_claim *claim,
                              struct str text)
{
    struct value object = value_object();

    set_text(&object, arena, STR("written"), text);
    set_text(&object, arena, STR("lang"), claim->lang);
    set_text(&object, arena, STR("script"), claim->script);
    return object;
}

static struct value make_identifier(struct arena *arena,
                                    const struct mapping_claim *claim, struct str text)
{
    struct value object = value_object();

    set_text(&object, arena, STR("scheme"), claim->scheme);
    set_text(&object, arena, STR("value"), text);
    return object;
}

static struct value make_named(struct arena *arena, struct str key,
                               const struct transform_reading *reading)
{
    struct value object = value_object();

    set_text(&object, arena, key, reading->text);
    set_words(&object, arena, reading);
    return object;
}

static bool make_value(struct value *out, struct arena *arena,
                       const struct transform_view *view,
                       const struct mapping_claim *claim,
                       const struct transform_reading *reading)
{
    switch ((int)claim->form) {
    case SCHEMA_NAME:
        *out = make_name(arena, claim, reading->text);
        return true;
    case SCHEMA_DATE:
        *out = make_named(arena, STR("edtf"), reading);
        return is_date(reading->text);
    case SCHEMA_TERM:
        *out = make_named(arena, STR("term"), reading);
        return schema_term(claim->property->vocabulary, reading->text) != NULL;
    case SCHEMA_COUNT:
    case SCHEMA_QUANTITY:
        return make_size(out, arena, view, claim, reading);
    case SCHEMA_COORDINATES:
        return make_coordinates(out, arena, view, claim, reading);
    case SCHEMA_IDENTIFIER:
        *out = make_identifier(arena, claim, reading->text);
        return true;
    case SCHEMA_URL:
        *out = value_string(reading->text);
        return is_url(reading->text);
    default:
        *out = make_text(arena, claim, reading->text);
        return true;
    }
}

static const char *complaint(enum schema_value form)
{
    switch ((int)form) {
    case SCHEMA_DATE:
        return N_("is not a date (EDTF)");
    case SCHEMA_TERM:
        return N_("is not a term of the property's vocabulary: a translation is needed");
    case SCHEMA_COUNT:
    case SCHEMA_QUANTITY:
        return N_("is not a number");
    case SCHEMA_COORDINATES:
        return N_(
            "is no latitude with its longitude, nor any other notation of coordinates");
    default:
        return N_("is not a web address");
    }
}

static bool can_be_words(const struct mapping_claim *claim)
{
    return (claim->property->values & (uint32_t)(SCHEMA_TEXT | SCHEMA_TERM | SCHEMA_DATE |
                                                 SCHEMA_PLACE | SCHEMA_PLACE_RELATION)) ||
           claim->form == SCHEMA_COUNT || claim->form == SCHEMA_QUANTITY;
}

static struct value only_words(struct arena *arena, const struct mapping_claim *claim,
                               const struct transform_reading *reading)
{
    struct value object = value_object();

    set_text(&object, arena, STR("words"), reading->words);
    if (claim->form == SCHEMA_COUNT || claim->form == SCHEMA_QUANTITY)
        set_text(&object, arena, STR("unit"), claim->unit);
    else
        set_text(&object, arena, STR("lang"), claim->lang);
    return object;
}

enum err_code transform_value(struct value *out, bool *is_made, struct arena *arena,
                              const struct transform_view *view,
                              const struct mapping_claim *claim,
                              const struct transform_reading *reading, struct err *err)
{
    bool wants_words = claim->otherwise == MAPPING_KEEP_WORDS && can_be_words(claim);

    *is_made = true;
    if (!reading->is_words_only && make_value(out, arena, view, claim, reading))
        return ERR_OK;
    if (wants_words || reading->is_words_only) {
        *out = only_words(arena, claim, reading);
        return ERR_OK;
    }
    *is_made = false;
    if (claim->otherwise != MAPPING_LEAVE_OUT)
        return transform_refuse(view, &claim->source, reading->words,
                                complaint(claim->form), err);
    transform_leave_out(view, &claim->source, reading->words);
    return ERR_OK;
}
