"""What stands against giving a report away: a code, a sentence, a remedy, and where to put it right.

A check that `blocks` refuses the export; others are told beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enumerations.models import SettlementStatistics
from reports.documents import snapshot
from reports.documents.adding_up import does_not_add_up
from reports.documents.counted import counted
from reports.documents.demands import FIRST
from reports.documents.language import reader_s
from reports.documents.markup import count_words, figures_named
from reports.documents.outline import headings_of
from reports.documents.placeholders import placeholders
from reports.figures.tally import Behind
from reports.models import Report, Section
from reports.products import Envelope, Refusal
from reports.report_choices import ReportKind, Stamp
from settlements.models import Settlement

LEAST_COVERAGE = 80.0  # per cent; below it somebody has to say why
MOST_DISPUTED = 5.0  # per cent of the structures
LANGUAGE_NAMES = {"en": "English", "sw": "Kiswahili"}


@dataclass(frozen=True)
class Check:
    """Something that is not as it must be."""

    code: str
    sentence: str | Promise
    remedy: str | Promise
    link: str = ""
    blocks: bool = True

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.code, self.sentence, self.remedy, self.link)


def checks(report: Report, envelope: Envelope, languages: tuple[str, ...]) -> list[Check]:
    """All of them, in the order in which somebody would put them right."""
    if not report.figures.get("rounds"):
        return [_no_figures(report)]
    return list(
        chain(
            _newer(report),
            _stamped(report, envelope),
            hidden(report, envelope),
            _text(report, envelope, languages),
            _demands(report, envelope, languages),
            _adds_up(report),
            _coverage(report, languages),
            _disputes(report),
        )
    )


def blocking(report: Report, envelope: Envelope, languages: tuple[str, ...]) -> list[Check]:
    return [each for each in checks(report, envelope, languages) if each.blocks]


# --- Figures --------------------------------------------------------------------------------------


def _no_figures(report: Report) -> Check:
    return Check(
        "no_figures",
        _("Nothing was counted in these settlements yet, so there is nothing to report."),
        _("Come back when a count has begun, then take its figures."),
        report.get_absolute_url(),
    )


def is_stale(report: Report) -> bool:
    """Whether figures, rounds or the ground may have changed since they were taken; quick, and never wrong by
    saying no."""
    taken_at = report.figures_taken_at
    if taken_at is None:
        return True
    settlements = report.settlements.values("pk")
    made = SettlementStatistics.objects.filter(settlement__in=settlements, made_at__gt=taken_at)
    drawn = Settlement.objects.filter(pk__in=settlements).values_list("code", "data_version")
    kept = {each["code"]: each["data_version"] for each in report.figures.get("settlements", [])}
    return bool(made.exists()) or dict(drawn) != kept or _moved(report)


def _moved(report: Report) -> bool:
    """Whether a count went a step, or was objected to."""
    now = {each.settlement.code: counted(each.enumeration) for each in snapshot.rounds_now(report)}
    return now != report.figures.get("rounds", {})


def _newer(report: Report) -> Iterator[Check]:
    """Figures that changed since the text was written to them."""
    if not is_stale(report):
        return
    try:
        found = snapshot.changes(report.figures, snapshot.take(report))
    except Behind:
        yield Check(
            "newer_figures",
            _("Counts in this report were made anew since its figures were taken, and are being added up."),
            _("Come back in a few minutes, and look at what changed."),
            reverse("reports:report-figures", args=[report.pk]),
        )
        return
    if found:
        yield Check(
            "newer_figures",
            ngettext(
                "%(n)s figure has changed since the figures of this report were taken.",
                "%(n)s figures have changed since the figures of this report were taken.",
                len(found),
            )
            % {"n": len(found)},
            _("Look at what changed, take the new figures, and read the text again."),
            reverse("reports:report-figures", args=[report.pk]),
        )


def _stamped(report: Report, envelope: Envelope) -> Iterator[Check]:
    rounds = report.figures["rounds"]
    link = reverse("reports:report-edit", args=[report.pk])
    open_rounds = [code for code, each in rounds.items() if not each["is_verified"]]
    if report.stamp == Stamp.VERIFIED and open_rounds:
        yield Check(
            "not_verified",
            _("The report is marked as verified, but these counts are not: %(codes)s.")
            % {"codes": ", ".join(open_rounds)},
            _("Mark it as a draft, or finish the verification of the counts first."),
            link,
        )
    if envelope < Envelope.STAFF:
        missing = [code for code, each in rounds.items() if not each["is_adopted"]]
        if missing or not report.figures.get("safe"):
            yield Check(
                "not_adopted",
                _("Only what a community has adopted is given away. Not adopted: %(codes)s.")
                % {"codes": ", ".join(missing) or "–"},
                _("Export it for your own use, or adopt the register first."),
                link,
            )
        elif report.stamp == Stamp.DRAFT:
            yield Check(
                "draft_given_away",
                _("The report is marked as a draft. Drafts stay with the community and the office."),
                _("Mark it as verified, for its counts are; or export it for your own use."),
                link,
            )


def hidden(report: Report, envelope: Envelope) -> Iterator[Check]:
    """What an eviction threatens is not given away."""
    if envelope >= Envelope.STAFF:
        return
    shielded = list(
        Settlement.objects.filter(reports=report, shielded_at__isnull=False).values_list("name", flat=True)
    )
    if shielded:
        yield Check(
            "settlement_frozen",
            _("Hidden because an eviction threatens: %(names)s.") % {"names": ", ".join(shielded)},
            _("Nothing is handed over until staff show the settlement again."),
            report.get_absolute_url(),
        )


def _adds_up(report: Report) -> Iterator[Check]:
    for sentence in does_not_add_up(report.figures):
        yield Check(
            "does_not_add_up",
            sentence,
            _("Make the figures of the count anew, then take them into the report."),
            reverse("reports:report-figures", args=[report.pk]),
        )


def _coverage(report: Report, languages: tuple[str, ...]) -> Iterator[Check]:
    low = {
        code: percent
        for code, percent in report.figures["coverage"].items()
        if percent is not None and percent < LEAST_COVERAGE
    }
    notes = {"en": report.coverage_note_en, "sw": report.coverage_note_sw}
    unsaid = [language for language in languages if not notes[language].strip()]
    if low and unsaid:
        yield Check(
            "coverage_low",
            _("Fewer than %(least)s %% of the doors were reached: %(where)s.")
            % {
                "least": round(LEAST_COVERAGE),
                "where": ", ".join(f"{code} {round(percent)} %" for code, percent in low.items()),
            },
            _("Say why, in %(languages)s: it is printed beside the coverage.")
            % {"languages": ", ".join(LANGUAGE_NAMES[each] for each in unsaid)},
            reverse("reports:report-edit", args=[report.pk]),
        )


def _disputes(report: Report) -> Iterator[Check]:
    """Too many open disputes make no verified report; a draft tells how many there are."""
    disputed = sum(each["disputed"] for each in report.figures["rounds"].values())
    structures = report.figures["ground"]["dimensions"]["structures"]
    undecided = sum(each["undecided"] for each in report.figures["rounds"].values())
    is_verified = report.stamp == Stamp.VERIFIED
    if undecided:
        yield Check(
            "objections_open",
            ngettext("%(n)s objection is not decided.", "%(n)s objections are not decided.", undecided)
            % {"n": undecided},
            _("Decide them first, or mark the report as a draft."),
            report.get_absolute_url(),
            blocks=is_verified,
        )
    if structures and 100 * disputed / structures > MOST_DISPUTED:
        yield Check(
            "disputes_open",
            _("%(n)s of %(all)s structures are disputed, more than %(most)s in a hundred.")
            % {"n": disputed, "all": structures, "most": round(MOST_DISPUTED)},
            _("Settle disputes first, or mark the report as a draft."),
            report.get_absolute_url(),
            blocks=is_verified,
        )


# --- Text -----------------------------------------------------------------------------------------


def _text(report: Report, envelope: Envelope, languages: tuple[str, ...]) -> Iterator[Check]:
    sections = {section.slug: section for section in report.sections.all()}
    for heading in headings_of(report.kind):
        need = heading.kinds[report.kind]
        section = sections.get(heading.slug) or Section(report=report, slug=heading.slug)
        link = reverse("reports:section-edit", args=[report.pk, heading.slug])
        for language in languages:
            text = section.text(language)
            named = f"“{heading.title.say(reader_s())}”"
            if len(languages) > 1:
                named += f" ({LANGUAGE_NAMES[language]})"
            if need.must and not text.strip():
                yield Check(
                    "section_empty",
                    _("%(section)s is empty.") % {"section": named},
                    _("Write it: %(ask)s") % {"ask": heading.ask},
                    link,
                )
            words = count_words(text)
            if words > need.words:
                yield Check(
                    "section_too_long",
                    _("%(section)s has %(n)s words; there is room for %(most)s.")
                    % {"section": named, "n": words, "most": need.words},
                    _("Make it shorter: what is too long is not read."),
                    link,
                )
            yield from _placeholders(text, named, link)
            yield from _named_figures(report, envelope, language, text, named, link)
    about = reverse("reports:report-edit", args=[report.pk])
    others = [report.title, report.contact, report.coverage_note_en, report.coverage_note_sw]
    others += list(report.settlements.values_list("name", flat=True))
    for text in others:
        yield from _placeholders(text, _("“About the report”"), about)


def _placeholders(text: str, where: str, link: str) -> Iterator[Check]:
    for found in placeholders(text):
        yield Check(
            "placeholder",
            _("%(where)s still holds a place to fill in: %(found)s") % {"where": where, "found": found},
            _("Write what belongs there, or take it out."),
            link,
        )


def _named_figures(
    report: Report, envelope: Envelope, language: str, text: str, where: str, link: str
) -> Iterator[Check]:
    """Figures that the text asks for by name and that do not exist, or may not be shown."""
    figures = (report.figures.get("safe" if envelope < Envelope.STAFF else "whole") or {}).get("figures", {})
    for name in dict.fromkeys(figures_named(text)):
        found = figures.get(name)
        if found is None and envelope < Envelope.STAFF and not report.figures.get("safe"):
            continue  # not adopted, which is said already
        if found is None:
            yield Check(
                "unknown_figure",
                _("%(where)s asks for a figure that does not exist: {%(name)s}.")
                % {"where": where, "name": name},
                _("Choose one of the list beside the text."),
                link,
            )
        elif found["state"] != "told":
            yield Check(
                "figure_not_told",
                _("%(where)s asks for {%(name)s}, which cannot be told here: %(why)s.")
                % {"where": where, "name": name, "why": found["text"][language]},
                _("Write the sentence without it."),
                link,
            )


def _demands(report: Report, envelope: Envelope, languages: tuple[str, ...]) -> Iterator[Check]:
    link = reverse("reports:report-demands", args=[report.pk])
    demands: list[Any] = list(report.demands.all())
    least = FIRST if report.kind == ReportKind.LEADERS else 1
    if len(demands) < least:
        yield Check(
            "demands_missing",
            _("The report asks for nothing yet.")
            if not demands
            else _("The leaders' brief asks for three things."),
            _("Write down what the county is asked for, first things first."),
            link,
        )
    for demand in demands:
        for language in languages:
            text = demand.text(language)
            where = _("Demand %(n)s") % {"n": demand.rank}
            if not text.strip():
                yield Check(
                    "demand_empty",
                    _("%(where)s is not written in %(language)s.")
                    % {"where": where, "language": LANGUAGE_NAMES[language]},
                    _("Write it, or take it out."),
                    link,
                )
            yield from _placeholders(f"{text} {demand.ward}", where, link)
            yield from _named_figures(report, envelope, language, text, where, link)
            yield from _nothing(report, text, where, link)
        if not demand.ward.strip():
            yield Check(
                "demand_without_ward",
                _("Demand %(n)s names no ward: the county budgets by ward.") % {"n": demand.rank},
                _("Write the ward, or the wards."),
                link,
            )


def _nothing(report: Report, text: str, where: str, link: str) -> Iterator[Check]:
    """A demand for none of something."""
    figures = report.figures["whole"]["figures"]
    for name in dict.fromkeys(figures_named(text)):
        if figures.get(name, {}).get("value") == 0:
            yield Check(
                "asks_for_nothing",
                _("%(where)s asks for {%(name)s}, and that is 0.") % {"where": where, "name": name},
                _("Ask for something else, or take it out."),
                link,
            )
