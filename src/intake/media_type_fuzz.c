#include <assert.h>
#include <stdint.h>

#include "base/text.h"
#include "intake/media_type.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* What is called text is text; what begins with a NUL byte never is. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str head = {(const char *)bytes, len};
    struct str type = str_from_c(media_type(head, STR("a.csv")));

    assert(str_find(type, '/', 0) < type.len);
    if (len > 0 && len < MEDIA_TYPE_LOOK && str_starts_with(type, STR("text/")))
        assert(utf8_is_valid(head) || bytes[0] >= 0xfe);
    if (len > 0 && bytes[0] == 0)
        assert(!str_starts_with(type, STR("text/")));
    return 0;
}
