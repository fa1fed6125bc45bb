#include <inttypes.h>

#include "base/message.h"
#include "cli/gate.h"
#include "cli/gazetteer.h"
#include "cli/place.h"

const struct gazetteer_place *place_above(const struct gazetteer_place *place,
                                          enum gazetteer_kind kind)
{
    while (place && place->kind != kind)
        place = place->parent;
    return place;
}

/* In both languages, for the record is read in both; once where they are the same. */
static void put_labels(struct buf *out, struct arena *arena,
                       const struct gazetteer_place *place)
{
    struct str uk = gazetteer_label(arena, place, STR("uk"));
    struct str en = gazetteer_label(arena, place, STR("en"));

    cli_append_shown(out, uk);
    if (str_equal(uk, en))
        return;
    buf_append(out, STR(" / "));
    cli_append_shown(out, en);
}

static void put_above(struct buf *out, struct arena *arena,
                      const struct gazetteer_place *place)
{
    struct str lang = message_is_ukrainian() ? STR("uk") : STR("en");

    for (const struct gazetteer_place *up = place->parent; up; up = up->parent) {
        buf_puts(out, _("   in: "));
        cli_append_shown(out, gazetteer_label(arena, up, lang));
        buf_printf(out, ", %s\n", gazetteer_kind_name(up->kind));
    }
}

static void put_distance(struct buf *out, double metres)
{
    if (metres < 1000.0)
        buf_printf(out, _("%.0f m"), metres);
    else if (metres < 100e3)
        buf_printf(out, _("%.1f km"), metres / 1000.0);
    else
        buf_printf(out, _("%.0f km"), metres / 1000.0);
}

static const char *step_sentence(enum place_step step)
{
    switch (step) {
    case PLACE_SAME:
        return _("spelt so: %s");
    case PLACE_FOLDED:
        return _("another spelling of %s");
    case PLACE_KNOWN:
        return _("another name of it: %s");
    case PLACE_PART:
        return _("one word of its name: %s");
    case PLACE_ONE_EDIT:
        return _("one letter from %s");
    case PLACE_TWO_EDITS:
        return _("two letters from %s");
    case PLACE_SOUNDS:
        break;
    }
    return _("sounds like %s, no more");
}

static const char *reason_sentence(const struct place_candidate *candidate,
                                   const struct place_reason *reason)
{
    switch (reason->kind) {
    case PLACE_REASON_NAME:
        return step_sentence(candidate->step);
    case PLACE_REASON_INSIDE:
        return _("lies in %s, as is said");
    case PLACE_REASON_OUTSIDE:
        return _("does NOT lie in %s");
    case PLACE_REASON_HOLDS:
        return _("%s lies in it");
    case PLACE_REASON_UNPLACED:
        return _("whether it lies in or near %s is not known");
    case PLACE_REASON_NEAR:
        return _("its distance from %s");
    case PLACE_REASON_KIND:
        return _("of the kind that is said: %s");
    case PLACE_REASON_NO_KIND:
        return _("NOT of the kind that is said: %s");
    case PLACE_REASON_RELATION:
        return _("not the place itself, which lies \"%s\" it");
    case PLACE_REASON_AROUND:
        return _("not the place itself, which no gazetteer has: what it lies in, or is "
                 "called after");
    case PLACE_REASON_ARCHIVE:
        return _("this archive has it as %s");
    case PLACE_REASON_SIZE:
        break;
    }
    return _("larger than the next, which is as likely in all else");
}

static void put_reason(struct buf *out, const struct place_candidate *candidate,
                       const struct place_reason *reason)
{
    struct buf what = {0};
    const char *sentence = reason_sentence(candidate, reason);
    const char *hole = sentence;

    cli_append_shown(&what, reason->what);
    while (*hole && !(hole[0] == '%' && hole[1] == 's'))
        hole++;
    buf_bytes(out, sentence, (size_t)(hole - sentence));
    if (*hole) {
        buf_append(out, buf_str(&what));
        buf_puts(out, hole + 2);
    }
    if (reason->kind == PLACE_REASON_NEAR) {
        buf_append(out, STR(": "));
        put_distance(out, reason->metres);
    }
    buf_release(&what);
}

static void put_reasons(struct buf *out, const struct place_candidate *candidate)
{
    buf_puts(out, _("   why: "));
    for (size_t i = 0; i < candidate->reason_count; i++) {
        if (i > 0)
            buf_append(out, STR("; "));
        put_reason(out, candidate, &candidate->reasons[i]);
    }
    buf_char(out, '\n');
}

static void put_sources(struct buf *out, const struct gazetteer_place *place)
{
    if (place->source_count == 0)
        return;
    buf_append(out, STR("   "));
    for (size_t i = 0; i < place->source_count; i++) {
        if (i > 0)
            buf_append(out, STR(", "));
        cli_append_shown(out, place->sources[i].id);
    }
    buf_char(out, '\n');
}

static void put_candidate(struct buf *out, struct cli *cli, size_t rank,
                          const struct place_candidate *candidate)
{
    const struct gazetteer_place *place = candidate->place;

    buf_printf(out, "%zu. ", rank);
    put_labels(out, &cli->arena, place);
    buf_printf(out, ", %s\n", gazetteer_kind_name(place->kind));
    put_above(out, &cli->arena, place);
    if (candidate->has_point) {
        buf_printf(out, _("   at %.5f %.5f, within about "), candidate->point.lat,
                   candidate->point.lon);
        put_distance(out, candidate->precision_m);
        buf_char(out, '\n');
    }
    if (place->population > 0)
        buf_printf(out, _("   people: %s\n"),
                   cli_number(cli, (uint64_t)place->population));
    put_sources(out, place);
    if (candidate->known)
        buf_printf(out, _("   in this archive: %s\n"),
                   gate_id_text(cli, candidate->known->id));
    put_reasons(out, candidate);
}

