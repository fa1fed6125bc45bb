/* What a form can say of the facts of model.md, recorded and read back. */

#include "record/facts_testing.h"

#include "entering/entry.h"

enum { FORM_MAX = 80 };

struct typed {
    struct entry_field items[FORM_MAX];
    struct entry_form form;
};

static void put(struct typed *typed, const char *name, const char *value)
{
    assert_true(typed->form.count < FORM_MAX);
    typed->items[typed->form.count++] =
        (struct entry_field){str_from_c(name), str_from_c(value)};
    typed->form.items = typed->items;
}

static void passage_of(struct typed *typed, const char *n, const char *source,
                       const char *where, const char *words, const char *hands,
                       const char *says)
{
    static char names[FORM_MAX][16];
    static size_t used;
    const char *const fields[] = {"source", "where", "words", "hands", "says", "lang"};
    const char *const values[] = {source, where, words, hands, says, "en"};

    for (size_t i = 0; i < 6; i++) {
        char *name = names[used++ % FORM_MAX];

        (void)snprintf(name, sizeof names[0], "p%s.%s", n, fields[i]);
        put(typed, name, values[i]);
    }
}

static struct entry read_form(struct facts *f, const struct typed *typed)
{
    const struct entry_world world = {0};
    struct entry entry;

    facts_ok(entry_read(&entry, &f->arena, &typed->form, &world, &f->err), f);
    return entry;
}

static void record(struct facts *f, const struct entry *entry)
{
    struct draft_result *results;
    size_t count;

    for (size_t i = 0; i < entry->error_count; i++)
        fail_msg(STR_FMT " line %zu: " STR_FMT, STR_ARG(entry->errors[i].field),
                 entry->errors[i].line, STR_ARG(entry->errors[i].text));
    facts_ok(drafts_add(&results, &count, &f->arena, f->archive, &entry->drafts, &f->err),
             f);
    facts_ok(frontier_now(&f->view, &f->arena, f->index, &f->err), f);
}

static struct claim_list claims(struct facts *f, const char *property)
{
    const struct claim_filter filter = {.property = str_from_c(property)};
    struct claim_list list;

    facts_ok(query_claims(&list, &f->arena, f->index, f->view, &filter, &f->err), f);
    return list;
}

static struct claim_row only(struct facts *f, const char *property)
{
    const struct claim_list list = claims(f, property);

    assert_int_equal(list.count, 1);
    return list.items[0];
}

static struct entity_row entity(struct facts *f, struct str id)
{
    struct entity_row row;

    facts_ok(query_entity(&row, &f->arena, f->index, f->view, id, &f->err), f);
    return row;
}

static struct passage_row passage(struct facts *f, struct ref ref)
{
    struct passage_row row;

    facts_ok(query_passage(&row, &f->arena, f->index, ref, &f->err), f);
    return row;
}

static void is_text(struct str got, const char *wanted)
{
    if (!str_equal(got, str_from_c(wanted)))
        fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), wanted);
}

/* F11, as it is typed in tests/browser/hrakove.mjs. */
static void hrakove(struct typed *typed)
{
    *typed = (struct typed){0};
    passage_of(typed, "1", "Example site, web page", "15",
               "locals led investigators to the graves of two young men whom they "
               "claimed had been buried by Russian soldiers",
               "locals\ninvestigators,to~",
               "2 the two of Hrakove\nbu:Russian soldiers\n"
               "le:locals");
    put(typed, "p1.last", "rewrote, inferred");
    passage_of(
        typed, "2", "", "17",
        "Each has a gunshot wound to the back of the head. Their ears were cut off.",
        "investigators,ex", "bod\ngu oc a\n-ear a");
    put(typed, "p2.last", "rewrote, inferred");
    passage_of(typed, "3", "Example Daily, newspaper", "1",
               "the Russians forced him to bury two men", "a resident,di\npolice,to",
               "bu:a resident,gu");
    put(typed, "p3.seal", "witness");
    passage_of(typed, "4", "Example Agency, news agency", "what he did not confirm",
               "at least one of the two victims had their ears cut off", "police,ex",
               "-ear at\ndec:a resident");
    put(typed, "p4.seal", "witness");
}

