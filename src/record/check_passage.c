#include "record/check_parts.h"
#include "record/id.h"

enum {
    PASSAGE_SOURCE = COMMON_COUNT,
    PASSAGE_LOCATOR,
    PASSAGE_WORDS,
    PASSAGE_LANG,
    PASSAGE_CHAIN,
    PASSAGE_CHAIN_AS,
    PASSAGE_UTTERED,
    PASSAGE_TRANSLATION,
    PASSAGE_NOTE,
    PASSAGE_SEAL,
    PASSAGE_ROLES_ONLY,
    PASSAGE_SUPERSEDES,
    PASSAGE_REASON,
    PASSAGE_MEMBERS
};

static const struct shape_member passage_members[PASSAGE_MEMBERS] = {
    COMMON_MEMBERS,
    SHAPE_NEEDED("source", SHAPE_TEXT),
    SHAPE_NEEDED("locator", SHAPE_OBJECT),
    SHAPE_MEMBER("words", SHAPE_TEXT),
    SHAPE_MEMBER("lang", SHAPE_LANG),
    SHAPE_MEMBER("chain", SHAPE_LIST),
    SHAPE_MEMBER("chain_as", SHAPE_STATEMENT),
    SHAPE_MEMBER("uttered", SHAPE_DATE),
    SHAPE_MEMBER("translation", SHAPE_OBJECT),
    SHAPE_MEMBER("note", SHAPE_TEXT),
    SHAPE_MEMBER("seal", SHAPE_TEXT),
    SHAPE_MEMBER("roles_only", SHAPE_TRUE),
    SHAPE_MEMBER("supersedes", SHAPE_PINNED),
    SHAPE_TERM_OF("reason", "withdrawal_reason"),
};

/* Places that are numbered may also be given as a range: 30, or "30-32". */
static MUST_USE enum err_code check_numbered(const struct value *v, struct str name,
                                             struct err *err)
{
    struct str rest;
    struct str first;
    uint64_t from;
    uint64_t to;

    if (!v || (v->type == VALUE_INTEGER && v->integer >= 1))
        return ERR_OK;
    if (v->type == VALUE_STRING) {
        rest = v->string;
        first = str_cut(&rest, '-');
        if (str_to_u64(&from, first) && str_to_u64(&to, rest) && from >= 1 && from < to)
            return ERR_OK;
    }
    return err_set(err, ERR_INVALID,
                   "locator: member \"" STR_FMT
                   "\" is neither a number from 1 nor a range "
                   "such as \"26-35\"",
                   STR_ARG(name));
}

static MUST_USE enum err_code check_region(const struct value *region, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("x", SHAPE_NATURAL),
        SHAPE_NEEDED("y", SHAPE_NATURAL),
        SHAPE_NEEDED("width", SHAPE_POSITIVE),
        SHAPE_NEEDED("height", SHAPE_POSITIVE),
    };
    const struct value *found[4];

    if (region && shape_check(found, NULL, region, members, 4, err) != ERR_OK)
        return err_context(err, "locator: region: ");
    return ERR_OK;
}

enum {
    AT_PAGE,
    AT_PARAGRAPH,
    AT_LINE,
    AT_ROW,
    AT_NUMBERED,
    AT_FROM_S = AT_NUMBERED,
    AT_UNTIL_S,
    AT_FRAME,
    AT_REGION,
    AT_OBJECT,
    AT_PART,
    AT_SECTION,
    AT_SHEET,
    AT_COLUMN,
    AT_CELL,
    AT_ITEM,
    AT_FILE, /* the original name, where a source came as several */
    AT_MEMBERS
};

static const struct shape_member locator_members[AT_MEMBERS] = {
    SHAPE_MEMBER("page", SHAPE_ANY),           SHAPE_MEMBER("paragraph", SHAPE_ANY),
    SHAPE_MEMBER("line", SHAPE_ANY),           SHAPE_MEMBER("row", SHAPE_ANY),
    SHAPE_MEMBER("from_s", SHAPE_NUMBER),      SHAPE_MEMBER("until_s", SHAPE_NUMBER),
    SHAPE_MEMBER("frame", SHAPE_NATURAL),      SHAPE_MEMBER("region", SHAPE_OBJECT),
    SHAPE_MEMBER("object", SHAPE_OBJECT_NAME), SHAPE_MEMBER("part", SHAPE_TEXT),
    SHAPE_MEMBER("section", SHAPE_TEXT),       SHAPE_MEMBER("sheet", SHAPE_TEXT),
    SHAPE_MEMBER("column", SHAPE_TEXT),        SHAPE_MEMBER("cell", SHAPE_TEXT),
    SHAPE_MEMBER("item", SHAPE_TEXT),          SHAPE_MEMBER("file", SHAPE_TEXT),
};

