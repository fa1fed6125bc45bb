#include "record/known.h"

#include <assert.h>

#include "base/map.h"
#include "record/schema.h"

struct added_property {
    struct str key;
    UT_hash_handle hh;
};

/* The most frequent first. Kinds that the format names and no version yet writes
 * (custody, stamp ...) are not here: this one would not know what they mean. */
static const struct str kinds[] = {
    STR_INIT("claim"),   STR_INIT("entity"),      STR_INIT("passage"),
    STR_INIT("object"),  STR_INIT("derived"),     STR_INIT("assess"),
    STR_INIT("decide"),  STR_INIT("withdraw"),    STR_INIT("import"),
    STR_INIT("same"),    STR_INIT("distinct"),    STR_INIT("undo"),
    STR_INIT("archive"), STR_INIT("member"),      STR_INIT("device"),
    STR_INIT("clock"),   STR_INIT("schema"),      STR_INIT("erase"),
    STR_INIT("reseal"),  STR_INIT("compartment"), STR_INIT("consent"),
    STR_INIT("access"),
};

/* Every member that a statement of ours may have, at its top or deeper; known_test.c
 * holds this against the tables of check_*.c. */
static const struct str members[] = {
    STR_INIT("about"),
    STR_INIT("accepted"),
    STR_INIT("add"),
    STR_INIT("adult"),
    STR_INIT("age_band"),
    STR_INIT("alternatives_explained"),
    STR_INIT("among"),
    STR_INIT("anchor"),
    STR_INIT("archive"),
    STR_INIT("as_of"),
    STR_INIT("assent"),
    STR_INIT("at"),
    STR_INIT("basis"),
    STR_INIT("before"),
    STR_INIT("by"),
    STR_INIT("by_whom"),
    STR_INIT("c"),
    STR_INIT("cannot_undo"),
    STR_INIT("capacity"),
    STR_INIT("cell"),
    STR_INIT("chain"),
    STR_INIT("chain_as"),
    STR_INIT("child"),
    STR_INIT("class"),
    STR_INIT("column"),
    STR_INIT("command"),
    STR_INIT("compartment"),
    STR_INIT("completes"),
    STR_INIT("conditions"),
    STR_INIT("confirms"),
    STR_INIT("contact"),
    STR_INIT("criterion"),
    STR_INIT("datum"),
    STR_INIT("day"),
    STR_INIT("default"),
    STR_INIT("definition"),
    STR_INIT("did"),
    STR_INIT("differences"),
    STR_INIT("distance_m"),
    STR_INIT("due"),
    STR_INIT("duplicate_of"),
    STR_INIT("earlier_accounts"),
    STR_INIT("edtf"),
    STR_INIT("en"),
    STR_INIT("encoding"),
    STR_INIT("entities"),
    STR_INIT("entity"),
    STR_INIT("epoch"),
    STR_INIT("exact"),
    STR_INIT("excluding"),
    STR_INIT("feed"),
    STR_INIT("fewer_than"),
    STR_INIT("file"),
    STR_INIT("form"),
    STR_INIT("format"),
    STR_INIT("frame"),
    STR_INIT("from"),
    STR_INIT("from_digits"),
    STR_INIT("from_s"),
    STR_INIT("given_by"),
    STR_INIT("ground"),
    STR_INIT("group"),
    STR_INIT("guardian"),
    STR_INIT("height"),
    STR_INIT("how"),
    STR_INIT("id"),
    STR_INIT("import"),
    STR_INIT("independence"),
    STR_INIT("index"),
    STR_INIT("interpreter"),
    STR_INIT("interview"),
    STR_INIT("item"),
    STR_INIT("kept"),
    STR_INIT("key"),
    STR_INIT("kind"),
    STR_INIT("knows"),
    STR_INIT("label"),
    STR_INIT("lang"),
    STR_INIT("last"),
    STR_INIT("lat"),
    STR_INIT("line"),
    STR_INIT("link"),
    STR_INIT("list"),
    STR_INIT("locator"),
    STR_INIT("lon"),
    STR_INIT("lower"),
    STR_INIT("mapping"),
    STR_INIT("may_use"),
    STR_INIT("member"),
    STR_INIT("members"),
    STR_INIT("method"),
    STR_INIT("mode"),
    STR_INIT("more_than"),
    STR_INIT("name"),
    STR_INIT("name_hex"),
    STR_INIT("note"),
    STR_INIT("note_public"),
    STR_INIT("object"),
    STR_INIT("obtained"),
    STR_INIT("of"),
    STR_INIT("offset_s"),
    STR_INIT("on"),
    STR_INIT("other"),
    STR_INIT("page"),
    STR_INIT("paragraph"),
    STR_INIT("parameters"),
    STR_INIT("part"),
    STR_INIT("parts"),
    STR_INIT("passage"),
    STR_INIT("path"),
    STR_INIT("path_hex"),
    STR_INIT("per"),
    STR_INIT("period"),
    STR_INIT("person"),
    STR_INIT("place"),
    STR_INIT("polygons"),
    STR_INIT("precision_m"),
    STR_INIT("prefer"),
    STR_INIT("premises"),
    STR_INIT("promise"),
    STR_INIT("promises"),
    STR_INIT("property"),
    STR_INIT("purposes"),
    STR_INIT("qualifiers"),
    STR_INIT("quantifier"),
    STR_INIT("reading"),
    STR_INIT("reason"),
    STR_INIT("recipient"),
    STR_INIT("recipients"),
    STR_INIT("referral"),
    STR_INIT("region"),
    STR_INIT("rejected"),
    STR_INIT("relation"),
    STR_INIT("relative_to"),
    STR_INIT("reliability"),
    STR_INIT("replaces"),
    STR_INIT("reviewer"),
    STR_INIT("risks_explained"),
    STR_INIT("roles"),
    STR_INIT("roles_only"),
    STR_INIT("root"),
    STR_INIT("row"),
    STR_INIT("rows"),
    STR_INIT("rule"),
    STR_INIT("run"),
    STR_INIT("s"),
    STR_INIT("sandbox"),
    STR_INIT("scheme"),
    STR_INIT("scope"),
    STR_INIT("script"),
    STR_INIT("seal"),
    STR_INIT("section"),
    STR_INIT("several"),
    STR_INIT("sex"),
    STR_INIT("sha256"),
    STR_INIT("sheet"),
    STR_INIT("sig"),
    STR_INIT("size"),
    STR_INIT("skipped"),
    STR_INIT("source"),
    STR_INIT("standard"),
    STR_INIT("stat"),
    STR_INIT("status"),
    STR_INIT("stored"),
    STR_INIT("supersedes"),
    STR_INIT("synthetic"),
    STR_INIT("territory"),
    STR_INIT("test_clock"),
    STR_INIT("to"),
    STR_INIT("tool"),
    STR_INIT("translation"),
    STR_INIT("type"),
    STR_INIT("uk"),
    STR_INIT("uncertainty_s"),
    STR_INIT("unchanged"),
    STR_INIT("unit"),
    STR_INIT("until"),
    STR_INIT("until_s"),
    STR_INIT("upper"),
    STR_INIT("uttered"),
    STR_INIT("value"),
    STR_INIT("vanished"),
    STR_INIT("version"),
    STR_INIT("vocabulary"),
    STR_INIT("what"),
    STR_INIT("when_safe"),
    STR_INIT("where"),
    STR_INIT("who"),
    STR_INIT("why"),
    STR_INIT("width"),
    STR_INIT("withdrawal_explained"),
    STR_INIT("withdraws"),
    STR_INIT("witness"),
    STR_INIT("words"),
    STR_INIT("written"),
    STR_INIT("x"),
    STR_INIT("y"),
};

