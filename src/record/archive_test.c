#include "record/archive.h"

#include <fcntl.h>

#include "base/file.h"
#include "record/archive_testing.h"
#include "record/id.h"
#include "store/db.h"

static char found_index[PATH_LEN]; /* nftw() takes no context */

static int look_for_index(const char *path, const struct stat *st, int kind,
                          struct FTW *at)
{
    (void)st;
    if (kind == FTW_F && strcmp(path + at->base, "index.db") == 0)
        (void)snprintf(found_index, sizeof found_index, "%s", path);
    return 0;
}

/* The index of the only archive under <root>/<cache>. */
static const char *index_file(const struct place *p, const char *cache)
{
    char path[PATH_LEN];

    found_index[0] = '\0';
    (void)snprintf(path, sizeof path, "%s/%s", p->root, cache);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(path, look_for_index, 16, FTW_PHYS);
    assert_true(found_index[0] != '\0');
    return found_index;
}

static void overwrite(const char *path, struct str bytes)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static void a_new_archive_is_found_from_below(void **state)
{
    struct place p;
    struct archive *again = NULL;
    char below[PATH_LEN];

    (void)state;
    start(&p);
    (void)snprintf(below, sizeof below, "%s/objects", p.folder);
    ok(archive_open(&again, below, ARCHIVE_READ, &p.err), &p.err);
    assert_true(str_equal(archive_id(again), archive_id(p.archive)));
    assert_int_equal(archive_id(again).len, 26);
    assert_true(str_equal(archive_name(again), STR("test")));
    assert_true(archive_is_synthetic(again));
    assert_true(str_ends_with(archive_folder(again), STR("/archive")));
    archive_close(again);
    again = NULL;
    assert_int_equal(archive_open(&again, p.root, ARCHIVE_READ, &p.err), ERR_NOT_FOUND);
    says(&p, p.root);
    assert_null(again);
    end(&p);
}

static void a_full_folder_is_refused(void **state)
{
    struct place p;
    struct archive *again = NULL;

    (void)state;
    start(&p);
    assert_int_equal(archive_create(&again, p.folder, STR("x"), false, &p.err),
                     ERR_CONFLICT);
    says(&p, "the folder is not empty");
    assert_null(again);
    end(&p);
}

static void a_refused_draft_leaves_the_batch_going(void **state)
{
    struct place p;
    struct value wrong;
    struct value owned;
    struct statement statement = {0};
    struct ref first;
    struct ref second;

    (void)state;
    start(&p);
    wrong = entity(&p, "dragon");
    owned = entity(&p, "source");
    value_set(&owned, &p.arena, STR("at"), value_string(STR("2020-01-01T00:00:00Z")));
    ok(archive_begin(p.archive, &p.err), &p.err);
    first = add(&p);
    assert_int_equal(archive_add(p.archive, NULL, &wrong, &p.err), ERR_INVALID);
    assert_int_equal(archive_add(p.archive, NULL, &owned, &p.err), ERR_INVALID);
    says(&p, "member \"at\" is written by the program and cannot be given");
    wrong = value_string(STR("no object"));
    assert_int_equal(archive_add(p.archive, NULL, &wrong, &p.err), ERR_INVALID);
    says(&p, "a statement is an object");
    second = add(&p);
    assert_int_equal(archive_batch_size(p.archive), 2);
    ok(archive_commit(p.archive, &p.err), &p.err);
    assert_int_equal(ref_index(first), 3);
    assert_int_equal(ref_index(second), 4);
    ok(archive_statement(&statement, &p.arena, p.archive, second, &p.err), &p.err);
    assert_true(
        value_is_string(value_get(&statement.value, STR("entity")), STR("source")));
    assert_true(statement.is_readable);
    assert_int_equal(
        archive_statement(&statement, &p.arena, p.archive, ref_of(0, 5), &p.err),
        ERR_NOT_FOUND);
    assert_int_equal(archive_statement(&statement, &p.arena, p.archive, REF_NONE, &p.err),
                     ERR_NOT_FOUND);
    end(&p);
}

static void a_rollback_writes_nothing(void **state)
{
    struct place p;
    struct statement statement = {0};
    struct str before;

    (void)state;
    start(&p);
    before = dump(&p);
    ok(archive_begin(p.archive, &p.err), &p.err);
    (void)add(&p);
    archive_rollback(p.archive);
    archive_rollback(p.archive); /* twice is nothing */
    assert_int_equal(archive_batch_size(p.archive), 0);
    reopen(&p);
    assert_true(str_equal(before, dump(&p)));
    assert_int_equal(
        archive_statement(&statement, &p.arena, p.archive, ref_of(0, 3), &p.err),
        ERR_NOT_FOUND);
    append(&p, 1);
    ok(archive_statement(&statement, &p.arena, p.archive, ref_of(0, 3), &p.err), &p.err);
    end(&p);
}

