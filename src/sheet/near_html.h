#ifndef SHEET_NEAR_HTML_H
#define SHEET_NEAR_HTML_H

/* Texts that say nearly the same, on a page. Whoever shows it puts the frame of what a
 * machine made around it. */

#include "format/html.h"
#include "sheet/near.h"

/* A list: which file, how much, what is known of the two sources. with: the address of a
 * page that shows the two side by side, to which the other's reference is added; empty:
 * no such link. query: "?as-of=…" for links, or empty. */
void near_html_list(struct html *h, const struct sheet *sheet,
                    const struct near_sheet *near, struct str with, struct str query);

/* The stretches that both have, in two columns. */
void near_html_runs(struct html *h, const struct sheet *sheet,
                    const struct near_item *item);

#endif
