"""Made-up people of Ukraine for measuring search: names as they are spelt in Ukrainian, Russian and Latin letters.

Nobody here is real. Given names are common ones; family names are put together from roots and suffixes (more than 30,000 of them);
which people carry them is drawn from a seeded source. The frequencies fall as in real lists: a few names are borne by very many.
"""
import itertools

# Ukrainian, Russian; patronymics are made by rule, and where the rule fails stand in the tables below.
MEN = """Олександр Александр|Сергій Сергей|Володимир Владимир|Микола Николай|Андрій Андрей|Іван Иван|Віктор Виктор|Юрій Юрий|Василь Василий|Анатолій Анатолий|
Михайло Михаил|Олег Олег|Петро Пётр|Ігор Игорь|Дмитро Дмитрий|Олексій Алексей|Максим Максим|Роман Роман|Євген Евгений|Віталій Виталий|Валерій Валерий|
Вадим Вадим|Григорій Григорий|Богдан Богдан|Леонід Леонид|Павло Павел|Степан Степан|Артем Артём|Борис Борис|Ярослав Ярослав|Денис Денис|Тарас Тарас|
В'ячеслав Вячеслав|Костянтин Константин|Владислав Владислав|Станіслав Станислав|Антон Антон|Геннадій Геннадий|Руслан Руслан|Данило Даниил|Микита Никита|Кирило Кирилл|Ілля Илья|
Назар Назар|Федір Фёдор|Яків Яков|Георгій Георгий|Семен Семён|Едуард Эдуард|Лев Лев|Захар Захар|Гнат Игнат|Панас Афанасий|Остап Остап|Матвій Матвей|
Тимофій Тимофей|Арсен Арсен|Гліб Глеб|Марко Марк|Тихін Тихон|Опанас Афанасий|Юхим Ефим|Трохим Трофим|Прокіп Прокофий|Йосип Иосиф|Зиновій Зиновий|Мирослав Мирослав|Святослав Святослав|
Ростислав Ростислав|Всеволод Всеволод|Адам Адам|Давид Давид|Самійло Самуил|Пилип Филипп|Омелян Емельян|Порфирій Порфирий|Радислав Радислав|Любомир Любомир|Левко Лев|Клим Клим"""
WOMEN = """Олена Елена|Марія Мария|Наталія Наталья|Тетяна Татьяна|Ірина Ирина|Ольга Ольга|Людмила Людмила|Світлана Светлана|Галина Галина|Оксана Оксана|Ганна Анна|
Валентина Валентина|Надія Надежда|Катерина Екатерина|Любов Любовь|Віра Вера|Лариса Лариса|Юлія Юлия|Ніна Нина|Вікторія Виктория|Анастасія Анастасия|Лідія Лидия|
Раїса Раиса|Євгенія Евгения|Алла Алла|Антоніна Антонина|Інна Инна|Софія София|Дарія Дарья|Тамара Тамара|Зінаїда Зинаида|Христина Кристина|Аліна Алина|Яна Яна|Марина Марина|
Діана Диана|Єлизавета Елизавета|Анна Анна|Поліна Полина|Вероніка Вероника|Маргарита Маргарита|Соломія Соломия|Степанія Стефания|Параска Прасковья|Уляна Ульяна|Ярослава Ярослава|Богдана Богдана|Клавдія Клавдия|
Ксенія Ксения|Єва Ева|Мотря Матрёна|Одарка Дарья|Явдоха Евдокия|Горпина Агриппина|Меланія Мелания|Таїсія Таисия|Зоя Зоя|Роза Роза|Жанна Жанна|Емма Эмма|Іванна Иванна|Мирослава Мирослава|
Злата Злата|Каріна Карина|Ангеліна Ангелина|Василина Василина|Павлина Павлина|Федора Федора|Настасія Анастасия|Хівря Феврония|Устина Устинья|Рената Рената"""
# Patronymics that no rule makes: Ukrainian of a son, of a daughter, Russian of a son, of a daughter.
FATHERS = {"Микола": "Миколайович Миколаївна Николаевич Николаевна", "Ілля": "Ілліч Іллівна Ильич Ильинична", "Лев": "Львович Львівна Львович Львовна",
           "Петро": "Петрович Петрівна Петрович Петровна", "Яків": "Якович Яківна Яковлевич Яковлевна", "Микита": "Микитович Микитівна Никитич Никитична",
           "Федір": "Федорович Федорівна Фёдорович Фёдоровна", "Тихін": "Тихонович Тихонівна Тихонович Тихоновна", "Прокіп": "Прокопович Прокопівна Прокофьевич Прокофьевна",
           "Павло": "Павлович Павлівна Павлович Павловна", "Василь": "Васильович Василівна Васильевич Васильевна", "Михайло": "Михайлович Михайлівна Михайлович Михайловна",
           "Дмитро": "Дмитрович Дмитрівна Дмитриевич Дмитриевна", "Георгій": "Георгійович Георгіївна Георгиевич Георгиевна", "Данило": "Данилович Данилівна Данилович Даниловна",
           "Артем": "Артемович Артемівна Артёмович Артёмовна", "Левко": "Левкович Левківна Львович Львовна"}

