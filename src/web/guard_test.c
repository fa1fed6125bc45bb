#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/guard.h"

static struct str names[] = {STR_INIT("127.0.0.1:8410"), STR_INIT("localhost:8410"),
                             STR_INIT("archive.example.org")};
static const struct guard_hosts local = {names, 2, false};
static const struct guard_hosts proxied = {names, 3, true};

static void add(struct guard_head *head, const char *name, const char *value)
{
    guard_take(head, &(struct guard_header){str_from_c(name), str_from_c(value)});
}

static struct guard_head head_of(const char *method)
{
    struct guard_head head = {.method = str_from_c(method), .version = STR("HTTP/1.1")};

    add(&head, "hOST", "127.0.0.1:8410");
    return head;
}

static void is(const struct guard_head *head, enum guard_verdict verdict, const char *why)
{
    const char *said = NULL;

    assert_int_equal(guard_check(&said, head, &local), verdict);
    assert_string_equal(said, why);
}

static void a_plain_request_passes(void **state)
{
    struct guard_head get = head_of("GET");
    struct guard_head head = head_of("HEAD");
    struct guard_head post = head_of("POST");

    (void)state;
    add(&post, "Content-Length", "17");
    is(&get, GUARD_OK, "");
    is(&head, GUARD_OK, "");
    is(&post, GUARD_OK, "");
    assert_int_equal(guard_body_size(&get), 0);
    assert_int_equal(guard_body_size(&post), 17);
}

static void a_body_has_one_length(void **state)
{
    static const struct {
        const char *length[2];
        const char *transfer[2];
        const char *why;
    } cases[] = {
        {{"5", "6"}, {0}, "two-lengths"},
        {{"5", "5"}, {0}, "two-lengths"},
        {{"5"}, {"chunked"}, "two-lengths"},
        {{0}, {"chunked", "chunked"}, "two-lengths"},
        {{0}, {"chunked", "identity"}, "two-lengths"},
        {{"+5"}, {0}, "bad-length"},
        {{"5, 5"}, {0}, "bad-length"},
        {{"0x5"}, {0}, "bad-length"},
        {{"-1"}, {0}, "bad-length"},
        {{""}, {0}, "bad-length"},
        {{"18446744073709551616"}, {0}, "bad-length"},
        {{0}, {"gzip, chunked"}, "bad-transfer-encoding"},
        {{0}, {"xchunked"}, "bad-transfer-encoding"},
        {{0}, {"chunked "}, "bad-transfer-encoding"},
        {{0}, {""}, "bad-transfer-encoding"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct guard_head head = head_of("POST");

        for (size_t k = 0; k < 2; k++) {
            if (cases[i].length[k])
                add(&head, "content-length", cases[i].length[k]);
            if (cases[i].transfer[k])
                add(&head, "transfer-encoding", cases[i].transfer[k]);
        }
        is(&head, GUARD_BAD, cases[i].why);
    }
}

static void chunks_are_for_posts_of_1_1(void **state)
{
    struct guard_head head = head_of("POST");

    (void)state;
    add(&head, "Transfer-Encoding", "Chunked");
    is(&head, GUARD_OK, "");
    assert_true(guard_body_size(&head) == UINT64_MAX);
    head.version = STR("HTTP/1.0");
    is(&head, GUARD_BAD, "bad-transfer-encoding");
    head.version = STR("HTTP/1.1");
    head.method = STR("GET");
    is(&head, GUARD_BAD, "body-of-a-get");
}

static void other_names_are_not_ours(void **state)
{
    static const char *const others[] = {
        "evil.example:8410",           "127.0.0.1", "localhost:8411",
        "127.0.0.1:8410.evil.example", "",          "127.0.0.1:8410,evil",
        "archive.example.org"};

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct guard_head head = {.method = STR("GET"), .version = STR("HTTP/1.1")};

        add(&head, "Host", others[i]);
        is(&head, GUARD_HOST, "unknown-host");
    }
}

