#!/usr/bin/env python3
"""Write documents of running text in Ukrainian, Russian and English, for measuring search.

    make-pages.py DOCUMENTS PAGES FOLDER      so many documents of so many pages, 300 words a page, a form feed between pages

The sentences are put together from word lists with their inflected forms; they mean nothing, and the first page of each says that it is
synthetic. The people in them are those of made_names.py, in every case; the villages are made up. Some documents have the errors of a machine that read a
poor scan. A document's name says its language: 0007.uk.txt. The same numbers give the same bytes, and a smaller number of documents is the
beginning of a larger one.
"""
import itertools, os, random, sys

from made_names import People, falling, misspell, russian, ukrainian_latin

WORDS_A_PAGE = 300
UK = {
    "masc": ("а у ом і и ів ам ами ах".split(), True, "підвал будинок підрозділ батальйон свідок протокол документ снаряд обстріл допит район автомобіль блокпост госпіталь наказ мешканець склад завод магазин двір ліс окоп намет кордон табір морг акт слід вирок паспорт колодязь погріб трактор дах під'їзд цвинтар поверх телефон запис висновок експерт солдат офіцер полковник учитель фермер староста".split()),
    "fem": ("а и і у ою ам ами ах".split(), False, "хат вулиц школ лікарн могил рот бригад колон ракет мін бомб дорог машин вод їж камер кімнат стін черг форм каск рук ног голов груд подруг сестр мам тіток сусідк дружин рад прокуратур поліц громад област криниц комендатур посадк пошт книг бібліотек церкв площ річк балк".split()),
    "neut": ("о а у ом і ам ами ах".split(), False, "сел міст озер пол тіл обличч вікн листопад командуванн слідств місц жит слов питан лих військ".split()),
    "verbnoun": ("ня ню ням ні ь нями нях".split(), False, "похован поранен затриман катуван зникнен свідчен пошкоджен руйнуван розслідуван впізнан перебуван утриман звільнен рішен повідомлен обстежен приміщен завдан".split()),
    "ia": ("я ї ю єю й ям ями ях".split(), False, "комісі ексгумаці експертиз інформаці евакуаці окупаці ситуаці територі адміністраці деклараці лікарі станці позиці".split()),
    "adj": ("ий ого ому им а ої у ою е і их ими".split(), False, "місцев військов цивільн озброєн поранен убит затриман зруйнован спален невідом молод стар сільськ міськ районн обласн російськ українськ важк глибок темн холодн порожн перш останн головн свіж обгоріл артилерійськ піхотн медичн судов слідч кримінальн масов братськ".split()),
    "verb": ("в ла ло ли ти".split(), False, "бачи чу розповіда показа записа побачи допита затрима стріля обстріля похова забра прийш зруйнува пограбува перевіри підтверди поясни згада повідоми працюва жи ховал шука перевез порани катува трима погрожува вимага відпусти евакуюва лікува огляну підписа встанови".split()),
    "small": "і та але що який коли де до від з у в на за під над при після перед між через без не був була було були його її їх він вона вони ми я це той та ще вже тільки також як або чи якщо бо тому".split(),
    "prefixes": ["", "", "по", "за", "на", "ви", "пере", "до", "роз", "від"],
    "months": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
}
RU = {
    "masc": ("а у ом е ы ов ам ами ах".split(), True, "подвал дом подразделение батальон свидетел протокол документ снаряд обстрел допрос район автомобил блокпост госпитал приказ склад завод магазин двор лес окоп палатк лагер морг акт след приговор паспорт колодц погреб трактор подъезд этаж телефон вывод эксперт солдат офицер полковник учител фермер староста".split()),
    "fem": ("а ы е у ой ам ами ах".split(), False, "хат улиц школ больниц могил рот бригад колонн ракет мин бомб дорог машин вод камер комнат стен очеред форм рук ног голов сестр мам соседк жен прокуратур полици общин област комендатур почт книг библиотек церкв площад рек балк".split()),
    "neut": ("о а у ом е ам ами ах".split(), False, "сел озер пол тел лиц окн следств мест слов войск".split()),
    "verbnoun": ("е я ю ем и й ям ями ях".split(), False, "захоронени ранени задержани исчезновени показани повреждени разрушени расследовани опознани пребывани содержани освобождени решени сообщени обследовани помещени задани командовани".split()),
    "ia": ("я и ю ей й ям ями ях".split(), False, "комисси эксгумаци информаци эвакуаци оккупаци ситуаци территори администраци станци позици".split()),
    "adj": ("ый ого ому ым ом ая ой ую ое ые ых ыми".split(), False, "местн военн гражданск вооружённ ранен убит задержанн разрушенн сожжённ неизвестн молод стар сельск городск районн областн российск украинск тяжёл глубок тёмн холодн пуст перв последн главн свеж обгорел артиллерийск пехотн медицинск судебн следственн уголовн массов братск".split()),
    "verb": ("л ла ло ли ть".split(), False, "виде слыша рассказа показа записа увиде допроси задержа стреля обстреля похорони забра разруши ограби провери подтверди объясни вспомни сообщи работа жи прята иска перевози рани пыта держа угрожа требова отпусти эвакуирова лечи осмотре подписа установи".split()),
    "small": "и но что который когда где до от с в на за под над при после перед между через без не был была было были его её их он она они мы я это тот ещё уже только также как или если потому".split(),
    "prefixes": ["", "", "по", "за", "на", "вы", "пере", "до", "от"],
    "months": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
EN = {
    "noun": (["s", "'s"], True, "basement house unit battalion witness record document shell interrogation district vehicle checkpoint hospital order resident store factory yard forest trench tent border camp morgue grave street school brigade column rocket mine bomb road cell room wall queue uniform helmet hand head sister neighbour council prosecutor community region well post library church square river village town lake field body window investigation place word burial injury detention disappearance testimony damage destruction identification release decision report commission exhumation examination evacuation occupation territory administration statement position soldier officer colonel teacher farmer elder photograph".split()),
    "verb": (["ed", "ing", "s"], True, "report show record question detain shell check confirm explain remember work return search transport wound torment threaten demand release treat visit document collect obtain mention destroy loot turn follow open wait answer repeat paint bury".split()),
    "adj": (["ly"], True, "local armed wounded detained destroyed burnt unknown young old rural urban Russian Ukrainian heavy deep dark cold empty first last main fresh medical forensic criminal mass second visible recent official formal direct public".split()),
    "small": "the the the a of and to in that was were had he she they it we on at by for with from as but not this which who when where after before between without only also or if because there been his her their our one two three".split(),
    "prefixes": ["", "", "re", "un", "pre"],
    "months": "January February March April May June July August September October November December".split(),
}


def forms(language):
    """All forms of every word, the common words first: what running text is drawn from."""
    found = []
    for kind, entry in language.items():
        if not isinstance(entry, tuple):
            continue
        endings, has_bare, stems = entry
        for stem in stems:
            prefixed = [prefix + stem for prefix in dict.fromkeys(language["prefixes"])] if kind == "verb" else [stem]
            for word in prefixed:
                found.append([word + ending for ending in ([""] if has_bare else []) + endings])
    return found


class Writer:
    """Running text of one language."""

    def __init__(self, source, language, code, people, villages):
        self.source, self.language, self.code, self.people, self.villages = source, language, code, people, villages
        words = forms(language)
        source.shuffle(words)
        weighted, weights = [], []
        for rank, word in enumerate(words):
            for form in word:
                weighted.append(form)
                weights.append(1 / (rank + 20) / len(word))
        total = sum(weights)
        for rank, small in enumerate(language["small"]):        # four words in ten are small ones
            weighted.append(small)
            weights.append(0.7 * total / (rank + 6) / 2.2)
        self.words, self.weights = weighted, list(itertools.accumulate(weights))

    def name(self):
        """A person as running text has one: seldom the whole name, and not only the first case."""
        uk, ru, latin = self.people.person()
        words = {"uk": uk, "ru": ru, "en": latin}[self.code].split()
        if self.code == "en":
            return words[:2] if self.source.random() < 0.7 else words[-1:]
        ending = self.source.choice(["", "", "а", "у", "ом"])
        if words[0][-1] in "аяйьвіо":
            ending = ""
        words[0] += ending
        pick = self.source.random()
        return words[:1] if pick < 0.4 else [words[1], words[0]] if pick < 0.8 else words

    def extra(self):
        source = self.source
        pick = source.random()
        if pick < 0.45:
            return self.name()
        if pick < 0.75:
            village = source.choices(self.villages, cum_weights=self.people.weights["villages"])[0]
            return [{"uk": village, "ru": russian(village), "en": ukrainian_latin(village)}[self.code]]
        if pick < 0.9:
            return [str(source.randint(1, 31)), source.choice(self.language["months"]), "2022"]
        return [str(source.randint(2, 900))]

    def sentence(self):
        source = self.source
        words = source.choices(self.words, cum_weights=self.weights, k=source.randint(5, 17))
        if source.random() < 0.5:
            at = source.randrange(1, len(words))
            words[at:at] = self.extra()
        words[0] = words[0][:1].upper() + words[0][1:]
        if len(words) > 9:
            words[len(words) // 2] += ","
        words[-1] += "."
        return words

    def page(self, is_poor):
        words = []
        while len(words) < WORDS_A_PAGE:
            words += self.sentence()
        if is_poor:
            for _ in range(len(words) // 30):
                at = self.source.randrange(len(words))
                if words[at].isalpha():
                    words[at] = misspell(self.source, words[at])
        return "\n".join(" ".join(words[at:at + 12]) for at in range(0, len(words), 12)) + "\n"


def main(arguments):
    if len(arguments) != 3 or not arguments[0].isdecimal() or not arguments[1].isdecimal():
        print("usage: make-pages.py DOCUMENTS PAGES FOLDER", file=sys.stderr)
        return 2
    documents, pages, folder = int(arguments[0]), int(arguments[1]), arguments[2]
    os.makedirs(folder, exist_ok=True)
    source = random.Random(20220911)
    people = People(source)
    villages = [name + ending for name in people.families[300:1100] if name[-1] in "нклврдтг" for ending in ("івка",)]
    people.weights["villages"] = falling(len(villages), 10)
    writers = [Writer(source, language, code, people, villages) for language, code in ((UK, "uk"), (RU, "ru"), (EN, "en"))]
    for number in range(1, documents + 1):
        writer = source.choices(writers, cum_weights=[60, 85, 100])[0]
        is_poor = source.random() < 0.2
        text = "\f".join(writer.page(is_poor) for _ in range(pages))
        with open(os.path.join(folder, f"{number:04d}.{writer.code}.txt"), "w", encoding="utf-8") as file:
            file.write(f"SYNTHETIC document {number}: the sentences mean nothing.\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
