#include "web/assets.h"
#include "web/pages.h"
#include "web/route.h"

/* NOLINTNEXTLINE(readability-identifier-naming): of route.h */
const struct route routes[] = {
    {.path = "/", .get = door_start},
    {.path = "/assets/", .get = page_asset, .is_open = true},

    {.path = "/sign-in", .get = door_sign_in, .post = door_sign_in_post, .is_open = true},
    {.path = "/sign-out", .post = door_sign_out},
    {.path = "/language", .get = door_language, .is_open = true},
    {.path = "/why", .get = door_why, .post = door_why_post},

    {.path = "/lists", .get = page_lists},
    {.path = "/lists/", .get = page_lists},
    {.path = "/table/", .get = page_tables},
};

const size_t route_count = sizeof routes / sizeof routes[0];
