#include "crypto/share_text.h"

#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sha256.h"

enum {
    VERSION = 1,
    ARCHIVE_AT = 1,
    OWNER_AT = 6,
    EPOCH_AT = 16,
    SET_AT = 18,
    NEEDED_AT = 22,
    NUMBER_AT = 23,
    DATA_AT = 24,
    SUM_AT = DATA_AT + SHARES_DATA,
    SUM_BYTES = 3,
    BYTES = SUM_AT + SUM_BYTES,
    LINE_DATA = SHARE_TEXT_LINE - 2,
    CHARACTERS = SHARE_TEXT_LINES * LINE_DATA, /* of data; the last has 4 spare bits */
    OWNER_DATA = SHARES_OWNER - 1,
    KIND_MASK = 15,
    QUOTED_MAX = 40
};

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const struct str marker = STR_INIT("stele-share");

static char as_lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
}

static char as_upper(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c;
}

/* --- base32 and the checks of a line --- */

/* The bytes of whole characters, without what is left over. */
static void decode(uint8_t *bytes, size_t len, const char *text)
{
    memset(bytes, 0, len);
    for (size_t bit = 0; bit < 8 * len; bit++) {
        unsigned value = (unsigned)base32_value(text[bit / 5]) >> (4 - bit % 5) & 1U;

        bytes[bit / 8] |= (uint8_t)(value << (7 - bit % 8));
    }
}

/* What checks an id (format.md 4.6), begun with the line's number; and the same with
 * alpha twice at each step. The two together are zero for no two wrong characters. */
static void check_line(char check[2], unsigned number, const char *data)
{
    unsigned first = number;
    unsigned second = number;

    for (size_t i = 0; i < LINE_DATA; i++) {
        const unsigned value = (unsigned)base32_value(data[i]);

        first = base32_times_alpha(first ^ value);
        second = base32_times_alpha(base32_times_alpha(second ^ value));
    }
    check[0] = digits[first];
    check[1] = digits[second];
}

static void sum_of(uint8_t sum[SUM_BYTES], const uint8_t *bytes)
{
    struct sha256 *sha256 = sha256_new();
    struct digest digest = sha256_of(sha256, (struct str){(const char *)bytes, SUM_AT});

    sha256_free(sha256);
    memcpy(sum, digest.bytes, SUM_BYTES);
}

/* --- writing --- */

static void pack(uint8_t bytes[BYTES], const struct share *share)
{
    const struct shares_set *set = &share->set;

    bytes[0] = (uint8_t)(VERSION << 4 | (unsigned)set->kind);
    decode(bytes + ARCHIVE_AT, OWNER_AT - ARCHIVE_AT, set->archive);
    decode(bytes + OWNER_AT, EPOCH_AT - OWNER_AT, set->owner);
    bytes[EPOCH_AT] = (uint8_t)(set->epoch >> 8);
    bytes[EPOCH_AT + 1] = (uint8_t)(set->epoch & 255);
    memcpy(bytes + SET_AT, set->id, SHARES_ID);
    bytes[NEEDED_AT] = set->needed;
    bytes[NUMBER_AT] = share->number;
    memcpy(bytes + DATA_AT, share->data, SHARES_DATA);
    sum_of(bytes + SUM_AT, bytes);
}

static void show_line(char *out, unsigned number, const char *data)
{
    char line[SHARE_TEXT_LINE];

    memcpy(line, data, LINE_DATA);
    check_line(line + LINE_DATA, number, data);
    for (size_t i = 0; i < SHARE_TEXT_LINE; i++) {
        if (i > 0 && i % SHARE_TEXT_GROUP == 0)
            *out++ = ' ';
        *out++ = as_upper(line[i]);
    }
    *out = '\0';
    crypto_wipe(line, sizeof line);
}

void share_text_of(struct share_text *out, const struct share *share)
{
    uint8_t bytes[BYTES];
    char text[CHARACTERS];

    pack(bytes, share);
    base32_encode(text, bytes, 8 * (size_t)BYTES);
    for (unsigned i = 0; i < SHARE_TEXT_LINES; i++)
        show_line(out->lines[i], i + 1, text + (size_t)i * LINE_DATA);
    crypto_wipe(bytes, sizeof bytes);
    crypto_wipe(text, sizeof text);
}

void share_text_one_line(struct buf *out, const struct share_text *text)
{
    for (size_t i = 0; i < marker.len; i++)
        buf_char(out, as_upper(marker.ptr[i]));
    for (size_t i = 0; i < SHARE_TEXT_LINES; i++)
        buf_printf(out, " %s", text->lines[i]);
}

/* --- reading --- */

static bool is_marker_at(struct str text, size_t at)
{
    if (text.len - at < marker.len)
        return false;
    for (size_t i = 0; i < marker.len; i++)
        if (as_lower(text.ptr[at + i]) != marker.ptr[i])
            return false;
    return true;
}

