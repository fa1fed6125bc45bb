#!/usr/bin/python3
"""Write made-up tables as workbooks, with programs that are not ours: openpyxl and odfpy.

    make.py same FOLDER       one table as same.csv, same.xlsx, same.ods
    make.py features FOLDER   what sheets have and CSV has not: features.xlsx, features.ods, features-1904.xlsx
    make.py hostile FOLDER    files that are to be refused
    make.py large ROWS FILE   an XLSX of twelve columns, for measuring

Nobody and nothing in them is real.
"""
import csv, datetime, io, os, sys, zipfile

HEADER = ["id", "town", "date", "dead", "share", "note", "link"]
ROWS = [
    ["0012", "Місто-Перше", datetime.date(2022, 2, 24), 2, 0.25, "Рядок з <дужками> & \"лапками\"", "https://a.example/1"],
    ["0013", "قرية أولى", datetime.date(2022, 2, 25), None, 2.3, "two\nlines", "https://a.example/2"],
    ["14", "Село", datetime.date(1999, 12, 31), 1000000, None, "  blanks at both ends  ", "https://a.example/1"],
    ["15", "Місто-Перше", None, 0, 49.2234567, None, None],
]


def text_of(cell):
    return "" if cell is None else cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def ods_cell(cell, **more):
    from odf.table import TableCell
    from odf.text import P, LineBreak, S
    if cell is None:
        return TableCell(**more)
    if isinstance(cell, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(cell).lower(), **more)
    if isinstance(cell, datetime.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat(), **more)
    if isinstance(cell, (int, float)):
        return TableCell(valuetype="float", value=repr(cell), **more)
    made = TableCell(valuetype="string", **more)
    paragraph = P()
    for number, line in enumerate(cell.split("\n")):
        if number > 0:
            paragraph.addElement(LineBreak())
        before = len(line) - len(line.lstrip(" "))
        if before:
            paragraph.addElement(S(c=before))
        paragraph.addText(line.lstrip(" "))
    made.addElement(paragraph)
    return made


