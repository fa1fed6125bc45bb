#include "record/check_test_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Everybody and everything the cases speak of. */
static const char *const known[][2] = {
    {"official", "{'kind':'entity','entity':'person','class':'public_official'}"},
    {"role", "{'kind':'entity','entity':'person','class':'role'}"},
    {"private", "{'kind':'entity','entity':'person'}"},
    {"people", "{'kind':'entity','entity':'people'}"},
    {"group", "{'kind':'entity','entity':'group'}"},
    {"place", "{'kind':'entity','entity':'place'}"},
    {"event", "{'kind':'entity','entity':'event'}"},
    {"act", "{'kind':'entity','entity':'act'}"},
    {"remains", "{'kind':'entity','entity':'remains'}"},
    {"item", "{'kind':'entity','entity':'item'}"},
    {"house", "{'kind':'entity','entity':'property'}"},
    {"list", "{'kind':'entity','entity':'list'}"},
    {"paper", "{'kind':'entity','entity':'source','class':'newspaper'}"},
    {"letter", "{'kind':'entity','entity':'source','class':'letter'}"},
    {"testimony", "{'kind':'entity','entity':'source','class':'witness_statement'}"},
    {"source", "{'kind':'entity','entity':'source'}"},
    {"interview", "{'kind':'entity','entity':'interview'}"},
    {"q", "{'kind':'passage'}"},
    {"q_role", "{'kind':'passage','roles_only':true}"},
    {"c", "{'kind':'claim','property':'count'}"},
    {"c2", "{'kind':'claim','property':'count'}"},
    {"c_age", "{'kind':'claim','property':'age'}"},
    {"z", "{'kind':'decide'}"},
    {"i", "{'kind':'import'}"},
    {"o", "{'kind':'object'}"},
    {"o_sealed", "{'kind':'object','seal':'witnesses'}"},
};

/* ' stands for ", and CLAIM(x) for a claim about remains with members x. */
#define CLAIM(x) "{'kind':'claim','passage':'#q'," x "}"
#define COUNT(x) CLAIM("'about':'@remains','property':'count','value':" x)
#define PASSAGE(x) "{'kind':'passage','source':'@paper','locator':{'page':1}," x "}"
#define LOCATOR(x)                                                                       \
    "{'kind':'passage','source':'@paper','words':'w','lang':'en','locator':" x "}"
#define HEX64 "00000000000000000000000000000000000000000000000000000000000000ff"
#define FEED "psqz2nfrr54h0sv8qh42ysypj9"

struct check_case {
    const char *statement;
    const char *message; /* NULL: it is taken in */
    enum err_code code;  /* 0 with a message: ERR_INVALID */
};

static struct value statement_of(struct world *world, const char *text)
{
    struct str copy = arena_str(&world->arena, str_from_c(text));
    struct buf quoted = {0};
    struct value value;

    for (size_t i = 0; i < copy.len; i++)
        buf_append(&quoted,
                   copy.ptr[i] == '\'' ? STR("\"") : (struct str){copy.ptr + i, 1});
    value = world_value(world, arena_str(&world->arena, buf_str(&quoted)));
    buf_release(&quoted);
    return value;
}

static struct world *world_new(void)
{
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct value v = statement_of(world, known[i][1]);

        world_add(world, str_from_c(known[i][0]), &v);
    }
    return world;
}

static void world_free(struct world *world)
{
    arena_free(&world->arena);
    free(world);
}

/* Which entry rest begins with, as id or as reference; *len is how long that is. */
static size_t named_at(size_t *len, struct world *world, struct str rest)
{
    for (size_t k = world->count; k-- > 0;) {
        const struct str names[] = {world_id(world, k), world_ref(world, k)};

        for (size_t n = 0; n < 2; n++) {
            *len = names[n].len;
            if (str_starts_with(rest, names[n]))
                return k;
        }
    }
    *len = 1;
    return world->count;
}

/* Ids and references in messages are random to a reader: put the names back. */
static const char *with_names(struct world *world, const char *message)
{
    struct str rest = str_from_c(message);
    struct buf out = {0};
    struct str text;
    size_t len;

    while (rest.len > 0) {
        const size_t k = named_at(&len, world, rest);

        if (k < world->count)
            buf_append(&out, world->entries[k].name);
        else
            buf_append(&out, rest.ptr[0] == '"' ? STR("'") : str_prefix(rest, 1));
        rest = str_after(rest, len);
    }
    text = arena_str(&world->arena, buf_str(&out));
    buf_release(&out);
    return text.ptr;
}

static void run(const struct check_case *cases, size_t count, bool is_synthetic)
{
    struct world *world = world_new();
    const struct check_context context = world_context(world, is_synthetic);
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        const struct value statement = statement_of(world, cases[i].statement);
        struct err err = {0};
        const enum err_code code = check_statement(&context, &statement, &err);
        const char *said = code == ERR_OK ? "" : with_names(world, err.message);
        const char *want = cases[i].message ? cases[i].message : "";
        const enum err_code want_code = !cases[i].message ? ERR_OK
                                        : cases[i].code   ? cases[i].code
                                                          : ERR_INVALID;

        if (code == want_code && str_equal(str_from_c(said), str_from_c(want)))
            continue;
        print_message("# %s\n#   says  %s\n#   wants %s\n", cases[i].statement, said,
                      want);
        wrong++;
    }
    world_free(world);
    assert_int_equal(wrong, 0);
}

#define RUN(cases, is_synthetic)                                                         \
    run((cases), sizeof(cases) / sizeof((cases)[0]), (is_synthetic))

static void a_statement_has_a_known_kind_and_known_members(void **state)
{
    static const struct check_case cases[] = {
        {"[]", "a statement is an object with a 'kind'", 0},
        {"{}", "a statement is an object with a 'kind'", 0},
        {"{'kind':'custody'}", "this version writes no statements of kind 'custody'", 0},
        {"{'kind':'member'}", "member: member 'id' is missing", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'name':'N'}",
         "member: there is no member 'name' here", 0},
        {"{'kind':'member','id':'x','roles':['admin']}",
         "member: member 'id' is not an id of 17 characters with its check character "
         "right",
         0},
        {"{'kind':'member','id':'@role','roles':[]}", NULL, 0}, /* ended */
        {"{'kind':'member','id':'@role','roles':['chief']}",
         "member: member 'roles': 'chief' is not a term of 'member_role'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'feed':'x'}",
         "member: member 'feed' is not a feed id of 26 characters", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'index':-1}",
         "member: member 'index' is not an integer from 0", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-02-29T10:00:00Z'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15T24:00:00Z'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15T10:60:00Z'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15T10:00:60Z'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15 10:00:00Z'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'at':'2022-09-15T10:00:0xZ'}",
         "member: member 'at' is not a time such as '2022-09-15T10:00:00Z'", 0},
        {"{'kind':'member','id':'@role','roles':['admin'],'test_clock':false}",
         "member: member 'test_clock' is not true; leave it out where it does not hold",
         0},
        {"{'kind':'member','id':'@role','roles':['admin','reviewer'],'feed':'" FEED
         "','index':0,'at':'2022-09-15T10:00:00Z','by':'@role','test_clock':true}",
         NULL, 0},
    };

    (void)state;
    RUN(cases, false);
}

