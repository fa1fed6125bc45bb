#include "record/verify.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "base/progress.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/trust.h"
#include "cli/verify_fixed.h"
#include "cli/verify_unknown.h"
#include "record/id.h"
#include "record/verified.h"
#include "sheet/verify_text.h"

enum { CODES_MAX = 64 };

struct verify_command {
    struct cli *cli;
    struct root_code codes[CODES_MAX];
    size_t code_count;
    struct cli_files trusted;
    bool is_fixed_said;
    struct buf held; /* findings made before what fixes the record was known */
};

static const struct argp_option options[] = {
    {"anchor", 'a', "CODE", 0,
     "The code on a signed paper that you hold: which statements does it fix? May be "
     "given "
     "several times",
     0},
    {"trust", 't', "FILE", 0,
     "Certificates (PEM or DER) of timestamp authorities or their roots that you trust, "
     "beside those of this system. May be given several times",
     0},
    {0},
};

static void add_code(struct verify_command *verify, const char *text,
                     const struct argp_state *state)
{
    struct err err = {0};

    if (verify->code_count == CODES_MAX)
        cli_misuse(state, "at most %d codes, please", CODES_MAX);
    else if (root_code_parse(&verify->codes[verify->code_count], str_from_c(text),
                             &err) != ERR_OK)
        cli_misuse(state, "%s", err.message);
    else
        verify->code_count++;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct verify_command *verify = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = verify->cli;
        return 0;
    case 'a':
        add_code(verify, arg, state);
        return 0;
    case 't':
        cli_files_add(&verify->trusted, arg, state);
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the archive is named with -C: stele -C \"%s\" verify", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void print_json(struct cli *cli, const struct audit_finding *finding)
{
    struct value line = value_object();
    struct arena *arena = &cli->arena;

    value_set(&line, arena, STR("finding"),
              value_string(str_from_c(verify_grade_word(finding->grade))));
    value_set(&line, arena, STR("file"), value_string(finding->file));
    value_set(&line, arena, STR("what"), value_string(finding->what));
    if (finding->first < finding->end) {
        value_set(&line, arena, STR("first"), value_integer((int64_t)finding->first));
        value_set(&line, arena, STR("end"), value_integer((int64_t)finding->end));
    }
    cli_print_json(&line);
}

static void flush_held(struct verify_command *verify)
{
    cli_print(buf_str(&verify->held));
    buf_release(&verify->held);
    verify->held = (struct buf){0};
}

static void print_finding(void *context, const struct audit_finding *finding)
{
    struct verify_command *verify = context;

    if (verify->cli->json) {
        print_json(verify->cli, finding);
        return;
    }
    verify_finding_text(&verify->held, finding);
    if (verify->is_fixed_said)
        flush_held(verify);
}

static const char *standing_of(const struct verify_feed *feed)
{
    if (feed->is_founding)
        return _(" (founding)");
    return feed->admission.ground == ADMISSION_NONE ? _(" (not admitted)") : "";
}

static void print_feed(const struct verify_feed *feed)
{
    const struct audit_result *r = &feed->result;
    struct digest_text root = digest_text(&r->position.root);

    printf(_("feed " STR_FMT "%s: "), STR_ARG(feed->id), standing_of(feed));
    printf(_n(r->position.size,
              "%" PRIu64 " statement (%" PRIu64 " open, %" PRIu64 " sealed, %" PRIu64
              " erased), ",
              "%" PRIu64 " statements (%" PRIu64 " open, %" PRIu64 " sealed, %" PRIu64
              " erased), "),
           r->position.size, r->open, r->sealed, r->erased);
    printf(_n(r->notes, "%" PRIu64 " signed note, ", "%" PRIu64 " signed notes, "),
           r->notes);
    printf(r->is_root_unknown
               ? _("root %s: not checked, since a newer version wrote it\n")
           : r->is_root_right ? _("root %s: as signed\n")
                              : _("root %s: NOT as signed\n"),
           root.hex);
    if (feed->admission.members && feed->admission.members->count > 1)
        printf(_n(feed->admission.members->count, "  its key vouches for %u member\n",
                  "  its key vouches for %u members: which of them wrote what rests on "
                  "that machine alone\n"),
               feed->admission.members->count);
    if (feed->admission.until != UINT64_MAX)
        printf(_("  ended at %" PRIu64 " statements: what follows does not count\n"),
               feed->admission.until);
    if (r->whole_to < r->position.size && r->unlooked == 0)
        printf(_("  whole up to size %" PRIu64
                 "; a copy taken while the archive was written looks like this too\n"),
               r->whole_to);
}

/* What is gone lawfully, and how far that reaches. */
static void print_erased(const struct verify_result *r)
{
    uint64_t erased = r->erased_statements - r->resealed;

    if (erased + r->erased_objects > 0)
        printf(_("erased by two members: statements %" PRIu64 ", objects %" PRIu64
                 " (stele erase --list says by whom and why); their commitments were "
                 "checked; backups, other machines and what was given away before are "
                 "not reached\n"),
               erased, r->erased_objects);
    if (r->resealed > 0)
        printf(_n(r->resealed, "sealed anew to another key: %" PRIu64 " statement\n",
                  "sealed anew to another key: %" PRIu64 " statements\n"),
               r->resealed);
}

static void print_sealed(const struct verify_result *result)
{
    if (result->sealed_opened > 0)
        printf(_("sealed: %" PRIu64 " statements and %" PRIu64
                 " objects opened with the keys at hand, and what they hold checked\n"),
               result->sealed_opened, result->objects_opened);
    if (result->sealed_closed > 0)
        printf(_n(result->sealed_closed,
                  "sealed: %" PRIu64
                  " statement was not opened, for want of a key: its stored bytes are "
                  "checked, what it says is not, nor whether an object that it names is "
                  "here (stele unlock)\n",
                  "sealed: %" PRIu64
                  " statements were not opened, for want of a key: their stored bytes "
                  "are checked, what they say is not, nor whether every object that they "
                  "name is here (stele unlock)\n"),
               result->sealed_closed);
}

static void print_summary(struct cli *cli, const struct verify_result *result)
{
    printf(_("archive " STR_FMT ", \""), STR_ARG(result->archive));
    cli_print(result->name);
    printf("\"%s\n", result->is_synthetic ? _(" (SYNTHETIC)") : "");
    for (size_t i = 0; i < result->feed_count; i++)
        print_feed(&result->feeds[i]);
    printf(_("objects: %" PRIu64 " named by statements, %" PRIu64
             " bytes read and hashed\n"),
           result->objects, result->object_bytes);
    print_erased(result);
    print_sealed(result);
    verify_unknown_print(result);
    if (result->wrong > 0)
        printf(_n(result->wrong, "%" PRIu64 " thing is wrong.\n",
                  "%" PRIu64 " things are wrong.\n"),
               result->wrong);
    else if (verify_is_partial(result))
        printf(
            _("What this version can check is whole. This shows that these bytes are the "
              "ones recorded by these keys; it does not show that they are true, or when "
              "they were made.\n"));
    else
        printf(
            _("Everything is whole. This shows that these bytes are the ones recorded by "
              "these keys; it does not show that they are true, or when they were "
              "made.\n"));
    if (result->unfinished > 0 && !cli->quiet)
        printf(_n(result->unfinished,
                  "%" PRIu64
                  " thing is unfinished; it is nothing that was acknowledged.\n",
                  "%" PRIu64
                  " things are unfinished; nothing that was acknowledged is among "
                  "them.\n"),
               result->unfinished);
}

static void print_summary_json(struct cli *cli, const struct verify_result *result)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    uint64_t statements = 0;

    for (size_t i = 0; i < result->feed_count; i++)
        statements += result->feeds[i].result.position.size;
    value_set(&line, arena, STR("archive"), value_string(result->archive));
    verify_set_fixed(&line, arena, result);
    value_set(&line, arena, STR("statements"), value_integer((int64_t)statements));
    value_set(&line, arena, STR("objects"), value_integer((int64_t)result->objects));
    value_set(&line, arena, STR("erased"),
              value_integer((int64_t)(result->erased_statements - result->resealed)));
    value_set(&line, arena, STR("resealed"), value_integer((int64_t)result->resealed));
    value_set(&line, arena, STR("erased_objects"),
              value_integer((int64_t)result->erased_objects));
    value_set(&line, arena, STR("sealed_opened"),
              value_integer((int64_t)result->sealed_opened));
    value_set(&line, arena, STR("sealed_closed"),
              value_integer((int64_t)result->sealed_closed));
    value_set(&line, arena, STR("objects_opened"),
              value_integer((int64_t)result->objects_opened));
    value_set(&line, arena, STR("wrong"), value_integer((int64_t)result->wrong));
    value_set(&line, arena, STR("unfinished"),
              value_integer((int64_t)result->unfinished));
    value_set(&line, arena, STR("synthetic"), value_bool(result->is_synthetic));
    verify_unknown_json(&line, arena, result);
    cli_print_json(&line);
}

