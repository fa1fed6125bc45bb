#ifndef BASE_FOLDER_FOR_TEST_H
#define BASE_FOLDER_FOR_TEST_H

/*
 * Where tests work: a new folder of their own in $TMPDIR, else in memory, for a test
 * may sync thousands of times, else in /tmp. For tests, which are of one thread here.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Make the folder and write its path to path[0..size). Returns 0, or -1 and sets errno.
 */
static inline int make_folder_for_test(char *path, size_t size)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *base = getenv("TMPDIR");
    int len;

    if (!base)
        base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    len = snprintf(path, size, "%s/stele-test-XXXXXX", base);
    if (len < 0 || (size_t)len >= size)
        return -1;
    return mkdtemp(path) ? 0 : -1;
}

#endif
