#include "record/inbox.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/commands.h"
#include "cli/draft.h"
#include "cli/reading.h"
#include "record/session.h"
#include "sheet/inbox_text.h"
#include "sheet/subject.h"

enum {
    KEY_STATE = 1000,
    KEY_MINE,
    KEY_NOBODYS,
    KEY_TYPE,
    KEY_RUN,
    KEY_FOLDER,
    KEY_LANG,
    KEY_AFTER,
    KEY_LIMIT,
    KEY_BECAUSE,
    KEY_NOTE,
    KEY_DUPLICATE,
    KEY_FOR,
    KEY_SECOND
};

enum { LIMIT_DEFAULT = 50 };

struct inbox_command {
    struct cli *cli;
    const char *verb; /* NULL: list */
    struct str *files;
    size_t file_count;
    struct inbox_filter filter;
    const char *after;
    const char *duplicate;
    const char *as_of;
    bool is_mine;
    bool wants_second;
    struct inbox_say say;
    struct access reading;
    struct sheet sheet;
};

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "Which files:", 1},
    {"state", KEY_STATE, "STATE", 0,
     "Only these: unread, taken, second, done or skipped (may be repeated)", 1},
    {"mine", KEY_MINE, NULL, 0, "Only those of which I said something", 1},
    {"nobodys", KEY_NOBODYS, NULL, 0, "Only those of which nobody said anything", 1},
    {"type", KEY_TYPE, "TYPE", 0, "Only of this media type, or beginning so: image/", 1},
    {"run", KEY_RUN, "RUN", 0, "Only of this run of stele preserve", 1},
    {"folder", KEY_FOLDER, "PATH", 0, "Only of this folder, with what is below it", 1},
    {"lang", KEY_LANG, "LANG", 0, "Only with a text in this language", 1},
    {"after", KEY_AFTER, "REF", 0, "Those that come behind this one", 1},
    {"limit", KEY_LIMIT, "N", 0, "At most so many (50)", 1},
    {"as-of", 'a', "FRONTIER|DAY", 0, "As it was then", 1},
    {NULL, 0, NULL, 0, "With skip:", 2},
    {"because", KEY_BECAUSE, "REASON", 0,
     "not_relevant, duplicate, unreadable, language, damaged or private", 2},
    {"duplicate-of", KEY_DUPLICATE, "FILE", 0, "With --because duplicate: of which file",
     2},
    {NULL, 0, NULL, 0, "With take, back, done, skip, second:", 3},
    {"note", KEY_NOTE, "WORDS", 0, "A note for those who come after", 3},
    {"second", KEY_SECOND, NULL, 0, "With done: and a second reader is wanted", 3},
    {"for", KEY_FOR, "MEMBER", 0,
     "With back: what this member said is taken back, who cannot do it himself", 3},
    {0},
};

static const struct {
    const char *verb;
    enum inbox_said said;
} verbs[] = {
    {"take", INBOX_SAYS_TAKEN},
    {"back", INBOX_SAYS_GIVEN_BACK},
    {"done", INBOX_SAYS_DONE},
    {"skip", INBOX_SAYS_SKIPPED},
    {"second", INBOX_SAYS_SECOND_WANTED},
};

enum { VERBS = sizeof verbs / sizeof verbs[0] };

/* --- the command line --- */

static enum inbox_said said_of(const char *verb)
{
    for (size_t i = 0; i < VERBS; i++)
        if (str_equal(str_from_c(verb), str_from_c(verbs[i].verb)))
            return verbs[i].said;
    return INBOX_SAYS;
}

static void take_word(struct inbox_command *c, const char *arg,
                      const struct argp_state *state)
{
    if (c->verb) {
        c->files[c->file_count++] = str_from_c(arg);
        return;
    }
    if (!str_equal(str_from_c(arg), STR("next")) && said_of(arg) == INBOX_SAYS)
        cli_misuse(state, "\"%s\" is none of next, take, back, done, skip, second", arg);
    c->verb = arg;
}

