#ifndef RECORD_FACTS_TESTING_H
#define RECORD_FACTS_TESTING_H

/*
 * For tests only: the twelve facts of tests/facts/ and an archive to enter them into.
 *
 * A test wants the drafts of a file and whatever they point at, enters them at once, and
 * reads every member back: in the statement, and in the rows that the index gives of it.
 * Where a local id stands is decided here by its text alone, not by what drafts.c knows
 * of members, so that the two can disagree.
 */

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "format/canon.h"
#include "format/foreign.h"
#include "record/archive.h"
#include "record/drafts.h"
#include "record/query.h"

#define FACTS_UNUSED __attribute__((unused))

enum { FACTS_MAX = 256, FACTS_PATH_MAX = 256, FACTS_FILE_MAX = 65536 };

struct fact {
    struct str file;
    struct str id; /* local */
    struct str kind;
    const struct value *draft;
    bool is_wanted;
    struct ref ref;
    struct str entity;
};

struct facts {
    char root[64];
    char folder[80];
    struct archive *archive;
    struct index *index;
    struct arena arena;
    struct view view;
    struct err err;
    struct fact items[FACTS_MAX];
    size_t count;
};

FACTS_UNUSED static void facts_ok(enum err_code code, const struct facts *f)
{
    if (code != ERR_OK)
        fail_msg("%s", f->err.message);
}

static void facts_load(struct facts *f, const char *name)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody writes the environment */
    const char *source = getenv("STELE_SOURCE");
    const struct str path =
        arena_printf(&f->arena, "%s/tests/facts/%s.json", source ? source : ".", name);
    struct value *drafts = ARENA_NEW(&f->arena, struct value);
    struct str text;

    facts_ok(file_read(&text, &f->arena, AT_FDCWD, path.ptr, FACTS_FILE_MAX, &f->err), f);
    facts_ok(foreign_parse(drafts, &f->arena, text, &f->err), f);
    for (uint32_t i = 0; i < drafts->count; i++) {
        assert_true(f->count < FACTS_MAX);
        f->items[f->count++] =
            (struct fact){.file = str_from_c(name),
                          .id = value_get_string(&drafts->items[i], STR("id")),
                          .kind = value_get_string(&drafts->items[i], STR("kind")),
                          .draft = &drafts->items[i]};
    }
}

/* A new archive and all the facts; nothing is wanted yet. */
FACTS_UNUSED static void facts_start(struct facts *f, bool is_synthetic)
{
    static const char *const files[] = {"f1",  "f2",     "f3",    "f4",  "f5",
                                        "f6",  "f7-f8",  "f9",    "f10", "f11",
                                        "f12", "common", "others"};
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *base = getenv("TMPDIR");
    char path[FACTS_PATH_MAX];

    *f = (struct facts){0};
    (void)snprintf(f->root, sizeof f->root, "%s/stele-facts-XXXXXX",
                   base ? base : "/tmp");
    assert_non_null(mkdtemp(f->root)); /* NOLINT(concurrency-mt-unsafe) */
    (void)snprintf(f->folder, sizeof f->folder, "%s/archive", f->root);
    (void)snprintf(path, sizeof path, "%s/state", f->root);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("STELE_STATE", path, 1), 0);
    (void)snprintf(path, sizeof path, "%s/cache", f->root);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("XDG_CACHE_HOME", path, 1), 0);
    facts_ok(archive_create(&f->archive, f->folder, STR("facts"), is_synthetic, &f->err),
             f);
    f->index = archive_index(f->archive);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        facts_load(f, files[i]);
}

FACTS_UNUSED static int facts_remove(const char *path, const struct stat *st, int kind,
                                     struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

FACTS_UNUSED static void facts_end(struct facts *f)
{
    archive_close(f->archive);
    arena_free(&f->arena);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(f->root, facts_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static struct fact *facts_find(struct facts *f, struct str id)
{
    for (size_t i = 0; i < f->count && id.len > 0; i++)
        if (str_equal(f->items[i].id, id))
            return &f->items[i];
    return NULL;
}

FACTS_UNUSED static const struct fact *fact(struct facts *f, const char *id)
{
    const struct fact *found = facts_find(f, str_from_c(id));

    assert_non_null(found);
    assert_true(found->is_wanted);
    return found;
}

FACTS_UNUSED static void facts_want(struct facts *f, const char *file)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_equal(f->items[i].file, str_from_c(file)))
            f->items[i].is_wanted = true;
}

/* NOLINTNEXTLINE(misc-no-recursion): files of ours, a few levels deep */
static bool facts_want_pointed(struct facts *f, const struct value *v)
{
    struct fact *pointed = v->type == VALUE_STRING ? facts_find(f, v->string) : NULL;
    bool has_more = pointed && !pointed->is_wanted;

    if (pointed)
        pointed->is_wanted = true;
    if (v->type == VALUE_ARRAY)
        for (uint32_t i = 0; i < v->count; i++)
            has_more |= facts_want_pointed(f, &v->items[i]);
    if (v->type == VALUE_OBJECT)
        for (uint32_t i = 0; i < v->count; i++)
            has_more |= facts_want_pointed(f, &v->members[i].value);
    return has_more;
}

/* Whatever the wanted drafts point at, and what that points at. */
FACTS_UNUSED static void facts_want_rest(struct facts *f)
{
    bool has_more = true;

    while (has_more) {
        has_more = false;
        for (size_t i = 0; i < f->count; i++)
            if (f->items[i].is_wanted)
                has_more |= facts_want_pointed(f, f->items[i].draft);
    }
}

FACTS_UNUSED static struct value facts_wanted(struct facts *f, bool is_backwards)
{
    struct value drafts = value_array();

    for (size_t i = 0; i < f->count; i++) {
        const struct fact *item = &f->items[is_backwards ? f->count - 1 - i : i];

        if (item->is_wanted)
            value_add(&drafts, &f->arena, *item->draft);
    }
    return drafts;
}

/* In the order of the files: whatever is pointed at comes later as often as before. */
FACTS_UNUSED static void facts_enter(struct facts *f, bool is_backwards)
{
    const struct value drafts = facts_wanted(f, is_backwards);
    struct draft_result *results;
    size_t count;

    facts_ok(drafts_add(&results, &count, &f->arena, f->archive, &drafts, &f->err), f);
    assert_int_equal(count, drafts.count);
    for (size_t i = 0; i < count; i++) {
        struct fact *item = facts_find(f, results[i].local);

        assert_non_null(item);
        assert_true(str_equal(item->kind, results[i].kind));
        item->ref = results[i].ref;
        item->entity = results[i].entity;
    }
    facts_ok(frontier_now(&f->view, &f->arena, f->index, &f->err), f);
}

#endif
