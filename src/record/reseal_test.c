/* What was sealed to one key, sealed to another: the log is the same, the old key opens
 * nothing that is still here. */

#include "record/reseal.h"

#include "format/foreign.h"
#include "log/feed.h"
#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/erase.h"
#include "record/query.h"
#include "record/verify.h"
#include "store/object.h"

struct office {
    struct place p;
    struct age_identity secrets[2]; /* of epoch 1 and 2 */
    struct str compartment;
    struct ref sealed;
};

static struct ref put(struct office *o, struct str json)
{
    struct place *p = &o->p;
    struct value draft = {0};
    struct ref ref = REF_NONE;

    ok(foreign_parse(&draft, &p->arena, json, &p->err), &p->err);
    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_add(p->archive, &ref, &draft, &p->err), &p->err);
    ok(archive_commit(p->archive, &p->err), &p->err);
    return ref;
}

static void announce(struct office *o, int epoch)
{
    char key[AGE_RECIPIENT_LEN + 1] = {0};

    age_identity_new(&o->secrets[epoch - 1]);
    age_recipient_text(key, o->secrets[epoch - 1].public);
    (void)put(o, arena_printf(&o->p.arena,
                              "{\"kind\":\"compartment\",\"id\":\"%s\",\"epoch\":%d,"
                              "\"name\":\"witnesses\",\"key\":\"%s\"}",
                              o->compartment.ptr, epoch, key));
}

/* With the keys of which epochs. */
static void unlock(struct office *o, bool first, bool second)
{
    struct keyring *keyring = keyring_new();

    if (first)
        assert_true(keyring_add(keyring, o->compartment, 1, &o->secrets[0]));
    if (second)
        assert_true(keyring_add(keyring, o->compartment, 2, &o->secrets[1]));
    ok(archive_use_keyring(o->p.archive, keyring, NULL, &o->p.err), &o->p.err);
}

static void set_up(struct office *o)
{
    *o = (struct office){0};
    start(&o->p);
    o->compartment = archive_new_id(o->p.archive, &o->p.arena);
    announce(o, 1);
    o->sealed = put(o, arena_printf(&o->p.arena,
                                    "{\"kind\":\"entity\",\"entity\":\"person\",\"id\":"
                                    "\"%s\",\"label\":\"a sealed label\"}",
                                    archive_new_id(o->p.archive, &o->p.arena).ptr));
    append(&o->p, 20);
    announce(o, 2);
}

static struct statement read_it(struct office *o)
{
    struct statement s = {0};

    ok(archive_statement(&s, &o->p.arena, o->p.archive, o->sealed, &o->p.err), &o->p.err);
    return s;
}

static void ignore(void *context, const struct audit_finding *finding)
{
    (void)context;
    print_message("%.*s: %.*s\n", STR_ARG(finding->file), STR_ARG(finding->what));
}

static struct verify_result verified(struct office *o)
{
    const struct verify_options options = {.report = ignore};
    struct verify_result result = {0};

    ok(verify_archive(&result, &o->p.arena, o->p.folder, &options, &o->p.err), &o->p.err);
    assert_int_equal(result.wrong, 0);
    assert_int_equal(result.unfinished, 0);
    return result;
}

static size_t count_objects(struct office *o)
{
    struct object_entry *entries;
    size_t count = 0;

    ok(object_list(&entries, &count, &o->p.arena, o->p.archive->store, &o->p.err),
       &o->p.err);
    return count;
}

static void the_new_key_reads_it_and_the_old_one_does_not(void **state)
{
    struct office o;
    struct statement before;
    struct statement after;
    struct entity_row entity = {0};
    struct view view;

    (void)state;
    set_up(&o);
    unlock(&o, true, false);
    before = read_it(&o);
    assert_true(before.is_readable);
    ok(reseal_statement(o.p.archive, o.sealed, STR("witnesses"), &o.p.err), &o.p.err);
    assert_int_equal(verified(&o).resealed, 1);
    assert_int_equal(count_objects(&o), 1);
    assert_false(read_it(&o).is_readable);
    assert_true(read_it(&o).is_sealed);
    reopen(&o.p);
    unlock(&o, false, true);
    after = read_it(&o);
    assert_true(after.is_readable);
    assert_true(str_equal(before.bytes, after.bytes));
    assert_true(digest_equal(&before.commitment, &after.commitment));
    /* The index finds it, made anew and as it was kept. */
    ok(frontier_now(&view, &o.p.arena, archive_index(o.p.archive), &o.p.err), &o.p.err);
    ok(query_entity(&entity, &o.p.arena, archive_index(o.p.archive), view,
                    value_get_string(&after.value, STR("id")), &o.p.err),
       &o.p.err);
    assert_true(str_equal(entity.label, STR("a sealed label")));
    end(&o.p);
}

