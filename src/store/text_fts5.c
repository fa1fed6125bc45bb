#include "store/text_fts5.h"

#include "store/db_file.h"
#include "store/text_index.h"

/* --- the tokenizer --- */

static int prepared_create(void *context, const char **args, int count,
                           Fts5Tokenizer **out)
{
    static char nothing; /* it has no state; FTS5 wants an address */

    (void)context;
    (void)args;
    (void)count;
    *out = (Fts5Tokenizer *)&nothing;
    return SQLITE_OK;
}

static void prepared_delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

typedef int (*token_taker)(void *, int, const char *, int, int, int);

static int prepared_tokens(Fts5Tokenizer *tokenizer, void *context, int why,
                           const char *text, int len, token_taker take)
{
    int at = 0;
    int result = SQLITE_OK;

    (void)tokenizer;
    (void)why;
    while (at < len && result == SQLITE_OK) {
        int flags = text[at] == TEXT_SAME ? FTS5_TOKEN_COLOCATED : 0;
        int end = ++at;

        while (end < len && text[end] != TEXT_NEXT && text[end] != TEXT_SAME)
            end++;
        if (end > at)
            result = take(context, flags, text + at, end - at, at, end);
        at = end;
    }
    return result;
}

/* --- how close together --- */

enum { PHRASES_COUNTED = 64, PLACES_COUNTED = 512 };

/* One way through the places where phrases stand, in their order. */
struct window {
    uint32_t here[PHRASES_COUNTED]; /* of each phrase, how many are in the window */
    int phrase[PLACES_COUNTED];
    int at[PLACES_COUNTED];
    int count;
    int kinds; /* different phrases in the row */
};

static int read_places(struct window *w, const Fts5ExtensionApi *api, Fts5Context *row)
{
    uint64_t seen = 0;
    int total = 0;
    int result = api->xInstCount(row, &total);

    for (int i = 0; i < total && w->count < PLACES_COUNTED && result == SQLITE_OK; i++) {
        int column = 0;

        result = api->xInst(row, i, &w->phrase[w->count], &column, &w->at[w->count]);
        if (result != SQLITE_OK || w->phrase[w->count] >= PHRASES_COUNTED)
            continue;
        if ((seen & UINT64_C(1) << w->phrase[w->count]) == 0)
            w->kinds++;
        seen |= UINT64_C(1) << w->phrase[w->count];
        w->count++;
    }
    return result;
}

static uint32_t least_span(struct window *w)
{
    uint32_t least = UINT32_MAX;
    int kinds = 0;
    int first = 0;

    for (int last = 0; last < w->count; last++) {
        kinds += w->here[w->phrase[last]]++ == 0 ? 1 : 0;
        for (; kinds == w->kinds; first++) {
            uint32_t span = (uint32_t)(w->at[last] - w->at[first]) + 1;

            least = span < least ? span : least;
            kinds -= --w->here[w->phrase[first]] == 0 ? 1 : 0;
        }
    }
    return least;
}

/* Both in one number: count << 32 | span. */
static void closeness(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *out,
                      int count, sqlite3_value **values)
{
    struct window window = {.count = 0};
    int result = read_places(&window, api, row);

    (void)count;
    (void)values;
    if (result != SQLITE_OK) {
        sqlite3_result_error_code(out, result);
        return;
    }
    sqlite3_result_int64(out, (sqlite3_int64)window.count << 32 | least_span(&window));
}

static fts5_api *fts5_of(sqlite3 *sqlite)
{
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;

    if (sqlite3_prepare_v2(sqlite, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK)
        if (sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL) ==
            SQLITE_OK)
            (void)sqlite3_step(statement);
    (void)sqlite3_finalize(statement);
    return api;
}

/* Once a connection; a second time changes nothing. */
enum err_code text_fts5_add(struct db *db, struct err *err)
{
    fts5_tokenizer prepared = {prepared_create, prepared_delete, prepared_tokens};
    fts5_api *api = fts5_of(db->sqlite);

    if (!api)
        return err_set(err, ERR_INVALID,
                       "the SQLite of this machine (%s) has no full-text search (FTS5): "
                       "install one that was built with it",
                       sqlite3_libversion());
    if (api->xCreateTokenizer(api, "prepared", NULL, &prepared, NULL) != SQLITE_OK ||
        api->xCreateFunction(api, "closeness", NULL, closeness, NULL) != SQLITE_OK)
        return err_set(err, ERR_LIMIT, "out of memory");
    return ERR_OK;
}
