#include "cli/add.h"
#include "cli/draft.h"
#include "cli/place_input.h"
#include "record/claim_value.h"

enum { KEY_SUPERSEDES = 256, KEY_REASON, KEY_QUANTIFIER, KEY_PRECISION, KEY_FILE };

static const struct argp_option options[] = {
    {"passage", 'p', "PASSAGE", 0, "The passage it rests on", 0},
    {"premise", 'P', "STATEMENT", 0, "It is inferred, from this (may be repeated)", 0},
    {"words", 'w', "WORDS", 0, "The value in the words of the source", 0},
    {"mode", 'm', "MODE", 0,
     "asserted (default), negated, looked_for_not_found, said_unknown", 0},
    {"quantifier", KEY_QUANTIFIER, "WORD", 0, "all, most, some, none or at_least_one", 0},
    {"qualifier", 'Q', "NAME=VALUE", 0, "A qualifier, such as role=informant", 0},
    {"supersedes", KEY_SUPERSEDES, "CLAIM", 0, "The claim that this one corrects", 0},
    {"reason", KEY_REASON, "CODE", 0,
     "Why it is corrected: typing_error, misread_source, source_corrected, "
     "new_information",
     0},
    {"precision", KEY_PRECISION, "METRES", 0,
     "How near coordinates, a position or a boundary are known: 200m, 1.5km", 0},
    {"file", KEY_FILE, "FILE", 0,
     "The value is in FILE (- is standard input): a boundary as GeoJSON", 0},
    {"note", 'n', "WORDS", 0, "A remark", 0},
    {0},
};

/* value is gathered as text, words beside it; finish() makes one value of them. */
static const struct draft_member members[] = {
    {'p', DRAFT_TEXT, "passage"},
    {'P', DRAFT_PREMISE, "premises"},
    {'w', DRAFT_TEXT, "words"},
    {'m', DRAFT_TEXT, "mode"},
    {KEY_QUANTIFIER, DRAFT_TEXT, "quantifier"},
    {'Q', DRAFT_INTO, "qualifiers"},
    {KEY_SUPERSEDES, DRAFT_TEXT, "supersedes"},
    {KEY_REASON, DRAFT_TEXT, "reason"},
    {KEY_PRECISION, DRAFT_TEXT, "precision"},
    {KEY_FILE, DRAFT_TEXT, "file"},
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "about"},
    {0, DRAFT_TEXT, "property"},
    {0, DRAFT_TEXT, "value"},
    {0, DRAFT_TEXT, NULL},
};

/* What makes the value, and is no member of the statement. */
static struct value without_parts(const struct value *gathered, struct arena *arena)
{
    static const struct str parts[] = {STR_INIT("value"), STR_INIT("words"),
                                       STR_INIT("precision"), STR_INIT("file")};
    struct value rest = value_object();

    for (uint32_t i = 0; i < gathered->count; i++) {
        bool is_part = false;

        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
            is_part = is_part || str_equal(gathered->members[i].key, parts[k]);
        if (!is_part)
            value_set(&rest, arena, gathered->members[i].key, gathered->members[i].value);
    }
    return rest;
}

/* VALUE, or what --file holds. */
static enum err_code value_text_of(struct str *out, struct draft *draft,
                                   const struct value *given, struct err *err)
{
    struct str file = value_get_string(given, STR("file"));

    *out = value_get_string(given, STR("value"));
    if (file.len == 0)
        return ERR_OK;
    if (out->len > 0)
        return err_set(err, ERR_INVALID, "give the value or --file, not both");
    if (place_input_file(out, draft->cli, arena_str(&draft->cli->arena, file).ptr, err) !=
        ERR_OK)
        return err->code;
    *out = str_trim(*out);
    return out->len > 0
               ? ERR_OK
               : err_set(err, ERR_INVALID, "\"" STR_FMT "\" is empty", STR_ARG(file));
}

static enum err_code finish(struct draft *draft, struct err *err)
{
    struct arena *arena = &draft->cli->arena;
    struct value given = draft->members;
    struct str words = value_get_string(&given, STR("words"));
    struct str precision = value_get_string(&given, STR("precision"));
    struct str text;
    struct value value = {0};

    if (!value_get(&given, STR("property")))
        return err_set(err, ERR_INVALID, "say about what, and which property");
    if (value_text_of(&text, draft, &given, err) != ERR_OK)
        return err->code;
    draft->members = without_parts(&given, arena);
    if (text.len == 0 && words.len == 0)
        return ERR_OK; /* the check knows when a claim needs no value */
    if (claim_value_read(&value, arena, value_get_string(&given, STR("property")), text,
                         words, err) != ERR_OK ||
        (precision.len > 0 &&
         place_input_precision(&value, arena, precision, err) != ERR_OK))
        return err->code;
    place_input_remark(draft->cli, &value, text);
    value_set(&draft->members, arena, STR("value"), value);
    return ERR_OK;
}

int add_claim(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "claim",
        .args_doc = "ABOUT PROPERTY [VALUE]",
        .doc =
            "Record what a source says. VALUE is written as its property asks: a date "
            "(2022-09-10~), a term (gunshot), an entity's id, a number or a range "
            "(10, 8..15, 1000.., ..8), coordinates in any usual notation (49.1937, "
            "37.2762; "
            "37U DQ 74351 50123; a link to a map), a position (opposite:ID), text; or as "
            "JSON. Without VALUE the words alone are recorded.",
        .missing = "say about what, which property and which value",
        .options = options,
        .members = members,
        .finish = finish,
    };

    return draft_run(cli, argc, argv, &command);
}
