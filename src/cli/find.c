#include "sheet/find.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "format/edtf.h"
#include "sheet/sheet_json.h"
#include "sheet/subject.h"

enum { KEY_FROM = 1000, KEY_UNTIL };

struct find_command {
    struct cli *cli;
    const char *as_of;
    const char *place;
    const char *source;
    const char *from;
    const char *until;
    struct find_request request;
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

    if (!str_to_u64(&limit, str_from_c(arg)) || limit == 0 || limit > 100000)
        cli_misuse(state, "--limit takes a number from 1 to 100000");
    find->request.limit = (size_t)limit;
}

static void parse_word(struct find_command *find, const char *arg,
                       struct argp_state *state)
{
    struct find_request *request = &find->request;

    if (request->word_count == FIND_WORDS_MAX)
        cli_misuse(state, "at most %d words, please", FIND_WORDS_MAX);
    request->words[request->word_count++] = str_from_c(arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct find_command *find = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = find->cli;
        return 0;
    case 'k':
        find->request.kind = str_from_c(arg);
        return 0;
    case 'c':
        find->request.class_ = str_from_c(arg);
        return 0;
    case 'p':
        find->request.property = str_from_c(arg);
        return 0;
    case 'P':
        find->place = arg;
        return 0;
    case 's':
        find->source = arg;
        return 0;
    case KEY_FROM:
        find->from = arg;
        return 0;
    case KEY_UNTIL:
        find->until = arg;
        return 0;
    case 'n':
        parse_limit(find, arg, state);
        return 0;
    case 'a':
        find->as_of = arg;
        return 0;
    case ARGP_KEY_ARG:
        parse_word(find, arg, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code read_day(int64_t *day, const char *text, bool is_last,
                              struct err *err)
{
    struct edtf edtf;
    struct edtf_bounds bounds;

    if (!text)
        return ERR_OK;
    if (edtf_parse(&edtf, str_from_c(text), err) != ERR_OK)
        return err_context(err, "%s: ", is_last ? "--until" : "--from");
    bounds = edtf_bounds(&edtf);
    *day = is_last ? bounds.last : bounds.first;
    return ERR_OK;
}

static enum err_code read_id(struct str *out, struct sheet *sheet, const char *text,
                             const char *option, struct err *err)
{
    struct subject subject = {0};

    if (!text)
        return ERR_OK;
    if (subject_find(&subject, sheet, str_from_c(text), err) != ERR_OK)
        return err_context(err, "%s: ", option);
    if (subject.kind != SUBJECT_ENTITY)
        return err_set(err, ERR_INVALID, "%s: \"%s\" is no entity", option, text);
    *out = subject.id;
    return ERR_OK;
}

/* A name the schema does not have, and under which a newer version recorded nothing
 * either: say so, instead of "nothing found". */
static enum err_code check_names(const struct find_request *request,
                                 const struct additions *additions, struct err *err)
{
    if (request->kind.len > 0 && !additions_kind(additions, request->kind))
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no kind of entity",
                       STR_ARG(request->kind));
    if (request->property.len > 0 && !additions_property(additions, request->property))
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" is no property",
                       STR_ARG(request->property));
    return ERR_OK;
}

static enum err_code read_filters(struct find_command *find, struct sheet *sheet,
                                  struct err *err)
{
    struct find_request *request = &find->request;

    request->has_days = find->from || find->until;
    request->first_day = INT64_MIN;
    request->last_day = INT64_MAX;
    if (read_day(&request->first_day, find->from, false, err) != ERR_OK ||
        read_day(&request->last_day, find->until, true, err) != ERR_OK ||
        read_id(&request->place, sheet, find->place, "--place", err) != ERR_OK)
        return err->code;
    return read_id(&request->source, sheet, find->source, "--source", err);
}

static void put_filter(struct buf *out, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    buf_printf(out, out->len > 0 ? " %s:" : "%s:", name);
    buf_append(out, value);
}

/* As it is logged: the words, then the filters. */
static struct str said(struct find_command *find)
{
    const struct find_request *r = &find->request;
    struct buf out = {0};
    struct str text;

    for (size_t i = 0; i < r->word_count; i++) {
        if (i > 0)
            buf_char(&out, ' ');
        buf_append(&out, r->words[i]);
    }
    put_filter(&out, "kind", r->kind);
    put_filter(&out, "class", r->class_);
    put_filter(&out, "property", r->property);
    put_filter(&out, "place", str_from_c(find->place));
    put_filter(&out, "source", str_from_c(find->source));
    put_filter(&out, "from", str_from_c(find->from));
    put_filter(&out, "until", str_from_c(find->until));
    text = arena_str(&find->cli->arena, buf_str(&out));
    buf_release(&out);
    return text;
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
            find_text(&out, &writer, &result->items[i], &find->request);
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
    buf_release(&out);
}

int cmd_find(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "[WORD...]",
        .doc = "Find words in labels, quoted words, values and names of preserved files. "
               "Every word must be there; upper and lower case are alike. Filters must "
               "all hold, and can be used without words. Exits 1 when nothing is found.",
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
    code = read_filters(&find, &sheet, &err);
    if (code == ERR_OK)
        code = find_run(&result, &sheet, &find.request, &err);
    if (code == ERR_OK)
        code = drop_hits(&find, &result, &err);
    if (code == ERR_OK && result.count == 0)
        code = check_names(&find.request, sheet.labels.additions, &err);
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