static void anew_once_more_and_then_erased(void **state)
{
    struct office o;
    struct value of = {0};
    struct ref asked = REF_NONE;
    struct value members = value_array();
    struct erase_confirmation c = {.asked = &asked, .count = 1};
    struct str second;

    (void)state;
    set_up(&o);
    unlock(&o, true, true);
    ok(reseal_statement(o.p.archive, o.sealed, o.compartment, &o.p.err), &o.p.err);
    ok(reseal_statement(o.p.archive, o.sealed, o.compartment, &o.p.err), &o.p.err);
    assert_int_equal(count_objects(&o), 1); /* the first one's is gone */
    assert_true(read_it(&o).is_readable);
    assert_int_equal(verified(&o).resealed, 1);
    second = archive_new_id(o.p.archive, &o.p.arena);
    (void)put(&o, arena_printf(&o.p.arena,
                               "{\"kind\":\"member\",\"id\":\"%s\",\"roles\":"
                               "[\"recorder\"]}",
                               second.ptr));
    reopen(&o.p);
    unlock(&o, true, true);
    ok(erase_of_statement(&of, &o.p.arena, o.p.archive, o.sealed, &o.p.err), &o.p.err);
    ok(erase_ask(&asked, o.p.archive, &of, 1, STR("withdrawn"), &o.p.err), &o.p.err);
    ok(archive_know_roles(o.p.archive, &o.p.err), &o.p.err);
    value_add(&members, &o.p.arena, value_string(second));
    o.p.archive->feeds[0].admission.members = &members;
    o.p.archive->member = second;
    ok(erase_confirm(o.p.archive, &c, &o.p.err), &o.p.err);
    assert_int_equal(count_objects(&o), 0);
    assert_false(read_it(&o).is_readable);
    assert_int_equal(verified(&o).erased_statements, 1);
    end(&o.p);
}

static void all_that_an_old_key_opens(void **state)
{
    struct office o;
    struct ref *refs = NULL;
    size_t count = 0;
    size_t shut = 0;

    (void)state;
    set_up(&o);
    unlock(&o, true, true);
    ok(reseal_find(&refs, &count, &shut, &o.p.arena, o.p.archive, STR("witnesses"),
                   &o.p.err),
       &o.p.err);
    assert_int_equal(count, 1);
    assert_int_equal(shut, 0);
    assert_int_equal(refs[0].n, o.sealed.n);
    ok(reseal_statements(o.p.archive, refs, count, STR("witnesses"), &o.p.err), &o.p.err);
    ok(reseal_find(&refs, &count, &shut, &o.p.arena, o.p.archive, STR("witnesses"),
                   &o.p.err),
       &o.p.err);
    assert_int_equal(count, 0);
    end(&o.p);
}

static void what_cannot_be_sealed_anew_is_refused(void **state)
{
    struct office o;

    (void)state;
    set_up(&o);
    assert_int_equal(reseal_statement(o.p.archive, o.sealed, STR("witnesses"), &o.p.err),
                     ERR_DENIED);
    says(&o.p, "no key here opens it");
    unlock(&o, true, false);
    assert_int_equal(
        reseal_statement(o.p.archive, ref_of(0, 0), STR("witnesses"), &o.p.err),
        ERR_INVALID);
    says(&o.p, "it stands open for ever");
    assert_int_equal(reseal_statement(o.p.archive, o.sealed, STR("none"), &o.p.err),
                     ERR_NOT_FOUND);
    says(&o.p, "there is no compartment");
    end(&o.p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the new key reads it, and the old one does not",
         the_new_key_reads_it_and_the_old_one_does_not, 0, 0, 0},
        {"sealed anew once more, and then erased", anew_once_more_and_then_erased, 0, 0,
         0},
        {"all that an old key opens", all_that_an_old_key_opens, 0, 0, 0},
        {"what cannot be sealed anew is refused", what_cannot_be_sealed_anew_is_refused,
         0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
