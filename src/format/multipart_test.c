#include "format/multipart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

/* What a reader hears, as one line of text. */
static enum err_code on_begin(void *context, const struct multipart_part *part,
                              struct err *err)
{
    (void)err;
    buf_printf(context, "[" STR_FMT, STR_ARG(part->name));
    if (part->is_file)
        buf_printf((struct buf *)context, "|" STR_FMT, STR_ARG(part->file));
    buf_char(context, ':');
    return ERR_OK;
}

static enum err_code on_bytes(void *context, struct str bytes, struct err *err)
{
    (void)err;
    buf_append(context, bytes);
    return ERR_OK;
}

static enum err_code on_end(void *context, struct err *err)
{
    (void)err;
    buf_char(context, ']');
    return ERR_OK;
}

static struct buf heard;

static enum err_code read_in_parts(const char *type, struct str text, size_t step,
                                   struct err *err)
{
    static struct multipart m;
    const struct multipart_reader reader = {on_begin, on_bytes, on_end, &heard};
    enum err_code code;

    buf_reset(&heard);
    code = multipart_start(&m, str_from_c(type), &reader, err);
    while (code == ERR_OK && text.len > 0) {
        code = multipart_feed(&m, str_prefix(text, step), err);
        text = str_after(text, step);
    }
    return code == ERR_OK ? multipart_finish(&m, err) : code;
}

static void assert_hears(const char *text, const char *expected)
{
    struct err err = {0};

    for (size_t step = 1; step <= strlen(text); step++) {
        if (read_in_parts("multipart/form-data; boundary=XX", str_from_c(text), step,
                          &err) != ERR_OK)
            fail_msg("%s", err.message);
        assert_string_equal(buf_text(&heard), expected);
    }
}

static void assert_refuses(const char *text)
{
    struct err err = {0};

    for (size_t step = 1; step <= strlen(text); step += 3)
        assert_int_equal(read_in_parts("multipart/form-data; boundary=XX",
                                       str_from_c(text), step, &err),
                         ERR_INVALID);
}

#define PART(head, body)                                                                 \
    "--XX\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

static void test_fields_and_files(void **state)
{
    (void)state;
    assert_hears(PART("name=\"a\"", "1")
                     PART("name=b; filename=\"c.txt\"", "x\r\ny") "--XX--\r\n",
                 "[a:1][b|c.txt:x\r\ny]");
    assert_hears(PART("name=\"a\"", "") "--XX--", "[a:]");
    assert_hears("preamble\r\n" PART("name=\"a\"", "1") "--XX--\r\nepilogue --XX",
                 "[a:1]");
    assert_hears(PART("name=\"f\"; filename=\"\"", "") "--XX--", "[f|:]");
}

static void test_what_is_nearly_a_boundary_is_content(void **state)
{
    (void)state;
    assert_hears(PART("name=\"a\"", "\r\n--X\r\n--\r\r\n--\r\n-") "--XX--",
                 "[a:\r\n--X\r\n--\r\r\n--\r\n-]");
    assert_hears(PART("name=\"a\"", "--XX") "--XX--", "[a:--XX]");
}

static void test_names_of_files(void **state)
{
    (void)state;
    assert_hears(PART("name=\"f\"; filename=\"a%22b%0D%0A%41.txt\"", "1") "--XX--",
                 "[f|a\"b\r\n%41.txt:1]");
    assert_hears(PART("name=\"f\"; filename=\"a\\\"b;c.txt\"", "1") "--XX--",
                 "[f|a\"b;c.txt:1]");
    assert_hears(PART("name=\"f\"; filename=\"a\\\"", "1") "--XX--", "[f|a\\:1]");
    assert_hears(PART("name=\"f\"; filename=\"світло/ضوء.jpg\"", "1") "--XX--",
                 "[f|світло/ضوء.jpg:1]");
}

static void test_refuses_what_is_no_form(void **state)
{
    (void)state;
    assert_refuses(PART("name=\"a\"", "1"));
    assert_refuses(PART("name=\"a\"", "1") "--XX-");
    assert_refuses(PART("name=\"a\"", "1") "--XXY\r\n");
    assert_refuses("--XX\r\n\r\nbody\r\n--XX--");
    assert_refuses(
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XX--");
    assert_refuses(PART("filename=\"x\"", "1") "--XX--");
    assert_refuses(PART("name=\"a", "1") "--XX--");
}

static void test_boundary_of_the_type(void **state)
{
    static const char *const bad[] = {
        "multipart/mixed; boundary=XX",         "multipart/form-data",
        "multipart/form-data; boundary=",       "multipart/form-data; boundary=\"a\r\"",
        "multipart/form-data; boundary=\"a \"", "application/x-www-form-urlencoded"};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(read_in_parts(bad[i], STR("--XX--"), 99, &err), ERR_INVALID);
    assert_int_equal(read_in_parts("Multipart/Form-Data; charset=x; Boundary=\"X:X\"",
                                   STR("--X:X--"), 99, &err),
                     ERR_OK);
}

static void test_limits(void **state)
{
    struct buf text = {0};
    struct err err = {0};

    (void)state;
    buf_puts(&text, "--XX\r\nContent-Disposition: form-data; name=\"");
    for (size_t i = 0; i < MULTIPART_HEAD_MAX; i++)
        buf_char(&text, 'a');
    assert_int_equal(
        read_in_parts("multipart/form-data; boundary=XX", buf_str(&text), 1000, &err),
        ERR_LIMIT);
    buf_reset(&text);
    for (size_t i = 0; i <= MULTIPART_PARTS_MAX; i++)
        buf_puts(&text, PART("name=a", ""));
    assert_int_equal(
        read_in_parts("multipart/form-data; boundary=XX", buf_str(&text), 1000, &err),
        ERR_LIMIT);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_and_files),
        cmocka_unit_test(test_what_is_nearly_a_boundary_is_content),
        cmocka_unit_test(test_names_of_files),
        cmocka_unit_test(test_refuses_what_is_no_form),
        cmocka_unit_test(test_boundary_of_the_type),
        cmocka_unit_test(test_limits),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    buf_release(&heard);
    return failed;
}
