"""The API's description: every call with its words and examples, and every example true to its schema."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pamoja.described.hook import CALLS

SCHEMA = SchemaGenerator().get_schema(request=None, public=True)
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
}
JSON = "application/json"


def as_json_schema(schema: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type for it."""
    if isinstance(schema, list):
        return [as_json_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    said = {
        name: as_json_schema(each) for name, each in schema.items() if name not in ("nullable", "example")
    }
    return {"anyOf": [said, {"type": "null"}]} if schema.get("nullable") is True else said


REGISTRY: Any = Registry().with_resource("urn:api", DRAFT202012.create_resource(as_json_schema(SCHEMA)))


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    absolute = json.dumps(as_json_schema(schema)).replace('"#/components', '"urn:api#/components')
    return Draft202012Validator(json.loads(absolute), registry=REGISTRY)


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for status, answer in operation["responses"].items():
        if JSON in answer.get("content", {}) and not is_file(answer["content"][JSON]):
            yield status, answer["content"][JSON]


def is_file(content: dict[str, Any]) -> bool:
    return content["schema"].get("format") == "binary"


def test_every_call_is_known_and_no_other() -> None:
    assert set(CALLS) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_call_says_what_it_is_and_shows_what_comes(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"] == CALLS[name].summary
    assert len(operation["description"]) > 10
    assert operation["tags"] == [CALLS[name].tag]
    assert [status for status, content in contents(operation) if not content.get("examples")] == []
    refusals = {status for status, _content in contents(operation) if status >= "400"}
    assert {"400", "401", "429"} <= refusals
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind != "application/x-www-form-urlencoded" and kind in CALLS[name].sends:
            assert content["examples"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_examples_are_what_the_schema_says(name: str) -> None:
    for status, content in contents(OPERATIONS[name]):
        check = validator(content["schema"])
        for example in content["examples"].values():
            wrong = [error.message for error in check.iter_errors(example["value"])]
            assert wrong == [], (status, wrong)
    body = OPERATIONS[name].get("requestBody", {}).get("content", {}).get(JSON, {})
    for example in body.get("examples", {}).values():
        assert [error.message for error in validator(body["schema"]).iter_errors(example["value"])] == []


def test_an_example_shows_all_that_there_is() -> None:
    """What a list of ours holds is in its example: nobody has to guess what else might come."""
    shown = OPERATIONS["GET /api/v1/settlements/{code}/structures/"]["responses"]["200"]["content"][JSON]
    [feature] = shown["examples"]["example"]["value"]["features"]
    assert set(feature["properties"]) == set(
        SCHEMA["components"]["schemas"]["Structure"]["properties"]["properties"]["properties"]
    )


def test_the_way_in_is_told() -> None:
    assert "Authorization: Token" in SCHEMA["info"]["description"]
    assert {tag["name"] for tag in SCHEMA["tags"]} >= {call.tag for call in CALLS.values()}
