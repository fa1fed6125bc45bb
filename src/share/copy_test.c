#include "share/copy_fixture.h"

#include "base/clock.h"

static const struct copy_options plain = {0};
static const struct copy_options check = {.is_check = true};

/* --- what a copy holds --- */

static void copies_everything_and_then_nothing(void **state)
{
    struct place p;
    struct told told;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    (void)copy_add_object(&p, "a photograph");
    (void)copy_add_object(&p, "another");
    (void)copy_add_object(&p, "another"); /* found again */
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 0);
    assert_int_equal(r.statements, 4);
    assert_int_equal(r.old_statements, 0);
    assert_int_equal(r.objects, 2);
    assert_true(r.is_new);
    assert_int_equal(r.copied_files, 2 + 4);
    copy_expect_whole(&p, "out", 4);
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(r.copied_files, 0);
    assert_int_equal(r.kept_files, 6);
    assert_int_equal(r.old_statements, 4);
    assert_false(r.is_new);
    r = copy_to(&told, &p, "out", check);
    assert_int_equal(r.copied_files, 0);
    assert_int_equal(told.count, 0);
    fixture_destroy(&p);
}

/* Sizes that make a tail grow, become a pack, and make the tiles above move on. */
static void brings_a_copy_up_to_date(void **state)
{
    static const uint64_t more[] = {1, 253, 1, 1, 300, 256, 66000, 513};
    struct place p;
    struct told told;
    uint64_t size = 1;

    (void)state;
    fixture_create(&p, 7);
    (void)copy_to(&told, &p, "out", plain);
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        struct copy_report r;

        fixture_append(&p, more[i]);
        r = copy_to(&told, &p, "out", plain);
        assert_int_equal(told.count, 0);
        assert_int_equal(r.old_statements, size);
        size += more[i];
        assert_int_equal(r.statements, size);
        copy_expect_whole(&p, "out", size);
    }
    fixture_destroy(&p);
}

static void leaves_what_no_statement_names(void **state)
{
    struct object_writer *writer = NULL;
    struct place p;
    struct told told;
    struct copy_report r;
    struct digest name;
    struct err err = {0};
    bool existed;

    (void)state;
    fixture_create(&p, 7);
    fixture_ok(object_begin(&writer, p.store, &err), &err);
    fixture_ok(object_write(writer, "unnamed", 7, &err), &err);
    fixture_ok(object_keep(&name, &existed, writer, &err), &err);
    assert_int_equal(mkdir(copy_in(&p, "archive", "notes").text, 0755), 0);
    fixture_copy(copy_in(&p, "archive", "stele.json").text,
                 copy_in(&p, "archive", "notes/mine.txt").text);
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(r.objects, 0);
    assert_int_equal(r.left_objects, 1);
    assert_int_equal(r.left_files, 1);
    copy_expect_whole(&p, "out", 1);
    fixture_destroy(&p);
}

static void copies_evidence_and_never_overwrites_it(void **state)
{
    struct place p;
    struct told told;
    struct err err = {0};
    struct copy_path kept;

    (void)state;
    fixture_create(&p, 7);
    fixture_ok(store_anchor_put(p.store, "a.tsr", STR("a timestamp"), &err), &err);
    fixture_ok(store_anchor_put(p.store, "b.note", STR("a note"), &err), &err);
    (void)copy_to(&told, &p, "out", plain);
    kept = copy_in(&p, "out", "anchors/a.tsr");
    copy_cut(kept.text);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.grades[0], COPY_REPAIRED);
    copy_flip(kept.text, 3);
    for (int i = 0; i < 2; i++) {
        struct copy_report r = copy_to(&told, &p, "out", plain);

        assert_int_equal(r.copied_files, 0);
        assert_int_equal(told.count, 1);
        assert_int_equal(told.grades[0], COPY_DIFFERS);
        assert_string_equal(told.files[0], "anchors/a.tsr");
    }
    fixture_destroy(&p);
}

