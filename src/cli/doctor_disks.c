#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/machine.h"
#include "base/message.h"
#include "cli/doctor.h"
#include "store/store.h"
#include "store/store_inspect.h"

/* Room, kind of file system, encryption below it, and whether writing there holds. */

/* A place where something of ours lies. */
struct place {
    const char *space; /* names of the checks */
    const char *kind;
    const char *crypt;
    const char *name; /* as people read it */
    struct str path;
    uint64_t enough; /* bytes that should be free */
    bool is_lasting; /* must outlive the next start */
    bool is_index;
};

static const uint64_t room_for_originals = UINT64_C(1) << 30;
static const uint64_t room_for_state = UINT64_C(64) << 20;

static void say_space(struct doctor *d, const struct place *place,
                      const struct machine_disk *disk)
{
    bool is_enough = disk->free_bytes >= place->enough;

    doctor_say(d, place->space, is_enough ? DOCTOR_OK : DOCTOR_DOUBTFUL,
               is_enough ? NULL
                         : _("make room, or choose another place, before the next long "
                             "work"),
               _("%s: " STR_FMT " free"), place->name,
               STR_ARG(doctor_size(d, disk->free_bytes)));
}

static const char *kind_problem(const struct place *place,
                                const struct machine_disk *disk)
{
    if (disk->kind == FILE_SYSTEM_FAT)
        return place->is_lasting
                   ? _("it cannot replace a file at one stroke: an archive there is only "
                       "read; copy the folder to another file system to write")
                   : _("it cannot replace a file at one stroke: choose another place");
    if (disk->kind == FILE_SYSTEM_NETWORK)
        return place->is_index ? _("the index cannot lie there: set XDG_CACHE_HOME to a "
                                   "folder of this "
                                   "machine")
                               : _("locks between machines may not hold there: let one "
                                   "machine write, "
                                   "and keep a copy on a disk of your own");
    if (place->is_lasting && disk->is_in_memory)
        return _("it lies in memory and is gone at the next start: choose another place");
    if (place->is_lasting && disk->is_layered)
        return _("it belongs to a container and is gone with it: choose another place");
    if (place->is_lasting && disk->is_read_only)
        return _("nothing can be written there; reading works");
    return NULL;
}

static void say_kind(struct doctor *d, const struct place *place,
                     const struct machine_disk *disk)
{
    const char *problem = kind_problem(place, disk);

    doctor_say(d, place->kind, problem ? DOCTOR_DOUBTFUL : DOCTOR_OK, problem,
               _("%s: the file system is " STR_FMT), place->name, STR_ARG(disk->type));
}

static void say_crypt_of_disk(struct doctor *d, const struct place *place,
                              const struct machine_disk *disk)
{
    bool is_crypt = disk->crypt == MACHINE_CRYPT_YES;

    doctor_say(d, place->crypt, is_crypt ? DOCTOR_OK : DOCTOR_DOUBTFUL,
               is_crypt ? NULL
                        : _("who takes this machine reads it: encrypt the whole disk "
                            "(LUKS), or at least this folder (gocryptfs): "
                            "docs/stolen-laptop.md"),
               is_crypt ? _("%s: encrypted below the file system")
                        : _("%s: not encrypted, or that cannot be seen from here"),
               place->name);
}

static void say_crypt(struct doctor *d, const struct place *place,
                      const struct machine_disk *disk)
{
    if (disk->is_in_memory) {
        doctor_say(d, place->crypt, DOCTOR_OK, NULL,
                   _("%s: in memory; see swap for whether it stays there"), place->name);
        return;
    }
    say_crypt_of_disk(d, place, disk);
}

static void look_at(struct doctor *d, const struct place *place)
{
    struct machine_disk disk = {0};

    if (place->path.len == 0) {
        doctor_say(d, place->kind, DOCTOR_DOUBTFUL,
                   _("set HOME, or the variables that docs/doctor.md names"),
                   _("%s: the environment names no place for it"), place->name);
        return;
    }
    if (!machine_disk_at(&disk, d->arena, place->path.ptr)) {
        doctor_say(d, place->kind, DOCTOR_DOUBTFUL, _("look at its permissions"),
                   _("%s: it could not be looked at: " STR_FMT), place->name,
                   STR_ARG(place->path));
        return;
    }
    say_space(d, place, &disk);
    say_kind(d, place, &disk);
    say_crypt(d, place, &disk);
}

static void archive_disk(struct doctor *d)
{
    if (d->store)
        look_at(d,
                &(struct place){"disk.archive.space", "disk.archive.kind",
                                "disk.archive.encrypted", _("the archive"),
                                store_folder(d->store), room_for_originals, true, false});
}

static void state_disk(struct doctor *d)
{
    look_at(d, &(struct place){"disk.state.space", "disk.state.kind",
                               "disk.state.encrypted", _("keys and state"),
                               store_state_home(d->arena), room_for_state, true, false});
}