static void take_state(struct inbox_command *c, const char *arg,
                       const struct argp_state *state)
{
    enum inbox_state named = inbox_state_of(str_from_c(arg));

    if (named == INBOX_STATES)
        cli_misuse(state, "\"%s\" is none of unread, taken, second, done, skipped", arg);
    c->filter.states |= 1U << named;
}

static void take_limit(struct inbox_command *c, const char *arg,
                       const struct argp_state *state)
{
    uint64_t limit = 0;

    if (!str_to_u64(&limit, str_from_c(arg)) || limit == 0 || limit > QUERY_LIMIT)
        cli_misuse(state, "--limit takes a number from 1 to %d", QUERY_LIMIT);
    c->filter.limit = (uint32_t)limit;
}

static bool says(const struct inbox_command *c, enum inbox_said said)
{
    return c->verb && said_of(c->verb) == said;
}

static void check_skip(const struct inbox_command *c, const struct argp_state *state)
{
    bool is_skip = says(c, INBOX_SAYS_SKIPPED);

    if (is_skip && c->say.why.len == 0)
        cli_misuse(state, "say why it is skipped: --because not_relevant, duplicate, "
                          "unreadable, language, damaged or private");
    if (!is_skip && c->say.why.len > 0)
        cli_misuse(state, "--because goes with: stele inbox skip FILE");
    if (c->duplicate && !str_equal(c->say.why, STR("duplicate")))
        cli_misuse(state, "--duplicate-of goes with --because duplicate");
}

static void check(const struct inbox_command *c, const struct argp_state *state)
{
    bool is_next = says(c, INBOX_SAYS);

    if (c->verb && !is_next && c->file_count == 0)
        cli_misuse(state, "say which file: stele inbox %s FILE", c->verb);
    if (is_next && c->file_count > 0)
        cli_misuse(state, "stele inbox next finds the file itself");
    check_skip(c, state);
    if (c->wants_second && !says(c, INBOX_SAYS_DONE))
        cli_misuse(state, "--second goes with: stele inbox done FILE");
    if (c->say.given_back_for.len > 0 && !says(c, INBOX_SAYS_GIVEN_BACK))
        cli_misuse(state, "--for goes with: stele inbox back FILE");
    if (c->verb && c->as_of)
        cli_misuse(state, "--as-of shows what was, and changes nothing");
}

