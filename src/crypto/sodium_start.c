#include "crypto/sodium_start.h"

#include <sodium.h>

void sodium_start(void)
{
    if (sodium_init() < 0) {
        (void)fprintf(stderr, "stele: libsodium does not start\n");
        abort();
    }
}
