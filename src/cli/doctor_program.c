#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/process.h"
#include "base/self.h"
#include "base/shipped.h"
#include "cli/doctor.h"
#include "places/gazetteer_import.h"
#include "store/store.h"

/* What came with Stele, tried out: all of it works, or installing it went wrong. */

static void which_program(struct doctor *d)
{
    struct str folder = self_folder(d->arena);

    if (self_loader(d->arena).len > 0)
        doctor_say(d, "program.version", DOCTOR_OK, NULL,
                   _("Stele %s, with a C library of its own, in " STR_FMT), STELE_VERSION,
                   STR_ARG(folder));
    else
        doctor_say(d, "program.version", DOCTOR_OK, NULL, _("Stele %s, in " STR_FMT),
                   STELE_VERSION, STR_ARG(folder));
}

/* --- programs of ours --- */

struct own_program {
    const char *check;
    const char *name;
    const char *args[3]; /* with these it does nothing and ends well */
    const char *does;
};

/* What it prints: only a program whose libraries are all there prints anything. */
static bool try_own(struct str *said, struct doctor *d, const struct own_program *own,
                    struct err *err)
{
    char *const *command = NULL;

    /* NOLINTNEXTLINE(performance-no-int-to-ptr): nobody writes to them */
    if (process_own(&command, d->arena, own->name, (char *const *)(uintptr_t)own->args,
                    err) != ERR_OK)
        return false;
    if (doctor_run(said, d->arena, (const char *const *)command))
        return true;
    (void)err_set(err, ERR_IO, "it does not run");
    return false;
}

static bool say_own(struct str *said, struct doctor *d, const struct own_program *own)
{
    struct err err = {0};

    if (try_own(said, d, own, &err)) {
        doctor_say(d, own->check, DOCTOR_OK, NULL, _("%s runs: it %s"), own->name,
                   _(own->does));
        return true;
    }
    doctor_say(d, own->check, DOCTOR_MISSING,
               _("install Stele again, whole: its parts belong together"),
               err.code == ERR_NOT_FOUND ? _("%s is not there: it %s")
                                         : _("%s does not run: it %s"),
               own->name, _(own->does));
    return false;
}

static void say_font(struct doctor *d, const char *check, const char *script, bool has)
{
    doctor_say(
        d, check, has ? DOCTOR_OK : DOCTOR_DOUBTFUL,
        has ? NULL
            : _("apt-get install fonts-dejavu-core; papers that are printed need it, "
                "the record does not"),
        has ? _("papers: there is a font for the %s script")
            : _("papers: there is no font for the %s script"),
        script);
}

/* The one that draws is asked: what other programs find is not what it finds. */
static void sheet_and_fonts(struct doctor *d)
{
    static const struct own_program sheet = {"tools.stele_sheet",
                                             "stele-sheet",
                                             {"--check"},
                                             N_("draws papers to print and sign")};
    struct str said = STR("");

    if (!say_own(&said, d, &sheet))
        return;
    say_font(d, "languages.font.cyrillic", _("Cyrillic"),
             str_find_str(said, STR("uk yes")) < said.len);
    say_font(d, "languages.font.arabic", _("Arabic"),
             str_find_str(said, STR("ar yes")) < said.len);
}

static void workbook(struct doctor *d)
{
    static const struct own_program program = {"tools.stele_workbook",
                                               "stele-workbook",
                                               {"--check", "."},
                                               N_("reads workbooks (XLSX, ODS)")};

    (void)say_own(&(struct str){0}, d, &program);
}

static void server(struct doctor *d)
{
    static const struct own_program program = {
        "tools.stele_serve", "stele-serve", {"--check"}, N_("serves the pages")};

    (void)say_own(&(struct str){0}, d, &program);
}

/* --- what lies beside --- */

