#include "record/world_testing.h"

#include "record/gate.h"

static struct world w;
static struct view all;
static int64_t today;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    today = 20000; /* 2024-10-04 */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ' stands for ". */
static struct ref say(const char *text)
{
    char json[2048];
    size_t len = 0;
    struct ref ref;

    for (; text[len]; len++) {
        json[len] = text[len];
        if (text[len] == '\'')
            json[len] = '"';
    }
    json[len] = '\0';
    ref = world_say(&w, json);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
    return ref;
}

static struct gate_answer ask_item(struct gate_item item, const char *purpose,
                                   const char *recipient)
{
    const struct gate_question question = {str_from_c(purpose), str_from_c(recipient),
                                           today};
    struct gate_answer answer = {0};

    if (gate_ask(&answer, &w.arena, w.index, all, &question, &item, 1, &w.err) != ERR_OK)
        fail_msg("%s", w.err.message);
    return answer;
}

static struct gate_answer ask(const char *name, const char *purpose,
                              const char *recipient)
{
    return ask_item((struct gate_item){GATE_STATEMENT, world_ref(&w, name), {0}}, purpose,
                    recipient);
}

static void assert_allowed(struct gate_answer answer)
{
    if (answer.count > 0)
        fail_msg("refused for ground %d", (int)answer.refusals[0].ground);
}

static void assert_refused(struct gate_answer answer, enum gate_ground ground,
                           const char *person)
{
    assert_true(answer.count > 0);
    assert_int_equal(answer.refusals[0].ground, ground);
    if (person)
        assert_true(str_equal(answer.refusals[0].person, world_id(&w, person)));
}

