#include "record/world_testing.h"

#include "record/query.h"
#include "record/query_list.h"

static struct world w;
static struct view all;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void say(const char *json)
{
    (void)world_say(&w, json);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
}

/* Two lines about Bohorodychne and Hrakove, as the founding report has them. */
static void say_everything(void)
{
    static const char *const said[] = {
        "{\"kind\":\"archive\",\"format\":1}",
        "{\"kind\":\"entity\",\"id\":\"s1\",\"entity\":\"source\",\"class\":\"web_"
        "page\"}",
        "{\"kind\":\"entity\",\"id\":\"o_soldier\",\"entity\":\"person\","
        "\"label\":\"a soldier\",\"seal\":\"witness\"}",
        "{\"kind\":\"passage\",\"id\":\"q21\",\"source\":\"s1\",\"lang\":\"en\","
        "\"locator\":{\"paragraph\":21},\"words\":\"next to the corpses of ten "
        "civilians\","
        "\"chain\":[{\"who\":\"o_soldier\",\"knows\":\"observed\",\"link\":\"stated\"},"
        "{\"who\":\"not_stated\",\"knows\":\"not_stated\",\"link\":\"inferred\","
        "\"note\":\"who?\"}]}",
        "{\"kind\":\"passage\",\"id\":\"q22\",\"source\":\"s1\",\"words\":\"shot\","
        "\"chain_as\":\"q21\",\"uttered\":{\"edtf\":\"2022-09\"},\"seal\":\"witness\"}",
        "{\"kind\":\"entity\",\"id\":\"r8\",\"entity\":\"remains\",\"class\":\"body\","
        "\"several\":true}",
        "{\"kind\":\"claim\",\"id\":\"c76\",\"about\":\"r8\",\"property\":\"count\","
        "\"value\":{\"exact\":10,\"unit\":\"body\"},\"passage\":\"q21\"}",
        "{\"kind\":\"claim\",\"id\":\"c77\",\"about\":\"r8\",\"property\":\"count\","
        "\"value\":{\"about\":10,\"unit\":\"body\",\"words\":\"around ten\"},"
        "\"passage\":\"q22\"}",
        "{\"kind\":\"entity\",\"id\":\"bohorodychne\",\"entity\":\"place\","
        "\"class\":\"settlement\",\"label\":\"Богородичне\"}",
        "{\"kind\":\"claim\",\"id\":\"c80\",\"about\":\"r8\",\"property\":\"found_at\","
        "\"value\":{\"relation\":\"near\",\"anchor\":\"bohorodychne\","
        "\"words\":\"поблизу БОГОРОДИЧНОГО\"},\"passage\":\"q22\","
        "\"qualifiers\":{\"when\":\"2022-09-10\",\"by\":\"o_soldier\"}}",
        "{\"kind\":\"claim\",\"id\":\"c81\",\"about\":\"c76\",\"property\":\"stance\","
        "\"value\":{\"term\":\"denies\"},\"qualifiers\":{\"by\":\"@russia\"},"
        "\"mode\":\"asserted\"}",
        "{\"kind\":\"claim\",\"id\":\"c82\",\"about\":\"bohorodychne\","
        "\"property\":\"located_in\",\"value\":\"@donetsk\"}",
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        say(said[i]);
}

static struct claim_list claims(struct claim_filter filter)
{
    struct claim_list list;

    assert_int_equal(query_claims(&list, &w.arena, w.index, all, &filter, &w.err),
                     ERR_OK);
    return list;
}

static size_t count(struct claim_filter filter)
{
    uint64_t number = 0;

    assert_int_equal(query_claim_count(&number, w.index, all, &filter, &w.err), ERR_OK);
    assert_int_equal(number, claims(filter).count);
    return (size_t)number;
}

static void claims_are_found_by_whatever_they_say(void **state)
{
    struct str r8 = world_id(&w, "r8");

    (void)state;
    say_everything();
    assert_int_equal(count((struct claim_filter){.about = r8}), 3);
    assert_int_equal(count((struct claim_filter){.about = r8, .property = STR("count")}),
                     2);
    assert_int_equal(count((struct claim_filter){.about_claim = world_ref(&w, "c76")}),
                     1);
    assert_int_equal(count((struct claim_filter){.entity = world_id(&w, "bohorodychne")}),
                     1);
    assert_int_equal(count((struct claim_filter){.property = STR("stance")}), 1);
    assert_int_equal(
        count((struct claim_filter){.property = STR("stance"), .term = STR("denies")}),
        1);
    assert_int_equal(count((struct claim_filter){.term = STR("near")}), 1);
    assert_int_equal(count((struct claim_filter){.basis = world_ref(&w, "q22")}), 2);
    assert_int_equal(count((struct claim_filter){.text = STR("around ten")}), 1);
    assert_int_equal(count((struct claim_filter){
                         .has_days = true, .first_day = 19245, .last_day = 19245}),
                     1);
    assert_int_equal(count((struct claim_filter){
                         .has_days = true, .first_day = 19246, .last_day = 19300}),
                     0);
    assert_int_equal(count((struct claim_filter){.about = STR("nobody")}), 0);
    assert_int_equal(count((struct claim_filter){.property = STR("unheard_of")}), 0);
    assert_int_equal(count((struct claim_filter){0}), 5);
}

static void a_claim_comes_back_as_it_was_said(void **state)
{
    struct claim_row claim;
    struct buf text = {0};

    (void)state;
    say_everything();
    assert_int_equal(query_claim(&claim, &w.arena, w.index, world_ref(&w, "c80"), &w.err),
                     ERR_OK);
    assert_true(str_equal(claim.about, world_id(&w, "r8")));
    assert_true(str_equal(claim.property, STR("found_at")));
    assert_int_equal(claim.form, FORM_PLACE);
    assert_true(str_equal(claim.entity, world_id(&w, "bohorodychne")));
    assert_true(str_equal(claim.term, STR("near")));
    assert_int_equal(claim.basis.n, world_ref(&w, "q22").n);
    assert_true(claim.has_days);
    assert_int_equal(claim.first_day, 19245);
    assert_true(
        str_equal(value_get_string(claim.qualifiers, STR("when")), STR("2022-09-10")));
    assert_int_equal(canon_write(&text, &claim.value, &w.err), ERR_OK);
    assert_true(str_starts_with(buf_str(&text), STR("{\"anchor\":\"")));
    assert_true(str_ends_with(
        buf_str(&text),
        STR(",\"relation\":\"near\",\"words\":\"поблизу БОГОРОДИЧНОГО\"}")));
    buf_release(&text);
    assert_int_equal(query_claim(&claim, &w.arena, w.index, world_ref(&w, "c77"), &w.err),
                     ERR_OK);
    assert_int_equal(claim.lower, 10);
    assert_true(
        str_equal(value_get_string(&claim.value, STR("words")), STR("around ten")));
    assert_int_equal(query_claim(&claim, &w.arena, w.index, world_ref(&w, "q21"), &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message, "there is no such claim");
}

static void every_form_of_value_comes_back(void **state)
{
    static const char *const values[] = {
        "\"text\"",
        "7",
        "true",
        "false",
        "null",
        "{\"term\":\"shot\"}",
        "{\"edtf\":\"2022-09\"}",
        "{\"words\":\"many\"}",
        "{\"exact\":3,\"unit\":\"grave\"}",
        "{\"term\":\"x\",\"words\":\"y\"}",
        "{\"about\":3}",
        "{\"lower\":1,\"upper\":2}",
        "{\"lat\":\"49.1\",\"lon\":\"37.2\"}",
        "{\"exact\":3,\"unit\":\"\"}",
        "[1,2]",
        "{\"amount\":\"1.5\",\"unit\":\"m\"}",
        "{\"family\":\"Шевченко\"}",
        "{\"odd\":{}}",
    };

    (void)state;
    say("{\"kind\":\"archive\"}");
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        char json[256];
        struct claim_row claim;
        struct value expected;
        struct buf a = {0};
        struct buf b = {0};
        struct ref ref;

        (void)snprintf(
            json, sizeof json,
            "{\"kind\":\"claim\",\"about\":\"@x\",\"property\":\"p\",\"value\":%s}",
            values[i]);
        ref = world_say(&w, json);
        assert_int_equal(query_claim(&claim, &w.arena, w.index, ref, &w.err), ERR_OK);
        assert_int_equal(
            foreign_parse(&expected, &w.arena, str_from_c(values[i]), &w.err), ERR_OK);
        assert_int_equal(canon_write(&a, &claim.value, &w.err), ERR_OK);
        assert_int_equal(canon_write(&b, &expected, &w.err), ERR_OK);
        assert_true(str_equal(buf_str(&a), buf_str(&b)));
        buf_release(&a);
        buf_release(&b);
    }
}

static void a_page_ends_where_it_is_told(void **state)
{
    struct claim_list page;
    struct claim_filter filter = {.about = world_id(&w, "r8"), .limit = 2};

    (void)state;
    say_everything();
    page = claims(filter);
    assert_int_equal(page.count, 2);
    assert_true(page.has_more);
    filter.after = page.items[1].ref;
    page = claims(filter);
    assert_int_equal(page.count, 1);
    assert_false(page.has_more);
}

static enum err_code stop(void *context, const struct claim_row *claim, struct err *err)
{
    *(struct ref *)context = claim->ref;
    return err_set(err, ERR_LIMIT, "enough");
}

static void a_visitor_may_stop(void **state)
{
    struct ref seen = REF_NONE;
    struct claim_filter filter = {0};

    (void)state;
    say_everything();
    assert_int_equal(query_claims_each(w.index, all, &filter, stop, &seen, &w.err),
                     ERR_LIMIT);
    assert_int_equal(seen.n, world_ref(&w, "c76").n);
}

static struct claim_state state_of(const char *name)
{
    struct claim_state found;

    assert_int_equal(query_claim_state(&found, w.index, all, world_ref(&w, name), &w.err),
                     ERR_OK);
    return found;
}

static void a_withdrawal_counts_until_it_is_undone(void **state)
{
    struct claim_state found;

    (void)state;
    say_everything();
    found = state_of("c76");
    assert_true(claim_is_current(&found));
    say("{\"kind\":\"withdraw\",\"id\":\"x1\",\"of\":{\"c\":\"00\",\"s\":\"c76\"},"
        "\"reason\":\"typing error\"}");
    found = state_of("c76");
    assert_false(claim_is_current(&found));
    assert_int_equal(found.withdrawn_by.n, world_ref(&w, "x1").n);
    say("{\"kind\":\"undo\",\"id\":\"x2\",\"of\":\"x1\"}");
    found = state_of("c76");
    assert_true(claim_is_current(&found));
    say("{\"kind\":\"undo\",\"of\":\"x2\"}");
    found = state_of("c76");
    assert_false(claim_is_current(&found));
}

static void a_superseded_claim_no_longer_stands(void **state)
{
    struct claim_state found;

    (void)state;
    say_everything();
    say("{\"kind\":\"claim\",\"id\":\"c76b\",\"about\":\"r8\",\"property\":\"count\","
        "\"value\":{\"exact\":11,\"unit\":\"body\"},\"passage\":\"q21\","
        "\"supersedes\":{\"c\":\"00\",\"s\":\"c76\"}}");
    found = state_of("c76");
    assert_int_equal(found.superseded_by.n, world_ref(&w, "c76b").n);
    assert_false(claim_is_current(&found));
    say("{\"kind\":\"withdraw\",\"of\":\"c76b\"}");
    found = state_of("c76");
    assert_true(claim_is_current(&found));
}

static void say_correction(const char *id, const char *of)
{
    char text[256];

    (void)snprintf(text, sizeof text,
                   "{\"kind\":\"claim\",\"id\":\"%s\",\"about\":\"r8\",\"property\":"
                   "\"count\",\"value\":{\"exact\":11,\"unit\":\"body\"},\"passage\":"
                   "\"q21\",\"supersedes\":{\"c\":\"00\",\"s\":\"%s\"}}",
                   id, of);
    say(text);
}

static void
a_correction_that_is_corrected_does_not_bring_the_first_value_back(void **state)
{
    struct claim_state found;

    (void)state;
    say_everything();
    say_correction("c76b", "c76");
    say_correction("c76c", "c76b");
    found = state_of("c76");
    assert_false(claim_is_current(&found));
    found = state_of("c76b");
    assert_false(claim_is_current(&found));
    found = state_of("c76c");
    assert_true(claim_is_current(&found));
}

static void a_release_that_says_nothing_does_not_bring_the_first_value_back(void **state)
{
    struct claim_state found;

    (void)state;
    say_everything();
    say("{\"kind\":\"import\",\"id\":\"i2\",\"source\":\"00\",\"mapping\":\"00\"}");
    say_correction("c76b", "c76");
    say("{\"kind\":\"withdraw\",\"id\":\"x1\",\"of\":{\"c\":\"00\",\"s\":\"c76b\"},"
        "\"reason\":\"source_corrected\",\"import\":\"i2\",\"row\":3}");
    found = state_of("c76b");
    assert_int_equal(found.withdrawn_by.n, world_ref(&w, "x1").n);
    found = state_of("c76");
    assert_false(claim_is_current(&found));
    /* Somebody who finds that this was wrong brings both back to what they were. */
    say("{\"kind\":\"undo\",\"of\":\"x1\"}");
    found = state_of("c76b");
    assert_true(claim_is_current(&found));
    found = state_of("c76");
    assert_false(claim_is_current(&found));
}

static enum err_code count_entity(void *context, const struct entity_row *entity,
                                  struct err *err)
{
    (void)err;
    assert_true(entity->row.len > 0);
    assert_true(str_equal(entity->kind, STR("event")));
    ++*(int *)context;
    return ERR_OK;
}

static void a_list_is_read_whole_and_alone(void **state)
{
    int count = 0;

    (void)state;
    say("{\"kind\":\"entity\",\"id\":\"l1\",\"entity\":\"list\"}");
    say("{\"kind\":\"entity\",\"id\":\"l2\",\"entity\":\"list\"}");
    say("{\"kind\":\"entity\",\"id\":\"v1\",\"entity\":\"event\",\"list\":\"l1\","
        "\"row\":\"one\"}");
    say("{\"kind\":\"entity\",\"id\":\"v2\",\"entity\":\"event\",\"list\":\"l2\","
        "\"row\":\"one\"}");
    say("{\"kind\":\"entity\",\"id\":\"v3\",\"entity\":\"event\",\"list\":\"l1\","
        "\"row\":\"two\"}");
    assert_int_equal(query_entities_of_list(w.index, all, world_id(&w, "l1"),
                                            count_entity, &count, &w.err),
                     ERR_OK);
    assert_int_equal(count, 2);
}

struct touch_seen {
    int count;
    int64_t claims[8];
    int64_t by[8];
};

static enum err_code see_touch(void *context, struct ref claim, struct ref by,
                               struct err *err)
{
    struct touch_seen *seen = context;

    (void)err;
    assert_true(seen->count < 8);
    seen->claims[seen->count] = claim.n;
    seen->by[seen->count++] = by.n;
    return ERR_OK;
}

static void what_was_said_of_claims_comes_in_their_order(void **state)
{
    struct touch_seen seen = {0};
    struct ref first;

    (void)state;
    say_everything();
    first = world_ref(&w, "c76");
    say("{\"kind\":\"assess\",\"id\":\"z1\",\"of\":[\"c77\"],\"status\":"
        "\"accepted\"}");
    say_correction("c76b", "c76");
    assert_int_equal(query_claims_touched(w.index, all, first,
                                          (struct ref){world_ref(&w, "c77").n + 1},
                                          see_touch, &seen, &w.err),
                     ERR_OK);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.claims[0], first.n);
    assert_int_equal(seen.by[0], world_ref(&w, "c76b").n);
    assert_int_equal(seen.claims[1], world_ref(&w, "c77").n);
    assert_int_equal(seen.by[1], world_ref(&w, "z1").n);
}

