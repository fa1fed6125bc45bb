#include "record/gate.h"

#include "record/gate_reach.h"
#include "record/query_scan.h"

static const struct str part_keys[GATE_PARTS] = {STR_INIT("words"), STR_INIT("name"),
                                                 STR_INIT("voice"), STR_INIT("image"),
                                                 STR_INIT("contact")};

struct str gate_part_key(enum gate_part part)
{
    for (size_t i = 0; i < GATE_PARTS; i++)
        if ((uint32_t)part == 1U << i)
            return part_keys[i];
    return STR("");
}

struct asking {
    struct arena *arena;
    struct index *index;
    struct view view;
    const struct gate_question *question;
    struct gate_answer *answer;
    size_t cap;
    struct asked *asked; /* a person each */
    size_t asked_count;
    size_t asked_cap;
};

/* What a person agreed to is looked up once, whatever tells of them. */
struct asked {
    struct str person;
    struct consent_list consents;
};

/* Why one consent does not allow it. */
struct verdict {
    bool is_allowed;
    enum gate_ground ground;
    uint32_t parts;
    struct ref consent;
    int64_t day;
};

static uint32_t missing_parts(const struct consent *consent, uint32_t parts)
{
    uint32_t missing = 0;

    for (size_t i = 0; i < GATE_PARTS; i++)
        if ((parts & 1U << i) && !consent_may_use(consent, part_keys[i]))
            missing |= 1U << i;
    return missing;
}

static bool is_refused_by_child(const struct consent *consent)
{
    const struct value *child = value_get(consent->said, STR("child"));

    return child && !value_is_string(value_get(child, STR("assent")), STR("given")) &&
           !value_is_string(value_get(child, STR("assent")), STR("too_young"));
}

static struct verdict refused(const struct consent *consent, enum gate_ground ground)
{
    return (struct verdict){.ground = ground, .consent = consent->ref};
}

static struct verdict judge(const struct consent *consent,
                            const struct gate_question *question,
                            const struct reached *reached)
{
    const struct consent_withdrawal *taken_back =
        consent_taken_back(consent, question->purpose, question->recipient);
    struct verdict verdict;

    if (taken_back) {
        verdict = refused(consent, GATE_WITHDRAWN);
        verdict.consent = taken_back->ref;
        verdict.day = taken_back->last_day;
        return verdict;
    }
    if (consent->interview.len > 0 && reached->interview.len > 0 &&
        !str_equal(consent->interview, reached->interview))
        return refused(consent, GATE_OTHER_INTERVIEW);
    if (!consent_has_purpose(consent, question->purpose))
        return refused(consent, GATE_PURPOSE);
    if (!consent_has_recipient(consent, question->recipient))
        return refused(consent, GATE_RECIPIENT);
    verdict = refused(consent, GATE_PART);
    verdict.parts = missing_parts(consent, reached->parts);
    if (verdict.parts != 0)
        return verdict;
    if (is_refused_by_child(consent))
        return refused(consent, GATE_CHILD);
    if (consent->has_until && consent->until < question->today) {
        verdict = refused(consent, GATE_EXPIRED);
        verdict.day = consent->until;
        return verdict;
    }
    return (struct verdict){.is_allowed = true, .consent = consent->ref};
}

/* Any one that allows it is enough; else the nearest to it says why not. */
static struct verdict judge_all(const struct consent_list *consents,
                                const struct gate_question *question,
                                const struct reached *reached)
{
    struct verdict best = {
        .ground = GATE_NO_CONSENT, .parts = reached->parts, .consent = REF_NONE};

    for (size_t i = 0; i < consents->count; i++) {
        struct verdict verdict;

        if (!consents->items[i].said || !ref_is_none(consents->items[i].superseded_by))
            continue;
        verdict = judge(&consents->items[i], question, reached);
        if (verdict.is_allowed)
            return verdict;
        if (verdict.ground >= best.ground)
            best = verdict;
    }
    return best;
}

static enum err_code consents_of(const struct consent_list **out, struct asking *a,
                                 struct str person, struct err *err)
{
    void *items = a->asked;
    struct asked *asked;

    for (size_t i = 0; i < a->asked_count; i++)
        if (str_equal(a->asked[i].person, person)) {
            *out = &a->asked[i].consents;
            return ERR_OK;
        }
    asked = list_add(&items, &a->asked_count, &a->asked_cap, a->arena, sizeof *asked);
    a->asked = items;
    *asked = (struct asked){.person = person};
    *out = &asked->consents;
    return consent_find(&asked->consents, a->arena, a->index, a->view, person, err);
}

static void refuse(struct asking *a, const struct gate_item *item, struct str person,
                   struct verdict why)
{
    void *items = a->answer->refusals;
    struct gate_refusal *refusal =
        list_add(&items, &a->answer->count, &a->cap, a->arena, sizeof *refusal);

    a->answer->refusals = items;
    *refusal = (struct gate_refusal){.item = *item,
                                     .person = person,
                                     .ground = why.ground,
                                     .parts = why.parts,
                                     .consent = why.consent,
                                     .day = why.day};
}

static enum err_code ask_one(struct asking *a, const struct gate_item *item,
                             struct err *err)
{
    struct reach_list reached = {0};
    enum err_code code = gate_reach(&reached, a->arena, a->index, a->view, item, err);

    if (code == ERR_OK && reached.is_unreadable)
        refuse(a, item, STR(""),
               (struct verdict){.ground = GATE_UNREADABLE, .consent = REF_NONE});
    for (size_t i = 0; i < reached.count && code == ERR_OK; i++) {
        const struct consent_list *consents;
        struct verdict verdict;

        code = consents_of(&consents, a, reached.items[i].person, err);
        if (code != ERR_OK)
            return code;
        verdict = judge_all(consents, a->question, &reached.items[i]);
        if (!verdict.is_allowed)
            refuse(a, item, reached.items[i].person, verdict);
    }
    return code;
}

enum err_code gate_ask(struct gate_answer *out, struct arena *arena, struct index *index,
                       struct view view, const struct gate_question *question,
                       const struct gate_item *items, size_t count, struct err *err)
{
    struct gate_answer answer = {0};
    struct asking asking = {.arena = arena,
                            .index = index,
                            .view = view,
                            .question = question,
                            .answer = &answer};
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < count && code == ERR_OK; i++)
        code = ask_one(&asking, &items[i], err);
    answer.persons = asking.asked_count;
    if (code == ERR_OK)
        *out = answer;
    return code;
}
