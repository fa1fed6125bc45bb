#include "record/world_testing.h"

#include "record/meet.h"

static struct world w;
static struct view all;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void say(const char *text)
{
    char json[1024];
    size_t len = 0;

    for (; text[len]; len++) {
        json[len] = text[len];
        if (text[len] == '\'')
            json[len] = '"';
    }
    json[len] = '\0';
    (void)world_say(&w, json);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
}

static const char *words_of(const char *text)
{
    struct meet_words words;
    struct buf joined = {0};
    struct str out;

    meet_words_of(&words, &w.arena, str_from_c(text));
    for (size_t i = 0; i < words.count; i++)
        buf_printf(&joined, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(words.items[i]));
    out = arena_str(&w.arena, buf_str(&joined));
    buf_release(&joined);
    return out.ptr;
}

static void two_spellings_of_one_name_come_out_alike(void **state)
{
    static const char *const pairs[][2] = {
        {"Шевченко Марія", "Mariia SHEVCHENKO"},
        {"Марія", "Maria"},
        {"Юлія Цой", "Tsoi, Yuliia"},
        {"Сергій", "Sergiy"},
        {"Андрій", "Andriy"},
        {"Євген", "Yevhen"},
        {"Щербак", "Shcherbak"},
        {"Жук", "Zhuk"},
        {"Михайло", "Mykhailo"},
        {"Згурський", "Zghurskyi"},
        {"Мар'яна", "Мар’яна"},
        {"Ґалаґан", "Galagan"},
        {"ІВАН", "іван"},
        {"Анна", "Anna"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_true(words_of(pairs[i][0])[0] != '\0');
        assert_string_equal(words_of(pairs[i][0]), words_of(pairs[i][1]));
    }
    assert_string_not_equal(words_of("Шевченко"), words_of("Шевчук"));
    assert_string_equal(words_of("О. Ю. І. 123"), "");
    assert_string_equal(words_of("\xff"), "");
}

static void say_person(const char *year)
{
    char claim[256];

    say("{'kind':'archive','format':1}");
    say("{'kind':'entity','id':'anna','entity':'person'}");
    say("{'kind':'entity','id':'talk','entity':'interview'}");
    say("{'kind':'entity','id':'village','entity':'place','label':'село Приклад'}");
    say("{'kind':'claim','about':'talk','property':'interviewee','value':'anna'}");
    say("{'kind':'claim','about':'anna','property':'name',"
        "'value':{'written':'Приклад Анна Іванівна'}}");
    (void)snprintf(claim, sizeof claim,
                   "{'kind':'claim','about':'anna','property':'birth',"
                   "'value':{'edtf':'%s'}}",
                   year);
    say(claim);
    say("{'kind':'claim','about':'anna','property':'residence','value':'village'}");
}

static struct meet_keys keys_of(enum meet_side side)
{
    struct meet_keys keys = {0};

    if (meet_keys_read(&keys, &w.arena, w.index, all, side, &w.err) != ERR_OK)
        fail_msg("%s", w.err.message);
    return keys;
}

static bool has_key(struct meet_keys keys, const char *text, uint32_t with)
{
    for (size_t i = 0; i < keys.count; i++)
        if (str_equal(keys.items[i].text, str_from_c(text)) && keys.items[i].with == with)
            return true;
    return false;
}

static void a_person_has_a_key_for_each_pair_of_what_is_known(void **state)
{
    struct meet_keys keys;

    (void)state;
    assert_string_equal(words_of("Приклад Анна"), "ana priklad");
    say_person("1980");
    keys = keys_of(MEET_HAND_OUT);
    assert_int_equal(keys.persons, 1);
    assert_int_equal(keys.nameless, 0);
    assert_int_equal(keys.count, 3);
    assert_true(has_key(keys, "stele person 1\nana priklad\n1980\n\n", MEET_YEAR));
    assert_true(has_key(keys, "stele person 1\nana priklad\n\npriklad\n", MEET_PLACE));
    assert_true(has_key(keys, "stele person 1\nana priklad\n1980\npriklad\n",
                        MEET_YEAR | MEET_PLACE));
    /* Looking up tries the years beside it. */
    keys = keys_of(MEET_LOOK_UP);
    assert_int_equal(keys.count, 7);
    assert_true(has_key(keys, "stele person 1\nana priklad\n1981\n\n", MEET_YEAR));
    assert_true(has_key(keys, "stele person 1\nana priklad\n1979\npriklad\n",
                        MEET_YEAR | MEET_PLACE));
}

static void an_age_gives_a_year_and_a_vague_birth_none(void **state)
{
    (void)state;
    say_person("1970/1989");
    assert_int_equal(keys_of(MEET_HAND_OUT).count, 1);
    say("{'kind':'claim','about':'anna','property':'age',"
        "'value':{'exact':42,'unit':'year'}}"); /* said in 2022 */
    assert_true(has_key(keys_of(MEET_HAND_OUT), "stele person 1\nana priklad\n1980\n\n",
                        MEET_YEAR));
}

static void who_took_everything_back_is_not_looked_for(void **state)
{
    (void)state;
    say_person("1980");
    say("{'kind':'consent','id':'a','person':'anna','on':'2024-01-01'}");
    assert_int_equal(keys_of(MEET_HAND_OUT).persons, 1);
    say("{'kind':'consent','withdraws':{'c':'','s':'a'},'on':'2024-02-01',"
        "'scope':'all'}");
    assert_int_equal(keys_of(MEET_HAND_OUT).persons, 0);
    assert_int_equal(keys_of(MEET_HAND_OUT).count, 0);
}

static void a_name_is_not_enough(void **state)
{
    (void)state;
    say("{'kind':'archive','format':1}");
    say("{'kind':'entity','id':'anna','entity':'person'}");
    say("{'kind':'entity','id':'other','entity':'person'}");
    say("{'kind':'consent','person':'anna','on':'2024-01-01'}");
    say("{'kind':'consent','person':'other','on':'2024-01-01'}");
    say("{'kind':'claim','about':'anna','property':'name',"
        "'value':{'written':'Anna Pryklad'}}");
    assert_int_equal(keys_of(MEET_HAND_OUT).persons, 2);
    assert_int_equal(keys_of(MEET_HAND_OUT).nameless, 1);
    assert_int_equal(keys_of(MEET_HAND_OUT).count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_spellings_of_one_name_come_out_alike),
        TEST(a_person_has_a_key_for_each_pair_of_what_is_known),
        TEST(an_age_gives_a_year_and_a_vague_birth_none),
        TEST(who_took_everything_back_is_not_looked_for),
        TEST(a_name_is_not_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
