/* A list as one version has it: its rows, as they stand there, with their entities. */

#include "cli/lists.h"

#include <stdio.h>

#include "base/map.h"
#include "base/message.h"
#include "intake/list_diff.h"
#include "record/id.h"
#include "record/query_list.h"

struct row_entity {
    UT_hash_handle hh;
    struct str identity;
    struct str id;
    struct str label;
};

struct state_printer {
    struct lists_command *command;
    const struct list_versions *versions;
    const struct list_version *version;
    struct release release;
    struct row_entity *entities;
    struct arena row;
};

static enum err_code take_entity(void *context, const struct entity_row *row,
                                 struct err *err)
{
    struct state_printer *p = context;
    struct row_entity *entity = NULL;

    (void)err;
    HASH_FIND(hh, p->entities, row->row.ptr, row->row.len, entity);
    if (entity)
        return ERR_OK;
    access_note(&p->command->reading, row->ref);
    entity = ARENA_NEW(&p->command->cli->arena, struct row_entity);
    entity->identity = arena_str(&p->command->cli->arena, row->row);
    entity->id = arena_str(&p->command->cli->arena, row->id);
    entity->label = arena_str(&p->command->cli->arena, row->label);
    HASH_ADD_KEYPTR(hh, p->entities, entity->identity.ptr, entity->identity.len, entity);
    return ERR_OK;
}

/* The entity that stands for a row; NULL where the row was handed back. */
static const struct row_entity *entity_of(const struct state_printer *p,
                                          const struct release_row *row)
{
    struct row_entity *entity = NULL;

    if (row->is_rejected)
        return NULL;
    HASH_FIND(hh, p->entities, row->identity.ptr, row->identity.len, entity);
    return entity;
}

static int64_t count_taken(const struct state_printer *p)
{
    int64_t taken = 0;

    for (uint32_t i = 0; i < p->release.row_count; i++)
        taken += entity_of(p, &p->release.rows[i]) != NULL;
    return taken;
}

static void print_csv(struct state_printer *p)
{
    size_t count = p->release.name_count + 3;
    struct str *fields = ARENA_ARRAY(&p->command->cli->arena, struct str, count);

    fields[0] = STR("stele row");
    fields[1] = STR("stele entity");
    fields[2] = STR("stele state");
    for (size_t i = 0; i < p->release.name_count; i++)
        fields[3 + i] = p->release.names[i];
    lists_csv(fields, count);
    for (uint32_t i = 0; i < p->release.row_count; i++) {
        const struct release_row *row = &p->release.rows[i];
        const struct row_entity *entity = entity_of(p, row);

        arena_reset(&p->row);
        fields[0] = arena_printf(&p->row, "%jd", (intmax_t)row->number);
        fields[1] = entity ? entity->id : STR("");
        fields[2] = entity ? STR("taken") : STR("handed back");
        for (size_t k = 0; k < p->release.name_count; k++)
            fields[3 + k] = row->cells[k];
        lists_csv(fields, count);
    }
}

static void print_json_row(struct state_printer *p, const struct release_row *row)
{
    struct arena *arena = &p->row;
    const struct row_entity *entity = entity_of(p, row);
    struct value line = value_object();
    struct value cells = value_object();

    for (size_t i = 0; i < p->release.name_count; i++)
        value_set(&cells, arena, p->release.names[i], value_string(row->cells[i]));
    value_set(&line, arena, STR("kind"), value_string(STR("row")));
    value_set(&line, arena, STR("row"), value_integer(row->number));
    value_set(&line, arena, STR("key"), value_string(list_diff_key(arena, row)));
    value_set(&line, arena, STR("entity"),
              entity ? value_string(entity->id) : value_null());
    value_set(&line, arena, STR("taken"), value_bool(entity != NULL));
    value_set(&line, arena, STR("cells"), cells);
    cli_print_json(&line);
}

