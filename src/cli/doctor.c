#include "cli/doctor.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/message.h"
#include "base/text.h"
#include "cli/commands.h"
#include "store/store.h"

static const struct doctor_topic *const topics[] = {
    &doctor_program,   &doctor_disks,  &doctor_keys,
    &doctor_clock,     &doctor_system, &doctor_sandbox,
    &doctor_libraries, &doctor_tools,  &doctor_languages,
    &doctor_archive,   NULL,
};
static const struct doctor_topic *const topics_installed[] = {&doctor_program,
                                                              &doctor_needed, NULL};

enum { OPTION_INSTALLED = 0x100 };

static const struct argp_option options[] = {
    {"installed", OPTION_INSTALLED, NULL, 0,
     "Only whether what was installed works here: its programs, fonts, messages, "
     "gazetteer, "
     "pages and the place for keys",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct doctor *d = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = d->cli;
        return 0;
    case OPTION_INSTALLED:
        d->is_installed_only = true;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the archive is named with -C: stele -C \"%s\" doctor", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const char *grade_word(enum doctor_grade grade)
{
    static const char *const words[DOCTOR_GRADES] = {"ok", "doubtful", "missing"};

    return words[grade];
}

static const char *shown_grade(enum doctor_grade grade)
{
    switch (grade) {
    case DOCTOR_OK:
        return _("ok");
    case DOCTOR_DOUBTFUL:
        return _("doubtful");
    case DOCTOR_MISSING:
    case DOCTOR_GRADES:
        break;
    }
    return _("missing");
}

static void print_json(struct doctor *d, const char *check, enum doctor_grade grade,
                       struct str what, const char *todo)
{
    struct value line = value_object();

    value_set(&line, d->arena, STR("check"), value_string(str_from_c(check)));
    value_set(&line, d->arena, STR("topic"), value_string(str_from_c(d->topic)));
    value_set(&line, d->arena, STR("grade"), value_string(str_from_c(grade_word(grade))));
    value_set(&line, d->arena, STR("what"), value_string(what));
    if (todo)
        value_set(&line, d->arena, STR("do"), value_string(str_from_c(todo)));
    cli_print_json(&line);
}

/* In a column of its own: printf() would count bytes. */
static void print_grade(const char *grade)
{
    enum { COLUMN = 9 };
    struct str text = str_from_c(grade);
    size_t at = 0;
    size_t width = 0;

    for (; at < text.len; width++)
        (void)utf8_next(text, &at);
    printf("  %s%*s ", grade, width < COLUMN ? (int)(COLUMN - width) : 0, "");
}

static void print_text(struct doctor *d, enum doctor_grade grade, struct str what,
                       const char *todo)
{
    if (!d->has_heading)
        printf("%s\n", _(d->topic));
    d->has_heading = true;
    print_grade(shown_grade(grade));
    cli_print(what);
    printf("\n");
    if (todo) {
        printf("            ");
        cli_print(str_from_c(todo));
        printf("\n");
    }
}

void doctor_say(struct doctor *d, const char *check, enum doctor_grade grade,
                const char *todo, const char *fmt, ...)
{
    char what[2048];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    d->counts[grade]++;
    if (d->cli->json)
        print_json(d, check, grade, str_from_c(what), todo);
    else if (!d->cli->quiet || grade != DOCTOR_OK)
        print_text(d, grade, str_from_c(what), todo);
}

struct str doctor_size(struct doctor *d, uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    uint64_t tenths = bytes / 100;
    size_t unit = 0;

    while (tenths >= 10000 && unit + 1 < sizeof units / sizeof units[0]) {
        tenths /= 1000;
        unit++;
    }
    return arena_printf(d->arena, "%" PRIu64 ".%" PRIu64 " %s", tenths / 10, tenths % 10,
                        units[unit]);
}

/* The archive at hand, if any; a damaged one is a finding. */
static void find_archive(struct doctor *d)
{
    struct err err = {0};
    struct str folder;

    if (store_find(&folder, d->arena, d->cli->folder, &err) == ERR_OK) {
        if (store_open(&d->store, folder.ptr, &err) == ERR_OK)
            return;
        d->topic = doctor_archive.name;
        doctor_say(d, "archive.opens", DOCTOR_DOUBTFUL,
                   _("stele verify tells more; another copy may be whole"), "%s",
                   err.message);
        return;
    }
    cli_remark(d->cli, "no archive here: the machine alone is looked at");
}

static void print_summary(struct doctor *d)
{
    struct value line = value_object();
    uint64_t all = 0;

    for (enum doctor_grade grade = DOCTOR_OK; grade < DOCTOR_GRADES; grade++) {
        all += d->counts[grade];
        value_set(&line, d->arena, str_from_c(grade_word(grade)),
                  value_integer((int64_t)d->counts[grade]));
    }
    if (d->cli->json)
        cli_print_json(&line);
    else if (!d->cli->quiet)
        printf(_n(all,
                  "%" PRIu64 " thing looked at: %" PRIu64 " doubtful, %" PRIu64
                  " missing.\n",
                  "%" PRIu64 " things looked at: %" PRIu64 " doubtful, %" PRIu64
                  " missing.\n"),
               all, d->counts[DOCTOR_DOUBTFUL], d->counts[DOCTOR_MISSING]);
}

static void look_at_all(struct doctor *d, const struct doctor_topic *const *topic)
{
    for (; *topic; topic++) {
        d->topic = (*topic)->name;
        d->has_heading = false;
        for (const doctor_check *check = (*topic)->checks; *check; check++)
            (*check)(d);
    }
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Say what is missing or doubtful on this machine: the program, disks, "
               "keys, clock, "
               "system, "
               "sandbox, libraries, tools, languages; and, in an archive or with -C, "
               "whose state of it there is. Changes nothing. Exits 1 when anything is "
               "doubtful or missing; the record does not depend on most of it, and each "
               "line says what does.",
        .children = children,
    };
    struct doctor d = {.cli = cli, .arena = &cli->arena};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &d, &status))
        return status;
    if (!d.is_installed_only)
        find_archive(&d);
    look_at_all(&d, d.is_installed_only ? topics_installed : topics);
    store_close(d.store);
    print_summary(&d);
    return d.counts[DOCTOR_DOUBTFUL] + d.counts[DOCTOR_MISSING] > 0 ? EXIT_FOUND_WRONG
                                                                    : EXIT_DONE;
}
