#ifndef CRYPTO_KERNEL_KEY_H
#define CRYPTO_KERNEL_KEY_H

/*
 * Secrets that outlive a process and never touch a disk: the kernel's key ring of this
 * user (keyrings(7)). Its memory is not swapped, is readable to processes of this user
 * alone, and is gone after the time set, at a reboot, and when the user's last process
 * ends. A description names a secret; putting one again replaces it.
 *
 * Where the kernel refuses (many containers do) ERR_DENIED says so.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { KERNEL_KEY_MAX = 128 };

/* seconds: how long it lives unless kernel_key_keep() says more; from 1. */
MUST_USE enum err_code kernel_key_put(const char *description, const void *bytes,
                                      size_t len, uint32_t seconds, struct err *err);

/* ERR_NOT_FOUND when it is not there or its time is over. At most cap bytes; more, or
 * another length than *len, is for the caller to judge. */
MUST_USE enum err_code kernel_key_get(void *bytes, size_t cap, size_t *len,
                                      const char *description, struct err *err);

/* Count its time anew from now. ERR_NOT_FOUND as above. */
MUST_USE enum err_code kernel_key_keep(const char *description, uint32_t seconds,
                                       struct err *err);

/* Whether it is there; and make it go. True when there was one. */
bool kernel_key_exists(const char *description);
bool kernel_key_drop(const char *description);

/* Drop all whose description begins so; returns how many. */
size_t kernel_key_drop_all(const char *prefix);

#endif
