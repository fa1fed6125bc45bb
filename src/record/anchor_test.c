#include "record/anchor.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define FEED "psqz2nfrr54h0sv8qh42ysypj9"
#define CODE "yxf3w4pr37fxyrn6"
#define HASH "0123456789abcdef"
#define OTHER "fedcba9876543210"

static void a_file_is_what_its_name_says(void **state)
{
    static const struct {
        const char *name;
        enum anchor_kind kind;
        uint64_t size;
        const char *hash;
    } cases[] = {
        {"paper-3-" CODE "-" HASH ".json", ANCHOR_PAPER, 3, HASH},
        {"request-0-" CODE "-" HASH ".tsq", ANCHOR_REQUEST, 0, HASH},
        {"stamp-1234567-" CODE "-" HASH ".tsr", ANCHOR_STAMP, 1234567, HASH},
        {"stamp-3-" CODE "-" OTHER "-" HASH ".pem", ANCHOR_CERTIFICATES, 3, HASH},
        {"stamp-3-" CODE "-" OTHER "-" HASH ".crl", ANCHOR_CRL, 3, HASH},
        {"stamp-3-" CODE "-" OTHER "-" HASH ".ocsp", ANCHOR_OCSP, 3, HASH},
        {FEED "-4-" HASH ".note", ANCHOR_EVIDENCE, 4, HASH},
        {"paper-3-" CODE "-" HASH ".json.new", ANCHOR_UNFINISHED, 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct anchor_name name = anchor_name_parse(str_from_c(cases[i].name));

        if (name.kind != cases[i].kind)
            fail_msg("%s", cases[i].name);
        assert_int_equal(name.size, cases[i].size);
        assert_true(str_equal(name.hash, str_from_c(cases[i].hash)));
        if (name.kind == ANCHOR_EVIDENCE)
            assert_true(str_equal(name.feed, STR(FEED)));
        else if (name.kind != ANCHOR_UNFINISHED)
            assert_string_equal(name.code.text, CODE);
        if (name.kind == ANCHOR_CRL)
            assert_true(str_equal(name.stamp, STR(OTHER)));
    }
}

/* What is not exactly of the form is not understood, rather than half understood. */
static void every_other_name_is_not_understood(void **state)
{
    static const char *const names[] = {
        "",
        "paper",
        "cosigned.txt",
        "paper-3-" CODE "-" HASH ".tsr",
        "stamp-3-" CODE "-" HASH ".json",
        "paper-03-" CODE "-" HASH ".json",
        "paper--" CODE "-" HASH ".json",
        "paper-18446744073709551616-" CODE "-" HASH ".json",
        "paper-3-YXF3W4PR37FXYRN6-" HASH ".json",
        "paper-3-" CODE "0-" HASH ".json",
        "paper-3-" CODE "-0123456789ABCDEF.json",
        "paper-3-" CODE "-0123456789abcde.json",
        "paper-3-" CODE "-" HASH "0.json",
        "paper-3-" CODE "-" HASH ".json.gz",
        "paper-3-" CODE ".json",
        "stamp-3-" CODE "-" HASH ".pem",
        "stamp-3-" CODE "-" HASH "-" HASH ".tsr",
        "stamp-3-" CODE "-" HASH "-" HASH "-" HASH ".crl",
        FEED "-4-" HASH ".tsr",
        FEED "-4-" CODE "-" HASH ".note",
        FEED "0-4-" HASH ".note",
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (anchor_name_parse(str_from_c(names[i])).kind != ANCHOR_UNKNOWN)
            fail_msg("%s", names[i]);
}

static void only_a_trusted_chain_counts(void **state)
{
    static const struct {
        enum anchor_kind kind;
        enum timestamp_chain chain;
        bool is_wrong;
        bool is_trusted;
        bool is_unchecked;
    } cases[] = {
        {ANCHOR_STAMP, TIMESTAMP_TRUSTED, false, true, false},
        {ANCHOR_STAMP, TIMESTAMP_UNTRUSTED, false, false, true},
        {ANCHOR_STAMP, TIMESTAMP_INCOMPLETE, false, false, true},
        {ANCHOR_STAMP, TIMESTAMP_SELF_SIGNED, false, false, false},
        {ANCHOR_STAMP, TIMESTAMP_TRUSTED, true, false, false},
        {ANCHOR_STAMP, TIMESTAMP_UNTRUSTED, true, false, false},
        {ANCHOR_PAPER, TIMESTAMP_TRUSTED, false, false, false},
        {ANCHOR_REQUEST, TIMESTAMP_UNTRUSTED, false, false, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct anchor anchor = {.kind = cases[i].kind,
                                .wrong = cases[i].is_wrong ? STR("why") : STR(""),
                                .verdict = {.chain = cases[i].chain}};

        assert_int_equal(anchor_is_trusted(&anchor), cases[i].is_trusted);
        assert_int_equal(anchor_is_unchecked(&anchor), cases[i].is_unchecked);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_what_its_name_says),
        cmocka_unit_test(every_other_name_is_not_understood),
        cmocka_unit_test(only_a_trusted_chain_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
