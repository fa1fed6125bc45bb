#include "places/gazetteer_read.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct gazetteer_build build;
static struct gazetteer_report report;
static struct gazetteer_reading reading = {&arena, &build, &report, {"", 0}, {false}};

static int start(void **state)
{
    (void)state;
    report = (struct gazetteer_report){0};
    reading.has_country[0] = false;
    return 0;
}

static int end(void **state)
{
    (void)state;
    gazetteer_build_free(&build);
    arena_free(&arena);
    return 0;
}

/* "code kind parent lat,lon people names|": what became of a row. */
static const char *place_text(struct str code)
{
    static struct buf out;
    uint32_t at = gazetteer_build_find(&build, code);
    const struct build_place *place;

    buf_reset(&out);
    if (at == GAZETTEER_NO_PLACE)
        return "not there";
    place = &build.places[at];
    buf_printf(&out, "%s " STR_FMT, gazetteer_kind_word((enum gazetteer_kind)place->kind),
               STR_ARG(place->parent));
    if (place->has_point)
        buf_printf(&out, " %.4f,%.4f", place->point.lat, place->point.lon);
    if (place->population > 0)
        buf_printf(&out, " %lld", (long long)place->population);
    for (size_t i = 0; i < build.name_count; i++)
        if (build.names[i].place == at)
            buf_printf(&out, "|" STR_FMT "%s" STR_FMT, STR_ARG(build.names[i].text),
                       build.names[i].lang.len > 0 ? ":" : "",
                       STR_ARG(build.names[i].lang));
    return buf_text(&out);
}

/* The only problem, as "LINE reason"; "" when there is none. */
static const char *problem_text(void)
{
    static struct buf out;

    buf_reset(&out);
    for (int64_t i = 0; i < report.problem_count; i++)
        buf_printf(&out, "%s%zu " STR_FMT, i > 0 ? "; " : "", report.problems[i].line,
                   STR_ARG(report.problems[i].reason));
    return buf_text(&out);
}

#define ROW(id, name, lat, lon, class, code, country, a1, a2, a3, people)                \
    id "\t" name "\t" name "\t\t" lat "\t" lon                                           \
       "\t" class "\t" code "\t" country "\t\t" a1 "\t" a2 "\t" a3 "\t\t" people         \
                  "\t\t\t\t\n"

