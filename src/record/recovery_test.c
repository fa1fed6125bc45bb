#include "record/recovery.h"

#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/keyring.h"
#include "record/member.h"
#include "record/session.h"
#include "store/store.h"

/* An archive with a compartment of two epochs, whose keys are open. */
struct office {
    struct place p;
    struct age_identity secrets[2];
    struct age_identity reader;
    struct str compartment;
};

static void announce(struct office *o, int64_t epoch, const struct age_identity *identity)
{
    struct arena *arena = &o->p.arena;
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_recipient_text(key, identity->public);
    value_set(&draft, arena, STR("kind"), value_string(STR("compartment")));
    value_set(&draft, arena, STR("id"), value_string(o->compartment));
    value_set(&draft, arena, STR("epoch"), value_integer(epoch));
    value_set(&draft, arena, STR("name"), value_string(STR("witnesses")));
    value_set(&draft, arena, STR("key"), value_string(arena_str(arena, str_from_c(key))));
    ok(archive_begin(o->p.archive, &o->p.err), &o->p.err);
    ok(archive_add(o->p.archive, NULL, &draft, &o->p.err), &o->p.err);
    ok(archive_commit(o->p.archive, &o->p.err), &o->p.err);
}

static void set_up(struct office *o)
{
    struct keyring *keyring = keyring_new();

    *o = (struct office){0};
    start(&o->p);
    age_identity_new(&o->reader);
    o->compartment = archive_new_id(o->p.archive, &o->p.arena);
    for (uint32_t i = 0; i < 2; i++) {
        age_identity_new(&o->secrets[i]);
        announce(o, i + 1, &o->secrets[i]);
        assert_true(keyring_add(keyring, o->compartment, i + 1, &o->secrets[i]));
    }
    ok(archive_use_keyring(o->p.archive, keyring, &o->reader, &o->p.err), &o->p.err);
}

/* A name, which is sealed to the newest epoch. */
static void write_sealed(struct office *o)
{
    struct value draft = value_object();
    struct arena *arena = &o->p.arena;

    value_set(&draft, arena, STR("kind"), value_string(STR("entity")));
    value_set(&draft, arena, STR("entity"), value_string(STR("person")));
    value_set(&draft, arena, STR("label"), value_string(STR("Somebody")));
    value_set(&draft, arena, STR("id"),
              value_string(archive_new_id(o->p.archive, arena)));
    ok(archive_begin(o->p.archive, &o->p.err), &o->p.err);
    ok(archive_add(o->p.archive, NULL, &draft, &o->p.err), &o->p.err);
    ok(archive_commit(o->p.archive, &o->p.err), &o->p.err);
}

static void split(struct share *out, size_t count, struct office *o)
{
    struct recovery_owner owner = {0};
    struct shares_set set = {0};
    uint8_t secret[SHARES_SECRET];
    struct place *p = &o->p;

    ok(recovery_of_compartment(&owner, p->archive, STR("witnesses"), &p->err), &p->err);
    ok(recovery_set(&set, p->archive, &owner, 2, &p->err), &p->err);
    ok(recovery_secret(secret, p->archive, &owner, &p->err), &p->err);
    shares_split(out, count, &set, secret);
}

static void shares_of_the_newest_epoch_give_the_key_that_opens(void **state)
{
    enum share_verdict verdicts[2];
    uint8_t secret[SHARES_SECRET];
    struct age_identity found = {0};
    struct recovery_owner owner = {0};
    struct share shares[3];
    struct office o;
    size_t missing = 0;
    uint64_t looked_at = 0;
    bool opens = true;

    (void)state;
    set_up(&o);
    split(shares, 3, &o);
    ok(shares_combine(secret, verdicts, &missing, shares + 1, 2, &o.p.err), &o.p.err);
    ok(recovery_of_set(&owner, &o.p.arena, o.p.archive, &shares[0].set, &o.p.err),
       &o.p.err);
    assert_true(str_equal(owner.id, o.compartment));
    assert_int_equal(owner.epoch, 2);
    assert_true(owner.is_newest && owner.has_key);
    ok(recovery_check(&found, &owner, secret, &o.p.err), &o.p.err);
    assert_memory_equal(found.secret, o.secrets[1].secret, sizeof found.secret);
    ok(recovery_try(&opens, &looked_at, o.p.archive, &found, &o.p.err), &o.p.err);
    assert_false(opens);
    assert_int_equal(looked_at, 0);
    write_sealed(&o);
    ok(recovery_try(&opens, &looked_at, o.p.archive, &found, &o.p.err), &o.p.err);
    assert_true(opens);
    assert_int_equal(looked_at, 1);
    /* The key of the epoch before opens nothing of it. */
    ok(recovery_try(&opens, &looked_at, o.p.archive, &o.secrets[0], &o.p.err), &o.p.err);
    assert_false(opens);
    end(&o.p);
}

