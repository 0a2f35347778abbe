"""Who said so: the sources of references, and the words in which references are kept.

A reference keeps a source's key and English words; here they become readers' words. What staff enter in their
own words is shown as they wrote it.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

SOURCES: Mapping[str, str | Promise] = {
    "knbs": gettext_lazy("KNBS, Kenya Population and Housing Census 2019"),
    "sphere": gettext_lazy("Sphere Handbook"),
    "who": gettext_lazy("World Health Organization"),
    "undp": gettext_lazy("UNDP"),
    "slumdef": gettext_lazy("UN-Habitat, definition of a slum household"),
    "inv": gettext_lazy("Nairobi inventory of informal settlements"),
    "amt": gettext_lazy("Akiba Mashinani Trust, count of the evicted"),
    "corburn15": gettext_lazy("Corburn and Hildebrand, Mathare study"),
    "kis-san": gettext_lazy("Study of shared toilets in Kisumu, BMC Public Health"),
    "nanyuki": gettext_lazy("Nanyuki Water and Sewerage Company"),
    "twp": gettext_lazy("The Water Project, Mashimoni"),
    "uon-reuben": gettext_lazy("University of Nairobi, Mukuru kwa Reuben"),
    "bd": gettext_lazy("Business Daily"),
}

# What the references that come with Pamoja say of themselves, for the translators.
KEPT_WORDS = (
    gettext_noop("urban Kenya"),
    gettext_noop("Huruma sub-location"),
    gettext_noop("Mukuru kwa Njenga, the evicted"),
    gettext_noop("a settlement in Pumwani division"),
    gettext_noop("settlements in Nairobi, lowest"),
    gettext_noop("settlements in Nairobi, highest"),
    gettext_noop("Mathare"),
    gettext_noop("Kisumu, shared toilets"),
    gettext_noop("most that is acceptable, medium term"),
    gettext_noop("most that is acceptable, first phase"),
    gettext_noop("most that is acceptable"),
    gettext_noop("most that is sufficient"),
    gettext_noop("most that is affordable"),
    gettext_noop("least in an emergency"),
    gettext_noop("absolute minimum"),
    gettext_noop("enough, from here on"),
    gettext_noop("an area is a slum from here on"),
    gettext_noop("regulated kiosk for the poor, Nanyuki"),
    gettext_noop("the regulated tariff"),
    gettext_noop("kiosks in Mashimoni"),
    gettext_noop("kiosks in Mukuru kwa Reuben, about"),
    gettext_noop("in a shortage, least"),
    gettext_noop("in a shortage, most"),
    gettext_noop("Rented or provided by an employer."),
    gettext_noop("The census counts households, this figure structures."),
    gettext_noop("The census counts people from 3 years on, this figure households."),
    gettext_noop("The census counts from 5 years on, this figure from 15."),
    gettext_noop("From the density per square kilometre."),
    gettext_noop("Quoted from memory: look it up in the handbook before you rely on it."),
    gettext_noop("Half of the homes or more."),
)


def source_name(key: str) -> str:
    """The source in the reader's language; what is no key is a name that staff wrote."""
    return str(SOURCES.get(key, key))


def in_words(kept: str) -> str:
    """Words of a reference in the reader's language, where they are known."""
    return _(kept) if kept else ""
