#include "record/seal.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "record/keyring.h"

enum action {
    ACTION_NONE,
    ACTION_NEW,
    ACTION_LIST,
    ACTION_ROTATE,
    ACTION_GIVE,
    ACTION_TAKE,
    ACTION_FIELD
};

enum { WORDS_MAX = 2, KEY_FILE_MODE = 0600, KEY_FILE_MAX = 1 << 20 };

struct seal_command {
    struct cli *cli;
    enum action action;
    bool is_default;
    const char *output;
    struct str words[WORDS_MAX]; /* behind the action */
    size_t word_count;
};

static const struct argp_option options[] = {
    {"default", 'd', NULL, 0,
     "With \"new\": what must be sealed goes here from now on (the first one is it "
     "anyway)",
     0},
    {"output", 'o', "FILE", 0,
     "With \"give\": the keys as a file for the member's own machine, too", 0},
    {0},
};

static const struct {
    struct str word;
    enum action action;
    size_t words;
} actions[] = {
    {STR_INIT("new"), ACTION_NEW, 1},       {STR_INIT("list"), ACTION_LIST, 0},
    {STR_INIT("rotate"), ACTION_ROTATE, 1}, {STR_INIT("give"), ACTION_GIVE, 2},
    {STR_INIT("take"), ACTION_TAKE, 1},     {STR_INIT("field"), ACTION_FIELD, 1},
};

static void take_word(struct seal_command *seal, const char *arg,
                      const struct argp_state *state)
{
    struct str word = str_from_c(arg);

    for (size_t i = 0;
         seal->action == ACTION_NONE && i < sizeof actions / sizeof actions[0]; i++)
        if (str_equal(actions[i].word, word)) {
            seal->action = actions[i].action;
            return;
        }
    if (seal->action == ACTION_NONE)
        cli_misuse(state,
                   "\"%s\" is not understood: stele seal new, list, rotate, give, take "
                   "or field",
                   arg);
    if (seal->word_count == WORDS_MAX)
        cli_misuse(state, "\"%s\" is one word too many", arg);
    seal->words[seal->word_count++] = word;
}

static bool is_on(const struct seal_command *seal)
{
    return str_equal(seal->words[0], STR("on"));
}

