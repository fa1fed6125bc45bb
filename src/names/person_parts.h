#ifndef NAMES_PERSON_PARTS_H
#define NAMES_PERSON_PARTS_H

/*
 * A person's name taken apart into what is compared: given names, patronymics, initials,
 * and everything else (family names, by-names), each halves of a hyphenated name by
 * itself. Of Arabic names "Abd" and one of God's names are one part, so are Abu or Umm
 * and what follows, and what goes with al-Din; the article is set aside, and the words
 * for son and daughter too. Only for person.c.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "names/given.h"

/* What is more is left out: no name is compared by its eleventh part. */
enum { PERSON_PARTS_MOST = 10, PERSON_JOINED_BYTES = 512 };

enum part_kind { PART_FAMILY, PART_GIVEN, PART_PATRONYMIC, PART_INITIAL };

struct person_part {
    struct str text;          /* in the name itself, or in joined */
    struct given_names given; /* of a patronymic: of the father */
    uint8_t kind;             /* enum part_kind */
    bool is_half;             /* of a name written with a hyphen */
    bool has_article;
};

struct person_parts {
    struct person_part at[PERSON_PARTS_MOST];
    size_t count;
    bool has_chain; /* a word for son or daughter was set aside */
    char joined[PERSON_JOINED_BYTES];
    size_t joined_len;
};

/* out points into name and into itself: it is not to be copied. */
void person_parts_of(struct person_parts *out, struct str name);

#endif