/* A copy made with cp during writing, its tail missing: whole to an earlier note. */
static void copies_what_a_torn_copy_holds(void **state)
{
    struct place p;
    struct told told;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    fixture_append(&p, 10);
    fixture_append(&p, 300);
    fixture_close(&p);
    assert_int_equal(unlink(copy_in(&p, "archive", "feeds/%/tail-2").text), 0);
    fixture_open(&p);
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(r.statements, 311);
    assert_int_equal(told.count, 0);
    copy_expect_whole(&p, "out", 311);
    fixture_destroy(&p);
}

static void a_trial_writes_nothing(void **state)
{
    const struct copy_options dry = {.is_dry = true};
    struct place p;
    struct told told;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    r = copy_to(&told, &p, "out", dry);
    assert_int_equal(r.copied_files, 8);
    assert_int_equal(access(copy_beside(&p, "out").text, F_OK), -1);
    (void)copy_to(&told, &p, "out", plain);
    fixture_append(&p, 1);
    r = copy_to(&told, &p, "out", dry);
    assert_int_equal(r.copied_files, 3); /* tail, checkpoints, checkpoint */
    copy_expect_whole(&p, "out", 301);
    fixture_destroy(&p);
}

/* --- what is refused --- */

static void refuse(struct place *p, const char *folder, enum err_code code,
                   const char *message)
{
    struct copy_report report = {0};
    struct told told;
    struct err err = {0};

    assert_int_equal(copy_try(&report, &told, p, folder, plain, &err), code);
    if (!strstr(err.message, message))
        fail_msg("\"%s\" does not say \"%s\"", err.message, message);
}

static void refuses_places_that_are_none(void **state)
{
    struct place p;
    struct copy_path inside;
    struct copy_path full;

    (void)state;
    fixture_create(&p, 7);
    inside = copy_in(&p, "archive", "backup");
    refuse(&p, p.folder, ERR_INVALID, "lies inside the archive");
    refuse(&p, inside.text, ERR_INVALID, "lies inside the archive");
    assert_int_equal(access(inside.text, F_OK), -1);
    refuse(&p, p.root, ERR_INVALID, "holds the archive itself: name a folder beside it");
    refuse(&p, copy_in(&p, "archive", "stele.json").text, ERR_INVALID,
           "lies inside the archive");
    full = copy_beside(&p, "full");
    assert_int_equal(mkdir(full.text, 0755), 0);
    fixture_copy(copy_in(&p, "archive", "stele.json").text,
                 copy_in(&p, "full", "x").text);
    refuse(&p, full.text, ERR_CONFLICT,
           "is not empty and holds no copy of this archive: name a folder that is empty");
    refuse(&p, copy_in(&p, "full", "x").text, ERR_INVALID, "is not a folder");
    fixture_destroy(&p);
}

static void refuses_another_archive(void **state)
{
    struct place p;
    struct place other;
    struct told told;
    struct copy_path there;

    (void)state;
    fixture_create(&other, 8);
    fixture_close(&other);
    fixture_create(&p, 7);
    refuse(&p, other.folder, ERR_CONFLICT, "holds another archive (");
    there = copy_beside(&p, "marked");
    (void)copy_to(&told, &p, "marked", plain);
    fixture_close(&p);
    /* The other's copy was stopped before it had a stele.json. */
    assert_int_equal(mkdir(copy_in(&p, "marked", STORE_UNFINISHED_COPY).text, 0755), 0);
    fixture_copy(copy_in(&p, "marked", "stele.json").text,
                 copy_in(&p, "marked", STORE_UNFINISHED_TEXT).text);
    assert_int_equal(unlink(copy_in(&p, "marked", "stele.json").text), 0);
    fixture_open(&p);
    refuse(&p, there.text, ERR_CONFLICT, "is an unfinished copy of another archive");
    fixture_remove_tree(other.root);
    fixture_destroy(&p);
}

