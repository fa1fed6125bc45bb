#include "cli/import.h"

#include "base/message.h"
#include "intake/import_words.h"

void import_findings_text(struct buf *out, struct cli *cli,
                          const struct import_result *result,
                          const struct import_job *job)
{
    struct str *lines = NULL;
    size_t count = import_findings_lines(&lines, &cli->arena, result, job);

    if (count > 0)
        buf_append(out, str_from_c(_("What to know about this table:\n")));
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "  ");
        cli_append_shown(out, lines[i]);
        buf_char(out, '\n');
    }
}
