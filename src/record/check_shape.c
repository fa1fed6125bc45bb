#include "record/check_shape.h"

#include "base/digest.h"
#include "base/message.h"
#include "base/text.h"
#include "format/edtf.h"
#include "record/id.h"

enum { FEED_LEN = 26, AT_LEN = 20 };

static bool is_feed(struct str s)
{
    if (s.len != FEED_LEN)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (base32_value(s.ptr[i]) < 0)
            return false;
    return true;
}

bool shape_is_statement_ref(struct str text)
{
    uint64_t index;

    return text.len > FEED_LEN + 1 && text.ptr[FEED_LEN] == '.' &&
           is_feed(str_prefix(text, FEED_LEN)) &&
           str_to_u64(&index, str_after(text, FEED_LEN + 1));
}

static bool is_blank(struct str s)
{
    return str_trim(s).len == 0;
}

static bool is_hex(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
              (s.ptr[i] >= 'a' && s.ptr[i] <= 'f')))
            return false;
    return s.len > 0 && s.len % 2 == 0;
}

static bool is_sha256(struct str s)
{
    struct digest digest;

    return digest_parse(&digest, s);
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_subtag(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_alnum(s.ptr[i]))
            return false;
    return s.len > 0 && s.len <= 8;
}

/* Two or three lower-case letters, then subtags of up to eight: enough to catch
 * "English". */
static bool is_lang(struct str s)
{
    struct str rest = s;
    const struct str language = str_cut(&rest, '-');

    if (language.len < 2 || language.len > 3 || str_ends_with(s, STR("-")))
        return false;
    for (size_t i = 0; i < language.len; i++)
        if (language.ptr[i] < 'a' || language.ptr[i] > 'z')
            return false;
    while (rest.len > 0)
        if (!is_subtag(str_cut(&rest, '-')))
            return false;
    return true;
}

static unsigned digits_of(struct str s, size_t at, size_t count)
{
    unsigned n = 0;

    for (size_t i = at; i < at + count; i++)
        n = n * 10 + (unsigned)(s.ptr[i] - '0');
    return n;
}

/* Without edtf_parse(): every statement has one, and it has one form only. */
static bool is_at(struct str s)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    int64_t day;

    if (s.len != AT_LEN)
        return false;
    for (size_t i = 0; i < AT_LEN; i++)
        if (form[i] == '0' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != form[i])
            return false;
    return edtf_day_from_civil(&day, (int)digits_of(s, 0, 4), digits_of(s, 5, 2),
                               digits_of(s, 8, 2)) &&
           digits_of(s, 11, 2) < 24 && digits_of(s, 14, 2) < 60 &&
           digits_of(s, 17, 2) < 60;
}

static bool is_pinned(const struct value *v)
{
    return v->type == VALUE_OBJECT && v->count == 2 &&
           is_sha256(value_get_string(v, STR("c"))) &&
           shape_is_statement_ref(value_get_string(v, STR("s")));
}

static bool is_anchor_of_time(struct str s)
{
    return str_equal(s, STR("uttered")) || str_equal(s, STR("published")) ||
           id_is_valid(s);
}

static MUST_USE enum err_code check_edtf(struct str text, struct str name,
                                         struct err *err)
{
    struct edtf date;

    if (edtf_parse(&date, text, err) != ERR_OK)
        return err_context(err,
                           "member \"" STR_FMT "\": \"" STR_FMT "\": ", STR_ARG(name),
                           STR_ARG(str_prefix(text, 64)));
    return ERR_OK;
}

