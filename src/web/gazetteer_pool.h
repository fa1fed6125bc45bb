#ifndef WEB_GAZETTEER_POOL_H
#define WEB_GAZETTEER_POOL_H

/*
 * The gazetteers of this machine, open: opening them costs more than asking them. One
 * request has one at a time; those that are given back wait for the next. When a
 * gazetteer was imported or removed meanwhile, they are opened anew.
 */

#include "places/gazetteer.h"

MUST_USE enum err_code gazetteer_borrow(struct gazetteers **out, struct arena *arena,
                                        struct err *err);
void gazetteer_return(struct gazetteers *gazetteers);

#endif
