#include "cli/lists.h"

#include <stdio.h>

#include "base/message.h"
#include "intake/list_diff.h"

struct diff_printer {
    struct lists_command *command;
    const struct list_versions *versions;
    const struct list_version *from;
    const struct list_version *to;
    struct list_diff diff;
    struct arena row; /* one line */
};

enum row_kind { ROW_VANISHED, ROW_BACK, ROW_NEW, ROW_BOTH };

static enum row_kind kind_of(const struct list_diff_row *row)
{
    if (row->to == UINT32_MAX)
        return ROW_VANISHED;
    if (row->from != UINT32_MAX)
        return ROW_BOTH;
    return row->is_back ? ROW_BACK : ROW_NEW;
}

static const struct release_row *release_row(const struct diff_printer *p,
                                             const struct list_diff_row *row)
{
    return row->to == UINT32_MAX ? &p->diff.from.rows[row->from]
                                 : &p->diff.to.rows[row->to];
}

static bool is_dropped(const struct diff_printer *p, const struct list_diff_column *c)
{
    return c->to == p->diff.to.name_count;
}

static bool is_added(const struct diff_printer *p, const struct list_diff_column *c)
{
    return c->from == p->diff.from.name_count;
}

/* Machines get one difference a line, in one of two forms. */
struct difference {
    const char *kind;
    struct str key;
    int64_t row; /* 0: none */
    int64_t row_before;
    struct str column;
    struct str from;
    struct str to;
};

static void put_csv(struct diff_printer *p, const struct difference *d)
{
    struct str row =
        d->row > 0 ? arena_printf(&p->row, "%jd", (intmax_t)d->row) : STR("");
    const struct str fields[] = {str_from_c(d->kind), d->key,  row,
                                 d->column,           d->from, d->to};

    lists_csv(fields, sizeof fields / sizeof fields[0]);
}

static void put_json(struct diff_printer *p, const struct difference *d)
{
    struct value line = value_object();
    struct arena *arena = &p->row;

    value_set(&line, arena, STR("kind"), value_string(str_from_c(d->kind)));
    if (d->key.len > 0)
        value_set(&line, arena, STR("key"), value_string(d->key));
    if (d->row > 0)
        value_set(&line, arena, STR("row"), value_integer(d->row));
    if (d->row_before > 0)
        value_set(&line, arena, STR("row_before"), value_integer(d->row_before));
    if (d->column.len > 0)
        value_set(&line, arena, STR("column"), value_string(d->column));
    if (d->row_before > 0 && d->column.len > 0) {
        value_set(&line, arena, STR("old"), value_string(d->from));
        value_set(&line, arena, STR("new"), value_string(d->to));
    }
    cli_print_json(&line);
}

static void put_difference(struct diff_printer *p, const struct difference *d)
{
    if (p->command->is_csv)
        put_csv(p, d);
    else
        put_json(p, d);
}

static void put_changes(struct diff_printer *p, const struct list_diff_row *row)
{
    const struct release_row *now = &p->diff.to.rows[row->to];

    for (size_t i = 0; i < p->diff.column_count; i++) {
        struct difference d = {.kind = "changed", .column = p->diff.columns[i].name};

        if (!list_diff_cells(&d.from, &d.to, &p->diff, row, &p->diff.columns[i]))
            continue;
        d.key = list_diff_key(&p->row, now);
        d.row = now->number;
        d.row_before = p->diff.from.rows[row->from].number;
        put_difference(p, &d);
    }
}

static void put_row(struct diff_printer *p, const struct list_diff_row *row)
{
    static const char *const kinds[] = {"vanished", "came_back", "new"};
    enum row_kind kind = kind_of(row);
    struct difference d = {0};

    arena_reset(&p->row);
    if (kind == ROW_BOTH) {
        put_changes(p, row);
        return;
    }
    d.kind = kinds[kind];
    d.key = list_diff_key(&p->row, release_row(p, row));
    d.row = release_row(p, row)->number;
    put_difference(p, &d);
}

static void set_count(struct value *line, struct arena *arena, const char *key, int64_t n)
{
    value_set(line, arena, str_from_c(key), value_integer(n));
}

static void put_summary(struct diff_printer *p)
{
    struct arena *arena = &p->command->cli->arena;
    struct value line = value_object();
    struct value columns = value_object();

    for (size_t i = 0; i < p->diff.column_count; i++)
        if (p->diff.columns[i].changed > 0)
            value_set(&columns, arena, p->diff.columns[i].name,
                      value_integer(p->diff.columns[i].changed));
    value_set(&line, arena, STR("kind"), value_string(STR("summary")));
    value_set(&line, arena, STR("list"), value_string(p->versions->list.id));
    value_set(&line, arena, STR("from"),
              value_string(list_version_title(arena, p->from)));
    value_set(&line, arena, STR("to"), value_string(list_version_title(arena, p->to)));
    set_count(&line, arena, "rows_before", p->diff.from.row_count);
    set_count(&line, arena, "rows", p->diff.to.row_count);
    set_count(&line, arena, "vanished", p->diff.vanished);
    set_count(&line, arena, "came_back", p->diff.back);
    set_count(&line, arena, "new", p->diff.added - p->diff.back);
    set_count(&line, arena, "changed", p->diff.changed);
    value_set(&line, arena, STR("columns"), columns);
    value_set(&line, arena, STR("frontier"),
              value_string(str_from_c(p->command->view.id.text)));
    cli_print_json(&line);
}

