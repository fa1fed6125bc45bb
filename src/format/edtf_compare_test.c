#include "format/edtf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct edtf parsed(const char *text)
{
    struct edtf e = {.span_count = 0};
    struct err err = {0};

    if (edtf_parse(&e, str_from_c(text), &err) != ERR_OK)
        fail_msg("%s: %s", text, err.message);
    return e;
}

static const struct {
    const char *a;
    const char *b;
    const char *answer; /* overlaps, a before b, b before a, equals: y, n or ? */
    enum edtf_order order;
} pairs[] = {
    {"2022-09-10", "2022-09-10", "ynny", EDTF_SAME},
    {"2022-09-10", "2022-09-11", "nynn", EDTF_BEFORE},
    {"2022-09-12", "2022-09-11", "nnyn", EDTF_AFTER},
    {"2022-09", "2022-09", "????", EDTF_OVERLAP},
    {"2022-09", "2022-09-10", "????", EDTF_OVERLAP},
    {"2022-09", "2022-09-30", "??n?", EDTF_OVERLAP},
    {"2022-08", "2022-09", "nynn", EDTF_BEFORE},
    {"2022-09-XX", "2022-09", "????", EDTF_OVERLAP},
    /* qualifiers turn yes into maybe and leave no */
    {"2022-09-10~", "2022-09-10", "?nn?", EDTF_OVERLAP},
    {"2022-09-10?", "2022-09-11", "n?nn", EDTF_OVERLAP},
    {"2022", "2021-%12", "nn?n", EDTF_OVERLAP},
    {"2022-09-10~", "1950", "nn?n", EDTF_OVERLAP},
    /* an interval covers everything between its ends, for sure only between dates known
     */
    {"2022-03-01/2022-09-30", "2022-05-05", "ynnn", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-05-05", "ynnn", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-05", "ynnn", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-09-15", "??nn", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-03-31", "ynnn", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-03-30", "?n?n", EDTF_OVERLAP},
    {"2022-03/2022-09", "2022-10", "nynn", EDTF_BEFORE},
    {"2022-03/2022-09", "2022-03/2022-09", "ynn?", EDTF_OVERLAP},
    {"2022-03-01/2022-09-30", "2022-03-01/2022-09-30", "ynny", EDTF_SAME},
    {"2022-03-01/2022-03-01", "2022-03-01", "ynny", EDTF_SAME},
    {"2022-03-01/2022-03-09", "2022-03-09/2022-03-10", "ynnn", EDTF_OVERLAP},
    /* open and unknown ends */
    {"2022-02-24/..", "2030", "ynnn", EDTF_OVERLAP},
    {"2022-02-24/..", "2021", "nnyn", EDTF_AFTER},
    {"2022-02-24/..", "2022-02-24/..", "ynny", EDTF_SAME},
    {"../2022-02-24", "1900-01-01", "ynnn", EDTF_OVERLAP},
    {"2022-02-24/", "2030", "??nn", EDTF_OVERLAP},
    {"2022-02-24/", "2022-02-24", "ynn?", EDTF_OVERLAP},
    {"/2022-03-31", "2022-03-31", "ynn?", EDTF_OVERLAP},
    {"/2022-03-31", "2022-03-30", "?n?n", EDTF_OVERLAP},
    {"/2022-03-31", "2022-04-01", "nynn", EDTF_BEFORE},
    {"2022-02-24/", "2022-02-24/", "ynn?", EDTF_OVERLAP},
    /* one of */
    {"[2022-03-01,2022-03-04]", "2022-03-04", "??n?", EDTF_OVERLAP},
    {"[2022-03-01,2022-03-04]", "2022-03-03", "n??n", EDTF_OVERLAP},
    {"[2022-03-01,2022-03-04]", "2022-03-05", "nynn", EDTF_BEFORE},
    {"[2022-03-01,2022-03-04]", "[2022-03-01,2022-03-04]", "????", EDTF_OVERLAP},
    {"[2022-03-01]", "2022-03-01", "ynny", EDTF_SAME},
    {"[2022-03-01..2022-03-04]", "2022-03-02", "????", EDTF_OVERLAP},
    {"[..2022-03]", "2022-04", "nynn", EDTF_BEFORE},
    {"[..2022-03]", "1950", "????", EDTF_OVERLAP},
    {"[2022-03..]", "2022-02", "nnyn", EDTF_AFTER},
    /* all of */
    {"{2022-03-01,2022-03-04}", "2022-03-04", "ynnn", EDTF_OVERLAP},
    {"{2022-03-01,2022-03-04}", "2022-03-03", "nnnn", EDTF_OVERLAP},
    {"{2022-03-01,2022-03-04}", "2022-03-05", "nynn", EDTF_BEFORE},
    {"{2022-03-01,2022-03-04}", "{2022-03-01,2022-03-04}", "ynny", EDTF_SAME},
    {"{2022-03-01,2022-03-04}", "{2022-03-04,2022-03-01}", "ynn?", EDTF_OVERLAP},
    {"{2022-03-01,2022-03}", "{2022-03-01,2022-03-04,2022-03-05}", "ynn?", EDTF_OVERLAP},
    {"{2022-03-01..2022-03-05}", "2022-03-03", "ynnn", EDTF_OVERLAP},
    /* times: the second where both have one, the day otherwise */
    {"2022-09-10T14:05:00Z", "2022-09-10T14:05:01Z", "nynn", EDTF_BEFORE},
    {"2022-09-10T14:05:00Z", "2022-09-10T17:05:00+03:00", "ynny", EDTF_SAME},
    {"2022-09-10T14:05:00Z", "2022-09-10", "ynn?", EDTF_OVERLAP},
    {"2022-09-10T14:05:00Z", "2022-09-11", "nynn", EDTF_BEFORE},
    {"2022-09-10T14:05:00", "2022-09-10T14:05:00", "ynny", EDTF_SAME},
    {"2022-09-10T14:05:00", "2022-09-10T14:05:00Z", "????", EDTF_OVERLAP},
    {"2022-09-10T14:05:00", "2022-09-11T02:05:00Z", "??n?", EDTF_OVERLAP},
    {"2022-09-10T14:05:00", "2022-09-11T02:05:01Z", "nynn", EDTF_BEFORE},
    {"2022-09-10T14:05:00", "2022-09-10T00:04:59Z", "nnyn", EDTF_AFTER},
};

static char letter(enum truth t)
{
    static const char letters[] = {
        [TRUTH_NO] = 'n', [TRUTH_MAYBE] = '?', [TRUTH_YES] = 'y'};

    return letters[t];
}

static void every_pair_is_answered_as_the_header_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct edtf a = parsed(pairs[i].a);
        struct edtf b = parsed(pairs[i].b);
        const char got[] = {letter(edtf_overlaps(&a, &b)), letter(edtf_is_before(&a, &b)),
                            letter(edtf_is_before(&b, &a)), letter(edtf_equals(&a, &b)),
                            '\0'};

        if (!str_equal(str_from_c(got), str_from_c(pairs[i].answer)))
            fail_msg("%s and %s: %s", pairs[i].a, pairs[i].b, got);
        assert_int_equal(edtf_compare(&a, &b), pairs[i].order);
    }
}

