#include "record/world_testing.h"

#include "sheet/passage_text.h"
#include "sheet/value_text.h"

static struct world w;
static struct labels labels;
static struct phrase phrase;
static struct buf out;

/* Single quotes keep the tables readable. */
static const char *with_quotes(char *json)
{
    for (char *c = json; *c; c++)
        if (*c == '\'')
            *c = '"';
    return json;
}

static int set_up(void **state)
{
    static const char *const entities[] = {
        "{'kind':'archive'}",
        "{'kind':'entity','id':'izium','entity':'place','class':'settlement',"
        "'label':'Izium'}",
        "{'kind':'entity','id':'water','entity':'place','class':'river'}",
        "{'kind':'entity','id':'x','entity':'people','label':'the dead'}",
        "{'kind':'entity','id':'troops','entity':'people','label':'soldiers'}",
        "{'kind':'entity','id':'child','entity':'person','label':'дитина'}",
        "{'kind':'entity','id':'e4','entity':'event','class':'house_search',"
        "'label':'a search'}",
        "{'kind':'entity','id':'a1','entity':'act','class':'torture'}",
        "{'kind':'entity','id':'s1','entity':'source','class':'newspaper',"
        "'label':'a paper'}",
        "{'kind':'claim','about':'a1','property':'involvement','value':'troops',"
        "'qualifiers':{'degree':'direct'}}",
    };

    (void)state;
    world_open(&w);
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        char json[256];

        (void)snprintf(json, sizeof json, "%s", entities[i]);
        (void)world_say(&w, with_quotes(json));
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    labels_release(&labels);
    buf_release(&out);
    world_close(&w);
    return 0;
}

static struct ref say(const char *quoted)
{
    char json[1024];

    (void)snprintf(json, sizeof json, "%s", quoted);
    return world_say(&w, with_quotes(json));
}

static void look(void)
{
    struct additions *additions;

    labels = (struct labels){.arena = &w.arena, .index = w.index};
    phrase = (struct phrase){.labels = &labels};
    assert_int_equal(frontier_now(&labels.view, &w.arena, w.index, &w.err), ERR_OK);
    assert_int_equal(additions_read(&additions, &w.arena, w.index, labels.view, &w.err),
                     ERR_OK);
    labels.additions = additions;
}

/* Short ids differ by entity: they are cut out so that the table stays readable. */
static const char *taken(void)
{
    static char text[2048];
    size_t len = 0;

    for (size_t i = 0; i < out.len && len + 1 < sizeof text; i++) {
        bool is_id = i + 10 < out.len && out.ptr[i] == '(' && out.ptr[i + 5] == '-' &&
                     out.ptr[i + 10] == ')';

        text[len++] = out.ptr[i];
        if (is_id) {
            text[len - 1] = '#';
            i += 10;
        }
    }
    text[len] = '\0';
    buf_reset(&out);
    return text;
}

static void check(const char *rest, const char *expected)
{
    char json[700];
    struct claim_row claim;
    struct ref ref;

    (void)snprintf(json, sizeof json, "{'kind':'claim','about':'x',%s}", rest);
    ref = say(json);
    look();
    assert_int_equal(query_claim(&claim, &w.arena, w.index, ref, &w.err), ERR_OK);
    assert_int_equal(labels_add_all(&labels, &claim.value, &w.err), ERR_OK);
    assert_int_equal(labels_add_all(&labels, claim.qualifiers, &w.err), ERR_OK);
    value_text_whole(&out, &phrase, &claim);
    assert_string_equal(taken(), expected);
    labels_release(&labels);
}

struct wording {
    const char *rest;
    const char *words;
};

static void check_all(const struct wording *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(cases[i].rest, cases[i].words);
}

#define CHECK_ALL(cases) check_all((cases), sizeof(cases) / sizeof(cases)[0])

