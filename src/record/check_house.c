/* How an archive begins and who may write to it (format.md 4.1), clocks, additions. */

#include "crypto/age.h"
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

    if (shape_check(found, context->additions, archive, members, COUNT, err) != ERR_OK)
        return err->code;
    if (found[FORMAT]->integer != 1)
        return err_set(err, ERR_INVALID, "this version writes format 1 only");
    return ERR_OK;
}

/* A list that may be empty: of a member that was ended. */
static MUST_USE enum err_code check_roles(const struct value *roles, struct err *err)
{
    if (roles->type != VALUE_ARRAY)
        return err_set(err, ERR_INVALID, "member \"roles\" is not a list");
    for (uint32_t i = 0; i < roles->count; i++)
        if (shape_check_term(&roles->items[i], NULL,
                             schema_vocabulary(STR("member_role")), STR("roles"),
                             err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static MUST_USE enum err_code check_age_key(const struct value *key, struct err *err)
{
    uint8_t public[AGE_KEY_BYTES];

    if (!key || age_recipient_parse(public, key->string))
        return ERR_OK;
    return err_set(err, ERR_INVALID, "member \"key\" is not a public key (age1...)");
}

/* Words of other feeds that this one takes the place of (roles.h). */
static MUST_USE enum err_code check_superseded(const struct check_context *context,
                                               const struct value *list, struct err *err)
{
    struct check_target target;

    for (uint32_t i = 0; list && i < list->count; i++)
        if (shape_check_one(&list->items[i], SHAPE_PINNED, STR("supersedes"), err) !=
                ERR_OK ||
            check_statement_exists(&target, context,
                                   value_get_string(&list->items[i], STR("s")),
                                   STR("member"), STR("supersedes"), err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

MUST_USE enum err_code check_member(const struct check_context *context,
                                    const struct value *member, struct err *err)
{
    enum { ID = COMMON_COUNT, ROLES, KEY, SUPERSEDES, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("id", SHAPE_ID),
        SHAPE_NEEDED("roles", SHAPE_ANY),
        SHAPE_MEMBER("key", SHAPE_TEXT),
        SHAPE_MEMBER("supersedes", SHAPE_LIST),
    };
    const struct value *found[COUNT];

    if (shape_check(found, context->additions, member, members, COUNT, err) != ERR_OK ||
        check_roles(found[ROLES], err) != ERR_OK ||
        check_age_key(found[KEY], err) != ERR_OK)
        return err->code;
    return check_superseded(context, found[SUPERSEDES], err);
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
    if (shape_check(found, NULL, position, members, count, err) != ERR_OK)
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

    if (shape_check(found, context->additions, device, members, COUNT, err) != ERR_OK)
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
    for (uint32_t i = 0; found[MEMBERS] && i < found[MEMBERS]->count; i++)
        if (shape_check_one(&found[MEMBERS]->items[i], SHAPE_ID, STR("members"), err) !=
            ERR_OK)
            return err->code;
    if (check_position(found[UNTIL], false, STR("until"), err) != ERR_OK)
        return err->code;
    return check_position(found[REPLACES], true, STR("replaces"), err);
}

MUST_USE enum err_code check_compartment(const struct check_context *context,
                                         const struct value *compartment, struct err *err)
{
    enum { ID = COMMON_COUNT, EPOCH, KEY, NAME, DEFAULT, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("id", SHAPE_ID),
        SHAPE_NEEDED("epoch", SHAPE_POSITIVE),
        SHAPE_NEEDED("key", SHAPE_TEXT),
        SHAPE_NEEDED("name", SHAPE_TEXT),
        SHAPE_MEMBER("default", SHAPE_TRUE),
    };
    const struct value *found[COUNT];
    uint8_t key[AGE_KEY_BYTES];

    if (shape_check(found, context->additions, compartment, members, COUNT, err) !=
        ERR_OK)
        return err->code;
    if (!age_recipient_parse(key, found[KEY]->string))
        return err_set(err, ERR_INVALID,
                       "member \"key\" is no age recipient (age1 and 58 characters)");
    return ERR_OK;
}

/* What a person at the device answered when the clock's day was doubted. */
static MUST_USE enum err_code check_clock_day(const struct check_context *context,
                                              const struct value *clock, struct err *err)
{
    enum { DAY = COMMON_COUNT, LAST, NOTE, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_TERM_NEEDED("day", "clock_day"),
        SHAPE_NEEDED("last", SHAPE_TIME),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    return shape_check(found, context->additions, clock, members, COUNT, err);
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

    if (value_get(clock, STR("day")))
        return check_clock_day(context, clock, err);
    return shape_check(found, context->additions, clock, members, COUNT, err);
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

    if (shape_check(found, context->additions, addition, members, COUNT, err) != ERR_OK)
        return err->code;
    return additions_check(context->additions, addition, err);
}
