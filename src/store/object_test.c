#include "store/object.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>

#include "store/store_fixture.h"

/* SHA-256 of "abc", FIPS 180-2 appendix B.1. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct digest put(struct store *store, struct str bytes, bool expect_existed)
{
    struct object_writer *writer;
    struct digest name;
    struct err err = {0};
    bool existed;

    assert_int_equal(object_begin(&writer, store, &err), ERR_OK);
    assert_int_equal(object_write(writer, bytes.ptr, bytes.len / 2, &err), ERR_OK);
    assert_int_equal(
        object_write(writer, bytes.ptr + bytes.len / 2, bytes.len - bytes.len / 2, &err),
        ERR_OK);
    assert_int_equal(object_keep(&name, &existed, writer, &err), ERR_OK);
    assert_int_equal(existed, expect_existed);
    return name;
}

static void path_of(char path[160], const struct ground *g, const char *name)
{
    (void)snprintf(path, 160, "%s/objects/%s", g->folder, name);
}

static size_t count_new(const struct ground *g)
{
    struct arena arena = {0};
    char path[160];
    size_t count = 0;
    DIR *stream;

    path_of(path, g, ".new");
    stream = opendir(path);
    while (stream && readdir(stream)) /* NOLINT(concurrency-mt-unsafe): our own stream */
        count++;
    if (stream)
        (void)closedir(stream);
    arena_free(&arena);
    return count > 2 ? count - 2 : 0;
}

