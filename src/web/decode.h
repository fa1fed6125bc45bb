#ifndef WEB_DECODE_H
#define WEB_DECODE_H

#include <stdbool.h>

#include "base/str.h"

/* The byte that "%41" at text[at] stands for; false where no two hex digits follow. */
bool decode_byte(char *out, struct str text, size_t at);

#endif
