#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/machine.h"
#include "base/message.h"
#include "cli/doctor.h"
#include "crypto/version.h"
#include "store/db.h"

/* Clock, system, sandbox and libraries of this machine. */

/* Raised with each version: before it, no clock can be right (docs/versions.md). */
enum { YEAR_OF_THIS_VERSION = 2026, FILES_ENOUGH = 256 };

/* --- clock --- */

void doctor_clock_year(struct doctor *d)
{
    struct clock_text now = {{0}};
    struct err err = {0};
    uint64_t year = 0;
    bool is_early;

    if (clock_now(&now, &err) != ERR_OK) {
        doctor_say(d, "clock.year", DOCTOR_DOUBTFUL, _("unset STELE_NOW"), "%s",
                   err.message);
        return;
    }
    is_early =
        !str_to_u64(&year, (struct str){now.text, 4}) || year < YEAR_OF_THIS_VERSION;
    doctor_say(d, "clock.year", is_early ? DOCTOR_DOUBTFUL : DOCTOR_OK,
               is_early ? _("set the clock before anything is recorded: every statement "
                            "carries it for good")
                        : NULL,
               is_early ? _("the clock says %s, which is before this version was made")
                        : _("the clock says %s; that is a claim, and only anchors from "
                            "outside make it more"),
               now.text);
    if (clock_is_set_by_hand())
        doctor_say(d, "clock.by_hand", DOCTOR_DOUBTFUL,
                   _("unset STELE_NOW: it is for tests"),
                   _("STELE_NOW sets the clock; only synthetic archives are written so"));
}

static void clock_service(struct doctor *d)
{
    enum machine_clock clock = machine_clock();

    doctor_say(
        d, "clock.synchronised", clock == MACHINE_CLOCK_SET ? DOCTOR_OK : DOCTOR_DOUBTFUL,
        clock == MACHINE_CLOCK_SET
            ? NULL
            : _("compare it by eye with another clock, or start a time service "
                "(systemd-timesyncd, chrony) where there is a network"),
        "%s",
        clock == MACHINE_CLOCK_SET
            ? _("the system says that a time service keeps the clock right")
            : _("no time service keeps the clock right, as far as the system says"));
}

static void time_zone(struct doctor *d)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *zone = getenv("TZ");
    bool is_set = (zone && *zone) || access("/etc/localtime", R_OK) == 0;

    doctor_say(d, "clock.zone", is_set ? DOCTOR_OK : DOCTOR_DOUBTFUL,
               is_set ? NULL : _("set it, so that other programs' times can be compared"),
               "%s",
               is_set ? _("a time zone is set; statements carry UTC whatever it is")
                      : _("no time zone is set; statements carry UTC all the same"));
}

static const doctor_check clock_checks[] = {doctor_clock_year, clock_service, time_zone,
                                            NULL};
const struct doctor_topic doctor_clock = {N_("clock"), clock_checks};

/* --- system --- */

static void core_dumps(struct doctor *d)
{
    struct str pattern =
        str_trim(machine_read(d->arena, "/proc/sys/kernel/core_pattern"));
    struct rlimit limit = {0};
    /* A program is started even where the limit is nothing. */
    bool is_piped = str_starts_with(pattern, STR("|"));
    bool may = getrlimit(RLIMIT_CORE, &limit) == 0 && (limit.rlim_cur > 0 || is_piped);

    doctor_say(
        d, "system.core_dumps", may ? DOCTOR_DOUBTFUL : DOCTOR_OK,
        may ? _("a crash may write keys and names to a disk: ulimit -c 0, and look "
                "at /proc/sys/kernel/core_pattern")
            : NULL,
        may ? _("core dumps are written (%s)") : _("no core dumps are written (%s)"),
        is_piped ? _("handed to a program")
                 : arena_printf(d->arena, STR_FMT, STR_ARG(pattern)).ptr);
}

static void open_files(struct doctor *d)
{
    struct rlimit limit = {0};
    bool is_few = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < FILES_ENOUGH;

    doctor_say(d, "system.open_files", is_few ? DOCTOR_DOUBTFUL : DOCTOR_OK,
               is_few ? _("raise it: ulimit -n 1024") : NULL,
               _("%" PRIu64 " files may be open at a time"), (uint64_t)limit.rlim_cur);
}

