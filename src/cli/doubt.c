#include "cli/doubt.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/message.h"
#include "record/archive_doubt.h"

enum { ANSWER_MAX = 256, DAY_LEN = 10, ATTEMPTS = 3 };

/* Today by the machine's clock, and what is known about it. */
struct doubt {
    struct cli *cli;
    struct archive_doubt found;
    struct clock_text now;
    struct clock_text last;
    bool is_asking; /* somebody sits at a terminal */
};

/* What was dealt with today is left alone until tomorrow. */
static bool is_done_today(struct doubt *d, const char *note)
{
    struct str text = {0};
    struct err ignored = {0};

    return archive_note_read(&text, &d->cli->arena, d->cli->archive, note, &ignored) ==
               ERR_OK &&
           str_equal(text, str_prefix(str_from_c(d->now.text), DAY_LEN));
}

/* Where it cannot be noted the question comes again: no harm. */
static void set_done_today(struct doubt *d, const char *note)
{
    struct err ignored = {0};

    if (archive_note_write(d->cli->archive, note,
                           str_prefix(str_from_c(d->now.text), DAY_LEN),
                           &ignored) != ERR_OK)
        return;
}

/* One line from the terminal, without its end; empty at the end of input. */
static struct str read_answer(char answer[ANSWER_MAX])
{
    (void)fflush(stderr);
    if (!fgets(answer, ANSWER_MAX, stdin))
        answer[0] = '\0';
    return str_trim(str_from_c(answer));
}

/* --- the day --- */

static enum err_code record_answer(struct doubt *d, bool is_right, struct err *err)
{
    struct arena *arena = &d->cli->arena;
    struct value draft = value_object();
    enum err_code code = archive_begin(d->cli->archive, err);

    if (code != ERR_OK)
        return code;
    value_set(&draft, arena, STR("kind"), value_string(STR("clock")));
    value_set(&draft, arena, STR("day"),
              value_string(is_right ? STR("right") : STR("wrong")));
    value_set(&draft, arena, STR("last"), value_string(str_from_c(d->last.text)));
    code = archive_add(d->cli->archive, NULL, &draft, err);
    if (code != ERR_OK) {
        archive_rollback(d->cli->archive);
        return code;
    }
    return archive_commit(d->cli->archive, err);
}

/* The answers that mean yes: those of English in any language too. */
static bool is_yes(struct str answer)
{
    struct str lists[] = {STR("y Y yes Yes YES"), str_from_c(_("y Y yes Yes YES"))};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        while (lists[i].len > 0)
            if (str_equal(str_cut(&lists[i], ' '), answer) && answer.len > 0)
                return true;
    return false;
}

static enum err_code ask_day(bool *is_right, struct doubt *d, struct err *err)
{
    char answer[ANSWER_MAX];

    (void)fprintf(stderr,
                  _("This machine's clock says %.10s; the last statement was recorded on "
                    "%.10s, by the clock of then. Is %.10s today's date? [y/N] "),
                  d->now.text, d->last.text, d->now.text);
    *is_right = is_yes(read_answer(answer));
    if (record_answer(d, *is_right, err) != ERR_OK)
        return err->code;
    if (!*is_right)
        cli_remark(d->cli, "%s",
                   _("That is recorded. Work goes on, and every statement says what this "
                     "clock says: set the clock, or record with \"stele clock\" by how "
                     "much it is off."));
    return ERR_OK;
}

/* *is_right stays as it was where nobody is asked. */
static enum err_code doubt_day(bool *is_right, struct doubt *d, struct err *err)
{
    static const char note[] = "doubt-day";
    enum err_code code = ERR_OK;

    if (is_done_today(d, note))
        return ERR_OK;
    if (d->is_asking)
        code = ask_day(is_right, d, err);
    else
        cli_remark(
            d->cli,
            _("this machine's clock says %.10s, and the last statement was recorded "
              "on %.10s; statements carry what the clock says: set it, or record "
              "with \"stele clock\" by how much it is off"),
            d->now.text, d->last.text);
    if (code == ERR_OK)
        set_done_today(d, note);
    return code;
}

/* --- the disk --- */

/* ERR_NOT_FOUND: no code of this record. ERR_INVALID: no code at all. */
static enum err_code look_up(struct doubt *d, struct str answer, struct err *err)
{
    struct root_code code;
    uint64_t size = 0;

    if (root_code_parse(&code, answer, err) != ERR_OK ||
        archive_find_code(&size, d->cli->archive, &code, err) != ERR_OK)
        return err->code;
    cli_remark(d->cli,
               _n(size,
                  "The code is that of the first %" PRIu64 " statement of this record.",
                  "The code is that of the first %" PRIu64 " statements of this record."),
               size);
    return ERR_OK;
}

static enum err_code ask_code(struct doubt *d, struct err *err)
{
    char answer[ANSWER_MAX];

    (void)fprintf(
        stderr,
        _("The last statement was recorded on %.10s, more than a week ago. If this disk "
          "was "
          "put back from a backup since then, what is written now would contradict what "
          "was "
          "lost. Type the code of the newest paper or timestamp that you have, or only "
          "Enter if you have none: "),
        d->last.text);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        struct str typed = read_answer(answer);
        enum err_code code;

        if (typed.len == 0)
            return ERR_OK;
        code = look_up(d, typed, err);
        if (code != ERR_NOT_FOUND && code != ERR_INVALID)
            return code;
        if (attempt < ATTEMPTS)
            (void)fprintf(stderr, _("%s. Once more, or only Enter: "), err->message);
    }
    if (err->code != ERR_NOT_FOUND)
        return ERR_OK; /* what was typed was no code: silence, in effect */
    return err_set(
        err, ERR_DENIED,
        "nothing was written: this record never had the code that you typed, so "
        "another copy of it was written further and this one is older; go on "
        "with that copy, or with \"stele device new\" where it is lost");
}

static enum err_code doubt_disk(struct doubt *d, struct err *err)
{
    static const char note[] = "doubt-disk";
    enum err_code code = ERR_OK;

    if (is_done_today(d, note))
        return ERR_OK;
    if (d->is_asking && d->found.has_anchor)
        code = ask_code(d, err);
    else
        cli_remark(
            d->cli,
            _("the last statement was recorded on %.10s, more than a week ago; if "
              "this disk was put back from a backup since then, what is written now "
              "contradicts what was lost"),
            d->last.text);
    if (code == ERR_OK)
        set_done_today(d, note);
    return code;
}

enum err_code doubt_ask(struct cli *cli, struct err *err)
{
    struct doubt d = {.cli = cli};
    struct err ignored = {0};
    bool is_right = true;

    /* Where this fails, so does what follows, and says why. */
    if (archive_doubt(&d.found, cli->archive, &ignored) != ERR_OK || !d.found.can_write)
        return ERR_OK;
    d.now = clock_write(d.found.now_s);
    d.last = clock_write(d.found.last_s);
    d.is_asking = !cli->json && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    if ((d.found.is_day_behind || d.found.is_far_ahead) &&
        doubt_day(&is_right, &d, err) != ERR_OK)
        return err->code;
    /* A clock that is known to be wrong says nothing about how long ago that was. */
    return d.found.is_old && is_right ? doubt_disk(&d, err) : ERR_OK;
}
