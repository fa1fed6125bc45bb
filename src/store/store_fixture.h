#ifndef STORE_STORE_FIXTURE_H
#define STORE_STORE_FIXTURE_H

/* For tests of the store: an archive without feeds in a temporary folder. */

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder_for_test.h"
#include "store/store.h"

#define FIXTURE_ARCHIVE "00000000000000000000000001"
#define FIXTURE_FEED "psqz2nfrr54h0sv8qh42ysypj9"
#define FIXTURE_FACTS                                                                    \
    "{\"archive\":\"" FIXTURE_ARCHIVE "\",\"feed\":\"" FIXTURE_FEED                      \
    "\",\"format\":1,\"name\":\"test\"}\n"

struct ground {
    char root[64];
    char folder[80];
    char state[80];
    struct store *store;
};

static inline int fixture_remove(const char *path, const struct stat *st, int kind,
                                 struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void ground_make(struct ground *g)
{
    struct err err = {0};

    *g = (struct ground){0};
    assert_int_equal(make_folder_for_test(g->root, sizeof g->root), 0);
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    (void)snprintf(g->folder, sizeof g->folder, "%s/archive", g->root);
    (void)snprintf(g->state, sizeof g->state, "%s/state", g->root);
    assert_int_equal(setenv("STELE_STATE", g->state, 1), 0);
    /* NOLINTEND(concurrency-mt-unsafe) */
    assert_int_equal(store_create(&g->store, g->folder, STR(FIXTURE_FACTS), &err),
                     ERR_OK);
    assert_int_equal(store_settle(g->store, &err), ERR_OK);
}

static inline void ground_clear(struct ground *g)
{
    store_close(g->store);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(g->root, fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
