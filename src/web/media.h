#ifndef WEB_MEDIA_H
#define WEB_MEDIA_H

/*
 * How the bytes of a preserved file may be shown, and under which type. Our own list:
 * what a file, or whoever sent it, says of itself decides nothing. What is not in it, and
 * what browsers run or render as a document (HTML, SVG, PDF, office), is text or a file
 * to be saved.
 */

#include "base/str.h"

enum media_way {
    MEDIA_SAVE, /* as a file only */
    MEDIA_TEXT, /* as plain text, whatever it is written in */
    MEDIA_PICTURE,
    MEDIA_FILM,
    MEDIA_SOUND
};

struct media {
    enum media_way way;
    struct str type; /* sent with the bytes */
};

/* type: as media_type() of intake has it. */
struct media media_of(struct str type);

#endif
