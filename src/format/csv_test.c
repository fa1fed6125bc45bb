#include "format/csv.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

/* Every row as "line/number:field|field|" with one LF a row, or the error. */
static const char *rows_of(struct str text, const struct csv_options *options)
{
    static struct buf out;
    struct csv *csv = NULL;
    struct csv_row row = {0};
    struct err err = {0};
    enum err_code code = csv_open(&csv, &arena, text, options, &err);

    buf_reset(&out);
    while (code == ERR_OK) {
        code = csv_next(csv, &row, &err);
        if (code != ERR_OK || row.field_count == 0)
            break;
        buf_printf(&out, "%zu/%zu:", row.line, row.number);
        for (size_t i = 0; i < row.field_count; i++)
            buf_printf(&out, STR_FMT "^", STR_ARG(row.fields[i]));
        buf_char(&out, '\n');
    }
    if (code != ERR_OK)
        buf_append(&out, str_from_c(err.message));
    buf_char(&out, '\0');
    return out.ptr;
}

static void rows_are_read_as_they_were_written(void **state)
{
    static const struct {
        const char *text;
        const char *rows;
    } cases[] = {
        {"", ""},
        {"\n\r\n\r", ""},
        {"a", "1/0:a^\n"},
        {"a,b\n1,2\n", "1/0:a^b^\n2/1:1^2^\n"},
        {"a,b\r\n1,2", "1/0:a^b^\n2/1:1^2^\n"},
        {"a,b\r1,2\r", "1/0:a^b^\n2/1:1^2^\n"},
        {"\n\na,b\n\n1,2\n\n", "3/0:a^b^\n5/1:1^2^\n"},
        {"a,b,\n,,\n", "1/0:a^b^^\n2/1:^^^\n"},
        {"a,b\n1\n1,2,3\n", "1/0:a^b^\n2/1:1^\n3/2:1^2^3^\n"},
        {"\"a,b\",\"c\"\"d\"\"\",\"\"\n", "1/0:a,b^c\"d\"^^\n"},
        {"\"\"\n", "1/0:^\n"},
        {"a,\"1\n2\r\n3\r4\"\nb,c\n", "1/0:a^1\n2\r\n3\r4^\n5/1:b^c^\n"},
        {"a \"b\" 5\",x\n", "1/0:a \"b\" 5\"^x^\n"},
        {"a;b\n1,5;2\n", "1/0:a^b^\n2/1:1,5^2^\n"},
        {"a\tb\n1, 2\t2\n", "1/0:a^b^\n2/1:1, 2^2^\n"},
        {"a|b\n1|2\n", "1/0:a^b^\n2/1:1^2^\n"},
        {"\"x,y,z\";b\n\"say \"\"a,b\"\"\";c\n", "1/0:x,y,z^b^\n2/1:say \"a,b\"^c^\n"},
        {"sep=;\na,b;c\n", "2/0:a,b^c^\n"},
        {"sep=;", ""},
        {"\xef\xbb\xbf\"a\",b\n", "1/0:a^b^\n"},
        {"\xb2\xe7\xfe\xec;1\n", "1/0:Ізюм^1^\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(rows_of(str_from_c(cases[i].text), NULL), cases[i].rows);
}

static void what_needs_a_guess_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *rows;
    } cases[] = {
        {"a,b\n1,\"2\n3\n", "1/0:a^b^\nline 2: the quote that opens field 2 is never "
                            "closed"},
        {"\"", "line 1: the quote that opens field 1 is never closed"},
        {"\"\"\"", "line 1: the quote that opens field 1 is never closed"},
        {"a\n\"b\nc\"d\n", "1/0:a^\nline 3: field 1 goes on behind its closing quote; "
                           "double the quotes inside a quoted field"},
    };
    struct csv *csv = NULL;
    struct csv_row row = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(rows_of(str_from_c(cases[i].text), NULL), cases[i].rows);
    assert_string_equal(rows_of(STR("a\nb\0"), NULL),
                        "line 2: text holds a NUL byte; save it as UTF-8");
    assert_int_equal(csv_open(&csv, &arena, STR("\"a\"b\nc\n"), NULL, &err), ERR_OK);
    assert_int_equal(csv_next(csv, &row, &err), ERR_INVALID);
    assert_int_equal(csv_next(csv, &row, &err), ERR_INVALID);
}

static void options_decide_where_they_are_given(void **state)
{
    static const char bad[] = {'"', '\n', '\r', (char)0x80};
    struct csv_options options = {';', CHARSET_UTF8};
    struct csv *csv = NULL;
    struct err err = {0};

    (void)state;
    assert_string_equal(rows_of(STR("sep=;,b\n1;2\n"), &options),
                        "1/0:sep=^,b^\n2/1:1^2^\n");
    assert_string_equal(rows_of(STR("\xe9"), &options),
                        "line 1: byte 0xe9 is not UTF-8; name the encoding of the file");
    assert_int_equal(csv_open(&csv, &arena, STR("\xe9\tb"), NULL, &err), ERR_OK);
    assert_int_equal(csv_detected(csv).separator, '\t');
    assert_int_equal(csv_detected(csv).charset, CHARSET_WINDOWS_1251);
    for (size_t i = 0; i < sizeof bad; i++) {
        options.separator = bad[i];
        assert_int_equal(csv_open(&csv, &arena, STR(""), &options, &err), ERR_INVALID);
        assert_string_equal(err.message, "a quote, a line break or a byte beyond ASCII "
                                         "cannot separate fields");
    }
}