static void refuses_an_older_archive(void **state)
{
    struct place p;
    struct told told;
    struct copy_path older;
    struct copy_path out;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 2);
    older = copy_beside(&p, "older");
    out = copy_beside(&p, "out");
    fixture_copy(p.folder, older.text);
    fixture_append(&p, 300);
    (void)copy_to(&told, &p, "out", plain);
    fixture_close(&p);
    fixture_copy(older.text, p.folder);
    fixture_open(&p);
    refuse(&p, out.text, ERR_CONFLICT, "is ahead: it holds 303 statements of feed ");
    refuse(&p, out.text, ERR_CONFLICT, ", this archive 3; ");
    /* The list of notes tells it where the checkpoint is lost. */
    assert_int_equal(unlink(copy_in(&p, "out", "feeds/%/checkpoint").text), 0);
    refuse(&p, out.text, ERR_CONFLICT, "is ahead: it holds 303 statements of feed ");
    fixture_destroy(&p);
}

static void refuses_a_feed_it_does_not_have(void **state)
{
    struct place p;
    struct told told;

    (void)state;
    fixture_create(&p, 7);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(
        mkdir(copy_in(&p, "out", "feeds/00000000000000000000000000").text, 0755), 0);
    refuse(&p, copy_beside(&p, "out").text, ERR_CONFLICT,
           "is ahead: it holds feed 00000000000000000000000000, which this archive does "
           "not");
    fixture_destroy(&p);
}

/* Two histories from one start, by putting folder and state back. */
static void refuses_a_fork(void **state)
{
    static const uint64_t lengths[][2] = {{5, 5}, {5, 6}, {300, 700}};

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct place p;
        struct told told;
        struct copy_path folder;
        struct copy_path kept;

        fixture_create(&p, 7);
        fixture_append(&p, 10);
        folder = copy_beside(&p, "folder");
        kept = copy_beside(&p, "kept");
        fixture_copy(p.folder, folder.text);
        fixture_copy(p.state, kept.text);
        fixture_append(&p, lengths[i][0]);
        (void)copy_to(&told, &p, "out", plain);
        fixture_close(&p);
        fixture_copy(folder.text, p.folder);
        fixture_copy(kept.text, p.state);
        fixture_open(&p);
        fixture_append(&p, lengths[i][1]);
        refuse(&p, copy_beside(&p, "out").text, ERR_CONFLICT,
               "hold two different histories of feed ");
        copy_expect_whole(&p, "out", 11 + lengths[i][0]);
        fixture_destroy(&p);
    }
}

/* --- what is damaged --- */

static const char *const parts[] = {
    "stele.json",
    "feeds/%/checkpoint",
    "feeds/%/checkpoints",
    "feeds/%/tail-2",
    "feeds/%/pack/000",
    "feeds/%/pack/001",
    "feeds/%/tile/0/000",
    "feeds/%/tile/0/001",
    "feeds/%/tile/1/000.p/2",
    "feeds/%/tile/entries/000",
};

enum { PARTS = sizeof parts / sizeof parts[0] };

static void repairs_a_damaged_copy(void **state)
{
    struct place p;
    struct told told;
    struct digest object;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 600);
    object = copy_add_object(&p, "a photograph");
    (void)copy_to(&told, &p, "out", plain);
    for (size_t i = 0; i < PARTS; i++) {
        struct copy_path part = copy_in(&p, "out", parts[i]);

        copy_cut(part.text);
        (void)copy_to(&told, &p, "out", plain);
        copy_expect_whole(&p, "out", 602);
        assert_int_equal(unlink(part.text), 0);
        (void)copy_to(&told, &p, "out", plain);
        copy_expect_whole(&p, "out", 602);
        copy_flip(part.text, 40);
        (void)copy_to(&told, &p, "out", check);
        copy_expect_whole(&p, "out", 602);
    }
    copy_cut(copy_object_path(&p, "out", &object).text);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.grades[0], COPY_REPAIRED);
    copy_flip(copy_object_path(&p, "out", &object).text, 2);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 0); /* the size is right */
    (void)copy_to(&told, &p, "out", check);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.grades[0], COPY_REPAIRED);
    copy_expect_whole(&p, "out", 602);
    fixture_destroy(&p);
}

