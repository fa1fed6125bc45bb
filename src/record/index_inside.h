#ifndef RECORD_INDEX_INSIDE_H
#define RECORD_INDEX_INSIDE_H

/*
 * What an open index holds: for the index*.c, project*.c and query*.c files of record/.
 *
 * Texts that come again and again (properties, terms, kinds, entity ids) are rows of
 * `word` and `ident` and stand elsewhere as their number. The numbers are drawn in the
 * order of first use and mean nothing outside this database.
 */

#include "base/map.h"

#include "base/arena.h"
#include "base/buf.h"
#include "record/claim.h"
#include "record/index.h"
#include "store/db.h"
#include "store/text_index.h"

enum { WORD_CACHE_MAX = 65536, IDENT_CACHE_SLOTS = 32768, IDENT_CACHE_LEN = 23 };
enum { QUERY_CACHE_MAX = 128, FEED_TEXT_MAX = 64 };

/* The words that stand in `word` from the start: a statement's kind is its number here.
 */
enum statement_kind {
    KIND_UNREADABLE = 0, /* sealed or erased */
    KIND_CLAIM,
    KIND_ENTITY,
    KIND_PASSAGE,
    KIND_OBJECT, /* from here on found by kind through an index */
    KIND_DERIVED,
    KIND_IMPORT,
    KIND_ASSESS,
    KIND_DECIDE,
    KIND_WITHDRAW,
    KIND_SAME,
    KIND_DISTINCT,
    KIND_UNDO,
    KIND_ARCHIVE,
    KIND_MEMBER,
    KIND_DEVICE,
    KIND_SCHEMA,
    KIND_ACCESS,
    KIND_CONSENT,
    KIND_COUNT
};

/* Member names that edges go by, numbered behind the kinds. */
enum edge_role {
    ROLE_OF = KIND_COUNT,
    ROLE_AMONG,
    ROLE_PREFER,
    ROLE_SUPERSEDES,
    ROLE_PREMISES,
    ROLE_CHAIN_AS,
    ROLE_ABOUT,
    ROLE_SOURCE,
    WORD_FIRST_FREE
};

struct interned {
    UT_hash_handle hh;
    int64_t number;
    struct str text;
};

struct ident_slot {
    char id[IDENT_CACHE_LEN];
    uint8_t len; /* 0: empty */
    int64_t number;
};

/* Numbers back to texts, direct-mapped: a page asks for the same few again and again. */
enum { NAME_CACHE_SLOTS = 2048, NAME_CACHE_LEN = 48 };

struct name_slot {
    char text[NAME_CACHE_LEN];
    uint8_t len;
    int64_t number; /* 0: empty */
};

struct feed_row {
    char id[FEED_TEXT_MAX];
    size_t len;
    struct feed_bounds bounds;
};

struct cached_query {
    const char *sql; /* a literal: compared by address */
    struct db_query *query;
    bool is_taken;
};

struct index {
    struct db *db;
    bool is_beside;
    bool is_private; /* in memory: it may hold what was sealed */
    bool is_other;   /* whole, but of another version of the program or schema */
    bool is_loading; /* the secondary indexes are still to be made */
    struct feed_row *feeds;
    uint32_t feed_count;
    struct interned *words; /* of word_arena */
    struct arena word_arena;
    uint32_t word_count;
    int64_t next_word;
    int64_t next_ident;
    struct ident_slot *idents;
    struct name_slot *names; /* words in even slots, ids in odd ones */
    struct cached_query *queries;
    uint32_t query_count;
    struct text_index *texts;   /* opened when first asked for */
    struct word_putter *putter; /* project_text.c's */
    struct inbox *inbox;        /* inbox_load.c's */
    int64_t
        added[KIND_PASSAGE + 1]; /* statements of the large kinds in this transaction */
    struct buf scratch;
    struct arena arena; /* one statement at a time */
};

/*
 * A prepared query, kept for the next caller. Give it back when done; a second caller in
 * the meantime gets one of its own, so queries may nest. sql must be a literal.
 */
MUST_USE enum err_code index_take(struct db_query **out, struct index *index,
                                  const char *sql, struct err *err);
void index_give(struct index *index, struct db_query *query);

/* The number of a text, given one when it has none. Empty text is 0. */
MUST_USE enum err_code index_word(int64_t *number, struct index *index, struct str text,
                                  struct err *err);
MUST_USE enum err_code index_ident(int64_t *number, struct index *index, struct str id,
                                   struct err *err);

/* The number of a text, or -1 when nothing carries it. */
MUST_USE enum err_code index_find_word(int64_t *number, struct index *index,
                                       struct str text, struct err *err);
MUST_USE enum err_code index_find_ident(int64_t *number, struct index *index,
                                        struct str id, struct err *err);

/* The text of a number, in arena; 0 and NULL columns are empty. */
MUST_USE enum err_code index_word_text(struct str *out, struct arena *arena,
                                       struct index *index, int64_t number,
                                       struct err *err);
MUST_USE enum err_code index_ident_text(struct str *out, struct arena *arena,
                                        struct index *index, int64_t number,
                                        struct err *err);

/* Where words of texts are looked up; the index's own. */
MUST_USE enum err_code index_texts(struct text_index **out, struct index *index,
                                   struct err *err);

/* Forget cached numbers: after a rollback they may name nothing. */
void index_forget(struct index *index);

/* What every statement needs at hand while it is projected. */
struct projection {
    struct index *index;
    struct ref ref;
    char form; /* enum frame_form: whether it stood open */
    const struct value *value;
    struct err *err;
};

/* The tables of one statement kind each; project.c calls them. */
MUST_USE enum err_code project_claim(struct projection *p);
MUST_USE enum err_code project_passage(struct projection *p);
MUST_USE enum err_code project_entity(struct projection *p);
MUST_USE enum err_code project_object(struct projection *p);
/* The text that the object is, if it is one; its pages come when its bytes are read. */
MUST_USE enum err_code project_text(struct projection *p, int64_t kind);
MUST_USE enum err_code project_import(struct projection *p);
MUST_USE enum err_code project_review(struct projection *p);
MUST_USE enum err_code project_reading(struct projection *p);
MUST_USE enum err_code project_addition(struct projection *p);
MUST_USE enum err_code project_access(struct projection *p);
MUST_USE enum err_code project_consent(struct projection *p);

/*
 * References to statements become edges and entity ids become mentions, wherever they
 * stand, except in the members that a table of its own keeps.
 */
MUST_USE enum err_code project_links(struct projection *p, int64_t kind);

/* First and last day that an EDTF text can mean; false when it is none. */
bool project_days(int64_t *first, int64_t *last, struct str edtf);

/* Binding in the words of projection: 0 and empty are NULL, which costs no byte. */
void bind_number(struct db_query *query, int parameter, int64_t number);
void bind_ref(struct db_query *query, int parameter, struct ref ref);
void bind_words(struct db_query *query, int parameter, struct str text);
void bind_days(struct db_query *query, int parameter, bool known, int64_t first,
               int64_t last);

#endif