static void sizes_have_limits(void **state)
{
    struct buf wide = {0};
    struct csv *csv = NULL;
    struct err err = {0};

    (void)state;
    assert_int_equal(
        csv_open(&csv, &arena, (struct str){"", (size_t)CSV_MAX_BYTES + 1}, NULL, &err),
        ERR_LIMIT);
    assert_string_equal(err.message, "text has 1073741825 bytes, more than 1073741824: "
                                     "split it into parts");
    for (int i = 0; i < CSV_MAX_FIELDS; i++)
        buf_char(&wide, ',');
    assert_string_equal(rows_of(buf_str(&wide), NULL),
                        "line 1: row has more than 65536 fields");
    wide.len--;
    assert_true(
        str_starts_with(str_from_c(rows_of(buf_str(&wide), NULL)), STR("1/0:^^")));
    buf_release(&wide);
}

static void fields_with_doubled_quotes_stay_valid_for_the_whole_row(void **state)
{
    struct buf text = {0};
    struct csv *csv = NULL;
    struct csv_row row = {0};
    struct err err = {0};

    (void)state;
    for (int i = 0; i < 200; i++)
        buf_printf(&text, "\"%0*d\"\"\",", i + 1, i);
    assert_int_equal(csv_open(&csv, &arena, buf_str(&text), NULL, &err), ERR_OK);
    assert_int_equal(csv_next(csv, &row, &err), ERR_OK);
    assert_int_equal(row.field_count, 201);
    for (int i = 0; i < 200; i++) {
        struct str wanted = arena_printf(&arena, "%0*d\"", i + 1, i);

        assert_true(str_equal(row.fields[i], wanted));
    }
    buf_release(&text);
}

static void fields_are_quoted_where_they_must_be(void **state)
{
    static const struct str row[] = {STR_INIT("a b"),   STR_INIT("a;b"),  STR_INIT("a,b"),
                                     STR_INIT("\"q\""), STR_INIT("l\nm"), STR_INIT("")};
    static const struct str empty[] = {STR_INIT("")};
    struct buf out = {0};

    (void)state;
    csv_write_row(&out, row, 6, ',');
    csv_write_row(&out, empty, 1, ',');
    csv_write_row(&out, row, 3, ';');
    csv_write_field(&out, STR("\xef\xbb\xbf"), ',');
    assert_true(
        str_equal(buf_str(&out), STR("a b,a;b,\"a,b\",\"\"\"q\"\"\",\"l\nm\",\r\n\"\"\r\n"
                                     "a b;\"a;b\";a,b\r\n\"\xef\xbb\xbf\"")));
    buf_release(&out);
}

static FILE *open_real_table(void)
{
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread, and nobody writes the environment
     */
    const char *shared = getenv("STELE_SHARED");
    const char *source = getenv("STELE_SOURCE");
    /* NOLINTEND(concurrency-mt-unsafe) */
    static const char name[] = "data/ukraine/cir-russia-ukraine-monitor-events.csv";
    struct str path =
        shared ? arena_printf(&arena, "%s/%s", shared, name)
               : arena_printf(&arena, "%s/../shared/%s", source ? source : ".", name);

    return fopen(path.ptr, "rbe");
}

static void a_real_table_of_events_is_read_whole(void **state)
{
    FILE *file = open_real_table();
    struct buf text = {0};
    struct csv *csv = NULL;
    struct csv_row row = {0};
    struct err err = {0};
    size_t got;

    (void)state;
    if (!file) {
        /* cmocka's skip() prints "not ok", which counts as a failure. */
        print_message("# skipped: the events table is not there, set STELE_SHARED\n");
        return;
    }
    while ((got = fread(buf_reserve(&text, 65536), 1, 65536, file)) > 0)
        text.len += got;
    assert_int_equal(fclose(file), 0);
    assert_int_equal(csv_open(&csv, &arena, buf_str(&text), NULL, &err), ERR_OK);
    assert_int_equal(csv_detected(csv).separator, ',');
    assert_int_equal(csv_detected(csv).charset, CHARSET_UTF8);
    got = 0;
    for (;;) {
        assert_int_equal(csv_next(csv, &row, &err), ERR_OK);
        if (row.field_count == 0)
            break;
        assert_int_equal(row.field_count, 15);
        got = row.number;
    }
    assert_int_equal(got, 6650);
    buf_release(&text);
}

static int release(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"rows are read as they were written", rows_are_read_as_they_were_written, 0, 0,
         0},
        {"what needs a guess is refused with its line",
         what_needs_a_guess_is_refused_with_its_line, 0, 0, 0},
        {"options decide where they are given", options_decide_where_they_are_given, 0, 0,
         0},
        {"sizes have limits", sizes_have_limits, 0, 0, 0},
        {"fields with doubled quotes stay valid for the whole row",
         fields_with_doubled_quotes_stay_valid_for_the_whole_row, 0, 0, 0},
        {"fields are quoted where they must be", fields_are_quoted_where_they_must_be, 0,
         0, 0},
        {"a real table of events is read whole", a_real_table_of_events_is_read_whole, 0,
         0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, release);
}
