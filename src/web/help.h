#ifndef WEB_HELP_H
#define WEB_HELP_H

/*
 * What the pages say about themselves: texts of web/help/, one file a topic and language,
 * which tools/embed-help.py makes part of the program.
 */

#include "base/str.h"
#include "sheet/marks.h"

enum help_kind {
    HELP_MARKUP,  /* of ours: text is written as it is */
    HELP_MARK,    /* a sign with its word */
    HELP_SECTION, /* begins: text is its heading */
    HELP_END      /* of the section */
};

struct help_part {
    enum help_kind kind;
    const char *text;
    size_t len;
    const char *id;
    const char *note;
    enum mark mark;
};

struct help_text {
    const char *title;
    const char *lead;
    const struct help_part *parts;
    size_t count;
};

enum { HELP_ENGLISH, HELP_UKRAINIAN, HELP_LANGUAGES };

struct help_topic {
    const char *name;
    struct help_text texts[HELP_LANGUAGES];
};

extern const struct help_topic help_topics[];
extern const size_t help_topic_count;

/* NULL: there is no such topic. */
const struct help_topic *help_find(struct str name);

/* In the language of the calling thread. */
const struct help_text *help_text(const struct help_topic *topic);

#endif
