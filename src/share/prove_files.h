#ifndef SHARE_PROVE_FILES_H
#define SHARE_PROVE_FILES_H

/*
 * A proof (prove.h) as files in memory, and all of them as one tar archive (POSIX.1-1988
 * ustar), for whoever has no folder to put them in.
 */

#include "base/buf.h"
#include "share/prove.h"

/* Without the objects' bytes a proof is small; a folder that is larger is refused. */
enum { PROVE_FILES_MAX = 4096, PROVE_BYTES_MAX = 64 << 20 };

struct prove_file {
    struct str path; /* "statement.tlog-proof", "archive/statement.json" */
    struct str bytes;
};

struct prove_files {
    struct prove_file *items; /* in the order of their paths */
    size_t count;
};

/* archive_folder: as archive_folder() says. request->folder is not looked at, and
 * request->with_object must be false. Everything lives in arena. */
MUST_USE enum err_code prove_files(struct prove_files *out, struct prove_result *result,
                                   struct arena *arena, const char *archive_folder,
                                   const struct prove_request *request, struct err *err);

/* NULL where there is none of that path. */
const struct prove_file *prove_file_named(const struct prove_files *files,
                                          struct str path);

/* Appends the archive; folder is put before every path. The same files give the same
 * bytes. ERR_LIMIT: a path that the format has no room for. */
MUST_USE enum err_code prove_tar(struct buf *out, const struct prove_files *files,
                                 struct str folder, struct err *err);

#endif
