#include "crypto/kernel_key.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "crypto/random.h"

enum { KEYS_AT_ONCE = 1024, DESCRIPTION_MAX = 512 };

/* The two system calls; the C library has no names for them. */
static long add_key(const char *description, const void *bytes, size_t len, long ring)
{
    return syscall(SYS_add_key, "user", description, bytes, len, ring);
}

static long keyctl(int operation, long a, long b, long c, long d)
{
    return syscall(SYS_keyctl, operation, a, b, c, d);
}

static long as_long(const void *pointer)
{
    return (long)(uintptr_t)pointer;
}

/* The key's number, or -1 and errno. What was revoked or has run out is not there. */
static long find(const char *description)
{
    return keyctl(KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, as_long("user"),
                  as_long(description), 0);
}

static enum err_code refused(struct err *err)
{
    if (errno == EDQUOT)
        return err_set(err, ERR_LIMIT,
                       "the kernel's key ring of this user is full: see /proc/key-users");
    (void)err_set_errno(err,
                        "the kernel keeps no keys here, so nobody can stay signed in: "
                        "give the passphrase with each command: stele --passphrase-file "
                        "FILE COMMAND, or STELE_PASSPHRASE_FILE");
    return err->code = ERR_DENIED;
}

static enum err_code gone(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "the kernel's key ring does not hold it");
}

/*
 * A key is made in the ring of this process, where we may set its permissions, and only
 * then linked into the user's ring: a login session that does not possess that ring could
 * not open the key to the user's other sessions.
 */
enum err_code kernel_key_put(const char *description, const void *bytes, size_t len,
                             uint32_t seconds, struct err *err)
{
    enum { OURS = 0x3f3f0000 }; /* possessor and user may all, nobody else anything */
    long key = add_key(description, bytes, len, KEY_SPEC_PROCESS_KEYRING);
    enum err_code code = ERR_OK;

    if (key < 0)
        return refused(err);
    if (keyctl(KEYCTL_SETPERM, key, OURS, 0, 0) < 0 ||
        keyctl(KEYCTL_SET_TIMEOUT, key, seconds, 0, 0) < 0 ||
        keyctl(KEYCTL_LINK, key, KEY_SPEC_USER_KEYRING, 0, 0) < 0) {
        code = refused(err);
        (void)keyctl(KEYCTL_REVOKE, key, 0, 0, 0);
    }
    (void)keyctl(KEYCTL_UNLINK, key, KEY_SPEC_PROCESS_KEYRING, 0, 0);
    return code;
}

enum err_code kernel_key_get(void *bytes, size_t cap, size_t *len,
                             const char *description, struct err *err)
{
    uint8_t whole[KERNEL_KEY_MAX];
    long key = find(description);
    long got = key < 0 ? -1 : keyctl(KEYCTL_READ, key, as_long(whole), sizeof whole, 0);

    if (got < 0 || (size_t)got > sizeof whole || (size_t)got > cap) {
        crypto_wipe(whole, sizeof whole);
        return gone(err);
    }
    memcpy(bytes, whole, (size_t)got);
    crypto_wipe(whole, sizeof whole);
    *len = (size_t)got;
    return ERR_OK;
}

enum err_code kernel_key_keep(const char *description, uint32_t seconds, struct err *err)
{
    long key = find(description);

    if (key < 0 || keyctl(KEYCTL_SET_TIMEOUT, key, seconds, 0, 0) < 0)
        return gone(err);
    return ERR_OK;
}

bool kernel_key_exists(const char *description)
{
    return find(description) >= 0;
}

static bool drop(long key)
{
    bool is_revoked = keyctl(KEYCTL_REVOKE, key, 0, 0, 0) == 0;

    (void)keyctl(KEYCTL_UNLINK, key, KEY_SPEC_USER_KEYRING, 0, 0);
    return is_revoked;
}

bool kernel_key_drop(const char *description)
{
    long key = find(description);

    return key >= 0 && drop(key);
}

/* "type;uid;gid;permissions;description" */
static bool is_named(int32_t key, const char *prefix)
{
    char text[DESCRIPTION_MAX];
    long len = keyctl(KEYCTL_DESCRIBE, key, as_long(text), sizeof text, 0);
    const char *at = text;

    if (len <= 0 || (size_t)len > sizeof text || strncmp(text, "user;", 5) != 0)
        return false;
    for (int i = 0; at && i < 4; i++)
        at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL;
    return at && strncmp(at, prefix, strlen(prefix)) == 0;
}

size_t kernel_key_drop_all(const char *prefix)
{
    int32_t keys[KEYS_AT_ONCE];
    long len = keyctl(KEYCTL_READ, KEY_SPEC_USER_KEYRING, as_long(keys), sizeof keys, 0);
    size_t dropped = 0;

    if (len > (long)sizeof keys)
        len = sizeof keys;
    for (long i = 0; i < len / (long)sizeof keys[0]; i++)
        if (is_named(keys[i], prefix) && drop(keys[i]))
            dropped++;
    return dropped;
}
