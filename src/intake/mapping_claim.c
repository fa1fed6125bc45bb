/* A line "PROPERTY what as FORM ..." of a mapping. */

#include <string.h>

#include "base/message.h"
#include "intake/mapping_read.h"

static const struct {
    struct str name;
    enum schema_value form;
} forms[] = {
    {STR_INIT("words"), SCHEMA_TEXT},
    {STR_INIT("name"), SCHEMA_NAME},
    {STR_INIT("date"), SCHEMA_DATE},
    {STR_INIT("term"), SCHEMA_TERM},
    {STR_INIT("count"), SCHEMA_COUNT},
    {STR_INIT("quantity"), SCHEMA_QUANTITY},
    {STR_INIT("url"), SCHEMA_URL},
    {STR_INIT("coordinates"), SCHEMA_COORDINATES},
    {STR_INIT("identifier"), SCHEMA_IDENTIFIER},
    {STR_INIT("reference"), SCHEMA_REFERENCE},
};

enum { FORM_COUNT = sizeof forms / sizeof forms[0] };

static struct str list_forms(struct arena *arena, uint32_t values)
{
    struct str list = STR("");

    for (size_t i = 0; i < FORM_COUNT; i++)
        if (values & forms[i].form)
            list = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(list),
                                list.len > 0 ? ", " : "", STR_ARG(forms[i].name));
    return list.len > 0 ? list : str_from_c(_("nothing that a mapping can make"));
}

static enum err_code read_source(struct mapping_source *out,
                                 struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "the")) {
        out->from = MAPPING_FROM_ENTITY;
        return mapping_read_name(&out->entity, reader, reader->entity_names,
                                 "the name of an entity of this mapping");
    }
    if (mapping_line_accept(line, "row")) {
        out->from = MAPPING_FROM_LIST;
        if (!mapping_line_accept(line, "of") || !mapping_line_is_quoted(line))
            return mapping_line_fail(line,
                                     "expected: row of \"NAME OF A LIST\" by COLUMN");
        if (mapping_line_take(&out->list, line, "the name of a list") != ERR_OK)
            return reader->err->code;
        if (!mapping_line_accept(line, "by"))
            return mapping_line_fail(line,
                                     "expected: by and the column that holds the key "
                                     "of the row");
        return mapping_read_template(&out->text, reader, "the name of a column");
    }
    if (mapping_read_template(&out->text, reader,
                              "a column, a text in quotation marks, "
                              "always, the or row of") != ERR_OK)
        return reader->err->code;
    if (!mapping_line_accept(line, "and") && !mapping_line_accept(line, "to"))
        return ERR_OK;
    out->from = MAPPING_FROM_PAIR;
    return mapping_read_column(&out->second, reader, "the name of the second column");
}

/* A pattern is made of YYYY, MM or M, DD or D, and signs between them. */
static bool is_pattern(struct str pattern)
{
    size_t years = 0;

    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.ptr[i];

        years += c == 'Y';
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            (c >= 'A' && c <= 'Z' && c != 'Y' && c != 'M' && c != 'D'))
            return false;
    }
    return years == 4 && str_find_str(pattern, STR("YYYY")) < pattern.len;
}

static enum err_code read_form(struct mapping_claim *claim, struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;
    struct mapping_step date = {.kind = MAPPING_DATE};
    struct str name = {0};
    size_t i = 0;

    if (mapping_line_take(&name, line, "the form of the value") != ERR_OK)
        return reader->err->code;
    while (i < FORM_COUNT && !str_equal(forms[i].name, name))
        i++;
    if (i == FORM_COUNT || !(claim->property->values & (uint32_t)forms[i].form)) {
        line->at--;
        return mapping_line_fail(
            line, "\"" STR_FMT "\" cannot be given as " STR_FMT "; it takes: " STR_FMT,
            STR_ARG(claim->property->key), STR_ARG(str_prefix(name, 64)),
            STR_ARG(list_forms(reader->arena, claim->property->values)));
    }
    claim->form = forms[i].form;
    if (claim->form != SCHEMA_DATE || !mapping_line_is_quoted(line))
        return ERR_OK;
    if (mapping_line_quoted(&date.words, reader->arena, line, "a pattern") != ERR_OK)
        return reader->err->code;
    for (uint32_t k = 0; k < date.words.count; k++)
        if (!is_pattern(date.words.items[k])) {
            line->at -= date.words.count - k;
            return mapping_line_fail(line,
                                     "a pattern of a date is made of YYYY, MM or M, "
                                     "DD or D and the signs between them");
        }
    mapping_add_step(&claim->source, reader, &date);
    return ERR_OK;
}

