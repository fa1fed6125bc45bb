#include "record/admission.h"

#include "base/buf.h"
#include "base/text.h"
#include "crypto/ed25519.h"
#include "log/feed_replace.h"
#include "record/roles.h"

struct decision {
    struct admission *out;
    const struct admission_feed *feeds;
    size_t count;
    struct str archive;
    struct roles_table *roles;
};

static bool is_among(const struct value *members, struct str member)
{
    for (uint32_t i = 0; members && members->type == VALUE_ARRAY && i < members->count;
         i++)
        if (value_is_string(&members->items[i], member))
            return true;
    return false;
}

bool admission_may_write(const struct admission *admission, struct str member)
{
    return is_among(admission->members, member);
}

static bool find_feed(uint32_t *out, const struct decision *d, struct str id)
{
    for (size_t i = 0; i < d->count; i++)
        if (str_equal(d->feeds[i].id, id)) {
            *out = (uint32_t)i;
            return true;
        }
    return false;
}

/* {size, root}: where a feed ends. */
static bool read_position(struct feed_position *out, const struct value *position)
{
    int64_t size = 0;

    if (!position || position->type != VALUE_OBJECT ||
        !value_get_integer(&size, position, STR("size")) || size < 0 ||
        !digest_parse(&out->root, value_get_string(position, STR("root"))))
        return false;
    out->size = (uint64_t)size;
    return true;
}

/* The earliest end counts: nothing that somebody may end can be made longer again. */
static void end_feed(struct admission *a, const struct feed_position *position,
                     uint32_t by)
{
    if (position->size >= a->until)
        return;
    a->until = position->size;
    a->end_root = position->root;
    a->ended_by = by;
}

/* --- replacements --- */

/* Statement 0 of every feed but the founding one names the archive: a feed cannot be
 * played into another. */
static bool is_of_archive(const struct decision *d, const struct admission_feed *feed)
{
    return feed->is_founding ||
           (value_is_string(value_get(&feed->first, STR("kind")), STR("device")) &&
            value_is_string(value_get(&feed->first, STR("archive")), d->archive) &&
            value_is_string(value_get(&feed->first, STR("of")), feed->id));
}

static bool is_signed_by(const struct admission_feed *old, const struct value *replaces,
                         const struct feed_replacement *replacement)
{
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct buf text = {0};
    size_t len = 0;
    bool is_right;

    if (!old->has_public ||
        !base64_decode(signature, sizeof signature, &len,
                       value_get_string(replaces, STR("sig"))) ||
        len != sizeof signature)
        return false;
    feed_replacement_append(&text, replacement);
    is_right = ed25519_verify(signature, old->public, buf_str(&text));
    buf_release(&text);
    return is_right;
}

/* Where feed number i ends the old one, when the old one's key says so too. */
static bool replaces(struct feed_position *end, const struct decision *d, uint32_t i,
                     uint32_t old)
{
    const struct admission_feed *feed = &d->feeds[i];
    const struct value *said = value_get(&feed->first, STR("replaces"));
    struct feed_replacement replacement = {.old_feed = d->feeds[old].id,
                                           .new_feed = feed->id};

    if (i == old || !said || said->type != VALUE_OBJECT || !is_of_archive(d, feed) ||
        !value_is_string(value_get(said, STR("feed")), d->feeds[old].id) ||
        !read_position(&replacement.position, said) ||
        !is_signed_by(&d->feeds[old], said, &replacement))
        return false;
    *end = replacement.position;
    return true;
}

static void admit(struct decision *d, uint32_t i, enum admission_ground ground,
                  uint32_t by, uint64_t from, const struct value *members)
{
    struct admission *a = &d->out[i];

    if (a->ground != ADMISSION_NONE || !is_of_archive(d, &d->feeds[i]))
        return;
    a->ground = ground;
    a->depth = d->out[by].depth + 1;
    a->by = by;
    a->from = from;
    a->members = members;
}

/* A key that was ended has no say any more: not even over what replaces it. */
static void take_replacements(struct decision *d, uint32_t old)
{
    uint64_t ended_at = d->out[old].until;
    struct feed_position end;

    for (uint32_t i = 0; i < d->count; i++)
        if (replaces(&end, d, i, old) && end.size <= ended_at) {
            end_feed(&d->out[old], &end, i);
            admit(d, i, ADMISSION_REPLACEMENT, old, 0, d->out[old].members);
        }
}

/* --- what admins say --- */

/* A `device` statement that ends a feed: its own, or one less deep's word about it. */
static void take_ending(struct decision *d, uint32_t f, size_t w, uint32_t of)
{
    const struct value *statement = &d->feeds[f].words[w].statement;
    struct feed_position end;

    if (!read_position(&end, value_get(statement, STR("until"))))
        return;
    if (f == of || d->out[f].depth < d->out[of].depth)
        end_feed(&d->out[of], &end, f);
    else
        d->out[of].is_contested = true;
}

