/* Twelve facts that reach us through many hands go in and come back whole. */

#include "record/facts_whole_testing.h"

#include "format/edtf.h"

static struct claim_row claim(struct facts *f, const char *id)
{
    struct claim_row row;

    facts_ok(query_claim(&row, &f->arena, f->index, fact(f, id)->ref, &f->err), f);
    return row;
}

static struct passage_row passage(struct facts *f, const char *id)
{
    struct passage_row row;

    facts_ok(query_passage(&row, &f->arena, f->index, fact(f, id)->ref, &f->err), f);
    return row;
}

static struct claim_state state_of(struct facts *f, const char *id)
{
    struct claim_state state;

    facts_ok(query_claim_state(&state, f->index, f->view, fact(f, id)->ref, &f->err), f);
    return state;
}

static uint64_t entities_of(struct facts *f, const char *kind)
{
    uint64_t count = 0;

    facts_ok(
        query_entity_count(&count, f->index, f->view, str_from_c(kind), STR(""), &f->err),
        f);
    return count;
}

/* How many claims of a property are about an entity. */
static size_t said(struct facts *f, const char *about, const char *property)
{
    const struct claim_filter filter = {.about = fact(f, about)->entity,
                                        .property = str_from_c(property)};
    struct claim_list list;

    facts_ok(query_claims(&list, &f->arena, f->index, f->view, &filter, &f->err), f);
    return list.count;
}

static void is_text(struct str got, const char *wanted)
{
    if (!str_equal(got, str_from_c(wanted)))
        fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), wanted);
}

static int64_t day(const char *text)
{
    struct edtf date;
    struct err err;

    assert_int_equal(edtf_parse(&date, str_from_c(text), &err), ERR_OK);
    return edtf_bounds(&date).first;
}

static const struct value *in_value(struct facts *f, const char *id, const char *key)
{
    const struct claim_row row = claim(f, id);

    return value_get(&row.value, str_from_c(key));
}

typedef void (*peculiar)(struct facts *f);

static struct str dump(struct facts *f)
{
    struct buf bytes = {0};
    struct str text;

