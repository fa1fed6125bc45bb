#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/passphrase.h"
#include "cli/recovery.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "record/recovery.h"
#include "sheet/share_paper.h"

/* `combine` and `drill`: the same but for what is done with the key. */

struct combine {
    struct cli *cli;
    bool is_drill;
    bool is_install;
    bool is_pin;
    const char *file;
    const char *passphrase_file;
    char **shares;
    size_t share_count;
    struct recovery_hand *hand; /* in locked memory */
    struct recovery_owner owner;
    bool has_archive;
    bool opens;
    uint64_t looked_at;
};

static const struct argp_option combine_options[] = {
    {"output", 'o', "KEYFILE", 0,
     "Write the key, in the clear, to this new file: \"age -d -i KEYFILE\" opens with it",
     0},
    {"install", 'i', NULL, 0,
     "Keep a compartment's key on this machine for whoever is signed in; put a member's "
     "key under a new passphrase",
     0},
    {"new-passphrase-file", 'n', "FILE", 0,
     "With --install of a member's key: the new passphrase is in FILE", 0},
    {"pin", 'P', NULL, 0, "With --install of a member's key: a PIN of digits", 0},
    {0},
};

/* NOLINTNEXTLINE(readability-non-const-parameter): argp fixes the type */
static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct combine *combine = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = combine->cli;
        return 0;
    case 'o':
        combine->file = arg;
        return 0;
    case 'i':
        combine->is_install = true;
        return 0;
    case 'n':
        combine->passphrase_file = arg;
        return 0;
    case 'P':
        combine->is_pin = true;
        return 0;
    case ARGP_KEY_ARGS:
        combine->shares = state->argv + state->next;
        combine->share_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_END:
        if (combine->file && combine->is_install)
            cli_misuse(state, "one at a time: --install or -o KEYFILE");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- what became of each share --- */

static const char *verdict_word(enum share_verdict verdict)
{
    static const char *const words[] = {"good", "repeated", "other_set", "wrong",
                                        "not_told"};

    return words[verdict];
}

static void say_verdict(const struct recovery_hand *hand, size_t i)
{
    const struct share *share = &hand->shares[i];
    struct share_set_text set = share_set_text(&share->set);
    struct buf from = {0};

    cli_append_shown(&from, str_from_c(hand->from[i]));
    switch (hand->verdicts[i]) {
    case SHARE_GOOD:
    case SHARE_NOT_TOLD:
        break;
    case SHARE_REPEATED:
        (void)fprintf(stderr, _("\"%s\" is share %u once more\n"), buf_text(&from),
                      share->number);
        break;
    case SHARE_OTHER_SET:
        (void)fprintf(stderr, _("\"%s\" is share %u of another set, %s\n"),
                      buf_text(&from), share->number, set.text);
        break;
    case SHARE_WRONG:
        (void)fprintf(stderr,
                      _("\"%s\" is wrong: it says that it is share %u, and does not fit "
                        "the others\n"),
                      buf_text(&from), share->number);
        break;
    }
    buf_release(&from);
}

static struct value shares_json(const struct combine *combine)
{
    const struct recovery_hand *hand = combine->hand;
    struct arena *arena = &combine->cli->arena;
    struct value list = value_array();

    for (size_t i = 0; i < hand->count; i++) {
        struct value one = value_object();

        value_set(&one, arena, STR("from"),
                  value_string(arena_str(arena, str_from_c(hand->from[i]))));
        value_set(&one, arena, STR("share"), value_integer(hand->shares[i].number));
        value_set(&one, arena, STR("set"),
                  value_string(arena_str(
                      arena, str_from_c(share_set_text(&hand->shares[i].set).text))));
        value_set(&one, arena, STR("verdict"),
                  value_string(str_from_c(verdict_word(hand->verdicts[i]))));
        value_add(&list, arena, one);
    }
    return list;
}

static enum err_code put_together(struct combine *combine, struct err *err)
{
    struct recovery_hand *hand = combine->hand;
    enum err_code code =
        recovery_gather(hand, combine->cli, combine->shares, combine->share_count, err);

    if (code != ERR_OK)
        return code;
    code = shares_combine(hand->secret, hand->verdicts, &hand->missing, hand->shares,
                          hand->count, err);
    for (size_t i = 0; i < hand->count; i++)
        say_verdict(hand, i);
    return code;
}

/* --- whether it is the right key --- */

