/* Texts as pages: how they are cut, what the index knows of them, and what becomes of one
 * whose bytes are not there. */

#include "record/page_text.h"

#include "format/foreign.h"
#include "record/archive_testing.h"

/* --- cutting --- */

struct cut {
    const char *text;
    size_t len;
    int64_t pages;
    const char *last; /* the last of them */
};

static void a_form_feed_ends_a_page(void **state)
{
    static const struct cut cuts[] = {
        {"", 0, 0, ""},
        {"one", 3, 1, "one"},
        {"one\f", 4, 1, "one"},             /* pdftotext */
        {"one\n\ftwo\n\f", 10, 2, "two\n"}, /* tesseract */
        {"one\ftwo", 7, 2, "two"},
        {"\f\f", 2, 2, ""}, /* two blank pages */
        {"one\f\fthree", 10, 3, "three"},
        {"\xef\xbb\xbfone", 6, 1, "one"}, /* the mark is no letter */
        {"\xef\xbb\xbf", 3, 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct str text = {cuts[i].text, cuts[i].len};
        struct page_reader reader;
        struct err err = {0};
        int64_t pages = -1;

        page_reader_start(&reader, text);
        while (page_reader_next(&reader))
            assert_memory_equal(text.ptr + reader.start, reader.page.ptr,
                                reader.page.len);
        assert_int_equal(reader.number, cuts[i].pages);
        assert_true(str_equal(reader.page, str_from_c(cuts[i].last)));
        ok(page_text_check(&pages, text, &err), &err);
        assert_int_equal(pages, cuts[i].pages);
    }
}

static void refuse(struct str text, enum err_code code, const char *words)
{
    struct err err = {0};
    int64_t pages = 0;

    assert_int_equal(page_text_check(&pages, text, &err), code);
    if (!strstr(err.message, words))
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
}

static void what_is_no_text_is_refused(void **state)
{
    char *many = calloc(PAGE_TEXT_PAGES_MAX + 1, 1);

    (void)state;
    refuse(STR("one\ntwo \xc0\xaf"), ERR_INVALID, "line 2: byte 9 is not UTF-8");
    refuse(STR("\xcf\xf0\xe8\xe2\xb3\xf2"), ERR_INVALID, "iconv"); /* Windows-1251 */
    refuse((struct str){"a\0b", 3}, ERR_INVALID, "NUL byte (byte 2)");
    refuse((struct str){"\xff\xfeP\0", 4}, ERR_INVALID, "byte 1"); /* UTF-16 */
    memset(many, '\f', PAGE_TEXT_PAGES_MAX + 1);
    refuse((struct str){many, PAGE_TEXT_PAGES_MAX + 1}, ERR_LIMIT, "100000 pages");
    free(many);
}

/* --- in an archive --- */

/* Bytes as an object; their name in the arena. */
static struct str keep(struct place *p, struct str bytes)
{
    struct object_writer *writer = NULL;
    struct digest name;
    bool existed;

    ok(archive_object_begin(&writer, p->archive, &p->err), &p->err);
    ok(archive_object_write(writer, bytes.ptr, bytes.len, &p->err), &p->err);
    ok(archive_object_keep(&name, &existed, writer, &p->err), &p->err);
    return arena_str(&p->arena, str_from_c(digest_text(&name).hex));
}

static struct ref put_object(struct place *p, struct str bytes, struct str members)
{
    struct str hex = keep(p, bytes);
    struct str text = arena_printf(
        &p->arena,
        "{" STR_FMT ",\"sha256\":\"" STR_FMT "\",\"size\":%zu,\"stored\":\"" STR_FMT
        "\",\"type\":\"text/plain\"}",
        STR_ARG(members), STR_ARG(hex), bytes.len, STR_ARG(hex));
    struct value draft = {0};
    struct ref ref = REF_NONE;

    ok(foreign_parse(&draft, &p->arena, text, &p->err), &p->err);
    ok(archive_begin(p->archive, &p->err), &p->err);
    ok(archive_add(p->archive, &ref, &draft, &p->err), &p->err);
    ok(archive_commit(p->archive, &p->err), &p->err);
    return ref;
}

static struct ref put(struct place *p, struct str bytes)
{
    return put_object(p, bytes, STR("\"kind\":\"object\""));
}

/* page: a member more, with its comma. */
static struct ref put_ocr(struct place *p, struct ref of, const char *page,
                          struct str bytes)
{
    struct str ref = archive_ref_text(p->archive, &p->arena, of);
    struct str members =
        arena_printf(&p->arena,
                     "\"kind\":\"derived\",\"of\":\"" STR_FMT
                     "\",\"how\":\"ocr\",\"lang\":\"uk\",\"tool\":\"tesseract\","
                     "\"version\":\"5.3.0\"%s",
                     STR_ARG(ref), page);

    return put_object(p, bytes, members);
}

static struct page_text found(struct place *p, struct ref ref)
{
    struct page_text text = {0};
    struct view now = {0};

    ok(frontier_now(&now, &p->arena, archive_index(p->archive), &p->err), &p->err);
    ok(page_text_find(&text, &p->arena, archive_index(p->archive), now, ref, &p->err),
       &p->err);
    return text;
}

static void page_says(struct place *p, struct ref text, int64_t number, const char *words)
{
    struct str page = {0};

    ok(page_text_read(&page, &p->arena, p->archive, text, number, &p->err), &p->err);
    if (!str_equal(page, str_from_c(words)))
        fail_msg("page %jd says \"" STR_FMT "\", not \"%s\"", (intmax_t)number,
                 STR_ARG(page), words);
}

static enum err_code page_fails(struct place *p, struct ref text, int64_t number)
{
    struct str page = {0};

    return page_text_read(&page, &p->arena, p->archive, text, number, &p->err);
}

static void pages_are_found_by_their_numbers(void **state)
{
    struct place p;
    struct ref plain;
    struct ref first;
    struct ref second;
    struct page_text text;
    struct page_text_list list = {0};
    struct view now = {0};
    struct str before;

    (void)state;
    start(&p);
    plain = put(&p, STR("as it was written\n"));
    first = put_ocr(&p, plain, "", STR("Перша\f\fصفحة\f"));
    second = put_ocr(&p, plain, ",\"page\":7", STR("Сьома\fВосьма"));
    text = found(&p, plain);
    assert_int_equal(text.state, PAGE_TEXT_THERE);
    assert_int_equal(text.page_count, 1);
    assert_true(ref_is_none(text.of) && text.tool.len == 0 && text.how.len == 0);
    page_says(&p, plain, 1, "as it was written\n");
    text = found(&p, first);
    assert_int_equal(text.page_count, 3);
    assert_true(text.of.n == plain.n);
    assert_true(str_equal(text.tool, STR("tesseract 5.3.0")));
    assert_true(str_equal(text.lang, STR("uk")) && str_equal(text.how, STR("ocr")));
    page_says(&p, first, 1, "Перша");
    page_says(&p, first, 2, "");
    page_says(&p, first, 3, "صفحة");
    assert_int_equal(page_fails(&p, first, 4), ERR_NOT_FOUND);
    assert_int_equal(found(&p, second).first_page, 7);
    page_says(&p, second, 8, "Восьма");
    assert_int_equal(page_fails(&p, second, 1), ERR_NOT_FOUND);
    ok(frontier_now(&now, &p.arena, archive_index(p.archive), &p.err), &p.err);
    ok(page_texts_of(&list, &p.arena, archive_index(p.archive), now, plain, &p.err),
       &p.err);
    assert_int_equal(list.count, 2);
    assert_true(list.items[0].ref.n == second.n && list.items[1].ref.n == first.n);
    before = dump(&p);
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_true(str_equal(before, dump(&p)));
    end(&p);
}

/* --- bytes that are not there --- */

static void path_of(char path[PATH_LEN], struct place *p, struct str bytes)
{
    struct str hex = keep(p, bytes);

    (void)snprintf(path, PATH_LEN, "%s/objects/%.2s/%.62s", p->folder, hex.ptr,
                   hex.ptr + 2);
}

static void what_comes_later_is_caught_up(void **state)
{
    const struct str bytes = STR("late words\fmore");
    char path[PATH_LEN];
    char aside[PATH_LEN];
    struct place p;
    struct ref ref;

    (void)state;
    start(&p);
    ref = put(&p, bytes);
    path_of(path, &p, bytes);
    (void)snprintf(aside, sizeof aside, "%s/aside", p.root);
    assert_int_equal(rename(path, aside), 0);
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_int_equal(found(&p, ref).state, PAGE_TEXT_MISSING);
    assert_int_equal(page_fails(&p, ref, 1), ERR_NOT_FOUND);
    append(&p, 1); /* recording goes on without it */
    assert_int_equal(found(&p, ref).state, PAGE_TEXT_MISSING);
    assert_int_equal(rename(aside, path), 0);
    append(&p, 1); /* whoever writes next finds it */
    assert_int_equal(found(&p, ref).state, PAGE_TEXT_THERE);
    page_says(&p, ref, 2, "more");
    end(&p);
}

static void damage(const char *path)
{
    FILE *file = NULL;

    assert_int_equal(chmod(path, 0600), 0);
    file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fputc('X', file), 'X');
    assert_int_equal(fclose(file), 0);
}

