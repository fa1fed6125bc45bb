#include "format/checkpoint.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define ROOT "XXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A=\n"

static void a_checkpoint_is_read_as_written(void **state)
{
    static const struct str texts[] = {
        STR_INIT("archive.invalid/replica/lviv-1\n70000\n" ROOT),
        STR_INIT("o\n0\n" ROOT),
        STR_INIT("o\n9223372036854775807\n" ROOT "one\ntwo\n"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct checkpoint checkpoint = {0};
        struct buf again = {0};
        struct err err = {0};

        assert_int_equal(checkpoint_parse(&checkpoint, texts[i], &err), ERR_OK);
        checkpoint_append(&again, &checkpoint);
        assert_true(str_equal(buf_str(&again), texts[i]));
        assert_int_equal(checkpoint.root.bytes[0], 0x5d);
        buf_release(&again);
    }
}

static void other_texts_are_refused(void **state)
{
    static const struct {
        struct str text;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "last line of the checkpoint is cut short"},
        {STR_INIT("o\n1\nXXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A="),
         "last line of the checkpoint is cut short"},
        {STR_INIT("\n1\n" ROOT), "checkpoint: origin is empty or not plain text"},
        {STR_INIT("\tx\n1\n" ROOT), "checkpoint: origin is empty or not plain text"},
        {STR_INIT("\xff\n1\n" ROOT), "checkpoint: origin is empty or not plain text"},
        {STR_INIT("o\n"), "checkpoint: tree size \"\" is not a number"},
        {STR_INIT("o\n01\n" ROOT), "checkpoint: tree size \"01\" is not a number"},
        {STR_INIT("o\n-1\n" ROOT), "checkpoint: tree size \"-1\" is not a number"},
        {STR_INIT("o\n9223372036854775808\n" ROOT),
         "checkpoint: tree size \"9223372036854775808\" is not a number"},
        {STR_INIT("o\n1\n"), "checkpoint: root is not the base64 of 32 bytes"},
        {STR_INIT("o\n1\nAAAA\n"), "checkpoint: root is not the base64 of 32 bytes"},
        {STR_INIT("o\n1\n" ROOT "\n"), "checkpoint has an empty extension line"},
        {STR_INIT("o\n1\n" ROOT "a\n\nb\n"), "checkpoint has an empty extension line"},
        {STR_INIT("o\n1\n" ROOT "a\tb\n"), "checkpoint extension is not plain text"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct checkpoint checkpoint = {0};
        struct err err = {0};

        assert_int_equal(checkpoint_parse(&checkpoint, bad[i].text, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        assert_true(checkpoint.origin.ptr == NULL);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a checkpoint is read as written", a_checkpoint_is_read_as_written, 0, 0, 0},
        {"other texts are refused with their reason", other_texts_are_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
