#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/message.h"
#include "cli/anchor.h"
#include "share/anchor_desk.h"
#include "share/outdir.h"
#include "sheet/paper_pdf.h"
#include "store/store.h"

struct print_command {
    struct cli *cli;
    const char *file; /* NULL: anchor-<code>.pdf, here */
    bool is_text_only;
    struct anchor_archive archive;
    struct anchor_state *states; /* one a feed, one a page */
    struct str *kept;            /* its name in anchors/; empty: not kept */
    struct str written;          /* the PDF; empty: none */
};

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The PDF to write (default: anchor-CODE.pdf, here)", 0},
    {"text", 't', NULL, 0, "No PDF: print the paper as text only", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct print_command *print = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = print->cli;
        return 0;
    case 'o':
        print->file = arg;
        return 0;
    case 't':
        print->is_text_only = true;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is none of list, request and accept", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code describe(struct paper *paper, struct print_command *print,
                              struct err *err)
{
    struct anchor_archive *archive = &print->archive;
    struct arena *arena = &print->cli->arena;

    print->kept = ARENA_ARRAY(arena, struct str, archive->source.count);
    return anchor_desk_describe(paper, &print->states, arena, archive->store,
                                &archive->facts, &archive->source, err);
}

/* A file that was named and is there already may be anything: it is not replaced. */
static enum err_code check_free(const struct print_command *print, struct err *err)
{
    if (print->file && access(print->file, F_OK) == 0)
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" is there already: name a file that is not", print->file);
    return ERR_OK;
}

static enum err_code write_pdf(struct print_command *print, struct str description,
                               struct err *err)
{
    struct arena *arena = &print->cli->arena;
    struct str path =
        print->file ? arena_str(arena, str_from_c(print->file))
                    : arena_printf(arena, "anchor-%s.pdf", print->states[0].code.text);
    struct str name = path;
    struct str pdf = {0};
    struct outdir dir = {.fd = -1};
    enum err_code code = check_free(print, err);

    while (str_find(name, '/', 0) < name.len)
        (void)str_cut(&name, '/');
    if (code == ERR_OK)
        code = paper_pdf(&pdf, arena, description, err);
    if (code == ERR_OK)
        code =
            outdir_open(&dir,
                        name.len == path.len
                            ? "."
                            : arena_str(arena, str_prefix(path, path.len - name.len)).ptr,
                        store_folder(print->archive.store), OUTDIR_ANY, err);
    if (code != ERR_OK)
        return code;
    code = outdir_put(&dir, name.ptr, pdf, err);
    if (code == ERR_OK)
        code = outdir_settle(&dir, err);
    outdir_close(&dir);
    if (code == ERR_OK)
        print->written = path;
    return code;
}

static void keep(struct print_command *print)
{
    struct anchor_archive *archive = &print->archive;
    struct err err = {0};

    if (anchor_desk_keep(print->kept, &print->cli->arena, archive->store, &archive->facts,
                         print->states, archive->source.count, &err) != ERR_OK)
        cli_remark(print->cli,
                   _("this archive could not note that the paper was printed: %s"),
                   err.message);
}

static void report_json(struct print_command *print)
{
    struct arena *arena = &print->cli->arena;

    for (size_t i = 0; i < print->archive.source.count; i++) {
        const struct anchor_state *state = &print->states[i];
        struct value line = value_object();

        value_set(&line, arena, STR("archive"),
                  value_string(str_from_c(print->archive.facts.archive)));
        value_set(&line, arena, STR("feed"), value_string(state->feed));
        value_set(&line, arena, STR("size"), value_integer((int64_t)state->size));
        value_set(
            &line, arena, STR("root"),
            value_string(arena_str(arena, str_from_c(digest_text(&state->root).hex))));
        value_set(&line, arena, STR("code"), value_string(str_from_c(state->code.text)));
        value_set(&line, arena, STR("file"),
                  print->written.len > 0 ? value_string(print->written) : value_null());
        value_set(&line, arena, STR("kept"),
                  print->kept[i].len > 0 ? value_string(print->kept[i]) : value_null());
        value_set(&line, arena, STR("synthetic"),
                  value_bool(print->archive.facts.is_synthetic));
        cli_print_json(&line);
    }
}

static void report(struct print_command *print, const struct paper *paper)
{
    if (print->cli->json) {
        report_json(print);
        return;
    }
    cli_print(buf_str(&paper->text));
    if (print->written.len > 0)
        printf(
            _("\nWritten to \"%s\". It counts once somebody who does not hold the record "
              "keeps the signed paper.\n"),
            print->written.ptr);
    else
        printf(
            _("\nIt counts once somebody who does not hold the record keeps the signed "
              "paper.\n"));
}

static int print_paper(struct print_command *print, struct paper *paper)
{
    struct cli *cli = print->cli;
    struct err err = {0};
    enum err_code code = anchor_archive_open(&print->archive, cli, &err);

    if (code == ERR_OK)
        code = describe(paper, print, &err);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    if (!print->is_text_only)
        code = write_pdf(print, buf_str(&paper->description), &err);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    keep(print);
    report(print, paper);
    return EXIT_DONE;
}

int anchor_paper_print(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "\nlist [OPTION...]\nrequest -o DIR [OPTION...]\naccept FILE... "
                    "[OPTION...]",
        .doc =
            "Fix the record by something outside its owner's control. Without more: "
            "print "
            "a paper (PDF, A5, and as text) with a code of 16 characters that fixes "
            "everything recorded so far, to be signed by two people and kept by one who "
            "does not hold the record; stele verify --anchor CODE checks it. Or: list "
            "what "
            "there is, request a timestamp to be fetched with a stick, accept the reply. "
            "stele anchor list --help and its like tell the options.",
        .children = children,
    };
    struct print_command print = {.cli = cli};
    struct paper paper = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &print, &status))
        return status;
    status = print_paper(&print, &paper);
    anchor_archive_close(&print.archive);
    paper_release(&paper);
    return status;
}
