#include "share/prove.h"

#include "log/feed_fixture.h"
#include "share/feed_log.h"
#include "share/outdir.h"
#include "share/proof_check.h"
#include "share/verify_text.h"
#include "store/object.h"

#define ENTITY "000g40r40m30e209j" /* valid, see record/id.h */
#define OTHER "zzzzzzzzzzzzzzzzm"

static struct str out_path(struct arena *arena, const struct place *p, const char *name)
{
    return arena_printf(arena, "%s/%s", p->root, name);
}

/* One more statement: the members before "feed", those behind "index". */
static void say(struct place *p, const char *before, const char *behind)
{
    struct buf text = {0};
    struct err err = {0};

    fixture_ok(feed_begin(p->feed, &err), &err);
    buf_printf(&text, "{%s\"feed\":\"%s\",\"index\":%llu,%s}", before, p->id,
               (unsigned long long)feed_next(p->feed), behind);
    fixture_ok(feed_add(NULL, p->feed, buf_str(&text), NULL, &err), &err);
    fixture_ok(feed_commit(p->feed, &err), &err);
    feed_end(p->feed);
    buf_release(&text);
}

/* The one statement here with a member between "feed" and "index". */
static void say_entity(struct place *p)
{
    struct buf text = {0};
    struct err err = {0};

    fixture_ok(feed_begin(p->feed, &err), &err);
    buf_printf(&text,
               "{\"feed\":\"%s\",\"id\":\"" ENTITY
               "\",\"index\":%llu,\"kind\":\"entity\"}",
               p->id, (unsigned long long)feed_next(p->feed));
    fixture_ok(feed_add(NULL, p->feed, buf_str(&text), NULL, &err), &err);
    fixture_ok(feed_commit(p->feed, &err), &err);
    feed_end(p->feed);
    buf_release(&text);
}

static struct prove_result prove_it(struct place *p, struct arena *arena, struct str id,
                                    const char *folder, bool with_object)
{
    struct prove_request request = {
        .id = id, .folder = out_path(arena, p, folder).ptr, .with_object = with_object};
    struct prove_result result = {0};
    struct err err = {0};

    fixture_ok(prove(&result, arena, p->store, &request, &err), &err);
    return result;
}

static void refuse(struct place *p, const char *id, const char *folder, bool with_object,
                   enum err_code code, const char *message)
{
    struct arena arena = {0};
    struct prove_request request = {.id = str_from_c(id),
                                    .folder = out_path(&arena, p, folder).ptr,
                                    .with_object = with_object};
    struct prove_result result = {0};
    struct err err = {0};

    assert_int_equal(prove(&result, &arena, p->store, &request, &err), code);
    if (!strstr(err.message, message))
        fail_msg("\"%s\" does not say \"%s\"", err.message, message);
    assert_int_equal(result.count, 0);
    arena_free(&arena);
}

static struct proof_check check(struct place *p, struct arena *arena, const char *folder,
                                const char *told)
{
    struct proof_check done = {0};
    struct err err = {0};

    fixture_ok(
        proof_check(&done, arena, out_path(arena, p, folder).ptr, str_from_c(told), &err),
        &err);
    return done;
}

/* Every part-th statement of the feed has a proof; feed_log_prove() checks it itself. */
static void prove_every(struct place *p, uint64_t part)
{
    struct feed_log log = {0};
    struct arena arena = {0};
    struct err err = {0};

    fixture_ok(feed_log_open(&log, p->store, str_from_c(p->id), &err), &err);
    for (uint64_t i = 0; i < log.head.size; i += i + part < log.head.size ? part : 1) {
        struct feed_statement stored = {0};
        struct merkle_proof proof = {0};
        struct entry entry;
        struct digest leaf;

        arena_reset(&arena);
        fixture_ok(feed_read(&stored, &arena, log.feed, i, &err), &err);
        entry = (struct entry){stored.commitment, stored.commitment};
        leaf = entry_leaf(log.h, &entry);
        fixture_ok(feed_log_prove(&proof, &log, i, &leaf, &err), &err);
        leaf.bytes[0] ^= 1;
        assert_int_equal(feed_log_prove(&proof, &log, i, &leaf, &err), ERR_CORRUPT);
        if (log.head.size - i < part)
            break;
    }
    feed_log_close(&log);
    arena_free(&arena);
}

static void statements_are_proved_at_every_size(void **state)
{
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    for (uint64_t size = 1; size <= 300; size++) {
        if (size > 1)
            fixture_append(&p, 1);
        prove_every(&p, size < 40 || (size > 254 && size < 258) ? 1 : 41);
    }
    fixture_destroy(&p);
}