static void overlap_and_equality_do_not_depend_on_the_side(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct edtf a = parsed(pairs[i].a);
        struct edtf b = parsed(pairs[i].b);

        assert_int_equal(edtf_overlaps(&a, &b), edtf_overlaps(&b, &a));
        assert_int_equal(edtf_equals(&a, &b), edtf_equals(&b, &a));
    }
}

static void an_interval_can_be_read_as_some_time_between(void **state)
{
    struct edtf interval = parsed("2022-03-01/2022-09-30");
    struct edtf day = parsed("2022-05-05");
    struct edtf within = {.span_count = 0};

    (void)state;
    assert_int_equal(edtf_overlaps(&interval, &day), TRUTH_YES);
    edtf_within(&within, &interval);
    assert_int_equal(within.kind, EDTF_ONE_OF);
    assert_int_equal(edtf_overlaps(&within, &day), TRUTH_MAYBE);
    edtf_within(&within, &day);
    assert_int_equal(edtf_equals(&within, &day), TRUTH_YES);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"every pair is answered as the header says",
         every_pair_is_answered_as_the_header_says, 0, 0, 0},
        {"overlap and equality do not depend on the side",
         overlap_and_equality_do_not_depend_on_the_side, 0, 0, 0},
        {"an interval can be read as some time between",
         an_interval_can_be_read_as_some_time_between, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
