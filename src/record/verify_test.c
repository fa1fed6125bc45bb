#include "record/verify.h"

#include <fcntl.h>
#include <string.h>

#include "format/canon.h"
#include "format/foreign.h"
#include "record/handmade_testing.h"

/*
 * Verification against every kind of damage. The sweep takes a sample of the bits; with
 * STELE_SWEEP=N/OF it takes every bit of every file, or the N-th part of them, and
 * nothing else is tested (tests/long/flip-every.sh).
 */

enum { FILES_MAX = 64, SEEN_MAX = 64, SAMPLE_STEP = 61 };

struct seen {
    char file[SEEN_MAX][HANDMADE_PATH_MAX];
    char what[SEEN_MAX][HANDMADE_PATH_MAX];
    enum audit_grade grade[SEEN_MAX];
    uint64_t first[SEEN_MAX];
    uint64_t end[SEEN_MAX];
    size_t count;
    uint64_t wrong;
    uint64_t unfinished;
    enum err_code code;
    struct verify_result result;
    struct arena arena;
    char message[512];
};

static void see(void *context, const struct audit_finding *finding)
{
    struct seen *seen = context;
    size_t i = seen->count;

    if (i == SEEN_MAX)
        return;
    (void)snprintf(seen->file[i], sizeof seen->file[i], STR_FMT, STR_ARG(finding->file));
    (void)snprintf(seen->what[i], sizeof seen->what[i], STR_FMT, STR_ARG(finding->what));
    seen->grade[i] = finding->grade;
    seen->first[i] = finding->first;
    seen->end[i] = finding->end;
    seen->count++;
}

static void verify(struct seen *seen, const struct handmade *m)
{
    const struct verify_options options = {.report = see, .context = seen};
    struct err err = {0};

    arena_free(&seen->arena);
    *seen = (struct seen){0};
    seen->code = verify_archive(&seen->result, &seen->arena, m->folder, &options, &err);
    seen->wrong = seen->result.wrong;
    seen->unfinished = seen->result.unfinished;
    memcpy(seen->message, err.message, sizeof seen->message);
}

static bool is_found(const struct seen *seen)
{
    return seen->code == ERR_OK ? seen->wrong > 0 : seen->code != ERR_IO;
}

/* The finding about this file, or the test fails. */
static size_t about(const struct seen *seen, const char *file)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp(seen->file[i], file) == 0)
            return i;
    for (size_t i = 0; i < seen->count; i++)
        print_message("# %s: %s\n", seen->file[i], seen->what[i]);
    fail_msg("no finding names %s", file);
    return 0;
}

static void says(const struct seen *seen, const char *file, const char *words)
{
    size_t i = about(seen, file);

    for (size_t k = 0; k < seen->count; k++)
        if (strcmp(seen->file[k], file) == 0 && strstr(seen->what[k], words))
            return;
    fail_msg("\"%s\" does not say \"%s\"", seen->what[i], words);
}

static void whole(struct seen *seen, const struct handmade *m)
{
    verify(seen, m);
    assert_int_equal(seen->code, ERR_OK);
    for (size_t i = 0; i < seen->count; i++)
        print_message("# %s: %s\n", seen->file[i], seen->what[i]);
    assert_int_equal(seen->wrong, 0);
    assert_int_equal(seen->unfinished, 0);
    assert_int_equal(seen->result.feed_count, 1);
    assert_true(seen->result.feeds[0].result.is_root_right);
    assert_int_equal(seen->result.feeds[0].result.whole_to,
                     seen->result.feeds[0].result.position.size);
}

/* count statements: open, sealed, erased by two members, an object. */
static void make(struct handmade *m, uint64_t count)
{
    handmade_start(m);
    handmade_say(m, m->member, "member",
                 "\"id\":\"" HANDMADE_SECOND "\",\"roles\":[\"recorder\"]");
    handmade_object(m, STR("the bytes of a photograph"));
    handmade_seal(m);
    handmade_say(m, m->member, "entity",
                 "\"entity\":\"person\",\"id\":\"zzzzzzzzzzzzzzzzm\"");
    handmade_ask_to_erase(m, m->member, 6, false);
    handmade_ask_to_erase(m, STR(HANDMADE_SECOND), 6, true);
    handmade_sign(m);
    while (m->size < count) {
        handmade_say(m, m->member, "claim", "\"value\":{\"text\":\"1\"}");
        if (m->size == count / 2)
            handmade_sign(m);
    }
    handmade_sign(m);
    handmade_erase(m, 6);
    handmade_write_feed(m);
}

