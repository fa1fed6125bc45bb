#include "record/access.h"

#include "format/foreign.h"
#include "record/archive_testing.h"
#include "record/archive_view.h"
#include "record/keyring.h"
#include "record/query_access.h"

/* A place with an owner, which is restricted, and a status, which is not. */
struct scene {
    struct place p;
    struct ref passage;
    struct ref owner;
    struct ref name;
    struct str place;
    struct str compartment;
    struct age_identity secret; /* of the compartment */
    struct age_identity reader; /* of whoever is signed in */
    struct access access;
    enum access_outcome outcome;
};

static struct value parsed(struct scene *s, const char *json)
{
    struct value value = {0};

    ok(foreign_parse(&value, &s->p.arena, str_from_c(json), &s->p.err), &s->p.err);
    return value;
}

static struct ref say(struct scene *s, const struct value *draft)
{
    struct ref ref = REF_NONE;

    ok(archive_add(s->p.archive, &ref, draft, &s->p.err), &s->p.err);
    return ref;
}

static struct ref claim(struct scene *s, const char *rest)
{
    char json[512];
    struct value draft;

    (void)snprintf(
        json, sizeof json,
        "{\"kind\":\"claim\",\"about\":\"" STR_FMT "\",\"passage\":\"" STR_FMT "\",%s}",
        STR_ARG(s->place),
        STR_ARG(archive_ref_text(s->p.archive, &s->p.arena, s->passage)), rest);
    draft = parsed(s, json);
    return say(s, &draft);
}

/* Until somebody announces a compartment nothing is logged. */
static void announce_compartment(struct scene *s)
{
    struct value draft = parsed(s, "{\"kind\":\"compartment\",\"epoch\":1,"
                                   "\"name\":\"witnesses\",\"default\":true}");
    char key[AGE_RECIPIENT_LEN + 1];

    age_identity_new(&s->secret);
    age_identity_new(&s->reader);
    age_recipient_text(key, s->secret.public);
    s->compartment = archive_new_id(s->p.archive, &s->p.arena);
    value_set(&draft, &s->p.arena, STR("id"), value_string(s->compartment));
    value_set(&draft, &s->p.arena, STR("key"),
              value_string(arena_str(&s->p.arena, str_from_c(key))));
    ok(archive_begin(s->p.archive, &s->p.err), &s->p.err);
    (void)say(s, &draft);
    ok(archive_commit(s->p.archive, &s->p.err), &s->p.err);
}

static void unlock(struct scene *s)
{
    struct keyring *keyring = keyring_new();

    assert_true(keyring_add(keyring, s->compartment, 1, &s->secret));
    ok(archive_use_keyring(s->p.archive, keyring, &s->reader, &s->p.err), &s->p.err);
}

static void set_scene(struct scene *s)
{
    struct value source;
    struct value place;
    struct value passage;
    char json[256];

    *s = (struct scene){0};
    start(&s->p);
    source = entity(&s->p, "source");
    place = entity(&s->p, "place");
    value_set(&place, &s->p.arena, STR("class"), value_string(STR("settlement")));
    s->place = value_get_string(&place, STR("id"));
    (void)snprintf(json, sizeof json,
                   "{\"kind\":\"passage\",\"source\":\"" STR_FMT
                   "\",\"words\":\"w\",\"lang\":\"en\",\"locator\":{\"page\":1}}",
                   STR_ARG(value_get_string(&source, STR("id"))));
    passage = parsed(s, json);
    ok(archive_begin(s->p.archive, &s->p.err), &s->p.err);
    (void)say(s, &source);
    (void)say(s, &place);
    s->passage = say(s, &passage);
    s->owner = claim(s, "\"property\":\"owner\",\"value\":\"somebody\"");
    s->name = claim(s, "\"property\":\"name\",\"value\":{\"written\":\"a village\"}");
    ok(archive_commit(s->p.archive, &s->p.err), &s->p.err);
}

static void end_scene(struct scene *s)
{
    access_end(&s->access);
    end(&s->p);
}

static void begin_access(struct scene *s, const char *did, const char *why)
{
    struct access_request request = {.did = str_from_c(did),
                                     .command = STR("show"),
                                     .why = str_from_c(why),
                                     .words = STR("a word")};

    access_end(&s->access);
    ok(access_begin(&s->access, &s->p.arena, s->p.archive, &request, &s->p.err),
       &s->p.err);
}

/* The log is sealed: read it with the key. */
static struct access_list logged(struct scene *s, struct access_filter filter)
{
    struct access_list list = {0};
    struct archive_view now = {0};