static void a_member_written_twice_is_refused(void **state)
{
    struct world *world = world_new();
    const struct check_context context = world_context(world, false);
    struct value v = statement_of(world, "{'kind':'member','id':'@role','xx':'@role'}");
    struct err err = {0};

    (void)state;
    v.members[2].key = STR("id");
    assert_int_equal(check_statement(&context, &v, &err), ERR_INVALID);
    assert_string_equal(err.message, "member: member \"id\" is written twice");
    world_free(world);
}

static void a_complete_statement_says_where_when_and_who(void **state)
{
    struct world *world = world_new();
    struct check_context context = world_context(world, false);
    struct value v =
        statement_of(world, "{'kind':'member','id':'@role','roles':['admin'],"
                            "'index':0,'at':'2022-09-15T10:00:00Z'}");
    struct err err = {0};

    (void)state;
    assert_int_equal(check_statement(&context, &v, &err), ERR_OK);
    context.is_complete = true;
    assert_int_equal(check_statement(&context, &v, &err), ERR_INVALID);
    assert_string_equal(err.message, "member: member \"feed\" is missing");
    world_free(world);
}

static void a_claim_rests_on_one_thing(void **state)
{
    static const struct check_case cases[] = {
        {COUNT("{'exact':1,'unit':'body'}"), NULL, 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'}}",
         "claim: it rests on nothing: give a 'passage', 'premises', or 'import' and "
         "'row'",
         0},
        {COUNT("{'exact':1,'unit':'body'},'premises':['#c']"),
         "claim: it rests on more than one of 'passage', 'premises' and 'import': write "
         "one "
         "claim for each",
         0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'premises':['#c']}",
         "claim: what rests on premises is inferred: say 'basis':'inferred'", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'basis':'inferred','premises':['#c','#q']}",
         NULL, 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'basis':'inferred','premises':['#i']}",
         "claim: 'premises': i is of kind import; what may stand here: claim passage "
         "assess decide object derived member",
         0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'basis':'inferred','premises':['x']}",
         "claim: member 'premises' is not a reference <feed>.<index>", 0},
        {COUNT("{'exact':1,'unit':'body'},'basis':'guessed'"),
         "claim: member 'basis' is 'inferred' or left out (stated)", 0},
        {COUNT("{'exact':1,'unit':'body'},'basis':'inferred'"), NULL, 0},
        {COUNT("{'exact':1,'unit':'body'},'row':4"),
         "claim: 'import' and 'row' go together", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'import':'#i','row':0}",
         "claim: member 'row' is not an integer from 1", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'import':'#i','row':4}",
         NULL, 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'import':'#i','row':4,'basis':'inferred'}",
         "claim: what a row says is stated, not inferred", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'import':'#q','row':4}",
         "claim: 'import': q is of kind passage; what may stand here: import", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'passage':'#c'}",
         "claim: 'passage': c is of kind claim; what may stand here: passage", 0},
        {"{'kind':'claim','about':'@remains','property':'count','value':{'exact':1,'unit'"
         ":"
         "'body'},'passage':'#q99'}",
         "claim: 'passage': there is no statement q99", ERR_NOT_FOUND},
    };

    (void)state;
    RUN(cases, false);
}

static void a_claim_is_about_what_its_property_is_for(void **state)
{
    static const struct check_case cases[] = {
        {CLAIM("'about':'@remains','property':'colour','value':'x'"),
         "claim: there is no property 'colour'", 0},
        {CLAIM("'about':'@people','property':'count','value':{'exact':1,'unit':'body'}"),
         "claim: 'about': people is of kind people; what may stand here: event, item, "
         "place, "
         "property, remains",
         0},
        {CLAIM("'about':'@nobody','property':'count','value':{'exact':1,'unit':'body'}"),
         "claim: 'about': there is no entity nobody", ERR_NOT_FOUND},
        {CLAIM("'about':'#c','property':'count','value':{'exact':1,'unit':'body'}"),
         "claim: 'count' is said about an entity, not about a claim", 0},
        {CLAIM(
             "'about':'@remains','property':'consistency','value':{'term':'typical_of'}"),
         "claim: 'consistency' is said about a claim, not about an entity", 0},
        {CLAIM("'about':'#c','property':'consistency','value':{'term':'typical_of'}"),
         NULL, 0},
        {CLAIM("'about':'#q','property':'consistency','value':{'term':'typical_of'}"),
         "claim: 'about': q is of kind passage; what may stand here: claim", 0},
        {CLAIM("'about':'x','property':'count','value':1"),
         "claim: member 'about' is neither the id of an entity nor a reference "
         "<feed>.<index> to a claim",
         0},
        {CLAIM("'about':'@remains','property':'count'"),
         "claim: member 'value' is missing", 0},
        {CLAIM("'about':'@remains','property':'count','mode':'said_unknown'"), NULL, 0},
        {CLAIM("'about':'@remains','property':'count','mode':'said_unknown','value':{'"
               "words':"
               "'nobody knows'}"),
         NULL, 0},
        {CLAIM("'about':'@remains','property':'count','mode':'said_unknown','value':{'"
               "exact':"
               "1,'unit':'body'}"),
         "claim: what is said to be unknown has no value but {'words'}", 0},
        {COUNT("{'exact':1,'unit':'body'},'mode':'maybe'"),
         "claim: member 'mode': 'maybe' is not a term of 'mode'", 0},
        {COUNT("{'exact':1,'unit':'body'},'mode':'negated','quantifier':'at_least_one'"),
         NULL, 0},
        {COUNT("{'exact':1,'unit':'body'},'quantifier':'few'"),
         "claim: member 'quantifier': 'few' is not a term of 'quantifier'", 0},
        {COUNT("{'exact':1,'unit':'body'},'supersedes':%c"),
         "claim: what supersedes needs a 'reason'", 0},
        {COUNT("{'exact':1,'unit':'body'},'reason':'typing_error'"),
         "claim: a 'reason' belongs to 'supersedes'", 0},
        {COUNT("{'exact':1,'unit':'body'},'supersedes':%c,'reason':'typing_error'"), NULL,
         0},
        {COUNT("{'exact':1,'unit':'body'},'supersedes':%q,'reason':'typing_error'"),
         "claim: 'supersedes': q is of kind passage; what may stand here: claim", 0},
        {COUNT("{'exact':1,'unit':'body'},'supersedes':'#c','reason':'typing_error'"),
         "claim: member 'supersedes' is not an object of a commitment 'c' and a "
         "reference 's'",
         0},
    };

    (void)state;
    RUN(cases, false);
}

