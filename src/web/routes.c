#include "web/assets.h"
#include "web/pages.h"
#include "web/route.h"

enum { READ_FILES = ROLE_RECORDER | ROLE_REVIEWER };

/* NOLINTNEXTLINE(readability-identifier-naming): of route.h */
const struct route routes[] = {
    {.path = "/", .get = door_start},
    {.path = "/assets/", .get = page_asset, .is_open = true},

    {.path = "/sign-in", .get = door_sign_in, .post = door_sign_in_post, .is_open = true},
    {.path = "/sign-out", .post = door_sign_out},
    {.path = "/language", .get = door_language, .is_open = true},
    {.path = "/why", .get = door_why, .post = door_why_post},

    {.path = "/e/", .get = page_entity},
    {.path = "/s/", .get = page_statement, .post = page_statement_post},
    {.path = "/enter",
     .get = page_enter,
     .post = page_enter_post,
     .roles = ROLE_RECORDER},
    {.path = "/enter/violation",
     .get = page_enter_violation,
     .post = page_enter_violation_post,
     .roles = ROLE_RECORDER},
    {.path = "/enter/passage",
     .get = page_enter_passage,
     .post = page_enter_passage_post,
     .roles = ROLE_RECORDER},
    {.path = "/enter/claim",
     .get = page_enter_passage,
     .post = page_enter_passage_post,
     .roles = ROLE_RECORDER},
    {.path = "/inbox", .get = page_inbox, .post = page_inbox_post, .roles = READ_FILES},
    {.path = "/inbox/",
     .get = page_inbox_file,
     .post = page_inbox_file_post,
     .roles = READ_FILES},
    {.path = "/import", .get = page_import},
    {.path = "/import/",
     .get = page_import_file,
     .post = page_import_file_post,
     .roles = ROLE_RECORDER},
    {.path = "/near/", .get = page_near, .post = page_near_post, .roles = ROLE_RECORDER},
};

const size_t route_count = sizeof routes / sizeof routes[0];
