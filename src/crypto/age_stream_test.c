#include "crypto/age_stream.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "crypto/age_header.h"

static enum err_code to_buf(void *context, const void *bytes, size_t len, struct err *err)
{
    (void)err;
    buf_bytes(context, bytes, len);
    return ERR_OK;
}

static enum err_code from_str(size_t *got, void *context, uint64_t offset, void *buffer,
                              size_t len, struct err *err)
{
    const struct str *bytes = context;
    struct str part = str_prefix(str_after(*bytes, (size_t)offset), len);

    (void)err;
    if (part.len > 0)
        memcpy(buffer, part.ptr, part.len);
    *got = part.len;
    return ERR_OK;
}

static struct age_identity identity;
static struct age_writer *writer;

static int set_up(void **state)
{
    (void)state;
    age_identity_new(&identity);
    writer = age_writer_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    age_writer_free(writer);
    return 0;
}

static void start(struct buf *out, age_sink sink)
{
    struct err err = {0};

    assert_int_equal(age_writer_start(writer,
                                      (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public,
                                      1, sink, out, &err),
                     ERR_OK);
}

static void seal_in_parts(struct buf *out, struct str plain, size_t part)
{
    struct err err = {0};

    buf_reset(out);
    start(out, to_buf);
    for (; plain.len > 0; plain = str_after(plain, part)) {
        struct str now = str_prefix(plain, part);

        assert_int_equal(age_writer_add(writer, now.ptr, now.len, &err), ERR_OK);
    }
    assert_int_equal(age_writer_finish(writer, &err), ERR_OK);
}

static struct str pattern(struct buf *out, size_t len)
{
    buf_reset(out);
    for (size_t i = 0; i < len; i++)
        buf_char(out, (char)(i * 7 + i / 251));
    return buf_str(out);
}

/* OpenSSL wrote it here, libsodium opens it there: the two agree. */
static void what_is_written_in_parts_opens_as_a_whole(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 131072, 200000};
    static const size_t parts[] = {1000, 65536, 262144};
    struct buf plain = {0};
    struct buf sealed = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < 21; i++) {
        struct str want = pattern(&plain, sizes[i / 3]);

        seal_in_parts(&sealed, want, parts[i % 3]);
        assert_int_equal(sealed.len, age_sealed_size(want.len, 1));
        buf_reset(&out);
        assert_int_equal(age_open(&out, NULL, buf_str(&sealed), &identity, 1, &err),
                         ERR_OK);
        assert_true(str_equal(buf_str(&out), want));
    }
    buf_release(&plain);
    buf_release(&sealed);
    buf_release(&out);
}

static void any_part_can_be_read(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};
    static const size_t offsets[] = {0,      1,      65535,  65536, 65537,
                                     131071, 199999, 200000, 300000};
    static const size_t lens[] = {0, 1, 2, 65536, 65537, 500000};
    static char got_bytes[500000];
    struct buf plain = {0};
    struct buf sealed = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct str want = pattern(&plain, sizes[i]);
        struct age_reader *reader = NULL;
        struct str source;

        buf_reset(&sealed);
        age_seal(&sealed, (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public, 1, want);
        source = buf_str(&sealed);
        assert_int_equal(
            age_reader_open(&reader, source.len, from_str, &source, &identity, 1, &err),
            ERR_OK);
        assert_int_equal(age_reader_size(reader), want.len);
        assert_int_equal(age_reader_which(reader), 0);
        for (size_t j = 0; j < 54; j++) {
            struct str part = str_prefix(str_after(want, offsets[j / 6]), lens[j % 6]);
            size_t got = 1;

            assert_int_equal(age_reader_read(&got, reader, offsets[j / 6], got_bytes,
                                             lens[j % 6], &err),
                             ERR_OK);
            assert_int_equal(got, part.len);
            assert_true(str_equal((struct str){got_bytes, got}, part));
        }
        age_reader_close(reader);
    }
    buf_release(&plain);
    buf_release(&sealed);
}

/* Reads all of it; the first failure. */
static enum err_code read_all(struct str source, struct err *err)
{
    static char bytes[300000];
    struct age_reader *reader = NULL;
    size_t got = 0;
    enum err_code code =
        age_reader_open(&reader, source.len, from_str, &source, &identity, 1, err);

    if (code == ERR_OK)
        code = age_reader_read(&got, reader, 0, bytes, sizeof bytes, err);
    age_reader_close(reader);
    return code;
}

