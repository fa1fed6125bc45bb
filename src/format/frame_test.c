#include "format/frame.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void fill(struct digest *digest, int byte)
{
    memset(digest->bytes, byte, sizeof digest->bytes);
}

/* len bytes of zero */
static struct str zeros(struct buf *room, size_t len)
{
    buf_reset(room);
    memset(buf_reserve(room, len), 0, len);
    room->len = len;
    return buf_str(room);
}

static void the_three_forms_are_read_as_written(void **state)
{
    struct digest c = {0};
    struct digest h = {0};
    struct buf room = {0};
    struct buf out = {0};
    struct err err = {0};
    struct frame frame = {0};
    struct str rest;

    (void)state;
    fill(&c, 0xcc);
    fill(&h, 0xaa);
    frame_append_open(&out, zeros(&room, 40));
    assert_int_equal(out.len, 5 + 40);
    assert_memory_equal(out.ptr, "o\0\0\0\x28", 5);
    frame_append_sealed(&out, &c, STR("age"));
    assert_int_equal(out.len, 45 + 37 + 3);
    frame_append_erased(&out, &c, &h);
    assert_int_equal(out.len, 85 + FRAME_HEAD_MAX_BYTES);
    rest = buf_str(&out);
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.form, FRAME_OPEN);
    assert_int_equal(frame.bytes.len, 40);
    assert_int_equal(frame.commitment.bytes[0], 0);
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.form, FRAME_SEALED);
    assert_true(digest_equal(&frame.commitment, &c));
    assert_int_equal(frame.stored.bytes[0], 0);
    assert_true(str_equal(frame.bytes, STR("age")));
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.form, FRAME_ERASED);
    assert_true(digest_equal(&frame.commitment, &c));
    assert_true(digest_equal(&frame.stored, &h));
    assert_int_equal(frame.bytes.len, 0);
    assert_int_equal(rest.len, 0);
    buf_release(&room);
    buf_release(&out);
}

static void the_longest_frames_are_read(void **state)
{
    struct digest c = {0};
    struct buf room = {0};
    struct buf out = {0};
    struct err err = {0};
    struct frame frame = {0};
    struct str rest;

    (void)state;
    frame_append_open(&out, zeros(&room, FRAME_OPEN_MIN_BYTES));
    frame_append_open(&out, zeros(&room, FRAME_OPEN_MAX_BYTES));
    frame_append_sealed(&out, &c, zeros(&room, FRAME_SEALED_MAX_BYTES));
    rest = buf_str(&out);
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.bytes.len, 34);
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.bytes.len, 65568);
    assert_int_equal(frame_read(&frame, &rest, &err), ERR_OK);
    assert_int_equal(frame.bytes.len, 131072);
    assert_int_equal(rest.len, 0);
    buf_release(&room);
    buf_release(&out);
}

static void anything_else_is_corrupt(void **state)
{
    static const struct {
        struct str bytes;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "frame is cut short"},
        {STR_INIT("o\0\0\0"), "frame is cut short"},
        {STR_INIT("o\0\0\0\x22"
                  "x"),
         "frame is cut short"},
        {STR_INIT("s\0\0\0\x01"
                  "x"),
         "frame is cut short"},
        {STR_INIT("e\0\0\0\0"), "frame is cut short"},
        {STR_INIT("o\0\0\0\x21"), "open frame of 33 bytes, not 34 to 65568"},
        {STR_INIT("o\0\1\0\x21"), "open frame of 65569 bytes, not 34 to 65568"},
        {STR_INIT("o\xff\xff\xff\xff"),
         "open frame of 4294967295 bytes, not 34 to 65568"},
        {STR_INIT("s\0\0\0\0"), "sealed frame of 0 bytes, not 1 to 131072"},
        {STR_INIT("s\0\2\0\1"), "sealed frame of 131073 bytes, not 1 to 131072"},
        {STR_INIT("e\0\0\0\1"), "erased frame of 1 bytes, not 0"},
        {STR_INIT("O\0\0\0\x22"), "frame form is 0x4f, not 'o', 's' or 'e'"},
        {STR_INIT("\0\0\0\0\0"), "frame form is 0x00, not 'o', 's' or 'e'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct frame frame = {0};
        struct str rest = bad[i].bytes;
        struct err err = {0};

        assert_int_equal(frame_read(&frame, &rest, &err), ERR_CORRUPT);
        assert_string_equal(err.message, bad[i].says);
        assert_int_equal(rest.len, bad[i].bytes.len);
        assert_true(frame.bytes.ptr == NULL);
    }
}

