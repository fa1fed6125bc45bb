#include "web/media.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_way(const char *type, enum media_way way, const char *sent)
{
    struct media media = media_of(str_from_c(type));

    assert_int_equal(media.way, way);
    assert_true(str_equal(media.type, str_from_c(sent)));
}

static void test_what_may_be_shown(void **state)
{
    (void)state;
    assert_way("image/jpeg", MEDIA_PICTURE, "image/jpeg");
    assert_way("video/quicktime", MEDIA_FILM, "video/mp4");
    assert_way("audio/wav", MEDIA_SOUND, "audio/wav");
}

/* What a browser would run or render as a document never keeps its type. */
static void test_what_never_runs(void **state)
{
    static const char *const texts[] = {"text/html", "image/svg+xml", "text/xml",
                                        "application/xhtml+xml", "text/javascript"};
    static const char *const files[] = {"application/pdf",
                                        "application/javascript",
                                        "application/x-ole-storage",
                                        "image/tiff",
                                        "",
                                        "image/jpeg; x",
                                        "IMAGE/SVG+XML",
                                        "multipart/x-mixed-replace"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_way(texts[i], MEDIA_TEXT, "text/plain; charset=utf-8");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_way(files[i], MEDIA_SAVE, "application/octet-stream");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_may_be_shown),
        cmocka_unit_test(test_what_never_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
