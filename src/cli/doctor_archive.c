#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/message.h"
#include "cli/doctor.h"
#include "cli/doctor_feed.h"
#include "store/store.h"
#include "store/store_feed.h"
#include "store/store_inspect.h"

/* Whose state of the archive there is on this machine, and whether it fits the folder. */

static void identity(struct doctor *d)
{
    const struct store_facts *facts;

    if (!d->store)
        return;
    facts = store_facts(d->store);
    if (store_is_newer(d->store))
        doctor_say(d, "archive.format", DOCTOR_DOUBTFUL,
                   _("use a newer version to write; this one reads what it knows"),
                   _("archive " STR_FMT ", \"" STR_FMT "\": format %" PRId64
                     ", newer than this version's %d"),
                   STR_ARG(facts->archive), STR_ARG(facts->name), facts->format,
                   STORE_FORMAT);
    else
        doctor_say(d, "archive.format", DOCTOR_OK, NULL,
                   _("archive " STR_FMT ", \"" STR_FMT "\": format %" PRId64),
                   STR_ARG(facts->archive), STR_ARG(facts->name), facts->format);
}

static void folder(struct doctor *d)
{
    struct err err = {0};
    struct str owner;

    if (!d->store)
        return;
    owner = store_stranger(d->store, d->arena);
    if (owner.len > 0)
        doctor_say(d, "archive.owner", DOCTOR_DOUBTFUL,
                   _("write as that user, or work on a copy with a feed of its own"),
                   _("the folder belongs to " STR_FMT ", another user of this machine"),
                   STR_ARG(owner));
    if (store_writable(d->store, &err) == ERR_OK)
        doctor_say(d, "archive.writable", DOCTOR_OK, NULL,
                   _("the folder can be written"));
    else
        doctor_say(d, "archive.writable", DOCTOR_DOUBTFUL,
                   _("reading works; nothing can be recorded in it from here"), "%s",
                   err.message);
}

static void say_no_state(struct doctor *d)
{
    struct str owner = store_stranger(d->store, d->arena);

    doctor_say(
        d, "state.exists", DOCTOR_MISSING,
        _("reading works; write on the machine and as the user that made it, or put "
          "their state folder back from a backup that is newer than the archive"),
        owner.len > 0
            ? _("this user keeps no state of the archive on this machine: no key, "
                "no last note. The folder belongs to " STR_FMT)
            : _("this user keeps no state of the archive on this machine: no key, "
                "no last note" STR_FMT),
        STR_ARG(owner));
}

static void state(struct doctor *d)
{
    struct store_place place;

    if (!d->store)
        return;
    store_inspect_state(&place, d->store);
    if (!place.exists) {
        say_no_state(d);
        return;
    }
    doctor_say(d, "state.exists", place.is_ours ? DOCTOR_OK : DOCTOR_DOUBTFUL,
               place.is_ours ? NULL : _("write as the user it belongs to"),
               place.is_ours
                   ? _("the state of the archive is in " STR_FMT)
                   : _("the state of the archive belongs to another user: " STR_FMT),
               STR_ARG(place.path));
    if (!place.is_private)
        doctor_say(
            d, "state.private", DOCTOR_DOUBTFUL,
            arena_printf(d->arena, "chmod 700 \"" STR_FMT "\"", STR_ARG(place.path)).ptr,
            _("others on this machine may look into the state of the archive"));
    if (!place.is_writable)
        doctor_say(d, "state.writable", DOCTOR_DOUBTFUL,
                   _("nothing can be recorded until this user may write there"),
                   _("this user may not write in the state of the archive"));
}

/* Other users of this machine who keep state of this archive, where one may look. */
static void others(struct doctor *d)
{
    const struct passwd *user;

    if (!d->store)
        return;
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    setpwent();
    while ((user = getpwent()) != NULL) {
        struct str path =
            arena_printf(d->arena, "%s/.local/state/stele/" STR_FMT, user->pw_dir,
                         STR_ARG(store_facts(d->store)->archive));

        if (user->pw_uid != geteuid() && user->pw_dir[0] == '/' &&
            access(path.ptr, F_OK) == 0)
            doctor_say(d, "state.others", DOCTOR_OK, NULL,
                       _("another user of this machine keeps state of the archive: %s"),
                       user->pw_name);
    }
    endpwent();
    /* NOLINTEND(concurrency-mt-unsafe) */
}

