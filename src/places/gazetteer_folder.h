#ifndef PLACES_GAZETTEER_FOLDER_H
#define PLACES_GAZETTEER_FOLDER_H

/* Which gazetteers lie in a folder. Apart from the rest because <dirent.h> has a NAME_MAX
 * of its own. */

#include "places/gazetteer.h"

/* With name, path and is_shipped only. */
struct gazetteer_files {
    struct gazetteer_info *infos;
    size_t count;
};

/* Adds those whose names are not there yet. A folder that is missing holds none. */
MUST_USE enum err_code gazetteer_files_in(struct gazetteer_files *list,
                                          struct arena *arena, struct str folder,
                                          bool is_shipped, struct err *err);

#endif
