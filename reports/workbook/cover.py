"""The first sheet: what the workbook is, of where, how far it is verified, who counted, for whom it is."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from enumerations.choices import EnumerationState
from reports.figures import Figures, Place, PlaceKind
from reports.products import Envelope
from reports.workbook.cells import Cover, Fact, figure_cell
from reports.workbook.rounds import Counted

NAMED_AT_MOST = 12  # settlements in a sentence
LOW_COVERAGE = 80  # per cent


def cover_of(
    found: Figures, counted: Sequence[Counted], envelope: Envelope, user: User, left_out: Sequence[str]
) -> Cover:
    """Of these figures. `left_out`: what a reader may look for and not find, in sentences."""
    return Cover(
        title=_("Figures of %(place)s") % {"place": found.place.name},
        stamp=stamp_of(found),
        is_draft=found.is_draft,
        facts=[
            *_of_place(found.place),
            *_of_count(found, counted),
            *_of_file(found, counted, envelope, user),
        ],
        how_to_read=how_to_read(found.place),
        warnings=[*_warnings(found), *left_out],
    )


def stamp_of(found: Figures) -> str:
    """DRAFT, or VERIFIED with the newest day of adoption."""
    if found.is_draft:
        return _("DRAFT: not verified by the community, may still change")
    days = [each.enumeration.adopted_on for each in found.rounds if each.enumeration.adopted_on]
    return _("VERIFIED: adopted by the community on %(day)s") % {"day": date_format(max(days), "j F Y")}


def _of_place(place: Place) -> list[Fact]:
    names = [f"{each.name} ({each.code})" for each in place.settlements[:NAMED_AT_MOST]]
    more = len(place.settlements) - len(names)
    facts = [
        Fact(_("What it is"), _("The figures that a community counted about itself, as tables."), ""),
        Fact(
            _("Settlements"),
            ", ".join(names) + (_(" and %(n)s more") % {"n": more} if more > 0 else ""),
            "Pamoja_Settlements",
        ),
    ]
    counties = sorted({each.county.name for each in place.settlements})
    wards = sorted({each.ward.name for each in place.settlements if each.ward})
    sub_counties = sorted({each.sub_county.name for each in place.settlements if each.sub_county})
    facts += [Fact(_("County"), ", ".join(counties))] if counties else []
    facts += [Fact(_("Census sub-county"), ", ".join(sub_counties))] if sub_counties else []
    facts += [Fact(_("Ward"), ", ".join(wards))] if wards else []
    return facts


def _of_count(found: Figures, counted: Sequence[Counted]) -> list[Fact]:
    facts = [Fact(_("Rounds"), "\n".join(_round(each) for each in counted[:NAMED_AT_MOST]))]
    days = [day for each in counted for day in (each.first_day, each.last_day) if day]
    if days:
        text = _("%(first)s to %(last)s") % {
            "first": date_format(min(days), "j F Y"), "last": date_format(max(days), "j F Y"),
        }  # fmt: skip
        facts.append(Fact(_("Counted"), text))
    enumerators = sum(each.enumerators for each in counted)
    who = _("enumerators of the community, with the federation")
    facts.append(Fact(_("Who counted"), f"{enumerators} {who}" if enumerators else _("the community itself")))
    for code, label in (("population", _("People")), ("households", _("Households"))):
        facts.append(Fact(label, figure_cell(found[code]), f"Pamoja_{code}"))
    coverage = found["coverage_percent"]
    facts.append(Fact(_("Coverage"), figure_cell(coverage), "Pamoja_coverage"))
    return facts


def _round(each: Counted) -> str:
    count = each.enumeration
    said = f"{each.round.settlement.code}: {count.name} ({EnumerationState(count.state).label})"
    return f"{said}, " + _("register, version %(n)s") % {"n": each.version} if each.version else said


def _of_file(found: Figures, counted: Sequence[Counted], envelope: Envelope, user: User) -> list[Fact]:
    from reports.data.about import conditions

    chosen = {
        PlaceKind.SETTLEMENT: _("one settlement"),
        PlaceKind.SEVERAL: _("several settlements"),
        PlaceKind.WARD: _("all of the ward"),
        PlaceKind.COUNTY: _("all of the county"),
    }[found.place.kind]
    rounds = _("newest round, drafts too") if envelope >= Envelope.STAFF else _("newest adopted round")
    asked_by = [Fact(_("Asked for by"), str(user))] if envelope > Envelope.PUBLIC else []
    return [
        Fact(_("Envelope"), str(envelope.label), "Pamoja_envelope"),
        Fact(_("Conditions"), conditions(envelope)),
        Fact(_("Chosen"), f"{chosen}, {rounds}"),
        Fact(_("Version"), version_of(counted), "Pamoja_version"),
        Fact(_("Made"), made_on(), "Pamoja_made"),
        *asked_by,
        Fact(_("Questions to"), settings.PRIVACY_CONTACT or _("the federation's office")),
        Fact(_("Source"), settings.SITE_URL),
    ]


def version_of(counted: Sequence[Counted]) -> str:
    """By which two workbooks are told apart: the register of each settlement, or that it has none yet."""
    said = [
        f"{each.round.settlement.code} "
        + (
            _("round %(round)s, register version %(n)s")
            % {"round": each.enumeration.round, "n": each.version}
            if each.version
            else _("round %(round)s, no register yet") % {"round": each.enumeration.round}
        )
        for each in counted
    ]
    return "; ".join(said[:NAMED_AT_MOST]) + (" …" if len(said) > NAMED_AT_MOST else "")


def made_on() -> str:
    return date_format(timezone.localtime(), "j F Y, H:i")


def how_to_read(place: Place) -> list[Fact]:
    k = max((each.smallest_cell for each in place.settlements), default=5)
    hidden = _(
        "Fewer than %(k)s people or households, or another such number could be computed from it. "
        "It is not zero."
    ) % {"k": k}
    return [
        Fact(_("hidden"), hidden),
        Fact(_("too few"), _("A share of fewer than 30 answers, or a median of fewer than 10.")),
        Fact("–", _("Not known: nobody was asked, or it is not on the map.")),
        Fact(_("n"), _("How many answered. A missing answer is in neither part of a share.")),
        Fact(_("Coverage"), _("Structures with a household counted, of those in which people should live.")),
        Fact(_("Shares"), _("Percentages are kept as parts of one, so that they can be calculated with.")),
        Fact(_("Medians"), _("Half have at most so much. Medians of several settlements are taken anew.")),
        Fact(
            _("Formulas"),
            _("Every table has a name: Pamoja_Indicators, Pamoja_ServiceGap …; its codes never change."),
        ),
    ]


def _warnings(found: Figures) -> list[str]:
    said = [str(each) for each in found.warnings]
    coverage = found["coverage_percent"]
    if coverage.value is not None and coverage.value < LOW_COVERAGE:
        said.append(_("Fewer than %(n)s in a hundred doors were reached.") % {"n": LOW_COVERAGE})
    if found.without:
        names = ", ".join(each.name for each in found.without[:NAMED_AT_MOST])
        said.append(_("Nothing that may be shown yet: %(names)s.") % {"names": names})
    return list(dict.fromkeys(said))


def properties_of(cover: Cover, found: Figures, envelope: Envelope) -> tuple[dict[str, Any], dict[str, str]]:
    """What the file says of itself before it is opened; `custom` are those that only we know."""
    codes = [each.code for each in found.place.settlements]
    return (
        {
            "title": cover.title,
            "subject": cover.stamp,
            "author": "Pamoja",
            "company": settings.PRIVACY_CONTROLLER,
            "category": str(envelope.label),
            "keywords": ", ".join(codes[:NAMED_AT_MOST]),
            "comments": settings.SITE_URL,
            "status": _("Draft") if found.is_draft else _("Verified"),
        },
        {
            "Envelope": envelope.name,
            "State": "DRAFT" if found.is_draft else "VERIFIED",
            "Settlements": " ".join(codes)[:255],
            "Made": made_on(),
        },
    )