/* Two witnesses, an official, somebody by role; an interview, a paper; what they said. */
static void say_everything(void)
{
    static const char *const said[] = {
        "{'kind':'archive','format':1}",
        "{'kind':'entity','id':'anna','entity':'person','label':'a woman'}",
        "{'kind':'entity','id':'petro','entity':'person'}",
        "{'kind':'entity','id':'mayor','entity':'person','class':'public_official'}",
        "{'kind':'entity','id':'vet','entity':'person','class':'role','label':'a vet'}",
        "{'kind':'entity','id':'folk','entity':'people','label':'fishermen'}",
        "{'kind':'entity','id':'talk','entity':'interview'}",
        "{'kind':'entity','id':'talk2','entity':'interview'}",
        "{'kind':'entity','id':'paper','entity':'source','class':'newspaper'}",
        "{'kind':'entity','id':'letter','entity':'source','class':'letter'}",
        "{'kind':'entity','id':'body','entity':'remains'}",
        "{'kind':'entity','id':'list','entity':'list'}",
        "{'kind':'entity','id':'row1','entity':'person','list':'list','row':'1'}",
        "{'kind':'claim','id':'asked','about':'talk','property':'interviewee',"
        "'value':'anna','passage':'q_paper'}",
        "{'kind':'passage','id':'q','source':'talk','words':'w'}",
        "{'kind':'passage','id':'q_paper','source':'paper','words':'w',"
        "'chain':[{'who':'vet','knows':'told','link':'stated'},"
        "{'who':'mayor','knows':'told','link':'stated'},"
        "{'who':'folk','knows':'told','link':'stated'}]}",
        "{'kind':'passage','id':'q_letter','source':'letter','words':'w',"
        "'chain':[{'who':'vet','knows':'told','link':'stated'}]}",
        "{'kind':'claim','id':'found','about':'body','property':'condition',"
        "'value':{'term':'burnt'},'passage':'q'}",
        "{'kind':'claim','id':'printed','about':'body','property':'condition',"
        "'value':{'term':'burnt'},'passage':'q_paper'}",
        "{'kind':'claim','id':'named','about':'anna','property':'name',"
        "'value':{'written':'x'},'passage':'q'}",
        "{'kind':'claim','id':'lives','about':'mayor','property':'residence',"
        "'value':'there','passage':'q_paper'}",
        "{'kind':'claim','id':'rules','about':'mayor','property':'name',"
        "'value':{'written':'x'},'passage':'q_paper'}",
        "{'kind':'claim','id':'with','about':'body','property':'found_at',"
        "'value':{'relation':'near','anchor':'folk'},'passage':'q_paper',"
        "'qualifiers':{'by':'petro'}}",
        "{'kind':'claim','id':'deny','about':'found','property':'stance',"
        "'value':{'term':'denies'},'passage':'q_paper'}",
        "{'kind':'claim','id':'so','about':'body','property':'condition',"
        "'value':{'term':'burnt'},'basis':'inferred','premises':['found']}",
        "{'kind':'assess','id':'z','of':['found'],'status':'accepted','reason':'r'}",
        "{'kind':'claim','id':'listed','about':'row1','property':'sex',"
        "'value':{'term':'male'}}",
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        (void)say(said[i]);
}

#define AGREED(id, person, rest)                                                         \
    "{'kind':'consent','id':'" id "','person':'" person "','on':'2024-01-01',"           \
    "'purposes':['documentation','journalism'],'recipients':['own_team','media',"        \
    "{'words':'Center X'}],'may_use':['words']" rest "}"

static void who_never_agreed_is_not_given_away(void **state)
{
    (void)state;
    say_everything();
    assert_refused(ask("q", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("found", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("named", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("anna", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("talk", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("asked", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("with", "documentation", "own_team"), GATE_NO_CONSENT, "petro");
}

static void what_rests_on_their_words_is_theirs(void **state)
{
    (void)state;
    say_everything();
    assert_refused(ask("deny", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("so", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
    assert_refused(ask("z", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
}

static void officials_roles_and_groups_are_not_asked(void **state)
{
    (void)state;
    say_everything();
    assert_allowed(ask("q_paper", "", ""));
    assert_allowed(ask("printed", "", ""));
    assert_allowed(ask("rules", "", ""));
    assert_allowed(ask("folk", "", ""));
    assert_allowed(ask("mayor", "", ""));
    assert_allowed(ask("vet", "", ""));
    assert_allowed(ask("body", "", ""));
    assert_int_equal(ask("printed", "", "").persons, 0);
    /* But for where they live, and words that nobody published. */
    assert_refused(ask("lives", "", ""), GATE_NO_CONSENT, "mayor");
    assert_refused(ask("q_letter", "", ""), GATE_NO_CONSENT, "vet");
}

static void consent_covers_what_it_says_and_no_more(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna", ""));
    assert_allowed(ask("q", "documentation", "own_team"));
    assert_allowed(ask("found", "journalism", "media=A Paper"));
    assert_allowed(ask("found", "journalism", "center x"));
    assert_int_equal(ask("found", "journalism", "media").persons, 1);
    assert_refused(ask("q", "advocacy", "own_team"), GATE_PURPOSE, "anna");
    assert_refused(ask("q", "", ""), GATE_PURPOSE, "anna");
    assert_refused(ask("q", "journalism", "public"), GATE_RECIPIENT, "anna");
    assert_refused(ask("q", "journalism", "Center Y"), GATE_RECIPIENT, "anna");
    assert_refused(ask("q", "journalism", ""), GATE_RECIPIENT, "anna");
    assert_refused(ask("named", "documentation", "own_team"), GATE_PART, "anna");
    assert_int_equal(ask("named", "documentation", "own_team").refusals[0].parts,
                     GATE_NAME);
    assert_refused(ask("anna", "documentation", "own_team"), GATE_PART, "anna");
    /* Somebody else's consent is nobody's. */
    assert_refused(ask("with", "documentation", "own_team"), GATE_NO_CONSENT, "petro");
}

static void everybody_is_everybody(void **state)
{
    (void)state;
    say_everything();
    (void)say("{'kind':'consent','id':'a','person':'anna','on':'2024-01-01',"
              "'purposes':['journalism'],'recipients':['public','lawyer'],"
              "'may_use':['words']}");
    assert_allowed(ask("q", "journalism", "media"));
    (void)say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-02-01',"
              "'scope':'recipients','recipients':['public']}");
    assert_refused(ask("q", "journalism", "media"), GATE_RECIPIENT, "anna");
    assert_allowed(ask("q", "journalism", "lawyer"));
}

static void what_was_taken_back_is_not_given(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna", ""));
    (void)say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-02-01',"
              "'scope':'purposes','purposes':['journalism']}");
    assert_allowed(ask("q", "documentation", "own_team"));
    assert_refused(ask("q", "journalism", "media"), GATE_WITHDRAWN, "anna");
    (void)say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-02-02',"
              "'scope':'recipients','recipients':['media']}");
    assert_refused(ask("q", "documentation", "media=A Paper"), GATE_WITHDRAWN, "anna");
    assert_allowed(ask("q", "documentation", "own_team"));
    (void)say("{'kind':'consent','id':'stop','withdraws':{'c':'','s':'a'},"
              "'on':'2024-02-03','scope':'all'}");
    assert_refused(ask("q", "documentation", "own_team"), GATE_WITHDRAWN, "anna");
    assert_int_equal(ask("q", "documentation", "own_team").refusals[0].consent.n,
                     world_ref(&w, "stop").n);
    assert_int_equal(ask("q", "documentation", "own_team").refusals[0].day, 19756);
    /* Whoever agrees again has agreed. */
    (void)say(AGREED("again", "anna", ""));
    assert_allowed(ask("q", "documentation", "own_team"));
}

static void a_renewal_takes_the_place_of_what_it_renews(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna", ""));
    (void)say("{'kind':'consent','id':'b','person':'anna','on':'2024-06-01',"
              "'purposes':['statistics'],'recipients':['own_team'],'may_use':['words'],"
              "'supersedes':{'c':'','s':'a'}}");
    assert_allowed(ask("q", "statistics", "own_team"));
    assert_refused(ask("q", "documentation", "own_team"), GATE_PURPOSE, "anna");
    /* A withdrawal of the old one, of a day before, does not reach the new ... */
    (void)say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-05-01',"
              "'scope':'all'}");
    assert_allowed(ask("q", "statistics", "own_team"));
    /* ... and one written elsewhere that day or later does. */
    (void)say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-06-01',"
              "'scope':'all'}");
    assert_refused(ask("q", "statistics", "own_team"), GATE_WITHDRAWN, "anna");
}

static void consent_ends_with_its_day(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna", ",'until':'2024-10'"));
    assert_allowed(ask("q", "documentation", "own_team"));
    today = 20027; /* 2024-10-31 */
    assert_allowed(ask("q", "documentation", "own_team"));
    today = 20028;
    assert_refused(ask("q", "documentation", "own_team"), GATE_EXPIRED, "anna");
    assert_int_equal(ask("q", "documentation", "own_team").refusals[0].day, 20027);
}

static void a_child_that_refused_has_refused(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna",
                     ",'child':{'guardian':'petro','relation':'father',"
                     "'assent':'refused'}"));
    assert_refused(ask("q", "documentation", "own_team"), GATE_CHILD, "anna");
    (void)say(AGREED("b", "anna",
                     ",'child':{'guardian':'petro','relation':'father',"
                     "'assent':'given'},'supersedes':{'c':'','s':'a'}"));
    assert_allowed(ask("q", "documentation", "own_team"));
}

static void another_interview_is_another_consent(void **state)
{
    (void)state;
    say_everything();
    (void)say(AGREED("a", "anna", ",'interview':'talk2'"));
    assert_refused(ask("q", "documentation", "own_team"), GATE_OTHER_INTERVIEW, "anna");
    (void)say(AGREED("b", "anna", ",'interview':'talk'"));
    assert_allowed(ask("q", "documentation", "own_team"));
}

static void a_list_for_everybody_needs_nobody(void **state)
{
    (void)state;
    say_everything();
    assert_refused(ask("listed", "", ""), GATE_NO_CONSENT, "row1");
    (void)say("{'kind':'claim','id':'open','about':'list','property':'sharing',"
              "'value':{'term':'public'}}");
    assert_allowed(ask("listed", "", ""));
    (void)say("{'kind':'withdraw','of':{'c':'','s':'open'},'reason':'typing_error'}");
    assert_refused(ask("listed", "", ""), GATE_NO_CONSENT, "row1");
}

#define SHA "00000000000000000000000000000000000000000000000000000000000000ff"

static void an_object_is_of_whom_it_shows(void **state)
{
    const struct gate_item item = {GATE_OBJECT, REF_NONE, STR(SHA)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.mp4'}");
    assert_allowed(ask_item(item, "", ""));
    (void)say("{'kind':'entity','id':'film','entity':'item'}");
    (void)say("{'kind':'claim','about':'film','property':'object_kept','value':'" SHA
              "'}");
    (void)say("{'kind':'claim','about':'film','property':'depicts','value':'petro'}");
    assert_refused(ask_item(item, "", ""), GATE_NO_CONSENT, "petro");
    assert_refused(ask("o", "", ""), GATE_NO_CONSENT, "petro");
    (void)say(AGREED("a", "petro", ""));
    assert_refused(ask_item(item, "documentation", "own_team"), GATE_PART, "petro");
    assert_int_equal(ask_item(item, "documentation", "own_team").refusals[0].parts,
                     GATE_IMAGE);
}

static void an_object_is_of_whom_it_records(void **state)
{
    const struct gate_item item = {GATE_OBJECT, REF_NONE, STR(SHA)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.wav'}");
    (void)say("{'kind':'claim','about':'talk','property':'recording','value':'" SHA "'}");
    (void)say(AGREED("a", "anna", ""));
    assert_refused(ask_item(item, "documentation", "own_team"), GATE_PART, "anna");
    assert_int_equal(ask_item(item, "documentation", "own_team").refusals[0].parts,
                     GATE_VOICE);
}

#define SHA_OF_TEXT "00000000000000000000000000000000000000000000000000000000000000ee"

static void a_text_is_of_whom_its_file_records(void **state)
{
    const struct gate_item by_hash = {GATE_OBJECT, REF_NONE, STR(SHA_OF_TEXT)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.wav'}");
    (void)say("{'kind':'claim','about':'talk','property':'recording','value':'" SHA "'}");
    (void)say("{'kind':'derived','id':'t','of':'o','sha256':'" SHA_OF_TEXT
              "','size':1,'how':'transcript','type':'text/plain'}");
    assert_refused(ask("t", "", ""), GATE_NO_CONSENT, "anna");
    assert_refused(ask_item(by_hash, "", ""), GATE_NO_CONSENT, "anna");
}

static void a_table_is_of_whom_its_rows_name(void **state)
{
    const struct gate_item item = {GATE_OBJECT, REF_NONE, STR(SHA)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.csv'}");
    assert_allowed(ask_item(item, "", ""));
    (void)say("{'kind':'import','source':'o','list':'list','version':'1'}");
    assert_refused(ask_item(item, "", ""), GATE_NO_CONSENT, "row1");
    (void)say("{'kind':'claim','about':'list','property':'sharing',"
              "'value':{'term':'public'}}");
    assert_allowed(ask_item(item, "", ""));
}

static void an_object_is_of_whose_words_stand_in_it(void **state)
{
    const struct gate_item item = {GATE_OBJECT, REF_NONE, STR(SHA)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.txt'}");
    (void)say("{'kind':'passage','source':'talk','words':'w','locator':{'object':'o'}}");
    assert_refused(ask_item(item, "", ""), GATE_NO_CONSENT, "anna");
}

static void the_paper_of_a_consent_names_who_signed(void **state)
{
    const struct gate_item item = {GATE_OBJECT, REF_NONE, STR(SHA)};

    (void)state;
    say_everything();
    (void)say("{'kind':'object','id':'o','sha256':'" SHA "','size':1,'name':'a.jpg'}");
    (void)say(AGREED("a", "anna", ",'object':'o','contact':{'how':'h','when_safe':'s'}"));
    assert_refused(ask_item(item, "documentation", "own_team"), GATE_PART, "anna");
    assert_refused(ask("a", "documentation", "own_team"), GATE_PART, "anna");
    assert_true(ask("a", "documentation", "own_team").refusals[0].parts & GATE_CONTACT);
}

static void what_cannot_be_read_may_be_of_anybody(void **state)
{
    struct ref sealed;
    struct gate_answer answer;

    (void)state;
    say_everything();
    sealed = world_seal(&w);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
    answer = ask_item((struct gate_item){GATE_STATEMENT, sealed, {0}}, "", "");
    assert_refused(answer, GATE_UNREADABLE, NULL);
    /* Whom no statement makes that can be read here. */
    (void)say("{'kind':'claim','id':'x','about':'@hidden','property':'sex',"
              "'value':{'term':'female'},'passage':'q_paper'}");
    assert_refused(ask("x", "", ""), GATE_NO_CONSENT, "@hidden");
    /* Neither a member nor a compartment is a person. */
    (void)say("{'kind':'device','id':'d','members':['@m'],'compartment':'@c'}");
    assert_allowed(ask("d", "", ""));
}

static void an_earlier_state_knows_no_later_consent(void **state)
{
    struct view before;

    (void)state;
    say_everything();
    before = all;
    (void)say(AGREED("a", "anna", ""));
    assert_allowed(ask("q", "documentation", "own_team"));
    all = before;
    assert_refused(ask("q", "documentation", "own_team"), GATE_NO_CONSENT, "anna");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_never_agreed_is_not_given_away),
        TEST(what_rests_on_their_words_is_theirs),
        TEST(officials_roles_and_groups_are_not_asked),
        TEST(consent_covers_what_it_says_and_no_more),
        TEST(everybody_is_everybody),
        TEST(what_was_taken_back_is_not_given),
        TEST(a_renewal_takes_the_place_of_what_it_renews),
        TEST(consent_ends_with_its_day),
        TEST(a_child_that_refused_has_refused),
        TEST(another_interview_is_another_consent),
        TEST(a_list_for_everybody_needs_nobody),
        TEST(an_object_is_of_whom_it_shows),
        TEST(an_object_is_of_whom_it_records),
        TEST(a_text_is_of_whom_its_file_records),
        TEST(a_table_is_of_whom_its_rows_name),
        TEST(an_object_is_of_whose_words_stand_in_it),
        TEST(the_paper_of_a_consent_names_who_signed),
        TEST(what_cannot_be_read_may_be_of_anybody),
        TEST(an_earlier_state_knows_no_later_consent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
