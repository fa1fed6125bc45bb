/* What a mapping does to the words of a cell, one after the other. */

#include "intake/mapping_read.h"

void mapping_add_step(struct mapping_source *source, struct mapping_reader *reader,
                      const struct mapping_step *step)
{
    struct mapping_step *steps =
        mapping_room(reader->arena, source->steps, source->step_count, sizeof *steps);

    steps[source->step_count++] = *step;
    source->steps = steps;
}

enum err_code mapping_read_split(struct str *out, struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "newline"))
        *out = STR("\n");
    else if (mapping_line_accept(line, "blank"))
        *out = STR(" ");
    else if (!mapping_line_is_quoted(line) || line->words[line->at].text.len == 0)
        return mapping_line_fail(line, "split needs the text between the parts in "
                                       "quotation marks, or newline, or blank");
    else
        return mapping_line_take(out, line, "the text between the parts");
    return ERR_OK;
}

static enum err_code read_decimal(struct mapping_reader *reader)
{
    if (mapping_line_accept(&reader->line, "comma"))
        return ERR_OK;
    return mapping_line_fail(&reader->line, "comma is expected after decimal");
}

static enum err_code read_without(struct mapping_step *step,
                                  struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "prefix"))
        step->kind = MAPPING_WITHOUT_PREFIX;
    else if (mapping_line_accept(line, "suffix"))
        step->kind = MAPPING_WITHOUT_SUFFIX;
    else
        return mapping_line_fail(line, "prefix or suffix is expected after without");
    return mapping_line_take(&step->text, line, "the text to take away");
}

static enum err_code read_step_rest(struct mapping_step *step,
                                    struct mapping_reader *reader)
{
    switch (step->kind) {
    case MAPPING_SPLIT:
        return mapping_read_split(&step->text, reader);
    case MAPPING_EMPTY:
        return mapping_line_quoted(&step->words, reader->arena, &reader->line,
                                   "a text that means nothing is said");
    case MAPPING_PREFIX:
    case MAPPING_SUFFIX:
        return mapping_line_take(&step->text, &reader->line, "the text to add");
    case MAPPING_WITHOUT_PREFIX:
    case MAPPING_WITHOUT_SUFFIX:
        return read_without(step, reader);
    case MAPPING_DECIMAL_COMMA:
        return read_decimal(reader);
    case MAPPING_TRANSLATE:
        return mapping_read_name(&step->translation, reader, reader->translation_names,
                                 "the name of a translation of this mapping");
    case MAPPING_UPPER:
    case MAPPING_LOWER:
    case MAPPING_DATE:
        break;
    }
    return ERR_OK;
}

enum err_code mapping_read_step(bool *is_one, struct mapping_source *source,
                                struct mapping_reader *reader)
{
    static const struct {
        const char *word;
        enum mapping_step_kind kind;
    } steps[] = {
        {"split", MAPPING_SPLIT},
        {"empty", MAPPING_EMPTY},
        {"upper", MAPPING_UPPER},
        {"lower", MAPPING_LOWER},
        {"prefix", MAPPING_PREFIX},
        {"suffix", MAPPING_SUFFIX},
        {"without", MAPPING_WITHOUT_PREFIX},
        {"decimal", MAPPING_DECIMAL_COMMA},
        {"translate", MAPPING_TRANSLATE},
    };

    *is_one = false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct mapping_step step = {.kind = steps[i].kind};

        if (!mapping_line_accept(&reader->line, steps[i].word))
            continue;
        if (read_step_rest(&step, reader) != ERR_OK)
            return reader->err->code;
        mapping_add_step(source, reader, &step);
        *is_one = true;
        return ERR_OK;
    }
    return ERR_OK;
}
