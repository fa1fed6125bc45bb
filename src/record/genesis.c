#include "record/genesis.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sha256.h"
#include "format/canon.h"
#include "format/note.h"
#include "format/value.h"
#include "log/signed_note.h"
#include "record/id.h"
#include "store/store.h"

struct facts {
    struct arena *arena;
    struct str feed;
    struct str at;
    struct str member;
};

/* The members every statement has. */
static struct value statement(const struct facts *facts, int64_t index, struct str kind)
{
    struct value s = value_object();

    value_set(&s, facts->arena, STR("kind"), value_string(kind));
    value_set(&s, facts->arena, STR("feed"), value_string(facts->feed));
    value_set(&s, facts->arena, STR("index"), value_integer(index));
    value_set(&s, facts->arena, STR("at"), value_string(facts->at));
    value_set(&s, facts->arena, STR("by"), value_string(facts->member));
    return s;
}

static struct value list_of_one(struct arena *arena, struct str text)
{
    struct value list = value_array();

    value_add(&list, arena, value_string(text));
    return list;
}

static enum err_code write_statements(struct genesis *out, const struct facts *facts,
                                      struct str name, struct str vkey, bool synthetic,
                                      struct err *err)
{
    struct arena *arena = facts->arena;
    struct value archive = statement(facts, 0, STR("archive"));
    struct value member = statement(facts, 1, STR("member"));
    struct value device = statement(facts, 2, STR("device"));
    const struct value *const statements[GENESIS_STATEMENTS] = {&archive, &member,
                                                                &device};

