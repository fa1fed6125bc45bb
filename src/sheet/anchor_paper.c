#include "sheet/anchor_paper.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "sheet/plain.h"

/* In groups of eight, four a line, so that two people can compare it aloud. */
static void append_grouped(struct buf *out, const struct digest *root)
{
    struct digest_text text = digest_text(root);

    for (size_t i = 0; i < DIGEST_HEX_LEN; i += 8)
        buf_printf(out, "%s%.8s",
                   i == 0                    ? ""
                   : i == DIGEST_HEX_LEN / 2 ? "\n"
                                             : " ",
                   text.hex + i);
}

static void add_sentence(struct paper *paper, struct buf *sentence,
                         void (*put)(struct paper *, struct str))
{
    put(paper, buf_str(sentence));
    buf_reset(sentence);
}

static void add_identity(struct paper *paper, const struct anchor_paper *facts)
{
    struct buf line = {0};

    plain_append(&line, facts->name);
    paper_line(paper, str_from_c(_("Archive")), buf_str(&line));
    buf_reset(&line);
    paper_mono(paper, str_from_c(_("Archive id")), facts->archive);
    buf_printf(&line, "stele.invalid/feed/" STR_FMT, STR_ARG(facts->feed));
    paper_mono(paper, str_from_c(_("Log")), buf_str(&line));
    buf_reset(&line);
    buf_printf(
        &line,
        _n(facts->size, "%" PRIu64 " statement", "the first %" PRIu64 " statements"),
        facts->size);
    paper_line(paper, str_from_c(_("Size")), buf_str(&line));
    buf_reset(&line);
    append_grouped(&line, &facts->root);
    paper_mono(paper, str_from_c(_("Root (SHA-256)")), buf_str(&line));
    buf_release(&line);
}

static void add_meaning(struct paper *paper, const struct anchor_paper *facts)
{
    struct buf line = {0};

    buf_printf(&line,
               _("What it shows: if \"stele verify --anchor %.*s\" later finds this code "
                 "in the archive, the first %" PRIu64
                 " statements are still exactly those "
                 "that were recorded when this paper was signed."),
               STR_ARG(facts->code), facts->size);
    add_sentence(paper, &line, paper_text);
    buf_append(&line,
               str_from_c(_("What it does not show: that what was recorded is true, "
                            "when it happened, or anything about later statements. "
                            "It counts while somebody keeps it who does not hold "
                            "the record.")));
    add_sentence(paper, &line, paper_text);
    buf_release(&line);
}

void anchor_paper_add(struct paper *paper, const struct anchor_paper *facts)
{
    const struct str when[] = {str_from_c(_("Date")), str_from_c(_("Place"))};
    const struct str holder[] = {str_from_c(_("Name (holds the record)")),
                                 str_from_c(_("Signature"))};
    const struct str keeper[] = {str_from_c(_("Name (keeps this paper)")),
                                 str_from_c(_("Signature"))};
    struct buf title = {0};

    buf_printf(&title, _("Anchor %.*s"), STR_ARG(facts->code));
    paper_page(paper, PAPER_A5, buf_str(&title));
    buf_release(&title);
    if (facts->is_synthetic)
        paper_small(paper, str_from_c(_(
                               "SYNTHETIC archive: test data, nobody and nothing real")));
    paper_heading(paper, str_from_c(_("This paper fixes a record")));
    add_identity(paper, facts);
    paper_code(paper,
               str_from_c(_("Code, to be read out and typed: it has ones and zeros, and "
                            "no I, L, O or U")),
               facts->code, facts->text);
    add_meaning(paper, facts);
    paper_sign(paper, when, 2);
    paper_sign(paper, holder, 2);
    paper_sign(paper, keeper, 2);
}
