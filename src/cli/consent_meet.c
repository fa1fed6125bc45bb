#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/consent.h"
#include "cli/gate.h"
#include "crypto/keyed_hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "format/meeting.h"
#include "record/meet.h"
#include "share/outdir.h"

enum { KEY_SECRET = 1000, KEY_CHECK, PASSPHRASE_MIN = 20, PASSPHRASE_FILE_MAX = 4096 };

/* As many hashes as this, or twice, three times ...: how many people there are is not
 * told. */
enum { PADDED_TO = 64 };

static const struct passphrase_cost cost = {3, UINT64_C(128) * 1024};

struct meet_command {
    struct cli *cli;
    const char *secret;
    const char *output;
    const char *check;
    struct consent_desk desk;
    struct meet_keys keys;
    uint8_t *key; /* of crypto/secret.h */
};

static const struct argp_option options[] = {
    {"secret", KEY_SECRET, "FILE", 0,
     "The passphrase that both organisations agreed on, at least 20 characters; - is "
     "standard input",
     0},
    {"output", 'o', "HASHES", 0, "Write our hashes, for the other organisation", 0},
    {"check", KEY_CHECK, "HASHES", 0, "Look for our people among the other's hashes", 0},
    {0},
};

static error_t check_whole(const struct meet_command *meet,
                           const struct argp_state *state)
{
    if (!meet->secret)
        cli_misuse(state, "say where the shared passphrase is: --secret FILE");
    if (!meet->output == !meet->check)
        cli_misuse(state, "either write hashes (-o HASHES) or look in the other's "
                          "(--check HASHES)");
    return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct meet_command *meet = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = meet->cli;
        return 0;
    case KEY_SECRET:
        meet->secret = arg;
        return 0;
    case 'o':
        meet->output = arg;
        return 0;
    case KEY_CHECK:
        meet->check = arg;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is one argument too many", arg);
        return 0;
    case ARGP_KEY_END:
        return check_whole(meet, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code read_passphrase(struct str *out, struct meet_command *meet,
                                     struct err *err)
{
    struct arena *arena = &meet->cli->arena;
    enum err_code code =
        strcmp(meet->secret, "-") == 0
            ? file_read_stream(out, arena, STDIN_FILENO, PASSPHRASE_FILE_MAX, err)
            : file_read(out, arena, AT_FDCWD, meet->secret, PASSPHRASE_FILE_MAX, err);

    if (code != ERR_OK)
        return code;
    *out = str_trim(*out);
    if (out->len >= PASSPHRASE_MIN)
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "the shared passphrase is shorter than %d characters, and can be "
                   "guessed: draw six words by dice",
                   PASSPHRASE_MIN);
}

static enum err_code make_key(struct meet_command *meet, const struct meeting *meeting,
                              struct err *err)
{
    const struct passphrase_cost asked = {meeting->ops, meeting->mem_kib};
    struct str passphrase = {0};
    void *bytes = NULL;
    enum err_code code = read_passphrase(&passphrase, meet, err);

    if (code == ERR_OK)
        code = keyed_hash_key(meet->key, passphrase, meeting->salt, &asked, err);
    memcpy(&bytes, &passphrase.ptr, sizeof bytes); /* ours, though read as constant */
    if (passphrase.len > 0)
        crypto_wipe(bytes, passphrase.len);
    return code;
}

static struct meeting_hash hash_of(const struct meet_command *meet,
                                   const struct meet_key *key)
{
    struct meeting_hash hash;
    struct digest digest;

    keyed_hash(&digest, meet->key, key->text);
    memcpy(hash.bytes, digest.bytes, sizeof hash.bytes);
    return hash;
}

static enum err_code read_keys(struct meet_command *meet, enum meet_side side,
                               struct err *err)
{
    struct sheet *sheet = &meet->desk.sheet;

    if (consent_desk_open(&meet->desk, meet->cli, ARCHIVE_READ, err) != ERR_OK)
        return err->code;
    return meet_keys_read(&meet->keys, sheet->arena, sheet->index, sheet->as_of.view,
                          side, err);
}

static void fill(struct meeting *out, const struct meet_command *meet)
{
    size_t count = meet->keys.count;
    size_t padded = (count / PADDED_TO + 1) * PADDED_TO;

    out->hashes = ARENA_ARRAY(&meet->cli->arena, struct meeting_hash, padded);
    for (; out->count < count; out->count++)
        out->hashes[out->count] = hash_of(meet, &meet->keys.items[out->count]);
    for (; out->count < padded; out->count++)
        random_fill(out->hashes[out->count].bytes, MEETING_HASH_BYTES);
}

static enum err_code check_free(const struct meet_command *meet, struct err *err)
{
    if (access(meet->output, F_OK) == 0)
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" is there already: name a file that is not", meet->output);
    return outdir_check_apart(meet->output, archive_folder(meet->cli->archive), err);
}

