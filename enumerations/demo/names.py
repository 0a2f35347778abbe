"""Names for invented people: first and family names are drawn apart, so that nobody is meant."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    """
    Achieng Agnes Akinyi Amina Anyango Beatrice Caroline Chebet Consolata Dorcas Esther Eunice Fatuma
    Florence Gladys Grace Halima Hellen Irene Jane Joyce Kanini Khadija Lilian Lucy Margaret Mercy
    Millicent Mumbi Mwende Nafula Naliaka Nancy Nyambura Pauline Purity Rehema Rose Ruth Sarah Saumu
    Susan Tabitha Wambui Wanjiku Winnie Zainab Zipporah
    """
)
MEN = _words(
    """
    Abdi Ali Antony Barasa Benson Brian Charles Daniel David Dennis Elijah Evans Francis Geoffrey Hassan
    Isaac Jackson James John Joseph Juma Kamau Kelvin Kevin Kipchoge Maina Martin Moses Musyoka Mutiso
    Mwangi Ndung'u Nicholas Njoroge Ochieng Odhiambo Omondi Onyango Patrick Paul Peter Rashid Samuel
    Simon Stephen Victor Wafula Wilson
    """
)
FAMILIES = _words(
    """
    Achola Atieno Barasa Chege Cherono Gathoni Gichuki Juma Kamande Kariuki Karimi Keter Kilonzo Kimani
    Kioko Kiplagat Koech Kombo Likhanga Macharia Makena Makokha Mbugua Mohamed Mokua Muli Muriithi Musa
    Mutua Mwikali Nderitu Ndegwa Ndirangu Njuguna Nyaboke Nyongesa Ogutu Okello Okoth Omar Ombati Otieno
    Ouma Oyugi Ruto Shikuku Wachira Wekesa Were
    """
)


def first_name(sex: str, random: Random) -> str:
    return random.choice(WOMEN if sex == "female" else MEN)


def full_name(sex: str, random: Random) -> str:
    return f"{first_name(sex, random)} {random.choice(FAMILIES)}"


def family_name(sex: str, random: Random) -> str:
    """Of somebody whose first name is known; as much chance is used as for a full name."""
    return full_name(sex, random).rpartition(" ")[2]


def phone(random: Random) -> str:
    """A mobile number in the range 0700 000 xxx, which belongs to no plan of numbers for people."""
    return f"0700000{random.randint(0, 999):03d}"
