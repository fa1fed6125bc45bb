#include "cli/verify_fixed.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/cli.h"
#include "sheet/verify_text.h"

void verify_print_fixed(const struct verify_result *result)
{
    struct buf out = {0};

    verify_fixed_text(&out, result);
    cli_print(buf_str(&out));
    buf_release(&out);
}

void verify_set_fixed(struct value *line, struct arena *arena,
                      const struct verify_result *result)
{
    const struct verify_fix *fixed = &result->fixed;
    const struct verify_fix *unchecked = &result->unchecked;

    value_set(line, arena, STR("fixed_by"),
              fixed->by.len > 0 ? value_string(fixed->by) : value_null());
    value_set(line, arena, STR("fixed_size"), value_integer((int64_t)fixed->size));
    if (unchecked->by.len == 0)
        return;
    value_set(line, arena, STR("unchecked_by"), value_string(unchecked->by));
    value_set(line, arena, STR("unchecked_size"),
              value_integer((int64_t)unchecked->size));
}

void verify_print_codes_json(struct cli *cli, const struct verify_result *result)
{
    for (size_t i = 0; i < result->code_count; i++) {
        const struct verify_code *typed = &result->codes[i];
        struct value line = value_object();

        value_set(&line, &cli->arena, STR("code"),
                  value_string(str_from_c(typed->code.text)));
        value_set(&line, &cli->arena, STR("found"), value_bool(typed->is_found));
        if (typed->is_found) {
            value_set(&line, &cli->arena, STR("feed"), value_string(typed->feed));
            value_set(&line, &cli->arena, STR("size"),
                      value_integer((int64_t)typed->size));
        }
        cli_print_json(&line);
    }
}
