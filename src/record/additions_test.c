#include "record/additions.h"

#include "record/facts_testing.h"

/* Single quotes for double ones. */
static void put_quoted(struct buf *out, const char *text)
{
    for (size_t i = 0; text[i]; i++)
        if (text[i] == '\'')
            buf_char(out, '"');
        else
            buf_char(out, text[i]);
}

static struct value json(struct facts *f, const char *text)
{
    struct buf quoted = {0};
    struct value v;

    put_quoted(&quoted, text);
    if (foreign_parse(&v, &f->arena, arena_str(&f->arena, buf_str(&quoted)), &f->err) !=
        ERR_OK)
        fail_msg("%s: %s", text, f->err.message);
    buf_release(&quoted);
    return v;
}

static struct draft_result *say(struct facts *f, const char *text)
{
    const struct value drafts = json(f, text);
    struct draft_result *results;
    size_t count;

    facts_ok(drafts_add(&results, &count, &f->arena, f->archive, &drafts, &f->err), f);
    return results;
}

static void is_refused(struct facts *f, const char *text, enum err_code code,
                       const char *message)
{
    const struct value drafts = json(f, text);
    struct draft_result *results;
    size_t count;
    struct buf quoted = {0};

    put_quoted(&quoted, message);
    assert_int_equal(
        drafts_add(&results, &count, &f->arena, f->archive, &drafts, &f->err), code);
    if (!str_equal(str_from_c(f->err.message), buf_str(&quoted)))
        fail_msg("\"%s\" is not \"" STR_FMT "\"", f->err.message,
                 STR_ARG(buf_str(&quoted)));
    buf_release(&quoted);
}

static const struct additions *added(struct facts *f)
{
    struct additions *additions;

    facts_ok(frontier_now(&f->view, &f->arena, f->index, &f->err), f);
    facts_ok(additions_read(&additions, &f->arena, f->index, f->view, &f->err), f);
    return additions;
}

static struct claim_row claim(struct facts *f, struct ref ref)
{
    struct claim_row row;

    facts_ok(query_claim(&row, &f->arena, f->index, ref, &f->err), f);
    return row;
}

static void is_text(struct str got, const char *wanted)
{
    if (!str_equal(got, str_from_c(wanted)))
        fail_msg("\"" STR_FMT "\" is not \"%s\"", STR_ARG(got), wanted);
}

static struct str dump(struct facts *f)
{
    struct buf bytes = {0};
    struct str text;