static bool is_ending(const struct value *statement)
{
    return value_get(statement, STR("until")) != NULL;
}

/* Whether word number w of feed f is a `device` statement about a feed that is here, and
 * whoever wrote it may say so. */
static bool has_a_say(uint32_t *of, const struct decision *d, uint32_t f, size_t w)
{
    const struct admission_word *word = &d->feeds[f].words[w];
    struct str by = value_get_string(&word->statement, STR("by"));

    return value_is_string(value_get(&word->statement, STR("kind")), STR("device")) &&
           find_feed(of, d, value_get_string(&word->statement, STR("of"))) &&
           admission_counts(&d->out[f], word->index) &&
           admission_may_write(&d->out[f], by) &&
           (word->by_admin || (is_ending(&word->statement) && *of == f));
}

static void take_endings(struct decision *d, uint32_t f)
{
    uint32_t of = 0;

    for (size_t w = 0; w < d->feeds[f].word_count; w++)
        if (is_ending(&d->feeds[f].words[w].statement) && has_a_say(&of, d, f, w) &&
            d->out[of].ground != ADMISSION_NONE)
            take_ending(d, f, w, of);
}

/* By a feed of lesser depth: a device does not add members to itself. */
static void name_members(struct decision *d, uint32_t f, uint32_t of,
                         const struct value *members)
{
    if (d->out[f].depth < d->out[of].depth && members && members->type == VALUE_ARRAY)
        d->out[of].members = members;
}

static void take_admissions(struct decision *d, uint32_t f)
{
    int64_t from = 0;
    uint32_t of = 0;

    for (size_t w = 0; w < d->feeds[f].word_count; w++) {
        const struct value *statement = &d->feeds[f].words[w].statement;

        if (!value_get_integer(&from, statement, STR("from")) || from < 0 ||
            !has_a_say(&of, d, f, w))
            continue;
        if (d->out[of].ground != ADMISSION_NONE) /* said again: who else writes there */
            name_members(d, f, of, value_get(statement, STR("members")));
        else
            admit(d, of, ADMISSION_BY_ADMIN, f, (uint64_t)from,
                  value_get(statement, STR("members")));
    }
}

/* Who may say what in the feeds of a level. False when no feed is so deep. */
static bool judge_roles(struct decision *d, uint32_t depth)
{
    bool has_any = false;

    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth == depth) {
            roles_judge(d->roles, &d->feeds[f], &d->out[f]);
            has_any = true;
        }
    return has_any;
}

/*
 * One level: the ends of its feeds first, by what lies less deep, by themselves and by
 * their replacements; then what they admit. False when no feed is so deep.
 */
static bool take_level(struct decision *d, uint32_t depth)
{
    bool has_any = judge_roles(d, depth);

    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth <= depth)
            take_endings(d, f);
    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth == depth)
            take_replacements(d, f);
    (void)judge_roles(d, depth); /* now that it is known what was ended */
    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth == depth) {
            take_admissions(d, f);
            roles_merge(d->roles, &d->feeds[f], &d->out[f]);
        }
    return has_any;
}

/* Who writes a feed by its own word: of the founding feed, nobody else has one, and each
 * of them may name more. */
static const struct value *members_of(const struct admission_feed *feed)
{
    const struct value *members = value_get(&feed->first, STR("members"));

    for (size_t w = 0; w < feed->word_count; w++) {
        const struct value *statement = &feed->words[w].statement;
        const struct value *named = value_get(statement, STR("members"));

        if (!named || !value_is_string(value_get(statement, STR("of")), feed->id))
            continue;
        if (!members || (feed->is_founding &&
                         is_among(members, value_get_string(statement, STR("by")))))
            members = named;
    }
    return members;
}

void admission_decide(struct admission *out, const struct admission_feed *feeds,
                      size_t count, struct str archive, struct str founder)
{
    struct decision d = {out, feeds, count, archive, roles_start(founder)};

    for (size_t i = 0; i < count; i++) {
        const struct value *said = value_get(&feeds[i].first, STR("replaces"));

        out[i] = (struct admission){.until = UINT64_MAX};
        out[i].replaces = said && said->type == VALUE_OBJECT
                              ? value_get_string(said, STR("feed"))
                              : STR("");
        out[i].members = members_of(&feeds[i]); /* until whoever admits it says so */
        if (feeds[i].is_founding)
            out[i].ground = ADMISSION_FOUNDING;
    }
    for (uint32_t depth = 0; depth <= count && take_level(&d, depth); depth++)
        ;
    roles_end(d.roles);
}