static void cuts_and_altered_bytes_are_refused(void **state)
{
    struct buf plain = {0};
    struct buf sealed = {0};
    struct err err = {0};
    size_t head = (size_t)age_sealed_size(0, 1) - AGE_TAG_BYTES;

    (void)state;
    seal_in_parts(&sealed, pattern(&plain, (size_t)4 * AGE_CHUNK_BYTES), 70000);
    assert_int_equal(read_all(buf_str(&sealed), &err), ERR_OK);
    for (size_t chunk = 0; chunk <= 4; chunk++) {
        size_t border = head + chunk * (AGE_CHUNK_BYTES + AGE_TAG_BYTES);

        for (size_t cut = border - 18; cut < border + 18 && cut < sealed.len; cut++)
            assert_int_equal(read_all(str_prefix(buf_str(&sealed), cut), &err),
                             ERR_CORRUPT);
    }
    for (size_t at = 0; at < sealed.len; at += at < head + 20 ? 1 : 6553) {
        sealed.ptr[at] ^= 0x20;
        assert_int_not_equal(read_all(buf_str(&sealed), &err), ERR_OK);
        sealed.ptr[at] ^= 0x20;
    }
    buf_char(&sealed, 'x');
    assert_int_equal(read_all(buf_str(&sealed), &err), ERR_CORRUPT);
    buf_release(&plain);
    buf_release(&sealed);
}

/* Two whole chunks change places. */
static void chunks_cannot_change_places(void **state)
{
    size_t chunk = AGE_CHUNK_BYTES + AGE_TAG_BYTES;
    struct buf plain = {0};
    struct buf sealed = {0};
    struct buf moved = {0};
    struct err err = {0};
    struct str head;
    struct str rest;

    (void)state;
    seal_in_parts(&sealed, pattern(&plain, (size_t)3 * AGE_CHUNK_BYTES), 65536);
    head = str_prefix(buf_str(&sealed), (size_t)age_sealed_size(0, 1) - AGE_TAG_BYTES);
    rest = str_after(buf_str(&sealed), head.len);
    buf_append(&moved, head);
    buf_append(&moved, str_prefix(str_after(rest, chunk), chunk));
    buf_append(&moved, str_prefix(rest, chunk));
    buf_append(&moved, str_after(rest, 2 * chunk));
    assert_int_equal(read_all(buf_str(&moved), &err), ERR_CORRUPT);
    assert_string_equal(err.message, "the sealed file was altered or cut short");
    buf_release(&plain);
    buf_release(&sealed);
    buf_release(&moved);
}

static void a_key_that_does_not_fit_opens_nothing(void **state)
{
    struct age_identity other = {0};
    struct age_reader *reader = NULL;
    struct buf sealed = {0};
    struct err err = {0};
    struct str source;

    (void)state;
    age_identity_new(&other);
    seal_in_parts(&sealed, STR("x"), 1);
    source = buf_str(&sealed);
    assert_int_equal(
        age_reader_open(&reader, source.len, from_str, &source, &other, 1, &err),
        ERR_DENIED);
    assert_null(reader);
    buf_release(&sealed);
}

static int sinks_left;

static enum err_code full_disk(void *context, const void *bytes, size_t len,
                               struct err *err)
{
    (void)context, (void)bytes, (void)len;
    return sinks_left-- > 0 ? ERR_OK : err_set(err, ERR_IO, "the disk is full");
}

/* Header, two chunks, the last one: each may be what does not fit. */
static void a_sink_that_fails_is_heard(void **state)
{
    static char bytes[150000];
    int failures = 0;

    (void)state;
    for (int allowed = 0; allowed < 5; allowed++) {
        struct err err = {0};
        enum err_code code;

        sinks_left = allowed;
        code =
            age_writer_start(writer, (const uint8_t(*)[AGE_KEY_BYTES]) & identity.public,
                             1, full_disk, NULL, &err);
        if (code == ERR_OK)
            code = age_writer_add(writer, bytes, sizeof bytes, &err);
        if (code == ERR_OK)
            code = age_writer_finish(writer, &err);
        if (code == ERR_OK)
            continue;
        assert_string_equal(err.message, "the disk is full");
        failures++;
    }
    assert_int_equal(failures, 4);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"what is written in parts opens as a whole",
         what_is_written_in_parts_opens_as_a_whole, 0, 0, 0},
        {"any part can be read", any_part_can_be_read, 0, 0, 0},
        {"cuts and altered bytes are refused", cuts_and_altered_bytes_are_refused, 0, 0,
         0},
        {"chunks cannot change places", chunks_cannot_change_places, 0, 0, 0},
        {"a key that does not fit opens nothing", a_key_that_does_not_fit_opens_nothing,
         0, 0, 0},
        {"a sink that fails is heard", a_sink_that_fails_is_heard, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, set_up, tear_down);
}
