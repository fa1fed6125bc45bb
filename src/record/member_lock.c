#include "record/member_lock.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "format/canon.h"
#include "record/id.h"
#include "store/store_secret.h"

enum { DEVICE_BYTES = 32, LOCK_FORM = 1 };

static struct str device_name(struct arena *arena, struct str member)
{
    return arena_printf(arena, STR_FMT ".device", STR_ARG(member));
}

enum err_code member_lock_list(struct str **members, size_t *count, struct arena *arena,
                               struct store *store, struct err *err)
{
    struct str *names = NULL;
    size_t found = 0;
    size_t kept = 0;

    if (store_secret_list(&names, &found, arena, store, STORE_MEMBERS, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found; i++)
        if (id_is_valid(names[i]))
            names[kept++] = names[i];
    *members = names;
    *count = kept;
    return ERR_OK;
}

/* --- the file --- */

static enum err_code damaged(struct str member, struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   "the lock of member " STR_FMT
                   " on this machine is damaged, or written "
                   "by a newer version of Stele: take that version, or put the lock back "
                   "from a backup of the state folder",
                   STR_ARG(member));
}

static bool take_bytes(uint8_t *out, size_t max, size_t *len, const struct value *lock,
                       struct str name)
{
    return base64_decode(out, max, len, value_get_string(lock, name));
}

static bool take_cost(struct passphrase_cost *out, const struct value *lock)
{
    int64_t ops = 0;
    int64_t mem_kib = 0;

    if (!value_get_integer(&ops, lock, STR("ops")) || ops < 1 ||
        !value_get_integer(&mem_kib, lock, STR("mem_kib")) || mem_kib < 1)
        return false;
    *out = (struct passphrase_cost){(uint64_t)ops, (uint64_t)mem_kib};
    return true;
}

static bool take_lock(struct member_lock *out, const struct value *lock)
{
    struct passphrase_box *box = &out->box;
    uint8_t public[AGE_KEY_BYTES];
    int64_t form = 0;
    size_t salt = 0;
    size_t nonce = 0;
    struct str kind = value_get_string(lock, STR("kind"));

    out->is_pin = str_equal(kind, STR("pin"));
    out->key = value_get_string(lock, STR("key"));
    return value_get_integer(&form, lock, STR("form")) && form == LOCK_FORM &&
           (out->is_pin || str_equal(kind, STR("passphrase"))) &&
           value_is_string(value_get(lock, STR("kdf")), STR("argon2id")) &&
           age_recipient_parse(public, out->key) && take_cost(&box->cost, lock) &&
           take_bytes(box->salt, sizeof box->salt, &salt, lock, STR("salt")) &&
           salt == sizeof box->salt &&
           take_bytes(box->nonce, sizeof box->nonce, &nonce, lock, STR("nonce")) &&
           nonce == sizeof box->nonce &&
           take_bytes(box->box, sizeof box->box, &box->len, lock, STR("box"));
}

enum err_code member_lock_read(struct member_lock *out, struct arena *arena,
                               struct store *store, struct str member, struct err *err)
{
    struct member_lock lock = {.member = arena_str(arena, member)};
    struct value value = {0};
    struct str text = {0};
    enum err_code code =
        store_secret_read(&text, arena, store, STORE_MEMBERS, member, err);

    if (code == ERR_NOT_FOUND)
        return err_set(err, ERR_NOT_FOUND,
                       "member " STR_FMT " has no passphrase on this machine",
                       STR_ARG(str_prefix(member, 40)));
    if (code != ERR_OK)
        return code;
    if (canon_parse(&value, arena, str_trim(text), err) != ERR_OK ||
        !take_lock(&lock, &value))
        return damaged(member, err);
    *out = lock;
    return ERR_OK;
}

static void put_bytes(struct value *lock, struct arena *arena, struct str name,
                      const uint8_t *bytes, size_t len)
{
    struct buf text = {0};

    base64_append(&text, bytes, len);
    value_set(lock, arena, name, value_string(arena_str(arena, buf_str(&text))));
    buf_release(&text);
}

static enum err_code write_lock(struct store *store, const struct member_lock *lock,
                                struct err *err)
{
    const struct passphrase_box *box = &lock->box;
    struct arena arena = {0};
    struct buf text = {0};
    struct value value = value_object();
    enum err_code code;

    value_set(&value, &arena, STR("form"), value_integer(LOCK_FORM));
    value_set(&value, &arena, STR("kind"),
              value_string(lock->is_pin ? STR("pin") : STR("passphrase")));
    value_set(&value, &arena, STR("kdf"), value_string(STR("argon2id")));
    value_set(&value, &arena, STR("ops"), value_integer((int64_t)box->cost.ops));
    value_set(&value, &arena, STR("mem_kib"), value_integer((int64_t)box->cost.mem_kib));
    value_set(&value, &arena, STR("key"), value_string(lock->key));
    put_bytes(&value, &arena, STR("salt"), box->salt, sizeof box->salt);
    put_bytes(&value, &arena, STR("nonce"), box->nonce, sizeof box->nonce);
    put_bytes(&value, &arena, STR("box"), box->box, box->len);
    code = canon_write(&text, &value, err);
    buf_char(&text, '\n');
    if (code == ERR_OK)
        code =
            store_secret_write(store, STORE_MEMBERS, lock->member, buf_str(&text), err);
    buf_release(&text);
    arena_free(&arena);
    return code;
}

/* --- what Argon2id gets --- */

/* The PIN and the device's bytes, or the passphrase alone; release with secret_free(). */
struct typed {
    char *bytes;
    size_t len;
};