static MUST_USE enum err_code check_date(const struct value *v, struct str name,
                                         struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_MEMBER("edtf", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_MEMBER("relative_to", SHAPE_TEXT),
        SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    const struct value *found[4];

    if (v->type == VALUE_STRING)
        return check_edtf(v->string, name, err);
    if (shape_check(found, NULL, v, members, 4, err) != ERR_OK)
        return err_context(err, "member \"" STR_FMT "\": ", STR_ARG(name));
    if (!found[0] && !found[3])
        return err_set(err, ERR_INVALID,
                       "member \"" STR_FMT "\": a date needs \"edtf\" or \"words\"",
                       STR_ARG(name));
    if (found[2] && !is_anchor_of_time(found[2]->string))
        return err_set(err, ERR_INVALID,
                       "member \"" STR_FMT "\": member \"relative_to\" is not "
                       "\"uttered\", \"published\" or the id of an event",
                       STR_ARG(name));
    return found[0] ? check_edtf(found[0]->string, name, err) : ERR_OK;
}

struct rule {
    enum value_type type; /* VALUE_NULL: any, or decided by the test */
    const char *what;     /* "member "x" is not <what>" */
};

static const struct rule rules[] = {
    [SHAPE_ANY] = {VALUE_NULL, ""},
    [SHAPE_TEXT] = {VALUE_STRING, N_("text, or is blank")},
    [SHAPE_INTEGER] = {VALUE_INTEGER, N_("an integer")},
    [SHAPE_NATURAL] = {VALUE_INTEGER, N_("an integer from 0")},
    [SHAPE_POSITIVE] = {VALUE_INTEGER, N_("an integer from 1")},
    [SHAPE_NUMBER] = {VALUE_NULL, N_("an integer or decimal text such as \"1.5\"")},
    [SHAPE_DECIMAL] = {VALUE_STRING, N_("decimal text such as \"1.5\"")},
    [SHAPE_BOOLEAN] = {VALUE_NULL, N_("true or false")},
    [SHAPE_TRUE] = {VALUE_TRUE, N_("true; leave it out where it does not hold")},
    [SHAPE_OBJECT] = {VALUE_OBJECT, N_("an object")},
    [SHAPE_LIST] = {VALUE_ARRAY, N_("a list, or is empty")},
    [SHAPE_DATE] = {VALUE_NULL, N_("a date")},
    [SHAPE_LANG] = {VALUE_STRING, N_("a language tag such as \"uk\" or \"en-GB\"")},
    [SHAPE_HEX] = {VALUE_STRING, N_("64 lower-case hex digits")},
    [SHAPE_NAME_HEX] = {VALUE_STRING, N_("pairs of lower-case hex digits")},
    [SHAPE_TIME] = {VALUE_STRING, N_("a time such as \"2022-09-15T10:00:00Z\"")},
    [SHAPE_ID] = {VALUE_STRING,
                  N_("an id of 17 characters with its check character right")},
    [SHAPE_FEED] = {VALUE_STRING, N_("a feed id of 26 characters")},
    [SHAPE_STATEMENT] = {VALUE_STRING, N_("a reference <feed>.<index>")},
    [SHAPE_PINNED] = {VALUE_OBJECT,
                      N_("an object of a commitment \"c\" and a reference \"s\"")},
    [SHAPE_OBJECT_NAME] = {VALUE_STRING, N_("a reference <feed>.<index> or a SHA-256")},
    [SHAPE_TERM] = {VALUE_STRING, N_("a term")},
};

static bool text_fits(struct str s, enum shape shape)
{
    switch ((int)shape) {
    case SHAPE_TEXT:
        return !is_blank(s);
    case SHAPE_LANG:
        return is_lang(s);
    case SHAPE_HEX:
        return is_sha256(s);
    case SHAPE_NAME_HEX:
        return is_hex(s);
    case SHAPE_TIME:
        return is_at(s);
    case SHAPE_ID:
        return id_is_valid(s);
    case SHAPE_FEED:
        return is_feed(s);
    case SHAPE_STATEMENT:
        return shape_is_statement_ref(s);
    case SHAPE_OBJECT_NAME:
        return shape_is_statement_ref(s) || is_sha256(s);
    default:
        return true;
    }
}

static bool value_fits(const struct value *v, enum shape shape)
{
    struct decimal number;

    switch ((int)shape) {
    case SHAPE_NATURAL:
        return v->integer >= 0;
    case SHAPE_POSITIVE:
        return v->integer >= 1;
    case SHAPE_NUMBER:
    case SHAPE_DECIMAL:
        return decimal_of(&number, v);
    case SHAPE_BOOLEAN:
        return v->type == VALUE_TRUE || v->type == VALUE_FALSE;
    case SHAPE_LIST:
        return v->count > 0;
    case SHAPE_DATE:
        return v->type == VALUE_STRING || v->type == VALUE_OBJECT;
    case SHAPE_PINNED:
        return is_pinned(v);
    default:
        return v->type != VALUE_STRING || text_fits(v->string, shape);
    }
}

MUST_USE enum err_code shape_check_one(const struct value *v, enum shape shape,
                                       struct str name, struct err *err)
{
    const struct rule *rule = &rules[shape];

    if ((rule->type != VALUE_NULL && v->type != rule->type) || !value_fits(v, shape))
        return err_set(err, ERR_INVALID, "member \"" STR_FMT "\" is not %s",
                       STR_ARG(name), _(rule->what));
    return shape == SHAPE_DATE ? check_date(v, name, err) : ERR_OK;
}

MUST_USE enum err_code shape_check_term(const struct value *v,
                                        const struct additions *additions,
                                        const struct schema_vocabulary *vocabulary,
                                        struct str name, struct err *err)
{
    if (shape_check_one(v, SHAPE_TERM, name, err) != ERR_OK)
        return err->code;
    if (additions_term(additions, vocabulary, v->string))
        return ERR_OK;
    return err_set(
        err, ERR_INVALID,
        "member \"" STR_FMT "\": \"" STR_FMT "\" is not a term of \"" STR_FMT "\"",
        STR_ARG(name), STR_ARG(str_prefix(v->string, 64)), STR_ARG(vocabulary->key));
}

static MUST_USE enum err_code check_member(const struct additions *additions,
                                           const struct member *member,
                                           const struct shape_member *wanted,
                                           struct err *err)
{
    if (wanted->shape != SHAPE_TERM)
        return shape_check_one(&member->value, wanted->shape, member->key, err);
    return shape_check_term(&member->value, additions,
                            schema_vocabulary(wanted->vocabulary), member->key, err);
}

static size_t find_member(struct str key, const struct shape_member *members,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (members[i].key.len == key.len &&
            memcmp(members[i].key.ptr, key.ptr, key.len) == 0)
            return i;
    return count;
}

MUST_USE enum err_code shape_check(const struct value **found,
                                   const struct additions *additions,
                                   const struct value *object,
                                   const struct shape_member *members, size_t count,
                                   struct err *err)
{
    for (size_t i = 0; i < count; i++)
        found[i] = NULL;
    for (uint32_t i = 0; i < object->count; i++) {
        const struct member *member = &object->members[i];
        const size_t at = find_member(member->key, members, count);

        if (at == count)
            return err_set(err, ERR_INVALID, "there is no member \"" STR_FMT "\" here",
                           STR_ARG(str_prefix(member->key, 64)));
        if (found[at])
            return err_set(err, ERR_INVALID, "member \"" STR_FMT "\" is written twice",
                           STR_ARG(member->key));
        found[at] = &member->value;
        if (check_member(additions, member, &members[at], err) != ERR_OK)
            return err->code;
    }
    for (size_t i = 0; i < count; i++)
        if (members[i].is_required && !found[i])
            return err_set(err, ERR_INVALID, "member \"" STR_FMT "\" is missing",
                           STR_ARG(members[i].key));
    return ERR_OK;
}