static void a_count_keeps_its_words_bounds_and_unit(void **state)
{
    static const struct check_case cases[] = {
        {COUNT("{'words':'several','unit':'body'}"), NULL, 0},
        {COUNT("{'lower':2,'exact':3,'upper':3,'unit':'body'}"), NULL, 0},
        {COUNT("{'about':10,'unit':'body','per':'site','at':'total','as_of':'2022-09'}"),
         NULL, 0},
        {COUNT("{'more_than':'@people','unit':'body'}"), NULL, 0},
        {COUNT("{'fewer_than':'@place','unit':'body'}"),
         "claim: value: 'fewer_than': place is of kind place; what may stand here: "
         "event, "
         "list, people, remains",
         0},
        {COUNT("{'words':'several'}"),
         "claim: value: a count needs a 'unit': persons, bodies and graves are not one",
         0},
        {COUNT("{'unit':'body'}"),
         "claim: value: a count needs a number or the words said", 0},
        {COUNT("{'exact':1,'unit':'year'}"),
         "claim: value: member 'unit': 'year' is not a term of 'counting_unit'", 0},
        {COUNT("{'exact':1,'about':1,'unit':'body'}"),
         "claim: value: a number is 'exact' or 'about', not both", 0},
        {COUNT("{'lower':3,'upper':2,'unit':'body'}"),
         "claim: value: 'lower' is above 'upper'", 0},
        {COUNT("{'lower':3,'exact':2,'unit':'body'}"),
         "claim: value: the number lies outside 'lower' and 'upper'", 0},
        {COUNT("{'about':4,'upper':3,'unit':'body'}"),
         "claim: value: the number lies outside 'lower' and 'upper'", 0},
        {COUNT("{'exact':'1','unit':'body'}"),
         "claim: value: member 'exact' is not an integer from 0", 0},
        {COUNT("{'exact':1,'unit':'body','as_of':'today'}"),
         "claim: value: member 'as_of': 'today': byte 1: expected a year of four digits, "
         "found 't'",
         0},
        {COUNT("{'words':' ','unit':'body'}"),
         "claim: value: member 'words' is not text, or is blank", 0},
        {COUNT("{'term':'one'}"), "claim: value: 'count' takes a count {exact, unit}", 0},
        {COUNT("3"), "claim: value: 'count' takes a count {exact, unit}", 0},
        {COUNT("'3'"), "claim: value: 'count' takes a count {exact, unit}", 0},
        {CLAIM("'about':'@people','property':'number','value':{'lower':1000,'words':'at "
               "least "
               "1,000'}"),
         NULL, 0},
        {CLAIM("'about':'@people','property':'counted','value':{'unit':'person','"
               "territory':"
               "'@place','period':{'words':'not stated'}}"),
         NULL, 0},
        {CLAIM("'about':'@people','property':'counted','value':{'criterion':'x'}"),
         "claim: value: 'counted' takes what is counted {unit, criterion}", 0},
        {CLAIM("'about':'@people','property':'age','value':{'exact':'9.5','unit':'year','"
               "on':"
               "'@event'}"),
         NULL, 0},
        {CLAIM("'about':'@people','property':'age','value':{'exact':9,'unit':'year','on':"
               "'2022-03~'}"),
         NULL, 0},
        {CLAIM("'about':'@people','property':'age','value':{'exact':9,'unit':'year','on':"
               "'@place'}"),
         "claim: value: 'on': place is of kind place; what may stand here: act, event",
         0},
        {CLAIM("'about':'@people','property':'age','value':{'exact':9}"),
         "claim: value: a quantity needs a 'unit'", 0},
        {CLAIM("'about':'@people','property':'age','value':{'unit':'year'}"),
         "claim: value: a quantity needs a number or the words said", 0},
        {CLAIM(
             "'about':'@people','property':'age','value':{'lower':'1.10','upper':'1.09',"
             "'unit':'year'}"),
         "claim: value: 'lower' is above 'upper'", 0},
        {CLAIM(
             "'about':'@people','property':'age','value':{'exact':'1e3','unit':'year'}"),
         "claim: value: member 'exact' is not an integer or decimal text such as '1.5'",
         0},
        {CLAIM("'about':'@house','property':'storeys','value':{'exact':3,'unit':'room'}"),
         NULL, 0},
        {CLAIM(
             "'about':'@house','property':'storeys','value':{'exact':'9.5','unit':'m'}"),
         NULL, 0},
    };

    (void)state;
    RUN(cases, true);
}

static void places_dates_names_and_terms_have_their_shapes(void **state)
{
    static const struct check_case cases[] = {
        {CLAIM(
             "'about':'@place','property':'position','value':{'relation':'near','anchor':"
             "'@place','precision_m':null}"),
         NULL, 0},
        {CLAIM("'about':'@place','property':'position','value':{'words':'by the river'}"),
         NULL, 0},
        {CLAIM("'about':'@place','property':'position','value':{'relation':'near'}"),
         "claim: value: a place relation needs an 'anchor' or 'words'", 0},
        {CLAIM("'about':'@place','property':'position','value':{'anchor':'@place'}"),
         "claim: value: member 'relation' is missing", 0},
        {CLAIM("'about':'@place','property':'position','value':{'relation':'by','words':'"
               "x'}"),
         "claim: value: member 'relation': 'by' is not a term of 'place_relation'", 0},
        {CLAIM("'about':'@place','property':'position','value':{'relation':'in','anchor':"
               "'@act'}"),
         "claim: value: 'anchor': act is of kind act; what may stand here: event, group, "
         "item, "
         "people, person, place, property, remains",
         0},
        {CLAIM("'about':'@place','property':'position','value':{'relation':'in','anchor':"
               "'here'}"),
         "claim: value: 'anchor' is not the id of an entity (17 characters, check "
         "character "
         "right)",
         0},
        {CLAIM("'about':'@place','property':'position','value':{'relation':'in','words':'"
               "x',"
               "'precision_m':'10'}"),
         "claim: value: member 'precision_m' is not an integer from 0", 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'49.21','lon':"
               "'-180.0','precision_m':100}"),
         NULL, 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'90.000000001','"
               "lon':"
               "'1','precision_m':null}"),
         "claim: value: 'lat' is not between -90 and 90", 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'1','lon':'-180."
               "5',"
               "'precision_m':null}"),
         "claim: value: 'lon' is not between -180 and 180", 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'1','lon':'2'}"),
         "claim: value: member 'precision_m' is missing", 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'1,5','lon':'2',"
               "'precision_m':1}"),
         "claim: value: member 'lat' is not decimal text such as '1.5'", 0},
        {CLAIM("'about':'@place','property':'coordinates','value':{'lat':'1','lon':'2',"
               "'precision_m':true}"),
         "claim: value: member 'precision_m' is not an integer from 0", 0},
        {CLAIM("'about':'@event','property':'origin','value':{'place':'@place','words':'"
               "x'}"),
         NULL, 0},
        {CLAIM("'about':'@event','property':'origin','value':{'place':'@event'}"),
         "claim: value: 'place': event is of kind event; what may stand here: place", 0},
        {CLAIM("'about':'@event','property':'when','value':'2022-03/2022-09'"), NULL, 0},
        {CLAIM("'about':'@event','property':'when','value':{'words':'last month',"
               "'relative_to':'uttered','lang':'en'}"),
         NULL, 0},
        {CLAIM("'about':'@event','property':'when','value':{'words':'x','relative_to':'"
               "then'}"),
         "claim: value: member 'value': member 'relative_to' is not 'uttered', "
         "'published' or "
         "the id of an event",
         0},
        {CLAIM("'about':'@event','property':'when','value':{'relative_to':'uttered'}"),
         "claim: value: member 'value': a date needs 'edtf' or 'words'", 0},
        {CLAIM("'about':'@event','property':'when','value':{'edtf':'x','day':1}"),
         "claim: value: member 'value': there is no member 'day' here", 0},
        {CLAIM("'about':'@event','property':'when','value':'soon'"),
         "claim: value: member 'value': 'soon': byte 1: expected a year of four digits, "
         "found 's'",
         0},
        {CLAIM("'about':'@place','property':'name','value':{'written':'Ізюм','lang':'uk',"
               "'script':'Cyrl','parts':{'proper':'Ізюм'}}"),
         NULL, 0},
        {CLAIM("'about':'@place','property':'name','value':'Ізюм'"),
         "claim: value: 'name' takes a name {written}", 0},
        {CLAIM("'about':'@place','property':'name','value':{'written':'x','lang':'"
               "English'}"),
         "claim: value: member 'lang' is not a language tag such as 'uk' or 'en-GB'", 0},
        {CLAIM("'about':'@place','property':'name','value':{'written':'x','lang':'en-'}"),
         "claim: value: member 'lang' is not a language tag such as 'uk' or 'en-GB'", 0},
        {CLAIM("'about':'@place','property':'name','value':{'written':'x','lang':'en-GB-"
               "oed'}"),
         NULL, 0},
        {CLAIM(
             "'about':'@place','property':'name','value':{'written':'x','parts':{'first':"
             "'x'}}"),
         "claim: value: member 'parts': 'first' is not a term of 'name_part'", 0},
        {CLAIM("'about':'@place','property':'name','value':{'written':'x','parts':{'"
               "given':1}}"),
         "claim: value: member 'given' is not text, or is blank", 0},
        {CLAIM("'about':'@place','property':'identifier','value':{'scheme':'katottg','"
               "value':"
               "'UA1'}"),
         NULL, 0},
        {CLAIM("'about':'@place','property':'identifier','value':{'scheme':'none','value'"
               ":'1'}"),
         "claim: value: member 'scheme': 'none' is not a term of 'identifier_scheme'", 0},
        {CLAIM(
             "'about':'@paper','property':'address_url','value':'https://example.org/a'"),
         NULL, 0},
        {CLAIM("'about':'@paper','property':'address_url','value':'https://a b'"),
         "claim: value: 'address_url' takes a web address", 0},
        {CLAIM("'about':'@remains','property':'wound','value':{'term':'gunshot','region':"
               "'occiput','timing':'not_stated','size_mm':'9.5'}"),
         NULL, 0},
        {CLAIM("'about':'@remains','property':'wound','value':{'term':'gunshot','region':"
               "'nowhere'}"),
         "claim: value: member 'region': 'nowhere' is not a term of 'body_region'", 0},
        {CLAIM("'about':'@remains','property':'restraint','value':{'term':'hands_tied',"
               "'region':'hand'}"),
         "claim: value: there is no member 'region' here", 0},
        {CLAIM("'about':'@remains','property':'restraint','value':{'term':1}"),
         "claim: value: member 'term' is not a term", 0},
        {CLAIM("'about':'@remains','property':'restraint','value':{'term':'none','words':"
               "'free','lang':'en'}"),
         NULL, 0},
        {CLAIM("'about':'@remains','property':'restraint','value':{'words':'tied up'}"),
         NULL, 0},
        {CLAIM("'about':'@remains','property':'restraint','value':'hands_tied'"),
         "claim: value: 'restraint' takes a term {term}", 0},
        {CLAIM("'about':'@remains','property':'restraint','value':{}"),
         "claim: value: 'restraint' takes a term {term}", 0},
        {CLAIM("'about':'@act','property':'victim','value':{'words':'somebody'}"),
         "claim: value: 'victim' takes the id of an entity", 0},
        {CLAIM("'about':'@act','property':'victim','value':'somebody'"),
         "claim: value: 'value' is not the id of an entity (17 characters, check "
         "character "
         "right)",
         0},
        {CLAIM("'about':'@act','property':'victim','value':'@group'"),
         "claim: value: 'value': group is of kind group; what may stand here: people, "
         "person",
         0},
        {CLAIM("'about':'@event','property':'sought','value':'flags'"), NULL, 0},
        {CLAIM("'about':'@event','property':'sought','value':'@item'"), NULL, 0},
        {CLAIM("'about':'@event','property':'sought','value':''"),
         "claim: value: member 'value' is not text, or is blank", 0},
    };

    (void)state;
    RUN(cases, false);
}

