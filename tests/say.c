/*
 * Records one statement that no command takes: for tests that need a second member.
 *
 * usage: say ARCHIVE DRAFT
 */

#include <stdio.h>

#include "format/foreign.h"
#include "record/archive.h"

static enum err_code say(struct archive *archive, struct str text, struct err *err)
{
    struct arena arena = {0};
    struct value draft = {0};
    struct ref ref = REF_NONE;
    enum err_code code = foreign_parse(&draft, &arena, text, err);

    if (code == ERR_OK)
        code = archive_begin(archive, err);
    if (code == ERR_OK) {
        code = archive_add(archive, &ref, &draft, err);
        if (code == ERR_OK)
            code = archive_commit(archive, err);
        else
            archive_rollback(archive);
    }
    if (code == ERR_OK)
        printf("%s\n", archive_ref_text(archive, &arena, ref).ptr);
    arena_free(&arena);
    return code;
}

int main(int argc, char **argv)
{
    struct archive *archive = NULL;
    struct err err = {0};
    enum err_code code;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: say ARCHIVE DRAFT\n");
        return 2;
    }
    code = archive_open(&archive, argv[1], ARCHIVE_WRITE, &err);
    if (code == ERR_OK)
        code = say(archive, str_from_c(argv[2]), &err);
    archive_close(archive);
    if (code != ERR_OK)
        (void)fprintf(stderr, "say: %s\n", err.message);
    return code == ERR_OK ? 0 : 1;
}
