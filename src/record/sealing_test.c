/* What is sealed when it is written, who reads it, and what is refused. */

#include <fcntl.h>

#include "base/file.h"
#include "format/canon.h"
#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/drafts.h"
#include "record/gate.h"
#include "record/query.h"
#include "store/store.h"

#define NEEDLE "Needle-in-a-Haystack"

struct office {
    struct place p;
    struct age_identity secret; /* of the compartment */
    struct age_identity reader; /* the member's */
    struct str compartment;
};

static struct value parsed(struct place *p, const char *json)
{
    struct value value = {0};

    ok(canon_parse(&value, &p->arena, str_from_c(json), &p->err), &p->err);
    return value;
}

static struct value announcement(struct office *o, struct str id, int64_t epoch,
                                 const struct age_identity *identity)
{
    struct arena *arena = &o->p.arena;
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];

    age_recipient_text(key, identity->public);
    value_set(&draft, arena, STR("kind"), value_string(STR("compartment")));
    value_set(&draft, arena, STR("id"), value_string(id));
    value_set(&draft, arena, STR("epoch"), value_integer(epoch));
    value_set(&draft, arena, STR("name"), value_string(STR("witnesses")));
    value_set(&draft, arena, STR("key"), value_string(arena_str(arena, str_from_c(key))));
    return draft;
}

static void announce(struct office *o, int64_t epoch, const struct age_identity *identity)
{
    struct value draft = announcement(o, o->compartment, epoch, identity);
    struct place *p = &o->p;

    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_add(p->archive, NULL, &draft, &p->err), &p->err);
    ok(archive_commit(p->archive, &p->err), &p->err);
}

static void set_up(struct office *o)
{
    *o = (struct office){0};
    start(&o->p);
    age_identity_new(&o->secret);
    age_identity_new(&o->reader);
    o->compartment = archive_new_id(o->p.archive, &o->p.arena);
    announce(o, 1, &o->secret);
}

static void unlock(struct office *o)
{
    struct keyring *keyring = keyring_new();

    assert_true(keyring_add(keyring, o->compartment, 1, &o->secret));
    ok(archive_use_keyring(o->p.archive, keyring, &o->reader, &o->p.err), &o->p.err);
}

static void lock(struct office *o)
{
    ok(archive_use_keyring(o->p.archive, NULL, NULL, &o->p.err), &o->p.err);
}

/* A witness, a name and words: what a real archive could not take in before. */
static const char testimony[] =
    "[{\"class\":\"witness_statement\",\"entity\":\"source\",\"id\":\"s\",\"kind\":"
    "\"entity\"},"
    "{\"entity\":\"person\",\"id\":\"w\",\"kind\":\"entity\",\"label\":\"" NEEDLE "\"},"
    "{\"id\":\"q\",\"kind\":\"passage\",\"lang\":\"en\",\"locator\":{\"page\":1},"
    "\"source\":\"s\",\"words\":\"" NEEDLE " said so\"},"
    "{\"about\":\"w\",\"kind\":\"claim\",\"passage\":\"q\",\"property\":\"name\","
    "\"value\":{\"written\":\"" NEEDLE "\"}}]";

static struct draft_result *write_testimony(struct office *o, size_t *count)
{
    struct place *p = &o->p;
    struct value drafts = parsed(p, testimony);
    struct draft_result *results = NULL;

    ok(drafts_add(&results, count, &p->arena, p->archive, &drafts, &p->err), &p->err);
    return results;
}

/* Whether any file below a folder holds the needle. */
static bool needle_found;

static int look_into(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    struct arena arena = {0};
    struct str bytes = {0};
    struct err err = {0};

    (void)st;
    (void)at;
    if (kind == FTW_F &&
        file_read(&bytes, &arena, AT_FDCWD, path, 1 << 26, &err) == ERR_OK &&
        memmem(bytes.ptr, bytes.len, NEEDLE, strlen(NEEDLE)))
        needle_found = true;
    arena_free(&arena);
    return 0;
}

static bool is_on_disk(const struct place *p)
{
    needle_found = false;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    (void)nftw(p->root, look_into, 16, FTW_PHYS);
    return needle_found;
}

static void a_witness_is_sealed_and_the_rest_stands_open(void **state)
{
    struct office o;
    struct statement statement = {0};
    struct draft_result *results;
    size_t count = 0;

    (void)state;
    set_up(&o);
    results = write_testimony(&o, &count);
    assert_int_equal(count, 4);
    assert_false(is_on_disk(&o.p));
    for (size_t i = 0; i < count; i++) {
        ok(archive_statement(&statement, &o.p.arena, o.p.archive, results[i].ref,
                             &o.p.err),
           &o.p.err);
        assert_int_equal(statement.is_readable,
                         str_equal(results[i].local, STR("s"))); /* the source alone */
    }
    end(&o.p);
}

