#include "cli/erase.h"

#include "base/message.h"
#include "cli/commands.h"
#include "intake/erase_rows.h"
#include "record/object_text.h"
#include "sheet/subject.h"

enum {
    KEY_GROUND = 'g',
    KEY_ROWS = 'r',
    KEY_CONFIRM = 'c',
    KEY_LIST = 'l',
    KEY_WITH = 'w'
};
enum { KEY_ALONE = 1000, ROWS_MAX = 10000 };

static const struct argp_option options[] = {
    {"ground", KEY_GROUND, "WORDS", 0, "Why it must go; kept for ever, so name nobody",
     0},
    {"rows", KEY_ROWS, "3,7-9", 0,
     "Of a preserved table only these rows, counted as its import counts them", 0},
    {"with-dependents", KEY_WITH, NULL, 0,
     "Also what else speaks of it: claims that rest on it, what was made of it, what "
     "judges or quotes it",
     0},
    {"alone", KEY_ALONE, NULL, 0, "Only what is named, and leave the rest as it is", 0},
    {"confirm", KEY_CONFIRM, NULL, 0,
     "Confirm what another member asked for: then it is destroyed", 0},
    {"list", KEY_LIST, NULL, 0, "Tell what was asked for and what was erased", 0},
    {0},
};

static void check_use(const struct erase_command *erase, const struct argp_state *state)
{
    if (erase->lists && (erase->confirms || erase->name_count > 0))
        cli_misuse(state, "--list stands alone");
    if (!erase->lists && erase->name_count == 0)
        cli_misuse(state,
                   "say what to erase: a statement, an entity or a preserved file");
    if (!erase->lists && !erase->confirms && erase->ground.len == 0)
        cli_misuse(state, "say why, with --ground");
    if (erase->confirms && erase->rows)
        cli_misuse(state, "--rows belongs to the first of the two: it is confirmed as it "
                          "was asked");
    if (erase->with_dependents && erase->alone)
        cli_misuse(state, "--with-dependents or --alone, not both");
    if (erase->rows && erase->name_count > 1)
        cli_misuse(state, "--rows is of one table");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct erase_command *erase = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = erase->cli;
        erase->names =
            ARENA_ARRAY(&erase->cli->arena, struct str, (size_t)state->argc + 1);
        return 0;
    case KEY_GROUND:
        erase->ground = str_from_c(arg);
        return 0;
    case KEY_ROWS:
        erase->rows = arg;
        return 0;
    case KEY_WITH:
        erase->with_dependents = true;
        return 0;
    case KEY_ALONE:
        erase->alone = true;
        return 0;
    case KEY_CONFIRM:
        erase->confirms = true;
        return 0;
    case KEY_LIST:
        erase->lists = true;
        return 0;
    case ARGP_KEY_ARG:
        erase->names[erase->name_count++] = str_from_c(arg);
        return 0;
    case ARGP_KEY_END:
        check_use(erase, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- what the names mean --- */

static void add(struct erase_plan *plan, struct arena *arena, struct value of)
{
    struct erasure_target target;
    struct value *more;

    if (!erasure_target_read(&target, &of))
        return;
    for (size_t i = 0; i < plan->count; i++) {
        struct erasure_target other;

        if (erasure_target_read(&other, &plan->targets[i]) &&
            erasure_target_equal(&other, &target))
            return;
    }
    more = ARENA_ARRAY(arena, struct value, plan->count + 1);
    if (plan->count > 0)
        memcpy(more, plan->targets, plan->count * sizeof *more);
    more[plan->count++] = of;
    plan->targets = more;
}

static int compare_rows(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* "3" or "7-9" */
static enum err_code read_range(uint64_t *from, uint64_t *to, struct str part,
                                const char *text, struct err *err)
{
    struct str first = str_cut(&part, '-');

    if (!str_to_u64(from, str_trim(first)) || *from == 0 ||
        (part.len > 0 && !str_to_u64(to, str_trim(part))))
        return err_set(err, ERR_INVALID,
                       "\"%s\" names no rows: write them as 3,7-9, from 1 on", text);
    if (part.len == 0)
        *to = *from;
    return ERR_OK;
}

static size_t sort_once(int64_t *rows, size_t count)
{
    size_t kept = 0;

    if (count > 0)
        qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || rows[kept - 1] != rows[i])
            rows[kept++] = rows[i];
    return kept;
}

/* "3,7-9" */
static enum err_code read_rows(int64_t **out, size_t *count, struct arena *arena,
                               const char *text, struct err *err)
{
    int64_t *rows = ARENA_ARRAY(arena, int64_t, ROWS_MAX);
    struct str rest = str_from_c(text);
    size_t used = 0;

    while (rest.len > 0) {
        uint64_t from = 0;
        uint64_t to = 0;

        if (read_range(&from, &to, str_cut(&rest, ','), text, err) != ERR_OK)
            return err->code;
        if (to < from || to - from >= ROWS_MAX - used)
            return err_set(err, ERR_LIMIT, "\"%s\": at most %d rows at once", text,
                           ROWS_MAX);
        for (uint64_t row = from; row <= to; row++)
            rows[used++] = (int64_t)row;
    }
    *out = rows;
    *count = sort_once(rows, used);
    return ERR_OK;
}

/* The bytes that are there now; of a table of which rows were erased, what stands for it.
 */
static enum err_code add_object(struct erase_plan *plan, struct erase_command *erase,
                                struct ref ref, struct err *err)
{
    struct arena *arena = &erase->cli->arena;
    struct archive *archive = erase->cli->archive;
    struct statement s = {0};
    struct digest name;
    int64_t *rows = NULL;
    size_t count = 0;
    struct ref current = ref;
    enum err_code code = erase_current_object(&current, arena, archive, ref, err);

    if (code == ERR_OK)
        code = archive_statement(&s, arena, archive, current, err);
    if (code == ERR_OK && erase->rows)
        code = read_rows(&rows, &count, arena, erase->rows, err);
    if (code != ERR_OK)
        return code;
    if (!digest_parse(&name, value_get_string(&s.value, STR("stored"))))
        return err_set(err, ERR_INVALID, "it names no stored object");
    plan->has_rows = erase->rows != NULL;
    add(plan, arena,
        erase->rows ? erase_of_rows(arena, &name, rows, count)
                    : erase_of_object(arena, &name));
    return ERR_OK;
}

static enum err_code add_statement(struct erase_plan *plan, struct erase_command *erase,
                                   struct ref ref, struct err *err)
{
    struct arena *arena = &erase->cli->arena;
    struct statement s = {0};
    struct value of = {0};
    struct str kind;

    if (archive_statement(&s, arena, erase->cli->archive, ref, err) != ERR_OK)
        return err->code;
    kind = value_get_string(&s.value, STR("kind"));
    if (str_equal(kind, STR("object")) || str_equal(kind, STR("derived")))
        return add_object(plan, erase, ref, err);
    if (erase->rows)
        return err_set(err, ERR_INVALID,
                       "--rows is of a preserved table: name its file or its statement");
    if (erase_of_statement(&of, arena, erase->cli->archive, ref, err) != ERR_OK)
        return err->code;
    add(plan, arena, of);
    return ERR_OK;
}

static enum err_code add_entity(struct erase_plan *plan, struct erase_command *erase,
                                struct sheet *sheet, struct str id, struct err *err)
{
    struct entity_row row = {0};
    enum err_code code =
        query_entity(&row, &erase->cli->arena, sheet->index, sheet->as_of.view, id, err);

    if (code == ERR_OK && ref_is_none(row.ref))
        code = err_set(err, ERR_NOT_FOUND, "no statement makes this entity");
    return code == ERR_OK ? add_statement(plan, erase, row.ref, err) : code;
}

static enum err_code add_named(struct erase_plan *plan, struct erase_command *erase,
                               struct str name, struct err *err)
{
    struct sheet sheet;
    struct subject subject = {0};
    enum err_code code =
        sheet_open(&sheet, &erase->cli->arena, erase->cli->archive, STR(""), err);

    if (code != ERR_OK)
        return code;
    code = subject_find(&subject, &sheet, name, err);
    if (code == ERR_OK && subject.kind == SUBJECT_ENTITY)
        code = add_entity(plan, erase, &sheet, subject.id, err);
    else if (code == ERR_OK && subject.kind == SUBJECT_STATEMENT)
        code = add_statement(plan, erase, subject.ref, err);
    else if (code == ERR_OK)
        code = add_object(plan, erase, subject.objects.items[0].ref, err);
    sheet_close(&sheet);
    return code;
}

/* --- what else speaks of it --- */

static void take_reached(struct erase_plan *plan, struct arena *arena,
                         const struct erase_reach *reach)
{
    struct erase_reached *all =
        ARENA_ARRAY(arena, struct erase_reached, plan->reached_count + reach->count + 1);

    if (plan->reached_count > 0)
        memcpy(all, plan->reached, plan->reached_count * sizeof *all);
    for (size_t i = 0; i < reach->count; i++) {
        size_t k = 0;

        while (k < plan->reached_count && all[k].ref.n != reach->items[i].ref.n)
            k++;
        if (k == plan->reached_count)
            all[plan->reached_count++] = reach->items[i];
    }
    plan->reached = all;
}

enum err_code erase_plan_reach(struct erase_plan *plan, struct cli *cli, struct err *err)
{
    plan->own = plan->count;
    for (size_t i = 0; i < plan->own; i++) {
        struct erase_reach reach = {0};

        if (erase_reach(&reach, &cli->arena, cli->archive, &plan->targets[i], err) !=
            ERR_OK)
            return err->code;
        take_reached(plan, &cli->arena, &reach);
    }
    return ERR_OK;
}

static enum err_code take_along(struct erase_plan *plan, struct cli *cli, struct err *err)
{
    for (size_t i = 0; i < plan->reached_count; i++) {
        struct value of = {0};

        if (erase_of_statement(&of, &cli->arena, cli->archive, plan->reached[i].ref,
                               err) != ERR_OK)
            return err->code;
        add(plan, &cli->arena, of);
        if (plan->reached[i].has_object)
            add(plan, &cli->arena,
                erase_of_object(&cli->arena, &plan->reached[i].object));
    }
    return ERR_OK;
}

bool erase_is_settled(const struct erase_command *erase, const struct erase_plan *plan)
{
    if (plan->reached_count == 0 || erase->with_dependents)
        return true;
    erase_print_reached(erase->cli, plan);
    return erase->alone && !plan->has_rows;
}

static int refuse_unsettled(const struct erase_command *erase,
                            const struct erase_plan *plan)
{
    struct err err = {0};

    if (plan->has_rows)
        (void)err_set(&err, ERR_INVALID,
                      "nothing was asked for: these hold what the rows say, so they must "
                      "go too: say --with-dependents");
    else
        (void)err_set(&err, ERR_INVALID,
                      "nothing was asked for: say --with-dependents to erase these as "
                      "well, or --alone to leave them as they are");
    (void)cli_fail(erase->cli, &err);
    return EXIT_USED_WRONGLY;
}

static enum err_code try_rows(const struct erase_plan *plan, struct cli *cli,
                              struct err *err)
{
    struct erasure_target target;

    if (plan->has_rows && erasure_target_read(&target, &plan->targets[0]))
        return erase_rows_try(cli->archive, &target, err);
    return ERR_OK;
}

static int run_ask(struct erase_command *erase)
{
    struct cli *cli = erase->cli;
    struct erase_plan plan = {0};
    struct err err = {0};
    struct ref *asked;

    for (size_t i = 0; i < erase->name_count; i++)
        if (add_named(&plan, erase, erase->names[i], &err) != ERR_OK)
            return cli_fail(cli, &err);
    if (try_rows(&plan, cli, &err) != ERR_OK ||
        erase_plan_reach(&plan, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (!erase_is_settled(erase, &plan))
        return refuse_unsettled(erase, &plan);
    if (erase->with_dependents && take_along(&plan, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    asked = ARENA_ARRAY(&cli->arena, struct ref, plan.count + 1);
    if (erase_ask(asked, cli->archive, plan.targets, plan.count, erase->ground, &err) !=
        ERR_OK)
        return cli_fail(cli, &err);
    erase_print_asked(cli, asked, plan.count);
    return EXIT_DONE;
}

int cmd_erase(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "WHAT... --ground WORDS\n--confirm REQUEST...\n--list",
        .doc = "Destroy content for good, on lawful ground. It takes two members: one "
               "asks, another confirms, and one of them is an admin or wrote it. Then "
               "the statement's bytes, or the object, and every copy of them that this "
               "machine keeps are destroyed; the commitment stays, so the log and every "
               "proof stay whole. What else speaks of it is told first, and goes only "
               "when you say so. Old blocks of the disk, backups, other machines and "
               "what was given away are not reached.",
        .children = children,
    };
    struct erase_command erase = {.cli = cli};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &erase, &status))
        return status;
    if (cli_open(cli, erase.lists ? ARCHIVE_READ : ARCHIVE_WRITE, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (!cli->json)
        cli_mark_synthetic(cli);
    if (erase.lists)
        return erase_run_list(cli);
    return erase.confirms ? erase_run_confirm(&erase) : run_ask(&erase);
}
