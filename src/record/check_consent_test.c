#include "record/check_test_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const known[][2] = {
    {"witness", "{'kind':'entity','entity':'person'}"},
    {"mother", "{'kind':'entity','entity':'person'}"},
    {"shelter", "{'kind':'entity','entity':'group'}"},
    {"village", "{'kind':'entity','entity':'place'}"},
    {"act", "{'kind':'entity','entity':'act'}"},
    {"talk", "{'kind':'entity','entity':'interview'}"},
    {"c", "{'kind':'consent'}"},
    {"o", "{'kind':'object'}"},
    {"q", "{'kind':'passage'}"},
};

#define EXPLAINED                                                                        \
    "'risks_explained':'r','alternatives_explained':'a','withdrawal_explained':'w',"     \
    "'cannot_undo':'u',"
#define USE "'purposes':['documentation'],'recipients':['own_team'],'may_use':['words'],"
#define HOW "'lang':'uk','form':'written','on':'2024-05-01',"
#define WHOLE "{'kind':'consent','person':'@witness'," EXPLAINED USE HOW

struct check_case {
    const char *statement;
    const char *message; /* NULL: it is taken in */
};

static struct value statement_of(struct world *world, const char *text)
{
    char quoted[2048];
    size_t len = 0;

    for (; text[len]; len++) {
        quoted[len] = text[len];
        if (text[len] == '\'')
            quoted[len] = '"';
    }
    return world_value(world, arena_str(&world->arena, (struct str){quoted, len}));
}

static void run(const struct check_case *cases, size_t count, bool is_synthetic)
{
    struct world *world = calloc(1, sizeof *world);
    struct check_context context;

    assert_non_null(world);
    context = world_context(world, is_synthetic);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct value v = statement_of(world, known[i][1]);

        world_add(world, str_from_c(known[i][0]), &v);
    }
    for (size_t i = 0; i < count; i++) {
        const struct value v = statement_of(world, cases[i].statement);
        struct err err = {0};
        enum err_code code = check_statement(&context, &v, &err);

        if (!cases[i].message && code != ERR_OK)
            fail_msg("%s: refused: %s", cases[i].statement, err.message);
        if (cases[i].message &&
            (code == ERR_OK ||
             str_find_str(str_from_c(err.message), str_from_c(cases[i].message)) ==
                 strlen(err.message)))
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].statement, err.message,
                     cases[i].message);
    }
    arena_free(&world->arena);
    free(world);
}

#define RUN(cases) run(cases, sizeof(cases) / sizeof(cases)[0], true)

static void whole_consent_is_taken_in(void **state)
{
    static const struct check_case cases[] = {
        {WHOLE "'adult':true}", NULL},
        {WHOLE "'adult':true,'interview':'@talk','interpreter':'somebody',"
               "'object':'#o','until':'2026-05','conditions':'not the village',"
               "'earlier_accounts':'to the police','referral':'offered',"
               "'promises':[{'what':'a copy','due':'2024-08','to':'her'}],"
               "'contact':{'how':'a neighbour','when_safe':'mornings'},"
               "'supersedes':%c,'seal':'witness','given_by':'next_of_kin'}",
         NULL},
        {WHOLE "'child':{'guardian':'@mother','relation':'mother','assent':'given'}}",
         NULL},
        {WHOLE "'child':{'guardian':'@shelter','relation':'guardian',"
               "'assent':'too_young'}}",
         NULL},
        {"{'kind':'consent','withdraws':%c,'on':'2025-01-01','by_whom':'person',"
         "'scope':'all','words':'stop','seal':'witness'}",
         NULL},
        {"{'kind':'consent','withdraws':%c,'on':'2025-01-01','by_whom':'person',"
         "'scope':'purposes','purposes':['journalism']}",
         NULL},
        {"{'kind':'consent','withdraws':%c,'on':'2025-01-01','by_whom':'guardian',"
         "'scope':'recipients','recipients':['media',{'words':'a paper'}]}",
         NULL},
        {"{'kind':'consent','kept':%c,'promise':1,'on':'2024-07-02'}", NULL},
    };

    (void)state;
    RUN(cases);
}

static void what_was_not_explained_was_not_agreed_to(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'consent'}", "say whose consent it is"},
        {"{'kind':'consent','person':'@witness','alternatives_explained':'a'," USE HOW
         "'adult':true}",
         "say which risks were explained"},
        {"{'kind':'consent','person':'@witness','risks_explained':'r'," USE HOW
         "'adult':true}",
         "say which other ways were explained"},
        {"{'kind':'consent','person':'@witness','risks_explained':'r',"
         "'alternatives_explained':'a'," USE HOW "'adult':true}",
         "say how the person was told to take it back"},
        {"{'kind':'consent','person':'@witness','risks_explained':'r',"
         "'alternatives_explained':'a','withdrawal_explained':'w'," USE HOW
         "'adult':true}",
         "cannot undo"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED HOW "'adult':true}",
         "say what for"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED
         "'purposes':['statistics']," HOW "'adult':true}",
         "say who may get it"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED
         "'purposes':['statistics'],'recipients':['media']," HOW "'adult':true}",
         "say what may be used"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED USE
         "'form':'written','on':'2024','adult':true}",
         "in which language"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED USE
         "'lang':'uk','on':'2024','adult':true}",
         "say how it was given"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED USE
         "'lang':'uk','form':'written','adult':true}",
         "on which day"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED USE
         "'lang':'uk','form':'oral_witnessed','on':'2024','adult':true}",
         "needs the \"witness\""},
    };

    (void)state;
    RUN(cases);
}

