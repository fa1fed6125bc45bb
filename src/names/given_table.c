#include "names/given_table.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "base/map.h"
#include "names/key.h"
#include "names/letters.h"

enum {
    LINES_MOST = 1024,
    ENTRIES_MOST = 12000,
    SLOTS = 32768, /* a power of two, well above ENTRIES_MOST */
    KEYS_BYTES = 16 * ENTRIES_MOST
};

struct entry {
    uint32_t key; /* where it begins in keys */
    uint8_t len;
    uint8_t by;
    struct given_name name;
};

/* Filled once, then only read. */
static char keys[KEYS_BYTES];
static size_t keys_len;
static struct entry entries[ENTRIES_MOST];
static size_t entry_count;
static uint16_t slots[SLOTS]; /* index of the entry + 1 */
static struct str lines[LINES_MOST];
static size_t line_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

void given_key_of(struct given_key *out, struct str word)
{
    struct name_points points;

    /* Of words in other letters it leaves the letters and digits as they are. */
    name_fold_arabic(&points, word);
    out->len = 0;
    if (points.count > GIVEN_KEY_MAX / 2)
        return;
    for (size_t i = 0; i < points.count; i++) {
        uint32_t c = points.at[i] == 0x0451 ? 0x0435 : points.at[i]; /* ё: е */

        out->text[out->len++] = (char)(c >> 8 & 0xff);
        out->text[out->len++] = (char)(c & 0xff);
    }
}

struct str given_stem(struct str fold1)
{
    struct str vowels = STR("aeiou");

    while (fold1.len > 0 && str_find(vowels, fold1.ptr[fold1.len - 1], 0) < vowels.len)
        fold1.len--;
    return fold1;
}

static struct str entry_key(const struct entry *entry)
{
    return (struct str){keys + entry->key, entry->len};
}

static size_t slot_of(enum given_by by, struct str key)
{
    return (map_hash(key.ptr, key.len) + (uint32_t)by * 0x9e3779b9U) % SLOTS;
}

static void add(enum given_by by, struct str key, struct given_name name)
{
    struct entry *entry = &entries[entry_count];
    size_t slot = slot_of(by, key);

    if (key.len == 0)
        return;
    assert(entry_count < ENTRIES_MOST && keys_len + key.len <= KEYS_BYTES);
    *entry = (struct entry){(uint32_t)keys_len, (uint8_t)key.len, (uint8_t)by, name};
    memcpy(keys + keys_len, key.ptr, key.len);
    keys_len += key.len;
    while (slots[slot] != 0)
        slot = (slot + 1) % SLOTS;
    slots[slot] = (uint16_t)++entry_count;
}

static void add_patronymics(struct str fold1, struct given_name name)
{
    struct str stem = given_stem(fold1);

    add(GIVEN_BY_PATRONYMIC, stem, name);
    if (str_ends_with(fold1, STR("a")))
        add(GIVEN_BY_PATRONYMIC_ICH, stem, name);
}

static void add_form(struct str form, struct given_name name)
{
    struct given_key key;
    struct name_key fold1;

    given_key_of(&key, form);
    add(GIVEN_BY_FORM, (struct str){key.text, key.len}, name);
    name_fold1(&fold1, form);
    /* A related form has a line of its own; of Arabic letters the key says too little. */
    if (name.kind != GIVEN_RELATED && name_script_of(form) != SCRIPT_ARABIC)
        add(GIVEN_BY_FOLD1, name_key_str(&fold1), name);
    if (name.kind == GIVEN_FULL && name.sex == GIVEN_MAN &&
        name_script_of(form) != SCRIPT_ARABIC)
        add_patronymics(name_key_str(&fold1), name);
}

static void add_stem(struct str stem, struct given_name name)
{
    struct name_key fold1;

    name_fold1(&fold1, stem);
    add(GIVEN_BY_PATRONYMIC, given_stem(name_key_str(&fold1)), name);
}

static void add_line(struct str line)
{
    struct str rest = line;
    char sex = *str_cut(&rest, ' ').ptr;
    struct given_name name = {.line = (uint16_t)line_count};

    assert(line_count < LINES_MOST);
    lines[line_count++] = rest;
    name.sex = sex == 'm' ? GIVEN_MAN : sex == 'f' ? GIVEN_WOMAN : GIVEN_EITHER;
    while (rest.len > 0) {
        struct str form = str_cut(&rest, ' ');
        char mark = *form.ptr;

        name.kind = mark == '~' ? GIVEN_SHORT : mark == '?' ? GIVEN_RELATED : GIVEN_FULL;
        if (mark == '+')
            add_stem(str_after(form, 1), name);
        else
            add_form(str_after(form, name.kind == GIVEN_FULL ? 0 : 1), name);
    }
}

static void add_lines(const unsigned char *bytes, size_t len)
{
    struct str rest = {(const char *)bytes, len};

    while (rest.len > 0) {
        struct str line = str_cut(&rest, '\n');

        if (line.len > 0 && *line.ptr != '#')
            add_line(line);
    }
}

static void fill(void)
{
    add_lines(given_slavic_bytes, given_slavic_bytes_len);
    add_lines(given_arabic_bytes, given_arabic_bytes_len);
}

/* The nearest kind counts, where a line has a form twice. */
static void take(struct given_names *out, struct given_name name)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->at[i].line == name.line) {
            if (name.kind < out->at[i].kind)
                out->at[i].kind = name.kind;
            return;
        }
    if (out->count < GIVEN_NAMES_MOST)
        out->at[out->count++] = name;
}

void given_table_find(struct given_names *out, enum given_by by, struct str key)
{
    size_t slot = slot_of(by, key);

    (void)pthread_once(&once, fill);
    if (key.len == 0)
        return;
    for (; slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        const struct entry *entry = &entries[slots[slot] - 1];

        if (entry->by == (uint8_t)by && str_equal(entry_key(entry), key))
            take(out, entry->name);
    }
}

struct str given_table_line(uint16_t line)
{
    (void)pthread_once(&once, fill);
    return line < line_count ? lines[line] : STR("");
}
