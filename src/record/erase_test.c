#include <errno.h>

#include <fcntl.h>

#include "base/file.h"
#include "format/foreign.h"
#include "record/archive_inside.h"
#include "record/archive_testing.h"
#include "record/erase.h"
#include "record/verify.h"
#include "store/object.h"
#include "store/store.h"

/* Two members, an archive, and what is left of what they erase. */

#define WORDS "the words of a witness who asks to be forgotten"

struct scene {
    struct place place;
    struct str founder;
    struct str second;
    struct str third;
    struct value members;
    struct ref passage;
    struct ref claim;
    struct ref assess;
    struct ref other; /* nothing to do with it */
};

static struct value parsed(struct place *p, struct str text)
{
    struct value value = {0};

    ok(foreign_parse(&value, &p->arena, text, &p->err), &p->err);
    return value;
}

static struct ref put(struct place *p, const char *text)
{
    struct value draft = parsed(p, str_from_c(text));
    struct ref ref = REF_NONE;

    ok(archive_add(p->archive, &ref, &draft, &p->err), &p->err);
    return ref;
}

static const char *ref_text(struct place *p, struct ref ref)
{
    return archive_ref_text(p->archive, &p->arena, ref).ptr;
}

/* A source, a passage of it, a claim that rests on it, an assessment of the claim. */
static void fill(struct scene *s)
{
    struct place *p = &s->place;
    struct value source = entity(p, "source");
    struct value person = entity(p, "person");
    const char *source_id = value_get_string(&source, STR("id")).ptr;
    const char *person_id = value_get_string(&person, STR("id")).ptr;

    value_set(&person, &p->arena, STR("class"), value_string(STR("public_official")));
    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_add(p->archive, NULL, &source, &p->err), &p->err);
    ok(archive_add(p->archive, NULL, &person, &p->err), &p->err);
    s->passage =
        put(p, arena_printf(&p->arena,
                            "{\"kind\":\"passage\",\"source\":\"%s\",\"words\":\"" WORDS
                            "\",\"lang\":\"en\",\"chain\":[{\"who\":"
                            "\"not_stated\",\"knows\":\"observed\",\"link\":\"stated\"}],"
                            "\"locator\":{\"page\":1}}",
                            source_id)
                   .ptr);
    s->claim =
        put(p, arena_printf(&p->arena,
                            "{\"kind\":\"claim\",\"about\":\"%s\",\"property\":\"name\","
                            "\"value\":{\"written\":\"a "
                            "farmer\"},\"passage\":\"%s\",\"mode\":\"asserted\"}",
                            person_id, ref_text(p, s->passage))
                   .ptr);
    s->assess = put(p, arena_printf(&p->arena,
                                    "{\"kind\":\"assess\",\"of\":[\"%s\"],\"status\":"
                                    "\"accepted\",\"reason\":\"seen twice\"}",
                                    ref_text(p, s->claim))
                           .ptr);
    s->other = add(p);
    ok(archive_commit(p->archive, &p->err), &p->err);
}

static void begin_scene(struct scene *s)
{
    struct place *p = &s->place;

    *s = (struct scene){0};
    start(p);
    s->founder = arena_str(&p->arena, p->archive->member);
    s->second = archive_new_id(p->archive, &p->arena);
    s->third = archive_new_id(p->archive, &p->arena);
    s->members = value_array();
    value_add(&s->members, &p->arena, value_string(s->founder));
    value_add(&s->members, &p->arena, value_string(s->second));
    value_add(&s->members, &p->arena, value_string(s->third));
    ok(archive_begin(p->archive, &p->err), &p->err);
    for (size_t i = 1; i < 3; i++)
        (void)put(p, arena_printf(&p->arena,
                                  "{\"kind\":\"member\",\"id\":\"%s\",\"roles\":"
                                  "[\"recorder\",\"reviewer\"]}",
                                  i == 1 ? s->second.ptr : s->third.ptr)
                         .ptr);
    ok(archive_commit(p->archive, &p->err), &p->err);
    fill(s);
}

