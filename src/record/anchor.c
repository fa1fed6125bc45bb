#include "record/anchor.h"

#include "base/message.h"
#include "base/text.h"
#include "log/feed.h"

static bool all_hex(struct str text, size_t len)
{
    uint8_t bytes[ANCHOR_HASH_LEN / 2];

    return text.len == len && hex_decode(bytes, sizeof bytes, text);
}

static enum anchor_kind kind_of(struct str first, struct str ending)
{
    static const struct {
        struct str first;
        struct str ending;
        enum anchor_kind kind;
    } kinds[] = {
        {STR_INIT("paper"), STR_INIT("json"), ANCHOR_PAPER},
        {STR_INIT("request"), STR_INIT("tsq"), ANCHOR_REQUEST},
        {STR_INIT("stamp"), STR_INIT("tsr"), ANCHOR_STAMP},
        {STR_INIT("stamp"), STR_INIT("pem"), ANCHOR_CERTIFICATES},
        {STR_INIT("stamp"), STR_INIT("crl"), ANCHOR_CRL},
        {STR_INIT("stamp"), STR_INIT("ocsp"), ANCHOR_OCSP},
    };

    if (first.len == FEED_ID_LEN && str_equal(ending, STR("note")))
        return ANCHOR_EVIDENCE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(kinds[i].first, first) && str_equal(kinds[i].ending, ending))
            return kinds[i].kind;
    return ANCHOR_UNKNOWN;
}

static bool belongs_to_stamp(enum anchor_kind kind)
{
    return kind == ANCHOR_CERTIFICATES || kind == ANCHOR_CRL || kind == ANCHOR_OCSP;
}

static bool code_is_plain(struct root_code *out, struct str text)
{
    struct err ignored;

    return text.len == ROOT_CODE_LEN && root_code_parse(out, text, &ignored) == ERR_OK &&
           str_equal(str_from_c(out->text), text);
}

struct anchor_name anchor_name_parse(struct str name)
{
    const struct anchor_name unknown = {.kind = ANCHOR_UNKNOWN};
    struct anchor_name read = {0};
    struct str rest = name;
    struct str stem = str_cut(&rest, '.');
    struct str first = str_cut(&stem, '-');

    if (str_ends_with(name, STR(".new")))
        return (struct anchor_name){.kind = ANCHOR_UNFINISHED};
    read.kind = kind_of(first, rest);
    if (read.kind == ANCHOR_UNKNOWN || !str_to_u64(&read.size, str_cut(&stem, '-')))
        return unknown;
    if (read.kind == ANCHOR_EVIDENCE) {
        read.feed = first;
        read.hash = stem;
        return all_hex(stem, ANCHOR_HASH_LEN) ? read : unknown;
    }
    if (!code_is_plain(&read.code, str_cut(&stem, '-')))
        return unknown;
    if (belongs_to_stamp(read.kind)) {
        read.stamp = str_cut(&stem, '-');
        if (!all_hex(read.stamp, ANCHOR_HASH_LEN))
            return unknown;
    }
    read.hash = stem;
    return all_hex(stem, ANCHOR_HASH_LEN) ? read : unknown;
}

bool anchor_is_trusted(const struct anchor *anchor)
{
    return anchor->kind == ANCHOR_STAMP && anchor->wrong.len == 0 &&
           anchor->verdict.chain == TIMESTAMP_TRUSTED;
}

bool anchor_is_unchecked(const struct anchor *anchor)
{
    return anchor->kind == ANCHOR_STAMP && anchor->wrong.len == 0 &&
           (anchor->verdict.chain == TIMESTAMP_UNTRUSTED ||
            anchor->verdict.chain == TIMESTAMP_INCOMPLETE);
}

static const char *chain_phrase(enum timestamp_chain chain)
{
    switch (chain) {
    case TIMESTAMP_TRUSTED:
        return _("its chain was checked up to a root that is trusted here");
    case TIMESTAMP_UNTRUSTED:
        return _("its chain was not checked against a trusted root here");
    case TIMESTAMP_INCOMPLETE:
        return _(
            "its chain of certificates is not complete and was not checked against a "
            "trusted root here");
    case TIMESTAMP_SELF_SIGNED:
        break;
    }
    return _("a self-signed authority: nobody but itself vouches for it, so it does not "
             "count "
             "as outside the owner's control");
}

struct str anchor_stamp_phrase(struct arena *arena, const struct anchor *anchor)
{
    bool is_own =
        anchor->verdict.is_self_signed && anchor->verdict.chain == TIMESTAMP_TRUSTED;

    return arena_printf(arena, _("a timestamp of \"" STR_FMT "\" of %s (%s)"),
                        STR_ARG(anchor->stamp.signer), anchor->stamp.at.text,
                        is_own ? _("self-signed, and trusted here by name")
                               : chain_phrase(anchor->verdict.chain));
}
