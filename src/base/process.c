#include "base/process.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

/* The search for leaks at the end looks into its own process as a stranger would. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SEARCHED_FOR_LEAKS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SEARCHED_FOR_LEAKS
#endif
#endif

static enum err_code open_memory(int *fd, const char *name, struct str bytes,
                                 struct err *err)
{
    int opened = memfd_create(name, MFD_CLOEXEC);

    if (opened < 0)
        return err_set_errno(err, "could not make a memory file");
    *fd = opened;
    if (file_write(opened, name, bytes, err) != ERR_OK)
        return err->code;
    if (lseek(opened, 0, SEEK_SET) < 0)
        return err_set_errno(err, "could not rewind a memory file");
    return ERR_OK;
}

static enum err_code spawn(pid_t *child, const char *path, char *const *argv, int in,
                           int out, struct err *err)
{
    posix_spawn_file_actions_t actions;
    int problem = posix_spawn_file_actions_init(&actions);

    if (problem == 0) {
        problem = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
        if (problem == 0)
            problem = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
        if (problem == 0)
            problem = posix_spawn(child, path, &actions, NULL, argv, environ);
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    if (problem == 0)
        return ERR_OK;
    errno = problem;
    (void)err_set_errno(err, "could not run \"%s\"", path);
    if (problem == ENOENT)
        err->code = ERR_NOT_FOUND;
    return err->code;
}

static enum err_code wait_for(pid_t child, const char *path, struct err *err)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return err_set_errno(err, "could not wait for \"%s\"", path);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return ERR_OK;
    if (WIFSIGNALED(status))
        return err_set(err, ERR_IO, "\"%s\" was ended by signal %d", path,
                       WTERMSIG(status));
    return err_set(err, ERR_IO, "\"%s\" failed (exit status %d)", path,
                   WEXITSTATUS(status));
}

enum err_code process_run(struct str *out, struct arena *arena, const char *path,
                          char *const *argv, struct str input, size_t limit,
                          struct err *err)
{
    int in = -1;
    int answer = -1;
    pid_t child = -1;
    enum err_code code = open_memory(&in, "input", input, err);

    if (code == ERR_OK)
        code = open_memory(&answer, "output", STR(""), err);
    if (code == ERR_OK)
        code = spawn(&child, path, argv, in, answer, err);
    if (code == ERR_OK)
        code = wait_for(child, path, err);
    if (code == ERR_OK && lseek(answer, 0, SEEK_SET) < 0)
        code = err_set_errno(err, "could not read what \"%s\" wrote", path);
    if (code == ERR_OK)
        code = file_read_stream(out, arena, answer, limit, err);
    if (in >= 0)
        (void)close(in);
    if (answer >= 0)
        (void)close(answer);
    return code;
}

void process_hide_memory(void)
{
    static const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
#ifndef IS_SEARCHED_FOR_LEAKS
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

enum err_code process_find_own(struct str *out, struct arena *arena, const char *name,
                               struct err *err)
{
    static const char *const places[] = {"", "../libexec/stele/"};
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

    if (len <= 0)
        return err_set_errno(err, "could not find out where this program lies");
    while (len > 0 && self[len - 1] != '/')
        len--;
    self[len] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct str path = arena_printf(arena, "%s%s%s", self, places[i], name);

        if (access(path.ptr, X_OK) == 0) {
            *out = path;
            return ERR_OK;
        }
    }
    return err_set(
        err, ERR_NOT_FOUND,
        "the program \"%s\" is neither in \"%s\" nor in \"%s../libexec/stele\": "
        "install it there",
        name, self, self);
}
