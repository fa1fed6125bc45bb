#include "record/roles.h"

#include <stdlib.h>

#include "base/map.h"

static const struct {
    unsigned role;
    struct str name;
} names[] = {
    {ROLE_ADMIN, STR_INIT("admin")},       {ROLE_RECORDER, STR_INIT("recorder")},
    {ROLE_REVIEWER, STR_INIT("reviewer")}, {ROLE_READER, STR_INIT("reader")},
    {ROLE_WITNESS, STR_INIT("witness")},
};

enum { ROLE_COUNT = sizeof names / sizeof names[0] };

struct str role_name(unsigned role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (names[i].role == role)
            return names[i].name;
    return STR("");
}

void roles_append(struct buf *out, unsigned roles)
{
    bool is_first = true;

    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (!(roles & names[i].role))
            continue;
        buf_puts(out, is_first ? "" : ", ");
        buf_append(out, names[i].name);
        is_first = false;
    }
    if (is_first)
        buf_puts(out, "none");
}

unsigned roles_of(const struct value *statement)
{
    const struct value *said = value_get(statement, STR("roles"));
    unsigned roles = 0;

    for (uint32_t i = 0; said && said->type == VALUE_ARRAY && i < said->count; i++)
        for (size_t k = 0; k < ROLE_COUNT; k++)
            if (value_is_string(&said->items[i], names[k].name))
                roles |= names[k].role;
    return roles;
}

unsigned roles_for_kind(struct str kind)
{
    static const struct {
        struct str kind;
        unsigned roles;
    } rules[] = {
        {STR_INIT("member"), ROLE_ADMIN},
        {STR_INIT("device"), ROLE_ADMIN},
        {STR_INIT("compartment"), ROLE_ADMIN},
        {STR_INIT("schema"), ROLE_ADMIN},
        {STR_INIT("erase"), ROLE_ADMIN | ROLE_RECORDER | ROLE_REVIEWER}, /* by two */
        {STR_INIT("reseal"), ROLE_ADMIN},
        {STR_INIT("archive"), ROLE_ADMIN},
        {STR_INIT("assess"), ROLE_REVIEWER},
        {STR_INIT("decide"), ROLE_REVIEWER},
        {STR_INIT("same"), ROLE_REVIEWER},
        {STR_INIT("distinct"), ROLE_REVIEWER},
        {STR_INIT("access"), ROLE_ALL},
        {STR_INIT("clock"), ROLE_ALL},
        {STR_INIT("undo"), ROLE_RECORDER | ROLE_REVIEWER},
        {STR_INIT("withdraw"), ROLE_RECORDER | ROLE_REVIEWER},
    };

    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (str_equal(rules[i].kind, kind))
            return rules[i].roles;
    return ROLE_RECORDER;
}

unsigned roles_for(const struct value *statement)
{
    struct str kind = value_get_string(statement, STR("kind"));

    /* Whoever enters what files say has to say which of them he reads. */
    if (str_equal(kind, STR("assess")) && value_get(statement, STR("reading")))
        return ROLE_RECORDER | ROLE_REVIEWER;
    return roles_for_kind(kind);
}

/* --- while admission is being decided --- */

#define NOWHERE UINT32_MAX

/* What the feeds judged so far say of a member. */
struct role_entry {
    struct str member; /* borrowed from the words */
    /* Of the feed at hand: */
    bool is_spoken_of;
    bool is_admin;  /* by its last word */
    bool was_admin; /* by any of its words */
    bool was_ended; /* by any of its words */
    /* Of those of lesser depth: the least depth of a feed that */
    uint32_t held;  /* makes it an admin, by its last word */
    uint32_t ever;  /* made it an admin at any time */
    uint32_t ended; /* ended it, and leaves it so */
    UT_hash_handle hh;
};

struct roles_table {
    struct arena arena;
    struct role_entry *entries; /* uthash */
    const struct admission *at; /* the feed at hand */
    struct str founder;
};

static struct role_entry *entry_of(struct roles_table *table, struct str member)
{
    struct role_entry *entry = NULL;

