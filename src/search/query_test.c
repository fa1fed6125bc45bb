#include "search/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

/* A query as the test rows write it: clauses with a blank between, the terms of one with
 * |, the words of one with +; ! excluded, = exactly, * begins so, [whole], {places}. */
static void write_term(struct buf *out, const struct query_term *term)
{
    if (term->match == QUERY_EXACT)
        buf_char(out, '=');
    if (term->is_quoted)
        buf_char(out, '"');
    for (size_t i = 0; i < term->word_count; i++) {
        if (i > 0)
            buf_char(out, '+');
        buf_append(out, term->words[i].folded);
    }
    if (term->match == QUERY_PREFIX)
        buf_char(out, '*');
    if (term->whole.folded.len > 0)
        buf_printf(out, "[" STR_FMT "]", STR_ARG(term->whole.folded));
    if (term->in != QUERY_IN_ALL)
        buf_printf(out, "{%u}", term->in);
}

static void write_query(struct buf *out, const struct query *query)
{
    static const char *const fields[] = {"kind",   "class", "property", "place",
                                         "source", "from",  "until"};

    for (size_t i = 0; i < query->clause_count; i++) {
        buf_puts(out, out->len > 0 ? " " : "");
        buf_puts(out, query->clauses[i].is_excluded ? "!" : "");
        for (size_t j = 0; j < query->clauses[i].term_count; j++) {
            buf_puts(out, j > 0 ? "|" : "");
            write_term(out, &query->clauses[i].terms[j]);
        }
    }
    for (size_t i = 0; i < query->filter_count; i++)
        buf_printf(out, "%s%s%s:" STR_FMT, out->len > 0 ? " " : "",
                   query->filters[i].is_excluded ? "!" : "",
                   fields[query->filters[i].field], STR_ARG(query->filters[i].value));
    if (query->without_machine_text)
        buf_puts(out, " machine:no");
}

struct row {
    const char *text;
    const char *means; /* or the error */
};

