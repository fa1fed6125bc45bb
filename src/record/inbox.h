#ifndef RECORD_INBOX_H
#define RECORD_INBOX_H

/*
 * Who reads which preserved file: taken, done, skipped and why, a second reader wanted.
 * Each is an `assess` statement of the files with the member `reading` (terms of
 * reading_status), so it merges with the rest of the record.
 *
 * A member's word about a file is that member's own: the last one of each device counts,
 * until a later statement names it in `supersedes` or takes it back. No clock decides.
 * Where two machines took one file, both are shown. Of what stands, read counts more than
 * taken, and taken more than skipped.
 *
 * The state of all files is kept beside the index it was read from, and brought up to
 * date from what was added since; one thread asks one index.
 */

#include "record/query.h"

struct archive;
struct inbox;

enum inbox_said {
    INBOX_SAYS_TAKEN,
    INBOX_SAYS_GIVEN_BACK,
    INBOX_SAYS_DONE,
    INBOX_SAYS_SKIPPED,
    INBOX_SAYS_SECOND_WANTED,
    INBOX_SAYS
};

enum inbox_state {
    INBOX_UNREAD,
    INBOX_TAKEN,
    INBOX_SECOND, /* a second reader is wanted, and nobody else has read it yet */
    INBOX_DONE,   /* read, or a table that was imported */
    INBOX_SKIPPED,
    INBOX_STATES
};

/* The term of reading_status, and back; INBOX_SAYS: none of them. */
struct str inbox_said_term(enum inbox_said said);
enum inbox_said inbox_said_of(struct str term);

/* "unread", "taken", "second", "done", "skipped": for addresses, --state and JSON. */
struct str inbox_state_name(enum inbox_state state);
enum inbox_state inbox_state_of(struct str name); /* INBOX_STATES: none */

/* A word that stands; none of them is INBOX_SAYS_GIVEN_BACK. */
struct inbox_word {
    struct ref ref;
    struct str member;
    enum inbox_said said;
    struct str why; /* term of skip_reason */
    bool has_time;
    int64_t at_s;
};

struct inbox_row {
    struct object_row object;
    bool has_time; /* when it was preserved */
    int64_t at_s;
    enum inbox_state state;
    bool is_imported;
    bool is_second_wanted;
    uint32_t readers; /* how many members have read it */
    const struct inbox_word *words;
    size_t word_count;
    struct str lang;    /* of its text, or of a text made of it; empty: not stated */
    struct str source;  /* the entity that was preserved as this file; empty: none */
    struct ref same_as; /* an earlier file of the same bytes; REF_NONE: none */
    uint64_t passages;  /* that stand in it */
    uint64_t claims;    /* that rest on those */
    uint64_t rows;      /* that were taken from it, where it was imported */
};

struct inbox_filter {
    unsigned states;   /* 1 << state each; 0: any */
    struct str member; /* this member's word stands */
    bool is_nobodys;   /* nobody's word stands */
    struct str type;   /* how the media type begins: "image/", "text/plain" */
    struct str run;    /* the run of `stele preserve` */
    struct str folder; /* a folder of the path as preserved, with all below it */
    struct str lang;
    struct ref after; /* as in query.h: the last of the page before */
    uint32_t limit;
};

struct inbox_list {
    struct inbox_row *items;
    size_t count;
    bool has_more;
};

/* Oldest first: as they were preserved. */
MUST_USE enum err_code inbox_list(struct inbox_list *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  const struct inbox_filter *filter, struct err *err);

/* How many of each state; filter->states is left out of account. */
MUST_USE enum err_code inbox_count(uint64_t out[INBOX_STATES], struct index *index,
                                   struct view view, const struct inbox_filter *filter,
                                   struct err *err);

/* One file. ERR_NOT_FOUND: the statement preserves no file that people read. */
MUST_USE enum err_code inbox_find(struct inbox_row *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  struct ref object, struct err *err);

/* What can be chosen from: terms in use, each once, in the order of first use. */
struct inbox_choices {
    struct str *types; /* the part before "/" */
    size_t type_count;
    struct str *langs;
    size_t lang_count;
    struct str *folders; /* of the first level */
    size_t folder_count;
};
MUST_USE enum err_code inbox_choices(struct inbox_choices *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct err *err);

/* Of an index that is closed, or whose statements changed from under it. */
void inbox_forget(struct index *index);

/* --- saying it --- */

struct inbox_say {
    enum inbox_said said;
    const struct ref *files;
    size_t count;
    struct str why;            /* INBOX_SAYS_SKIPPED: a term of skip_reason */
    struct str note;           /* may be empty */
    struct ref duplicate_of;   /* why is "duplicate"; REF_NONE: not said */
    struct str given_back_for; /* INBOX_SAYS_GIVEN_BACK: whose word is taken back, by
                                  somebody else; empty: my own */
};

/* The drafts that say so, in arena. ERR_NOT_FOUND: that member has no word there. */
MUST_USE enum err_code inbox_drafts(struct value *out, struct arena *arena,
                                    struct archive *archive, struct view view,
                                    const struct inbox_say *say, struct err *err);

/*
 * The next file that nobody has a word about is taken by whoever writes: looked for and
 * said under one lock of the archive that writes. REF_NONE: there is none.
 */
MUST_USE enum err_code inbox_take_next(struct ref *out, struct arena *arena,
                                       struct archive *archive,
                                       const struct inbox_filter *filter,
                                       struct err *err);

#endif
