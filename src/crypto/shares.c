#include "crypto/shares.h"

#include <libgfshare.h>

#include "crypto/random.h"
#include "crypto/sha256.h"

static const struct str label = STR_INIT("stele share v1\n");

/* Also what libgfshare overwrites its own memory with when it frees it. */
static void fill(unsigned char *bytes, unsigned len)
{
    random_fill(bytes, len);
}

/* Bound to what the set is for, so that a share whose heading was changed is found out.
 */
static void check_of(uint8_t check[SHARES_CHECK], const struct shares_set *set,
                     const uint8_t *secret)
{
    const uint8_t numbers[] = {(uint8_t)set->kind, (uint8_t)(set->epoch >> 8),
                               (uint8_t)(set->epoch & 255), set->needed};
    struct sha256 *sha256 = sha256_new();
    struct digest digest;

    sha256_start(sha256);
    sha256_add(sha256, label.ptr, label.len);
    sha256_add(sha256, numbers, sizeof numbers);
    sha256_add(sha256, set->archive, SHARES_ARCHIVE);
    sha256_add(sha256, set->owner, SHARES_OWNER);
    sha256_add(sha256, set->id, SHARES_ID);
    sha256_add(sha256, secret, SHARES_SECRET);
    digest = sha256_finish(sha256);
    sha256_free(sha256);
    memcpy(check, digest.bytes, SHARES_CHECK);
    crypto_wipe(&digest, sizeof digest);
}

enum err_code shares_may_split(uint64_t needed, uint64_t count, struct err *err)
{
    if (count > SHARES_MAX || needed > SHARES_MAX)
        return err_set(err, ERR_INVALID, "there are at most %d shares", SHARES_MAX);
    if (needed < SHARES_NEEDED_MIN)
        return err_set(err, ERR_INVALID,
                       "at least %d shares must be needed: one alone would be the key",
                       SHARES_NEEDED_MIN);
    if (needed > count)
        return err_set(err, ERR_INVALID, "more shares are needed than there would be");
    return ERR_OK;
}

void shares_split(struct share *out, size_t count, const struct shares_set *set,
                  const uint8_t secret[SHARES_SECRET])
{
    uint8_t numbers[SHARES_MAX];
    uint8_t data[SHARES_DATA];
    struct shares_set made = *set;
    gfshare_ctx *sharing;

    random_fill(made.id, sizeof made.id);
    memcpy(data, secret, SHARES_SECRET);
    check_of(data + SHARES_SECRET, &made, secret);
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint8_t)(i + 1);
    gfshare_fill_rand = fill;
    sharing = gfshare_ctx_init_enc(numbers, (unsigned)count, made.needed, sizeof data);
    if (!sharing)
        abort(); /* out of memory, as everywhere */
    gfshare_ctx_enc_setsecret(sharing, data);
    for (size_t i = 0; i < count; i++) {
        out[i].set = made;
        out[i].number = numbers[i];
        gfshare_ctx_enc_getshare(sharing, (unsigned char)i, out[i].data);
    }
    gfshare_ctx_free(sharing);
    crypto_wipe(data, sizeof data);
}

bool shares_same_set(const struct shares_set *a, const struct shares_set *b)
{
    return a->kind == b->kind && a->epoch == b->epoch && a->needed == b->needed &&
           memcmp(a->archive, b->archive, SHARES_ARCHIVE) == 0 &&
           memcmp(a->owner, b->owner, SHARES_OWNER) == 0 &&
           memcmp(a->id, b->id, SHARES_ID) == 0;
}

/* --- combining --- */

/* Shares of one set with numbers of their own, and which of them are tried together. */
struct pool {
    const struct share *given;
    size_t at[SHARES_MAX]; /* where each stands among those that were given */
    size_t count;
    size_t needed;
    size_t chosen[SHARES_MAX];
};

static const struct share *share_at(const struct pool *pool, size_t n)
{
    return &pool->given[pool->at[n]];
}

/* Whether the chosen shares give a key that has its check. */
static bool try_chosen(uint8_t secret[SHARES_SECRET], const struct pool *pool)
{
    uint8_t numbers[SHARES_MAX];
    uint8_t data[SHARES_DATA];
    uint8_t check[SHARES_CHECK];
    gfshare_ctx *sharing;
    bool fits;

    for (size_t i = 0; i < pool->needed; i++) {
        numbers[i] = share_at(pool, pool->chosen[i])->number;
        if (numbers[i] == 0 || memchr(numbers, numbers[i], i))
            return false; /* no two points of one polynomial */
    }
    gfshare_fill_rand = fill;
    sharing = gfshare_ctx_init_dec(numbers, (unsigned)pool->needed, sizeof data);
    if (!sharing)
        abort();
    for (size_t i = 0; i < pool->needed; i++) {
        uint8_t copy[SHARES_DATA]; /* the library's interface knows no const */

        memcpy(copy, share_at(pool, pool->chosen[i])->data, sizeof copy);
        gfshare_ctx_dec_giveshare(sharing, (unsigned char)i, copy);
        crypto_wipe(copy, sizeof copy);
    }
    gfshare_ctx_dec_extract(sharing, data);
    gfshare_ctx_free(sharing);
    check_of(check, &share_at(pool, 0)->set, data);
    fits = memcmp(check, data + SHARES_SECRET, SHARES_CHECK) == 0;
    if (fits)
        memcpy(secret, data, SHARES_SECRET);
    crypto_wipe(data, sizeof data);
    crypto_wipe(check, sizeof check);
    return fits;
}