/* What a truncated file of the copy's is called when it is repaired. */
static void names_what_it_repairs(void **state)
{
    struct place p;
    struct told told;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 600);
    (void)copy_to(&told, &p, "out", plain);
    copy_cut(copy_in(&p, "out", "feeds/%/pack/001").text);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.grades[0], COPY_REPAIRED);
    assert_non_null(strstr(told.files[0], "/pack/001"));
    copy_flip(copy_in(&p, "out", "feeds/%/checkpoint").text, 70);
    (void)copy_to(&told, &p, "out", plain);
    assert_true(told.count >= 1);
    assert_non_null(strstr(told.files[0], "/checkpoint"));
    fixture_destroy(&p);
}

static void does_not_pass_damaged_objects_off_as_whole(void **state)
{
    struct place p;
    struct told told;
    struct digest flipped;
    struct digest lost;
    struct digest whole;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    flipped = copy_add_object(&p, "this one changes");
    lost = copy_add_object(&p, "this one is lost");
    whole = copy_add_object(&p, "this one stays");
    copy_flip(copy_object_path(&p, "archive", &flipped).text, 5);
    assert_int_equal(unlink(copy_object_path(&p, "archive", &lost).text), 0);
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(r.wrong, 2);
    assert_int_equal(told.count, 2);
    assert_int_equal(told.grades[0], COPY_MISSING);
    assert_non_null(strstr(told.what[0], "statement 2 names it"));
    assert_int_equal(told.grades[1], COPY_DAMAGED);
    assert_non_null(strstr(told.what[1], "do not give its name; it is not copied"));
    assert_int_equal(access(copy_object_path(&p, "out", &flipped).text, F_OK), -1);
    assert_int_equal(access(copy_object_path(&p, "out", &whole).text, F_OK), 0);
    fixture_destroy(&p);
}

static void copies_a_damaged_pack_only_where_none_is(void **state)
{
    struct place p;
    struct told told;
    struct copy_report r;
    uint64_t wrong = 0;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 600);
    (void)copy_to(&told, &p, "before", plain);
    copy_flip(copy_in(&p, "archive", "feeds/%/pack/001").text, 1000);
    fixture_append(&p, 1);
    r = copy_to(&told, &p, "before", plain);
    assert_int_equal(r.wrong, 1);
    assert_non_null(strstr(told.files[0], "/pack/001"));
    assert_non_null(strstr(told.what[0], "the copy has them whole"));
    copy_expect_whole(&p, "before", 602);
    r = copy_to(&told, &p, "after", plain);
    assert_int_equal(r.wrong, 1);
    assert_non_null(strstr(told.what[0], "the file is copied as it is"));
    assert_int_equal(copy_verify(copy_beside(&p, "after").text, &wrong, NULL), 602);
    assert_int_equal(wrong, 1); /* verify names the same pack, and nothing else */
    fixture_destroy(&p);
}

static void makes_damaged_tiles_anew(void **state)
{
    static const char *const tiles[] = {"feeds/%/tile/0/001", "feeds/%/tile/1/000.p/2",
                                        "feeds/%/tile/entries/000"};
    struct place p;
    struct told told;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 600);
    for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++)
        copy_flip(copy_in(&p, "archive", tiles[i]).text, 33);
    (void)copy_to(&told, &p, "out", plain);
    assert_int_equal(told.count, 1); /* the one that the statements were held against */
    assert_int_equal(told.grades[0], COPY_DAMAGED);
    copy_expect_whole(&p, "out", 601);
    fixture_destroy(&p);
}

/* The unfinished group stands in one place only: nothing but the root tells. */
static void keeps_a_whole_copy_from_a_damaged_tail(void **state)
{
    struct place p;
    struct told told;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 300);
    (void)copy_to(&told, &p, "out", plain);
    fixture_append(&p, 5);
    copy_flip(copy_in(&p, "archive", "feeds/%/tail-1").text, 400);
    r = copy_to(&told, &p, "out", plain);
    assert_true(r.wrong >= 1);
    assert_int_equal(r.statements, 301);
    assert_non_null(strstr(told.what[told.count - 1], "the copy keeps its own 301"));
    copy_expect_whole(&p, "out", 301);
    r = copy_to(&told, &p, "fresh", plain);
    assert_int_equal(r.wrong, 1);
    assert_non_null(strstr(told.what[0], "do not give the root that was signed"));
    fixture_destroy(&p);
}

