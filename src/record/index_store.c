/* The index of an archive folder: where it lies is the store's business. */

#include "record/index_open.h"
#include "record/schema.h"
#include "store/db.h"

static struct digest_text schema_text(void)
{
    return digest_text(schema_digest());
}

enum err_code index_open(struct index **out, bool *is_usable, bool *is_other,
                         struct store *store, bool writable, struct err *err)
{
    struct digest_text schema = schema_text();
    struct db *db = NULL;
    enum err_code code = db_open(&db, store, writable ? DB_WRITE : DB_READ, err);

    if (code == ERR_OK)
        code = index_of_db(out, is_usable, db, str_from_c(schema.hex), err);
    *is_other = code == ERR_OK && !*is_usable && index_is_other(*out);
    /* What is missing or damaged is simply made anew: the files are the truth. */
    if (code == ERR_NOT_FOUND || code == ERR_CORRUPT) {
        *out = NULL;
        *is_usable = false;
        return ERR_OK;
    }
    if (code == ERR_OK && !*is_usable) {
        index_close(*out);
        *out = NULL;
    }
    return code;
}

enum err_code index_open_beside(struct index **out, struct store *store, struct err *err)
{
    struct digest_text schema = schema_text();
    struct db *db = NULL;
    enum err_code code = db_open_beside(&db, store, err);

    if (code != ERR_OK)
        return code;
    return index_make(out, db, str_from_c(schema.hex), INDEX_LOADING, err);
}
