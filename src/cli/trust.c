#include "cli/trust.h"

#include <fcntl.h>

#include "base/file.h"

void cli_files_add(struct cli_files *files, const char *name,
                   const struct argp_state *state)
{
    if (files->count == CLI_FILES_MAX) {
        cli_misuse(state, "at most %d of one kind, please", CLI_FILES_MAX);
        return;
    }
    files->names[files->count++] = name;
}

static const char *kind_words(enum timestamp_file kind)
{
    switch (kind) {
    case TIMESTAMP_CERTIFICATES:
        return "certificate (PEM or DER)";
    case TIMESTAMP_CRL:
        return "revocation list (PEM or DER)";
    case TIMESTAMP_OCSP:
        return "revocation answer (OCSP response, DER)";
    case TIMESTAMP_NOTHING:
        break;
    }
    return "such file";
}

enum err_code cli_files_read(struct str **out, struct cli *cli,
                             const struct cli_files *files, enum timestamp_file kind,
                             struct err *err)
{
    struct str *all = ARENA_ARRAY(&cli->arena, struct str, files->count);

    for (size_t i = 0; i < files->count; i++) {
        if (file_read(&all[i], &cli->arena, AT_FDCWD, files->names[i],
                      TIMESTAMP_MAX_BYTES, err) != ERR_OK)
            return err->code;
        if (timestamp_file_kind(all[i]) != kind)
            return err_set(err, ERR_INVALID, "\"%s\" is no %s", files->names[i],
                           kind_words(kind));
    }
    *out = all;
    return ERR_OK;
}

enum err_code cli_trust_open(struct timestamp_trust **out, struct cli *cli,
                             const struct cli_files *files, struct err *err)
{
    struct str *certificates = NULL;

    if (cli_files_read(&certificates, cli, files, TIMESTAMP_CERTIFICATES, err) != ERR_OK)
        return err->code;
    return timestamp_trust_open(out, certificates, files->count, true, err);
}
