#include "crypto/passphrase.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "crypto/random.h"

static const struct passphrase_cost cheap = {1, 8};
#define SECRET STR("0123456789abcdef0123456789abcdef")
#define PHRASE STR("correct horse battery staple")

static void opens_with_its_passphrase_and_no_other(void **state)
{
    struct passphrase_box box = {0};
    struct passphrase_box other = {0};
    struct err err = {0};
    uint8_t out[32] = {0};

    (void)state;
    assert_int_equal(passphrase_seal(&box, PHRASE, &cheap, SECRET, &err), ERR_OK);
    assert_int_equal(box.len, 48);
    assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err), ERR_OK);
    assert_memory_equal(out, SECRET.ptr, sizeof out);
    assert_int_equal(
        passphrase_open(out, sizeof out, &box, STR("correct horse battery stapl"), &err),
        ERR_DENIED);
    assert_string_equal(err.message, "this is not the passphrase");
    assert_int_equal(passphrase_seal(&other, PHRASE, &cheap, SECRET, &err), ERR_OK);
    assert_memory_not_equal(box.salt, other.salt, sizeof box.salt);
    assert_memory_not_equal(box.nonce, other.nonce, sizeof box.nonce);
}

static void any_changed_bit_is_refused(void **state)
{
    struct passphrase_box box = {0};
    struct err err = {0};
    uint8_t out[32];

    (void)state;
    assert_int_equal(passphrase_seal(&box, PHRASE, &cheap, SECRET, &err), ERR_OK);
    for (size_t bit = 0; bit < 8 * box.len; bit++) {
        box.box[bit / 8] = (uint8_t)(box.box[bit / 8] ^ 1U << bit % 8);
        assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err),
                         ERR_DENIED);
        box.box[bit / 8] = (uint8_t)(box.box[bit / 8] ^ 1U << bit % 8);
    }
    box.salt[0] ^= 1;
    assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err), ERR_DENIED);
    box.salt[0] ^= 1;
    box.nonce[23] ^= 1;
    assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err), ERR_DENIED);
    box.nonce[23] ^= 1;
    box.cost.ops++;
    assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err), ERR_DENIED);
}

static void a_hostile_lock_is_refused_before_it_costs_anything(void **state)
{
    static const struct {
        struct passphrase_cost cost;
        const char *message;
    } cases[] = {
        {{1, UINT64_C(100) << 20},
         "the lock asks for 1 passes over 104857600 KiB, which is outside the limits"},
        {{UINT64_MAX, 8},
         "the lock asks for 18446744073709551615 passes over 8 KiB, which is outside the "
         "limits"},
        {{1, UINT64_C(1) << 54},
         "the lock asks for 1 passes over 18014398509481984 KiB, which is outside the "
         "limits"},
        {{0, 8}, "the lock asks for 0 passes over 8 KiB, which is outside the limits"},
        {{1, 7}, "the lock asks for 1 passes over 7 KiB, which is outside the limits"},
        {{64, 1 << 20},
         "the lock asks for 64 passes over 1048576 KiB, which is outside the limits"},
    };
    struct passphrase_box box = {0};
    struct err err = {0};
    uint8_t out[32] = {0};

    (void)state;
    assert_int_equal(passphrase_seal(&box, PHRASE, &cheap, SECRET, &err), ERR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct passphrase_box hostile = box;

        hostile.cost = cases[i].cost;
        assert_int_equal(passphrase_open(out, sizeof out, &hostile, PHRASE, &err),
                         ERR_LIMIT);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(passphrase_seal(&hostile, PHRASE, &cases[i].cost, SECRET, &err),
                         ERR_LIMIT);
    }
}

