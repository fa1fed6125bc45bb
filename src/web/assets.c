#include "web/assets.h"

#include <assert.h>

const struct asset *asset_find(struct str name)
{
    for (size_t i = 0; i < asset_count; i++)
        if (str_equal(str_from_c(assets[i].name), name))
            return &assets[i];
    return NULL;
}

struct str asset_href(const char *name)
{
    const struct asset *asset = asset_find(str_from_c(name));

    assert(asset);
    return str_from_c(asset ? asset->href : "");
}

/* The whole address has to be right: an old digest is another file. */
enum err_code page_asset(struct reply *out, struct request *r, struct err *err)
{
    for (size_t i = 0; i < asset_count; i++) {
        if (!str_equal(str_from_c(assets[i].href), r->path))
            continue;
        out->kind = REPLY_ASSET;
        out->type = str_from_c(assets[i].type);
        buf_bytes(&out->body, assets[i].bytes, assets[i].len);
        return ERR_OK;
    }
    return err_set(err, ERR_NOT_FOUND, "there is no such page");
}