static void decisions_prefer_and_competing_ones_stay_open(void **state)
{
    struct claim_state found;

    (void)state;
    say_everything();
    say("{\"kind\":\"decide\",\"id\":\"z1\",\"among\":[\"c76\",\"c77\"],\"prefer\":"
        "\"c77\","
        "\"rule\":\"nearest_to_speaker\"}");
    found = state_of("c77");
    assert_int_equal(found.decision, DECISION_PREFERRED);
    assert_int_equal(found.decided_by.n, world_ref(&w, "z1").n);
    found = state_of("c76");
    assert_int_equal(found.decision, DECISION_OTHER);
    assert_true(claim_is_current(&found));
    say("{\"kind\":\"decide\",\"id\":\"z2\",\"among\":[\"c76\",\"c77\",\"c80\"],"
        "\"prefer\":\"c76\"}");
    assert_int_equal(state_of("c77").decision, DECISION_OPEN);
    assert_int_equal(state_of("c76").decision, DECISION_OPEN);
    assert_int_equal(state_of("c80").decision, DECISION_OTHER);
    say("{\"kind\":\"decide\",\"id\":\"z3\",\"among\":[\"c76\",\"c77\",\"c80\"],"
        "\"prefer\":\"c77\"}");
    assert_int_equal(state_of("c80").decision, DECISION_OPEN);
    say("{\"kind\":\"decide\",\"id\":\"z4\",\"among\":[\"c76\",\"c77\"],\"prefer\":"
        "\"c76\","
        "\"supersedes\":[\"z1\",\"z3\"]}");
    assert_int_equal(state_of("c76").decision, DECISION_PREFERRED);
    assert_int_equal(state_of("c77").decision, DECISION_OTHER);
    assert_int_equal(state_of("q21").decision, DECISION_NONE);
}