static void qualifiers_are_those_of_the_property(void **state)
{
    static const struct check_case cases[] = {
        {CLAIM("'about':'@act','property':'involvement','value':'@people','qualifiers':"
               "{'degree':'direct','when':'2022-08'}"),
         NULL, 0},
        {CLAIM("'about':'@act','property':'involvement','value':'@people'"),
         "claim: 'involvement' needs the qualifier 'degree'", 0},
        {CLAIM("'about':'@act','property':'involvement','value':'@people','qualifiers':"
               "{'degree':'some'}"),
         "claim: qualifiers: member 'degree': 'some' is not a term of "
         "'involvement_degree'",
         0},
        {CLAIM("'about':'@act','property':'victim','value':'@people','qualifiers':{'"
               "degree':"
               "'direct'}"),
         "claim: 'victim' takes no qualifier 'degree'", 0},
        {CLAIM("'about':'@act','property':'victim','value':'@people','qualifiers':{'mood'"
               ":1}"),
         "claim: 'victim' takes no qualifier 'mood'", 0},
        {CLAIM("'about':'@act','property':'victim','value':'@people','qualifiers':[]"),
         "claim: member 'qualifiers' is not an object", 0},
        {CLAIM("'about':'@official','property':'posting','value':'@group'"),
         "claim: 'posting' needs a time: one of the qualifiers 'from', 'until', 'when'",
         0},
        {CLAIM("'about':'@official','property':'posting','value':'@group','qualifiers':{'"
               "from':"
               "{'words':'before the war'}}"),
         NULL, 0},
        {CLAIM("'about':'@official','property':'posting','value':'@group','qualifiers':{'"
               "from':"
               "'war'}"),
         "claim: qualifiers: member 'from': 'war': byte 1: expected a year of four "
         "digits, found 'w'",
         0},
        {CLAIM("'about':'#c','property':'stance','value':{'term':'denies'},'qualifiers':{"
               "'by':"
               "'not_stated'}"),
         NULL, 0},
        {CLAIM("'about':'#c','property':'stance','value':{'term':'denies'},'qualifiers':{"
               "'by':"
               "'@place'}"),
         "claim: qualifiers: 'by': place is of kind place; what may stand here: group, "
         "people, "
         "person, source",
         0},
        {CLAIM("'about':'@people','property':'injury_opinion','value':{'term':"
               "'signs_of_torture'},'qualifiers':{'findings_listed':'no'}"),
         "claim: qualifiers: member 'findings_listed' is not true or false", 0},
    };

    (void)state;
    RUN(cases, false);
}

