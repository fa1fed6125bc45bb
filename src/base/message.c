#include "base/message.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "stele"
#define CATALOGUES "STELE_CATALOGUES"

/* Where the catalogues lie; empty: nowhere. Written before any thread, as is the next. */
static char catalogues[PATH_MAX];
static enum message_language of_process;
static bool is_serving; /* the catalogue in use is the Ukrainian one */

static _Thread_local enum message_language of_thread;

static enum message_language language_now(void)
{
    return of_thread == MESSAGE_OF_ENVIRONMENT ? of_process : of_thread;
}

const char *message_text(const char *sentence)
{
    return language_now() == MESSAGE_ENGLISH ? sentence : gettext(sentence);
}

const char *message_counted(const char *one, const char *many, unsigned long count)
{
    if (language_now() == MESSAGE_ENGLISH)
        return count == 1 ? one : many;
    return ngettext(one, many, count);
}

/* What the environment asks for: the first of these that is set and not empty. */
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return "C";
}

static bool is_plain_c(const char *locale)
{
    return strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
}

/*
 * A locale that this machine was not given (uk_UA.UTF-8 on a minimal Debian) cannot be
 * set, and in the locale "C" nothing is translated. C.UTF-8 is always there and lets
 * LANGUAGE name the catalogue.
 */
static void borrow_locale(const char *wanted)
{
    /* NOLINTBEGIN(concurrency-mt-unsafe): before any thread */
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
    (void)setenv("LANGUAGE", wanted, 0);
    /* NOLINTEND(concurrency-mt-unsafe) */
}

/* Numbers, order and clock stay as in "C": only words are chosen here. */
static bool set_locale(void)
{
    /* NOLINTBEGIN(concurrency-mt-unsafe): before any thread */
    return setlocale(LC_CTYPE, "") && setlocale(LC_MESSAGES, "");
    /* NOLINTEND(concurrency-mt-unsafe) */
}

static void find_catalogues(const char *const *folders)
{
    while (*folders && access(*folders, X_OK) != 0)
        folders++;
    if (*folders && strlen(*folders) < sizeof catalogues)
        memcpy(catalogues, *folders, strlen(*folders) + 1);
}

static void open_catalogue(void)
{
    (void)bindtextdomain(DOMAIN, catalogues);
    (void)bind_textdomain_codeset(DOMAIN, "UTF-8");
    (void)textdomain(DOMAIN);
}

void message_start(const char *const *folders)
{
    const char *wanted = wanted_locale();

    find_catalogues(folders);
    if (is_plain_c(wanted) || !*catalogues)
        return;
    if (!set_locale())
        borrow_locale(wanted);
    open_catalogue();
}

bool message_serve(void)
{
    bool was_ukrainian = message_is_ukrainian();

    of_process = was_ukrainian ? MESSAGE_UKRAINIAN : MESSAGE_ENGLISH;
    if (!*catalogues)
        return false;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    (void)unsetenv("LANGUAGE");
    borrow_locale("uk");
    open_catalogue();
    is_serving = strstr(gettext(""), "\nLanguage: uk\n") != NULL;
    return is_serving;
}

void message_speak(enum message_language language)
{
    of_thread = language == MESSAGE_UKRAINIAN && !is_serving ? MESSAGE_ENGLISH : language;
}

static char *variable(struct arena *arena, const char *name, const char *value)
{
    size_t size = strlen(name) + strlen(value) + 2;
    char *text = ARENA_ARRAY(arena, char, size);

    (void)snprintf(text, size, "%s=%s", name, value);
    return text;
}

char *const *message_environment(struct arena *arena)
{
    char **variables = ARENA_ARRAY(arena, char *, 5);
    size_t count = 0;
    /* NOLINTBEGIN(concurrency-mt-unsafe): nobody changes the environment any more */
    const char *others = getenv("LANGUAGE");
    const char *locales = getenv("LOCPATH"); /* on a stick: C.UTF-8 lies there */
    /* NOLINTEND(concurrency-mt-unsafe) */

    /* A server that was started in English speaks each visitor's language. */
    if (*catalogues)
        variables[count++] = variable(arena, CATALOGUES, catalogues);
    if (locales)
        variables[count++] = variable(arena, "LOCPATH", locales);
    if (message_is_english())
        return variables;
    variables[count++] =
        variable(arena, "LC_ALL", is_serving ? "C.UTF-8" : wanted_locale());
    if (others)
        variables[count++] = variable(arena, "LANGUAGE", others);
    return variables;
}

void message_start_child(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    const char *const folders[] = {getenv(CATALOGUES), NULL};

    message_start(folders);
    (void)message_is_english(); /* reads the catalogue */
}

void message_speak_english(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): while options are read, before any thread */
    (void)setlocale(LC_MESSAGES, "C");
    of_process = MESSAGE_ENGLISH;
}

/* The head of the catalogue in use stands under the empty sentence; without a catalogue
 * that comes back as it is. */
static const char *catalogue_head(void)
{
    return message_text("");
}

bool message_is_ukrainian(void)
{
    if (is_serving)
        return language_now() == MESSAGE_UKRAINIAN;
    return strstr(catalogue_head(), "\nLanguage: uk\n") != NULL;
}

const char *message_thousands(void)
{
    /* TRANSLATORS: between groups of three digits, as in 1,234; a blank that does not
     * break where the comma is for decimals. */
    return _(",");
}

bool message_is_english(void)
{
    return *catalogue_head() == '\0';
}

const char *message_errno(int number, char *buffer, size_t size)
{
    const char *english = strerrordesc_np(number);

    if (language_now() == MESSAGE_ENGLISH && english)
        return english;
    return strerror_r(number, buffer, size);
}