static void check_use(const struct seal_command *seal, const struct argp_state *state)
{
    size_t wanted = 0;

    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (actions[i].action == seal->action)
            wanted = actions[i].words;
    if (seal->word_count != wanted)
        cli_misuse(state,
                   "stele seal new NAME, rotate NAME, give NAME MEMBER, take FILE, "
                   "field on or off, list");
    if (seal->action == ACTION_FIELD && !is_on(seal) &&
        !str_equal(seal->words[0], STR("off")))
        cli_misuse(state, "stele seal field on, or stele seal field off");
    if (seal->is_default && seal->action != ACTION_NEW)
        cli_misuse(state, "--default belongs to stele seal new");
    if (seal->output && seal->action != ACTION_GIVE)
        cli_misuse(state, "--output belongs to stele seal give");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct seal_command *seal = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = seal->cli;
        return 0;
    case 'd':
        seal->is_default = true;
        return 0;
    case 'o':
        seal->output = arg;
        return 0;
    case ARGP_KEY_ARG:
        take_word(seal, arg, state);
        return 0;
    case ARGP_KEY_END:
        if (seal->action == ACTION_NONE)
            seal->action = ACTION_LIST;
        check_use(seal, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- saying what is --- */

static bool opens(const struct cli *cli, const struct compartment *c)
{
    const struct keyring *keyring = archive_keyring(cli->archive);

    return keyring && keyring_has(keyring, c->id, c->epoch);
}

static void print_json(struct cli *cli, const struct compartment *c, bool is_here)
{
    struct value line = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_recipient_text(key, c->key);
    value_set(&line, &cli->arena, STR("compartment"), value_string(c->id));
    value_set(&line, &cli->arena, STR("name"), value_string(c->name));
    value_set(&line, &cli->arena, STR("epoch"), value_integer(c->epoch));
    value_set(&line, &cli->arena, STR("key"), value_string(str_from_c(key)));
    value_set(&line, &cli->arena, STR("default"), value_bool(c->is_default));
    value_set(&line, &cli->arena, STR("opens"), value_bool(is_here));
    cli_print_json(&line);
}

static void print_one(struct cli *cli, const struct compartment *c,
                      const struct compartment_list *list)
{
    const struct compartment *usual = compartment_default(list);
    struct buf out = {0};

    buf_printf(&out, "\"" STR_FMT "\"  " STR_FMT, STR_ARG(c->name), STR_ARG(c->id));
    buf_printf(&out, _("  key %u"), (unsigned)c->epoch);
    buf_append(&out, str_from_c(opens(cli, c) ? _("  you can open it")
                                              : _("  you cannot open it")));
    if (usual && str_equal(usual->id, c->id) && usual->epoch == c->epoch)
        buf_append(&out, str_from_c(_("  what must be sealed goes here")));
    buf_char(&out, '\n');
    cli_print(buf_str(&out));
    buf_release(&out);
}

static enum err_code print_all(struct cli *cli, struct err *err)
{
    const struct compartment_list *list = NULL;

    if (archive_compartments(&list, cli->archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list->count; i++)
        if (cli->json)
            print_json(cli, &list->items[i], opens(cli, &list->items[i]));
        else
            print_one(cli, &list->items[i], list);
    if (list->count == 0 && !cli->json)
        printf(_("No compartment yet: nothing can be sealed (stele seal new).\n"));
    if (archive_seals_all(cli->archive) && !cli->json)
        printf(_("This is a field device: whatever it writes is sealed.\n"));
    return ERR_OK;
}

/* --- what changes something --- */

static void tell_made(struct cli *cli, const struct compartment *c)
{
    if (cli->json) {
        print_json(cli, c, true);
        return;
    }
    if (c->epoch == 1)
        printf(_("Compartment \"%.*s\" is made (%.*s). You alone can open it now: give "
                 "its key to another member (stele seal give), or share it out on paper "
                 "(stele recovery split); if you lose it, what is sealed is lost.\n"),
               STR_ARG(c->name), STR_ARG(c->id));
    else
        printf(_("Compartment \"%.*s\" has key %u: what is written from now on is sealed "
                 "to it. What is sealed to an older key stays so until stele reseal; "
                 "members who are to read on get the new key by stele seal give.\n"),
               STR_ARG(c->name), (unsigned)c->epoch);
}

static enum err_code make(struct seal_command *seal, struct err *err)
{
    struct cli *cli = seal->cli;
    struct compartment made = {0};
    enum err_code code =
        seal->action == ACTION_NEW
            ? seal_new(&made, &cli->arena, cli->archive, seal->words[0], seal->is_default,
                       err)
            : seal_rotate(&made, &cli->arena, cli->archive, seal->words[0], err);

    if (code == ERR_OK)
        tell_made(cli, &made);
    return code;
}

static void print_keys_json(struct cli *cli, uint32_t keys)
{
    struct value line = value_object();

    value_set(&line, &cli->arena, STR("keys"), value_integer(keys));
    cli_print_json(&line);
}

static enum err_code give(struct seal_command *seal, struct err *err)
{
    struct buf text = {0};
    uint32_t epochs = 0;
    enum err_code code =
        seal_give(&epochs, seal->output ? &text : NULL, seal->cli->archive,
                  seal->words[0], seal->words[1], err);

    if (code == ERR_OK && seal->output)
        code = file_replace(AT_FDCWD, seal->output, KEY_FILE_MODE, buf_str(&text), err);
    if (code == ERR_OK && seal->cli->json)
        print_keys_json(seal->cli, epochs);
    else if (code == ERR_OK)
        printf(_n(epochs, "%u key given\n", "%u keys given\n"), (unsigned)epochs);
    buf_release(&text);
    return code;
}

static enum err_code take(struct seal_command *seal, struct err *err)
{
    struct cli *cli = seal->cli;
    struct str text = {0};
    uint32_t epochs = 0;

    if (file_read(&text, &cli->arena, AT_FDCWD, seal->words[0].ptr, KEY_FILE_MAX, err) !=
            ERR_OK ||
        seal_take(&epochs, cli->archive, text, err) != ERR_OK)
        return err->code;
    if (cli->json)
        print_keys_json(cli, epochs);
    else
        printf(_n(epochs, "%u key taken in\n", "%u keys taken in\n"), (unsigned)epochs);
    return ERR_OK;
}

static enum err_code set_field(struct seal_command *seal, struct err *err)
{
    struct cli *cli = seal->cli;
    const struct compartment_list *list = NULL;

    if (archive_compartments(&list, cli->archive, err) != ERR_OK)
        return err->code;
    if (is_on(seal) && list->count == 0)
        return err_set(
            err, ERR_DENIED,
            "the archive has no compartment to seal to: make one in the office "
            "first (stele seal new), and copy the archive here again");
    if (archive_set_field(cli->archive, is_on(seal), err) != ERR_OK)
        return err->code;
    if (!cli->json && is_on(seal))
        printf(_("This machine is a field device now: whatever it writes here is sealed "
                 "before it touches the disk, and it cannot read it again.\n"));
    else if (!cli->json)
        printf(_("This machine seals only what must be sealed.\n"));
    return ERR_OK;
}

static enum err_code run(struct seal_command *seal, struct err *err)
{
    switch (seal->action) {
    case ACTION_NEW:
    case ACTION_ROTATE:
        return make(seal, err);
    case ACTION_GIVE:
        return give(seal, err);
    case ACTION_TAKE:
        return take(seal, err);
    case ACTION_FIELD:
        return set_field(seal, err);
    case ACTION_LIST:
    case ACTION_NONE:
        break;
    }
    return print_all(seal->cli, err);
}

int cmd_seal(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "new NAME\nlist\nrotate NAME\ngive NAME MEMBER\ntake FILE\n"
                    "field on|off",
        .doc =
            "Make and hand on the keys that things are sealed to. Once an archive has "
            "a compartment, what must not stand open is sealed to it before it touches "
            "a disk: witnesses and whatever would name them. Only those who hold the "
            "key can read it, after stele unlock. A field device seals all it writes, "
            "and holds no key: who takes it finds nothing to read.",
        .children = children,
    };
    struct seal_command seal = {.cli = cli};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &seal, &status))
        return status;
    if (cli_open(cli, seal.action == ACTION_LIST ? ARCHIVE_READ : ARCHIVE_WRITE, &err) !=
            ERR_OK ||
        run(&seal, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return EXIT_DONE;
}