    HASH_FIND(hh, table->entries, member.ptr, member.len, entry);
    if (entry)
        return entry;
    entry = ARENA_NEW(&table->arena, struct role_entry);
    entry->member = member;
    entry->held = entry->ever = entry->ended = NOWHERE;
    HASH_ADD_KEYPTR(hh, table->entries, entry->member.ptr, entry->member.len, entry);
    return entry;
}

struct roles_table *roles_start(struct str founder)
{
    struct roles_table *table = calloc(1, sizeof *table);

    if (!table)
        out_of_memory(sizeof *table);
    table->founder = founder;
    return table;
}

void roles_end(struct roles_table *table)
{
    HASH_CLEAR(hh, table->entries);
    arena_free(&table->arena);
    free(table);
}

/* As the feed at hand sees it, after the words of it that were judged. */
static bool is_admin(const struct roles_table *table, const struct role_entry *entry)
{
    if (entry->is_spoken_of)
        return entry->is_admin;
    if (table->at->until != UINT64_MAX && entry->ever != NOWHERE)
        return true; /* what an ended device said of old stays said */
    if (entry->held != NOWHERE)
        return entry->held <= entry->ended;
    return entry->ever == NOWHERE && entry->ended == NOWHERE &&
           str_equal(entry->member, table->founder);
}

/* An admin that another feed made, taken back by one that is no less deep. The founder
 * may, from whatever device: nobody can end the founder in return. */
static bool oversteps(const struct roles_table *table, const struct role_entry *entry,
                      unsigned roles, struct str by)
{
    return !(roles & ROLE_ADMIN) && is_admin(table, entry) && !entry->is_spoken_of &&
           table->at->depth > 0 && !str_equal(by, entry->member) &&
           !str_equal(by, table->founder);
}

static bool is_heard(struct roles_table *table, const struct admission_word *word)
{
    struct str by = value_get_string(&word->statement, STR("by"));
    struct str id = value_get_string(&word->statement, STR("id"));
    unsigned roles = roles_of(&word->statement);

    if (id.len == 0 || (!word->by_admin && !(str_equal(by, id) && roles == 0)))
        return false;
    return !oversteps(table, entry_of(table, id), roles, by);
}

static void hear(struct roles_table *table, const struct admission_word *word)
{
    struct role_entry *entry =
        entry_of(table, value_get_string(&word->statement, STR("id")));
    unsigned roles = roles_of(&word->statement);

    entry->is_spoken_of = true;
    entry->is_admin = (roles & ROLE_ADMIN) != 0;
    entry->was_admin = entry->was_admin || entry->is_admin;
    entry->was_ended = entry->was_ended || roles == 0;
}

static void forget_feed(struct roles_table *table)
{
    for (struct role_entry *e = table->entries; e; e = e->hh.next)
        e->is_spoken_of = e->is_admin = e->was_admin = e->was_ended = false;
}

void roles_judge(struct roles_table *table, const struct admission_feed *feed,
                 struct admission *admission)
{
    forget_feed(table);
    table->at = admission;
    for (size_t i = 0; i < feed->word_count; i++) {
        struct admission_word *word = &feed->words[i];
        struct str by = value_get_string(&word->statement, STR("by"));

        word->by_admin = word->is_valid = false;
        if (!admission_counts(admission, word->index) ||
            !admission_may_write(admission, by))
            continue;
        word->by_admin = is_admin(table, entry_of(table, by));
        if (!value_is_string(value_get(&word->statement, STR("kind")), STR("member")))
            continue;
        word->is_valid = is_heard(table, word);
        if (word->is_valid)
            hear(table, word);
        else if (word->by_admin)
            word->is_contested = true;
    }
}

static void least(uint32_t *depth, bool holds, uint32_t at)
{
    if (holds && at < *depth)
        *depth = at;
}

void roles_merge(struct roles_table *table, const struct admission_feed *feed,
                 const struct admission *admission)
{
    forget_feed(table);
    for (size_t i = 0; i < feed->word_count; i++)
        if (feed->words[i].is_valid)
            hear(table, &feed->words[i]);
    for (struct role_entry *e = table->entries; e; e = e->hh.next) {
        least(&e->held, e->is_admin, admission->depth);
        least(&e->ever, e->was_admin, admission->depth);
        least(&e->ended, e->was_ended && !e->is_admin, admission->depth);
    }
}