static void cache_disk(struct doctor *d)
{
    look_at(d, &(struct place){"disk.cache.space", "disk.cache.kind",
                               "disk.cache.encrypted", _("the index"),
                               store_cache_home(d->arena), room_for_state, false, true});
}

static void temporary_disk(struct doctor *d)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    struct str path = str_from_c(getenv("TMPDIR"));

    look_at(d, &(struct place){"disk.temporary.space", "disk.temporary.kind",
                               "disk.temporary.encrypted", _("temporary files"),
                               path.len > 0 ? arena_str(d->arena, path) : STR("/tmp"),
                               room_for_state, false, false});
}

/* Write, sync, rename, sync the folder: what every commit does. The file is removed. */
static enum err_code try_to_write(int64_t *took_ns, struct doctor *d, struct str folder,
                                  struct err *err)
{
    struct str name = arena_printf(d->arena, ".stele-doctor-%ld", (long)getpid());
    int64_t began = clock_monotonic_ns();
    int dir = -1;
    enum err_code code = file_open_dir(&dir, AT_FDCWD, folder.ptr, err);

    if (code != ERR_OK)
        return code;
    code = file_replace(dir, name.ptr, S_IRUSR | S_IWUSR, STR("a trial\n"), err);
    *took_ns = clock_monotonic_ns() - began;
    if (file_remove(dir, name.ptr, code == ERR_OK ? err : &(struct err){0}) != ERR_OK &&
        code == ERR_OK)
        code = err->code;
    (void)close(dir);
    return code;
}

static void trial(struct doctor *d, const char *check, const char *name,
                  struct str folder)
{
    struct err err = {0};
    int64_t took_ns = 0;
    enum err_code code;

    if (folder.len == 0)
        return; /* said above */
    code = try_to_write(&took_ns, d, folder, &err);
    if (code == ERR_OK)
        doctor_say(d, check, DOCTOR_OK, NULL,
                   _("%s: a trial write was on the disk after %" PRId64 " ms"), name,
                   took_ns / 1000000);
    else if (code == ERR_NOT_FOUND)
        doctor_say(d, check, DOCTOR_OK, NULL,
                   _("%s: the folder is made when it is first needed: " STR_FMT), name,
                   STR_ARG(folder));
    else
        doctor_say(d, check, DOCTOR_DOUBTFUL, _("look at its permissions and its disk"),
                   "%s: %s", name, err.message);
}

void doctor_state_trial(struct doctor *d)
{
    trial(d, "disk.state.durable", _("keys and state"), store_state_home(d->arena));
}

static void cache_trial(struct doctor *d)
{
    trial(d, "disk.cache.durable", _("the index"), store_cache_home(d->arena));
}

static void swap(struct doctor *d)
{
    switch (machine_swap(d->arena)) {
    case MACHINE_SWAP_NONE:
        doctor_say(d, "disk.swap", DOCTOR_OK, NULL, _("swap: none is in use"));
        break;
    case MACHINE_SWAP_SAFE:
        doctor_say(d, "disk.swap", DOCTOR_OK, NULL, _("swap: in memory or encrypted"));
        break;
    case MACHINE_SWAP_NOT_SEEN:
        doctor_say(d, "disk.swap", DOCTOR_DOUBTFUL, _("look with: swapon --show"),
                   _("swap: where it lies could not be seen"));
        break;
    case MACHINE_SWAP_OPEN:
        doctor_say(
            d, "disk.swap", DOCTOR_DOUBTFUL,
            _("keys and names may come to lie on the disk: encrypt it, or swapoff -a"),
            _("swap: in use, and not encrypted as far as can be seen"));
        break;
    }
}

static void hibernation(struct doctor *d)
{
    switch (machine_hibernation(d->arena)) {
    case MACHINE_HIBERNATION_NONE:
        doctor_say(d, "disk.hibernation", DOCTOR_OK, NULL,
                   _("hibernation: this machine does not write its memory to a disk"));
        break;
    case MACHINE_HIBERNATION_SAFE:
        doctor_say(d, "disk.hibernation", DOCTOR_OK, NULL,
                   _("hibernation: possible, and what it writes is encrypted"));
        break;
    case MACHINE_HIBERNATION_OPEN:
        doctor_say(d, "disk.hibernation", DOCTOR_DOUBTFUL,
                   _("systemctl mask hibernate.target hybrid-sleep.target "
                     "suspend-then-hibernate.target, or encrypt swap"),
                   _("hibernation: possible, and it would write keys and names to an "
                     "open disk"));
        break;
    }
}

static const doctor_check checks[] = {archive_disk, state_disk,  doctor_state_trial,
                                      cache_disk,   cache_trial, temporary_disk,
                                      swap,         hibernation, NULL};
const struct doctor_topic doctor_disks = {N_("disks"), checks};