static enum err_code read_term(struct str *out, struct mapping_reader *reader,
                               const char *vocabulary_key, const char *other_key)
{
    const struct schema_vocabulary *vocabulary =
        schema_vocabulary(str_from_c(vocabulary_key));
    const struct schema_vocabulary *other = schema_vocabulary(str_from_c(other_key));
    struct str term = {0};

    if (mapping_line_take(&term, &reader->line, "a term") != ERR_OK)
        return reader->err->code;
    if (schema_term(vocabulary, term) || (other && schema_term(other, term))) {
        *out = term;
        return ERR_OK;
    }
    reader->line.at--;
    return mapping_line_fail(
        &reader->line, "\"" STR_FMT "\" is not a term of \"%s\"; its terms: " STR_FMT,
        STR_ARG(str_prefix(term, 64)), vocabulary_key,
        STR_ARG(mapping_list_terms(reader->arena, vocabulary)));
}

static enum err_code read_lang(struct str *out, struct mapping_reader *reader)
{
    struct str tag = {0};
    struct str rest;
    struct str language;
    bool is_right;

    if (mapping_line_take(&tag, &reader->line, "a language such as en or uk") != ERR_OK)
        return reader->err->code;
    rest = tag;
    language = str_cut(&rest, '-');
    is_right = language.len == 2 || language.len == 3;
    for (size_t i = 0; i < language.len; i++)
        is_right = is_right && language.ptr[i] >= 'a' && language.ptr[i] <= 'z';
    if (!is_right || (rest.len == 0 && language.len < tag.len)) {
        reader->line.at--;
        return mapping_line_fail(&reader->line, "a language is written as its code: en, "
                                                "uk, ru");
    }
    *out = tag;
    return ERR_OK;
}

static enum err_code read_precision(int64_t *out, struct mapping_reader *reader)
{
    struct str text = {0};

    if (mapping_line_take(&text, &reader->line, "a number of metres") != ERR_OK)
        return reader->err->code;
    if (str_to_i64(out, text) && *out >= 0)
        return ERR_OK;
    reader->line.at--;
    return mapping_line_fail(&reader->line, "precision is a whole number of metres");
}

static enum err_code read_otherwise(enum mapping_otherwise *out,
                                    struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "reject"))
        *out = MAPPING_REJECT;
    else if (mapping_line_accept(line, "words"))
        *out = MAPPING_KEEP_WORDS;
    else if (mapping_line_accept(line, "leave") && mapping_line_accept(line, "out"))
        *out = MAPPING_LEAVE_OUT;
    else
        return mapping_line_fail(line, "expected after otherwise: reject, words or leave "
                                       "out");
    return ERR_OK;
}

static bool has_field(const struct schema_property *property,
                      const struct schema_field *field)
{
    bool has = field->is_common;

    for (size_t i = 0; i < property->required_count; i++)
        has = has || property->required[i] == field;
    for (size_t i = 0; i < property->allowed_count; i++)
        has = has || property->allowed[i] == field;
    return has;
}

static enum err_code read_qualifier(struct mapping_claim *claim,
                                    struct mapping_reader *reader)
{
    struct mapping_qualifier qualifier = {0};
    struct mapping_qualifier *all;
    struct str name = {0};

