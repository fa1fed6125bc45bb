#ifndef WEB_SHOWN_H
#define WEB_SHOWN_H

/*
 * What the server remembers, until it stops, of what a visitor looked at: how many
 * distressing pictures today, whether all pictures are to be covered, and whose bytes are
 * being read and were logged as read a moment ago (a film is asked for in many pieces; a
 * page for entering asks at every pause). It is written nowhere and given to nobody.
 */

#include <stdbool.h>

#include "record/ref.h"
#include "web/request.h"

enum { SHOWN_SECONDS = 600 }; /* of one reading */

/* Each counts once a day, however often it is opened. */
void shown_opened(const struct request *r, struct str sha256);
unsigned shown_today(const struct request *r);

bool shown_covers_all(const struct request *r);
void shown_set_covers_all(const struct request *r, bool covers);

/* Whether this visit's reading of the object was logged within SHOWN_SECONDS. */
bool shown_is_logged(const struct request *r, struct ref object);
void shown_set_logged(const struct request *r, struct ref object);

/* Whether this visit's page for entering was given the answers about these (whom, what:
 * one text), and that was logged, within SHOWN_SECONDS. What the browser says of it is
 * not enough: whoever asks otherwise would be shown without a line in the log. */
bool shown_is_answered(const struct request *r, struct str about);
void shown_set_answered(const struct request *r, struct str about);

#endif