static void a_head_is_well_formed(void **state)
{
    struct guard_head none = {.method = STR("GET"), .version = STR("HTTP/1.1")};
    struct guard_head twice = head_of("GET");
    struct guard_head odd = head_of("GET");
    struct guard_head method = head_of("DELETE");
    struct guard_head version = head_of("GET");

    (void)state;
    is(&none, GUARD_BAD, "header-missing-or-twice");
    add(&twice, "Host", "127.0.0.1:8410");
    is(&twice, GUARD_BAD, "header-missing-or-twice");
    add(&odd, "X-Odd", "a\rb");
    is(&odd, GUARD_BAD, "odd-header");
    odd = head_of("POST");
    add(&odd, "Content-Length ", "5");
    is(&odd, GUARD_BAD, "odd-header");
    is(&method, GUARD_METHOD, "method");
    version.version = STR("HTTP/2.0");
    is(&version, GUARD_BAD, "bad-version");
}

static enum guard_verdict post(const char *origin, const char *site,
                               const struct guard_hosts *hosts)
{
    struct guard_head head = head_of("POST");
    const char *why = NULL;

    if (hosts == &proxied)
        head.host = STR("archive.example.org");
    if (origin)
        add(&head, "Origin", origin);
    if (site)
        add(&head, "Sec-Fetch-Site", site);
    return guard_check_post(&why, &head, hosts);
}

static void a_form_comes_from_our_own_page(void **state)
{
    static const struct {
        const char *origin;
        const char *site;
        bool passes;
    } cases[] = {
        {"http://127.0.0.1:8410", "same-origin", true},
        {"http://127.0.0.1:8410", NULL, true},
        {NULL, "same-origin", true},
        {NULL, "none", true},
        {NULL, NULL, true}, /* the token decides */
        {"null", "same-origin", true},
        {"null", NULL, false},
        {"null", "none", false},
        {"http://127.0.0.1:8410", "cross-site", false},
        {"http://127.0.0.1:8410", "same-site", false},
        {NULL, "cross-site", false},
        {NULL, "same-site", false},
        {NULL, "Same-Origin", false},
        {"http://evil.example", NULL, false},
        {"http://evil.example", "same-origin", false},
        {"https://127.0.0.1:8410", NULL, false},
        {"http://127.0.0.1:8410.evil.example", NULL, false},
        {"http://localhost:8410", NULL, false}, /* another site than was asked */
        {"http://127.0.0.1", NULL, false},
        {"", NULL, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((post(cases[i].origin, cases[i].site, &local) == GUARD_OK) != cases[i].passes)
            fail_msg("case %zu", i);
    assert_int_equal(post("https://archive.example.org", "same-origin", &proxied),
                     GUARD_OK);
    assert_int_equal(post("https://evil.example", "same-origin", &proxied), GUARD_ORIGIN);
}

static void a_cookie_is_found_where_there_is_one(void **state)
{
    struct str name = STR("stele-1");

    (void)state;
    assert_true(str_equal(guard_cookie(STR("a=b; stele-1=X; c=d"), name), STR("X")));
    assert_true(str_equal(guard_cookie(STR("stele-1=X"), name), STR("X")));
    assert_int_equal(guard_cookie(STR("stele-10=X"), name).len, 0);
    assert_int_equal(guard_cookie(STR("xstele-1=X"), name).len, 0);
    assert_int_equal(guard_cookie(STR("stele-1=X; stele-1=Y"), name).len, 0);
    assert_int_equal(guard_cookie(STR(""), name).len, 0);
}

static void the_same_is_the_same(void **state)
{
    (void)state;
    assert_true(guard_same(STR("abc"), STR("abc")));
    assert_false(guard_same(STR("abc"), STR("abd")));
    assert_false(guard_same(STR("abc"), STR("ab")));
    assert_true(guard_same(STR(""), STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_request_passes),
        cmocka_unit_test(a_body_has_one_length),
        cmocka_unit_test(chunks_are_for_posts_of_1_1),
        cmocka_unit_test(other_names_are_not_ours),
        cmocka_unit_test(a_head_is_well_formed),
        cmocka_unit_test(a_form_comes_from_our_own_page),
        cmocka_unit_test(a_cookie_is_found_where_there_is_one),
        cmocka_unit_test(the_same_is_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