    facts_ok(index_dump(&bytes, f->index, &f->err), f);
    text = arena_str(&f->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

static void rebuild(struct facts *f)
{
    const struct str before = dump(f);

    facts_ok(archive_reindex(f->archive, &f->err), f);
    f->index = archive_index(f->archive);
    assert_true(str_equal(before, dump(f)));
}

#define GROUND                                                                           \
    "{'kind':'entity','id':'s','entity':'source','class':'web_page'},"                   \
    "{'kind':'passage','id':'q','source':'s','locator':{'paragraph':1},'lang':'en',"     \
    "'words':'tied with a net'},"                                                        \
    "{'kind':'entity','id':'r','entity':'remains','class':'body'},"                      \
    "{'kind':'entity','id':'p','entity':'place'},"
#define NET                                                                              \
    "{'kind':'schema','add':'term','vocabulary':'restraint','key':'net','en':'net',"     \
    "'uk':'сітка'}"
#define GAIT                                                                             \
    "{'kind':'schema','add':'property','key':'gait','en':'gait','uk':'хода',"        \
    "'definition':{'about':['person','people'],'values':['term','text'],"                \
    "'sensitivity':'open'}}"

static void a_term_of_the_archive_is_taken_shown_and_survives_a_rebuild(void **state)
{
    struct facts f;
    struct draft_result *said;
    const struct schema_term *term;
    struct ref ref;

    (void)state;
    facts_start(&f, true);
    /* the claim before the term that it needs: drafts come in any order */
    said = say(&f, "[{'kind':'claim','about':'r','property':'restraint',"
                   "'value':{'term':'net'},'passage':'q'}," GROUND NET "]");
    assert_true(str_equal(said[0].kind, STR("schema")));
    ref = said[4].ref;
    for (int round = 0; round < 2; round++) {
        is_text(claim(&f, ref).term, "net");
        term = additions_term(added(&f), schema_vocabulary(STR("restraint")), STR("net"));
        assert_non_null(term);
        is_text(term->label[SCHEMA_ENGLISH], "net");
        is_text(term->label[SCHEMA_UKRAINIAN], "сітка");
        assert_null(
            additions_term(NULL, schema_vocabulary(STR("restraint")), STR("net")));
        rebuild(&f);
    }
    /* and in a batch of its own, from what the index holds */
    (void)say(&f, "[" GROUND "{'kind':'claim','about':'r','property':'restraint',"
                  "'value':{'term':'net'},'passage':'q'}]");
    facts_end(&f);
}

static void a_property_of_the_archive_is_taken_shown_and_survives_a_rebuild(void **state)
{
    struct facts f;
    struct draft_result *said;
    const struct schema_property *property;

    (void)state;
    facts_start(&f, true);
    said = say(
        &f,
        "[" GROUND "{'kind':'entity','id':'m','entity':'people'},"
        "{'kind':'claim','id':'c','about':'m','property':'gait','value':{'term':'limp',"
        "'words':'limping'},'quantifier':'some','passage':'q'},"
        "{'kind':'claim','id':'d','about':'m','property':'gait','value':'as.if drunk',"
        "'passage':'q'},"
        "{'kind':'schema','add':'term','vocabulary':'gait','key':'limp','en':'limp',"
        "'uk':'кульгавість'}," GAIT "]");
    for (int round = 0; round < 2; round++) {
        is_text(claim(&f, said[7].ref).term, "limp");
        is_text(claim(&f, said[7].ref).text, "limping");
        is_text(claim(&f, said[7].ref).property, "gait");
        is_text(claim(&f, said[8].ref).text, "as.if drunk");
        property = additions_property(added(&f), STR("gait"));
        assert_non_null(property);
        is_text(property->label[SCHEMA_ENGLISH], "gait");
        is_text(property->label[SCHEMA_UKRAINIAN], "хода");
        assert_non_null(additions_term(added(&f), property->vocabulary, STR("limp")));
        assert_ptr_equal(additions_vocabulary(added(&f), STR("sex")),
                         schema_vocabulary(STR("sex")));
        rebuild(&f);
    }
    facts_end(&f);
}

static void a_kind_of_the_archive_has_classes_and_properties(void **state)
{
    struct facts f;
    struct draft_result *said;
    struct entity_row row;

    (void)state;
    facts_start(&f, true);
    said =
        say(&f, "[" GROUND "{'kind':'entity','id':'v','entity':'vessel','class':'barge'},"
                "{'kind':'claim','about':'v','property':'moored_at','value':'p',"
                "'passage':'q'},"
                "{'kind':'schema','add':'property','key':'moored_at','en':'moored at',"
                "'uk':'пришвартовано','definition':{'about':['vessel'],"
                "'values':['reference'],'refers':['place','vessel'],'single':true}},"
                "{'kind':'schema','add':'term','vocabulary':'vessel_class','key':'barge',"
                "'en':'barge','uk':'баржа'},"
                "{'kind':'schema','add':'kind','key':'vessel','en':'vessel',"
                "'uk':'судно','definition':{}}]");
    assert_non_null(additions_kind(added(&f), STR("vessel")));
    facts_ok(query_entity(&row, &f.arena, f.index, f.view, said[7].entity, &f.err), &f);
    is_text(row.kind, "vessel");
    is_text(row.class_, "barge");
    assert_true(str_equal(claim(&f, said[8].ref).entity, said[6].entity));
    is_refused(&f, "[{'kind':'entity','id':'v','entity':'vessel','class':'raft'}]",
               ERR_INVALID,
               "draft 1 ('v'): entity: member 'class': 'raft' is not a term of "
               "'vessel_class'");
    rebuild(&f);
    facts_end(&f);
}

static void what_nobody_added_is_refused(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, true);
    is_refused(&f,
               "[" GROUND "{'kind':'claim','about':'r','property':'restraint',"
               "'value':{'term':'net'},'passage':'q'}]",
               ERR_INVALID,
               "draft 5: claim: value: member 'term': 'net' is not a term of "
               "'restraint'");
    is_refused(&f,
               "[" GROUND "{'kind':'claim','about':'r','property':'gait','value':'x',"
               "'passage':'q'}]",
               ERR_INVALID, "draft 5: claim: there is no property 'gait'");
    is_refused(&f, "[{'kind':'entity','id':'v','entity':'vessel'}]", ERR_INVALID,
               "draft 1 ('v'): entity: there is no kind of entity 'vessel'");
    /* what was added is held to its definition */
    is_refused(&f,
               "[" GAIT "," GROUND "{'kind':'entity','id':'m','entity':'people'},"
               "{'kind':'claim','about':'m','property':'gait','value':'x','passage':'q',"
               "'qualifiers':{'role':'x'}}]",
               ERR_INVALID, "draft 7: claim: 'gait' takes no qualifier 'role'");
    facts_end(&f);
}

static void a_batch_that_is_undone_adds_nothing(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, true);
    is_refused(&f, "[" NET ",{'kind':'entity','id':'v','entity':'vessel'}]", ERR_INVALID,
               "draft 2 ('v'): entity: there is no kind of entity 'vessel'");
    (void)say(&f, "[" NET "]");
    is_refused(&f, "[" NET "]", ERR_CONFLICT,
               "schema: 'net' is a term of 'restraint' already");
    facts_end(&f);
}