static void file_size(struct doctor *d)
{
    struct rlimit limit = {0};
    bool is_limited =
        getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;

    doctor_say(d, "system.file_size", is_limited ? DOCTOR_DOUBTFUL : DOCTOR_OK,
               is_limited ? _("lift it: ulimit -f unlimited") : NULL,
               is_limited ? _("files may not grow beyond %" PRIu64 " bytes")
                          : _("files may grow as far as the disk goes"),
               (uint64_t)limit.rlim_cur);
}

static bool has_flag(struct str cpuinfo, const char *flag)
{
    struct str wanted = str_from_c(flag);
    size_t at = str_find_str(cpuinfo, wanted);

    return at + wanted.len < cpuinfo.len &&
           (cpuinfo.ptr[at + wanted.len] == ' ' || cpuinfo.ptr[at + wanted.len] == '\n');
}

static void sha_instructions(struct doctor *d)
{
    struct str cpu = machine_read(d->arena, "/proc/cpuinfo");
    bool has = has_flag(cpu, " sha_ni") || has_flag(cpu, " sha2");

    doctor_say(d, "system.sha", DOCTOR_OK, NULL, "%s",
               has ? _("the processor has instructions for SHA-256")
                   : _("the processor has no instructions for SHA-256, or they cannot be "
                       "seen: preserving and verifying take several times longer, "
                       "nothing else changes"));
}

static const doctor_check system_checks[] = {core_dumps, open_files, file_size,
                                             sha_instructions, NULL};
const struct doctor_topic doctor_system = {N_("system"), system_checks};

/* --- sandbox --- */

static void seccomp(struct doctor *d)
{
    bool has = machine_has_seccomp();

    doctor_say(d, "sandbox.seccomp", has ? DOCTOR_OK : DOCTOR_MISSING,
               has ? NULL : _("a kernel with CONFIG_SECCOMP_FILTER, as Debian's has"),
               "%s",
               has ? _("the kernel can limit what a program may ask of it (seccomp)")
                   : _("the kernel cannot limit what a program may ask of it (seccomp): "
                       "strangers' files cannot be read safely"));
}

static void landlock(struct doctor *d)
{
    int version = machine_landlock();

    if (version > 0)
        doctor_say(d, "sandbox.landlock", DOCTOR_OK, NULL,
                   _("the kernel can limit which files a program sees (Landlock, "
                     "version %d)"),
                   version);
    else
        doctor_say(d, "sandbox.landlock", DOCTOR_MISSING,
                   _("a kernel with Landlock switched on (lsm=landlock,...), as Debian's "
                     "is"),
                   _("the kernel cannot limit which files a program sees (Landlock)"));
}

static void user_namespaces(struct doctor *d)
{
    struct str most =
        str_trim(machine_read(d->arena, "/proc/sys/user/max_user_namespaces"));
    struct str free_for_all =
        str_trim(machine_read(d->arena, "/proc/sys/kernel/unprivileged_userns_clone"));
    bool may =
        most.len > 0 && !str_equal(most, STR("0")) && !str_equal(free_for_all, STR("0"));

    /* A second wall only: seccomp and Landlock do without. */
    doctor_say(
        d, "sandbox.user_namespaces", DOCTOR_OK, NULL, "%s",
        may ? _("programs may be put into a namespace of their own")
            : _("programs may not be put into a namespace of their own; seccomp and "
                "Landlock do without it"));
}

static const doctor_check sandbox_checks[] = {seccomp, landlock, user_namespaces, NULL};
const struct doctor_topic doctor_sandbox = {N_("sandbox"), sandbox_checks};

/* --- libraries --- */

static void versions(struct doctor *d)
{
    doctor_say(d, "libraries.stele", DOCTOR_OK, NULL, _("Stele %s"), STELE_VERSION);
    doctor_say(d, "libraries.sqlite", DOCTOR_OK, NULL, _("SQLite %s holds the index"),
               db_library_version());
    doctor_say(d, "libraries.openssl", DOCTOR_OK, NULL, _("OpenSSL %s hashes"),
               crypto_openssl_version());
    doctor_say(d, "libraries.sodium", DOCTOR_OK, NULL, _("libsodium %s signs"),
               crypto_sodium_version());
}

static const doctor_check library_checks[] = {versions, NULL};
const struct doctor_topic doctor_libraries = {N_("libraries"), library_checks};
