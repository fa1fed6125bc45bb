#include "cli/gate.h"

#include <inttypes.h>

#include "record/giving.h"
#include "sheet/refusal_text.h"
#include "sheet/subject_gate.h"

enum { KEY_PURPOSE = 2000, KEY_FOR };

static const struct argp_option options[] = {
    {"purpose", KEY_PURPOSE, "TERM", 0,
     "What it is given for, as people agreed to it: documentation, journalism, "
     "domestic_prosecution ...",
     5},
    {"for", KEY_FOR, "RECIPIENT", 0,
     "Who gets it: a kind (media, domestic_authority ...), KIND=NAME, an id, or a name "
     "that was agreed to",
     5},
    {0},
};

/* NOLINTNEXTLINE(readability-non-const-parameter): argp fixes the type */
static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct gate_options *gate = state->input;

    switch (key) {
    case KEY_PURPOSE:
        gate->purpose = arg;
        return 0;
    case KEY_FOR:
        gate->recipient = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp gate_argp = {.options = options, .parser = parse};

struct str gate_day_text(struct cli *cli, int64_t day)
{
    return refusal_day(&cli->arena, day);
}

const char *gate_id_text(struct cli *cli, struct str text)
{
    return refusal_id(&cli->arena, text).ptr;
}

static void say_json(struct cli *cli, const struct gate_refusal *refusal)
{
    struct value line = refusal_json(&cli->arena, cli->archive, refusal);

    cli_print_json(&line);
}

static void say(struct cli *cli, const struct gate_refusal *refusal)
{
    struct buf line = {0};

    refusal_line(&line, &cli->arena, cli->archive, refusal);
    cli_print(buf_str(&line));
    buf_release(&line);
}

static void tell_refusals(struct cli *cli, struct gate_options *gate,
                          const struct gate_answer *answer)
{
    gate->was_refused = true;
    cli_mark_synthetic(cli);
    for (size_t i = 0; i < answer->count; i++) {
        if (cli->json)
            say_json(cli, &answer->refusals[i]);
        else
            say(cli, &answer->refusals[i]);
    }
}

static enum err_code refuse(struct cli *cli, struct gate_options *gate,
                            const struct gate_answer *answer, struct err *err)
{
    tell_refusals(cli, gate, answer);
    if (!gate->purpose || !gate->recipient)
        return err_set(err, ERR_DENIED,
                       "nothing was given: it tells of people who must have agreed; say "
                       "what it is for and who gets it (--purpose, --for)");
    return err_set(err, ERR_DENIED,
                   "nothing was given: not everybody of whom it tells has agreed; see "
                   "stele consent show");
}

enum err_code gate_pass(struct cli *cli, struct gate_options *gate,
                        const struct gate_item *items, size_t count, struct err *err)
{
    struct gate_answer answer = {0};

    if (!cli->archive && cli_open(cli, ARCHIVE_READ, err) != ERR_OK)
        return err->code;
    if (giving_ask(&answer, &cli->arena, cli->archive, str_from_c(gate->purpose),
                   str_from_c(gate->recipient), items, count, err) != ERR_OK)
        return err->code;
    return answer.count == 0 ? ERR_OK : refuse(cli, gate, &answer, err);
}

enum err_code gate_begin(struct giving *out, struct cli *cli,
                         const struct gate_options *gate, struct err *err)
{
    return giving_begin(out, &cli->arena, cli->archive, str_from_c(gate->purpose),
                        str_from_c(gate->recipient), err);
}

enum err_code gate_pass_given(struct cli *cli, struct gate_options *gate,
                              struct giving *giving, struct err *err)
{
    if (giving_end(giving, err) != ERR_OK)
        return err->code;
    if (giving->refused == 0)
        return ERR_OK;
    if (giving->refused > giving->answer.count)
        cli_remark(cli, "%" PRIu64 " reasons in all; the first ones are listed",
                   giving->refused);
    return refuse(cli, gate, &giving->answer, err);
}

/* What a reader is not to see of these; of anybody else's reading nothing is asked. */
static enum err_code ask_reading(struct gate_answer *answer, struct cli *cli,
                                 const struct gate_item *items, size_t count,
                                 struct err *err)
{
    bool is_reader = false;

    *answer = (struct gate_answer){0};
    if (archive_is_reader(&is_reader, cli->archive, err) != ERR_OK)
        return err->code;
    return is_reader
               ? giving_ask_reading(answer, &cli->arena, cli->archive, items, count, err)
               : ERR_OK;
}

enum err_code gate_reading(struct cli *cli, struct gate_options *gate,
                           const struct gate_item *items, size_t count, struct err *err)
{
    struct gate_answer answer;

    if (ask_reading(&answer, cli, items, count, err) != ERR_OK)
        return err->code;
    if (answer.count == 0)
        return ERR_OK;
    tell_refusals(cli, gate, &answer);
    return err_set(err, ERR_DENIED,
                   "not shown: a reader sees what people agreed to for documentation by "
                   "this team; see stele consent show");
}

enum err_code gate_reading_subject(struct cli *cli, struct gate_options *gate,
                                   const struct subject *subject, struct view view,
                                   struct err *err)
{
    struct gate_item *items = NULL;
    size_t count = 0;
    bool is_reader = false;

    if (archive_is_reader(&is_reader, cli->archive, err) != ERR_OK)
        return err->code;
    if (!is_reader)
        return ERR_OK;
    if (subject_gate_items(&items, &count, &cli->arena, cli->archive, view, subject,
                           err) != ERR_OK)
        return err->code;
    return gate_reading(cli, gate, items, count, err);
}

enum err_code gate_may_read(bool *out, struct cli *cli, struct ref ref, struct err *err)
{
    const struct gate_item item = {.thing = GATE_STATEMENT, .ref = ref};
    struct gate_answer answer;

    *out = true;
    if (ask_reading(&answer, cli, &item, 1, err) != ERR_OK)
        return err->code;
    *out = answer.count == 0;
    return ERR_OK;
}

int gate_status(const struct cli *cli, const struct gate_options *gate,
                const struct err *err)
{
    int status = cli_fail(cli, err);

    return gate->was_refused ? EXIT_FOUND_WRONG : status;
}