static void a_child_needs_a_guardian_and_its_own_word(void **state)
{
    static const struct check_case cases[] = {
        {WHOLE "'note':'n'}", "say that the person is of age"},
        {WHOLE "'adult':true,'child':{'guardian':'@mother','relation':'mother',"
               "'assent':'given'}}",
         "not both"},
        {WHOLE "'child':{'relation':'mother','assent':'given'}}",
         "a child needs a \"guardian\""},
        {WHOLE "'child':{'guardian':'@mother','assent':'given'}}",
         "what the guardian is"},
        {WHOLE "'child':{'guardian':'@mother','relation':'mother'}}",
         "what the child itself said"},
        {WHOLE "'child':{'guardian':'@mother','relation':'mother','assent':'maybe'}}",
         "\"maybe\" is not a term of \"child_assent\""},
        {WHOLE "'child':{'guardian':'@village','relation':'mother','assent':'given'}}",
         "is of kind place"},
    };

    (void)state;
    RUN(cases);
}

static void members_of_consent_have_their_shapes(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'consent','person':'@act'," EXPLAINED USE HOW "'adult':true}",
         "is of kind act"},
        {"{'kind':'consent','person':'@witness'," EXPLAINED
         "'purposes':['anything'],'recipients':['media'],'may_use':['words']," HOW
         "'adult':true}",
         "\"anything\" is not a term of \"consent_purpose\""},
        {"{'kind':'consent','person':'@witness'," EXPLAINED
         "'purposes':['statistics'],'recipients':['a paper'],'may_use':['words']," HOW
         "'adult':true}",
         "\"a paper\" is not a term of \"consent_recipient\""},
        {"{'kind':'consent','person':'@witness'," EXPLAINED
         "'purposes':['statistics'],'recipients':['media'],'may_use':['soul']," HOW
         "'adult':true}",
         "\"soul\" is not a term of \"consent_part\""},
        {WHOLE "'adult':true,'until':'2020'}", "\"until\" is before \"on\""},
        {WHOLE "'adult':true,'until':{'words':'some day'}}", "not words alone"},
        {WHOLE "'adult':true,'promises':[{'what':'a copy'}]}", "by when"},
        {WHOLE "'adult':true,'promises':['a copy']}", "a list of objects"},
        {WHOLE "'adult':true,'contact':{'how':'telephone'}}", "when that is safe"},
        {WHOLE "'adult':true,'supersedes':%q}", "is of kind passage"},
        {WHOLE "'adult':true,'interview':'@act'}", "is of kind act"},
        {"{'kind':'consent','withdraws':%c,'on':'2025','scope':'all'}",
         "\"by_whom\" is missing"},
        {"{'kind':'consent','withdraws':%q,'on':'2025','by_whom':'person',"
         "'scope':'all'}",
         "is of kind passage"},
        {"{'kind':'consent','withdraws':%c,'on':'2025','by_whom':'person',"
         "'scope':'purposes'}",
         "names \"purposes\" where its scope is"},
        {"{'kind':'consent','withdraws':%c,'on':'2025','by_whom':'person',"
         "'scope':'all','recipients':['media']}",
         "names \"recipients\" where its scope is"},
        {"{'kind':'consent','kept':%c,'on':'2025'}", "\"promise\" is missing"},
    };

    (void)state;
    RUN(cases);
}

static void consent_never_stands_open_in_a_real_archive(void **state)
{
    static const struct check_case cases[] = {
        {WHOLE "'adult':true}", "cannot take in consent"},
        {WHOLE "'adult':true,'seal':'witness'}", "cannot take in what must be sealed"},
        {"{'kind':'consent','withdraws':%c,'on':'2025-01-01','by_whom':'person',"
         "'scope':'all'}",
         "cannot take in consent"},
    };

    (void)state;
    run(cases, sizeof cases / sizeof cases[0], false);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_consent_is_taken_in),
        cmocka_unit_test(what_was_not_explained_was_not_agreed_to),
        cmocka_unit_test(a_child_needs_a_guardian_and_its_own_word),
        cmocka_unit_test(members_of_consent_have_their_shapes),
        cmocka_unit_test(consent_never_stands_open_in_a_real_archive),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