static void says_counts(void **state)
{
    static const struct wording cases[] = {
        {"'property':'count','value':{'exact':1,'unit':'body'}", "1 body"},
        {"'property':'number','value':{'lower':1000,'unit':'person',"
         "'words':'no fewer than 1,000'}",
         "at least 1,000 persons (“no fewer than 1,000”)"},
        {"'property':'occupancy','value':{'lower':8,'upper':15,'unit':'person',"
         "'per':'cell','at':'one_time','words':'eight to fifteen'}",
         "8 to 15 persons per cell at one time (“eight to fifteen”)"},
        {"'property':'occupancy','value':{'upper':8,'unit':'person','per':'cell'}",
         "at most 8 persons per cell"},
        {"'property':'count','value':{'about':10,'words':'around ten','unit':'body'}",
         "about 10 bodies (“around ten”)"},
        {"'property':'count','value':{'words':'several','unit':'body'}",
         "“several” (no number given; of bodies)"},
        {"'property':'number','value':{'words':'many more','more_than':'izium',"
         "'unit':'person'}",
         "“many more” (no number given; of persons), more than of “Izium” #"},
        {"'property':'number','value':{'exact':4}", "4"},
        {"'property':'number','value':{'exact':5,'lower':3,'unit':'person'}",
         "5, bounds: at least 3 persons"},
        {"'property':'population','value':{'about':50000,'unit':'person',"
         "'as_of':'2021'}",
         "about 50,000 persons, as of 2021"},
        {"'property':'counted','value':{'unit':'person','status':'civilian',"
         "'criterion':'killed','territory':'izium','period':{'edtf':'2022-03/2022-09'},"
         "'as_of':{'edtf':'2022-09-15~'}}",
         "persons, civilian; criterion: killed; territory: “Izium” #; period: between "
         "March and September 2022; as of about 15 September 2022"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void says_measures_and_dates(void **state)
{
    static const struct wording cases[] = {
        {"'property':'age','value':{'exact':9,'unit':'year','on':'e4'}",
         "9 years at the time of “a search” #"},
        {"'property':'age','value':{'lower':20,'upper':29,'unit':'year',"
         "'words':'in their twenties'}",
         "20 to 29 years (“in their twenties”)"},
        {"'property':'duration','value':{'words':'for weeks','unit':'week'}",
         "“for weeks” (no number given; of weeks)"},
        {"'property':'stature','value':{'about':'1.75','unit':'m'}", "about 1.75 metres"},
        {"'property':'found_when','value':{'edtf':'2022-02-24/2022-08-31',"
         "'words':'not stated'}",
         "some time between 24 February and 31 August 2022 (the source does not say)"},
        {"'property':'when','value':{'words':'last month','relative_to':'uttered',"
         "'edtf':'2022-08'}",
         "August 2022 (“last month”), reckoned from when it was said"},
        {"'property':'published','value':'2022-09-14'", "on 14 September 2022"},
        {"'property':'when','value':{'words':'at dawn'}", "“at dawn”"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void says_places_and_terms(void **state)
{
    static const struct wording cases[] = {
        {"'property':'found_at','value':{'relation':'in','anchor':'water'}",
         "in unnamed place, river #"},
        {"'property':'position','value':{'relation':'near','anchor':'izium',"
         "'words':'a nearby river','precision_m':null}",
         "near “Izium” # (“a nearby river”), nobody knows how precisely"},
        {"'property':'position','value':{'relation':'inside','words':'their gardens',"
         "'anchor':'not_stated'}",
         "inside “their gardens” (of which place is not stated)"},
        {"'property':'origin','value':{'place':'izium','words':'Izyum'}",
         "“Izium” # (“Izyum”)"},
        {"'property':'coordinates','value':{'lat':'49.2','lon':'37.2',"
         "'precision_m':1000}",
         "49.2, 37.2, to within 1,000 metres; 49°12′00″ N, 37°12′00″ E; MGRS 37U CQ 68 "
         "51"},
        {"'property':'coordinates','value':{'lat':'49.2','lon':'37.2'}",
         "49.2, 37.2, nobody knows how precisely; 49°12′ N, 37°12′ E; MGRS 37U CQ 6 5"},
        /* seven digits are recorded, and three of them count */
        {"'property':'coordinates','value':{'lat':'49.1937125','lon':'37.2762125',"
         "'precision_m':200,'words':'37U CQ 744 504'}",
         "49.194, 37.276, to within 200 metres; 49°11′37″ N, 37°16′34″ E; MGRS 37U CQ "
         "744 "
         "504 (“37U CQ 744 504”)"},
        {"'property':'coordinates','value':{'lat':'49.1937','lon':'37.2762',"
         "'precision_m':12,'from_digits':true}",
         "49.1937, 37.2762, written to within 12 metres; 49°11′37.3″ N, 37°16′34.3″ E; "
         "MGRS "
         "37U CQ 7440 5041"},
        /* beyond the grid */
        {"'property':'coordinates','value':{'lat':'-89.5','lon':'0','precision_m':12000}",
         "-89.5, 0, to within 12,000 metres; 89°30′ S, 0°00′ E"},
        {"'property':'boundary','value':{'polygons':[['37.2 49.2, 37.3 49.2, 37.3 49.3, "
         "37.2 49.3, 37.2 49.2','37.24 49.24, 37.26 49.24, 37.26 49.26, 37.24 49.24'],"
         "['37.4 49.2, 37.5 49.2, 37.45 49.3, 37.4 49.2']],'words':'two fields'}",
         "120 km², latitude 49.2000 to 49.3000, longitude 37.2000 to 37.5000, 10 "
         "points, 2 "
         "polygons, 1 hole (“two fields”)"},
        {"'property':'restraint','value':{'term':'hands_tied'}", "hands tied"},
        {"'property':'restraint','value':{'term':'of_a_later_version'}",
         "of_a_later_version"},
        {"'property':'wound','value':{'term':'gunshot','region':'occiput',"
         "'timing':'not_stated'},'quantifier':'all'",
         "gunshot wound; region of the body: back of the head; time of the injury: not "
         "stated – said of all of them"},
        {"'property':'name','value':{'written':'Ізюм','script':'Cyrl','lang':'uk'}",
         "«Ізюм», script: Cyrillic"},
        {"'property':'publisher','value':'A \\u202e paper'", "A \\u202e paper"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void says_how_it_is_said(void **state)
{
    static const struct wording cases[] = {
        {"'property':'explanation','mode':'negated','value':{'words':'no word'}",
         "SAID NOT TO BE SO: “no word”"},
        {"'property':'sought','mode':'looked_for_not_found','value':{'words':'flags'}",
         "LOOKED FOR AND NOT FOUND: “flags”"},
        {"'property':'whereabouts','mode':'said_unknown'", "SAID TO BE UNKNOWN"},
        {"'property':'whereabouts','mode':'said_unknown','value':{'words':'who knows'}",
         "SAID TO BE UNKNOWN (“who knows”)"},
        {"'property':'buried_at','value':'izium','quantifier':'some',"
         "'qualifiers':{'number':3}",
         "“Izium” # – said of some of them, 3"},
        {"'property':'participant','value':'troops','qualifiers':{'role':'remover'}",
         "alleged: “soldiers” #; role: remover"},
        {"'property':'victim','value':'child','qualifiers':{'by':'izium',"
         "'when':'2022-09','findings_listed':false}",
         "“дитина” #; according to: “Izium” #; findings are listed: no; when: September "
         "2022"},
        {"'property':'victim','value':'not_stated'", "not_stated"},
    };

    (void)state;
    CHECK_ALL(cases);
}

static void check_locator(const char *locator, const char *expected)
{
    char json[400];
    struct passage_row row;
    struct ref ref;

    (void)snprintf(json, sizeof json,
                   "{'kind':'passage','source':'s1','locator':%s,'words':'w'}", locator);
    ref = say(json);
    look();
    assert_int_equal(query_passage(&row, &w.arena, w.index, ref, &w.err), ERR_OK);
    locator_text(&out, &phrase, row.locator);
    assert_string_equal(taken(), expected);
    labels_release(&labels);
}

static void says_where_words_stand(void **state)
{
    (void)state;
    check_locator("{'paragraph':18,'file':'a.txt'}", "paragraph 18 of a.txt");
    check_locator("{'page':3,'line':'4-9'}", "page 3, lines 4 to 9");
    check_locator("{'from_s':10,'until_s':'25.5'}", "from second 10 to 25.5");
    check_locator("{'until_s':5}", "to second 5");
    check_locator("{'sheet':'Лист1','cell':'B7'}", "sheet Лист1, cell B7");
    check_locator("{'part':'headline'}", "headline");
    check_locator("{'frame':1,'region':{'x':1,'y':2,'width':30,'height':40}}",
                  "frame 1, region of 30 × 40 pixels at 1, 2");
}

static void shows_every_hand(void **state)
{
    const struct lines lines = {.out = &out};
    struct passage_row row;
    struct ref ref =
        say("{'kind':'passage','source':'s1','locator':{'paragraph':1},'lang':'uk',"
            "'words':'тіло в річці','uttered':'2022-09',"
            "'translation':{'words':'a body','lang':'en','status':'machine'},"
            "'note':'n','chain':[{'who':'not_stated','knows':'not_stated',"
            "'link':'stated'},{'who':'troops','knows':'heard','link':'inferred',"
            "'note':'why'},{'who':'s1','knows':'interviewed','link':'stated',"
            "'lang':'ru'}]}");

    (void)state;
    look();
    assert_int_equal(query_passage(&row, &w.arena, w.index, ref, &w.err), ERR_OK);
    for (size_t i = 0; i < row.chain_count; i++)
        assert_int_equal(labels_add(&labels, row.chain[i].who, &w.err), ERR_OK);
    passage_text(&lines, 0, &phrase, &row, STR("[1]"));
    assert_string_equal(
        taken(), "[1] «тіло в річці» (Ukrainian)\n"
                 "    translation: “a body” [by machine]\n"
                 "    paragraph 1, in “a paper” #\n"
                 "    uttered September 2022\n"
                 "    hands:\n"
                 "        1 not stated who – how they know is not stated (stated)\n"
                 "      → 2 alleged: “soldiers” # – heard (inferred: why)\n"
                 "      → 3 “a paper” # – interviewed (stated, in Russian)\n"
                 "    note: n\n");
    labels_release(&labels);
}

static void forgets_alleged_after_a_conviction(void **state)
{
    (void)state;
    (void)say("{'kind':'claim','about':'troops','property':'perpetrator_status',"
              "'value':{'term':'convicted'}}");
    check("'property':'participant','value':'troops'", "“soldiers” #");
}

static void cuts_words_between_words(void **state)
{
    struct passage_row row = {.words = STR("some words that are many"),
                              .lang = STR("en")};

    (void)state;
    words_text_short(&out, &phrase, &row, 12);
    assert_string_equal(taken(), "“some words …”");
    words_text_short(&out, &phrase, &row, 80);
    assert_string_equal(taken(), "“some words that are many” (English)");
    row.words = STR("");
    words_text(&out, &phrase, &row);
    assert_string_equal(taken(), "no words: it is seen there, not said");
}

static void calls_additions_by_their_labels(void **state)
{
    struct entity_row boat = {.kind = STR("vessel"), .class_ = STR("barge")};

    (void)state;
    (void)say("{'kind':'schema','add':'term','vocabulary':'restraint','key':'net',"
              "'en':'fishing net','uk':'x'}");
    (void)say("{'kind':'schema','add':'property','key':'gait','en':'way of walking',"
              "'uk':'x','definition':{'about':['people'],'values':['term']}}");
    (void)say("{'kind':'schema','add':'term','vocabulary':'gait','key':'limp',"
              "'en':'limping','uk':'x'}");
    (void)say("{'kind':'schema','add':'kind','key':'vessel','en':'ship or boat',"
              "'uk':'x','definition':{}}");
    (void)say("{'kind':'schema','add':'term','vocabulary':'vessel_class','key':'barge',"
              "'en':'flat boat','uk':'x'}");
    check("'property':'restraint','value':{'term':'net'}", "fishing net");
    check("'property':'gait','value':{'term':'limp','words':'lame'}",
          "limping (\u201clame\u201d)");
    look();
    phrase_property(&out, &phrase, STR("gait"));
    assert_string_equal(taken(), "way of walking");
    phrase_kind(&out, &phrase, &boat);
    assert_string_equal(taken(), "ship or boat, flat boat");
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a count has its bounds, its unit and its words", says_counts, set_up, tear_down,
         0},
        {"measures and dates are said as they are known", says_measures_and_dates, set_up,
         tear_down, 0},
        {"places and terms are called by their names", says_places_and_terms, set_up,
         tear_down, 0},
        {"what is not so and what is not known cannot be missed", says_how_it_is_said,
         set_up, tear_down, 0},
        {"what an archive added is called by its label", calls_additions_by_their_labels,
         set_up, tear_down, 0},
        {"a locator says where to look", says_where_words_stand, set_up, tear_down, 0},
        {"every hand has its line", shows_every_hand, set_up, tear_down, 0},
        {"nobody is alleged whom a court convicted", forgets_alleged_after_a_conviction,
         set_up, tear_down, 0},
        {"a short quotation ends between words", cuts_words_between_words, set_up,
         tear_down, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
