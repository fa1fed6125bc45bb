#include "format/value.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void members_are_found_by_key(void **state)
{
    struct value v = value_object();
    int64_t n = 5;

    (void)state;
    value_set(&v, &arena, STR("kind"), value_string(STR("claim")));
    value_set(&v, &arena, STR("index"), value_integer(-7));
    value_set(&v, &arena, STR("ki"), value_null());
    assert_int_equal(v.count, 3);
    assert_true(str_equal(value_get_string(&v, STR("kind")), STR("claim")));
    assert_true(value_get_integer(&n, &v, STR("index")));
    assert_int_equal(n, -7);
    assert_int_equal(value_get(&v, STR("ki"))->type, VALUE_NULL);
    assert_true(value_is_string(value_get(&v, STR("kind")), STR("claim")));
}

static void what_is_not_there_or_of_another_type_is_not_found(void **state)
{
    struct value v = value_object();
    struct value list = value_array();
    int64_t n = 5;

    (void)state;
    value_set(&v, &arena, STR("kind"), value_string(STR("claim")));
    value_set(&v, &arena, STR("index"), value_integer(1));
    value_set(&v, &arena, STR("yes"), value_bool(true));
    assert_null(value_get(&v, STR("Kind")));
    assert_null(value_get(&v, STR("")));
    assert_null(value_get(&list, STR("kind")));
    assert_null(value_get(NULL, STR("kind")));
    assert_int_equal(value_get_string(&v, STR("index")).len, 0);
    assert_int_equal(value_get_string(&v, STR("none")).len, 0);
    assert_false(value_get_integer(&n, &v, STR("kind")));
    assert_false(value_get_integer(&n, &v, STR("none")));
    assert_false(value_get_integer(&n, &v, STR("yes")));
    assert_int_equal(n, 5);
    assert_false(value_is_string(NULL, STR("")));
    assert_false(value_is_string(value_get(&v, STR("index")), STR("1")));
    assert_false(value_is_string(value_get(&v, STR("kind")), STR("claims")));
    assert_int_equal(value_bool(false).type, VALUE_FALSE);
    assert_int_equal(value_bool(true).type, VALUE_TRUE);
}

static void setting_a_key_again_replaces_it_in_its_place(void **state)
{
    struct value v = value_object();

    (void)state;
    value_set(&v, &arena, STR("a"), value_integer(1));
    value_set(&v, &arena, STR("b"), value_integer(2));
    value_set(&v, &arena, STR("a"), value_string(STR("new")));
    assert_int_equal(v.count, 2);
    assert_true(str_equal(v.members[0].key, STR("a")));
    assert_true(value_is_string(&v.members[0].value, STR("new")));
}

static void containers_grow_and_keep_their_order(void **state)
{
    struct value list = value_array();
    struct value v = value_object();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        value_add(&list, &arena, value_integer(i));
        value_set(&v, &arena, arena_printf(&arena, "k%d", i), value_integer(i));
    }
    assert_int_equal(list.count, 1000);
    assert_int_equal(v.count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(list.items[i].integer, i);
        assert_int_equal(v.members[i].value.integer, i);
    }
}

static void a_copy_shares_nothing_with_its_original(void **state)
{
    char text[] = "name";
    char key[] = "key";
    struct arena other = {0};
    struct value inner = value_array();
    struct value v = value_object();
    struct value copy;

    (void)state;
    value_add(&inner, &other, value_string((struct str){text, 4}));
    value_add(&inner, &other, value_bool(true));
    value_set(&v, &other, (struct str){key, 3}, inner);
    value_set(&v, &other, STR("n"), value_integer(9));
    copy = value_copy(&v, &arena);
    arena_free(&other);
    memset(text, 'x', 4);
    memset(key, 'x', 3);
    assert_int_equal(copy.count, 2);
    assert_true(str_equal(copy.members[0].key, STR("key")));
    assert_true(value_is_string(&copy.members[0].value.items[0], STR("name")));
    assert_int_equal(copy.members[0].value.items[1].type, VALUE_TRUE);
    assert_int_equal(copy.members[1].value.integer, 9);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"members are found by key", members_are_found_by_key, NULL, release, NULL},
        {"what is not there or of another type is not found",
         what_is_not_there_or_of_another_type_is_not_found, NULL, release, NULL},
        {"setting a key again replaces it in its place",
         setting_a_key_again_replaces_it_in_its_place, NULL, release, NULL},
        {"containers grow and keep their order", containers_grow_and_keep_their_order,
         NULL, release, NULL},
        {"a copy shares nothing with its original",
         a_copy_shares_nothing_with_its_original, NULL, release, NULL},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
