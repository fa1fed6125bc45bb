#ifndef SHEET_SHEET_HTML_H
#define SHEET_SHEET_HTML_H

/*
 * Sheets as HTML, the twins of the *_text writers: the same gathered structures, the same
 * sentences, set as a page. The server, packages and prints write them; what only a
 * server has (forms, navigation) is not here.
 *
 *     sheet_html_start(&s, h, sheet, query)
 *     entity_html_head(&s, &entity) ...
 *     sheet_html_end(&s)
 */

#include "sheet/entity_sheet.h"
#include "sheet/history.h"
#include "sheet/rich.h"
#include "sheet/statement_sheet.h"

struct sheet_html {
    struct html *h;
    struct rich rich;
    struct sheet_writer w; /* words for a page, and what was written out already */
    struct buf line;       /* empty between calls */
    bool may_record;       /* links to what may be done stand with what it is done to */
    bool may_review;
};

/* query: "?as-of=…" for every link, or empty. All but out live longer. */
void sheet_html_start(struct sheet_html *out, struct html *h, const struct sheet *sheet,
                      struct str query);
void sheet_html_end(struct sheet_html *s);

/* A section with its heading in the margin. id may be NULL, note empty. */
void sheet_html_section(struct sheet_html *s, const char *id, const char *title,
                        const char *note);
void sheet_html_section_end(struct sheet_html *s);

/* A claim table: the columns of every list of claims. caption may be empty. */
void claim_html_table(struct sheet_html *s, struct str caption);
void claim_html_table_end(struct sheet_html *s);
/* Rows that belong together, joined by a double edge where they may not all be true. */
void claim_html_group(struct sheet_html *s, bool in_conflict);
void claim_html_group_end(struct sheet_html *s);
/* names_subject: as where a claim speaks of the sheet's subject: about what it is comes
 * first. */
void claim_html_row(struct sheet_html *s, const struct sheet_claim *claim,
                    bool names_subject);

/* A line over all columns: a heading, or what there is to say of several claims. */
void claim_html_line(struct sheet_html *s, const char *names);
void claim_html_line_end(struct sheet_html *s);

/* The words, where they stand, and the hands they came through; the second time only
 * which they are. */
void passage_html(struct sheet_html *s, size_t passage);

/* Pairs of one property (empty: all): those that may conflict, and those that only look
 * so; each a line of the table. */
void contradictions_html(struct sheet_html *s, const struct contradiction_list *list,
                         struct str property);
bool contradictions_has(const struct contradiction_list *list, struct str property);

/* Of a sheet of an entity, in the order of the page. */
void entity_html_head(struct sheet_html *s, const struct entity_sheet *e);
void entity_html_claims(struct sheet_html *s, const struct entity_sheet *e,
                        struct str next); /* where further claims are; or empty */
void entity_html_incoming(struct sheet_html *s, const struct entity_sheet *e,
                          struct str all); /* where all of them are; or empty */
/* all: where it is told, where it was not looked for; or empty. */
void entity_html_within(struct sheet_html *s, const struct entity_sheet *e,
                        struct str all);
void entity_html_allegations(struct sheet_html *s, const struct entity_sheet *e);
void entity_html_passages(struct sheet_html *s, const struct entity_sheet *e);
void entity_html_sources(struct sheet_html *s, const struct entity_sheet *e);
void entity_html_missing(struct sheet_html *s, const struct entity_sheet *e);

void statement_html_head(struct sheet_html *s, const struct statement_sheet *st);
void statement_html(struct sheet_html *s, const struct statement_sheet *st);

/* Everything that was recorded, in order. */
void history_html(struct sheet_html *s, const struct history *history);

/* What became of the claims on a sheet: what corrected or judged them, the newest first.
 * All of it is in the history. */
enum { ENTITY_CHANGES = 12 };
void entity_html_changes(struct sheet_html *s, const struct entity_sheet *e);

#endif
