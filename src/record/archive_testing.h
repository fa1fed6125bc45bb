#ifndef RECORD_ARCHIVE_TESTING_H
#define RECORD_ARCHIVE_TESTING_H

/* For tests only: an archive in a folder of its own, with its own state and cache. */

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/folder_for_test.h"
#include "record/archive.h"
#include "record/index.h"

enum { PATH_LEN = 256 };

struct place {
    char root[64];
    char folder[80];
    struct archive *archive;
    struct arena arena;
    struct err err;
};

static inline void ok(enum err_code code, const struct err *err)
{
    if (code != ERR_OK)
        fail_msg("%s", err->message);
}

static inline void says(const struct place *p, const char *words)
{
    if (!strstr(p->err.message, words))
        fail_msg("\"%s\" does not say \"%s\"", p->err.message, words);
}

static inline void set(const char *variable, const char *value)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv(variable, value, 1), 0);
}

static inline void start(struct place *p)
{
    char path[PATH_LEN];

    *p = (struct place){0};
    assert_int_equal(make_folder_for_test(p->root, sizeof p->root), 0);
    (void)snprintf(p->folder, sizeof p->folder, "%s/archive", p->root);
    (void)snprintf(path, sizeof path, "%s/state", p->root);
    set("STELE_STATE", path);
    (void)snprintf(path, sizeof path, "%s/cache", p->root);
    set("XDG_CACHE_HOME", path);
    ok(archive_create(&p->archive, p->folder, STR("test"), true, &p->err), &p->err);
}

static inline int remove_one(const char *path, const struct stat *st, int kind,
                             struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void end(struct place *p)
{
    archive_close(p->archive);
    arena_free(&p->arena);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(p->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void reopen(struct place *p)
{
    archive_close(p->archive);
    p->archive = NULL;
    ok(archive_open(&p->archive, p->folder, ARCHIVE_WRITE, &p->err), &p->err);
}

/* {"kind":"entity","entity":kind,"id":fresh} */
static inline struct value entity(struct place *p, const char *kind)
{
    struct value draft = value_object();

    value_set(&draft, &p->arena, STR("kind"), value_string(STR("entity")));
    value_set(&draft, &p->arena, STR("entity"), value_string(str_from_c(kind)));
    value_set(&draft, &p->arena, STR("class"), value_string(STR("web_page")));
    value_set(&draft, &p->arena, STR("id"),
              value_string(archive_new_id(p->archive, &p->arena)));
    return draft;
}

static inline struct ref add(struct place *p)
{
    struct value draft = entity(p, "source");
    struct ref ref = REF_NONE;

    ok(archive_add(p->archive, &ref, &draft, &p->err), &p->err);
    return ref;
}

static inline void append(struct place *p, size_t count)
{
    ok(archive_begin(p->archive, &p->err), &p->err);
    for (size_t i = 0; i < count; i++)
        (void)add(p);
    ok(archive_commit(p->archive, &p->err), &p->err);
}

static inline struct str dump(struct place *p)
{
    struct buf text = {0};
    struct str copy;

    ok(index_dump(&text, archive_index(p->archive), &p->err), &p->err);
    copy = arena_str(&p->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

#endif