static void f11_is_typed_in_a_few_lines(void **state)
{
    struct facts f;
    struct typed typed;
    struct claim_list list;
    struct passage_row words;
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    hrakove(&typed);
    entry = read_form(&f, &typed);
    record(&f, &entry);

    assert_int_equal(only(&f, "number").lower, 2);
    is_text(entity(&f, only(&f, "number").about).kind, "people");
    is_text(entity(&f, only(&f, "number").about).label, "the two of Hrakove");

    list = claims(&f, "participant");
    assert_int_equal(list.count, 3);
    is_text(value_get_string(list.items[0].qualifiers, STR("role")), "buried");
    is_text(entity(&f, list.items[0].entity).label, "Russian soldiers");
    is_text(value_get_string(list.items[1].qualifiers, STR("role")), "informant");
    is_text(value_get_string(list.items[2].qualifiers, STR("under")), "gunpoint");
    assert_true(str_equal(list.items[0].about, list.items[2].about));
    is_text(list.items[2].seal, "witness");
    is_text(list.items[0].seal, "");

    assert_int_equal(only(&f, "wound").form, claims(&f, "wound").items[0].form);
    is_text(value_get_string(&claims(&f, "wound").items[0].value, STR("region")),
            "occiput");
    is_text(only(&f, "wound").quantifier, "all");
    list = claims(&f, "part_absent");
    assert_int_equal(list.count, 2);
    is_text(list.items[0].quantifier, "all");
    is_text(list.items[1].quantifier, "at_least_one");
    assert_true(str_equal(list.items[0].about, list.items[1].about));
    is_text(entity(&f, list.items[0].about).kind, "remains");

    is_text(only(&f, "stance").term, "declines");
    assert_int_equal(only(&f, "stance").about_claim.n, list.items[1].ref.n);

    words = passage(&f, claims(&f, "number").items[0].basis);
    assert_int_equal(words.chain_count, 3);
    is_text(words.chain[1].knows, "told");
    is_text(words.chain[1].link, "inferred");
    is_text(words.chain[2].knows, "rewritten");
    facts_end(&f);
}

static void two_sources_that_differ_are_shown_side_by_side(void **state)
{
    struct facts f;
    struct typed typed;
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    hrakove(&typed);
    entry = read_form(&f, &typed);
    /* who buried them (1 and 3, and who led there is another event), the ears (2 and 4)
     */
    assert_int_equal(entry.beside_count, 2);
    facts_end(&f);
}

static void f1_is_remains_and_findings_and_no_act(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Example site, web page", "30",
               "Local fishermen told how they found a body floating in a nearby river",
               "local fishermen, observed\na witness, heard, inferred; not said whom",
               "1 body\nhands tied\nbag\nfound at: in \"a nearby river\"");
    entry = read_form(&f, &typed);
    record(&f, &entry);
    is_text(only(&f, "restraint").term, "hands_tied");
    is_text(only(&f, "head_covering").term, "bag");
    is_text(entity(&f, only(&f, "count").about).kind, "remains");
    is_text(only(&f, "found_at").text, "a nearby river");
    assert_int_equal(claims(&f, "victim").count, 0);
    is_text(
        value_get_string(passage(&f, only(&f, "count").basis).chain[1].more, STR("note")),
        "not said whom");
    facts_end(&f);
}

static void f2_a_negative_and_an_order_of_events(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Example site, web page", "31", "soldiers took the corpse",
               "",
               "informant: fishermen\nrecipient: the local commander, local commander\n"
               "remover: soldiers\n"
               "not: explanation: \"without saying anything about it\"");
    entry = read_form(&f, &typed);
    /* fishermen and soldiers in two events, of which the second is spoken of last */
    record(&f, &entry);
    assert_int_equal(only(&f, "explanation").mode, CLAIM_NEGATED);
    is_text(only(&f, "explanation").text, "without saying anything about it");
    is_text(entity(&f, only(&f, "explanation").about).class_, "removal_of_remains");
    facts_end(&f);
}

