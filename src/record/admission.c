#include "record/admission.h"

#include "base/buf.h"
#include "base/text.h"
#include "crypto/ed25519.h"
#include "log/feed_replace.h"

struct decision {
    struct admission *out;
    const struct admission_feed *feeds;
    size_t count;
    struct str archive;
    struct str founder;
};

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

bool admission_has_admin_role(const struct value *statement)
{
    const struct value *roles = value_get(statement, STR("roles"));

    for (uint32_t i = 0; roles && roles->type == VALUE_ARRAY && i < roles->count; i++)
        if (value_is_string(&roles->items[i], STR("admin")))
            return true;
    return false;
}

/*
 * Whether a member was admin when word number w of feed f was said: the founder, or
 * named so before in the same feed, or anywhere in a feed of lesser depth. Levels are
 * decided one after the other, so nothing deeper has a say.
 */
static bool is_admin(const struct decision *d, uint32_t f, size_t w, struct str member)
{
    if (str_equal(member, d->founder))
        return true;
    for (uint32_t i = 0; i < d->count; i++) {
        const struct admission *a = &d->out[i];
        bool is_same = i == f;

        if (!is_same && (a->ground == ADMISSION_NONE || a->depth >= d->out[f].depth))
            continue;
        for (size_t k = 0; k < (is_same ? w : d->feeds[i].word_count); k++) {
            const struct admission_word *word = &d->feeds[i].words[k];
            struct str by = value_get_string(&word->statement, STR("by"));

            if (admission_counts(a, word->index) &&
                admission_has_admin_role(&word->statement) &&
                value_is_string(value_get(&word->statement, STR("id")), member) &&
                /* a member does not make itself an admin */
                !str_equal(by, member) && is_admin(d, i, k, by))
                return true;
        }
    }
    return false;
}

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

static bool may_write(const struct admission *a, struct str member)
{
    for (uint32_t i = 0; a->members && i < a->members->count; i++)
        if (value_is_string(&a->members->items[i], member))
            return true;
    return false;
}

/* Whether word number w of feed f is a `device` statement about a feed that is here, and
 * whoever wrote it may say so. */
static bool has_a_say(uint32_t *of, const struct decision *d, uint32_t f, size_t w)
{
    const struct admission_word *word = &d->feeds[f].words[w];
    struct str by = value_get_string(&word->statement, STR("by"));

    return value_is_string(value_get(&word->statement, STR("kind")), STR("device")) &&
           find_feed(of, d, value_get_string(&word->statement, STR("of"))) &&
           admission_counts(&d->out[f], word->index) && may_write(&d->out[f], by) &&
           (is_admin(d, f, w, by) || (is_ending(&word->statement) && *of == f));
}

static void take_endings(struct decision *d, uint32_t f)
{
    uint32_t of = 0;

    for (size_t w = 0; w < d->feeds[f].word_count; w++)
        if (is_ending(&d->feeds[f].words[w].statement) && has_a_say(&of, d, f, w) &&
            d->out[of].ground != ADMISSION_NONE)
            take_ending(d, f, w, of);
}

static void take_admissions(struct decision *d, uint32_t f)
{
    int64_t from = 0;
    uint32_t of = 0;

    for (size_t w = 0; w < d->feeds[f].word_count; w++) {
        const struct value *statement = &d->feeds[f].words[w].statement;

        if (value_get_integer(&from, statement, STR("from")) && from >= 0 &&
            has_a_say(&of, d, f, w))
            admit(d, of, ADMISSION_BY_ADMIN, f, (uint64_t)from,
                  value_get(statement, STR("members")));
    }
}

/*
 * One level: the ends of its feeds first, by what lies less deep, by themselves and by
 * their replacements; then what they admit. False when no feed is so deep.
 */
static bool take_level(struct decision *d, uint32_t depth)
{
    bool has_any = false;

    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth <= depth)
            take_endings(d, f);
    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth == depth) {
            take_replacements(d, f);
            has_any = true;
        }
    for (uint32_t f = 0; f < d->count; f++)
        if (d->out[f].ground != ADMISSION_NONE && d->out[f].depth == depth)
            take_admissions(d, f);
    return has_any;
}

static const struct value *members_of(const struct admission_feed *feed)
{
    const struct value *members = value_get(&feed->first, STR("members"));

    for (size_t w = 0; !members && w < feed->word_count; w++)
        if (value_is_string(value_get(&feed->words[w].statement, STR("of")), feed->id))
            members = value_get(&feed->words[w].statement, STR("members"));
    return members;
}

void admission_decide(struct admission *out, const struct admission_feed *feeds,
                      size_t count, struct str archive, struct str founder)
{
    struct decision d = {out, feeds, count, archive, founder};

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
}
