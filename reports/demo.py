"""The demo's reports: one of each kind, written in both languages, so that a stranger can take one along."""

from django.db import transaction

from accounts.models import User
from enumerations.models import SettlementStatistics
from reports.demo_texts import OVERVIEW, SAID, TEXTS
from reports.documents import writing
from reports.documents.outline import headings_of
from reports.models import Report
from reports.report_choices import ReportKind, ReportLanguages, Stamp
from settlements.models import Settlement

CONTACT = "Federation office, 0700 000 000 (demonstration)"
# Of which settlements, of which kind, and what it is stamped.
REPORTS: tuple[tuple[tuple[str, ...], ReportKind, Stamp], ...] = (
    (("KMT",), ReportKind.BRIEF, Stamp.DRAFT),
    (("OBG",), ReportKind.FULL, Stamp.DRAFT),
    (("KBM", "MSH"), ReportKind.BRIEF, Stamp.VERIFIED),
    (("KBM",), ReportKind.LEADERS, Stamp.VERIFIED),
    (("MSH",), ReportKind.LEADERS, Stamp.VERIFIED),
    (("MSH",), ReportKind.FULL, Stamp.VERIFIED),
)


def make_reports(by: User) -> int:
    """Make those that are not there yet, of what is counted; how many."""
    made = 0
    for codes, kind, stamp in REPORTS:
        settlements = list(Settlement.objects.filter(code__in=codes).order_by("name"))
        counted = SettlementStatistics.objects.filter(settlement__in=settlements, cluster=None)
        is_counted = counted.values("settlement").distinct().count() == len(codes)
        title = ", ".join(each.name for each in settlements)
        if not is_counted or Report.objects.filter(title=title, kind=kind).exists():
            continue
        with transaction.atomic():
            _write(settlements, title, kind, stamp, by)
        made += 1
    return made


def _write(settlements: list[Settlement], title: str, kind: ReportKind, stamp: Stamp, by: User) -> None:
    report = writing.begin(
        user=by, settlements=settlements, title=title, kind=kind, stamp=stamp, contact=CONTACT,
        languages=ReportLanguages.BOTH,
    )  # fmt: skip
    for heading in headings_of(kind):
        texts = {language: _text(settlements, heading.slug, language) for language in ("en", "sw")}
        if any(texts.values()):
            writing.save_section(report, heading.slug, texts, edition=0, by=by)


def _text(settlements: list[Settlement], slug: str, language: str) -> str:
    if slug == "overview":
        return f"{SAID.say(language)} {OVERVIEW.say(language)}"
    parts = []
    for settlement in settlements:
        words = TEXTS.get(settlement.code, {}).get(slug)
        if words is not None:
            named = f"## {settlement.name}\n" if len(settlements) > 1 else ""
            parts.append(f"{named}{words.say(language)}")
    return "\n\n".join(parts)
