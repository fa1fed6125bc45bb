/* Which place is meant, in a small country of real names. */

#include "places/candidates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <math.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/folder_for_test.h"
#include "geo/distance.h"
#include "places/gazetteer_import.h"

static struct arena arena;
static char folder[200];
static struct gazetteers *gazetteers;
static struct place_finder *finder;

static const struct str table = STR_INIT(
    "code\tparent\tkind\tclass\tname:uk\tname:en\tother\tlat\tlon\tpopulation\n"
    "UA\t\tcountry\t\tУкраїна\tUkraine\t\t\t\t\n"
    "R63\tUA\tregion\t\tХарківська\tKharkivska\t\t\t\t\n"
    "R14\tUA\tregion\t\tДонецька\tDonetska\t\t\t\t\n"
    "R32\tUA\tregion\t\tКиївська\tKyivska\t\t\t\t\n"
    "R23\tUA\tregion\t\tЗапорізька\tZaporizka\t\t\t\t\n"
    "R01\tUA\tregion\t\tАвтономна Республіка Крим\t\t\t\t\t\n"
    "D6314\tR63\tdistrict\t\tЧугуївський\tChuhuivskyi\t\t\t\t\n"
    "D6308\tR63\tdistrict\t\tКуп'янський\tKupianskyi\t\t\t\t\n"
    "D6304\tR63\tdistrict\t\tІзюмський\tIziumskyi\t\t\t\t\n"
    "H631415\tD6314\tcommunity\t\tЧкаловська\tChkalovska\t\t\t\t\n"
    "S1\tH631415\tsettlement\tC\tГракове\tHrakove\t\t49.7182\t36.8117\t800\n"
    "S2\tH631415\tsettlement\tC\tЗалізничне\tZaliznychne\t\t49.7265\t36.8651\t300\n"
    "S3\tD6308\tsettlement\tC\tГракове\tHrakove\t\t49.8645\t37.9776\t\n"
    "S4\tR23\tsettlement\tM\tЗалізничне\tZaliznychne\t\t47.6500\t36.1600\t1200\n"
    "S5\tD6304\tsettlement\tM\tІзюм\tIzium\t\t49.2087\t37.2485\t45884\n"
    "S6\tR63\tsettlement\tM\tХарків\tKharkiv\tХарьков;Charkiw\t49.9808\t36."
    "2527\t1433886\n"
    "Q1\tS6\tquarter\tB\tСалтівський\tSaltivskyi\t\t\t\t\n"
    "S7\tUA\tsettlement\tM\tКиїв\tKyiv\tКиев\t50.4504\t30.5245\t2797553\n"
    "S8\tR32\tsettlement\tX\tБородянка\tBorodianka\t\t50.6447\t29.9337\t12000\n"
    "S9\tR14\tsettlement\tM\tДонецьк\tDonetsk\tСталіно\t48.0159\t37.8029\t905364\n"
    "S10\tR23\tsettlement\tM\tЗапоріжжя\tZaporizhzhia\t\t47.8388\t35.1396\t722713\n"
    "S11\tR14\tsettlement\tC\tРубіжне\tRubizhne\t\t48.5110\t37.1994\t\n"
    "S12\tR63\tsettlement\tC\tВелика Комишуваха\tVelyka "
    "Komyshuvakha\t\t49.2000\t36.9000\t\n"
    "S13\tR14\tsettlement\tC\tНікольське\tNikolske\t\t47.2000\t37.3000\t\n"
    "S14\tR01\tsettlement\tM\tЄвпаторія\tYevpatoriia\t\t45.2000\t33.3600\t105000\n");

