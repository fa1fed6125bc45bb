#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/store.h"
#include "store/store_inside.h"

enum { HOLDER_MAX = 256, FIRST_PAUSE_NS = 100000, LONGEST_PAUSE_NS = 20000000 };

/* flock() waits without bound; asking again lets us give up with a reason. A file system
 * that cannot lock is another reason: errno tells, EWOULDBLOCK when others hold it. */
static bool lock_within(int fd, int64_t deadline_ns)
{
    int64_t pause_ns = FIRST_PAUSE_NS;

    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) ||
            clock_monotonic_ns() >= deadline_ns)
            return false;
        clock_sleep_ns(pause_ns);
        if (pause_ns < LONGEST_PAUSE_NS)
            pause_ns *= 2;
    }
    return true;
}

/* What the holder wrote: "<pid> <since> <command>", or nothing. */
static struct str read_holder(char text[HOLDER_MAX], int fd)
{
    struct err ignored = {0};
    size_t got = 0;

    if (file_read_at(&got, fd, "head.lock", text, HOLDER_MAX, 0, &ignored) != ERR_OK)
        return STR("");
    return str_trim((struct str){text, got});
}

static void write_holder(const struct store *store, int fd)
{
    struct clock_text now = {{0}};
    struct err ignored = {0};
    char text[HOLDER_MAX];
    int len;

    if (clock_now(&now, &ignored) != ERR_OK)
        now = clock_write(0);
    len = snprintf(text, sizeof text, "%ld %s %.*s\n", (long)getpid(), now.text,
                   (int)str_prefix(store->command, 160).len, store->command.ptr);
    /* For messages and for the next holder's care only: failing here harms nobody. */
    if (ftruncate(fd, 0) < 0 || pwrite(fd, text, (size_t)len, 0) < 0)
        return;
}

/* What stays written there tells the next holder to look for leftovers. */
static void clear_holder(int fd)
{
    if (ftruncate(fd, 0) < 0)
        return; /* it stays, and costs the next holder a look */
}

static enum err_code in_use(int fd, int failure, struct err *err)
{
    char text[HOLDER_MAX];
    struct str rest = fd >= 0 ? read_holder(text, fd) : STR("");
    struct str pid = str_cut(&rest, ' ');
    struct str since = str_cut(&rest, ' ');

    if (failure != EWOULDBLOCK && failure != EINTR) {
        errno = failure;
        return err_set_errno(err, "could not lock the archive");
    }
    if (rest.len == 0)
        return err_set(err, ERR_CONFLICT,
                       "archive is being written by another process; try again later");
    return err_set(err, ERR_CONFLICT,
                   "archive is being written by process " STR_FMT " (\"" STR_FMT
                   "\", since " STR_FMT "); try again later",
                   STR_ARG(pid), STR_ARG(rest), STR_ARG(since));
}

static enum err_code open_head_lock(int *fd, struct store *store, struct str feed,
                                    struct err *err)
{
    struct store_path path = store_path_of(STR_FMT "/head.lock", STR_ARG(feed));
    int state;

    if (store_state_dir(&state, store, err) != ERR_OK)
        return err->code;
    *fd = openat(state, path.text, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                 STATE_FILE_MODE);
    if (*fd < 0)
        return file_error(err, path.text, "could not open");
    return ERR_OK;
}

enum err_code store_lock(bool *was_interrupted, struct store *store, struct str feed,
                         struct err *err)
{
    int64_t deadline_ns = clock_monotonic_ns() + store->patience_ms * 1000000;
    char text[HOLDER_MAX];
    int fd = -1;

    if (store_writable(store, err) != ERR_OK ||
        open_head_lock(&fd, store, feed, err) != ERR_OK)
        return err->code;
    if (!lock_within(store->dir, deadline_ns)) {
        (void)in_use(fd, errno, err);
        (void)close(fd);
        return err->code;
    }
    if (!lock_within(fd, deadline_ns)) {
        (void)in_use(fd, errno, err);
        (void)flock(store->dir, LOCK_UN);
        (void)close(fd);
        return err->code;
    }
    *was_interrupted = read_holder(text, fd).len > 0;
    write_holder(store, fd);
    store->head_lock = fd;
    return ERR_OK;
}

void store_unlock(struct store *store, bool is_clean)
{
    if (store->head_lock < 0)
        return;
    if (is_clean)
        clear_holder(store->head_lock);
    (void)close(store->head_lock);
    store->head_lock = -1;
    (void)flock(store->dir, LOCK_UN);
}
