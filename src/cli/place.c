#include "cli/place.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/gazetteer.h"
#include "cli/reading.h"
#include "geo/parse.h"

enum { FILE_MAX_BYTES = 64 << 20 };

static const struct argp_option options[] = {
    {"near", 'N', "PLACE", 0,
     "Another place of the same record: a place of the archive (its id) or of a "
     "gazetteer (its code), coordinates in any notation, or a name, which may be as "
     "unclear as the first. May be given "
     "several times",
     0},
    {"in", 'i', "PLACE", 0,
     "Only what lies in it: a place of a gazetteer, or the name of an area", 0},
    {"limit", 'n', "N", 0, "At most so many candidates (default: 20)", 0},
    {"file", 'f', "FILE", 0,
     "Many texts, one a line, the other places of its record behind it after tabulators; "
     "\"-\" is the standard input. A row for every candidate, with tabulators",
     0},
    {"record", 'r', "N|CODE", 0,
     "Record the place that was chosen: candidate N of what was listed, or a place of a "
     "gazetteer",
     0},
    {"passage", 'p', "PASSAGE", 0,
     "With --record: the passage in which it is written so; the spelling is kept as a "
     "name",
     0},
    {0},
};

static void add_near(struct place_command *command, const char *arg,
                     const struct argp_state *state)
{
    if (command->near_count == PLACE_NEAR_MAX)
        cli_misuse(state, "at most %d other places, please", PLACE_NEAR_MAX);
    else
        command->near_words[command->near_count++] = arg;
}

static void parse_limit(struct place_command *command, const char *arg,
                        const struct argp_state *state)
{
    uint64_t limit = 0;

    if (!str_to_u64(&limit, str_from_c(arg)) || limit == 0 || limit > 1000)
        cli_misuse(state, "--limit takes a number from 1 to 1000");
    command->limit = (size_t)limit;
}

static void add_word(struct place_command *command, const char *arg)
{
    struct arena *arena = &command->cli->arena;

    if (command->text.len == 0)
        command->text = str_from_c(arg);
    else
        command->text = arena_printf(arena, STR_FMT " %s", STR_ARG(command->text), arg);
}

static void check(const struct place_command *command, const struct argp_state *state)
{
    if (command->file && command->text.len > 0)
        cli_misuse(state, "the texts are in the file: \"%s\" has no place here",
                   command->text.ptr);
    if (command->file && command->record)
        cli_misuse(state, "--record takes one text, and no file");
    if (command->passage && !command->record)
        cli_misuse(state, "--passage goes with --record");
    if (!command->file && str_trim(command->text).len == 0)
        cli_misuse(state, "say what was written about the place");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct place_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case 'N':
        add_near(command, arg, state);
        return 0;
    case 'i':
        command->in = arg;
        return 0;
    case 'n':
        parse_limit(command, arg, state);
        return 0;
    case 'f':
        command->file = arg;
        return 0;
    case 'r':
        command->record = arg;
        return 0;
    case 'p':
        command->passage = arg;
        return 0;
    case ARGP_KEY_ARG:
        add_word(command, arg);
        return 0;
    case ARGP_KEY_END:
        check(command, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- what was asked with ---- */

/* A code has a digit and no blank: "UA6314015004", "ua-pcode:UA6314015004". */
static bool may_be_code(struct str word)
{
    bool has_digit = false;

    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];

        if ((unsigned char)c >= 0x80 || c == ' ' || c == ',')
            return false;
        has_digit = has_digit || (c >= '0' && c <= '9');
    }
    return has_digit;
}

/* An entity of the archive: its id, or the beginning of it. */
static bool near_of_archive(struct place_near *near, const struct archive_places *archive,
                            struct str word)
{
    const struct archive_place *known = archive_place_of(archive, word);

    if (!known)
        return false;
    near->text = known->label;
    near->has_point = known->place.has_point;
    near->point = known->place.point;
    return true;
}

