"""What must not stand on the disk, in every form in which it might, and the search for it."""
import base64, os, re, urllib.parse

# Nobody's: names of no person, and numbers that no network gives out.
NEEDLES = {
    "name of a witness, in testimony": "Квіліяна Вексмарна-Зорецька",
    "name of a witness, in Latin letters": "Quillondra Vexmarrow",
    "telephone, in testimony": "+380 44 0199 7731",
    "words of testimony": "the cellar behind the bakery held nineteen of us",
    "name of the member": "Thessivane Orlikmoor",
    "photographer, in EXIF": "Brondalyn Eskaquith",
    "telephone, in EXIF": "+380440188662",
    "file name": "interview-Pellisandre-Nuvakoff",
    "folder name": "дім-Остролюбки-Гнізденко",
    "speaker, in an audio file's tag": "Marzipenna Toliquay",
    "telephone, in an audio file's tag": "+380440177553",
    "name in a list": "Дзвеніслава Кромлехівна",
    "telephone in a list": "+380440166444",
    "name in a file that a crash met": "Ferrosindal Upwickett",
    "folder that a crash met": "statement-of-Jellicanth-Obermoor",
    "label of an interview": "Wystanine Pellgrove",
    "words of a transcript": "Ysolvane Quarrendish carried the lamp",
    "words searched for": "Grundalvia Sestemoor",
    "why somebody read": "because Hollybrandt Oxmarrine asked",
}

# By these keys the index finds their words in other spellings (names/key.h: name_fold2); they give a name away as well.
KEYS = {
    "Зорецька": "zarick",
    "Quillondra": "kuilandr",
    "Vexmarrow": "viksmariv",
    "Thessivane": "tisivan",
    "Orlikmoor": "arlikmar",
    "Дзвеніслава": "dzvinislav",
    "Кромлехівна": "kramlihivn",
    "Wystanine": "vistanin",
    "Pellgrove": "pilhriv",
    "Grundalvia": "hrundalv",
    "Sestemoor": "sistimar",
}


def case_variants(text):
    return {text, text.lower(), text.upper(), text.title()}


def base64_cores(raw):
    """The letters that do not depend on what stands before and behind, at each of three alignments."""
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len(raw)) * 8 // 6
        core = encoded[first:last]
        yield core
        yield core.translate(bytes.maketrans(b"+/", b"-_"))


def bare_digits(text):
    """A telephone number is found again without its blanks and its plus."""
    digits = re.sub(r"\D", "", text)
    return {digits} if len(digits) >= 9 else set()


def patterns(text):
    """(form, bytes) for one needle."""
    found = set()
    for word in case_variants(text) | bare_digits(text):
        utf8 = word.encode()
        found.add(("UTF-8", utf8))
        for order in ("le", "be"):
            found.add(("UTF-16" + order.upper(), word.encode("utf-16-" + order)))
        for raw in (utf8, word.encode("utf-16-le"), word.encode("utf-16-be")):
            for core in base64_cores(raw):
                found.add(("base64", core))
        for quoted in (urllib.parse.quote(word, safe=""), urllib.parse.quote_plus(word)):
            found.add(("percent-encoded", quoted.encode()))
            found.add(("percent-encoded", re.sub("%..", lambda m: m.group().lower(), quoted).encode()))
        found.add(("hex", utf8.hex().encode()))
        found.add(("hex", utf8.hex().upper().encode()))
        found.add(("JSON escapes", ascii_json(word)))
    for word in text.split():
        if word in KEYS:
            found.add(("search key", KEYS[word].encode()))
            found.add(("search key", KEYS[word][::-1].encode()))
    return found


def ascii_json(word):
    return "".join(c if ord(c) < 128 else "\\u%04x" % ord(c) for c in word).encode()


def data_of(path):
    """What of a file is not a hole: a fresh image is mostly holes. A kilobyte of overlap is not needed: extents that
    touch are one piece."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        at = 0
        while at < size:
            try:
                start = os.lseek(file.fileno(), at, os.SEEK_DATA)
            except OSError:
                return
            at = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            file.seek(start)
            yield start, file.read(at - start)


def search(path, needles=None):
    """[(what, form, offset)]: the first place of each form of each needle."""
    pieces = list(data_of(path))
    hits = []
    for what, text in (needles or NEEDLES).items():
        for form, pattern in sorted(patterns(text)):
            for start, piece in pieces:
                at = piece.find(pattern)
                if at >= 0:
                    hits.append((what, form, start + at))
                    break
    return hits