static void names_objects_by_their_bytes(void **state)
{
    struct ground g;
    struct digest name;
    uint64_t size;
    char bytes[8];
    size_t got;
    struct err err = {0};
    char path[160];

    (void)state;
    ground_make(&g);
    name = put(g.store, STR("abc"), false);
    assert_string_equal(digest_text(&name).hex, ABC);
    (void)put(g.store, STR("abc"), true);
    assert_int_equal(object_sync(g.store, &err), ERR_OK);
    assert_int_equal(object_size(&size, g.store, &name, &err), ERR_OK);
    assert_int_equal(size, 3);
    assert_int_equal(object_read(&got, g.store, &name, 1, bytes, sizeof bytes, &err),
                     ERR_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(bytes, "bc", 2);
    path_of(path, &g,
            "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(access(path, F_OK), 0);
    name.bytes[0] ^= 1;
    assert_int_equal(object_size(&size, g.store, &name, &err), ERR_NOT_FOUND);
    assert_int_equal(object_read(&got, g.store, &name, 1, bytes, sizeof bytes, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(count_new(&g), 0);
    ground_clear(&g);
}

static void heals_a_cut_object(void **state)
{
    struct ground g;
    char path[160];
    struct digest name;
    struct err err = {0};
    uint64_t size;

    (void)state;
    ground_make(&g);
    (void)put(g.store, STR("abc"), false);
    path_of(path, &g,
            "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(truncate(path, 1), 0);
    name = put(g.store, STR("abc"), false);
    assert_int_equal(object_size(&size, g.store, &name, &err), ERR_OK);
    assert_int_equal(size, 3);
    ground_clear(&g);
}

/* As after a power cut: the right length, and zeros. */
static void heals_an_object_of_zeros(void **state)
{
    struct ground g;
    char path[160];
    char bytes[4] = "";
    struct digest name;
    struct err err = {0};
    size_t got = 0;

    (void)state;
    ground_make(&g);
    (void)put(g.store, STR("abc"), false);
    path_of(path, &g,
            "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(truncate(path, 3), 0);
    name = put(g.store, STR("abc"), false);
    assert_int_equal(object_read(&got, g.store, &name, 0, bytes, sizeof bytes, &err),
                     ERR_OK);
    assert_int_equal(got, 3);
    assert_memory_equal(bytes, "abc", 3);
    ground_clear(&g);
}

static void lists_objects_and_strays(void **state)
{
    static const char *const strays[] = {"ba/short", "zz", "note.txt"};
    struct ground g;
    struct arena arena = {0};
    struct object_entry *entries;
    size_t count;
    struct err err = {0};

    (void)state;
    ground_make(&g);
    (void)put(g.store, STR("abc"), false);
    (void)put(g.store, STR(""), false);
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        char path[160];
        int fd;

        path_of(path, &g, strays[i]);
        fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        assert_true(fd >= 0);
        (void)close(fd);
    }
    assert_int_equal(object_list(&entries, &count, &arena, g.store, &err), ERR_OK);
    assert_int_equal(count, 5);
    assert_string_equal(digest_text(&entries[0].name).hex, ABC);
    assert_int_equal(entries[0].size, 3);
    assert_true(str_equal(entries[1].stray, STR("ba/short")));
    assert_int_equal(entries[2].stray.len, 0);
    assert_int_equal(entries[2].name.bytes[0], 0xe3);
    assert_true(str_equal(entries[3].stray, STR("note.txt")));
    assert_true(str_equal(entries[4].stray, STR("zz")));
    arena_free(&arena);
    ground_clear(&g);
}

static void sweeps_the_dead_only(void **state)
{
    struct ground g;
    struct object_writer *writer;
    struct digest name;
    struct err err = {0};
    bool existed;
    char path[160];
    int fd;

    (void)state;
    ground_make(&g);
    assert_int_equal(object_sweep(g.store, &err), ERR_OK);
    assert_int_equal(object_begin(&writer, g.store, &err), ERR_OK);
    assert_int_equal(object_write(writer, "abc", 3, &err), ERR_OK);
    path_of(path, &g, ".new/00112233445566778899aabbccddeeff");
    fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(count_new(&g), 2);
    assert_int_equal(object_sweep(g.store, &err), ERR_OK);
    assert_int_equal(count_new(&g), 1);
    assert_int_equal(object_keep(&name, &existed, writer, &err), ERR_OK);
    assert_string_equal(digest_text(&name).hex, ABC);
    ground_clear(&g);
}

#define PART "00112233445566778899aabbccddeeff"

/* Left, swept around, gone on with: what follows the last whole piece comes again. */
static void goes_on_with_a_part(void **state)
{
    struct ground g;
    struct object_writer *writer;
    struct object_writer *other;
    struct digest name;
    struct err err = {0};
    struct stat st;
    uint64_t size = 9;
    bool existed;
    char path[160];

    (void)state;
    ground_make(&g);
    assert_int_equal(object_go_on(&writer, &size, g.store, STR(PART), 2, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(object_begin_part(&writer, g.store, STR(PART), &err), ERR_OK);
    assert_int_equal(object_write(writer, "abxx", 4, &err), ERR_OK);
    assert_int_equal(object_settle(writer, &err), ERR_OK);
    assert_int_equal(object_go_on(&other, &size, g.store, STR(PART), 2, &err),
                     ERR_CONFLICT);
    object_leave(writer);
    assert_int_equal(object_sweep(g.store, &err), ERR_OK);
    assert_int_equal(object_go_on(&writer, &size, g.store, STR(PART), 2, &err), ERR_OK);
    assert_int_equal(size, 2);
    assert_int_equal(object_write(writer, "c", 1, &err), ERR_OK);
    assert_int_equal(object_keep(&name, &existed, writer, &err), ERR_OK);
    assert_string_equal(digest_text(&name).hex, ABC);
    path_of(path, &g,
            "ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0444);
    assert_int_equal(count_new(&g), 0);
    ground_clear(&g);
}

static void sweeps_a_part_nobody_came_back_to(void **state)
{
    const struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};
    struct ground g;
    struct object_writer *writer;
    struct err err = {0};
    char path[160];

    (void)state;
    ground_make(&g);
    assert_int_equal(object_begin_part(&writer, g.store, STR(PART), &err), ERR_OK);
    object_leave(writer);
    path_of(path, &g, ".new/" PART ".part");
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    assert_int_equal(object_sweep(g.store, &err), ERR_OK);
    assert_int_equal(count_new(&g), 0);
    ground_clear(&g);
}

static int steps_left;
static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    return steps_left-- > 0 ? 0 : EIO;
}

static enum err_code try_put(struct store *store, struct err *err)
{
    struct object_writer *writer;
    struct digest name;
    bool existed;

    if (object_begin(&writer, store, err) != ERR_OK)
        return err->code;
    if (object_write(writer, "abc", 3, err) != ERR_OK) {
        object_abort(writer);
        return err->code;
    }
    if (object_keep(&name, &existed, writer, err) != ERR_OK)
        return err->code;
    return object_sync(store, err);
}

static void leaves_nothing_when_it_fails(void **state)
{
    enum err_code code;
    int at = 0;

    (void)state;
    do {
        struct ground g;
        struct err err = {0};

        ground_make(&g);
        steps_left = at++;
        file_set_fault(fail_in_time);
        code = try_put(g.store, &err);
        file_set_fault(NULL);
        assert_int_equal(count_new(&g), 0);
        if (code != ERR_OK)
            assert_non_null(strstr(err.message, "Input/output error"));
        assert_int_equal(try_put(g.store, &err), ERR_OK);
        ground_clear(&g);
    } while (code != ERR_OK);
    /* Two directories, the first with a sync; create, write, rename, sync of all. */
    assert_int_equal(at, 8);
    object_abort(NULL);
}

enum { THREADS = 4, OBJECTS = 60 };

static void *write_many(void *context)
{
    for (int i = 0; i < OBJECTS; i++) {
        struct object_writer *writer;
        struct digest name;
        struct err err = {0};
        bool existed;

        if (object_begin(&writer, context, &err) != ERR_OK ||
            object_write(writer, &i, sizeof i, &err) != ERR_OK ||
            object_keep(&name, &existed, writer, &err) != ERR_OK ||
            object_sync(context, &err) != ERR_OK)
            return context;
    }
    return NULL;
}

static void writes_in_many_threads(void **state)
{
    struct ground g;
    pthread_t threads[THREADS];
    struct arena arena = {0};
    struct object_entry *entries;
    size_t count;
    struct err err = {0};

    (void)state;
    ground_make(&g);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, g.store), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;

        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(object_list(&entries, &count, &arena, g.store, &err), ERR_OK);
    assert_int_equal(count, OBJECTS);
    assert_int_equal(count_new(&g), 0);
    arena_free(&arena);
    ground_clear(&g);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"an object's name is the hash of its bytes", names_objects_by_their_bytes, 0, 0,
         0},
        {"an object of the wrong length is written anew", heals_a_cut_object, 0, 0, 0},
        {"an object of other bytes is written anew", heals_an_object_of_zeros, 0, 0, 0},
        {"objects are listed, and what is none", lists_objects_and_strays, 0, 0, 0},
        {"what dead writers left is removed, what a living one writes is not",
         sweeps_the_dead_only, 0, 0, 0},
        {"a part that was left is gone on with", goes_on_with_a_part, 0, 0, 0},
        {"a part that nobody came back to is removed", sweeps_a_part_nobody_came_back_to,
         0, 0, 0},
        {"a failure at any step leaves nothing behind", leaves_nothing_when_it_fails, 0,
         0, 0},
        {"several threads write the same objects at once", writes_in_many_threads, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