static void a_pack_has_256_frames_and_no_trailer(void **state)
{
    static struct frame frames[PACK_FRAMES];
    struct digest c = {0};
    struct buf out = {0};
    struct err err = {0};

    (void)state;
    for (int i = 0; i < PACK_FRAMES; i++) {
        fill(&c, i);
        frame_append_sealed(&out, &c, STR("B"));
    }
    assert_int_equal(pack_read(frames, buf_str(&out), &err), ERR_OK);
    for (int i = 0; i < PACK_FRAMES; i++)
        assert_int_equal(frames[i].commitment.bytes[31], i);
    assert_int_equal(pack_read(frames, str_prefix(buf_str(&out), out.len - 1), &err),
                     ERR_CORRUPT);
    assert_string_equal(err.message, "frame 255: frame is cut short");
    buf_char(&out, 'o');
    assert_int_equal(pack_read(frames, buf_str(&out), &err), ERR_CORRUPT);
    assert_string_equal(err.message, "1 bytes after the last frame");
    buf_release(&out);
}

static void five_bytes_tell_where_the_next_frame_is(void **state)
{
    struct frame_head head = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(frame_head_read(&head, STR("o\0\0\1\0"), &err), ERR_OK);
    assert_int_equal(head.head_len + head.bytes_len, 5 + 256);
    assert_int_equal(frame_head_read(&head, STR("s\0\0\1\0"), &err), ERR_OK);
    assert_int_equal(head.head_len + head.bytes_len, 37 + 256);
    assert_int_equal(frame_head_read(&head, STR("e\0\0\0\0"), &err), ERR_OK);
    assert_int_equal(head.head_len + head.bytes_len, 69);
}

static void a_frame_of_an_unknown_form_can_be_split(void **state)
{
    static const char bytes[] = "z\0\0\0\3"
                                "0123456789abcdef0123456789abcdef"
                                "abcrest";
    struct str whole = {bytes, sizeof bytes - 1};
    struct str b = {0};
    struct str behind = {0};

    (void)state;
    assert_true(frame_is_unknown(whole));
    assert_false(frame_is_unknown(str_prefix(whole, 4)));
    assert_false(frame_is_unknown(STR("o\0\0\0\3")));
    assert_true(frame_unknown_split(&b, &behind, whole, 1));
    assert_true(str_equal(b, STR("abc")) && str_equal(behind, STR("rest")));
    assert_true(frame_unknown_split(&b, &behind, whole, 0));
    assert_true(str_equal(b, STR("012")));
    assert_false(frame_unknown_split(&b, &behind, whole, 2));
    assert_false(frame_unknown_split(&b, &behind, str_prefix(whole, 39), 1));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the three forms are read as written", the_three_forms_are_read_as_written, 0, 0,
         0},
        {"the longest frames are read", the_longest_frames_are_read, 0, 0, 0},
        {"anything else is corrupt", anything_else_is_corrupt, 0, 0, 0},
        {"a pack has 256 frames and no trailer", a_pack_has_256_frames_and_no_trailer, 0,
         0, 0},
        {"a frame of an unknown form can be split",
         a_frame_of_an_unknown_form_can_be_split, 0, 0, 0},
        {"five bytes tell where the next frame is",
         five_bytes_tell_where_the_next_frame_is, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
