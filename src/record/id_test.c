#include "record/id.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void ids_give_the_vectors_of_the_format(void **state)
{
    static const struct {
        uint8_t random[ID_RANDOM];
        const char *id;
    } vectors[] = {
        {{0}, "00000000000000000"},
        {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, "000g40r40m30e209j"},
        {{255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, "zzzzzzzzzzzzzzzzm"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        const struct id id = id_new(vectors[i].random);

        assert_string_equal(id.text, vectors[i].id);
        assert_true(id_is_valid(id_str(&id)));
    }
}

static void every_wrong_character_and_every_swap_is_found(void **state)
{
    static const uint8_t random[ID_RANDOM] = {0x9c, 0x03, 0x5e, 0xb1, 0x77,
                                              0x10, 0xfe, 0x42, 0xd8, 0x2b};
    const struct id id = id_new(random);

    (void)state;
    for (size_t i = 0; i < ID_LEN; i++) {
        for (const char *c = "0123456789abcdefghjkmnpqrstvwxyz"; *c; c++) {
            struct id wrong = id;

            wrong.text[i] = *c;
            assert_true(id_is_valid(id_str(&wrong)) == (*c == id.text[i]));
        }
        for (size_t j = 0; j < i; j++) {
            struct id swapped = id;

            swapped.text[i] = id.text[j];
            swapped.text[j] = id.text[i];
            assert_true(id_is_valid(id_str(&swapped)) == (id.text[i] == id.text[j]));
        }
    }
}

static void an_id_is_read_as_people_type_it(void **state)
{
    static const char *const typed[] = {"000g40r40m30e209j", "000G-40R4-0M30-E209J",
                                        " ooog 4or4 om3o e2o9j\n", "OOOG40R40M30E209J"};
    struct err err = {0};
    struct id id = {0};

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        assert_int_equal(id_parse(&id, str_from_c(typed[i]), &err), ERR_OK);
        assert_string_equal(id.text, "000g40r40m30e209j");
    }
    assert_string_equal(id_show(&id).text, "000g-40r4-0m30-e209j");
}

static void i_and_l_are_read_as_one(void **state)
{
    static const uint8_t random[ID_RANDOM] = {0x08, 0x42, 0x10, 0x84, 0x21,
                                              0x08, 0x42, 0x10, 0x84, 0x21};
    const struct id id = id_new(random);
    struct id typed = id;
    struct id read = {0};
    struct err err = {0};

    (void)state;
    assert_memory_equal(id.text, "1111111111111111", 16);
    typed.text[0] = 'i';
    typed.text[1] = 'L';
    assert_int_equal(id_parse(&read, id_str(&typed), &err), ERR_OK);
    assert_string_equal(read.text, id.text);
}

static void what_is_no_id_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } bad[] = {
        {"", "\"\" is not an id: it has 0 characters, not 17"},
        {"000g40r40m30e209",
         "\"000g40r40m30e209\" is not an id: it has 16 characters, not 17"},
        {"000g40r40m30e209jj",
         "\"000g40r40m30e209jj\" is not an id: it has 18 characters, not 17"},
        {"000u40r40m30e209j", "\"000u40r40m30e209j\" is not an id: character 4 is not a "
                              "digit or a letter other than u"},
        {"000g40r40m30e209k", "\"000g40r40m30e209k\" is not an id: a character is wrong "
                              "or two are swapped; compare it with the original"},
    };
    struct id id = {.text = "unchanged"};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(id_parse(&id, str_from_c(bad[i].text), &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].message);
        assert_string_equal(id.text, "unchanged");
    }
    assert_false(id_is_valid(STR("000G40R40M30E209J")));
    assert_false(id_is_valid(STR("000g40r40m30e20")));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        cmocka_unit_test(ids_give_the_vectors_of_the_format),
        cmocka_unit_test(every_wrong_character_and_every_swap_is_found),
        cmocka_unit_test(an_id_is_read_as_people_type_it),
        cmocka_unit_test(i_and_l_are_read_as_one),
        cmocka_unit_test(what_is_no_id_is_refused_with_the_reason),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