static void another_key_is_not_taken_for_the_archives(void **state)
{
    struct recovery_owner owner = {0};
    struct age_identity found = {0};
    struct office o;
    struct err err = {0};

    (void)state;
    set_up(&o);
    ok(recovery_of_compartment(&owner, o.p.archive, STR(""), &o.p.err), &o.p.err);
    assert_int_equal(recovery_check(&found, &owner, o.secrets[0].secret, &err),
                     ERR_CORRUPT);
    ok(recovery_check(&found, &owner, o.secrets[1].secret, &o.p.err), &o.p.err);
    end(&o.p);
}

static void what_the_archive_does_not_know_is_said(void **state)
{
    struct recovery_owner owner = {0};
    struct share shares[2];
    struct office o;
    struct err err = {0};
    uint8_t secret[SHARES_SECRET];

    (void)state;
    set_up(&o);
    split(shares, 2, &o);
    assert_int_equal(recovery_of_compartment(&owner, o.p.archive, STR("names"), &err),
                     ERR_NOT_FOUND);
    shares[0].set.epoch = 3;
    assert_int_equal(
        recovery_of_set(&owner, &o.p.arena, o.p.archive, &shares[0].set, &err),
        ERR_NOT_FOUND);
    shares[0].set.epoch = 1;
    ok(recovery_of_set(&owner, &o.p.arena, o.p.archive, &shares[0].set, &o.p.err),
       &o.p.err);
    assert_false(owner.is_newest);
    memcpy(shares[0].set.archive, "00000000", SHARES_ARCHIVE);
    assert_int_equal(
        recovery_of_set(&owner, &o.p.arena, o.p.archive, &shares[0].set, &err),
        ERR_INVALID);
    /* Without the compartment's key there is nothing to share out. */
    ok(archive_use_keyring(o.p.archive, NULL, NULL, &o.p.err), &o.p.err);
    ok(recovery_of_compartment(&owner, o.p.archive, STR("witnesses"), &o.p.err),
       &o.p.err);
    assert_int_equal(recovery_secret(secret, o.p.archive, &owner, &err), ERR_DENIED);
    /* Nobody is signed in whom the key could be given to. */
    assert_int_equal(recovery_install(o.p.archive, &owner, &o.secrets[1], &err),
                     ERR_DENIED);
    end(&o.p);
}