    ok(archive_view_now(&now, &s->p.arena, s->p.archive, &s->p.err), &s->p.err);
    ok(query_accesses(&list, &s->p.arena, archive_index(s->p.archive), now.view, &filter,
                      &s->p.err),
       &s->p.err);
    return list;
}

static uint64_t size_of(struct scene *s)
{
    struct archive_view now = {0};

    ok(archive_view_now(&now, &s->p.arena, s->p.archive, &s->p.err), &s->p.err);
    return now.size;
}

static void commit(struct scene *s)
{
    ok(access_commit(&s->outcome, &s->access, &s->p.err), &s->p.err);
}

static void without_a_compartment_nothing_is_logged(void **state)
{
    struct scene s;
    uint64_t before;

    (void)state;
    set_scene(&s);
    before = size_of(&s);
    begin_access(&s, "read", "");
    access_note(&s.access, s.owner);
    access_note_entity(&s.access, s.place);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_OPEN);
    assert_int_equal(size_of(&s), before);
    end_scene(&s);
}

static void what_is_open_to_all_is_not_logged(void **state)
{
    struct scene s;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    before = size_of(&s);
    begin_access(&s, "read", "to see");
    access_note(&s.access, s.name);
    access_note(&s.access, s.passage);
    access_note_entity(&s.access, s.place);
    access_note(&s.access, REF_NONE);
    access_note(NULL, s.owner);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_OPEN);
    assert_int_equal(size_of(&s), before);
    end_scene(&s);
}

static void a_restricted_claim_is_logged_once_for_a_command(void **state)
{
    struct scene s;
    struct access_list list;
    struct access_row *row;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    before = size_of(&s);
    begin_access(&s, "read", "the lawyer asked");
    access_note(&s.access, s.owner);
    access_note(&s.access, s.owner);
    access_note(&s.access, s.name);
    access_note_entity(&s.access, s.place);
    access_note_entity(&s.access, s.place);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_LOGGED);
    assert_int_equal(size_of(&s), before + 1);
    list = logged(&s, (struct access_filter){0});
    assert_int_equal(list.count, 1);
    row = &list.items[0];
    assert_true(str_equal(row->did, STR("read")));
    assert_true(str_equal(row->command, STR("show")));
    assert_true(str_equal(row->why, STR("the lawyer asked")));
    assert_true(str_equal(row->words, STR("a word")));
    assert_int_equal(row->recipient.len, 0);
    assert_true(row->has_time);
    assert_int_equal(row->by.len, ENTITY_ID_LEN);
    assert_int_equal(row->of_count, 1);
    assert_int_equal(row->of[0].n, s.owner.n);
    assert_int_equal(row->entity_count, 1);
    assert_true(str_equal(row->entities[0], s.place));
    end_scene(&s);
}

static void a_reason_of_blanks_is_none(void **state)
{
    struct scene s;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    begin_access(&s, "read", " \t\n");
    access_note(&s.access, s.owner);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_LOGGED);
    assert_int_equal(logged(&s, (struct access_filter){0}).items[0].why.len, 0);
    end_scene(&s);
}

static void the_report_is_by_item_entity_member_and_day(void **state)
{
    struct scene s;
    struct access_row row;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    begin_access(&s, "read", "x");
    access_note(&s.access, s.owner);
    commit(&s);
    row = logged(&s, (struct access_filter){0}).items[0];
    assert_int_equal(logged(&s, (struct access_filter){.item = s.owner}).count, 1);
    assert_int_equal(logged(&s, (struct access_filter){.item = s.name}).count, 0);
    /* through the claim about it: nobody named the place itself */
    assert_int_equal(logged(&s, (struct access_filter){.entity = s.place}).count, 1);
    assert_int_equal(
        logged(&s, (struct access_filter){.entity = STR("00000000000000000")}).count, 0);
    assert_int_equal(logged(&s, (struct access_filter){.member = row.by}).count, 1);
    assert_int_equal(logged(&s, (struct access_filter){.member = s.place}).count, 0);
    assert_int_equal(
        logged(&s, (struct access_filter){.has_since = true, .since_s = row.at_s}).count,
        1);
    assert_int_equal(
        logged(&s, (struct access_filter){.has_since = true, .since_s = row.at_s + 1})
            .count,
        0);
    end_scene(&s);
}