static void references_are_read_in_every_form(void **state)
{
    struct place p;
    struct ref ref = REF_NONE;
    struct str whole;
    struct str brief;
    struct str later;

    (void)state;
    start(&p);
    whole = archive_ref_text(p.archive, &p.arena, ref_of(0, 2));
    brief = archive_ref_short(p.archive, &p.arena, ref_of(0, 2));
    assert_int_equal(whole.len, 28);
    assert_int_equal(brief.len, 8);
    ok(archive_ref_parse(&ref, p.archive, whole, &p.err), &p.err);
    assert_int_equal(ref.n, 2);
    ok(archive_ref_parse(&ref, p.archive, brief, &p.err), &p.err);
    assert_int_equal(ref.n, 2);
    assert_int_equal(archive_ref_parse(&ref, p.archive, STR("zzzzzz.1"), &p.err),
                     ERR_NOT_FOUND);
    says(&p, "no feed of this archive begins with \"zzzzzz\"");
    later = arena_printf(&p.arena, STR_FMT ".3", STR_ARG(str_prefix(whole, 26)));
    assert_int_equal(archive_ref_parse(&ref, p.archive, later, &p.err), ERR_NOT_FOUND);
    says(&p, "has no statement 3: its last is 2");
    for (size_t i = 0; i < 4; i++) {
        const char *const bad[] = {"abc.1", "", "abcdefgh", "abcdefgh.x"};

        assert_int_equal(archive_ref_parse(&ref, p.archive, str_from_c(bad[i]), &p.err),
                         ERR_INVALID);
        says(&p, "is no reference: FEED.INDEX, with at least 6 characters of the feed");
    }
    end(&p);
}

static void a_pinned_reference_holds_the_commitment(void **state)
{
    struct place p;
    struct value pinned = {0};
    struct value before = {0};
    struct statement statement = {0};
    struct digest_text hex;
    struct ref ref;

    (void)state;
    start(&p);
    ok(archive_begin(p.archive, &p.err), &p.err);
    ref = add(&p);
    ok(archive_ref_pinned(&before, &p.arena, p.archive, ref, &p.err), &p.err);
    ok(archive_commit(p.archive, &p.err), &p.err);
    ok(archive_ref_pinned(&pinned, &p.arena, p.archive, ref, &p.err), &p.err);
    ok(archive_statement(&statement, &p.arena, p.archive, ref, &p.err), &p.err);
    hex = digest_text(&statement.commitment);
    assert_true(value_is_string(value_get(&pinned, STR("c")), str_from_c(hex.hex)));
    assert_true(value_is_string(value_get(&before, STR("c")), str_from_c(hex.hex)));
    assert_true(value_is_string(value_get(&pinned, STR("s")),
                                archive_ref_text(p.archive, &p.arena, ref)));
    assert_int_equal(
        archive_ref_pinned(&pinned, &p.arena, p.archive, ref_of(0, 9), &p.err),
        ERR_NOT_FOUND);
    end(&p);
}

static void notes_are_kept_outside_the_folder(void **state)
{
    struct place p;
    struct str text = {0};

    (void)state;
    start(&p);
    assert_int_equal(archive_note_read(&text, &p.arena, p.archive, "run", &p.err),
                     ERR_NOT_FOUND);
    ok(archive_note_write(p.archive, "run", STR("one"), &p.err), &p.err);
    ok(archive_note_write(p.archive, "run", STR("two"), &p.err), &p.err);
    reopen(&p);
    ok(archive_note_read(&text, &p.arena, p.archive, "run", &p.err), &p.err);
    assert_true(str_equal(text, STR("two")));
    ok(archive_note_remove(p.archive, "run", &p.err), &p.err);
    assert_int_equal(archive_note_read(&text, &p.arena, p.archive, "run", &p.err),
                     ERR_NOT_FOUND);
    end(&p);
}

static void ids_are_fresh_and_right(void **state)
{
    struct place p;
    struct str last = STR("");

    (void)state;
    start(&p);
    for (int i = 0; i < 100; i++) {
        struct str text = archive_new_id(p.archive, &p.arena);
        struct id id;

        ok(id_parse(&id, text, &p.err), &p.err);
        assert_false(str_equal(text, last));
        last = text;
    }
    end(&p);
}

/* Killed between signing and publishing: a reader sees the old record, a writer the new.
 */
