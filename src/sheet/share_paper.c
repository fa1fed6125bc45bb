#include "sheet/share_paper.h"

#include "base/text.h"
#include "crypto/random.h"

/* No _() here: both languages stand on the sheet. */

struct share_set_text share_set_text(const struct shares_set *set)
{
    struct share_set_text out = {{0}};

    hex_encode(out.text, set->id, SHARES_ID);
    return out;
}

static void add(struct paper *paper, struct buf *text,
                void (*put)(struct paper *, struct str))
{
    put(paper, buf_str(text));
    buf_reset(text);
}

static void add_what_it_is(struct paper *paper, const struct share_paper *facts)
{
    unsigned needed = facts->share->set.needed;
    struct buf text = {0};

    buf_printf(&text, "Share %u of %zu · Частка %u із %zu", facts->share->number,
               facts->count, facts->share->number, facts->count);
    add(paper, &text, paper_heading);
    if (facts->is_synthetic)
        paper_small(paper, STR("SYNTHETIC archive: test data, nobody and nothing real"));
    buf_printf(
        &text,
        "Any %u of these %zu sheets together give a key back; with %u nobody learns "
        "anything. Keep it closed away and apart from the others. Do not copy or "
        "photograph it. Hand it over only in person, to people of whom you know "
        "that they are to have the key.",
        needed, facts->count, needed - 1);
    add(paper, &text, paper_text);
    buf_printf(
        &text,
        "Будь-які %u із цих %zu аркушів разом відновлюють ключ; із %u ніхто нічого "
        "не дізнається. Зберігайте аркуш під замком і окремо від інших. Не "
        "копіюйте й не фотографуйте його. Віддавайте лише особисто і лише тим, про "
        "кого знаєте, що вони мають отримати ключ.",
        needed, facts->count, needed - 1);
    add(paper, &text, paper_text);
    buf_release(&text);
}

static void add_identity(struct paper *paper, const struct share_paper *facts)
{
    const struct shares_set *set = &facts->share->set;
    struct share_set_text id = share_set_text(set);
    struct buf text = {0};

    buf_printf(&text, "%s  %u/%zu  %s…\n" STR_FMT, id.text, facts->share->number,
               facts->count, set->archive, STR_ARG(facts->owner));
    if (set->kind == SHARES_OF_COMPARTMENT)
        buf_printf(&text, " · %u", set->epoch);
    buf_printf(&text, "\n" STR_FMT, STR_ARG(facts->day));
    paper_mono(paper, STR("Set · Набір"), buf_str(&text));
    buf_release(&text);
}

static void add_share(struct paper *paper, const struct share_paper *facts)
{
    struct buf lines = {0};
    struct buf qr = {0};
    struct buf number = {0};

    for (unsigned i = 0; i < SHARE_TEXT_LINES; i++)
        buf_printf(&lines, "%s%u: %s", i > 0 ? "\n" : "", i + 1, facts->text->lines[i]);
    paper_mono(paper, STR("Share · Частка"), buf_str(&lines));
    share_text_one_line(&qr, facts->text);
    buf_printf(&number, "%u / %zu", facts->share->number, facts->count);
    paper_code(paper,
               STR("The square holds the same six lines · Квадрат містить ті самі шість "
                   "рядків"),
               buf_str(&number), buf_str(&qr));
    crypto_wipe(lines.ptr, lines.cap);
    crypto_wipe(qr.ptr, qr.cap);
    buf_release(&lines);
    buf_release(&qr);
    buf_release(&number);
}

void share_paper_add(struct paper *paper, const struct share_paper *facts)
{
    const struct str keeper[] = {STR("Kept by · Зберігає"),
                                 STR("Since, where · Відколи, де")};
    struct buf title = {0};

    buf_printf(&title, "Share %u of %zu", facts->share->number, facts->count);
    paper_page(paper, PAPER_A5, buf_str(&title));
    buf_release(&title);
    add_what_it_is(paper, facts);
    add_identity(paper, facts);
    add_share(paper, facts);
    paper_text(paper,
               STR("To use it: stele recovery combine. Type the six lines with their "
                   "numbers (capitals or not; there are no I, L, O or U), or scan the "
                   "square. The last two characters of each line check it."));
    paper_text(paper,
               STR("Як скористатися: stele recovery combine. Наберіть шість рядків з "
                   "номерами (великими чи малими; літер I, L, O, U немає) або зчитайте "
                   "квадрат. Останні два знаки кожного рядка перевіряють його."));
    paper_sign(paper, keeper, 2);
}
