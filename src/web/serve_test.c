#include <pthread.h>
#include <stdatomic.h>

#include "format/foreign.h"
#include "record/archive_testing.h"
#include "record/member.h"
#include "web/exchange.h"
#include "web/visitor.h"
#include "web/visits.h"
#include "web/writer.h"
#include "web/writer_thread.h"

/* Visits, their archives, and the thread that writes: without the network. Run under the
 * thread sanitizer too. */

#define PASSPHRASE "correct horse battery"

enum { THREADS = 6, TURNS = 12 };

struct desk {
    struct place place;
    struct site site;
    char cookie[VISITOR_TOKEN + 1];
};

static void set_up(struct desk *d)
{
    char key[VISITOR_TOKEN + 1];
    struct str cookie = {0};

    *d = (struct desk){0};
    start(&d->place);
    d->site.folder = d->place.folder;
    d->site.visits = visits_new(d->place.folder, NULL, NULL);
    d->site.writer = writer_start(d->site.visits);
    visits_new_key(key, d->site.visits);
    ok(visits_use_key(&cookie, &d->place.arena, d->site.visits, str_from_c(key),
                      &d->place.err),
       &d->place.err);
    memcpy(d->cookie, cookie.ptr, VISITOR_TOKEN);
}

static void tear_down(struct desk *d)
{
    writer_stop(d->site.writer);
    visits_free(d->site.visits);
    end(&d->place);
}

/* What the server does around a page. */
static void enter(struct exchange *x, struct desk *d)
{
    struct err err = {0};

    *x = (struct exchange){.site = &d->site};
    x->request.arena = &x->arena;
    x->request.site = x->site;
    x->visit = visits_enter(d->site.visits, str_from_c(d->cookie));
    assert_non_null(x->visit);
    ok(visit_borrow(&x->request.archive, &x->place, d->site.visits, x->visit, &err),
       &err);
    x->has_archive = true;
    x->request.visitor = visit_visitor(d->site.visits, x->visit, &x->arena);
}

static enum err_code record(struct ref *out, struct exchange *x, const char *json,
                            struct err *err)
{
    struct value drafts = {0};
    struct draft_result *results = NULL;
    size_t count = 0;

    if (foreign_parse(&drafts, &x->arena, str_from_c(json), err) != ERR_OK ||
        writer_record(&results, &count, &x->request, &drafts, err) != ERR_OK)
        return err->code;
    assert_int_equal(count, 1);
    *out = results[0].ref;
    return ERR_OK;
}

#define GOOD                                                                             \
    "[{\"kind\":\"entity\",\"entity\":\"source\",\"class\":\"web_page\",\"label\":"      \
    "\"x\"}]"
#define BAD "[{\"kind\":\"entity\",\"entity\":\"source\",\"class\":\"no_such_class\"}]"

static void what_is_recorded_is_shown_at_once(void **state)
{
    struct desk d;
    struct exchange x;
    struct statement said = {0};
    struct ref ref = REF_NONE;
    struct err err = {0};

    (void)state;
    set_up(&d);
    enter(&x, &d);
    ok(record(&ref, &x, GOOD, &err), &err);
    ok(archive_statement(&said, &x.arena, x.request.archive, ref, &err), &err);
    assert_int_equal(record(&ref, &x, BAD, &err), ERR_INVALID);
    exchange_end(&x);
    tear_down(&d);
}

/* A line of the access log is recorded while the page is being made. */
static void what_is_recorded_aside_leaves_the_archive_of_the_page(void **state)
{
    struct desk d;
    struct exchange x;
    struct value drafts = {0};
    const struct archive *before;
    struct ref ref = REF_NONE;
    struct err err = {0};

    (void)state;
    set_up(&d);
    enter(&x, &d);
    before = x.request.archive;
    ok(foreign_parse(&drafts, &x.arena, STR(GOOD), &err), &err);
    ok(archive_reindex(d.place.archive, &err), &err); /* what is open is stale now */
    ok(writer_record_aside(&x.request, &drafts, &err), &err);
    assert_ptr_equal(x.request.archive, before);
    ok(record(&ref, &x, GOOD, &err), &err);
    assert_ptr_not_equal(x.request.archive, before);
    exchange_end(&x);
    tear_down(&d);
}

