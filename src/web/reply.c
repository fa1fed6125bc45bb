#include "web/reply.h"

enum { SEE_OTHER = 303 };

void reply_go_to(struct reply *out, struct str path)
{
    out->status = SEE_OTHER;
    out->go_to = path;
}
