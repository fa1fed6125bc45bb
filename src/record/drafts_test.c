#include "record/drafts.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "format/foreign.h"

struct place {
    char root[64];
    char folder[80];
    struct archive *archive;
    struct arena arena;
    struct err err;
    struct draft_result *results;
    size_t count;
};

static void start(struct place *p)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *base = getenv("TMPDIR");

    *p = (struct place){0};
    (void)snprintf(p->root, sizeof p->root, "%s/stele-drafts-XXXXXX",
                   base ? base : "/tmp");
    assert_non_null(mkdtemp(p->root)); /* NOLINT(concurrency-mt-unsafe) */
    (void)snprintf(p->folder, sizeof p->folder, "%s/archive", p->root);
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("STELE_STATE", p->root, 1), 0);
    assert_int_equal(setenv("XDG_CACHE_HOME", p->root, 1), 0);
    /* NOLINTEND(concurrency-mt-unsafe) */
    if (archive_create(&p->archive, p->folder, STR("test"), true, &p->err) != ERR_OK)
        fail_msg("%s", p->err.message);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static void end(struct place *p)
{
    archive_close(p->archive);
    arena_free(&p->arena);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(p->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static enum err_code try(struct place *p, const char *json)
{
    struct value drafts = {0};

    if (foreign_parse(&drafts, &p->arena, arena_str(&p->arena, str_from_c(json)),
                      &p->err) != ERR_OK)
        fail_msg("%s", p->err.message);
    return drafts_add(&p->results, &p->count, &p->arena, p->archive, &drafts, &p->err);
}

static void add(struct place *p, const char *json)
{
    if (try(p, json) != ERR_OK)
        fail_msg("%s", p->err.message);
}

static void refused(struct place *p, const char *json, const char *says)
{
    if (try(p, json) == ERR_OK)
        fail_msg("accepted: %s", json);
    if (!strstr(p->err.message, says))
        fail_msg("\"%s\" does not say \"%s\"", p->err.message, says);
}

static uint64_t size(struct place *p)
{
    struct statement statement = {0};
    uint64_t n = 0;

    while (archive_statement(&statement, &p->arena, p->archive, ref_of(0, n), &p->err) ==
           ERR_OK)
        n++;
    return n;
}

static struct value read_back(struct place *p, struct ref ref)
{
    struct statement statement = {0};

    if (archive_statement(&statement, &p->arena, p->archive, ref, &p->err) != ERR_OK)
        fail_msg("%s", p->err.message);
    return statement.value;
}

#define SOURCE                                                                           \
    "{\"kind\":\"entity\",\"id\":\"s1\",\"entity\":\"source\",\"class\":\"web_page\"}"
#define BODY                                                                             \
    "{\"kind\":\"entity\",\"id\":\"r1\",\"entity\":\"remains\",\"class\":\"body\"}"
#define PASSAGE                                                                          \
    "{\"kind\":\"passage\",\"id\":\"q1\",\"source\":\"s1\",\"locator\":{\"paragraph\":"  \
    "3},\"lang\":\"en\",\"words\":\"hands tied\"}"
#define CLAIM                                                                            \
    "{\"kind\":\"claim\",\"id\":\"c1\",\"about\":\"r1\",\"property\":\"restraint\","     \
    "\"value\":{\"term\":\"hands_tied\"},\"passage\":\"q1\"}"

/* Every order of the four gives the same statements: references point backwards. */
static void any_order_will_do(void **state)
{
    static const char *const orders[] = {
        "[" SOURCE "," BODY "," PASSAGE "," CLAIM "]",
        "[" CLAIM "," PASSAGE "," BODY "," SOURCE "]",
        "[" PASSAGE "," CLAIM "," SOURCE "," BODY "]",
    };
    struct place p;

    (void)state;
    start(&p);
    for (size_t i = 0; i < 3; i++) {
        struct value claim = {0};
        struct str about = STR("");
        struct str passage = STR("");

        add(&p, orders[i]);
        assert_int_equal(p.count, 4);
        for (size_t k = 0; k < 4; k++) {
            const struct draft_result *r = &p.results[k];

            assert_int_equal(ref_index(r->ref), 3 + 4 * i + k);
            if (str_equal(r->local, STR("r1")))
                about = r->entity;
            if (str_equal(r->local, STR("q1")))
                passage = archive_ref_text(p.archive, &p.arena, r->ref);
            if (str_equal(r->local, STR("c1")))
                claim = read_back(&p, r->ref);
        }
        assert_true(value_is_string(value_get(&claim, STR("about")), about));
        assert_true(value_is_string(value_get(&claim, STR("passage")), passage));
        assert_null(value_get(&claim, STR("id")));
    }
    end(&p);
}

static void what_the_archive_holds_can_be_named(void **state)
{
    struct place p;
    struct str entity;
    struct str passage;

    (void)state;
    start(&p);
    add(&p, "[" SOURCE "," BODY "," PASSAGE "]");
    entity = p.results[1].entity;
    passage = archive_ref_short(p.archive, &p.arena, p.results[2].ref);
    add(&p,
        arena_printf(&p.arena,
                     "[{\"kind\":\"claim\",\"about\":\"" STR_FMT
                     "\",\"property\":\"restraint\",\"value\":{\"term\":\"hands_tied\"}"
                     ",\"passage\":\"" STR_FMT "\"}]",
                     STR_ARG(entity), STR_ARG(passage))
            .ptr);
    assert_int_equal(p.count, 1);
    end(&p);
}

static void one_refused_draft_undoes_all(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } bad[] = {
        {"[" SOURCE ",{\"kind\":\"entity\",\"id\":\"x\",\"entity\":\"dragon\"}]",
         "draft 2 (\"x\"): "},
        {"[" SOURCE ",{\"kind\":\"entity\",\"entity\":\"dragon\"}]", "draft 2: "},
        {"[" SOURCE "," CLAIM "]", "draft 2 (\"c1\"): "},
        {"[" SOURCE "," SOURCE "]", "draft 2: \"s1\" is there already"},
        {"[" SOURCE ",7]", "draft 2: not an object"},
        {"[" SOURCE ",{\"id\":\"k\"}]", "draft 2 (\"k\"): "},
        {"{\"kind\":\"entity\"}", "the drafts must be an array of objects"},
        {"[" SOURCE
         ",{\"kind\":\"passage\",\"id\":\"a\",\"source\":\"s1\",\"lang\":\"en\","
         "\"locator\":{\"paragraph\":1},\"words\":\"w\",\"chain_as\":\"b\"},"
         "{\"kind\":\"passage\",\"id\":\"b\",\"source\":\"s1\",\"lang\":\"en\","
         "\"locator\":{\"paragraph\":1},\"words\":\"w\",\"chain_as\":\"a\"}]",
         "\"a\" points at itself through other drafts"},
        {"[" SOURCE ",{\"kind\":\"claim\",\"about\":\"s1\",\"property\":\"preserved_as\","
         "\"value\":{\"file\":\"none.txt\"}}]",
         "no object of this archive is named \"none.txt\"; preserve the file first"},
        {"[" SOURCE ",{\"kind\":\"withdraw\",\"of\":\"s1\",\"reason\":\"typing_error\"},"
         "{\"kind\":\"withdraw\",\"of\":\"nothing\",\"reason\":\"typing_error\"}]",
         "draft 3: \"nothing\" names no statement"},
        {"[{\"kind\":\"withdraw\",\"of\":\"zzzzzzzz.1\",\"reason\":\"typing_error\"}]",
         "no feed of this archive begins with \"zzzzzzzz\""},
    };
    struct place p;

    (void)state;
    start(&p);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refused(&p, bad[i].json, bad[i].says);
        assert_int_equal(size(&p), 3);
    }
    add(&p, "[" SOURCE "]"); /* and the archive can still be written */
    assert_int_equal(size(&p), 4);
    end(&p);
}

