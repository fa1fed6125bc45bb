#include "cli/passphrase.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/message.h"
#include "base/process.h"
#include "record/member_lock.h"

enum { PROMPT_MAX = 256 };

/* For the signal handler: the terminal as it was before it was told to be silent. */
static volatile sig_atomic_t terminal = -1;
static struct termios before;

/* A terminal that shows nothing any more would be a poor farewell. */
static void restore_and_go(int number)
{
    if (terminal >= 0)
        (void)tcsetattr(terminal, TCSANOW, &before);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static const int fatal[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

enum { FATAL_COUNT = sizeof fatal / sizeof fatal[0] };

static bool silence(int tty, struct sigaction old[FATAL_COUNT])
{
    struct sigaction action = {.sa_handler = restore_and_go};
    struct termios silent;

    if (tcgetattr(tty, &before) < 0)
        return false;
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
    silent.c_lflag |= ICANON | ISIG | ECHONL;
    terminal = tty;
    for (size_t i = 0; i < FATAL_COUNT; i++)
        (void)sigaction(fatal[i], &action, &old[i]);
    return tcsetattr(tty, TCSAFLUSH, &silent) == 0;
}

static void speak_again(int tty, const struct sigaction old[FATAL_COUNT])
{
    (void)tcsetattr(tty, TCSAFLUSH, &before);
    terminal = -1;
    for (size_t i = 0; i < FATAL_COUNT; i++)
        (void)sigaction(fatal[i], &old[i], NULL);
}

/* prompt is what the terminal shows: a whole sentence's beginning. */
static enum err_code from_terminal(struct passphrase *out, const char *prompt,
                                   struct err *err)
{
    struct sigaction old[FATAL_COUNT];
    enum err_code code;
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

    if (tty < 0)
        return err_set(err, ERR_DENIED,
                       "there is no terminal to ask for it: name a file that holds it "
                       "with --passphrase-file FILE (\"-\": standard input), or "
                       "--new-passphrase-file for a new one");
    if (!silence(tty, old)) {
        (void)close(tty);
        return err_set_errno(err, "the terminal cannot be kept from showing it");
    }
    (void)dprintf(tty, "%s", prompt);
    code = passphrase_from_fd(out, tty, "/dev/tty", err);
    speak_again(tty, old);
    (void)close(tty);
    return code;
}

enum err_code passphrase_ask(struct passphrase *out, const char *file, struct str member,
                             bool is_pin, struct err *err)
{
    char prompt[PROMPT_MAX];

    process_hide_memory();
    if (!file)
        file = getenv("STELE_PASSPHRASE_FILE"); /* NOLINT(concurrency-mt-unsafe) */
    if (file && *file)
        return passphrase_from_file(out, file, err);
    (void)snprintf(prompt, sizeof prompt,
                   is_pin ? _("PIN of member " STR_FMT ": ")
                          : _("Passphrase of member " STR_FMT ": "),
                   STR_ARG(member));
    return from_terminal(out, prompt, err);
}

static enum err_code typed_twice(struct passphrase *out, struct str member, bool is_pin,
                                 struct err *err)
{
    struct passphrase again = {0};
    char prompt[PROMPT_MAX];
    enum err_code code;

    if (member.len == 0)
        (void)snprintf(prompt, sizeof prompt, "%s",
                       is_pin ? _("PIN of the new member: ")
                              : _("Passphrase of the new member: "));
    else
        (void)snprintf(prompt, sizeof prompt,
                       is_pin ? _("New PIN of member " STR_FMT ": ")
                              : _("New passphrase of member " STR_FMT ": "),
                       STR_ARG(member));
    code = from_terminal(out, prompt, err);
    if (code == ERR_OK)
        code = member_lock_judge(passphrase_str(out), is_pin, err);
    if (code == ERR_OK)
        code = from_terminal(&again, _("The same again: "), err);
    if (code == ERR_OK && !str_equal(passphrase_str(out), passphrase_str(&again)))
        code = err_set(err, ERR_INVALID, "the two are not the same: nothing was changed");
    passphrase_forget(&again);
    return code;
}

enum err_code passphrase_ask_new(struct passphrase *out, const char *file,
                                 struct str member, bool is_pin, struct err *err)
{
    enum err_code code;

    process_hide_memory();
    code = file ? passphrase_from_file(out, file, err)
                : typed_twice(out, member, is_pin, err);
    if (code == ERR_OK)
        code = member_lock_judge(passphrase_str(out), is_pin, err);
    if (code != ERR_OK)
        passphrase_forget(out);
    return code;
}
