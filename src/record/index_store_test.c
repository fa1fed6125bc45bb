#include "record/world_testing.h"

#include <ftw.h>

#include "base/folder_for_test.h"
#include "store/store.h"

static char folder[64];
static struct store *store;
static struct err err;

#define ID "00000000000000000000000000"

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static int set_up(void **state)
{
    char archive[96];

    (void)state;
    if (make_folder_for_test(folder, sizeof folder) != 0)
        return -1;
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    (void)setenv("XDG_CACHE_HOME", folder, 1);
    (void)setenv("STELE_STATE", folder, 1);
    /* NOLINTEND(concurrency-mt-unsafe) */
    (void)snprintf(archive, sizeof archive, "%s/archive", folder);
    return store_create(&store, archive,
                        STR("{\"archive\":\"" ID "\",\"feed\":\"" ID
                            "\",\"format\":1,\"name\":\"x\"}\n"),
                        &err) == ERR_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(store);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool is_usable(bool writable)
{
    struct index *index = NULL;
    bool usable = false;
    bool other = true;

    assert_int_equal(index_open(&index, &usable, &other, store, writable, &err), ERR_OK);
    assert_int_equal(err.code, ERR_OK); /* that it is missing is no failure */
    assert_false(other); /* tests/cli/newer.bats has one of another version */
    assert_true(usable == (index != NULL));
    index_close(index);
    return usable;
}

static void build(void)
{
    struct index *index = NULL;
    uint32_t feed = 9;

    assert_int_equal(index_open_beside(&index, store, &err), ERR_OK);
    assert_int_equal(index_add_feed(&feed, index, STR("feed"), &err), ERR_OK);
    assert_int_equal(index_switch(index, &err), ERR_OK);
}

static int find_index(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    if (kind == FTW_F && strcmp(path + at->base, "index.db") == 0) {
        FILE *file = fopen(path, "w");

        assert_non_null(file);
        for (int i = 0; i < 1000; i++)
            (void)fputs("damage ", file);
        (void)fclose(file);
    }
    return 0;
}

static void an_index_is_usable_once_it_was_built(void **state)
{
    (void)state;
    assert_false(is_usable(false));
    assert_false(is_usable(true));
    build();
    assert_true(is_usable(false));
    assert_true(is_usable(true));
    build();
    assert_true(is_usable(true));
}

static void a_damaged_index_is_not_usable_and_is_built_anew(void **state)
{
    (void)state;
    build();
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(nftw(folder, find_index, 16, FTW_PHYS), 0);
    assert_false(is_usable(false));
    assert_false(is_usable(true));
    build();
    assert_true(is_usable(false));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_index_is_usable_once_it_was_built),
        TEST(a_damaged_index_is_not_usable_and_is_built_anew),
    };

    return cmocka_run_group_tests_name("index_store", tests, NULL, NULL);
}
