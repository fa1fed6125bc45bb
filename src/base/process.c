#include "base/process.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/self.h"

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
    const char *const places[] = {name,
                                  arena_printf(arena, "../libexec/stele/%s", name).ptr};
    struct str folder = self_folder(arena);
    /* A loader reads the program: on FAT nothing may be executed that is not named so. */
    int mode = self_loader(arena).len > 0 ? R_OK : X_OK;
    struct str found = self_find(arena, places, sizeof places / sizeof *places, mode);

    if (folder.len == 0)
        return err_set(err, ERR_IO, "could not find out where this program lies");
    if (found.len == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "the program \"%s\" is neither in \"" STR_FMT
                       "\" nor in \"" STR_FMT "../libexec/stele\": install it there",
                       name, STR_ARG(folder), STR_ARG(folder));
    *out = found;
    return ERR_OK;
}

static char *word(struct arena *arena, struct str text)
{
    char *copy = ARENA_ARRAY(arena, char, text.len + 1);

    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return copy;
}

/* The loader's folder holds the libraries. */
static size_t loader_words(char **words, struct arena *arena, struct str loader,
                           struct str program)
{
    size_t count = 0;
    struct str folder = loader;

    while (folder.len > 1 && folder.ptr[folder.len - 1] != '/')
        folder.len--;
    words[count++] = word(arena, loader);
    words[count++] = word(arena, STR("--inhibit-cache"));
    words[count++] = word(arena, STR("--library-path"));
    words[count++] = word(arena, folder);
    words[count++] = word(arena, program);
    return count;
}

enum err_code process_own(char *const **out, struct arena *arena, const char *name,
                          char *const *args, struct err *err)
{
    enum { WORDS_OF_LOADER = 4 };
    struct str loader = self_loader(arena);
    struct str program = {0};
    size_t count = 0;
    char **words;

    if (process_find_own(&program, arena, name, err) != ERR_OK)
        return err->code;
    while (args[count])
        count++;
    words = ARENA_ARRAY(arena, char *, WORDS_OF_LOADER + 1 + count + 1);
    count = 1;
    if (loader.len > 0)
        count = loader_words(words, arena, loader, program);
    else
        words[0] = word(arena, program);
    while (*args)
        words[count++] = *args++;
    *out = words;
    return ERR_OK;
}
