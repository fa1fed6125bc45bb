#include "crypto/share_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct share example(void)
{
    struct share share = {.set = {SHARES_OF_COMPARTMENT,
                                  "psqz2nfr",
                                  "000g40r40m30e209j",
                                  258,
                                  {1, 2, 3, 4},
                                  3},
                          .number = 5};

    for (size_t i = 0; i < SHARES_DATA; i++)
        share.data[i] = (uint8_t)(7 * i);
    return share;
}

static struct buf in_lines(const struct share_text *text, bool is_numbered)
{
    struct buf out = {0};

    for (unsigned i = 0; i < SHARE_TEXT_LINES; i++)
        if (is_numbered)
            buf_printf(&out, "%u: %s\n", i + 1, text->lines[i]);
        else
            buf_printf(&out, "%s\n", text->lines[i]);
    return out;
}

static void must_read(struct str text, const struct share *expected)
{
    struct share share;
    struct err err = {0};
    unsigned line = 9;

    if (share_text_parse(&share, &line, text, &err) != ERR_OK)
        fail_msg("%s", err.message);
    assert_true(shares_same_set(&share.set, &expected->set));
    assert_string_equal(share.set.owner, expected->set.owner);
    assert_string_equal(share.set.archive, expected->set.archive);
    assert_int_equal(share.number, expected->number);
    assert_memory_equal(share.data, expected->data, SHARES_DATA);
    assert_int_equal(line, 0);
}

static void a_share_is_read_in_every_form_it_is_written_in(void **state)
{
    struct share share = example();
    struct share_text text;
    struct buf form;

    (void)state;
    share_text_of(&text, &share);
    /* Made by other means: papers must stay readable. */
    assert_string_equal(text.lines[0], "22V6 ZWAN Z000 20G3 0G8M");
    assert_string_equal(text.lines[1], "2GC1 R814 0G40 820C 2018");
    assert_string_equal(text.lines[2], "6180 0W71 A713 58RK GFDV");
    assert_string_equal(text.lines[3], "T69N A5PR K9E1 VQX1 CCQM");
    assert_string_equal(text.lines[4], "JEDA 3A5F PTYW 9JYJ V7AX");
    assert_string_equal(text.lines[5], "GEFV QNZG 1GM4 AR04 4G5Y");
    form = in_lines(&text, true);
    must_read(buf_str(&form), &share);
    for (size_t i = 0; i < form.len; i++)
        if (form.ptr[i] >= 'A' && form.ptr[i] <= 'Z')
            form.ptr[i] = (char)(form.ptr[i] + 32);
        else if (form.ptr[i] == '0')
            form.ptr[i] = 'o';
        else if (form.ptr[i] == '1' && i % 28 > 2)
            form.ptr[i] = 'l';
        else if (form.ptr[i] == ' ')
            form.ptr[i] = '-';
    must_read(buf_str(&form), &share);
    buf_release(&form);
    form = in_lines(&text, false);
    must_read(buf_str(&form), &share);
    buf_release(&form);
    share_text_one_line(&form, &text);
    assert_true(str_starts_with(buf_str(&form), STR("STELE-SHARE 2")));
    must_read(buf_str(&form), &share);
    must_read(str_after(buf_str(&form), strlen("STELE-SHARE ")), &share);
    buf_release(&form);
    share.set.kind = SHARES_OF_MEMBER;
    share.set.epoch = 0;
    share_text_of(&text, &share);
    form = in_lines(&text, false);
    must_read(buf_str(&form), &share);
    buf_release(&form);
}

/* Each other character in the place of one; each other one, swapped with it. */
static void must_find(const struct share_text *text, unsigned n, size_t at)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const char *right = text->lines[n];
    char typed[SHARE_TEXT_LINE_SHOWN + 1];
    struct err err = {0};

    memcpy(typed, right, sizeof typed);
    for (size_t d = 0; d < 32; d++) {
        typed[at] = digits[d];
        assert_int_equal(share_text_check_line(n + 1, str_from_c(typed), &err),
                         digits[d] == right[at] ? ERR_OK : ERR_INVALID);
    }
    for (size_t other = 0; other < at; other++) {
        memcpy(typed, right, sizeof typed);
        typed[at] = right[other];
        typed[other] = right[at];
        if (typed[at] != ' ' && typed[at] != typed[other])
            assert_int_equal(share_text_check_line(n + 1, str_from_c(typed), &err),
                             ERR_INVALID);
    }
}

static void a_typing_error_is_found_in_its_line(void **state)
{
    struct share share = example();
    struct share_text text;

    (void)state;
    share_text_of(&text, &share);
    for (unsigned n = 0; n < SHARE_TEXT_LINES; n++)
        for (size_t at = 0; at < SHARE_TEXT_LINE_SHOWN; at++)
            if (text.lines[n][at] != ' ')
                must_find(&text, n, at);
}

/* Any two wrong characters of one line: all pairs of places, some pairs of values. */
static void two_wrong_characters_in_a_line_are_found(void **state)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct share share = example();
    struct share_text text;
    struct err err = {0};
    int tried = 0;

    (void)state;
    share_text_of(&text, &share);
    for (size_t i = 0; i < SHARE_TEXT_LINE_SHOWN; i++)
        for (size_t j = 0; j < i; j++)
            for (size_t d = 0; d < 1024; d++) {
                char typed[SHARE_TEXT_LINE_SHOWN + 1];

                memcpy(typed, text.lines[2], sizeof typed);
                if (typed[i] == ' ' || typed[j] == ' ' || typed[i] == digits[d / 32] ||
                    typed[j] == digits[d % 32])
                    continue;
                typed[i] = digits[d / 32];
                typed[j] = digits[d % 32];
                tried++;
                assert_int_equal(share_text_check_line(3, str_from_c(typed), &err),
                                 ERR_INVALID);
            }
    assert_int_equal(tried, 190 * 31 * 31);
}

