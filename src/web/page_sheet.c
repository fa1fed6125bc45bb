#include "web/page_sheet.h"

#include "base/message.h"
#include "record/roles.h"
#include "web/visitor.h"

void page_sheet_start(struct sheet_html *out, struct page *page, struct reading *reading)
{
    unsigned roles = reading->is_reader ? 0 : page->r->visitor->roles;

    sheet_html_start(out, &page->h, &reading->sheet, page_href(page->r, STR("")));
    if (reading->sheet.as_of.is_now) {
        out->may_record = roles_suffice(roles, ROLE_RECORDER);
        out->may_review = roles_suffice(roles, ROLE_REVIEWER);
    }
    if (!reading->is_unlogged)
        return;
    page_box(page, PAGE_BOX_NOTE);
    html_element(&page->h, "p",
                 str_from_c(_("Something of this is not open to everybody, and this "
                              "machine cannot record that it was read: nobody can see "
                              "later who did.")));
    page_box_end(page);
}