static void sets_and_drills_are_noted_without_anything_secret(void **state)
{
    struct recovery_note *notes = NULL;
    struct share shares[3];
    struct office o;
    struct place *p = &o.p;
    size_t count = 0;

    (void)state;
    set_up(&o);
    split(shares, 3, &o);
    ok(recovery_notes(&notes, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 0);
    ok(recovery_note_split(p->archive, &shares[0].set, 3, &p->err), &p->err);
    ok(recovery_notes(&notes, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 1);
    assert_true(str_equal(notes[0].owner, o.compartment));
    assert_int_equal(notes[0].kind, SHARES_OF_COMPARTMENT);
    assert_int_equal(notes[0].epoch, 2);
    assert_int_equal(notes[0].needed, 2);
    assert_int_equal(notes[0].count, 3);
    assert_int_equal(notes[0].drilled.len, 0);
    assert_true(notes[0].made.len > 0);
    ok(recovery_note_drill(p->archive, &shares[0].set, &p->err), &p->err);
    ok(recovery_notes(&notes, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 1);
    assert_int_equal(notes[0].count, 3);
    assert_true(notes[0].made.len > 0 && notes[0].drilled.len > 0);
    /* A set that was made elsewhere; and a note that nobody can read. */
    shares[0].set.id[0] ^= 1;
    ok(recovery_note_drill(p->archive, &shares[0].set, &p->err), &p->err);
    ok(store_note_write(p->archive->store, "recovery.00112233", STR("of nobody\n"),
                        &p->err),
       &p->err);
    ok(recovery_notes(&notes, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 2);
    end(p);
}

static void keys_that_lie_here_are_told_with_their_newest_epoch(void **state)
{
    struct recovery_kept *kept = NULL;
    struct office o;
    struct place *p = &o.p;
    const struct str member = STR("000g40r40m30e209j");
    const struct age_identity *reader = &o.reader;
    size_t count = 9;

    (void)state;
    set_up(&o);
    ok(recovery_keys_kept(&kept, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 0);
    for (uint32_t epoch = 2; epoch > 0; epoch--)
        ok(keyring_give(p->archive->store, o.compartment, epoch, &o.secrets[epoch - 1],
                        member, &reader->public, &p->err),
           &p->err);
    ok(recovery_keys_kept(&kept, &count, &p->arena, p->archive->store, &p->err), &p->err);
    assert_int_equal(count, 1);
    assert_true(str_equal(kept[0].compartment, o.compartment));
    assert_int_equal(kept[0].epoch, 2);
    end(p);
}

static void must_open_newest(struct office *o, struct str member,
                             const struct age_identity *identity)
{
    struct keyring *keyring = keyring_new();
    struct place *p = &o->p;

    ok(keyring_load(keyring, p->archive->store, member, identity, &p->err), &p->err);
    assert_non_null(keyring_find(keyring, o->compartment, 2));
    assert_null(keyring_find(keyring, o->compartment, 1));
    keyring_close(keyring);
}

static enum err_code opens_with(struct place *p, struct str member, struct str passphrase)
{
    struct session *session = NULL;
    struct err err = {0};
    enum err_code code = session_open(&session, p->archive->id, p->archive->store, member,
                                      passphrase, &err);

    session_close(session);
    return code;
}

static void must_open_with(struct place *p, struct str member, struct str passphrase,
                           const struct age_identity *expected)
{
    struct session *session = NULL;

    ok(session_open(&session, p->archive->id, p->archive->store, member, passphrase,
                    &p->err),
       &p->err);
    assert_memory_equal(session_identity(session)->secret, expected->secret,
                        sizeof expected->secret);
    session_close(session);
}

/* Whoever is signed in gets the compartment's key on this machine, sealed to her. */
static void a_key_is_installed_for_whoever_is_signed_in(void **state)
{
    const struct str passphrase = STR("eleven sleepy herons");
    struct recovery_owner owner = {0};
    struct recovery_owner member = {0};
    struct age_identity found = {0};
    struct office o;
    struct place *p = &o.p;
    struct str id;
    struct str key;
    uint8_t secret[SHARES_SECRET];
    bool is_shared = false;

    (void)state;
    set_up(&o);
    id = p->archive->founder;
    ok(member_set_lock(&key, &p->arena, p->archive, id, passphrase, false, &p->err),
       &p->err);
    ok(member_sign_in(&is_shared, p->archive, id, passphrase, 60, &p->err), &p->err);
    ok(archive_use_keyring(p->archive, NULL, NULL, &p->err), &p->err);
    ok(recovery_of_compartment(&owner, p->archive, o.compartment, &p->err), &p->err);
    ok(recovery_install(p->archive, &owner, &o.secrets[1], &p->err), &p->err);
    /* The member's own key is what opens it. */
    ok(recovery_of_session(&member, p->archive, &p->err), &p->err);
    ok(recovery_secret(secret, p->archive, &member, &p->err), &p->err);
    ok(recovery_check(&found, &member, secret, &p->err), &p->err);
    must_open_newest(&o, id, &found);
    /* Under another passphrase it is the same key. */
    ok(recovery_install_member(p->archive, &member, &found, STR("forty quiet bicycles"),
                               false, &p->err),
       &p->err);
    must_open_with(p, id, STR("forty quiet bicycles"), &found);
    assert_int_equal(opens_with(p, id, passphrase), ERR_DENIED);
    (void)session_forget(p->archive->id);
    end(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_the_newest_epoch_give_the_key_that_opens),
        cmocka_unit_test(another_key_is_not_taken_for_the_archives),
        cmocka_unit_test(what_the_archive_does_not_know_is_said),
        cmocka_unit_test(sets_and_drills_are_noted_without_anything_secret),
        cmocka_unit_test(a_key_is_installed_for_whoever_is_signed_in),
        cmocka_unit_test(keys_that_lie_here_are_told_with_their_newest_epoch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