/* As if all three wrote at this machine: who may is members' affair (member_test.c). */
static void as(struct scene *s, struct str member)
{
    struct archive *archive = s->place.archive;

    ok(archive_know_roles(archive, &s->place.err), &s->place.err);
    archive->feeds[archive->own].admission.members = &s->members;
    archive->member = member;
}

static struct value of_statement(struct scene *s, struct ref ref)
{
    struct value of = {0};

    ok(erase_of_statement(&of, &s->place.arena, s->place.archive, ref, &s->place.err),
       &s->place.err);
    return of;
}

static enum err_code ask(struct scene *s, struct str member, const struct value *of,
                         struct ref *asked)
{
    as(s, member);
    return erase_ask(asked, s->place.archive, of, 1, STR("asked by the witness"),
                     &s->place.err);
}

static enum err_code confirm(struct scene *s, struct str member, struct ref asked)
{
    const struct erase_confirmation c = {.asked = &asked, .count = 1};

    as(s, member);
    return erase_confirm(s->place.archive, &c, &s->place.err);
}

static void erase(struct scene *s, struct ref ref)
{
    struct value of = of_statement(s, ref);
    struct ref asked = REF_NONE;

    ok(ask(s, s->founder, &of, &asked), &s->place.err);
    ok(confirm(s, s->second, asked), &s->place.err);
}

/* --- what is on the disk, in archive, state and cache --- */

static const char *sought;
static bool was_found;

static int look_into(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    struct arena arena = {0};
    struct str bytes = {0};
    struct err ignored = {0};

    (void)st;
    (void)at;
    if (kind == FTW_F &&
        file_read(&bytes, &arena, AT_FDCWD, path, 1 << 28, &ignored) == ERR_OK)
        was_found =
            was_found || memmem(bytes.ptr, bytes.len, sought, strlen(sought)) != NULL;
    arena_free(&arena);
    return 0;
}

static bool is_anywhere(struct scene *s, const char *words)
{
    sought = words;
    was_found = false;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(nftw(s->place.root, look_into, 16, FTW_PHYS), 0);
    return was_found;
}

static void print_wrong(void *context, const struct audit_finding *finding)
{
    (void)context;
    if (finding->grade != AUDIT_REMARK && finding->grade != AUDIT_UNFINISHED)
        print_message("%.*s: %.*s\n", STR_ARG(finding->file), STR_ARG(finding->what));
}

static struct verify_result verified(struct scene *s)
{
    const struct verify_options options = {.report = print_wrong};
    struct verify_result result = {0};

    ok(verify_archive(&result, &s->place.arena, s->place.folder, &options, &s->place.err),
       &s->place.err);
    return result;
}

static void is_whole(struct scene *s, uint64_t erased)
{
    struct verify_result result = verified(s);

    assert_int_equal(result.wrong, 0);
    assert_int_equal(result.unfinished, 0);
    assert_int_equal(result.erased_statements, erased);
}

/* --- statements --- */

static void destroys_what_two_have_erased(void **state)
{
    struct scene s;
    struct statement statement = {0};
    const struct erasure *why = NULL;
    struct str before;

    (void)state;
    begin_scene(&s);
    assert_true(is_anywhere(&s, WORDS));
    erase(&s, s.passage);
    assert_false(is_anywhere(&s, WORDS));
    ok(archive_statement(&statement, &s.place.arena, s.place.archive, s.passage,
                         &s.place.err),
       &s.place.err);
    assert_false(statement.is_readable);
    ok(erase_of(&why, &s.place.arena, s.place.archive, &statement.commitment, true,
                &s.place.err),
       &s.place.err);
    assert_non_null(why);
    is_whole(&s, 1);
    /* The log goes on, through a group that fills, and the index is what it should be. */
    append(&s.place, 300);
    before = dump(&s.place);
    ok(archive_reindex(s.place.archive, &s.place.err), &s.place.err);
    assert_true(str_equal(before, dump(&s.place)));
    reopen(&s.place);
    is_whole(&s, 1);
    /* Now in a pack. */
    erase(&s, s.claim);
    assert_false(is_anywhere(&s, "a farmer"));
    is_whole(&s, 2);
    end(&s.place);
}

