#include "record/session.h"

#include "crypto/kernel_key.h"
#include "log/feed.h"
#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/member.h"
#include "record/member_lock.h"
#include "store/store.h"
#include "store/store_feed.h"
#include "store/store_secret.h"

#define PASSPHRASE "correct horse battery"

static bool has_key_rings(void)
{
    struct err err = {0};
    char name[64];

    (void)snprintf(name, sizeof name, "stele-test:%d", (int)getpid());
    if (kernel_key_put(name, "x", 1, 60, &err) != ERR_OK) {
        print_message("not tested: %s\n", err.message);
        return false;
    }
    return kernel_key_drop(name);
}

static struct str set_lock(struct place *p, bool is_pin, struct str secret)
{
    struct str key = STR("");

    ok(member_set_lock(&key, &p->arena, p->archive, STR(""), secret, is_pin, &p->err),
       &p->err);
    return key;
}

static struct store *store_of(struct place *p)
{
    return p->archive->store;
}

static void a_lock_opens_with_its_passphrase_alone(void **state)
{
    struct place p;
    struct session *session = NULL;
    char text[AGE_RECIPIENT_LEN + 1];
    struct str key;

    (void)state;
    start(&p);
    key = set_lock(&p, false, STR(PASSPHRASE));
    assert_int_equal(session_open(&session, p.archive->id, store_of(&p), STR(""),
                                  STR("correct horse batterx"), &p.err),
                     ERR_DENIED);
    assert_null(session);
    ok(session_open(&session, p.archive->id, store_of(&p), STR(""), STR(PASSPHRASE),
                    &p.err),
       &p.err);
    age_recipient_text(text, session_identity(session)->public);
    assert_true(str_equal(str_from_c(text), key));
    assert_true(str_equal(session_member(session), p.archive->founder));
    session_close(session);
    end(&p);
}

static void an_altered_lock_opens_nothing(void **state)
{
    struct place p;
    struct str file = {0};
    struct session *session = NULL;
    struct member_lock lock = {0};

    (void)state;
    start(&p);
    (void)set_lock(&p, false, STR(PASSPHRASE));
    ok(store_secret_read(&file, &p.arena, store_of(&p), STORE_MEMBERS, p.archive->founder,
                         &p.err),
       &p.err);
    for (size_t i = 0; i < file.len; i += 37) { /* a costly opening is not tried */
        char *bytes = ARENA_ARRAY(&p.arena, char, file.len);
        struct str altered = {bytes, file.len};

        memcpy(bytes, file.ptr, file.len);
        bytes[i] ^= 1;
        ok(store_secret_write(store_of(&p), STORE_MEMBERS, p.archive->founder, altered,
                              &p.err),
           &p.err);
        if (member_lock_read(&lock, &p.arena, store_of(&p), p.archive->founder, &p.err) !=
            ERR_OK)
            assert_int_equal(p.err.code, ERR_CORRUPT);
    }
    ok(store_secret_write(store_of(&p), STORE_MEMBERS, p.archive->founder,
                          STR("{\"form\":2}\n"), &p.err),
       &p.err);
    assert_int_equal(session_open(&session, p.archive->id, store_of(&p), STR(""),
                                  STR(PASSPHRASE), &p.err),
                     ERR_CORRUPT);
    says(&p, "newer version");
    end(&p);
}

static void sealing_the_key_that_was_interrupted_is_finished(void **state)
{
    struct place p;
    struct str clear = {0};
    struct str path;
    struct session *session = NULL;
    FILE *file;

    (void)state;
    start(&p);
    ok(store_key_read(&clear, &p.arena, store_of(&p), feed_id(p.archive->feed), &p.err),
       &p.err);
    (void)set_lock(&p, false, STR(PASSPHRASE));
    path = arena_printf(&p.arena, "%s/state/" STR_FMT "/" STR_FMT "/key", p.root,
                        STR_ARG(p.archive->id), STR_ARG(feed_id(p.archive->feed)));
    assert_int_equal(access(path.ptr, F_OK), -1);
    file = fopen(path.ptr, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(clear.ptr, 1, clear.len, file), clear.len);
    assert_int_equal(fclose(file), 0);
    ok(session_open(&session, p.archive->id, store_of(&p), STR(""), STR(PASSPHRASE),
                    &p.err),
       &p.err);
    ok(feed_unlock(p.archive->feed, session_identity(session), &p.err), &p.err);
    assert_int_equal(access(path.ptr, F_OK), -1);
    session_close(session);
    end(&p);
}

static void a_key_sealed_to_others_stays_locked(void **state)
{
    struct place p;
    struct age_identity other;

    (void)state;
    start(&p);
    (void)set_lock(&p, false, STR(PASSPHRASE));
    age_identity_new(&other);
    assert_int_equal(feed_unlock(p.archive->feed, &other, &p.err), ERR_DENIED);
    says(&p, "not sealed to whoever is signed in");
    end(&p);
}

static void a_session_is_found_used_and_ended(void **state)
{
    struct place p;
    struct session *session = NULL;
    bool shared = false;

    (void)state;
    if (!has_key_rings())
        skip();
    start(&p);
    (void)set_lock(&p, true, STR("482913"));
    assert_int_equal(session_find(&session, p.archive->id, store_of(&p), &p.err),
                     ERR_NOT_FOUND);
    assert_int_equal(archive_begin(p.archive, &p.err), ERR_DENIED);
    says(&p, "stele unlock");
    ok(member_sign_in(&shared, p.archive, STR(""), STR("482913"), 60, &p.err), &p.err);
    assert_true(shared);
    ok(session_find(&session, p.archive->id, store_of(&p), &p.err), &p.err);
    ok(archive_begin(p.archive, &p.err), &p.err);
    archive_rollback(p.archive);
    assert_int_equal(session_forget(p.archive->id), 1);
    assert_int_equal(session_use(session, &p.err), ERR_DENIED);
    /* A command that runs stops before it writes on. */
    assert_int_equal(archive_begin(p.archive, &p.err), ERR_DENIED);
    says(&p, "signed out meanwhile");
    session_close(session);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lock_opens_with_its_passphrase_alone),
        cmocka_unit_test(an_altered_lock_opens_nothing),
        cmocka_unit_test(sealing_the_key_that_was_interrupted_is_finished),
        cmocka_unit_test(a_key_sealed_to_others_stays_locked),
        cmocka_unit_test(a_session_is_found_used_and_ended),
    };

    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