    facts_ok(index_dump(&bytes, f->index, &f->err), f);
    text = arena_str(&f->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

/* The same from the statements alone. */
static void rebuild(struct facts *f)
{
    const struct str before = dump(f);

    facts_ok(archive_reindex(f->archive, &f->err), f);
    f->index = archive_index(f->archive);
    facts_ok(frontier_now(&f->view, &f->arena, f->index, &f->err), f);
    if (!str_equal(before, dump(f)))
        fail_msg("the index built anew differs");
}

static void goes_in_and_comes_back(const char *file, peculiar holds)
{
    struct facts f;

    facts_start(&f, true);
    facts_want(&f, file);
    facts_want(&f, "common");
    facts_want_rest(&f);
    facts_enter(&f, false);
    facts_are_whole(&f);
    holds(&f);
    rebuild(&f);
    facts_are_whole(&f);
    holds(&f);
    facts_end(&f);
}

/* Remains, seen through five hands; nobody is said to have killed. */
static void holds_f1(struct facts *f)
{
    const struct claim_row found = claim(f, "c16");
    const struct claim_row river = claim(f, "c15");

    assert_int_equal(said(f, "r1", "cause"), 0);
    assert_int_equal(entities_of(f, "act"), 0);
    assert_int_equal(passage(f, "q30").chain_count, 5);
    is_text(passage(f, "q30").seal, "witness");
    assert_true(found.is_inferred && ref_is_none(found.basis));
    assert_int_equal(found.first_day, day("2022-02-24"));
    assert_int_equal(found.last_day, day("2022-08-31"));
    is_text(river.text, "a nearby river");
    assert_int_equal(value_get(&river.value, STR("precision_m"))->type, VALUE_NULL);
}

static void f1_a_body_in_a_river_is_remains_and_findings_and_no_act(void **state)
{
    (void)state;
    goes_in_and_comes_back("f1", holds_f1);
}

/* Two events in order; the chain of the sentence before holds here too. */
static void holds_f2(struct facts *f)
{
    const struct claim_row silence = claim(f, "c26");

    assert_int_equal(silence.mode, CLAIM_NEGATED);
    is_text(silence.text, "without saying anything about it");
    assert_int_equal(passage(f, "q31").chain_count, 5);
    assert_true(str_equal(passage(f, "q31").chain[0].who, fact(f, "w_fishers")->entity));
    assert_true(str_equal(claim(f, "c25").entity, fact(f, "e1")->entity));
    assert_true(str_equal(claim(f, "c23").entity, fact(f, "r1")->entity));
    is_text(value_get_string(claim(f, "c22").qualifiers, STR("post")), "local commander");
}

static void f2_taking_the_body_away_is_an_event_that_follows_another(void **state)
{
    (void)state;
    goes_in_and_comes_back("f2", holds_f2);
}

/* A bound in one cell at one time is no number of victims. */
static void holds_f3(struct facts *f)
{
    const struct claim_row eight = claim(f, "c33");
    const struct claim_row built_for = claim(f, "c32");

    assert_true(eight.has_upper && !eight.has_lower);
    assert_int_equal(eight.upper, 8);
    is_text(value_get_string(&eight.value, STR("per")), "cell");
    is_text(value_get_string(&eight.value, STR("at")), "one_time");
    assert_int_equal(built_for.lower, 2);
    assert_int_equal(built_for.upper, 3);
    assert_int_equal(said(f, "p_detained", "number"), 0);
    is_text(claim(f, "c38").quantifier, "some");
    is_text(claim(f, "c35").quantifier, "all");
    assert_int_equal(passage(f, "q39").chain[0].who.len, 0);
}

static void f3_up_to_eight_men_in_a_cell_stay_a_bound_per_cell(void **state)
{
    (void)state;
    goes_in_and_comes_back("f3", holds_f3);
}

/* A child of an age on a day, a deed each, and what was looked for and not found. */
static void holds_f4(struct facts *f)
{
    const struct claim_row age = claim(f, "c41");

    assert_int_equal(claim(f, "c43").mode, CLAIM_LOOKED_FOR_NOT_FOUND);
    assert_true(age.has_lower && age.has_upper && age.lower == 9 && age.upper == 9);
    assert_true(
        str_equal(value_get_string(&age.value, STR("on")), fact(f, "e4")->entity));
    is_text(age.seal, "witness");
    is_text(claim(f, "c45").seal, "witness");
    is_text(claim(f, "c46").seal, "");
    assert_int_equal(said(f, "a41", "victim"), 1);
    assert_int_equal(said(f, "a42", "victim"), 1);
    is_text(claim(f, "c49").term, "obtain_confession");
}

static void f4_two_victims_of_one_search_have_an_act_each(void **state)
{
    (void)state;
    goes_in_and_comes_back("f4", holds_f4);
}

/* "All" of a set that nobody lists. */
static void holds_f5(struct facts *f)
{
    struct entity_row hospitals;
    struct review_list reviews;

    facts_ok(query_entity(&hospitals, &f->arena, f->index, f->view,
                          fact(f, "x_hosp")->entity, &f->err),
             f);
    assert_true(hospitals.is_several);
    is_text(claim(f, "c53").quantifier, "all");
    assert_int_equal(said(f, "x_hosp", "count"), 0);
    facts_ok(query_reviews(&reviews, &f->arena, f->index, f->view, fact(f, "c53")->ref,
                           &f->err),
             f);
    assert_int_equal(reviews.count, 1);
    is_text(reviews.items[0].status, "work_needed");
}

static void f5_all_hospitals_are_all_of_a_set_without_a_list(void **state)
{
    (void)state;
    goes_in_and_comes_back("f5", holds_f5);
}

/* At least so many, without an author; an echo is said about the claim. */
static void holds_f6(struct facts *f)
{
    const struct claim_row dead = claim(f, "c62");
    const struct claim_row more = claim(f, "c64");
    const struct claim_row counted = claim(f, "c61");
    const struct claim_row echo = claim(f, "c66");

    assert_true(dead.has_lower && dead.lower == 1000 && !dead.has_upper);
    assert_true(!more.has_lower && !more.has_upper);
    assert_true(str_equal(counted.entity, fact(f, "pl_izium")->entity));
    assert_true(counted.has_days);
    assert_int_equal(counted.first_day, day("2022-02-24"));
    assert_int_equal(counted.last_day, day("2022-09-10"));
    assert_int_equal(echo.about_claim.n, fact(f, "c62")->ref.n);
    assert_int_equal(echo.about.len, 0);
    assert_int_equal(entities_of(f, "act"), 0);
}

static void f6_at_least_a_thousand_needs_no_author_and_no_upper_bound(void **state)
{
    (void)state;
    goes_in_and_comes_back("f6", holds_f6);
}

/* Several without a number; a missing head is seen, beheading is an opinion. */
static void holds_f7(struct facts *f)
{
    const struct claim_row several = claim(f, "c71");

    assert_true(!several.has_lower && !several.has_upper);
    is_text(several.text, "several");
    is_text(claim(f, "c72").property, "part_absent");
    is_text(claim(f, "c73").property, "injury_opinion");
    is_text(in_value(f, "c73", "timing")->string, "not_stated");
    assert_int_equal(passage(f, "q21b").chain_count, 3);
}

static void f7_several_soldiers_have_no_number_and_an_opinion_is_no_finding(void **state)
{
    (void)state;
    goes_in_and_comes_back("f7-f8", holds_f7);
}

/* "Ten" and "around ten": the one nearer to the speaker is preferred, both stand. */
static void holds_f8(struct facts *f)
{
    const struct claim_state ten = state_of(f, "c76");
    const struct claim_state around_ten = state_of(f, "c77");

    assert_int_equal(ten.decision, DECISION_OTHER);
    assert_int_equal(around_ten.decision, DECISION_PREFERRED);
    assert_int_equal(around_ten.decided_by.n, fact(f, "z71")->ref.n);
    assert_true(claim_is_current(&ten) && claim_is_current(&around_ten));
    assert_non_null(in_value(f, "c77", "about"));
    assert_null(in_value(f, "c77", "exact"));
    assert_true(str_equal(claim(f, "c78").entity, fact(f, "r7")->entity));
}

static void f8_around_ten_is_preferred_to_ten_and_both_stand(void **state)
{
    (void)state;
    goes_in_and_comes_back("f7-f8", holds_f8);
}

/* "Last month" is kept beside the month that was worked out from it. */
static void holds_f9(struct facts *f)
{
    const struct claim_row when = claim(f, "c91");
    const struct passage_row words = passage(f, "q26");

    is_text(when.text, "last month");
    assert_true(when.is_inferred && when.has_days);
    assert_int_equal(when.first_day, day("2022-08-01"));
    assert_int_equal(when.last_day, day("2022-08-31"));
    assert_true(words.has_days);
    assert_int_equal(words.first_day, day("2022-09-14"));
    assert_int_equal(words.last_day, day("2022-09-17"));
    assert_int_equal(words.chain_count, 4);
    assert_true(str_equal(claim(f, "c93").entity, fact(f, "pl_kupiansk")->entity));
}

static void f9_last_month_is_relative_to_the_day_it_was_said(void **state)
{
    (void)state;
    goes_in_and_comes_back("f9", holds_f9);
}

/* Places by other places; four persons, three graves and one. */
static void holds_f10(struct facts *f)
{
    const struct claim_row buried = claim(f, "ca7");
    const struct claim_row opinion = claim(f, "ca8");
    int64_t number = 0;

    assert_true(str_equal(claim(f, "ca2").entity, fact(f, "pl_zal_station")->entity));
    is_text(claim(f, "ca2").term, "opposite");
    assert_int_equal(claim(f, "ca5").entity.len, 0);
    is_text(buried.quantifier, "some");
    assert_true(value_get_integer(&number, buried.qualifiers, STR("number")));
    assert_int_equal(number, 3);
    assert_int_equal(value_get(opinion.qualifiers, STR("findings_listed"))->type,
                     VALUE_FALSE);
    assert_int_equal(said(f, "p_zal", "wound"), 0);
    assert_int_equal(value_get(fact(f, "ca9")->draft, STR("premises"))->count, 3);
}

static void f10_graves_lie_by_a_plant_opposite_a_station(void **state)
{
    (void)state;
    goes_in_and_comes_back("f10", holds_f10);
}

/* He declined to confirm: neither a yes nor a no, and said about the claim. */
static void holds_f11(struct facts *f)
{
    const struct claim_row declined = claim(f, "cb6");
    const struct claim_state soldiers = state_of(f, "cb2");
    const struct claim_state resident = state_of(f, "cb3");

    assert_int_equal(declined.about_claim.n, fact(f, "cb5")->ref.n);
    is_text(declined.term, "declines");
    is_text(claim(f, "cb5").quantifier, "at_least_one");
    is_text(claim(f, "cb4").quantifier, "all");
    assert_int_equal(soldiers.decision, DECISION_NONE);
    assert_int_equal(resident.decision, DECISION_NONE);
    is_text(in_value(f, "cb7", "region")->string, "occiput");
}

static void f11_who_declines_to_confirm_says_neither_yes_nor_no(void **state)
{
    (void)state;
    goes_in_and_comes_back("f11", holds_f11);
}

/* What is denied is a thing that other things fall under. */
static void holds_f12(struct facts *f)
{
    const struct claim_filter covering = {.entity = fact(f, "a31")->entity,
                                          .property = STR("covers")};
    struct claim_list list;

    is_text(claim(f, "cc1").term, "denies");
    assert_true(str_equal(claim(f, "cc1").about, fact(f, "e12")->entity));
    facts_ok(query_claims(&list, &f->arena, f->index, f->view, &covering, &f->err), f);
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].about, fact(f, "e12")->entity));
    assert_int_equal(said(f, "e12", "covers"), 2);
}

