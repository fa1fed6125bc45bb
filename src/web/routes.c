#include "record/roles.h"
#include "web/assets.h"
#include "web/pages.h"
#include "web/route.h"

/* Whoever may record anything at all; the archive asks again, statement by statement. */
enum { WRITES = ROLE_ADMIN | ROLE_RECORDER | ROLE_REVIEWER };
enum { READ_FILES = ROLE_RECORDER | ROLE_REVIEWER };

/* NOLINTNEXTLINE(readability-identifier-naming): of route.h */
const struct route routes[] = {
    {.path = "/", .get = page_overview},
    {.path = "/assets/", .get = page_asset, .is_open = true},

    {.path = "/sign-in", .get = door_sign_in, .post = door_sign_in_post, .is_open = true},
    {.path = "/sign-out", .post = door_sign_out},
    {.path = "/language", .get = door_language, .is_open = true},
    {.path = "/why", .get = door_why, .post = door_why_post},

    {.path = "/record", .post = page_record, .roles = WRITES},

    /* entities and statements */
    {.path = "/e/", .get = page_entity},
    {.path = "/s/", .get = page_statement, .post = page_statement_post},

    /* preserved objects */
    {.path = "/o/", .get = page_object, .post = page_object_post},
    {.path = "/upload",
     .get = page_upload,
     .receive = upload_receive,
     .roles = ROLE_RECORDER},
    {.path = "/upload/at", .get = upload_at, .roles = ROLE_RECORDER},
    {.path = "/upload/begin", .post = upload_begin, .roles = ROLE_RECORDER},
    {.path = "/upload/chunk",
     .receive = upload_chunk,
     .roles = ROLE_RECORDER,
     .needs_length = true},
    {.path = "/upload/drop", .post = upload_drop, .roles = ROLE_RECORDER},
    {.path = "/upload/end", .post = upload_end, .roles = ROLE_RECORDER},

    /* tables, lists, search, the log */
    {.path = "/table/", .get = page_tables},
    {.path = "/find", .get = page_find},
    {.path = "/lists", .get = page_lists},
    {.path = "/lists/", .get = page_lists},
    {.path = "/log", .get = page_log},
    {.path = "/log/access", .get = page_accesses},
    {.path = "/log/verify", .get = page_verify, .post = page_verify_post},
    {.path = "/log/anchors", .get = page_anchors, .post = page_anchors_post},

    /* entering */
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

    /* inbox and import */
    {.path = "/inbox",
     .get = page_inbox,
     .post = page_inbox_post,
     .post_roles = READ_FILES},
    {.path = "/inbox/",
     .get = page_inbox_file,
     .post = page_inbox_file_post,
     .post_roles = READ_FILES},
    {.path = "/import", .get = page_import, .roles = ROLE_RECORDER},
    {.path = "/import/",
     .get = page_import_file,
     .post = page_import_file_post,
     .roles = ROLE_RECORDER},
    {.path = "/near/",
     .get = page_near,
     .post = page_near_post,
     .post_roles = ROLE_RECORDER},

    /* help */
    {.path = "/help", .get = page_help_index, .is_open = true},
    {.path = "/help/", .get = page_help_topic, .is_open = true},
};

const size_t route_count = sizeof routes / sizeof routes[0];
