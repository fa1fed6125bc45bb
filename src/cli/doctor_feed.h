#ifndef CLI_DOCTOR_FEED_H
#define CLI_DOCTOR_FEED_H

#include "cli/doctor.h"

struct store_place;

/* A feed whose key lies on this machine: does the last note signed fit the folder? */
void doctor_own_feed(struct doctor *d, struct str feed, const struct store_place *key);

/* What the statements themselves tell: imports that did not end, a clock that went back.
 */
void doctor_contents(struct doctor *d);

#endif