static void pointing_too_deep_is_refused(void **state)
{
    struct place p;
    struct buf json = {0};

    (void)state;
    start(&p);
    buf_append(&json, STR("["));
    for (int i = 300; i > 0; i--)
        buf_printf(
            &json,
            "{\"kind\":\"passage\",\"id\":\"p%d\",\"source\":\"s1\",\"lang\":\"en\","
            "\"locator\":{\"paragraph\":1},\"words\":\"w\",\"chain_as\":\"p%d\"},",
            i, i - 1);
    buf_append(&json, STR(SOURCE "]"));
    buf_char(&json, '\0');
    refused(&p, json.ptr, "drafts point at one another through more than 256 others");
    assert_int_equal(size(&p), 3);
    buf_release(&json);
    end(&p);
}

static void nothing_at_all_is_nothing(void **state)
{
    struct place p;

    (void)state;
    start(&p);
    add(&p, "[]");
    assert_int_equal(p.count, 0);
    assert_int_equal(size(&p), 3);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"drafts may come in any order", any_order_will_do, 0, 0, 0},
        {"what the archive holds already can be named",
         what_the_archive_holds_can_be_named, 0, 0, 0},
        {"one refused draft undoes all, and is named", one_refused_draft_undoes_all, 0, 0,
         0},
        {"pointing too deep is refused", pointing_too_deep_is_refused, 0, 0, 0},
        {"an empty list adds nothing", nothing_at_all_is_nothing, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
