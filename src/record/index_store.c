/* The index of an archive folder: where it lies is the store's business. */

#include "record/index_inside.h"
#include "record/index_open.h"
#include "record/keyring.h"
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
        *err = (struct err){0};
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

/* --- in memory --- */

enum err_code index_make_private(struct index **out, const struct keyring *keyring,
                                 struct err *err)
{
    struct digest_text schema = schema_text();
    struct db *db = NULL;
    struct buf keys = {0};
    enum err_code code = db_open_memory(&db, STR(""), err);

    if (code == ERR_OK)
        code = index_make(out, db, str_from_c(schema.hex), INDEX_LOADING, err);
    keyring_describe(&keys, keyring);
    if (code == ERR_OK) {
        (*out)->is_beside = false;
        (*out)->is_private = true;
        code = index_say_keys(*out, buf_str(&keys), err);
    }
    buf_release(&keys);
    return code;
}

enum err_code index_of_pages(struct index **out, bool *is_usable, struct str pages,
                             const struct keyring *keyring, struct err *err)
{
    struct digest_text schema = schema_text();
    struct db *db = NULL;
    struct buf keys = {0};
    enum err_code code = db_open_memory(&db, pages, err);

    *out = NULL;
    *is_usable = false;
    if (code == ERR_OK)
        code = index_of_db(out, is_usable, db, str_from_c(schema.hex), err);
    if (code == ERR_OK && *is_usable) {
        (*out)->is_private = true;
        keyring_describe(&keys, keyring);
        code = index_was_made_with(is_usable, *out, buf_str(&keys), err);
    }
    if (code == ERR_OK && !*is_usable) {
        index_close(*out);
        *out = NULL;
    }
    buf_release(&keys);
    return code;
}

enum err_code index_pages(struct buf *out, struct index *index, struct err *err)
{
    return db_pages(out, index_db(index), err);
}

bool index_is_private(const struct index *index)
{
    return index->is_private;
}
