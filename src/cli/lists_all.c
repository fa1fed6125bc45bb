/* Every list with its versions. */

#include "cli/lists.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/message.h"
#include "intake/list_diff.h"

/* What a version has otherwise than the one before it. */
struct figures {
    bool is_known;
    int64_t added;
    int64_t changed;
    int64_t vanished;
    int64_t back;
    struct str compared_with;
};

struct figures_reader {
    struct figures *out;
    struct arena *arena;
};

static enum err_code read_head(void *context, const struct value *line, struct err *err)
{
    struct figures_reader *r = context;
    struct figures *out = r->out;

    (void)err;
    if (!value_is_string(value_get(line, STR("kind")), STR("version")))
        return ERR_OK;
    out->compared_with =
        arena_str(r->arena, value_get_string(line, STR("compared_with")));
    out->is_known = value_get_integer(&out->added, line, STR("new")) &&
                    value_get_integer(&out->changed, line, STR("changed")) &&
                    value_get_integer(&out->vanished, line, STR("vanished")) &&
                    value_get_integer(&out->back, line, STR("back"));
    return ERR_OK;
}

/* As they were counted at the import; anew where another version lies between by now. */
static enum err_code find_figures(struct figures *out, struct lists_command *command,
                                  const struct list_versions *versions, size_t at,
                                  struct err *err)
{
    struct archive *archive = command->cli->archive;
    const struct list_version *version = &versions->items[at];
    const struct list_version *before = at > 0 ? &versions->items[at - 1] : NULL;
    struct figures_reader reader = {out, &command->cli->arena};
    struct arena arena = {0};
    struct list_diff diff = {0};
    enum err_code code;

    *out = (struct figures){.compared_with = STR("")};
    if (!before || !version->imports[0].is_closed || !before->imports[0].is_closed)
        return ERR_OK;
    code = list_differences_each(archive, &version->imports[0], read_head, &reader, err);
    if (code != ERR_OK)
        return code;
    if (out->is_known && version->import_count == 1 && before->import_count == 1 &&
        ref_is_none(version->imports[0].before) &&
        str_equal(out->compared_with, archive_ref_text(archive, &command->cli->arena,
                                                       before->imports[0].ref)))
        return ERR_OK;
    code = list_diff_make(&diff, &arena, archive, versions, before, version, err);
    if (code == ERR_OK)
        *out = (struct figures){true,          diff.added, diff.changed,
                                diff.vanished, diff.back,  STR("")};
    arena_free(&arena);
    return code;
}

static void put_import(struct buf *out, const struct list_import *import)
{
    struct clock_text when;

    if (import->has_time) {
        when = clock_write(import->at_s);
        buf_append(out, str_prefix(str_from_c(when.text), 10));
        buf_append(out, STR(", "));
    }
    buf_char(out, '"');
    cli_append_shown(out, import->file);
    buf_append(out, STR("\""));
    if (!import->is_closed) {
        buf_append(out, str_from_c(_(": the import was cut off; repeat it\n")));
        return;
    }
    lists_count(out, import->rows, _n(import->rows, ": %s row, ", ": %s rows, "));
    lists_count(out, import->accepted, _n(import->accepted, "%s taken", "%s taken"));
    if (import->rejected > 0)
        lists_count(out, import->rejected,
                    _n(import->rejected, ", %s handed back", ", %s handed back"));
}

static void put_figures(struct buf *out, const struct figures *figures)
{
    lists_count(out, figures->added, _n(figures->added, "; %s new", "; %s new"));
    if (figures->back > 0)
        lists_count(
            out, figures->back,
            _n(figures->back, " (%s of them came back)", " (%s of them came back)"));
    lists_count(out, figures->changed,
                _n(figures->changed, ", %s changed", ", %s changed"));
    lists_count(out, figures->vanished,
                _n(figures->vanished, ", %s vanished", ", %s vanished"));
}

static void put_version(struct buf *out, struct lists_command *command,
                        const struct list_version *version, const struct figures *figures)
{
    buf_printf(out, "  %u  ", version->number);
    if (version->name.len > 0) {
        buf_char(out, '"');
        cli_append_shown(out, version->name);
        buf_append(out, STR("\""));
    } else {
        buf_append(out, str_from_c(_("(no name)")));
    }
    buf_append(out, STR("  "));
    put_import(out, &version->imports[0]);
    if (version->imports[0].is_closed) {
        if (figures->is_known)
            put_figures(out, figures);
        buf_printf(out, " [" STR_FMT "]\n",
                   STR_ARG(archive_ref_short(command->cli->archive, &command->cli->arena,
                                             version->imports[0].ref)));
    }
    for (size_t i = 1; i < version->import_count; i++) {
        buf_append(out, str_from_c(_("     completed by ")));
        put_import(out, &version->imports[i]);
        if (version->imports[i].is_closed)
            buf_char(out, '\n');
    }
}