/* Replace the first `from` in `text`, which has it, and read. */
static void must_refuse(struct str text, const char *from, const char *to,
                        unsigned expected_line, const char *why)
{
    size_t at = str_find_str(text, str_from_c(from));
    struct buf changed = {0};
    struct share share;
    struct err err = {0};
    unsigned line = 9;

    assert_true(at < text.len);
    buf_append(&changed, str_prefix(text, at));
    buf_puts(&changed, to);
    buf_append(&changed, str_after(text, at + strlen(from)));
    assert_int_equal(share_text_parse(&share, &line, buf_str(&changed), &err),
                     ERR_INVALID);
    assert_string_equal(err.message, why);
    assert_int_equal(line, expected_line);
    buf_release(&changed);
}

static void what_is_no_share_is_refused_with_the_line_and_the_reason(void **state)
{
    struct share share = example();
    struct share_text text;
    struct buf form;
    struct buf one = {0};

    (void)state;
    share_text_of(&text, &share);
    form = in_lines(&text, true);
    share_text_one_line(&one, &text);
    must_refuse(buf_str(&form), text.lines[3] + 5, "", 4,
                "line 4 has 4 characters, not 20");
    must_refuse(buf_str(&form), text.lines[1], text.lines[2], 2,
                "line 2 has a wrong character, or is not the line with this number: "
                "compare it with the paper");
    must_refuse(buf_str(&form), text.lines[4], "ABCD UBCD", 5,
                "line 5 has \"U\", which is not a digit or a letter other than u");
    must_refuse(buf_str(&form), text.lines[4], "ABCD \xd0\x90", 5,
                "line 5 has a character that is not a Latin letter or a digit: is the "
                "keyboard set to another script?");
    must_refuse(buf_str(&form), "6: ", "5: ", 6, "line 6 is not there: line 5 follows");
    must_refuse(buf_str(&one), text.lines[5], "", 0,
                "a share has 120 characters, not 100");
    must_refuse(buf_str(&one), text.lines[2], text.lines[3], 3,
                "line 3 has a wrong character, or is not the line with this number: "
                "compare it with the paper");
    buf_release(&form);
    buf_release(&one);
}

/* Lines of two shares, each right: only the checksum over all tells. */
static void lines_of_two_shares_are_no_share(void **state)
{
    struct share first = example();
    struct share second = example();
    struct share_text a;
    struct share_text b;
    struct share share;
    struct err err = {0};
    struct buf form;
    unsigned line = 9;

    (void)state;
    second.number = 4;
    for (size_t i = 0; i < SHARES_DATA; i++)
        second.data[i] ^= 0x55;
    share_text_of(&a, &first);
    share_text_of(&b, &second);
    memcpy(a.lines[3], b.lines[3], sizeof a.lines[3]);
    form = in_lines(&a, true);
    assert_int_equal(share_text_parse(&share, &line, buf_str(&form), &err), ERR_INVALID);
    assert_string_equal(err.message, "the lines are right one by one and not together: "
                                     "are they all of one share?");
    assert_int_equal(line, 0);
    buf_release(&form);
}

static void shares_are_found_in_what_stands_around_them(void **state)
{
    struct share share = example();
    struct str found[SHARE_TEXT_SHARES_MAX];
    struct share_text text;
    struct buf all = {0};
    struct buf form;

    (void)state;
    share_text_of(&text, &share);
    form = in_lines(&text, true);
    buf_puts(&all, "Share 5, needed: 3\n\n");
    for (unsigned i = 0; i < SHARE_TEXT_LINES; i++)
        buf_printf(&all, "    %u: %s\n\n", i + 1, text.lines[i]);
    buf_puts(&all, "Keep it apart.\n2026: nothing\n\f");
    buf_append(&all, buf_str(&form));
    buf_append(&all, buf_str(&form));
    buf_puts(&all, "QR-Code:");
    share_text_one_line(&all, &text);
    buf_puts(&all, "\nend\n");
    assert_int_equal(share_text_find(found, buf_str(&all)), 4);
    for (size_t i = 0; i < 4; i++)
        must_read(found[i], &share);
    buf_release(&all);
    assert_int_equal(share_text_find(found, STR(" \n")), 0);
    assert_int_equal(share_text_find(found, STR("abc\ndef")), 1);
    for (int i = 0; i < 100; i++)
        buf_append(&all, buf_str(&form));
    assert_int_equal(share_text_find(found, buf_str(&all)), SHARE_TEXT_SHARES_MAX);
    buf_release(&all);
    buf_release(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_read_in_every_form_it_is_written_in),
        cmocka_unit_test(a_typing_error_is_found_in_its_line),
        cmocka_unit_test(two_wrong_characters_in_a_line_are_found),
        cmocka_unit_test(what_is_no_share_is_refused_with_the_line_and_the_reason),
        cmocka_unit_test(lines_of_two_shares_are_no_share),
        cmocka_unit_test(shares_are_found_in_what_stands_around_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