/* Where the archive is lost, the key is still one that opens its copies and packages. */
static enum err_code compare(struct combine *combine, struct err *err)
{
    struct cli *cli = combine->cli;
    const struct shares_set *set = recovery_hand_set(combine->hand);
    enum err_code code = cli_open(cli, ARCHIVE_READ, err);

    if (code == ERR_NOT_FOUND && combine->file) {
        cli_remark(cli, "no archive here: whether it is the archive's key could not be "
                        "looked at");
        age_identity_from_secret(&combine->hand->identity, combine->hand->secret);
        return ERR_OK;
    }
    if (code != ERR_OK)
        return code;
    combine->has_archive = true;
    code = recovery_of_set(&combine->owner, &cli->arena, cli->archive, set, err);
    if (code == ERR_OK)
        code = recovery_check(&combine->hand->identity, &combine->owner,
                              combine->hand->secret, err);
    if (code == ERR_OK && combine->is_drill && set->kind == SHARES_OF_COMPARTMENT)
        code = recovery_try(&combine->opens, &combine->looked_at, cli->archive,
                            &combine->hand->identity, err);
    return code;
}

/* --- what is done with it --- */

static enum err_code write_key(struct combine *combine, struct err *err)
{
    enum { ROOM = AGE_RECIPIENT_LEN + AGE_IDENTITY_LEN + 64 };
    char *const text = secret_alloc(1, ROOM);
    char public[AGE_RECIPIENT_LEN + 1];
    char secret[AGE_IDENTITY_LEN + 1];
    int fd = open(combine->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                  S_IRUSR | S_IWUSR);
    enum err_code code;

    if (fd < 0) {
        secret_free(text);
        return err_set_errno(err, "could not make \"%s\"", combine->file);
    }
    age_recipient_text(public, combine->hand->identity.public);
    age_identity_text(secret, &combine->hand->identity);
    (void)snprintf(text, ROOM, "# public key: %s\n%s\n", public, secret);
    crypto_wipe(secret, sizeof secret);
    code = file_write(fd, combine->file, str_from_c(text), err);
    if (code == ERR_OK)
        code = file_sync(fd, combine->file, err);
    (void)close(fd);
    secret_free(text);
    if (code == ERR_OK)
        cli_remark(combine->cli,
                   "\"%s\" holds the key in the clear: whoever reads it opens everything "
                   "that is sealed to it. Remove it as soon as it has served.",
                   combine->file);
    return code;
}

/* The one who forgot it chooses another: no old one is asked for. */
static enum err_code install_member(struct combine *combine, struct err *err)
{
    struct passphrase typed = {0};
    enum err_code code = passphrase_ask_new(&typed, combine->passphrase_file,
                                            combine->owner.id, combine->is_pin, err);

    if (code == ERR_OK)
        code = recovery_install_member(combine->cli->archive, &combine->owner,
                                       &combine->hand->identity, passphrase_str(&typed),
                                       combine->is_pin, err);
    passphrase_forget(&typed);
    return code;
}

static enum err_code install(struct combine *combine, struct err *err)
{
    if (combine->owner.kind == SHARES_OF_MEMBER)
        return install_member(combine, err);
    return recovery_install(combine->cli->archive, &combine->owner,
                            &combine->hand->identity, err);
}

static enum err_code act(struct combine *combine, struct err *err)
{
    if (combine->is_drill)
        return recovery_note_drill(combine->cli->archive,
                                   recovery_hand_set(combine->hand), err);
    if (combine->file)
        return write_key(combine, err);
    return combine->is_install ? install(combine, err) : ERR_OK;
}

/* --- the report --- */

static const char *done_word(const struct combine *combine)
{
    if (combine->is_drill)
        return "tried";
    if (combine->file)
        return "written";
    return combine->is_install ? "installed" : "nothing";
}

static void report_json(struct combine *combine)
{
    const struct shares_set *set = recovery_hand_set(combine->hand);
    struct arena *arena = &combine->cli->arena;
    struct value line = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_recipient_text(key, combine->hand->identity.public);
    value_set(
        &line, arena, STR("of"),
        value_string(set->kind == SHARES_OF_MEMBER ? STR("member") : STR("compartment")));
    value_set(&line, arena, STR("id"),
              value_string(arena_str(arena, str_from_c(set->owner))));
    value_set(&line, arena, STR("epoch"), value_integer(set->epoch));
    value_set(&line, arena, STR("key"), value_string(arena_str(arena, str_from_c(key))));
    value_set(&line, arena, STR("compared"),
              value_bool(combine->has_archive && combine->owner.has_key));
    if (combine->is_drill)
        value_set(&line, arena, STR("opens"), value_bool(combine->opens));
    value_set(&line, arena, STR("done"), value_string(str_from_c(done_word(combine))));
    value_set(&line, arena, STR("shares"), shares_json(combine));
    cli_print_json(&line);
}

