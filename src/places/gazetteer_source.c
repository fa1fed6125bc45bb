#include "places/gazetteer_source.h"

#include "places/gazetteer_view.h"

enum err_code gazetteer_entry_read(struct gazetteer_entry *out, struct arena *arena,
                                   struct gazetteers *gazetteers,
                                   const struct gazetteer_source *source, struct err *err)
{
    struct gazetteer_members members = {0};
    const struct gazetteer_member *member;
    size_t at;

    if (gazetteer_member(&at, &members, arena, gazetteers, source->ref, err) != ERR_OK)
        return err->code;
    member = &members.items[at];
    *out = (struct gazetteer_entry){
        .from = &gazetteers->infos[source->ref.gazetteer],
        .code = member->code,
        .parent = member->parent,
        .class_ = member->class_,
        .has_point = member->has_point,
        .point = member->point,
        .names = member->names,
        .name_count = member->name_count,
    };
    return ERR_OK;
}
