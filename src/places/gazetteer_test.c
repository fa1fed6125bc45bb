/* Gazetteers on a disk, from import to answer. */

#include "places/gazetteer_import.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/folder_for_test.h"
#include "store/db.h"

static struct arena arena;
static char folder[200];
static struct gazetteers *gazetteers;

static const char *path_of(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).ptr;
}

static void put_file(const char *name, struct str text)
{
    struct err err;

    assert_int_equal(file_replace(AT_FDCWD, path_of(name), 0600, text, &err), ERR_OK);
}

/* "" when it was taken, else why not. */
static const char *import_file(const char *name, struct str text, const char *as)
{
    static struct err err;
    struct gazetteer_report report;
    struct gazetteer_import import = {
        .path = path_of(name), .folder = path_of("g"), .name = str_from_c(as)};

    put_file(name, text);
    return gazetteer_import(&report, &arena, &import, &err) == ERR_OK ? "" : err.message;
}

static void open_all(void)
{
    struct err err = {0};

    gazetteers_close(gazetteers);
    gazetteers = NULL;
    assert_int_equal(
        gazetteers_open(&gazetteers, str_from_c(path_of("g")), STR(""), &err), ERR_OK);
}

#define ROW(id, name, alternates, lat, lon, code, people)                                \
    id "\t" name "\t" name "\t" alternates "\t" lat "\t" lon "\tP\t" code                \
       "\tUA\t\t07\t\t\t\t" people "\t\t\t\t\n"

static const struct str geonames = STR_INIT(
    ROW("707756", "Izyum", "Isjum,Изюм,Ізюм", "49.20875", "37.24847", "PPLA2", "45884")
        ROW("706483", "Kharkiv", "Charkiw,Харків,Харьков,خاركيف", "49.98081", "36.25272",
            "PPLA", "1433886")
            ROW("1", "Balakliia", "Балаклія", "49.46", "36.86", "PPL", "26000")
                ROW("2", "Koktebel", "Коктебель", "44.96", "35.24", "PPL", "2800"));

static const struct str pcodes = STR_INIT(
    "pcode\tname_en\tname_uk\tlat\tlon\tkatottg\n"
    "UA6314015004\tHrakove\tГракове\t49.71818928\t36.81166807\tUA63140150040031976\n"
    "UA6314015020\tZaliznychne\tЗалізничне\t49.7265\t36.8651\tUA63140150200062623\n"
    "UA6304001001\tIzium\tІзюм\t49.2001\t37.2601\tUA63040010010000001\n"
    "UA6312001001\tKharkiv\tХарків\t49.9935\t36.2304\tUA63120010010000002\n"
    "UA6304001002\tBalakliia\tБалаклія\t49.4600\t36.8600\tUA63040010020000003\n"
    "UA6304001003\tBalakliia\tБалаклія\t49.4610\t36.8610\tUA63040010030000004\n"
    "UA6304001009\tVelyka Novosilka\tВелика Новосілка\t49.1\t37.1\t"
    "UA63040010090000009\n");

static const struct str katottg = STR_INIT(
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;"
    "Категорія об’єкта;Назва об’єкта\n"
    "UA63000000000041885;;;;;O;Харківська\n"
    "UA63000000000041885;UA63140000000096278;;;;P;Чугуївський\n"
    "UA63000000000041885;UA63140000000096278;UA63140150000093944;;;H;Чкаловська\n"
    "UA63000000000041885;UA63140000000096278;UA63140150000093944;UA63140150040031976;;C;"
    "Гракове\n");

