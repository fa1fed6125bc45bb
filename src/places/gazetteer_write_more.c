/* The squares of the grid, and what a gazetteer says of itself. */

#include <stdlib.h>

#include "places/gazetteer_file.h"
#include "places/gazetteer_key.h"
#include "places/gazetteer_write.h"

struct spot {
    int64_t cell;
    const struct build_place *place;
    uint32_t number;
};

static int compare_spots(const void *a, const void *b)
{
    const struct spot *x = a;
    const struct spot *y = b;

    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static size_t collect_spots(struct spot *spots, const struct gazetteer_build *build,
                            const uint32_t *numbers)
{
    size_t count = 0;

    for (size_t i = 0; i < build->place_count; i++) {
        const struct build_place *place = &build->places[i];

        if (place->has_point)
            spots[count++] = (struct spot){
                gazetteer_cell(place->point.lat, place->point.lon), place, numbers[i]};
    }
    qsort(spots, count, sizeof *spots, compare_spots);
    return count;
}

enum err_code gazetteer_write_spots(struct db *db, const struct gazetteer_build *build,
                                    const uint32_t *numbers, struct err *err)
{
    struct spot *spots = calloc(build->place_count + 1, sizeof *spots);
    struct db_query *query = NULL;
    enum err_code code;
    size_t count;

    if (!spots)
        out_of_memory(build->place_count * sizeof *spots);
    count = collect_spots(spots, build, numbers);
    code = db_prepare(&query, db, "INSERT INTO spot VALUES ($1, $2, $3, $4, $5)", err);
    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        db_bind_int(query, 1, spots[i].cell);
        db_bind_int(query, 2, spots[i].number);
        db_bind_int(query, 3, gazetteer_degrees(spots[i].place->point.lat));
        db_bind_int(query, 4, gazetteer_degrees(spots[i].place->point.lon));
        db_bind_int(query, 5, spots[i].place->kind);
        code = db_run(query, err);
    }
    db_query_close(query);
    free(spots);
    return code;
}

static enum err_code say(struct db_query *query, const char *word, struct str value,
                         struct err *err)
{
    db_bind_text(query, 1, str_from_c(word));
    db_bind_text(query, 2, value);
    return db_run(query, err);
}

static enum err_code say_number(struct db_query *query, const char *word, int64_t value,
                                struct err *err)
{
    struct buf text = {0};
    enum err_code code;

    buf_i64(&text, value);
    code = say(query, word, buf_str(&text), err);
    buf_release(&text);
    return code;
}

enum err_code gazetteer_write_about(struct db *db, const struct gazetteer_info *info,
                                    struct err *err)
{
    struct db_query *query = NULL;
    struct buf keys = {0};
    enum err_code code = db_prepare(&query, db, "INSERT INTO about VALUES ($1, $2)", err);

    gazetteer_key_version(&keys);
    if (code == ERR_OK &&
        (say_number(query, "version", GAZETTEER_FORMAT, err) != ERR_OK ||
         say(query, "keys", buf_str(&keys), err) != ERR_OK ||
         say(query, "title", info->title, err) != ERR_OK ||
         say(query, "format", info->format, err) != ERR_OK ||
         say(query, "licence", info->licence, err) != ERR_OK ||
         say(query, "attribution", info->attribution, err) != ERR_OK ||
         say(query, "file", info->file, err) != ERR_OK ||
         say(query, "sha256", info->sha256, err) != ERR_OK ||
         say_number(query, "bytes", info->file_bytes, err) != ERR_OK ||
         say_number(query, "read", info->read_at_s, err) != ERR_OK ||
         say_number(query, "places", info->place_count, err) != ERR_OK ||
         say_number(query, "names", info->name_count, err) != ERR_OK ||
         say_number(query, "rejected", info->rejected_rows, err) != ERR_OK))
        code = err->code;
    db_query_close(query);
    buf_release(&keys);
    return code;
}
