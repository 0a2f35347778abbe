"""The API, asked everything that its description allows and much that it does not, as each role.

No answer may be a server's error, and every answer must be one that the description names: its status, its
content type, its shape. `make fuzz` asks two hundred times as much.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings
from schemathesis import APIOperation, Case, checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi_checks

from pamoja.wsgi import application
from tests.access.places import Place
from tests.access.world import ABSENT, ROLES, World, token_of, undone

pytestmark = pytest.mark.django_db
pytest_plugins = ["schemathesis.pytest.plugin"]  # loaded for this file alone
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
]

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application
OPERATIONS = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def test_the_description_can_be_read() -> None:
    assert len(OPERATIONS) == len(list(schema.get_all_operations())) > 0


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """A server drops a connection that is amid a transaction; here the transaction is the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, dict[str, str]]:
    """What each role sends with its requests."""
    keys = {role: token_of(world.people[f"{role} here"].user) for role in ROLES}
    return {**keys, "anonymous": {}}


# What stands for the id or the code of each path.
IDS = {"/enumerations/": "count", "/batches/": "batch", "/settlements/": "code", "/exports/": "export"}


def at_home(path: str, names: Iterable[str], place: Place) -> dict[str, Any]:
    """Arguments that lead to what there is."""
    found = next((name for part, name in IDS.items() if part in path), "code")
    return dict.fromkeys(names, place[found])


def ask(case: Case, headers: dict[str, str]) -> None:
    with undone():
        case.call_and_validate(headers={"Accept-Encoding": "identity", **headers}, checks=CHECKS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_each_role_gets_what_is_described(
    operation: APIOperation, world: World, people: dict[str, dict[str, str]]
) -> None:
    names = [parameter.name for parameter in operation.path_parameters]
    for headers in people.values():
        ask(operation.Case(path_parameters=at_home(operation.path, names, world.home)), headers)
        ask(operation.Case(path_parameters=dict.fromkeys(names, ABSENT)), headers)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
)
def test_whatever_is_asked_the_answer_is_described(
    case: Case, world: World, people: dict[str, dict[str, str]]
) -> None:
    # Which role asks follows from what is asked, so that a failure can be repeated.
    role = sorted(people)[crc32(repr(case).encode()) % len(people)]
    ask(case, people[role])
    if case.path_parameters:
        case.path_parameters = at_home(case.path, case.path_parameters, world.home)
        ask(case, people[role])
