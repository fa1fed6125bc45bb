#include "search/snippet.h"

#include <string.h>

#include "search/query_sign.h"

/* A stretch of the text in bytes. */
struct stretch {
    size_t start;
    size_t end;
};

static void put_hit(struct snippet_hit *hits, size_t *count, struct snippet_hit hit)
{
    struct snippet_hit *last = *count > 0 ? &hits[*count - 1] : NULL;

    if (last && hit.start < last->start + last->len) {
        if (hit.start + hit.len > last->start + last->len)
            last->len = hit.start + hit.len - last->start;
        last->terms |= hit.terms;
    } else if (*count < SNIPPET_HITS_MAX) {
        hits[(*count)++] = hit;
    }
}

size_t snippet_hits(const struct snippet_hit **out, struct arena *arena, struct str text,
                    snippet_terms_of *terms_of, void *context)
{
    struct snippet_hit *hits = ARENA_ARRAY(arena, struct snippet_hit, SNIPPET_HITS_MAX);
    struct word_reader reader;
    struct word word;
    size_t count = 0;

    word_reader_init(&reader, text);
    while (word_next(&word, &reader)) {
        uint32_t terms = terms_of(context, &word);

        if (terms)
            put_hit(hits, &count, (struct snippet_hit){word.start, word.len, terms});
    }
    *out = hits;
    return count;
}

static size_t step_back(struct str text, size_t at)
{
    while (at > 0 && (text.ptr[--at] & 0xc0) == 0x80)
        ;
    return at;
}

static size_t step_on(struct str text, size_t at)
{
    while (at < text.len && (text.ptr[++at] & 0xc0) == 0x80 && at < text.len)
        ;
    return at;
}

static size_t characters(struct str text, struct stretch stretch)
{
    size_t count = 0;

    for (size_t at = stretch.start; at < stretch.end; at++)
        count += (text.ptr[at] & 0xc0) != 0x80;
    return count;
}

static int bits(uint32_t set)
{
    return __builtin_popcount(set);
}

/* The hits from first on that fit, and what they are worth. */
static size_t run_of_hits(uint32_t *terms, struct str text,
                          const struct snippet_hit *hits, size_t count, size_t first,
                          size_t length)
{
    size_t taken = 1;
    size_t used = characters(
        text, (struct stretch){hits[first].start, hits[first].start + hits[first].len});

    *terms = hits[first].terms;
    while (first + taken < count) {
        const struct snippet_hit *hit = &hits[first + taken];

        used += characters(
            text, (struct stretch){hit[-1].start + hit[-1].len, hit->start + hit->len});
        if (used > length)
            break;
        *terms |= hit->terms;
        taken++;
    }
    return taken;
}

/* The hits worth most: most terms, then most hits, then the earliest. */
static struct stretch best_hits(struct str text, const struct snippet_hit *hits,
                                size_t count, size_t length)
{
    size_t best = 0;
    size_t best_taken = 0;
    uint32_t best_terms = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t terms;
        size_t taken = run_of_hits(&terms, text, hits, count, i, length);

        if (bits(terms) > bits(best_terms) ||
            (bits(terms) == bits(best_terms) && taken > best_taken)) {
            best = i;
            best_taken = taken;
            best_terms = terms;
        }
    }
    if (best_taken == 0)
        return (struct stretch){0, 0};
    return (struct stretch){hits[best].start, hits[best + best_taken - 1].start +
                                                  hits[best + best_taken - 1].len};
}

/* A blank lies before at, or nothing does. */
static bool is_word_border(struct str text, size_t at)
{
    return at == 0 || at >= text.len ||
           query_blank_at(str_after(text, step_back(text, at))) > 0 ||
           query_blank_at(str_after(text, at)) > 0;
}

/* Behind the sign that ends a sentence or line and the blanks after it. */
static bool is_sentence_border(struct str text, size_t at)
{
    static const char *const ends[] = {".", "!", "?",  "…", "\n",
                                       "؟", "۔", "。", "॥", "।"};
    struct str before;

    if (at == 0 || at >= text.len)
        return true;
    if (query_blank_at(str_after(text, at)) > 0 || !is_word_border(text, at))
        return false;
    before = str_prefix(text, at);
    while (before.len > 0 && before.ptr[before.len - 1] != '\n' &&
           query_blank_at(str_after(text, step_back(text, before.len))) > 0)
        before.len = step_back(text, before.len);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends_with(before, str_from_c(ends[i])))
            return true;
    return false;
}

/* The start before `at`: of the sentence when it is at most `far` characters away, else
 * of a word at most `near` away, else of a character. */
