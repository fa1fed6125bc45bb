#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"

/* Allocations that fail; what glibc calls its own allocator needs no dlsym(), which
 * allocates itself. */

/* NOLINTBEGIN(concurrency-mt-unsafe,bugprone-reserved-identifier,
 *             readability-identifier-naming,
 *             readability-inconsistent-declaration-parameter-name): nobody writes the
 * environment, and libc's names are reserved to it */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wredundant-decls"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static unsigned long calls;
static unsigned long fails_at; /* 0: counts only */
static bool lasts;
static bool is_on;

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAULT_MALLOC_AT");

    fails_at = at ? strtoul(at, NULL, 10) : 0;
    lasts = getenv("FAULT_MALLOC_LASTS") != NULL;
    is_on = at || getenv("FAULT_MALLOC_COUNT");
}

static bool allows(void)
{
    unsigned long call;

    if (!is_on)
        return true;
    call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (fails_at == 0 || call < fails_at || (call > fails_at && !lasts))
        return true;
    errno = ENOMEM;
    return false;
}

void *malloc(size_t size)
{
    return allows() ? __libc_malloc(size) : NULL;
}

void *calloc(size_t count, size_t size)
{
    return allows() ? __libc_calloc(count, size) : NULL;
}

void *realloc(void *old, size_t size)
{
    return allows() ? __libc_realloc(old, size) : NULL;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("FAULT_MALLOC_COUNT");
    char text[32];
    int len = snprintf(text, sizeof text, "%lu\n", calls);

    is_on = false;
    if (path)
        (void)syscall(SYS_write, fault_open_own(path), text, len);
}

/* NOLINTEND(concurrency-mt-unsafe,bugprone-reserved-identifier,
 *           readability-identifier-naming,
 *           readability-inconsistent-declaration-parameter-name) */
