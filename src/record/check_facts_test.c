/* The twelve facts of the record model can be written, whatever order they come in. */

#include "record/check_test_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fact {
    struct str name;
    struct value statement;
};

struct facts {
    struct world world;
    struct fact facts[WORLD_MAX];
    size_t count;
};

static void read_facts(struct facts *facts)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody writes the environment */
    const char *source = getenv("STELE_SOURCE");
    struct str path = arena_printf(
        &facts->world.arena, "%s/src/record/check_test_facts.txt", source ? source : ".");
    FILE *file = fopen(path.ptr, "rbe");
    char line[4096];

    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct str rest = str_trim(str_from_c(line));
        const struct str name = arena_str(&facts->world.arena, str_cut(&rest, ' '));

        if (str_starts_with(name, STR("#")))
            continue;
        facts->facts[facts->count++] =
            (struct fact){name, world_value(&facts->world, rest)};
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(facts->count, 157);
}

static void every_statement_of_the_twelve_facts_is_taken_in(void **state)
{
    struct facts *facts = calloc(1, sizeof *facts);
    struct check_context context = world_context(&facts->world, true);
    size_t refused = 0;

    (void)state;
    assert_non_null(facts);
    read_facts(facts);
    for (size_t i = 0; i < facts->count; i++)
        if (!str_equal(value_get_string(&facts->facts[i].statement, STR("kind")),
                       STR("entity")))
            world_add(&facts->world, facts->facts[i].name, &facts->facts[i].statement);
    /* an entity must not be there before it is checked, and must be afterwards */
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < facts->count; i++) {
            const struct fact *fact = &facts->facts[i];
            const bool is_entity =
                str_equal(value_get_string(&fact->statement, STR("kind")), STR("entity"));
            struct err err = {0};

            if (is_entity != (round == 0))
                continue;
            if (check_statement(&context, &fact->statement, &err) != ERR_OK) {
                print_message("# " STR_FMT ": %s\n", STR_ARG(fact->name), err.message);
                refused++;
            }
            if (is_entity)
                world_add(&facts->world, fact->name, &fact->statement);
        }
    }
    assert_int_equal(refused, 0);
    arena_free(&facts->world.arena);
    free(facts);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        cmocka_unit_test(every_statement_of_the_twelve_facts_is_taken_in),
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