static void reviews_of_a_claim_come_with_whether_they_count(void **state)
{
    struct review_list list;

    (void)state;
    say_everything();
    say("{\"kind\":\"assess\",\"id\":\"z1\",\"of\":[\"c76\",\"c77\"],\"status\":"
        "\"conflict\","
        "\"note_public\":\"ten or about ten\",\"standard\":\"v1\"}");
    say("{\"kind\":\"assess\",\"of\":[\"c76\"],\"status\":\"accepted\",\"reason\":"
        "\"seen\"}");
    say("{\"kind\":\"undo\",\"of\":\"z1\"}");
    assert_int_equal(
        query_reviews(&list, &w.arena, w.index, all, world_ref(&w, "c76"), &w.err),
        ERR_OK);
    assert_int_equal(list.count, 2);
    assert_true(list.items[0].is_undone);
    assert_true(str_equal(list.items[0].status, STR("conflict")));
    assert_true(str_equal(list.items[0].note, STR("ten or about ten")));
    assert_true(
        str_equal(value_get_string(list.items[0].more, STR("standard")), STR("v1")));
    assert_false(list.items[1].is_undone);
    assert_true(str_equal(list.items[1].reason, STR("seen")));
    assert_true(str_equal(list.items[1].by, world_id(&w, "@recorder")));
    assert_true(list.items[1].has_time);
    assert_int_equal(list.items[1].at_s, 1663149600);
}

