#include "sheet/find.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "sheet/sheet_json.h"

enum { KEY_FROM = 1000, KEY_UNTIL };

struct find_command {
    struct cli *cli;
    const char *as_of;
    size_t limit;
    struct buf typed;   /* the words, with a blank between two arguments */
    struct query query; /* of those */
    struct query_filter filters[QUERY_FILTERS_MAX];
    size_t filter_count; /* of the options */
};

static const struct argp_option options[] = {
    {"kind", 'k', "KIND", 0, "Only of this kind: person, people, place, event, act …", 0},
    {"class", 'c', "CLASS", 0, "Only of this class, such as burial_site", 0},
    {"property", 'p', "PROPERTY", 0, "Only claims of this property, and their subjects",
     0},
    {"place", 'P', "ID", 0, "Only what is said of this place, and of what lies in it", 0},
    {"source", 's', "ID", 0, "Only what rests on this source", 0},
    {"from", KEY_FROM, "EDTF", 0, "Only what is dated so, or later", 0},
    {"until", KEY_UNTIL, "EDTF", 0, "Only what is dated so, or earlier", 0},
    {"limit", 'n', "N", 0, "At most so many (default: 50)", 0},
    {"as-of", 'a', "FRONTIER|DAY", 0, "Only what was known then", 0},
    {0},
};

static void parse_limit(struct find_command *find, const char *arg,
                        struct argp_state *state)
{
    uint64_t limit = 0;

    if (!str_to_u64(&limit, str_from_c(arg)) || limit == 0 || limit > FIND_LIMIT_MAX)
        cli_misuse(state, "--limit takes a number from 1 to 100000");
    find->limit = (size_t)limit;
}

static void add_filter(struct find_command *find, enum query_field field, const char *arg,
                       struct argp_state *state)
{
    if (find->filter_count == QUERY_FILTERS_MAX)
        cli_misuse(state, "at most %d filters, please", QUERY_FILTERS_MAX);
    if (arg[0] == '\0')
        return;
    find->filters[find->filter_count++] =
        (struct query_filter){.field = field, .value = str_from_c(arg)};
}

static void add_words(struct find_command *find, const char *arg)
{
    if (find->typed.len > 0)
        buf_char(&find->typed, ' ');
    buf_puts(&find->typed, arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct find_command *find = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = find->cli;
        return 0;
    case 'k':
        add_filter(find, QUERY_KIND, arg, state);
        return 0;
    case 'c':
        add_filter(find, QUERY_CLASS, arg, state);
        return 0;
    case 'p':
        add_filter(find, QUERY_PROPERTY, arg, state);
        return 0;
    case 'P':
        add_filter(find, QUERY_PLACE, arg, state);
        return 0;
    case 's':
        add_filter(find, QUERY_SOURCE, arg, state);
        return 0;
    case KEY_FROM:
        add_filter(find, QUERY_FROM, arg, state);
        return 0;
    case KEY_UNTIL:
        add_filter(find, QUERY_UNTIL, arg, state);
        return 0;
    case 'n':
        parse_limit(find, arg, state);
        return 0;
    case 'a':
        find->as_of = arg;
        return 0;
    case ARGP_KEY_ARG:
        add_words(find, arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* A name the schema does not have, and under which a newer version recorded nothing
 * either: say so, instead of "nothing found". */
static enum err_code check_names(const struct query *query,
                                 const struct additions *additions, struct err *err)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct query_filter *filter = &query->filters[i];

        if (filter->field == QUERY_KIND && !additions_kind(additions, filter->value))
            return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no kind of entity",
                           STR_ARG(filter->value));
        if (filter->field == QUERY_PROPERTY &&
            !additions_property(additions, filter->value))
            return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no property",
                           STR_ARG(filter->value));
    }
    return ERR_OK;
}

/* What was typed, and the options, as one query. */
static enum err_code read_query(struct find_command *find, struct err *err)
{
    struct arena *arena = &find->cli->arena;
    struct query *query = &find->query;
    struct query_filter *filters;
    struct str typed = arena_str(arena, buf_str(&find->typed));

    buf_release(&find->typed);
    if (str_trim(typed).len > 0 && query_parse(query, arena, typed, err) != ERR_OK)
        return err->code;
    filters = ARENA_ARRAY(arena, struct query_filter,
                          query->filter_count + find->filter_count + 1);
    for (size_t i = 0; i < query->filter_count; i++)
        filters[i] = query->filters[i];
    for (size_t i = 0; i < find->filter_count; i++)
        filters[query->filter_count + i] = find->filters[i];
    query->filters = filters;
    query->filter_count += find->filter_count;
    if (query->filter_count > QUERY_FILTERS_MAX)
        return err_set(err, ERR_LIMIT, "at most %d filters, please", QUERY_FILTERS_MAX);
    return ERR_OK;
}