static void a_passage_says_where_words_stand_and_through_whose_hands(void **state)
{
    static const struct check_case cases[] = {
        {PASSAGE("'words':'w','lang':'en'"), NULL, 0},
        {PASSAGE("'words':'w'"),
         "passage: the words need their 'lang' ('und' where it is unknown)", 0},
        {PASSAGE("'lang':'en'"),
         "passage: member 'words' is missing: only a moment or a region of a recording "
         "or "
         "picture may stand without words",
         0},
        {"{'kind':'passage','source':'@paper','locator':{'from_s':'4.5','until_s':6}}",
         NULL, 0},
        {"{'kind':'passage','source':'@place','locator':{'page':1},'words':'w','lang':'"
         "en'}",
         "passage: 'source': place is of kind place; what may stand here: interview, "
         "item, "
         "list, source",
         0},
        {LOCATOR("{}"), "passage: the locator is empty: say where the words stand", 0},
        {LOCATOR("{'chapter':1}"), "passage: locator: there is no member 'chapter' here",
         0},
        {LOCATOR("{'page':0}"),
         "passage: locator: member 'page' is neither a number from 1 nor a range such as "
         "'26-35'",
         0},
        {LOCATOR("{'paragraph':'35-26'}"),
         "passage: locator: member 'paragraph' is neither a number from 1 nor a range "
         "such as "
         "'26-35'",
         0},
        {LOCATOR("{'paragraph':'26-35','object':'#o'}"), NULL, 0},
        {LOCATOR("{'object':'#q'}"),
         "passage: 'object': q is of kind passage; what may stand here: object derived",
         0},
        {LOCATOR("{'object':'" HEX64 "'}"), NULL, 0},
        {LOCATOR("{'object':'file'}"),
         "passage: locator: member 'object' is not a reference <feed>.<index> or a "
         "SHA-256",
         0},
        {LOCATOR("{'region':{'x':1,'y':1,'width':1,'height':0}}"),
         "passage: locator: region: member 'height' is not an integer from 1", 0},
        {PASSAGE(
             "'words':'w','lang':'en','chain':[{'who':'@people','knows':'observed','link'"
             ":"
             "'stated','words':'saw','lang':'uk','note':'n'},{'who':'not_stated','knows':"
             "'not_stated','link':'inferred'}]"),
         NULL, 0},
        {PASSAGE(
             "'words':'w','lang':'en','chain':[{'who':'@people','knows':'felt','link':"
             "'stated'}]"),
         "passage: chain, hand 1: member 'knows': 'felt' is not a term of 'knows'", 0},
        {PASSAGE("'words':'w','lang':'en','chain':[{'who':'@place','knows':'did','link':"
                 "'stated'}]"),
         "passage: chain, hand 1: 'who': place is of kind place; what may stand here: "
         "group, "
         "interview, people, person, source",
         0},
        {PASSAGE("'words':'w','lang':'en','chain':['@people']"),
         "passage: chain, hand 1: a hand is an object {who, knows, link}", 0},
        {PASSAGE("'words':'w','lang':'en','chain':[{'who':'@people','knows':'did','link':"
                 "'stated'}],'chain_as':'#q'"),
         "passage: it has a 'chain' or a 'chain_as', not both", 0},
        {PASSAGE("'words':'w','lang':'en','chain_as':'#c'"),
         "passage: 'chain_as': c is of kind claim; what may stand here: passage", 0},
        {PASSAGE(
             "'words':'w','lang':'en','translation':{'words':'t','lang':'uk','by':'us'}"),
         NULL, 0},
        {PASSAGE("'words':'w','lang':'en','translation':{'words':'t'}"),
         "passage: translation: member 'lang' is missing", 0},
        {PASSAGE("'words':'w','lang':'en','uttered':'x'"),
         "passage: member 'uttered': 'x': byte 1: expected a year of four digits, found "
         "'x'",
         0},
        {PASSAGE("'words':'w','lang':'en','supersedes':%q"),
         "passage: 'supersedes' and 'reason' go together", 0},
        {PASSAGE("'words':'w','lang':'en','supersedes':%q,'reason':'misread_source'"),
         NULL, 0},
        {PASSAGE("'words':'w','lang':'en','supersedes':%c,'reason':'misread_source'"),
         "passage: 'supersedes': c is of kind claim; what may stand here: passage", 0},
    };

    (void)state;
    RUN(cases, false);
}

static void an_entity_has_a_kind_a_class_and_a_new_id(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'entity','id':'@new','entity':'place','class':'river','label':'x'}",
         NULL, 0},
        {"{'kind':'entity','id':'@new','entity':'remains','several':true}", NULL, 0},
        {"{'kind':'entity','id':'@new','entity':'remains','several':false}",
         "entity: member 'several' is not true; leave it out where it does not hold", 0},
        {"{'kind':'entity','id':'@new','entity':'thing'}",
         "entity: there is no kind of entity 'thing'", 0},
        {"{'kind':'entity','id':'@new','entity':'place','class':'newspaper'}",
         "entity: member 'class': 'newspaper' is not a term of 'place_class'", 0},
        {"{'kind':'entity','id':'@place','entity':'place'}",
         "entity: id place is taken: make a new one", ERR_CONFLICT},
        {"{'kind':'entity','id':'@new','entity':'people','list':'@list','row':'4'}", NULL,
         0},
        {"{'kind':'entity','id':'@new','entity':'people','list':'@list'}",
         "entity: 'list' and 'row' go together", 0},
        {"{'kind':'entity','id':'@new','entity':'people','list':'@place','row':'4'}",
         "entity: 'list': place is of kind place; what may stand here: list", 0},
    };

    (void)state;
    RUN(cases, false);
}

static void judgements_name_what_they_judge_and_why(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'assess','of':['#c','@paper'],'status':'work_needed','reason':'r'}",
         NULL, 0},
        {"{'kind':'assess','of':['#c'],'status':'conflict','note_public':'n'}", NULL, 0},
        {"{'kind':'assess','of':['#c'],'status':'conflict','reason':'r'}",
         "assess: a conflict needs a 'note_public' that says what conflicts", 0},
        {"{'kind':'assess','of':['#c'],'status':'accepted'}",
         "assess: member 'reason' is missing", 0},
        {"{'kind':'assess','of':['#c'],'status':'good','reason':'r'}",
         "assess: member 'status': 'good' is not a term of 'assessment_status'", 0},
        {"{'kind':'assess','of':['#o'],'reading':'taken'}", NULL, 0},
        {"{'kind':'assess','of':['#o'],'reading':'skipped','skipped':'private'}", NULL,
         0},
        {"{'kind':'assess','of':['#o'],'reading':'skipped','skipped':'duplicate',"
         "'duplicate_of':'#o'}",
         NULL, 0},
        {"{'kind':'assess','of':['#c'],'reading':'taken'}",
         "assess: 'of': c is of kind claim; what may stand here: object", 0},
        {"{'kind':'assess','of':['#o'],'reading':'eaten'}",
         "assess: member 'reading': 'eaten' is not a term of 'reading_status'", 0},
        {"{'kind':'assess','of':['#o'],'reading':'skipped'}",
         "assess: 'skipped' says why a file is skipped: it stands with 'reading': "
         "'skipped', and there it must stand",
         0},
        {"{'kind':'assess','of':['#o'],'reading':'skipped','skipped':'private',"
         "'duplicate_of':'#o'}",
         "assess: 'duplicate_of' stands with 'skipped': 'duplicate'", 0},
        {"{'kind':'assess','of':['#o'],'reading':'done','status':'accepted'}",
         "assess: who reads a file is said apart from what is thought of it", 0},
        {"{'kind':'assess','of':['#c'],'status':'accepted','reason':'r','skipped':"
         "'private'}",
         "assess: 'skipped' and 'duplicate_of' stand with 'reading'", 0},
        {"{'kind':'assess','of':['#c'],'reason':'r'}",
         "assess: it assesses nothing: give a 'status', 'independence', 'reliability' or "
         "'standard'",
         0},
        {"{'kind':'assess','of':['#c'],'standard':'reasonable_grounds_to_believe','"
         "reason':"
         "'r'}",
         "assess: a standard of proof needs the 'rule' it was judged by, with its "
         "version",
         0},
        {"{'kind':'assess','of':['x'],'status':'accepted','reason':'r'}",
         "assess: member 'of' is not a reference <feed>.<index>", 0},
        {"{'kind':'assess','of':['@gone'],'status':'accepted','reason':'r'}",
         "assess: 'of': there is no entity gone", ERR_NOT_FOUND},
        {"{'kind':'decide','among':[%c,%c2],'prefer':%c2,'rule':'nearest_to_speaker','"
         "reason':"
         "'r','supersedes':%z}",
         NULL, 0},
        {"{'kind':'decide','among':[%c],'prefer':%c,'rule':'other','reason':'r'}",
         "decide: a decision is among two claims at least", 0},
        {"{'kind':'decide','among':[%c,%c],'prefer':%c,'rule':'other','reason':'r'}",
         "decide: 'among' names one claim twice", 0},
        {"{'kind':'decide','among':[%c,%c_age],'prefer':%c,'rule':'other','reason':'r'}",
         "decide: 'among' names claims of different properties", 0},
        {"{'kind':'decide','among':[%c,%c2],'prefer':%c_age,'rule':'other','reason':'r'}",
         "decide: 'prefer' is not one of 'among'", 0},
        {"{'kind':'decide','among':[%c,%q],'prefer':%c,'rule':'other','reason':'r'}",
         "decide: 'among': q is of kind passage; what may stand here: claim", 0},
        {"{'kind':'decide','among':['#c','#c2'],'prefer':%c,'rule':'other','reason':'r'}",
         "decide: member 'among' is not an object of a commitment 'c' and a reference "
         "'s'",
         0},
        {"{'kind':'decide','among':[%c,%c2],'prefer':%c,'rule':'mine','reason':'r'}",
         "decide: member 'rule': 'mine' is not a term of 'decision_rule'", 0},
        {"{'kind':'decide','among':[%c,%c2],'prefer':%c,'rule':'other'}",
         "decide: member 'reason' is missing", 0},
        {"{'kind':'decide','among':[%c,%c2],'prefer':%c,'rule':'other','reason':'r',"
         "'supersedes':%c}",
         "decide: 'supersedes': c is of kind claim; what may stand here: decide", 0},
        {"{'kind':'withdraw','of':%c,'reason':'typing_error','note':'n'}", NULL, 0},
        {"{'kind':'withdraw','of':%c,'reason':'wrong'}",
         "withdraw: member 'reason': 'wrong' is not a term of 'withdrawal_reason'", 0},
        {"{'kind':'withdraw','of':%i,'reason':'typing_error'}",
         "withdraw: 'of': i is of kind import; what may stand here: claim passage assess "
         "decide "
         "entity derived",
         0},
    };

    (void)state;
    RUN(cases, false);
}

