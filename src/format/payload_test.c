#include "format/payload.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void lengths_are_padded_as_the_format_says(void **state)
{
    static const struct {
        uint64_t len;
        uint64_t padded;
    } vectors[] = {{0, 0},
                   {1, 1},
                   {2, 2},
                   {8, 8},
                   {9, 10},
                   {100, 104},
                   {367, 368},
                   {1000, 1024},
                   {512, 512},
                   {65537, 67584},
                   {1 << 20, 1 << 20}};

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        assert_int_equal(padme(vectors[i].len), vectors[i].padded);
    for (uint64_t len = 1; len < 200000; len++) {
        assert_true(padme(len) >= len);
        assert_true(padme(len) * 100 <= len * 112);
        assert_int_equal(padme(padme(len)), padme(len));
    }
}

static void a_payload_comes_back(void **state)
{
    static const size_t sizes[] = {2, 300, 476, 477, 4000, STATEMENT_MAX_BYTES};
    uint8_t salt[FRAME_SALT_BYTES];
    static char text[STATEMENT_MAX_BYTES];
    struct buf payload = {0};

    (void)state;
    memset(salt, 7, sizeof salt);
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct str statement = {0};
        struct str read_salt = {0};
        struct err err = {0};

        buf_reset(&payload);
        payload_append(&payload, salt, (struct str){text, sizes[i]});
        assert_true(payload.len >= PAYLOAD_MIN_BYTES);
        assert_int_equal(payload_read(&read_salt, &statement, buf_str(&payload), &err),
                         ERR_OK);
        assert_int_equal(statement.len, sizes[i]);
        assert_memory_equal(statement.ptr, text, sizes[i]);
        assert_memory_equal(read_salt.ptr, salt, sizeof salt);
    }
    buf_release(&payload);
}

/* Short statements look alike from outside. */
static void a_name_of_three_letters_is_as_long_as_one_of_thirty(void **state)
{
    const uint8_t salt[FRAME_SALT_BYTES] = {0};
    struct buf one = {0};
    struct buf other = {0};

    (void)state;
    payload_append(&one, salt, STR("{\"value\":\"Ada\"}"));
    payload_append(&other, salt, STR("{\"value\":\"somebody with a much longer name\"}"));
    assert_int_equal(one.len, other.len);
    buf_release(&one);
    buf_release(&other);
}

static void what_was_altered_is_refused(void **state)
{
    const uint8_t salt[FRAME_SALT_BYTES] = {0};
    struct buf payload = {0};
    struct str a;
    struct str b;
    struct err err = {0};

    (void)state;
    payload_append(&payload, salt, STR("{\"a\":1}"));
    assert_int_equal(payload_read(&a, &b, str_prefix(buf_str(&payload), 511), &err),
                     ERR_CORRUPT);
    payload.ptr[payload.len - 1] = 1;
    assert_int_equal(payload_read(&a, &b, buf_str(&payload), &err), ERR_CORRUPT);
    payload.ptr[payload.len - 1] = 0;
    payload.ptr[33] = 2; /* longer than it is */
    assert_int_equal(payload_read(&a, &b, buf_str(&payload), &err), ERR_CORRUPT);
    payload.ptr[33] = 0;
    payload.ptr[35] = 1;
    assert_int_equal(payload_read(&a, &b, buf_str(&payload), &err), ERR_CORRUPT);
    payload.ptr[35] = 7;
    buf_char(&payload, '\0');
    assert_int_equal(payload_read(&a, &b, buf_str(&payload), &err), ERR_CORRUPT);
    buf_release(&payload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_padded_as_the_format_says),
        cmocka_unit_test(a_payload_comes_back),
        cmocka_unit_test(a_name_of_three_letters_is_as_long_as_one_of_thirty),
        cmocka_unit_test(what_was_altered_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
