#include "sheet/paper_pdf.h"

#include "base/process.h"

enum { PDF_MAX = 64 * 1024 * 1024 };

enum err_code paper_pdf(struct str *pdf, struct arena *arena, struct str description,
                        struct err *err)
{
    char *const no_args[] = {NULL};
    char *const *command = NULL;

    if (process_own(&command, arena, "stele-sheet", no_args, err) == ERR_OK &&
        process_run(pdf, arena, command[0], command, description, PDF_MAX, err) == ERR_OK)
        return ERR_OK;
    err->code = ERR_IO;
    return err_context(err, "no PDF could be made; --text prints the paper as text: ");
}