static void material_says_what_it_is_and_where_it_is_from(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'object','sha256':'" HEX64 "','size':0,'name_hex':'ff00','path':'a/b',"
         "'stat':'1.0 1.0 2','obtained':{'how':'downloaded','on':'2022-09-15'}}",
         NULL, 0},
        {"{'kind':'object','sha256':'ff','size':0}",
         "object: member 'sha256' is not 64 lower-case hex digits", 0},
        {"{'kind':'object','sha256':'" HEX64 "','size':0,'name':'a','name_hex':'ff'}",
         "object: it has 'name' and 'name_hex': a name that is UTF-8 has the first, any "
         "other "
         "the second",
         0},
        {"{'kind':'object','sha256':'" HEX64 "','size':0,'path':'a','path_hex':'ff'}",
         "object: it has 'path' and 'path_hex': a name that is UTF-8 has the first, any "
         "other "
         "the second",
         0},
        {"{'kind':'object','sha256':'" HEX64 "','size':0,'path_hex':'fff'}",
         "object: member 'path_hex' is not pairs of lower-case hex digits", 0},
        {"{'kind':'object','sha256':'" HEX64 "','size':0,'obtained':{'from':'x'}}",
         "object: obtained: member 'how' is missing", 0},
        {"{'kind':'derived','of':'#o','sha256':'" HEX64
         "','size':1,'how':'ocr','tool':'t',"
         "'version':'1','parameters':['a'],'sandbox':2}",
         NULL, 0},
        {"{'kind':'derived','of':'#o','sha256':'" HEX64
         "','size':1,'how':'ocr','tool':'t'}",
         "derived: 'tool' and 'version' go together", 0},
        {"{'kind':'derived','of':'#o','sha256':'" HEX64 "','size':1,'how':'translation',"
         "'person':'p'}",
         "derived: 'person' and 'capacity' go together", 0},
        {"{'kind':'derived','of':'#o','sha256':'" HEX64 "','size':1,'how':'ocr'}",
         "derived: it says not who made it: a 'tool' with its 'version', or a 'person' "
         "in what "
         "'capacity'",
         0},
        {"{'kind':'derived','of':'#c','sha256':'" HEX64
         "','size':1,'how':'ocr','tool':'t',"
         "'version':'1'}",
         "derived: 'of': c is of kind claim; what may stand here: object derived", 0},
        {"{'kind':'derived','of':'#o','sha256':'" HEX64
         "','size':1,'how':'magic','tool':'t',"
         "'version':'1'}",
         "derived: member 'how': 'magic' is not a term of 'derivation'", 0},
        /* a text of a sealed file; a redaction is made to be shown */
        {"{'kind':'derived','of':'#o_sealed','sha256':'" HEX64 "','stored':'" HEX64
         "','size':1,'how':'ocr','tool':'t','version':'1'}",
         "derived: the file is sealed, and the bytes of this text lie open: what is made "
         "of a sealed file is stored sealed (stele derive)",
         ERR_DENIED},
        {"{'kind':'derived','of':'#o_sealed','sha256':'" HEX64
         "','size':1,'how':'transcript','person':'p','capacity':'c'}",
         "derived: cannot take in the text of a sealed file: this archive has no "
         "compartment to seal it to; make one first: stele seal new",
         ERR_DENIED},
        {"{'kind':'derived','of':'#o_sealed','sha256':'" HEX64 "','stored':'" HEX64
         "','size':1,'how':'redaction','tool':'t','version':'1'}",
         NULL, 0},
        {"{'kind':'import','source':'#o','mapping':'" HEX64
         "','list':'@list','version':'2'}",
         NULL, 0},
        {"{'kind':'import','source':'#c','mapping':'#o'}",
         "import: 'source': c is of kind claim; what may stand here: object derived", 0},
        {"{'kind':'import','source':'#o','mapping':'#o','version':'2'}",
         "import: a 'version' is of a 'list': name the list", 0},
        {"{'kind':'import','source':'#o','mapping':'#o','list':'@place'}",
         "import: 'list': place is of kind place; what may stand here: list", 0},
        {"{'kind':'import','source':'#o'}", "import: member 'mapping' is missing", 0},
        {"{'kind':'import','of':'#i','rows':9,'accepted':7,'rejected':2,'differences':'#"
         "o'}",
         NULL, 0},
        {"{'kind':'import','of':'#i','rows':9,'accepted':8,'rejected':2}",
         "import: more rows are accepted and rejected than there are", 0},
        {"{'kind':'import','of':'#c','rows':9,'accepted':8,'rejected':1}",
         "import: 'of': c is of kind claim; what may stand here: import", 0},
        {"{'kind':'import','of':'#i','rows':9,'accepted':8}",
         "import: member 'rejected' is missing", 0},
    };

    (void)state;
    RUN(cases, false);
}

