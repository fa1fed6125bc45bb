/*
 * Our half of the check against Go's own log packages (tests/interop.sh). The
 * log is that of the test vector of format.md 3.5, which both sides make for
 * themselves. Proofs pass between them as lines of text:
 *
 *   root SIZE HEX            includes SIZE INDEX HEX*            extends NEW OLD HEX*
 *
 *   log_interop make         writes our roots and proofs
 *   log_interop check        reads the other side's, fails at the first that is wrong
 *   log_interop publish DIR  writes the log as tiles, with checkpoint and one proof
 */

#include <errno.h>
#include <sys/stat.h>

#include "format/entry.h"
#include "format/proof.h"
#include "log/signed_note.h"
#include "log/tiles.h"
#include "log/tree_fixture.h"

enum { SIZE = 70000, EXHAUSTIVE_SIZE = 300, PROVED = 12345 };

static const uint64_t sizes[] = {65535, 65536, 65537, SIZE};
enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0] };

static struct tree_fixture tree;
static struct merkle_source source = {tree_fixture_read, &tree};
static unsigned long long holding;

static void fail(const char *what)
{
    (void)fprintf(stderr, "log_interop: %s\n", what);
    _exit(1);
}

static void require(enum err_code code, const struct err *err)
{
    if (code != ERR_OK)
        fail(err->message);
}

static struct merkle_head head_of(uint64_t size)
{
    struct merkle_edge edge = {0};
    struct err err = {0};

    require(merkle_edge_read(&edge, &source, size, &err), &err);
    return merkle_edge_head(&edge, tree.h);
}

static void print_hashes(const struct digest *hashes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf(" %s", digest_text(&hashes[i]).hex);
    printf("\n");
}

static void print_root(uint64_t size)
{
    struct merkle_head head = head_of(size);

    printf("root %llu", (unsigned long long)size);
    print_hashes(&head.root, 1);
}

static void print_inclusion(uint64_t size, uint64_t index)
{
    struct merkle_proof proof = {0};
    struct err err = {0};

    require(merkle_prove_inclusion(&proof, tree.h, &source, index, size, &err), &err);
    printf("includes %llu %llu", (unsigned long long)size, (unsigned long long)index);
    print_hashes(proof.hashes, proof.count);
}

static void print_extension(uint64_t newer, uint64_t older)
{
    struct merkle_proof proof = {0};
    struct err err = {0};

    require(merkle_prove_consistency(&proof, tree.h, &source, older, newer, &err), &err);
    printf("extends %llu %llu", (unsigned long long)newer, (unsigned long long)older);
    print_hashes(proof.hashes, proof.count);
}

static void make_proofs(void)
{
    for (uint64_t size = 1; size <= EXHAUSTIVE_SIZE; size++) {
        print_root(size);
        for (uint64_t i = 0; i < size; i++) {
            print_inclusion(size, i);
            print_extension(size, i + 1);
        }
    }
    for (size_t n = 0; n < SIZE_COUNT; n++) {
        print_root(sizes[n]);
        for (uint64_t i = 0; i < sizes[n]; i += 1 + i / 7) {
            print_inclusion(sizes[n], i);
            print_inclusion(sizes[n], sizes[n] - 1 - i);
            print_extension(sizes[n], i + 1);
            print_extension(sizes[n], sizes[n] - i);
        }
    }
}

static void check_line(struct str line)
{
    struct str kind = str_cut(&line, ' ');
    struct merkle_proof proof = {0};
    struct merkle_head head;
    uint64_t size = 0;
    uint64_t other = 0;
    bool holds = false;

    if (!str_to_u64(&size, str_cut(&line, ' ')) || size > SIZE)
        fail("a line has no tree size");
    if (!str_equal(kind, STR("root")) && !str_to_u64(&other, str_cut(&line, ' ')))
        fail("a line has no second number");
    while (line.len > 0)
        if (proof.count == MERKLE_MAX_PROOF ||
            !digest_parse(&proof.hashes[proof.count++], str_cut(&line, ' ')))
            fail("a line has too many hashes or something else");
    head = head_of(size);
    if (str_equal(kind, STR("root"))) {
        holds = proof.count == 1 && digest_equal(&proof.hashes[0], &head.root);
    } else if (str_equal(kind, STR("includes"))) {
        holds = other < size &&
                merkle_includes(tree.h, &head, other, &tree.levels[0][other], &proof);
    } else if (str_equal(kind, STR("extends")) && other <= size) {
        struct merkle_head older = head_of(other);

        holds = merkle_extends(tree.h, &head, &older, &proof);
    }
    if (!holds)
        fail("a proof does not hold");
    holding++;
}