struct worker {
    struct desk *desk;
    pthread_t thread;
    struct ref refs[TURNS];
    size_t recorded;
    size_t refused;
};

/* Every third is refused: the others of its commit must not go with it. */
static void *work(void *context)
{
    struct worker *w = context;

    for (size_t i = 0; i < TURNS; i++) {
        struct exchange x;
        struct err err = {0};
        bool is_bad = i % 3 == 2;

        enter(&x, w->desk);
        if (record(&w->refs[w->recorded], &x, is_bad ? BAD : GOOD, &err) == ERR_OK)
            w->recorded++;
        else
            w->refused++;
        exchange_end(&x);
    }
    return NULL;
}

static void who_writes_together_loses_nothing(void **state)
{
    struct desk d;
    struct worker workers[THREADS] = {0};
    struct archive *after = NULL;
    struct err err = {0};

    (void)state;
    set_up(&d);
    for (size_t i = 0; i < THREADS; i++) {
        workers[i].desk = &d;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    ok(archive_open_as(&after, d.place.folder, ARCHIVE_READ, NULL, &err), &err);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].refused, TURNS / 3);
        assert_int_equal(workers[i].recorded, TURNS - TURNS / 3);
        for (size_t k = 0; k < workers[i].recorded; k++) {
            struct statement said = {0};

            ok(archive_statement(&said, &d.place.arena, after, workers[i].refs[k], &err),
               &err);
            assert_true(said.is_readable);
            for (size_t n = 0; n < THREADS; n++)
                for (size_t m = 0; m < workers[n].recorded; m++)
                    assert_true((n == i && m == k) ||
                                workers[n].refs[m].n != workers[i].refs[k].n);
        }
    }
    archive_close(after);
    tear_down(&d);
}

struct alone {
    bool is_open;
    struct ref ref;
};

static enum err_code leave_open(struct archive *archive, void *context, struct err *err)
{
    struct alone *alone = context;

    alone->is_open = archive_begin(archive, err) == ERR_OK;
    return err_set(err, ERR_CONFLICT, "changed my mind");
}

static void what_runs_alone_leaves_no_batch_behind(void **state)
{
    struct desk d;
    struct exchange x;
    struct alone alone = {0};
    struct ref ref = REF_NONE;
    struct err err = {0};

    (void)state;
    set_up(&d);
    enter(&x, &d);
    assert_int_equal(writer_run(&x.request, leave_open, &alone, &err), ERR_CONFLICT);
    assert_true(alone.is_open);
    err = (struct err){0};
    ok(record(&ref, &x, GOOD, &err), &err);
    exchange_end(&x);
    tear_down(&d);
}

static void a_key_lets_in_once(void **state)
{
    struct desk d;
    struct str cookie = {0};
    char key[VISITOR_TOKEN + 1];
    struct err err = {0};

    (void)state;
    set_up(&d);
    visits_new_key(key, d.site.visits);
    assert_int_equal(
        visits_use_key(&cookie, &d.place.arena, d.site.visits, STR(""), &err),
        ERR_DENIED);
    err = (struct err){0};
    ok(visits_use_key(&cookie, &d.place.arena, d.site.visits, str_from_c(key), &err),
       &err);
    assert_int_equal(
        visits_use_key(&cookie, &d.place.arena, d.site.visits, str_from_c(key), &err),
        ERR_DENIED);
    tear_down(&d);
}