static void statements_are_proved_in_a_log_of_three_levels(void **state)
{
    static const uint64_t sizes[] = {65535, 65536, 65537, 70000};
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture_append(&p, sizes[i] - feed_position(p.feed).size);
        prove_every(&p, 4099);
    }
    fixture_destroy(&p);
}

static void an_empty_log_proves_nothing(void **state)
{
    struct place p;
    struct feed_log log = {0};
    struct ed25519_key key;
    struct feed *empty = NULL;
    struct err err = {0};
    char id[FEED_ID_LEN];

    (void)state;
    fixture_create(&p, 7);
    ed25519_new(&key);
    feed_id_of(id, key.public);
    fixture_ok(feed_create(&empty, p.store, &key, &err), &err);
    feed_close(empty);
    assert_int_equal(feed_log_open(&log, p.store, (struct str){id, sizeof id}, &err),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "is empty: nothing was signed yet"));
    fixture_destroy(&p);
}

static void a_proof_holds_the_exact_bytes_and_the_way_to_the_archives_id(void **state)
{
    static const char *const files[] = {"SHA256SUMS",
                                        "VERIFY.txt",
                                        "checkpoint",
                                        "key.pem",
                                        "key.vkey",
                                        "salt.bin",
                                        "verify.sh",
                                        "statement.tlog-proof",
                                        "archive/statement.json",
                                        "archive/salt.bin",
                                        "archive/statement.tlog-proof"};
    struct place p;
    struct arena arena = {0};
    struct buf expected = {0};
    struct str bytes = {0};
    struct err err = {0};
    struct proof_check done;
    struct prove_result result;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    result = prove_it(&p, &arena, arena_printf(&arena, "%s.42", p.id), "proof", false);
    assert_int_equal(result.count, 1);
    assert_true(str_equal(result.archive, str_from_c(p.archive)));
    assert_true(str_equal(result.statements[0].folder, STR(".")));
    assert_true(str_equal(result.statements[0].kind, STR("claim")));
    fixture_ok(file_read(&bytes, &arena, AT_FDCWD,
                         out_path(&arena, &p, "proof/statement.json").ptr, 1 << 20, &err),
               &err);
    assert_true(str_equal(bytes, fixture_statement(&expected, p.id, 42)));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_int_equal(
            access(arena_printf(&arena, "%s/proof/%s", p.root, files[i]).ptr, R_OK), 0);
    done = check(&p, &arena, "proof", p.archive);
    assert_int_equal(done.failed, 0);
    assert_int_equal(done.count, 7);
    assert_int_equal(done.statements, 1);
    assert_int_equal(done.size, 300);
    assert_false(done.is_synthetic);
    done = check(&p, &arena, "proof", "0123-4567");
    assert_int_equal(done.failed, 1);
    assert_non_null(strstr(done.steps[4].why.ptr, ", not 01234567"));
    buf_release(&expected);
    arena_free(&arena);
    fixture_destroy(&p);
}

/* Flip one bit in the middle of a file and write SHA256SUMS as a liar would. */
static void forge(struct place *p, const char *file)
{
    struct arena arena = {0};
    struct str bytes = {0};
    struct str sums = {0};
    struct err err = {0};
    struct sha256 *h = sha256_new();
    struct str path = arena_printf(&arena, "%s/proof/%s", p->root, file);
    struct str list = arena_printf(&arena, "%s/proof/SHA256SUMS", p->root);
    struct str end = arena_printf(&arena, "  %s\n", file);
    struct digest hash;
    char *changed;
    size_t at;

    fixture_ok(file_read(&bytes, &arena, AT_FDCWD, path.ptr, 1 << 20, &err), &err);
    changed = ARENA_ARRAY(&arena, char, bytes.len);
    memcpy(changed, bytes.ptr, bytes.len);
    changed[bytes.len / 2] ^= 1;
    hash = sha256_of(h, (struct str){changed, bytes.len});
    fixture_ok(
        file_replace(AT_FDCWD, path.ptr, 0644, (struct str){changed, bytes.len}, &err),
        &err);
    fixture_ok(file_read(&sums, &arena, AT_FDCWD, list.ptr, 1 << 20, &err), &err);
    changed = ARENA_ARRAY(&arena, char, sums.len);
    memcpy(changed, sums.ptr, sums.len);
    at = str_find_str(sums, end);
    assert_true(at >= DIGEST_HEX_LEN && at < sums.len);
    memcpy(changed + at - DIGEST_HEX_LEN, digest_text(&hash).hex, DIGEST_HEX_LEN);
    fixture_ok(
        file_replace(AT_FDCWD, list.ptr, 0644, (struct str){changed, sums.len}, &err),
        &err);
    sha256_free(h);
    arena_free(&arena);
}