/* --- every file of an archive --- */

struct files {
    char path[FILES_MAX][HANDMADE_PATH_MAX];
    off_t size[FILES_MAX];
    size_t count;
};

static struct files files; /* nftw() takes no context */

static int list_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)at;
    if (kind != FTW_F)
        return 0;
    assert_true(files.count < FILES_MAX);
    (void)snprintf(files.path[files.count], HANDMADE_PATH_MAX, "%s", path);
    files.size[files.count++] = st->st_size;
    return 0;
}

static void list_files(const struct handmade *m)
{
    files.count = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(nftw(m->folder, list_one, 16, FTW_PHYS), 0);
    assert_true(files.count > 5);
}

static struct str content(struct arena *arena, size_t i)
{
    struct str bytes;
    struct err err = {0};

    if (file_read(&bytes, arena, AT_FDCWD, files.path[i], SIZE_MAX / 2, &err) != ERR_OK)
        fail_msg("%s", err.message);
    return bytes;
}

static void put_back(size_t i, struct str bytes)
{
    FILE *file = fopen(files.path[i], "we");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

/* Which part of the bits this process takes; false for a sample of them. */
static bool every_bit(unsigned *part, unsigned *parts)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    struct str of = str_from_c(getenv("STELE_SWEEP"));
    struct str first = str_cut(&of, '/');
    uint64_t n = 0;
    uint64_t all = 1;

    *part = 0;
    *parts = 1;
    if (first.len == 0)
        return false;
    assert_true(str_to_u64(&n, first) && str_to_u64(&all, of) && n >= 1 && n <= all);
    *part = (unsigned)n - 1;
    *parts = (unsigned)all;
    return true;
}

static void flip(struct seen *seen, const struct handmade *m, int fd, size_t i, off_t at,
                 unsigned bit)
{
    uint8_t byte;
    uint8_t flipped;

    assert_int_equal(pread(fd, &byte, 1, at), 1);
    flipped = (uint8_t)(byte ^ (1U << bit));
    assert_int_equal(pwrite(fd, &flipped, 1, at), 1);
    verify(seen, m);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    if (!is_found(seen))
        fail_msg("bit %u of byte %ld of %s: not found", bit, (long)at, files.path[i]);
}

/* Every bit of a file that is this process's, or one bit in every so many bytes. */
static uint64_t flip_file(struct seen *seen, const struct handmade *m, size_t i)
{
    unsigned part;
    unsigned parts;
    bool every = every_bit(&part, &parts);
    off_t step = every || files.size[i] < 2000 ? 1 : SAMPLE_STEP;
    uint64_t count = 0;
    int fd = open(files.path[i], O_RDWR | O_CLOEXEC);

    assert_true(fd >= 0);
    for (off_t at = 0; at < files.size[i]; at += step)
        for (unsigned bit = 0; bit < 8; bit++) {
            bool is_taken =
                every ? (unsigned)(at * 8 + bit) % parts == part : bit == (at / step) % 8;

            if (!is_taken)
                continue;
            flip(seen, m, fd, i, at, bit);
            count++;
        }
    assert_int_equal(close(fd), 0);
    return count;
}

