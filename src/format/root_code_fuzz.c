#include <stdlib.h>

#include "format/root_code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Property: a code that was read, shown and read again is the same code. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct root_code code = {{0}};
    struct root_code again = {{0}};
    struct root_code_shown shown;
    struct err err = {0};

    if (root_code_parse(&code, (struct str){(const char *)data, size}, &err) != ERR_OK)
        return 0;
    shown = root_code_show(&code);
    if (root_code_parse(&again, str_from_c(shown.text), &err) != ERR_OK ||
        !root_code_equal(&code, &again))
        abort();
    return 0;
}