static void a_visit_that_ended_lets_nobody_in(void **state)
{
    struct desk d;
    struct visit *visit;
    struct visit *again;

    (void)state;
    set_up(&d);
    assert_null(visits_enter(d.site.visits, STR("")));
    assert_null(
        visits_enter(d.site.visits, STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    visit = visits_enter(d.site.visits, str_from_c(d.cookie));
    assert_non_null(visit);
    again = visits_enter(d.site.visits, str_from_c(d.cookie));
    assert_ptr_equal(visit, again);
    visit_leave(d.site.visits, again);
    visit_end(d.site.visits, visit);
    assert_null(visits_enter(d.site.visits, str_from_c(d.cookie)));
    assert_false(visits_has(d.site.visits, visit_number(visit)));
    visit_leave(d.site.visits, visit); /* whoever is inside finishes */
    tear_down(&d);
}

static void wrong_passphrases_get_slow(void **state)
{
    struct desk d;
    struct str key = {0};
    struct str cookie = {0};
    struct err err = {0};
    struct str member;

    (void)state;
    set_up(&d);
    ok(member_set_lock(&key, &d.place.arena, d.place.archive, STR(""), STR(PASSPHRASE),
                       false, &d.place.err),
       &d.place.err);
    member = archive_member(d.place.archive);
    ok(visits_sign_in(&cookie, &d.place.arena, d.site.visits, member, STR(PASSPHRASE),
                      &err),
       &err);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(visits_sign_in(&cookie, &d.place.arena, d.site.visits, member,
                                        STR("wrong passphrase"), &err),
                         ERR_DENIED);
        err = (struct err){0};
    }
    /* Even the right one, or trying would tell. */
    assert_int_equal(visits_sign_in(&cookie, &d.place.arena, d.site.visits, member,
                                    STR(PASSPHRASE), &err),
                     ERR_LIMIT);
    tear_down(&d);
}

/* All archives of a visit are in use: the next request waits, and is told. */
static void nobody_waits_for_ever(void **state)
{
    struct desk d;
    struct visit *visit;
    struct archive *archive = NULL;
    size_t places[VISIT_HANDLES];
    struct archive *taken;
    size_t place = 0;
    struct err err = {0};

    (void)state;
    set_up(&d);
    visit = visits_enter(d.site.visits, str_from_c(d.cookie));
    for (size_t i = 0; i < VISIT_HANDLES; i++)
        ok(visit_borrow(&archive, &places[i], d.site.visits, visit, &err), &err);
    visits_set_patience(d.site.visits, 0);
    assert_int_equal(visit_borrow(&archive, &place, d.site.visits, visit, &err),
                     ERR_LIMIT);
    err = (struct err){0};
    taken = visit_take(d.site.visits, visit, places[0]);
    assert_non_null(taken);
    ok(visit_borrow(&archive, &place, d.site.visits, visit, &err), &err);
    assert_int_equal(place, places[0]);
    assert_ptr_not_equal(archive, taken);
    visit_bring(d.site.visits, visit, taken);
    for (size_t i = 0; i < VISIT_HANDLES; i++)
        visit_return(d.site.visits, visit, places[i]);
    visit_leave(d.site.visits, visit);
    tear_down(&d);
}

/* Files that somebody downloads slowly. */
static void only_so_many_archives_are_taken(void **state)
{
    struct desk d;
    struct visit *visit;
    struct archive *archive = NULL;
    struct archive *taken[6];
    size_t place = 0;
    struct err err = {0};

    (void)state;
    set_up(&d);
    visit = visits_enter(d.site.visits, str_from_c(d.cookie));
    for (size_t i = 0; i < 6; i++) {
        ok(visit_borrow(&archive, &place, d.site.visits, visit, &err), &err);
        taken[i] = visit_take(d.site.visits, visit, place);
        assert_ptr_equal(taken[i], archive);
    }
    ok(visit_borrow(&archive, &place, d.site.visits, visit, &err), &err);
    assert_null(visit_take(d.site.visits, visit, place));
    visit_return(d.site.visits, visit, place);
    for (size_t i = 0; i < 6; i++)
        visit_bring(d.site.visits, visit, taken[i]);
    ok(visit_borrow(&archive, &place, d.site.visits, visit, &err), &err);
    visit_return(d.site.visits, visit, place);
    visit_leave(d.site.visits, visit);
    tear_down(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_recorded_is_shown_at_once),
        cmocka_unit_test(what_is_recorded_aside_leaves_the_archive_of_the_page),
        cmocka_unit_test(who_writes_together_loses_nothing),
        cmocka_unit_test(what_runs_alone_leaves_no_batch_behind),
        cmocka_unit_test(a_key_lets_in_once),
        cmocka_unit_test(a_visit_that_ended_lets_nobody_in),
        cmocka_unit_test(wrong_passphrases_get_slow),
        cmocka_unit_test(nobody_waits_for_ever),
        cmocka_unit_test(only_so_many_archives_are_taken),
    };

    set("STELE_PASSPHRASE_COST", "least");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
