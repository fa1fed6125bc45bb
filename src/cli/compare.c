#include <stdio.h>

#include "analysis/contradiction.h"
#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "sheet/names_compare.h"
#include "sheet/sheet.h"
#include "sheet/subject.h"

struct compare_command {
    struct cli *cli;
    const char *as_of;
    struct str ids[2];
    size_t count;
    struct gate_options gate;
    struct access reading;
};

static const struct argp_option options[] = {
    {"as-of", 'a', "FRONTIER|DAY", 0, "Compare what was known then", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct compare_command *compare = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = compare->cli;
        return 0;
    case 'a':
        compare->as_of = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (compare->count == 2)
            cli_misuse(state, "two at a time: \"%s\" is the third", arg);
        else
            compare->ids[compare->count++] = str_from_c(arg);
        return 0;
    case ARGP_KEY_END:
        if (compare->count < 2)
            cli_misuse(state,
                       "name two claims, two things that were counted, or two persons");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const char *verdict_word(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_COMPATIBLE:
        return "compatible";
    case VERDICT_NOT_COMPARABLE:
        return "not_comparable";
    case VERDICT_MAY_CONFLICT:
        break;
    }
    return "may_conflict";
}

static const char *verdict_words(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_COMPATIBLE:
    case VERDICT_NOT_COMPARABLE:
        return _("No contradiction");
    case VERDICT_MAY_CONFLICT:
        break;
    }
    return _("May conflict, until somebody assesses it");
}

static void tell(struct compare_command *compare, const struct comparison *comparison)
{
    struct cli *cli = compare->cli;
    struct str why = contradiction_explain(&cli->arena, comparison);
    struct value line = value_object();

    if (!cli->json) {
        printf("%s: ", verdict_words(comparison->verdict));
        cli_print(why);
        printf("\n");
        return;
    }
    value_set(&line, &cli->arena, STR("left"), value_string(compare->ids[0]));
    value_set(&line, &cli->arena, STR("right"), value_string(compare->ids[1]));
    value_set(&line, &cli->arena, STR("verdict"),
              value_string(str_from_c(verdict_word(comparison->verdict))));
    value_set(&line, &cli->arena, STR("why"), value_string(why));
    cli_print_json(&line);
}

static enum err_code compare_claims(struct comparison *out, const struct record_view *in,
                                    struct ref left, struct ref right, struct err *err)
{
    struct claim_row a = {0};
    struct claim_row b = {0};

    if (query_claim(&a, in->arena, in->index, left, err) != ERR_OK ||
        query_claim(&b, in->arena, in->index, right, err) != ERR_OK)
        return err->code;
    return contradiction_compare(out, in, &a, &b, err);
}

/* What it may rest on: the sentence tells figures. */
static enum err_code note_counts(struct compare_command *compare,
                                 const struct record_view *in, struct str id,
                                 struct err *err)
{
    static const struct str properties[] = {STR_INIT("number"), STR_INIT("count"),
                                            STR_INIT("counted")};
    enum err_code code = ERR_OK;

    access_note_entity(&compare->reading, id);
    for (size_t i = 0; i < 3 && code == ERR_OK; i++) {
        struct claim_filter filter = {.about = id, .property = properties[i]};
        struct claim_list list = {0};

        code = query_claims(&list, in->arena, in->index, in->view, &filter, err);
        for (size_t k = 0; k < list.count; k++)
            access_note(&compare->reading, list.items[k].ref);
    }
    return code;
}

static enum err_code compare_entities(struct comparison *out,
                                      struct compare_command *compare,
                                      const struct record_view *in, struct str left,
                                      struct str right, struct err *err)
{
    enum err_code code = contradiction_compare_counts(out, in, left, right, err);

    if (code == ERR_OK)
        code = note_counts(compare, in, left, err);
    return code == ERR_OK ? note_counts(compare, in, right, err) : code;
}

static enum err_code are_persons(bool *out, struct sheet *sheet,
                                 const struct subject *left, const struct subject *right,
                                 struct err *err)
{
    struct entity_row a = {0};
    struct entity_row b = {0};