static void a_forged_file_is_found_and_named(void **state)
{
    static const struct {
        const char *file;
        size_t step; /* the first that fails */
        const char *why;
    } rows[] = {
        {"key.vkey", 1, "key"},
        {"key.pem", 1, "key.pem is not the key of key.vkey"},
        {"checkpoint", 3, ""},
        {"archive/statement.json", 4, ""},
        {"archive/salt.bin", 6, "the hashes do not lead from this statement"},
        {"archive/statement.tlog-proof", 6, ""},
        {"statement.json", 5, ""},
        {"salt.bin", 5, "the hashes do not lead from this statement"},
        {"statement.tlog-proof", 5, ""},
    };
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct proof_check done;
        size_t first = 0;

        (void)prove_it(&p, &arena, arena_printf(&arena, "%s.42", p.id), "proof", false);
        forge(&p, rows[i].file);
        done = check(&p, &arena, "proof", "");
        while (first < done.count && done.steps[first].why.len == 0)
            first++;
        if (first != rows[i].step || !strstr(done.steps[first].why.ptr, rows[i].why))
            fail_msg("%s: step %zu: %s", rows[i].file, first,
                     first < done.count ? done.steps[first].why.ptr : "all hold");
        fixture_remove_tree(out_path(&arena, &p, "proof").ptr);
        arena_free(&arena);
    }
    fixture_destroy(&p);
}

static void accidents_are_found_by_the_list_of_sums(void **state)
{
    static const struct {
        const char *line;
        const char *why;
    } rows[] = {
        {"x", "SHA256SUMS is cut short"},
        {"x\n", "SHA256SUMS has a line that is none of its own"},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  ../x\n",
         "SHA256SUMS has a line that is none of its own"},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  nothing\n",
         "\"nothing\": could not open: No such file or directory"},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  key.pem\n",
         "\"key.pem\" was changed"},
    };
    struct place p;
    struct arena arena = {0};
    struct str list;
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    (void)prove_it(&p, &arena, arena_printf(&arena, "%s.0", p.id), "proof", false);
    list = out_path(&arena, &p, "proof/SHA256SUMS");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct proof_check done;

        fixture_ok(file_replace(AT_FDCWD, list.ptr, 0644, str_from_c(rows[i].line), &err),
                   &err);
        done = check(&p, &arena, "proof", "");
        assert_int_equal(done.failed, 1);
        assert_string_equal(done.steps[0].why.ptr, rows[i].why);
    }
    arena_free(&arena);
    fixture_destroy(&p);
}

static void an_entitys_proof_holds_what_was_said_of_it_later(void **state)
{
    /* 1 entity, 2 passage, 3 claim, 4 and 5 of another, 6 to 10 say something of 3 */
    static const uint64_t expected[] = {1, 2, 3, 6, 7, 8, 10};
    struct place p;
    struct arena arena = {0};
    struct prove_result result;
    const char *f;

    (void)state;
    fixture_create(&p, 7);
    f = p.id;
    say_entity(&p);
    say(&p, "", "\"kind\":\"passage\",\"words\":\"" ENTITY "\"");
    say(&p, "\"about\":\"" ENTITY "\",",
        arena_printf(&arena, "\"kind\":\"claim\",\"passage\":\"%s.2\"", f).ptr);
    say(&p, "", "\"kind\":\"passage\"");
    say(&p, "\"about\":\"" OTHER "\",",
        arena_printf(&arena, "\"kind\":\"claim\",\"passage\":\"%s.4\"", f).ptr);
    say(&p, "",
        arena_printf(&arena, "\"kind\":\"withdraw\",\"of\":{\"s\":\"%s.3\"}", f).ptr);
    say(&p, arena_printf(&arena, "\"among\":[\"%s.5\",\"%s.3\"],", f, f).ptr,
        "\"kind\":\"decide\"");
    say(&p, arena_printf(&arena, "\"about\":\"%s.3\",", f).ptr, "\"kind\":\"claim\"");
    say(&p, "",
        arena_printf(&arena, "\"kind\":\"withdraw\",\"of\":{\"s\":\"%s.5\"}", f).ptr);
    say(&p, "", arena_printf(&arena, "\"kind\":\"undo\",\"of\":{\"s\":\"%s.7\"}", f).ptr);
    result = prove_it(&p, &arena, STR("000G-40R4-0M30-E209J"), "proof", false);
    assert_int_equal(result.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < result.count; i++)
        assert_true(str_equal(
            result.statements[i].ref,
            arena_printf(&arena, "%s.%llu", f, (unsigned long long)expected[i])));
    assert_true(
        str_equal(result.statements[0].folder, arena_printf(&arena, "%.6s.1", f)));
    assert_int_equal(check(&p, &arena, "proof", p.archive).failed, 0);
    assert_int_equal(check(&p, &arena, "proof", p.archive).statements, 7);
    arena_free(&arena);
    fixture_destroy(&p);
}

