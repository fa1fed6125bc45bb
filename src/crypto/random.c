#include "crypto/random.h"

#include <errno.h>
#include <sys/random.h>

void random_fill(void *bytes, size_t len)
{
    char *at = bytes;

    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            (void)fprintf(stderr, "stele: the kernel gives no random bytes\n");
            abort();
        }
        at += got;
        len -= (size_t)got;
    }
}

void crypto_wipe(void *bytes, size_t len)
{
    if (len > 0)
        explicit_bzero(bytes, len);
}