static bool parse_filter(struct inbox_command *c, int key, char *arg,
                         const struct argp_state *state)
{
    switch (key) {
    case KEY_STATE:
        take_state(c, arg, state);
        return true;
    case KEY_MINE:
        c->is_mine = true;
        return true;
    case KEY_NOBODYS:
        c->filter.is_nobodys = true;
        return true;
    case KEY_TYPE:
        c->filter.type = str_from_c(arg);
        return true;
    case KEY_RUN:
        c->filter.run = str_from_c(arg);
        return true;
    case KEY_FOLDER:
        c->filter.folder = str_from_c(arg);
        while (str_ends_with(c->filter.folder, STR("/")))
            c->filter.folder.len--;
        return true;
    case KEY_LANG:
        c->filter.lang = str_from_c(arg);
        return true;
    case KEY_AFTER:
        c->after = arg;
        return true;
    case KEY_LIMIT:
        take_limit(c, arg, state);
        return true;
    case 'a':
        c->as_of = arg;
        return true;
    default:
        return false;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct inbox_command *c = state->input;

    if (parse_filter(c, key, arg, state))
        return 0;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = c->cli;
        c->files = ARENA_ARRAY(&c->cli->arena, struct str, (size_t)state->argc + 1);
        return 0;
    case KEY_BECAUSE:
        c->say.why = str_from_c(arg);
        return 0;
    case KEY_NOTE:
        c->say.note = str_from_c(arg);
        return 0;
    case KEY_DUPLICATE:
        c->duplicate = arg;
        return 0;
    case KEY_FOR:
        c->say.given_back_for = str_from_c(arg);
        return 0;
    case KEY_SECOND:
        c->wants_second = true;
        return 0;
    case ARGP_KEY_ARG:
        take_word(c, arg, state);
        return 0;
    case ARGP_KEY_END:
        check(c, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- doing it --- */

static enum err_code find_files(struct inbox_command *c, struct err *err)
{
    struct ref *files = ARENA_ARRAY(&c->cli->arena, struct ref, c->file_count + 1);
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < c->file_count && code == ERR_OK; i++)
        code = subject_file(&files[i], &c->sheet, c->files[i], err);
    c->say.files = files;
    c->say.count = c->file_count;
    c->say.duplicate_of = REF_NONE;
    if (code == ERR_OK && c->duplicate)
        code =
            subject_file(&c->say.duplicate_of, &c->sheet, str_from_c(c->duplicate), err);
    return code;
}

static enum err_code add_wish(struct value *drafts, struct inbox_command *c,
                              struct err *err)
{
    struct inbox_say wish = {.said = INBOX_SAYS_SECOND_WANTED,
                             .files = c->say.files,
                             .count = c->say.count,
                             .duplicate_of = REF_NONE};
    struct value more = {0};

    if (inbox_drafts(&more, &c->cli->arena, c->cli->archive, c->sheet.as_of.view, &wish,
                     err) != ERR_OK)
        return err->code;
    value_add(drafts, &c->cli->arena, more.items[0]);
    return ERR_OK;
}

static int say(struct inbox_command *c)
{
    struct value drafts = {0};
    struct err err = {0};

    c->say.said = said_of(c->verb);
    if (find_files(c, &err) != ERR_OK ||
        inbox_drafts(&drafts, &c->cli->arena, c->cli->archive, c->sheet.as_of.view,
                     &c->say, &err) != ERR_OK ||
        (c->wants_second && add_wish(&drafts, c, &err) != ERR_OK))
        return cli_fail(c->cli, &err);
    return drafts_write(c->cli, &drafts);
}

static enum err_code print_rows(struct inbox_command *c, const struct inbox_list *list,
                                struct err *err)
{
    struct sheet_writer writer;
    struct buf out = {0};
    enum err_code code = inbox_labels_add(&c->sheet.labels, list, err);

    for (size_t i = 0; i < list->count; i++)
        access_note(&c->reading, list->items[i].object.ref);
    if (code == ERR_OK)
        code = reading_commit(&c->reading, c->cli, err);
    if (code != ERR_OK)
        return code;
    sheet_writer_start(&writer, &out, &c->sheet, false);
    for (size_t i = 0; i < list->count; i++)
        if (c->cli->json)
            inbox_row_json(&out, &writer, &list->items[i]);
        else
            inbox_row_text(&writer, &list->items[i]);
    cli_mark_synthetic(c->cli);
    if (c->cli->json)
        (void)fwrite(out.ptr, 1, out.len, stdout);
    else
        cli_print(buf_str(&out));
    buf_release(&out);
    return ERR_OK;
}

/* How many there are of each state, and how to go on. */
static void print_foot(struct inbox_command *c, const uint64_t counts[INBOX_STATES],
                       const struct inbox_list *list)
{
    struct buf line = {0};

    if (c->cli->json)
        return;
    for (size_t i = 0; i < INBOX_STATES; i++)
        buf_printf(&line, "%s%s: %" PRIu64, i > 0 ? " · " : "",
                   inbox_state_words((enum inbox_state)i), counts[i]);
    buf_char(&line, '\n');
    if (list->has_more)
        buf_printf(&line, _("there are more: --after " STR_FMT "\n"),
                   STR_ARG(archive_ref_short(c->cli->archive, &c->cli->arena,
                                             list->items[list->count - 1].object.ref)));
    cli_print(buf_str(&line));
    buf_release(&line);
}

static int list(struct inbox_command *c)
{
    struct index *index = c->sheet.index;
    struct view view = c->sheet.as_of.view;
    uint64_t counts[INBOX_STATES];
    struct inbox_list rows = {0};
    struct err err = {0};

    if (c->after &&
        subject_file(&c->filter.after, &c->sheet, str_from_c(c->after), &err) != ERR_OK)
        return cli_fail(c->cli, &err);
    if (inbox_list(&rows, &c->cli->arena, index, view, &c->filter, &err) != ERR_OK ||
        inbox_count(counts, index, view, &c->filter, &err) != ERR_OK ||
        print_rows(c, &rows, &err) != ERR_OK)
        return cli_fail(c->cli, &err);
    print_foot(c, counts, &rows);
    return EXIT_DONE;
}

static int next(struct inbox_command *c)
{
    struct ref taken = REF_NONE;
    struct inbox_list one = {.count = 1};
    struct inbox_row row = {0};
    struct sheet now = {0};
    struct err err = {0};

    if (inbox_take_next(&taken, &c->cli->arena, c->cli->archive, &c->filter, &err) !=
        ERR_OK)
        return cli_fail(c->cli, &err);
    if (ref_is_none(taken)) {
        cli_remark(c->cli, "%s", _("there is no such file that nobody has taken"));
        return EXIT_FOUND_WRONG;
    }
    sheet_close(&c->sheet);
    if (sheet_open(&now, &c->cli->arena, c->cli->archive, STR(""), &err) != ERR_OK)
        return cli_fail(c->cli, &err);
    c->sheet = now;
    one.items = &row;
    if (inbox_find(&row, &c->cli->arena, c->sheet.index, c->sheet.as_of.view, taken,
                   &err) != ERR_OK ||
        print_rows(c, &one, &err) != ERR_OK)
        return cli_fail(c->cli, &err);
    return EXIT_DONE;
}

/* Names of files tell much; who reads only what was agreed to has no business here. */
static enum err_code check_reader(struct inbox_command *c, struct err *err)
{
    bool is_reader = false;

    if (archive_is_reader(&is_reader, c->cli->archive, err) != ERR_OK)
        return err->code;
    if (is_reader)
        return err_set(err, ERR_DENIED,
                       "the inbox is for those who enter what files say: a reader has "
                       "no part in it");
    return ERR_OK;
}

static enum err_code start(struct inbox_command *c, struct err *err)
{
    if (cli_open(c->cli, c->verb ? ARCHIVE_WRITE : ARCHIVE_READ, err) != ERR_OK ||
        check_reader(c, err) != ERR_OK ||
        reading_begin(&c->reading, c->cli, "read", STR(""), err) != ERR_OK)
        return err->code;
    if (c->is_mine)
        c->filter.member = archive_member(c->cli->archive);
    return sheet_open(&c->sheet, &c->cli->arena, c->cli->archive, str_from_c(c->as_of),
                      err);
}

static int run(struct inbox_command *c)
{
    if (!c->verb)
        return list(c);
    return said_of(c->verb) == INBOX_SAYS ? next(c) : say(c);
}

int cmd_inbox(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "\nnext\ntake FILE...\nback FILE...\ndone FILE...\nskip FILE...\n"
                    "second FILE...",
        .doc = "Who reads which preserved file. Without a word: the files, oldest first, "
               "with who took, read or skipped them. next takes the first that nobody "
               "has taken; take, back, done and skip say it of files that are named; "
               "second asks for a second reader. FILE is a name, a SHA-256 or a "
               "reference (docs/inbox.md).",
        .children = children,
    };
    struct inbox_command c = {.cli = cli, .filter = {.limit = LIMIT_DEFAULT}};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &c, &status))
        return status;
    if (start(&c, &err) != ERR_OK)
        status = cli_fail(cli, &err);
    else
        status = run(&c);
    access_end(&c.reading);
    sheet_close(&c.sheet);
    return status;
}