    if (mapping_line_take(&name, &reader->line, "the name of a qualifier") != ERR_OK)
        return reader->err->code;
    qualifier.field = schema_field(name);
    if (!qualifier.field || !has_field(claim->property, qualifier.field)) {
        reader->line.at--;
        return mapping_line_fail(
            &reader->line, "\"" STR_FMT "\" has no qualifier \"" STR_FMT "\"",
            STR_ARG(claim->property->key), STR_ARG(str_prefix(name, 64)));
    }
    if (read_source(&qualifier.source, reader) != ERR_OK)
        return reader->err->code;
    if (qualifier.source.from == MAPPING_FROM_PAIR)
        return mapping_line_fail(&reader->line, "a qualifier has one column");
    all = mapping_room(reader->arena, claim->qualifiers, claim->qualifier_count,
                       sizeof *all);
    all[claim->qualifier_count++] = qualifier;
    claim->qualifiers = all;
    return ERR_OK;
}

enum clause {
    CLAUSE_AS,
    CLAUSE_LANG,
    CLAUSE_SCRIPT,
    CLAUSE_UNIT,
    CLAUSE_SCHEME,
    CLAUSE_MODE,
    CLAUSE_QUANTIFIER,
    CLAUSE_PRECISION,
    CLAUSE_OTHERWISE,
    CLAUSE_WITH,
    CLAUSE_IF,
    CLAUSE_COUNT
};

static enum err_code read_clause_rest(struct mapping_claim *claim,
                                      struct mapping_reader *reader, enum clause clause)
{
    switch (clause) {
    case CLAUSE_AS:
        return read_form(claim, reader);
    case CLAUSE_LANG:
        return read_lang(&claim->lang, reader);
    case CLAUSE_SCRIPT:
        return read_term(&claim->script, reader, "script", "");
    case CLAUSE_UNIT:
        return read_term(&claim->unit, reader, "counting_unit", "unit");
    case CLAUSE_SCHEME:
        return read_term(&claim->scheme, reader, "identifier_scheme", "");
    case CLAUSE_MODE:
        return read_term(&claim->mode, reader, "mode", "");
    case CLAUSE_QUANTIFIER:
        return read_term(&claim->quantifier, reader, "quantifier", "");
    case CLAUSE_PRECISION:
        return read_precision(&claim->precision_m, reader);
    case CLAUSE_OTHERWISE:
        return read_otherwise(&claim->otherwise, reader);
    case CLAUSE_WITH:
        return read_qualifier(claim, reader);
    case CLAUSE_IF:
        return mapping_read_conditions(&claim->conditions, reader);
    case CLAUSE_COUNT:
        break;
    }
    return ERR_OK;
}

static enum err_code read_clause(struct mapping_claim *claim, uint32_t *seen,
                                 struct mapping_reader *reader)
{
    static const char *const clauses[CLAUSE_COUNT] = {
        "as",         "lang",      "script",    "unit", "scheme", "mode",
        "quantifier", "precision", "otherwise", "with", "if"};
    bool is_step = false;

    if (mapping_read_step(&is_step, &claim->source, reader) != ERR_OK || is_step)
        return is_step ? ERR_OK : reader->err->code;
    for (size_t i = 0; i < CLAUSE_COUNT; i++)
        if (mapping_line_accept(&reader->line, clauses[i])) {
            if (i != CLAUSE_WITH && *seen & UINT32_C(1) << i) {
                reader->line.at--;
                return mapping_line_fail(&reader->line, "%s was said already",
                                         clauses[i]);
            }
            *seen |= UINT32_C(1) << i;
            return read_clause_rest(claim, reader, (enum clause)i);
        }
    return mapping_line_end(
        &reader->line, "expected: as, split, empty, upper, lower, prefix, suffix, "
                       "without, decimal comma, translate, lang, script, unit, scheme, "
                       "mode, quantifier, precision, with, otherwise or if");
}

static bool has_translation(const struct mapping_source *source)
{
    for (uint32_t i = 0; i < source->step_count; i++)
        if (source->steps[i].kind == MAPPING_TRANSLATE)
            return true;
    return false;
}