static void f12_a_denial_stands_about_the_allegation_it_denies(void **state)
{
    (void)state;
    goes_in_and_comes_back("f12", holds_f12);
}

static void all_twelve_go_in_at_once_and_backwards(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, true);
    for (size_t i = 0; i < f.count; i++)
        f.items[i].is_wanted = true;
    facts_enter(&f, true);
    facts_are_whole(&f);
    rebuild(&f);
    facts_are_whole(&f);
    assert_int_equal(f.view.sizes[0], 3 + f.count);
    facts_end(&f);
}

/* Nothing is written where one draft is refused: the three first statements only. */
static void is_refused_in_a_real_archive(struct facts *f, const struct value *drafts,
                                         const char *sentence)
{
    struct draft_result *results = NULL;
    size_t count = 0;
    struct view view;

    assert_int_equal(drafts_add(&results, &count, &f->arena, f->archive, drafts, &f->err),
                     ERR_DENIED);
    if (!strstr(f->err.message, sentence))
        fail_msg("\"%s\" does not say \"%s\"", f->err.message, sentence);
    assert_null(results);
    assert_int_equal(count, 0);
    facts_ok(frontier_now(&view, &f->arena, f->index, &f->err), f);
    assert_int_equal(view.sizes[0], 3);
    archive_close(f->archive);
    f->archive = NULL;
    facts_ok(archive_open(&f->archive, f->folder, ARCHIVE_WRITE, &f->err), f);
    f->index = archive_index(f->archive);
    facts_ok(frontier_now(&view, &f->arena, f->index, &f->err), f);
    assert_int_equal(view.sizes[0], 3);
}

