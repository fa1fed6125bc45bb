#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/consent.h"
#include "format/root_code.h"
#include "share/outdir.h"
#include "sheet/consent_paper.h"
#include "sheet/paper_pdf.h"

struct receipt_command {
    struct cli *cli;
    const char *id;
    const char *file;
    bool is_text;
    struct consent_desk desk;
};

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "The PDF to write", 0},
    {"text", 't', NULL, 0, "No PDF: print the paper as text, to be read out", 0},
    {0},
};

static error_t check_whole(const struct receipt_command *receipt,
                           const struct argp_state *state)
{
    if (!receipt->id)
        cli_misuse(state, "say which consent: its reference, or a person with one only");
    if (!receipt->file == !receipt->is_text)
        cli_misuse(state, "say where the PDF is to be (-o FILE), or --text");
    return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct receipt_command *receipt = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = receipt->cli;
        return 0;
    case 'o':
        receipt->file = arg;
        return 0;
    case 't':
        receipt->is_text = true;
        return 0;
    case ARGP_KEY_ARG:
        if (receipt->id)
            cli_misuse(state, "one consent at a time: \"%s\" is the second", arg);
        receipt->id = arg;
        return 0;
    case ARGP_KEY_END:
        return check_whole(receipt, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code the_one(struct consent **out, struct consent_list *list,
                             struct err *err)
{
    *out = NULL;
    for (size_t i = 0; i < list->count; i++) {
        if (!ref_is_none(list->items[i].superseded_by) && list->count > 1)
            continue;
        if (*out)
            return err_set(err, ERR_INVALID,
                           "they agreed more than once: name one by its reference, as "
                           "stele consent show has it");
        *out = &list->items[i];
    }
    return *out ? ERR_OK
                : err_set(err, ERR_NOT_FOUND,
                          "all of it was renewed: name one by its reference");
}

struct facts_of {
    struct consent_paper facts;
    struct root_code_shown code;
};

static enum err_code facts_of(struct facts_of *out, struct receipt_command *receipt,
                              const struct consent *consent, struct err *err)
{
    struct cli *cli = receipt->cli;
    struct value pinned = {0};
    struct digest commitment;
    struct root_code code;

    if (archive_ref_pinned(&pinned, &cli->arena, cli->archive, consent->ref, err) !=
        ERR_OK)
        return err->code;
    if (!digest_parse(&commitment, value_get_string(&pinned, STR("c"))))
        return err_set(err, ERR_CORRUPT, "the log gives no commitment of this consent");
    code = root_code_of(&commitment);
    out->code = root_code_show(&code);
    out->facts = (struct consent_paper){
        .archive = archive_id(cli->archive),
        .is_synthetic = archive_is_synthetic(cli->archive),
        .number = archive_ref_text(cli->archive, &cli->arena, consent->ref),
        .code = str_from_c(out->code.text),
        .text = arena_printf(&cli->arena, "stele consent " STR_FMT "\n" STR_FMT "\n",
                             STR_ARG(value_get_string(&pinned, STR("s"))),
                             STR_ARG(value_get_string(&pinned, STR("c")))),
        .consent = consent,
        .labels = &receipt->desk.sheet.labels};
    return ERR_OK;
}

static enum err_code write_pdf(struct receipt_command *receipt, struct str description,
                               struct err *err)
{
    struct arena *arena = &receipt->cli->arena;
    struct str pdf = {0};

    if (access(receipt->file, F_OK) == 0)
        return err_set(err, ERR_CONFLICT,
                       "\"%s\" is there already: name a file that is not", receipt->file);
    if (outdir_check_apart(receipt->file, archive_folder(receipt->cli->archive), err) !=
            ERR_OK ||
        paper_pdf(&pdf, arena, description, err) != ERR_OK)
        return err->code;
    return file_replace(AT_FDCWD, receipt->file, 0600, pdf, err);
}

static void report(struct receipt_command *receipt, const struct facts_of *facts,
                   const struct paper *paper)
{
    struct cli *cli = receipt->cli;
    struct value line = value_object();

    if (!cli->json && receipt->is_text) {
        cli_print(buf_str(&paper->text));
        return;
    }
    if (!cli->json) {
        cli_mark_synthetic(cli);
        printf(_("receipt written to \"%s\"; no name stands on it. Code of the consent: "
                 "%s\n"),
               receipt->file, facts->code.text);
        return;
    }
    value_set(&line, &cli->arena, STR("archive"), value_string(facts->facts.archive));
    value_set(&line, &cli->arena, STR("consent"), value_string(facts->facts.number));
    value_set(&line, &cli->arena, STR("code"), value_string(facts->facts.code));
    value_set(&line, &cli->arena, STR("file"),
              receipt->file ? value_string(str_from_c(receipt->file)) : value_null());
    if (receipt->is_text)
        value_set(&line, &cli->arena, STR("text"), value_string(buf_str(&paper->text)));
    cli_print_json(&line);
}

static int run(struct receipt_command *receipt, struct paper *paper)
{
    struct cli *cli = receipt->cli;
    struct consent_list list = {0};
    struct consent *consent = NULL;
    struct facts_of facts = {0};
    struct err err = {0};

    if (consent_desk_open(&receipt->desk, cli, ARCHIVE_READ, &err) != ERR_OK ||
        consent_named(&list, &receipt->desk, receipt->id, &err) != ERR_OK ||
        the_one(&consent, &list, &err) != ERR_OK || !consent ||
        facts_of(&facts, receipt, consent, &err) != ERR_OK)
        return cli_fail(cli, &err);
    consent_paper_add(paper, &facts.facts);
    if (receipt->file && write_pdf(receipt, buf_str(&paper->description), &err) != ERR_OK)
        return cli_fail(cli, &err);
    report(receipt, &facts, paper);
    return EXIT_DONE;
}

int consent_receipt(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "CONSENT",
        .doc = "Print what a person takes home: what they agreed to, in English and "
               "Ukrainian, how to take it back, and the number by which it is found "
               "again. Their name does not stand on it. CONSENT is its reference, or a "
               "person who agreed once.",
        .children = children,
    };
    struct receipt_command receipt = {.cli = cli};
    struct paper paper = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &receipt, &status))
        return status;
    status = run(&receipt, &paper);
    sheet_close(&receipt.desk.sheet);
    paper_release(&paper);
    return status;
}