static void what_was_said_later_is_not_in_an_earlier_view(void **state)
{
    uint64_t size;
    struct view before;
    struct claim_state found;

    (void)state;
    say_everything();
    size = all.sizes[0];
    say("{\"kind\":\"withdraw\",\"of\":\"c76\"}");
    before = (struct view){&size, 1};
    assert_int_equal(
        query_claim_state(&found, w.index, before, world_ref(&w, "c76"), &w.err), ERR_OK);
    assert_true(claim_is_current(&found));
    assert_true(view_has(before, world_ref(&w, "c76")));
    assert_false(view_has(before, ref_of(0, size)));
    assert_false(view_has(before, ref_of(1, 0)));
    assert_false(view_has(before, REF_NONE));
}

static void entities_are_found_by_id_kind_and_row(void **state)
{
    struct entity_row e;
    struct entity_list list;
    struct str r8 = world_id(&w, "r8");
    struct str kind;
    struct str kind_class;
    uint64_t number = 0;

    (void)state;
    say_everything();
    assert_int_equal(query_entity(&e, &w.arena, w.index, all, r8, &w.err), ERR_OK);
    assert_true(str_equal(e.kind, STR("remains")));
    assert_true(str_equal(e.class_, STR("body")));
    assert_true(e.is_several);
    assert_int_equal(
        query_entity(&e, &w.arena, w.index, all, world_id(&w, "@russia"), &w.err),
        ERR_OK);
    assert_true(ref_is_none(e.ref));
    assert_int_equal(query_entity(&e, &w.arena, w.index, all, STR("nobody"), &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message, "nothing here has the id \"nobody\"");
    /* Named by nobody but the recorder: no entity of the case. */
    assert_int_equal(
        query_entity(&e, &w.arena, w.index, all, world_id(&w, "@recorder"), &w.err),
        ERR_NOT_FOUND);
    assert_int_equal(
        query_entity_prefix(&e, &w.arena, w.index, all, str_prefix(r8, 8), &w.err),
        ERR_OK);
    assert_true(str_equal(e.id, r8));
    assert_int_equal(query_entity_prefix(&e, &w.arena, w.index, all, STR(""), &w.err),
                     ERR_CONFLICT);
    assert_string_equal(w.err.message,
                        "several ids begin with \"\"; give more characters");
    assert_int_equal(query_entity_prefix(&e, &w.arena, w.index, all, STR("zz"), &w.err),
                     ERR_NOT_FOUND);
    assert_int_equal(query_entities(&list, &w.arena, w.index, all, STR("place"),
                                    STR("settlement"), (struct ref){0}, 0, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].label, STR("Богородичне")));
    assert_int_equal(query_entities(&list, &w.arena, w.index, all, STR(""), STR(""),
                                    (struct ref){0}, 2, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 2);
    assert_true(list.has_more);
    assert_int_equal(query_entities(&list, &w.arena, w.index, all, STR("unheard_of"),
                                    STR(""), (struct ref){0}, 2, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 0);
    assert_int_equal(
        query_entity_count(&number, w.index, all, STR("source"), STR(""), &w.err),
        ERR_OK);
    assert_int_equal(number, 1);
    assert_int_equal(
        query_entity_count(&number, w.index, all, STR("unheard_of"), STR(""), &w.err),
        ERR_OK);
    assert_int_equal(number, 0);
    assert_int_equal(index_entity_kind(&kind, &kind_class, &w.arena, w.index, r8, &w.err),
                     ERR_OK);
    assert_true(str_equal(kind, STR("remains")));
    assert_int_equal(
        index_entity_kind(&kind, &kind_class, &w.arena, w.index, STR("nobody"), &w.err),
        ERR_OK);
    assert_int_equal(kind.len, 0);
}

static void the_rows_of_a_table_are_found_again(void **state)
{
    struct entity_row e;
    struct import_list imports;

    (void)state;
    say("{\"kind\":\"archive\"}");
    say("{\"kind\":\"object\",\"id\":\"o1\",\"sha256\":\"ab\",\"name\":\"list.csv\","
        "\"obtained\":{\"how\":\"email\",\"from\":\"@s9\"}}");
    say("{\"kind\":\"import\",\"id\":\"i1\",\"source\":\"o1\",\"list\":\"@l\","
        "\"version\":\"1\"}");
    say("{\"kind\":\"entity\",\"id\":\"p1\",\"entity\":\"person\",\"list\":\"@l\","
        "\"row\":\"7\\u001fA\"}");
    say("{\"kind\":\"claim\",\"about\":\"p1\",\"property\":\"name\",\"value\":\"A\","
        "\"import\":\"i1\",\"row\":7}");
    say("{\"kind\":\"claim\",\"about\":\"p1\",\"property\":\"sex\","
        "\"value\":{\"term\":\"male\"},\"import\":\"i1\",\"row\":8}");
    assert_int_equal(query_entity_of_row(&e, &w.arena, w.index, all, world_id(&w, "@l"),
                                         STR("7\x1f"
                                             "A"),
                                         &w.err),
                     ERR_OK);
    assert_true(str_equal(e.id, world_id(&w, "p1")));
    assert_int_equal(query_entity_of_row(&e, &w.arena, w.index, all, world_id(&w, "@l"),
                                         STR("8"), &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message, "no entity was made from this row");
    assert_int_equal(count((struct claim_filter){.basis = world_ref(&w, "i1")}), 2);
    assert_int_equal(count((struct claim_filter){.basis = world_ref(&w, "i1"), .row = 8}),
                     1);
    assert_int_equal(query_imports(&imports, &w.arena, w.index, all, STR(""), &w.err),
                     ERR_OK);
    assert_int_equal(imports.count, 1);
    assert_false(imports.items[0].is_closed);
    say("{\"kind\":\"import\",\"of\":\"i1\",\"rows\":2,\"accepted\":2,\"rejected\":0}");
    assert_int_equal(
        query_imports(&imports, &w.arena, w.index, all, world_id(&w, "@l"), &w.err),
        ERR_OK);
    assert_int_equal(imports.count, 1);
    assert_true(imports.items[0].is_closed);
    assert_int_equal(imports.items[0].accepted, 2);
    assert_int_equal(imports.items[0].source.n, world_ref(&w, "o1").n);
}

static void a_source_gives_its_passages_tables_and_claims(void **state)
{
    struct claim_list list;
    struct passage_list passages;

    (void)state;
    say_everything();
    say("{\"kind\":\"object\",\"id\":\"o1\",\"sha256\":\"ab\",\"name\":\"list.csv\"}");
    say("{\"kind\":\"import\",\"id\":\"i1\",\"source\":\"o1\"}");
    say("{\"kind\":\"claim\",\"about\":\"r8\",\"property\":\"name\",\"value\":\"A\","
        "\"import\":\"i1\",\"row\":1}");
    say("{\"kind\":\"claim\",\"about\":\"s1\",\"property\":\"preserved_as\",\"value\":"
        "\"o1\"}");
    say("{\"kind\":\"claim\",\"about\":\"@s2\",\"property\":\"preserved_as\",\"value\":"
        "\"ab\"}");
    assert_int_equal(query_passages(&passages, &w.arena, w.index, all, world_id(&w, "s1"),
                                    (struct ref){0}, 0, &w.err),
                     ERR_OK);
    assert_int_equal(passages.count, 2);
    assert_int_equal(query_claims_of_source(&list, &w.arena, w.index, all,
                                            world_id(&w, "s1"), 0, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 4);
    assert_int_equal(query_claims_of_source(&list, &w.arena, w.index, all,
                                            world_id(&w, "@s2"), 0, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(query_claims_of_source(&list, &w.arena, w.index, all,
                                            world_id(&w, "s1"), 3, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 3);
    assert_true(list.has_more);
}

static void a_passage_shows_the_hands_it_came_through(void **state)
{
    struct passage_row p;

    (void)state;
    say_everything();
    assert_int_equal(query_passage(&p, &w.arena, w.index, world_ref(&w, "q22"), &w.err),
                     ERR_OK);
    assert_true(str_equal(p.words, STR("shot")));
    assert_int_equal(p.chain_as.n, world_ref(&w, "q21").n);
    assert_int_equal(p.chain_count, 2);
    assert_true(str_equal(p.chain[0].who, world_id(&w, "o_soldier")));
    assert_true(str_equal(p.chain[0].knows, STR("observed")));
    assert_int_equal(p.chain[1].who.len, 0);
    assert_true(str_equal(value_get_string(p.chain[1].more, STR("note")), STR("who?")));
    assert_true(p.has_days);
    assert_true(str_equal(p.seal, STR("witness")));
    assert_int_equal(query_passage(&p, &w.arena, w.index, world_ref(&w, "q21"), &w.err),
                     ERR_OK);
    assert_non_null(value_get(p.locator, STR("paragraph")));
    assert_int_equal(query_passage(&p, &w.arena, w.index, world_ref(&w, "c76"), &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message, "there is no such passage");
}

static void a_place_gathers_what_lies_in_it(void **state)
{
    struct claim_list list;
    struct str *ids;
    size_t number = 0;

    (void)state;
    say_everything();
    say("{\"kind\":\"claim\",\"about\":\"@donetsk\",\"property\":\"located_in\","
        "\"value\":\"@ukraine\"}");
    say("{\"kind\":\"claim\",\"about\":\"@ukraine\",\"property\":\"located_in\","
        "\"value\":\"bohorodychne\"}");
    say("{\"kind\":\"claim\",\"id\":\"c90\",\"about\":\"@crimea\",\"property\":\"located_"
        "in\","
        "\"value\":\"@ukraine\",\"mode\":\"negated\"}");
    say("{\"kind\":\"claim\",\"id\":\"c91\",\"about\":\"@rostov\",\"property\":\"located_"
        "in\","
        "\"value\":\"@ukraine\"}");
    say("{\"kind\":\"withdraw\",\"of\":\"c91\"}");
    assert_int_equal(query_places_within(&ids, &number, &w.arena, w.index, all,
                                         world_id(&w, "@ukraine"), &w.err),
                     ERR_OK);
    assert_int_equal(number, 3);
    assert_int_equal(query_claims_of_place(&list, &w.arena, w.index, all,
                                           world_id(&w, "@donetsk"), 0, &w.err),
                     ERR_OK);
    assert_true(list.count >= 2);
    for (size_t i = 1; i < list.count; i++)
        assert_true(list.items[i - 1].ref.n < list.items[i].ref.n);
}

static void the_history_of_an_entity_is_all_that_touched_it(void **state)
{
    struct statement_list list;

    (void)state;
    say_everything();
    say("{\"kind\":\"withdraw\",\"of\":\"c76\"}");
    say("{\"kind\":\"custody\",\"item\":\"r8\"}");
    assert_int_equal(query_history(&list, &w.arena, w.index, all, world_id(&w, "r8"),
                                   (struct ref){0}, 0, &w.err),
                     ERR_OK);
    /* its entity, c76, c77, c80, c81 about c76, the withdrawal, the custody event */
    assert_int_equal(list.count, 7);
    assert_true(str_equal(list.items[0].kind, STR("entity")));
    assert_true(str_equal(list.items[5].kind, STR("withdraw")));
    assert_true(str_equal(list.items[6].kind, STR("custody")));
    assert_int_equal(query_history(&list, &w.arena, w.index, all,
                                   world_id(&w, "o_soldier"), (struct ref){0}, 1, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(list.has_more);
}

static void what_was_decided_about_identity_is_shown_with_its_undoing(void **state)
{
    struct identity_list list;

    (void)state;
    say("{\"kind\":\"archive\"}");
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"p1\",\"entity\":\"person\"}");
    (void)world_say(&w, "{\"kind\":\"entity\",\"id\":\"p2\",\"entity\":\"person\"}");
    {
        char json[256];

        (void)snprintf(
            json, sizeof json,
            "{\"kind\":\"same\",\"id\":\"x\",\"of\":[{\"c\":\"00\",\"s\":\"%s.1\"},"
            "{\"c\":\"00\",\"s\":\"%s.2\"}]}",
            WORLD_FOUNDING, WORLD_FOUNDING);
        say(json);
    }
    assert_int_equal(
        query_identities(&list, &w.arena, w.index, all, world_id(&w, "p1"), &w.err),
        ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(list.items[0].is_same);
    assert_false(list.items[0].is_undone);
    assert_true(str_equal(list.items[0].other, world_id(&w, "p2")));
    say("{\"kind\":\"undo\",\"of\":\"x\"}");
    assert_int_equal(
        query_identities(&list, &w.arena, w.index, all, world_id(&w, "p2"), &w.err),
        ERR_OK);
    assert_true(list.items[0].is_undone);
}

static void statements_are_counted_and_listed_by_kind(void **state)
{
    struct kind_count *counts;
    struct statement_list list;
    struct statement_row row;
    size_t number = 0;
    struct digest commitment;

    (void)state;
    say_everything();
    (void)world_seal(&w);
    say("{\"kind\":\"custody\"}");
    assert_int_equal(query_kind_counts(&counts, &number, &w.arena, w.index, all, &w.err),
                     ERR_OK);
    assert_int_equal(number, 6);
    assert_int_equal(counts[0].kind.len, 0);
    assert_int_equal(counts[0].count, 1);
    assert_true(str_equal(counts[2].kind, STR("claim")));
    assert_int_equal(counts[2].count, 5);
    {
        uint64_t size = all.sizes[0] - 2;
        struct view before = {&size, 1};

        assert_int_equal(
            query_kind_counts(&counts, &number, &w.arena, w.index, before, &w.err),
            ERR_OK);
        assert_int_equal(number, 4);
        assert_int_equal(counts[1].count, 5);
    }
    assert_int_equal(query_statements(&list, &w.arena, w.index, all, STR("custody"),
                                      (struct ref){0}, 0, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(query_statements(&list, &w.arena, w.index, all, STR("passage"),
                                      (struct ref){0}, 1, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(list.has_more);
    assert_int_equal(
        query_statement(&row, &w.arena, w.index, world_ref(&w, "c76"), &w.err), ERR_OK);
    memset(commitment.bytes, (int)ref_index(row.ref), 32);
    assert_true(statement_is_of(&row, &commitment));
    commitment.bytes[0]++;
    assert_false(statement_is_of(&row, &commitment));
    assert_int_equal(query_statement(&row, &w.arena, w.index, ref_of(0, 999), &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message, "there is no such statement");
}

static void edges_are_read_in_both_directions(void **state)
{
    struct edge_list list;

    (void)state;
    say_everything();
    assert_int_equal(
        query_edges_to(&list, &w.arena, w.index, all, world_ref(&w, "q21"), &w.err),
        ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].role, STR("chain_as")));
    assert_true(str_equal(list.items[0].source_kind, STR("passage")));
    assert_int_equal(
        query_edges_from(&list, &w.arena, w.index, all, world_ref(&w, "c81"), &w.err),
        ERR_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].target.n, world_ref(&w, "c76").n);
}

static size_t objects(struct object_filter filter)
{
    struct object_list list;

    assert_int_equal(query_objects(&list, &w.arena, w.index, all, &filter, &w.err),
                     ERR_OK);
    return list.count + (list.has_more ? 100 : 0);
}

static void objects_are_found_by_hash_path_and_name(void **state)
{
    struct ref ref;
    bool is_only_one = false;

    (void)state;
    say("{\"kind\":\"archive\"}");
    say("{\"kind\":\"object\",\"id\":\"o1\",\"sha256\":\"ab\",\"size\":3,\"name\":\"a."
        "jpg\","
        "\"path\":\"in/a.jpg\",\"run\":\"r1\",\"type\":\"image/jpeg\"}");
    say("{\"kind\":\"object\",\"sha256\":\"cd\",\"name\":\"a.jpg\",\"path\":\"out/"
        "a.jpg\","
        "\"run\":\"r1\"}");
    say("{\"kind\":\"derived\",\"sha256\":\"ef\",\"from\":\"o1\",\"name\":\"a.txt\"}");
    say("{\"kind\":\"object\",\"sha256\":\"ab\",\"name_hex\":\"ff\",\"path_hex\":\"ff\","
        "\"run\":\"r2\"}");
    assert_int_equal(objects((struct object_filter){0}), 4);
    assert_int_equal(objects((struct object_filter){.limit = 1}), 101);
    assert_int_equal(objects((struct object_filter){.sha256 = STR("ab")}), 2);
    assert_int_equal(objects((struct object_filter){.name = STR("a.jpg")}), 2);
    assert_int_equal(objects((struct object_filter){.run = STR("r1")}), 2);
    assert_int_equal(
        objects((struct object_filter){.run = STR("r1"), .path = STR("in/a.jpg")}), 1);
    assert_int_equal(
        objects((struct object_filter){.run = STR("r2"), .path_hex = STR("ff")}), 1);
    assert_int_equal(objects((struct object_filter){.run = STR("r3")}), 0);
    assert_int_equal(
        index_object_named(&ref, &is_only_one, w.index, STR("a.txt"), &w.err), ERR_OK);
    assert_true(is_only_one);
    assert_int_equal(
        index_object_named(&ref, &is_only_one, w.index, STR("a.jpg"), &w.err), ERR_OK);
    assert_false(is_only_one);
}

static size_t texts(const char *text, unsigned places)
{
    struct text_list list;

    assert_int_equal(
        query_text(&list, &w.arena, w.index, all, str_from_c(text), places, 0, &w.err),
        ERR_OK);
    return list.count;
}

static void text_is_found_whatever_its_case(void **state)
{
    struct text_list list;
    char many[400];

    (void)state;
    say_everything();
    say("{\"kind\":\"object\",\"sha256\":\"ab\",\"name\":\"Богородичне.jpg\"}");
    assert_int_equal(texts("богородич", 15), 3);
    assert_int_equal(texts("богородич", TEXT_LABEL), 1);
    assert_int_equal(texts("CORPSES", TEXT_WORDS), 1);
    assert_int_equal(texts("around", TEXT_VALUE), 1);
    assert_int_equal(texts("nowhere", 15), 0);
    assert_int_equal(
        query_text(&list, &w.arena, w.index, all, STR("богородич"), 15, 1, &w.err),
        ERR_OK);
    assert_int_equal(list.count, 1);
    assert_true(list.has_more);
    assert_true(str_equal(list.items[0].id, world_id(&w, "bohorodychne")));
    memset(many, 'x', sizeof many);
    assert_int_equal(query_text(&list, &w.arena, w.index, all,
                                (struct str){many, sizeof many}, 15, 1, &w.err),
                     ERR_INVALID);
    assert_string_equal(w.err.message,
                        "cannot search for more than 256 characters, or for "
                        "what is not text");
}

static void several_feeds_come_in_the_order_of_their_admission(void **state)
{
    struct claim_list list;

    (void)state;
    say_everything();
    world_use_feed(&w, "second");
    say("{\"kind\":\"device\"}");
    say("{\"kind\":\"claim\",\"about\":\"r8\",\"property\":\"sex\","
        "\"value\":{\"term\":\"male\"}}");
    list = claims((struct claim_filter){.about = world_id(&w, "r8")});
    assert_int_equal(list.count, 4);
    assert_int_equal(ref_feed(list.items[3].ref), 1);
    list = claims(
        (struct claim_filter){.about = world_id(&w, "r8"), .after = list.items[3].ref});
    assert_int_equal(list.count, 0);
    all.count = 1;
    assert_int_equal(claims((struct claim_filter){.about = world_id(&w, "r8")}).count, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(claims_are_found_by_whatever_they_say),
        TEST(a_claim_comes_back_as_it_was_said),
        TEST(every_form_of_value_comes_back),
        TEST(a_page_ends_where_it_is_told),
        TEST(a_visitor_may_stop),
        TEST(a_withdrawal_counts_until_it_is_undone),
        TEST(a_superseded_claim_no_longer_stands),
        TEST(a_correction_that_is_corrected_does_not_bring_the_first_value_back),
        TEST(a_release_that_says_nothing_does_not_bring_the_first_value_back),
        TEST(a_list_is_read_whole_and_alone),
        TEST(what_was_said_of_claims_comes_in_their_order),
        TEST(decisions_prefer_and_competing_ones_stay_open),
        TEST(reviews_of_a_claim_come_with_whether_they_count),
        TEST(what_was_said_later_is_not_in_an_earlier_view),
        TEST(entities_are_found_by_id_kind_and_row),
        TEST(the_rows_of_a_table_are_found_again),
        TEST(a_source_gives_its_passages_tables_and_claims),
        TEST(a_passage_shows_the_hands_it_came_through),
        TEST(a_place_gathers_what_lies_in_it),
        TEST(the_history_of_an_entity_is_all_that_touched_it),
        TEST(what_was_decided_about_identity_is_shown_with_its_undoing),
        TEST(statements_are_counted_and_listed_by_kind),
        TEST(edges_are_read_in_both_directions),
        TEST(objects_are_found_by_hash_path_and_name),
        TEST(text_is_found_whatever_its_case),
        TEST(several_feeds_come_in_the_order_of_their_admission),
    };

    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
