#include "names/person_parts.h"

#include <string.h>

#include "names/letters.h"
#include "names/person_words.h"

enum { ABBREVIATION_MOST = 5 };

struct reading {
    struct person_parts *out;
    const struct person_word *words;
    size_t count;
    size_t at;
    bool has_article; /* one stood before the word that comes */
};

static struct person_part *add_part(struct reading *reading, struct str text)
{
    struct person_parts *out = reading->out;
    struct person_part *part;

    if (out->count == PERSON_PARTS_MOST)
        return NULL;
    part = &out->at[out->count++];
    *part = (struct person_part){.text = text, .has_article = reading->has_article};
    reading->has_article = false;
    given_names_of(&part->given, text);
    part->kind = part->given.count > 0 ? PART_GIVEN : PART_FAMILY;
    return part;
}

/* Both in one, in the memory of out; the first alone where that is full. */
static struct str join(struct person_parts *out, struct str first, struct str second)
{
    char *at = out->joined + out->joined_len;

    if (first.len + second.len > PERSON_JOINED_BYTES - out->joined_len)
        return first;
    memcpy(at, first.ptr, first.len);
    memcpy(at + first.len, second.ptr, second.len);
    out->joined_len += first.len + second.len;
    return (struct str){at, first.len + second.len};
}

static const struct person_word *word_at(const struct reading *reading, size_t i)
{
    return i < reading->count ? &reading->words[i] : NULL;
}

/* An article at i: one that takes on the next letter only with a hyphen behind it, for it
 * may be a name as well. */
static bool is_article(const struct reading *reading, size_t i)
{
    const struct person_word *word = word_at(reading, i);

    if (!word || !word_at(reading, i + 1))
        return false;
    return word->role == WORD_ARTICLE || (word->role == WORD_SUN && word->has_hyphen);
}

static const char *servant_of(enum name_script script)
{
    return script == SCRIPT_ARABIC     ? "عبدال"
           : script == SCRIPT_CYRILLIC ? "абдул"
                                       : "abdul";
}

static const char *father_of(enum name_script script)
{
    return script == SCRIPT_ARABIC ? "ابو" : script == SCRIPT_CYRILLIC ? "абу" : "abu";
}

/* ال, four bytes, before a word of three letters or more. */
static bool begins_with_article(const struct person_word *word)
{
    return word->letters >= 5 && str_starts_with(word->text, STR("ال"));
}

/* Abd al-Rahman, Abdul Rahman, عبد الرحمن; Abu Bakr. False where nothing follows. */
static bool take_joined(struct reading *reading)
{
    const struct person_word *word = word_at(reading, reading->at);
    size_t next = reading->at + 1;
    const struct person_word *name;
    struct str text;

    while (is_article(reading, next))
        next++;
    name = word_at(reading, next);
    if (!name || name->role == WORD_CHAIN)
        return false;
    text = begins_with_article(name) ? str_after(name->text, 4) : name->text;
    if (word->role == WORD_SERVANT && str_equal(name->text, STR("الله")))
        text = str_after(name->text, 4);
    text = join(reading->out,
                str_from_c(word->role == WORD_SERVANT
                               ? servant_of(name_script_of(name->text))
                               : father_of(name_script_of(name->text))),
                text);
    (void)add_part(reading, text);
    reading->at = next + 1;
    return true;
}

/* Salah al-Din, Nur Eddin, صلاح الدين: with the part before. */
static bool take_religion(struct reading *reading)
{
    const struct person_word *word = word_at(reading, reading->at);
    struct person_parts *out = reading->out;
    struct person_part *last = out->count > 0 ? &out->at[out->count - 1] : NULL;
    enum name_script script = name_script_of(word->text);

    if (!last || (word->role == WORD_RELIGION_BARE && !reading->has_article))
        return false;
    last->text = join(out, last->text,
                      str_from_c(script == SCRIPT_ARABIC     ? "الدين"
                                 : script == SCRIPT_CYRILLIC ? "аддин"
                                                             : "addin"));
    given_names_of(&last->given, last->text);
    last->kind = last->given.count > 0 ? PART_GIVEN : PART_FAMILY;
    reading->has_article = false;
    reading->at++;
    return true;
}

static bool is_between(const struct reading *reading)
{
    return reading->at > 0 && reading->at + 1 < reading->count;
}

static bool take_role(struct reading *reading)
{
    const struct person_word *word = word_at(reading, reading->at);

    switch (word->role) {
    case WORD_ARTICLE:
    case WORD_SUN:
        reading->has_article = is_article(reading, reading->at);
        reading->at += reading->has_article;
        return reading->has_article;
    case WORD_SERVANT:
    case WORD_FATHER:
        return take_joined(reading);
    case WORD_CHAIN:
        if (!is_between(reading))
            return false;
        reading->out->has_chain = true;
        reading->at++;
        return true;
    case WORD_RELIGION:
    case WORD_RELIGION_BARE:
        return take_religion(reading);
    case WORD_NAME:
        break;
    }
    return false;
}

static void take_name(struct reading *reading)
{
    const struct person_word *word = word_at(reading, reading->at);
    bool is_second = reading->at > 0 && reading->words[reading->at - 1].has_hyphen &&
                     reading->words[reading->at - 1].role == WORD_NAME;
    struct person_part *part = add_part(reading, word->text);

    reading->at++;
    if (!part)
        return;
    if (begins_with_article(word) && part->given.count == 0) {
        part->text = str_after(word->text, 4);
        part->has_article = true;
        given_names_of(&part->given, part->text);
        part->kind = part->given.count > 0 ? PART_GIVEN : PART_FAMILY;
    }
    part->is_half = is_second || (word->has_hyphen && word_at(reading, reading->at));
    if (word->letters == 1 ||
        (word->has_dot && word->letters <= ABBREVIATION_MOST && part->kind != PART_GIVEN))
        part->kind = PART_INITIAL;
}

/* The last word that may be a patronymic is one, unless it is the first of two: Петрович
 * Іван is of the family Петрович. */
static void find_patronymic(struct person_parts *out)
{
    for (size_t i = out->count; i-- > 0;) {
        struct person_part *part = &out->at[i];
        struct given_names father;

        if (part->kind != PART_FAMILY || part->is_half || (i == 0 && out->count <= 2))
            continue;
        given_patronymic_of(&father, part->text);
        if (father.count == 0)
            continue;
        part->given = father;
        part->kind = PART_PATRONYMIC;
        return;
    }
}

void person_parts_of(struct person_parts *out, struct str name)
{
    struct person_word words[PERSON_WORDS_MOST];
    struct reading reading = {.out = out, .words = words};

    out->count = 0;
    out->has_chain = false;
    out->joined_len = 0;
    reading.count = person_words_of(words, name);
    while (reading.at < reading.count)
        if (!take_role(&reading))
            take_name(&reading);
    find_patronymic(out);
}
