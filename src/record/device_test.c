#include "record/device.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>

#include "base/file.h"
#include "record/archive_testing.h"
#include "record/query_scan.h"

extern char **environ;

static void run(const char *program, const char *option, const char *from, const char *to)
{
    char *words[] = {strdup(program), strdup(option), strdup(from),
                     to ? strdup(to) : NULL, NULL};
    pid_t pid;
    int status = 0;

    assert_int_equal(posix_spawnp(&pid, program, NULL, NULL, words, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    for (size_t i = 0; i < 4; i++)
        free(words[i]);
}

/* What a copy of the archive's folder is called in these tests. */
static void copy_path(char out[PATH_LEN], const struct place *p, const char *name)
{
    (void)snprintf(out, PATH_LEN, "%s/%s", p->root, name);
}

static void keep_copy(const struct place *p, const char *name)
{
    char to[PATH_LEN];

    copy_path(to, p, name);
    run("cp", "-a", p->folder, to);
}

static void put_back(struct place *p, const char *name)
{
    char from[PATH_LEN];

    archive_close(p->archive);
    p->archive = NULL;
    copy_path(from, p, name);
    run("rm", "-rf", p->folder, NULL);
    run("cp", "-a", from, p->folder);
    reopen(p);
}

static struct device_made make(struct place *p)
{
    struct device_made made = {0};

    ok(device_new(&made, &p->arena, p->archive, STR(""), &p->err), &p->err);
    reopen(p);
    return made;
}

static uint64_t statements(struct place *p)
{
    struct view now;
    uint64_t sum = 0;

    ok(frontier_now(&now, &p->arena, archive_index(p->archive), &p->err), &p->err);
    for (uint32_t n = 0; n < now.count; n++)
        sum += now.sizes[n];
    return sum;
}

static void a_machine_that_can_write_needs_no_new_feed(void **state)
{
    struct place p;
    struct device_made made;

    (void)state;
    start(&p);
    assert_int_equal(device_new(&made, &p.arena, p.archive, STR(""), &p.err),
                     ERR_CONFLICT);
    says(&p, "writes feed");
    assert_int_equal(device_count(p.archive), 1);
    assert_true(device_at(p.archive, 0).is_writing);
    end(&p);
}

static void after_a_restore_a_new_feed_goes_on_for_the_old_one(void **state)
{
    struct place p;
    struct device_made made;
    struct str dumped;

    (void)state;
    start(&p);
    append(&p, 3);
    keep_copy(&p, "week");
    append(&p, 300);
    put_back(&p, "week");
    assert_int_equal(archive_begin(p.archive, &p.err), ERR_DENIED);
    says(&p, "stele device new");
    made = make(&p);
    assert_true(made.is_admitted);
    assert_int_equal(made.ends_at, 306); /* what was signed counts if it turns up */
    assert_true(str_equal(made.feed, device_at(p.archive, 1).feed));
    assert_true(device_at(p.archive, 1).is_writing);
    append(&p, 5);
    assert_int_equal(statements(&p), 6 + 1 + 5);
    dumped = dump(&p);
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_true(str_equal(dumped, dump(&p)));
    end(&p);
}

static void what_turns_up_again_counts(void **state)
{
    struct place p;
    struct str from;
    struct str to;
    struct device_made made;

    (void)state;
    start(&p);
    keep_copy(&p, "week");
    append(&p, 10);
    keep_copy(&p, "newest");
    put_back(&p, "week");
    made = make(&p);
    append(&p, 1);
    /* The newest copy is found, and its feed is put into the folder. */
    from = arena_printf(&p.arena, "%s/newest/feeds/" STR_FMT "/.%c", p.root,
                        STR_ARG(made.replaces), '\0');
    to = arena_printf(&p.arena, "%s/feeds/" STR_FMT "%c", p.folder,
                      STR_ARG(made.replaces), '\0');
    run("cp", "-a", from.ptr, to.ptr);
    reopen(&p);
    assert_int_equal(statements(&p), 13 + 2);
    append(&p, 1);
    end(&p);
}

static void a_copy_from_before_the_new_feed_is_known_for_what_it_is(void **state)
{
    struct place p;
    struct device_made first;
    struct device_made second;

    (void)state;
    start(&p);
    keep_copy(&p, "week");
    append(&p, 1);
    put_back(&p, "week");
    first = make(&p);
    put_back(&p, "week");
    assert_int_equal(archive_begin(p.archive, &p.err), ERR_DENIED);
    says(&p, "which this folder does not hold");
    second = make(&p);
    assert_false(str_equal(first.feed, second.feed));
    append(&p, 1);
    end(&p);
}

static void elsewhere(const struct place *p)
{
    char path[PATH_LEN];

    (void)snprintf(path, sizeof path, "%s/elsewhere", p->root);
    set("STELE_STATE", path);
}

static void another_machine_begins_a_feed_that_waits_for_admission(void **state)
{
    struct place p;
    struct device_made made;
    struct ref ref = REF_NONE;

    (void)state;
    start(&p);
    append(&p, 1);
    elsewhere(&p);
    reopen(&p);
    made = make(&p);
    assert_false(made.is_admitted);
    assert_int_equal(made.replaces.len, 0);
    assert_true(archive_remark(p.archive).len > 0);
    append(&p, 1); /* shown where it was written */
    assert_int_equal(statements(&p), 4 + 2);
    set("STELE_STATE", p.root); /* and nowhere else */
    reopen(&p);
    assert_int_equal(statements(&p), 4);
    assert_int_equal(
        archive_ref_parse(&ref, p.archive,
                          arena_printf(&p.arena, STR_FMT ".1", STR_ARG(made.feed)),
                          &p.err),
        ERR_DENIED);
    says(&p, "is not admitted");
    end(&p);
}

/* {"kind":"withdraw","of":{..},"reason":"typing_error"} */
static void withdraw(struct place *p, struct ref of)
{
    struct value draft = value_object();
    struct value target = {0};

    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_ref_pinned(&target, &p->arena, p->archive, of, &p->err), &p->err);
    value_set(&draft, &p->arena, STR("kind"), value_string(STR("withdraw")));
    value_set(&draft, &p->arena, STR("of"), target);
    value_set(&draft, &p->arena, STR("reason"), value_string(STR("typing_error")));
    ok(archive_add(p->archive, NULL, &draft, &p->err), &p->err);
    ok(archive_commit(p->archive, &p->err), &p->err);
}

static bool is_undone(struct place *p, struct ref ref)
{
    struct view now;
    bool undone = false;

    ok(frontier_now(&now, &p->arena, archive_index(p->archive), &p->err), &p->err);
    ok(query_is_undone(&undone, archive_index(p->archive), now, ref, &p->err), &p->err);
    return undone;
}

static void a_feed_that_is_not_admitted_decides_only_its_own_affairs(void **state)
{
    struct place p;
    struct ref theirs = ref_of(0, 3);
    struct ref ours = ref_of(1, 1);

    (void)state;
    start(&p);
    append(&p, 1);
    elsewhere(&p);
    reopen(&p);
    (void)make(&p);
    append(&p, 1);
    withdraw(&p, theirs);
    withdraw(&p, ours);
    assert_false(is_undone(&p, theirs));
    assert_true(is_undone(&p, ours));
    end(&p);
}

static int steps_left;

static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    if (steps_left < 0 || steps_left-- > 0)
        return 0;
    return ENOSPC;
}