/* --- afterwards --- */

static bool is_about(const struct admission_word *word, struct str member)
{
    return word->is_valid &&
           value_is_string(value_get(&word->statement, STR("id")), member);
}

/* The last valid word of a feed about a member, before an index; SIZE_MAX: none. */
static size_t last_word(const struct admission_feed *feed, uint64_t before,
                        struct str member)
{
    for (size_t i = feed->word_count; i > 0; i--)
        if (feed->words[i - 1].index < before && is_about(&feed->words[i - 1], member))
            return i - 1;
    return SIZE_MAX;
}

/* Whether a word names, in `supersedes`, this one of another feed or a later one. */
static bool names_in_supersedes(const struct value *statement, struct str feed,
                                uint64_t index)
{
    const struct value *list = value_get(statement, STR("supersedes"));

    for (uint32_t i = 0; list && list->type == VALUE_ARRAY && i < list->count; i++) {
        struct str ref = value_get_string(&list->items[i], STR("s"));
        struct str named = str_cut(&ref, '.');
        uint64_t at = 0;

        if (str_equal(named, feed) && str_to_u64(&at, ref) && at >= index)
            return true;
    }
    return false;
}

static bool is_superseded(const struct roles_view *view, size_t f, size_t w,
                          struct str member)
{
    uint64_t index = view->feeds[f].words[w].index;

    for (size_t i = 0; i < view->count; i++)
        for (size_t k = 0; i != f && k < view->feeds[i].word_count; k++)
            if (is_about(&view->feeds[i].words[k], member) &&
                names_in_supersedes(&view->feeds[i].words[k].statement, view->feeds[f].id,
                                    index))
                return true;
    return false;
}

static bool is_contested(const struct roles_view *view, struct str member)
{
    for (size_t i = 0; i < view->count; i++)
        for (size_t k = 0; k < view->feeds[i].word_count; k++)
            if (view->feeds[i].words[k].is_contested &&
                value_is_string(value_get(&view->feeds[i].words[k].statement, STR("id")),
                                member))
                return true;
    return false;
}

/* Take one feed's last word into account. */
static void weigh(struct member_roles *out, const struct roles_view *view, size_t f,
                  size_t w)
{
    unsigned roles = roles_of(&view->feeds[f].words[w].statement);
    uint32_t depth = view->admissions[f].depth;

    if (out->feed != SIZE_MAX && depth > view->admissions[out->feed].depth)
        return;
    if (out->feed != SIZE_MAX && depth == view->admissions[out->feed].depth) {
        out->is_contested = out->is_contested || roles != out->roles;
        out->roles &= roles;
        return;
    }
    out->feed = f;
    out->word = w;
    out->roles = roles;
}

size_t roles_head(const struct roles_view *view, size_t f, struct str member)
{
    size_t w = last_word(&view->feeds[f], UINT64_MAX, member);

    return w != SIZE_MAX && is_superseded(view, f, w, member) ? SIZE_MAX : w;
}

struct member_roles roles_now(const struct roles_view *view, struct str member)
{
    struct member_roles out = {.feed = SIZE_MAX};

    for (size_t f = 0; f < view->count; f++) {
        size_t w = roles_head(view, f, member);

        if (w != SIZE_MAX)
            weigh(&out, view, f, w);
    }
    out.is_known = out.feed != SIZE_MAX || str_equal(member, view->founder);
    if (out.feed == SIZE_MAX && out.is_known)
        out.roles = ROLE_ADMIN;
    out.is_contested = out.is_contested || is_contested(view, member);
    return out;
}

bool roles_had(const struct roles_view *view, size_t f, uint64_t index, struct str member,
               unsigned wanted)
{
    size_t own = last_word(&view->feeds[f], index, member);

    if (own != SIZE_MAX)
        return roles_suffice(roles_of(&view->feeds[f].words[own].statement), wanted);
    for (size_t i = 0; i < view->count; i++)
        for (size_t k = 0; i != f && k < view->feeds[i].word_count; k++)
            if (is_about(&view->feeds[i].words[k], member) &&
                roles_suffice(roles_of(&view->feeds[i].words[k].statement), wanted))
                return true;
    return str_equal(member, view->founder);
}