static void print_json(struct state_printer *p)
{
    struct arena *arena = &p->command->cli->arena;
    struct value line = value_object();

    for (uint32_t i = 0; i < p->release.row_count; i++) {
        arena_reset(&p->row);
        print_json_row(p, &p->release.rows[i]);
    }
    value_set(&line, arena, STR("kind"), value_string(STR("summary")));
    value_set(&line, arena, STR("list"), value_string(p->versions->list.id));
    value_set(&line, arena, STR("version"),
              value_string(list_version_title(arena, p->version)));
    value_set(&line, arena, STR("rows"), value_integer(p->release.row_count));
    value_set(&line, arena, STR("taken"), value_integer(count_taken(p)));
    value_set(&line, arena, STR("frontier"),
              value_string(str_from_c(p->command->view.id.text)));
    cli_print_json(&line);
}

static void put_row(struct buf *out, struct state_printer *p,
                    const struct release_row *row)
{
    const struct row_entity *entity = entity_of(p, row);
    struct id id;
    struct err ignored = {0};

    arena_reset(&p->row);
    buf_append(out, STR("  "));
    cli_append_shown(out, list_diff_key(&p->row, row));
    buf_append(out, STR("  "));
    if (!entity)
        buf_append(out, str_from_c(_("handed back, not in the record")));
    else if (id_parse(&id, entity->id, &ignored) == ERR_OK)
        buf_append(out, str_from_c(id_show(&id).text));
    if (entity && entity->label.len > 0) {
        buf_append(out, STR("  "));
        cli_append_shown(out, entity->label);
    }
    buf_char(out, '\n');
}

static void print_text(struct state_printer *p)
{
    struct arena *arena = &p->command->cli->arena;
    struct buf out = {0};
    int64_t taken = count_taken(p);

    cli_append_shown(&out, p->versions->list.label);
    buf_append(&out, STR(": "));
    cli_append_shown(&out, list_version_title(arena, p->version));
    lists_count(&out, p->release.row_count,
                _n(p->release.row_count, " (%s row)\n", " (%s rows)\n"));
    lists_foot(&out, p->command);
    for (uint32_t i = 0; i < p->release.row_count; i++) {
        put_row(&out, p, &p->release.rows[i]);
        cli_print(buf_str(&out));
        buf_reset(&out);
    }
    lists_count(&out, p->release.row_count,
                _n(p->release.row_count, "%s row, ", "%s rows, "));
    lists_count(&out, taken,
                _n(taken, "%s of them in the record\n", "%s of them in the record\n"));
    cli_print(buf_str(&out));
    buf_release(&out);
}

static enum err_code choose(const struct list_version **out,
                            struct lists_command *command,
                            const struct list_versions *versions, struct err *err)
{
    if (command->version)
        return list_versions_find(out, versions, command->cli->archive,
                                  str_from_c(command->version), err);
    *out = list_versions_newest(versions);
    if (!*out)
        return err_set(err, ERR_NOT_FOUND,
                       "nothing was imported into the list \"" STR_FMT "\" yet",
                       STR_ARG(str_prefix(versions->list.label, 100)));
    return ERR_OK;
}

enum err_code lists_print_state(struct lists_command *command,
                                const struct list_versions *versions, struct err *err)
{
    struct state_printer p = {.command = command, .versions = versions};
    struct archive *archive = command->cli->archive;

    access_note_entity(&command->reading, versions->list.id);
    access_note(&command->reading, versions->list.ref);
    if (choose(&p.version, command, versions, err) != ERR_OK ||
        release_read(&p.release, &command->cli->arena, archive, p.version, err) !=
            ERR_OK ||
        query_entities_of_list(archive_index(archive), command->view.view,
                               versions->list.id, take_entity, &p, err) != ERR_OK ||
        lists_note(command, p.version, err) != ERR_OK ||
        reading_commit(&command->reading, command->cli, err) != ERR_OK) {
        HASH_CLEAR(hh, p.entities);
        return err->code;
    }
    if (command->is_csv)
        print_csv(&p);
    else if (command->cli->json)
        print_json(&p);
    else
        print_text(&p);
    HASH_CLEAR(hh, p.entities);
    arena_free(&p.row);
    return ERR_OK;
}
