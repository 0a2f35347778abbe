"""Which sections a report has, in their order: of which kinds, what must be written, and how long."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.documents.language import Words
from reports.report_choices import ReportKind

NARRATIVE = 600  # words; longer ones were never read
SHORT = 250
FULL, BRIEF, LEADERS = ReportKind.FULL, ReportKind.BRIEF, ReportKind.LEADERS


@dataclass(frozen=True)
class Need:
    """Of one kind of report: whether staff must write something, and how many words there is room for."""

    must: bool = False
    words: int = SHORT


@dataclass(frozen=True)
class Heading:
    """One section. `ask` tells staff what belongs there; the figures come by themselves."""

    slug: str
    title: Words
    ask: str | Promise
    kinds: dict[str, Need] = field(default_factory=dict)


HEADINGS: tuple[Heading, ...] = (
    Heading(
        "overview",
        Words("Overview", "Muhtasari"),
        _("Where the settlement is, who asked for the count and why, and what the county is asked to do."),
        {FULL: Need(True, 300), BRIEF: Need(True, 150), LEADERS: Need(True, 60)},
    ),
    Heading(
        "history",
        Words("History", "Historia"),
        _("When and why people came, who they were told the land belongs to, evictions and what was won."),
        {FULL: Need(True, NARRATIVE), BRIEF: Need(False, 120)},
    ),
    Heading(
        "land",
        Words(
            "Enumeration as empowerment for land tenure",
            "Uhesabu kama nguvu ya kupata umiliki wa ardhi",
        ),
        _("Whose land it is, what was tried to secure it, and what owners and tenants agreed on."),
        {FULL: Need(True, 500), BRIEF: Need(False, 120)},
    ),
    Heading(
        "morphology",
        Words("Morphology", "Umbo la makazi"),
        _("How the settlement is laid out: villages, lanes, slopes, rivers, what floods and what burns."),
        {FULL: Need()},
    ),
    Heading(
        "ownership",
        Words("Dimension and structure ownership", "Ukubwa na umiliki wa majengo"),
        _("How structures are built, let and owned; what structure owners and tenants say of each other."),
        {FULL: Need()},
    ),
    Heading(
        "population",
        Words(
            "Population, composition, growth and projections",
            "Idadi ya watu, muundo, ukuaji na makadirio",
        ),
        _("What explains the figures: who comes, who leaves, who was not reached."),
        {FULL: Need()},
    ),
    Heading(
        "health",
        Words("Health", "Afya"),
        _("The nearest clinic, what people fall ill of, who cannot reach care. Never name a person."),
        {FULL: Need()},
    ),
    Heading(
        "education",
        Words("Education and employment", "Elimu na ajira"),
        _("Where children go to school, why some do not, and how people earn."),
        {FULL: Need()},
    ),
    Heading(
        "businesses",
        Words("Businesses", "Biashara"),
        _("What is made, sold and repaired here, and what stands in its way."),
        {FULL: Need()},
    ),
    Heading(
        "facilities",
        Words("Social facilities", "Huduma za jamii"),
        _("Schools, clinics, halls, playgrounds, worship, police: which there are, which are far."),
        {FULL: Need()},
    ),
    Heading(
        "water",
        Words("Water", "Maji"),
        _("Who sells water, when it runs, what was promised."),
        {FULL: Need()},
    ),
    Heading(
        "sanitation",
        Words("Sanitation", "Usafi wa mazingira"),
        _("Toilets of households, businesses and institutions; sewers, drains and rubbish."),
        {FULL: Need()},
    ),
    Heading(
        "electricity",
        Words("Electricity", "Umeme"),
        _("Lines, meters, lights at night. Say nothing of who is connected how."),
        {FULL: Need()},
    ),
    Heading(
        "planning",
        Words("Planning guidelines", "Mwongozo wa mipango"),
        _("What any plan for the place must respect: who stays, width of lanes, what is not to be moved."),
        {FULL: Need(True, 500), BRIEF: Need(False, 120)},
    ),
)
BY_SLUG: dict[str, Heading] = {heading.slug: heading for heading in HEADINGS}


def headings_of(kind: str) -> list[Heading]:
    """The sections of a kind of report, in their order."""
    return [heading for heading in HEADINGS if kind in heading.kinds]
