#include "cli/place_input.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "geo/parse.h"
#include "record/place_value.h"

enum { BOUNDARY_FILE_MAX = 16 * 1024 * 1024 };

enum err_code place_input_precision(struct value *value, struct arena *arena,
                                    struct str precision, struct err *err)
{
    struct value stated = value_object();
    int64_t metres = 0;

    if (!value_get(value, STR("lat")) && !value_get(value, STR("relation")) &&
        !value_get(value, STR("polygons")))
        return err_set(err, ERR_INVALID,
                       "a precision belongs to coordinates, a position or a boundary");
    if (metres_read(&metres, precision, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < value->count; i++)
        if (!str_equal(value->members[i].key, STR("from_digits")))
            value_set(&stated, arena, value->members[i].key, value->members[i].value);
    value_set(&stated, arena, STR("precision_m"), value_integer(metres));
    *value = stated;
    return ERR_OK;
}

enum err_code place_input_file(struct str *out, struct cli *cli, const char *file,
                               struct err *err)
{
    enum err_code code =
        strcmp(file, "-") == 0
            ? file_read_stream(out, &cli->arena, STDIN_FILENO, BOUNDARY_FILE_MAX, err)
            : file_read(out, &cli->arena, AT_FDCWD, file, BOUNDARY_FILE_MAX, err);

    if (code != ERR_OK)
        return code;
    if (str_starts_with(*out, STR("\xef\xbb\xbf"))) /* a byte order mark */
        *out = str_after(*out, 3);
    *out = str_trim(*out);
    return ERR_OK;
}

void place_input_remark(const struct cli *cli, const struct value *value, struct str text)
{
    struct geo_reading reading;
    struct err ignored;

    if (!value_get(value, STR("lat")) || geo_parse(&reading, text, &ignored) != ERR_OK)
        return;
    if (reading.notation != GEO_DECIMAL)
        cli_remark(cli, "read as %s, %s", reading.lat, reading.lon);
    if (reading.is_lon_first)
        cli_remark(cli,
                   "%s cannot be a latitude: taken as the longitude, with the latitude "
                   "behind it",
                   reading.lon);
    if (reading.is_view && value_get(value, STR("from_digits")))
        cli_remark(cli,
                   "the link marks no place: the middle of the map that it shows was "
                   "taken; say with --precision how near that is");
}
