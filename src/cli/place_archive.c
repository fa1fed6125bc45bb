/* The archive that `stele place` is asked in, if there is one. */

#include <string.h>
#include <unistd.h>

#include "cli/gate.h"
#include "cli/place.h"
#include "cli/reading.h"

static bool has_archive(struct cli *cli)
{
    struct str path = arena_printf(&cli->arena, "%s/stele.json", cli->folder);

    return strcmp(cli->folder, ".") != 0 || access(path.ptr, F_OK) == 0;
}

enum err_code place_archive_open(struct place_command *command, struct err *err)
{
    struct cli *cli = command->cli;
    struct str said = command->file
                          ? arena_printf(&cli->arena, "--file %s", command->file)
                          : command->text;

    if (!has_archive(cli)) {
        if (command->record)
            return err_set(err, ERR_NOT_FOUND,
                           "there is no archive here to record it in: name it with -C");
        cli_remark(cli, "there is no archive here: only the gazetteers are asked");
        return ERR_OK;
    }
    if (cli_open(cli, command->record ? ARCHIVE_WRITE : ARCHIVE_READ, err) != ERR_OK ||
        sheet_open(&command->sheet, &cli->arena, cli->archive, STR(""), err) != ERR_OK ||
        reading_begin(&command->reading, cli, "searched", said, err) != ERR_OK)
        return err->code;
    if (archive_places_read(&command->archive, &cli->arena, command->sheet.index,
                            command->sheet.as_of.view, command->gazetteers,
                            err) != ERR_OK)
        return err->code;
    place_finder_add(command->finder, command->archive);
    return ERR_OK;
}

void place_archive_close(struct place_command *command)
{
    if (!command->archive)
        return;
    access_end(&command->reading);
    sheet_close(&command->sheet);
}

static void forget_known(struct place_candidate *candidate)
{
    size_t kept = 0;

    candidate->known = NULL;
    for (size_t i = 0; i < candidate->reason_count; i++)
        if (candidate->reasons[i].kind != PLACE_REASON_ARCHIVE)
            candidate->reasons[kept++] = candidate->reasons[i];
    candidate->reason_count = kept;
}

enum err_code place_archive_note(struct place_command *command,
                                 struct place_candidates *found, struct err *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++) {
        struct place_candidate *candidate = &found->items[i];
        bool may_read = true;

        if (candidate->known &&
            gate_may_read(&may_read, command->cli, candidate->known->ref, err) != ERR_OK)
            return err->code;
        if (!may_read)
            forget_known(candidate);
        if (!may_read && candidate->place->source_count == 0)
            continue;
        if (candidate->known)
            access_note(&command->reading, candidate->known->ref);
        if (kept < i)
            found->items[kept] = *candidate;
        kept++;
    }
    found->count = kept;
    return ERR_OK;
}

enum err_code place_archive_commit(struct place_command *command, struct err *err)
{
    if (!command->archive)
        return ERR_OK;
    if (reading_commit(&command->reading, command->cli, err) != ERR_OK)
        return err->code;
    if (!command->cli->json && !command->file)
        cli_mark_synthetic(command->cli);
    return ERR_OK;
}
