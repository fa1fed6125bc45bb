#include "cli/verify_unknown.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "store/store.h"

bool verify_is_partial(const struct verify_result *result)
{
    return result->unknown_forms > 0 || result->unknown_files > 0;
}

static void print_names(const struct unknown_count *count)
{
    for (uint32_t i = 0; i < count->name_count; i++) {
        printf(i > 0 ? ", \"" : " (\"");
        cli_print(count->names[i]);
        printf("\"");
    }
    printf(count->has_more ? " ...)\n" : ")\n");
}

static void print_statements(const struct verify_result *result)
{
    if (result->unknown_kinds.statements > 0) {
        printf(_n(result->unknown_kinds.statements,
                  "%" PRIu64 " statement is of a kind that this version does not know",
                  "%" PRIu64 " statements are of kinds that this version does not know"),
               result->unknown_kinds.statements);
        print_names(&result->unknown_kinds);
    }
    if (result->unknown_members.statements > 0) {
        printf(_n(result->unknown_members.statements,
                  "%" PRIu64 " statement has members that this version does not know",
                  "%" PRIu64 " statements have members that this version does not know"),
               result->unknown_members.statements);
        print_names(&result->unknown_members);
    }
    if (result->unknown_properties.statements > 0) {
        printf(_n(result->unknown_properties.statements,
                  "%" PRIu64 " claim is of a property that this version does not know",
                  "%" PRIu64 " claims are of properties that this version does not know"),
               result->unknown_properties.statements);
        print_names(&result->unknown_properties);
    }
}

void verify_unknown_print(const struct verify_result *result)
{
    if (result->format > STORE_FORMAT)
        printf(_("This archive has format %" PRId64
                 ", of a newer version of Stele. This version knows format %d: what it "
                 "does not know is counted, not judged, and nothing is written to it.\n"),
               result->format, STORE_FORMAT);
    print_statements(result);
    if (result->unknown_forms > 0)
        printf(_n(result->unknown_forms,
                  "%" PRIu64
                  " statement is stored in a form that this version does not know\n",
                  "%" PRIu64
                  " statements are stored in a form that this version does not know\n"),
               result->unknown_forms);
    if (result->unlooked > 0)
        printf(
            _n(result->unlooked,
               "%" PRIu64 " of them could not be checked at all: a newer version can\n",
               "%" PRIu64 " of them could not be checked at all: a newer version can\n"),
            result->unlooked);
}

void verify_unknown_json(struct value *line, struct arena *arena,
                         const struct verify_result *result)
{
    const struct {
        const char *key;
        uint64_t count;
    } counts[] = {
        {"unknown_kinds", result->unknown_kinds.statements},
        {"unknown_members", result->unknown_members.statements},
        {"unknown_properties", result->unknown_properties.statements},
        {"unknown_forms", result->unknown_forms},
        {"unchecked", result->unlooked},
        {"unknown_files", result->unknown_files},
    };

    value_set(line, arena, STR("format"), value_integer(result->format));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        value_set(line, arena, str_from_c(counts[i].key),
                  value_integer((int64_t)counts[i].count));
}
