#include "share/archive_facts.h"

#include "format/canon.h"
#include "store/store.h"

enum err_code archive_facts_read(struct archive_facts *out, struct arena *arena,
                                 struct store *store, struct err *err)
{
    const struct store_facts *facts = store_facts(store);
    struct archive_facts read = {.feed = arena_str(arena, facts->feed)};
    struct feed_statement first = {0};
    struct value statement = {0};
    struct feed *feed = NULL;
    enum err_code code = feed_open(&feed, store, facts->feed, err);

    if (code != ERR_OK)
        return code;
    code = feed_read(&first, arena, feed, 0, err);
    feed_close(feed);
    if (code == ERR_OK)
        code = canon_parse(&statement, arena, first.bytes, err);
    if (code != ERR_OK)
        return code;
    archive_id_of(read.archive, &first.commitment);
    read.is_synthetic = value_get(&statement, STR("synthetic")) != NULL;
    if (!str_equal(facts->archive, str_from_c(read.archive)))
        return err_set(err, ERR_CORRUPT,
                       "\"stele.json\" names another archive than statement 0 of the "
                       "founding feed; stele verify tells more");
    *out = read;
    return ERR_OK;
}