/* What is meant where the line does not say `as`. */
static uint32_t likely_forms(const struct mapping_claim *claim)
{
    uint32_t all = 0;

    for (size_t i = 0; i < FORM_COUNT; i++)
        all |= (uint32_t)forms[i].form;
    all &= claim->property->values;
    switch (claim->source.from) {
    case MAPPING_FROM_ENTITY:
    case MAPPING_FROM_LIST:
        return all & SCHEMA_REFERENCE;
    case MAPPING_FROM_PAIR:
        return all & (SCHEMA_COORDINATES | SCHEMA_COUNT | SCHEMA_QUANTITY);
    case MAPPING_FROM_TEXT:
        break;
    }
    if (has_translation(&claim->source) && all & SCHEMA_TERM)
        return SCHEMA_TERM;
    return all & ~(uint32_t)SCHEMA_REFERENCE;
}

static enum err_code settle_form(struct mapping_claim *claim,
                                 struct mapping_reader *reader)
{
    uint32_t likely = likely_forms(claim);
    bool fits =
        claim->form == 0 || (likely & (uint32_t)claim->form) != 0 ||
        (claim->source.from == MAPPING_FROM_TEXT && claim->form != SCHEMA_REFERENCE);

    if (likely == 0 || !fits)
        return mapping_line_fail(
            &reader->line, "\"" STR_FMT "\" cannot be made from this; it takes: " STR_FMT,
            STR_ARG(claim->property->key),
            STR_ARG(list_forms(reader->arena, claim->property->values)));
    if (claim->form != 0)
        return ERR_OK;
    if ((likely & (likely - 1)) != 0)
        return mapping_line_fail(&reader->line, "say which is meant: as " STR_FMT,
                                 STR_ARG(list_forms(reader->arena, likely)));
    claim->form = (enum schema_value)likely;
    return ERR_OK;
}

static enum err_code check_needs(const struct mapping_claim *claim,
                                 struct mapping_reader *reader)
{
    if (claim->form == SCHEMA_QUANTITY && claim->unit.len == 0)
        return mapping_line_fail(&reader->line, "unit is expected: a quantity needs one");
    if (claim->form == SCHEMA_COUNT && claim->unit.len == 0 &&
        !claim->property->is_unit_optional)
        return mapping_line_fail(
            &reader->line, "unit is expected: persons, bodies and graves are not one");
    if (claim->form == SCHEMA_IDENTIFIER && claim->scheme.len == 0)
        return mapping_line_fail(&reader->line,
                                 "scheme is expected: an identifier needs one");
    if (claim->form != SCHEMA_COORDINATES && claim->precision_m >= 0)
        return mapping_line_fail(&reader->line, "precision belongs to coordinates");
    return ERR_OK;
}

enum err_code mapping_read_claim(struct mapping_claim *out, struct mapping_reader *reader,
                                 const struct schema_kind *kind)
{
    struct mapping_line *line = &reader->line;
    struct mapping_claim claim = {.line = line->number, .precision_m = -1};
    struct str key = {0};
    uint32_t seen = 0;

    if (mapping_line_take(&key, line, "a property") != ERR_OK)
        return reader->err->code;
    claim.property = schema_property(key);
    if (!claim.property || !(claim.property->about & kind->bit)) {
        line->at--;
        return mapping_line_fail(line,
                                 "the schema has no property \"" STR_FMT
                                 "\" of kind " STR_FMT
                                 "; also possible here: key, class, label, only if",
                                 STR_ARG(str_prefix(key, 64)), STR_ARG(kind->key));
    }
    if (claim.property->replaced_by.len > 0) {
        line->at--;
        return mapping_line_fail(line, "\"" STR_FMT "\" is retired: use \"" STR_FMT "\"",
                                 STR_ARG(key), STR_ARG(claim.property->replaced_by));
    }
    if (read_source(&claim.source, reader) != ERR_OK)
        return reader->err->code;
    while (mapping_line_peek(line))
        if (read_clause(&claim, &seen, reader) != ERR_OK)
            return reader->err->code;
    if (settle_form(&claim, reader) != ERR_OK || check_needs(&claim, reader) != ERR_OK)
        return reader->err->code;
    *out = claim;
    return ERR_OK;
}
