#include "places/countries.h"

/* The row that begins with code: codes never repeat, and nothing else has two capitals
 * behind a line feed and before a tab. */
static struct str row_of(struct str code)
{
    struct str rest = {(const char *)countries_bytes, countries_bytes_len};

    while (rest.len > 0) {
        struct str row = str_cut(&rest, '\n');

        if (str_equal(str_cut(&row, '\t'), code))
            return row;
    }
    return STR("");
}

bool country_names(struct str names[COUNTRY_LANGUAGES], struct str code)
{
    struct str row = code.len == 2 ? row_of(code) : STR("");

    if (row.len == 0)
        return false;
    for (size_t i = 0; i < COUNTRY_LANGUAGES; i++)
        names[i] = str_cut(&row, '\t');
    return true;
}