static struct typed join(struct str device, struct str secret)
{
    struct typed out = {SECRET_ARRAY(char, device.len + secret.len + 1),
                        device.len + secret.len};

    if (device.len > 0)
        memcpy(out.bytes, device.ptr, device.len);
    if (secret.len > 0)
        memcpy(out.bytes + device.len, secret.ptr, secret.len);
    return out;
}

static enum err_code read_device(struct str *out, struct arena *arena,
                                 struct store *store, struct str member, struct err *err)
{
    enum err_code code = store_secret_read(out, arena, store, STORE_MEMBERS,
                                           device_name(arena, member), err);

    if (code == ERR_NOT_FOUND || (code == ERR_OK && out->len != DEVICE_BYTES))
        return err_set(err, ERR_CORRUPT,
                       "the device's part of the PIN of member " STR_FMT
                       " is missing or damaged: the PIN opens nothing without it",
                       STR_ARG(member));
    return code;
}

enum err_code member_lock_open(struct age_identity *out, struct store *store,
                               const struct member_lock *lock, struct str secret,
                               struct err *err)
{
    struct arena arena = {0};
    struct str device = {0};
    struct typed typed = {0};
    uint8_t *key = SECRET_ARRAY(uint8_t, AGE_KEY_BYTES);
    char text[AGE_RECIPIENT_LEN + 1];
    enum err_code code = ERR_OK;

    if (lock->is_pin)
        code = read_device(&device, &arena, store, lock->member, err);
    if (code == ERR_OK) {
        typed = join(device, secret);
        code = passphrase_open(key, AGE_KEY_BYTES, &lock->box,
                               (struct str){typed.bytes, typed.len}, err);
    }
    if (code == ERR_DENIED)
        (void)err_set(err, ERR_DENIED,
                      lock->is_pin ? "this is not the PIN of member " STR_FMT
                                   : "this is not the passphrase of member " STR_FMT,
                      STR_ARG(lock->member));
    if (code == ERR_OK) {
        age_identity_from_secret(out, key);
        age_recipient_text(text, out->public);
        if (!str_equal(str_from_c(text), lock->key))
            code = damaged(lock->member, err);
    }
    secret_free(typed.bytes);
    secret_free(key);
    arena_free(&arena);
    return code;
}

enum err_code member_lock_judge(struct str secret, bool is_pin, struct err *err)
{
    if (is_pin) {
        for (size_t i = 0; i < secret.len; i++)
            if (secret.ptr[i] < '0' || secret.ptr[i] > '9')
                return err_set(err, ERR_INVALID, "a PIN has digits only");
        if (secret.len < PIN_MIN)
            return err_set(err, ERR_INVALID, "a PIN has at least %d digits", PIN_MIN);
        return ERR_OK;
    }
    if (secret.len < PASSPHRASE_MIN)
        return err_set(
            err, ERR_INVALID,
            "a passphrase has at least %d bytes: five or six words that do not "
            "belong together are good, and can be remembered",
            PASSPHRASE_MIN);
    return ERR_OK;
}

/* Fresh bytes beside the lock, durable before any lock needs them; of a passphrase
 * nothing. A lock that a killed command did not replace keeps the bytes it was made
 * with, so what is there is used again. */
static enum err_code make_device(struct str *out, struct arena *arena,
                                 struct store *store, struct str member, struct err *err)
{
    uint8_t fresh[DEVICE_BYTES];
    enum err_code code = store_secret_read(out, arena, store, STORE_MEMBERS,
                                           device_name(arena, member), err);

    if (code != ERR_NOT_FOUND && (code != ERR_OK || out->len == DEVICE_BYTES))
        return code;
    random_fill(fresh, sizeof fresh);
    *out = arena_str(arena, (struct str){(const char *)fresh, sizeof fresh});
    crypto_wipe(fresh, sizeof fresh);
    return store_secret_write(store, STORE_MEMBERS, device_name(arena, member), *out,
                              err);
}

/* As much as a person waits for; the least there is where somebody asks for that: on a
 * machine that is very slow, and in tests, which set many. */
static struct passphrase_cost choose_cost(void)
{
    /* Nobody changes the environment once we run. */
    const char *asked =
        getenv("STELE_PASSPHRASE_COST"); /* NOLINT(concurrency-mt-unsafe) */
    struct passphrase_cost cost = {0};

    if (str_equal(str_from_c(asked), STR("least")))
        return passphrase_least();
    passphrase_measure(&cost, NULL);
    return cost;
}

enum err_code member_lock_write(struct store *store, struct str member,
                                const struct age_identity *identity, struct str secret,
                                bool is_pin, struct err *err)
{
    struct arena arena = {0};
    struct member_lock lock = {.member = member, .is_pin = is_pin};
    struct passphrase_cost cost = {0};
    struct str device = {0};
    struct typed typed = {0};
    char key[AGE_RECIPIENT_LEN + 1];
    enum err_code code = member_lock_judge(secret, is_pin, err);

    age_recipient_text(key, identity->public);
    lock.key = str_from_c(key);
    if (code == ERR_OK && is_pin)
        code = make_device(&device, &arena, store, member, err);
    if (code == ERR_OK) {
        cost = choose_cost();
        typed = join(device, secret);
        code = passphrase_seal(
            &lock.box, (struct str){typed.bytes, typed.len}, &cost,
            (struct str){(const char *)identity->secret, AGE_KEY_BYTES}, err);
    }
    if (code == ERR_OK)
        code = write_lock(store, &lock, err);
    if (code == ERR_OK && !is_pin)
        code =
            store_secret_remove(store, STORE_MEMBERS, device_name(&arena, member), err);
    secret_free(typed.bytes);
    arena_free(&arena);
    return code;
}
