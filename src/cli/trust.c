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

static enum err_code refuse_kind(const char *name, enum timestamp_file kind,
                                 struct err *err)
{
    switch (kind) {
    case TIMESTAMP_CERTIFICATES:
        return err_set(err, ERR_INVALID, "\"%s\" is no certificate (PEM or DER)", name);
    case TIMESTAMP_CRL:
        return err_set(err, ERR_INVALID, "\"%s\" is no revocation list (PEM or DER)",
                       name);
    case TIMESTAMP_OCSP:
        return err_set(err, ERR_INVALID,
                       "\"%s\" is no revocation answer (OCSP response, DER)", name);
    case TIMESTAMP_NOTHING:
        break;
    }
    return err_set(err, ERR_INVALID, "\"%s\" is no such file", name);
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
            return refuse_kind(files->names[i], kind, err);
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