static void refuses_what_one_must_not_do(void **state)
{
    struct scene s;
    struct value of;
    struct ref asked = REF_NONE;
    struct ref own = REF_NONE;

    (void)state;
    begin_scene(&s);
    of = of_statement(&s, ref_of(0, 0));
    assert_int_equal(ask(&s, s.founder, &of, &asked), ERR_INVALID);
    says(&s.place, "is of kind archive");
    of = of_statement(&s, s.passage);
    ok(ask(&s, s.second, &of, &asked), &s.place.err);
    assert_int_equal(ask(&s, s.founder, &of, &own), ERR_CONFLICT);
    says(&s.place, "was asked for already");
    assert_int_equal(confirm(&s, s.second, asked), ERR_DENIED);
    says(&s.place, "erasing takes two");
    assert_int_equal(confirm(&s, s.founder, s.passage), ERR_INVALID);
    says(&s.place, "asks for no erasure");
    of = of_statement(&s, asked);
    assert_int_equal(ask(&s, s.founder, &of, &own), ERR_INVALID);
    says(&s.place, "is of kind erase");
    assert_int_equal(confirm(&s, s.third, asked), ERR_DENIED);
    says(&s.place, "neither of the two is an admin");
    assert_true(is_anywhere(&s, WORDS));
    is_whole(&s, 0);
    ok(confirm(&s, s.founder, asked), &s.place.err);
    assert_int_equal(confirm(&s, s.founder, asked), ERR_CONFLICT);
    says(&s.place, "erased already");
    is_whole(&s, 1);
    end(&s.place);
}

/* A member who is no admin has what he wrote erased, with another who is none. */
static void lets_the_author_have_his_own(void **state)
{
    struct scene s;
    struct value of;
    struct ref own;
    struct ref asked = REF_NONE;

    (void)state;
    begin_scene(&s);
    as(&s, s.second);
    ok(archive_begin(s.place.archive, &s.place.err), &s.place.err);
    own = add(&s.place);
    ok(archive_commit(s.place.archive, &s.place.err), &s.place.err);
    of = of_statement(&s, own);
    ok(ask(&s, s.third, &of, &asked), &s.place.err);
    /* The founding feed is the founder's, so reading it nobody would believe this one. */
    assert_int_equal(confirm(&s, s.second, asked), ERR_OK);
    end(&s.place);
}

/* --- objects --- */

static struct digest preserve(struct scene *s, const char *bytes)
{
    struct place *p = &s->place;
    struct object_writer *writer = NULL;
    struct digest name = {{0}};
    bool existed = false;

    ok(archive_object_begin(&writer, p->archive, &p->err), &p->err);
    ok(archive_object_write(writer, bytes, strlen(bytes), &p->err), &p->err);
    ok(archive_object_keep(&name, &existed, writer, &p->err), &p->err);
    ok(archive_begin(p->archive, &p->err), &p->err);
    (void)put(p,
              arena_printf(&p->arena,
                           "{\"kind\":\"object\",\"name\":\"a photograph of a person."
                           "jpg\",\"sha256\":\"%s\",\"size\":%zu,\"stored\":\"%s\"}",
                           digest_text(&name).hex, strlen(bytes), digest_text(&name).hex)
                  .ptr);
    ok(archive_commit(p->archive, &p->err), &p->err);
    return name;
}

static void destroys_objects(void **state)
{
    struct scene s;
    struct digest name;
    struct value of;
    struct ref asked = REF_NONE;
    struct verify_result result;
    uint64_t size;

    (void)state;
    begin_scene(&s);
    name = preserve(&s, "the bytes of a photograph");
    of = erase_of_object(&s.place.arena, &name);
    ok(ask(&s, s.founder, &of, &asked), &s.place.err);
    assert_true(is_anywhere(&s, "the bytes of a photograph"));
    ok(confirm(&s, s.second, asked), &s.place.err);
    assert_false(is_anywhere(&s, "the bytes of a photograph"));
    assert_int_equal(archive_object_size(&size, s.place.archive, &name, &s.place.err),
                     ERR_NOT_FOUND);
    result = verified(&s);
    assert_int_equal(result.wrong + result.unfinished, 0);
    assert_int_equal(result.erased_objects, 1);
    end(&s.place);
}

