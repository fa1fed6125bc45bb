#include "cli/gate.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/message.h"
#include "record/id.h"
#include "sheet/subject_gate.h"

enum { KEY_PURPOSE = 2000, KEY_FOR, DAY_SECONDS = 86400, DAY_LEN = 10 };

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
    struct clock_text text = clock_write(day * DAY_SECONDS);

    return arena_str(&cli->arena, str_prefix(str_from_c(text.text), DAY_LEN));
}

/* An id as people type it is the id that is stored. */
static struct str recipient_of(struct cli *cli, const char *typed)
{
    struct err ignored = {0};
    struct id id;

    if (!typed)
        return STR("");
    if (id_parse(&id, str_from_c(typed), &ignored) == ERR_OK)
        return arena_str(&cli->arena, id_str(&id));
    return str_trim(str_from_c(typed));
}

const char *gate_id_text(struct cli *cli, struct str text)
{
    struct err ignored = {0};
    struct id id;

    if (id_parse(&id, text, &ignored) != ERR_OK)
        return arena_str(&cli->arena, text).ptr;
    return arena_str(&cli->arena, str_from_c(id_show(&id).text)).ptr;
}

static const char *shown_item(struct cli *cli, const struct gate_item *item)
{
    if (item->thing == GATE_STATEMENT)
        return archive_ref_short(cli->archive, &cli->arena, item->ref).ptr;
    return gate_id_text(cli, item->name);
}

static const char *shown_ref(struct cli *cli, struct ref ref)
{
    return ref_is_none(ref) ? "" : archive_ref_short(cli->archive, &cli->arena, ref).ptr;
}

static const char *shown_parts(struct cli *cli, uint32_t parts)
{
    const struct schema_vocabulary *vocabulary = schema_vocabulary(STR("consent_part"));
    struct buf out = {0};
    struct str text;

    for (uint32_t i = 0; i < GATE_PARTS; i++) {
        const struct schema_term *term =
            parts & 1U << i
                ? schema_term(vocabulary, gate_part_key((enum gate_part)(1U << i)))
                : NULL;

        if (!term)
            continue;
        if (out.len > 0)
            buf_append(&out, STR("; "));
        buf_append(&out, schema_label(term->label));
    }
    text = arena_str(&cli->arena, buf_str(&out));
    buf_release(&out);
    return text.ptr;
}

static struct str ground_key(enum gate_ground ground)
{
    static const struct str keys[] = {[GATE_UNREADABLE] = STR_INIT("unreadable"),
                                      [GATE_NO_CONSENT] = STR_INIT("no_consent"),
                                      [GATE_OTHER_INTERVIEW] =
                                          STR_INIT("other_interview"),
                                      [GATE_PURPOSE] = STR_INIT("purpose"),
                                      [GATE_RECIPIENT] = STR_INIT("recipient"),
                                      [GATE_PART] = STR_INIT("part"),
                                      [GATE_CHILD] = STR_INIT("child"),
                                      [GATE_EXPIRED] = STR_INIT("expired"),
                                      [GATE_WITHDRAWN] = STR_INIT("withdrawn")};

    return keys[ground];
}

static void say_json(struct cli *cli, const struct gate_refusal *refusal)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    struct value parts = value_array();

    value_set(&line, arena, STR("refused"),
              value_string(refusal->item.thing == GATE_STATEMENT
                               ? archive_ref_text(cli->archive, arena, refusal->item.ref)
                               : refusal->item.name));
    value_set(&line, arena, STR("ground"), value_string(ground_key(refusal->ground)));
    if (refusal->person.len > 0)
        value_set(&line, arena, STR("person"), value_string(refusal->person));
    for (uint32_t i = 0; i < GATE_PARTS; i++)
        if (refusal->parts & 1U << i)
            value_add(&parts, arena,
                      value_string(gate_part_key((enum gate_part)(1U << i))));
    if (refusal->parts != 0)
        value_set(&line, arena, STR("parts"), parts);
    if (!ref_is_none(refusal->consent))
        value_set(&line, arena, STR("consent"),
                  value_string(archive_ref_text(cli->archive, arena, refusal->consent)));
    if (refusal->day != 0)
        value_set(&line, arena, STR("day"),
                  value_string(gate_day_text(cli, refusal->day)));
    cli_print_json(&line);
}

static void say(struct cli *cli, const struct gate_refusal *refusal)
{
    const char *item = shown_item(cli, &refusal->item);
    const char *person = gate_id_text(cli, refusal->person);
    const char *consent = shown_ref(cli, refusal->consent);

    switch (refusal->ground) {
    case GATE_UNREADABLE:
        printf(_("%s: not given: it rests on what cannot be read here, so nobody knows "
                 "of whom it tells\n"),
               item);
        break;
    case GATE_NO_CONSENT:
        printf(_("%s: not given: it tells of person %s, and no consent of theirs can be "
                 "read here\n"),
               item, person);
        break;
    case GATE_OTHER_INTERVIEW:
        printf(_("%s: not given: person %s agreed to the use of another interview "
                 "(%s)\n"),
               item, person, consent);
        break;
    case GATE_PURPOSE:
        printf(_("%s: not given: person %s did not agree to this purpose (%s)\n"), item,
               person, consent);
        break;
    case GATE_RECIPIENT:
        printf(_("%s: not given: person %s did not agree to this recipient (%s)\n"), item,
               person, consent);
        break;
    case GATE_PART:
        printf(_("%s: not given: of person %s it uses what they did not agree to: %s "
                 "(%s)\n"),
               item, person, shown_parts(cli, refusal->parts), consent);
        break;
    case GATE_CHILD:
        printf(_("%s: not given: person %s is a child and said no itself (%s)\n"), item,
               person, consent);
        break;
    case GATE_EXPIRED:
        printf(_("%s: not given: the consent of person %s ended on %s (%s)\n"), item,
               person, gate_day_text(cli, refusal->day).ptr, consent);
        break;
    case GATE_WITHDRAWN:
        printf(_("%s: not given: person %s took it back on %s (%s)\n"), item, person,
               gate_day_text(cli, refusal->day).ptr, consent);
        break;
    }
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

enum err_code gate_pass(struct cli *cli, struct gate_options *gate,
                        const struct gate_item *items, size_t count, struct err *err)
{
    struct gate_question question = {.purpose = gate->purpose ? str_from_c(gate->purpose)
                                                              : STR(""),
                                     .recipient = recipient_of(cli, gate->recipient)};
    struct gate_answer answer = {0};

    if (!cli->archive && cli_open(cli, ARCHIVE_READ, err) != ERR_OK)
        return err->code;
    if (gate_ask_now(&answer, &cli->arena, cli->archive, &question, items, count, err) !=
        ERR_OK)
        return err->code;
    if (answer.count == 0)
        return ERR_OK;
    tell_refusals(cli, gate, &answer);
    if (!gate->purpose || !gate->recipient)
        return err_set(err, ERR_DENIED,
                       "nothing was given: it tells of people who must have agreed; say "
                       "what it is for and who gets it (--purpose, --for)");
    return err_set(err, ERR_DENIED,
                   "nothing was given: not everybody of whom it tells has agreed; see "
                   "stele consent show");
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
               ? gate_ask_reading(answer, &cli->arena, cli->archive, items, count, err)
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