static const struct {
    const char *members;
    const char *message; /* NULL: it may be added */
    enum err_code code;
} cases[] = {
    {"'add':'term','key':'x','vocabulary':'sex'", NULL, 0},
    {"'add':'term','key':'X','vocabulary':'sex'",
     "member 'key' is not of a-z, 0-9 and _, at most 64 of them", ERR_INVALID},
    {"'add':'term','key':'female','vocabulary':'sex'",
     "'female' is a term of 'sex' already", ERR_CONFLICT},
    {"'add':'term','key':'x','vocabulary':'y'", "there is no vocabulary 'y'",
     ERR_INVALID},
    {"'add':'term','key':'x','vocabulary':'mode'",
     "vocabulary 'mode' is closed: the program goes by each of its terms", ERR_INVALID},
    {"'add':'term','key':'x','vocabulary':'member_role'",
     "vocabulary 'member_role' is closed: the program goes by each of its terms",
     ERR_INVALID},
    {"'add':'term','key':'x'", "a term needs its 'vocabulary'", ERR_INVALID},
    {"'add':'label','key':'x'", "member 'add' is not 'kind', 'property' or 'term'",
     ERR_INVALID},
    {"'add':'kind','key':'person','definition':{}", "there is a kind 'person' already",
     ERR_CONFLICT},
    {"'add':'kind','key':'claim','definition':{}", "there is a kind 'claim' already",
     ERR_CONFLICT},
    {"'add':'kind','key':'x'", "a kind or property needs its 'definition'", ERR_INVALID},
    {"'add':'kind','key':'x','definition':{'about':1}",
     "definition: there is no member 'about' here", ERR_INVALID},
    {"'add':'kind','key':'x','definition':{'classes':'y'}",
     "definition: member 'classes': there is no vocabulary 'y'", ERR_INVALID},
    {"'add':'kind','key':'x','definition':{'classes':'sex'}", NULL, 0},
    {"'add':'property','key':'age','definition':{}", "there is a property 'age' already",
     ERR_CONFLICT},
    {"'add':'property','key':'x'", "a kind or property needs its 'definition'",
     ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['person']}",
     "definition: member 'values' is missing", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['ship'],'values':['text']}",
     "definition: member 'about': there is no kind of entity 'ship'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['claim'],'values':['text']}",
     NULL, 0},
    {"'add':'property','key':'x','definition':{'about':[7],'values':['text']}",
     "definition: member 'about': there is no kind of entity ''", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['number']}",
     "definition: member 'values': there is no shape of value 'number'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['text'],"
     "'vocabulary':'sex'}",
     "definition: member 'vocabulary' goes with the value 'term'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['text'],"
     "'extras':['part']}",
     "definition: member 'extras' goes with the value 'term'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['text'],"
     "'refers':['place']}",
     "definition: member 'refers' goes with the value 'reference'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],"
     "'values':['reference']}",
     "definition: a reference needs 'refers': the kinds it may point to", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],"
     "'values':['reference'],'refers':['claim']}",
     "definition: member 'refers': there is no kind of entity 'claim'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['term'],"
     "'vocabulary':'y'}",
     "definition: member 'vocabulary': there is no vocabulary 'y'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['term'],"
     "'vocabulary':'sex','extras':['timing'],'allowed':['role'],'required':['by']}",
     NULL, 0},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['text'],"
     "'allowed':['colour_of_shoes']}",
     "definition: member 'allowed': there is no field 'colour_of_shoes'", ERR_INVALID},
    {"'add':'property','key':'x','definition':{'about':['event'],'values':['text'],"
     "'sensitivity':'secret'}",
     "definition: member 'sensitivity' is not 'open', 'restricted' or 'witness'",
     ERR_INVALID},
};

