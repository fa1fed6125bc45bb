#ifndef RECORD_GIVING_H
#define RECORD_GIVING_H

/*
 * What every way out asks of the gate, in the words somebody typed: for this purpose, to
 * this recipient, today, of what is known now. Commands and pages ask through here, so
 * that they cannot come to different answers.
 *
 *     giving_begin(&giving, arena, archive, purpose, recipient)
 *     giving_add(&giving, &item) ...      all of it, a million rows too
 *     giving_end(&giving)                 answer.count == 0: all of it may be given
 *     giving_free(&giving)                always
 */

#include "record/archive.h"
#include "record/archive_view.h"
#include "record/gate.h"

/* Refusals that are told one by one; the rest is only counted. Items asked at once. */
enum { GIVING_TOLD = 200, GIVING_ROUND = 1024 };

struct giving {
    struct arena *arena;
    struct archive *archive;
    struct archive_view now;
    struct gate_question question;
    struct gate_answer answer; /* the first GIVING_TOLD refusals; persons: not counted */
    uint64_t refused;          /* all of them */
    struct arena scratch;
    struct gate_item items[GIVING_ROUND];
    size_t count;
};

/* Of today, as statements of this archive would be dated: in days since 1970. */
MUST_USE enum err_code giving_today(int64_t *day, struct archive *archive,
                                    struct err *err);

/* purpose and recipient as typed; either may be empty. ERR_INVALID: a purpose that there
 * is none of. */
MUST_USE enum err_code giving_begin(struct giving *out, struct arena *arena,
                                    struct archive *archive, struct str purpose,
                                    struct str recipient, struct err *err);

/* The item's name is copied. */
MUST_USE enum err_code giving_add(struct giving *giving, const struct gate_item *item,
                                  struct err *err);
MUST_USE enum err_code giving_end(struct giving *giving, struct err *err);
void giving_free(struct giving *giving);

/* The same for what lies in an array already; every refusal is told. */
MUST_USE enum err_code giving_ask(struct gate_answer *out, struct arena *arena,
                                  struct archive *archive, struct str purpose,
                                  struct str recipient, const struct gate_item *items,
                                  size_t count, struct err *err);

/* What whoever is a reader and nothing more sees: what people agreed to for documentation
 * by the own team. */
MUST_USE enum err_code giving_ask_reading(struct gate_answer *out, struct arena *arena,
                                          struct archive *archive,
                                          const struct gate_item *items, size_t count,
                                          struct err *err);

#endif