static void check_proofs(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    while ((len = getline(&line, &room, stdin)) > 0)
        check_line(str_trim((struct str){line, (size_t)len}));
    free(line);
    printf("%llu hold\n", holding);
}

static void write_file(struct str folder, struct str path, struct str bytes)
{
    struct buf name = {0};
    FILE *file;

    buf_append(&name, folder);
    buf_char(&name, '/');
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '/') {
            buf_char(&name, '\0');
            if (mkdir(name.ptr, 0777) != 0 && errno != EEXIST)
                fail("could not make a folder");
            name.len--;
        }
        buf_char(&name, path.ptr[i]);
    }
    buf_char(&name, '\0');
    file = fopen(name.ptr, "wbe");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        fail("could not write a file");
    buf_release(&name);
}

static void write_tile(struct str folder, const struct tile *tile)
{
    struct buf bytes = {0};
    struct buf path = {0};
    struct err err = {0};

    if (tile->kind == TILE_HASHES)
        require(tile_append(&bytes, &source, tile, &err), &err);
    for (uint64_t i = 0; tile->kind == TILE_ENTRIES && i < tile->width; i++) {
        unsigned long long number = tile->n * TILE_WIDTH + i;

        bundle_append(&bytes,
                      arena_printf(&tree.arena, "entry %llu of the test log", number));
    }
    tile_path_append(&path, tile);
    write_file(folder, buf_str(&path), buf_str(&bytes));
    buf_release(&bytes);
    buf_release(&path);
}

static void write_tiles(struct str folder)
{
    struct tile tile = {0};

    for (unsigned level = 0; level < TILE_LEVELS; level++)
        for (uint64_t n = 0; tile_width(SIZE, level, n) > 0; n++) {
            tile = (struct tile){TILE_HASHES, level, n, tile_width(SIZE, level, n)};
            write_tile(folder, &tile);
            tile.kind = TILE_ENTRIES;
            if (level == 0)
                write_tile(folder, &tile);
        }
}

static struct ed25519_key key_of(int byte)
{
    struct ed25519_key key = {0};
    uint8_t seed[ED25519_SEED_BYTES];

    memset(seed, byte, sizeof seed);
    ed25519_from_seed(&key, seed);
    return key;
}

static void publish(struct str folder)
{
    struct str origin = STR("archive.invalid/replica/lviv-1");
    struct ed25519_key log = key_of(7);
    struct ed25519_key witness = key_of(9);
    struct merkle_head head = head_of(SIZE);
    struct checkpoint checkpoint = {origin, SIZE, head.root, {0}};
    struct merkle_proof path = {0};
    struct proof proof = {.index = PROVED};
    struct buf text = {0};
    struct buf note = {0};
    struct buf file = {0};
    struct err err = {0};

    checkpoint_append(&text, &checkpoint);
    signed_note_append(&note, tree.h, origin, &log, buf_str(&text));
    cosignature_append(&note, tree.h, STR("archive.invalid/witness/warsaw-1"), &witness,
                       1790000000, buf_str(&text));
    write_file(folder, STR("checkpoint"), buf_str(&note));
    require(merkle_prove_inclusion(&path, tree.h, &source, PROVED, SIZE, &err), &err);
    proof.hashes = path.hashes;
    proof.count = path.count;
    proof.checkpoint = buf_str(&note);
    proof_append(&file, &proof);
    write_file(folder, STR("one.tlog-proof"), buf_str(&file));
    write_tiles(folder);
    buf_release(&text);
    buf_release(&note);
    buf_release(&file);
}

int main(int argc, char **argv)
{
    struct str mode = str_from_c(argc > 1 ? argv[1] : NULL);

    tree_fixture_init(&tree, SIZE);
    if (argc == 2 && str_equal(mode, STR("make")))
        make_proofs();
    else if (argc == 2 && str_equal(mode, STR("check")))
        check_proofs();
    else if (argc == 3 && str_equal(mode, STR("publish")))
        publish(str_from_c(argv[2]));
    else
        fail("usage: log_interop make | check | publish DIR");
    tree_fixture_release(&tree);
    return 0;
}
