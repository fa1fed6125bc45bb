#include "places/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/message.h"
#include "places/gazetteer_folder.h"
#include "places/gazetteer_inside.h"
#include "places/gazetteer_key.h"

static const char *const kind_words[GAZETTEER_KINDS] = {
    "country", "region", "district", "community", "settlement", "quarter", "other"};

const char *gazetteer_kind_word(enum gazetteer_kind kind)
{
    return kind_words[kind];
}

bool gazetteer_kind_of(enum gazetteer_kind *out, struct str word)
{
    for (size_t i = 0; i < GAZETTEER_KINDS; i++)
        if (str_equal(word, str_from_c(kind_words[i]))) {
            *out = (enum gazetteer_kind)i;
            return true;
        }
    return false;
}

/* An absolute path from the environment; XDG says to ignore a relative one. Nobody
 * changes the environment once we run. */
static struct str absolute_from(const char *variable)
{
    struct str value = str_from_c(getenv(variable)); /* NOLINT(concurrency-mt-unsafe) */

    return str_starts_with(value, STR("/")) ? value : STR("");
}

struct str gazetteers_home(struct arena *arena)
{
    struct str data = absolute_from("XDG_DATA_HOME");
    struct str home = absolute_from("HOME");

    if (data.len > 0)
        return arena_printf(arena, STR_FMT "/stele/gazetteers", STR_ARG(data));
    if (home.len > 0)
        return arena_printf(arena, STR_FMT "/.local/share/stele/gazetteers",
                            STR_ARG(home));
    return STR("");
}

enum err_code gazetteer_failed(const struct gazetteers *g, uint32_t at, struct err *err)
{
    if (err->code == ERR_CORRUPT)
        return err_set(err, ERR_CORRUPT,
                       "\"%s\": the gazetteer is damaged; import it again",
                       g->infos[at].path.ptr);
    return err->code;
}

enum err_code gazetteer_query(struct db_query **out, struct gazetteers *g, uint32_t at,
                              enum gazetteer_query which, struct err *err)
{
    static const char *const texts[GAZETTEER_QUERIES] = {
        [QUERY_PLACE] = "SELECT code, shared, parent, kind, class, lat, lon, population"
                        " FROM place WHERE number = $1",
        [QUERY_NAMES] = "SELECT text, lang, kind FROM name WHERE place = $1 ORDER BY n",
        [QUERY_CODE] = "SELECT place FROM code WHERE code = $1",
        [QUERY_CODES_FROM] =
            "SELECT code FROM code WHERE code >= $1 ORDER BY code LIMIT 1",
        [QUERY_CHILDREN] = "SELECT number, kind FROM place WHERE parent = $1",
        [QUERY_TOKEN] = "SELECT number FROM token WHERE key = $1",
        [QUERY_MEET] = "SELECT m.place, m.name, p.kind FROM meet AS m"
                       " JOIN place AS p ON p.number = m.place"
                       " WHERE m.token = $1 AND m.step = $2 ORDER BY m.place",
        [QUERY_LANE] = "SELECT first, count, signatures, keys FROM lane"
                       " WHERE chars = $1 ORDER BY chunk",
        [QUERY_SOUND] = "SELECT token FROM sound WHERE code = $1",
        [QUERY_SPOT] = "SELECT place, lat, lon, kind FROM spot"
                       " WHERE cell BETWEEN $1 AND $2",
    };
    struct gazetteer *gazetteer = &g->items[at];

    if (gazetteer->queries[which])
        db_reset(gazetteer->queries[which]);
    else if (db_prepare(&gazetteer->queries[which], gazetteer->db, texts[which], err) !=
             ERR_OK)
        return gazetteer_failed(g, at, err);
    *out = gazetteer->queries[which];
    return ERR_OK;
}

static struct str about(struct db_query *query, struct arena *arena, const char *word,
                        struct err *err)
{
    struct str value = STR("");
    bool has_row = false;

    db_bind_text(query, 1, str_from_c(word));
    if (db_step(&has_row, query, err) == ERR_OK && has_row)
        value = arena_str(arena, db_column_text(query, 0));
    db_reset(query);
    return value;
}

static int64_t about_number(struct db_query *query, struct arena *arena, const char *word,
                            struct err *err)
{
    int64_t value = 0;

    (void)str_to_i64(&value, about(query, arena, word, err));
    return value;
}