static int start(void **state)
{
    struct gazetteer_report report;
    struct gazetteer_import import = {
        .name = STR("test"),
        .map = STR("name:uk=name:uk,name:en=name:en,other=other,code=code,parent=parent,"
                   "kind=kind,class=class,lat=lat,lon=lon,population=population")};
    struct err err = {0};

    (void)state;
    if (make_folder_for_test(folder, sizeof folder) < 0)
        return -1;
    import.path = arena_printf(&arena, "%s/table.tsv", folder).ptr;
    import.folder = arena_printf(&arena, "%s/g", folder).ptr;
    if (file_replace(AT_FDCWD, import.path, 0600, table, &err) != ERR_OK ||
        gazetteer_import(&report, &arena, &import, &err) != ERR_OK ||
        gazetteers_open(&gazetteers, str_from_c(import.folder), STR(""), &err) !=
            ERR_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    finder = place_finder_new(gazetteers);
    return 0;
}

static int end(void **state)
{
    (void)state;
    place_finder_free(finder);
    gazetteers_close(gazetteers);
    arena_free(&arena);
    return 0;
}

static struct place_candidates ask(const char *text, const struct place_near *near,
                                   size_t near_count)
{
    struct place_request request = {
        .text = str_from_c(text), .near = near, .near_count = near_count};
    struct place_candidates found;
    struct err err = {0};

    if (place_candidates_find(&found, &arena, finder, &request, &err) != ERR_OK)
        fail_msg("%s: %s", text, err.message);
    return found;
}

static const char *code_of(const struct place_candidate *candidate)
{
    struct str id = candidate->place->id;

    return arena_str(&arena, str_after(id, str_find(id, ':', 0) + 1)).ptr;
}

/* "S1 same": of the first so many; "-" where it is not the place itself. */
static const char *first_of(const struct place_candidates *found, size_t count)
{
    struct buf out = {0};
    const char *text;

    for (size_t i = 0; i < found->count && i < count; i++)
        buf_printf(&out, "%s%s%s %s", i > 0 ? ", " : "",
                   found->items[i].is_itself ? "" : "-", code_of(&found->items[i]),
                   place_step_word(found->items[i].step));
    text = arena_str(&arena, buf_str(&out)).ptr;
    buf_release(&out);
    return text;
}

static bool has_reason(const struct place_candidate *candidate,
                       enum place_reason_kind kind)
{
    for (size_t i = 0; i < candidate->reason_count; i++)
        if (candidate->reasons[i].kind == kind)
            return true;
    return false;
}

static void the_likeliest_comes_first(void **state)
{
    static const struct {
        const char *text;
        size_t count;
        const char *expected;
    } cases[] = {
        /* by the name, in any script, inflected, as other languages write it */
        {"Izium", 1, "S5 same"},
        {"ізюм", 1, "S5 same"},
        {"Изюм", 1, "S5 folded"},
        {"Isjum", 1, "S5 one_edit"},
        {"Charkiw", 1, "S6 known"},
        {"Харьков", 1, "S6 folded"},
        {"Стaліно", 1, "S9 known"},
        {"Сталіно", 1, "S9 known"},
        {"Donestk", 1, "S9 one_edit"},
        {"Rubzihne", 1, "S11 one_edit"},
        {"Komyshuvakha", 1, "S12 part"},
        {"Zaliznychen", 1, "S4 one_edit"},
        /* areas by their words, by their stem, by their town */
        {"Kharkiv Oblast", 1, "R63 folded"},
        {"Zaporizhia Oblast", 1, "R23 folded"},
        {"Ізюмський район", 1, "D6304 same"},
        {"Izium raion", 1, "D6304 folded"},
        {"Crimea", 1, "R01 known"},
        /* what it lies in */
        {"Hrakove, Chuhuiv raion, Kharkiv oblast", 2, "S1 same, S3 same"},
        {"Hrakove, Kupiansk raion", 2, "S3 same, S1 same"},
        {"с. Гракове Куп'янського району", 1, "S3 same"},
        {"Zaliznychne (Kharkiv Oblast)", 2, "S2 same, S4 same"},
        {"Nikolske (Donetsk)", 1, "S13 same"},
        {"Yevpatoriya, Crimea", 1, "S14 folded"},
        {"Kyiv, Kyiv Oblast", 1, "S7 same"},
        {"Kyiv Oblast, Borodyanka", 1, "S8 folded"},
        {"Kyivska oblast, Borodianka", 1, "S8 same"},
        {"Kyiv, Borodyanka", 1, "S8 folded"},
        /* only what lies beside or around it */
        {"village in Kharkiv oblast", 1, "-R63 folded"},
        {"Horizont, Kharkiv", 1, "-S6 same"},
        {"near Izium", 1, "-S5 same"},
        {"під Ізюмом", 1, "-S5 folded"},
        {"між Гракове та Залізничне", 2, "-S1 same, -S2 same"},
        {"Izium airbase", 1, "-S5 same"},
        {"Novokuybyshevskoye Shosse, Kharkiv", 1, "-S6 same"},
        {"Saltivskyi district, Kharkiv", 1, "Q1 same"},
    };
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct place_candidates found = ask(cases[i].text, NULL, 0);
        const char *first = first_of(&found, cases[i].count);

        if (strcmp(first, cases[i].expected) != 0) {
            print_error("%s\n  is   %s\n  want %s\n", cases[i].text, first,
                        cases[i].expected);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void places_named_together_make_each_other_clear(void **state)
{
    const struct place_near texts[] = {{.text = STR("Zaliznychne")}};
    const struct place_near points[] = {
        {.text = STR("49.9, 37.9"), .has_point = true, .point = {49.9, 37.9}}};
    struct place_candidates found = ask("Hrakove", texts, 1);

    (void)state;
    assert_string_equal(first_of(&found, 2), "S1 same, S3 same");
    assert_true(has_reason(&found.items[0], PLACE_REASON_NEAR));
    assert_true(found.items[0].near_m[0] > 3500.0 && found.items[0].near_m[0] < 4500.0);
    found = ask("Zaliznychne", &(struct place_near){.text = STR("Hrakove")}, 1);
    assert_string_equal(first_of(&found, 2), "S2 same, S4 same");
    found = ask("Hrakove", points, 1);
    assert_string_equal(first_of(&found, 2), "S3 same, S1 same");
    assert_true(found.items[1].near_m[0] > 70e3);
}

static void a_place_of_a_gazetteer_says_where_the_others_are(void **state)
{
    struct place_near near = {.text = STR("test:S3")};
    struct place_candidates found;
    struct err err = {0};

    (void)state;
    assert_int_equal(gazetteer_place(&near.place, &arena, gazetteers, near.text, &err),
                     ERR_OK);
    found = ask("Hrakove", &near, 1);
    assert_string_equal(first_of(&found, 1), "S3 same");
}

static void everything_else_being_equal_the_larger_comes_first_and_says_so(void **state)
{
    struct place_candidates found = ask("Zaliznychne", NULL, 0);

    (void)state;
    assert_string_equal(first_of(&found, 2), "S4 same, S2 same");
    assert_true(has_reason(&found.items[0], PLACE_REASON_SIZE));
    assert_false(has_reason(&found.items[1], PLACE_REASON_SIZE));
}

static void what_only_sounds_alike_comes_last(void **state)
{
    struct place_candidates found = ask("Hrakhowitz", NULL, 0);

    (void)state;
    for (size_t i = 1; i < found.count; i++)
        assert_true(found.items[i - 1].step != PLACE_SOUNDS ||
                    found.items[i].step == PLACE_SOUNDS);
}

static void a_distance_and_a_direction_move_the_point(void **state)
{
    struct place_candidates found = ask("5 km south of Izium", NULL, 0);
    const struct geo_point izium = {49.2087, 37.2485};
    const struct place_candidate *first = &found.items[0];

    (void)state;
    assert_true(found.count > 0 && !first->is_itself);
    assert_true(first->point.lat < izium.lat);
    assert_true(fabs(geo_distance_m(first->point, izium) - 5000.0) < 30.0);
    assert_true(first->precision_m > 3000.0);
    assert_true(has_reason(first, PLACE_REASON_RELATION));
}

static void what_disagrees_is_still_there_and_says_so(void **state)
{
    struct place_candidates found = ask("Izium, Donetsk Oblast", NULL, 0);

    (void)state;
    assert_string_equal(first_of(&found, 1), "S5 same");
    assert_true(has_reason(&found.items[0], PLACE_REASON_OUTSIDE));
    found = ask("Izium village", NULL, 0);
    assert_true(has_reason(&found.items[0], PLACE_REASON_NO_KIND));
    found = ask("Izium city", NULL, 0);
    assert_true(has_reason(&found.items[0], PLACE_REASON_KIND));
}

static void only_what_lies_within_when_asked(void **state)
{
    const struct gazetteer_place *within = NULL;
    struct place_request request = {
        .text = STR("Hrakove"), .within = &within, .within_count = 1, .limit = 1};
    struct place_candidates found;
    struct err err = {0};

    (void)state;
    assert_int_equal(
        gazetteer_place(&within, &arena, gazetteers, STR("test:D6308"), &err), ERR_OK);
    assert_int_equal(place_candidates_find(&found, &arena, finder, &request, &err),
                     ERR_OK);
    assert_string_equal(first_of(&found, 3), "S3 same");
    assert_int_equal(gazetteer_place(&within, &arena, gazetteers, STR("test:R63"), &err),
                     ERR_OK);
    assert_int_equal(place_candidates_find(&found, &arena, finder, &request, &err),
                     ERR_OK);
    assert_int_equal(found.count, 1);
    assert_true(found.is_cut);
}

static void nothing_is_found_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(ask("", NULL, 0).count, 0);
    assert_int_equal(ask("  ,  ", NULL, 0).count, 0);
    assert_int_equal(ask("12345", NULL, 0).count, 0);
    assert_int_equal(ask("\xff\xfe", NULL, 0).count, 0);
    assert_int_equal(ask("Qqqqqqqqqqqqq", NULL, 0).count, 0);
    assert_int_equal(ask("Qqqqqqqqqqqqq", NULL, 0).last_try, PLACE_SOUNDS);
}

static void asking_again_gives_the_same(void **state)
{
    const struct place_near near[] = {{.text = STR("Kharkiv Oblast")},
                                      {.text = STR("Zaliznychne")}};
    struct place_candidates one = ask("Hrakove", near, 2);
    struct place_candidates two = ask("Hrakove", near, 2);

    (void)state;
    assert_string_equal(first_of(&one, 20), first_of(&two, 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likeliest_comes_first),
        cmocka_unit_test(places_named_together_make_each_other_clear),
        cmocka_unit_test(a_place_of_a_gazetteer_says_where_the_others_are),
        cmocka_unit_test(everything_else_being_equal_the_larger_comes_first_and_says_so),
        cmocka_unit_test(what_only_sounds_alike_comes_last),
        cmocka_unit_test(a_distance_and_a_direction_move_the_point),
        cmocka_unit_test(what_disagrees_is_still_there_and_says_so),
        cmocka_unit_test(only_what_lies_within_when_asked),
        cmocka_unit_test(nothing_is_found_of_nothing),
        cmocka_unit_test(asking_again_gives_the_same),
    };

    return cmocka_run_group_tests(tests, start, end);
}