static void the_house_keeping_kinds_are_checked_too(void **state)
{
#define POSITION "{'size':3,'root':'" HEX64 "'}"
    static const struct check_case cases[] = {
        {"{'kind':'archive','format':1,'name':'n','key':'k','member':'@role','synthetic':"
         "true}",
         NULL, 0},
        {"{'kind':'archive','format':2,'name':'n','key':'k','member':'@role'}",
         "archive: this version writes format 1 only", 0},
        {"{'kind':'archive','format':1,'name':'n','key':'k'}",
         "archive: member 'member' is missing", 0},
        {"{'kind':'device','of':'" FEED "','key':'k','members':['@role'],'from':0}", NULL,
         0},
        {"{'kind':'device','of':'" FEED "','until':" POSITION "}", NULL, 0},
        {"{'kind':'device','archive':'" FEED "','of':'" FEED
         "','key':'k','members':['@role'],"
         "'replaces':{'feed':'" FEED "','size':3,'root':'" HEX64 "'}}",
         NULL, 0},
        {"{'kind':'device','archive':'" FEED "','of':'" FEED
         "','key':'k','members':['@role'],"
         "'replaces':" POSITION "}",
         "device: replaces: member 'feed' is missing", 0},
        {"{'kind':'device','of':'" FEED "'}",
         "device: it either admits a feed ('key', 'members' and 'from', or 'archive' in "
         "the "
         "feed itself) or ends one ('until')",
         0},
        {"{'kind':'device','of':'" FEED "','key':'k','until':" POSITION "}",
         "device: what ends a feed says 'of' and 'until' only", 0},
        {"{'kind':'device','of':'" FEED "','until':{'size':3}}",
         "device: until: member 'root' is missing", 0},
        {"{'kind':'device','of':'" FEED "','key':'k','members':['x'],'from':0}",
         "device: member 'members' is not an id of 17 characters with its check "
         "character "
         "right",
         0},
        {"{'kind':'clock','method':'satellite','other':'2022-09-15T10:00:00Z','offset_s':"
         "'-0.5'}",
         NULL, 0},
        {"{'kind':'clock','method':'sundial','other':'2022-09-15T10:00:00Z','offset_s':"
         "1}",
         "clock: member 'method': 'sundial' is not a term of 'clock_method'", 0},
        {"{'kind':'clock','day':'wrong','last':'2026-11-25T10:00:00Z'}", NULL, 0},
        {"{'kind':'clock','day':'maybe','last':'2026-11-25T10:00:00Z'}",
         "clock: member 'day': 'maybe' is not a term of 'clock_day'", 0},
        {"{'kind':'clock','day':'right'}", "clock: member 'last' is missing", 0},
        {"{'kind':'clock','day':'right','last':'2026-11-25T10:00:00Z','offset_s':1}",
         "clock: there is no member 'offset_s' here", 0},
        {"{'kind':'access','did':'read','command':'show','why':'x','of':['" FEED ".7'],"
         "'entities':['@place']}",
         NULL, 0},
        {"{'kind':'access','did':'searched','command':'find','words':'x'}", NULL, 0},
        {"{'kind':'access','did':'exported','command':'prove','recipient':'x'}", NULL, 0},
        {"{'kind':'access','did':'searched','command':'find'}",
         "access: a search needs the 'words' searched for", 0},
        {"{'kind':'access','did':'seen','command':'show'}",
         "access: member 'did': 'seen' is not a term of 'access_act'", 0},
        {"{'kind':'access','did':'read'}", "access: member 'command' is missing", 0},
        {"{'kind':'access','did':'read','command':'show','of':['@place']}",
         "access: member 'of' is not a reference <feed>.<index>", 0},
        {"{'kind':'access','did':'read','command':'show','of':[]}",
         "access: member 'of' is not a list, or is empty", 0},
        {"{'kind':'access','did':'read','command':'show','entities':['x']}",
         "access: member 'entities' is not an id of 17 characters with its check "
         "character right",
         0},
        {"{'kind':'access','did':'read','command':'show','until':'2030'}",
         "access: there is no member 'until' here", 0},
        {"{'kind':'schema','add':'term','key':'x','en':'x','uk':'x','vocabulary':'sex'}",
         NULL, 0},
        {"{'kind':'schema','add':'term','key':'female','en':'x','uk':'x','vocabulary':'"
         "sex'}",
         "schema: 'female' is a term of 'sex' already", ERR_CONFLICT},
        {"{'kind':'schema','add':'term','key':'x','en':'x','uk':'x','vocabulary':'y'}",
         "schema: there is no vocabulary 'y'", 0},
        {"{'kind':'schema','add':'term','key':'x','en':'x','uk':'x'}",
         "schema: a term needs its 'vocabulary'", 0},
        {"{'kind':'schema','add':'kind','key':'person','en':'x','uk':'x'}",
         "schema: there is a kind 'person' already", ERR_CONFLICT},
        {"{'kind':'schema','add':'property','key':'age','en':'x','uk':'x'}",
         "schema: there is a property 'age' already", ERR_CONFLICT},
        {"{'kind':'schema','add':'property','key':'gait','en':'x','uk':'x'}",
         "schema: a kind or property needs its 'definition'", 0},
        {"{'kind':'schema','add':'property','key':'gait','en':'x','uk':'x','definition':{"
         "}}",
         "schema: definition: member 'about' is missing", 0},
        {"{'kind':'schema','add':'label','key':'gait','en':'x','uk':'x'}",
         "schema: member 'add' is not 'kind', 'property' or 'term'", 0},
    };

    (void)state;
    RUN(cases, false);
}

#define CANNOT_HEAR                                                                      \
    "passage: cannot take in words of a private person: this archive has no "            \
    "compartment "                                                                       \
    "to seal them to (stele seal new); "
#define LEAVE_OUT                                                                        \
    ": this archive has no compartment to seal it to, and it would stand open for "      \
    "ever; "                                                                             \
    "make one first: stele seal new"
#define HAND(who) "'chain':[{'who':'" who "','knows':'did','link':'stated'}]"

