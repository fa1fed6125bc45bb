#!/usr/bin/env python3
"""Check the schema and write it as C tables.

usage: schema-embed.py SCHEMA-FOLDER [OUT.c [DEPFILE]]

Without OUT.c only checks. Every mistake is named with its file and key, all of
them in one run, and any of them fails the build: a schema that contradicts
itself must not become part of a record that cannot be corrected afterwards.
"""

import hashlib
import json
import os
import re
import sys

KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
TERM_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*\Z")  # scripts are written Latn, Cyrl
LANGUAGES = ("en", "uk")
VALUES = ("text", "name", "date", "place_relation", "place", "coordinates", "count",
          "quantity", "term", "reference", "definition", "identifier", "url", "area")
FIELD_TYPES = ("text", "term", "integer", "decimal", "boolean", "date", "reference",
               "lang")
SENSITIVITY = ("open", "restricted", "witness")
MEMBERS = {
    "kind": {"key", "en", "uk", "classes"},
    "standard": {"key", "name"},
    "field": {"key", "en", "uk", "type", "vocabulary", "refers", "common"},
    "property": {"key", "en", "uk", "about", "values", "vocabulary", "refers", "single",
                 "needs_time", "unit_optional", "required", "allowed", "extras",
                 "sensitivity", "sensitive_for", "always_protected", "standards",
                 "replaced_by"},
    "vocabulary": {"key", "en", "uk", "huridocs", "terms"},
    "term": {"key", "en", "uk", "mark"},
}


class Schema:
    def __init__(self, folder):
        self.folder = folder
        self.mistakes = []
        self.files = []
        self.place = ""
        self.kinds = self.table("kinds.json", "kinds", "kind")
        self.standards = self.table("standards.json", "standards", "standard")
        self.fields = self.table("fields.json", "fields", "field")
        self.properties = {}
        for name in self.list("properties"):
            self.table(name, "properties", "property", self.properties)
        self.vocabularies = {}
        for name in self.list("vocabularies"):
            self.vocabulary(name)
        self.check()

    def say(self, key, text):
        self.mistakes.append(f"{self.place}: {key}: {text}")

    def list(self, folder):
        names = sorted(os.listdir(os.path.join(self.folder, folder)))
        return [f"{folder}/{name}" for name in names if name.endswith(".json")]

    def read(self, name):
        self.place = name
        path = os.path.join(self.folder, name)
        self.files.append(path)

        def once(pairs):
            seen = {}
            for key, value in pairs:
                if key in seen:
                    self.say(key, "member written twice")
                seen[key] = value
            return seen

        try:
            with open(path, encoding="utf-8") as file:
                return json.load(file, object_pairs_hook=once)
        except (OSError, ValueError) as reason:
            self.say("file", f"cannot be read: {reason}")
            return {}

    def table(self, name, member, what, into=None):
        found = {} if into is None else into
        for entry in self.read(name).get(member, []):
            self.add(found, entry, what, name)
        return found

    def add(self, found, entry, what, name):
        key = entry.get("key", "?")
        pattern = TERM_KEY if what == "term" else KEY
        if not pattern.match(key):
            self.say(key, f"the key of a {what} is not made of a-z, 0-9 and _")
        if key in found:
            self.say(key, f"{what} written twice")
        for member in entry.keys() - MEMBERS[what]:
            self.say(key, f"a {what} has no member \"{member}\"")
        for member in LANGUAGES if "en" in MEMBERS[what] else ("name",):
            if not entry.get(member, "").strip():
                self.say(key, f"no \"{member}\" label")
        found[key] = dict(entry, place=name)

    def vocabulary(self, name):
        entry = self.read(name)
        key = entry.get("key", "?")
        if name != f"vocabularies/{key}.json":
            self.say(key, "the file is not named after the vocabulary")
        self.add(self.vocabularies, entry, "vocabulary", name)
        terms = {}
        for term in entry.get("terms", []):
            self.add(terms, term, "term", name)
        if not terms:
            self.say(key, "no terms")
        self.vocabularies[key]["terms"] = terms

    def check(self):
        for kind in self.kinds.values():
            self.place = kind["place"]
            self.known(kind["key"], [kind.get("classes", "")], self.vocabularies,
                       "vocabulary")
        for field in self.fields.values():
            self.place = field["place"]
            self.check_field(field)
        for entry in self.properties.values():
            self.place = entry["place"]
            self.check_property(entry)

    def known(self, key, names, table, what):
        for name in names:
            if name not in table:
                self.say(key, f"unknown {what} \"{name}\"")
        if len(names) != len(set(names)):
            self.say(key, f"the same {what} twice")

    def check_shape(self, entry, shapes, term, reference):
        key = entry["key"]
        if ("vocabulary" in entry) != (term in shapes):
            self.say(key, "a vocabulary and the type \"term\" go together")
        if ("refers" in entry) != (reference in shapes):
            self.say(key, "\"refers\" and the type \"reference\" go together")
        if "vocabulary" in entry:
            self.known(key, [entry["vocabulary"]], self.vocabularies, "vocabulary")
        self.known(key, entry.get("refers", []), self.kinds, "kind")

    def check_field(self, field):
        self.known(field["key"], [field.get("type", "")], FIELD_TYPES, "type")
        self.check_shape(field, [field.get("type", "")], "term", "reference")

    def check_property(self, entry):
        key = entry["key"]
        values = entry.get("values", [])
        if not entry.get("about"):
            self.say(key, "no kind it is about")
        if not values:
            self.say(key, "no type of value")
        self.known(key, entry.get("about", []), {**self.kinds, "claim": {}}, "kind")
        self.known(key, values, VALUES, "type")
        self.check_shape(entry, values, "term", "reference")
        self.check_fields(entry)
        self.known(key, [entry.get("sensitivity", "open")], SENSITIVITY, "sensitivity")
        self.known(key, entry.get("sensitive_for", []), entry.get("about", []), "kind")
        for demand in entry.get("standards", []):
            self.check_demand(key, demand)
        if "replaced_by" in entry:
            self.known(key, [entry["replaced_by"]], self.properties, "property")

    def check_fields(self, entry):
        key = entry["key"]
        for member in ("required", "allowed", "extras"):
            self.known(key, entry.get(member, []), self.fields, "field")
        both = set(entry.get("required", [])) & set(entry.get("allowed", []))
        for name in sorted(both):
            self.say(key, f"\"{name}\" is both required and allowed")
        for name in entry.get("required", []) + entry.get("allowed", []):
            if self.fields.get(name, {}).get("common") and name in entry.get("allowed", []):
                self.say(key, f"\"{name}\" is allowed everywhere already")
        if entry.get("extras") and "term" not in entry.get("values", []):
            self.say(key, "\"extras\" are members of a term value")

    def check_demand(self, key, demand):
        if demand.get("mark") not in ("S", "M"):
            self.say(key, "the mark of a standard is \"S\" or \"M\"")
        if not demand.get("standard"):
            self.say(key, f"a mark \"{demand.get('mark')}\" without a standard")
        else:
            self.known(key, [demand["standard"]], self.standards, "standard")

    def digest(self):
        def plain(table):
            return {key: {name: value for name, value in entry.items() if name != "place"}
                    for key, entry in table.items()}

        whole = {"kinds": plain(self.kinds), "standards": plain(self.standards),
                 "fields": plain(self.fields), "properties": plain(self.properties),
                 "vocabularies": {
                     key: dict(entry, terms=plain(entry["terms"]))
                     for key, entry in plain(self.vocabularies).items()}}
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True,
                          separators=(",", ":"))
        return hashlib.sha256(text.encode()).digest()