static bool is_catalogue(const char *path)
{
    static const unsigned char magic[] = {0xde, 0x12, 0x04, 0x95};
    unsigned char head[sizeof magic] = {0};
    struct err err = {0};
    size_t got = 0;
    int fd = -1;

    if (file_open_read(&fd, AT_FDCWD, path, &err) != ERR_OK)
        return false;
    if (file_read_at(&got, fd, path, head, sizeof head, 0, &err) != ERR_OK)
        got = 0;
    (void)close(fd);
    return got == sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

static void catalogue(struct doctor *d)
{
    static const char *const places[] = {"../po/uk/LC_MESSAGES/stele.mo",
                                         "../share/locale/uk/LC_MESSAGES/stele.mo"};
    struct str path = self_find(d->arena, places, sizeof places / sizeof places[0], R_OK);
    bool has = path.len > 0 && is_catalogue(path.ptr);

    doctor_say(d, "languages.ukrainian", has ? DOCTOR_OK : DOCTOR_MISSING,
               has ? NULL : _("build or install Stele whole; the messages stay English"),
               "%s",
               has ? _("the messages are there in Ukrainian")
                   : _("the messages are not there in Ukrainian"));
}

static const struct gazetteer_info *shipped_gazetteer(const struct gazetteers *gazetteers)
{
    size_t count = 0;
    const struct gazetteer_info *infos = gazetteers_info(gazetteers, &count);

    for (size_t i = 0; i < count; i++)
        if (infos[i].is_shipped)
            return &infos[i];
    return NULL;
}

static void gazetteer(struct doctor *d)
{
    struct str folder = shipped_folder(d->arena, "gazetteers");
    struct gazetteers *gazetteers = NULL;
    const struct gazetteer_info *info = NULL;
    struct err err = {0};

    if (folder.len > 0 && gazetteers_open(&gazetteers, STR(""), folder, &err) == ERR_OK)
        info = shipped_gazetteer(gazetteers);
    if (info && info->problem.len == 0)
        doctor_say(d, "program.gazetteer", DOCTOR_OK, NULL,
                   _("the gazetteer that came with the program knows %" PRId64 " places"),
                   info->place_count);
    else
        doctor_say(d, "program.gazetteer", DOCTOR_MISSING,
                   _("build or install Stele whole; places are then known only from what "
                     "\"stele gazetteer import\" brings"),
                   "%s",
                   info ? info->problem.ptr
                        : _("the gazetteer that comes with the program is not there"));
    gazetteers_close(gazetteers);
}

/* --- pages --- */

/* A port of this machine that answers this machine. */
static bool can_listen(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *any = (struct sockaddr *)&address;
    socklen_t len = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool can = server >= 0 && client >= 0 && bind(server, any, len) == 0 &&
               listen(server, 1) == 0 && getsockname(server, any, &len) == 0 &&
               connect(client, any, len) == 0;

    if (server >= 0)
        (void)close(server);
    if (client >= 0)
        (void)close(client);
    return can;
}

static void loopback(struct doctor *d)
{
    bool can = can_listen();

    doctor_say(d, "program.loopback", can ? DOCTOR_OK : DOCTOR_MISSING,
               can ? NULL : _("as root: ip link set lo up"), "%s",
               can ? _("pages: the machine can talk to itself (127.0.0.1)")
                   : _("pages: the machine cannot talk to itself (127.0.0.1), so that no "
                       "page can be shown"));
}

static bool is_in_path(struct arena *arena, const char *name)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    struct str path = str_from_c(getenv("PATH"));

    while (path.len > 0) {
        struct str folder = str_cut(&path, ':');
        struct str file = arena_printf(arena, STR_FMT "/%s", STR_ARG(folder), name);

        if (folder.len > 0 && access(file.ptr, X_OK) == 0)
            return true;
    }
    return false;
}

static void browser(struct doctor *d)
{
    static const char *const browsers[] = {
        "firefox",       "firefox-esr",         "chromium",    "chromium-browser",
        "google-chrome", "brave-browser",       "epiphany",    "falkon",
        "konqueror",     "torbrowser-launcher", "tor-browser", "xdg-open"};

    for (size_t i = 0; i < sizeof browsers / sizeof browsers[0]; i++)
        if (is_in_path(d->arena, browsers[i])) {
            doctor_say(d, "program.browser", DOCTOR_OK, NULL,
                       _("pages: open them with %s, or with any browser of this machine"),
                       browsers[i]);
            return;
        }
    doctor_say(d, "program.browser", DOCTOR_DOUBTFUL,
               _("install one, such as firefox-esr; every command works without"), "%s",
               _("pages: no browser was found on this machine"));
}

/* --- where keys go --- */

static void state_folder(struct doctor *d)
{
    enum { OTHERS = S_IRWXG | S_IRWXO };
    struct str home = store_state_home(d->arena);
    struct stat st;

    if (home.len == 0)
        doctor_say(d, "program.state", DOCTOR_MISSING,
                   _("set HOME, or the variables that docs/doctor.md names"), "%s",
                   _("keys and state: the environment names no place for them"));
    else if (stat(home.ptr, &st) != 0)
        doctor_say(d, "program.state", DOCTOR_OK, NULL,
                   _("keys and state will lie in " STR_FMT), STR_ARG(home));
    else if ((st.st_mode & OTHERS) != 0)
        doctor_say(d, "program.state", DOCTOR_DOUBTFUL,
                   arena_printf(d->arena, "chmod 700 \"" STR_FMT "\"", STR_ARG(home)).ptr,
                   _("keys and state lie in " STR_FMT ", which others may look into"),
                   STR_ARG(home));
    else
        doctor_say(d, "program.state", DOCTOR_OK, NULL,
                   _("keys and state lie in " STR_FMT ", for you alone"), STR_ARG(home));
}

static const doctor_check checks[] = {
    which_program, sheet_and_fonts, workbook, server,       catalogue,
    gazetteer,     loopback,        browser,  state_folder, NULL};
const struct doctor_topic doctor_program = {N_("program"), checks};

/* Of the machine, what Stele cannot do without. */
static const doctor_check needed[] = {doctor_state_trial, doctor_clock_year, NULL};
const struct doctor_topic doctor_needed = {N_("machine"), needed};
