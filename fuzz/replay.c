/* Runs one fuzz target over every file of its corpus, so that what the fuzzer once found
 * stays fixed without clang. */

#include <dirent.h>
#include <stdint.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_file(struct buf *out, const char *folder, const char *name)
{
    char path[4096];
    char chunk[65536];
    size_t got;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rbe");
    if (!file)
        return false;
    buf_reset(out);
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        buf_bytes(out, chunk, got);
    return fclose(file) == 0;
}

int main(int argc, char **argv)
{
    struct buf input = {0};
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, NULL, alphasort) : -1;
    int replayed = 0;

    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.' &&
            read_file(&input, argv[1], entries[i]->d_name)) {
            (void)LLVMFuzzerTestOneInput((const uint8_t *)buf_str(&input).ptr, input.len);
            printf("ok %d - %s\n", ++replayed, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    buf_release(&input);
    if (replayed == 0)
        printf("not ok 1 - the corpus is empty or missing\n");
    printf("1..%d\n", replayed > 0 ? replayed : 1);
    return replayed > 0 ? 0 : 1;
}