/* The next choice of `needed` out of `count`, in order; false behind the last. */
static bool choose_next(struct pool *pool)
{
    size_t i = pool->needed;

    while (i > 0 && pool->chosen[i - 1] == pool->count - pool->needed + i - 1)
        i--;
    if (i == 0)
        return false;
    pool->chosen[i - 1]++;
    for (; i < pool->needed; i++)
        pool->chosen[i] = pool->chosen[i - 1] + 1;
    return true;
}

/* At most 12,870 choices: 8 out of 16. */
static bool find_choice(uint8_t secret[SHARES_SECRET], struct pool *pool)
{
    for (size_t i = 0; i < pool->needed; i++)
        pool->chosen[i] = i;
    do
        if (try_chosen(secret, pool))
            return true;
    while (choose_next(pool));
    return false;
}

static bool is_chosen(const struct pool *pool, size_t n)
{
    for (size_t i = 0; i < pool->needed; i++)
        if (pool->chosen[i] == n)
            return true;
    return false;
}

/* With a choice that fits: each of the others in the place of one that is known to fit.
 */
static void judge_others(enum share_verdict *verdicts, struct pool *pool)
{
    uint8_t secret[SHARES_SECRET];
    size_t kept = pool->chosen[0];

    for (size_t n = 0; n < pool->count; n++) {
        bool fits = true;

        if (!is_chosen(pool, n) && n != kept) {
            pool->chosen[0] = n;
            fits = try_chosen(secret, pool);
            pool->chosen[0] = kept;
        }
        verdicts[pool->at[n]] = fits ? SHARE_GOOD : SHARE_WRONG;
    }
    crypto_wipe(secret, sizeof secret);
}

static bool is_repeated(const struct share *shares, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (shares_same_set(&shares[i].set, &shares[n].set) &&
            shares[i].number == shares[n].number &&
            memcmp(shares[i].data, shares[n].data, SHARES_DATA) == 0)
            return true;
    return false;
}

static size_t how_many(const struct share *shares, size_t count,
                       const struct shares_set *set)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += shares_same_set(&shares[i].set, set) && !is_repeated(shares, i);
    return found;
}

/* Of which set most are: the first such one; one that is whole goes before. */
static const struct shares_set *main_set(const struct share *shares, size_t count)
{
    const struct shares_set *best = &shares[0].set;
    size_t most = 0;

    for (size_t i = 0; i < count; i++) {
        size_t found = how_many(shares, count, &shares[i].set);
        size_t weight = found + (found >= shares[i].set.needed ? SHARES_MAX : 0);

        if (weight > most) {
            most = weight;
            best = &shares[i].set;
        }
    }
    return best;
}

static void collect(struct pool *pool, enum share_verdict *verdicts,
                    const struct share *shares, size_t count)
{
    const struct shares_set *set = main_set(shares, count);

    *pool = (struct pool){.given = shares, .needed = set->needed};
    for (size_t i = 0; i < count; i++) {
        if (!shares_same_set(&shares[i].set, set)) {
            verdicts[i] = SHARE_OTHER_SET;
        } else if (is_repeated(shares, i)) {
            verdicts[i] = SHARE_REPEATED;
        } else {
            verdicts[i] = SHARE_NOT_TOLD;
            pool->at[pool->count++] = i;
        }
    }
}

/* Two shares with one number, one of them altered, are no more than one. */
static size_t different_numbers(const struct pool *pool)
{
    bool seen[UINT8_MAX + 1] = {false};
    size_t count = 0;

    for (size_t i = 0; i < pool->count; i++) {
        count += !seen[share_at(pool, i)->number];
        seen[share_at(pool, i)->number] = true;
    }
    return count;
}

enum err_code shares_combine(uint8_t secret[SHARES_SECRET], enum share_verdict *verdicts,
                             size_t *missing, const struct share *shares, size_t count,
                             struct err *err)
{
    struct pool pool;
    size_t different;

    if (count == 0 || count > SHARES_MAX)
        abort(); /* the caller's mistake */
    collect(&pool, verdicts, shares, count);
    different = different_numbers(&pool);
    *missing = pool.needed > different ? pool.needed - different : 0;
    if (*missing > 0)
        return err_set(err, ERR_NOT_FOUND,
                       "%zu of the %zu shares that are needed are here", different,
                       pool.needed);
    if (!find_choice(secret, &pool))
        return err_set(
            err, ERR_CORRUPT,
            "the shares do not fit together: at least one of them is wrong, and "
            "which one can be told when one more is given");
    judge_others(verdicts, &pool);
    return ERR_OK;
}