def c_str(text):
    # \" and \\ only: labels are one line of UTF-8, and gcc takes that as it is
    return 'STR_INIT("%s")' % text.replace("\\", "\\\\").replace('"', '\\"')


def c_head(entry):
    labels = ", ".join(c_str(entry[language]) for language in LANGUAGES)
    return f"{c_str(entry['key'])}, {{{labels}}}"


class Writer:
    def __init__(self, schema):
        self.schema = schema
        self.out = ["/* Made from schema/ by tools/schema-embed.py: edit there. */",
                    '#include "record/schema_tables.h"', ""]
        self.position = {}
        for table in ("kinds", "standards", "fields", "properties", "vocabularies"):
            keys = sorted(getattr(schema, table), key=str.encode)
            self.position[table] = {key: i for i, key in enumerate(keys)}

    def sorted(self, table):
        return [getattr(self.schema, table)[key] for key in self.position[table]]

    def bits(self, kinds):
        word = 0
        for kind in kinds:
            word |= 1 << 31 if kind == "claim" else 1 << self.position["kinds"][kind]
        return f"UINT32_C({word})"

    def vocabulary(self, key):
        if not key:
            return "NULL"
        return f"&schema_vocabulary_table[{self.position['vocabularies'][key]}]"

    def table(self, c_type, name, rows, count=None):
        self.out.append(f"const struct {c_type} {name}[] = {{")
        self.out += [f"    {{{row}}}," for row in rows]
        self.out.append("};")
        if count:
            self.out.append(f"const size_t {count} = {len(rows)};")
        self.out.append("")

    def vocabularies(self):
        rows = []
        for i, entry in enumerate(self.sorted("vocabularies")):
            terms = sorted(entry["terms"].values(), key=lambda term: term["key"].encode())
            self.table("schema_term", f"terms_of_{entry['key']}",
                       [f"{c_head(term)}, {c_str(term.get('mark', ''))}, {n}"
                        for n, term in enumerate(terms)])
            self.out[-len(terms) - 3] = "static " + self.out[-len(terms) - 3]
            rows.append(f"{c_head(entry)}, terms_of_{entry['key']}, {len(terms)}, {i}, "
                        f"{entry.get('huridocs', 0)}")
        self.table("schema_vocabulary", "schema_vocabulary_table", rows,
                   "schema_vocabulary_count")

    def kinds(self):
        self.table("schema_kind", "schema_kind_table",
                   [f"{c_head(kind)}, {self.vocabulary(kind['classes'])}, {i}, "
                    f"UINT32_C({1 << i})"
                    for i, kind in enumerate(self.sorted("kinds"))],
                   "schema_kind_count")

    def fields(self):
        rows = []
        for i, field in enumerate(self.sorted("fields")):
            rows.append(f"{c_head(field)}, {self.vocabulary(field.get('vocabulary'))}, "
                        f"{self.bits(field.get('refers', []))}, {i}, "
                        f"SCHEMA_FIELD_{field['type'].upper()}, "
                        f"{c_bool(field.get('common'))}")
        self.table("schema_field", "schema_field_table", rows, "schema_field_count")

    def standards(self):
        self.table("schema_standard", "standards",
                   [f"{c_str(entry['key'])}, {c_str(entry['name'])}"
                    for entry in self.sorted("standards")])
        self.out[-len(self.schema.standards) - 3] = \
            "static " + self.out[-len(self.schema.standards) - 3]

    def field_list(self, entry, member):
        names = entry.get(member, [])
        if not names:
            return "NULL"
        name = f"{member}_of_{entry['key']}"
        items = ", ".join(f"&schema_field_table[{self.position['fields'][key]}]"
                          for key in names)
        self.out.append(f"static const struct schema_field *const {name}[] = {{{items}}};")
        return name

    def demands(self, entry):
        demands = entry.get("standards", [])
        if not demands:
            return "NULL"
        name = f"demands_on_{entry['key']}"
        items = ", ".join(f"{{&standards[{self.position['standards'][d['standard']]}], "
                          f"{c_bool(d['mark'] == 'S')}}}" for d in demands)
        self.out.append(f"static const struct schema_demand {name}[] = {{{items}}};")
        return name

    def properties(self):
        rows = []
        for i, entry in enumerate(self.sorted("properties")):
            lists = [self.field_list(entry, member)
                     for member in ("required", "allowed", "extras")]
            values = " | ".join(f"SCHEMA_{value.upper()}" for value in entry["values"])
            counts = [str(len(entry.get(member, [])))
                      for member in ("required", "allowed", "extras", "standards")]
            rows.append(", ".join(
                [c_head(entry), self.vocabulary(entry.get("vocabulary"))] + lists +
                [self.demands(entry), c_str(entry.get("replaced_by", "")),
                 self.bits(entry["about"]), self.bits(entry.get("refers", [])), values,
                 self.bits(entry.get("sensitive_for", entry["about"])), str(i)] + counts +
                [f"SCHEMA_{entry.get('sensitivity', 'open').upper()}"] +
                [c_bool(entry.get(member))
                 for member in ("single", "needs_time", "unit_optional", "always_protected")]))
        self.out.append("")
        self.table("schema_property", "schema_property_table", rows,
                   "schema_property_count")

    def text(self):
        self.vocabularies()
        self.kinds()
        self.fields()
        self.standards()
        self.properties()
        bytes_ = ", ".join(f"0x{byte:02x}" for byte in self.schema.digest())
        self.out.append(f"const struct digest schema_digest_value = {{{{{bytes_}}}}};")
        return "\n".join(self.out) + "\n"


def c_bool(truth):
    return "true" if truth else "false"


def main(arguments):
    folder = arguments[0]
    schema = Schema(folder)
    for mistake in schema.mistakes:
        print(f"{os.path.join(folder, mistake)}", file=sys.stderr)
    if schema.mistakes:
        return 1
    if len(arguments) > 1:
        with open(arguments[1], "w", encoding="utf-8") as file:
            file.write(Writer(schema).text())
    if len(arguments) > 2:
        # the folders too: their time changes when a file is added or removed
        folders = [os.path.join(folder, name) for name in ("properties", "vocabularies")]
        with open(arguments[2], "w", encoding="utf-8") as file:
            file.write(f"{arguments[1]}: {' '.join(schema.files + folders)}\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: schema-embed.py SCHEMA-FOLDER [OUT.c [DEPFILE]]")
    sys.exit(main(sys.argv[1:]))
