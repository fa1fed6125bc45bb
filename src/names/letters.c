#include "names/letters.h"

#include <utf8proc.h>

#include "base/fold.h"
#include "base/text.h"

/* Of one text, decomposed: more of it is not read. */
enum { DECOMPOSED_MAX = 4 * NAME_POINTS_MAX };

struct decomposed {
    utf8proc_int32_t at[DECOMPOSED_MAX];
    size_t count;
    bool is_cut;
};

/* Letters that need no composing and no compatibility mapping, alone or beside each
 * other, and that base/fold folds one to one as Unicode does. The test holds both
 * against utf8proc for every code point. */
static bool is_plain_latin(uint32_t c)
{
    if (c < 0x00c0 || c > 0x017e)
        return false;
    switch (c) {
    case 0x00df: /* ß folds to two */
    case 0x0130: /* İ */
    case 0x0132: /* Ĳ */
    case 0x0133:
    case 0x013f: /* Ŀ */
    case 0x0140:
    case 0x0149: /* ŉ */
        return false;
    default:
        return true;
    }
}

static bool is_plain_arabic(uint32_t c)
{
    return (c >= 0x0620 && c <= 0x064a) || (c >= 0x0660 && c <= 0x066f) ||
           (c >= 0x0671 && c <= 0x0674) || (c >= 0x0679 && c <= 0x06d3);
}

static bool is_plain(uint32_t c)
{
    if (c < 0x80)
        return c != 0;
    if (c < 0x0400)
        return is_plain_latin(c) || c == 0x02b9 || c == 0x02bc;
    if (c < 0x0530)
        return c < 0x0483 || c > 0x0489;
    return is_plain_arabic(c) || c == 0x2018 || c == 0x2019 || c == 0x201d;
}

static uint32_t folded(uint32_t c)
{
    if (c < 0x80)
        return c - 'A' < 26 ? c + 32 : c;
    if (c - 0x0410 < 0x20)
        return c + 0x20;
    if (c - 0x0430 < 0x30)
        return c;
    if (c >= 0x0600 || c == 0x02bc)
        return c;
    return fold_code_point(c);
}

/* The next code point at *at of text, passing over what is no UTF-8; false at the end. */
static bool next_point(uint32_t *out, struct str text, size_t *at)
{
    while (*at < text.len) {
        const unsigned char *p = (const unsigned char *)text.ptr + *at;

        if (p[0] < 0x80) {
            *out = p[0];
            (*at)++;
            return true;
        }
        /* two bytes: all of Cyrillic and Arabic, most of Latin */
        if (p[0] >= 0xc2 && p[0] < 0xe0 && text.len - *at > 1 && (p[1] & 0xc0) == 0x80) {
            *out = (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
            *at += 2;
            return true;
        }
        if (utf8_sequence(str_after(text, *at)) > 0) {
            *out = utf8_next(text, at);
            return true;
        }
        (*at)++;
    }
    return false;
}

static void add(struct decomposed *out, const utf8proc_int32_t *points,
                utf8proc_ssize_t count)
{
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (out->count == DECOMPOSED_MAX) {
            out->is_cut = true;
            return;
        }
        out->at[out->count++] = points[i];
    }
}

/* Decomposed, then folded, then decomposed: the order that gives canonically equal texts
 * one outcome (Unicode, chapter 3, D145). */
static void decompose(struct decomposed *out, uint32_t c, utf8proc_option_t how)
{
    enum { ONE_MAX = 32 }; /* U+FDFA has 18 */
    utf8proc_int32_t whole[ONE_MAX];
    utf8proc_int32_t small[ONE_MAX];
    utf8proc_ssize_t count;
    int last = 0;

    count = utf8proc_decompose_char((utf8proc_int32_t)c, whole, ONE_MAX, how, &last);
    for (utf8proc_ssize_t i = 0; i < count && i < ONE_MAX; i++) {
        int class = 0;
        utf8proc_ssize_t folds =
            utf8proc_decompose_char(whole[i], small, ONE_MAX,
                                    (utf8proc_option_t)(how | UTF8PROC_CASEFOLD), &class);

        add(out, small, folds < ONE_MAX ? folds : ONE_MAX);
    }
}

static int mark_order(utf8proc_int32_t c)
{
    return utf8proc_get_property(c)->combining_class;
}

static void order_marks(struct decomposed *text)
{
    for (size_t i = 1; i < text->count; i++) {
        utf8proc_int32_t c = text->at[i];
        int order = mark_order(c);
        size_t at = i;

        while (order > 0 && at > 0 && mark_order(text->at[at - 1]) > order) {
            text->at[at] = text->at[at - 1];
            at--;
        }
        text->at[at] = c;
    }
}

/* A text that was cut ends in an unfinished letter, of which the order of what was read
 * decides how much is there. */
static void drop_unfinished(struct decomposed *text)
{
    if (!text->is_cut)
        return;
    while (text->count > 0 && mark_order(text->at[text->count - 1]) != 0)
        text->count--;
    if (text->count > 0)
        text->count--;
}