CRAFTS = """Бондар Коваль Мельник Ткач Шевч Кравч Гончар Кушнір Лимар Стельмах Колісник Скляр Різник Пасічник Рибал Чабан Пастух Вівчар Козар Кухар Пекар Маляр Муляр
Тесл Столяр Гребінь Олійник Солодовник Винник Шинкар Крамар Чумач Візник Писар Дяч Пономар Паламар Попов Крупник Дігтяр Гутник Рудник Бортник Лісник Млинар Лучник Сотник Осавул Гайдук
Дозор Сторож Війт Бурлач Наймит Батрач Слюсар Токар Римар Цимбал Скрипник Бандур Дуд Музич Швець Швач Каменяр Грабар Косар Жнець Орач Садівник Городник Шаповал Сідляр Лікар Цирюльник Чоботар""".split()
FIRST = """Іван Петр Василь Степан Микол Павл Андрі Григор Гриць Семен Хом Яким Юхим Юр Лук Марк Матві Тарас Остап Панас Опанас Гнат Борис Гліб Данил Денис Дем'ян Давид Дан Захар Зінов
Ігнат Ілл Карп Кирил Клим Кость Кузьм Лавр Левк Леонт Макар Максим Мартин Мирон Мирослав Михайл Назар Наум Нестор Никифор Овер Омель Онищ Онопр Оникі Осип Пантел Пархом Пилип Прокоп Протас Роман
Сав Сак Самійл Сидор Силь Сергі Тимош Тит Тихон Трохим Федор Федь Филимон Харит Харч Юст Яков Яцен Ярем Артем Арсен Євтуш Євдок Єремі Йосип Катерин Марус Наст Оксан Гапон Гордій Гураль Дорош""".split()
NATURE = """Вовк Лис Заєць Ведмед Бобр Борсук Тхір Кіт Козел Баран Бик Кобил Жеребець Сорок Ворон Галк Гайвор Горобець Солов Синиц Голуб Гусак Гус Качур Журавл Лелек Бусол Сокіл Орл Коршун Пугач Сич
Чайк Снігур Зозул Перепел Деркач Щигл Чиж Карас Щук Окун Лин Сом Йорж Рак Жук Муха Комар Джміль Павук Цвіркун Мурах Дуб Явір Клен Ясен Верб Лип Калин Бук Граб Береза Осик Сосн Терн Шипшин Хміль Барвін
Гречан Жит Пшенич Овес Просян Мак Гарбуз Кавун Буряк Капуст Цибул Часник Перець Хрін Редьк Морков Горох Квас Грушів Яблун Вишн Слив Мороз Зим Літ Весн Осінь Хмар Громов Дощ Снігов Вітр Туман Сонц Зор
Місяц Гор Долин Степ Поль Лугов Лісов Гай Дібров Байрак Балк Яр Став Озер Річк Криниц Джерел Берег Остров Камін Пісоч Глин Крем Залізн Золот Срібн Мідян Біл Чорн Рябк Сив Руд Рижк Кривенк Горбань Глух
Нім Сліп Кульг Лис Чуб Вус Бород Шевел Носач Губ Зуб Лоб Голов Шия Плечист Довг Коротк Малиш Велик Товст Тонк Сух Мокр Гарн Добр Лагод Тих Швидк Скор Мудр Розум Хитр Веселк Журб Смут Бідн Багат Голод Рід Чуж Нов Стар Молод""".split()
FORE = "Чорно Біло Криво Сухо Рябо Добро Довго Старо Ново Сиво Косо Вовко Залізно Перебий Нечуй Непий Вирви Подопри Загуби Майже Пали Верни Крути Трясо Широко Жовто Красно Рудо Тонко Голо Мило".split()
AFTER = "ніс вус ус брив рук ног бород шапк вод степ пол гор гай луг дуб хат двор кінь бик вол хвіст лоб щок шия голов зуб губ спин плеч ребр хліб сіль мед воз міх камін міст брод пуп чуб".split()
CONSONANT_ENDINGS = ["енко", "ук", "чук", "юк", "ак", "як", "ик", "ець", "ів", "ович", "евич", "ський", "инський", "івський", "цький", "ицький", "ин", "енюк", "енчук", "ій", "ко", "ань", "ура", "уха", "ило", "аренко", "ишин", "еєв", "ов", "ев", "евський", "анський", "аш", "уля", "енька", "ійчук", "ось", "енков"]
COMPOUND_ENDINGS = ["", "енко", "ко", "ов", "ський", "ак", "ий", "ик", "юк", "ин", "ець", "ченко", "ович", "енков"]