def same(folder):
    import openpyxl
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableRow
    with open(os.path.join(folder, "same.csv"), "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEADER] + [[text_of(c) for c in row] for row in ROWS])
    book = openpyxl.Workbook()
    book.active.title = "Dead"
    for row in [HEADER] + ROWS:
        book.active.append(row)
    book.save(os.path.join(folder, "same.xlsx"))
    document = OpenDocumentSpreadsheet()
    table = Table(name="Dead")
    document.spreadsheet.addElement(table)
    for row in [HEADER] + ROWS:
        made = TableRow()
        table.addElement(made)
        for cell in row:
            made.addElement(ods_cell(cell))
    document.save(os.path.join(folder, "same.ods"))


def fill_features(book):
    """A title, two rows of names, merged, hidden, an error, a formula nobody computed, a rich text."""
    sheet = book.active
    sheet.title = "Dead"
    sheet.append(["List of May, synthetic"])
    sheet.append([])
    sheet.append(["id", "oblast", "killed", None, "date", "entered"])
    sheet.append([None, None, "children", "adults", None, None])
    for number in range(1, 7):
        sheet.append([number, None, number, 2 * number, datetime.date(2022, 3, number),
                      datetime.datetime(2022, 5, 1, 13, 30, number)])
    for where in ["A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "B5:B8", "B9:B10"]:
        sheet.merge_cells(where)
    sheet["B5"], sheet["B9"] = "Перша", "Друга"
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet["E6"].number_format = "mmm yyyy"
    sheet["E7"].number_format = "d mmmm"
    book.create_sheet("Sources").append(["id", "link"])
    book.create_sheet("Old").append(["id"])
    book["Old"].sheet_state = "hidden"


def features(folder):
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    book = openpyxl.Workbook()
    fill_features(book)
    book.save(os.path.join(folder, "features.xlsx"))
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    fill_features(book)
    book.save(os.path.join(folder, "features-1904.xlsx"))
    book = openpyxl.Workbook()
    for row in [["id", "town", "dead"], [1, "A", "#N/A"], [2, "B", "=1+1"], [3, "C", 3]]:
        book.active.append(row)
    book.save(os.path.join(folder, "errors.xlsx"))
    features_ods(folder)


def features_ods(folder):
    from odf.number import DateStyle, Day, Month, Text, Year
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableProperties
    from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
    from odf.text import P
    document = OpenDocumentSpreadsheet()
    formats = {"N1": [Month(textual="true"), Text(text=" "), Year(style="long")],
               "N2": [Day(), Text(text=" "), Month(textual="true")]}
    for name, parts in formats.items():
        made = DateStyle(name=name)
        for part in parts:
            made.addElement(part)
        document.automaticstyles.addElement(made)
        document.automaticstyles.addElement(Style(name="c" + name, family="table-cell", datastylename=name))
    hidden = Style(name="ta2", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    table = Table(name="Dead")
    document.spreadsheet.addElement(table)
    table.addElement(TableColumn(numbercolumnsrepeated=5))
    table.addElement(TableColumn(visibility="collapse"))

    def add(*cells, **how):
        made = TableRow(**how)
        table.addElement(made)
        for cell in cells:
            made.addElement(cell)

    def covered(count):
        return [CoveredTableCell() for _ in range(count)]

    add(ods_cell("List of May, synthetic", numbercolumnsspanned=6), *covered(5))
    add(TableCell(numbercolumnsrepeated=6))
    add(ods_cell("id", numberrowsspanned=2), ods_cell("oblast", numberrowsspanned=2),
        ods_cell("killed", numbercolumnsspanned=2), *covered(1), ods_cell("date", numberrowsspanned=2),
        ods_cell("entered", numberrowsspanned=2))
    add(*covered(2), ods_cell("children"), ods_cell("adults"), *covered(2))
    for number in range(1, 7):
        oblast = (ods_cell("Перша", numberrowsspanned=4) if number == 1 else
                  ods_cell("Друга", numberrowsspanned=2) if number == 5 else CoveredTableCell())
        if number == 1:
            note = Annotation()
            note.addElement(P(text="somebody's remark"))
            oblast.insertBefore(note, oblast.childNodes[0])
        style = {2: "cN1", 3: "cN2"}.get(number)
        add(ods_cell(number), oblast, ods_cell(number), ods_cell(2 * number),
            ods_cell(datetime.date(2022, 3, number), **({"stylename": style} if style else {})),
            ods_cell(datetime.datetime(2022, 5, 1, 13, 30, number)),
            **({"visibility": "collapse"} if number == 3 else {}))
    add(TableCell(numbercolumnsrepeated=1024), numberrowsrepeated=1048566)
    for name, style in [("Sources", None), ("Old", "ta2")]:
        other = Table(name=name, **({"stylename": style} if style else {}))
        document.spreadsheet.addElement(other)
        made = TableRow()
        other.addElement(made)
        made.addElement(ods_cell("id"))
    document.save(os.path.join(folder, "features.ods"))


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts(sheet, before=""):
    """The least that is an XLSX file."""
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    return [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", rels % ('<Relationship Id="r1" Type="%s/officeDocument" Target="/xl/workbook.xml"/>' % RELATION)),
        ("xl/workbook.xml", before + '<workbook %s xmlns:r="%s"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
         '</workbook>' % (MAIN, RELATION)),
        ("xl/_rels/workbook.xml.rels", rels % ('<Relationship Id="r1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
                                               % RELATION)),
        ("xl/worksheets/sheet1.xml", "<worksheet %s><sheetData>%s</sheetData></worksheet>" % (MAIN, sheet)),
    ]


def pack(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)


def hostile(folder):
    import warnings
    warnings.simplefilter("ignore")
    good = parts("<row><c><v>1</v></c></row>")
    at = lambda name: os.path.join(folder, name)
    pack(at("least.xlsx"), parts('<row><c t="str"><v>id</v></c></row><row><c><v>1</v></c></row>'))
    pack(at("twins.xlsx"), good + [("XL/Worksheets/Sheet1.xml", good[-1][1])])
    pack(at("laughs.xlsx"), parts("", "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"))
    pack(at("outside.xlsx"), parts("", "<!DOCTYPE l SYSTEM 'file:///etc/passwd'>"))
    pack(at("bomb.xlsx"), good[:-1] + [("xl/worksheets/sheet1.xml", " " * (400 << 20))])
    pack(at("many.xlsx"), good + [("x/%d" % i, "") for i in range(10001)])
    pack(at("deep.xlsx"), parts("<a>" * 100 + "</a>" * 100))
    pack(at("missing.xlsx"), good[:-1])
    pack(at("document.xlsx"), [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", good[1][1].replace("xl/workbook", "word/document")),
                               ("word/document.xml", "<document/>"), ("word/_rels/document.xml.rels", good[3][1])])
    pack(at("plain.zip"), [("table.csv", "id\n1\n")])
    pack(at("text.ods"), [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")])
    pack(at("encrypted.ods"), [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "nothing readable"),
        ("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
         "<m:encryption-data/></m:file-entry></m:manifest>")])
    pack(at("repeated.ods"), [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
         'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
         '<o:body><o:spreadsheet><t:table t:name="A"><t:table-row t:number-rows-repeated="1048576"><t:table-cell '
         't:number-columns-repeated="16384" o:value-type="string"><x:p>x</x:p></t:table-cell></t:table-row></t:table>'
         "</o:spreadsheet></o:body></o:document-content>")])
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, stream in [("old.xls", "Workbook"), ("encrypted.xlsx", "EncryptedPackage")]:
        with open(at(name), "wb") as out:
            out.write(ole + stream.encode("utf-16le") + bytes(100))
    whole = io.BytesIO()
    pack(whole, good)
    with open(at("cut.xlsx"), "wb") as out:
        out.write(whole.getvalue()[:-40])
    damaged = bytearray(whole.getvalue())
    place = damaged.find(b"xl/workbook.xml") + len("xl/workbook.xml") + 20
    damaged[place] ^= 0x55
    with open(at("damaged.xlsx"), "wb") as out:
        out.write(damaged)


def large(rows, path):
    import openpyxl, random
    random.seed(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append(["synthetic_id", "date", "place", "lat", "lon", "killed", "injured", "cause", "name", "age", "note", "link"])
    day = datetime.date(2022, 2, 24)
    for i in range(rows):
        sheet.append(["S%07d" % i, day + datetime.timedelta(days=i % 900), "Село %d" % (i % 500),
                      48 + random.randrange(10**6) / 10**6, 36 + random.randrange(10**6) / 10**6, i % 7, i % 11,
                      ["shelling", "mine", "shot"][i % 3], "Бо Ве-%d" % i, i % 90, "synthetic, as said by row %d" % i,
                      "https://example.org/%d" % (i % 2000)])
    book.save(path)


def main():
    if len(sys.argv) == 3 and sys.argv[1] in ("same", "features", "hostile"):
        globals()[sys.argv[1]](sys.argv[2])
    elif len(sys.argv) == 4 and sys.argv[1] == "large":
        large(int(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
