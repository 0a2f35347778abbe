"""Reports of errors: kinds and places, no message, no value, no query."""

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter, get_exception_reporter_class

from pamoja.errors import BareFormatter, BareReporter, told
from scripts import postgres
from tests.factories import HouseholdFactory, UserFactory

MARK = "Zuqaxila"


def raised() -> BaseException:
    """A row that the database refuses and quotes, within an error that quotes a value, and noted."""
    head_name = f"{MARK} Local"
    try:
        try:
            with transaction.atomic():
                HouseholdFactory.create(head_name=head_name, members_total=99)
        except IntegrityError as error:
            error.add_note(f"{MARK} Note")
            raise ValueError(f"cannot use {head_name!r}") from error
    except ValueError as error:
        return error
    raise AssertionError("the row was taken")


def request() -> Any:
    """A form with a name in its answers, its query and its cookies."""
    asked = RequestFactory().post(f"/batches/?q={MARK}", {"head_name": f"{MARK} Form"})
    asked.COOKIES["name"] = MARK
    asked.user = UserFactory.build(email=f"{MARK}@example.org")
    return asked


@pytest.mark.django_db
def test_the_error_quotes_what_must_not_be_told() -> None:
    """Else the other tests would find nothing because nothing is there."""
    error = raised()
    assert MARK in str(error)
    assert MARK in str(error.__cause__)
    assert MARK in logging.Formatter().formatException((type(error), error, error.__traceback__))


@pytest.mark.django_db
def test_it_is_told_by_kinds_and_places() -> None:
    report = told(raised())
    assert MARK not in report
    for named in (
        "builtins.ValueError",
        "23514 household_has_1_to_30_members",
        "test_error_reports.py",
        "raised",
    ):
        assert named in report


def test_a_circle_of_errors_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert told(one).count("builtins") == 2


@pytest.mark.django_db
def test_the_log_says_the_message_and_no_exceptions_words() -> None:
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    [ours] = [formatter for formatter in formatters if isinstance(formatter, BareFormatter)]
    error, out = raised(), io.StringIO()
    to = logging.StreamHandler(out)
    to.setFormatter(ours)
    log = logging.Logger("tests")
    log.addHandler(to)
    log.error("Batch %s failed", 7, exc_info=error)
    # As Celery says that a task failed: the exception stands in the sentence.
    log.error("Task %(name)s: %(exc)s", {"name": "tests.task", "exc": repr(error)}, exc_info=error)
    written = out.getvalue()
    assert MARK not in written
    assert "Batch 7 failed" in written
    assert "Task tests.task: builtins.ValueError" in written


@pytest.mark.django_db
@pytest.mark.parametrize("as_html", [False, True])
def test_a_mailed_report_holds_nothing_of_the_request_or_the_frames(
    mailoutbox: Any, settings: Any, as_html: bool
) -> None:
    error = raised()
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/batches/",),
        (type(error), error, error.__traceback__),
    )  # fmt: skip
    record.request = request()
    settings.ADMINS = [("Keeper", "keeper@example.org")]
    AdminEmailHandler(include_html=as_html).emit(record)
    [mail] = mailoutbox
    sent = mail.message().as_string() + mail.body + "".join(str(part) for part in mail.alternatives)
    assert MARK not in sent
    assert "builtins.ValueError" in sent
    assert "POST /batches/" in sent


@pytest.mark.django_db
def test_a_report_by_djangos_own_template_has_no_local_variables_and_no_values() -> None:
    """What a tool shows that uses the filter alone: everything but the exception's own words."""
    error = raised()
    data = ExceptionReporter(request(), type(error), error, error.__traceback__).get_traceback_data()
    shown = {
        name: data[name]
        for name in ("filtered_POST_items", "request_COOKIES_items", "request_meta", "settings")
    }
    assert MARK not in str(shown)
    assert dict(data["filtered_POST_items"]).keys() == {"head_name"}
    assert data["settings"] == {}
    assert [frame["vars"] for frame in data["frames"] if list(frame.get("vars", []))] == []


def test_production_uses_the_bare_reporter() -> None:
    assert not settings.DEBUG
    assert get_exception_reporter_class(request()) is BareReporter


@pytest.mark.django_db
def test_a_server_that_logs_refused_rows_is_told_of() -> None:
    with connection.cursor() as cursor:
        for verbosity, said in (("default", ["pamoja.W001"]), ("terse", [])):
            cursor.execute(f"SET log_error_verbosity = '{verbosity}'; SET log_min_error_statement = panic")
            found = [
                each.id for each in run_checks(databases=["default"]) if str(each.id).startswith("pamoja.W")
            ]
            assert found == said
        cursor.execute("RESET log_error_verbosity; RESET log_min_error_statement")
    assert {"log_error_verbosity=terse", "log_min_error_statement=panic"} <= set(postgres.settings())