VOWELS = "аеиіоуюяєїёыэ"
TO_RUSSIAN = str.maketrans({"і": "и", "І": "И", "ї": "и", "Ї": "И", "є": "е", "Є": "Е", "ґ": "г", "Ґ": "Г", "'": "ь"})
KMU = {"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
            "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "'": "", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
KMU_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
RUSSIAN = {**KMU, "г": "g", "и": "i", "ы": "y", "э": "e", "ё": "yo", "й": "y", "ю": "yu", "я": "ya", "е": "e", "ъ": ""}


def ukrainian_latin(word):
    """The Ukrainian national system of 2010, as passports have it."""
    low = word.lower().replace("зг", "z\u0000h")
    out = "".join(c if c in "z\u0000h" else KMU_START.get(c, KMU.get(c, c)) if i == 0 else KMU.get(c, c) for i, c in enumerate(low))
    return out.replace("\u0000", "g").capitalize()


def russian_latin(word):
    """As somebody writes a Russian name who never saw a table: Kharkov, Sergey, Yevgeny."""
    out = "".join(RUSSIAN.get(c, c) for c in word.lower())
    return ("Ye" + out[1:] if word[0] == "Е" else out).replace("iy", "y").capitalize()


def russian(word):
    word = word.replace("ський", "ский").replace("цький", "цкий").replace("ська", "ская").replace("цька", "цкая").replace("ьо", "е").replace("йо", "ё")
    if word.endswith("ів"):
        word = word[:-2] + "ов"
    return word.translate(TO_RUSSIAN)


def feminine(word):
    if word.endswith(("ський", "цький")):
        return word[:-2] + "а"
    if word.endswith("ий"):
        return word[:-2] + "а"
    if word.endswith(("ов", "ев", "єв", "ин", "ишин")):
        return word + "а"
    return word


def family_names():
    """(masculine, feminine) of each, in Ukrainian, most common first, all different."""
    roots = list(dict.fromkeys(CRAFTS + FIRST + NATURE))
    simple = [craft for craft in CRAFTS if craft not in ("Шевч", "Кравч", "Тесл", "Бандур", "Дуд")]
    for ending in CONSONANT_ENDINGS:
        for root in roots:
            stem = root[:-1] if root[-1] in "ьйаоі" and ending[0] in VOWELS else root
            if stem.endswith(("к", "ц")) and ending in ("ик", "цький", "ко", "ицький"):
                stem = stem[:-1]
            simple.append(stem + ending)
    compounds = [fore + after + ending for ending in COMPOUND_ENDINGS for fore in FORE for after in AFTER]
    mixed = [name for pair in itertools.zip_longest(simple, compounds) for name in pair if name]
    return list(dict.fromkeys(mixed))


def split_names(table):
    return [tuple(pair.split()) for pair in table.replace("\n", "").split("|")]


def patronymics(man):
    """(Ukrainian son, daughter, Russian son, daughter) of a man's given names."""
    uk, ru = man
    if uk in FATHERS:
        return tuple(FATHERS[uk].split())
    uk_stem, ru_stem = uk.rstrip("ьо"), ru.rstrip("ьаео")
    daughter = uk_stem[:-1] + "ївна" if uk_stem.endswith("й") else uk_stem + "івна"
    if ru_stem.endswith("ий"):
        ru_son, ru_daughter = ru_stem[:-2] + "ьевич", ru_stem[:-2] + "ьевна"
    elif ru_stem.endswith("й"):
        ru_son, ru_daughter = ru_stem[:-1] + "евич", ru_stem[:-1] + "евна"
    else:
        ru_son, ru_daughter = ru_stem + "ович", ru_stem + "овна"
    return uk_stem + "ович", daughter, ru_son, ru_daughter


def falling(count, flat, power=1.0):
    """Weights that fall as frequencies of names do; flat: how slowly at the head."""
    return list(itertools.accumulate(1 / (rank + flat) ** power for rank in range(1, count + 1)))


def misspell(source, word):
    """One error that a tired hand makes: a letter left out, twice, wrong, or two changed about."""
    at = source.randrange(1, len(word) - 1) if len(word) > 3 else 0
    kind = source.random()
    if at == 0:
        return word + word[-1]
    if kind < 0.3:
        return word[:at] + word[at + 1:]
    if kind < 0.5:
        return word[:at] + word[at] + word[at:]
    if kind < 0.7 and word[at].isalpha() and word[at + 1].isalpha():
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    letters = "abcdefghiklmnoprstuvyz" if word[at].isascii() else "абвгдезиіклмнопрстухюя"
    return word[:at] + source.choice(letters) + word[at + 1:]


class People:
    """Draws people. The same seed gives the same people, and fewer are the beginning of more."""

    def __init__(self, source):
        self.source = source
        self.men, self.women = split_names(MEN), split_names(WOMEN)
        self.fathers = [patronymics(man) for man in self.men]
        self.families = family_names()
        shuffled = self.families[200:]
        source.shuffle(shuffled)        # which of the rarer ones is rarer is chance
        self.families[200:] = shuffled
        self.spelt = {}
        self.weights = {"men": falling(len(self.men), 4), "women": falling(len(self.women), 4), "families": falling(len(self.families), 60)}

    def family(self, name, is_woman):
        """Ukrainian, Russian, Latin by the Ukrainian and by the Russian form."""
        key = name, is_woman
        if key not in self.spelt:
            uk = feminine(name) if is_woman else name
            ru = russian(feminine(name)) if is_woman else russian(name)
            self.spelt[key] = uk, ru, ukrainian_latin(uk), russian_latin(ru)
        return self.spelt[key]

    def given(self, pair):
        if pair not in self.spelt:
            self.spelt[pair] = *pair, ukrainian_latin(pair[0]), russian_latin(pair[1])
        return self.spelt[pair]

    def pick(self, table, weights):
        return self.source.choices(table, cum_weights=self.weights[weights])[0]

    def person(self):
        """Ukrainian full name, Russian full name, a Latin spelling as a passport, a list or a newspaper has it."""
        source = self.source
        is_woman = source.random() < 0.46
        given = self.given(self.pick(self.women, "women") if is_woman else self.pick(self.men, "men"))
        family = self.family(self.pick(self.families, "families"), is_woman)
        father = self.pick(self.fathers, "men")
        uk = [family[0], given[0], father[1 if is_woman else 0]]
        ru = [family[1], given[1], father[3 if is_woman else 2]]
        which = 2 if source.random() < 0.7 else 3
        latin = [given[which], family[which]]
        error = source.random()
        for words, share in ((uk, 0.010), (ru, 0.012), (latin, 0.030)):
            if error < share:
                at = source.randrange(len(words))
                words[at] = misspell(source, words[at])
                break
            error -= share
        return " ".join(uk), " ".join(ru), " ".join(latin)
