#ifndef RECORD_ROLES_H
#define RECORD_ROLES_H

/*
 * What members may do (format.md 4.1; docs/members.md), from what `member` statements
 * say: a pure function of the counting feeds, like admission.h, of which it is a part.
 *
 *   - Only an admin says who may do what; the founder is one from the beginning. Whoever
 *     wants to leave may say so itself: roles [].
 *   - In one feed the last word about a member counts. Of several feeds a word that
 *     another names in `supersedes` does not; of the others the one of the feed of the
 *     least depth. Where equals disagree, a member has what all of them give, and that
 *     is shown as an open conflict. No clock decides.
 *   - An admin is ended only by the founder, by the feed that made it one, or by one of a
 *     lesser depth: two that end each other from their own devices are both admins still,
 * until the founding feed has the last word.
 *   - An ended admin's device goes on being one as far as the device itself was ended
 *     (`until`), so that what it admitted before stays admitted; a device that was not
 *     ended loses all of it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "format/value.h"
#include "record/admission.h"

enum {
    ROLE_ADMIN = 1,
    ROLE_RECORDER = 2,
    ROLE_REVIEWER = 4,
    ROLE_READER = 8,
    ROLE_WITNESS = 16,
    ROLE_ALL = 31
};

/* Roles that a `member` statement gives; unknown words give nothing. */
unsigned roles_of(const struct value *statement);

/* Which roles may write a statement of this kind: any one of them. */
unsigned roles_for_kind(struct str kind);

/* The same of a statement, where its kind alone does not tell. */
unsigned roles_for(const struct value *statement);

/* Whether somebody with these roles may. Admin includes recorder and reviewer. */
static inline bool roles_suffice(unsigned roles, unsigned wanted)
{
    if (roles & ROLE_ADMIN)
        roles |= ROLE_RECORDER | ROLE_REVIEWER;
    return (roles & wanted) != 0;
}

/* "recorder", "reviewer" …: one of them, for sentences; and all of them as terms. */
struct str role_name(unsigned role);
void roles_append(struct buf *out, unsigned roles); /* "recorder, reviewer"; or "none" */

/* While admission is being decided: */
struct roles_table;

struct roles_table *roles_start(struct str founder);
void roles_end(struct roles_table *table);

/* Judge the words of one feed, which counts; all of lesser depth are judged, and merged.
 * Sets by_admin and is_valid of each. */
void roles_judge(struct roles_table *table, const struct admission_feed *feed,
                 struct admission *admission);

/* Let the words of this feed be heard in those of greater depth. */
void roles_merge(struct roles_table *table, const struct admission_feed *feed,
                 const struct admission *admission);

/* After admission_decide(): what is known of the feeds. */
struct roles_view {
    const struct admission_feed *feeds;
    const struct admission *admissions;
    size_t count;
    struct str founder;
};

struct member_roles {
    bool is_known; /* there is a word about it, or it is the founder */
    bool is_contested;
    unsigned roles;
    /* The word that decides; SIZE_MAX feed: none. */
    size_t feed;
    size_t word;
};

/* The last word of feed number f about a member that has a say and that no other feed
 * supersedes; SIZE_MAX: none. */
size_t roles_head(const struct roles_view *view, size_t f, struct str member);

/* As of the end of all feeds. */
struct member_roles roles_now(const struct roles_view *view, struct str member);

/* Whether the author of a statement in feed number f had one of the wanted roles when it
 * was written: by the last word before it in the same feed, or where that feed is silent
 * by any word of another that counts. */
bool roles_had(const struct roles_view *view, size_t f, uint64_t index, struct str member,
               unsigned wanted);

#endif