static void many_items_go_into_several_statements_of_one_commit(void **state)
{
    enum { MANY = ACCESS_ITEMS_MAX + 5 };
    struct scene s;
    struct access_list list;
    struct ref first = REF_NONE;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    ok(archive_begin(s.p.archive, &s.p.err), &s.p.err);
    for (int i = 0; i < MANY; i++) {
        struct ref ref = claim(&s, "\"property\":\"owner\",\"value\":\"somebody\"");

        first = i == 0 ? ref : first;
    }
    ok(archive_commit(s.p.archive, &s.p.err), &s.p.err);
    before = size_of(&s);
    begin_access(&s, "exported", "x");
    for (int i = 0; i < MANY; i++)
        access_note(&s.access, (struct ref){first.n + i});
    commit(&s);
    assert_int_equal(size_of(&s), before + 2);
    list = logged(&s, (struct access_filter){0});
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].of_count, ACCESS_ITEMS_MAX);
    assert_int_equal(list.items[1].of_count, 5);
    end_scene(&s);
}

/* Having been looked at is no part of what the record says of a thing. */
static void being_looked_at_is_no_part_of_a_history(void **state)
{
    struct scene s;
    struct archive_view now = {0};
    struct statement_list before = {0};
    struct statement_list after = {0};
    struct edge_list edges = {0};
    struct index *index;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    index = archive_index(s.p.archive);
    ok(archive_view_now(&now, &s.p.arena, s.p.archive, &s.p.err), &s.p.err);
    ok(query_history(&before, &s.p.arena, index, now.view, s.place, (struct ref){0}, 0,
                     &s.p.err),
       &s.p.err);
    begin_access(&s, "read", "x");
    access_note(&s.access, s.owner);
    access_note_entity(&s.access, s.place);
    commit(&s);
    ok(archive_view_now(&now, &s.p.arena, s.p.archive, &s.p.err), &s.p.err);
    ok(query_history(&after, &s.p.arena, index, now.view, s.place, (struct ref){0}, 0,
                     &s.p.err),
       &s.p.err);
    assert_int_equal(after.count, before.count);
    ok(query_edges_to(&edges, &s.p.arena, index, now.view, s.owner, &s.p.err), &s.p.err);
    assert_int_equal(edges.count, 0);
    end_scene(&s);
}

/* Nothing of the log is lost or changed by building the index anew. */
static void the_report_is_the_same_after_reindex(void **state)
{
    struct scene s;
    struct str before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    begin_access(&s, "searched", "x");
    access_note(&s.access, s.owner);
    access_note_entity(&s.access, s.place);
    commit(&s);
    before = dump(&s.p);
    assert_non_null(memmem(before.ptr, before.len, "\naccess\t", strlen("\naccess\t")));
    assert_non_null(
        memmem(before.ptr, before.len, "\naccessed\t", strlen("\naccessed\t")));
    ok(archive_reindex(s.p.archive, &s.p.err), &s.p.err);
    assert_true(str_equal(dump(&s.p), before));
    end_scene(&s);
}

static void a_machine_without_the_key_shows_the_restricted_and_says_so(void **state)
{
    struct scene s;
    uint64_t before;
    char path[PATH_LEN];

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    before = size_of(&s);
    (void)snprintf(path, sizeof path, "%s/elsewhere", s.p.root);
    set("STELE_STATE", path);
    reopen(&s.p);
    begin_access(&s, "read", "x");
    access_note(&s.access, s.owner);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_UNLOGGED);
    assert_true(s.p.err.message[0] != '\0');
    assert_int_equal(size_of(&s), before);
    end_scene(&s);
}

/* A person, which must be sealed. */
static struct ref seal_somebody(struct scene *s, struct str *id)
{
    struct value draft = value_object();
    struct ref ref;

    value_set(&draft, &s->p.arena, STR("kind"), value_string(STR("entity")));
    value_set(&draft, &s->p.arena, STR("entity"), value_string(STR("person")));
    value_set(&draft, &s->p.arena, STR("label"), value_string(STR("somebody")));
    *id = archive_new_id(s->p.archive, &s->p.arena);
    value_set(&draft, &s->p.arena, STR("id"), value_string(*id));
    ok(archive_begin(s->p.archive, &s->p.err), &s->p.err);
    ref = say(s, &draft);
    ok(archive_commit(s->p.archive, &s->p.err), &s->p.err);
    return ref;
}

