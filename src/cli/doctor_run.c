#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "cli/doctor.h"

/* Other people's programs, asked for their version. */

enum { ANSWER_MAX = 65536, ANSWER_CHUNK = 4096 };
static const int64_t patience_ns = INT64_C(5000000000);

/* Until it has said all, or too much, or the time is over. */
static bool listen_to(struct buf *said, int fd)
{
    int64_t deadline = clock_monotonic_ns() + patience_ns;
    ssize_t got = 1;

    while (got > 0 && said->len < ANSWER_MAX) {
        int64_t left_ms = (deadline - clock_monotonic_ns()) / 1000000;
        struct pollfd ready = {.fd = fd, .events = POLLIN};

        if (left_ms <= 0 || poll(&ready, 1, (int)left_ms) <= 0)
            return false;
        got = read(fd, buf_reserve(said, ANSWER_CHUNK), ANSWER_CHUNK);
        said->len += got > 0 ? (size_t)got : 0;
    }
    return got == 0;
}

static bool start(pid_t *child, const char *const *argv, int output)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed;

    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawnattr_init(&attributes);
    (void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY,
                                           0);
    (void)posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    /* NOLINTBEGIN(performance-no-int-to-ptr): posix_spawn() does not write to it */
    failed = posix_spawnp(child, argv[0], &actions, &attributes,
                          (char *const *)(uintptr_t)argv, environ);
    /* NOLINTEND(performance-no-int-to-ptr) */
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed == 0;
}

/* It and whatever it started: its process group is its own. */
static bool end(pid_t child, bool is_done)
{
    int status = 0;

    if (!is_done)
        (void)kill(-child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return is_done && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool doctor_run(struct str *out, struct arena *arena, const char *const *argv)
{
    struct buf said = {0};
    int ends[2];
    pid_t child = 0;
    bool is_well = false;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return false;
    if (start(&child, argv, ends[1])) {
        (void)close(ends[1]);
        ends[1] = -1;
        is_well = end(child, listen_to(&said, ends[0]));
    }
    if (ends[1] >= 0)
        (void)close(ends[1]);
    (void)close(ends[0]);
    if (is_well)
        *out = arena_str(arena, buf_str(&said));
    buf_release(&said);
    return is_well;
}
