#ifndef SHARE_ANCHOR_DESK_H
#define SHARE_ANCHOR_DESK_H

/* Anchors, for commands and pages alike: the papers that can be printed now, and what
 * fixes the record already. */

#include "record/anchor_source.h"
#include "share/archive_facts.h"
#include "sheet/paper.h"

/* A page for each feed, and the state that each is about; states in arena. */
MUST_USE enum err_code anchor_desk_describe(struct paper *paper,
                                            struct anchor_state **states,
                                            struct arena *arena, struct store *store,
                                            const struct archive_facts *facts,
                                            struct anchor_source *source,
                                            struct err *err);

/* So that the list can tell later which papers there are. ERR_DENIED where the folder
 * cannot be written: the paper is as good, and the list does not know of it. kept: one
 * name for each state. */
MUST_USE enum err_code anchor_desk_keep(struct str *kept, struct arena *arena,
                                        struct store *store,
                                        const struct archive_facts *facts,
                                        const struct anchor_state *states, size_t count,
                                        struct err *err);

/* The same two for the archive in a folder, as its description (sheet/paper.h) and the
 * code of its first feed. *is_kept is false where it could not be noted. In arena. */
MUST_USE enum err_code anchor_desk_paper(struct str *description, struct str *code,
                                         bool *is_kept, struct arena *arena,
                                         const char *folder, struct err *err);

/* Every file of anchors/, held against the log; who is trusted is what this system
 * trusts. In arena. */
MUST_USE enum err_code anchor_desk_list(struct anchor **out, size_t *count,
                                        struct arena *arena, const char *folder,
                                        struct err *err);

#endif
