/*
 * The input is one or two dates, split at the first line feed. Accepted implies:
 * bounds in order, words for it, not different from itself, never before itself,
 * and of two dates at most one before the other.
 */

#include <stdlib.h>

#include "format/edtf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_one(const struct edtf *e)
{
    struct edtf_bounds bounds = edtf_bounds(e);
    struct edtf within;
    struct buf words = {0};

    require(bounds.first <= bounds.last && bounds.first_s <= bounds.last_s);
    require(bounds.is_open_start == (bounds.first == INT64_MIN));
    require(bounds.is_open_end == (bounds.last == INT64_MAX));
    require(edtf_equals(e, e) != TRUTH_NO);
    require(edtf_overlaps(e, e) != TRUTH_NO);
    require(edtf_is_before(e, e) != TRUTH_YES);
    edtf_within(&within, e);
    require(edtf_overlaps(&within, e) != TRUTH_NO);
    for (int language = EDTF_ENGLISH; language <= EDTF_UKRAINIAN; language++) {
        buf_reset(&words);
        edtf_describe(&words, e, (enum edtf_language)language);
        require(words.len > 0);
    }
    buf_release(&words);
}

static void check_two(const struct edtf *a, const struct edtf *b)
{
    enum truth before = edtf_is_before(a, b);
    enum truth after = edtf_is_before(b, a);
    enum truth overlaps = edtf_overlaps(a, b);

    require(before != TRUTH_YES || after == TRUTH_NO);
    require((before != TRUTH_YES && after != TRUTH_YES) || overlaps == TRUTH_NO);
    require(overlaps == edtf_overlaps(b, a));
    require(edtf_equals(a, b) == edtf_equals(b, a));
    require(edtf_equals(a, b) != TRUTH_YES || overlaps == TRUTH_YES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct str first = str_cut(&rest, '\n');
    struct edtf a;
    struct edtf b;
    struct err err;

    if (edtf_parse(&a, first, &err) != ERR_OK)
        return 0;
    check_one(&a);
    if (edtf_parse(&b, rest, &err) == ERR_OK) {
        check_one(&b);
        check_two(&a, &b);
    }
    return 0;
}