/* What stands behind the marker; the text itself without one. */
static struct str behind_marker(struct str text, bool *has)
{
    *has = true;
    for (size_t at = 0; at + marker.len <= text.len; at++)
        if (is_marker_at(text, at))
            return str_after(text, at + marker.len);
    *has = false;
    return text;
}

/* "3: 08DA": 3 and what is behind it; 0 where the line has no number. */
static unsigned number_of(struct str *line)
{
    struct str text = str_trim(*line);

    if (text.len > 0 && text.ptr[0] == '\f') /* between sheets */
        text = str_after(text, 1);
    if (text.len < 2 || text.ptr[1] != ':' || text.ptr[0] < '1' ||
        text.ptr[0] > '0' + SHARE_TEXT_LINES)
        return 0;
    *line = str_after(text, 2);
    return (unsigned)(text.ptr[0] - '0');
}

/* Up to max meant characters; *len counts on. False at one that is none. */
static bool collect(char *out, size_t *len, size_t max, struct str text, char *stranger)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = base32_meant(text.ptr[i]);

        if (base32_is_filler(text.ptr[i]))
            continue;
        *stranger = text.ptr[i];
        if (c == '\0')
            return false;
        if (*len < max)
            out[*len] = c;
        (*len)++;
    }
    return true;
}

static enum err_code say_stranger(char c, unsigned number, struct err *err)
{
    if (c < ' ' || c > '~')
        return err_set(
            err, ERR_INVALID,
            "line %u has a character that is not a Latin letter or a digit: is "
            "the keyboard set to another script?",
            number);
    return err_set(err, ERR_INVALID,
                   "line %u has \"%c\", which is not a digit or a letter other than u",
                   number, c);
}

static enum err_code read_line(char out[LINE_DATA], unsigned number, struct str text,
                               struct err *err)
{
    char line[SHARE_TEXT_LINE] = {0};
    char check[2];
    char stranger = '\0';
    size_t len = 0;
    enum err_code code = ERR_OK;

    if (!collect(line, &len, sizeof line, text, &stranger))
        return say_stranger(stranger, number, err);
    if (len != sizeof line)
        return err_set(err, ERR_INVALID, "line %u has %zu characters, not %d", number,
                       len, SHARE_TEXT_LINE);
    check_line(check, number, line);
    if (memcmp(check, line + LINE_DATA, sizeof check) == 0)
        memcpy(out, line, LINE_DATA);
    else
        code = err_set(err, ERR_INVALID,
                       "line %u has a wrong character, or is not the line with this "
                       "number: compare it with the paper",
                       number);
    crypto_wipe(line, sizeof line);
    return code;
}

enum err_code share_text_check_line(unsigned number, struct str text, struct err *err)
{
    char data[LINE_DATA];
    enum err_code code;

    (void)number_of(&text);
    code = read_line(data, number, text, err);
    crypto_wipe(data, sizeof data);
    return code;
}

/* All in one line, or in lines that are cut elsewhere. */
static enum err_code read_run(char out[CHARACTERS], unsigned *line, struct str text,
                              struct err *err)
{
    char all[SHARE_TEXT_LINES * SHARE_TEXT_LINE] = {0};
    char stranger = '\0';
    size_t len = 0;
    bool is_text;
    enum err_code code = ERR_OK;

    is_text = collect(all, &len, sizeof all, text, &stranger);
    if (!is_text && len < sizeof all)
        code = say_stranger(stranger, *line = 1 + (unsigned)(len / SHARE_TEXT_LINE), err);
    else if (len != sizeof all)
        code = err_set(err, ERR_INVALID, "a share has %zu characters, not %zu",
                       sizeof all, len);
    else if (!is_text)
        code = err_set(err, ERR_INVALID, "there is more behind the share");
    for (unsigned i = 0; code == ERR_OK && i < SHARE_TEXT_LINES; i++) {
        *line = i + 1;
        code = read_line(out + (size_t)i * LINE_DATA, i + 1,
                         (struct str){all + i * (size_t)SHARE_TEXT_LINE, SHARE_TEXT_LINE},
                         err);
    }
    crypto_wipe(all, sizeof all);
    return code;
}

/* Line by line, as it was typed, so that a forgotten character is named with its line. */
static enum err_code read_lines(char out[CHARACTERS], unsigned *line, struct str text,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    *line = 0;
    while (code == ERR_OK && text.len > 0) {
        struct str next = str_cut(&text, '\n');
        unsigned number;

        if (str_trim(next).len == 0)
            continue;
        ++*line;
        if (*line > SHARE_TEXT_LINES)
            return err_set(err, ERR_INVALID, "a share has %d lines, and there are more",
                           SHARE_TEXT_LINES);
        number = number_of(&next);
        if (number > 0 && number != *line)
            return err_set(err, ERR_INVALID, "line %u is not there: line %u follows",
                           *line, number);
        code = read_line(out + (size_t)(*line - 1) * LINE_DATA, *line, next, err);
    }
    if (code == ERR_OK && *line < SHARE_TEXT_LINES)
        return err_set(err, ERR_INVALID, "a share has %d lines, and there are %u",
                       SHARE_TEXT_LINES, *line);
    return code;
}