static void feeds(struct doctor *d)
{
    struct str *ids = NULL;
    size_t count = 0;
    size_t ours = 0;
    struct err err = {0};

    if (!d->store)
        return;
    if (store_feed_list(&ids, &count, d->arena, d->store, &err) != ERR_OK || count == 0) {
        doctor_say(d, "feeds", DOCTOR_MISSING, _("stele verify tells more"),
                   _("the folder holds no feed"));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct store_place key;

        store_inspect_key(&key, d->arena, d->store, ids[i]);
        if (!key.exists)
            continue;
        ours++;
        doctor_own_feed(d, ids[i], &key);
    }
    doctor_say(d, "feeds.ours", ours > 0 ? DOCTOR_OK : DOCTOR_MISSING,
               ours > 0 ? NULL
                        : _("reading works; the key lies on the machine that wrote the "
                            "archive, or in a backup of its state folder"),
               _n(count, "%zu feed; this machine has the keys of %zu",
                  "%zu feeds; this machine has the keys of %zu"),
               count, ours);
}

/* --- what was left unfinished --- */

static bool is_alive(struct str pid)
{
    uint64_t number = 0;

    return str_to_u64(&number, pid) && number > 0 && number < INT32_MAX &&
           (kill((pid_t)number, 0) == 0 || errno == EPERM);
}

static void locks(struct doctor *d)
{
    struct str *ids = NULL;
    size_t count = 0;
    struct err err = {0};

    if (!d->store || store_feed_list(&ids, &count, d->arena, d->store, &err) != ERR_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        struct str rest = store_inspect_holder(d->arena, d->store, ids[i]);
        struct str pid = str_cut(&rest, ' ');
        struct str since = str_cut(&rest, ' ');

        if (pid.len == 0)
            continue;
        if (is_alive(pid))
            doctor_say(d, "state.lock", DOCTOR_OK, NULL,
                       _("the archive is being written by process " STR_FMT
                         ", since " STR_FMT " (" STR_FMT ")"),
                       STR_ARG(pid), STR_ARG(since), STR_ARG(rest));
        else
            doctor_say(
                d, "state.lock", DOCTOR_DOUBTFUL,
                _("nothing acknowledged is lost; the next command that writes tidies "
                  "up"),
                _("a writer died: process " STR_FMT ", since " STR_FMT " (" STR_FMT ")"),
                STR_ARG(pid), STR_ARG(since), STR_ARG(rest));
    }
}

/* The PATH of a run of `preserve` that has not ended; empty for one that has. */
static struct str unfinished_run(struct str note)
{
    struct str path = STR("");
    bool is_open = false;

    while (note.len > 0) {
        struct str line = str_cut(&note, '\n');
        struct str word = str_cut(&line, ' ');

        if (str_equal(word, STR("run")))
            is_open = true;
        else if (str_equal(word, STR("path")))
            path = line;
    }
    return is_open ? path : STR("");
}

static void runs(struct doctor *d)
{
    struct str *names = NULL;
    size_t count = 0;
    struct err err = {0};

    if (!d->store || store_note_list(&names, &count, d->arena, d->store, &err) != ERR_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        struct str note = STR("");
        struct str path;

        if (!str_starts_with(names[i], STR("preserve-")) ||
            store_note_read(&note, d->arena, d->store, names[i].ptr, &err) != ERR_OK)
            continue;
        path = unfinished_run(note);
        if (path.len > 0)
            doctor_say(d, "state.preserve", DOCTOR_DOUBTFUL,
                       _("the same command goes on where it stopped"),
                       _("preserving \"" STR_FMT "\" was begun and not ended"),
                       STR_ARG(path));
    }
}

static void contents(struct doctor *d)
{
    if (d->store)
        doctor_contents(d);
}

static void index_folder(struct doctor *d)
{
    struct str path;
    struct stat st;

    if (!d->store)
        return;
    path = store_inspect_cache(d->arena, d->store);
    if (path.len > 0 && stat(path.ptr, &st) == 0)
        doctor_say(d, "index", DOCTOR_OK, NULL,
                   _("the index is in " STR_FMT "; stele reindex builds it anew"),
                   STR_ARG(path));
    else
        doctor_say(d, "index", DOCTOR_OK, NULL,
                   _("there is no index yet: the next command that reads builds it"));
}

static const doctor_check checks[] = {identity, folder, state,    others,       feeds,
                                      locks,    runs,   contents, index_folder, NULL};
const struct doctor_topic doctor_archive = {N_("archive"), checks};
