#include "crypto/secret.h"

#include <sodium.h>
#include <sys/mman.h>

#include "base/arena.h"
#include "crypto/sodium_start.h"

void *secret_alloc(size_t count, size_t size)
{
    void *secret;

    sodium_start();
    secret = sodium_allocarray(count, size);
    if (!secret)
        out_of_memory(size);
    memset(secret, 0, count * size);
    return secret;
}

void secret_free(void *secret)
{
    sodium_free(secret);
}

bool secret_is_kept_from_swap(void)
{
    static const size_t size = 4096;
    void *page =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool is_kept;

    if (page == MAP_FAILED)
        return false;
    is_kept = mlock(page, size) == 0;
    (void)munmap(page, size);
    return is_kept;
}