static void a_dump_of_geonames_gives_kinds_and_what_lies_in_what(void **state)
{
    static const struct {
        const char *code;
        const char *place;
    } cases[] = {
        {"1", "country  49.0000,32.0000|Ukraine"},
        {"2", "region iso:UA 50.0000,36.0000|Kharkiv Oblast"},
        {"3", "district geonames:2 49.0000,37.0000|Izyumskyy Rayon"},
        {"4", "settlement geonames:3 49.2088,37.2485 45884|Izium|Изюм:ru|Ізюм:uk"},
        {"5", "quarter geonames:2 49.9900,36.2300|Saltivka"},
        {"6", "settlement iso:PL 52.0000,21.0000|Warszawa"},
        {"7", "other geonames:2 49.5000,36.5000|Donets"},
        {"8", "settlement geonames:9 48.0000,25.0000|Kosiv"},
        {"9", "region iso:UA|Ivano-Frankivsk Oblast"},
        {"iso:PL", "country |Poland:en|Польща:uk|Польша:ru|بولندا:ar"},
        {"geonames-admin:UA.07.9", "district geonames:2 49.0000,37.0000|Izyumskyy Rayon"},
    };
    struct str text = STR(
        ROW("1", "Ukraine", "49", "32", "A", "PCLI", "UA", "00", "", "", "0")
            ROW("4", "Izium", "49.20875", "37.24847", "P", "PPLA2", "UA", "07", "9", "",
                "45884") ROW("2", "Kharkiv Oblast", "50", "36", "A", "ADM1", "UA", "07",
                             "", "", "0") ROW("3", "Izyumskyy Rayon", "49", "37", "A",
                                              "ADM2", "UA", "07", "9", "", "0")
                ROW("5", "Saltivka", "49.99", "36.23", "P", "PPLX", "UA", "07", "", "",
                    "0") ROW("6", "Warszawa", "52", "21", "P", "PPLC", "PL", "78", "", "",
                             "0") ROW("7", "Donets", "49.5", "36.5", "H", "STM", "UA",
                                      "07", "", "", "0")
                    ROW("8", "Kosiv", "48", "25", "P", "PPL", "UA", "06", "", "", "0"));

    (void)state;
    assert_true(gazetteer_recognise(text, STR("")) == GAZETTEER_GEONAMES);
    gazetteer_read_geonames(&reading, text);
    gazetteer_read_divisions(&reading,
                             STR("UA.06\tIvano-Frankivsk Oblast\tIvano-Frankivsk "
                                 "Oblast\t9\nUA.07\tKharkiv Oblast\tKharkiv Oblast\t2\n"
                                 "FR.11\tIle-de-France\tIle-de-France\t3012874\n"));
    gazetteer_read_alternates(
        &reading, STR("11\t4\tru\tИзюм\t\t\t\t\t\t\n12\t4\tuk\tІзюм\t1\n"
                      "13\t4\tlink\thttps://example.org/\n14\t77\tuk\tКиїв\n"));
    gazetteer_nest_geonames(&reading, text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(place_text(str_from_c(cases[i].code)), cases[i].place);
    assert_string_equal(place_text(STR("3012874")), "not there");
    assert_string_equal(problem_text(), "");
    assert_int_equal(report.row_count, 8);
}

static void rows_of_geonames_that_cannot_be_used_are_named(void **state)
{
    static const struct {
        struct str text;
        const char *problem;
    } cases[] = {
        {STR_INIT("1\tIzium\n"), "2 it has not the 19 fields of GeoNames"},
        {STR_INIT(ROW("1", "I\xff", "49", "37", "P", "PPL", "UA", "", "", "", "0")),
         "2 it is not UTF-8"},
        {STR_INIT(ROW("x", "Izium", "49", "37", "P", "PPL", "UA", "", "", "", "0")),
         "2 its first field is no number of GeoNames"},
        {STR_INIT(ROW("1", " ", "49", "37", "P", "PPL", "UA", "", "", "", "0")),
         "2 it has no name"},
        {STR_INIT(ROW("1", "Izium", "91", "37", "P", "PPL", "UA", "", "", "", "0")),
         "2 its coordinates are no point on the earth"},
        {STR_INIT(ROW("1", "Izium", "49", "", "P", "PPL", "UA", "", "", "", "0")),
         "2 its coordinates are no point on the earth"},
        {STR_INIT(ROW("7", "Izium", "49", "37", "P", "PPL", "UA", "", "", "", "0")),
         "2 its number 7 stood further up"},
    };
    static const struct str first =
        STR_INIT(ROW("7", "Kyiv", "50.4", "30.5", "P", "PPLC", "UA", "", "", "", "9"));

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf text = {0};

        start(state);
        buf_append(&text, first);
        buf_append(&text, cases[i].text);
        gazetteer_read_geonames(&reading, buf_str(&text));
        assert_string_equal(problem_text(), cases[i].problem);
        assert_int_equal(build.place_count, 1);
        gazetteer_build_free(&build);
        buf_release(&text);
    }
}

static void files_beside_a_dump_have_their_own_problems(void **state)
{
    (void)state;
    gazetteer_read_alternates(&reading, STR("11\t4\n"));
    gazetteer_read_divisions(&reading, STR("\nUA\tUkraine\tUkraine\t1\n"));
    assert_string_equal(problem_text(),
                        "1 it is not as GeoNames writes alternate names; 2 it is not as "
                        "GeoNames writes names of divisions");
}

#define KATOTTG_HEADER                                                                                                                                 \
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;" \
    "Категорія об’єкта;Назва об’єкта\r\n"