static void points_slowly(struct name_points *out, struct str text, utf8proc_option_t how)
{
    const int compose = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    struct decomposed parts = {.count = 0};
    utf8proc_ssize_t count;
    size_t at = 0;
    uint32_t c;

    while (!parts.is_cut && next_point(&c, text, &at))
        decompose(&parts, c, how);
    drop_unfinished(&parts);
    order_marks(&parts);
    count = utf8proc_normalize_utf32(parts.at, (utf8proc_ssize_t)parts.count,
                                     (utf8proc_option_t)compose);
    out->count = 0;
    for (utf8proc_ssize_t i = 0; i < count && out->count < NAME_POINTS_MAX; i++)
        out->at[out->count++] = (uint32_t)parts.at[i];
}

/* False when the text holds something else than plain letters. */
static bool points_quickly(struct name_points *out, struct str text)
{
    size_t at = 0;
    uint32_t c;

    out->count = 0;
    while (out->count < NAME_POINTS_MAX && next_point(&c, text, &at)) {
        if (!is_plain(c))
            return false;
        out->at[out->count++] = folded(c);
    }
    return true;
}

void name_points_of(struct name_points *out, struct str text)
{
    if (!points_quickly(out, text))
        points_slowly(out, text, UTF8PROC_DECOMPOSE);
}

/* In Cyrillic a mark that is composed makes another letter; ѐ and ѝ only carry stress. */
uint32_t name_point_plain(uint32_t c)
{
    utf8proc_int32_t parts[4];
    int last = 0;

    if (c < 0x00c0 || name_script_of_point(c) == SCRIPT_ARABIC)
        return c;
    if (c == 0x0450)
        return 0x0435;
    if (c == 0x045d)
        return 0x0438;
    if (c >= 0x0400 && c < 0x0530)
        return c;
    if (utf8proc_decompose_char((utf8proc_int32_t)c, parts, 4, UTF8PROC_DECOMPOSE,
                                &last) < 1)
        return c;
    return (uint32_t)parts[0];
}

void name_points_compat(struct name_points *out, struct str text)
{
    if (!points_quickly(out, text))
        points_slowly(out, text,
                      (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT));
}

void name_points_plain(struct name_points *out, struct str text)
{
    size_t kept = 0;

    name_points_compat(out, text);
    for (size_t i = 0; i < out->count; i++)
        if (name_class_of(out->at[i]) != CLASS_MARK)
            out->at[kept++] = name_point_plain(out->at[i]);
    out->count = kept;
}

static bool is_apostrophe(uint32_t c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0x00b4:
    case 0x02b9:
    case 0x02ba:
    case 0x02bb:
    case 0x02bc:
    case 0x02be:
    case 0x02bf:
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x201d:
    case 0x2032:
    case 0x2033:
    case 0xff07:
        return true;
    default:
        return false;
    }
}

static enum name_class slow_class_of(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
        return CLASS_LETTER;
    if (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME)
        return CLASS_MARK;
    return category == UTF8PROC_CATEGORY_ND ? CLASS_DIGIT : CLASS_OTHER;
}

enum name_class name_class_of(uint32_t c)
{
    if ((c | 0x20) - 'a' < 26)
        return CLASS_LETTER;
    if (is_apostrophe(c))
        return CLASS_APOSTROPHE;
    if (c < 0x80)
        return c - '0' < 10 ? CLASS_DIGIT : CLASS_OTHER;
    if (c >= 0x0400 && c < 0x0482)
        return CLASS_LETTER;
    return slow_class_of(c);
}

enum name_script name_script_of_point(uint32_t c)
{
    if ((c | 0x20) - 'a' < 26)
        return SCRIPT_LATIN;
    if (c >= 0x0400 && c < 0x0530)
        return SCRIPT_CYRILLIC;
    if (c < 0x00c0 || name_class_of(c) != CLASS_LETTER)
        return SCRIPT_OTHER;
    if (c < 0x0250 || (c >= 0x1e00 && c < 0x1f00))
        return SCRIPT_LATIN;
    if ((c >= 0x0600 && c < 0x0780) || (c >= 0x08a0 && c < 0x0900) ||
        (c >= 0xfb50 && c < 0xff00))
        return SCRIPT_ARABIC;
    return SCRIPT_OTHER;
}

enum name_script name_script_of(struct str word)
{
    struct name_points points;
    size_t of[SCRIPT_OTHER + 1] = {0};
    enum name_script most = SCRIPT_OTHER;

    name_points_plain(&points, word);
    for (size_t i = 0; i < points.count; i++)
        of[name_script_of_point(points.at[i])]++;
    of[SCRIPT_OTHER] = 0;
    for (int script = SCRIPT_LATIN; script < SCRIPT_OTHER; script++)
        if (of[script] > of[most])
            most = (enum name_script)script;
    return most;
}
