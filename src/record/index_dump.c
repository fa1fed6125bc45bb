#include <assert.h>

#include "log/feed.h"
#include "record/index_inside.h"
#include "record/index_tables.h"
#include "record/search_texts.h"

static enum err_code named(struct buf *out, struct index *index, const char *sql,
                           int64_t number, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, index, sql, err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, number);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row)
        buf_append(out, db_column_text(query, 0));
    index_give(index, query);
    return code;
}

static void put_ref(struct buf *out, const struct index *index, struct ref ref)
{
    const struct feed_row *feed;

    assert(ref_feed(ref) < index->feed_count);
    feed = &index->feeds[ref_feed(ref)];
    buf_append(out, (struct str){feed->id, feed->len});
    buf_printf(out, ".%llu", (unsigned long long)ref_index(ref));
}

/* A line of the dump is a row: its text must not break it. */
static void put_text(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == '\\')
            buf_printf(out, "\\%02x", (unsigned)(unsigned char)text.ptr[i]);
        else
            buf_char(out, text.ptr[i]);
}

static enum err_code put_cell(struct buf *out, struct index *index,
                              struct db_query *query, int column, char type,
                              struct err *err)
{
    if (db_is_null(query, column))
        return ERR_OK;
    switch (type) {
    case 'w':
        return named(out, index, "SELECT text FROM word WHERE number = $1",
                     db_column_int(query, column), err);
    case 'e':
        return named(out, index, "SELECT id FROM ident WHERE number = $1",
                     db_column_int(query, column), err);
    case 'n':
        put_ref(out, index, (struct ref){db_column_int(query, column)});
        return ERR_OK;
    case 'i':
        buf_printf(out, "%lld", (long long)db_column_int(query, column));
        return ERR_OK;
    default:
        put_text(out, db_column_text(query, column));
        return ERR_OK;
    }
}

static enum err_code dump_row(struct buf *out, struct index *index,
                              struct db_query *query, const struct dump_table *table,
                              struct err *err)
{
    enum err_code code = ERR_OK;

    buf_append(out, str_from_c(table->name));
    for (int column = 0; table->types[column] && code == ERR_OK; column++) {
        buf_char(out, '\t');
        code = put_cell(out, index, query, column, table->types[column], err);
    }
    buf_char(out, '\n');
    return code;
}

struct text_dump {
    struct buf *out;
    struct index *index;
    enum text_table table;
};

static enum err_code dump_token(void *context, struct str token, int64_t number,
                                int64_t place, struct err *err)
{
    struct text_dump *dump = context;
    struct search_row row = search_row_at(dump->table, number);

    (void)err;
    buf_append(dump->out, STR("words\t"));
    put_ref(dump->out, dump->index, row.ref);
    buf_printf(dump->out, "\t%d\t%u\t%lld\t", (int)row.place, (unsigned)row.page,
               (long long)place);
    put_text(dump->out, token);
    buf_char(dump->out, '\n');
    return ERR_OK;
}

static enum err_code dump_entry(void *context, struct str entry, bool *is_enough,
                                struct err *err)
{
    struct text_dump *dump = context;

    (void)err;
    *is_enough = false;
    buf_append(dump->out, STR("key\t"));
    put_text(dump->out, entry);
    buf_char(dump->out, '\n');
    return ERR_OK;
}

/* Which tokens stand where, and all keys in their order. */
static enum err_code dump_texts(struct buf *out, struct index *index, struct err *err)
{
    struct text_dump dump = {.out = out, .index = index};
    struct text_index *texts = NULL;
    enum err_code code = index_texts(&texts, index, err);

    for (int i = 0; i < TEXT_TABLES && code == ERR_OK; i++) {
        dump.table = (enum text_table)i;
        code = text_index_tokens(texts, dump.table, dump_token, &dump, err);
    }
    if (code == ERR_OK)
        code = text_index_entries(texts, STR(""), dump_entry, &dump, err);
    return code;
}

enum err_code index_dump(struct buf *out, struct index *index, struct err *err)
{
    enum err_code code = ERR_OK;

    for (unsigned i = 0; i < index_dump_table_count && code == ERR_OK; i++) {
        const struct dump_table *table = &index_dump_tables[i];
        struct db_query *query = NULL;
        bool has_row = true;

        code = index_take(&query, index, table->sql, err);
        if (code != ERR_OK)
            return code;
        while (code == ERR_OK && (code = db_step(&has_row, query, err)) == ERR_OK &&
               has_row)
            code = dump_row(out, index, query, table, err);
        index_give(index, query);
    }
    return code == ERR_OK ? dump_texts(out, index, err) : code;
}