static void without_seal(struct facts *f, struct value *drafts)
{
    for (uint32_t i = 0; i < drafts->count; i++) {
        struct value bare = value_object();

        for (uint32_t k = 0; k < drafts->items[i].count; k++)
            if (!str_equal(drafts->items[i].members[k].key, STR("seal")))
                value_set(&bare, &f->arena, drafts->items[i].members[k].key,
                          drafts->items[i].members[k].value);
        drafts->items[i] = bare;
    }
}

#define CANNOT_SEAL                                                                      \
    ": cannot take in what must be sealed: this archive has no compartment to seal it "  \
    "to, and it would stand open for ever; make one first: stele seal new"
#define NO_PRIVATE_PERSON                                                                \
    ": entity: cannot take in a private person: this archive has no compartment to "     \
    "seal it to (stele seal new); or use class \"role\" with a label that says the "     \
    "role and no name, or \"people\""
#define ROLES_ONLY                                                                       \
    ": passage: cannot take in words of a private person: this archive has no "          \
    "compartment to seal them to (stele seal new); if the source is published and "      \
    "they stand by role only, say \"roles_only\":true"

static const struct {
    const char *file;
    const char *sentence;  /* as it stands; NULL: taken in */
    const char *when_bare; /* without `seal` */
} real[] = {
    {"f1", CANNOT_SEAL, NO_PRIVATE_PERSON},
    {"f2", CANNOT_SEAL, NO_PRIVATE_PERSON},
    {"f3", NULL, NULL},
    {"f4", CANNOT_SEAL, NO_PRIVATE_PERSON},
    {"f5", NULL, NULL},
    {"f6", NULL, NULL},
    {"f7-f8", ROLES_ONLY, ROLES_ONLY},
    {"f9", CANNOT_SEAL, NO_PRIVATE_PERSON},
    {"f10", CANNOT_SEAL, NULL},
    {"f11", CANNOT_SEAL, NO_PRIVATE_PERSON},
    {"f12", NULL, NULL},
    {"common", CANNOT_SEAL, NO_PRIVATE_PERSON},
};