static void set_text(struct value *line, struct arena *arena, const char *key,
                     struct str text)
{
    value_set(line, arena, str_from_c(key), value_string(text));
}

static void set_count(struct value *line, struct arena *arena, const char *key, int64_t n)
{
    value_set(line, arena, str_from_c(key), value_integer(n));
}

static void json_import(struct lists_command *command,
                        const struct list_versions *versions,
                        const struct list_version *version, size_t at,
                        const struct figures *figures)
{
    const struct list_import *import = &version->imports[at];
    struct arena *arena = &command->cli->arena;
    struct value line = value_object();

    set_text(&line, arena, "kind", at == 0 ? STR("version") : STR("completion"));
    set_text(&line, arena, "list", versions->list.id);
    set_count(&line, arena, "number", version->number);
    set_text(&line, arena, "release", version->name);
    set_text(&line, arena, "import",
             archive_ref_text(command->cli->archive, arena, import->ref));
    if (import->has_time) {
        struct clock_text when = clock_write(import->at_s);

        set_text(&line, arena, "at", arena_str(arena, str_from_c(when.text)));
    }
    set_text(&line, arena, "file", import->file);
    value_set(&line, arena, STR("finished"), value_bool(import->is_closed));
    if (import->is_closed) {
        set_count(&line, arena, "rows", import->rows);
        set_count(&line, arena, "accepted", import->accepted);
        set_count(&line, arena, "rejected", import->rejected);
    }
    if (at == 0 && figures->is_known) {
        set_count(&line, arena, "new", figures->added - figures->back);
        set_count(&line, arena, "came_back", figures->back);
        set_count(&line, arena, "changed", figures->changed);
        set_count(&line, arena, "vanished", figures->vanished);
    }
    cli_print_json(&line);
}

static void json_list(struct lists_command *command, const struct list_versions *versions)
{
    struct arena *arena = &command->cli->arena;
    struct value line = value_object();

    set_text(&line, arena, "kind", STR("list"));
    set_text(&line, arena, "list", versions->list.id);
    set_text(&line, arena, "name", versions->list.label);
    set_text(&line, arena, "class", versions->list.class_);
    set_count(&line, arena, "versions", (int64_t)versions->count);
    set_text(&line, arena, "frontier", str_from_c(command->view.id.text));
    cli_print_json(&line);
}

static void put_list(struct buf *out, const struct list_versions *versions)
{
    cli_append_shown(out, versions->list.label);
    if (versions->list.class_.len > 0)
        buf_printf(out, ", " STR_FMT, STR_ARG(versions->list.class_));
    buf_printf(out, ", " STR_FMT "\n", STR_ARG(versions->list.id));
    if (versions->count == 0)
        buf_append(out, str_from_c(_("  nothing was imported into it\n")));
}

static enum err_code print_list(struct lists_command *command,
                                const struct list_versions *versions, struct err *err)
{
    struct buf out = {0};
    enum err_code code = ERR_OK;

    if (command->cli->json)
        json_list(command, versions);
    else
        put_list(&out, versions);
    for (size_t i = 0; i < versions->count && code == ERR_OK; i++) {
        const struct list_version *version = &versions->items[i];
        struct figures figures;

        code = find_figures(&figures, command, versions, i, err);
        if (code != ERR_OK)
            continue;
        if (!command->cli->json)
            put_version(&out, command, version, &figures);
        for (size_t k = 0; k < version->import_count && command->cli->json; k++)
            json_import(command, versions, version, k, &figures);
    }
    cli_print(buf_str(&out));
    buf_release(&out);
    return code;
}

static enum err_code note_all(struct lists_command *command, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < command->list_count; i++) {
        const struct list_versions *versions = &command->lists[i];

        access_note(&command->reading, versions->list.ref);
        for (size_t k = 0; k < versions->count && code == ERR_OK; k++)
            code = lists_note(command, &versions->items[k], err);
    }
    return code;
}

enum err_code lists_print_all(struct lists_command *command, struct err *err)
{
    struct buf foot = {0};

    if (note_all(command, err) != ERR_OK ||
        reading_commit(&command->reading, command->cli, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < command->list_count; i++)
        if (print_list(command, &command->lists[i], err) != ERR_OK)
            return err->code;
    if (command->cli->json)
        return ERR_OK;
    if (command->list_count == 0)
        buf_append(&foot, str_from_c(_("nothing was imported yet: there is no list\n")));
    lists_foot(&foot, command);
    cli_print(buf_str(&foot));
    buf_release(&foot);
    return ERR_OK;
}