/* An object and its statement; returns its hash. */
static struct digest keep(struct place *p, struct arena *arena, struct str bytes)
{
    struct object_writer *writer = NULL;
    struct digest name = {0};
    bool existed;
    struct err err = {0};
    const char *hex;

    fixture_ok(object_begin(&writer, p->store, &err), &err);
    fixture_ok(object_write(writer, bytes.ptr, bytes.len, &err), &err);
    fixture_ok(object_keep(&name, &existed, writer, &err), &err);
    hex = arena_printf(arena, "%s", digest_text(&name).hex).ptr;
    say(p, "",
        arena_printf(arena,
                     "\"kind\":\"object\",\"name\":\"a photo.jpg\",\"sha256\":\"%s\","
                     "\"stored\":\"%s\"",
                     hex, hex)
            .ptr);
    return name;
}

static void an_object_is_proved_by_hash_or_name(void **state)
{
    struct place p;
    struct arena arena = {0};
    struct digest name;
    struct str bytes = {0};
    struct err err = {0};
    struct prove_result result;
    struct str stored;

    (void)state;
    fixture_create(&p, 7);
    name = keep(&p, &arena, STR("the bytes of a photo"));
    result = prove_it(&p, &arena, str_from_c(digest_text(&name).hex), "hash", false);
    assert_int_equal(result.count, 1);
    assert_false(result.statements[0].has_object);
    assert_int_equal(check(&p, &arena, "hash", "").failed, 0);
    result = prove_it(&p, &arena, STR("a photo.jpg"), "proof", true);
    assert_true(result.statements[0].has_object);
    fixture_ok(file_read(&bytes, &arena, AT_FDCWD,
                         out_path(&arena, &p, "proof/object.bin").ptr, 1 << 20, &err),
               &err);
    assert_true(str_equal(bytes, STR("the bytes of a photo")));
    assert_int_equal(check(&p, &arena, "proof", "").failed, 0);
    forge(&p, "object.bin");
    assert_string_equal(check(&p, &arena, "proof", "").steps[6].why.ptr,
                        "object.bin has another hash");
    stored = arena_printf(&arena, "%s/objects/%.2s/%s", p.folder, digest_text(&name).hex,
                          digest_text(&name).hex + 2);
    assert_int_equal(truncate(stored.ptr, 3), 0);
    refuse(&p, "a photo.jpg", "damaged", true, ERR_CORRUPT, "are damaged; stele verify");
    assert_int_equal(unlink(stored.ptr), 0);
    refuse(&p, "a photo.jpg", "gone", true, ERR_NOT_FOUND, "the object of ");
    say(&p, "",
        "\"kind\":\"object\",\"name\":\"sealed\",\"sha256\":\"e3b0c44298fc1c"
        "149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"stored\":"
        "\"x\"");
    refuse(&p, "sealed", "sealed", true, ERR_DENIED, "cannot copy the object of ");
    arena_free(&arena);
    fixture_destroy(&p);
}

/* Put another frame in the place of statement 3. */
static void replace_frame(struct place *p, enum frame_form form)
{
    struct arena arena = {0};
    struct str pack = {0};
    struct buf changed = {0};
    struct digest zero = {0};
    struct frame frame;
    struct err err = {0};

    fixture_ok(feed_begin(p->feed, &err), &err);
    fixture_ok(store_part_read(&pack, &arena, p->store, str_from_c(p->id), store_pack(0),
                               1 << 24, &err),
               &err);
    for (int i = 0; i < PACK_FRAMES; i++) {
        fixture_ok(frame_read(&frame, &pack, &err), &err);
        if (i != 3 && frame.form == FRAME_OPEN)
            frame_append_open(&changed, frame.bytes);
        else if (form == FRAME_SEALED)
            frame_append_sealed(&changed, &zero, STR("not really an age file"));
        else
            frame_append_erased(&changed, &zero, &zero);
    }
    fixture_ok(store_frames_replace(p->store, str_from_c(p->id), 0, true,
                                    buf_str(&changed), &err),
               &err);
    feed_end(p->feed);
    buf_release(&changed);
    arena_free(&arena);
}