/* *is_seen: a moment or a region of a picture, where there may be no words to quote. */
static MUST_USE enum err_code check_locator(bool *is_seen,
                                            const struct check_context *context,
                                            const struct value *locator, struct err *err)
{
    const struct value *found[AT_MEMBERS];

    if (locator->count == 0)
        return err_set(err, ERR_INVALID,
                       "the locator is empty: say where the words stand");
    if (shape_check(found, context->additions, locator, locator_members, AT_MEMBERS,
                    err) != ERR_OK)
        return err_context(err, "locator: ");
    for (size_t i = 0; i < AT_NUMBERED; i++)
        if (check_numbered(found[i], locator_members[i].key, err) != ERR_OK)
            return err->code;
    if (check_region(found[AT_REGION], err) != ERR_OK)
        return err->code;
    *is_seen = found[AT_REGION] || found[AT_FROM_S] || found[AT_FRAME];
    return check_object_name(context, found[AT_OBJECT], STR("object"), err);
}

static MUST_USE enum err_code check_hand(const struct check_context *context,
                                         const struct value *hand, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("who", SHAPE_TEXT),   SHAPE_TERM_NEEDED("knows", "knows"),
        SHAPE_TERM_NEEDED("link", "link"), SHAPE_MEMBER("note", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),  SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    const struct value *found[6];

    if (hand->type != VALUE_OBJECT)
        return err_set(err, ERR_INVALID, "a hand is an object {who, knows, link}");
    if (shape_check(found, context->additions, hand, members, 6, err) != ERR_OK)
        return err->code;
    if (value_is_string(found[0], STR("not_stated")))
        return ERR_OK;
    return check_entity_ref(context, found[0],
                            check_kind_bits(STR("person people group source interview")),
                            STR("who"), err);
}

static MUST_USE enum err_code check_chain(const struct check_context *context,
                                          const struct value *const *found,
                                          struct err *err)
{
    const struct value *chain = found[PASSAGE_CHAIN];
    struct check_target target;

    if (chain && found[PASSAGE_CHAIN_AS])
        return err_set(err, ERR_INVALID,
                       "it has a \"chain\" or a \"chain_as\", not both");
    if (found[PASSAGE_CHAIN_AS])
        return check_statement_exists(&target, context, found[PASSAGE_CHAIN_AS]->string,
                                      STR("passage"), STR("chain_as"), err);
    for (uint32_t i = 0; chain && i < chain->count; i++)
        if (check_hand(context, &chain->items[i], err) != ERR_OK)
            return err_context(err, "chain, hand %u: ", i + 1);
    return ERR_OK;
}

static MUST_USE enum err_code check_translation(const struct check_context *context,
                                                const struct value *translation,
                                                struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("words", SHAPE_TEXT), SHAPE_NEEDED("lang", SHAPE_LANG),
        SHAPE_MEMBER("by", SHAPE_TEXT),    SHAPE_TERM_OF("status", "translation_status"),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[5];

    if (translation &&
        shape_check(found, context->additions, translation, members, 5, err) != ERR_OK)
        return err_context(err, "translation: ");
    return ERR_OK;
}

static MUST_USE enum err_code check_passage_words(const struct value *const *found,
                                                  bool is_seen, struct err *err)
{
    if (!found[PASSAGE_WORDS] && !is_seen)
        return err_set(err, ERR_INVALID,
                       "member \"words\" is missing: only a moment or a region of a "
                       "recording or picture may stand without words");
    if (found[PASSAGE_WORDS] && !found[PASSAGE_LANG])
        return err_set(err, ERR_INVALID,
                       "the words need their \"lang\" (\"und\" where it is unknown)");
    if (!found[PASSAGE_SUPERSEDES] != !found[PASSAGE_REASON])
        return err_set(err, ERR_INVALID, "\"supersedes\" and \"reason\" go together");
    return ERR_OK;
}

MUST_USE enum err_code check_passage(const struct check_context *context,
                                     const struct value *passage, struct err *err)
{
    const struct value *found[PASSAGE_MEMBERS];
    struct check_target target;
    bool is_seen = false;

    if (shape_check(found, context->additions, passage, passage_members, PASSAGE_MEMBERS,
                    err) != ERR_OK ||
        check_entity_ref(context, found[PASSAGE_SOURCE],
                         check_kind_bits(STR("source interview item list")),
                         STR("source"), err) != ERR_OK ||
        check_locator(&is_seen, context, found[PASSAGE_LOCATOR], err) != ERR_OK ||
        check_passage_words(found, is_seen, err) != ERR_OK ||
        check_translation(context, found[PASSAGE_TRANSLATION], err) != ERR_OK ||
        check_chain(context, found, err) != ERR_OK)
        return err->code;
    if (found[PASSAGE_SUPERSEDES] &&
        check_statement_exists(&target, context,
                               value_get_string(found[PASSAGE_SUPERSEDES], STR("s")),
                               STR("passage"), STR("supersedes"), err) != ERR_OK)
        return err->code;
    return protect_passage(context, passage, err);
}
