#include "intake/receive.h"

#include "record/archive_testing.h"
#include "record/query.h"

static void take(struct received *out, struct place *p, const struct receive_to *to,
                 struct str name, struct str bytes)
{
    struct incoming *in = NULL;

    ok(incoming_begin(&in, p->folder, receive_key(to), STR(""), &p->err), &p->err);
    ok(incoming_add(in, bytes, &p->err), &p->err);
    ok(received_keep(out, in, name, &p->err), &p->err);
}

static void files_are_stated_together(void **state)
{
    const struct obtained obtained = {
        .how = STR("received"), .from = STR("a resident"), .on = STR("2022-09-12")};
    struct receive_to to = {0};
    struct received files[3];
    struct statement statement = {0};
    struct place p;

    (void)state;
    start(&p);
    ok(receive_to(&to, &p.arena, p.archive, STR(""), &p.err), &p.err);
    assert_null(receive_key(&to));
    take(&files[0], &p, &to, STR("card/фото.txt"), STR("words\n"));
    take(&files[1], &p, &to, STR("b\xff.bin"), STR("%PDF-1.4"));
    take(&files[2], &p, &to, STR("again.txt"), STR("words\n"));
    ok(received_state(files, 3, p.archive, &to, &obtained, &p.err), &p.err);
    assert_int_equal(files[2].kept.existed, true);
    ok(archive_statement(&statement, &p.arena, p.archive, files[0].ref, &p.err), &p.err);
    assert_true(
        str_equal(value_get_string(&statement.value, STR("name")), STR("фото.txt")));
    assert_true(
        str_equal(value_get_string(&statement.value, STR("path")), STR("card/фото.txt")));
    assert_true(
        str_equal(value_get_string(&statement.value, STR("type")), STR("text/plain")));
    assert_null(value_get(&statement.value, STR("stat")));
    assert_string_equal(files[1].type, "application/pdf");
    /* And another day: these bytes are known. */
    take(&files[0], &p, &to, STR("c.txt"), STR("words\n"));
    ok(received_state(files, 1, p.archive, &to, &obtained, &p.err), &p.err);
    assert_true(!ref_is_none(files[0].earlier));
    end(&p);
}

static void names_and_days_are_checked(void **state)
{
    struct obtained obtained = {.how = STR("received"), .on = STR("yesterday")};
    struct err err = {0};
    struct place p;
    struct receive_to to;

    (void)state;
    assert_int_equal(receive_check_obtained(&obtained, &err), ERR_INVALID);
    assert_int_equal(receive_check_name(STR(""), &err), ERR_INVALID);
    assert_int_equal(receive_check_name(STR("a/"), &err), ERR_INVALID);
    assert_int_equal(receive_check_name(STR("a\0b"), &err), ERR_INVALID);
    assert_int_equal(receive_check_name(STR("../../etc/passwd"), &err), ERR_OK);
    start(&p);
    assert_int_equal(receive_to(&to, &p.arena, p.archive, STR("none"), &err),
                     ERR_NOT_FOUND);
    ok(archive_set_field(p.archive, true, &p.err), &p.err);
    assert_int_equal(receive_to(&to, &p.arena, p.archive, STR(""), &err), ERR_DENIED);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"files are stated together", files_are_stated_together, 0, 0, 0},
        {"names and days are checked", names_and_days_are_checked, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