static void f3_bounds_stay_bounds_and_all_men_are_all(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct claim_row eight;
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Example site, web page", "39", "Up to eight men were held",
               "", "");
    put(&typed, "r1.property", "occupancy");
    put(&typed, "r1.about", "the cells");
    put(&typed, "r1.value", "up to 8 persons per cell at one time");
    put(&typed, "r1.words", "up to eight men");
    put(&typed, "act", "torture");
    put(&typed, "method", "electric shock");
    put(&typed, "victims", "several men, men held in the cells, some");
    put(&typed, "by.known", "not_known");
    typed.items[4].value = STR("capacity: 2-3 persons per cell");
    /* the place is made by the row above it in a page, here by an event's place */
    put(&typed, "place", "the cells");
    put(&typed, "place.is", "new");
    entry = read_form(&f, &typed);
    record(&f, &entry);
    eight = only(&f, "occupancy");
    assert_true(eight.has_upper && !eight.has_lower);
    is_text(value_get_string(&eight.value, STR("per")), "cell");
    is_text(value_get_string(&eight.value, STR("at")), "one_time");
    is_text(eight.text, "up to eight men");
    assert_int_equal(only(&f, "capacity").lower, 2);
    is_text(only(&f, "sex").quantifier, "all");
    is_text(only(&f, "victim").quantifier, "some");
    is_text(only(&f, "method").term, "electric_shock");
    facts_end(&f);
}

static void f4_and_f9_a_search_an_age_and_a_relative_time(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct claim_row when;
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Example site, web page", "34", "pointed a loaded gun", "",
               "house search\nlooked for: sought: \"Ukrainian flags or symbols\"\n"
               "role a child\nage: 9 years\nwhen: \"last month\" august 2022");
    put(&typed, "p1.uttered", "14 to 17 september 2022");
    entry = read_form(&f, &typed);
    record(&f, &entry);
    assert_int_equal(only(&f, "sought").mode, CLAIM_LOOKED_FOR_NOT_FOUND);
    assert_int_equal(only(&f, "age").lower, 9);
    when = only(&f, "when");
    is_text(when.text, "last month");
    assert_true(when.is_inferred && when.has_days);
    is_text(value_get_string(&when.value, STR("relative_to")), "uttered");
    assert_true(passage(&f, when.basis).has_days);
    facts_end(&f);
}

static void f6_f8_words_and_bounds(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(
        &typed, "1", "Example site, web page", "7", "at least 1,000 civilians", "",
        "at least 1,000 people, killed by military actions\ncause: military action");
    passage_of(
        &typed, "2", "", "21", "around ten bodies, several soldiers", "",
        "about ten bodies, the civilians\nseveral bodies, the soldiers\n-head all\n"
        "signs of torture");
    entry = read_form(&f, &typed);
    record(&f, &entry);
    assert_true(only(&f, "number").has_lower && !only(&f, "number").has_upper);
    assert_int_equal(only(&f, "number").lower, 1000);
    is_text(only(&f, "cause").term, "military_action");
    assert_int_equal(claims(&f, "count").count, 2);
    assert_false(claims(&f, "count").items[1].has_lower);
    is_text(only(&f, "injury_opinion").property, "injury_opinion");
    is_text(entity(&f, only(&f, "part_absent").about).label, "the soldiers");
    facts_end(&f);
}

static void a_violation_says_to_whom_by_whom_where_and_when(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct claim_row by;
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Statement, press release", "page 2", "words", "", "");
    put(&typed, "act", "torture");
    put(&typed, "method", "electric shock, beating");
    put(&typed, "victims", "Example Person\n3 people, three others\na resident");
    put(&typed, "findings", "three others\nbruise left arm some");
    put(&typed, "by.known", "described");
    put(&typed, "by", "soldiers, direct");
    put(&typed, "place", "opposite the station");
    put(&typed, "when", "between march and september 2022");
    entry = read_form(&f, &typed);
    assert_int_equal(entry.error_count,
                     1); /* "left arm" is no region: arm is upper_arm */
    is_text(entry.errors[0].field, "findings");
    assert_int_equal(entry.errors[0].line, 2);
    typed.items[9].value = STR("three others\nbruise left upper arm some");
    entry = read_form(&f, &typed);
    record(&f, &entry);
    assert_int_equal(claims(&f, "method").count, 2);
    assert_int_equal(claims(&f, "victim").count, 3);
    by = only(&f, "involvement");
    is_text(value_get_string(by.qualifiers, STR("degree")), "direct");
    is_text(only(&f, "happened_at").term, "opposite");
    is_text(only(&f, "when").text, "2022-03/2022-09");
    is_text(value_get_string(&claims(&f, "wound").items[0].value, STR("side")), "left");
    is_text(only(&f, "name").text, "Example Person");
    facts_end(&f);
}

