#include "cli/paper_pdf.h"

#include "base/process.h"

enum { PDF_MAX = 64 * 1024 * 1024 };

enum err_code paper_pdf(struct str *pdf, struct arena *arena, struct str description,
                        struct err *err)
{
    static char name[] = "stele-sheet";
    static char *const argv[] = {name, NULL};
    struct str program = {0};

    if (process_find_own(&program, arena, "stele-sheet", err) == ERR_OK &&
        process_run(pdf, arena, program.ptr, argv, description, PDF_MAX, err) == ERR_OK)
        return ERR_OK;
    err->code = ERR_IO;
    return err_context(err, "no PDF could be made; --text prints the paper as text: ");
}