/* A damaged pack names what cannot be read any more: every object is taken. */
static void takes_every_object_when_names_are_lost(void **state)
{
    struct place p;
    struct told told;
    struct digest object;
    struct copy_report r;

    (void)state;
    fixture_create(&p, 7);
    object = copy_add_object(&p, "a photograph");
    fixture_append(&p, 600);
    copy_flip(copy_in(&p, "archive", "feeds/%/pack/000").text, 600);
    r = copy_to(&told, &p, "out", plain);
    assert_int_equal(r.wrong, 1);
    assert_int_equal(r.objects, 1);
    assert_int_equal(r.left_objects, 0);
    assert_int_equal(access(copy_object_path(&p, "out", &object).text, F_OK), 0);
    fixture_destroy(&p);
}

/* --- while others write --- */

enum { COMMITS = 100, PAUSE_NS = 5000000 };

static void copies_an_archive_that_grows(void **state)
{
    struct place p;
    struct told told;
    uint64_t last = 1;
    int copies = 0;
    int status = 0;
    pid_t pid;

    (void)state;
    fixture_create(&p, 7);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct place child = p;

        child.feed = NULL;
        child.store = NULL;
        fixture_open(&child);
        for (uint64_t i = 0; i < COMMITS; i++) {
            fixture_append(&child, 1 + i * 37 % 400);
            clock_sleep_ns(PAUSE_NS);
        }
        _exit(0);
    }
    while (waitpid(pid, &status, WNOHANG) == 0) {
        struct copy_report r = copy_to(&told, &p, "out", plain);

        if (told.count > 0)
            fail_msg("%s: %s", told.files[0], told.what[0]);
        assert_true(r.statements >= last);
        last = r.statements;
        copy_expect_whole(&p, "out", last);
        copies++;
    }
    assert_int_equal(status, 0);
    assert_true(copies > 3 && last > 1000);
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a copy holds everything, and is not copied twice",
         copies_everything_and_then_nothing, 0, 0, 0},
        {"a copy is brought up to date, and what it has outgrown goes",
         brings_a_copy_up_to_date, 0, 0, 0},
        {"what no statement names is left and counted", leaves_what_no_statement_names, 0,
         0, 0},
        {"evidence is copied and never overwritten",
         copies_evidence_and_never_overwrites_it, 0, 0, 0},
        {"of a torn copy is copied what is whole", copies_what_a_torn_copy_holds, 0, 0,
         0},
        {"a trial writes nothing", a_trial_writes_nothing, 0, 0, 0},
        {"places that are none for a copy are refused", refuses_places_that_are_none, 0,
         0, 0},
        {"a folder with another archive is refused", refuses_another_archive, 0, 0, 0},
        {"a folder that is ahead is refused", refuses_an_older_archive, 0, 0, 0},
        {"a folder with a feed more is refused", refuses_a_feed_it_does_not_have, 0, 0,
         0},
        {"a folder with another history is refused", refuses_a_fork, 0, 0, 0},
        {"a damaged copy is repaired", repairs_a_damaged_copy, 0, 0, 0},
        {"what is repaired is named", names_what_it_repairs, 0, 0, 0},
        {"a damaged object is named and not copied",
         does_not_pass_damaged_objects_off_as_whole, 0, 0, 0},
        {"a damaged pack is copied only where none is",
         copies_a_damaged_pack_only_where_none_is, 0, 0, 0},
        {"damaged tiles are made anew", makes_damaged_tiles_anew, 0, 0, 0},
        {"a damaged tail does not replace a whole one",
         keeps_a_whole_copy_from_a_damaged_tail, 0, 0, 0},
        {"where names are lost every object is taken",
         takes_every_object_when_names_are_lost, 0, 0, 0},
        {"an archive is copied while another process writes",
         copies_an_archive_that_grows, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
