#include "search/snippet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"

/* The words that are hits, ended by NULL: the bit of a word is its place. */
static uint32_t listed(void *context, const struct word *word)
{
    const char *const *words = context;

    for (size_t i = 0; words[i]; i++)
        if (str_equal(word->folded, str_from_c(words[i])))
            return 1U << i;
    return 0;
}

/* The snippet with its hits in brackets, and … where it was cut. */
static void write_snippet(struct buf *out, const struct snippet *snippet)
{
    size_t at = 0;

    buf_puts(out, snippet->is_cut_before ? "…" : "");
    for (size_t i = 0; i < snippet->hit_count; i++) {
        const struct snippet_hit *hit = &snippet->hits[i];

        assert_true(hit->start >= at && hit->len > 0);
        assert_true(hit->start + hit->len <= snippet->text.len);
        buf_bytes(out, snippet->text.ptr + at, hit->start - at);
        buf_char(out, '[');
        buf_bytes(out, snippet->text.ptr + hit->start, hit->len);
        buf_char(out, ']');
        at = hit->start + hit->len;
    }
    buf_append(out, str_after(snippet->text, at));
    buf_puts(out, snippet->is_cut_after ? "…" : "");
}

static size_t characters(struct str text)
{
    size_t count = 0;

    for (size_t at = 0; at < text.len; count++)
        (void)utf8_next(text, &at);
    return count;
}

static void check(const char *text, const char *const *words, size_t length,
                  const char *want)
{
    struct arena arena = {0};
    struct buf out = {0};
    const struct snippet_hit *hits;
    size_t count =
        snippet_hits(&hits, &arena, str_from_c(text), listed, (void *)(uintptr_t)words);
    struct snippet snippet =
        snippet_around(&arena, str_from_c(text), hits, count, length);

    assert_ptr_equal(snippet.text.ptr, text + snippet.offset);
    assert_true(utf8_is_valid(snippet.text));
    assert_true(characters(snippet.text) <= length);
    write_snippet(&out, &snippet);
    assert_string_equal(buf_text(&out), want);
    buf_release(&out);
    arena_free(&arena);
}

static const char *const grave[] = {"grave", "bodies", NULL};

static void a_short_text_is_given_whole(void **state)
{
    (void)state;
    check("", grave, 40, "");
    check("  A grave.\n", grave, 40, "A [grave].");
    check("Nothing here", grave, 40, "Nothing here");
}

static void the_sentence_of_the_hit_is_given(void **state)
{
    (void)state;
    check("The road was closed that day. A grave was seen by the road. It was long.",
          grave, 36, "…A [grave] was seen by the road.…");
    check("First line of all\nsecond with a grave in it\nthird line of them", grave, 28,
          "…second with a [grave] in it…");
}

static void where_no_sentence_is_near_it_is_cut_between_words(void **state)
{
    (void)state;
    check("one two three four five six seven eight grave nine ten eleven twelve thirteen",
          grave, 30, "…seven eight [grave] nine ten…");
    check("one two three four five six seven eight nine ten eleven grave", grave, 30,
          "…eight nine ten eleven [grave]");
}

static void most_terms_then_most_hits_then_the_first(void **state)
{
    (void)state;
    check("grave grave grave. So it was and went on for long. A grave, two bodies there.",
          grave, 34, "…A [grave], two [bodies] there.");
    check("A grave is here. So it was and went on for long. One grave, one grave there.",
          grave, 34, "…One [grave], one [grave] there.");
    check("A grave is here. So it was and went on for long. One grave is there.", grave,
          24, "A [grave] is here.…");
}

static void the_beginning_stands_for_a_text_without_hits(void **state)
{
    (void)state;
    check("The road was closed that day. Nobody passed it.", grave, 34,
          "The road was closed that day.…");
}

static void no_character_is_cut(void **state)
{
    static const char *const words[] = {"харкова", "حلب", "夫", NULL};

    (void)state;
    check("Свідок бачив, як біля Харкова копали довгу яму вночі", words, 24,
          "…як біля [Харкова] копали…");
    check("市长在哈尔科夫哈尔科州市长在哈尔科", words, 6, "…尔科[夫]哈尔科…");
    check("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", words, 5, "e\u0301e\u0301…");
}

static void text_from_right_to_left_is_cut_in_its_own_order(void **state)
{
    static const char *const words[] = {"حلب", NULL};

    (void)state;
    check("قال الشاهد إنه رأى المقبرة. كانت المقبرة قرب حلب في الشمال. ثم عاد.", words,
          36, "…كانت المقبرة قرب [حلب] في الشمال.…");
}

static void a_word_that_is_too_long_is_cut(void **state)
{
    char text[401] = "grave ";
    const char *word[] = {NULL, NULL};

    (void)state;
    memset(text, 'a', 400);
    text[96] = '\0';
    word[0] = text;
    check(text, word, 96,
          "[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]");
    check(text, word, 10, "[aaaaaaaaaa]…");
}

static void hits_that_overlap_are_one(void **state)
{
    static const char *const words[] = {"458/22", "458", "22", NULL};

    (void)state;
    check("case 458/22 here", words, 40, "case [458/22] here");
    check("case 458-22 here", words, 40, "case [458]-[22] here");
}

static void a_text_of_hits_only_has_a_limit(void **state)
{
    struct arena arena = {0};
    struct buf text = {0};
    const struct snippet_hit *hits;

    (void)state;
    for (int i = 0; i < SNIPPET_HITS_MAX + 10; i++)
        buf_puts(&text, "grave ");
    assert_int_equal(
        snippet_hits(&hits, &arena, buf_str(&text), listed, (void *)(uintptr_t)grave),
        SNIPPET_HITS_MAX);
    assert_int_equal(
        snippet_of(&arena, buf_str(&text), listed, (void *)(uintptr_t)grave).hit_count,
        26);
    buf_release(&text);
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_text_is_given_whole),
        cmocka_unit_test(the_sentence_of_the_hit_is_given),
        cmocka_unit_test(where_no_sentence_is_near_it_is_cut_between_words),
        cmocka_unit_test(most_terms_then_most_hits_then_the_first),
        cmocka_unit_test(the_beginning_stands_for_a_text_without_hits),
        cmocka_unit_test(no_character_is_cut),
        cmocka_unit_test(text_from_right_to_left_is_cut_in_its_own_order),
        cmocka_unit_test(a_word_that_is_too_long_is_cut),
        cmocka_unit_test(hits_that_overlap_are_one),
        cmocka_unit_test(a_text_of_hits_only_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
