#include "record/schema.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_key_is_found_again_and_labelled(void **state)
{
    size_t count;
    const struct schema_property *properties = schema_properties(&count);

    (void)state;
    assert_true(count > 150);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(schema_property(properties[i].key), &properties[i]);
        assert_int_equal(properties[i].id, i);
        assert_true(properties[i].label[SCHEMA_ENGLISH].len > 0);
        assert_true(properties[i].label[SCHEMA_UKRAINIAN].len > 0);
    }
}

static void every_kind_and_field_is_found_again(void **state)
{
    size_t count;
    const struct schema_kind *kinds = schema_kinds(&count);
    const struct schema_field *fields;

    (void)state;
    assert_int_equal(count, 12);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(schema_kind(kinds[i].key), &kinds[i]);
        assert_true(kinds[i].classes->count > 0);
    }
    fields = schema_fields(&count);
    for (size_t i = 0; i < count; i++)
        assert_ptr_equal(schema_field(fields[i].key), &fields[i]);
}

static void every_term_is_found_again_and_labelled(void **state)
{
    size_t count;
    const struct schema_vocabulary *vocabularies = schema_vocabularies(&count);
    size_t thesauri = 0;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const struct schema_vocabulary *v = &vocabularies[i];

        assert_ptr_equal(schema_vocabulary(v->key), v);
        thesauri += v->huridocs > 0;
        for (size_t j = 0; j < v->count; j++) {
            assert_ptr_equal(schema_term(v, v->terms[j].key), &v->terms[j]);
            assert_true(v->terms[j].label[SCHEMA_UKRAINIAN].len > 0);
        }
    }
    assert_true(thesauri >= 35);
}

static void what_is_unknown_is_not_found(void **state)
{
    (void)state;
    assert_null(schema_kind(STR("")));
    assert_null(schema_kind(STR("persons")));
    assert_null(schema_property(STR("zzz")));
    assert_null(schema_field(STR("fro")));
    assert_null(schema_vocabulary(STR("sexes")));
    assert_null(schema_term(schema_vocabulary(STR("sex")), STR("a")));
}

static void properties_say_what_the_model_asks(void **state)
{
    const struct schema_property *posting = schema_property(STR("posting"));
    const struct schema_property *name = schema_property(STR("name"));
    const struct schema_property *stance = schema_property(STR("stance"));
    const struct schema_property *wound = schema_property(STR("wound"));

    (void)state;
    assert_true(posting->needs_time);
    assert_true(schema_property(STR("area_of_operation"))->needs_time);
    assert_true(schema_property(STR("unit_position"))->needs_time);
    assert_int_equal(schema_sensitivity(name, schema_kind(STR("person"))),
                     SCHEMA_WITNESS);
    assert_int_equal(schema_sensitivity(name, schema_kind(STR("place"))), SCHEMA_OPEN);
    assert_true(stance->about & SCHEMA_CLAIM);
    assert_int_equal(stance->required_count, 1);
    assert_true(str_equal(stance->required[0]->key, STR("by")));
    assert_true(schema_property(STR("count"))->is_single);
    assert_true(schema_property(STR("number"))->is_unit_optional);
    assert_int_equal(wound->extra_count, 7);
    assert_true(wound->demand_count > 0 && !wound->demands[0].is_checked);
    assert_true(str_equal(wound->demands[0].standard->key, STR("minnesota")));
}

static void the_digest_is_there_for_the_index(void **state)
{
    static const struct digest zero = {{0}};

    (void)state;
    assert_false(digest_equal(schema_digest(), &zero));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        cmocka_unit_test(every_key_is_found_again_and_labelled),
        cmocka_unit_test(every_kind_and_field_is_found_again),
        cmocka_unit_test(every_term_is_found_again_and_labelled),
        cmocka_unit_test(what_is_unknown_is_not_found),
        cmocka_unit_test(properties_say_what_the_model_asks),
        cmocka_unit_test(the_digest_is_there_for_the_index),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
