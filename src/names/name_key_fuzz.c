/*
 * Two names in one input, a newline between them; any bytes. Keys are bounded and of
 * small letters and digits, the same for canonically equal texts; a distance is symmetric
 * and within its bounds; a Cyrillic spelling romanises to the Latin one it was made from.
 */

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "names/daitch_mokotoff.h"
#include "names/distance.h"
#include "names/meet.h"
#include "names/romanise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef void (*key_function)(struct name_key *, struct str);

static const key_function functions[] = {name_fold1, name_fold2, name_skeleton};

static bool same_points(const struct name_points *a, const struct name_points *b)
{
    return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof a->at[0]) == 0;
}

static void append_points(struct buf *out, const struct name_points *points)
{
    buf_reset(out);
    for (size_t i = 0; i < points->count; i++)
        utf8_append(out, points->at[i]);
}

static void check_key(const struct name_key *key)
{
    assert(key->len <= NAME_KEY_MAX);
    for (size_t i = 0; i < key->len; i++)
        assert((key->text[i] >= 'a' && key->text[i] <= 'z') ||
               (key->text[i] >= '0' && key->text[i] <= '9'));
}

/* The text and what name_points_of makes of it (NFC) have one key each, when nothing was
 * cut. */
static void check_keys(struct str text, struct str composed, bool is_whole)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        struct name_key key;
        struct name_key again;

        functions[i](&key, text);
        functions[i](&again, composed);
        check_key(&key);
        if (is_whole)
            assert(str_equal(name_key_str(&key), name_key_str(&again)));
    }
}

static void check_points(struct str text)
{
    struct buf buf = {0};
    struct name_points points;
    struct name_points again;

    name_points_of(&points, text);
    assert(points.count <= NAME_POINTS_MAX);
    append_points(&buf, &points);
    name_points_of(&again, buf_str(&buf));
    assert(same_points(&points, &again));
    check_keys(text, buf_str(&buf), points.count < NAME_POINTS_MAX / 4);
    name_fold_arabic(&points, text);
    append_points(&buf, &points);
    name_fold_arabic(&again, buf_str(&buf));
    assert(same_points(&points, &again));
    buf_release(&buf);
}

static void check_codes(struct str text)
{
    uint32_t codes[NAME_DM_MAX];
    size_t count = name_dm(codes, NAME_DM_MAX, text);

    assert(count <= NAME_DM_MAX);
    for (size_t i = 0; i < count; i++)
        assert(codes[i] < 1000000 && (i == 0 || codes[i - 1] < codes[i]));
}

static void check_back(struct str latin, enum romanisation table)
{
    struct name_text texts[4];
    struct name_points wanted;
    size_t count = name_cyrillise(texts, 4, latin, table);

    name_points_of(&wanted, latin);
    for (size_t i = 0; i < count; i++) {
        struct name_text roman;
        struct name_points points;

        name_romanise(&roman, name_text_str(&texts[i]), table);
        name_points_of(&points, name_text_str(&roman));
        assert(points.count == wanted.count);
        for (size_t k = 0; k < points.count; k++)
            assert(points.at[k] == wanted.at[k] ||
                   name_class_of(wanted.at[k]) == CLASS_APOSTROPHE ||
                   wanted.at[k] == '"');
    }
}

static void check_romanisation(struct str text)
{
    for (int table = 0; table < ROMAN_COUNT; table++) {
        struct name_text roman;

        name_romanise(&roman, text, (enum romanisation)table);
        assert(roman.len <= NAME_TEXT_MAX && utf8_is_valid(name_text_str(&roman)));
        check_back(text, (enum romanisation)table);
    }
}

static void check_pair(struct str a, struct str b)
{
    struct name_points x;
    struct name_points y;
    size_t longer;
    size_t osa;

    name_points_of(&x, a);
    name_points_of(&y, b);
    longer = x.count > y.count ? x.count : y.count;
    osa = name_osa(&x, &y, longer);
    assert(osa <= longer && osa == name_osa(&y, &x, longer));
    assert(osa <= name_levenshtein(&x, &y, longer));
    assert((osa == 0) == same_points(&x, &y));
    assert(name_jaro_winkler(&x, &y) >= name_jaro(&x, &y));
    assert(name_jaro_winkler(&x, &y) < 1.0000001);
    assert(name_meet(a, b) == name_meet(b, a));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct str first = str_cut(&rest, '\n');

    check_points(first);
    check_codes(first);
    if (first.len < 32)
        check_romanisation(first);
    check_pair(first, rest);
    return 0;
}
