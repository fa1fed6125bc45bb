/* How an archive begins and who may write to it (format.md 4.1), clocks, additions. */

#include "record/check_parts.h"

MUST_USE enum err_code check_archive(const struct check_context *context,
                                     const struct value *archive, struct err *err)
{
    enum { FORMAT = COMMON_COUNT, NAME, KEY, MEMBER, SYNTHETIC, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("format", SHAPE_POSITIVE),
        SHAPE_NEEDED("name", SHAPE_TEXT),
        SHAPE_NEEDED("key", SHAPE_TEXT),
        SHAPE_NEEDED("member", SHAPE_ID),
        SHAPE_MEMBER("synthetic", SHAPE_TRUE),
    };
    const struct value *found[COUNT];

    (void)context;
    if (shape_check(found, archive, members, COUNT, err) != ERR_OK)
        return err->code;
    if (found[FORMAT]->integer != 1)
        return err_set(err, ERR_INVALID, "this version writes format 1 only");
    return ERR_OK;
}

/* Every item of a list by one shape. */
static MUST_USE enum err_code check_items(const struct value *list, enum shape shape,
                                          struct str vocabulary, struct str name,
                                          struct err *err)
{
    for (uint32_t i = 0; list && i < list->count; i++)
        if (shape_check_one(&list->items[i], shape, vocabulary, name, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

MUST_USE enum err_code check_member(const struct check_context *context,
                                    const struct value *member, struct err *err)
{
    enum { ID = COMMON_COUNT, ROLES, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("id", SHAPE_ID),
        SHAPE_NEEDED("roles", SHAPE_LIST),
    };
    const struct value *found[COUNT];

    (void)context;
    if (shape_check(found, member, members, COUNT, err) != ERR_OK)
        return err->code;
    return check_items(found[ROLES], SHAPE_TERM, STR("member_role"), STR("roles"), err);
}

static MUST_USE enum err_code check_position(const struct value *position, bool is_feed,
                                             struct str name, struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("size", SHAPE_NATURAL),
        SHAPE_NEEDED("root", SHAPE_HEX),
        SHAPE_MEMBER("feed", SHAPE_FEED),
        SHAPE_MEMBER("sig", SHAPE_TEXT),
    };
    const size_t count = is_feed ? 4 : 2;
    const struct value *found[4];

    if (!position)
        return ERR_OK;
    if (shape_check(found, position, members, count, err) != ERR_OK)
        return err_context(err, STR_FMT ": ", STR_ARG(name));
    if (is_feed && !found[2])
        return err_set(err, ERR_INVALID, STR_FMT ": member \"feed\" is missing",
                       STR_ARG(name));
    return ERR_OK;
}

MUST_USE enum err_code check_device(const struct check_context *context,
                                    const struct value *device, struct err *err)
{
    enum { OF = COMMON_COUNT, KEY, MEMBERS, FROM, UNTIL, ARCHIVE, REPLACES, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_FEED),
        SHAPE_MEMBER("key", SHAPE_TEXT),
        SHAPE_MEMBER("members", SHAPE_LIST),
        SHAPE_MEMBER("from", SHAPE_NATURAL),
        SHAPE_MEMBER("until", SHAPE_OBJECT),
        SHAPE_MEMBER("archive", SHAPE_FEED),
        SHAPE_MEMBER("replaces", SHAPE_OBJECT),
    };
    const struct value *found[COUNT];
    bool begins;

    (void)context;
    if (shape_check(found, device, members, COUNT, err) != ERR_OK)
        return err->code;
    begins = found[KEY] && found[MEMBERS] && (found[FROM] || found[ARCHIVE]);
    if (begins == (found[UNTIL] != NULL))
        return err_set(err, ERR_INVALID,
                       "it either admits a feed (\"key\", \"members\" and \"from\", or "
                       "\"archive\" in the feed itself) or ends one (\"until\")");
    if (found[UNTIL] && (found[KEY] || found[MEMBERS] || found[FROM] || found[ARCHIVE] ||
                         found[REPLACES]))
        return err_set(err, ERR_INVALID,
                       "what ends a feed says \"of\" and \"until\" only");
    if (check_items(found[MEMBERS], SHAPE_ID, STR(""), STR("members"), err) != ERR_OK ||
        check_position(found[UNTIL], false, STR("until"), err) != ERR_OK)
        return err->code;
    return check_position(found[REPLACES], true, STR("replaces"), err);
}

MUST_USE enum err_code check_clock(const struct check_context *context,
                                   const struct value *clock, struct err *err)
{
    enum { METHOD = COMMON_COUNT, OTHER, OFFSET, UNCERTAINTY, WHO, NOTE, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_TERM_NEEDED("method", "clock_method"),
        SHAPE_NEEDED("other", SHAPE_TIME),
        SHAPE_NEEDED("offset_s", SHAPE_NUMBER),
        SHAPE_MEMBER("uncertainty_s", SHAPE_NUMBER),
        SHAPE_MEMBER("who", SHAPE_TEXT),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    (void)context;
    return shape_check(found, clock, members, COUNT, err);
}

static MUST_USE enum err_code check_new_term(const struct value *vocabulary_key,
                                             struct str key, struct err *err)
{
    const struct schema_vocabulary *vocabulary;

    if (!vocabulary_key)
        return err_set(err, ERR_INVALID, "a term needs its \"vocabulary\"");
    vocabulary = schema_vocabulary(vocabulary_key->string);
    if (!vocabulary)
        return err_set(err, ERR_INVALID, "there is no vocabulary \"" STR_FMT "\"",
                       STR_ARG(str_prefix(vocabulary_key->string, 64)));
    if (schema_term(vocabulary, key))
        return err_set(err, ERR_CONFLICT,
                       "\"" STR_FMT "\" is a term of \"" STR_FMT "\" already",
                       STR_ARG(key), STR_ARG(vocabulary->key));
    return ERR_OK;
}

MUST_USE enum err_code check_schema(const struct check_context *context,
                                    const struct value *addition, struct err *err)
{
    enum { ADD = COMMON_COUNT, KEY, EN, UK, VOCABULARY, DEFINITION, NOTE, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("add", SHAPE_TEXT),
        SHAPE_NEEDED("key", SHAPE_TEXT),
        SHAPE_NEEDED("en", SHAPE_TEXT),
        SHAPE_NEEDED("uk", SHAPE_TEXT),
        SHAPE_MEMBER("vocabulary", SHAPE_TEXT),
        SHAPE_MEMBER("definition", SHAPE_OBJECT),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    struct str what;
    struct str key;

    (void)context;
    if (shape_check(found, addition, members, COUNT, err) != ERR_OK)
        return err->code;
    what = found[ADD]->string;
    key = found[KEY]->string;
    if (str_equal(what, STR("term")))
        return check_new_term(found[VOCABULARY], key, err);
    if (!str_equal(what, STR("kind")) && !str_equal(what, STR("property")))
        return err_set(err, ERR_INVALID,
                       "member \"add\" is not \"kind\", \"property\" or \"term\"");
    if (str_equal(what, STR("kind")) ? schema_kind(key) != NULL
                                     : schema_property(key) != NULL)
        return err_set(err, ERR_CONFLICT,
                       "there is a " STR_FMT " \"" STR_FMT "\" already", STR_ARG(what),
                       STR_ARG(key));
    return found[DEFINITION]
               ? ERR_OK
               : err_set(err, ERR_INVALID, "a kind or property needs its \"definition\"");
}