/* --- stopped on the way --- */

static int steps_left;

static int fail_in_time(enum file_step step, const char *path)
{
    (void)step;
    (void)path;
    return steps_left-- > 0 ? 0 : ENOSPC;
}

static void erase_both(struct scene *s, enum err_code *code)
{
    struct digest name = preserve(s, "the bytes of a photograph");
    struct value of[2] = {of_statement(s, s->passage),
                          erase_of_object(&s->place.arena, &name)};
    struct ref asked[2] = {REF_NONE, REF_NONE};
    const struct erase_confirmation c = {.asked = asked, .count = 2};

    as(s, s->founder);
    ok(erase_ask(asked, s->place.archive, of, 2, STR("asked"), &s->place.err),
       &s->place.err);
    as(s, s->second);
    file_set_fault(fail_in_time);
    *code = erase_confirm(s->place.archive, &c, &s->place.err);
    file_set_fault(NULL);
}

/* At whatever change to the disk it fails: either nothing was confirmed, or the next
 * start of a writer destroys it; and until then verify says that it is unfinished. */
static void is_finished_by_the_next_writer(void **state)
{
    enum err_code code = ERR_IO;
    int at = 0;
    int unfinished = 0;

    (void)state;
    for (; code != ERR_OK; at++) {
        struct scene s;
        struct verify_result result;
        bool is_recorded;

        begin_scene(&s);
        steps_left = at;
        erase_both(&s, &code);
        result = verified(&s);
        assert_int_equal(result.wrong, 0);
        unfinished += result.unfinished > 0;
        reopen(&s.place); /* for writing, and nothing else is done */
        result = verified(&s);
        assert_int_equal(result.wrong, 0);
        is_recorded = result.erased_statements == 1;
        assert_true(is_recorded || code != ERR_OK);
        assert_int_equal(is_anywhere(&s, WORDS), !is_recorded);
        assert_int_equal(is_anywhere(&s, "the bytes of a photograph"), !is_recorded);
        append(&s.place, 300);
        if (is_recorded)
            is_whole(&s, 1);
        end(&s.place);
    }
    assert_true(at > 15);
    assert_true(unfinished > 5);
}

/* --- what else speaks of it --- */

static void knows_what_speaks_of_it(void **state)
{
    struct scene s;
    struct erase_reach reach;
    struct value of;

    (void)state;
    begin_scene(&s);
    of = of_statement(&s, s.passage);
    ok(erase_reach(&reach, &s.place.arena, s.place.archive, &of, &s.place.err),
       &s.place.err);
    assert_int_equal(reach.count, 2);
    assert_int_equal(reach.items[0].ref.n, s.claim.n);
    assert_int_equal(reach.items[0].why, ERASE_RESTS);
    assert_int_equal(reach.items[1].ref.n, s.assess.n);
    assert_int_equal(reach.items[1].why, ERASE_JUDGES);
    assert_int_equal(reach.items[1].from.n, s.claim.n);
    of = of_statement(&s, s.other);
    ok(erase_reach(&reach, &s.place.arena, s.place.archive, &of, &s.place.err),
       &s.place.err);
    assert_int_equal(reach.count, 0);
    end(&s.place);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"what two members have erased is in no file any more",
         destroys_what_two_have_erased, 0, 0, 0},
        {"one member alone, a stranger and the wrong target are refused",
         refuses_what_one_must_not_do, 0, 0, 0},
        {"an author may have erased what he wrote", lets_the_author_have_his_own, 0, 0,
         0},
        {"objects are destroyed", destroys_objects, 0, 0, 0},
        {"stopped at any change, the next writer finishes it",
         is_finished_by_the_next_writer, 0, 0, 0},
        {"what else speaks of it is found", knows_what_speaks_of_it, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