static size_t count_lines(struct str text)
{
    size_t count = 0;

    while (text.len > 0)
        count += str_trim(str_cut(&text, '\n')).len > 0;
    return count;
}

static void unpack(struct share *out, const uint8_t *bytes)
{
    struct shares_set *set = &out->set;
    unsigned check = 0;

    *out = (struct share){.number = bytes[NUMBER_AT]};
    set->kind = (bytes[0] & KIND_MASK) == SHARES_OF_MEMBER ? SHARES_OF_MEMBER
                                                           : SHARES_OF_COMPARTMENT;
    base32_encode(set->archive, bytes + ARCHIVE_AT, 8 * (size_t)(OWNER_AT - ARCHIVE_AT));
    base32_encode(set->owner, bytes + OWNER_AT, 8 * (size_t)(EPOCH_AT - OWNER_AT));
    for (size_t i = 0; i < OWNER_DATA; i++)
        check = base32_times_alpha(check ^ (unsigned)base32_value(set->owner[i]));
    set->owner[OWNER_DATA] = digits[check];
    set->epoch = (uint16_t)(bytes[EPOCH_AT] << 8 | bytes[EPOCH_AT + 1]);
    memcpy(set->id, bytes + SET_AT, SHARES_ID);
    set->needed = bytes[NEEDED_AT];
    memcpy(out->data, bytes + DATA_AT, SHARES_DATA);
}

static enum err_code read_bytes(struct share *out, const uint8_t *bytes, unsigned spare,
                                struct err *err)
{
    uint8_t sum[SUM_BYTES];

    sum_of(sum, bytes);
    if (memcmp(sum, bytes + SUM_AT, SUM_BYTES) != 0 || spare != 0)
        return err_set(err, ERR_INVALID,
                       "the lines are right one by one and not together: are they all of "
                       "one share?");
    if (bytes[0] >> 4 != VERSION || (bytes[0] & KIND_MASK) > SHARES_OF_MEMBER)
        return err_set(err, ERR_INVALID,
                       "the share was made by a newer version of this program: use that "
                       "one");
    if (bytes[NEEDED_AT] < SHARES_NEEDED_MIN || bytes[NEEDED_AT] > SHARES_MAX ||
        bytes[NUMBER_AT] == 0 || bytes[NUMBER_AT] > SHARES_MAX)
        return err_set(err, ERR_INVALID, "no share has such numbers: share %u, %u needed",
                       bytes[NUMBER_AT], bytes[NEEDED_AT]);
    unpack(out, bytes);
    return ERR_OK;
}

enum err_code share_text_parse(struct share *out, unsigned *line, struct str text,
                               struct err *err)
{
    char characters[CHARACTERS] = {0};
    uint8_t bytes[BYTES];
    bool is_marked;
    struct str code_text = behind_marker(text, &is_marked);
    struct str first = code_text;
    bool is_in_lines = !is_marked && (count_lines(code_text) == SHARE_TEXT_LINES ||
                                      number_of(&first) > 0);
    enum err_code code;

    *line = 0;
    code = is_in_lines ? read_lines(characters, line, code_text, err)
                       : read_run(characters, line, code_text, err);
    if (code != ERR_OK)
        return code;
    *line = 0;
    decode(bytes, sizeof bytes, characters);
    code = read_bytes(out, bytes,
                      (unsigned)base32_value(characters[CHARACTERS - 1]) & 15U, err);
    crypto_wipe(bytes, sizeof bytes);
    crypto_wipe(characters, sizeof characters);
    return code;
}

/* --- finding --- */

static struct str join(struct str from, struct str to)
{
    return (struct str){from.ptr, (size_t)(to.ptr + to.len - from.ptr)};
}

/* Where the share that begins in `line` ends: six numbered lines, blank ones between. */
static struct str take_numbered(struct str line, struct str *rest)
{
    struct str whole = line;

    while (rest->len > 0) {
        struct str after = *rest;
        struct str next = str_cut(&after, '\n');
        struct str text = next;

        if (str_trim(next).len > 0 && number_of(&text) < 2)
            break;
        if (str_trim(next).len > 0)
            whole = join(whole, next);
        *rest = after;
    }
    return whole;
}

size_t share_text_find(struct str *out, struct str text)
{
    struct str rest = text;
    size_t count = 0;

    while (rest.len > 0 && count < SHARE_TEXT_SHARES_MAX) {
        struct str line = str_cut(&rest, '\n');
        struct str behind = line;
        bool is_marked;

        (void)behind_marker(line, &is_marked);
        if (is_marked)
            out[count++] = line;
        else if (number_of(&behind) > 0)
            out[count++] = take_numbered(line, &rest);
    }
    if (count == 0 && str_trim(text).len > 0)
        out[count++] = text;
    return count;
}
