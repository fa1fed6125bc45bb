/*
 * The input is a line as typed. Accepted implies: every term has words, is looked for
 * somewhere and says where it was typed; numbers count up; and typing the words of a term
 * again, in quotation marks, asks for the same words.
 */

#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "search/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_again(const struct query_term *term, struct arena *arena)
{
    struct buf typed = {0};
    struct query again;
    const struct query_term *same;
    struct err err;

    buf_puts(&typed, "\"");
    for (size_t i = 0; i < term->word_count; i++) {
        buf_append(&typed, term->words[i].folded);
        buf_char(&typed, ' ');
    }
    buf_puts(&typed, "\"");
    require(query_parse(&again, arena, buf_str(&typed), &err) == ERR_OK);
    require(again.term_count == 1);
    same = &again.clauses[0].terms[0];
    require(same->word_count == term->word_count);
    for (size_t i = 0; i < term->word_count; i++)
        require(str_equal(same->words[i].folded, term->words[i].folded));
    buf_release(&typed);
}

static void check_term(const struct query_term *term, struct str text, size_t number,
                       struct arena *arena)
{
    require(term->number == number && term->word_count > 0);
    require(term->in != 0 && (term->in & ~(unsigned)QUERY_IN_ALL) == 0);
    require(term->typed.ptr >= text.ptr &&
            term->typed.ptr + term->typed.len <= text.ptr + text.len);
    require(term->column >= 1 && term->column <= text.len);
    for (size_t i = 0; i < term->word_count; i++) {
        require(term->words[i].folded.len > 0 && utf8_is_valid(term->words[i].folded));
        require(term->words[i].marked.len > 0 && utf8_is_valid(term->words[i].marked));
    }
    check_again(term, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct query query;
    struct err err;
    size_t number = 0;

    if (query_parse(&query, &arena, text, &err) == ERR_OK) {
        require(query.clause_count + query.filter_count > 0);
        for (size_t i = 0; i < query.clause_count; i++) {
            const struct query_clause *clause = &query.clauses[i];

            require(clause->term_count > 0);
            require(!clause->is_excluded || clause->term_count == 1);
            for (size_t j = 0; j < clause->term_count; j++)
                check_term(&clause->terms[j], text, number++, &arena);
        }
        require(number == query.term_count && number <= QUERY_TERMS_MAX);
        for (size_t i = 0; i < query.filter_count; i++)
            require(query.filters[i].value.len > 0);
    } else {
        require(err.message[0] != '\0');
    }
    arena_free(&arena);
    return 0;
}