static void what_was_signed_is_there_for_who_will_write(void **state)
{
    struct place p;
    struct statement statement = {0};
    struct str old;
    char path[PATH_LEN];

    (void)state;
    start(&p);
    (void)snprintf(
        path, sizeof path, "%s/feeds/" STR_FMT "/checkpoint", p.folder,
        STR_ARG(str_prefix(archive_ref_text(p.archive, &p.arena, ref_of(0, 0)), 26)));
    ok(file_read(&old, &p.arena, AT_FDCWD, path, 4096, &p.err), &p.err);
    append(&p, 1);
    archive_close(p.archive);
    overwrite(path, old);
    ok(archive_open(&p.archive, p.folder, ARCHIVE_READ, &p.err), &p.err);
    assert_int_equal(
        archive_statement(&statement, &p.arena, p.archive, ref_of(0, 3), &p.err),
        ERR_NOT_FOUND);
    reopen(&p);
    ok(archive_statement(&statement, &p.arena, p.archive, ref_of(0, 3), &p.err), &p.err);
    end(&p);
}

/* --- the index --- */

static void damage_by_script(const char *path, const char *sql)
{
    struct db *db = NULL;
    struct err err = {0};

    ok(db_open_file(&db, path, DB_WRITE, &err), &err);
    ok(db_script(db, sql, &err), &err);
    db_close(db);
}

static void cut_in_half(const char *path)
{
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, st.st_size / 2), 0);
}

static void spoil_pages(const char *path)
{
    uint8_t garbage[4096];
    struct stat st;
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    memset(garbage, 0xa5, sizeof garbage);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &st), 0);
    for (off_t at = 4096; at < st.st_size; at += 4096)
        assert_int_equal(pwrite(fd, garbage, sizeof garbage, at), sizeof garbage);
    assert_int_equal(close(fd), 0);
}

static void damage(size_t which, const char *path)
{
    switch (which) {
    case 0:
        assert_int_equal(unlink(path), 0);
        break;
    case 1:
        assert_int_equal(truncate(path, 0), 0);
        break;
    case 2:
        cut_in_half(path);
        break;
    case 3:
        overwrite(path, STR("garbage that is no database at all"));
        break;
    case 4:
        spoil_pages(path);
        break;
    case 5:
        damage_by_script(path, "UPDATE meta SET text = '0' WHERE name = 'version'");
        break;
    default:
        damage_by_script(path, "UPDATE feed SET size = size + 7");
        break;
    }
}

static void a_wrong_index_is_built_anew_and_the_same(void **state)
{
    struct place p;
    struct str before;

    (void)state;
    start(&p);
    append(&p, 300);
    append(&p, 20);
    before = dump(&p);
    for (size_t i = 0; i < 7; i++) {
        archive_close(p.archive);
        p.archive = NULL;
        damage(i, index_file(&p, "cache"));
        ok(archive_open(&p.archive, p.folder, ARCHIVE_WRITE, &p.err), &p.err);
        if (!str_equal(before, dump(&p)))
            fail_msg("after damage %zu the index is another", i);
    }
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_true(str_equal(before, dump(&p)));
    append(&p, 1);
    end(&p);
}

static void an_index_of_a_longer_record_is_not_believed(void **state)
{
    struct place p;
    struct str before;
    struct str ahead;
    char saved[PATH_LEN];

    (void)state;
    start(&p);
    append(&p, 5);
    before = dump(&p);
    archive_close(p.archive);
    p.archive = NULL;
    /* The index of the longer record, put where the shorter one's belongs. */
    (void)snprintf(saved, sizeof saved, "%s", index_file(&p, "cache"));
    damage_by_script(saved, "UPDATE feed SET size = size + 1");
    ok(file_read(&ahead, &p.arena, AT_FDCWD, saved, SIZE_MAX / 2, &p.err), &p.err);
    assert_true(ahead.len > 0);
    ok(archive_open(&p.archive, p.folder, ARCHIVE_READ, &p.err), &p.err);
    assert_true(str_equal(before, dump(&p)));
    end(&p);
}

static void two_processes_take_turns(void **state)
{
    struct place p;
    struct archive *other = NULL;
    struct archive *mine;
    struct str one;

    (void)state;
    start(&p);
    mine = p.archive;
    ok(archive_open(&other, p.folder, ARCHIVE_WRITE, &p.err), &p.err);
    append(&p, 3);
    p.archive = other;
    append(&p, 300);
    p.archive = mine;
    append(&p, 2);
    one = dump(&p);
    ok(archive_reindex(other, &p.err), &p.err);
    archive_close(other);
    reopen(&p);
    assert_true(str_equal(one, dump(&p)));
    end(&p);
}

