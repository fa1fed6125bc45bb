/*
 * Our age files on standard input and output, for age.sh:
 *
 *   age_tool new                       a fresh key
 *   age_tool recipient KEY-FILE        its recipient
 *   age_tool seal RECIPIENT... <plain  in parts, as objects are sealed
 *   age_tool open KEY-FILE FILE        in parts, as objects are read
 *   age_tool open-whole KEY-FILE FILE  in memory, as statements are opened
 */

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "crypto/age_stream.h"

enum { PART_BYTES = 100000 };

static int fail(const char *message)
{
    (void)fprintf(stderr, "%s\n", message);
    return 1;
}

static bool key_of(struct age_identity *out, const char *path)
{
    struct arena arena = {0};
    struct err err = {0};
    struct str text = {0};
    bool is_key = file_read(&text, &arena, AT_FDCWD, path, 4096, &err) == ERR_OK &&
                  age_identity_parse(out, str_trim(text));

    arena_free(&arena);
    return is_key;
}

static enum err_code to_stdout(void *context, const void *bytes, size_t len,
                               struct err *err)
{
    (void)context;
    return file_write(STDOUT_FILENO, "standard output", (struct str){bytes, len}, err);
}

static enum err_code from_file(size_t *got, void *context, uint64_t offset, void *buffer,
                               size_t len, struct err *err)
{
    return file_read_at(got, *(const int *)context, "the file", buffer, len, offset, err);
}

static enum err_code seal_input(struct age_writer *writer, struct err *err)
{
    static char part[PART_BYTES];
    ssize_t got = 1;

    while (got > 0) {
        got = read(STDIN_FILENO, part, sizeof part);
        if (got < 0)
            return err_set_errno(err, "could not read");
        if (age_writer_add(writer, part, (size_t)got, err) != ERR_OK)
            return err->code;
    }
    return age_writer_finish(writer, err);
}

static int run_seal(char **recipients, size_t count)
{
    uint8_t to[AGE_RECIPIENTS_MAX][AGE_KEY_BYTES];
    struct age_writer *writer = age_writer_new();
    struct err err = {0};
    enum err_code code;

    if (count == 0 || count > AGE_RECIPIENTS_MAX)
        return fail("one recipient at least");
    for (size_t i = 0; i < count; i++)
        if (!age_recipient_parse(to[i], str_from_c(recipients[i])))
            return fail("no recipient");
    code = age_writer_start(writer, (const uint8_t(*)[AGE_KEY_BYTES])to, count, to_stdout,
                            NULL, &err);
    if (code == ERR_OK)
        code = seal_input(writer, &err);
    age_writer_free(writer);
    return code == ERR_OK ? 0 : fail(err.message);
}

static enum err_code write_all(struct age_reader *reader, struct err *err)
{
    static char part[PART_BYTES];
    uint64_t offset = 0;
    size_t got = 1;

    while (got > 0) {
        if (age_reader_read(&got, reader, offset, part, sizeof part, err) != ERR_OK ||
            to_stdout(NULL, part, got, err) != ERR_OK)
            return err->code;
        offset += got;
    }
    return ERR_OK;
}

static int run_open(const char *key_file, const char *path)
{
    struct age_identity identity = {0};
    struct age_reader *reader = NULL;
    struct err err = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    enum err_code code;

    if (size < 0 || !key_of(&identity, key_file))
        return fail("no file or no key");
    code = age_reader_open(&reader, (uint64_t)size, from_file, &fd, &identity, 1, &err);
    if (code == ERR_OK)
        code = write_all(reader, &err);
    age_reader_close(reader);
    (void)close(fd);
    return code == ERR_OK ? 0 : fail(err.message);
}

static int run_open_whole(const char *key_file, const char *path)
{
    struct age_identity identity = {0};
    struct arena arena = {0};
    struct buf out = {0};
    struct err err = {0};
    struct str sealed = {0};

    if (!key_of(&identity, key_file))
        return fail("no key");
    if (file_read(&sealed, &arena, AT_FDCWD, path, 1 << 28, &err) != ERR_OK ||
        age_open(&out, NULL, sealed, &identity, 1, &err) != ERR_OK ||
        to_stdout(NULL, out.ptr, out.len, &err) != ERR_OK)
        return fail(err.message);
    buf_release(&out);
    arena_free(&arena);
    return 0;
}

static int run_new(void)
{
    struct age_identity identity = {0};
    char text[AGE_IDENTITY_LEN + 1];

    age_identity_new(&identity);
    age_identity_text(text, &identity);
    return puts(text) < 0;
}

static int run_recipient(const char *key_file)
{
    struct age_identity identity = {0};
    char text[AGE_RECIPIENT_LEN + 1];

    if (!key_of(&identity, key_file))
        return fail("no key");
    age_recipient_text(text, identity.public);
    return puts(text) < 0;
}

int main(int argc, char **argv)
{
    struct str what = str_from_c(argc > 1 ? argv[1] : "");

    if (str_equal(what, STR("new")) && argc == 2)
        return run_new();
    if (str_equal(what, STR("recipient")) && argc == 3)
        return run_recipient(argv[2]);
    if (str_equal(what, STR("seal")))
        return run_seal(argv + 2, (size_t)argc - 2);
    if (str_equal(what, STR("open")) && argc == 4)
        return run_open(argv[2], argv[3]);
    if (str_equal(what, STR("open-whole")) && argc == 4)
        return run_open_whole(argv[2], argv[3]);
    return fail("usage: age_tool new | recipient KEY-FILE | seal RECIPIENT... | "
                "open KEY-FILE FILE | open-whole KEY-FILE FILE");
}