static void report_written(struct meet_command *meet)
{
    struct cli *cli = meet->cli;
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, &cli->arena, STR("file"),
                  value_string(str_from_c(meet->output)));
        value_set(&line, &cli->arena, STR("persons"),
                  value_integer((int64_t)meet->keys.persons));
        value_set(&line, &cli->arena, STR("nameless"),
                  value_integer((int64_t)meet->keys.nameless));
        cli_print_json(&line);
        return;
    }
    cli_mark_synthetic(cli);
    printf(_n(meet->keys.persons,
              "\"%s\": keyed hashes of %zu person, for those alone who have the "
              "passphrase\n",
              "\"%s\": keyed hashes of %zu persons, for those alone who have the "
              "passphrase\n"),
           meet->output, meet->keys.persons);
    printf(
        _("Whoever has the passphrase can try names on it: give it to nobody else, and "
          "delete the file when they have looked.\n"));
    if (meet->keys.nameless > 0)
        printf(_n(meet->keys.nameless,
                  "Of %zu person no name can be read here: they are not in it.\n",
                  "Of %zu persons no name can be read here: they are not in it.\n"),
               meet->keys.nameless);
}

static int write_hashes(struct meet_command *meet)
{
    struct meeting meeting = {.ops = cost.ops, .mem_kib = cost.mem_kib};
    struct buf text = {0};
    struct err err = {0};
    enum err_code code = read_keys(meet, MEET_HAND_OUT, &err);

    random_fill(meeting.salt, sizeof meeting.salt);
    if (code == ERR_OK)
        code = check_free(meet, &err);
    if (code == ERR_OK)
        code = make_key(meet, &meeting, &err);
    if (code == ERR_OK) {
        fill(&meeting, meet);
        meeting_append(&text, &meeting);
        code = file_replace(AT_FDCWD, meet->output, 0600, buf_str(&text), &err);
    }
    buf_release(&text);
    if (code != ERR_OK)
        return cli_fail(meet->cli, &err);
    report_written(meet);
    return EXIT_DONE;
}

static void report_found(struct meet_command *meet, struct str person, uint32_t with)
{
    struct cli *cli = meet->cli;
    struct value line = value_object();
    const char *id = gate_id_text(cli, person);

    if (cli->json) {
        value_set(&line, &cli->arena, STR("person"), value_string(person));
        value_set(&line, &cli->arena, STR("year"), value_bool((with & MEET_YEAR) != 0));
        value_set(&line, &cli->arena, STR("place"), value_bool((with & MEET_PLACE) != 0));
        cli_print_json(&line);
    } else if (with == (MEET_YEAR | MEET_PLACE)) {
        printf(_("%s: name, year of birth and settlement are alike\n"), id);
    } else if (with == MEET_YEAR) {
        printf(_("%s: name and year of birth are alike, the settlement is not or is not "
                 "known\n"),
               id);
    } else {
        printf(_("%s: name and settlement are alike, the year of birth is not or is not "
                 "known\n"),
               id);
    }
}

/* Keys of one person stand together; the one that holds most is told. */
static size_t find_all(struct meet_command *meet, const struct meeting *meeting)
{
    size_t found = 0;

    for (size_t i = 0; i < meet->keys.count;) {
        struct str person = meet->keys.items[i].person;
        uint32_t best = 0;

        for (; i < meet->keys.count && str_equal(meet->keys.items[i].person, person);
             i++) {
            struct meeting_hash hash = hash_of(meet, &meet->keys.items[i]);

            if (best != (MEET_YEAR | MEET_PLACE) && meeting_has(meeting, &hash))
                best = meet->keys.items[i].with > best ? meet->keys.items[i].with : best;
        }
        if (best == 0)
            continue;
        found++;
        report_found(meet, person, best);
    }
    return found;
}

static int check_hashes(struct meet_command *meet)
{
    struct meeting meeting = {0};
    struct str text = {0};
    struct err err = {0};
    size_t found;

    if (file_read(&text, &meet->cli->arena, AT_FDCWD, meet->check, MEETING_FILE_MAX,
                  &err) != ERR_OK)
        return cli_fail(meet->cli, &err);
    if (meeting_parse(&meeting, &meet->cli->arena, text, &err) != ERR_OK) {
        (void)err_context(&err, "\"%s\": ", meet->check);
        return cli_fail(meet->cli, &err);
    }
    if (read_keys(meet, MEET_LOOK_UP, &err) != ERR_OK ||
        make_key(meet, &meeting, &err) != ERR_OK)
        return cli_fail(meet->cli, &err);
    cli_mark_synthetic(meet->cli);
    found = find_all(meet, &meeting);
    if (meet->cli->json)
        return EXIT_DONE;
    if (found == 0)
        printf(_("Nobody of ours is among them, as far as names, years and settlements "
                 "show; or the passphrase is another.\n"));
    else
        printf(_("A hint, not identity: different people can be alike in all three. Ask "
                 "the other organisation, and before all ask the person.\n"));
    return EXIT_DONE;
}

int consent_meet(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "--secret FILE -o HASHES\n--secret FILE --check HASHES",
        .doc = "Find whom another organisation has spoken with too, so that nobody has "
               "to tell it all again, without exchanging names: keyed hashes of name, "
               "year of birth and settlement. docs/consent.md says what that does not "
               "protect.",
        .children = children,
    };
    struct meet_command meet = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &meet, &status))
        return status;
    meet.key = SECRET_ARRAY(uint8_t, KEYED_HASH_KEY_BYTES);
    status = meet.output ? write_hashes(&meet) : check_hashes(&meet);
    secret_free(meet.key);
    sheet_close(&meet.desk.sheet);
    return status;
}
