#include "share/anchor_desk.h"

#include "record/genesis.h"
#include "sheet/anchor_paper.h"
#include "store/store.h"

enum err_code anchor_desk_describe(struct paper *paper, struct anchor_state **states,
                                   struct arena *arena, struct store *store,
                                   const struct archive_facts *facts,
                                   struct anchor_source *source, struct err *err)
{
    *states = ARENA_ARRAY(arena, struct anchor_state, source->count);
    for (size_t i = 0; i < source->count; i++) {
        struct anchor_state *state = &(*states)[i];
        struct root_code_shown shown;
        struct anchor_paper page;

        if (anchor_state_now(state, arena, source, i, err) != ERR_OK)
            return err->code;
        shown = root_code_show(&state->code);
        page = (struct anchor_paper){.archive = str_from_c(facts->archive),
                                     .name = store_facts(store)->name,
                                     .is_synthetic = facts->is_synthetic,
                                     .feed = state->feed,
                                     .size = state->size,
                                     .root = state->root,
                                     .code = str_from_c(shown.text),
                                     .text = state->text};
        anchor_paper_add(paper, &page);
    }
    return ERR_OK;
}

enum err_code anchor_desk_keep(struct str *kept, struct arena *arena, struct store *store,
                               const struct archive_facts *facts,
                               const struct anchor_state *states, size_t count,
                               struct err *err)
{
    struct clock_text now;
    enum err_code code = genesis_clock(&now, facts->is_synthetic, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = anchor_keep_paper(&kept[i], arena, store, &states[i], str_from_c(now.text),
                                 err);
    return code;
}

static enum err_code make_paper(struct paper *paper, struct str *code_text, bool *is_kept,
                                struct arena *arena, struct store *store,
                                struct anchor_source *source, struct err *err)
{
    struct archive_facts facts;
    struct anchor_state *states = NULL;
    struct err ignored = {0};
    struct root_code_shown shown;
    struct str *kept = ARENA_ARRAY(arena, struct str, source->count);

    if (archive_facts_read(&facts, arena, store, err) != ERR_OK ||
        anchor_desk_describe(paper, &states, arena, store, &facts, source, err) != ERR_OK)
        return err->code;
    *is_kept = anchor_desk_keep(kept, arena, store, &facts, states, source->count,
                                &ignored) == ERR_OK;
    shown = root_code_show(&states[0].code);
    *code_text = arena_str(arena, str_from_c(shown.text));
    return ERR_OK;
}

enum err_code anchor_desk_paper(struct str *description, struct str *code, bool *is_kept,
                                struct arena *arena, const char *folder, struct err *err)
{
    struct anchor_source source = {0};
    struct store *store = NULL;
    struct paper paper = {0};
    enum err_code result = store_open(&store, folder, err);

    if (result != ERR_OK)
        return result;
    result = anchor_source_open(&source, arena, store, err);
    if (result == ERR_OK) {
        result = make_paper(&paper, code, is_kept, arena, store, &source, err);
        anchor_source_close(&source);
    }
    if (result == ERR_OK)
        *description = arena_str(arena, buf_str(&paper.description));
    paper_release(&paper);
    store_close(store);
    return result;
}

enum err_code anchor_desk_list(struct anchor **out, size_t *count, struct arena *arena,
                               const char *folder, struct err *err)
{
    struct timestamp_trust *trust = NULL;
    struct anchor_source source = {0};
    struct store *store = NULL;
    struct anchor_log log;
    enum err_code code = store_open(&store, folder, err);

    if (code != ERR_OK)
        return code;
    code = anchor_source_open(&source, arena, store, err);
    if (code == ERR_OK)
        code = timestamp_trust_open(&trust, NULL, 0, true, err);
    if (code == ERR_OK) {
        log = anchor_source_log(&source);
        code = anchors_read(out, count, arena, &log, trust, err);
        timestamp_trust_close(trust);
    }
    anchor_source_close(&source);
    store_close(store);
    return code;
}
