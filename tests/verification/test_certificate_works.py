"""What a worker does for a whole village: issue, print, go on where it died, and keep no paper for long."""

import re
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from accounts.models import AccessRecord
from enumerations.models import Household
from enumerations.rights import Route
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.requests import Wish
from tests.factories_verification import CertificateWorkFactory
from tests.verification.registers import Adopted
from tests.verification.test_certificate_paper import pages_of
from verification.models import Certificate, CertificateWork
from verification.paper import certificates as papers
from verification.services import certificate_works, certificates
from verification.services.certificate_works import WORK_LOCK, ask_to_issue, ask_to_print, run, sweep
from verification.services.certificates import Terms, revoke

pytestmark = pytest.mark.django_db
MEETING = date(2026, 11, 8)


def begun_again(work: CertificateWork) -> CertificateWork:
    run(work.pk)
    work.refresh_from_db()
    return work


def issue_all(adopted: Adopted, by: Any, **terms: Any) -> CertificateWork:
    work = ask_to_issue(count=adopted.count, cluster=adopted.cluster, terms=Terms(**terms), by=by)
    return begun_again(work)


def print_all(adopted: Adopted, by: Any) -> CertificateWork:
    return begun_again(ask_to_print(count=adopted.count, cluster=adopted.cluster, sheet="a5", by=by))


def test_a_village_is_issued_in_chunks_and_no_other(
    adopted: Adopted, subira: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "CHUNK", 3)
    made = adopted.households(7)
    outside = adopted.household("99", structure=adopted.structure(99, cluster=None))
    work = issue_all(adopted, subira, names_agreed_on=MEETING, without_names=frozenset({made[1].pk}))
    assert (work.done, work.total, work.failed, work.without_names) == (7, 7, "", [])
    assert work.ended_at is not None
    agreed = dict(Certificate.objects.values_list("household", "names_agreed_on"))
    assert outside.pk not in agreed
    assert {pk for pk, day in agreed.items() if day is None} == {made[1].pk}
    assert set(agreed.values()) == {MEETING, None}


def test_asking_twice_is_one_work(adopted: Adopted, subira: Any) -> None:
    asked = [
        ask_to_print(count=adopted.count, cluster=place, sheet="a5", by=subira)
        for place in (adopted.cluster, adopted.cluster, None, None)
    ]
    assert asked[0] == asked[1] != asked[2] == asked[3]


def test_a_work_that_another_worker_has_is_left_to_it(adopted: Adopted, subira: Any) -> None:
    adopted.household(1)
    work = ask_to_issue(count=adopted.count, cluster=adopted.cluster, terms=Terms(), by=subira)
    with closing(connection.copy()) as another, another.cursor() as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", [WORK_LOCK, work.pk])
        assert begun_again(work).is_going_on
        elsewhere.execute("SELECT pg_advisory_unlock(%s, %s)", [WORK_LOCK, work.pk])
    assert not begun_again(work).is_going_on


def test_one_that_keeps_failing_is_given_up_and_says_so(adopted: Adopted, subira: Any) -> None:
    work = CertificateWorkFactory.create(enumeration=adopted.count, kind="issue", attempts=3)
    begun_again(work)
    assert (work.failed, work.is_going_on) == ("internal_error", False)


def test_a_count_that_is_not_adopted_is_a_refusal(adopted: Adopted, subira: Any) -> None:
    adopted.snapshot.delete()
    assert issue_all(adopted, subira).failed == "no_register"


def test_the_papers_are_in_the_order_of_the_doors(adopted: Adopted, subira: Any, tmp_path: Path) -> None:
    for door in ("10", "2", "1"):
        adopted.household(door)
    issue_all(adopted, subira)
    # Issued last, and yet it is the third door.
    adopted.household("3")
    issue_all(adopted, subira)
    work = print_all(adopted, subira)
    assert (work.done, work.failed) == (4, "")
    pages = pages_of(work.file.open().read(), tmp_path)
    doors = [re.findall(r"KMT/B/(\d+)/01", page) for page in pages]
    assert doors == [["1"], ["2"], ["3"], ["10"]]
    assert AccessRecord.objects.get(kind="printed").subject == f"enumeration {adopted.count.pk}"


def test_revoked_ones_are_not_printed_and_take_the_papers_with_them(adopted: Adopted, subira: Any) -> None:
    adopted.households(2)
    issue_all(adopted, subira)
    work = print_all(adopted, subira)
    kept = Path(work.file.path)
    assert kept.stat().st_mode & 0o777 == 0o600
    revoke(certificate=Certificate.objects.get(number=1), reason="Moved away.", by=subira)
    work.refresh_from_db()
    assert not work.file
    assert not kept.exists()
    assert print_all(adopted, subira).done == 1


def test_who_no_longer_agrees_is_not_printed(adopted: Adopted, subira: Any) -> None:
    first, second, _third = adopted.households(3)
    issue_all(adopted, subira)
    Household.objects.filter(pk=first.pk).update(restricted_at=timezone.now())
    Household.objects.filter(pk=second.pk).update(consent=False)
    assert print_all(adopted, subira).done == 1


def test_papers_of_yesterday_are_gone(adopted: Adopted, subira: Any) -> None:
    adopted.household(1)
    issue_all(adopted, subira)
    work = print_all(adopted, subira)
    kept = Path(work.file.path)
    sweep()
    assert kept.exists()
    CertificateWork.objects.filter(pk=work.pk).update(ended_at=timezone.now() - timedelta(hours=25))
    sweep()
    assert not kept.exists()


def test_what_was_erased_while_it_was_printed_is_not_kept(
    adopted: Adopted, subira: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted.households(2)
    issue_all(adopted, subira)
    held, drawn = Household.objects.get(key="KMT/B/1/01"), papers.print_all

    def drawn_slowly(*args: Any) -> Any:
        yield from drawn(*args)
        wish = Wish(how=Route.OFFICE, on=date(2026, 11, 20), taken_by=subira, reason="Asked to.")
        erase(household=held, answers_stay=True, wish=wish)

    monkeypatch.setattr(certificate_works, "print_all", drawn_slowly)
    work = print_all(adopted, subira)
    assert (work.failed, bool(work.file)) == ("changed_meanwhile", False)


def test_one_that_stalled_is_queued_again(adopted: Adopted, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[int] = []
    monkeypatch.setattr(certificate_works, "queue", queued.append)
    stalled, busy = (
        CertificateWorkFactory.create(enumeration=adopted.count, kind=kind) for kind in ("issue", "print")
    )
    CertificateWork.objects.filter(pk=stalled.pk).update(touched_at=timezone.now() - timedelta(minutes=5))
    sweep()
    assert queued == [stalled.pk]
    assert busy.is_going_on
    assert not CertificateWork.objects.visible_to(AnonymousUser()).exists()