static void finds_every_flipped_bit(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    unsigned part;
    unsigned parts;
    uint64_t count = 0;

    (void)state;
    make(&m, every_bit(&part, &parts) ? 270 : 600);
    whole(&seen, &m);
    list_files(&m);
    for (size_t i = 0; i < files.count; i++)
        count += flip_file(&seen, &m, i);
    whole(&seen, &m);
    print_message("# %llu flipped bits in %zu files, 0 missed\n",
                  (unsigned long long)count, files.count);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void finds_every_missing_file(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct arena arena = {0};

    (void)state;
    make(&m, 600);
    list_files(&m);
    for (size_t i = 0; i < files.count; i++) {
        struct str bytes = content(&arena, i);

        assert_int_equal(unlink(files.path[i]), 0);
        verify(&seen, &m);
        if (!is_found(&seen))
            fail_msg("%s is missing and nobody says so", files.path[i]);
        if (seen.code == ERR_OK)
            (void)about(&seen, files.path[i] + strlen(m.folder) + 1);
        put_back(i, bytes);
    }
    whole(&seen, &m);
    arena_free(&arena);
    arena_free(&seen.arena);
    handmade_end(&m);
}

/* After a power cut the list of notes may be shorter: that is said, and is no damage. */
static bool may_be_cut(size_t i)
{
    return str_ends_with(str_from_c(files.path[i]), STR("/checkpoints"));
}

static void finds_every_cut_file(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct arena arena = {0};

    (void)state;
    make(&m, 600);
    list_files(&m);
    for (size_t i = 0; i < files.count; i++) {
        struct str bytes = content(&arena, i);
        const off_t lengths[] = {0, 1, files.size[i] / 2, files.size[i] - 1};

        for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
            assert_int_equal(truncate(files.path[i], lengths[k]), 0);
            verify(&seen, &m);
            if (!is_found(&seen) && !(may_be_cut(i) && seen.unfinished > 0))
                fail_msg("%s is cut to %ld bytes and nobody says so", files.path[i],
                         (long)lengths[k]);
            put_back(i, bytes);
        }
    }
    whole(&seen, &m);
    arena_free(&arena);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void finds_every_longer_file(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct arena arena = {0};

    (void)state;
    make(&m, 600);
    list_files(&m);
    for (size_t i = 0; i < files.count; i++) {
        struct str bytes = content(&arena, i);
        char *copy = arena_alloc(&arena, bytes.len + 1, 1);

        memcpy(copy, bytes.ptr, bytes.len);
        copy[bytes.len] = 'x';
        put_back(i, (struct str){copy, bytes.len + 1});
        verify(&seen, &m);
        if (!is_found(&seen) && !(strstr(files.path[i], "/tail-") && seen.unfinished > 0))
            fail_msg("%s is longer and nobody says so", files.path[i]);
        put_back(i, bytes);
    }
    whole(&seen, &m);
    arena_free(&arena);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void names_every_unexpected_file(void **state)
{
    static const char *const paths[] = {
        "x",
        "feeds/x",
        "feeds/%s/x",
        "feeds/%s/key",
        "feeds/%s/pack/x",
        "feeds/%s/pack/900",
        "feeds/%s/pack/000.p/5",
        "feeds/%s/tile/0/000.p/5",
        "feeds/%s/tile/entries/002.p/5",
        "feeds/%s/tile/2/005",
        "feeds/%s/tail-900",
        "feeds/%s/tail-02",
        "feeds/psqz2nfrr54h0sv8qh42ysypj9/checkpoint",
        "objects/x",
        "objects/ab/x",
        "stele.json.old",
        ".hidden",
    };
    static struct handmade m;
    struct seen seen = {0};

    (void)state;
    make(&m, 600);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct str rest = str_from_c(paths[i]);
        struct str before = str_prefix(rest, str_find_str(rest, STR("%s")));
        struct str after = str_after(rest, before.len + 2);
        char path[HANDMADE_PATH_MAX];
        char whole_path[2 * HANDMADE_PATH_MAX];

        (void)snprintf(path, sizeof path, STR_FMT "%s" STR_FMT, STR_ARG(before),
                       before.len < rest.len ? m.feed : "", STR_ARG(after));
        handmade_write(&m, path, STR("x"));
        verify(&seen, &m);
        if (!is_found(&seen))
            fail_msg("%s is there and nobody says so", path);
        (void)snprintf(whole_path, sizeof whole_path, "%s/%s", m.folder, path);
        assert_int_equal(unlink(whole_path), 0);
        *strrchr(whole_path, '/') = '\0';
        while (rmdir(whole_path) == 0)
            *strrchr(whole_path, '/') = '\0';
    }
    whole(&seen, &m);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void swap(const struct handmade *m, const char *a, const char *b)
{
    char from[2 * HANDMADE_PATH_MAX];
    char to[2 * HANDMADE_PATH_MAX];
    char between[2 * HANDMADE_PATH_MAX];

    (void)snprintf(from, sizeof from, "%s/feeds/%s/%s", m->folder, m->feed, a);
    (void)snprintf(to, sizeof to, "%s/feeds/%s/%s", m->folder, m->feed, b);
    (void)snprintf(between, sizeof between, "%s/between", m->root);
    assert_int_equal(rename(from, between), 0);
    assert_int_equal(rename(to, from), 0);
    assert_int_equal(rename(between, to), 0);
}

static void finds_swapped_files(void **state)
{
    static const char *const pairs[][2] = {{"pack/000", "pack/001"},
                                           {"tile/0/000", "tile/0/001"},
                                           {"tile/entries/000", "tile/entries/001"},
                                           {"checkpoint", "tail-2"}};
    static struct handmade m;
    struct seen seen = {0};

    (void)state;
    make(&m, 600);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        swap(&m, pairs[i][0], pairs[i][1]);
        verify(&seen, &m);
        if (!is_found(&seen))
            fail_msg("%s and %s are swapped and nobody says so", pairs[i][0],
                     pairs[i][1]);
        swap(&m, pairs[i][0], pairs[i][1]);
    }
    /* Groups that are exchanged whole agree with themselves; the root does not. */
    for (size_t i = 0; i < 3; i++)
        swap(&m, pairs[i][0], pairs[i][1]);
    verify(&seen, &m);
    assert_true(is_found(&seen));
    assert_false(seen.result.feeds[0].result.is_root_right);
    arena_free(&seen.arena);
    handmade_end(&m);
}

/* --- what it says --- */

static struct str in_feed(struct handmade *m, const char *path)
{
    return arena_printf(&m->arena, "feeds/%s/%s", m->feed, path);
}

static void break_byte(struct handmade *m, const char *path, off_t at)
{
    struct str whole_path = arena_printf(&m->arena, "%s/%s", m->folder, path);
    int fd = open(whole_path.ptr, O_RDWR | O_CLOEXEC);
    uint8_t byte;

    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    assert_int_equal(close(fd), 0);
}

static void names_the_file_and_the_consequence(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str path;
    size_t i;

    (void)state;
    make(&m, 600);
    path = in_feed(&m, "pack/001");
    break_byte(&m, path.ptr, 100);
    verify(&seen, &m);
    says(&seen, path.ptr, "statement 256: what is stored is not what was committed to");
    assert_int_equal(seen.wrong, 1);
    assert_int_equal(seen.result.feeds[0].result.damaged, 1);
    assert_int_equal(seen.result.feeds[0].result.whole_to, 9);
    assert_true(seen.result.feeds[0].result.is_root_right);
    break_byte(&m, path.ptr, 100);

    break_byte(&m, path.ptr, 0); /* the first frame's form: nothing behind it is found */
    verify(&seen, &m);
    i = about(&seen, path.ptr);
    assert_int_equal(seen.wrong, 1);
    assert_int_equal(seen.first[i], 256);
    assert_int_equal(seen.end[i], 512);
    break_byte(&m, path.ptr, 0);

    path = in_feed(&m, "tile/entries/000");
    break_byte(&m, path.ptr, 100);
    verify(&seen, &m);
    says(&seen, path.ptr, "statement 0: the entry is not the statement's");
    break_byte(&m, path.ptr, 100);

    path = in_feed(&m, "tile/0/001");
    break_byte(&m, path.ptr, 100);
    verify(&seen, &m);
    says(&seen, path.ptr, "statement 259: the hash is not the statement's");
    break_byte(&m, path.ptr, 100);

    path = in_feed(&m, "tile/1/000.p/2");
    break_byte(&m, path.ptr, 40);
    verify(&seen, &m);
    says(&seen, path.ptr,
         "the statements are whole, but proofs made with this file fail");
    break_byte(&m, path.ptr, 40);

    path = in_feed(&m, "checkpoint");
    break_byte(&m, path.ptr, 5);
    verify(&seen, &m);
    says(&seen, path.ptr, "how far the feed goes is not known");
    assert_int_equal(seen.result.feeds[0].result.position.size, 600); /* from the list */
    break_byte(&m, path.ptr, 5);
    whole(&seen, &m);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void says_what_a_lost_object_costs(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str path;
    struct str whole_path;

    (void)state;
    make(&m, 20);
    path = arena_printf(&m.arena, "objects/%.2s/%s", m.object, m.object + 2);
    break_byte(&m, path.ptr, 3);
    verify(&seen, &m);
    says(&seen, path.ptr, "the object is not what it was; statement 4 records it");
    whole_path = arena_printf(&m.arena, "%s/" STR_FMT, m.folder, STR_ARG(path));
    assert_int_equal(unlink(whole_path.ptr), 0);
    verify(&seen, &m);
    says(&seen, path.ptr, "the object is missing; statement 4 records it");
    assert_int_equal(seen.grade[about(&seen, path.ptr)], AUDIT_MISSING);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void a_changed_tail_is_named(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str path;

    (void)state;
    make(&m, 30);
    path = in_feed(&m, "tail-0");
    break_byte(&m, path.ptr, 8000 > 30 * 150 ? 30 * 150 : 8000);
    verify(&seen, &m);
    says(&seen, path.ptr, "the statements do not give the root that was signed");
    assert_true(seen.first[about(&seen, path.ptr)] >= 9);
    assert_int_equal(seen.result.feeds[0].result.whole_to, 15);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void an_unlawful_erasure_is_damage(void **state)
{
    static struct handmade m;
    struct seen seen = {0};

    (void)state;
    make(&m, 20);
    handmade_erase(&m, 12); /* nobody asked for this one */
    handmade_write_feed(&m);
    verify(&seen, &m);
    assert_int_equal(seen.wrong, 1);
    assert_int_equal(seen.first[0], 12);
    assert_non_null(strstr(seen.what[0],
                           "statement 12: its content was destroyed, and no "
                           "two members, one of them an admin or its author, asked"));
    arena_free(&seen.arena);
    handmade_end(&m);
}

/* One member twice, two without a confirmation, two of whom none is an admin. */
static void one_member_alone_cannot_erase(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str third = STR("vvvvvvvvvvvvvvvvk");

    (void)state;
    handmade_start(&m);
    for (int i = 0; i < 3; i++)
        handmade_say(&m, m.member, "claim", "\"value\":{\"text\":\"1\"}");
    handmade_ask_to_erase(&m, m.member, 3, false);
    handmade_ask_to_erase(&m, m.member, 3, true);
    handmade_ask_to_erase(&m, m.member, 4, false);
    handmade_ask_to_erase(&m, third, 4, false);
    handmade_ask_to_erase(&m, third, 5, false);
    handmade_ask_to_erase(&m, STR(HANDMADE_SECOND), 5, true);
    handmade_sign(&m);
    for (uint64_t i = 3; i < 6; i++)
        handmade_erase(&m, i);
    handmade_write_feed(&m);
    verify(&seen, &m);
    assert_int_equal(seen.wrong, 3);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void a_fork_in_the_notes_is_damage(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str path;

    (void)state;
    make(&m, 20);
    /* The same key signs another root of the same size. */
    m.size = 19;
    m.frames[19].len = 0;
    handmade_say(&m, m.member, "claim", "\"value\":{\"text\":\"another\"}");
    handmade_sign(&m);
    path = in_feed(&m, "checkpoints");
    handmade_write(&m, path.ptr, buf_str(&m.notes));
    verify(&seen, &m);
    assert_true(seen.wrong > 0);
    says(&seen, path.ptr, "the note of size 20 signs another root than the files give");
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void what_no_checkpoint_covers_is_unfinished(void **state)
{
    static const char *const left[] = {
        "checkpoint.new", "pack/000.new", "pack/002",       "pack/003",      "tile/0/002",
        "tail-1",         "tail-3",       "tile/1/000.p/1", "tile/1/000.p/3"};
    static struct handmade m;
    struct seen seen = {0};

    (void)state;
    make(&m, 600);
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        handmade_write(&m, in_feed(&m, left[i]).ptr, STR("what a killed writer left"));
    handmade_write(&m, "objects/.new/half", STR("half"));
    verify(&seen, &m);
    for (size_t i = 0; i < seen.count; i++)
        if (seen.grade[i] != AUDIT_UNFINISHED)
            print_message("# %s: %s\n", seen.file[i], seen.what[i]);
    assert_int_equal(seen.wrong, 0);
    assert_true(seen.unfinished >= 9);
    arena_free(&seen.arena);
    handmade_end(&m);
}

/* Nothing but what stands open. */
static void make_open(struct handmade *m, uint64_t count)
{
    handmade_start(m);
    handmade_object(m, STR("the bytes of a photograph"));
    while (m->size < count)
        handmade_say(m, m->member, "claim", "\"value\":{\"text\":\"1\"}");
    handmade_sign(m);
    handmade_write_feed(m);
}

/* Which objects sealed statements name is not known here: it must not pass for whole. */
static void half_an_object_beside_sealed_statements_is_damage(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    const char *path =
        "objects/ab/cdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789";

    (void)state;
    make(&m, 30);
    handmade_write(&m, path, STR("\0\0\0\0"));
    verify(&seen, &m);
    says(&seen, path, "a sealed statement, which only its keys open, may record it");
    assert_true(seen.wrong > 0);
    arena_free(&seen.arena);
    handmade_end(&m);
}

/* Whole pages of zeros, and an object that nobody was told of. */
static void what_a_power_cut_leaves_is_unfinished(void **state)
{
    static struct handmade m;
    struct seen seen = {0};
    struct str list;
    struct str path;

    (void)state;
    make_open(&m, 30);
    path = in_feed(&m, "checkpoints");
    list = arena_printf(&m.arena, "%s/" STR_FMT, m.folder, STR_ARG(path));
    assert_int_equal(truncate(list.ptr, 4096), 0);
    handmade_write(
        &m, "objects/ab/cdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
        STR("\0\0\0\0"));
    verify(&seen, &m);
    for (size_t i = 0; i < seen.count; i++)
        if (seen.grade[i] != AUDIT_UNFINISHED)
            print_message("# %s: %s\n", seen.file[i], seen.what[i]);
    says(&seen, path.ptr, "the last note is torn");
    assert_int_equal(seen.wrong, 0);
    assert_int_equal(seen.unfinished, 2);
    /* Zeros that end in the middle of a sector, before other bytes, are no power cut's.
     */
    handmade_write(&m, path.ptr, STR("stele.invalid/feed/\0\0\0x"));
    verify(&seen, &m);
    assert_true(seen.wrong > 0);
    arena_free(&seen.arena);
    handmade_end(&m);
}

static void half_a_first_pack_beside_the_tail_is_unfinished(void **state)
{
    static struct handmade m;
    struct seen seen = {0};

    (void)state;
    make(&m, 30);
    handmade_write(&m, in_feed(&m, "pack/000").ptr, STR(""));
    verify(&seen, &m);
    assert_int_equal(seen.wrong, 0);
    assert_int_equal(seen.unfinished, 1);
    arena_free(&seen.arena);
    handmade_end(&m);
}

int main(void)
{
    static const struct CMUnitTest every[] = {
        {"every bit of every file, flipped, is found", finds_every_flipped_bit, 0, 0, 0},
    };
    static const struct CMUnitTest cases[] = {
        {"every flipped bit is found", finds_every_flipped_bit, 0, 0, 0},
        {"every missing file is found and named", finds_every_missing_file, 0, 0, 0},
        {"every cut file is found", finds_every_cut_file, 0, 0, 0},
        {"every byte behind the end is found", finds_every_longer_file, 0, 0, 0},
        {"every unexpected file is found", names_every_unexpected_file, 0, 0, 0},
        {"swapped files are found", finds_swapped_files, 0, 0, 0},
        {"a finding names the file and what follows", names_the_file_and_the_consequence,
         0, 0, 0},
        {"a lost object is named with the statement that records it",
         says_what_a_lost_object_costs, 0, 0, 0},
        {"a changed tail is named, with what is whole before it", a_changed_tail_is_named,
         0, 0, 0},
        {"an erasure that nobody asked for is damage", an_unlawful_erasure_is_damage, 0,
         0, 0},
        {"one member alone cannot erase, nor two without an admin",
         one_member_alone_cannot_erase, 0, 0, 0},
        {"two roots of one size are damage", a_fork_in_the_notes_is_damage, 0, 0, 0},
        {"what no checkpoint covers is unfinished, not wrong",
         what_no_checkpoint_covers_is_unfinished, 0, 0, 0},
        {"half an object beside sealed statements is damage",
         half_an_object_beside_sealed_statements_is_damage, 0, 0, 0},
        {"what a power cut leaves is unfinished, not wrong",
         what_a_power_cut_leaves_is_unfinished, 0, 0, 0},
        {"half a first pack beside the tail is unfinished, not wrong",
         half_a_first_pack_beside_the_tail_is_unfinished, 0, 0, 0},
    };

    unsigned part;
    unsigned parts;

    if (every_bit(&part, &parts))
        return cmocka_run_group_tests_name("every bit", every, NULL, NULL);
    return cmocka_run_group_tests(cases, NULL, NULL);
}
