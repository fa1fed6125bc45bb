#include "intake/finding.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "format/canon.h"

static const struct obtained copied = {.how = STR_INIT("copied")};

/* The draft as canonical JSON, NUL-terminated. */
static void write_draft(struct buf *out, const struct finding *finding,
                        const struct obtained *obtained)
{
    struct arena arena = {0};
    struct err err = {0};
    struct value draft = finding_draft(&arena, finding, STR("run1"), STR(""), obtained);

    buf_reset(out);
    assert_int_equal(canon_write(out, &draft, &err), ERR_OK);
    buf_char(out, '\0');
    arena_free(&arena);
}

static void a_draft_says_what_was_found_where_and_how(void **state)
{
    const struct finding finding = {.path = STR("DCIM/фото.jpg"),
                                    .size = 12,
                                    .type = "image/jpeg",
                                    .stat = {"1.000000000 2.000000000 3"}};
    const struct obtained obtained = {STR("copied"), STR("a neighbour"), STR("Izium"),
                                      STR("2022-09-12")};
    struct buf out = {0};

    (void)state;
    write_draft(&out, &finding, &obtained);
    assert_string_equal(
        out.ptr, "{\"kind\":\"object\",\"name\":\"фото.jpg\",\"obtained\":{\"from\":\"a "
                 "neighbour\","
                 "\"how\":\"copied\",\"on\":\"2022-09-12\",\"where\":\"Izium\"},"
                 "\"path\":\"DCIM/фото.jpg\",\"run\":\"run1\",\"sha256\":"
                 "\"0000000000000000000000000000000000000000000000000000000000000000\","
                 "\"size\":12,"
                 "\"stat\":\"1.000000000 2.000000000 3\",\"stored\":"
                 "\"0000000000000000000000000000000000000000000000000000000000000000\","
                 "\"type\":\"image/jpeg\"}");
    buf_release(&out);
}

static void a_sealed_draft_names_its_compartment_and_what_is_stored(void **state)
{
    const struct finding finding = {
        .path = STR("a"), .stored = {{0xff, 1}}, .size = 1, .type = "text/plain"};
    struct arena arena = {0};
    struct value draft =
        finding_draft(&arena, &finding, STR("run1"), STR("0000000000000000q"), &copied);

    (void)state;
    assert_true(
        str_equal(value_get_string(&draft, STR("seal")), STR("0000000000000000q")));
    assert_true(str_starts_with(value_get_string(&draft, STR("stored")), STR("ff0100")));
    assert_true(str_starts_with(value_get_string(&draft, STR("sha256")), STR("000000")));
    draft = finding_draft(&arena, &finding, STR("run1"), STR(""), &copied);
    assert_null(value_get(&draft, STR("seal")));
    arena_free(&arena);
}

static void a_name_is_text_or_hex_and_never_both(void **state)
{
    struct finding finding = {.path = STR("good/\xff"), .type = "text/plain"};
    struct buf out = {0};

    (void)state;
    write_draft(&out, &finding, &copied);
    assert_non_null(strstr(out.ptr, "\"name_hex\":\"ff\""));
    assert_non_null(strstr(out.ptr, "\"path_hex\":\"676f6f642fff\""));
    assert_null(strstr(out.ptr, "\"name\":"));
    assert_null(strstr(out.ptr, "\"path\":"));
    finding.path = STR("b\xff"
                       "d/good");
    write_draft(&out, &finding, &copied);
    assert_non_null(strstr(out.ptr, "\"name\":\"good\""));
    assert_non_null(strstr(out.ptr, "\"path_hex\":\"62ff642f676f6f64\""));
    buf_release(&out);
}

static void text_is_utf8_without_control_characters(void **state)
{
    (void)state;
    assert_true(finding_is_text(STR("Ізюм مقبرة \xc2\xa0")));
    assert_true(finding_is_text(STR("")));
    assert_false(finding_is_text(STR("a\nb")));
    assert_false(finding_is_text(STR("a\x7f")));
    assert_false(finding_is_text(STR("a\xc2\x9b")));
    assert_false(finding_is_text(STR("a\xc0\xaf")));
}

static void a_commit_is_due_by_number_or_by_bytes(void **state)
{
    struct findings findings = {0};
    struct finding finding = {.path = STR("a"), .size = FINDINGS_BYTES / 2 + 1};

    (void)state;
    assert_false(findings_are_due(&findings));
    finding.existed = true; /* takes no room */
    findings_add(&findings, &finding);
    findings_add(&findings, &finding);
    assert_false(findings_are_due(&findings));
    finding.existed = false;
    findings_add(&findings, &finding);
    assert_false(findings_are_due(&findings));
    findings_add(&findings, &finding);
    assert_true(findings_are_due(&findings));
    findings_reset(&findings);
    assert_false(findings_are_due(&findings));
    finding.size = 1;
    for (int i = 0; i < FINDINGS_MAX; i++)
        findings_add(&findings, &finding);
    assert_true(findings_are_due(&findings));
    findings_release(&findings);
}

static void a_commit_is_due_a_minute_after_its_first_finding(void **state)
{
    struct findings findings = {0};
    const struct finding finding = {.path = STR("a")};

    (void)state;
    findings_add(&findings, &finding);
    findings.first_ns -= FINDINGS_SECONDS * INT64_C(1000000000);
    findings_add(&findings, &finding);
    assert_true(findings_are_due(&findings));
    findings_release(&findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_says_what_was_found_where_and_how),
        cmocka_unit_test(a_sealed_draft_names_its_compartment_and_what_is_stored),
        cmocka_unit_test(a_name_is_text_or_hex_and_never_both),
        cmocka_unit_test(text_is_utf8_without_control_characters),
        cmocka_unit_test(a_commit_is_due_by_number_or_by_bytes),
        cmocka_unit_test(a_commit_is_due_a_minute_after_its_first_finding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