static void whoever_has_the_key_reads_it_and_nothing_is_left_behind(void **state)
{
    struct office o;
    struct statement statement = {0};
    struct draft_result *results;
    struct check_entity found = {0};
    size_t count = 0;

    (void)state;
    set_up(&o);
    results = write_testimony(&o, &count);
    unlock(&o);
    for (size_t i = 0; i < count; i++) {
        ok(archive_statement(&statement, &o.p.arena, o.p.archive, results[i].ref,
                             &o.p.err),
           &o.p.err);
        assert_true(statement.is_readable);
        if (str_equal(results[i].local, STR("w"))) {
            assert_true(statement.is_sealed);
            ok(archive_find_entity(&found, o.p.archive, results[i].entity, &o.p.err),
               &o.p.err);
            assert_true(str_equal(found.kind, STR("person")));
        }
    }
    assert_true(memmem(dump(&o.p).ptr, dump(&o.p).len, NEEDLE, strlen(NEEDLE)));
    assert_false(is_on_disk(&o.p)); /* the index that was kept is sealed too */
    lock(&o);
    assert_null(memmem(dump(&o.p).ptr, dump(&o.p).len, NEEDLE, strlen(NEEDLE)));
    end(&o.p);
}

/* What was kept on this machine for the reader, and then caught up, is what would be
 * made from the files. */
static void the_sealed_index_is_kept_and_caught_up(void **state)
{
    struct office o;
    struct str kept;
    size_t count = 0;

    (void)state;
    set_up(&o);
    (void)write_testimony(&o, &count);
    unlock(&o);
    (void)write_testimony(&o, &count);
    reopen(&o.p);
    unlock(&o);
    kept = dump(&o.p);
    ok(archive_reindex(o.p.archive, &o.p.err), &o.p.err);
    assert_true(str_equal(kept, dump(&o.p)));
    end(&o.p);
}

/* Another process writes what this one cannot read, and refers to it by id alone. */
static void a_field_device_goes_on_with_what_it_cannot_read(void **state)
{
    struct office o;
    struct place *p = &o.p;
    struct draft_result *results;
    struct draft_result *more = NULL;
    struct statement statement = {0};
    struct value drafts;
    size_t count = 0;

    (void)state;
    set_up(&o);
    ok(archive_set_field(p->archive, true, &p->err), &p->err);
    results = write_testimony(&o, &count);
    reopen(p);
    assert_true(archive_seals_all(p->archive));
    drafts = parsed(
        p, arena_printf(&p->arena,
                        "[{\"about\":\"" STR_FMT
                        "\",\"kind\":\"claim\",\"passage\":\"" STR_FMT
                        "\",\"property\":\"occupation\",\"value\":"
                        "{\"words\":\"" NEEDLE "\"}}]",
                        STR_ARG(results[1].entity),
                        STR_ARG(archive_ref_text(p->archive, &p->arena, results[2].ref)))
               .ptr);
    ok(drafts_add(&more, &count, &p->arena, p->archive, &drafts, &p->err), &p->err);
    ok(archive_statement(&statement, &p->arena, p->archive, results[0].ref, &p->err),
       &p->err);
    assert_false(statement.is_readable); /* not even the source */
    assert_false(is_on_disk(p));
    unlock(&o);
    ok(archive_statement(&statement, &p->arena, p->archive, more[0].ref, &p->err),
       &p->err);
    assert_true(statement.is_readable);
    assert_true(
        value_is_string(value_get(&statement.value, STR("compartment")), o.compartment));
    end(p);
}

static void a_field_device_without_compartment_writes_nothing(void **state)
{
    struct place p;
    struct value draft;

    (void)state;
    start(&p);
    ok(archive_set_field(p.archive, true, &p.err), &p.err);
    ok(archive_begin(p.archive, &p.err), &p.err);
    draft = entity(&p, "source");
    assert_int_equal(archive_add(p.archive, NULL, &draft, &p.err), ERR_DENIED);
    says(&p, "no compartment");
    archive_rollback(p.archive);
    end(&p);
}

