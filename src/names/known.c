#include "names/known.h"

#include <assert.h>
#include <string.h>
#include <threads.h>

enum { ENTRIES_MAX = 1024, LINES_MAX = 16, KEY_MIN = 3 };

struct entry {
    struct name_key key;
    unsigned line;
};

/* Filled once, at the first question, and read only from then on. */
static struct entry entries[ENTRIES_MAX];
static size_t entry_count;
static once_flag filled = ONCE_FLAG_INIT;

void name_known_key(struct name_key *out, struct str word)
{
    name_fold2(out, word);
    if (out->len < KEY_MIN)
        name_fold1(out, word);
}

static int compare(const struct entry *a, struct str key)
{
    return str_compare(name_key_str(&a->key), key);
}

/* The first entry whose key is not before key. */
static size_t place_of(struct str key)
{
    size_t low = 0;
    size_t high = entry_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(&entries[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_name(struct str name, unsigned line)
{
    struct entry entry = {.line = line};
    size_t at;

    name_known_key(&entry.key, str_trim(name));
    assert(entry.key.len > 0 && entry_count < ENTRIES_MAX);
    at = place_of(name_key_str(&entry.key));
    for (size_t i = at;
         i < entry_count && compare(&entries[i], name_key_str(&entry.key)) == 0; i++)
        if (entries[i].line == line)
            return;
    memmove(&entries[at + 1], &entries[at], (entry_count - at) * sizeof entry);
    entries[at] = entry;
    entry_count++;
}

static void fill(void)
{
    struct str text = {(const char *)known_names_bytes, known_names_bytes_len};

    for (unsigned line = 0; text.len > 0; line++) {
        struct str names = str_cut(&text, '\n');

        if (str_starts_with(names, STR("#")))
            continue;
        while (names.len > 0)
            add_name(str_cut(&names, ';'), line);
    }
}

/* The lines a key stands in; returns how many. */
static size_t lines_of(unsigned *lines, const struct name_key *key)
{
    size_t count = 0;

    call_once(&filled, fill);
    for (size_t i = place_of(name_key_str(key));
         i < entry_count && compare(&entries[i], name_key_str(key)) == 0; i++)
        if (count < LINES_MAX)
            lines[count++] = entries[i].line;
    return count;
}

static bool is_among(unsigned line, const unsigned *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i] == line)
            return true;
    return false;
}

bool name_known_together(const struct name_key *a, const struct name_key *b)
{
    unsigned left[LINES_MAX];
    unsigned right[LINES_MAX];
    size_t lefts = lines_of(left, a);
    size_t rights = lefts > 0 ? lines_of(right, b) : 0;

    for (size_t i = 0; i < rights; i++)
        if (is_among(right[i], left, lefts))
            return true;
    return false;
}

size_t name_known_others(struct name_key *out, size_t max, const struct name_key *key)
{
    unsigned lines[LINES_MAX];
    size_t count = lines_of(lines, key);
    size_t others = 0;

    for (size_t i = 0; i < entry_count && count > 0 && others < max; i++)
        if (is_among(entries[i].line, lines, count) &&
            compare(&entries[i], name_key_str(key)) != 0)
            out[others++] = entries[i].key;
    return others;
}
