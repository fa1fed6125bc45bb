#include "format/charset.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Bytes 0x80..0xbf of Windows-1251; 0xc0..0xff are U+0410..U+044F. 0: not defined. */
static const uint16_t windows_1251[64] = {
    0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030,
    0x0409, 0x2039, 0x040a, 0x040c, 0x040b, 0x040f, 0x0452, 0x2018, 0x2019, 0x201c,
    0x201d, 0x2022, 0x2013, 0x2014, 0,      0x2122, 0x0459, 0x203a, 0x045a, 0x045c,
    0x045b, 0x045f, 0x00a0, 0x040e, 0x045e, 0x0408, 0x00a4, 0x0490, 0x00a6, 0x00a7,
    0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407, 0x00b0, 0x00b1,
    0x0406, 0x0456, 0x0491, 0x00b5, 0x00b6, 0x00b7, 0x0451, 0x2116, 0x0454, 0x00bb,
    0x0458, 0x0405, 0x0455, 0x0457};

static const struct str marks[] = {[CHARSET_UTF8] = STR_INIT("\xef\xbb\xbf"),
                                   [CHARSET_UTF16LE] = STR_INIT("\xff\xfe"),
                                   [CHARSET_UTF16BE] = STR_INIT("\xfe\xff")};

const char *charset_name(enum charset charset)
{
    switch (charset) {
    case CHARSET_UTF8:
        return "UTF-8";
    case CHARSET_UTF16LE:
        return "UTF-16LE";
    case CHARSET_UTF16BE:
        return "UTF-16BE";
    case CHARSET_WINDOWS_1251:
        return "Windows-1251";
    case CHARSET_DETECT:
        break;
    }
    return "detected";
}

/* The line, from 1, at the end of s; LF, CR and CR LF end a line. */
static size_t line_of(struct str s)
{
    size_t line = 1;

    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\n' ||
            (s.ptr[i] == '\r' && (i + 1 == s.len || s.ptr[i + 1] != '\n')))
            line++;
    return line;
}

/* Length of the ASCII run at the start of s, eight bytes at a time. */
static size_t ascii_run(struct str s)
{
    size_t i = 0;
    uint64_t word;

    for (; i + sizeof word <= s.len; i += sizeof word) {
        memcpy(&word, s.ptr + i, sizeof word);
        if (word & 0x8080808080808080U)
            break;
    }
    while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
        i++;
    return i;
}

/* Where s stops being UTF-8, or s.len. */
static size_t utf8_run(struct str s)
{
    size_t at = 0;

    while (at < s.len) {
        size_t len;

        at += ascii_run(str_after(s, at));
        if (at == s.len)
            break;
        len = utf8_sequence(str_after(s, at));
        if (len == 0)
            break;
        at += len;
    }
    return at;
}

static enum charset detect(struct str text)
{
    static const enum charset marked[] = {CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE};

    for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++)
        if (str_starts_with(text, marks[marked[i]]))
            return marked[i];
    return utf8_run(text) == text.len ? CHARSET_UTF8 : CHARSET_WINDOWS_1251;
}

static enum err_code check_utf8(struct str text, struct err *err)
{
    size_t at = utf8_run(text);

    if (at == text.len)
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "line %zu: byte 0x%02x is not UTF-8; name the encoding of the file",
                   line_of(str_prefix(text, at)), (unsigned)(unsigned char)text.ptr[at]);
}

static enum err_code decode_1251(struct buf *out, struct str text, struct err *err)
{
    size_t at = 0;

    while (at < text.len) {
        size_t run = ascii_run(str_after(text, at));
        unsigned byte;

        buf_bytes(out, text.ptr + at, run);
        at += run;
        if (at == text.len)
            break;
        byte = (unsigned char)text.ptr[at++];
        if (byte == 0x98)
            return err_set(err, ERR_INVALID,
                           "line %zu: byte 0x98 is not Windows-1251; name the encoding "
                           "of the file",
                           line_of(buf_str(out)));
        utf8_append(out, byte < 0xc0 ? windows_1251[byte - 0x80] : byte - 0xc0 + 0x410);
    }
    return ERR_OK;
}

/* The two bytes at i as one code unit. */
static uint32_t unit_at(struct str text, size_t i, bool is_big_endian)
{
    unsigned first = (unsigned char)text.ptr[i];
    unsigned second = (unsigned char)text.ptr[i + 1];

    return is_big_endian ? first << 8 | second : second << 8 | first;
}

static enum err_code decode_utf16(struct buf *out, struct str text, bool is_big_endian,
                                  struct err *err)
{
    size_t at = 0;

    while (at + 2 <= text.len) {
        uint32_t unit = unit_at(text, at, is_big_endian);
        uint32_t next = 0;

        at += 2;
        if (unit >= 0xd800 && unit <= 0xdbff && at + 2 <= text.len)
            next = unit_at(text, at, is_big_endian);
        if (next >= 0xdc00 && next <= 0xdfff) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
            at += 2;
        }
        if (unit >= 0xd800 && unit <= 0xdfff)
            return err_set(err, ERR_INVALID,
                           "line %zu: half of a UTF-16 pair (0x%04x) stands alone",
                           line_of(buf_str(out)), unit);
        utf8_append(out, unit);
    }
    if (at < text.len)
        return err_set(err, ERR_INVALID, "line %zu: UTF-16 text ends in half a character",
                       line_of(buf_str(out)));
    return ERR_OK;
}

static enum err_code decode_copy(struct str *out, struct arena *arena, struct str text,
                                 enum charset charset, struct err *err)
{
    struct buf decoded = {0};
    enum err_code code;

    if (charset == CHARSET_WINDOWS_1251)
        code = decode_1251(&decoded, text, err);
    else
        code = decode_utf16(&decoded, text, charset == CHARSET_UTF16BE, err);
    if (code == ERR_OK)
        *out = arena_str(arena, buf_str(&decoded));
    buf_release(&decoded);
    return code;
}

enum err_code charset_decode(struct str *out, enum charset *used, struct arena *arena,
                             struct str text, enum charset wanted, struct err *err)
{
    enum charset charset = wanted == CHARSET_DETECT ? detect(text) : wanted;
    struct str decoded = text;
    const char *nul;
    enum err_code code;

    if (charset != CHARSET_WINDOWS_1251 && str_starts_with(text, marks[charset]))
        decoded = str_after(text, marks[charset].len);
    if (charset == CHARSET_UTF8)
        code = check_utf8(decoded, err);
    else
        code = decode_copy(&decoded, arena, decoded, charset, err);
    if (code != ERR_OK)
        return code;
    nul = decoded.len > 0 ? memchr(decoded.ptr, '\0', decoded.len) : NULL;
    if (nul)
        return err_set(err, ERR_INVALID,
                       "line %zu: text holds a NUL byte; save it as UTF-8",
                       line_of(str_prefix(decoded, (size_t)(nul - decoded.ptr))));
    *out = decoded;
    *used = charset;
    return ERR_OK;
}
