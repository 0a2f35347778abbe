"""Names as they are given and spelt in Kenyan settlements, commoner ones first; independent of the finder."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = {
    "female": _words(
        """Mary Grace Jane Mercy Faith Ann Lucy Elizabeth Margaret Esther Joyce Rose Sarah Susan Caroline
        Catherine Agnes Beatrice Florence Alice Nancy Lilian Eunice Purity Irene Jackline Josephine
        Ruth Hellen
        Winnie Lydia Naomi Teresia Phylis Damaris Gladys Monica Veronica Pauline Rachel Doris Christine
        Everlyne Roselyne Millicent Judith Maureen Sharon Vivian Diana Zipporah Philomena Salome Priscilla"""
    ),
    "male": _words(
        """John Peter James David Joseph Samuel Stephen Daniel Paul Francis Charles George Simon Patrick
        Michael Brian Kevin Dennis Anthony Moses Martin Robert Isaac Geoffrey Philip Victor Benson Elijah
        Jackson Nicholas Julius Evans Fredrick Bernard Felix Edwin Collins Wycliffe Titus Zachary Boniface
        Dominic Gideon Erick Vincent Ibrahim Hassan Alfred Silas Timothy Raphael Christopher Stanley
        Jeremiah"""
    ),
}
# Of each people: what girls and boys are called, and the names of families.
PEOPLES: dict[str, tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "kikuyu": (
        32,
        _words(
            """Wanjiku Njeri Wambui Wanjiru Nyambura Waithera Wangari Muthoni Wairimu Wangui Nyokabi Gathoni
            Njoki"""
        ),
        _words(
            "Kamau Mwangi Njoroge Kariuki Maina Karanja Kimani Ngugi Njuguna Kinyua Gitau Macharia Gichuru"
        ),
        _words(
            """Kamau Mwangi Njoroge Kariuki Maina Karanja Kimani Ngugi Mbugua Ndung'u Njuguna Waweru Kinyanjui
            Muriithi Nderitu Wachira Gathogo Kabiru Chege Thuo Ng'ang'a Irungu Githinji Muchiri Kuria"""
        ),
    ),
    "luo": (
        22,
        _words("Achieng Akinyi Atieno Adhiambo Awuor Anyango Auma Apiyo Akoth Aoko Awino Adoyo"),
        _words("Otieno Odhiambo Onyango Ochieng Omondi Okoth Ouma Owino Opiyo Odongo Oduor Okumu"),
        _words(
            """Otieno Odhiambo Onyango Ochieng Omondi Okoth Ouma Owino Opiyo Odongo Oduor Okumu Ogutu Okello
            Oloo Omollo Achola Ogola Obiero Oyugi Onyancha Aluoch Okeyo Ndege"""
        ),
    ),
    "luhya": (
        20,
        _words("Nafula Nekesa Naliaka Nasimiyu Wanyama Khavere Kadenyi Auma Nanjala Namalwa"),
        _words("Wafula Barasa Simiyu Wekesa Juma Wanjala Makokha Shikuku Were Kiplimo"),
        _words(
            """Wafula Barasa Simiyu Wekesa Wanjala Makokha Shikuku Were Wanyonyi Nyongesa Mukhwana Masinde
            Khaemba
            Muliro Sifuna Lusweti Amukoya Likhanga Ambani Shitanda"""
        ),
    ),
    "kamba": (
        14,
        _words("Mwende Mutheu Kanini Mumbua Ndunge Kavata Syombua Mueni Wayua Nthenya"),
        _words("Musyoka Mutua Mutiso Kioko Muli Kyalo Mwendwa Kilonzo Musau Makau"),
        _words(
            "Musyoka Mutua Mutiso Kioko Muli Kyalo Mwendwa Kilonzo Musau Makau Nzioka Ndeti Wambua Munyao"
        ),
    ),
    "others": (
        12,
        _words("Chebet Cherono Kemunto Nyaboke Moraa Kwamboka Fatuma Halima Rehema Jebet"),
        _words("Kiplagat Kipchumba Cheruiyot Nyakundi Momanyi Omar Hassan Koech Rotich Abdi"),
        _words(
            "Cheruiyot Koech Rotich Nyakundi Momanyi Omar Hassan Mohamed Ruto Ombati Keter Abdi Bosire Sang"
        ),
    ),
}
SLIPS = (
    ("ph", "f"), ("y", "i"), ("i", "e"), ("th", "dh"), ("k", "g"), ("ua", "wa"), ("e", "a"), ("nj", "nch"),
    ("g'", "g"), ("o", "u"), ("l", "ll"), ("r", "l"), ("mb", "b"), ("ie", "e"), ("c", "k"), ("ny", "n"),
)  # fmt: skip


def common(words: tuple[str, ...], random: Random) -> str:
    """The first ones often, the last ones seldom."""
    return words[min(int(random.expovariate(3.2 / len(words))), len(words) - 1)]


def people(random: Random) -> str:
    return random.choices(list(PEOPLES), [size for size, *_ in PEOPLES.values()])[0]


def family(of: str, random: Random) -> str:
    return common(PEOPLES[of][3], random)


def called(of: str, sex: str, random: Random, surname: str) -> list[str]:
    """A name of two or three words, the family's last."""
    _size, girls, boys, _families = PEOPLES[of]
    home = common(girls if sex == "female" else boys, random)
    church = common(GIVEN[sex], random)
    kind = random.random()
    if kind < 0.45:
        return [church, home] if random.random() < 0.3 else [church, surname]
    return [church, home, surname] if kind < 0.9 else [home, surname]


def misspelt(word: str, random: Random) -> str:
    """As somebody else hears it, or mistypes it on a phone."""
    if random.random() < 0.6:
        fitting = [(a, b) for a, b in SLIPS if a in word.lower()[1:]]
        if fitting:
            a, b = random.choice(fitting)
            return word[0] + word[1:].replace(a, b, 1)
    at = random.randrange(1, len(word))
    kind = random.random()
    if kind < 0.4:
        return word[:at] + word[at] + word[at:]
    if kind < 0.7 and len(word) > 4:
        return word[:at] + word[at + 1 :]
    return word[:at] + random.choice("aeiou") + word[at + 1 :]
