"""What the API's description says beside what the code says: a heading, an example, the way in.

By call: `GET /api/v1/settlements/`. A call without its words fails tests/reports/api/test_description.py.
"""

from typing import Any

from pamoja.described.counts import COUNTS
from pamoja.described.exports import EXPORTS
from pamoja.described.ground import GROUND
from pamoja.described.words import Call
from pamoja.refusals import REFUSALS

CALLS: dict[str, Call] = {**GROUND, **COUNTS, **EXPORTS}
JSON = "application/json"


def describe(result: dict[str, Any], **generator: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds to each call its words, and to each answer its example."""
    for path, calls in result["paths"].items():
        for method, operation in calls.items():
            call = CALLS.get(f"{method.upper()} {path}")
            if call is not None:
                _say(operation, call)
            for status, answer in operation["responses"].items():
                _show_refusal(status, answer)
    return result


def _say(operation: dict[str, Any], call: Call) -> None:
    operation |= {"summary": call.summary, "tags": [call.tag]}
    if call.description:
        operation["description"] = call.description
    for content, value in call.sends.items():
        _show(operation.get("requestBody", {}), content, value)
    for status, value in call.answers.items():
        _show(operation["responses"].get(str(status), {}), JSON, value)


def _show(holder: dict[str, Any], content: str, value: Any) -> None:
    if content in holder.get("content", {}):
        holder["content"][content]["examples"] = {"example": {"value": value}}


def _show_refusal(status: str, answer: dict[str, Any]) -> None:
    """What this kind of refusal says, unless the call has its own example."""
    shown = answer.get("content", {}).get(JSON)
    if shown is None or "examples" in shown or not status.startswith("4"):
        return
    refusal = REFUSALS.get(int(status), CONFLICT)
    said: dict[str, Any] = refusal if isinstance(refusal, dict) else refusal.said() | {"details": {}}
    if "RefusedProblem" in str(shown["schema"]) or "Refused" in str(shown["schema"].get("$ref", "")):
        said = {**said, "refusals": [{name: said[name] for name in ("code", "sentence", "remedy")}]}
        said.pop("details", None)
    shown["examples"] = {"example": {"value": said}}


CONFLICT = {
    "code": "not_now",
    "sentence": "This cannot be done as things stand.",
    "remedy": "See what the sentence names, and try again when it is done.",
}
