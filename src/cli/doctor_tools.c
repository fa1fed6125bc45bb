#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

#include "base/message.h"
#include "cli/doctor.h"

/* Programs of others, and the language. The record needs none of them. */

struct tool {
    const char *check;
    const char *argv[3];
    const char *package;
    const char *use;
};

static const struct tool tools[] = {
    {"tools.exiftool",
     {"exiftool", "-ver"},
     "libimage-exiftool-perl",
     N_("dates and places inside photographs and videos")},
    {"tools.ffprobe",
     {"ffprobe", "-version"},
     "ffmpeg",
     N_("what is in videos and sound")},
    {"tools.pdftotext",
     {"pdftotext", "-v"},
     "poppler-utils",
     N_("the words of PDF files")},
    {"tools.vips", {"vips", "--version"}, "libvips-tools", N_("small copies of images")},
    {"tools.age", {"age", "--version"}, "age", N_("opening sealed files without Stele")},
    {"tools.openssl",
     {"openssl", "version"},
     "openssl",
     N_("checking signatures and timestamps without Stele")},
    {"tools.python",
     {"python3", "--version"},
     "python3",
     N_("tools/read-archive.py, which reads an archive without Stele")},
};

/* "ffprobe version 5.1.6-0+deb12u1 Copyright": the first word with a digit in front. */
static struct str version_of(struct str said)
{
    size_t at = 0;
    size_t end;

    while (at < said.len && (said.ptr[at] < '0' || said.ptr[at] > '9'))
        at++;
    end = at;
    while (end < said.len && said.ptr[end] != ' ' && said.ptr[end] != '\n' &&
           said.ptr[end] != ',')
        end++;
    return str_prefix(str_prefix(str_after(said, at), end - at), 40);
}

static void say_missing(struct doctor *d, const char *check, const char *name,
                        const char *package, const char *use)
{
    doctor_say(d, check, DOCTOR_MISSING,
               arena_printf(d->arena, _("apt-get install %s; the record does without it"),
                            package)
                   .ptr,
               _("%s is not there: it is for %s"), name, use);
}

static void ask_tools(struct doctor *d)
{
    for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++) {
        const struct tool *tool = &tools[i];
        struct str said = STR("");

        if (doctor_run(&said, d->arena, tool->argv))
            doctor_say(d, tool->check, DOCTOR_OK, NULL, _("%s " STR_FMT ": for %s"),
                       tool->argv[0], STR_ARG(version_of(said)), _(tool->use));
        else
            say_missing(d, tool->check, tool->argv[0], tool->package, _(tool->use));
    }
}

/* The list has a heading, then one language a line. */
static bool lists(struct str said, struct str language)
{
    while (said.len > 0)
        if (str_equal(str_trim(str_cut(&said, '\n')), language))
            return true;
    return false;
}

static void ask_tesseract(struct doctor *d)
{
    static const struct str languages[] = {STR_INIT("ukr"), STR_INIT("rus"),
                                           STR_INIT("eng")};
    static const char *const version[] = {"tesseract", "--version", NULL};
    static const char *const list[] = {"tesseract", "--list-langs", NULL};
    struct str said = STR("");

    if (!doctor_run(&said, d->arena, version)) {
        say_missing(d, "tools.tesseract", "tesseract", "tesseract-ocr",
                    _("the words in images"));
        return;
    }
    doctor_say(d, "tools.tesseract", DOCTOR_OK, NULL, _("%s " STR_FMT ": for %s"),
               "tesseract", STR_ARG(version_of(said)), _("the words in images"));
    if (!doctor_run(&said, d->arena, list))
        said = STR("");
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
        if (!lists(said, languages[i]))
            doctor_say(d, "tools.tesseract.language", DOCTOR_MISSING,
                       arena_printf(d->arena, "apt-get install tesseract-ocr-" STR_FMT,
                                    STR_ARG(languages[i]))
                           .ptr,
                       _("tesseract does not read the language \"" STR_FMT "\""),
                       STR_ARG(languages[i]));
}

static const doctor_check tool_checks[] = {ask_tools, ask_tesseract, NULL};
const struct doctor_topic doctor_tools = {N_("tools"), tool_checks};

/* --- languages --- */

static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return "C";
}

static void say_locale(struct doctor *d, const char *check, const char *name)
{
    locale_t locale = newlocale(LC_ALL_MASK, name, (locale_t)0);
    bool is_utf8 =
        locale && str_equal(str_from_c(nl_langinfo_l(CODESET, locale)), STR("UTF-8"));

    if (is_utf8)
        doctor_say(d, check, DOCTOR_OK, NULL, _("the locale %s is there"), name);
    else if (locale)
        doctor_say(
            d, check, DOCTOR_DOUBTFUL,
            _("export LC_ALL=C.UTF-8, or a locale of your language that ends in "
              ".UTF-8"),
            _("the locale %s is not for UTF-8: names in other scripts may be shown "
              "wrongly"),
            name);
    else
        doctor_say(
            d, check, DOCTOR_DOUBTFUL,
            _("uncomment it in /etc/locale.gen and run locale-gen, or use C.UTF-8"),
            _("the locale %s was not made on this machine"), name);
    if (locale)
        freelocale(locale);
}

static void own_locale(struct doctor *d)
{
    say_locale(d, "languages.locale", wanted_locale());
}

static const doctor_check language_checks[] = {own_locale, NULL};
const struct doctor_topic doctor_languages = {N_("languages"), language_checks};
