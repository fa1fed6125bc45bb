#include "intake/blank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Rows go, their places stay, and every other byte is what it was. */

static const struct table_options options;

static void becomes(const char *before, const char *after, const int64_t *rows,
                    size_t count)
{
    struct buf out = {0};
    struct err err = {0};

    if (table_blank(&out, str_from_c(before), &options, rows, count, &err) != ERR_OK)
        fail_msg("%s", err.message);
    buf_char(&out, '\0');
    assert_string_equal(out.ptr, after);
    buf_release(&out);
}

static void blanks_csv(void **state)
{
    static const int64_t second[] = {2};
    static const int64_t two[] = {1, 3};

    (void)state;
    becomes("name,age\nAnna,7\nBohdan,8\nVira,9\n", "name,age\nAnna,7\n,\nVira,9\n",
            second, 1);
    becomes("name;age\r\nAnna;7\r\n\r\n\"Bo\"\"h\r\n;dan\";8\r\nVira;9",
            "name;age\r\n;\r\n\r\n\"Bo\"\"h\r\n;dan\";8\r\n;", two, 2);
    becomes("name\nAnna\nBohdan\n", "name\nAnna\n\"\"\n", second, 1);
    becomes("sep=;\nname;age\nAnna;7\nBohdan;8\n", "sep=;\nname;age\nAnna;7\n;\n", second,
            1);
    becomes("\xef\xbb\xbfname,age\nAnna,7\n\"Boh\ndan\",8\n",
            "\xef\xbb\xbfname,age\nAnna,7\n,\n", second, 1);
    /* windows-1251 becomes UTF-8, and says so */
    becomes("name,town\n\xc0\xed\xed\xe0,\xca\xe8\xbf\xe2\nBohdan,Lviv\n",
            "\xef\xbb\xbfname,town\nАнна,Київ\n,\n", second, 1);
}

static void blanks_json(void **state)
{
    static const int64_t second[] = {2};

    (void)state;
    becomes("[{\"name\":\"Anna\"},\n {\"name\":\"B, \\\"]o\", \"x\":[1,{\"y\":2}]} , "
            "{\"name\":\"Vira\"}]\n",
            "[{\"name\":\"Anna\"},\n {}, {\"name\":\"Vira\"}]\n", second, 1);
    becomes("{\"a\":{\"name\":\"Anna\"},\"Bohdan\":{\"name\":\"B\"}}",
            "{\"a\":{\"name\":\"Anna\"},\"erased row 2\":{}}", second, 1);
}

static void refuses(const char *bytes, size_t len, int64_t row, enum err_code code)
{
    struct buf out = {0};
    struct err err = {0};

    assert_int_equal(table_blank(&out, (struct str){bytes, len}, &options, &row, 1, &err),
                     code);
    buf_release(&out);
}

static void refuses_what_it_cannot_do(void **state)
{
    static const char table[] = "name,age\nAnna,7\n";

    (void)state;
    refuses(table, sizeof table - 1, 2, ERR_NOT_FOUND);
    refuses(table, sizeof table - 1, 0, ERR_NOT_FOUND);
    refuses("", 0, 1, ERR_INVALID);
    refuses("name,age\n\"Anna,7\n", 17, 1, ERR_INVALID); /* a quote never closed */
    refuses("[{\"name\":1}", 11, 1, ERR_INVALID);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"rows of CSV are blanked", blanks_csv, 0, 0, 0},
        {"rows of JSON are blanked", blanks_json, 0, 0, 0},
        {"what cannot be done is refused", refuses_what_it_cannot_do, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
