#include "crypto/age_cipher.h"

#include <assert.h>
#include <openssl/evp.h>

#include "crypto/random.h"
#include "crypto/secret.h"

struct age_cipher {
    EVP_CIPHER *algorithm;
    EVP_CIPHER_CTX *context;
    uint8_t key[AGE_KEY_BYTES];
};

/* It fails only when OpenSSL is missing or broken; going on would store what nobody can
 * open. */
static void require(bool truth)
{
    if (!truth) {
        (void)fprintf(stderr, "stele: OpenSSL cannot compute ChaCha20-Poly1305\n");
        abort();
    }
}

struct age_cipher *age_cipher_new(void)
{
    struct age_cipher *cipher = SECRET_NEW(struct age_cipher);

    require(OPENSSL_init_crypto(0, NULL) == 1 && OSSL_LIB_CTX_get0_global_default());
    cipher->algorithm = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
    cipher->context = EVP_CIPHER_CTX_new();
    require(cipher->algorithm && cipher->context);
    return cipher;
}

void age_cipher_free(struct age_cipher *cipher)
{
    if (!cipher)
        return;
    EVP_CIPHER_CTX_free(cipher->context);
    EVP_CIPHER_free(cipher->algorithm);
    secret_free(cipher);
}

void age_cipher_set_key(struct age_cipher *cipher, const uint8_t key[AGE_KEY_BYTES])
{
    memcpy(cipher->key, key, sizeof cipher->key);
}

static void start(struct age_cipher *cipher, uint64_t index, bool is_last, bool seals)
{
    uint8_t nonce[AGE_CHUNK_NONCE_BYTES];

    age_chunk_nonce(nonce, index, is_last);
    require(EVP_CipherInit_ex2(cipher->context, cipher->algorithm, cipher->key, nonce,
                               seals ? 1 : 0, NULL) == 1);
}

void age_cipher_seal(struct age_cipher *cipher, uint8_t *out, uint64_t index,
                     bool is_last, const void *bytes, size_t len)
{
    int done = 0;

    assert(len <= AGE_CHUNK_BYTES);
    start(cipher, index, is_last, true);
    require(len == 0 ||
            EVP_CipherUpdate(cipher->context, out, &done, bytes, (int)len) == 1);
    require(EVP_CipherFinal_ex(cipher->context, out + len, &done) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher->context, EVP_CTRL_AEAD_GET_TAG, AGE_TAG_BYTES,
                                out + len) == 1);
}

bool age_cipher_open(struct age_cipher *cipher, uint8_t *out, uint64_t index,
                     bool is_last, const void *bytes, size_t len)
{
    uint8_t tag[AGE_TAG_BYTES];
    int done = 0;

    assert(len >= AGE_TAG_BYTES && len <= AGE_CHUNK_BYTES + AGE_TAG_BYTES);
    len -= AGE_TAG_BYTES;
    memcpy(tag, (const uint8_t *)bytes + len, sizeof tag);
    start(cipher, index, is_last, false);
    require(EVP_CIPHER_CTX_ctrl(cipher->context, EVP_CTRL_AEAD_SET_TAG, AGE_TAG_BYTES,
                                tag) == 1);
    require(len == 0 ||
            EVP_CipherUpdate(cipher->context, out, &done, bytes, (int)len) == 1);
    if (EVP_CipherFinal_ex(cipher->context, out + len, &done) == 1)
        return true;
    crypto_wipe(out, len);
    return false;
}
