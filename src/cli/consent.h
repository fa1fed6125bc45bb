#ifndef CLI_CONSENT_H
#define CLI_CONSENT_H

/* What the forms of `stele consent` share; one file a form. */

#include "cli/reading.h"
#include "record/consent.h"
#include "sheet/sheet.h"

int consent_new(struct cli *cli, int argc, char **argv);
int consent_show(struct cli *cli, int argc, char **argv);
int consent_withdraw(struct cli *cli, int argc, char **argv);
int consent_keep(struct cli *cli, int argc, char **argv);
int consent_due(struct cli *cli, int argc, char **argv);
int consent_receipt(struct cli *cli, int argc, char **argv);
int consent_meet(struct cli *cli, int argc, char **argv);

/* A recipient as typed: a term, an id, or a name in words. */
struct value consent_recipient_typed(struct arena *arena, struct str typed);

/* The archive as it stands now, with labels; and today. Ends with sheet_close(). */
struct consent_desk {
    struct sheet sheet;
    int64_t today;
};
MUST_USE enum err_code consent_desk_open(struct consent_desk *desk, struct cli *cli,
                                         enum archive_mode mode, struct err *err);

/*
 * The consents that text names: those of a person, or the one of a reference or of the
 * code on a receipt. The labels of all that they name are known to the sheet then.
 * ERR_NOT_FOUND when there is none.
 */
MUST_USE enum err_code consent_named(struct consent_list *out, struct consent_desk *desk,
                                     const char *text, struct err *err);

/* It will be shown, with what was taken back and kept of it: see cli/reading.h. */
void consent_note(struct access *reading, const struct consent *consent);

#endif
