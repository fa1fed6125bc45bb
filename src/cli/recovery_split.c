#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/machine.h"
#include "base/message.h"
#include "cli/recovery.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "record/genesis.h"
#include "record/id.h"
#include "record/recovery.h"
#include "share/outdir.h"
#include "sheet/paper_pdf.h"
#include "sheet/share_paper.h"

struct split {
    struct cli *cli;
    struct str compartment;
    bool has_compartment;
    bool is_member;
    bool is_text;
    const char *folder;
    uint64_t needed;
    uint64_t count;
    struct recovery_owner owner;
    struct shares_set set;
    struct share *shares; /* count, in locked memory */
    char day[CLOCK_TEXT_LEN + 1];
};

static const struct argp_option options[] = {
    {"compartment", 'c', "NAME", 0,
     "Share out the key of this compartment (default: the one that is sealed to when "
     "nothing is said)",
     0},
    {"member", 'M', NULL, 0, "Share out the key of whoever is signed in", 0},
    {"needed", 'm', "NUMBER", 0, "How many shares give the key back", 0},
    {"count", 'n', "NUMBER", 0, "How many shares there are", 0},
    {"output", 'o', "FOLDER", 0, "Write one PDF a share into this new folder", 0},
    {"text", 't', NULL, 0, "No PDF: print the sheets as text", 0},
    {0},
};

static void read_number(uint64_t *out, const char *arg, const struct argp_state *state)
{
    if (!str_to_u64(out, str_from_c(arg)))
        cli_misuse(state, "\"%s\" is no number", arg);
}