    *out = false;
    if (left->kind != SUBJECT_ENTITY || right->kind != SUBJECT_ENTITY)
        return ERR_OK;
    if (query_entity(&a, sheet->arena, sheet->index, sheet->as_of.view, left->id, err) !=
            ERR_OK ||
        query_entity(&b, sheet->arena, sheet->index, sheet->as_of.view, right->id, err) !=
            ERR_OK)
        return err->code;
    *out = str_equal(a.kind, STR("person")) && str_equal(b.kind, STR("person"));
    return ERR_OK;
}

static enum err_code compare_persons(struct compare_command *compare, struct sheet *sheet,
                                     struct str left, struct str right, struct err *err)
{
    struct cli *cli = compare->cli;
    struct names_compared compared;
    struct value line = value_object();
    struct buf text = {0};

    if (names_compare(&compared, sheet, &compare->reading, left, right, err) != ERR_OK ||
        reading_commit(&compare->reading, cli, err) != ERR_OK)
        return err->code;
    cli_mark_synthetic(cli);
    if (cli->json) {
        value_set(&line, &cli->arena, STR("left"), value_string(compare->ids[0]));
        value_set(&line, &cli->arena, STR("right"), value_string(compare->ids[1]));
        names_compare_json(&line, &cli->arena, &compared);
        cli_print_json(&line);
        return ERR_OK;
    }
    names_compare_text(&text, &compared);
    cli_print(buf_str(&text));
    buf_release(&text);
    return ERR_OK;
}

static enum err_code compare_subjects(struct compare_command *compare,
                                      struct sheet *sheet, struct err *err)
{
    const struct record_view in = {sheet->arena, sheet->index, sheet->as_of.view};
    struct comparison comparison = {0};
    struct subject left = {0};
    struct subject right = {0};
    bool is_of_persons = false;
    enum err_code code = subject_find(&left, sheet, compare->ids[0], err);

    if (code == ERR_OK)
        code = subject_find(&right, sheet, compare->ids[1], err);
    if (code == ERR_OK)
        code = gate_reading_subject(compare->cli, &compare->gate, &left, in.view, err);
    if (code == ERR_OK)
        code = gate_reading_subject(compare->cli, &compare->gate, &right, in.view, err);
    if (code == ERR_OK)
        code = are_persons(&is_of_persons, sheet, &left, &right, err);
    if (code != ERR_OK)
        return code;
    if (is_of_persons)
        return compare_persons(compare, sheet, left.id, right.id, err);
    if (left.kind == SUBJECT_STATEMENT && right.kind == SUBJECT_STATEMENT) {
        access_note(&compare->reading, left.ref);
        access_note(&compare->reading, right.ref);
        code = compare_claims(&comparison, &in, left.ref, right.ref, err);
    } else if (left.kind == SUBJECT_ENTITY && right.kind == SUBJECT_ENTITY)
        code = compare_entities(&comparison, compare, &in, left.id, right.id, err);
    else
        code = err_set(err, ERR_INVALID,
                       "name two claims, two things that were counted, or two persons");
    if (code == ERR_OK)
        code = reading_commit(&compare->reading, compare->cli, err);
    if (code != ERR_OK)
        return code;
    cli_mark_synthetic(compare->cli);
    tell(compare, &comparison);
    return ERR_OK;
}

int cmd_compare(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "ID ID",
        .doc = "Say whether two claims contradict each other, or two counts (of people, "
               "remains, graves), and why. What only looks like a contradiction, because "
               "territory, unit or day are others, is not called one. Of two persons: "
               "how their names compare, which does not say who is who.",
        .children = children,
    };
    struct compare_command compare = {.cli = cli};
    struct sheet sheet = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &compare, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        sheet_open(&sheet, &cli->arena, cli->archive, str_from_c(compare.as_of), &err) !=
            ERR_OK ||
        reading_begin(&compare.reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (compare_subjects(&compare, &sheet, &err) != ERR_OK)
        status = gate_status(cli, &compare.gate, &err);
    access_end(&compare.reading);
    sheet_close(&sheet);
    return status;
}
