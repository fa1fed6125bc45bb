#include "share/verify_text.h"

#include <assert.h>

#include "share/archive_facts.h"

struct str verify_script(void)
{
    return (struct str){(const char *)verify_script_bytes, verify_script_bytes_len};
}

static void append_anchors(struct buf *out, uint64_t anchors)
{
    if (anchors == 0) {
        buf_append(out, STR("  - up to when it existed: nothing outside the owner's "
                            "control fixes this log yet,\n    so its owner could still "
                            "have written all of it anew before giving it to you\n"));
        return;
    }
    buf_append(out, STR("  - up to when it existed: the archive keeps "));
    buf_i64(out, (int64_t)anchors);
    buf_append(out, STR(" anchors or other evidence from\n    outside, which are not in "
                        "this folder and not checked here: ask for them\n"));
}

/* Append what stands for the placeholder @name@. */
static void append_fact(struct buf *out, struct str name,
                        const struct verify_facts *facts)
{
    if (str_equal(name, STR("SYNTHETIC")))
        buf_append(out, facts->is_synthetic ? STR(SYNTHETIC_LINE "\n") : STR(""));
    else if (str_equal(name, STR("ARCHIVE")))
        buf_append(out, facts->archive);
    else if (str_equal(name, STR("FEED")))
        buf_append(out, facts->feed);
    else if (str_equal(name, STR("SIZE")))
        buf_i64(out, (int64_t)facts->size);
    else if (str_equal(name, STR("STATEMENTS")))
        buf_append(out, facts->statements);
    else if (str_equal(name, STR("FIRST")))
        buf_append(out, facts->first_folder);
    else if (str_equal(name, STR("ANCHORS")))
        append_anchors(out, facts->anchors);
    else
        assert(false); /* a placeholder of VERIFY.txt that nobody fills */
}

void verify_text_append(struct buf *out, const struct verify_facts *facts)
{
    struct str rest = {(const char *)verify_text_bytes, verify_text_bytes_len};

    while (rest.len > 0) {
        buf_append(out, str_cut(&rest, '@'));
        if (rest.len > 0)
            append_fact(out, str_cut(&rest, '@'), facts);
    }
}
