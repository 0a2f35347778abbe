"""Reports: what is written for the county."""

from collections.abc import Iterable
from typing import Any

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from reports import models
from reports.documents import snapshot, versions
from reports.products import Envelope
from tests.factories.ground import SettlementFactory, UserFactory


class ReportFactory(DjangoModelFactory):
    """A full report in English with its figures taken: `settlements=[...]`, or of a settlement of its own."""

    class Meta:
        model = models.Report

    title = Sequence(lambda n: f"Report {n}")
    made_by = SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, settlements: Iterable[Any] = (), **said: Any) -> Any:
        report = super()._create(model_class, *args, **said)
        report.settlements.set(list(settlements) or [SettlementFactory()])
        snapshot.keep(report)
        return report


def version_of(report: Any, envelope: Envelope = Envelope.STAFF, language: str = "en") -> Any:
    """The version of what the report says now."""
    return versions.keep(report, envelope, language, report.made_by)


class SectionFactory(DjangoModelFactory):
    """What somebody wrote of the place's history."""

    class Meta:
        model = models.Section

    report = SubFactory(ReportFactory)
    slug = "history"
    text_en = "People came in 1974, when the quarry needed hands."
    text_sw = "Watu walikuja mwaka 1974, machimbo yalipohitaji wafanyakazi."
    edition = 1


class DemandFactory(DjangoModelFactory):
    """Water, in a ward."""

    class Meta:
        model = models.Demand

    report = SubFactory(ReportFactory)
    rank = Sequence(lambda n: n + 1)
    priority = "water"
    text_en = "Connect more public taps at the regulated price."
    text_sw = "Kuunganisha mifereji zaidi ya umma kwa bei iliyoidhinishwa."
    ward = "Mabatini"
