#include "web/media.h"

#include <stddef.h>

struct shown {
    struct str type;
    enum media_way way;
    struct str sent;
};

static const struct shown list[] = {
    {STR_INIT("image/jpeg"), MEDIA_PICTURE, STR_INIT("image/jpeg")},
    {STR_INIT("image/png"), MEDIA_PICTURE, STR_INIT("image/png")},
    {STR_INIT("image/gif"), MEDIA_PICTURE, STR_INIT("image/gif")},
    {STR_INIT("image/webp"), MEDIA_PICTURE, STR_INIT("image/webp")},
    {STR_INIT("image/bmp"), MEDIA_PICTURE, STR_INIT("image/bmp")},
    {STR_INIT("video/mp4"), MEDIA_FILM, STR_INIT("video/mp4")},
    {STR_INIT("video/quicktime"), MEDIA_FILM, STR_INIT("video/mp4")},
    {STR_INIT("video/3gpp"), MEDIA_FILM, STR_INIT("video/3gpp")},
    {STR_INIT("video/3gpp2"), MEDIA_FILM, STR_INIT("video/3gpp2")},
    {STR_INIT("video/webm"), MEDIA_FILM, STR_INIT("video/webm")},
    {STR_INIT("video/x-matroska"), MEDIA_FILM, STR_INIT("video/webm")},
    {STR_INIT("application/ogg"), MEDIA_FILM, STR_INIT("video/ogg")},
    {STR_INIT("audio/mpeg"), MEDIA_SOUND, STR_INIT("audio/mpeg")},
    {STR_INIT("audio/mp4"), MEDIA_SOUND, STR_INIT("audio/mp4")},
    {STR_INIT("audio/aac"), MEDIA_SOUND, STR_INIT("audio/aac")},
    {STR_INIT("audio/flac"), MEDIA_SOUND, STR_INIT("audio/flac")},
    {STR_INIT("audio/wav"), MEDIA_SOUND, STR_INIT("audio/wav")},
    {STR_INIT("application/json"), MEDIA_TEXT, {0}},
    {STR_INIT("application/xml"), MEDIA_TEXT, {0}},
    {STR_INIT("application/xhtml+xml"), MEDIA_TEXT, {0}},
    {STR_INIT("image/svg+xml"), MEDIA_TEXT, {0}},
    {STR_INIT("message/rfc822"), MEDIA_TEXT, {0}},
};

struct media media_of(struct str type)
{
    const struct media text = {MEDIA_TEXT, STR("text/plain; charset=utf-8")};
    const struct media save = {MEDIA_SAVE, STR("application/octet-stream")};

    if (str_starts_with(type, STR("text/")))
        return text;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        if (!str_equal(list[i].type, type))
            continue;
        if (list[i].way == MEDIA_TEXT)
            return text;
        return (struct media){list[i].way, list[i].sent};
    }
    return save;
}