static const char *tried_sentence(enum place_step last)
{
    switch (last) {
    case PLACE_SAME:
        break;
    case PLACE_FOLDED:
    case PLACE_KNOWN:
    case PLACE_PART:
        return _("No candidate. Tried: the spelling, its other scripts and "
                 "romanisations.\n");
    case PLACE_ONE_EDIT:
    case PLACE_TWO_EDITS:
        return _("No candidate. Tried: the spelling, its other scripts and "
                 "romanisations, and with one or two letters changed.\n");
    case PLACE_SOUNDS:
        return _("No candidate. Tried: the spelling, its other scripts and "
                 "romanisations, with one or two letters changed, and what sounds "
                 "alike.\n");
    }
    return _("No candidate: there is no name in it that could be looked for.\n");
}

static void put_none(struct buf *out, struct place_command *command,
                     const struct place_candidates *found)
{
    size_t count = 0;
    const struct gazetteer_info *info = gazetteers_info(command->gazetteers, &count);

    buf_puts(out, tried_sentence(found->last_try));
    if (count == 0)
        buf_puts(out, _("This machine has no gazetteer: stele gazetteer import FILE\n"));
    for (size_t i = 0; i < count; i++)
        if (info[i].problem.len == 0)
            buf_printf(out, _("Looked in: %s\n"), info[i].name.ptr);
}

void place_print(struct place_command *command, const struct place_request *request,
                 const struct place_candidates *found)
{
    struct buf *out = &command->out;

    buf_puts(out, _("as written: "));
    cli_append_shown(out, request->text);
    buf_char(out, '\n');
    for (size_t i = 0; i < found->count; i++)
        put_candidate(out, command->cli, i + 1, &found->items[i]);
    if (found->count == 0)
        put_none(out, command, found);
    if (found->is_cut)
        cli_remark(command->cli, "there are more: ask for more with --limit");
}

/* ---- rows ---- */

void place_print_head(struct place_command *command)
{
    buf_puts(
        &command->out,
        "line\ttext\trank\tname_uk\tname_en\tkind\tcommunity\tdistrict\tregion\t"
        "country\tlat\tlon\tprecision_m\tnear_m\tpopulation\tid\tentity\titself\twhy\n");
}

static void put_cell(struct buf *out, struct str text)
{
    buf_char(out, '\t');
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20)
            buf_char(out, ' ');
        else
            buf_char(out, text.ptr[i]);
}

static void put_area(struct buf *out, struct arena *arena,
                     const struct gazetteer_place *place, enum gazetteer_kind kind)
{
    const struct gazetteer_place *area = place_above(place, kind);

    put_cell(out, area ? gazetteer_label(arena, area, STR("en")) : STR(""));
}

/* The nearest of the other places: one column, however many there are. */
static void put_near(struct buf *out, const struct place_candidate *candidate)
{
    double nearest = -1.0;

    for (size_t i = 0; i < PLACE_NEAR_MAX; i++)
        if (candidate->near_m[i] >= 0.0 &&
            (nearest < 0.0 || candidate->near_m[i] < nearest))
            nearest = candidate->near_m[i];
    buf_char(out, '\t');
    if (nearest >= 0.0)
        buf_printf(out, "%.0f", nearest);
}

static void put_row(struct buf *out, struct arena *arena,
                    const struct place_candidate *candidate)
{
    const struct gazetteer_place *place = candidate->place;

    put_cell(out, gazetteer_label(arena, place, STR("uk")));
    put_cell(out, gazetteer_label(arena, place, STR("en")));
    put_cell(out, str_from_c(gazetteer_kind_word(place->kind)));
    put_area(out, arena, place, GAZETTEER_COMMUNITY);
    put_area(out, arena, place, GAZETTEER_DISTRICT);
    put_area(out, arena, place, GAZETTEER_REGION);
    put_area(out, arena, place, GAZETTEER_COUNTRY);
    if (candidate->has_point)
        buf_printf(out, "\t%.6f\t%.6f\t%.0f", candidate->point.lat, candidate->point.lon,
                   candidate->precision_m);
    else
        buf_append(out, STR("\t\t\t"));
    put_near(out, candidate);
    buf_char(out, '\t');
    if (place->population > 0)
        buf_printf(out, "%" PRId64, place->population);
    put_cell(out, place->id);
    put_cell(out, candidate->known ? candidate->known->id : STR(""));
    buf_puts(out, candidate->is_itself ? "\tyes\t" : "\tno\t");
    for (size_t i = 0; i < candidate->reason_count; i++) {
        buf_puts(out, i > 0 ? "; " : "");
        put_reason(out, candidate, &candidate->reasons[i]);
    }
}

void place_print_rows(struct place_command *command, uint64_t line,
                      const struct place_request *request,
                      const struct place_candidates *found)
{
    struct arena arena = {0};
    struct buf *out = &command->out;

    for (size_t i = 0; i < found->count; i++) {
        buf_printf(out, "%" PRIu64, line);
        put_cell(out, request->text);
        buf_printf(out, "\t%zu", i + 1);
        put_row(out, &arena, &found->items[i]);
        buf_char(out, '\n');
    }
    if (found->count == 0) {
        buf_printf(out, "%" PRIu64, line);
        put_cell(out, request->text);
        buf_append(out, STR("\t0\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n"));
    }
    arena_free(&arena);
}