static void print_for_machines(struct diff_printer *p)
{
    static const struct str head[] = {STR_INIT("kind"), STR_INIT("key"),
                                      STR_INIT("row"),  STR_INIT("column"),
                                      STR_INIT("old"),  STR_INIT("new")};

    if (p->command->is_csv)
        lists_csv(head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < p->diff.column_count; i++) {
        const struct list_diff_column *column = &p->diff.columns[i];
        struct difference d = {.kind = is_dropped(p, column) ? "column_dropped"
                                                             : "column_added",
                               .column = column->name};

        if (is_dropped(p, column) || is_added(p, column))
            put_difference(p, &d);
    }
    for (uint32_t i = 0; i < p->diff.row_count; i++)
        put_row(p, &p->diff.rows[i]);
    if (!p->command->is_csv)
        put_summary(p);
}

static void flush(struct buf *out)
{
    cli_print(buf_str(out));
    buf_reset(out);
}

static void put_rows(struct buf *out, struct diff_printer *p, enum row_kind kind)
{
    for (uint32_t i = 0; i < p->diff.row_count; i++) {
        const struct list_diff_row *row = &p->diff.rows[i];

        if (kind_of(row) != kind)
            continue;
        arena_reset(&p->row);
        buf_append(out, STR("  "));
        cli_append_shown(out, list_diff_key(&p->row, release_row(p, row)));
        buf_printf(out, _(" (row %jd)\n"), (intmax_t)release_row(p, row)->number);
        flush(out);
    }
}

static void put_cell(struct buf *out, struct str cell)
{
    if (cell.len == 0) {
        buf_append(out, str_from_c(_("(empty)")));
        return;
    }
    buf_char(out, '"');
    cli_append_shown(out, cell);
    buf_char(out, '"');
}

static void put_column(struct buf *out, struct diff_printer *p,
                       const struct list_diff_column *column)
{
    struct str from;
    struct str to;

    for (uint32_t i = 0; i < p->diff.row_count; i++) {
        const struct list_diff_row *row = &p->diff.rows[i];

        if (!list_diff_cells(&from, &to, &p->diff, row, column))
            continue;
        arena_reset(&p->row);
        buf_append(out, STR("  "));
        cli_append_shown(out, list_diff_key(&p->row, &p->diff.to.rows[row->to]));
        buf_append(out, STR(": "));
        put_cell(out, from);
        buf_append(out, STR(" → "));
        put_cell(out, to);
        buf_char(out, '\n');
        flush(out);
    }
}

static void put_columns(struct buf *out, struct diff_printer *p)
{
    for (size_t i = 0; i < p->diff.column_count; i++) {
        const struct list_diff_column *column = &p->diff.columns[i];

        if (!is_dropped(p, column) && !is_added(p, column) && column->changed == 0)
            continue;
        buf_append(out, str_from_c(_("column \"")));
        cli_append_shown(out, column->name);
        buf_append(out, STR("\": "));
        if (is_dropped(p, column))
            buf_append(out, str_from_c(_("the later version does not have it\n")));
        else if (is_added(p, column))
            buf_append(out, str_from_c(_("the earlier version does not have it\n")));
        else
            lists_count(out, column->changed,
                        _n(column->changed, "%s row changed\n", "%s rows changed\n"));
        put_column(out, p, column);
    }
}

static void put_head(struct buf *out, struct diff_printer *p)
{
    struct arena *arena = &p->command->cli->arena;

    cli_append_shown(out, p->versions->list.label);
    buf_append(out, STR(": "));
    cli_append_shown(out, list_version_title(arena, p->from));
    lists_count(out, p->diff.from.row_count,
                _n(p->diff.from.row_count, " (%s row)", " (%s rows)"));
    buf_append(out, STR(" → "));
    cli_append_shown(out, list_version_title(arena, p->to));
    lists_count(out, p->diff.to.row_count,
                _n(p->diff.to.row_count, " (%s row)\n", " (%s rows)\n"));
    lists_foot(out, p->command);
}

static void print_for_people(struct diff_printer *p)
{
    struct buf out = {0};

    put_head(&out, p);
    lists_count(&out, p->diff.vanished,
                _n(p->diff.vanished, "%s row vanished\n", "%s rows vanished\n"));
    put_rows(&out, p, ROW_VANISHED);
    lists_count(&out, p->diff.back,
                _n(p->diff.back, "%s row came back\n", "%s rows came back\n"));
    put_rows(&out, p, ROW_BACK);
    lists_count(&out, p->diff.added - p->diff.back,
                _n(p->diff.added - p->diff.back, "%s row is new\n", "%s rows are new\n"));
    put_rows(&out, p, ROW_NEW);
    lists_count(&out, p->diff.changed,
                _n(p->diff.changed, "%s row changed\n", "%s rows changed\n"));
    put_columns(&out, p);
    flush(&out);
    buf_release(&out);
}

enum err_code lists_print_diff(struct lists_command *command,
                               const struct list_versions *versions,
                               const struct list_version *from,
                               const struct list_version *to, struct err *err)
{
    struct diff_printer printer = {
        .command = command, .versions = versions, .from = from, .to = to};

    if (list_diff_make(&printer.diff, &command->cli->arena, command->cli->archive,
                       versions, from, to, err) != ERR_OK)
        return err->code;
    access_note_entity(&command->reading, versions->list.id);
    access_note(&command->reading, versions->list.ref);
    if (lists_note(command, from, err) != ERR_OK ||
        lists_note(command, to, err) != ERR_OK ||
        reading_commit(&command->reading, command->cli, err) != ERR_OK)
        return err->code;
    if (command->is_csv || command->cli->json)
        print_for_machines(&printer);
    else
        print_for_people(&printer);
    arena_free(&printer.row);
    return ERR_OK;
}