static void the_log_is_sealed(void **state)
{
    struct scene s;
    struct statement statement = {0};

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    begin_access(&s, "read", "x");
    access_note(&s.access, s.owner);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_LOGGED);
    ok(archive_statement(&statement, &s.p.arena, s.p.archive, ref_of(0, size_of(&s) - 1),
                         &s.p.err),
       &s.p.err);
    assert_true(statement.is_sealed);
    assert_false(statement.is_readable);
    assert_int_equal(logged(&s, (struct access_filter){0}).count, 0);
    unlock(&s);
    assert_int_equal(logged(&s, (struct access_filter){0}).count, 1);
    end_scene(&s);
}

static void what_is_sealed_needs_a_reason(void **state)
{
    struct scene s;
    struct ref person;
    struct str id;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    person = seal_somebody(&s, &id);
    before = size_of(&s);
    begin_access(&s, "read", "  ");
    access_note(&s.access, person);
    assert_int_equal(access_commit(&s.outcome, &s.access, &s.p.err), ERR_INVALID);
    says(&s.p, "--why TEXT or in STELE_WHY");
    assert_int_equal(size_of(&s), before);
    begin_access(&s, "read", "the court asked");
    access_note(&s.access, person);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_LOGGED);
    assert_int_equal(logged(&s, (struct access_filter){.item = person}).count, 1);
    assert_int_equal(logged(&s, (struct access_filter){.entity = id}).count, 1);
    end_scene(&s);
}

/* It was not opened: there is nothing to log. */
static void what_stays_sealed_was_not_read(void **state)
{
    struct scene s;
    struct ref person;
    struct str id;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    person = seal_somebody(&s, &id);
    before = size_of(&s);
    begin_access(&s, "read", "");
    access_note(&s.access, person);
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_OPEN);
    assert_int_equal(size_of(&s), before);
    end_scene(&s);
}

static void what_is_sealed_is_not_shown_where_it_cannot_be_logged(void **state)
{
    struct scene s;
    struct ref person;
    struct str id;
    char path[PATH_LEN];

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    person = seal_somebody(&s, &id);
    (void)snprintf(path, sizeof path, "%s/elsewhere", s.p.root);
    set("STELE_STATE", path);
    reopen(&s.p);
    unlock(&s);
    begin_access(&s, "read", "x");
    access_note(&s.access, person);
    assert_int_equal(access_commit(&s.outcome, &s.access, &s.p.err), ERR_DENIED);
    says(&s.p, "cannot show what is sealed");
    end_scene(&s);
}

static void a_search_is_logged_where_it_can_look_inside(void **state)
{
    struct scene s;
    struct access_list list;
    uint64_t before;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    before = size_of(&s);
    begin_access(&s, "searched", "");
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_OPEN);
    assert_int_equal(size_of(&s), before);
    unlock(&s);
    begin_access(&s, "searched", "");
    commit(&s);
    assert_int_equal(s.outcome, ACCESS_LOGGED);
    list = logged(&s, (struct access_filter){0});
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].words, STR("a word")));
    assert_int_equal(list.items[0].of_count, 0);
    end_scene(&s);
}

static void looking_into_the_log_is_logged_without_its_entries(void **state)
{
    struct scene s;
    struct access_list list;

    (void)state;
    set_scene(&s);
    announce_compartment(&s);
    unlock(&s);
    begin_access(&s, "read", "");
    access_note_log(&s.access, 3);
    assert_int_equal(access_commit(&s.outcome, &s.access, &s.p.err), ERR_INVALID);
    begin_access(&s, "read", "yearly audit");
    access_note_log(&s.access, 3);
    commit(&s);
    list = logged(&s, (struct access_filter){0});
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].of_count, 0);
    end_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_compartment_nothing_is_logged),
        cmocka_unit_test(what_is_open_to_all_is_not_logged),
        cmocka_unit_test(a_restricted_claim_is_logged_once_for_a_command),
        cmocka_unit_test(a_reason_of_blanks_is_none),
        cmocka_unit_test(the_report_is_by_item_entity_member_and_day),
        cmocka_unit_test(many_items_go_into_several_statements_of_one_commit),
        cmocka_unit_test(being_looked_at_is_no_part_of_a_history),
        cmocka_unit_test(the_report_is_the_same_after_reindex),
        cmocka_unit_test(the_log_is_sealed),
        cmocka_unit_test(what_is_sealed_needs_a_reason),
        cmocka_unit_test(what_stays_sealed_was_not_read),
        cmocka_unit_test(what_is_sealed_is_not_shown_where_it_cannot_be_logged),
        cmocka_unit_test(a_search_is_logged_where_it_can_look_inside),
        cmocka_unit_test(looking_into_the_log_is_logged_without_its_entries),
        cmocka_unit_test(a_machine_without_the_key_shows_the_restricted_and_says_so),
    };

    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