static void check(const struct row *rows, size_t count)
{
    struct arena arena = {0};
    struct buf out = {0};
    struct query query;
    struct err err;

    for (size_t i = 0; i < count; i++) {
        buf_reset(&out);
        if (query_parse(&query, &arena, str_from_c(rows[i].text), &err) == ERR_OK)
            write_query(&out, &query);
        else
            buf_puts(&out, err.message);
        assert_string_equal(buf_text(&out), rows[i].means);
    }
    buf_release(&out);
    arena_free(&arena);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void words_stand_beside_each_other(void **state)
{
    static const struct row rows[] = {
        {"Харків", "харків"},
        {"  масове\tпоховання\u00a0Ізюм ", "масове поховання ізюм"},
        {"Нечуй-Левицький", "нечуй+левицький"},
        {"справа 458/22", "справа 458+22[458/22]"},
        {"UW0067", "uw+0067[uw0067]"},
        {"вул.Шевченка,5", "вул+шевченка+5"},
        {"ہلاک 哈尔科夫", "ہلاك 哈+尔+科+夫"},
        {"Kharkiv AND Izium", "kharkiv izium"},
    };

    (void)state;
    CHECK(rows);
}

static void phrases_have_many_quotation_marks(void **state)
{
    static const struct row rows[] = {
        {"\"масове поховання\"", "\"масове+поховання"},
        {"„масове поховання“ „ще одне”", "\"масове+поховання \"ще+одне"},
        {"“mass grave” «братська могила» »Massengrab hier«",
         "\"mass+grave \"братська+могила \"massengrab+hier"},
        {"\"Куп\"янськ Вузловий\"", "\"куп'янськ+вузловий"},
        {"\"\" Ізюм", "ізюм"},
        {"\"справа 458/22\"", "\"справа+458+22"},
        {"\"458/22\"", "\"458+22[458/22]"},
    };

    (void)state;
    CHECK(rows);
}

static void signs_say_how_a_word_is_meant(void **state)
{
    static const struct row rows[] = {
        {"мас* поховання", "мас* поховання"},
        {"\"масове похов*\"", "\"масове+похов*"},
        {"=Харків =\"Нова Каховка\"", "=харків =\"нова+каховка"},
        {"Ізюм -табір -\"мирна угода\"", "ізюм !табір !\"мирна+угода"},
        {"Ізюм -=Харків", "ізюм !=харків"},
        {"UW00*", "uw+00*[uw00]"},
    };

    (void)state;
    CHECK(rows);
}

static void or_binds_closer_than_the_blank(void **state)
{
    static const struct row rows[] = {
        {"Ізюм OR Izium OR Изюм могила", "ізюм|izium|изюм могила"},
        {"a1 АБО \"b c\" ИЛИ d*x", "a+1[a1]|\"b+c|d+x"},
        {"або or или", "або or или"},
        {"\"OR\"", "\"or"},
    };

    (void)state;
    CHECK(rows);
}

static void fields_narrow_what_is_found(void **state)
{
    static const struct row rows[] = {
        {"kind:person kind:event -class:burial_site",
         "kind:person kind:event !class:burial_site"},
        {"property:injury place:\"Куп'янський район\" source:k7 Іван",
         "іван property:injury place:Куп'янський район source:k7"},
        {"from:2022-03 until:2022-09-10 могила", "могила from:2022-03 until:2022-09-10"},
        {"вид:person клас:x властивість:y місце:Ізюм джерело:z від:2022 до:2023",
         "kind:person class:x property:y place:Ізюм source:z from:2022 until:2023"},
        {"Kind:person", "kind:person"},
        {"name:Іван name:\"Нечуй Левицький\" назва:=Ізюм ім’я:Тар*",
         "іван{1} \"нечуй+левицький{1} =ізюм{1} тар*{1}"},
        {"-name:Іван могила", "!іван{1} могила"},
        {"name:Іван OR name:Ivan", "іван{1}|ivan{1}"},
        {"могила in:files,text name:Іван in:names", "могила{25} іван{1}"},
        {"могила -in:text", "могила{15}"},
        {"могила у:слова в:значення", "могила{6}"},
        {"могила machine:no", "могила machine:no"},
        {"могила машинне:ні", "могила machine:no"},
    };

    (void)state;
    CHECK(rows);
}

static void what_only_looks_like_a_sign_is_text(void **state)
{
    static const struct row rows[] = {
        {"10:30", "10+30[10:30]"},
        {"https://example.org/a", "https+example+org+a"},
        {"Харків - Ізюм", "харків ізюм"},
        {"Харків — Ізюм : -- * = , (x)", "харків ізюм x"},
        {"note:this", "note+this"},
        {"Куп\"янськ 5\"", "куп'янськ 5"},
        {"a=b c*d", "a+b c+d"},
        {"--force", "force"},
        {"сина:Іван", "сина+іван"},
    };

    (void)state;
    CHECK(rows);
}

static void what_cannot_be_read_is_named_with_its_column(void **state)
{
    static const struct row rows[] = {
        {"", "column 1: nothing to look for; write at least one word"},
        {" - \"\" ", "column 1: nothing to look for; write at least one word"},
        {"-Ізюм",
         "column 1: this only says what to leave out; write also what to look for"},
        {"Ізюм „масове поховання",
         "column 6: the quotation mark „ is not closed; close it or leave it out"},
        {"Ізюм а*",
         "column 6: too many words begin so; write at least two letters before "
         "the *"},
        {"=мас*", "column 1: = asks for a word exactly as it is written and * for every "
                  "word that begins so; leave one of them out"},
        {"OR Ізюм", "column 1: OR stands between two words or phrases; write \"OR\" in "
                    "quotation marks to look for the word"},
        {"a OR OR b", "column 6: OR stands between two words or phrases; write \"OR\" in "
                      "quotation marks to look for the word"},
        {"Ізюм АБО",
         "column 6: nothing stands behind OR; write a word there, or \"OR\" in "
         "quotation marks to look for the word"},
        {"a OR -b", "column 6: what is left out cannot be one side of OR; write it apart "
                    "from the OR"},
        {"-a OR b", "column 4: OR stands between two words or phrases; write \"OR\" in "
                    "quotation marks to look for the word"},
        {"a OR kind:person",
         "column 6: \"kind:\" cannot be one side of OR; write it apart "
         "from the OR, and again for another value"},
        {"a place: Ізюм", "column 3: nothing stands behind \"place:\"; write its value "
                          "without a blank, or "
                          "quotation marks to look for the word"},
        {"kind:per*", "column 1: \"kind:\" takes no = and no *; leave the sign out"},
        {"Ізюм in:texts",
         "column 9: there is no \"texts\" to look in; write names, words, "
         "values, files or text"},
        {"a in:text -in:text", "column 1: everything there is to look in is left out; "
                               "leave out less"},
        {"a machine:yes", "column 3: write machine:no to leave out text that a machine "
                          "made, or nothing to have it"},
        {"a -from:2022", "column 3: a date cannot be left out with -; write from: and "
                         "until: for what is to be found"},
        {"\xff", "what was typed is not UTF-8"},
    };

    (void)state;
    CHECK(rows);
}

static void a_date_that_is_none_says_what_to_write(void **state)
{
    struct arena arena = {0};
    struct query query;
    struct err err;

    (void)state;
    assert_int_equal(query_parse(&query, &arena, STR("Ізюм from:2022-13"), &err),
                     ERR_INVALID);
    assert_true(str_starts_with(
        str_from_c(err.message),
        STR("column 11: write a date such as 2022, 2022-09 or 2022-09-10: ")));
    arena_free(&arena);
}

static void there_are_limits(void **state)
{
    struct arena arena = {0};
    struct buf text = {0};
    struct query query;
    struct err err;

    (void)state;
    for (int i = 0; i < QUERY_TERMS_MAX; i++)
        buf_puts(&text, i % 2 ? "a OR " : "b ");
    buf_puts(&text, "x");
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message, "column 113: more than 32 words and phrases; leave "
                                     "some out");
    text.len--;
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_INVALID);
    buf_reset(&text);
    for (int i = 0; i < QUERY_FILTERS_MAX; i++)
        buf_puts(&text, "kind:x ");
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_OK);
    buf_puts(&text, "kind:x");
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message, "column 225: more than 32 fields; leave some out");
    buf_reset(&text);
    buf_char(&text, '"');
    for (int i = 0; i <= QUERY_WORDS_MAX; i++)
        buf_puts(&text, "a ");
    buf_char(&text, '"');
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "column 1: this phrase has more than 64 words; leave some out");
    while (text.len <= QUERY_BYTES_MAX)
        buf_char(&text, 'a');
    assert_int_equal(query_parse(&query, &arena, buf_str(&text), &err), ERR_LIMIT);
    assert_string_equal(err.message,
                        "this is longer than 4096 bytes; look for fewer words at a time");
    buf_release(&text);
    arena_free(&arena);
}

