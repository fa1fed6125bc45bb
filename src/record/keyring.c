#include "record/keyring.h"

#include <assert.h>
#include <stdlib.h>

#include "crypto/secret.h"
#include "crypto/sha256.h"
#include "format/canon.h"
#include "format/payload.h"
#include "log/feed.h"
#include "record/id.h"
#include "store/store.h"
#include "store/store_inspect.h"

struct place {
    char compartment[KEYRING_ID_LEN + 1];
    uint32_t epoch;
};

/* Identities stand in one array, as age_open() wants them; all in locked memory. */
struct keyring {
    size_t count;
    struct age_identity identities[KEYRING_MAX];
    struct place places[KEYRING_MAX];
    struct sha256 *h;
    struct buf payload; /* one statement at a time; wiped before it grows or goes */
};

/* The largest payload: it never moves, so that no copy is left behind. */
enum { PAYLOAD_MAX_BYTES = 2 * STATEMENT_MAX_BYTES };

struct keyring *keyring_new(void)
{
    struct keyring *keyring = SECRET_NEW(struct keyring);

    *keyring = (struct keyring){.h = sha256_new()};
    buf_reserve(&keyring->payload, PAYLOAD_MAX_BYTES);
    return keyring;
}

static void forget_payload(struct keyring *keyring)
{
    if (keyring->payload.len > 0)
        explicit_bzero(keyring->payload.ptr, keyring->payload.len);
    buf_reset(&keyring->payload);
}

void keyring_close(struct keyring *keyring)
{
    if (!keyring)
        return;
    forget_payload(keyring);
    buf_release(&keyring->payload);
    sha256_free(keyring->h);
    secret_free(keyring);
}

static struct str name_of(const struct place *place)
{
    return (struct str){place->compartment, KEYRING_ID_LEN};
}

const struct age_identity *keyring_find(const struct keyring *keyring,
                                        struct str compartment, uint32_t epoch)
{
    for (size_t i = 0; i < keyring->count; i++)
        if (keyring->places[i].epoch == epoch &&
            str_equal(name_of(&keyring->places[i]), compartment))
            return &keyring->identities[i];
    return NULL;
}

bool keyring_has(const struct keyring *keyring, struct str compartment, uint32_t epoch)
{
    return keyring_find(keyring, compartment, epoch) != NULL;
}

bool keyring_add(struct keyring *keyring, struct str compartment, uint32_t epoch,
                 const struct age_identity *identity)
{
    struct place *place;

    assert(compartment.len == KEYRING_ID_LEN);
    if (keyring_has(keyring, compartment, epoch))
        return true;
    if (keyring->count == KEYRING_MAX)
        return false;
    place = &keyring->places[keyring->count];
    memcpy(place->compartment, compartment.ptr, compartment.len);
    place->epoch = epoch;
    keyring->identities[keyring->count++] = *identity;
    return true;
}

size_t keyring_count(const struct keyring *keyring)
{
    return keyring ? keyring->count : 0;
}

const struct age_identity *keyring_identities(const struct keyring *keyring)
{
    return keyring->identities;
}

static int compare_places(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;
    int order = str_compare(name_of(one), name_of(other));

    if (order != 0)
        return order;
    return one->epoch < other->epoch ? -1 : one->epoch > other->epoch;
}

void keyring_describe(struct buf *out, const struct keyring *keyring)
{
    struct place places[KEYRING_MAX];
    size_t count = keyring_count(keyring);

    if (count == 0)
        return;
    memcpy(places, keyring->places, count * sizeof *places);
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s.%u ", places[i].compartment, (unsigned)places[i].epoch);
}

/* --- kept on this machine --- */

#define KEY_NOTE "key."

static void take(struct keyring *keyring, struct str compartment, uint32_t epoch,
                 struct str sealed, const struct age_identity *identity)
{
    struct age_identity secret;
    struct err ignored = {0};
    size_t which = 0;

    forget_payload(keyring);
    if (age_open(&keyring->payload, &which, sealed, identity, 1, &ignored) == ERR_OK &&
        age_identity_parse(&secret, str_trim(buf_str(&keyring->payload)))) {
        (void)keyring_add(keyring, compartment, epoch, &secret);
        explicit_bzero(&secret, sizeof secret);
    }
    forget_payload(keyring);
}

void keyring_seal(struct buf *out, const struct age_identity *secret,
                  const uint8_t (*public_key)[AGE_KEY_BYTES])
{
    char text[AGE_IDENTITY_LEN + 2];

    age_identity_text(text, secret);
    text[AGE_IDENTITY_LEN] = '\n';
    age_seal(out, public_key, 1, (struct str){text, AGE_IDENTITY_LEN + 1});
    explicit_bzero(text, sizeof text);
}

static enum err_code keep(struct store *store, struct str compartment, uint32_t epoch,
                          struct str member, struct str sealed, struct err *err)
{
    struct arena arena = {0};
    struct str name =
        arena_printf(&arena, KEY_NOTE STR_FMT ".%u." STR_FMT, STR_ARG(compartment),
                     (unsigned)epoch, STR_ARG(member));
    enum err_code code = store_note_write(store, name.ptr, sealed, err);

    arena_free(&arena);
    return code;
}

