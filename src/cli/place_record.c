/* The candidate that a person chose, recorded. */

#include "cli/draft.h"
#include "cli/gate.h"
#include "cli/place.h"
#include "places/place_drafts.h"

/* ---- which one ---- */

static enum err_code chosen(const struct gazetteer_place **out,
                            struct place_command *command,
                            const struct place_candidates *found, struct err *err)
{
    struct str record = str_from_c(command->record);
    uint64_t number = 0;

    if (!str_to_u64(&number, record))
        return gazetteer_place(out, &command->cli->arena, command->gazetteers, record,
                               err);
    if (number == 0 || number > found->count)
        return err_set(err, ERR_NOT_FOUND,
                       "--record: there is no candidate %s: there are %zu",
                       command->record, found->count);
    if (!found->items[number - 1].is_itself)
        return err_set(err, ERR_INVALID,
                       "--record: candidate %s is not the place itself but what lies "
                       "around or beside it: record the place with stele add place, in "
                       "or near this one (--record CODE records this one)",
                       command->record);
    *out = found->items[number - 1].place;
    return ERR_OK;
}

/* As it is written, in the passage where it is. */
static void add_spelling(struct place_drafts *r, const struct place_command *command,
                         const struct place_candidates *found)
{
    struct value value = value_object();

    if (!command->passage || found->words.count == 0)
        return;
    value_set(&value, r->arena, STR("written"), value_string(found->words.names[0].text));
    place_drafts_claim(r, str_from_c(command->passage), "name", value, STR(""));
}

int place_record(struct place_command *command, const struct place_candidates *found)
{
    struct place_drafts drafts = {.arena = &command->cli->arena,
                                  .index = command->sheet.index,
                                  .view = command->sheet.as_of.view,
                                  .gazetteers = command->gazetteers,
                                  .archive = command->archive,
                                  .drafts = value_array()};
    const struct gazetteer_place *place = NULL;
    struct err err = {0};

    if (chosen(&place, command, found, &err) != ERR_OK ||
        place_drafts_add(&drafts.about, &drafts, place, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    add_spelling(&drafts, command, found);
    if (drafts.drafts.count > 0)
        return drafts_write(command->cli, &drafts.drafts);
    cli_remark(command->cli, "this archive has it already: %s",
               gate_id_text(command->cli, drafts.about));
    return EXIT_DONE;
}