static size_t start_before(struct str text, size_t at, size_t far, size_t near)
{
    size_t nearest = at;
    size_t here = at;
    size_t word;

    for (size_t i = 0; i <= far; i++) {
        if (is_sentence_border(text, here))
            return here;
        if (i <= near)
            nearest = here;
        here = step_back(text, here);
    }
    for (word = nearest; word < at && !is_word_border(text, word);)
        word = step_on(text, word);
    if (is_word_border(text, word))
        return word;
    while (nearest < at && !word_may_cut(text, nearest))
        nearest = step_on(text, nearest);
    return nearest;
}

/* The end at most `room` characters behind `at`: of a sentence when more than half of the
 * room is used by it, else of a word. */
static size_t end_behind(struct str text, size_t at, size_t room)
{
    size_t sentence = at;
    size_t sentence_room = 0;
    size_t word = at;
    size_t cut = at;
    size_t here = at;

    for (size_t i = 0; i <= room && here <= text.len; i++) {
        if (is_sentence_border(text, here)) {
            sentence = here;
            sentence_room = i;
        }
        if (is_word_border(text, here))
            word = here;
        if (word_may_cut(text, here))
            cut = here;
        if (here == text.len)
            return here;
        here = step_on(text, here);
    }
    if (sentence_room > room / 2)
        return sentence;
    return word > at ? word : cut;
}

static struct stretch without_blanks(struct str text, struct stretch stretch)
{
    size_t len;

    while (stretch.start < stretch.end &&
           (len = query_blank_at(str_after(text, stretch.start))) > 0)
        stretch.start += len;
    while (stretch.end > stretch.start &&
           query_blank_at(str_after(text, step_back(text, stretch.end))) > 0)
        stretch.end = step_back(text, stretch.end);
    return stretch;
}

static bool is_blank(struct str text)
{
    struct stretch all = without_blanks(text, (struct stretch){0, text.len});

    return all.start == all.end;
}

/* One word longer than the whole snippet: its beginning. */
static struct stretch no_longer_than(struct str text, struct stretch stretch,
                                     size_t length)
{
    size_t end = stretch.start;
    size_t cut = end;

    for (size_t i = 0; i < length && end < stretch.end; i++) {
        end = step_on(text, end);
        if (word_may_cut(text, end))
            cut = end;
    }
    return (struct stretch){stretch.start, end < stretch.end ? cut : stretch.end};
}

static struct stretch widened(struct str text, struct stretch hits, size_t length)
{
    struct stretch wide = no_longer_than(text, hits, length);
    size_t room = length - characters(text, wide);
    size_t left;

    wide.start = start_before(text, wide.start, room * 3 / 4, room / 2);
    wide.end = end_behind(text, wide.end, length - characters(text, wide));
    left = length - characters(text, wide);
    if (wide.end == text.len && wide.start > 0 &&
        left > 0) /* the rest for what is before */
        wide.start = start_before(text, wide.start, left, left);
    return without_blanks(text, wide);
}

static void keep_hits(struct snippet *out, struct arena *arena,
                      const struct snippet_hit *hits, size_t count, size_t end)
{
    struct snippet_hit *kept = ARENA_ARRAY(arena, struct snippet_hit, count + 1);

    for (size_t i = 0; i < count; i++) {
        size_t hit_end = hits[i].start + hits[i].len;

        if (hits[i].start < out->offset || hits[i].start >= end)
            continue;
        kept[out->hit_count] = hits[i];
        kept[out->hit_count].start -= out->offset;
        kept[out->hit_count].len = (hit_end < end ? hit_end : end) - hits[i].start;
        out->hit_count++;
    }
    out->hits = kept;
}

struct snippet snippet_around(struct arena *arena, struct str text,
                              const struct snippet_hit *hits, size_t count, size_t length)
{
    struct stretch stretch = widened(text, best_hits(text, hits, count, length), length);
    struct snippet out = {
        .text = {text.ptr + stretch.start, stretch.end - stretch.start},
        .offset = stretch.start,
        .is_cut_before = !is_blank(str_prefix(text, stretch.start)),
        .is_cut_after = !is_blank(str_after(text, stretch.end)),
    };

    keep_hits(&out, arena, hits, count, stretch.end);
    return out;
}

struct snippet snippet_of(struct arena *arena, struct str text,
                          snippet_terms_of *terms_of, void *context)
{
    const struct snippet_hit *hits;
    size_t count = snippet_hits(&hits, arena, text, terms_of, context);

    return snippet_around(arena, text, hits, count, SNIPPET_LENGTH);
}
