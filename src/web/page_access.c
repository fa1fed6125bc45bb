#include "web/page_access.h"

#include "base/message.h"

enum {
    BAD_REQUEST = 400,
    FORBIDDEN = 403,
    NOT_FOUND = 404,
    NOT_ALLOWED = 405,
    CONFLICT = 409,
    NO_LENGTH = 411,
    TOO_LARGE = 413,
    TOO_MANY = 429,
    BROKEN = 500,
    BUSY = 503
};

static void write_error(struct page *page, const char *field, struct str error)
{
    if (error.len > 0)
        page_errors(page, &(struct page_error){field, error}, 1);
}

static void write_sign_in_form(struct page *page, const struct sign_in_facts *facts)
{
    page_form(page, STR("/sign-in"), false);
    page_hidden(page, "back", facts->back);
    if (facts->member_count > 0)
        page_select(page,
                    &(struct page_field){.name = "member",
                                         .label = str_from_c(_("Member")),
                                         .value = facts->member,
                                         .complete = "username"},
                    facts->members, facts->member_count);
    page_input(page, &(struct page_field){.name = "passphrase",
                                          .type = "password",
                                          .label = str_from_c(_("Passphrase or PIN")),
                                          .error = facts->error,
                                          .complete = "current-password",
                                          .is_needed = true});
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, NULL, str_from_c(_("Sign in")));
    page_acts_end(page);
    page_form_end(page);
}

void page_sign_in(struct reply *out, struct request *r, const struct sign_in_facts *facts)
{
    struct page page;

    page_begin(&page, out, r, &(struct page_head){.title = str_from_c(_("Sign in"))});
    write_error(&page, facts->has_locks ? "passphrase" : NULL, facts->error);
    if (facts->has_locks)
        write_sign_in_form(&page, facts);
    else
        html_element(&page.h, "p",
                     str_from_c(_("Open the address that “stele serve” printed last. It "
                                  "works once: the next one is printed when it was "
                                  "used.")));
    page_end(&page);
}

void page_why(struct reply *out, struct request *r, const struct why_facts *facts)
{
    struct page page;

    page_begin(
        &page, out, r,
        &(struct page_head){
            .title = str_from_c(_("Why do you open this?")),
            .lead = str_from_c(_("What you asked for is not open to everybody. Say in a "
                                 "few words why you need it: your reason is kept in the "
                                 "log of access, sealed, with your name and the day.")),
            .help = "access"});
    write_error(&page, "why", facts->error);
    page_form(&page, STR("/why"), false);
    page_hidden(&page, "back", facts->back);
    page_input(&page,
               &(struct page_field){
                   .name = "why",
                   .label = str_from_c(_("Reason")),
                   .hint = str_from_c(_("It stands for everything that you read until "
                                        "you sign out.")),
                   .error = facts->error,
                   .value = facts->typed,
                   .is_full = true,
                   .is_needed = true});
    page_acts(&page);
    page_button(&page, PAGE_BUTTON_MAIN, NULL, str_from_c(_("Go on")));
    page_acts_end(&page);
    page_form_end(&page);
    page_end(&page);
}

struct refusal {
    int status;
    const char *title;
    const char *lead;
};

static const struct refusal refusals[] = {
    {BAD_REQUEST, N_("This cannot be understood"),
     N_("Something in the address or in the form is not as it must be. Nothing was "
        "recorded.")},
    {FORBIDDEN, N_("This is not for you to do"),
     N_("Nothing was recorded and nothing was shown.")},
    {NOT_FOUND, N_("There is nothing here"),
     N_("The address may be mistyped, or what it names is not in this archive, or not as "
        "of the day that you asked for.")},
    {NOT_ALLOWED, N_("This cannot be done here"),
     N_("The address answers other requests than this one.")},
    {CONFLICT, N_("Somebody else was faster"),
     N_("What this would have changed has changed meanwhile. Nothing was recorded: look "
        "at it again and decide anew.")},
    {NO_LENGTH, N_("How long it is was not said"),
     N_("A piece of a file says first how many bytes will come. Nothing was recorded.")},
    {TOO_LARGE, N_("This is too much at once"),
     N_("It is larger than what is taken here. Nothing was recorded.")},
    {TOO_MANY, N_("Too many tries"), N_("Wait a minute, then try again.")},
    {BROKEN, N_("Something is wrong with the archive or the machine"),
     N_("Nothing was recorded. “stele doctor” says what is wrong and what to do.")},
    {BUSY, N_("The server is busy"), N_("Nothing was recorded. Try again in a moment.")},
};

/* Of a status without words of its own: those of the general case. */
static const struct refusal *refusal_of(int status)
{
    const size_t count = sizeof refusals / sizeof refusals[0];
    int general = status >= BROKEN ? BROKEN : BAD_REQUEST;
    const struct refusal *found = &refusals[0];

    for (size_t i = 0; i < count; i++) {
        if (refusals[i].status == status)
            return &refusals[i];
        if (refusals[i].status == general)
            found = &refusals[i];
    }
    return found;
}

static void write_refusal(struct reply *out, struct request *r, int status,
                          struct str detail)
{
    const struct refusal *refusal = refusal_of(status);
    struct page page;

    buf_reset(&out->body);
    out->status = status;
    if (r->is_script) {
        html_start(&page.h, &out->body);
        html_phrase(&page.h, "p", "msg",
                    detail.len > 0 ? detail : str_from_c(_(refusal->title)));
        html_end(&page.h);
        return;
    }
    page_begin(&page, out, r,
               &(struct page_head){.title = str_from_c(_(refusal->title)),
                                   .lead = str_from_c(_(refusal->lead))});
    if (detail.len > 0) {
        page_box(&page, PAGE_BOX_NOTE);
        html_element(&page.h, "p", detail);
        page_box_end(&page);
    }
    page_end(&page);
}

static int status_of(enum err_code code)
{
    switch (code) {
    case ERR_INVALID:
        return BAD_REQUEST;
    case ERR_NOT_FOUND:
        return NOT_FOUND;
    case ERR_DENIED:
        return FORBIDDEN;
    case ERR_CONFLICT:
        return CONFLICT;
    case ERR_LIMIT:
        return TOO_LARGE;
    case ERR_OK:
    case ERR_CORRUPT:
    case ERR_IO:
        break;
    }
    return BROKEN;
}

void page_error(struct reply *out, struct request *r, const struct err *err)
{
    write_refusal(out, r, status_of(err->code),
                  r->visitor ? str_from_c(err->message) : STR(""));
}

void page_refusal(struct reply *out, struct request *r, int status)
{
    write_refusal(out, r, status, STR(""));
}