static void katottg_gives_levels_and_codes(void **state)
{
    static const struct {
        const char *code;
        const char *place;
    } cases[] = {
        {"UA63000000000041885", "region iso:UA|Харківська:uk"},
        {"UA63140000000096278", "district katottg:UA63000000000041885|Чугуївський:uk"},
        {"pcode:UA6314015", "community katottg:UA63140000000096278|Чкаловська:uk"},
        {"pcode:UA6314015004", "settlement katottg:UA63140150000093944|Гракове:uk"},
        {"pcode:UA80", "settlement iso:UA|Київ:uk"},
        {"pcode:UA8000000000", "settlement iso:UA|Київ:uk"},
        {"UA80000000000126643", "quarter katottg:UA80000000000093317|Голосіївський:uk"},
        {"iso:UA", "country |Ukraine:en|Україна:uk|Украина:ru|أوكرانيا:ar"},
    };
    struct str text = STR(
        KATOTTG_HEADER
        "UA63000000000041885;;;;;O;Харківська\r\n"
        "UA63000000000041885;UA63140000000096278;;;;Р;Чугуївський\r\n"
        "UA63000000000041885;UA63140000000096278;UA63140150000093944;;;H;Чкаловська \r\n"
        "UA63000000000041885;UA63140000000096278;UA63140150000093944;"
        "UA63140150040031976;;C;Гракове\r\n"
        "UA80000000000093317;;;;;K;Київ\r\n"
        "UA80000000000093317;UA80000000000093317;UA80000000000093317;"
        "UA80000000000093317;UA80000000000126643;B;Голосіївський\r\n");
    struct err err;

    (void)state;
    assert_true(gazetteer_recognise(text, STR("")) == GAZETTEER_KATOTTG);
    assert_int_equal(gazetteer_read_katottg(&reading, text, &err), ERR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(place_text(str_from_c(cases[i].code)), cases[i].place);
    assert_string_equal(problem_text(), "");
}

static void rows_of_katottg_that_cannot_be_used_are_named(void **state)
{
    struct str text = STR(KATOTTG_HEADER "UA63000000000041885;;;;;O;Харківська\n"
                                         "UA630;;;;;O;Х\n"
                                         ";;;;;O;Х\n"
                                         "UA63000000000041886;;;;;Z;Х\n"
                                         "UA63000000000041886;;;;;O; \n"
                                         "UA63000000000041885;;;;;O;Ще раз\n");
    struct err err;

    (void)state;
    assert_int_equal(gazetteer_read_katottg(&reading, text, &err), ERR_OK);
    assert_string_equal(problem_text(), "3 it has no code of KATOTTG; "
                                        "4 it has no code of KATOTTG; "
                                        "5 \"Z\" is no category of KATOTTG; "
                                        "6 it has no name; "
                                        "7 its code UA63000000000041885 stood further "
                                        "up");
    assert_int_equal(
        gazetteer_read_katottg(&reading, STR("Перший рівень;Назва об\n"), &err),
        ERR_INVALID);
    assert_string_equal(err.message,
                        "it has not all the columns of KATOTTG: five levels, "
                        "category, name");
}

static void the_table_of_pcodes_needs_no_mapping(void **state)
{
    static const struct {
        const char *code;
        const char *place;
    } cases[] = {
        {"katottg:UA63140150040031976",
         "settlement pcode:UA6314015 49.7182,36.8117|Hrakove:en|Гракове:uk"},
        {"UA0112017002", "settlement pcode:UA0112017|Levitanivka:en|Левітанівка:uk"},
        {"UA8000000000", "settlement iso:UA 50.4298,30.5544|Kyiv:en|Київ:uk"},
        {"UA63", "region iso:UA|Kharkivska:en"},
        {"UA6314", "district pcode:UA63|Chuhuivskyi:en"},
    };
    struct str text =
        STR("pcode\tname_en\tname_uk\tlat\tlon\tkatottg\n"
            "UA6314015004\tHrakove\tГракове\t49.71818928\t36.81166807\t"
            "UA63140150040031976\n"
            "UA0112017002\tLevitanivka\tЛевітанівка\t\t\tUA01120170020031309\n"
            "UA8000000000\tKyiv\tКиїв\t50.42981047\t30.55437837\tUA80000000001078669\n"
            "UA63\tKharkivska\t\t\t\t\n"
            "UA6314\tChuhuivskyi\t\t\t\t\n");
    struct err err;

    (void)state;
    assert_true(gazetteer_recognise(text, STR("")) == GAZETTEER_PCODE);
    assert_int_equal(gazetteer_read_table(&reading, text, STR(""), &err), ERR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(place_text(str_from_c(cases[i].code)), cases[i].place);
    assert_string_equal(problem_text(), "");
}

static void any_table_is_read_by_a_mapping(void **state)
{
    struct str text = STR("Назва;Інакше;Y;X;Що;У\n"
                          "Стара ферма;Ферма|Колгосп;49,5;36,5;other;UA6314015\n"
                          "Яр;;;;;row-1\n");
    struct err err;

    (void)state;
    assert_int_equal(gazetteer_read_table(
                         &reading, text,
                         STR("name:uk=Назва,other=2,lat=Y,lon=X,kind=Що,parent=У"), &err),
                     ERR_OK);
    gazetteer_build_tidy(&build);
    assert_string_equal(place_text(STR("row-1")),
                        "other pcode:UA6314015 49.5000,36.5000|Стара ферма:uk|Ферма|"
                        "Колгосп");
    assert_string_equal(place_text(STR("row-2")), "settlement row-1|Яр:uk");
    assert_string_equal(problem_text(), "");
    assert_true(report.separator == ';');
}

static void rows_of_tables_that_cannot_be_used_are_named(void **state)
{
    struct str text = STR("code,name,lat,lon,kind,pcode,katottg,geonames,population\n"
                          "1,,,,,,,,\n"
                          "2,A,91,0,,,,,\n"
                          "3,A,north,0,,,,,\n"
                          "4,A,,,village,,,,\n"
                          "5,A,,,,UA1,,,\n"
                          "6,A,,,,,UA1,,\n"
                          "7,A,,,,,,x,\n"
                          "8,A,,,,,,,many\n"
                          "9,A,,,,,,,\n"
                          "9,B,,,,,,,\n"
                          "1 0,B,,,,,,,\n");
    static const char *const reasons[] = {
        "2 it has no name",
        "3 its coordinates are no point on the earth (decimal degrees)",
        "4 its coordinates are no point on the earth (decimal degrees)",
        ("5 its kind is none of country, region, district, community, settlement, "
         "quarter, other"),
        "6 its P-code is not \"UA\" and 2, 4, 7 or 10 digits",
        "7 its code of KATOTTG is not \"UA\" and 17 digits",
        "8 its number of GeoNames is no number",
        "9 its population is no whole number",
        "11 its code 9 stood further up",
        "12 its code is longer than 64 bytes, or has a blank",
    };
    struct buf expected = {0};
    struct err err;

    (void)state;
    assert_int_equal(gazetteer_read_table(&reading, text, STR(""), &err), ERR_OK);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        buf_printf(&expected, "%s%s", i > 0 ? "; " : "", reasons[i]);
    assert_string_equal(problem_text(), buf_text(&expected));
    assert_int_equal(build.place_count, 1);
    buf_release(&expected);
}

static void a_mapping_that_cannot_be_used_is_refused(void **state)
{
    static const struct {
        struct str map;
        const char *message;
    } cases[] = {
        {STR_INIT("name=Nom"), "the mapping: the table has no column \"Nom\""},
        {STR_INIT("name=3"), "the mapping: the table has no column \"3\""},
        {STR_INIT("name=0"), "the mapping: the table has no column \"0\""},
        {STR_INIT("title=a"),
         "the mapping: \"title\" is none of name, name:LANGUAGE, other, old, code, "
         "parent, kind, class, lat, lon, population, pcode, katottg, geonames"},
        {STR_INIT("name:=a"),
         "the mapping: \"name:\" is none of name, name:LANGUAGE, other, old, code, "
         "parent, kind, class, lat, lon, population, pcode, katottg, geonames"},
        {STR_INIT("code=a"), "the mapping: no column is the name; say --map name=COLUMN"},
        {STR_INIT("name=a,lat=b"), "the mapping: lat and lon go together"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};

        assert_int_equal(
            gazetteer_read_table(&reading, STR("a,b\n1,2\n"), cases[i].map, &err),
            ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
    }
}

static void what_is_no_gazetteer_is_not_recognised(void **state)
{
    static const struct str texts[] = {
        STR_INIT(""),          STR_INIT("a,b\n1,2\n"), STR_INIT("{\"name\": 1}"),
        STR_INIT("1\tx\tx\n"), STR_INIT("\"name\n"),
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(gazetteer_recognise(texts[i], STR("")) == GAZETTEER_UNKNOWN);
    assert_true(gazetteer_recognise(STR("a,name\n"), STR("")) == GAZETTEER_TABLE);
    assert_true(gazetteer_recognise(STR("a,b\n"), STR("name=a")) == GAZETTEER_TABLE);
}

static void decimals_are_whole_numbers_with_one_point(void **state)
{
    static const struct {
        struct str text;
        double value;
    } good[] = {
        {STR_INIT("49.71818928"), 49.71818928},
        {STR_INIT("-0.5"), -0.5},
        {STR_INIT("36,81"), 36.81},
        {STR_INIT("7"), 7.0},
        {STR_INIT("49.718189280000000000001"), 49.71818928},
    };
    static const struct str bad[] = {
        STR_INIT(""),      STR_INIT("-"),
        STR_INIT(".5"),    STR_INIT("1.2.3"),
        STR_INIT("1 2"),   STR_INIT("1e5"),
        STR_INIT("49°43"), STR_INIT("+1"),
        STR_INIT("nan"),   STR_INIT("1234567890123456"),
    };
    double value = 0;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(gazetteer_decimal(&value, good[i].text));
        assert_true(value >= good[i].value && value <= good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(gazetteer_decimal(&value, bad[i]));
}

static void what_would_lie_in_itself_lies_in_nothing(void **state)
{
    struct str text = STR("code,name,parent\na,A,b\nb,B,c\nc,C,a\nd,D,a\ne,E,e\n");
    struct err err;

    (void)state;
    assert_int_equal(gazetteer_read_table(&reading, text, STR(""), &err), ERR_OK);
    gazetteer_build_tidy(&build);
    assert_string_equal(place_text(STR("a")), "settlement |A");
    assert_string_equal(place_text(STR("d")), "settlement a|D");
    assert_string_equal(place_text(STR("e")), "settlement |E");
}

static void only_the_first_problems_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < 25; i++)
        gazetteer_reject(&reading, i + 1, "row %zu", i);
    assert_int_equal(report.problem_count, 25);
    assert_int_equal(report.problems[GAZETTEER_PROBLEMS_NAMED - 1].line,
                     GAZETTEER_PROBLEMS_NAMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_dump_of_geonames_gives_kinds_and_what_lies_in_what, start, end),
        cmocka_unit_test_setup_teardown(rows_of_geonames_that_cannot_be_used_are_named,
                                        start, end),
        cmocka_unit_test_setup_teardown(files_beside_a_dump_have_their_own_problems,
                                        start, end),
        cmocka_unit_test_setup_teardown(katottg_gives_levels_and_codes, start, end),
        cmocka_unit_test_setup_teardown(rows_of_katottg_that_cannot_be_used_are_named,
                                        start, end),
        cmocka_unit_test_setup_teardown(the_table_of_pcodes_needs_no_mapping, start, end),
        cmocka_unit_test_setup_teardown(any_table_is_read_by_a_mapping, start, end),
        cmocka_unit_test_setup_teardown(rows_of_tables_that_cannot_be_used_are_named,
                                        start, end),
        cmocka_unit_test_setup_teardown(a_mapping_that_cannot_be_used_is_refused, start,
                                        end),
        cmocka_unit_test_setup_teardown(what_is_no_gazetteer_is_not_recognised, start,
                                        end),
        cmocka_unit_test(decimals_are_whole_numbers_with_one_point),
        cmocka_unit_test_setup_teardown(what_would_lie_in_itself_lies_in_nothing, start,
                                        end),
        cmocka_unit_test_setup_teardown(only_the_first_problems_are_named, start, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
