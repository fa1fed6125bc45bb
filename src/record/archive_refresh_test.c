#include "log/feed.h"
#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/member.h"
#include "record/query.h"
#include "record/roles.h"
#include "store/store.h"

/* An archive that stays open while others write, and several open as several members. */

#define PASSPHRASE "correct horse battery"

static struct archive *open_reader(struct place *p)
{
    struct archive *reader = NULL;

    ok(archive_open_as(&reader, p->folder, ARCHIVE_READ, NULL, &p->err), &p->err);
    return reader;
}

static struct value web_page(struct arena *arena, const char *label)
{
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("entity")));
    value_set(&draft, arena, STR("id"), value_string(archive_new_id(NULL, arena)));
    value_set(&draft, arena, STR("entity"), value_string(STR("source")));
    value_set(&draft, arena, STR("class"), value_string(STR("web_page")));
    value_set(&draft, arena, STR("label"), value_string(str_from_c(label)));
    return draft;
}

static struct ref record(struct place *p, struct archive *archive, const char *label)
{
    struct value draft = web_page(&p->arena, label);
    struct ref ref = REF_NONE;

    ok(archive_begin(archive, &p->err), &p->err);
    ok(archive_add(archive, &ref, &draft, &p->err), &p->err);
    ok(archive_commit(archive, &p->err), &p->err);
    return ref;
}

static bool refresh(struct place *p, struct archive *archive)
{
    bool is_stale = false;

    ok(archive_refresh(&is_stale, archive, &p->err), &p->err);
    return is_stale;
}

static size_t count_entities(struct place *p, struct archive *archive)
{
    struct view now = {0};
    struct statement_list list = {0};

    ok(frontier_now(&now, &p->arena, archive_index(archive), &p->err), &p->err);
    ok(query_statements(&list, &p->arena, archive_index(archive), now, STR("entity"),
                        (struct ref){0}, 0, &p->err),
       &p->err);
    return list.count;
}

static void what_others_record_is_seen(void **state)
{
    struct place p;
    struct archive *reader;
    struct statement said = {0};
    struct ref ref;
    size_t before;

    (void)state;
    start(&p);
    reader = open_reader(&p);
    before = count_entities(&p, reader);
    assert_false(refresh(&p, reader));
    ref = record(&p, p.archive, "one");
    assert_false(refresh(&p, reader));
    ok(archive_statement(&said, &p.arena, reader, ref, &p.err), &p.err);
    assert_int_equal(count_entities(&p, reader), before + 1);
    archive_close(reader);
    end(&p);
}

/* Each knows of the other's statements only when it looks: neither may take an index that
 * the other brought forward for a wrong one. */
static void two_that_write_by_turns_build_no_index_anew(void **state)
{
    struct place p;
    struct archive *other = NULL;

    (void)state;
    start(&p);
    ok(archive_open_as(&other, p.folder, ARCHIVE_WRITE, NULL, &p.err), &p.err);
    for (int i = 0; i < 20; i++) {
        (void)record(&p, i % 2 == 0 ? p.archive : other, "x");
        assert_false(archive_has_new_index(other));
    }
    (void)record(&p, p.archive, "y");
    ok(archive_catch_up(other, &p.err), &p.err); /* has not looked at the feed again */
    assert_false(archive_has_new_index(other));
    assert_false(index_is_replaced(p.archive->index));
    archive_close(other);
    end(&p);
}

static void new_members_ask_for_opening_anew(void **state)
{
    struct place p;
    struct archive *reader;
    struct str id = {0};
    const struct member_draft draft = {.roles = ROLE_READER, .name = STR("R")};

    (void)state;
    start(&p);
    reader = open_reader(&p);
    ok(member_new(&id, &p.arena, p.archive, &draft, &p.err), &p.err);
    assert_true(refresh(&p, reader));
    archive_close(reader);
    reader = open_reader(&p);
    assert_false(refresh(&p, reader));
    archive_close(reader);
    end(&p);
}

static void an_index_that_was_replaced_asks_for_opening_anew(void **state)
{
    struct place p;
    struct archive *reader;

    (void)state;
    start(&p);
    reader = open_reader(&p);
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_true(refresh(&p, reader));
    archive_close(reader);
    end(&p);
}

static void several_are_open_as_one_who_signed_in_once(void **state)
{
    struct place p;
    struct session *session = NULL;
    struct archive *first = NULL;
    struct archive *second = NULL;
    struct archive *nobody = NULL;
    struct str key = {0};
    unsigned roles = 0;

    (void)state;
    start(&p);
    ok(member_set_lock(&key, &p.arena, p.archive, STR(""), STR(PASSPHRASE), false,
                       &p.err),
       &p.err);
    assert_int_equal(
        archive_try_session(&session, p.archive, STR(""), STR("another one"), &p.err),
        ERR_DENIED);
    p.err = (struct err){0};
    ok(archive_try_session(&session, p.archive, STR(""), STR(PASSPHRASE), &p.err),
       &p.err);
    ok(archive_open_as(&first, p.folder, ARCHIVE_WRITE, session_copy(session), &p.err),
       &p.err);
    ok(archive_open_as(&second, p.folder, ARCHIVE_WRITE, session, &p.err), &p.err);
    assert_true(str_equal(archive_member(first), p.archive->founder));
    ok(archive_roles(&roles, first, &p.err), &p.err);
    assert_true(roles_suffice(roles, ROLE_ADMIN));
    (void)record(&p, first, "one");
    archive_close(first); /* the other one's key is its own */
    (void)record(&p, second, "two");
    archive_close(second);

    ok(archive_open_as(&nobody, p.folder, ARCHIVE_WRITE, NULL, &p.err), &p.err);
    assert_true(archive_has_members(nobody));
    assert_int_equal(archive_begin(nobody, &p.err), ERR_DENIED);
    archive_close(nobody);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_record_is_seen),
        cmocka_unit_test(two_that_write_by_turns_build_no_index_anew),
        cmocka_unit_test(new_members_ask_for_opening_anew),
        cmocka_unit_test(an_index_that_was_replaced_asks_for_opening_anew),
        cmocka_unit_test(several_are_open_as_one_who_signed_in_once),
    };

    set("STELE_PASSPHRASE_COST", "least");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