static int start(void **state)
{
    (void)state;
    if (make_folder_for_test(folder, sizeof folder) < 0)
        return -1;
    assert_string_equal(import_file("UA.txt", geonames, ""), "");
    assert_string_equal(import_file("pcodes.tsv", pcodes, ""), "");
    assert_string_equal(import_file("katottg.csv", katottg, ""), "");
    open_all();
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int end(void **state)
{
    enum { OPEN_FOLDERS = 8 };

    (void)state;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    gazetteers_close(gazetteers);
    gazetteers = NULL;
    arena_free(&arena);
    return 0;
}

static const char *const step_words[] = {"same", "stem",  "word",
                                         "edit", "edits", "sound"};

/* "same Izium ua-pcode:UA6304001001 geonames-ua:707756; ...": what a name finds. */
static const char *found(const char *name, const struct gazetteer_wanted *wanted)
{
    static struct buf out;
    struct gazetteer_hits hits = {0};
    struct err err = {0};

    buf_reset(&out);
    if (gazetteer_find(&hits, &arena, gazetteers, str_from_c(name), wanted, &err) !=
        ERR_OK)
        return arena_str(&arena, str_from_c(err.message)).ptr;
    for (size_t i = 0; i < hits.count; i++) {
        const struct gazetteer_place *place = hits.items[i].place;

        buf_printf(&out, "%s%s " STR_FMT, i > 0 ? "; " : "",
                   step_words[hits.items[i].step], STR_ARG(hits.items[i].name));
        for (size_t k = 0; k < place->source_count; k++)
            buf_printf(&out, " " STR_FMT, STR_ARG(place->sources[k].id));
    }
    return buf_text(&out);
}

static void names_are_found_in_any_script_surest_first(void **state)
{
    static const struct gazetteer_wanted enough = {.is_enough = true};
    static const struct gazetteer_wanted words = {.steps = 1U << GAZETTEER_WORD};
    static const struct gazetteer_wanted stems = {.steps = 1U << GAZETTEER_STEM};
    static const struct gazetteer_wanted sounds = {.steps = 1U << GAZETTEER_SOUND};
    static const struct gazetteer_wanted regions = {.kinds = 1U << GAZETTEER_REGION};
    static const struct {
        const char *name;
        const struct gazetteer_wanted *wanted;
        const char *found;
    } cases[] = {
        {"Hrakove", &enough,
         "same Hrakove ua-pcode:UA6314015004 katottg:UA63140150040031976"},
        {"Граково", &enough,
         "same Гракове ua-pcode:UA6314015004 katottg:UA63140150040031976"},
        {"изюм", &enough, "same Ізюм ua-pcode:UA6304001001 geonames-ua:707756"},
        {"Charkiw", &enough, "same Charkiw ua-pcode:UA6312001001 geonames-ua:706483"},
        {"خاركيف", &enough, "same خاركيف ua-pcode:UA6312001001 geonames-ua:706483"},
        {"Zaliznichnoye", &enough, "same Zaliznychne ua-pcode:UA6314015020"},
        {"Hrakovke", &enough,
         "edit Гракове ua-pcode:UA6314015004 katottg:UA63140150040031976"},
        {"Novosilka", &enough, ""},
        {"Novosilka", &words, "word Velyka Novosilka ua-pcode:UA6304001009"},
        {"Harkiv", &stems, "stem Харківська katottg:UA63000000000041885"},
        {"Kharkiv", &regions, "stem Харківська katottg:UA63000000000041885"},
        {"Isium", &sounds, "sound Izyum ua-pcode:UA6304001001 geonames-ua:707756"},
        {"Xyzzy", NULL, ""},
        {"", NULL, ""},
        {"--", NULL, ""},
        {"\xff\xfe", NULL, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(found(cases[i].name, cases[i].wanted), cases[i].found);
}

static void two_places_of_one_gazetteer_stay_two(void **state)
{
    static const struct gazetteer_wanted enough = {.is_enough = true};

    (void)state;
    assert_string_equal(found("Балаклія", &enough),
                        "same Балаклія ua-pcode:UA6304001002 geonames-ua:1; "
                        "same Балаклія ua-pcode:UA6304001003");
}

static void what_is_found_is_cut_at_the_limit_and_says_so(void **state)
{
    struct gazetteer_wanted wanted = {.is_enough = true, .limit = 1};
    struct gazetteer_hits hits;
    struct err err;

    (void)state;
    assert_int_equal(
        gazetteer_find(&hits, &arena, gazetteers, STR("Balakliia"), &wanted, &err),
        ERR_OK);
    assert_int_equal(hits.count, 1);
    assert_true(hits.is_cut);
}

static void a_place_has_what_all_gazetteers_know_of_it(void **state)
{
    static const char *const above[] = {"Чкаловська", "Чугуївський", "Харківська",
                                        "Ukraine"};
    const struct gazetteer_place *place = NULL;
    const struct gazetteer_place *region = NULL;
    const struct gazetteer_place *up;
    struct err err;
    size_t i = 0;

    (void)state;
    assert_int_equal(gazetteer_place(&place, &arena, gazetteers,
                                     STR("katottg:UA63140150040031976"), &err),
                     ERR_OK);
    assert_true(str_equal(place->id, STR("ua-pcode:UA6314015004")));
    assert_true(place->has_point && fabs(place->point.lat - 49.71818928) < 1e-9);
    assert_int_equal(place->kind, GAZETTEER_SETTLEMENT);
    assert_int_equal(place->code_count, 2);
    for (up = place->parent; up; up = up->parent)
        assert_true(str_equal(up->names[0].text, str_from_c(above[i++])));
    assert_int_equal(i, 4);
    assert_true(str_equal(gazetteer_label(&arena, place, STR("uk")), STR("Гракове")));
    assert_true(
        str_equal(gazetteer_label(&arena, place->parent, STR("en")), STR("Chkalovska")));
    assert_int_equal(
        gazetteer_place(&region, &arena, gazetteers, STR("UA63000000000041885"), &err),
        ERR_OK);
    assert_true(gazetteer_is_in(place, region));
    assert_true(gazetteer_is_in(place, place));
    assert_false(gazetteer_is_in(region, place));
    assert_int_equal(gazetteer_place(&place, &arena, gazetteers, STR("pcode:UA99"), &err),
                     ERR_NOT_FOUND);
    assert_string_equal(err.message,
                        "no gazetteer of this machine has a place \"pcode:UA99\"");
}

static void one_place_is_shown_with_neighbours_of_its_name_elsewhere(void **state)
{
    const struct gazetteer_place *place = NULL;
    struct err err;

    (void)state;
    assert_int_equal(
        gazetteer_place(&place, &arena, gazetteers, STR("geonames:706483"), &err),
        ERR_OK);
    assert_int_equal(place->source_count, 2);
    assert_int_equal(place->population, 1433886);
    assert_true(str_equal(place->parent->names[0].text, STR("Ukraine")));
}

static const char *near_point(double lat, double lon, double metres)
{
    static struct buf out;
    struct gazetteer_hits hits;
    struct err err;

    buf_reset(&out);
    assert_int_equal(gazetteer_near(&hits, &arena, gazetteers,
                                    (struct geo_point){lat, lon}, metres, NULL, &err),
                     ERR_OK);
    for (size_t i = 0; i < hits.count; i++)
        buf_printf(&out, "%s" STR_FMT " %.0f", i > 0 ? "; " : "",
                   STR_ARG(hits.items[i].place->names[0].text), hits.items[i].metres);
    return buf_text(&out);
}

static void places_near_a_point_come_nearest_first(void **state)
{
    (void)state;
    assert_string_equal(near_point(49.7182, 36.8117, 5000),
                        "Hrakove 3; Zaliznychne 3960");
    assert_string_equal(near_point(49.7182, 36.8117, 3000), "Hrakove 3");
    assert_string_equal(near_point(0, 0, 1000000), "");
}

static void places_are_near_across_the_edges_of_maps(void **state)
{
    (void)state;
    assert_string_equal(
        import_file("edges.csv",
                    STR("name,lat,lon\nEast,-17,179.99\nWest,-17,-179.99\n"
                        "Line,-17,180\nPole,89.99,0\nOther,89.99,180\n"),
                    ""),
        "");
    open_all();
    assert_string_equal(near_point(-17, 179.995, 3000), "East 532; Line 532; West 1597");
    assert_string_equal(near_point(-17, -180, 1500), "Line 0; West 1065; East 1065");
    assert_string_equal(near_point(90, 0, 2000), "Other 1117; Pole 1117");
    assert_string_equal(near_point(-90, 0, 1000), "");
}

static void what_lies_in_an_area_comes_from_all_gazetteers(void **state)
{
    const struct gazetteer_place *area = NULL;
    struct gazetteer_hits hits;
    struct err err;

    (void)state;
    assert_int_equal(
        gazetteer_place(&area, &arena, gazetteers, STR("pcode:UA6314015"), &err), ERR_OK);
    assert_int_equal(gazetteer_children(&hits, &arena, gazetteers, area, NULL, &err),
                     ERR_OK);
    assert_int_equal(hits.count, 2);
    assert_int_equal(hits.items[0].place->source_count, 2);
    assert_true(str_equal(hits.items[1].place->names[0].text, STR("Zaliznychne")));
}

static void a_file_that_is_no_gazetteer_is_refused(void **state)
{
    static const struct {
        struct str text;
        const char *says;
    } cases[] = {
        {STR_INIT(""), "the file is empty"},
        {STR_INIT("PK\x03\x04..."), "this is a ZIP archive or a workbook"},
        {STR_INIT("\x1f\x8b\x08"), "this is compressed"},
        {STR_INIT("a,b\n1,2\n"), "this is no gazetteer that stele knows"},
        {STR_INIT("name,lat,lon\n"), "it holds no place"},
        {STR_INIT("name,lat,lon\n,,\n"), "it holds no place"},
        {STR_INIT("name,lat,lon\n\"a,1,1\n"), "line 2"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *message = import_file("x", cases[i].text, "ua-pcode");

        assert_non_null(strstr(message, cases[i].says));
        assert_non_null(strstr(message, "/x\": "));
    }
    open_all(); /* and what was there stands */
    assert_string_equal(near_point(49.7182, 36.8117, 3000), "Hrakove 3");
}

static void a_gazetteer_takes_the_place_of_one_of_its_name(void **state)
{
    struct gazetteers *before = gazetteers;
    const struct gazetteer_info *infos;
    size_t count;

    (void)state;
    gazetteers = NULL;
    assert_string_equal(
        import_file("new.csv", STR("name,lat,lon\nNowhere,0,0\n"), "ua-pcode"), "");
    open_all();
    assert_string_equal(near_point(0, 0, 10), "Nowhere 0");
    assert_string_equal(near_point(49.7182, 36.8117, 3000), "");
    gazetteers_close(gazetteers);
    gazetteers = before; /* whoever had the old one open keeps it */
    assert_string_equal(near_point(49.7182, 36.8117, 3000), "Hrakove 3");
    infos = gazetteers_info(gazetteers, &count);
    assert_int_equal(count, 3);
    assert_true(str_equal(infos[2].name, STR("ua-pcode")));
    assert_int_equal(infos[2].place_count, 7);
    assert_int_equal(infos[2].file_bytes, pcodes.len);
}

static void damaged_gazetteers_are_listed_with_what_to_do(void **state)
{
    static const struct {
        struct str text;
        const char *problem;
    } cases[] = {
        {STR_INIT(""), "this is no gazetteer, or a damaged one; import it again"},
        {STR_INIT("not a database"),
         "this is no gazetteer, or a damaged one; import it again"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct gazetteer_info *infos;
        struct gazetteer_hits hits;
        struct err err;
        size_t count;

        put_file("g/aaa.db", cases[i].text);
        open_all();
        infos = gazetteers_info(gazetteers, &count);
        assert_int_equal(count, 4);
        assert_non_null(strstr(infos[0].problem.ptr, cases[i].problem));
        assert_int_equal(
            gazetteer_find(&hits, &arena, gazetteers, STR("Izium"), NULL, &err), ERR_OK);
        assert_true(hits.count > 0);
    }
}

/* The file as another version of the program would have made it. */
static void gazetteers_of_other_rules_ask_to_be_imported_again(void **state)
{
    static const char *const changes[] = {
        "UPDATE about SET value = 'x' WHERE word = 'keys';",
        "UPDATE about SET value = '999' WHERE word = 'version';"};

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct gazetteer_info *infos;
        struct err err;
        struct db *db;
        size_t count;

        assert_string_equal(import_file("katottg.csv", katottg, "aaa"), "");
        assert_int_equal(db_open_file(&db, path_of("g/aaa.db"), DB_WRITE, &err), ERR_OK);
        assert_int_equal(db_script(db, changes[i], &err), ERR_OK);
        assert_int_equal(db_script(db, "PRAGMA journal_mode = DELETE;", &err), ERR_OK);
        db_close(db);
        open_all();
        infos = gazetteers_info(gazetteers, &count);
        assert_non_null(strstr(infos[0].problem.ptr,
                               "another version of stele made this; import it again"));
    }
}

static void one_import_at_a_time_writes_in_a_folder(void **state)
{
    int fd = open(path_of("g"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    (void)state;
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_non_null(strstr(import_file("x.csv", STR("name\nA\n"), ""),
                           "another stele is writing a gazetteer"));
    (void)close(fd);
    assert_string_equal(import_file("x.csv", STR("name\nA\n"), ""), "");
}

static void a_gazetteer_is_removed_by_its_name(void **state)
{
    const struct gazetteer_info *infos;
    struct err err;
    size_t count;

    (void)state;
    assert_int_equal(gazetteer_remove(path_of("g"), STR("katottg"), &err), ERR_OK);
    assert_int_equal(gazetteer_remove(path_of("g"), STR("katottg"), &err), ERR_NOT_FOUND);
    assert_string_equal(err.message,
                        "no gazetteer \"katottg\" was imported on this machine");
    assert_int_equal(gazetteer_remove(path_of("g"), STR("../UA"), &err), ERR_NOT_FOUND);
    open_all();
    infos = gazetteers_info(gazetteers, &count);
    assert_int_equal(count, 2);
    assert_true(str_equal(infos[0].name, STR("geonames-ua")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_are_found_in_any_script_surest_first, start,
                                        end),
        cmocka_unit_test_setup_teardown(two_places_of_one_gazetteer_stay_two, start, end),
        cmocka_unit_test_setup_teardown(what_is_found_is_cut_at_the_limit_and_says_so,
                                        start, end),
        cmocka_unit_test_setup_teardown(a_place_has_what_all_gazetteers_know_of_it, start,
                                        end),
        cmocka_unit_test_setup_teardown(
            one_place_is_shown_with_neighbours_of_its_name_elsewhere, start, end),
        cmocka_unit_test_setup_teardown(places_near_a_point_come_nearest_first, start,
                                        end),
        cmocka_unit_test_setup_teardown(places_are_near_across_the_edges_of_maps, start,
                                        end),
        cmocka_unit_test_setup_teardown(what_lies_in_an_area_comes_from_all_gazetteers,
                                        start, end),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_gazetteer_is_refused, start,
                                        end),
        cmocka_unit_test_setup_teardown(a_gazetteer_takes_the_place_of_one_of_its_name,
                                        start, end),
        cmocka_unit_test_setup_teardown(damaged_gazetteers_are_listed_with_what_to_do,
                                        start, end),
        cmocka_unit_test_setup_teardown(
            gazetteers_of_other_rules_ask_to_be_imported_again, start, end),
        cmocka_unit_test_setup_teardown(one_import_at_a_time_writes_in_a_folder, start,
                                        end),
        cmocka_unit_test_setup_teardown(a_gazetteer_is_removed_by_its_name, start, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
