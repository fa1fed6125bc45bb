#include "web/leaving.h"

#include <inttypes.h>

#include "base/message.h"
#include "record/additions.h"
#include "record/schema.h"
#include "sheet/refusal_text.h"
#include "web/page.h"

enum { STATUS_DENIED = 403 };

/* Whichever way it was asked: a link, or the form of a refusal. */
static struct str said(const struct request *r, struct str name)
{
    return fields_has(&r->asked, name) ? fields_get(&r->asked, name)
                                       : fields_get(&r->form, name);
}

enum err_code leaving_open(struct leaving *out, struct request *r, struct str what,
                           struct err *err)
{
    enum err_code code;

    *out = (struct leaving){.purpose = said(r, STR("purpose")),
                            .recipient = said(r, STR("for")),
                            .what = what};
    code = reading_open(&out->reading, r, "exported", err);
    if (code != ERR_OK)
        return code;
    out->reading.access.request.command = what;
    out->reading.access.request.recipient = out->recipient;
    out->giving = ARENA_NEW(r->arena, struct giving);
    code = giving_begin(out->giving, r->arena, r->archive, out->purpose, out->recipient,
                        err);
    if (code != ERR_OK)
        leaving_close(out);
    return code;
}

void leaving_close(struct leaving *leaving)
{
    if (!leaving->giving)
        return;
    giving_free(leaving->giving);
    leaving->giving = NULL;
    reading_close(&leaving->reading);
}

static enum err_code add(struct leaving *leaving, struct gate_item item, struct err *err)
{
    access_note(&leaving->reading.access, item.ref);
    return giving_add(leaving->giving, &item, err);
}

enum err_code leaving_statement(struct leaving *leaving, struct ref ref, struct err *err)
{
    return add(leaving, (struct gate_item){.thing = GATE_STATEMENT, .ref = ref}, err);
}

enum err_code leaving_entity(struct leaving *leaving, struct str id, struct err *err)
{
    access_note_entity(&leaving->reading.access, id);
    return add(leaving,
               (struct gate_item){.thing = GATE_ENTITY, .ref = REF_NONE, .name = id},
               err);
}

enum err_code leaving_object(struct leaving *leaving, struct str sha256, struct ref ref,
                             struct err *err)
{
    return add(leaving,
               (struct gate_item){.thing = GATE_OBJECT, .ref = ref, .name = sha256}, err);
}

/* What was asked for and not given is worth knowing too, where it can be recorded; a
 * refusal stays one. */
static void log_refusal(struct leaving *leaving)
{
    struct err ignored = {0};

    leaving->reading.access.request.did = STR("refused");
    if (reading_commit(&leaving->reading, &ignored) != ERR_OK)
        leaving->reading.is_unlogged = true;
}

/* Everything else that the address asked for comes back with the form. */
static void keep_fields(struct html *h, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct str name = fields->items[i].name;

        if (str_equal(name, STR("purpose")) || str_equal(name, STR("for")) ||
            str_equal(name, STR("token")))
            continue;
        html_void(h, "input");
        html_set(h, "type", "hidden");
        html_attr(h, "name", name);
        html_attr(h, "value", fields->items[i].value);
    }
}

static void purposes(struct html *h, const struct leaving *leaving)
{
    const struct schema_vocabulary *all = schema_vocabulary(STR("consent_purpose"));

    html_open(h, "select");
    html_set(h, "id", "purpose");
    html_set(h, "name", "purpose");
    html_element(h, "option", STR(""));
    for (uint16_t i = 0; all && i < all->count; i++) {
        html_open(h, "option");
        html_attr(h, "value", all->terms[i].key);
        if (str_equal(all->terms[i].key, leaving->purpose))
            html_flag(h, "selected");
        html_text(h, schema_label(all->terms[i].label));
        html_close(h, "option");
    }
    html_close(h, "select");
}

static void label(struct html *h, const char *field, const char *text)
{
    html_open(h, "label");
    html_set(h, "for", field);
    html_puts(h, text);
    html_close(h, "label");
}

static void ask_again(struct html *h, const struct leaving *leaving)
{
    const struct request *r = leaving->reading.r;

    html_open(h, "form");
    html_set(h, "method", "get");
    html_attr(h, "action", r->path);
    keep_fields(h, &r->asked);
    html_literal(h, "<div class=\"f\">");
    label(h, "purpose", _("What it is given for"));
    purposes(h, leaving);
    html_literal(h, "</div><div class=\"f\">");
    label(h, "for", _("Who gets it: a kind, a kind and a name, or an id"));
    html_void(h, "input");
    html_set(h, "id", "for");
    html_set(h, "name", "for");
    html_set(h, "type", "text");
    html_attr(h, "value", leaving->recipient);
    html_literal(h, "</div><p>");
    html_element(h, "button", str_from_c(_("Ask again")));
    html_literal(h, "</p>");
    html_close(h, "form");
}

static void list_refusals(struct html *h, const struct leaving *leaving)
{
    const struct giving *giving = leaving->giving;
    struct buf line = {0};

    html_open(h, "ul");
    html_class(h, "plain");
    for (size_t i = 0; i < giving->answer.count; i++) {
        buf_reset(&line);
        refusal_line(&line, giving->arena, giving->archive, &giving->answer.refusals[i]);
        html_element(h, "li", str_trim(buf_str(&line)));
    }
    html_close(h, "ul");
    buf_release(&line);
    if (giving->refused > giving->answer.count) {
        html_open(h, "p");
        html_printf(h,
                    _n(giving->refused,
                       "%" PRIu64 " reason in all; the first ones are listed here.",
                       "%" PRIu64 " reasons in all; the first ones are listed here."),
                    giving->refused);
        html_close(h, "p");
    }
}

static void refuse(struct reply *out, struct leaving *leaving)
{
    struct page page = {0};
    struct page_head head = {
        .title = str_from_c(_("Nothing was given")),
        .lead = str_from_c(_("It tells of people who must have agreed to what it is "
                             "for and to who gets it. Not one byte was written."))};

    out->status = STATUS_DENIED;
    page_begin(&page, out, leaving->reading.r, &head);
    page_section(&page, "why", str_from_c(_("Why not")), STR(""));
    list_refusals(&page.h, leaving);
    page_section_end(&page);
    page_section(&page, "ask", str_from_c(_("What it is for, and who gets it")), STR(""));
    ask_again(&page.h, leaving);
    page_section_end(&page);
    page_end(&page);
}

enum err_code leaving_pass(bool *may, struct reply *out, struct leaving *leaving,
                           struct err *err)
{
    enum err_code code = giving_end(leaving->giving, err);

    *may = false;
    if (code != ERR_OK)
        return code;
    if (leaving->giving->refused > 0) {
        log_refusal(leaving);
        refuse(out, leaving);
        return ERR_OK;
    }
    code = reading_commit(&leaving->reading, err);
    *may = code == ERR_OK;
    return code;
}
