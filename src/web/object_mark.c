/*
 * "It shows violence": somebody looked at a preserved picture or film and says so, so
 * that nobody comes upon it unprepared. A claim like any other: of the source that the
 * file is kept as, resting on the first frame of it, with the member's name; and undone
 * by another.
 */

#include "record/roles.h"
#include "sheet/kept.h"
#include "web/media.h"
#include "web/object_show.h"
#include "web/visitor.h"
#include "web/writer.h"

struct marking {
    struct request *r;
    struct object_row object;
    struct str source; /* an id, or the local id of the one that is made */
    struct str seal;
    struct value drafts;
};

static void set_text(struct value *draft, struct marking *m, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(draft, m->r->arena, key, value_string(text));
}

static struct value draft_of(struct marking *m, struct str kind, struct str local)
{
    struct value draft = value_object();

    set_text(&draft, m, STR("kind"), kind);
    set_text(&draft, m, STR("id"), local);
    set_text(&draft, m, STR("seal"), m->seal);
    return draft;
}

static void add_source(struct marking *m)
{
    struct value draft = draft_of(m, STR("entity"), m->source);
    bool is_film = media_of(m->object.type).way == MEDIA_FILM;

    set_text(&draft, m, STR("entity"), STR("source"));
    set_text(&draft, m, STR("class"),
             is_film ? STR("video_unpublished") : STR("photograph_unpublished"));
    set_text(&draft, m, STR("label"), m->object.name);
    value_add(&m->drafts, m->r->arena, draft);
}

static void add_passage(struct marking *m)
{
    struct value draft = draft_of(m, STR("passage"), STR("frame"));
    struct value locator = value_object();

    set_text(&locator, m, STR("object"),
             archive_ref_text(m->r->archive, m->r->arena, m->object.ref));
    value_set(&locator, m->r->arena, STR("frame"), value_integer(1));
    value_set(&draft, m->r->arena, STR("locator"), locator);
    set_text(&draft, m, STR("source"), m->source);
    value_add(&m->drafts, m->r->arena, draft);
}

static void add_claim(struct marking *m, struct str property, struct value value)
{
    struct value draft = draft_of(m, STR("claim"), STR(""));

    set_text(&draft, m, STR("about"), m->source);
    set_text(&draft, m, STR("passage"), STR("frame"));
    set_text(&draft, m, STR("property"), property);
    value_set(&draft, m->r->arena, STR("value"), value);
    value_add(&m->drafts, m->r->arena, draft);
}

static enum err_code find_object(struct marking *m, struct reading *reading,
                                 struct ref ref, struct err *err)
{
    struct kept_sources sources = {0};
    struct statement statement = {0};
    struct sheet *sheet = &reading->sheet;
    enum err_code code;

    code = sheet_file(&m->object, sheet, ref, err);
    if (code == ERR_OK)
        code = kept_sources(&sources, sheet, &m->object, err);
    if (code == ERR_OK)
        code = archive_statement(&statement, m->r->arena, m->r->archive, ref, err);
    if (code != ERR_OK)
        return code;
    m->seal = value_get_string(&statement.value, STR("seal"));
    m->source = sources.count > 0 ? sources.ids[0] : STR("source");
    if (sources.count == 0)
        add_source(m);
    add_passage(m);
    if (sources.count == 0)
        add_claim(m, STR("preserved_as"), value_string(m->object.sha256));
    return ERR_OK;
}

enum err_code object_mark(struct reply *out, struct request *r, struct ref ref,
                          struct err *err)
{
    struct marking m = {.r = r, .drafts = value_array()};
    struct draft_result *results = NULL;
    struct value term = value_object();
    struct reading reading;
    size_t count = 0;
    enum err_code code;

    if (!roles_suffice(r->visitor->roles, ROLE_RECORDER))
        return err_set(err, ERR_DENIED, "only recorders record what a picture shows");
    code = reading_open(&reading, r, "read", err);
    if (code != ERR_OK)
        return code;
    code = find_object(&m, &reading, ref, err);
    reading_close(&reading);
    if (code != ERR_OK)
        return code;
    value_set(&term, r->arena, STR("term"), value_string(STR("graphic")));
    add_claim(&m, STR("violence_shown"), term);
    if (writer_record(&results, &count, r, &m.drafts, err) != ERR_OK)
        return err->code;
    reply_go_to(out, object_href(r, ref, ""));
    return ERR_OK;
}
