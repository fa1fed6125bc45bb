#include "record/incoming.h"

#include "crypto/sha256.h"
#include "record/archive_testing.h"

#define NAME "00112233445566778899aabbccddeeff"

static void give(struct incoming *in, struct str bytes, struct place *p)
{
    for (; bytes.len > 0; bytes = str_after(bytes, 70000))
        ok(incoming_add(in, str_prefix(bytes, 70000), &p->err), &p->err);
}

static struct str pattern(struct arena *arena, size_t len)
{
    char *bytes = arena_alloc(arena, len, 1);

    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    return (struct str){bytes, len};
}

static void is_of(const struct digest *sha256, struct str bytes)
{
    struct sha256 *hash = sha256_new();
    struct digest want = sha256_of(hash, bytes);

    sha256_free(hash);
    assert_true(digest_equal(sha256, &want));
}

static void open_bytes_are_stored_once(void **state)
{
    struct place p;
    struct str bytes;

    (void)state;
    start(&p);
    bytes = pattern(&p.arena, 300001);
    for (int i = 0; i < 2; i++) {
        struct incoming_kept kept = {0};
        struct incoming *in = NULL;
        struct buf head = {0};
        uint64_t size = 0;

        ok(incoming_begin(&in, p.folder, NULL, STR(""), &p.err), &p.err);
        give(in, bytes, &p);
        assert_int_equal(incoming_size(in), bytes.len);
        ok(incoming_keep(&kept, &head, in, &p.err), &p.err);
        is_of(&kept.object.sha256, bytes);
        assert_true(digest_equal(&kept.object.sha256, &kept.object.stored));
        assert_int_equal(kept.existed, i == 1);
        assert_true(str_equal(buf_str(&head), str_prefix(bytes, INCOMING_HEAD)));
        ok(archive_object_size(&size, p.archive, &kept.object.stored, &p.err), &p.err);
        assert_int_equal(size, bytes.len);
        buf_release(&head);
    }
    end(&p);
}

/* As after the server was stopped: what was made durable is still there, its head too. */
static void open_bytes_are_gone_on_with(void **state)
{
    struct incoming_kept kept = {0};
    struct incoming *in = NULL;
    struct buf head = {0};
    struct place p;
    struct str bytes;

    (void)state;
    start(&p);
    bytes = pattern(&p.arena, INCOMING_PART + 100000);
    ok(incoming_begin(&in, p.folder, NULL, STR(NAME), &p.err), &p.err);
    give(in, str_prefix(bytes, INCOMING_PART + 5), &p);
    incoming_leave(in);
    ok(archive_begin(p.archive, &p.err), &p.err); /* which sweeps what is nobody's */
    archive_rollback(p.archive);
    ok(incoming_go_on(&in, p.folder, STR(NAME), &p.err), &p.err);
    assert_int_equal(incoming_size(in), INCOMING_PART);
    give(in, str_after(bytes, INCOMING_PART), &p);
    ok(incoming_keep(&kept, &head, in, &p.err), &p.err);
    is_of(&kept.object.sha256, bytes);
    assert_true(str_equal(buf_str(&head), str_prefix(bytes, INCOMING_HEAD)));
    assert_int_equal(incoming_go_on(&in, p.folder, STR(NAME), &p.err), ERR_NOT_FOUND);
    buf_release(&head);
    end(&p);
}

static void sealed_bytes_come_back(void **state)
{
    struct age_identity owner;
    struct incoming_kept kept = {0};
    struct sealed_reader *reader = NULL;
    struct incoming *in = NULL;
    struct buf head = {0};
    struct place p;
    struct str bytes;
    uint8_t key[1][AGE_KEY_BYTES];

    (void)state;
    start(&p);
    age_identity_new(&owner);
    memcpy(key[0], owner.public, AGE_KEY_BYTES);
    bytes = pattern(&p.arena, 200000);
    ok(incoming_begin(&in, p.folder, (const uint8_t(*)[AGE_KEY_BYTES])key, STR(NAME),
                      &p.err),
       &p.err);
    give(in, bytes, &p);
    ok(incoming_keep(&kept, &head, in, &p.err), &p.err);
    is_of(&kept.object.sha256, bytes);
    assert_false(digest_equal(&kept.object.sha256, &kept.object.stored));
    ok(sealed_reader_open(&reader, p.archive, &kept.object.stored, kept.object.size,
                          &owner, 1, &p.err),
       &p.err);
    ok(sealed_reader_check(reader, &kept.object.sha256, NULL, NULL, &p.err), &p.err);
    sealed_reader_close(reader);
    buf_release(&head);
    end(&p);
}

static void what_is_given_up_leaves_nothing(void **state)
{
    struct incoming *in = NULL;
    char path[PATH_LEN];
    struct place p;

    (void)state;
    start(&p);
    ok(incoming_begin(&in, p.folder, NULL, STR(NAME), &p.err), &p.err);
    give(in, STR("abc"), &p);
    (void)snprintf(path, sizeof path, "%s/objects/.new/%s.part", p.folder, NAME);
    assert_int_equal(access(path, F_OK), 0);
    incoming_abort(in);
    assert_int_not_equal(access(path, F_OK), 0);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"open bytes are stored once", open_bytes_are_stored_once, 0, 0, 0},
        {"open bytes are gone on with", open_bytes_are_gone_on_with, 0, 0, 0},
        {"sealed bytes come back", sealed_bytes_come_back, 0, 0, 0},
        {"what is given up leaves nothing", what_is_given_up_leaves_nothing, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
