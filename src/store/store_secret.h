#ifndef STORE_STORE_SECRET_H
#define STORE_STORE_SECRET_H

/*
 * What this machine keeps for the archive's members, beside the feeds' keys and as
 * private as they: folders of small files in the state folder.
 *
 *   (state) members/<member>            the lock that a passphrase or PIN opens
 *                  /<member>.device     random bytes that a PIN is taken together with
 *           keys/<compartment>.<epoch>.<member>.age
 *
 * The store moves bytes; what they mean is record/'s affair. Names are of [a-z0-9_.-] and
 * do not begin with a point.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct store;

enum store_secrets { STORE_MEMBERS, STORE_KEYS };

enum { STORE_SECRET_MAX = 65536 };

/* One look at the disk: whether anybody has a lock on this machine. */
bool store_has_members(const struct store *store);

/* The names in the folder, sorted; none where there is no folder. */
MUST_USE enum err_code store_secret_list(struct str **names, size_t *count,
                                         struct arena *arena, struct store *store,
                                         enum store_secrets folder, struct err *err);

MUST_USE enum err_code store_secret_read(struct str *out, struct arena *arena,
                                         struct store *store, enum store_secrets folder,
                                         struct str name, struct err *err);

/* Durable, and all or nothing. */
MUST_USE enum err_code store_secret_write(struct store *store, enum store_secrets folder,
                                          struct str name, struct str bytes,
                                          struct err *err);

/* One that is not there is no error. */
MUST_USE enum err_code store_secret_remove(struct store *store, enum store_secrets folder,
                                           struct str name, struct err *err);

#endif
