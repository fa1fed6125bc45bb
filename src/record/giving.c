#include "record/giving.h"

#include "base/clock.h"
#include "record/additions.h"
#include "record/archive_view.h"
#include "record/genesis.h"
#include "record/id.h"

enum { DAY_SECONDS = 86400 };

enum err_code giving_today(int64_t *day, struct archive *archive, struct err *err)
{
    struct clock_text now;
    int64_t seconds = 0;
    enum err_code code = genesis_clock(&now, archive_is_synthetic(archive), err);

    if (code != ERR_OK)
        return code;
    if (!clock_parse(&seconds, str_from_c(now.text)))
        return err_set(err, ERR_INVALID, "the clock shows no time that there is");
    *day = seconds / DAY_SECONDS;
    return ERR_OK;
}

static enum err_code check_purpose(struct arena *arena, struct archive *archive,
                                   struct view view, struct str purpose, struct err *err)
{
    struct additions *additions = NULL;

    if (purpose.len == 0)
        return ERR_OK;
    if (additions_read(&additions, arena, archive_index(archive), view, err) != ERR_OK)
        return err->code;
    if (additions_term(additions, schema_vocabulary(STR("consent_purpose")), purpose))
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "\"" STR_FMT "\" is no purpose that people can agree to; docs/"
                   "consent.md lists them",
                   STR_ARG(str_prefix(purpose, 64)));
}

/* An id as people type it is the id that is stored. */
static struct str recipient_of(struct arena *arena, struct str typed)
{
    struct err ignored = {0};
    struct id id;

    if (id_parse(&id, typed, &ignored) == ERR_OK)
        return arena_str(arena, id_str(&id));
    return str_trim(typed);
}

enum err_code giving_begin(struct giving *out, struct arena *arena,
                           struct archive *archive, struct str purpose,
                           struct str recipient, struct err *err)
{
    *out = (struct giving){.arena = arena, .archive = archive};
    out->question.purpose = arena_str(arena, purpose);
    out->question.recipient = recipient_of(arena, recipient);
    if (archive_view_now(&out->now, arena, archive, err) != ERR_OK ||
        check_purpose(arena, archive, out->now.view, purpose, err) != ERR_OK)
        return err->code;
    return giving_today(&out->question.today, archive, err);
}

void giving_free(struct giving *giving)
{
    arena_free(&giving->scratch);
}

/* Out of the scratch arena, whose memory goes to the next round. */
static void keep(struct giving *giving, const struct gate_refusal *refusal)
{
    struct gate_answer *answer = &giving->answer;
    struct gate_refusal *kept;

    giving->refused++;
    if (answer->count == GIVING_TOLD)
        return;
    if (!answer->refusals)
        answer->refusals = ARENA_ARRAY(giving->arena, struct gate_refusal, GIVING_TOLD);
    kept = &answer->refusals[answer->count++];
    *kept = *refusal;
    kept->item.name = arena_str(giving->arena, refusal->item.name);
    kept->person = arena_str(giving->arena, refusal->person);
}

static enum err_code ask_round(struct giving *giving, struct err *err)
{
    struct gate_answer answer = {0};
    enum err_code code =
        gate_ask(&answer, &giving->scratch, archive_index(giving->archive),
                 giving->now.view, &giving->question, giving->items, giving->count, err);

    for (size_t i = 0; i < answer.count && code == ERR_OK; i++)
        keep(giving, &answer.refusals[i]);
    giving->count = 0;
    arena_reset(&giving->scratch);
    return code;
}

enum err_code giving_add(struct giving *giving, const struct gate_item *item,
                         struct err *err)
{
    if (giving->count == GIVING_ROUND && ask_round(giving, err) != ERR_OK)
        return err->code;
    giving->items[giving->count] = *item;
    giving->items[giving->count].name = arena_str(&giving->scratch, item->name);
    giving->count++;
    return ERR_OK;
}

enum err_code giving_end(struct giving *giving, struct err *err)
{
    return giving->count > 0 ? ask_round(giving, err) : ERR_OK;
}

enum err_code giving_ask(struct gate_answer *out, struct arena *arena,
                         struct archive *archive, struct str purpose,
                         struct str recipient, const struct gate_item *items,
                         size_t count, struct err *err)
{
    struct giving giving;
    enum err_code code = giving_begin(&giving, arena, archive, purpose, recipient, err);

    if (code != ERR_OK)
        return code;
    return gate_ask(out, arena, archive_index(archive), giving.now.view, &giving.question,
                    items, count, err);
}

enum err_code giving_ask_reading(struct gate_answer *out, struct arena *arena,
                                 struct archive *archive, const struct gate_item *items,
                                 size_t count, struct err *err)
{
    return giving_ask(out, arena, archive, STR("documentation"), STR("own_team"), items,
                      count, err);
}
