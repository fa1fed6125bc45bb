/* /help: the topics; /help/TOPIC: one of them. */

#include "base/message.h"
#include "web/help.h"
#include "web/page.h"
#include "web/pages.h"

static void write_topic(struct page *page, const struct help_topic *topic)
{
    const struct help_text *text = help_text(topic);

    html_open(&page->h, "li");
    page_help(page, topic->name, str_from_c(text->title));
    html_phrase(&page->h, "span", "src", str_from_c(text->lead));
    html_close(&page->h, "li");
}

enum err_code page_help_index(struct reply *out, struct request *r, struct err *err)
{
    struct page page;

    (void)err;
    page_begin(&page, out, r,
               &(struct page_head){
                   .part = PAGE_HELP,
                   .title = str_from_c(_("Help")),
                   .lead = str_from_c(_("How the record is read, entered and kept. Every "
                                        "page has a link to the topic that tells of "
                                        "it."))});
    page_section(&page, NULL, str_from_c(_("Topics")), STR(""));
    html_open(&page.h, "ul");
    html_class(&page.h, "plain");
    for (size_t i = 0; i < help_topic_count; i++)
        write_topic(&page, &help_topics[i]);
    html_close(&page.h, "ul");
    page_section_end(&page);
    page_end(&page);
    return ERR_OK;
}

static void write_part(struct page *page, const struct help_part *part)
{
    switch (part->kind) {
    case HELP_MARKUP:
        html_markup(&page->h, part->text, part->len);
        break;
    case HELP_MARK:
        mark_state(&page->h, part->mark, STR(""));
        break;
    case HELP_SECTION:
        page_section(page, part->id, str_from_c(part->text), str_from_c(part->note));
        break;
    case HELP_END:
        page_section_end(page);
        break;
    }
}

enum err_code page_help_topic(struct reply *out, struct request *r, struct err *err)
{
    const struct help_topic *topic = help_find(r->rest);
    const struct help_text *text;
    struct page page;

    if (!topic)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    text = help_text(topic);
    page_begin(&page, out, r,
               &(struct page_head){.part = PAGE_HELP,
                                   .title = str_from_c(text->title),
                                   .kick = str_from_c(_("Help")),
                                   .lead = str_from_c(text->lead)});
    for (size_t i = 0; i < text->count; i++)
        write_part(&page, &text->parts[i]);
    html_open(&page.h, "p");
    html_link(&page.h, STR("/help"), str_from_c(_("All topics of the help")));
    html_close(&page.h, "p");
    page_end(&page);
    return ERR_OK;
}
