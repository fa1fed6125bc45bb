#!/usr/bin/env python3
"""Write the help of the pages, texts of src/web/help/, as the C tables of web/help.h.

usage: embed-help.py OUT.c MARKS.h TOPIC.en.txt TOPIC.uk.txt …

A text is lines:

    title: …                    lead: …
    # id | Heading | note       a section; its id is the same in every language
    a paragraph                 up to an empty line
    - an item                   of a list
    | a | b |                   a row of a table; the first one is its head

and in them: **strong**, `code`, [[Key]], [text](/path), {accepted}: the sign and word of
MARK_ACCEPTED (sheet/marks.h). All else stands for itself; nothing in it can be markup.
"""
import html
import pathlib
import re
import sys

LANGUAGES = ["en", "uk"]
INLINE = re.compile(r"\*\*(?P<b>.+?)\*\*|`(?P<code>[^`]+)`|\[\[(?P<kbd>[^\]]+)\]\]|"
                    r"\[(?P<text>[^\]]+)\]\((?P<path>/[^)\s]*)\)|\{(?P<mark>[a-z_]+)\}")


def fail(path, line, why):
    sys.exit(f"{path}:{line}: {why}")


def c_string(text):
    return '"' + "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\?' else f"\\{byte:03o}"
        for byte in text.encode()) + '"'


class Text:
    """One file as a list of parts: markup, a mark, the begin or end of a section."""

    def __init__(self, path, marks):
        self.path, self.marks = path, marks
        self.parts, self.sections, self.head = [], [], {}
        self.open, self.row, self.columns = None, 0, []
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            self.take(number, line.rstrip())
        self.shut()
        if self.sections:
            self.parts.append(("END", "", "", ""))
        for key in ("title", "lead"):
            if key not in self.head:
                fail(path, 1, f"no {key}")

    def put(self, markup):
        if self.parts and self.parts[-1][0] == "MARKUP":
            self.parts[-1] = ("MARKUP", self.parts[-1][1] + markup, "", "")
        else:
            self.parts.append(("MARKUP", markup, "", ""))

    def inline(self, number, text):
        at = 0
        for match in INLINE.finditer(text):
            self.put(html.escape(text[at:match.start()]))
            at = match.end()
            for tag in ("b", "code", "kbd"):
                if match[tag]:
                    self.put(f"<{tag}>{html.escape(match[tag])}</{tag}>")
            if match["path"]:
                self.put(f'<a href="{html.escape(match["path"])}">'
                         f'{html.escape(match["text"])}</a>')
            if match["mark"]:
                if match["mark"] not in self.marks:
                    fail(self.path, number, f'there is no mark "{match["mark"]}"')
                self.parts.append(("MARK", "", match["mark"], ""))
        self.put(html.escape(text[at:]))

    def shut(self):
        """End what runs over several lines."""
        ends = {"p": "</p>", "ul": "</ul>", "table": "</tbody></table></div>"}
        if self.open:
            self.put(ends[self.open])
        self.open = None

    def begin(self, what, markup):
        if self.open != what:
            self.shut()
            self.put(markup)
            self.open = what
            self.row = 0
            return True
        return False

    def section(self, number, line):
        fields = [field.strip() for field in line[1:].split("|")]
        if len(fields) not in (2, 3) or not re.fullmatch("[a-z][a-z0-9-]*", fields[0]):
            fail(self.path, number, "a section is: # id | Heading | note")
        self.shut()
        if self.sections:
            self.parts.append(("END", "", "", ""))
        self.sections.append(fields[0])
        self.parts.append(("SECTION", fields[1], fields[0], (fields + [""])[2]))

    def table_row(self, number, line):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if self.begin("table", '<div class="tw"><table class="stack" role="table">'):
            self.columns = cells
            self.put('<thead role="rowgroup"><tr role="row">')
            for cell in cells:
                self.put('<th scope="col" role="columnheader">')
                self.inline(number, cell)
                self.put("</th>")
            self.put('</tr></thead><tbody role="rowgroup">')
            return
        if len(cells) != len(self.columns):
            fail(self.path, number, "another number of cells than the table's head has")
        self.put('<tr role="row">')
        for column, cell in zip(self.columns, cells):
            first = cell is cells[0]
            self.put('<th scope="row" role="rowheader">' if first else
                     f'<td role="cell" data-l="{html.escape(column)}">')
            self.inline(number, cell)
            self.put("</th>" if first else "</td>")
        self.put("</tr>")

    def take(self, number, line):
        named = re.fullmatch(r"(title|lead): (.+)", line)
        if named and not self.sections:
            self.head[named[1]] = named[2]
        elif not line:
            self.shut()
        elif line.startswith("# "):
            self.section(number, line)
        elif not self.sections:
            fail(self.path, number, "text before the first section")
        elif line.startswith("- "):
            self.begin("ul", "<ul>")
            self.put("<li>")
            self.inline(number, line[2:])
            self.put("</li>")
        elif line.startswith("|"):
            self.table_row(number, line)
        elif self.begin("p", "<p>"):
            self.inline(number, line)
        else:
            self.inline(number, " " + line)


def write_parts(c, name, text):
    c.write(f"static const struct help_part {name}[] = {{\n")
    for kind, markup, extra, note in text.parts:
        mark = f"MARK_{extra.upper()}" if kind == "MARK" else "0"
        ident = extra if kind == "SECTION" else ""
        c.write(f"    {{HELP_{kind}, {c_string(markup)}, {len(markup.encode())}, "
                f"{c_string(ident)}, {c_string(note)}, {mark}}},\n")
    c.write("};\n\n")


def main(out, marks_header, *names):
    found = re.findall(r"\bMARK_([A-Z_]+)\b", pathlib.Path(marks_header).read_text())
    marks = {mark.lower() for mark in found if mark != "COUNT"}
    topics = {}
    for path in map(pathlib.Path, names):
        topic, language, _ = path.name.split(".")
        topics.setdefault(topic, {})[language] = Text(path, marks)
    with open(out, "w", encoding="ascii") as c:
        c.write('#include "web/help.h"\n\n')
        for topic, texts in topics.items():
            if sorted(texts) != LANGUAGES:
                sys.exit(f'embed-help.py: the topic "{topic}" is not there in each of '
                         f'{", ".join(LANGUAGES)}')
            if texts["en"].sections != texts["uk"].sections:
                fail(texts["uk"].path, 1, "other sections than the English text has")
            for language in LANGUAGES:
                write_parts(c, f"{topic.replace('-', '_')}_{language}", texts[language])
        c.write("const struct help_topic help_topics[] = {\n")
        for topic, texts in topics.items():
            c.write(f'    {{"{topic}", {{\n')
            for language in LANGUAGES:
                name = f"{topic.replace('-', '_')}_{language}"
                head = texts[language].head
                c.write(f"        {{{c_string(head['title'])}, {c_string(head['lead'])},"
                        f" {name}, sizeof {name} / sizeof {name}[0]}},\n")
            c.write("    }},\n")
        c.write("};\nconst size_t help_topic_count = "
                "sizeof help_topics / sizeof help_topics[0];\n")


main(*sys.argv[1:])
