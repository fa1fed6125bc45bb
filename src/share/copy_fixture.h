#ifndef SHARE_COPY_FIXTURE_H
#define SHARE_COPY_FIXTURE_H

/* For tests of copying: an archive with stored objects, and what a copy of it is worth.
 */

#include "log/feed_fixture.h"
#include "record/verify.h"
#include "share/copy.h"
#include "store/object.h"

enum { COPY_PATH_MAX = 2 * PLACE_MAX, COPY_TOLD_MAX = 64 };

/* What copy_archive() found, for the tests to look at. */
struct told {
    size_t count;
    enum copy_grade grades[COPY_TOLD_MAX];
    char files[COPY_TOLD_MAX][160];
    char what[COPY_TOLD_MAX][256];
};

struct copy_path {
    char text[COPY_PATH_MAX];
};

static inline struct copy_path copy_beside(const struct place *p, const char *name)
{
    struct copy_path path;

    (void)snprintf(path.text, sizeof path.text, "%s/%s", p->root, name);
    return path;
}

/* A path in a copy or an archive, with the feed's id where a % stands. */
static inline struct copy_path copy_in(const struct place *p, const char *folder,
                                       const char *name)
{
    struct copy_path path;
    const char *percent = strchr(name, '%');

    if (percent)
        (void)snprintf(path.text, sizeof path.text, "%s/%s/%.*s%s%s", p->root, folder,
                       (int)(percent - name), name, p->id, percent + 1);
    else
        (void)snprintf(path.text, sizeof path.text, "%s/%s/%s", p->root, folder, name);
    return path;
}

/* Store bytes and state them, as preserve does. */
static inline struct digest copy_add_object(struct place *p, const char *bytes)
{
    struct object_writer *writer = NULL;
    struct digest name = {{0}};
    struct buf text = {0};
    struct err err = {0};
    bool existed = false;

    fixture_ok(object_begin(&writer, p->store, &err), &err);
    fixture_ok(object_write(writer, bytes, strlen(bytes), &err), &err);
    fixture_ok(object_keep(&name, &existed, writer, &err), &err);
    fixture_ok(feed_begin(p->feed, &err), &err);
    buf_printf(&text,
               "{\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"000g40r40m30e209j\","
               "\"feed\":\"%s\",\"index\":%llu,\"kind\":\"object\",\"size\":%zu,"
               "\"stored\":\"%s\"}",
               p->id, (unsigned long long)feed_next(p->feed), strlen(bytes),
               digest_text(&name).hex);
    fixture_ok(feed_add(NULL, p->feed, buf_str(&text), NULL, &err), &err);
    fixture_ok(feed_commit(p->feed, &err), &err);
    feed_end(p->feed);
    buf_release(&text);
    return name;
}

static inline struct copy_path copy_object_path(const struct place *p, const char *folder,
                                                const struct digest *name)
{
    struct digest_text text = digest_text(name);
    char relative[80];

    (void)snprintf(relative, sizeof relative, "objects/%.2s/%s", text.hex, text.hex + 2);
    return copy_in(p, folder, relative);
}

static inline void copy_tell(void *context, const struct copy_finding *finding)
{
    struct told *told = context;

    assert_true(told->count < COPY_TOLD_MAX);
    told->grades[told->count] = finding->grade;
    (void)snprintf(told->files[told->count], sizeof told->files[0], STR_FMT,
                   STR_ARG(finding->file));
    (void)snprintf(told->what[told->count], sizeof told->what[0], STR_FMT,
                   STR_ARG(finding->what));
    told->count++;
}

static inline enum err_code copy_try(struct copy_report *report, struct told *told,
                                     struct place *p, const char *folder,
                                     struct copy_options options, struct err *err)
{
    struct arena arena = {0};
    enum err_code code;

    *told = (struct told){0};
    options.quiet = true;
    options.found = copy_tell;
    options.context = told;
    code = copy_archive(report, &arena, p->store, folder, &options, err);
    arena_free(&arena);
    return code;
}

/* Copying must succeed; what it found is for the caller to judge. */
static inline struct copy_report copy_to(struct told *told, struct place *p,
                                         const char *name, struct copy_options options)
{
    struct copy_report report = {0};
    struct err err = {0};
    struct copy_path folder = copy_beside(p, name);

    fixture_ok(copy_try(&report, told, p, folder.text, options, &err), &err);
    return report;
}

static inline void copy_ignore(void *context, const struct audit_finding *finding)
{
    const char **first = context;

    if (finding->grade != AUDIT_UNFINISHED && !*first)
        *first = strndup(finding->file.ptr, finding->file.len);
}

/* What `stele verify` says of a folder: wrong and unfinished things; the size it holds.
 */
static inline uint64_t copy_verify(const char *folder, uint64_t *wrong,
                                   uint64_t *unfinished)
{
    const char *first = NULL;
    const struct verify_options options = {.report = copy_ignore, .context = &first};
    struct verify_result result = {0};
    struct arena arena = {0};
    struct err err = {0};
    uint64_t size;

    fixture_ok(verify_archive(&result, &arena, folder, &options, &err), &err);
    if (result.wrong > 0 && !wrong)
        fail_msg("%s: %s is wrong", folder, first);
    if (wrong)
        *wrong = result.wrong;
    if (unfinished)
        *unfinished = result.unfinished;
    size = result.feeds[0].result.position.size;
    arena_free(&arena);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): to drop the const */
    free((void *)(uintptr_t)first);
    return size;
}

/* The copy is whole, holds this size, and nothing else lies there. */
static inline void copy_expect_whole(const struct place *p, const char *name,
                                     uint64_t size)
{
    struct copy_path folder = copy_beside(p, name);
    uint64_t unfinished = 0;

    assert_int_equal(copy_verify(folder.text, NULL, &unfinished), size);
    assert_int_equal(unfinished, 0);
    assert_int_not_equal(access(copy_in(p, name, STORE_UNFINISHED_COPY).text, F_OK), 0);
}

/* Change one bit. */
static inline void copy_flip(const char *path, long at)
{
    FILE *file;
    int byte;

    (void)chmod(path, 0644);
    file = fopen(path, "r+e");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    byte = fgetc(file);
    assert_true(byte != EOF);
    assert_int_equal(fseek(file, -1, SEEK_CUR), 0);
    assert_int_equal(fputc(byte ^ 1, file), byte ^ 1);
    assert_int_equal(fclose(file), 0);
}

static inline void copy_cut(const char *path)
{
    struct stat st;

    (void)chmod(path, 0644);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size / 2), 0);
}

#endif
