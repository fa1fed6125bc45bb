/*
 * How many spellings of one name meet, and how many of different names do, on the table
 * of 64 names that STELE_SHARED holds (data/names/names-uk-ru-en.tsv). Names with an odd
 * number were looked at while the rules were made, those with an even number were not;
 * both must do. docs/names.md has the figures, bench/names prints them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "names/meet.h"

enum { SPELLINGS_MAX = 400, COLUMNS = 8, FIRST_SPELLING = 2 };

struct spelling {
    uint64_t id;
    struct str text;
};

static struct buf table;
static struct spelling spellings[SPELLINGS_MAX];
static size_t count;

static bool read_table(void)
{
    const char *shared = getenv("STELE_SHARED"); /* NOLINT(concurrency-mt-unsafe) */
    const char *source = getenv("STELE_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    char path[4096];
    char chunk[4096];
    size_t got;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s%s/data/names/names-uk-ru-en.tsv",
                   shared   ? ""
                   : source ? source
                            : "..",
                   shared ? shared : "/../shared");
    file = fopen(path, "rbe");
    if (!file)
        return false;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_bytes(&table, chunk, got);
    return fclose(file) == 0;
}

static void add_spelling(uint64_t id, struct str text)
{
    if (text.len == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (spellings[i].id == id && str_equal(spellings[i].text, text))
            return;
    assert_true(count < SPELLINGS_MAX);
    spellings[count++] = (struct spelling){id, text};
}

static void read_line(struct str line)
{
    uint64_t id;

    if (!str_to_u64(&id, str_cut(&line, '\t')))
        return;
    (void)str_cut(&line, '\t');
    for (int column = FIRST_SPELLING; column < COLUMNS - 1; column++)
        add_spelling(id, str_cut(&line, '\t'));
    while (line.len > 0)
        add_spelling(id, str_cut(&line, ';'));
}

static int load(void **state)
{
    struct str text;

    (void)state;
    if (!read_table())
        return 0;
    text = buf_str(&table);
    while (text.len > 0)
        read_line(str_cut(&text, '\n'));
    return 0;
}

static int unload(void **state)
{
    (void)state;
    buf_release(&table);
    return 0;
}

struct tally {
    unsigned pairs;
    unsigned met;
    unsigned others;
    unsigned falsely;
};

static void compare(struct tally *tally, const struct spelling *a,
                    const struct spelling *b)
{
    bool meets = name_meet(a->text, b->text) <= NAME_EDIT;

    if (a->id == b->id) {
        tally->pairs++;
        tally->met += meets;
    } else {
        tally->others++;
        tally->falsely += meets;
    }
}

/* remainder: 0 even numbers, 1 odd numbers, 2 all. */
static void assert_accurate(unsigned remainder, const char *which)
{
    struct tally tally = {0};

    if (count == 0) {
        print_message("skipped: no table of names beside the project (STELE_SHARED)\n");
        skip();
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (remainder == 2 ||
                (spellings[i].id % 2 == remainder && spellings[k].id % 2 == remainder))
                compare(&tally, &spellings[i], &spellings[k]);
    print_message("%s: %u of %u pairs meet, %u of %u falsely\n", which, tally.met,
                  tally.pairs, tally.falsely, tally.others);
    assert_true(tally.pairs > 100 && tally.others > 10000);
    assert_true((uint64_t)tally.met * 100 >= (uint64_t)tally.pairs * 97);
    assert_true((uint64_t)tally.falsely * 10000 <= (uint64_t)tally.others * 5);
}

static void all_names(void **state)
{
    (void)state;
    assert_accurate(2, "all");
}

static void names_that_the_rules_were_made_with(void **state)
{
    (void)state;
    assert_accurate(1, "odd numbers");
}

static void names_that_were_kept_out(void **state)
{
    (void)state;
    assert_accurate(0, "even numbers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_names),
        cmocka_unit_test(names_that_the_rules_were_made_with),
        cmocka_unit_test(names_that_were_kept_out),
    };

    return cmocka_run_group_tests_name("accuracy", tests, load, unload);
}
