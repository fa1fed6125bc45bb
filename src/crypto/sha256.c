#include "crypto/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/arena.h"

struct sha256 {
    EVP_MD *md;
    EVP_MD_CTX *context;
};

/* Hashing fails only when OpenSSL is missing or broken; going on would write wrong
 * evidence. */
static void require(bool truth)
{
    if (!truth) {
        (void)fprintf(stderr, "stele: OpenSSL cannot compute SHA-256\n");
        abort();
    }
}

struct sha256 *sha256_new(void)
{
    struct sha256 *h = calloc(1, sizeof *h);

    if (!h)
        out_of_memory(sizeof *h);
    /* Without memory for its own beginning OpenSSL goes on, and into a null pointer. */
    require(OPENSSL_init_crypto(0, NULL) == 1 && OSSL_LIB_CTX_get0_global_default());
    /* Fetched once: a fetch per message costs more than hashing an entry. */
    h->md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    h->context = EVP_MD_CTX_new();
    require(h->md && h->context);
    require(EVP_DigestInit_ex2(h->context, h->md, NULL) == 1);
    return h;
}

void sha256_free(struct sha256 *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->context);
    EVP_MD_free(h->md);
    free(h);
}

void sha256_start(struct sha256 *h)
{
    require(EVP_DigestInit_ex2(h->context, NULL, NULL) == 1);
}

void sha256_add(struct sha256 *h, const void *bytes, size_t len)
{
    require(EVP_DigestUpdate(h->context, bytes, len) == 1);
}

struct digest sha256_finish(struct sha256 *h)
{
    struct digest out = {0};

    require(EVP_DigestFinal_ex(h->context, out.bytes, NULL) == 1);
    return out;
}

struct digest sha256_of(struct sha256 *h, struct str bytes)
{
    sha256_start(h);
    sha256_add(h, bytes.ptr, bytes.len);
    return sha256_finish(h);
}
