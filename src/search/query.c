#include "search/query.h"

#include "base/text.h"
#include "format/edtf.h"
#include "search/query_sign.h"

/* What stands between two blanks, or a phrase with the signs before it. */
struct token {
    size_t start;
    bool is_excluded;
    bool is_exact;
    bool is_quoted;
    bool is_prefix;
    const struct query_field_name *field;
    size_t body_start;
    struct str body; /* without signs and quotation marks */
};

struct parser {
    struct str text;
    size_t at;
    struct arena *arena;
    struct err *err;
    struct query_clause clauses[QUERY_TERMS_MAX];
    struct query_term *terms[QUERY_TERMS_MAX]; /* of each clause */
    size_t clause_count;
    size_t term_count;
    struct query_filter filters[QUERY_FILTERS_MAX];
    size_t filter_count;
    unsigned in;
    unsigned not_in;
    bool without_machine_text;
    bool has_or; /* the term that comes is one more of the last clause */
    bool may_or; /* the last thing read was a term that OR can follow */
    size_t or_at;
};

/* In characters, from 1. */
static size_t column_of(const struct parser *parser, size_t at)
{
    size_t column = 1;

    for (size_t i = 0; i < at; i++)
        column += (parser->text.ptr[i] & 0xc0) != 0x80;
    return column;
}

static struct str rest_of(const struct parser *parser)
{
    return str_after(parser->text, parser->at);
}

static void skip_blanks(struct parser *parser)
{
    size_t len;

    while ((len = query_blank_at(rest_of(parser))) > 0)
        parser->at += len;
}

static size_t bare_length(struct str s)
{
    size_t at = 0;

    while (at < s.len && query_blank_at(str_after(s, at)) == 0)
        (void)utf8_next(s, &at);
    return at;
}

/* True, and moves past it, when c stands here and something other than a blank and c
 * itself behind it. */
static bool takes_sign(struct parser *parser, char c)
{
    struct str rest = rest_of(parser);
    struct str next = str_after(rest, 1);

    if (rest.len < 2 || rest.ptr[0] != c || next.ptr[0] == c || query_blank_at(next) > 0)
        return false;
    parser->at++;
    return true;
}

static enum err_code read_quoted(struct token *token, struct parser *parser,
                                 size_t opening)
{
    struct str mark = str_prefix(rest_of(parser), opening);
    struct str inside = str_after(rest_of(parser), opening);
    size_t end;
    size_t closing;

    if (!query_closing_in(&end, &closing, mark, inside))
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: the quotation mark " STR_FMT
                       " is not closed; close it or leave it out",
                       column_of(parser, parser->at), STR_ARG(mark));
    token->is_quoted = true;
    token->body_start = parser->at + opening;
    token->body = str_prefix(inside, end);
    parser->at += opening + end + closing;
    return ERR_OK;
}

static enum err_code read_token(struct token *token, struct parser *parser)
{
    size_t len;
    enum err_code code = ERR_OK;

    *token = (struct token){.start = parser->at};
    token->is_excluded = takes_sign(parser, '-');
    token->field = query_field_at(&len, rest_of(parser));
    if (token->field)
        parser->at += len;
    token->is_exact = takes_sign(parser, '=');
    len = query_opening_at(rest_of(parser));
    if (len > 0) {
        code = read_quoted(token, parser, len);
    } else {
        token->body_start = parser->at;
        token->body = str_prefix(rest_of(parser), bare_length(rest_of(parser)));
        parser->at += token->body.len;
    }
    if (code == ERR_OK && str_ends_with(token->body, STR("*"))) {
        token->is_prefix = true;
        token->body.len--;
    }
    return code;
}

static struct query_word keep_word(struct arena *arena, const struct word *word)
{
    struct query_word kept = {.folded = arena_str(arena, word->folded),
                              .letters = word->letters};

    kept.marked = str_equal(word->folded, word->marked) ? kept.folded
                                                        : arena_str(arena, word->marked);
    return kept;
}

static enum err_code read_words(struct query_term *term, struct parser *parser,
                                const struct token *token)
{
    struct query_word words[QUERY_WORDS_MAX];
    struct query_word *kept;
    struct word_reader reader;
    struct word word;
    size_t whole_parts = 0;

    word_reader_init(&reader, token->body);
    while (word_next(&word, &reader)) {
        if (word.parts > 1 && word.position == 0 && word.parts > whole_parts) {
            term->whole = keep_word(parser->arena, &word);
            whole_parts = word.parts;
        } else if (word.parts == 1) {
            if (term->word_count == QUERY_WORDS_MAX)
                return err_set(parser->err, ERR_LIMIT,
                               "column %zu: this phrase has more than %d words; leave "
                               "some out",
                               column_of(parser, token->start), QUERY_WORDS_MAX);
            words[term->word_count++] = keep_word(parser->arena, &word);
        }
    }
    if (whole_parts != term->word_count)
        term->whole = (struct query_word){0};
    kept = ARENA_ARRAY(parser->arena, struct query_word, term->word_count + 1);
    for (size_t i = 0; i < term->word_count; i++)
        kept[i] = words[i];
    term->words = kept;
    return ERR_OK;
}