static void damage_is_noticed(void **state)
{
    const struct str bytes = STR("the words\f");
    char path[PATH_LEN];
    struct place p;
    struct ref ref;

    (void)state;
    start(&p);
    ref = put(&p, bytes);
    path_of(path, &p, bytes);
    damage(path);
    assert_int_equal(page_fails(&p, ref, 1), ERR_CORRUPT);
    says(&p, "stele verify");
    ok(archive_reindex(p.archive, &p.err), &p.err);
    assert_int_equal(found(&p, ref).state, PAGE_TEXT_DAMAGED);
    assert_int_equal(page_fails(&p, ref, 1), ERR_NOT_FOUND);
    end(&p);
}

static void what_is_no_text_has_no_pages(void **state)
{
    struct place p;
    struct page_text text;
    struct view now = {0};
    struct ref ref;

    (void)state;
    start(&p);
    ref = put(&p, STR("\xcf\xf0\xe8\xe2\xb3\xf2"));
    assert_int_equal(found(&p, ref).state, PAGE_TEXT_REFUSED);
    ok(frontier_now(&now, &p.arena, archive_index(p.archive), &p.err), &p.err);
    assert_int_equal(page_text_find(&text, &p.arena, archive_index(p.archive), now,
                                    ref_of(0, 0), &p.err),
                     ERR_NOT_FOUND);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_feed_ends_a_page),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(pages_are_found_by_their_numbers),
        cmocka_unit_test(what_comes_later_is_caught_up),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(what_is_no_text_has_no_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