/* ---- errors ---- */

static bool has_error(const struct entry *entry, const char *field)
{
    for (size_t i = 0; i < entry->error_count; i++)
        if (str_equal(entry->errors[i].field, str_from_c(field)))
            return true;
    return false;
}

static void everything_that_is_wrong_is_found_at_once(void **state)
{
    static const char *const fields[] = {
        "p1.source",  "p1.where", "p1.words", "p1.hands", "p1.says",
        "p1.uttered", "by.known", "when",     "method",   "r1.property"};
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "something new", "", "", "police, by magic", "what is this?");
    put(&typed, "p1.uttered", "yesterday");
    put(&typed, "act", "torture");
    put(&typed, "method", "by magic");
    put(&typed, "when", "once upon a time");
    put(&typed, "r1.property", "no such thing");
    put(&typed, "r1.value", "1");
    entry = read_form(&f, &typed);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (!has_error(&entry, fields[i]))
            fail_msg("no error of %s", fields[i]);
    facts_end(&f);
}

static void an_empty_form_says_so(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    entry = read_form(&f, &typed);
    assert_true(has_error(&entry, "p1.source"));
    facts_end(&f);
}

static enum err_code ten_of_a_name(struct entry_found *out, void *data, struct str kind,
                                   struct str name, struct err *err)
{
    (void)data;
    (void)name;
    (void)err;
    *out = (struct entry_found){.count = str_equal(kind, STR("person")) ? 10 : 0};
    return ERR_OK;
}

static void a_name_that_ten_people_have_waits_for_a_choice(void **state)
{
    const struct entry_world world = {.by_name = ten_of_a_name};
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "Statement, press release", "1", "words", "", "");
    put(&typed, "act", "torture");
    put(&typed, "by.known", "not_known");
    put(&typed, "victims", "person Example Person");
    facts_ok(entry_read(&entry, &f.arena, &typed.form, &world, &f.err), &f);
    assert_int_equal(entry.error_count, 1);
    is_text(entry.errors[0].field, "victims");
    put(&typed, "w1.name", "Example Person");
    put(&typed, "w1.is", "new");
    facts_ok(entry_read(&entry, &f.arena, &typed.form, &world, &f.err), &f);
    record(&f, &entry);
    facts_end(&f);
}

static void hostile_text_is_text(void **state)
{
    struct facts f;
    struct typed typed = {0};
    struct entry entry;

    (void)state;
    facts_start(&f, true);
    passage_of(&typed, "1", "<script>alert(1)</script>, newspaper", "\"><img src=x>",
               "{\"kind\":\"member\"}", "<b>, told",
               "2 <i>people</i>\n{\"kind\":1}\n: : :\n;;;");
    put(&typed, "p99999999999999999999.words", "x");
    put(&typed, "r1.about", "{\"file\":\"x\"}");
    put(&typed, "r1.property", "age");
    put(&typed, "r1.value", "{\"exact\":9,\"unit\":\"year\",\"kind\":\"member\"}");
    entry = read_form(&f, &typed);
    assert_true(has_error(&entry, "p1.says"));
    for (uint32_t i = 0; i < entry.drafts.count; i++) {
        const struct str kind = value_get_string(&entry.drafts.items[i], STR("kind"));

        assert_true(str_equal(kind, STR("entity")) || str_equal(kind, STR("claim")) ||
                    str_equal(kind, STR("passage")));
    }
    facts_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f11_is_typed_in_a_few_lines),
        cmocka_unit_test(two_sources_that_differ_are_shown_side_by_side),
        cmocka_unit_test(f1_is_remains_and_findings_and_no_act),
        cmocka_unit_test(f2_a_negative_and_an_order_of_events),
        cmocka_unit_test(f3_bounds_stay_bounds_and_all_men_are_all),
        cmocka_unit_test(f4_and_f9_a_search_an_age_and_a_relative_time),
        cmocka_unit_test(f6_f8_words_and_bounds),
        cmocka_unit_test(a_violation_says_to_whom_by_whom_where_and_when),
        cmocka_unit_test(everything_that_is_wrong_is_found_at_once),
        cmocka_unit_test(an_empty_form_says_so),
        cmocka_unit_test(a_name_that_ten_people_have_waits_for_a_choice),
        cmocka_unit_test(hostile_text_is_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