static void say_fixed(void *context, const struct verify_result *result)
{
    struct verify_command *verify = context;

    if (verify->cli->json)
        verify_print_codes_json(verify->cli, result);
    else
        verify_print_fixed(result);
    verify->is_fixed_said = true;
    flush_held(verify);
}

static int run(struct verify_command *verify, struct timestamp_trust *trust)
{
    const struct verify_options how = {.report = print_finding,
                                       .fixed = say_fixed,
                                       .context = verify,
                                       .codes = verify->codes,
                                       .code_count = verify->code_count,
                                       .trust = trust};
    struct cli *cli = verify->cli;
    struct verify_result result = {0};
    struct err err = {0};
    enum err_code code = verify_archive(&result, &cli->arena, cli->folder, &how, &err);

    flush_held(verify); /* where the machine refused before they were told */
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    verified_keep(cli->folder, &result);
    if (cli->json)
        print_summary_json(cli, &result);
    else
        print_summary(cli, &result);
    if (result.wrong > 0)
        return EXIT_FOUND_WRONG;
    return result.unlooked > 0 ? EXIT_COULD_NOT : EXIT_DONE;
}

int cmd_verify(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Read every file of the archive and hold it against what was signed, and "
               "against what outside the owner's control fixes it: timestamps that it "
               "keeps, and papers whose codes you give. Names each damaged, missing or "
               "unexpected thing and what follows from it, goes on to the end, and exits "
               "1 if "
               "anything is wrong, 3 if some of it is for a newer version to check. "
               "Needs no key and no index; with somebody signed in (stele unlock), what "
               "is sealed is opened and checked too.",
        .children = children,
    };
    struct verify_command verify = {.cli = cli};
    struct timestamp_trust *trust = NULL;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &verify, &status))
        return status;
    if (cli_trust_open(&trust, cli, &verify.trusted, &err) != ERR_OK)
        return cli_fail(cli, &err);
    status = run(&verify, trust);
    timestamp_trust_close(trust);
    return status;
}