static size_t characters_of(const struct query_term *term)
{
    size_t count = 0;

    for (size_t i = 0; i < term->word_count; i++)
        for (size_t at = 0; at < term->words[i].folded.len; count++)
            (void)utf8_next(term->words[i].folded, &at);
    return count;
}

static enum err_code check_term(const struct query_term *term, struct parser *parser,
                                const struct token *token)
{
    size_t column = column_of(parser, token->start);

    if (token->is_prefix && token->is_exact)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: = asks for a word exactly as it is written and * for "
                       "every word that begins so; leave one of them out",
                       column);
    if (token->is_prefix && characters_of(term) < 2)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: too many words begin so; write at least two letters "
                       "before the *",
                       column);
    if (token->is_excluded && parser->has_or)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: what is left out cannot be one side of OR; write it "
                       "apart from the OR",
                       column);
    if (parser->term_count == QUERY_TERMS_MAX)
        return err_set(parser->err, ERR_LIMIT,
                       "column %zu: more than %d words and phrases; leave some out",
                       column, QUERY_TERMS_MAX);
    return ERR_OK;
}

/* The terms of a clause: room for all there can be, as nobody knows how many follow. */
static void put_term(struct parser *parser, const struct query_term *term,
                     bool is_excluded)
{
    size_t clause = parser->clause_count;

    if (parser->has_or) {
        clause--;
    } else {
        parser->terms[clause] =
            ARENA_ARRAY(parser->arena, struct query_term, QUERY_TERMS_MAX);
        parser->clauses[clause] = (struct query_clause){.terms = parser->terms[clause],
                                                        .is_excluded = is_excluded};
        parser->clause_count++;
    }
    parser->terms[clause][parser->clauses[clause].term_count++] = *term;
    parser->term_count++;
    parser->has_or = false;
    parser->may_or = !is_excluded;
}

static enum err_code take_term(struct parser *parser, const struct token *token)
{
    struct query_term term = {
        .number = parser->term_count,
        .typed = token->body,
        .column = column_of(parser, token->body_start),
        .in = token->field ? QUERY_IN_NAMES : 0,
        .is_quoted = token->is_quoted,
    };
    enum err_code code = read_words(&term, parser, token);

    if (token->is_exact)
        term.match = QUERY_EXACT;
    else if (token->is_prefix)
        term.match = QUERY_PREFIX;
    if (code != ERR_OK || term.word_count == 0) /* a dash, a colon: no word, no matter */
        return code;
    code = check_term(&term, parser, token);
    if (code == ERR_OK)
        put_term(parser, &term, token->is_excluded);
    return code;
}

static enum err_code take_in(struct parser *parser, const struct token *token)
{
    struct str rest = token->body;

    while (rest.len > 0) {
        struct str value = str_cut(&rest, ',');
        unsigned in = query_in_of(value);

        if (in == 0)
            return err_set(parser->err, ERR_INVALID,
                           "column %zu: there is no \"" STR_FMT
                           "\" to look in; write names, words, values, files or text",
                           column_of(parser, token->body_start), STR_ARG(value));
        if (token->is_excluded)
            parser->not_in |= in;
        else
            parser->in |= in;
    }
    return ERR_OK;
}

static enum err_code take_machine(struct parser *parser, const struct token *token)
{
    if (token->is_excluded || !query_is_no(token->body))
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: write machine:no to leave out text that a machine "
                       "made, or nothing to have it",
                       column_of(parser, token->start));
    parser->without_machine_text = true;
    return ERR_OK;
}

static enum err_code check_date(struct parser *parser, const struct token *token)
{
    struct edtf date;

    if (edtf_parse(&date, token->body, parser->err) == ERR_OK)
        return ERR_OK;
    return err_context(parser->err,
                       "column %zu: write a date such as 2022, 2022-09 or 2022-09-10: ",
                       column_of(parser, token->body_start));
}

static enum err_code take_filter(struct parser *parser, const struct token *token)
{
    enum query_field field = token->field->field;

    if (parser->filter_count == QUERY_FILTERS_MAX)
        return err_set(parser->err, ERR_LIMIT,
                       "column %zu: more than %d fields; leave some out",
                       column_of(parser, token->start), QUERY_FILTERS_MAX);
    if ((field == QUERY_FROM || field == QUERY_UNTIL) &&
        check_date(parser, token) != ERR_OK)
        return parser->err->code;
    if ((field == QUERY_FROM || field == QUERY_UNTIL) && token->is_excluded)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: a date cannot be left out with -; write from: and "
                       "until: for what is to be found",
                       column_of(parser, token->start));
    parser->filters[parser->filter_count++] = (struct query_filter){
        .field = field,
        .is_excluded = token->is_excluded,
        .value = token->body,
        .column = column_of(parser, token->body_start),
    };
    return ERR_OK;
}

