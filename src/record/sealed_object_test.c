#include "record/sealed_object.h"

#include "crypto/sha256.h"
#include "record/archive_testing.h"

static struct age_identity owner;

static void keep(struct sealed_object *out, struct place *p, struct str bytes)
{
    struct sealed_writer *writer = sealed_writer_new(p->archive);
    uint8_t to[1][AGE_KEY_BYTES];

    memcpy(to[0], owner.public, AGE_KEY_BYTES);
    ok(sealed_writer_start(writer, (const uint8_t(*)[AGE_KEY_BYTES])to, 1, &p->err),
       &p->err);
    for (; bytes.len > 0; bytes = str_after(bytes, 50000)) {
        struct str part = str_prefix(bytes, 50000);

        ok(sealed_writer_add(writer, part.ptr, part.len, &p->err), &p->err);
    }
    ok(sealed_writer_keep(out, writer, &p->err), &p->err);
    sealed_writer_free(writer);
}

static struct str pattern(struct arena *arena, size_t len)
{
    char *bytes = arena_alloc(arena, len, 1);

    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    return (struct str){bytes, len};
}

static enum err_code to_buf(void *context, const void *bytes, size_t len, struct err *err)
{
    (void)err;
    buf_bytes(context, bytes, len);
    return ERR_OK;
}

static void comes_back_padded_and_under_another_name(void **state)
{
    static const size_t sizes[] = {0, 1, 512, 513, 65535, 65536, 65537, 300001};
    struct sha256 *hash = sha256_new();
    struct buf out = {0};
    struct place p;

    (void)state;
    start(&p);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct str want = pattern(&p.arena, sizes[i]);
        struct digest plain = sha256_of(hash, want);
        struct sealed_reader *reader = NULL;
        struct sealed_object object = {0};
        uint64_t stored = 0;

        keep(&object, &p, want);
        assert_true(digest_equal(&object.sha256, &plain));
        assert_false(digest_equal(&object.stored, &plain));
        assert_int_equal(object.size, want.len);
        ok(archive_object_size(&stored, p.archive, &object.stored, &p.err), &p.err);
        assert_int_equal(stored, age_sealed_size(sealed_object_padded(want.len), 1));
        ok(sealed_reader_open(&reader, p.archive, &object.stored, want.len, &owner, 1,
                              &p.err),
           &p.err);
        buf_reset(&out);
        ok(sealed_reader_check(reader, &plain, to_buf, &out, &p.err), &p.err);
        assert_true(str_equal(buf_str(&out), want));
        sealed_reader_close(reader);
    }
    sha256_free(hash);
    buf_release(&out);
    end(&p);
}

static void sizes_are_hidden_but_for_their_leading_bits(void **state)
{
    (void)state;
    assert_int_equal(sealed_object_padded(0), 512);
    assert_int_equal(sealed_object_padded(512), 512);
    assert_int_equal(sealed_object_padded(1000), 1024);
    assert_int_equal(sealed_object_padded(65537), 67584);
    for (uint64_t size = 513; size < UINT64_C(1) << 50; size = size * 9 / 8 + 7) {
        assert_true(sealed_object_padded(size) >= size);
        assert_true(sealed_object_padded(size) - size <= size / 8);
    }
}

static void a_part_ends_where_the_file_ended(void **state)
{
    struct sealed_object object = {0};
    struct sealed_reader *reader = NULL;
    char bytes[100];
    struct place p;
    size_t got = 0;

    (void)state;
    start(&p);
    keep(&object, &p, STR("0123456789"));
    ok(sealed_reader_open(&reader, p.archive, &object.stored, 10, &owner, 1, &p.err),
       &p.err);
    ok(sealed_reader_read(&got, reader, 7, bytes, sizeof bytes, &p.err), &p.err);
    assert_int_equal(got, 3);
    assert_memory_equal(bytes, "789", 3);
    ok(sealed_reader_read(&got, reader, 10, bytes, sizeof bytes, &p.err), &p.err);
    assert_int_equal(got, 0);
    ok(sealed_reader_read(&got, reader, 400, bytes, sizeof bytes, &p.err), &p.err);
    assert_int_equal(got, 0);
    sealed_reader_close(reader);
    end(&p);
}

static void what_does_not_fit_the_statement_is_refused(void **state)
{
    struct sealed_object object = {0};
    struct sealed_object other = {0};
    struct sealed_reader *reader = NULL;
    struct age_identity stranger = {0};
    struct place p;

    (void)state;
    start(&p);
    age_identity_new(&stranger);
    keep(&object, &p, STR("0123456789"));
    keep(&other, &p, STR("0123456788"));
    assert_int_equal(
        sealed_reader_open(&reader, p.archive, &object.stored, 513, &owner, 1, &p.err),
        ERR_CORRUPT);
    says(&p, "holds 512 bytes, which are not those of a file of 513");
    assert_int_equal(
        sealed_reader_open(&reader, p.archive, &object.stored, 10, &stranger, 1, &p.err),
        ERR_DENIED);
    assert_int_equal(
        sealed_reader_open(&reader, p.archive, &object.sha256, 10, &owner, 1, &p.err),
        ERR_NOT_FOUND);
    /* Somebody puts one object's name into the statement of another. */
    ok(sealed_reader_open(&reader, p.archive, &other.stored, 10, &owner, 1, &p.err),
       &p.err);
    assert_int_equal(sealed_reader_check(reader, &object.sha256, NULL, NULL, &p.err),
                     ERR_CORRUPT);
    says(&p, "its bytes are not those that the statement names");
    sealed_reader_close(reader);
    /* A shorter size leaves bytes of the file in the padding. */
    ok(sealed_reader_open(&reader, p.archive, &other.stored, 9, &owner, 1, &p.err),
       &p.err);
    {
        struct sha256 *hash = sha256_new();
        struct digest nine = sha256_of(hash, STR("012345678"));

        sha256_free(hash);
        assert_int_equal(sealed_reader_check(reader, &nine, NULL, NULL, &p.err),
                         ERR_CORRUPT);
    }
    says(&p, "what pads the sealed object is not zero");
    sealed_reader_close(reader);
    end(&p);
}

static int new_owner(void **state)
{
    (void)state;
    age_identity_new(&owner);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a sealed object comes back, padded and under another name",
         comes_back_padded_and_under_another_name, 0, 0, 0},
        {"sizes are hidden but for their leading bits",
         sizes_are_hidden_but_for_their_leading_bits, 0, 0, 0},
        {"a part ends where the file ended", a_part_ends_where_the_file_ended, 0, 0, 0},
        {"what does not fit the statement is refused",
         what_does_not_fit_the_statement_is_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, new_owner, NULL);
}
