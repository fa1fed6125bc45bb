#include "format/tilepath.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct {
    struct tile tile;
    struct str path;
} pairs[] = {
    {{TILE_HASHES, 0, 0, 256}, STR_INIT("tile/0/000")},
    {{TILE_HASHES, 0, 999, 256}, STR_INIT("tile/0/999")},
    {{TILE_HASHES, 1, 1000, 256}, STR_INIT("tile/1/x001/000")},
    {{TILE_HASHES, 63, 1234067, 1}, STR_INIT("tile/63/x001/x234/067.p/1")},
    {{TILE_HASHES, 0, 273, 112}, STR_INIT("tile/0/273.p/112")},
    {{TILE_ENTRIES, 0, 273, 255}, STR_INIT("tile/entries/273.p/255")},
    {{TILE_ENTRIES, 0, 1234067, 256}, STR_INIT("tile/entries/x001/x234/067")},
    {{TILE_PACK, 0, 1234067, 256}, STR_INIT("pack/x001/x234/067")},
    {{TILE_HASHES, 0, UINT64_MAX, 256},
     STR_INIT("tile/0/x018/x446/x744/x073/x709/x551/615")},
};

static void paths_are_those_of_the_specification(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct buf out = {0};
        struct tile tile = {0};

        tile_path_append(&out, &pairs[i].tile);
        assert_true(str_equal(buf_str(&out), pairs[i].path));
        assert_true(tile_path_parse(&tile, pairs[i].path));
        assert_int_equal(tile.kind, pairs[i].tile.kind);
        assert_int_equal(tile.level, pairs[i].tile.level);
        assert_true(tile.n == pairs[i].tile.n);
        assert_int_equal(tile.width, pairs[i].tile.width);
        buf_release(&out);
    }
}

static void a_tile_has_one_path_only(void **state)
{
    static const char *const bad[] = {
        "",
        "tile",
        "tile/0/",
        "/tile/0/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x001/000/",
        "tile/0/X001/000",
        "tile/0/00a",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p/1.p/1",
        "tile/data/000",
        "pack/000.p/1",
        "pack/000/",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/../000",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct tile tile = {.width = 7};

        assert_false(tile_path_parse(&tile, str_from_c(bad[i])));
        assert_int_equal(tile.width, 7);
    }
}

static void seventy_thousand_entries_have_the_files_of_the_format(void **state)
{
    (void)state;
    assert_int_equal(tile_full_count(70000, 0), 273);
    assert_int_equal(tile_partial_width(70000, 0), 112);
    assert_int_equal(tile_full_count(70000, 1), 1);
    assert_int_equal(tile_partial_width(70000, 1), 17);
    assert_int_equal(tile_full_count(70000, 2), 0);
    assert_int_equal(tile_partial_width(70000, 2), 1);
    assert_int_equal(tile_partial_width(70000, 3), 0);
    assert_int_equal(tile_width(70000, 0, 272), 256);
    assert_int_equal(tile_width(70000, 0, 273), 112);
    assert_int_equal(tile_width(70000, 0, 274), 0);
    assert_int_equal(tile_width(65536, 1, 0), 256);
    assert_int_equal(tile_width(65536, 1, 1), 0);
    assert_int_equal(tile_width(UINT64_MAX, 7, 0), 255);
    assert_int_equal(tile_width(UINT64_MAX, 8, 0), 0);
    assert_int_equal(tile_width(UINT64_MAX, 63, 0), 0);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"paths are those of the specification", paths_are_those_of_the_specification, 0,
         0, 0},
        {"a tile has one path only", a_tile_has_one_path_only, 0, 0, 0},
        {"70,000 entries have the files of the format",
         seventy_thousand_entries_have_the_files_of_the_format, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