static void refuses_what_holds_no_such_secret(void **state)
{
    struct passphrase_box box = {0};
    struct err err = {0};
    uint8_t out[PASSPHRASE_SECRET_MAX] = {0};

    (void)state;
    assert_int_equal(passphrase_seal(&box, STR(""), &cheap, SECRET, &err), ERR_INVALID);
    assert_string_equal(err.message, "an empty passphrase protects nothing");
    assert_int_equal(passphrase_seal(&box, PHRASE, &cheap, SECRET, &err), ERR_OK);
    assert_int_equal(passphrase_open(out, 31, &box, PHRASE, &err), ERR_CORRUPT);
    assert_string_equal(err.message, "the lock does not hold a key of 31 bytes");
    box.len = sizeof box.box + 1;
    assert_int_equal(passphrase_open(out, 32, &box, PHRASE, &err), ERR_CORRUPT);
}

/* Machines to choose for: so many nanoseconds a KiB and pass. */
static uint64_t slowness;
static uint64_t free_kib;

static uint64_t pretended(const struct passphrase_cost *cost)
{
    if (cost->mem_kib > free_kib)
        return UINT64_MAX;
    return cost->ops * cost->mem_kib * slowness / 1000;
}

static void chooses_what_a_person_waits_for(void **state)
{
    static const uint64_t gib = UINT64_C(1) << 30;
    static const struct {
        const char *machine;
        uint64_t memory;
        uint64_t free_kib;
        uint64_t slowness;
        struct passphrase_cost want;
    } cases[] = {
        {"a laptop", 16 * gib, UINT64_MAX, 800, {3, 256 << 10}},
        {"a fast one", 16 * gib, UINT64_MAX, 200, {12, 256 << 10}},
        {"a slow one", 16 * gib, UINT64_MAX, 2000, {2, 128 << 10}},
        {"a small one", gib / 2, UINT64_MAX, 800, {6, 128 << 10}},
        {"one without free memory", 16 * gib, 70000, 800, {12, 64 << 10}},
        {"one too slow for all", gib / 2, UINT64_MAX, 50000, {2, 19 << 10}},
        {"one that does not say", 0, UINT64_MAX, 800, {41, 19 << 10}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct passphrase_cost got = {0};
        uint64_t took_ms = 0;

        print_message("# %s\n", cases[i].machine);
        slowness = cases[i].slowness;
        free_kib = cases[i].free_kib;
        passphrase_choose(&got, &took_ms, cases[i].memory, pretended);
        assert_int_equal(got.mem_kib, cases[i].want.mem_kib);
        assert_int_equal(got.ops, cases[i].want.ops);
        assert_int_equal(took_ms, pretended(&got) / 1000);
        if (cases[i].slowness < 50000)
            assert_in_range(took_ms, 500, PASSPHRASE_MOST_MS);
    }
}

static void what_is_measured_here_can_be_opened(void **state)
{
    struct passphrase_cost cost = {0};
    struct passphrase_box box = {0};
    struct err err = {0};
    uint64_t took_ms = 0;
    uint8_t out[32] = {0};

    (void)state;
    passphrase_measure(&cost, &took_ms);
    print_message("# %d passes over %d KiB in %d ms\n", (int)cost.ops, (int)cost.mem_kib,
                  (int)took_ms);
    assert_in_range(cost.mem_kib, 19 << 10, 256 << 10);
    assert_int_equal(passphrase_seal(&box, PHRASE, &cost, SECRET, &err), ERR_OK);
    assert_int_equal(passphrase_open(out, sizeof out, &box, PHRASE, &err), ERR_OK);
    assert_memory_equal(out, SECRET.ptr, sizeof out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a box opens with its passphrase and no other",
         opens_with_its_passphrase_and_no_other, 0, 0, 0},
        {"any changed bit is refused", any_changed_bit_is_refused, 0, 0, 0},
        {"a hostile lock is refused before it costs anything",
         a_hostile_lock_is_refused_before_it_costs_anything, 0, 0, 0},
        {"what holds no such secret is refused", refuses_what_holds_no_such_secret, 0, 0,
         0},
        {"the cost is what a person waits for", chooses_what_a_person_waits_for, 0, 0, 0},
        {"what is measured here can be opened", what_is_measured_here_can_be_opened, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