static void report_key(const struct combine *combine)
{
    const struct recovery_owner *owner = &combine->owner;
    struct buf name = {0};

    if (!combine->has_archive)
        return;
    cli_append_shown(&name, owner->name);
    if (owner->kind == SHARES_OF_MEMBER)
        printf(_("The shares give the key of member %.*s.\n"), STR_ARG(owner->id));
    else
        printf(_("The shares give the key of compartment \"%.*s\", epoch %u.\n"),
               STR_ARG(buf_str(&name)), owner->epoch);
    if (!owner->has_key)
        printf(
            _("Neither the record nor this machine knows that key: the shares alone say "
              "whose it is.\n"));
    if (!owner->is_newest)
        printf(_("There is a newer epoch: what is sealed since needs another key.\n"));
    buf_release(&name);
}

static void report_trial(const struct combine *combine)
{
    if (combine->owner.kind == SHARES_OF_MEMBER)
        return; /* statements are sealed to compartments */
    if (combine->opens)
        printf(_("It opens what is sealed in this archive.\n"));
    else
        printf(_n(combine->looked_at,
                  "Nothing is sealed to it yet: %" PRIu64
                  " sealed statement was tried.\n",
                  "Nothing is sealed to it yet: %" PRIu64
                  " sealed statements were tried.\n"),
               combine->looked_at);
}

static void report(const struct combine *combine)
{
    report_key(combine);
    if (combine->is_drill) {
        report_trial(combine);
        printf(_("The drill is noted, the key forgotten.\n"));
    } else if (combine->file) {
        printf(_("Written to \"%s\".\n"), combine->file);
    } else if (combine->is_install && combine->owner.kind == SHARES_OF_MEMBER) {
        printf(_("The new passphrase opens it on this machine: stele unlock\n"));
    } else if (combine->is_install) {
        printf(
            _("Whoever is signed in can open on this machine what is sealed to it.\n"));
    } else {
        printf(
            _("Nothing was kept: --install keeps it on this machine, -o KEYFILE writes "
              "it.\n"));
    }
}

/* Under --json the shares are told also when they do not give the key. */
static int fail(struct combine *combine, const struct err *err)
{
    if (combine->cli->json && combine->hand->count > 0) {
        struct arena *arena = &combine->cli->arena;
        struct value line = value_object();

        value_set(&line, arena, STR("missing"),
                  value_integer((int64_t)combine->hand->missing));
        value_set(&line, arena, STR("done"), value_string(STR("nothing")));
        value_set(&line, arena, STR("shares"), shares_json(combine));
        cli_print_json(&line);
    }
    return cli_fail(combine->cli, err);
}

static int run(struct combine *combine)
{
    struct err err = {0};

    if (put_together(combine, &err) != ERR_OK || compare(combine, &err) != ERR_OK ||
        act(combine, &err) != ERR_OK)
        return fail(combine, &err);
    if (combine->cli->json)
        report_json(combine);
    else
        report(combine);
    return EXIT_DONE;
}

static int start(struct combine *combine, const struct argp *argp, int argc, char **argv)
{
    int status = EXIT_DONE;

    if (!cli_parse(combine->cli, argp, argc, argv, combine, &status))
        return status;
    combine->hand = SECRET_NEW(struct recovery_hand);
    status = run(combine);
    secret_free(combine->hand);
    return status;
}

int recovery_combine(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = combine_options,
        .parser = parse,
        .args_doc = "[SHARE...]",
        .doc = "Put a key together from its shares: files with the text of sheets or of "
               "their QR codes, \"-\" for what comes in, or typed line by line at a "
               "terminal. Says which share is wrong, of another set, or still missing. "
               "Without more the key is only compared with the one that the archive "
               "names, and forgotten.",
        .children = children,
    };
    struct combine combine = {.cli = cli};

    return start(&combine, &argp, argc, argv);
}

int recovery_drill(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "[SHARE...]",
        .doc =
            "Practise: put a key together from its shares, see that it is the one that "
            "the archive names and that it opens what is sealed, and forget it. The "
            "day is noted on this machine; stele doctor says how long ago it was. "
            "Shares are given as with stele recovery combine.",
        .children = children,
    };
    struct combine combine = {.cli = cli, .is_drill = true};

    return start(&combine, &argp, argc, argv);
}
