#ifndef RECORD_QUERY_LIST_H
#define RECORD_QUERY_LIST_H

/*
 * A whole list at once, for an import that compares 90,000 rows with what is recorded:
 * one ordered pass each over its entities, over the claims of its imports, and over what
 * was said of those claims since.
 */

#include "record/query.h"

/* Lives until visit returns. */
typedef enum err_code (*entity_visitor)(void *context, const struct entity_row *entity,
                                        struct err *err);

/* Every entity that a row of the list made. */
MUST_USE enum err_code query_entities_of_list(struct index *index, struct view view,
                                              struct str list, entity_visitor visit,
                                              void *context, struct err *err);

/*
 * Each reference from a statement of the view that corrects, withdraws, assesses or
 * decides among, to a claim from `from` up to, not including, `to`; in order of the
 * claims. A claim that is named twice comes twice.
 */
typedef enum err_code (*touch_visitor)(void *context, struct ref claim, struct ref by,
                                       struct err *err);
MUST_USE enum err_code query_claims_touched(struct index *index, struct view view,
                                            struct ref from, struct ref to,
                                            touch_visitor visit, void *context,
                                            struct err *err);

#endif