static void what_cannot_be_added_is_refused_with_the_reason(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, true);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct value v =
            json(&f, arena_printf(&f.arena, "{'kind':'schema','en':'x','uk':'x',%s}",
                                  cases[i].members)
                         .ptr);
        struct err err = {0};

        assert_int_equal(additions_check(NULL, &v, &err), cases[i].code);
        for (size_t k = 0; err.message[k]; k++)
            if (err.message[k] == '"')
                err.message[k] = '\'';
        if (cases[i].message && strcmp(err.message, cases[i].message) != 0)
            fail_msg("\"%s\" is not \"%s\"", err.message, cases[i].message);
    }
    facts_end(&f);
}

static void no_addition_changes_what_the_program_carries(void **state)
{
    struct facts f;
    struct additions *a;
    struct value v;

    (void)state;
    facts_start(&f, true);
    a = additions_new(&f.arena);
    v = json(&f, "{'add':'property','key':'age','en':'old','uk':'x','definition':{"
                 "'about':['event'],'values':['text']}}");
    additions_put(a, &v);
    assert_ptr_equal(additions_property(a, STR("age")), schema_property(STR("age")));
    v = json(&f, "{'add':'term','vocabulary':'sex','key':'female','en':'f','uk':'x'}");
    additions_put(a, &v);
    assert_ptr_equal(additions_term(a, schema_vocabulary(STR("sex")), STR("female")),
                     schema_term(schema_vocabulary(STR("sex")), STR("female")));
    v = json(&f, "{'add':'kind','key':'person','en':'p','uk':'x','definition':{}}");
    additions_put(a, &v);
    assert_ptr_equal(additions_kind(a, STR("person")), schema_kind(STR("person")));
    assert_null(additions_kind_at(a, 0));
    facts_end(&f);
}

static void of_two_additions_of_one_key_the_first_holds(void **state)
{
    struct facts f;
    struct additions *a;
    struct value v;

    (void)state;
    facts_start(&f, true);
    a = additions_new(&f.arena);
    for (int i = 0; i < 2; i++) {
        v = json(&f, i == 0 ? "{'add':'term','vocabulary':'sex','key':'x','en':'first',"
                              "'uk':'x'}"
                            : "{'add':'term','vocabulary':'sex','key':'x','en':'second',"
                              "'uk':'x'}");
        additions_put(a, &v);
    }
    is_text(
        additions_term(a, schema_vocabulary(STR("sex")), STR("x"))->label[SCHEMA_ENGLISH],
        "first");
    facts_end(&f);
}

static void put_numbered(struct facts *f, struct additions *a, const char *what, int i)
{
    const struct value v =
        json(f, arena_printf(&f->arena,
                             "{'add':'%s','key':'x%d','en':'x','uk':'x',"
                             "'vocabulary':'sex','definition':{}}",
                             what, (i * 2741) % ADDITIONS_MAX)
                    .ptr);

    additions_put(a, &v);
}

static void what_can_be_added_has_limits(void **state)
{
    const struct schema_vocabulary *sex = schema_vocabulary(STR("sex"));
    struct facts f;
    struct additions *a;
    struct value v;
    size_t kinds;
    size_t own;

    (void)state;
    facts_start(&f, true);
    a = additions_new(&f.arena);
    for (int i = 0; i < ADDITIONS_MAX; i++)
        put_numbered(&f, a, "term", i);
    for (int i = 0; i < ADDITIONS_MAX; i++)
        assert_non_null(additions_term(a, sex, arena_printf(&f.arena, "x%d", i)));
    v = json(&f, "{'add':'term','key':'y','vocabulary':'sex'}");
    assert_int_equal(additions_check(a, &v, &f.err), ERR_LIMIT);
    assert_string_equal(f.err.message, "an archive can add 4096 to the schema, not more");
    additions_put(a, &v);
    assert_null(additions_term(a, sex, STR("y")));

    a = additions_new(&f.arena);
    (void)schema_kinds(&own);
    for (int i = 0; i < 31; i++)
        put_numbered(&f, a, "kind", i);
    for (kinds = 0; additions_kind_at(a, kinds); kinds++)
        assert_true((additions_kind_at(a, kinds)->bit & SCHEMA_CLAIM) == 0);
    assert_int_equal(kinds, 31 - own);
    v = json(&f, "{'add':'kind','key':'y','definition':{}}");
    assert_int_equal(additions_check(a, &v, &f.err), ERR_LIMIT);
    is_text(str_from_c(f.err.message),
            arena_printf(&f.arena, "an archive can add %zu kinds, not more", kinds).ptr);
    facts_end(&f);
}

