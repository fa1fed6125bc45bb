#include "cli/draft.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "format/foreign.h"
#include "record/drafts.h"
#include "record/id.h"

enum { DRAFT_FILE_MAX = 64 * 1024 * 1024 };

static void set(struct draft *draft, const char *member, struct value value)
{
    value_set(&draft->members, &draft->cli->arena, str_from_c(member), value);
}

static struct value gathered(const struct draft *draft, const char *member,
                             struct value empty)
{
    const struct value *there = value_get(&draft->members, str_from_c(member));

    return there ? *there : empty;
}

static void add_to_list(struct draft *draft, const char *member, struct value item)
{
    struct value list = gathered(draft, member, value_array());

    value_add(&list, &draft->cli->arena, item);
    set(draft, member, list);
}

static bool add_pair(struct draft *draft, const char *member, struct str pair)
{
    struct value object = gathered(draft, member, value_object());
    struct str rest = pair;
    struct str key = str_cut(&rest, '=');
    int64_t number = 0;

    if (key.len == 0 || key.len == pair.len)
        return false;
    value_set(&object, &draft->cli->arena, key,
              str_to_i64(&number, rest) ? value_integer(number) : value_string(rest));
    set(draft, member, object);
    return true;
}

static bool add_hand(struct draft *draft, const char *member, struct str text)
{
    struct arena *arena = &draft->cli->arena;
    struct value hand = value_object();
    struct str rest = text;
    struct str who = str_cut(&rest, ':');
    struct str knows = str_cut(&rest, ':');

    if (knows.len == 0 || (rest.len > 0 && !str_equal(rest, STR("inferred"))))
        return false;
    value_set(&hand, arena, STR("who"), value_string(who));
    value_set(&hand, arena, STR("knows"), value_string(knows));
    value_set(&hand, arena, STR("link"),
              value_string(rest.len > 0 ? STR("inferred") : STR("stated")));
    add_to_list(draft, member, hand);
    return true;
}

static struct value date_of(struct draft *draft, struct str text)
{
    struct value date = value_object();

    value_set(&date, &draft->cli->arena, STR("edtf"), value_string(text));
    return date;
}

static void take(struct draft *draft, const struct draft_member *member, char *arg,
                 struct argp_state *state)
{
    struct str text = str_from_c(arg);

    switch (member->form) {
    case DRAFT_TEXT:
        set(draft, member->name, value_string(text));
        return;
    case DRAFT_PREMISE:
        set(draft, "basis", value_string(STR("inferred")));
        add_to_list(draft, member->name, value_string(text));
        return;
    case DRAFT_LIST:
        add_to_list(draft, member->name, value_string(text));
        return;
    case DRAFT_TRUE:
        set(draft, member->name, value_bool(true));
        return;
    case DRAFT_INTO:
        if (!add_pair(draft, member->name, text))
            cli_misuse(state, "\"%s\": expected NAME=VALUE", arg);
        return;
    case DRAFT_DATE:
        set(draft, member->name, date_of(draft, text));
        return;
    case DRAFT_HAND:
        if (!add_hand(draft, member->name, text))
            cli_misuse(state, "\"%s\": expected WHO:KNOWS or WHO:KNOWS:inferred", arg);
        return;
    }
}

static const struct draft_member *member_of_option(const struct draft *draft, int key)
{
    for (const struct draft_member *m = draft->command->members; m->name; m++)
        if (m->key == key)
            return m;
    return NULL;
}

/* The n-th positional argument's member; a list takes all that follow. */
static const struct draft_member *member_of_argument(const struct draft *draft, size_t n)
{
    for (const struct draft_member *m = draft->command->members; m->name; m++)
        if (m->key == 0 && (n-- == 0 || m->form == DRAFT_LIST))
            return m;
    return NULL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;
    const struct draft_member *member;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case ARGP_KEY_ARG:
        member = member_of_argument(draft, draft->arguments++);
        if (!member)
            cli_misuse(state, "\"%s\" is one argument too many", arg);
        else
            take(draft, member, arg, state);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "%s", _(draft->command->missing));
        return 0;
    default:
        member = key > 0 && key < ARGP_KEY_FINI ? member_of_option(draft, key) : NULL;
        if (!member)
            return ARGP_ERR_UNKNOWN;
        take(draft, member, arg, state);
        return 0;
    }
}

static void tell_json(struct cli *cli, const struct draft_result *result)
{
    struct value line = value_object();

    value_set(&line, &cli->arena, STR("kind"), value_string(result->kind));
    value_set(&line, &cli->arena, STR("ref"),
              value_string(archive_ref_text(cli->archive, &cli->arena, result->ref)));
    if (result->entity.len > 0)
        value_set(&line, &cli->arena, STR("entity"), value_string(result->entity));
    if (result->local.len > 0)
        value_set(&line, &cli->arena, STR("local"), value_string(result->local));
    cli_print_json(&line);
}

static void tell(struct cli *cli, const struct draft_result *result)
{
    struct str ref = archive_ref_short(cli->archive, &cli->arena, result->ref);

    if (result->local.len > 0) {
        cli_print(result->local);
        printf("\t");
    }
    printf(STR_FMT, STR_ARG(result->kind));
    if (result->entity.len > 0) {
        struct id id = {{0}};

        memcpy(id.text, result->entity.ptr, ID_LEN);
        printf(" %s", id_show(&id).text);
    }
    printf(_("\trecorded as " STR_FMT "\n"), STR_ARG(ref));
}

enum err_code drafts_read(struct value *out, struct cli *cli, const char *file,
                          struct err *err)
{
    struct str text;
    enum err_code code =
        strcmp(file, "-") == 0
            ? file_read_stream(&text, &cli->arena, STDIN_FILENO, DRAFT_FILE_MAX, err)
            : file_read(&text, &cli->arena, AT_FDCWD, file, DRAFT_FILE_MAX, err);

    if (code != ERR_OK)
        return code;
    if (foreign_parse(out, &cli->arena, text, err) != ERR_OK)
        return err_context(err, "\"%s\": ", file);
    if (out->type == VALUE_OBJECT) {
        struct value list = value_array();

        value_add(&list, &cli->arena, *out);
        *out = list;
    }
    return ERR_OK;
}

int drafts_write(struct cli *cli, const struct value *drafts)
{
    struct draft_result *results = NULL;
    struct err err = {0};
    size_t count = 0;

    if ((!cli->archive && cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK) ||
        drafts_add(&results, &count, &cli->arena, cli->archive, drafts, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    for (size_t i = 0; i < count; i++) {
        if (cli->json)
            tell_json(cli, &results[i]);
        else
            tell(cli, &results[i]);
    }
    return EXIT_DONE;
}

int draft_run(struct cli *cli, int argc, char **argv, const struct draft_command *command)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .options = command->options,
        .parser = parse,
        .args_doc = command->args_doc,
        .doc = command->doc,
        .children = children,
    };
    struct draft draft = {.cli = cli, .command = command, .members = value_object()};
    struct value list = value_array();
    struct err err = {0};
    int status = EXIT_DONE;

    set(&draft, "kind", value_string(str_from_c(command->kind)));
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    if (command->finish && command->finish(&draft, &err) != ERR_OK)
        return cli_fail(cli, &err);
    value_add(&list, &cli->arena, draft.members);
    return drafts_write(cli, &list);
}