static void making_one_may_fail_at_every_step(void **state)
{
    struct place p;
    enum err_code code = ERR_IO;
    int at = 0;

    (void)state;
    start(&p);
    keep_copy(&p, "week");
    append(&p, 1);
    for (; code != ERR_OK && at < 200; at++) {
        struct device_made made = {0};

        put_back(&p, "week");
        steps_left = at;
        file_set_fault(fail_in_time);
        code = device_new(&made, &p.arena, p.archive, STR(""), &p.err);
        steps_left = -1;
        file_set_fault(NULL);
        reopen(&p); /* the record can be read, and the next try goes on */
        if (device_new(&made, &p.arena, p.archive, STR(""), &p.err) != ERR_OK)
            assert_int_equal(p.err.code, ERR_CONFLICT); /* it was made, but for a note */
        reopen(&p);
        append(&p, 1);
    }
    assert_true(at > 8 && at < 200);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a machine that can write needs no new feed",
         a_machine_that_can_write_needs_no_new_feed, 0, 0, 0},
        {"after a restore a new feed goes on for the old one",
         after_a_restore_a_new_feed_goes_on_for_the_old_one, 0, 0, 0},
        {"what was signed before the restore counts when it turns up again",
         what_turns_up_again_counts, 0, 0, 0},
        {"a copy from before the new feed is known for what it is",
         a_copy_from_before_the_new_feed_is_known_for_what_it_is, 0, 0, 0},
        {"another machine begins a feed that waits for admission",
         another_machine_begins_a_feed_that_waits_for_admission, 0, 0, 0},
        {"a feed that is not admitted decides only its own affairs",
         a_feed_that_is_not_admitted_decides_only_its_own_affairs, 0, 0, 0},
        {"making one may fail at every step, and the next try goes on",
         making_one_may_fail_at_every_step, 0, 0, 0},
    };

    steps_left = -1;
    return cmocka_run_group_tests(cases, NULL, NULL);
}
