#!/usr/bin/env python3
"""schema-embed.py refuses every kind of mistake, and names its file and key."""

import contextlib
import importlib.util
import io
import json
import os
import pathlib
import shutil
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location("schema_embed", HERE / "schema-embed.py")
EMBED = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(EMBED)

PERSON = "properties/person.json"
SEX = "vocabularies/sex.json"


class Mistakes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(HERE.parent / "schema", self.folder, dirs_exist_ok=True)

    def said(self):
        text = io.StringIO()
        with contextlib.redirect_stderr(text):
            status = EMBED.main([self.folder])
        self.assertEqual(status, 1 if text.getvalue() else 0)
        return text.getvalue().replace(self.folder + os.sep, "").splitlines()

    def change(self, name, edit):
        path = pathlib.Path(self.folder) / name
        data = json.loads(path.read_text(encoding="utf-8"))
        edit(data)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    def property(self, key, **members):
        def edit(data):
            entry = next(p for p in data["properties"] if p["key"] == key)
            entry.update(members)
            for member in [m for m, value in members.items() if value is None]:
                del entry[member]

        self.change(PERSON, edit)
        return self.said()

    def test_the_schema_itself_has_none(self):
        self.assertEqual(self.said(), [])

    def test_each_mistake_in_a_property_is_named(self):
        cases = [
            ({"uk": " "}, 'no "uk" label'),
            ({"en": ""}, 'no "en" label'),
            ({"about": ["persons"]}, 'unknown kind "persons"'),
            ({"about": []}, "no kind it is about"),
            ({"values": []}, None),
            ({"values": ["term", "number"]}, 'unknown type "number"'),
            ({"values": ["term", "term"]}, "the same type twice"),
            ({"values": ["text"]}, 'a vocabulary and the type "term" go together'),
            ({"refers": ["person"]}, '"refers" and the type "reference" go together'),
            ({"vocabulary": "sexes"}, 'unknown vocabulary "sexes"'),
            ({"allowed": ["nothing"]}, 'unknown field "nothing"'),
            ({"allowed": ["from"]}, '"from" is allowed everywhere already'),
            ({"required": ["role"], "allowed": ["role"]},
             '"role" is both required and allowed'),
            ({"sensitivity": "secret"}, 'unknown sensitivity "secret"'),
            ({"standards": [{"mark": "S"}]}, 'a mark "S" without a standard'),
            ({"standards": [{"mark": "X", "standard": "ecc"}]},
             'the mark of a standard is "S" or "M"'),
            ({"standards": [{"mark": "S", "standard": "nobody"}]},
             'unknown standard "nobody"'),
            ({"replaced_by": "gender"}, 'unknown property "gender"'),
            ({"colour": "red"}, 'a property has no member "colour"'),
        ]
        for members, message in cases:
            with self.subTest(members=members):
                shutil.copy(HERE.parent / "schema" / PERSON,
                            os.path.join(self.folder, PERSON))
                lines = self.property("sex", **members)
                self.assertTrue(lines)
                self.assertTrue(all(line.startswith(f"{PERSON}: sex: ") for line in lines))
                if message:
                    self.assertIn(f"{PERSON}: sex: {message}", lines)

    def test_extras_need_a_term(self):
        lines = self.property("contact", extras=["region"])
        self.assertEqual(lines,
                         [f'{PERSON}: contact: "extras" are members of a term value'])

    def test_a_property_is_written_once_in_all_files(self):
        self.change("properties/place.json",
                    lambda data: data["properties"].append(
                        {"key": "sex", "en": "a", "uk": "б", "about": ["place"],
                         "values": ["text"]}))
        self.assertIn(f"properties/place.json: sex: property written twice", "\n".join(
            self.said()).replace(PERSON, "properties/place.json"))

    def test_a_term_is_written_once_and_labelled(self):
        self.change(SEX, lambda data: data["terms"].append(
            {"key": "female", "en": "female", "uk": ""}))
        self.assertEqual(self.said(), [f"{SEX}: female: term written twice",
                                       f'{SEX}: female: no "uk" label'])

    def test_a_key_is_plain(self):
        self.change(SEX, lambda data: data["terms"].append(
            {"key": "not-said", "en": "a", "uk": "б"}))
        self.assertEqual(
            self.said(),
            [f"{SEX}: not-said: the key of a term is not made of a-z, 0-9 and _"])

    def test_a_vocabulary_is_in_its_own_file_and_not_empty(self):
        self.change(SEX, lambda data: data.update(key="gender", terms=[]))
        lines = self.said()
        self.assertIn(f"{SEX}: gender: the file is not named after the vocabulary", lines)
        self.assertIn(f"{SEX}: gender: no terms", lines)

    def test_a_kind_has_classes(self):
        self.change("kinds.json", lambda data: data["kinds"][0].update(classes="none"))
        self.assertEqual(self.said(), ['kinds.json: person: unknown vocabulary "none"'])

    def test_a_field_has_a_known_type(self):
        self.change("fields.json", lambda data: data["fields"][0].update(type="day"))
        self.assertEqual(self.said(), ['fields.json: from: unknown type "day"'])

    def test_broken_json_and_doubled_members_are_named(self):
        path = pathlib.Path(self.folder) / SEX
        path.write_text('{"key": "sex", "key": "sex"', encoding="utf-8")
        self.assertTrue(self.said()[0].startswith(f"{SEX}: file: cannot be read: "))
        path.write_text('{"key":"sex","key":"sex","en":"s","uk":"с",'
                        '"terms":[{"key":"a","en":"a","uk":"а"}]}', encoding="utf-8")
        self.assertEqual(self.said(), [f"{SEX}: key: member written twice"])


if __name__ == "__main__":
    unittest.main()
