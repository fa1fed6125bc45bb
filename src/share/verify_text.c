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

/* How the key belongs to the archive: named by statement 0 itself, or in steps. */
static void append_chain(struct buf *out, size_t chain, bool is_admitted)
{
    if (is_admitted)
        buf_append(
            out,
            STR("   It names the archive's first key. An admin admitted this log, in one "
                "that leads\n   to that key: admission/statement.json (kind \"device\") "
                "names this log's key, its\n   \"members\" are those for whom it signs, "
                "and \"by\" is who said so. The folder is a\n   proof like this one, "
                "with a VERIFY.txt of its own; that \"by\" was an admin, where it is\n   "
                "not the founder (\"member\" in archive/statement.json), only the whole "
                "archive shows.\n"));
    if (is_admitted && chain == 0)
        return;
    if (chain == 0) {
        buf_append(
            out, STR("   It names the key (member \"key\", the same as key.vkey; the "
                     "last 32 bytes of\n   its base64 are those of key.pem).\n   "
                     "archive/statement.tlog-proof shows that it is number 0 of the same "
                     "log.\n"));
        return;
    }
    buf_append(out, STR("   It names the archive's first key (member \"key\"). This log "
                        "goes on for an older one:\n   chain/1.json"));
    for (size_t i = 2; i <= chain; i++)
        buf_printf(out, ", chain/%zu.json", i);
    buf_append(
        out,
        STR(" begin the logs on the way. Each names its own key and, in\n   "
            "\"replaces\", the log before it, how far that one goes (size, root), and "
            "a signature\n   of these by the key before it (sig, base64), over five "
            "lines:\n     stele replaces v1\n     (the older log)\n     (the newer "
            "log)\n     (size)\n     (root)\n   A log's name is made of its key: the "
            "first 130 bits, written as above, of the SHA-256 of\n   the line \"stele "
            "feed v1\" and the 32 bytes. The last key is that of key.vkey and "
            "key.pem.\n"));
}

/* "by" names a member; that it was that one, the machine says. */
static void append_vouches(struct buf *out, size_t members)
{
    if (members <= 1)
        buf_append(out, STR("The device with\n    this key vouches for 1 member of the "
                            "archive, who is named as \"by\""));
    else
        buf_printf(
            out,
            "The device with\n    this key vouches for %zu members of the archive; "
            "which of them is named as \"by\"\n    rests on that machine alone",
            members);
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
    else if (str_equal(name, STR("CHAIN")))
        append_chain(out, facts->chain, facts->is_admitted);
    else if (str_equal(name, STR("VOUCHES")))
        append_vouches(out, facts->members);
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
