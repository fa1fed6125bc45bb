#include "cli/add.h"
#include "cli/draft.h"
#include "record/claim_value.h"

enum { KEY_SUPERSEDES = 256, KEY_REASON, KEY_QUANTIFIER };

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
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "about"},
    {0, DRAFT_TEXT, "property"},
    {0, DRAFT_TEXT, "value"},
    {0, DRAFT_TEXT, NULL},
};

static struct value without_words(const struct value *gathered, struct arena *arena)
{
    struct value rest = value_object();

    for (uint32_t i = 0; i < gathered->count; i++)
        if (!str_equal(gathered->members[i].key, STR("words")))
            value_set(&rest, arena, gathered->members[i].key, gathered->members[i].value);
    return rest;
}

static enum err_code finish(struct draft *draft, struct err *err)
{
    struct arena *arena = &draft->cli->arena;
    struct str text = value_get_string(&draft->members, STR("value"));
    struct str words = value_get_string(&draft->members, STR("words"));
    struct value value = {0};

    if (!value_get(&draft->members, STR("property")))
        return err_set(err, ERR_INVALID, "say about what, and which property");
    draft->members = without_words(&draft->members, arena);
    if (text.len == 0 && words.len == 0)
        return ERR_OK; /* the check knows when a claim needs no value */
    if (claim_value_read(&value, arena,
                         value_get_string(&draft->members, STR("property")), text, words,
                         err) != ERR_OK)
        return err->code;
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
            "(10, 8..15, 1000.., ..8), text; or as JSON. Without VALUE the words alone "
            "are recorded.",
        .missing = "say about what, which property and which value",
        .options = options,
        .members = members,
        .finish = finish,
    };

    return draft_run(cli, argc, argv, &command);
}
