#include "names/stem_ukrainian.h"

#include <string.h>

void stem_ukrainian(struct stem *out, struct str folded)
{
    memcpy(out->text, folded.ptr, folded.len);
    out->len = folded.len;
}
