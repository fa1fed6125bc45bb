#include "record/passphrase_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "record/member_lock.h"

/* Byte by byte: what comes behind the line is left to whoever reads on. False and errno
 * when it cannot be read. */
static bool read_line(struct passphrase *out, int fd)
{
    for (;;) {
        char c = '\0';
        ssize_t got = read(fd, &c, 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0 || c == '\n')
            return true;
        if (out->len > PASSPHRASE_MAX)
            continue; /* it is refused below; the line is read to its end */
        out->text[out->len++] = c;
    }
}

enum err_code passphrase_from_fd(struct passphrase *out, int fd, const char *path,
                                 struct err *err)
{
    struct passphrase typed = {.text = SECRET_ARRAY(char, PASSPHRASE_MAX + 1)};
    enum err_code code = ERR_OK;

    if (!read_line(&typed, fd))
        code = file_error(err, path, "could not read the passphrase from");
    else if (typed.len > PASSPHRASE_MAX)
        code =
            err_set(err, ERR_LIMIT, "a passphrase has at most %d bytes", PASSPHRASE_MAX);
    if (typed.len > 0 && typed.text[typed.len - 1] == '\r')
        typed.len--;
    if (code == ERR_OK)
        *out = typed;
    else
        passphrase_forget(&typed);
    return code;
}

enum err_code passphrase_from_file(struct passphrase *out, const char *path,
                                   struct err *err)
{
    enum err_code code;
    int fd;

    if (strcmp(path, "-") == 0)
        return passphrase_from_fd(out, STDIN_FILENO, path, err);
    /* A link or a pipe is as good: the user names it. */
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return file_error(err, path, "could not open");
    code = passphrase_from_fd(out, fd, path, err);
    (void)close(fd);
    return code;
}

struct str passphrase_str(const struct passphrase *passphrase)
{
    return (struct str){passphrase->text, passphrase->len};
}

void passphrase_forget(struct passphrase *passphrase)
{
    secret_free(passphrase->text);
    *passphrase = (struct passphrase){0};
}