static void what_cannot_be_read_cannot_be_proved(void **state)
{
    struct place p;
    struct arena arena = {0};
    const char *ref;

    (void)state;
    fixture_create(&p, 7);
    fixture_append(&p, 299);
    ref = arena_printf(&arena, "%s.3", p.id).ptr;
    replace_frame(&p, FRAME_SEALED);
    refuse(&p, ref, "sealed", false, ERR_DENIED,
           ".3: it is sealed; unseal it first, which takes the key of its compartment");
    replace_frame(&p, FRAME_ERASED);
    refuse(&p, ref, "erased", false, ERR_NOT_FOUND,
           ".3: it was erased; only its commitment is left in the log");
    arena_free(&arena);
    fixture_destroy(&p);
}

static void what_is_not_there_is_named(void **state)
{
    static const struct {
        const char *id;
        enum err_code code;
        const char *message;
    } rows[] = {
        {"", ERR_INVALID, "say what to prove"},
        {"psqz2n.1", ERR_NOT_FOUND, "feed psqz2n has no statement 1: its last is 0"},
        {"zzzzzz.0", ERR_NOT_FOUND,
         "no feed that counts in this archive begins with \"zzzzzz\" (stele device "
         "list)"},
        {"psqz2.0", ERR_NOT_FOUND,
         "nothing that can be read here is called \"psqz2.0\": give a statement's "
         "reference, an entity's id, or an object's name or SHA-256"},
        {OTHER, ERR_NOT_FOUND, "nothing that can be read here is called"},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         ERR_NOT_FOUND, "nothing that can be read here is called"},
    };
    struct place p;
    struct arena arena = {0};
    struct proof_check done = {0};
    struct err err = {0};

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        refuse(&p, rows[i].id, "none", false, rows[i].code, rows[i].message);
    assert_int_equal(access(out_path(&arena, &p, "none").ptr, F_OK), -1);
    refuse(&p, "psqz2n.0", "archive/proof", false, ERR_INVALID,
           "lies inside the archive");
    refuse(&p, "psqz2n.0", "state", false, ERR_CONFLICT,
           "is not empty: name a folder that is empty or not there yet");
    assert_int_equal(
        proof_check(&done, &arena, out_path(&arena, &p, "none").ptr, STR(""), &err),
        ERR_NOT_FOUND);
    assert_int_equal(proof_check(&done, &arena, p.root, STR(""), &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "holds no proof"));
    arena_free(&arena);
    fixture_destroy(&p);
}

static void the_explanation_says_what_fixes_the_log(void **state)
{
    struct verify_facts facts = {.is_synthetic = true,
                                 .archive = STR("ARCHIVEID"),
                                 .feed = STR("FEEDID"),
                                 .size = 7,
                                 .statements = STR("  .  x\n"),
                                 .first_folder = STR(".")};
    struct buf text = {0};
    struct buf other = {0};

    (void)state;
    verify_text_append(&text, &facts);
    assert_true(str_starts_with(buf_str(&text), STR("SYNTHETIC archive: test data")));
    assert_true(str_find_str(buf_str(&text), STR("nothing outside the owner's control")) <
                text.len);
    assert_int_equal(str_find(buf_str(&text), '@', 0), text.len);
    facts.is_synthetic = false;
    facts.anchors = 2;
    verify_text_append(&other, &facts);
    assert_true(str_starts_with(buf_str(&other), STR("WHAT THIS FOLDER SHOWS")));
    assert_true(str_find_str(buf_str(&other), STR("2 anchors")) < other.len);
    buf_release(&text);
    buf_release(&other);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_are_proved_at_every_size),
        cmocka_unit_test(statements_are_proved_in_a_log_of_three_levels),
        cmocka_unit_test(an_empty_log_proves_nothing),
        cmocka_unit_test(a_proof_holds_the_exact_bytes_and_the_way_to_the_archives_id),
        cmocka_unit_test(a_forged_file_is_found_and_named),
        cmocka_unit_test(accidents_are_found_by_the_list_of_sums),
        cmocka_unit_test(an_entitys_proof_holds_what_was_said_of_it_later),
        cmocka_unit_test(an_object_is_proved_by_hash_or_name),
        cmocka_unit_test(what_cannot_be_read_cannot_be_proved),
        cmocka_unit_test(what_is_not_there_is_named),
        cmocka_unit_test(the_explanation_says_what_fixes_the_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
