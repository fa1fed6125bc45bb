#include "sheet/refusal_text.h"

#include "base/clock.h"
#include "base/message.h"
#include "record/id.h"
#include "record/schema.h"

enum { DAY_SECONDS = 86400, DAY_LEN = 10 };

struct str refusal_day(struct arena *arena, int64_t day)
{
    struct clock_text text = clock_write(day * DAY_SECONDS);

    return arena_str(arena, str_prefix(str_from_c(text.text), DAY_LEN));
}

struct str refusal_id(struct arena *arena, struct str text)
{
    struct err ignored = {0};
    struct id id;

    if (id_parse(&id, text, &ignored) != ERR_OK)
        return arena_str(arena, text);
    return arena_str(arena, str_from_c(id_show(&id).text));
}

static const char *shown_item(struct arena *arena, struct archive *archive,
                              const struct gate_item *item)
{
    if (item->thing == GATE_STATEMENT)
        return archive_ref_short(archive, arena, item->ref).ptr;
    return refusal_id(arena, item->name).ptr;
}

static const char *shown_parts(struct arena *arena, uint32_t parts)
{
    const struct schema_vocabulary *vocabulary = schema_vocabulary(STR("consent_part"));
    struct buf out = {0};
    struct str text;

    for (uint32_t i = 0; i < GATE_PARTS; i++) {
        const struct schema_term *term =
            parts & 1U << i
                ? schema_term(vocabulary, gate_part_key((enum gate_part)(1U << i)))
                : NULL;

        if (!term)
            continue;
        if (out.len > 0)
            buf_append(&out, STR("; "));
        buf_append(&out, schema_label(term->label));
    }
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text.ptr;
}

void refusal_line(struct buf *out, struct arena *arena, struct archive *archive,
                  const struct gate_refusal *refusal)
{
    const char *item = shown_item(arena, archive, &refusal->item);
    const char *person = refusal_id(arena, refusal->person).ptr;
    const char *consent = ref_is_none(refusal->consent)
                              ? ""
                              : archive_ref_short(archive, arena, refusal->consent).ptr;

    switch (refusal->ground) {
    case GATE_UNREADABLE:
        buf_printf(out,
                   _("%s: not given: it rests on what cannot be read here, so nobody "
                     "knows of whom it tells\n"),
                   item);
        break;
    case GATE_NO_CONSENT:
        buf_printf(out,
                   _("%s: not given: it tells of person %s, and no consent of theirs can "
                     "be read here\n"),
                   item, person);
        break;
    case GATE_OTHER_INTERVIEW:
        buf_printf(out,
                   _("%s: not given: person %s agreed to the use of another interview "
                     "(%s)\n"),
                   item, person, consent);
        break;
    case GATE_PURPOSE:
        buf_printf(out,
                   _("%s: not given: person %s did not agree to this purpose (%s)\n"),
                   item, person, consent);
        break;
    case GATE_RECIPIENT:
        buf_printf(out,
                   _("%s: not given: person %s did not agree to this recipient (%s)\n"),
                   item, person, consent);
        break;
    case GATE_PART:
        buf_printf(out,
                   _("%s: not given: of person %s it uses what they did not agree to: %s "
                     "(%s)\n"),
                   item, person, shown_parts(arena, refusal->parts), consent);
        break;
    case GATE_CHILD:
        buf_printf(out,
                   _("%s: not given: person %s is a child and said no itself (%s)\n"),
                   item, person, consent);
        break;
    case GATE_EXPIRED:
        buf_printf(out, _("%s: not given: the consent of person %s ended on %s (%s)\n"),
                   item, person, refusal_day(arena, refusal->day).ptr, consent);
        break;
    case GATE_WITHDRAWN:
        buf_printf(out, _("%s: not given: person %s took it back on %s (%s)\n"), item,
                   person, refusal_day(arena, refusal->day).ptr, consent);
        break;
    }
}

static struct str ground_key(enum gate_ground ground)
{
    static const struct str keys[] = {[GATE_UNREADABLE] = STR_INIT("unreadable"),
                                      [GATE_NO_CONSENT] = STR_INIT("no_consent"),
                                      [GATE_OTHER_INTERVIEW] =
                                          STR_INIT("other_interview"),
                                      [GATE_PURPOSE] = STR_INIT("purpose"),
                                      [GATE_RECIPIENT] = STR_INIT("recipient"),
                                      [GATE_PART] = STR_INIT("part"),
                                      [GATE_CHILD] = STR_INIT("child"),
                                      [GATE_EXPIRED] = STR_INIT("expired"),
                                      [GATE_WITHDRAWN] = STR_INIT("withdrawn")};

    return keys[ground];
}

struct value refusal_json(struct arena *arena, struct archive *archive,
                          const struct gate_refusal *refusal)
{
    struct value line = value_object();
    struct value parts = value_array();

    value_set(&line, arena, STR("refused"),
              value_string(refusal->item.thing == GATE_STATEMENT
                               ? archive_ref_text(archive, arena, refusal->item.ref)
                               : refusal->item.name));
    value_set(&line, arena, STR("ground"), value_string(ground_key(refusal->ground)));
    if (refusal->person.len > 0)
        value_set(&line, arena, STR("person"), value_string(refusal->person));
    for (uint32_t i = 0; i < GATE_PARTS; i++)
        if (refusal->parts & 1U << i)
            value_add(&parts, arena,
                      value_string(gate_part_key((enum gate_part)(1U << i))));
    if (refusal->parts != 0)
        value_set(&line, arena, STR("parts"), parts);
    if (!ref_is_none(refusal->consent))
        value_set(&line, arena, STR("consent"),
                  value_string(archive_ref_text(archive, arena, refusal->consent)));
    if (refusal->day != 0)
        value_set(&line, arena, STR("day"),
                  value_string(refusal_day(arena, refusal->day)));
    return line;
}