static void a_new_epoch_is_sealed_to_and_the_old_key_does_not_open_it(void **state)
{
    struct office o;
    struct statement statement = {0};
    struct age_identity second;
    struct draft_result *results;
    size_t count = 0;

    (void)state;
    set_up(&o);
    age_identity_new(&second);
    announce(&o, 2, &second);
    results = write_testimony(&o, &count);
    unlock(&o); /* epoch 1 only */
    ok(archive_statement(&statement, &o.p.arena, o.p.archive, results[1].ref, &o.p.err),
       &o.p.err);
    assert_false(statement.is_readable);
    end(&o.p);
}

/* Whoever could announce a compartment would have all that follows sealed to himself. */
static void a_compartment_that_no_admin_announced_is_not_sealed_to(void **state)
{
    struct office o;
    struct place *p = &o.p;
    struct age_identity attacker;
    const struct compartment_list *list = NULL;
    struct str recorder;
    struct value draft;

    (void)state;
    set_up(&o);
    age_identity_new(&attacker);
    recorder = archive_new_id(p->archive, &p->arena);
    draft = announcement(&o, o.compartment, 9, &attacker);
    p->archive->member = recorder; /* as if another program had written it */
    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_add_checked(p->archive, NULL, &draft, false, &p->err), &p->err);
    ok(archive_commit(p->archive, &p->err), &p->err);
    reopen(p);
    ok(archive_compartments(&list, p->archive, &p->err), &p->err);
    assert_int_equal(list->count, 1);
    assert_int_equal(compartment_default(list)->epoch, 1);
    assert_memory_equal(compartment_default(list)->key, o.secret.public, AGE_KEY_BYTES);
    end(p);
}

/* --- what keyring_open() refuses --- */

static struct feed_statement stored_at(struct office *o, struct ref ref)
{
    struct feed_statement stored = {0};

    ok(feed_read(&stored, &o->p.arena, archive_feed_of(o->p.archive, ref), ref_index(ref),
                 &o->p.err),
       &o->p.err);
    return stored;
}

static enum err_code open_it(struct office *o, const struct feed_statement *stored,
                             struct str feed)
{
    struct opened opened = {0};

    return keyring_open(&opened, &o->p.arena, archive_keyring(o->p.archive), feed, stored,
                        &o->p.err);
}

static void ciphertexts_that_were_swapped_are_refused(void **state)
{
    struct office o;
    struct draft_result *results;
    struct feed_statement one;
    struct feed_statement other;
    struct str feed;
    size_t count = 0;

    (void)state;
    set_up(&o);
    results = write_testimony(&o, &count);
    unlock(&o);
    feed = feed_id(o.p.archive->feed);
    one = stored_at(&o, results[1].ref);
    other = stored_at(&o, results[2].ref);
    ok(open_it(&o, &one, feed), &o.p.err);
    one.sealed = other.sealed;
    assert_int_equal(open_it(&o, &one, feed), ERR_CORRUPT);
    says(&o.p, "not what the log committed to");
    /* with its commitment: whole, and of another place */
    one.commitment = other.commitment;
    assert_int_equal(open_it(&o, &one, feed), ERR_CORRUPT);
    says(&o.p, "moved here from elsewhere");
    /* stripped of its signature, and signed by another feed as its own */
    assert_int_equal(open_it(&o, &other, STR("psqz2nfrr54h0sv8qh42ysypj9")), ERR_CORRUPT);
    says(&o.p, "moved here from elsewhere");
    end(&o.p);
}

static void altered_and_truncated_ones_are_refused(void **state)
{
    struct office o;
    struct draft_result *results;
    struct feed_statement stored;
    char *bytes;
    size_t count = 0;

    (void)state;
    set_up(&o);
    results = write_testimony(&o, &count);
    unlock(&o);
    stored = stored_at(&o, results[1].ref);
    bytes = ARENA_ARRAY(&o.p.arena, char, stored.sealed.len);
    memcpy(bytes, stored.sealed.ptr, stored.sealed.len);
    for (size_t i = 0; i < stored.sealed.len; i += 7) {
        struct feed_statement altered = stored;

        bytes[i] ^= 1;
        altered.sealed = (struct str){bytes, stored.sealed.len};
        assert_int_not_equal(open_it(&o, &altered, feed_id(o.p.archive->feed)), ERR_OK);
        bytes[i] ^= 1;
        altered.sealed.len = i;
        assert_int_not_equal(open_it(&o, &altered, feed_id(o.p.archive->feed)), ERR_OK);
    }
    end(&o.p);
}