static const struct check_case protected_cases[] = {
    {"{'kind':'entity','id':'@new','entity':'place','seal':'witness'}",
     "entity: cannot take in what must be sealed: this archive has no compartment to "
     "seal "
     "it to, and it would stand open for ever; make one first: stele seal new",
     ERR_DENIED},
    {"{'kind':'entity','id':'@new','entity':'person'}",
     "entity: cannot take in a private person: this archive has no compartment to seal "
     "it "
     "to (stele seal new); or use class 'role' with a label that says the role and no "
     "name, or 'people'",
     ERR_DENIED},
    {"{'kind':'entity','id':'@new','entity':'person','class':'private_person'}",
     "entity: cannot take in a private person: this archive has no compartment to seal "
     "it "
     "to (stele seal new); or use class 'role' with a label that says the role and no "
     "name, or 'people'",
     ERR_DENIED},
    {"{'kind':'entity','id':'@new','entity':'person','class':'role'}",
     "entity: a person of class 'role' needs a 'label' that says the role and no name",
     0},
    {CLAIM("'about':'@role','property':'name','value':{'written':'x'}"),
     "claim: cannot take in 'name' of a person" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@private','property':'birth','value':'1980'"),
     "claim: cannot take in 'birth' of a person" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@official','property':'contact','value':'x'"),
     "claim: cannot take in 'contact' of a person" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@official','property':'residence','value':'x'"),
     "claim: cannot take in 'residence' of a person" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@interview','property':'recording','value':'x'"),
     "claim: cannot take in 'recording' of a witness" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@interview','property':'interviewee','value':'@private'"),
     "claim: cannot take in 'interviewee' of a witness" LEAVE_OUT, ERR_DENIED},
    {CLAIM("'about':'@interview','property':'interview_place','value':'@place'"),
     "claim: cannot take in 'interview_place' of a witness" LEAVE_OUT, ERR_DENIED},
    {PASSAGE("'words':'w','lang':'en'," HAND("@private")),
     CANNOT_HEAR "if the source is published, let them stand by role only", ERR_DENIED},
    {PASSAGE("'words':'w','lang':'en','roles_only':true," HAND("@private")),
     CANNOT_HEAR "if the source is published, let them stand by role only", ERR_DENIED},
    {PASSAGE("'words':'w','lang':'en'," HAND("@role")),
     CANNOT_HEAR "if the source is published and they stand by role only, say "
                 "'roles_only':true",
     ERR_DENIED},
    {PASSAGE("'words':'w','lang':'en','chain_as':'#q_role'"),
     CANNOT_HEAR "if the source is published and they stand by role only, say "
                 "'roles_only':true",
     ERR_DENIED},
    {PASSAGE("'words':'w','lang':'en'," HAND("@interview")),
     "passage: cannot take in words of an interview or a witness's statement: this "
     "archive has no compartment to seal them to; make one first: stele seal new",
     ERR_DENIED},
    {"{'kind':'passage','source':'@interview','locator':{'page':1},'words':'w','lang':'"
     "en'}",
     "passage: cannot take in words of an interview or a witness's statement: this "
     "archive has no compartment to seal them to; make one first: stele seal new",
     ERR_DENIED},
    {"{'kind':'passage','source':'@testimony','locator':{'page':1},'words':'w','lang':'"
     "en'}",
     "passage: cannot take in words of an interview or a witness's statement: this "
     "archive has no compartment to seal them to; make one first: stele seal new",
     ERR_DENIED},
    {"{'kind':'passage','source':'@letter','locator':{'page':1},'words':'w','lang':'en',"
     "'roles_only':true," HAND("@role") "}",
     "passage: 'roles_only' is for a published source: give the source a class that says "
     "it is "
     "published",
     ERR_DENIED},
    {"{'kind':'passage','source':'@source','locator':{'page':1},'words':'w','lang':'en',"
     "'roles_only':true," HAND("@role") "}",
     "passage: 'roles_only' is for a published source: give the source a class that says "
     "it is "
     "published",
     ERR_DENIED},
};

enum { PROTECTED = sizeof protected_cases / sizeof protected_cases[0] };

static void what_would_need_a_seal_is_not_taken_in(void **state)
{
    (void)state;
    run(protected_cases, PROTECTED, false);
}

static void a_synthetic_archive_takes_all_of_it(void **state)
{
    struct check_case cases[PROTECTED];

    (void)state;
    for (size_t i = 0; i < PROTECTED; i++)
        cases[i] = (struct check_case){protected_cases[i].statement, NULL, ERR_OK};
    run(cases, PROTECTED, true);
}

static void officials_roles_and_groups_stand_in_the_open(void **state)
{
    static const struct check_case cases[] = {
        {"{'kind':'entity','id':'@new','entity':'person','class':'public_official'}",
         NULL, 0},
        {"{'kind':'entity','id':'@new','entity':'person','class':'role','label':'a "
         "resident'}",
         NULL, 0},
        {CLAIM("'about':'@official','property':'name','value':{'written':'x'}"), NULL, 0},
        {CLAIM("'about':'@group','property':'name','value':{'written':'x'}"), NULL, 0},
        {CLAIM("'about':'@role','property':'sex','value':{'term':'female'}"), NULL, 0},
        {CLAIM("'about':'@interview','property':'interviewee','value':'@role'"), NULL, 0},
        {CLAIM("'about':'@item','property':'shot_by','value':'@group'"), NULL, 0},
        {PASSAGE("'words':'w','lang':'en'," HAND("@official")), NULL, 0},
        {PASSAGE("'words':'w','lang':'en'," HAND("@people")), NULL, 0},
        {PASSAGE("'words':'w','lang':'en','roles_only':true," HAND("@role")), NULL, 0},
        {PASSAGE("'words':'w','lang':'en','roles_only':true,'chain_as':'#q_role'"), NULL,
         0},
        {"{'kind':'passage','source':'@letter','locator':{'page':1},'words':'w','lang':'"
         "en'}",
         NULL, 0},
    };

    (void)state;
    RUN(cases, false);
}

static void what_cannot_be_looked_up_counts_as_private(void **state)
{
    static const struct {
        const char *statement;
        enum err_code code;
    } cases[] = {
        {CLAIM("'about':'@official','property':'name','value':{'written':'x'}"),
         ERR_DENIED},
        {PASSAGE("'words':'w','lang':'en'," HAND("@official")), ERR_DENIED},
        {PASSAGE("'words':'w','lang':'en','chain_as':'#q'"), ERR_DENIED},
        {PASSAGE("'words':'w','lang':'en'"), ERR_OK},
        {COUNT("{'exact':1,'unit':'body'}"), ERR_OK},
    };
    struct world *world = world_new();
    const struct check_context context = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct value v = statement_of(world, cases[i].statement);
        struct err err = {0};

        assert_int_equal(check_statement(&context, &v, &err), cases[i].code);
    }
    world_free(world);
}

static void a_failed_lookup_is_reported_as_it_is(void **state)
{
    static const char *const cases[] = {
        COUNT("{'exact':1,'unit':'body'}"),
        PASSAGE("'words':'w','lang':'en'"),
        "{'kind':'entity','id':'@new','entity':'place'}",
        "{'kind':'withdraw','of':%c,'reason':'typing_error'}",
        "{'kind':'assess','of':['@people'],'status':'accepted','reason':'r'}",
    };
    struct world *world = world_new();
    const struct check_context context = world_context(world, false);

    (void)state;
    world->io_error = "disk gone";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct value v = statement_of(world, cases[i]);
        struct err err = {0};

        assert_int_equal(check_statement(&context, &v, &err), ERR_IO);
        assert_true(str_ends_with(str_from_c(err.message), STR(": disk gone")));
    }
    world_free(world);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        cmocka_unit_test(a_statement_has_a_known_kind_and_known_members),
        cmocka_unit_test(a_member_written_twice_is_refused),
        cmocka_unit_test(a_complete_statement_says_where_when_and_who),
        cmocka_unit_test(a_claim_rests_on_one_thing),
        cmocka_unit_test(a_claim_is_about_what_its_property_is_for),
        cmocka_unit_test(a_count_keeps_its_words_bounds_and_unit),
        cmocka_unit_test(places_dates_names_and_terms_have_their_shapes),
        cmocka_unit_test(qualifiers_are_those_of_the_property),
        cmocka_unit_test(a_passage_says_where_words_stand_and_through_whose_hands),
        cmocka_unit_test(an_entity_has_a_kind_a_class_and_a_new_id),
        cmocka_unit_test(judgements_name_what_they_judge_and_why),
        cmocka_unit_test(material_says_what_it_is_and_where_it_is_from),
        cmocka_unit_test(the_house_keeping_kinds_are_checked_too),
        cmocka_unit_test(what_would_need_a_seal_is_not_taken_in),
        cmocka_unit_test(a_synthetic_archive_takes_all_of_it),
        cmocka_unit_test(officials_roles_and_groups_stand_in_the_open),
        cmocka_unit_test(what_cannot_be_looked_up_counts_as_private),
        cmocka_unit_test(a_failed_lookup_is_reported_as_it_is),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