static void claims_of_two_added_properties_are_not_decided_between(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, true);
    is_refused(
        &f,
        "[" GROUND "{'kind':'schema','add':'property','key':'hue','en':'hue','uk':'x',"
        "'definition':{'about':['remains'],'values':['text']}},"
        "{'kind':'schema','add':'property','key':'tint','en':'tint','uk':'x',"
        "'definition':{'about':['remains'],'values':['text']}},"
        "{'kind':'claim','id':'a','about':'r','property':'hue','value':'red',"
        "'passage':'q'},"
        "{'kind':'claim','id':'b','about':'r','property':'tint','value':'red',"
        "'passage':'q'},"
        "{'kind':'decide','among':['a','b'],'prefer':'a','rule':'nearest_to_speaker',"
        "'reason':'x'}]",
        ERR_INVALID, "draft 9: decide: 'among' names claims of different properties");
    facts_end(&f);
}

/* Nothing that an archive says of itself opens what must be sealed. */
static void a_real_archive_protects_people_from_its_own_additions(void **state)
{
    struct facts f;

    (void)state;
    facts_start(&f, false);
    (void)say(&f, "[{'kind':'schema','add':'property','key':'habit','en':'x','uk':'x',"
                  "'definition':{'about':['person','place'],'values':['text']}},"
                  "{'kind':'schema','add':'term','vocabulary':'source_class',"
                  "'key':'diary','en':'diary','uk':'щоденник'},"
                  "{'kind':'schema','add':'term','vocabulary':'person_class',"
                  "'key':'farmer','en':'farmer','uk':'фермер'}," GAIT "]");
    is_refused(&f,
               "[" GROUND "{'kind':'entity','id':'w','entity':'person','class':'role',"
               "'label':'a farmer'},{'kind':'claim','about':'w','property':'habit',"
               "'value':'x','passage':'q'}]",
               ERR_DENIED,
               "draft 6: claim: cannot take in 'habit' of a person: this archive has no "
               "compartment to seal it to, and it would stand open for ever; make one "
               "first: stele seal new");
    is_refused(&f,
               "[{'kind':'entity','id':'w','entity':'person','class':'farmer',"
               "'label':'a farmer'}]",
               ERR_DENIED,
               "draft 1 ('w'): entity: cannot take in a private person: this archive "
               "has no compartment to seal it to (stele seal new); or use class 'role' "
               "with a label that says the role and no name, or 'people'");
    is_refused(&f,
               "[{'kind':'entity','id':'s','entity':'source','class':'diary'},"
               "{'kind':'passage','source':'s','locator':{'page':1},'lang':'uk',"
               "'words':'x','roles_only':true}]",
               ERR_DENIED,
               "draft 2: passage: 'roles_only' is for a published source: give the "
               "source a class that says it is published");
    /* said to be open, and of a place */
    (void)say(&f, "[" GROUND "{'kind':'entity','id':'w','entity':'person',"
                  "'class':'role','label':'a farmer'},{'kind':'claim','about':'w',"
                  "'property':'gait','value':'x','passage':'q'},{'kind':'claim',"
                  "'about':'p','property':'habit','value':'x','passage':'q'}]");
    facts_end(&f);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_of_the_archive_is_taken_shown_and_survives_a_rebuild),
        cmocka_unit_test(a_property_of_the_archive_is_taken_shown_and_survives_a_rebuild),
        cmocka_unit_test(a_kind_of_the_archive_has_classes_and_properties),
        cmocka_unit_test(what_nobody_added_is_refused),
        cmocka_unit_test(a_batch_that_is_undone_adds_nothing),
        cmocka_unit_test(what_cannot_be_added_is_refused_with_the_reason),
        cmocka_unit_test(no_addition_changes_what_the_program_carries),
        cmocka_unit_test(of_two_additions_of_one_key_the_first_holds),
        cmocka_unit_test(what_can_be_added_has_limits),
        cmocka_unit_test(claims_of_two_added_properties_are_not_decided_between),
        cmocka_unit_test(a_real_archive_protects_people_from_its_own_additions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