static void check_complete(const struct split *split, const struct argp_state *state)
{
    struct err err = {0};

    if (split->is_member && split->has_compartment)
        cli_misuse(state, "one key at a time: --member or --compartment");
    else if (split->needed == 0 || split->count == 0)
        cli_misuse(state, "say how many are needed and how many there are: -m 3 -n 5");
    else if (shares_may_split(split->needed, split->count, &err) != ERR_OK)
        cli_misuse(state, "%s", err.message);
    else if (!split->folder && !split->is_text)
        cli_misuse(state, "say where the sheets go: -o FOLDER, or --text");
    else if (split->folder && split->is_text)
        cli_misuse(state, "--text prints the sheets and writes nothing: no -o with it");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct split *split = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = split->cli;
        return 0;
    case 'c':
        split->compartment = str_from_c(arg);
        split->has_compartment = true;
        return 0;
    case 'M':
        split->is_member = true;
        return 0;
    case 'm':
        read_number(&split->needed, arg, state);
        return 0;
    case 'n':
        read_number(&split->count, arg, state);
        return 0;
    case 'o':
        split->folder = arg;
        return 0;
    case 't':
        split->is_text = true;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is not understood: --compartment names whose key", arg);
        return 0;
    case ARGP_KEY_END:
        check_complete(split, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- the shares --- */

static enum err_code find_owner(struct split *split, struct err *err)
{
    struct cli *cli = split->cli;

    if (split->is_member)
        return recovery_of_session(&split->owner, cli->archive, err);
    return recovery_of_compartment(&split->owner, cli->archive, split->compartment, err);
}

static enum err_code make_shares(struct split *split, struct err *err)
{
    struct archive *archive = split->cli->archive;
    uint8_t *const secret = secret_alloc(1, SHARES_SECRET);
    struct clock_text now = {{0}};
    enum err_code code = find_owner(split, err);

    if (code == ERR_OK)
        code = genesis_clock(&now, archive_is_synthetic(archive), err);
    if (code == ERR_OK)
        code = recovery_set(&split->set, archive, &split->owner, (uint8_t)split->needed,
                            err);
    if (code == ERR_OK)
        code = recovery_secret(secret, archive, &split->owner, err);
    if (code == ERR_OK) {
        (void)snprintf(split->day, sizeof split->day, "%.10s", now.text);
        split->shares = secret_alloc(split->count, sizeof *split->shares);
        shares_split(split->shares, split->count, &split->set, secret);
        split->set = split->shares[0].set;
    }
    secret_free(secret);
    return code;
}

/* --- the sheets --- */

static void describe(struct paper *paper, const struct split *split, size_t i)
{
    struct share_text *text = SECRET_NEW(struct share_text);
    struct id owner = {{0}};
    struct id_shown shown;

    memcpy(owner.text, split->set.owner, ID_LEN);
    shown = id_show(&owner);
    share_text_of(text, &split->shares[i]);
    share_paper_add(paper, &(struct share_paper){
                               .share = &split->shares[i],
                               .text = text,
                               .count = split->count,
                               .owner = str_from_c(shown.text),
                               .day = str_from_c(split->day),
                               .is_synthetic = archive_is_synthetic(split->cli->archive),
                           });
    secret_free(text);
}

/* The share stands in both forms. */
static void forget(struct paper *paper)
{
    crypto_wipe(paper->description.ptr, paper->description.cap);
    crypto_wipe(paper->text.ptr, paper->text.cap);
    paper_release(paper);
}

static enum err_code write_sheet(struct outdir *dir, const struct split *split, size_t i,
                                 struct err *err)
{
    struct arena arena = {0};
    struct paper paper = {0};
    struct str pdf = {0};
    enum err_code code;

    describe(&paper, split, i);
    code = paper_pdf(&pdf, &arena, buf_str(&paper.description), err);
    if (code == ERR_OK)
        code = outdir_put(dir,
                          arena_printf(&arena, "share-%s-%u.pdf",
                                       share_set_text(&split->set).text,
                                       split->shares[i].number)
                              .ptr,
                          pdf, err);
    forget(&paper);
    arena_free(&arena);
    return code;
}

static void warn_of_disk(const struct split *split)
{
    struct machine_disk disk = {0};

    if (machine_disk_at(&disk, &split->cli->arena, split->folder) && disk.is_in_memory)
        return;
    cli_remark(
        split->cli,
        "The sheets lie together on a disk now: whoever gets %u of these files has "
        "the key, and a deleted file can often be brought back. A folder in memory "
        "is better: -o /dev/shm/shares.",
        split->set.needed);
}

static enum err_code write_sheets(struct split *split, struct err *err)
{
    struct outdir dir = {.fd = -1};
    enum err_code code;

    (void)umask(S_IRWXG | S_IRWXO); /* nobody else's */
    code = outdir_open(&dir, split->folder, archive_folder(split->cli->archive),
                       OUTDIR_EMPTY, err);
    for (size_t i = 0; code == ERR_OK && i < split->count; i++)
        code = write_sheet(&dir, split, i, err);
    if (code == ERR_OK)
        code = outdir_settle(&dir, err);
    outdir_close(&dir);
    if (code == ERR_OK)
        warn_of_disk(split);
    return code;
}

static void print_sheets(const struct split *split)
{
    for (size_t i = 0; i < split->count; i++) {
        struct paper paper = {0};

        describe(&paper, split, i);
        if (i > 0)
            printf("\f");
        cli_print(buf_str(&paper.text));
        forget(&paper);
    }
}

/* --- the report --- */

static void add_lines(struct value *line, struct split *split, size_t i)
{
    struct arena *arena = &split->cli->arena;
    struct share_text *text = SECRET_NEW(struct share_text);
    struct value list = value_array();

    share_text_of(text, &split->shares[i]);
    for (size_t n = 0; n < SHARE_TEXT_LINES; n++)
        value_add(&list, arena,
                  value_string(arena_str(arena, str_from_c(text->lines[n]))));
    value_set(line, arena, STR("lines"), list);
    secret_free(text);
}

static void report_json(struct split *split)
{
    struct arena *arena = &split->cli->arena;
    struct share_set_text set = share_set_text(&split->set);

    for (size_t i = 0; i < split->count; i++) {
        struct value line = value_object();
        struct str file = split->folder
                              ? arena_printf(arena, "%s/share-%s-%u.pdf", split->folder,
                                             set.text, split->shares[i].number)
                              : STR("");

        value_set(&line, arena, STR("set"), value_string(str_from_c(set.text)));
        value_set(&line, arena, STR("share"), value_integer(split->shares[i].number));
        value_set(&line, arena, STR("needed"), value_integer(split->set.needed));
        value_set(&line, arena, STR("count"), value_integer((int64_t)split->count));
        value_set(&line, arena, STR("of"),
                  value_string(split->is_member ? STR("member") : STR("compartment")));
        value_set(&line, arena, STR("id"), value_string(split->owner.id));
        value_set(&line, arena, STR("epoch"), value_integer(split->owner.epoch));
        value_set(&line, arena, STR("file"),
                  file.len > 0 ? value_string(file) : value_null());
        if (split->is_text)
            add_lines(&line, split, i);
        cli_print_json(&line);
    }
}

static void report(const struct split *split)
{
    struct buf name = {0};

    cli_append_shown(&name, split->owner.name);
    if (split->is_member)
        printf(_("The key of member %.*s is in %" PRIu64
                 " shares, set %s; any %u of them give it back.\n"),
               STR_ARG(split->owner.id), split->count, share_set_text(&split->set).text,
               split->set.needed);
    else
        printf(_("The key of compartment \"%.*s\", epoch %u, is in %" PRIu64
                 " shares, set %s; any %u of them give it back.\n"),
               STR_ARG(buf_str(&name)), split->owner.epoch, split->count,
               share_set_text(&split->set).text, split->set.needed);
    if (split->folder)
        printf(_("Print the sheets in \"%s\", hand each to another keeper, remove the "
                 "folder, and then try once whether it works: stele recovery drill\n"),
               split->folder);
    buf_release(&name);
}

static int run(struct split *split)
{
    struct cli *cli = split->cli;
    struct err err = {0};
    enum err_code code = cli_open(cli, ARCHIVE_READ, &err);

    if (code == ERR_OK)
        code = make_shares(split, &err);
    if (code == ERR_OK && split->folder)
        code = write_sheets(split, &err);
    if (code == ERR_OK)
        code = recovery_note_split(cli->archive, &split->set, split->count, &err);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json) {
        report_json(split);
        return EXIT_DONE;
    }
    if (split->is_text)
        print_sheets(split);
    else
        report(split);
    return EXIT_DONE;
}

int recovery_split(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "-m NUMBER -n NUMBER -o FOLDER",
        .doc =
            "Make one sheet for each of several keepers, in English and Ukrainian, with "
            "a share of a key as text and as a QR code. Any -m of the -n shares give the "
            "key back; fewer say nothing. Print them and remove the folder: together "
            "they are the key. A new set does not make an old one void; a new epoch of "
            "the compartment does, for what is sealed after it.",
        .children = children,
    };
    struct split split = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &split, &status))
        return status;
    status = run(&split);
    secret_free(split.shares);
    return status;
}