static enum err_code take_field(struct parser *parser, const struct token *token)
{
    size_t column = column_of(parser, token->start);

    if (token->body.len == 0)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: nothing stands behind \"%s:\"; write its value "
                       "without a blank, or quotation marks to look for the word",
                       column, token->field->name);
    if (token->field->sign == SIGN_NAME)
        return take_term(parser, token);
    if (parser->has_or)
        return err_set(
            parser->err, ERR_INVALID,
            "column %zu: \"%s:\" cannot be one side of OR; write it apart from "
            "the OR, and again for another value",
            column, token->field->name);
    if (token->is_exact || token->is_prefix)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: \"%s:\" takes no = and no *; leave the sign out",
                       column, token->field->name);
    parser->may_or = false;
    switch (token->field->sign) {
    case SIGN_IN:
        return take_in(parser, token);
    case SIGN_MACHINE:
        return take_machine(parser, token);
    case SIGN_FILTER:
    case SIGN_NAME:
    default:
        return take_filter(parser, token);
    }
}

static enum err_code take_or(struct parser *parser, size_t at)
{
    if (!parser->may_or)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: OR stands between two words or phrases; write \"OR\" "
                       "in quotation marks to look for the word",
                       column_of(parser, at));
    parser->has_or = true;
    parser->may_or = false;
    parser->or_at = at;
    return ERR_OK;
}

static enum err_code take_token(struct parser *parser)
{
    struct token token;
    struct str bare = str_prefix(rest_of(parser), bare_length(rest_of(parser)));

    if (query_is_or(bare) || query_is_and(bare)) {
        size_t at = parser->at;

        parser->at += bare.len;
        return query_is_or(bare) ? take_or(parser, at) : ERR_OK;
    }
    if (read_token(&token, parser) != ERR_OK)
        return parser->err->code;
    return token.field ? take_field(parser, &token) : take_term(parser, &token);
}

static enum err_code check_query(struct parser *parser)
{
    size_t wanted = 0;

    for (size_t i = 0; i < parser->clause_count; i++)
        wanted += !parser->clauses[i].is_excluded;
    for (size_t i = 0; i < parser->filter_count; i++)
        wanted += !parser->filters[i].is_excluded;
    if (parser->has_or)
        return err_set(parser->err, ERR_INVALID,
                       "column %zu: nothing stands behind OR; write a word there, or "
                       "\"OR\" in quotation marks to look for the word",
                       column_of(parser, parser->or_at));
    if (wanted > 0)
        return ERR_OK;
    if (parser->clause_count + parser->filter_count > 0)
        return err_set(parser->err, ERR_INVALID,
                       "column 1: this only says what to leave out; write also what to "
                       "look for");
    return err_set(parser->err, ERR_INVALID,
                   "column 1: nothing to look for; write at least one word");
}

/* Where a term is looked for unless it says so itself. */
static unsigned everywhere(const struct parser *parser)
{
    unsigned in = parser->in ? parser->in : (unsigned)QUERY_IN_ALL;

    return in & ~parser->not_in;
}

static enum err_code finish(struct query *out, struct parser *parser)
{
    struct query_clause *clauses =
        ARENA_ARRAY(parser->arena, struct query_clause, parser->clause_count + 1);
    struct query_filter *filters =
        ARENA_ARRAY(parser->arena, struct query_filter, parser->filter_count + 1);
    unsigned in = everywhere(parser);

    if (in == 0)
        return err_set(parser->err, ERR_INVALID,
                       "column 1: everything there is to look in is left out; leave out "
                       "less");
    for (size_t i = 0; i < parser->clause_count; i++) {
        clauses[i] = parser->clauses[i];
        for (size_t j = 0; j < clauses[i].term_count; j++)
            if (parser->terms[i][j].in == 0)
                parser->terms[i][j].in = in;
    }
    for (size_t i = 0; i < parser->filter_count; i++)
        filters[i] = parser->filters[i];
    *out = (struct query){
        .clauses = clauses,
        .clause_count = parser->clause_count,
        .term_count = parser->term_count,
        .filters = filters,
        .filter_count = parser->filter_count,
        .without_machine_text = parser->without_machine_text,
    };
    return ERR_OK;
}

enum err_code query_parse(struct query *out, struct arena *arena, struct str text,
                          struct err *err)
{
    struct parser parser = {.text = text, .arena = arena, .err = err};

    if (text.len > QUERY_BYTES_MAX)
        return err_set(err, ERR_LIMIT,
                       "this is longer than %d bytes; look for fewer words at a time",
                       QUERY_BYTES_MAX);
    if (!utf8_is_valid(text))
        return err_set(err, ERR_INVALID, "what was typed is not UTF-8");
    for (skip_blanks(&parser); parser.at < text.len; skip_blanks(&parser))
        if (take_token(&parser) != ERR_OK)
            return err->code;
    if (check_query(&parser) != ERR_OK)
        return err->code;
    return finish(out, &parser);
}
