#ifndef RECORD_DEVICE_INSIDE_H
#define RECORD_DEVICE_INSIDE_H

/* What device*.c and member*.c of record/ share: `device` statements of the open batch.
 */

#include "log/feed.h"
#include "record/device.h"
#include "record/member.h"

/* These members write feed number n beside those who do. */
MUST_USE enum err_code device_say_members(struct arena *arena, struct archive *archive,
                                          uint32_t n, const struct str *members,
                                          size_t count, struct err *err);

/* Whether this machine's feed may end another one. */
bool device_may_end(const struct archive *archive, uint32_t n);

/* Where it would end: at a size, or DEVICE_ALL; not while it is being written. */
MUST_USE enum err_code device_end_here(struct feed_position *out, struct archive *archive,
                                       uint32_t n, int64_t size, struct err *err);
MUST_USE enum err_code device_say_end(struct arena *arena, struct archive *archive,
                                      uint32_t n, const struct feed_position *end,
                                      struct err *err);

/* The member with this id, as people type it. */
MUST_USE enum err_code member_find(struct member_facts *out, struct arena *arena,
                                   struct archive *archive, struct str text,
                                   struct err *err);

#endif