enum err_code place_near_read(struct place_near *near, struct place_command *command,
                              struct str word, struct err *err)
{
    struct geo_reading reading;
    struct err refused = {0};

    *near = (struct place_near){.text = word};
    if (command->archive && near_of_archive(near, command->archive, word))
        return ERR_OK;
    if (may_be_code(word)) {
        enum err_code code = gazetteer_place(&near->place, &command->cli->arena,
                                             command->gazetteers, word, err);

        if (code != ERR_NOT_FOUND)
            return code;
    }
    if (geo_parse(&reading, word, &refused) == ERR_OK) {
        near->has_point = true;
        near->point = reading.point;
    }
    return ERR_OK;
}

/* --in: a code, or every area of that name. */
static enum err_code read_within(struct place_request *request,
                                 struct place_command *command, struct err *err)
{
    const struct gazetteer_place **within =
        ARENA_ARRAY(&command->cli->arena, const struct gazetteer_place *, PLACE_IN_MAX);
    struct place_request of_area = {.text = str_from_c(command->in),
                                    .limit = PLACE_IN_MAX};
    struct place_candidates found;

    if (!command->in)
        return ERR_OK;
    request->within = within;
    if (may_be_code(of_area.text)) {
        request->within_count = 1;
        return gazetteer_place(&within[0], &command->cli->arena, command->gazetteers,
                               of_area.text, err);
    }
    if (place_candidates_find(&found, &command->cli->arena, command->finder, &of_area,
                              err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].place->kind <= GAZETTEER_COMMUNITY &&
            found.items[i].step <= PLACE_KNOWN)
            within[request->within_count++] = found.items[i].place;
    if (request->within_count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "--in: no gazetteer has an area \"%s\": write it in full, as "
                       "\"Kharkiv oblast\", or give its code",
                       command->in);
    return ERR_OK;
}

static enum err_code read_request(struct place_request *request,
                                  struct place_command *command, struct err *err)
{
    struct place_near *near =
        ARENA_ARRAY(&command->cli->arena, struct place_near, PLACE_NEAR_MAX);

    *request = (struct place_request){.near = near, .limit = command->limit};
    for (size_t i = 0; i < command->near_count; i++)
        if (place_near_read(&near[i], command, str_from_c(command->near_words[i]), err) !=
            ERR_OK)
            return err_context(err, "--near: ");
    request->near_count = command->near_count;
    return read_within(request, command, err);
}

/* ---- one text, or many ---- */