static void a_term_says_what_was_typed_and_where(void **state)
{
    struct arena arena = {0};
    struct query query;
    struct err err;
    const struct query_term *term;

    (void)state;
    assert_int_equal(query_parse(&query, &arena, STR("Ізюм OR =„Нова Каховка“ b"), &err),
                     ERR_OK);
    assert_int_equal(query.term_count, 3);
    assert_int_equal(query.clause_count, 2);
    term = &query.clauses[0].terms[1];
    assert_int_equal(term->number, 1);
    assert_true(str_equal(term->typed, STR("Нова Каховка")));
    assert_int_equal(term->column, 11);
    assert_int_equal(query.clauses[1].terms[0].number, 2);
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_beside_each_other),
        cmocka_unit_test(phrases_have_many_quotation_marks),
        cmocka_unit_test(signs_say_how_a_word_is_meant),
        cmocka_unit_test(or_binds_closer_than_the_blank),
        cmocka_unit_test(fields_narrow_what_is_found),
        cmocka_unit_test(what_only_looks_like_a_sign_is_text),
        cmocka_unit_test(what_cannot_be_read_is_named_with_its_column),
        cmocka_unit_test(a_date_that_is_none_says_what_to_write),
        cmocka_unit_test(there_are_limits),
        cmocka_unit_test(a_term_says_what_was_typed_and_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