    value_set(&archive, arena, STR("format"), value_integer(STORE_FORMAT));
    value_set(&archive, arena, STR("name"), value_string(name));
    value_set(&archive, arena, STR("key"), value_string(vkey));
    value_set(&archive, arena, STR("member"), value_string(facts->member));
    if (synthetic)
        value_set(&archive, arena, STR("synthetic"), value_bool(true));
    value_set(&member, arena, STR("id"), value_string(facts->member));
    value_set(&member, arena, STR("roles"), list_of_one(arena, STR("admin")));
    value_set(&device, arena, STR("of"), value_string(facts->feed));
    value_set(&device, arena, STR("key"), value_string(vkey));
    value_set(&device, arena, STR("members"), list_of_one(arena, facts->member));
    value_set(&device, arena, STR("from"), value_integer(0));
    for (size_t i = 0; i < GENESIS_STATEMENTS; i++)
        if (canon_write(&out->statement[i], statements[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static void name_archive(struct genesis *genesis)
{
    struct sha256 *h = sha256_new();
    struct digest commitment;

    sha256_start(h);
    sha256_add(h, genesis->salt, sizeof genesis->salt);
    sha256_add(h, genesis->statement[0].ptr, genesis->statement[0].len);
    commitment = sha256_finish(h);
    archive_id_of(genesis->archive, &commitment);
    sha256_free(h);
}

void genesis_vkey_append(struct buf *out, struct arena *arena, struct str feed,
                         const uint8_t public[ED25519_PUBLIC_BYTES])
{
    struct sha256 *h = sha256_new();
    struct str origin = arena_printf(arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed));
    struct note_key key = signed_note_key(h, origin, NOTE_ED25519, public);

    note_key_append(out, &key);
    sha256_free(h);
}

static enum err_code check_name(struct str name, struct err *err)
{
    if (name.len == 0 || name.len > ARCHIVE_NAME_MAX)
        return err_set(err, ERR_INVALID, "an archive's name has 1 to %d bytes",
                       ARCHIVE_NAME_MAX);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
            return err_set(err, ERR_INVALID,
                           "an archive's name cannot hold control characters");
    if (!utf8_is_valid(name))
        return err_set(err, ERR_INVALID, "an archive's name must be valid UTF-8");
    return ERR_OK;
}

enum err_code genesis_clock(struct clock_text *out, bool synthetic, struct err *err)
{
    if (clock_is_set_by_hand() && !synthetic)
        return err_set(err, ERR_DENIED,
                       "STELE_NOW sets the clock, and only a synthetic archive may be "
                       "written so: unset it");
    return clock_now(out, err);
}

enum err_code genesis_make(struct genesis *out, struct str name, bool synthetic,
                           struct err *err)
{
    struct genesis made = {0};
    struct arena arena = {0};
    struct facts facts = {.arena = &arena};
    struct clock_text now;
    uint8_t random[ID_RANDOM];
    struct id member;
    struct buf vkey = {0};
    enum err_code code = check_name(name, err);

    if (code != ERR_OK || genesis_clock(&now, synthetic, err) != ERR_OK)
        return err->code;
    ed25519_new(&made.key);
    feed_id_of(made.feed, made.key.public);
    random_fill(made.salt, sizeof made.salt);
    random_fill(random, sizeof random);
    member = id_new(random);
    facts.feed = (struct str){made.feed, sizeof made.feed};
    facts.member = id_str(&member);
    facts.at = str_from_c(now.text);
    genesis_vkey_append(&vkey, &arena, facts.feed, made.key.public);
    code = write_statements(&made, &facts, name, buf_str(&vkey), synthetic, err);
    if (code == ERR_OK) {
        name_archive(&made);
        *out = made;
    } else {
        genesis_release(&made);
    }
    buf_release(&vkey);
    arena_free(&arena);
    return code;
}

void genesis_release(struct genesis *genesis)
{
    for (size_t i = 0; i < GENESIS_STATEMENTS; i++)
        buf_release(&genesis->statement[i]);
    crypto_wipe(&genesis->key, sizeof genesis->key);
}

void genesis_public_facts(struct buf *out, struct str archive, struct str feed,
                          struct str name)
{
    struct arena arena = {0};
    struct value facts = value_object();
    struct err err = {0};

    value_set(&facts, &arena, STR("archive"), value_string(archive));
    value_set(&facts, &arena, STR("feed"), value_string(feed));
    value_set(&facts, &arena, STR("format"), value_integer(STORE_FORMAT));
    value_set(&facts, &arena, STR("name"), value_string(name));
    if (canon_write(out, &facts, &err) == ERR_OK)
        buf_char(out, '\n');
    arena_free(&arena);
}

int64_t genesis_format(const struct value *zero)
{
    int64_t format = 0;

    return value_get_integer(&format, zero, STR("format")) ? format : 0;
}

static bool is_exact(struct str text, struct str archive, const struct value *zero)
{
    struct buf expected = {0};
    bool is_same;

    genesis_public_facts(&expected, archive, value_get_string(zero, STR("feed")),
                         value_get_string(zero, STR("name")));
    is_same = str_equal(buf_str(&expected), text);
    buf_release(&expected);
    return is_same;
}

static bool known_members_agree(struct str text, struct str archive,
                                const struct value *zero)
{
    static const struct str same[] = {STR_INIT("feed"), STR_INIT("name")};
    struct arena arena = {0};
    struct value facts = {0};
    struct err ignored = {0};
    struct str json = str_prefix(text, text.len > 0 ? text.len - 1 : 0);
    bool agree = canon_parse(&facts, &arena, json, &ignored) == ERR_OK &&
                 str_equal(value_get_string(&facts, STR("archive")), archive) &&
                 genesis_format(&facts) == genesis_format(zero);

    for (size_t i = 0; agree && i < sizeof same / sizeof same[0]; i++)
        agree =
            str_equal(value_get_string(&facts, same[i]), value_get_string(zero, same[i]));
    arena_free(&arena);
    return agree;
}

bool genesis_facts_hold(struct str text, struct str archive, const struct value *zero)
{
    return genesis_format(zero) > STORE_FORMAT ? known_members_agree(text, archive, zero)
                                               : is_exact(text, archive, zero);
}
