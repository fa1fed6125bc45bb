#include "fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* NOLINTBEGIN(concurrency-mt-unsafe): nobody writes the environment */

enum what { NOTHING, FAILS, KILLS, TEARS, FILLS, SHORTENS };

static struct {
    char root[4096];
    size_t root_len;
    unsigned classes;
    unsigned long at;
    enum what what;
    int failure;
    int log;
} fault = {.classes = FAULT_CHANGE, .log = -1};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned long calls;
static bool is_full;
static bool dies_after_write;

void fault_lock(void)
{
    (void)pthread_mutex_lock(&mutex);
}

void fault_unlock(void)
{
    int saved = errno;

    (void)pthread_mutex_unlock(&mutex);
    errno = saved;
}

union fault_function fault_next(const char *name)
{
    return (union fault_function){.object = dlsym(RTLD_NEXT, name)};
}

int fault_open_own(const char *path)
{
    enum { FAR_AWAY = 500 };
    long opened = syscall(SYS_openat, AT_FDCWD, path,
                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    int fd = (int)opened;
    int far_fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FAR_AWAY);

    if (far_fd < 0)
        abort();
    (void)syscall(SYS_close, fd);
    return far_fd;
}

static enum what what_of(const char *name, int *failure)
{
    static const struct {
        const char *name;
        enum what what;
        int failure;
    } all[] = {{"EIO", FAILS, EIO},       {"ENOSPC", FAILS, ENOSPC},
               {"EMFILE", FAILS, EMFILE}, {"KILL", KILLS, 0},
               {"TORN", TEARS, 0},        {"FULL", FILLS, ENOSPC},
               {"SHORT", SHORTENS, 0}};

    for (size_t i = 0; name && i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].name, name) == 0) {
            *failure = all[i].failure;
            return all[i].what;
        }
    return NOTHING;
}

static unsigned long number(const char *variable, unsigned long otherwise)
{
    const char *text = getenv(variable);

    return text ? strtoul(text, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void begin(void)
{
    const char *root = getenv("FAULT_ROOT");
    const char *log = getenv("FAULT_LOG");

    (void)snprintf(fault.root, sizeof fault.root, "%s/", root ? root : "");
    fault.root_len = strlen(fault.root);
    fault.classes = (unsigned)number("FAULT_CALLS", FAULT_CHANGE);
    fault.at = number("FAULT_AT", 0);
    fault.what = what_of(getenv("FAULT"), &fault.failure);
    if (log)
        fault.log = fault_open_own(log);
}

struct fault_path fault_path_of_fd(int fd)
{
    struct fault_path path;
    char link[64];
    ssize_t len;

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, path.text, sizeof path.text - 1);
    path.text[len > 0 ? len : 0] = '\0';
    return path;
}

struct fault_path fault_path_of(int dir, const char *path)
{
    struct fault_path whole = {{0}};
    struct fault_path folder;
    size_t len;

    if (path[0] == '/') {
        (void)snprintf(whole.text, sizeof whole.text, "%s", path);
        return whole;
    }
    if (dir == AT_FDCWD)
        (void)syscall(SYS_getcwd, folder.text, sizeof folder.text);
    else
        folder = fault_path_of_fd(dir);
    (void)snprintf(whole.text, sizeof whole.text, "%s", folder.text);
    len = strlen(whole.text);
    (void)snprintf(whole.text + len, sizeof whole.text - len, "/%s", path);
    return whole;
}

bool fault_counts(const struct fault_path *path)
{
    size_t len = fault.root_len - 1; /* without its slash: the folder itself counts */

    return strncmp(path->text, fault.root, len) == 0 &&
           (path->text[len] == '/' || path->text[len] == '\0');
}

static void tell(const char *call, const struct fault_path *path)
{
    char line[4200];
    bool is_root = strlen(path->text) < fault.root_len;
    int len;

    if (fault.log < 0)
        return;
    len = snprintf(line, sizeof line, "%lu\t%s\t%s\n", calls, call,
                   is_root ? "." : path->text + fault.root_len);
    (void)syscall(SYS_write, fault.log, line, len);
}

static void die(void)
{
    (void)kill(getpid(), SIGKILL);
    for (;;)
        (void)pause();
}

static bool fail(int failure)
{
    errno = failure;
    return false;
}

/* True when this is the call. */
static bool is_now(const char *call, unsigned classes, const struct fault_path *path)
{
    if (!(classes & fault.classes) || !fault_counts(path))
        return false;
    calls++;
    tell(call, path);
    return calls == fault.at;
}

static bool allows(const char *call, unsigned classes, const struct fault_path *path)
{
    int saved = errno;

    if (is_full && (classes & FAULT_ROOM) && fault_counts(path))
        return fail(ENOSPC);
    if (is_now(call, classes, path)) {
        is_full = fault.what == FILLS;
        if (fault.what == KILLS || fault.what == TEARS)
            die();
        if (fault.what == FAILS || (is_full && (classes & FAULT_ROOM)))
            return fail(fault.failure);
    }
    errno = saved;
    return true;
}

bool fault_allows_fd(const char *call, unsigned classes, int fd)
{
    struct fault_path path = fault_path_of_fd(fd);

    return allows(call, classes, &path);
}

bool fault_allows_path(const char *call, unsigned classes, int dir, const char *path)
{
    struct fault_path whole = fault_path_of(dir, path);

    return allows(call, classes, &whole);
}

bool fault_allows_write(const char *call, int fd, size_t *len)
{
    struct fault_path path = fault_path_of_fd(fd);

    if (is_full && fault_counts(&path))
        return fail(ENOSPC);
    if (!is_now(call, FAULT_CHANGE | FAULT_ROOM, &path))
        return true;
    if (fault.what == KILLS)
        die();
    if (fault.what == FAILS)
        return fail(fault.failure);
    if (fault.what == FILLS && *len < 2) {
        is_full = true;
        return fail(ENOSPC);
    }
    if (*len > 1)
        *len /= 2;
    is_full = fault.what == FILLS;
    dies_after_write = fault.what == TEARS;
    return true;
}

void fault_after_write(void)
{
    if (dies_after_write)
        die();
}

/* NOLINTEND(concurrency-mt-unsafe) */
