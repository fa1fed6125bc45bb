#ifndef CLI_GATE_H
#define CLI_GATE_H

/*
 * Every command that writes what is recorded for somebody outside asks here first, for
 * all of it, before a byte is written: record/gate.h answers, this prints what it says.
 * ways_out.c lists the commands, and a test holds the list against the sources.
 */

#include "cli/cli.h"
#include "record/giving.h"
#include "sheet/subject.h"

/* --purpose and --for, for a command's own argp: list it as a child, its input is the
 * struct gate_options. */
struct gate_options {
    const char *purpose;
    const char *recipient;
    bool was_refused; /* gate_pass() said no, and printed why */
};
extern const struct argp gate_argp;

/*
 * ERR_OK: all of it may be given. ERR_DENIED when somebody has not agreed: each refusal
 * is then printed, and gate_status() is the exit status. ERR_INVALID: a purpose that
 * there is none of. Opens the archive where that is still to do.
 */
MUST_USE enum err_code gate_pass(struct cli *cli, struct gate_options *gate,
                                 const struct gate_item *items, size_t count,
                                 struct err *err);

/* The same for what does not fit into an array: of a giving that was begun for this
 * archive (gate_begin()), and to which all of it was added. */
struct giving;
MUST_USE enum err_code gate_begin(struct giving *out, struct cli *cli,
                                  const struct gate_options *gate, struct err *err);
MUST_USE enum err_code gate_pass_given(struct cli *cli, struct gate_options *gate,
                                       struct giving *giving, struct err *err);

/*
 * Reading, by whoever is signed in as a reader and nothing more: they see what people
 * agreed to for documentation by the own team. ERR_DENIED, with each refusal printed,
 * where something of it is not; ERR_OK for everybody else, who is not asked for.
 */
MUST_USE enum err_code gate_reading(struct cli *cli, struct gate_options *gate,
                                    const struct gate_item *items, size_t count,
                                    struct err *err);

/* The same for what somebody named: of an entity, everything that touches it. */
MUST_USE enum err_code gate_reading_subject(struct cli *cli, struct gate_options *gate,
                                            const struct subject *subject,
                                            struct view view, struct err *err);

/* Of one thing among many, which is left out where it may not be read. */
MUST_USE enum err_code gate_may_read(bool *out, struct cli *cli, struct ref ref,
                                     struct err *err);

/* cli_fail(), but 1 where consent refused: something was found, nothing is broken. */
int gate_status(const struct cli *cli, const struct gate_options *gate,
                const struct err *err);

/* An id in four groups; what is none, as it is. Lives as long as cli. */
const char *gate_id_text(struct cli *cli, struct str text);

/* "2024-05-01"; NUL-terminated, lives as long as cli. */
struct str gate_day_text(struct cli *cli, int64_t day);

#endif