static void put_filter(struct buf *out, const struct query_filter *filter)
{
    static const char *const names[] = {
        [QUERY_KIND] = "kind",   [QUERY_CLASS] = "class",   [QUERY_PROPERTY] = "property",
        [QUERY_PLACE] = "place", [QUERY_SOURCE] = "source", [QUERY_FROM] = "from",
        [QUERY_UNTIL] = "until"};

    buf_printf(out, out->len > 0 ? " %s:" : "%s:", names[filter->field]);
    buf_append(out, filter->value);
}

/* As it is logged: what was typed, then the options. */
static struct str said(struct find_command *find)
{
    struct buf out = {0};
    struct str text;

    buf_append(&out, buf_str(&find->typed));
    for (size_t i = 0; i < find->filter_count; i++)
        put_filter(&out, &find->filters[i]);
    text = arena_str(&find->cli->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static bool is_elsewhere(const struct find_hit *hit)
{
    return !ref_is_none(hit->text_in) && hit->text_in.n != hit->ref.n;
}

/* What a reader may not read is left out, and what is left will be shown; that something
 * was is not told apart from there being less, because that too would say something of
 * somebody. */
static enum err_code drop_hits(struct find_command *find, struct find_result *result,
                               struct err *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < result->count; i++) {
        bool may_read = true;

        if (gate_may_read(&may_read, find->cli, result->items[i].ref, err) != ERR_OK)
            return err->code;
        if (may_read && is_elsewhere(&result->items[i]) &&
            gate_may_read(&may_read, find->cli, result->items[i].text_in, err) != ERR_OK)
            return err->code;
        if (may_read)
            result->items[kept++] = result->items[i];
    }
    result->count = kept;
    for (size_t i = 0; i < kept; i++) {
        access_note(result->sheet->access, result->items[i].ref);
        access_note(result->sheet->access, result->items[i].text_in);
    }
    return ERR_OK;
}

static void print_hits(struct find_command *find, const struct find_result *result)
{
    struct sheet_writer writer;
    struct buf out = {0};

    sheet_writer_start(&writer, &out, result->sheet, isatty(STDOUT_FILENO) == 1);
    for (size_t i = 0; i < result->count; i++) {
        if (find->cli->json) {
            find_json(&out, &writer, &result->items[i]);
        } else {
            find_text(&out, &writer, &result->items[i]);
            buf_char(&out, '\n');
        }
    }
    if (find->cli->json)
        (void)fwrite(out.ptr, 1, out.len, stdout);
    else
        cli_print(buf_str(&out));
    if (result->count == 0)
        cli_remark(find->cli, "nothing found");
    if (result->has_more)
        cli_remark(find->cli, "there is more: ask for more with --limit");
    if (result->has_sealed)
        cli_remark(find->cli, "what is sealed and cannot be read here was not searched");
    buf_release(&out);
}

int cmd_find(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "[WORD...]",
        .doc =
            "Find words in names, values, quoted words, texts of documents and names of "
            "files, in any script, spelling and form. Every word must stand in the "
            "same text; \"…\" one behind the other, -word not that, word* what begins "
            "so, =word exactly so. Behind -- a word may begin with a hyphen. Filters "
            "must all hold, and can be used without words. Exits 1 when nothing is "
            "found.\vdocs/searching.md tells what is found, in which order, and why.",
        .children = children,
    };
    struct find_command find = {.cli = cli};
    struct find_result result = {0};
    struct access reading = {0};
    struct sheet sheet = {0};
    struct err err = {0};
    int status = EXIT_DONE;
    enum err_code code;

    if (!cli_parse(cli, &argp, argc, argv, &find, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        sheet_open(&sheet, &cli->arena, cli->archive, str_from_c(find.as_of), &err) !=
            ERR_OK ||
        reading_begin(&reading, cli, "searched", said(&find), &err) != ERR_OK)
        return cli_fail(cli, &err);
    sheet_note_to(&sheet, &reading);
    code = read_query(&find, &err);
    if (code == ERR_OK)
        code = find_run(&result, &sheet, &find.query, find.limit, &err);
    if (code == ERR_OK)
        code = drop_hits(&find, &result, &err);
    if (code == ERR_OK && result.count == 0)
        code = check_names(&find.query, sheet.labels.additions, &err);
    if (code == ERR_OK)
        code = reading_commit(&reading, cli, &err);
    if (code == ERR_OK) {
        cli_mark_synthetic(cli);
        print_hits(&find, &result);
        status = result.count > 0 ? EXIT_DONE : EXIT_FOUND_WRONG;
    } else {
        status = cli_fail(cli, &err);
    }
    access_end(&reading);
    sheet_close(&sheet);
    return status;
}