static int run_text(struct place_command *command, struct place_request *request)
{
    struct place_candidates found;
    struct err err = {0};

    request->text = command->text;
    if (place_candidates_find(&found, &command->cli->arena, command->finder, request,
                              &err) != ERR_OK ||
        place_archive_note(command, &found, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    if (command->record)
        return place_record(command, &found);
    if (command->cli->json)
        place_print_json(command, 0, request, &found);
    else
        place_print(command, request, &found);
    return found.count > 0 ? EXIT_DONE : EXIT_FOUND_WRONG;
}

/* The other places of a line stand behind those of the command. */
static enum err_code read_line(struct place_request *request,
                               const struct place_request *common, struct arena *arena,
                               struct place_command *command, struct str line,
                               struct err *err)
{
    struct place_near *near = ARENA_ARRAY(arena, struct place_near, PLACE_NEAR_MAX);

    *request = *common;
    request->near = near;
    for (size_t i = 0; i < common->near_count; i++)
        near[i] = common->near[i];
    request->text = str_trim(str_cut(&line, '\t'));
    while (line.len > 0) {
        struct str word = str_trim(str_cut(&line, '\t'));

        if (word.len == 0)
            continue;
        if (request->near_count == PLACE_NEAR_MAX)
            return err_set(err, ERR_LIMIT, "more than %d other places", PLACE_NEAR_MAX);
        if (place_near_read(&near[request->near_count++], command, word, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

struct tally {
    uint64_t lines;
    uint64_t without;
};

static enum err_code run_line(struct place_command *command,
                              const struct place_request *common, struct arena *arena,
                              struct str line, struct tally *tally, struct err *err)
{
    struct place_request request;
    struct place_candidates found;

    if (!utf8_is_valid(line))
        return err_set(err, ERR_INVALID, "not UTF-8: save the file as UTF-8, please");
    if (read_line(&request, common, arena, command, line, err) != ERR_OK ||
        place_candidates_find(&found, arena, command->finder, &request, err) != ERR_OK ||
        place_archive_note(command, &found, err) != ERR_OK)
        return err->code;
    if (command->cli->json)
        place_print_json(command, tally->lines, &request, &found);
    else
        place_print_rows(command, tally->lines, &request, &found);
    if (found.count == 0)
        tally->without++;
    return ERR_OK;
}

static enum err_code run_lines(struct place_command *command,
                               const struct place_request *common, struct str rest,
                               struct tally *tally, struct err *err)
{
    struct arena arena = {0};
    enum err_code code = ERR_OK;

    if (!command->cli->json)
        place_print_head(command);
    while (rest.len > 0 && code == ERR_OK) {
        struct str line = str_cut(&rest, '\n');

        tally->lines++;
        if (str_trim(line).len == 0)
            continue;
        code = run_line(command, common, &arena, line, tally, err);
        arena_reset(&arena);
    }
    arena_free(&arena);
    if (code != ERR_OK)
        return err_context(err, "%s: line %llu: ", command->file,
                           (unsigned long long)tally->lines);
    return ERR_OK;
}

static int run_file(struct place_command *command, struct place_request *request)
{
    struct tally tally = {0};
    struct str bytes = {0};
    struct err err = {0};

    enum err_code code = strcmp(command->file, "-") == 0
                             ? file_read_stream(&bytes, &command->cli->arena,
                                                STDIN_FILENO, FILE_MAX_BYTES, &err)
                             : file_read(&bytes, &command->cli->arena, AT_FDCWD,
                                         command->file, FILE_MAX_BYTES, &err);

    if (code != ERR_OK || run_lines(command, request, bytes, &tally, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    if (tally.without > 0)
        cli_remark(command->cli, "no candidates: %llu of %llu texts",
                   (unsigned long long)tally.without, (unsigned long long)tally.lines);
    return tally.without > 0 ? EXIT_FOUND_WRONG : EXIT_DONE;
}

/* JSON escapes what would act on a terminal; text has to be watched. */
static void print_out(const struct place_command *command)
{
    if (command->out.len == 0)
        return;
    if (command->cli->json)
        (void)fwrite(command->out.ptr, 1, command->out.len, stdout);
    else
        cli_print(buf_str(&command->out));
}

static int run(struct place_command *command)
{
    struct place_request request;
    struct err err = {0};
    int status;

    if (place_archive_open(command, &err) != ERR_OK ||
        read_request(&request, command, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    status = command->file ? run_file(command, &request) : run_text(command, &request);
    if (command->out.len > 0 && place_archive_commit(command, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    print_out(command);
    return status;
}

int cmd_place(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "TEXT...\n--file FILE",
        .doc = "Which places may be meant by what somebody wrote: \"Hrakove\", \"с. "
               "Гракове, "
               "Чугуївський р-н\", \"5 km south of Izium\". The places of the gazetteers "
               "and "
               "of the archive, the likeliest first, and why each of them: a person "
               "chooses. "
               "With --record the chosen one is recorded (docs/places.md).\vExit status "
               "1: no "
               "candidate.",
        .children = children,
    };
    struct place_command command = {.cli = cli};
    int status = EXIT_DONE;
    struct err err = {0};

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (gazetteer_open_all(&command.gazetteers, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    command.finder = place_finder_new(command.gazetteers);
    status = run(&command);
    buf_release(&command.out);
    place_archive_close(&command);
    place_finder_free(command.finder);
    gazetteers_close(command.gazetteers);
    return status;
}