enum err_code keyring_give(struct store *store, struct str compartment, uint32_t epoch,
                           const struct age_identity *secret, struct str member,
                           const uint8_t (*public_key)[AGE_KEY_BYTES], struct err *err)
{
    struct buf sealed = {0};
    enum err_code code;

    keyring_seal(&sealed, secret, public_key);
    code = keep(store, compartment, epoch, member, buf_str(&sealed), err);
    buf_release(&sealed);
    return code;
}

enum err_code keyring_take(struct store *store, struct str compartment, uint32_t epoch,
                           struct str sealed, struct str member,
                           const struct age_identity *identity, struct err *err)
{
    struct keyring *keyring = keyring_new();
    enum err_code code = ERR_OK;

    take(keyring, compartment, epoch, sealed, identity);
    if (keyring_count(keyring) == 0)
        code = err_set(err, ERR_DENIED, "the member's key does not open it");
    keyring_close(keyring);
    return code == ERR_OK ? keep(store, compartment, epoch, member, sealed, err) : code;
}

/* "key.<compartment>.<epoch>.<member>": false for another name, or another member's. */
static bool parse_name(struct str *compartment, uint32_t *epoch, struct str name,
                       struct str member)
{
    struct str rest = str_after(name, sizeof KEY_NOTE - 1);
    uint64_t number = 0;

    if (!str_starts_with(name, STR(KEY_NOTE)))
        return false;
    *compartment = str_cut(&rest, '.');
    if (!id_is_valid(*compartment) || !str_to_u64(&number, str_cut(&rest, '.')) ||
        number == 0 || number > UINT32_MAX || !str_equal(rest, member))
        return false;
    *epoch = (uint32_t)number;
    return true;
}

enum err_code keyring_load(struct keyring *keyring, struct store *store,
                           struct str member, const struct age_identity *identity,
                           struct err *err)
{
    struct arena arena = {0};
    struct str *names = NULL;
    size_t count = 0;
    enum err_code code = store_note_list(&names, &count, &arena, store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct str compartment;
        struct str sealed = {0};
        uint32_t epoch = 0;

        if (!parse_name(&compartment, &epoch, names[i], member))
            continue;
        code = store_note_read(&sealed, &arena, store, names[i].ptr, err);
        if (code == ERR_OK)
            take(keyring, compartment, epoch, sealed, identity);
    }
    arena_free(&arena);
    return code;
}

/* --- opening --- */

static enum err_code read_opened(struct opened *out, struct arena *arena,
                                 struct keyring *keyring, const struct digest *commitment,
                                 struct err *err)
{
    struct digest digest;
    struct str salt;
    struct str bytes;

    if (payload_read(&salt, &bytes, buf_str(&keyring->payload), err) != ERR_OK)
        return err->code;
    sha256_start(keyring->h);
    sha256_add(keyring->h, salt.ptr, salt.len);
    sha256_add(keyring->h, bytes.ptr, bytes.len);
    digest = sha256_finish(keyring->h);
    if (!digest_equal(&digest, commitment))
        return err_set(err, ERR_CORRUPT,
                       "what was sealed here is not what the log committed to");
    out->salt = arena_str(arena, salt);
    out->bytes = arena_str(arena, bytes);
    return canon_parse(&out->value, arena, out->bytes, err);
}

static enum err_code open_bytes(struct opened *out, size_t *which, struct arena *arena,
                                struct keyring *keyring, struct str sealed,
                                const struct digest *commitment, struct err *err)
{
    enum err_code code;

    if (keyring->count == 0)
        return err_set(err, ERR_DENIED, "it is sealed, and no key here opens it");
    forget_payload(keyring);
    code = age_open(&keyring->payload, which, sealed, keyring->identities, keyring->count,
                    err);
    if (code == ERR_OK)
        code = read_opened(out, arena, keyring, commitment, err);
    forget_payload(keyring);
    return code;
}

enum err_code keyring_open_bytes(struct opened *out, struct arena *arena,
                                 struct keyring *keyring, struct str sealed,
                                 const struct digest *commitment, struct err *err)
{
    size_t which = 0;

    return open_bytes(out, &which, arena, keyring, sealed, commitment, err);
}

static bool names_its_place(const struct value *value, struct str feed, uint64_t index,
                            struct str compartment)
{
    int64_t number = 0;

    return value_is_string(value_get(value, STR("feed")), feed) &&
           value_get_integer(&number, value, STR("index")) && number >= 0 &&
           (uint64_t)number == index &&
           value_is_string(value_get(value, STR("compartment")), compartment);
}

enum err_code keyring_open(struct opened *out, struct arena *arena,
                           struct keyring *keyring, struct str feed,
                           const struct feed_statement *stored, struct err *err)
{
    size_t which = 0;
    enum err_code code =
        open_bytes(out, &which, arena, keyring, stored->sealed, &stored->commitment, err);

    if (code != ERR_OK)
        return code;
    if (!names_its_place(&out->value, feed, stored->index,
                         name_of(&keyring->places[which])))
        return err_set(err, ERR_CORRUPT,
                       "what was sealed here names another feed, index or compartment: "
                       "it was moved here from elsewhere");
    return ERR_OK;
}
