#include "record/index_tables.h"

const char index_tables_sql[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE TABLE feed (number BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    /* with how many of its statements are of the kinds too many to count when asked */
    " size BIGINT NOT NULL, root TEXT, claims BIGINT NOT NULL DEFAULT 0,"
    " entities BIGINT NOT NULL DEFAULT 0, passages BIGINT NOT NULL DEFAULT 0);"
    "CREATE TABLE word (number BIGINT PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE ident (number BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE);"
    /* made_at in seconds since 1970; commitment: its first 64 bits, so that a frame that
     * was damaged since is noticed when read by its place */
    "CREATE TABLE statement (n BIGINT PRIMARY KEY, kind BIGINT NOT NULL, made_at BIGINT,"
    " made_by BIGINT, frame_at BIGINT NOT NULL, frame_len BIGINT NOT NULL,"
    " commitment BIGINT NOT NULL);"
    "CREATE TABLE entity (n BIGINT PRIMARY KEY, entity BIGINT NOT NULL, kind BIGINT,"
    " class BIGINT, label TEXT, several BIGINT, seal BIGINT, list BIGINT, row_key TEXT);"
    /* basis: the passage, or the opening import statement (then with row_number) */
    "CREATE TABLE claim (n BIGINT PRIMARY KEY, about BIGINT, about_claim BIGINT,"
    " property BIGINT NOT NULL, mode BIGINT, quantifier BIGINT, form BIGINT, entity "
    "BIGINT,"
    " term BIGINT, text TEXT, lower_count BIGINT, upper_count BIGINT, unit BIGINT,"
    " first_day BIGINT, last_day BIGINT, basis BIGINT, row_number BIGINT, inferred "
    "BIGINT,"
    " seal BIGINT, more TEXT);"
    "CREATE TABLE passage (n BIGINT PRIMARY KEY, source BIGINT, lang BIGINT, words TEXT,"
    " locator TEXT, first_day BIGINT, last_day BIGINT, seal BIGINT, chain_as BIGINT,"
    " more TEXT);"
    "CREATE TABLE chain (passage BIGINT NOT NULL, place BIGINT NOT NULL, who BIGINT,"
    " knows BIGINT, link BIGINT, more TEXT);"
    "CREATE TABLE object (n BIGINT PRIMARY KEY, sha256 TEXT, size BIGINT, type BIGINT,"
    " name TEXT, name_hex TEXT, path TEXT, path_hex TEXT, stored TEXT, run BIGINT,"
    " stat TEXT);"
    /* what the object is a text of, and whether its pages are here (page_text.h) */
    "CREATE TABLE text (n BIGINT PRIMARY KEY, made_of BIGINT, how BIGINT, lang BIGINT,"
    " tool TEXT, person TEXT, reviewer TEXT, first_page BIGINT NOT NULL,"
    " page_count BIGINT NOT NULL, state BIGINT NOT NULL, words BIGINT, whole BIGINT);"
    /* hash: its first 64 bits, so that damage is noticed when a page is shown */
    "CREATE TABLE page (text BIGINT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL,"
    " len BIGINT NOT NULL, hash BIGINT NOT NULL);"
    /* shingles of pages, to find those that say nearly the same (text_near.h) */
    "CREATE TABLE sketch (text BIGINT NOT NULL, page BIGINT NOT NULL,"
    " hash BIGINT NOT NULL);"
    "CREATE TABLE import (n BIGINT PRIMARY KEY, opening BIGINT, source BIGINT,"
    " list BIGINT, version TEXT, row_count BIGINT, accepted BIGINT, rejected BIGINT);"
    "CREATE TABLE review (n BIGINT PRIMARY KEY, status BIGINT, rule BIGINT, reason TEXT,"
    " note TEXT, more TEXT);"
    /* who reads which file (inbox.h): a row for each file of an assessment */
    "CREATE TABLE reading (n BIGINT NOT NULL, object BIGINT NOT NULL,"
    " said BIGINT NOT NULL, why BIGINT);"
    /* to the schema: few, and read whole */
    "CREATE TABLE addition (n BIGINT PRIMARY KEY, said TEXT);"
    /* who looked at what is not open to everybody, and at which: never cleaned up */
    "CREATE TABLE access (n BIGINT PRIMARY KEY, did BIGINT, command BIGINT, words TEXT,"
    " why TEXT, recipient TEXT);"
    "CREATE TABLE accessed (n BIGINT NOT NULL, target BIGINT, entity BIGINT);"
    /* what somebody agreed to; of a withdrawal and a promise kept, only what was said */
    "CREATE TABLE consent (n BIGINT PRIMARY KEY, person BIGINT, interview BIGINT,"
    " said TEXT);"
    /* from statement to statement, role: the member's name */
    "CREATE TABLE edge (source BIGINT NOT NULL, role BIGINT NOT NULL,"
    " target BIGINT NOT NULL);"
    /* an entity named where no column of another table keeps it */
    "CREATE TABLE mention (n BIGINT NOT NULL, role BIGINT NOT NULL,"
    " entity BIGINT NOT NULL);";

const char index_indexes_sql[] =
    "CREATE INDEX statement_kind ON statement (kind) WHERE kind > 3;"
    "CREATE INDEX statement_unread ON statement (kind) WHERE kind = 0;"
    "CREATE INDEX entity_entity ON entity (entity);"
    "CREATE INDEX entity_kind ON entity (kind) WHERE kind IS NOT NULL;"
    "CREATE INDEX entity_class ON entity (class) WHERE class IS NOT NULL;"
    "CREATE INDEX entity_row ON entity (list, row_key) WHERE list IS NOT NULL;"
    "CREATE INDEX claim_about ON claim (about) WHERE about IS NOT NULL;"
    "CREATE INDEX claim_entity ON claim (entity) WHERE entity IS NOT NULL;"
    "CREATE INDEX claim_property ON claim (property);"
    "CREATE INDEX claim_term ON claim (property, term) WHERE term IS NOT NULL;"
    "CREATE INDEX claim_basis ON claim (basis, row_number) WHERE basis IS NOT NULL;"
    "CREATE INDEX claim_day ON claim (last_day, first_day) WHERE last_day IS NOT NULL;"
    "CREATE INDEX passage_source ON passage (source);"
    "CREATE INDEX passage_chain_as ON passage (chain_as) WHERE chain_as IS NOT NULL;"
    "CREATE INDEX chain_passage ON chain (passage, place);"
    "CREATE INDEX chain_who ON chain (who) WHERE who IS NOT NULL;"
    "CREATE INDEX object_sha256 ON object (sha256);"
    "CREATE INDEX object_path ON object (run, path) WHERE run IS NOT NULL;"
    "CREATE INDEX object_path_hex ON object (path_hex) WHERE path_hex IS NOT NULL;"
    "CREATE INDEX object_name ON object (name);"
    "CREATE INDEX text_made_of ON text (made_of) WHERE made_of IS NOT NULL;"
    "CREATE INDEX text_state ON text (state);"
    "CREATE INDEX text_whole ON text (whole) WHERE whole IS NOT NULL;"
    "CREATE INDEX sketch_hash ON sketch (hash);"
    "CREATE INDEX sketch_text ON sketch (text);"
    "CREATE INDEX page_text ON page (text, number);"
    "CREATE INDEX import_source ON import (source) WHERE source IS NOT NULL;"
    "CREATE INDEX import_list ON import (list) WHERE list IS NOT NULL;"
    "CREATE INDEX reading_n ON reading (n);"
    "CREATE INDEX accessed_n ON accessed (n);"
    "CREATE INDEX accessed_target ON accessed (target) WHERE target IS NOT NULL;"
    "CREATE INDEX accessed_entity ON accessed (entity) WHERE entity IS NOT NULL;"
    "CREATE INDEX consent_person ON consent (person) WHERE person IS NOT NULL;"
    "CREATE INDEX edge_target ON edge (target, role, source);"
    "CREATE INDEX edge_source ON edge (source, role, target);"
    "CREATE INDEX mention_entity ON mention (entity, n);"
    "CREATE INDEX mention_statement ON mention (n, entity);";

const struct dump_table index_dump_tables[] = {
    {"meta", "SELECT name, text FROM meta ORDER BY name", "tt"},
    {"feed", "SELECT id, size, root, claims, entities, passages FROM feed ORDER BY id",
     "titiii"},
    {"word", "SELECT text FROM word ORDER BY text", "t"},
    {"ident", "SELECT id FROM ident ORDER BY id", "t"},
    {"statement",
     "SELECT n, kind, made_at, made_by, frame_at, frame_len, commitment FROM statement"
     " ORDER BY n",
     "nwieiii"},
    {"entity",
     "SELECT n, entity, kind, class, label, several, seal, list, row_key FROM entity"
     " ORDER BY n",
     "newwtiwet"},
    {"claim",
     "SELECT n, about, about_claim, property, mode, quantifier, form, entity, term, text,"
     " lower_count, upper_count, unit, first_day, last_day, basis, row_number, inferred,"
     " seal, more FROM claim ORDER BY n",
     "nenwiwiewtiiwiiniiwt"},
    {"passage",
     "SELECT n, source, lang, words, locator, first_day, last_day, seal, chain_as, more"
     " FROM passage ORDER BY n",
     "newttiiwnt"},
    {"chain",
     "SELECT passage, place, who, knows, link, more FROM chain ORDER BY passage, place",
     "niewwt"},
    {"object",
     "SELECT n, sha256, size, type, name, name_hex, path, path_hex, stored, run, stat "
     "FROM"
     " object ORDER BY n",
     "ntiwtttttwt"},
    {"text",
     "SELECT n, made_of, how, lang, tool, person, reviewer, first_page, page_count, "
     "state,"
     " words, whole FROM text ORDER BY n",
     "nnwwtttiiiii"},
    {"page", "SELECT text, number, at, len, hash FROM page ORDER BY text, number",
     "niiii"},
    {"sketch", "SELECT text, page, hash FROM sketch ORDER BY text, page, hash", "nii"},
    {"import",
     "SELECT n, opening, source, list, version, row_count, accepted, rejected FROM import"
     " ORDER BY n",
     "nnnetiii"},
    {"review", "SELECT n, status, rule, reason, note, more FROM review ORDER BY n",
     "nwwttt"},
    {"reading", "SELECT n, object, said, why FROM reading ORDER BY n, object", "nnww"},
    {"addition", "SELECT n, said FROM addition ORDER BY n", "nt"},
    {"access", "SELECT n, did, command, words, why, recipient FROM access ORDER BY n",
     "nwwttt"},
    {"accessed",
     "SELECT n, target, id FROM accessed LEFT JOIN ident ON ident.number = entity"
     " ORDER BY n, target, id",
     "nnt"},
    {"consent", "SELECT n, person, interview, said FROM consent ORDER BY n", "neet"},
    {"edge",
     "SELECT source, word.text, target FROM edge JOIN word ON word.number = edge.role"
     " ORDER BY source, word.text, target",
     "ntn"},
    {"mention",
     "SELECT n, word.text, ident.id FROM mention JOIN word ON word.number = mention.role"
     " JOIN ident ON ident.number = mention.entity ORDER BY n, word.text, ident.id",
     "ntt"},
};

const unsigned index_dump_table_count =
    sizeof index_dump_tables / sizeof index_dump_tables[0];
