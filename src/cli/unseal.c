#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "crypto/sha256.h"
#include "record/keyring.h"
#include "record/query.h"
#include "record/sealed_object.h"

struct unseal {
    struct cli *cli;
    struct str what;
    const char *out;
    bool wants_statement;
    struct gate_options gate;
};

/* What is to be written out. */
struct target {
    struct statement statement;
    bool is_object;
    struct digest sha256;
    struct digest stored;
    int64_t size;
};

enum { FILE_MODE = 0600 };

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0,
     "Where to write it: a new file, which only you can read (\"-\": standard output)",
     0},
    {"statement", 's', NULL, 0,
     "Of a statement about a file, write the statement and not the file", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct unseal *unseal = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = unseal->cli;
        state->child_inputs[1] = &unseal->gate;
        return 0;
    case 'o':
        unseal->out = arg;
        return 0;
    case 's':
        unseal->wants_statement = true;
        return 0;
    case ARGP_KEY_ARG:
        if (unseal->what.len > 0)
            cli_misuse(state, "one statement or file at a time, please");
        unseal->what = str_from_c(arg);
        return 0;
    case ARGP_KEY_END:
        if (unseal->what.len == 0)
            cli_misuse(state, "say which statement (FEED.INDEX) or file (SHA-256)");
        else if (!unseal->out)
            cli_misuse(state, "say with -o where to write it");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* The statement that names an object with these plain or stored bytes. */
static enum err_code find_object(struct ref *out, struct unseal *unseal, struct err *err)
{
    struct cli *cli = unseal->cli;
    struct index *index = archive_index(cli->archive);
    struct object_filter filters[] = {{.sha256 = unseal->what, .limit = 1},
                                      {.stored = unseal->what, .limit = 1}};
    struct view view;

    if (frontier_now(&view, &cli->arena, index, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < 2; i++) {
        struct object_list list = {0};

        if (query_objects(&list, &cli->arena, index, view, &filters[i], err) != ERR_OK)
            return err->code;
        if (list.count > 0) {
            *out = list.items[0].ref;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_NOT_FOUND,
                   "no statement that can be read here names a file with the SHA-256 "
                   "\"" STR_FMT "\": what is sealed needs its keys (stele unlock)",
                   STR_ARG(unseal->what));
}

static bool names_an_object(struct target *target)
{
    const struct value *value = &target->statement.value;

    return digest_parse(&target->sha256, value_get_string(value, STR("sha256"))) &&
           digest_parse(&target->stored, value_get_string(value, STR("stored"))) &&
           value_get_integer(&target->size, value, STR("size")) && target->size >= 0;
}

static enum err_code find_target(struct target *out, struct unseal *unseal,
                                 struct err *err)
{
    struct archive *archive = unseal->cli->archive;
    struct digest digest;
    struct ref ref = REF_NONE;
    enum err_code code = digest_parse(&digest, unseal->what)
                             ? find_object(&ref, unseal, err)
                             : archive_ref_parse(&ref, archive, unseal->what, err);

    if (code == ERR_OK)
        code = archive_statement(&out->statement, &unseal->cli->arena, archive, ref, err);
    if (code != ERR_OK)
        return code;
    if (!out->statement.is_readable)
        return err_set(err, ERR_DENIED,
                       "\"" STR_FMT
                       "\" cannot be read here: it was erased, or it is sealed and no "
                       "key at hand opens it (stele unlock)",
                       STR_ARG(unseal->what));
    out->is_object = !unseal->wants_statement && names_an_object(out);
    return ERR_OK;
}

static enum err_code to_file(void *context, const void *bytes, size_t len,
                             struct err *err)
{
    return file_write(*(const int *)context, "the file", (struct str){bytes, len}, err);
}

static enum err_code write_object(int fd, struct unseal *unseal,
                                  const struct target *target, struct err *err)
{
    struct archive *archive = unseal->cli->archive;
    struct keyring *keyring = archive_keyring(archive);
    struct sealed_reader *reader = NULL;
    enum err_code code;

    if (keyring_count(keyring) == 0)
        return err_set(err, ERR_DENIED,
                       "the file is sealed: sign in first (stele unlock)");
    code = sealed_reader_open(&reader, archive, &target->stored, (uint64_t)target->size,
                              keyring_identities(keyring), keyring_count(keyring), err);
    if (code == ERR_OK)
        code = sealed_reader_check(reader, &target->sha256, to_file, &fd, err);
    sealed_reader_close(reader);
    return code;
}

/* One that lies open in the archive is given out by the same command. */
static enum err_code copy_object(int fd, struct unseal *unseal,
                                 const struct target *target, struct err *err)
{
    static char part[1 << 16];
    struct sha256 *hash = sha256_new();
    enum err_code code = ERR_OK;
    struct digest actual;
    uint64_t offset = 0;
    size_t got = 1;

    sha256_start(hash);
    while (code == ERR_OK && got > 0) {
        code = archive_object_read(&got, unseal->cli->archive, &target->stored, offset,
                                   part, sizeof part, err);
        if (code == ERR_OK && got > 0) {
            sha256_add(hash, part, got);
            offset += got;
            code = to_file(&fd, part, got, err);
        }
    }
    actual = sha256_finish(hash);
    sha256_free(hash);
    if (code == ERR_OK && !digest_equal(&actual, &target->sha256))
        code =
            err_set(err, ERR_CORRUPT,
                    "the file is not what it was: run `stele verify` to see all damage");
    return code;
}

static enum err_code write_target(int fd, struct unseal *unseal,
                                  const struct target *target, struct err *err)
{
    if (!target->is_object)
        return file_write(fd, unseal->out, target->statement.bytes, err);
    if (digest_equal(&target->stored, &target->sha256))
        return copy_object(fd, unseal, target, err);
    return write_object(fd, unseal, target, err);
}

/* A file that already is there is left alone, and what could not be written whole goes.
 */
static enum err_code write_file(struct unseal *unseal, const struct target *target,
                                struct err *err)
{
    int fd = open(unseal->out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                  FILE_MODE);
    enum err_code code;

    if (fd < 0)
        return err_set_errno(err, "could not make \"%s\"", unseal->out);
    code = write_target(fd, unseal, target, err);
    if (code == ERR_OK)
        code = file_close(fd, unseal->out, err);
    else
        (void)close(fd);
    if (code != ERR_OK)
        (void)unlink(unseal->out);
    return code;
}

static void say_done(struct unseal *unseal, const struct target *target)
{
    struct cli *cli = unseal->cli;
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, &cli->arena, STR("file"), value_string(str_from_c(unseal->out)));
        value_set(&line, &cli->arena, STR("statement"),
                  value_string(archive_ref_text(cli->archive, &cli->arena,
                                                target->statement.ref)));
        value_set(&line, &cli->arena, STR("what"),
                  value_string(target->is_object ? STR("object") : STR("statement")));
        cli_print_json(&line);
        return;
    }
    cli_mark_synthetic(cli);
    printf(target->is_object
               ? _("written to \"%s\", opened: whoever can read that file can read it\n")
               : _("statement written to \"%s\", opened: whoever can read that file can "
                   "read it\n"),
           unseal->out);
}

/* Who names neither opens it for the team's own work. */
static enum err_code ask(struct unseal *unseal, const struct target *target,
                         struct err *err)
{
    const struct gate_item item = {.thing = GATE_STATEMENT, .ref = target->statement.ref};

    if (!unseal->gate.purpose && !unseal->gate.recipient) {
        unseal->gate.purpose = "documentation";
        unseal->gate.recipient = "own_team";
    }
    return gate_pass(unseal->cli, &unseal->gate, &item, 1, err);
}

/* Before a byte of it is written. */
static enum err_code log_unsealing(struct unseal *unseal, const struct target *target,
                                   const char *did, struct err *err)
{
    struct access reading = {0};
    enum err_code code = reading_begin(&reading, unseal->cli, did, STR(""), err);

    if (code == ERR_OK) {
        reading.request.recipient = str_from_c(unseal->gate.recipient);
        access_note(&reading, target->statement.ref);
        code = reading_commit(&reading, unseal->cli, err);
    }
    access_end(&reading);
    return code;
}

static enum err_code run(struct unseal *unseal, struct target *target, struct err *err)
{
    enum err_code code = cli_open(unseal->cli, ARCHIVE_WRITE, err);
    struct err ignored = {0};

    if (code == ERR_OK)
        code = find_target(target, unseal, err);
    if (code == ERR_OK)
        code = ask(unseal, target, err);
    if (code == ERR_OK)
        code = log_unsealing(unseal, target, "unsealed", err);
    else if (unseal->gate.was_refused) /* it stays refused, recorded or not */
        (void)log_unsealing(unseal, target, "refused", &ignored);
    if (code != ERR_OK)
        return code;
    if (str_equal(str_from_c(unseal->out), STR("-")))
        return write_target(STDOUT_FILENO, unseal, target, err);
    code = write_file(unseal, target, err);
    if (code == ERR_OK)
        say_done(unseal, target);
    return code;
}

int cmd_unseal(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {
        {&cli_reading_argp, 0, NULL, 0}, {&gate_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FEED.INDEX|SHA-256",
        .doc =
            "Write a sealed file, or a sealed statement, to a file outside the "
            "archive, opened. Needs somebody signed in who may read it (stele unlock). "
            "A file is named by its own SHA-256, by the name it is stored under, or by "
            "the statement that records it; its bytes are checked while they are "
            "written. That it was opened, and why (--why), is recorded first.\vWhat is "
            "written is no longer protected by the archive: keep it "
            "where only those can read it who may, and remove it after use.",
        .children = children,
    };
    struct unseal unseal = {.cli = cli};
    struct target target = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &unseal, &status))
        return status;
    return run(&unseal, &target, &err) == ERR_OK ? EXIT_DONE
                                                 : gate_status(cli, &unseal.gate, &err);
}