static void keys_are_kept_for_each_member(void **state)
{
    struct office o;
    struct place *p = &o.p;
    struct keyring *keyring = keyring_new();
    struct age_identity stranger;
    struct str member;

    (void)state;
    set_up(&o);
    member = archive_new_id(p->archive, &p->arena);
    age_identity_new(&stranger);
    ok(keyring_give(p->archive->store, o.compartment, 1, &o.secret, member,
                    (const uint8_t(*)[AGE_KEY_BYTES]) & o.reader.public, &p->err),
       &p->err);
    ok(keyring_load(keyring, p->archive->store, member, &stranger, &p->err), &p->err);
    assert_int_equal(keyring_count(keyring), 0);
    ok(keyring_load(keyring, p->archive->store, STR("00000000000000000"), &o.reader,
                    &p->err),
       &p->err);
    assert_int_equal(keyring_count(keyring), 0);
    ok(keyring_load(keyring, p->archive->store, member, &o.reader, &p->err), &p->err);
    assert_int_equal(keyring_count(keyring), 1);
    assert_memory_equal(keyring_find(keyring, o.compartment, 1)->secret, o.secret.secret,
                        AGE_KEY_BYTES);
    keyring_close(keyring);
    end(p);
}

static size_t refusals(struct office *o, struct ref ref, enum gate_ground *ground)
{
    const struct gate_question question = {STR("documentation"), STR("own_team"), 20000};
    const struct gate_item item = {.thing = GATE_STATEMENT, .ref = ref};
    struct place *p = &o->p;
    struct gate_answer answer = {0};
    struct view now;

    ok(frontier_now(&now, &p->arena, archive_index(p->archive), &p->err), &p->err);
    ok(gate_ask(&answer, &p->arena, archive_index(p->archive), now, &question, &item, 1,
                &p->err),
       &p->err);
    if (answer.count > 0)
        *ground = answer.refusals[0].ground;
    return answer.count;
}

/* Consent is sealed without being told to, and is worth what whoever asks can read. */
static void consent_counts_for_whoever_can_read_it(void **state)
{
    static const char consent[] =
        "[{\"adult\":true,\"alternatives_explained\":\"a\",\"cannot_undo\":\"u\","
        "\"form\":\"written\",\"kind\":\"consent\",\"lang\":\"uk\",\"may_use\":["
        "\"words\",\"name\"],\"note\":\"" NEEDLE "\",\"on\":\"2024-05-01\",\"person\":"
        "\"" STR_FMT "\",\"purposes\":[\"documentation\"],\"recipients\":["
        "\"own_team\"],\"risks_explained\":\"r\",\"withdrawal_explained\":\"w\"}]";
    enum gate_ground ground = GATE_WITHDRAWN;
    struct draft_result *agreed = NULL;
    struct draft_result *results;
    struct statement statement = {0};
    struct value drafts;
    struct office o;
    struct place *p = &o.p;
    size_t count = 0;

    (void)state;
    set_up(&o);
    results = write_testimony(&o, &count);
    unlock(&o);
    assert_int_equal(refusals(&o, results[3].ref, &ground), 1);
    assert_int_equal(ground, GATE_NO_CONSENT);
    drafts = parsed(p, arena_printf(&p->arena, consent, STR_ARG(results[1].entity)).ptr);
    ok(drafts_add(&agreed, &count, &p->arena, p->archive, &drafts, &p->err), &p->err);
    ok(archive_statement(&statement, &p->arena, p->archive, agreed[0].ref, &p->err),
       &p->err);
    assert_true(statement.is_sealed);
    assert_false(is_on_disk(p));
    assert_int_equal(refusals(&o, results[3].ref, &ground), 0);
    lock(&o);
    assert_int_equal(refusals(&o, results[3].ref, &ground), 1);
    assert_int_equal(ground, GATE_UNREADABLE);
    end(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consent_counts_for_whoever_can_read_it),
        cmocka_unit_test(a_witness_is_sealed_and_the_rest_stands_open),
        cmocka_unit_test(whoever_has_the_key_reads_it_and_nothing_is_left_behind),
        cmocka_unit_test(the_sealed_index_is_kept_and_caught_up),
        cmocka_unit_test(a_field_device_goes_on_with_what_it_cannot_read),
        cmocka_unit_test(a_field_device_without_compartment_writes_nothing),
        cmocka_unit_test(a_new_epoch_is_sealed_to_and_the_old_key_does_not_open_it),
        cmocka_unit_test(a_compartment_that_no_admin_announced_is_not_sealed_to),
        cmocka_unit_test(ciphertexts_that_were_swapped_are_refused),
        cmocka_unit_test(altered_and_truncated_ones_are_refused),
        cmocka_unit_test(keys_are_kept_for_each_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
