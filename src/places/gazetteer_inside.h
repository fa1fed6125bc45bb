#ifndef PLACES_GAZETTEER_INSIDE_H
#define PLACES_GAZETTEER_INSIDE_H

/* What the parts of gazetteer.h share. */

#include "base/map.h"
#include "names/key.h"
#include "places/gazetteer.h"
#include "places/gazetteer_file.h"
#include "store/db.h"

enum gazetteer_query {
    QUERY_PLACE,
    QUERY_NAMES,
    QUERY_CODE,
    QUERY_CODES_FROM,
    QUERY_CHILDREN,
    QUERY_TOKEN,
    QUERY_MEET,
    QUERY_LANE,
    QUERY_SOUND,
    QUERY_SPOT,
    GAZETTEER_QUERIES
};

enum { PUBLISHERS = 5 }; /* whose codes places can share */

/* Keys of one length, loaded when first looked through. */
struct gazetteer_lane {
    uint32_t *firsts; /* of each chunk: the number of its first key */
    uint32_t *counts;
    uint64_t **signatures;
    struct str *keys;
    size_t chunk_count;
    bool is_loaded;
};

/* One gazetteer, open. */
struct gazetteer {
    struct db *db; /* NULL: it cannot be used, see its info */
    struct db_query *queries[GAZETTEER_QUERIES];
    struct gazetteer_lane lanes[NAME_KEY_MAX + 1];
    enum { PUBLISHER_UNKNOWN, PUBLISHER_NONE, PUBLISHER_SOME } publishers[PUBLISHERS];
};

struct gazetteer_area; /* a place met as something that others lie in */

struct gazetteers {
    struct arena arena;
    struct str key_version;
    struct gazetteer_info *infos;
    struct gazetteer *items;
    size_t count;
    struct gazetteer_area *areas;
};

/* Prepared when first asked for; reset, and good until the next call for it. */
MUST_USE enum err_code gazetteer_query(struct db_query **out, struct gazetteers *g,
                                       uint32_t at, enum gazetteer_query which,
                                       struct err *err);

void gazetteer_close(struct gazetteer *gazetteer);

/* Errors of SQLite speak of the index: say instead what to do about a gazetteer. */
enum err_code gazetteer_failed(const struct gazetteers *g, uint32_t at, struct err *err);

/* A growing list of places, each once: the places that are one stand as sources of one.
 */
struct gazetteer_found {
    struct gazetteer_ref ref;
    enum gazetteer_step step;
    uint32_t name; /* its number among the place's names */
    bool has_name;
    double metres;
};

struct gazetteer_list {
    struct gazetteer_found *items;
    size_t count;
    size_t room;
};

/* In arena. */
void gazetteer_list_add(struct gazetteer_list *list, struct arena *arena,
                        const struct gazetteer_found *found);

/* Everything known about what was found, places that are one taken together; in the
 * order of the list, in arena. */
MUST_USE enum err_code gazetteer_view(struct gazetteer_hit **out, size_t *count,
                                      struct arena *arena, struct gazetteers *g,
                                      const struct gazetteer_list *list, struct err *err);

/* Places of one gazetteer within radius_m, in no order. */
MUST_USE enum err_code gazetteer_spots(struct gazetteer_list *list, struct arena *arena,
                                       struct gazetteers *g, uint32_t at,
                                       struct geo_point point, double radius_m,
                                       const struct gazetteer_wanted *wanted,
                                       struct err *err);

/* What is wanted, NULL or 0 standing for everything. */
bool gazetteer_wants(const struct gazetteer_wanted *wanted, int64_t kind);
size_t gazetteer_limit(const struct gazetteer_wanted *wanted);

/* Numbers of the keys of at most `limit` edits' distance from key, of whole names. */
struct gazetteer_near_key {
    uint32_t token;
    uint32_t edits;
};
MUST_USE enum err_code gazetteer_near_keys(struct gazetteer_near_key **out, size_t *count,
                                           struct arena *arena, struct gazetteers *g,
                                           uint32_t at, const struct name_key *key,
                                           size_t limit, struct err *err);

/* A code: places that have it, in one gazetteer. */
MUST_USE enum err_code gazetteer_with_code(struct gazetteer_list *list,
                                           struct arena *arena, struct gazetteers *g,
                                           uint32_t at, struct str code, struct err *err);

#endif