/* Whether what it was made with is what we have; says in info->problem when not. */
static void check_versions(struct gazetteers *g, struct gazetteer_info *info,
                           struct db_query *query, struct err *err)
{
    struct arena *arena = &g->arena;
    int64_t version = about_number(query, arena, "version", err);

    if (version == 0)
        info->problem = arena_printf(
            arena, _("\"%s\": this is no gazetteer, or a damaged one; import it again"),
            info->path.ptr);
    else if (version != GAZETTEER_FORMAT ||
             !str_equal(about(query, arena, "keys", err), g->key_version))
        info->problem = arena_printf(
            arena, _("\"%s\": another version of stele made this; import it again"),
            info->path.ptr);
}

static void read_about(struct gazetteers *g, struct gazetteer_info *info,
                       struct db_query *query, struct err *err)
{
    struct arena *arena = &g->arena;

    check_versions(g, info, query, err);
    info->title = about(query, arena, "title", err);
    info->format = about(query, arena, "format", err);
    info->licence = about(query, arena, "licence", err);
    info->attribution = about(query, arena, "attribution", err);
    info->file = about(query, arena, "file", err);
    info->sha256 = about(query, arena, "sha256", err);
    info->file_bytes = about_number(query, arena, "bytes", err);
    info->read_at_s = about_number(query, arena, "read", err);
    info->place_count = about_number(query, arena, "places", err);
    info->name_count = about_number(query, arena, "names", err);
    info->rejected_rows = about_number(query, arena, "rejected", err);
}

void gazetteer_close(struct gazetteer *gazetteer)
{
    for (size_t i = 0; i < GAZETTEER_QUERIES; i++)
        db_query_close(gazetteer->queries[i]);
    for (size_t i = 0; i <= NAME_KEY_MAX; i++)
        gazetteer->lanes[i] = (struct gazetteer_lane){0};
    db_close(gazetteer->db);
    gazetteer->db = NULL;
}

/* A file that cannot be used keeps its place in the list, with the reason. */
static void open_one(struct gazetteers *g, size_t at)
{
    struct gazetteer_info *info = &g->infos[at];
    struct gazetteer *gazetteer = &g->items[at];
    struct db_query *query = NULL;
    struct err err = {0};
    struct stat st;

    if (stat(info->path.ptr, &st) == 0)
        info->size_bytes = st.st_size;
    if (db_fixed_open(&gazetteer->db, info->path.ptr, &err) == ERR_OK &&
        db_prepare(&query, gazetteer->db, "SELECT value FROM about WHERE word = $1",
                   &err) == ERR_OK)
        read_about(g, info, query, &err);
    db_query_close(query);
    if (err.code == ERR_CORRUPT || err.code == ERR_INVALID)
        info->problem = arena_printf(
            &g->arena,
            _("\"%s\": this is no gazetteer, or a damaged one; import it again"),
            info->path.ptr);
    else if (err.code != ERR_OK)
        info->problem = arena_str(&g->arena, str_from_c(err.message));
    if (info->problem.len > 0)
        gazetteer_close(gazetteer);
}

static int compare_infos(const void *a, const void *b)
{
    const struct gazetteer_info *x = a;
    const struct gazetteer_info *y = b;

    return str_compare(x->name, y->name);
}

enum err_code gazetteers_open(struct gazetteers **out, struct str home,
                              struct str shipped, struct err *err)
{
    struct gazetteers *g = calloc(1, sizeof *g);
    struct gazetteer_files list = {0};
    struct buf keys = {0};

    if (!g)
        out_of_memory(sizeof *g);
    err->code = ERR_OK;
    if (gazetteer_files_in(&list, &g->arena, home, false, err) != ERR_OK ||
        gazetteer_files_in(&list, &g->arena, shipped, true, err) != ERR_OK) {
        gazetteers_close(g);
        return err->code;
    }
    if (list.count > 0)
        qsort(list.infos, list.count, sizeof *list.infos, compare_infos);
    g->infos = list.infos;
    g->count = list.count;
    g->items = ARENA_ARRAY(&g->arena, struct gazetteer, g->count + 1);
    gazetteer_key_version(&keys);
    g->key_version = arena_str(&g->arena, buf_str(&keys));
    buf_release(&keys);
    for (size_t i = 0; i < g->count; i++)
        open_one(g, i);
    *out = g;
    return ERR_OK;
}

const struct gazetteer_info *gazetteers_info(const struct gazetteers *g, size_t *count)
{
    *count = g->count;
    return g->infos;
}
