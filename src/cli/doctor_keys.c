#include <inttypes.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/machine.h"
#include "base/message.h"
#include "cli/doctor.h"
#include "crypto/secret.h"
#include "record/recovery.h"

/* Where keys lie while they are in use, and whether a lost one can be put together again.
 */

enum {
    LOCKED_ENOUGH_KIB = 1024,
    DAY_SECONDS = 24 * 60 * 60,
    DRILL_DAYS = 366 /* keepers move, papers fade: once a year */
};

static void key_ring(struct doctor *d)
{
    bool has = machine_has_key_ring();

    doctor_say(d, "keys.ring", has ? DOCTOR_OK : DOCTOR_MISSING,
               has ? NULL
                   : _("give the passphrase to each command: STELE_PASSPHRASE_FILE; in a "
                       "container the host can allow add_key and keyctl"),
               "%s",
               has ? _("the kernel keeps the key of whoever is signed in, in memory only")
                   : _("the kernel keeps no keys here: nobody can stay signed in"));
}

static void locked_memory(struct doctor *d)
{
    struct rlimit limit = {0};
    bool is_limited = getrlimit(RLIMIT_MEMLOCK, &limit) == 0 &&
                      limit.rlim_cur < (rlim_t)LOCKED_ENOUGH_KIB * 1024;
    bool may = secret_is_kept_from_swap() && (!is_limited || geteuid() == 0);

    doctor_say(d, "keys.memory", may ? DOCTOR_OK : DOCTOR_DOUBTFUL,
               may ? NULL
                   : _("raise the limit, \"memlock\" in /etc/security/limits.conf, or do "
                       "without swap"),
               may ? _("memory that holds keys is kept from swap")
                   : _("memory that holds keys may be swapped out: less than %d KiB can "
                       "be locked"),
               LOCKED_ENOUGH_KIB);
}

/* --- recovery --- */

/* Whole days since a time in the record; false for none, or one to come. */
static bool days_since(int64_t *days, struct str when)
{
    struct clock_text now = {{0}};
    struct err ignored = {0};
    int64_t then = 0;
    int64_t today = 0;

    if (clock_now(&now, &ignored) != ERR_OK || !clock_parse(&then, when) ||
        !clock_parse(&today, str_from_c(now.text)) || today < then)
        return false;
    *days = (today - then) / DAY_SECONDS;
    return true;
}

static void say_never_shared(struct doctor *d, const struct recovery_kept *kept)
{
    doctor_say(
        d, "keys.recovery", DOCTOR_DOUBTFUL,
        _("stele recovery split: without shares, whoever loses this key loses what "
          "is sealed to it"),
        _("compartment " STR_FMT ", epoch %u: its key was not shared out from this "
          "machine"),
        STR_ARG(kept->compartment), kept->epoch);
}

static void say_drill(struct doctor *d, const struct recovery_kept *kept,
                      struct str drilled)
{
    int64_t days = 0;

    if (drilled.len == 0 || !days_since(&days, drilled))
        doctor_say(d, "keys.drill", DOCTOR_DOUBTFUL,
                   _("stele recovery drill, with as many keepers as are needed"),
                   _("compartment " STR_FMT ", epoch %u: whether its shares give the key "
                     "was never tried here"),
                   STR_ARG(kept->compartment), kept->epoch);
    else
        doctor_say(
            d, "keys.drill", days > DRILL_DAYS ? DOCTOR_DOUBTFUL : DOCTOR_OK,
            days > DRILL_DAYS ? _("try it again once a year: keepers move, paper "
                                  "fades (stele recovery drill)")
                              : NULL,
            _n(days,
               "compartment %.*s, epoch %u: its shares were tried %" PRId64 " day ago",
               "compartment %.*s, epoch %u: its shares were tried %" PRId64 " days ago"),
            STR_ARG(kept->compartment), kept->epoch, days);
}

static void look_at_key(struct doctor *d, const struct recovery_kept *kept,
                        const struct recovery_note *notes, size_t count)
{
    struct str drilled = STR("");
    bool is_shared = false;

    for (size_t i = 0; i < count; i++) {
        if (notes[i].kind != SHARES_OF_COMPARTMENT || notes[i].epoch != kept->epoch ||
            !str_equal(notes[i].owner, kept->compartment))
            continue;
        is_shared = true;
        if (str_compare(notes[i].drilled, drilled) > 0)
            drilled = notes[i].drilled;
    }
    if (is_shared)
        say_drill(d, kept, drilled);
    else
        say_never_shared(d, kept);
}

static void recovery(struct doctor *d)
{
    struct recovery_note *notes = NULL;
    struct recovery_kept *kept = NULL;
    size_t note_count = 0;
    size_t kept_count = 0;
    struct err err = {0};

    if (!d->store)
        return;
    if (recovery_notes(&notes, &note_count, d->arena, d->store, &err) != ERR_OK ||
        recovery_keys_kept(&kept, &kept_count, d->arena, d->store, &err) != ERR_OK) {
        doctor_say(d, "keys.recovery", DOCTOR_DOUBTFUL, _("look at its permissions"),
                   "%s", err.message);
        return;
    }
    for (size_t i = 0; i < kept_count; i++)
        look_at_key(d, &kept[i], notes, note_count);
}

static const doctor_check checks[] = {key_ring, locked_memory, recovery, NULL};
const struct doctor_topic doctor_keys = {N_("keys"), checks};
