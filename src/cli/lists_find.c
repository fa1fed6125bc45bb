#include "cli/lists.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/progress.h"
#include "format/csv.h"
#include "record/id.h"

/* A list that is itself a row of another is shown when something was imported into it. */
static enum err_code add_list(struct lists_command *command, size_t *cap,
                              const struct entity_row *list, struct err *err)
{
    struct arena *arena = &command->cli->arena;
    struct list_versions versions = {0};

    if (list_versions_read(&versions, arena, command->cli->archive, command->view.view,
                           list->id, err) != ERR_OK)
        return err->code;
    if (versions.count == 0 && list->row.len > 0)
        return ERR_OK;
    if (command->list_count == *cap) {
        struct list_versions *bigger;

        *cap = *cap > 0 ? 2 * *cap : 16;
        bigger = ARENA_ARRAY(arena, struct list_versions, *cap);
        if (command->list_count > 0)
            memcpy(bigger, command->lists, command->list_count * sizeof *bigger);
        command->lists = bigger;
    }
    command->lists[command->list_count++] = versions;
    return ERR_OK;
}

enum err_code lists_read(struct lists_command *command, struct err *err)
{
    struct index *index = archive_index(command->cli->archive);
    struct entity_list page = {0};
    struct ref after = {0};
    size_t cap = 0;

    do {
        if (query_entities(&page, &command->cli->arena, index, command->view.view,
                           STR("list"), STR(""), after, 0, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < page.count; i++) {
            after = page.items[i].ref;
            if (add_list(command, &cap, &page.items[i], err) != ERR_OK)
                return err->code;
        }
    } while (page.has_more);
    return ERR_OK;
}

/* An id as it is stored or shown; its first six characters will do. */
static bool is_id_of(struct arena *arena, struct str text, struct str id)
{
    struct buf plain = {0};
    struct str wanted;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '-' && text.ptr[i] != ' ')
            buf_char(&plain, text.ptr[i]);
    wanted = arena_str(arena, buf_str(&plain));
    buf_release(&plain);
    return wanted.len >= 6 && str_starts_with(id, wanted);
}

static enum err_code note_objects(struct lists_command *command, struct str sha256,
                                  struct err *err)
{
    struct object_filter filter = {.sha256 = sha256};
    struct object_list found = {0};
    struct cli *cli = command->cli;
    enum err_code code;

    if (sha256.len == 0)
        return ERR_OK;
    code = query_objects(&found, &cli->arena, archive_index(cli->archive),
                         command->view.view, &filter, err);
    for (size_t i = 0; i < found.count; i++)
        access_note(&command->reading, found.items[i].ref);
    return code;
}

enum err_code lists_note(struct lists_command *command,
                         const struct list_version *version, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < version->import_count && code == ERR_OK; i++) {
        access_note(&command->reading, version->imports[i].ref);
        code = note_objects(command, version->imports[i].source, err);
        if (code == ERR_OK)
            code = note_objects(command, version->imports[i].differences, err);
    }
    return code;
}

static enum err_code no_list(const struct lists_command *command, struct str text,
                             struct err *err)
{
    struct buf there = {0};

    for (size_t i = 0; i < command->list_count && there.len < 300; i++)
        buf_printf(&there, "%s\"" STR_FMT "\"", i > 0 ? ", " : "",
                   STR_ARG(str_prefix(command->lists[i].list.label, 100)));
    (void)err_set(err, ERR_NOT_FOUND,
                  "the archive has no list \"" STR_FMT "\"; it has: " STR_FMT,
                  STR_ARG(str_prefix(text, 100)),
                  STR_ARG(there.len > 0 ? buf_str(&there) : STR("none")));
    buf_release(&there);
    return err->code;
}

enum err_code lists_find(const struct list_versions **out,
                         const struct lists_command *command, struct str text,
                         struct err *err)
{
    const struct list_versions *found = NULL;

    for (size_t i = 0; i < command->list_count; i++) {
        const struct list_versions *list = &command->lists[i];

        if (!str_equal(list->list.label, text) &&
            !is_id_of(&command->cli->arena, text, list->list.id))
            continue;
        if (found)
            return err_set(err, ERR_CONFLICT,
                           "two lists are called \"" STR_FMT
                           "\": name one by its id, " STR_FMT " or " STR_FMT,
                           STR_ARG(str_prefix(text, 100)), STR_ARG(found->list.id),
                           STR_ARG(list->list.id));
        found = list;
    }
    if (!found)
        return no_list(command, text, err);
    *out = found;
    return ERR_OK;
}

static bool has_version(const struct lists_command *command,
                        const struct list_versions *list, struct str text)
{
    const struct list_version *version = NULL;
    struct err ignored = {0};

    return list_versions_find(&version, list, command->cli->archive, text, &ignored) ==
           ERR_OK;
}

enum err_code lists_find_pair(const struct list_versions **out,
                              const struct lists_command *command, struct str a,
                              struct str b, struct err *err)
{
    const struct list_versions *found = NULL;

    for (size_t i = 0; i < command->list_count; i++) {
        if (!has_version(command, &command->lists[i], a) ||
            !has_version(command, &command->lists[i], b))
            continue;
        if (found)
            return err_set(err, ERR_CONFLICT,
                           "more than one list has versions \"" STR_FMT
                           "\" and \"" STR_FMT
                           "\": say which with  stele lists diff LIST A B",
                           STR_ARG(str_prefix(a, 100)), STR_ARG(str_prefix(b, 100)));
        found = &command->lists[i];
    }
    if (!found)
        return err_set(err, ERR_NOT_FOUND,
                       "no list has both versions \"" STR_FMT "\" and \"" STR_FMT
                       "\": `stele lists` shows those there are",
                       STR_ARG(str_prefix(a, 100)), STR_ARG(str_prefix(b, 100)));
    *out = found;
    return ERR_OK;
}

void lists_count(struct buf *out, int64_t n, const char *sentence)
{
    struct str text = str_from_c(sentence);
    size_t at = str_find_str(text, STR("%s"));

    buf_append(out, str_prefix(text, at));
    if (at == text.len)
        return;
    progress_number(out, (uint64_t)n);
    buf_append(out, str_after(text, at + 2));
}

void lists_foot(struct buf *out, const struct lists_command *command)
{
    buf_printf(out, _("as of frontier %s\n"), command->view.id.text);
}

void lists_csv(const struct str *fields, size_t count)
{
    struct buf line = {0};

    csv_write_row(&line, fields, count, ',');
    (void)fwrite(line.ptr, 1, line.len, stdout);
    buf_release(&line);
}