static void two_archives_stand_side_by_side(void **state)
{
    struct place p;
    struct archive *second = NULL;
    struct archive *first;
    char folder[PATH_LEN];

    (void)state;
    start(&p);
    (void)snprintf(folder, sizeof folder, "%s/second", p.root);
    ok(archive_create(&second, folder, STR("second"), false, &p.err), &p.err);
    assert_false(str_equal(archive_id(second), archive_id(p.archive)));
    ok(archive_begin(p.archive, &p.err), &p.err);
    (void)add(&p);
    first = p.archive;
    p.archive = second;
    append(&p, 2);
    p.archive = first;
    ok(archive_commit(p.archive, &p.err), &p.err);
    assert_false(archive_is_synthetic(second));
    archive_close(second);
    end(&p);
}

static void a_folder_that_says_another_archive_is_refused(void **state)
{
    struct place p;
    char path[PATH_LEN];
    struct str facts;
    char *changed;

    (void)state;
    start(&p);
    (void)snprintf(path, sizeof path, "%s/stele.json", p.folder);
    ok(file_read(&facts, &p.arena, AT_FDCWD, path, 4096, &p.err), &p.err);
    changed = arena_alloc(&p.arena, facts.len, 1);
    memcpy(changed, facts.ptr, facts.len);
    changed[str_find_str(facts, STR("\"test\"")) + 1] = 'r';
    overwrite(path, (struct str){changed, facts.len});
    archive_close(p.archive);
    p.archive = NULL;
    assert_int_equal(archive_open(&p.archive, p.folder, ARCHIVE_READ, &p.err),
                     ERR_CORRUPT);
    says(&p, "\"stele.json\" does not say what statement 0 of the founding feed says");
    end(&p);
}

static void without_a_state_it_is_read_only(void **state)
{
    struct place p;
    char path[PATH_LEN];

    (void)state;
    start(&p);
    (void)snprintf(path, sizeof path, "%s/elsewhere", p.root);
    set("STELE_STATE", path);
    reopen(&p);
    assert_int_equal(archive_begin(p.archive, &p.err), ERR_DENIED);
    says(&p, "stele device new");
    end(&p);
}

static void objects_are_read_back(void **state)
{
    struct place p;
    struct object_writer *writer = NULL;
    struct digest name;
    bool existed = true;
    char bytes[16];
    uint64_t size = 0;
    size_t got = 0;

    (void)state;
    start(&p);
    for (int i = 0; i < 2; i++) {
        ok(archive_object_begin(&writer, p.archive, &p.err), &p.err);
        ok(archive_object_write(writer, "words", 5, &p.err), &p.err);
        ok(archive_object_keep(&name, &existed, writer, &p.err), &p.err);
        assert_int_equal(existed, i == 1);
    }
    ok(archive_object_begin(&writer, p.archive, &p.err), &p.err);
    archive_object_abort(writer);
    ok(archive_object_size(&size, p.archive, &name, &p.err), &p.err);
    assert_int_equal(size, 5);
    ok(archive_object_read(&got, p.archive, &name, 1, bytes, sizeof bytes, &p.err),
       &p.err);
    assert_int_equal(got, 4);
    assert_memory_equal(bytes, "ords", 4);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a new archive is found from a folder below it",
         a_new_archive_is_found_from_below, 0, 0, 0},
        {"a folder that holds something is refused", a_full_folder_is_refused, 0, 0, 0},
        {"a refused draft leaves the batch going", a_refused_draft_leaves_the_batch_going,
         0, 0, 0},
        {"a rollback writes nothing", a_rollback_writes_nothing, 0, 0, 0},
        {"references are read in every form", references_are_read_in_every_form, 0, 0, 0},
        {"a pinned reference holds the commitment",
         a_pinned_reference_holds_the_commitment, 0, 0, 0},
        {"notes are kept outside the folder", notes_are_kept_outside_the_folder, 0, 0, 0},
        {"ids are fresh and have the right check character", ids_are_fresh_and_right, 0,
         0, 0},
        {"what was signed is there for whoever will write",
         what_was_signed_is_there_for_who_will_write, 0, 0, 0},
        {"a wrong index is built anew and is the same",
         a_wrong_index_is_built_anew_and_the_same, 0, 0, 0},
        {"an index of a longer record is not believed",
         an_index_of_a_longer_record_is_not_believed, 0, 0, 0},
        {"two that write the same archive take turns", two_processes_take_turns, 0, 0, 0},
        {"two archives stand side by side", two_archives_stand_side_by_side, 0, 0, 0},
        {"a folder whose stele.json is another's is refused",
         a_folder_that_says_another_archive_is_refused, 0, 0, 0},
        {"without this machine's state it is read-only", without_a_state_it_is_read_only,
         0, 0, 0},
        {"objects are read back", objects_are_read_back, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