static void a_real_archive_takes_in_no_fact_that_must_be_sealed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
        struct facts f;
        struct value drafts;

        facts_start(&f, false);
        facts_want(&f, real[i].file);
        facts_want_rest(&f);
        drafts = facts_wanted(&f, false);
        if (real[i].sentence)
            is_refused_in_a_real_archive(&f, &drafts, real[i].sentence);
        without_seal(&f, &drafts);
        if (real[i].when_bare)
            is_refused_in_a_real_archive(&f, &drafts, real[i].when_bare);
        facts_end(&f);
    }
}

static void a_real_archive_takes_in_the_facts_without_witnesses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
        struct facts f;

        if (real[i].sentence)
            continue;
        facts_start(&f, false);
        facts_want(&f, real[i].file);
        facts_want_rest(&f);
        facts_enter(&f, false);
        facts_are_whole(&f);
        facts_end(&f);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        cmocka_unit_test(f1_a_body_in_a_river_is_remains_and_findings_and_no_act),
        cmocka_unit_test(f2_taking_the_body_away_is_an_event_that_follows_another),
        cmocka_unit_test(f3_up_to_eight_men_in_a_cell_stay_a_bound_per_cell),
        cmocka_unit_test(f4_two_victims_of_one_search_have_an_act_each),
        cmocka_unit_test(f5_all_hospitals_are_all_of_a_set_without_a_list),
        cmocka_unit_test(f6_at_least_a_thousand_needs_no_author_and_no_upper_bound),
        cmocka_unit_test(f7_several_soldiers_have_no_number_and_an_opinion_is_no_finding),
        cmocka_unit_test(f8_around_ten_is_preferred_to_ten_and_both_stand),
        cmocka_unit_test(f9_last_month_is_relative_to_the_day_it_was_said),
        cmocka_unit_test(f10_graves_lie_by_a_plant_opposite_a_station),
        cmocka_unit_test(f11_who_declines_to_confirm_says_neither_yes_nor_no),
        cmocka_unit_test(f12_a_denial_stands_about_the_allegation_it_denies),
        cmocka_unit_test(all_twelve_go_in_at_once_and_backwards),
        cmocka_unit_test(a_real_archive_takes_in_no_fact_that_must_be_sealed),
        cmocka_unit_test(a_real_archive_takes_in_the_facts_without_witnesses),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
