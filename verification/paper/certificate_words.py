"""The words of a certificate and of the page that its code leads to: always both languages, on one paper.

This is the text of a document, not of the interface: whoever prints it in whichever language, it is the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One text in English and Kiswahili."""

    en: str
    sw: str


TITLES = {
    False: Words("Enumeration certificate", "Cheti cha uhesabu wa makazi"),
    # Only where the county signs too.
    True: Words("Certificate of enumeration and occupancy", "Cheti cha uhesabu na ukaaji"),
}

PAPER: dict[str, Words] = {
    "certifies": Words(
        "This household was counted by its own community and is in the register that the community adopted.",
        "Kaya hii ilihesabiwa na jamii yake na imo katika rejista iliyopitishwa na jamii hiyo.",
    ),
    "no_right": Words(
        "This certificate gives no right to land or compensation.",
        "Cheti hiki hakitoi haki ya ardhi wala fidia.",
    ),
    "names": Words("Names", "Majina"),
    "structure": Words("Structure number", "Namba ya jengo"),
    "household": Words("Household number", "Namba ya kaya"),
    "settlement": Words("Settlement", "Makazi"),
    "cluster": Words("Village", "Kijiji"),
    "ward": Words("Ward", "Wadi"),
    "county": Words("County", "Kaunti"),
    "years_settlement": Words("Years lived in this settlement", "Miaka katika makazi haya"),
    "years_structure": Words("Years lived in this structure", "Miaka katika jengo hili"),
    "counted_on": Words("Counted on", "Ilihesabiwa tarehe"),
    "round": Words("Round", "Awamu"),
    "register": Words("Register", "Rejista"),
    "version": Words("version", "toleo"),
    "adopted": Words("adopted on", "ilipitishwa tarehe"),
    "serial": Words("Certificate number", "Namba ya cheti"),
    "issued": Words("Issued on", "Kimetolewa tarehe"),
    "check": Words("Is it valid? Scan this, or open", "Je, ni halali? Changanua, au fungua"),
    "leader": Words("Village leader", "Kiongozi wa kijiji"),
    "chair": Words("Settlement chair", "Mwenyekiti wa makazi"),
    "trust": Words("Pamoja Trust", "Pamoja Trust"),
    "county_signs": Words("For the county", "Kwa niaba ya kaunti"),
    "thumbs": Words("Signature or thumb of the holders", "Sahihi au kidole gumba cha wenye cheti"),
    "signature": Words("Name, signature, date", "Jina, sahihi, tarehe"),
}

CHECK: dict[str, Words] = {
    "title": Words("Enumeration certificate", "Cheti cha uhesabu wa makazi"),
    "valid": Words("Valid", "Halali"),
    "revoked": Words("Revoked", "Kimefutwa"),
    "unknown": Words("Not known", "Hakijulikani"),
    "issued_on": Words("Issued on", "Kimetolewa tarehe"),
    "revoked_on": Words("Revoked on", "Kimefutwa tarehe"),
    "no_such": Words(
        "No certificate has this address. Compare it with the paper, sign by sign.",
        "Hakuna cheti chenye anwani hii. Ilinganishe na karatasi, herufi kwa herufi.",
    ),
}
