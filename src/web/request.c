#include "web/request.h"

#include "web/guard.h"
#include "web/site.h"
#include "web/visitor.h"

bool request_token_fits(const struct request *r, struct str token)
{
    return r->visitor && guard_same(token, r->visitor->token);
}

struct str request_segment(struct request *r)
{
    return str_cut(&r->rest, '/');
}

const char *site_folder(const struct site *site)
{
    return site->folder;
}
