#include "base/message.h"
#include "record/member.h"
#include "web/exchange.h"
#include "web/page.h"
#include "web/page_access.h"
#include "web/pages.h"
#include "web/target.h"
#include "web/visitor.h"
#include "web/visits.h"

/* Who comes in, and what they say of themselves. */

/* Where to go on to: a page of ours, and not the door again. */
static struct str way_back(const struct fields *fields)
{
    struct str back = fields_get(fields, STR("back"));

    if (!target_is_ours(back) || str_starts_with(back, STR("/sign-")) ||
        str_starts_with(back, STR("/why")))
        return STR("/");
    return back;
}

/* Whoever was in with this browser is not any more: its cookie is another one now. */
static void go_in(struct reply *out, struct request *r, struct str cookie,
                  struct str back)
{
    struct exchange *x = exchange_of(r);

    if (x->visit)
        visit_end(x->site->visits, x->visit);
    out->cookie = cookie;
    reply_go_to(out, arena_str(r->arena, back));
}

/* --- signing in --- */

static enum err_code show_sign_in(struct reply *out, struct request *r,
                                  struct sign_in_facts *facts, struct err *err)
{
    struct page_choice *choices;
    struct str *ids = NULL;
    size_t count = 0;

    if (visits_members(&ids, &count, r->arena, exchange_of(r)->site->visits, err) !=
        ERR_OK)
        return err->code;
    choices = ARENA_ARRAY(r->arena, struct page_choice, count);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct page_choice){.value = ids[i], .label = ids[i]};
    facts->has_locks = count > 0;
    facts->members = choices;
    facts->member_count = count > 1 ? count : 0; /* of one there is nothing to choose */
    page_sign_in(out, r, facts);
    return ERR_OK;
}

enum err_code door_sign_in(struct reply *out, struct request *r, struct err *err)
{
    struct exchange *x = exchange_of(r);
    struct sign_in_facts facts = {.back = way_back(&r->asked)};
    struct str key = fields_get(&r->asked, STR("key"));
    struct str cookie = {0};
    struct err why = {0};

    /* HEAD is a look beforehand of some program, and must not use the key up. */
    if (str_equal(x->head.method, STR("GET")) && key.len > 0 &&
        visits_use_key(&cookie, r->arena, x->site->visits, key, &why) == ERR_OK) {
        go_in(out, r, cookie, facts.back);
        return ERR_OK;
    }
    exchange_speak(x);             /* the terminal was told of it in its own */
    if (key.len > 0 && x->visit) { /* the same link again: they are in already */
        reply_go_to(out, facts.back);
        return ERR_OK;
    }
    if (key.len > 0)
        facts.error = str_from_c(_("This address was used already, or is an old one."));
    return show_sign_in(out, r, &facts, err);
}

enum err_code door_sign_in_post(struct reply *out, struct request *r, struct err *err)
{
    struct exchange *x = exchange_of(r);
    struct sign_in_facts facts = {.back = way_back(&r->form),
                                  .member = fields_get(&r->form, STR("member"))};
    struct str cookie = {0};
    struct err why = {0};
    enum err_code code =
        visits_sign_in(&cookie, r->arena, x->site->visits, str_trim(facts.member),
                       fields_get(&r->form, STR("passphrase")), &why);

    if (code == ERR_OK) {
        go_in(out, r, cookie, facts.back);
        return ERR_OK;
    }
    exchange_note_refusal(x, code == ERR_LIMIT ? "sign-in-limit" : "sign-in");
    facts.error =
        code == ERR_LIMIT
            ? str_from_c(_("There were too many wrong tries: wait half a minute, "
                           "then try again."))
            : str_from_c(_("This passphrase is not the right one."));
    out->status = code == ERR_LIMIT ? 429 : 403;
    return show_sign_in(out, r, &facts, err);
}

enum err_code door_sign_out(struct reply *out, struct request *r, struct err *err)
{
    (void)err;
    go_in(out, r, STR("-"), STR("/sign-in"));
    return ERR_OK;
}

/* --- what they say --- */

enum err_code door_why(struct reply *out, struct request *r, struct err *err)
{
    (void)err;
    page_why(out, r, &(struct why_facts){.back = way_back(&r->asked)});
    return ERR_OK;
}

enum err_code door_why_post(struct reply *out, struct request *r, struct err *err)
{
    struct exchange *x = exchange_of(r);
    struct why_facts facts = {.back = way_back(&r->form),
                              .typed = str_trim(fields_get(&r->form, STR("why")))};

    (void)err;
    if (facts.typed.len == 0) {
        facts.error = str_from_c(_("Say why you need to read this."));
        page_why(out, r, &facts);
        return ERR_OK;
    }
    visit_set_why(x->site->visits, x->visit, facts.typed);
    reply_go_to(out, facts.back);
    return ERR_OK;
}

enum err_code door_language(struct reply *out, struct request *r, struct err *err)
{
    struct str to = fields_get(&r->asked, STR("to"));

    if (!str_equal(to, STR("uk")) && !str_equal(to, STR("en")))
        return err_set(err, ERR_INVALID, "the pages speak English and Ukrainian");
    out->language = to;
    reply_go_to(out, fields_has(&r->asked, STR("back")) &&
                             target_is_ours(fields_get(&r->asked, STR("back")))
                         ? fields_get(&r->asked, STR("back"))
                         : STR("/"));
    return ERR_OK;
}
