/*
 * Makes a compartment in an archive and keeps its key on this machine for a member, as
 * `stele seal new` does, with a key that the test knows:
 *
 *   compartment FOLDER NAME KEY-FILE MEMBER RECIPIENT
 */

#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "record/archive.h"
#include "record/keyring.h"
#include "store/store.h"

static struct arena arena;
static struct err err;

static void must(enum err_code code)
{
    if (code == ERR_OK)
        return;
    (void)fprintf(stderr, "compartment: %s\n", err.message);
    exit(3); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static struct str announce(const char *folder, const char *name,
                           const struct age_identity *secret)
{
    struct archive *archive = NULL;
    struct value draft = value_object();
    char key[AGE_RECIPIENT_LEN + 1];
    struct str id;

    age_recipient_text(key, secret->public);
    must(archive_open(&archive, folder, ARCHIVE_WRITE, &err));
    id = archive_new_id(archive, &arena);
    value_set(&draft, &arena, STR("kind"), value_string(STR("compartment")));
    value_set(&draft, &arena, STR("id"), value_string(id));
    value_set(&draft, &arena, STR("epoch"), value_integer(1));
    value_set(&draft, &arena, STR("name"), value_string(str_from_c(name)));
    value_set(&draft, &arena, STR("key"), value_string(str_from_c(key)));
    must(archive_begin(archive, &err));
    must(archive_add(archive, NULL, &draft, &err));
    must(archive_commit(archive, &err));
    archive_close(archive);
    return id;
}

int main(int argc, char **argv)
{
    uint8_t recipient[1][AGE_KEY_BYTES];
    struct age_identity secret = {0};
    struct store *store = NULL;
    struct str text = {0};
    struct str id;

    if (argc != 6 || !age_recipient_parse(recipient[0], str_from_c(argv[5])))
        return 2;
    must(file_read(&text, &arena, AT_FDCWD, argv[3], 4096, &err));
    if (!age_identity_parse(&secret, str_trim(text)))
        return 2;
    id = announce(argv[1], argv[2], &secret);
    must(store_open(&store, argv[1], &err));
    must(keyring_give(store, id, 1, &secret, str_from_c(argv[4]),
                      (const uint8_t(*)[AGE_KEY_BYTES])recipient, &err));
    store_close(store);
    printf(STR_FMT "\n", STR_ARG(id));
    arena_free(&arena);
    return 0;
}