bool known_kind(struct str kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal(kinds[i], kind))
            return true;
    return false;
}

/* Three characters tell most names apart; ten times for each statement, this must be
 * quick. */
static size_t slot_of(struct str key)
{
    const unsigned char *s = (const unsigned char *)key.ptr;

    if (key.len == 0)
        return 0;
    return (key.len * 37 + s[0] * (size_t)5 + s[key.len / 2] * (size_t)23 +
            s[key.len - 1] * (size_t)71) %
           KNOWN_SLOTS;
}

void known_start(struct known *known, struct arena *arena)
{
    *known = (struct known){.arena = arena};
    static_assert(2 * sizeof members / sizeof members[0] < KNOWN_SLOTS,
                  "half of the slots stay free, so that every search ends soon");
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        size_t slot = slot_of(members[i]);

        while (known->slots[slot] != 0)
            slot = (slot + 1) % KNOWN_SLOTS;
        known->slots[slot] = (uint16_t)(i + 1);
    }
}

void known_end(struct known *known)
{
    HASH_CLEAR(hh, known->added);
}

bool known_member(const struct known *known, struct str key)
{
    for (size_t slot = slot_of(key); known->slots[slot] != 0;
         slot = (slot + 1) % KNOWN_SLOTS)
        if (str_equal(members[known->slots[slot] - 1], key))
            return true;
    return false;
}

static void count_unknown(struct known *known, struct unknown_count *count,
                          struct str name)
{
    enum { NAME_SHOWN = 64 };
    struct str shown = str_prefix(name, NAME_SHOWN);

    count->statements++;
    for (uint32_t i = 0; i < count->name_count; i++)
        if (str_equal(count->names[i], shown))
            return;
    if (count->name_count == KNOWN_NAMES_MAX)
        count->has_more = true;
    else
        count->names[count->name_count++] = arena_str(known->arena, shown);
}

static void look_at_members(struct known *known, const struct value *statement)
{
    for (uint32_t i = 0; i < statement->count; i++)
        if (!known_member(known, statement->members[i].key)) {
            count_unknown(known, &known->members, statement->members[i].key);
            return;
        }
}

static bool was_added(struct known *known, struct str key)
{
    struct added_property *added = NULL;

    HASH_FIND(hh, known->added, key.ptr, key.len, added);
    return added != NULL;
}

static void look_at_claim(struct known *known, const struct value *statement)
{
    struct str property = value_get_string(statement, STR("property"));

    if (!schema_property(property) && !was_added(known, property))
        count_unknown(known, &known->properties, property);
}

static void note_addition(struct known *known, const struct value *statement)
{
    struct str key = value_get_string(statement, STR("key"));
    struct added_property *added;

    if (!str_equal(value_get_string(statement, STR("add")), STR("property")) ||
        was_added(known, key))
        return;
    added = ARENA_NEW(known->arena, struct added_property);
    added->key = arena_str(known->arena, key);
    HASH_ADD_KEYPTR(hh, known->added, added->key.ptr, added->key.len, added);
}

void known_look(struct known *known, const struct value *statement)
{
    struct str kind = value_get_string(statement, STR("kind"));

    if (!known_kind(kind)) {
        count_unknown(known, &known->kinds, kind);
        return;
    }
    look_at_members(known, statement);
    if (str_equal(kind, STR("claim")))
        look_at_claim(known, statement);
    else if (str_equal(kind, STR("schema")))
        note_addition(known, statement);
}
