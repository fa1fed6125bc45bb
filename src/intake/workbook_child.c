#include "intake/workbook_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "base/process.h"
#include "intake/workbook.h"

/* The bytes as a file that has no name and can no longer be changed. */
static enum err_code hold(int *out, struct str bytes, struct err *err)
{
    int fd = memfd_create("workbook", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd < 0)
        return err_set_errno(err, "could not hand the file to its reader");
    if (file_write(fd, _("a copy in memory"), bytes, err) == ERR_OK &&
        (lseek(fd, 0, SEEK_SET) != 0 ||
         fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0))
        (void)err_set_errno(err, "could not hand the file to its reader");
    if (err->code != ERR_OK) {
        (void)close(fd);
        return err->code;
    }
    *out = fd;
    return ERR_OK;
}

static enum err_code not_started(struct err *err, const char *program, int why)
{
    errno = why;
    if (why == ENOENT)
        return err_set(err, ERR_IO,
                       "the program that reads workbooks is not there: \"%s\" belongs "
                       "beside stele",
                       program);
    return err_set_errno(err, "could not start \"%s\", which reads workbooks", program);
}

/* Nothing is passed on but its input, its output and the language of its sentences. */
static enum err_code start(pid_t *out, struct arena *arena, char *const *command,
                           int input, int output, struct err *err)
{
    posix_spawn_file_actions_t actions;
    int why = posix_spawn_file_actions_init(&actions);

    if (why == 0) {
        why = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
        if (why == 0)
            why = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        if (why == 0)
            why = posix_spawn(out, command[0], &actions, NULL, command,
                              message_environment(arena));
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    return why == 0 ? ERR_OK : not_started(err, command[0], why);
}

static enum err_code wait_for(pid_t child, struct err *err)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return err_set_errno(err, "could not wait for the reader of workbooks");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return err_set(err, ERR_LIMIT, "it takes too long to read");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_IO,
                       "its reader was stopped (signal %d): it is damaged, larger than "
                       "this machine can take, or made to do harm",
                       WTERMSIG(status));
    if (WEXITSTATUS(status) > 1)
        return err_set(err, ERR_IO, "its reader could not begin (status %d)",
                       WEXITSTATUS(status));
    return ERR_OK;
}

static enum err_code collect(struct str *out, struct arena *arena, pid_t child, int pipe,
                             struct err *err)
{
    struct str stream = {0};
    struct err ignored = {0};

    if (file_read_stream(&stream, arena, pipe, WORKBOOK_MAX_STREAM, err) != ERR_OK) {
        (void)kill(child, SIGKILL);
        (void)wait_for(child, &ignored);
        return err->code;
    }
    if (wait_for(child, err) != ERR_OK)
        return err->code;
    *out = stream;
    return ERR_OK;
}

enum err_code workbook_run(struct str *out, struct arena *arena, struct str file,
                           struct str sheet, struct err *err)
{
    char *const *command = NULL;
    char *args[] = {NULL, NULL};
    int ends[2] = {-1, -1};
    int input = -1;
    pid_t child = -1;

    if (file.len > WORKBOOK_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a workbook of more than %d bytes is not read",
                       WORKBOOK_MAX_BYTES);
    if (sheet.len > 0) {
        args[0] = ARENA_ARRAY(arena, char, sheet.len + 1);
        memcpy(args[0], sheet.ptr, sheet.len);
    }
    if (process_own(&command, arena, "stele-workbook", args, err) != ERR_OK) {
        err->code =
            ERR_IO; /* the table is there: it is the machine that lacks something */
        return ERR_IO;
    }
    if (hold(&input, file, err) != ERR_OK)
        return err->code;
    err->code = ERR_OK;
    if (pipe2(ends, O_CLOEXEC) != 0)
        (void)err_set_errno(err, "could not hand the file to its reader");
    else
        (void)start(&child, arena, command, input, ends[1], err);
    (void)close(input);
    if (ends[1] >= 0)
        (void)close(ends[1]);
    if (err->code == ERR_OK)
        (void)collect(out, arena, child, ends[0], err);
    if (ends[0] >= 0)
        (void)close(ends[0]);
    return err->code;
}
