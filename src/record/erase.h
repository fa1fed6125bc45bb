#ifndef RECORD_ERASE_H
#define RECORD_ERASE_H

/*
 * Erasing, by two members (format.md 4.2, 4.9): one asks, another confirms, and what they
 * name is destroyed: frames, objects, the index and what else on this machine holds it.
 * The commitments stay, and with them the log and every proof.
 */

#include "record/archive.h"
#include "record/erasure.h"

/* Every erasure and resealing of the counting feeds. References in words are
 * ref_of(word->feed, word->index). */
MUST_USE enum err_code erase_read(struct erasures *out, struct arena *arena,
                                  struct archive *archive, struct err *err);

/* The `of` of a statement, an object, rows of one. */
MUST_USE enum err_code erase_of_statement(struct value *out, struct arena *arena,
                                          struct archive *archive, struct ref ref,
                                          struct err *err);
struct value erase_of_object(struct arena *arena, const struct digest *name);
struct value erase_of_rows(struct arena *arena, const struct digest *name,
                           const int64_t *rows, size_t count);

/*
 * Ask for all of them, in one commit; *asked gets as many references. ERR_CONFLICT when
 * one is erased already, or asked for already: whoever else means it confirms.
 */
MUST_USE enum err_code erase_ask(struct ref *asked, struct archive *archive,
                                 const struct value *targets, size_t count,
                                 struct str ground, struct err *err);

/*
 * Confirm what another member asked for, all of it in one commit, together with the
 * drafts of what takes its place; then destroy it. ERR_DENIED when the same member asked,
 * or when neither is an admin or the author. An empty ground is the first one's.
 */
struct erase_confirmation {
    const struct ref *asked;
    size_t count;
    struct str ground;
    const struct value *drafts; /* `derived` statements, of objects kept already */
    size_t draft_count;
};
MUST_USE enum err_code erase_confirm(struct archive *archive,
                                     const struct erase_confirmation *confirmation,
                                     struct err *err);

/* What an effective erasure says of a statement or of an object's stored bytes; NULL:
 * none does. In arena. */
MUST_USE enum err_code erase_of(const struct erasure **out, struct arena *arena,
                                struct archive *archive, const struct digest *what,
                                bool is_statement, struct err *err);

/* --- what else speaks of it --- */

enum erase_why {
    ERASE_RESTS,  /* a claim on a passage, on a row, on premises; what was made of it */
    ERASE_ABOUT,  /* a claim about it, or with it as its value */
    ERASE_JUDGES, /* assesses, decides, withdraws, confirms or denies it */
    ERASE_NAMES, /* another statement about the same bytes, an earlier or later wording */
    ERASE_QUOTES,  /* has the same words */
    ERASE_MENTIONS /* refers to it in some other way */
};

struct erase_reached {
    struct ref ref;
    struct str kind;
    enum erase_why why;
    struct ref from;      /* reached from this one; REF_NONE: from the target */
    bool has_object;      /* an object made of it: its bytes can be taken along too */
    struct digest object; /* stored bytes */
};

struct erase_reach {
    struct erase_reached *items;
    size_t count;
};

enum { ERASE_REACH_MAX = 20000 };

/*
 * Everything that speaks of the target, and of what does: in the order found. What only
 * says that a table was read, who is a member and the like is not among it. ERR_LIMIT
 * when it is more than ERASE_REACH_MAX.
 */
MUST_USE enum err_code erase_reach(struct erase_reach *out, struct arena *arena,
                                   struct archive *archive, const struct value *of,
                                   struct err *err);

/* `tool` of the `derived` statement that stands for a table whose rows were erased. */
#define ERASE_ROWS_TOOL "stele erase"

/* The objects that a table was read from, and that stand in its place since rows of it
 * were erased: the statement whose bytes are there now. ERR_NOT_FOUND: none is. */
MUST_USE enum err_code erase_current_object(struct ref *out, struct arena *arena,
                                            struct archive *archive, struct ref object,
                                            struct err *err);

#endif
