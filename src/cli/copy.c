#include "share/copy.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/message.h"
#include "base/progress.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "share/archive_facts.h"
#include "store/store.h"

enum { KEY_CHECK = 'c', KEY_DRY = 'n', NS_A_MS = 1000000 };

struct copy_command {
    struct cli *cli;
    const char *folder;
    struct copy_options options;
    int64_t start_ns;
};

static const struct argp_option options[] = {
    {"check", KEY_CHECK, NULL, 0,
     "Read again everything that lies in DIR already, and mend what is damaged there", 0},
    {"dry-run", KEY_DRY, NULL, 0, "Say what would be copied, and write nothing", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct copy_command *copy = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = copy->cli;
        return 0;
    case KEY_CHECK:
        copy->options.is_check = true;
        return 0;
    case KEY_DRY:
        copy->options.is_dry = true;
        return 0;
    case ARGP_KEY_ARG:
        if (copy->folder)
            cli_misuse(state, "one folder, please: \"%s\" is the second", arg);
        copy->folder = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say into which folder to copy");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- what was found wrong --- */

static const char *grade_name(enum copy_grade grade)
{
    switch (grade) {
    case COPY_DAMAGED:
        return "damaged";
    case COPY_MISSING:
        return "missing";
    case COPY_REPAIRED:
        return "repaired";
    case COPY_DIFFERS:
        break;
    }
    return "differs";
}

static struct str sentence(struct arena *arena, enum copy_grade grade, const char *file,
                           const char *what)
{
    switch (grade) {
    case COPY_DAMAGED:
        return arena_printf(arena, _("damaged in the archive: %s: %s\n"), file, what);
    case COPY_MISSING:
        return arena_printf(arena, _("missing in the archive: %s: %s\n"), file, what);
    case COPY_REPAIRED:
        return arena_printf(arena, _("repaired in the copy: %s: %s\n"), file, what);
    case COPY_DIFFERS:
        break;
    }
    return arena_printf(arena, _("different in the copy: %s: %s\n"), file, what);
}

static void found_json(struct cli *cli, const struct copy_finding *finding)
{
    struct value line = value_object();
    struct arena *arena = &cli->arena;

    value_set(&line, arena, STR("finding"),
              value_string(str_from_c(grade_name(finding->grade))));
    value_set(&line, arena, STR("file"), value_string(finding->file));
    value_set(&line, arena, STR("what"), value_string(finding->what));
    cli_print_json(&line);
}

static void found(void *context, const struct copy_finding *finding)
{
    struct copy_command *copy = context;
    struct arena *arena = &copy->cli->arena;

    if (copy->cli->json)
        found_json(copy->cli, finding);
    else
        cli_print(sentence(arena, finding->grade, arena_str(arena, finding->file).ptr,
                           arena_str(arena, finding->what).ptr));
}

/* --- what was done --- */

static uint64_t elapsed_ms(const struct copy_command *copy)
{
    return (uint64_t)(clock_monotonic_ns() - copy->start_ns) / NS_A_MS;
}

static void set_count(struct cli *cli, struct value *line, struct str key, uint64_t n)
{
    value_set(line, &cli->arena, key, value_integer((int64_t)n));
}

static void report_json(const struct copy_command *copy, const struct copy_report *r)
{
    struct cli *cli = copy->cli;
    struct value line = value_object();
    const struct {
        struct str key;
        uint64_t count;
    } counts[] = {
        {STR("statements"), r->statements},
        {STR("old_statements"), r->old_statements},
        {STR("objects"), r->objects},
        {STR("copied"), r->copied_files},
        {STR("copied_bytes"), r->copied_bytes},
        {STR("kept"), r->kept_files},
        {STR("kept_bytes"), r->kept_bytes},
        {STR("ahead"), r->ahead},
        {STR("left_objects"), r->left_objects},
        {STR("left_files"), r->left_files},
        {STR("repaired"), r->repaired},
        {STR("erased_files"), r->erased_files},
        {STR("wrong"), r->wrong},
        {STR("milliseconds"), elapsed_ms(copy)},
    };

    value_set(&line, &cli->arena, STR("archive"), value_string(r->archive));
    value_set(&line, &cli->arena, STR("folder"), value_string(str_from_c(copy->folder)));
    value_set(&line, &cli->arena, STR("dry_run"), value_bool(copy->options.is_dry));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        set_count(cli, &line, counts[i].key, counts[i].count);
    value_set(&line, &cli->arena, STR("synthetic"), value_bool(r->is_synthetic));
    cli_print_json(&line);
}

/* A number, or bytes, as text in the command's arena. */
static const char *number(struct cli *cli, uint64_t n)
{
    struct buf text = {0};
    struct str kept;

    progress_number(&text, n);
    kept = arena_str(&cli->arena, buf_str(&text));
    buf_release(&text);
    return kept.ptr;
}

static const char *bytes(struct cli *cli, uint64_t n)
{
    struct buf text = {0};
    struct str kept;

    progress_bytes(&text, n);
    kept = arena_str(&cli->arena, buf_str(&text));
    buf_release(&text);
    return kept.ptr;
}

static void print_left(struct cli *cli, const struct copy_report *r)
{
    if (r->ahead > 0)
        printf(_n(r->ahead,
                  "%s feed is longer there, and was left as it is: copy the other way "
                  "round too.\n",
                  "%s feeds are longer there, and were left as they are: copy the other "
                  "way round too.\n"),
               number(cli, r->ahead));
    if (r->left_objects > 0)
        printf(_n(r->left_objects,
                  "%s object is named by no statement copied, and was left.\n",
                  "%s objects are named by no statement copied, and were left.\n"),
               number(cli, r->left_objects));
    if (r->left_files > 0)
        printf(
            _n(r->left_files,
               "%s file is accounted for by nothing in the record, and was left.\n",
               "%s files are accounted for by nothing in the record, and were left.\n"),
            number(cli, r->left_files));
}

static void print_erased(struct cli *cli, const struct copy_report *r)
{
    if (r->erased_files > 0)
        printf(_n(r->erased_files,
                  "What two members have erased is erased in the copy too: %s file. Old "
                  "blocks of that disk may still hold it.\n",
                  "What two members have erased is erased in the copy too: %s files. Old "
                  "blocks of that disk may still hold it.\n"),
               number(cli, r->erased_files));
}

static void print_verdict(struct cli *cli, const struct copy_report *r)
{
    if (r->repaired > 0)
        printf(
            _n(r->repaired,
               "%s file of the copy was damaged (named above) and is right again: look "
               "after that disk.\n",
               "%s files of the copy were damaged (named above) and are right again: "
               "look after that disk.\n"),
            number(cli, r->repaired));
    if (r->wrong > 0)
        printf(_n(r->wrong, "The copy is NOT whole: %s thing is wrong (named above).\n",
                  "The copy is NOT whole: %s things are wrong (named above).\n"),
               number(cli, r->wrong));
}

static void report(const struct copy_command *copy, const struct copy_report *r)
{
    struct cli *cli = copy->cli;
    uint64_t ms = elapsed_ms(copy);

    if (cli->json) {
        report_json(copy, r);
        return;
    }
    if (r->is_synthetic)
        printf("%s", _(SYNTHETIC_LINE));
    printf(
        copy->options.is_dry
            ? _("\"%s\" would hold %s statements and %s objects: %s files (%s) to copy, "
                "%s (%s) there already.\n")
            : _("\"%s\" holds %s statements and %s objects: %s files (%s) copied and "
                "read back, %s (%s) there already.\n"),
        copy->folder, number(cli, r->statements), number(cli, r->objects),
        number(cli, r->copied_files), bytes(cli, r->copied_bytes),
        number(cli, r->kept_files), bytes(cli, r->kept_bytes));
    print_left(cli, r);
    print_erased(cli, r);
    print_verdict(cli, r);
    if (!copy->options.is_check && r->kept_files > 0 && !cli->quiet)
        printf(_("What was there already was compared by size; --check reads it "
                 "again.\n"));
    if (!copy->options.is_dry && !cli->quiet)
        printf(_("It took %s.%s seconds.\n"), number(cli, ms / 1000),
               arena_printf(&cli->arena, "%03u", (unsigned)(ms % 1000)).ptr);
}

int cmd_copy(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "DIR",
        .doc =
            "Copy the archive to DIR, a new folder or an earlier copy: only what is "
            "missing there is copied. What is written is read back. The archive may be "
            "written to meanwhile: the copy is whole up to the moment it began. Stopped "
            "half way, the same command goes on. Feeds of other machines that are longer "
            "in "
            "DIR stay as they are, so two machines that write bring each other's feeds "
            "by "
            "copying both ways.\vThe keys are not in the copy. Exit "
            "status 1: something was damaged, in the archive or in DIR; it is named.",
        .children = children,
    };
    struct copy_command copy = {.cli = cli};
    struct copy_report done = {0};
    struct store *store = NULL;
    struct str source = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &copy, &status))
        return status;
    copy.start_ns = clock_monotonic_ns();
    copy.options.quiet = cli->quiet;
    copy.options.found = found;
    copy.options.context = &copy;
    if (store_find(&source, &cli->arena, cli->folder, &err) != ERR_OK ||
        store_open(&store, source.ptr, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (copy_archive(&done, &cli->arena, store, copy.folder, &copy.options, &err) ==
        ERR_OK) {
        report(&copy, &done);
        if (done.wrong > 0 || done.repaired > 0)
            status = EXIT_FOUND_WRONG;
    } else {
        status = cli_fail(cli, &err);
    }
    store_close(store);
    return status;
}
