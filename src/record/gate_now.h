#ifndef RECORD_GATE_NOW_H
#define RECORD_GATE_NOW_H

/*
 * The gate as commands and pages ask it: of an archive as it stands today, whatever day
 * is being looked at, because what somebody took back since holds for old states too.
 */

#include "record/archive.h"
#include "record/gate.h"

/* Today as statements of this archive would be dated, in days since 1970. */
MUST_USE enum err_code gate_today(int64_t *day, const struct archive *archive,
                                  struct err *err);

/* question->today need not be set. ERR_INVALID: a purpose that there is none of. */
MUST_USE enum err_code gate_ask_now(struct gate_answer *out, struct arena *arena,
                                    struct archive *archive,
                                    const struct gate_question *question,
                                    const struct gate_item *items, size_t count,
                                    struct err *err);

/* What whoever is a reader and nothing more sees: what people agreed to for documentation
 * by the own team. */
MUST_USE enum err_code gate_ask_reading(struct gate_answer *out, struct arena *arena,
                                        struct archive *archive,
                                        const struct gate_item *items, size_t count,
                                        struct err *err);

#endif
