#ifndef STORE_TEXT_FTS5_H
#define STORE_TEXT_FTS5_H

/*
 * What FTS5 is given of ours: a tokenizer that takes prepared texts apart, so that it has
 * no idea of its own of what a word is, and closeness(), how often and how near to each
 * other the phrases of a query stand in a row.
 */

#include "store/db.h"

/* Once a connection, before its first query of a text table; twice does no harm. */
MUST_USE enum err_code text_fts5_add(struct db *db, struct err *err);

#endif
