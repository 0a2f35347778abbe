"""What every document says of itself: who counted and when, how many were reached, which version it is."""

from collections.abc import Iterator
from typing import Any

from reports.documents import words
from reports.documents.build.source import Source
from reports.report_choices import ReportKind


def facts(source: Source) -> Iterator[tuple[str, str]]:
    """Line by line: a word, and what is so."""
    say, rounds = source.say, source.taken.rounds
    yield say(words.FACT_PLACE), ", ".join(part for part in (source.place, source.where) if part)
    yield say(words.FACT_WHO), who(source)
    if len(rounds) == 1:
        (one,) = rounds.values()
        yield say(words.FACT_WHEN), when(source, one)
        yield say(words.FACT_STATUS), status(source, one)
        if one["register"]:
            yield say(words.FACT_REGISTER), register(source, one)
    else:
        starts = min((each["starts_on"] for each in rounds.values() if each["starts_on"]), default="")
        ends = max((each["ends_on"] for each in rounds.values() if each["ends_on"]), default="")
        yield (
            say(words.FACT_WHEN),
            f"{source.day(starts)} – {source.day(ends)}{_see_annex(source)}",
        )
        yield say(words.FACT_STATUS), statuses(source)
    yield say(words.FACT_COVERAGE), say(words.COVERED, percent=source.taken.coverage())
    if source.contact:
        yield say(words.FACT_CONTACT), source.contact
    if source.whose.made_on:
        yield say(words.FACT_PREPARED), f"{source.day(source.whose.made_on)}, {source.version}"


def _see_annex(source: Source) -> str:
    """Only the full report has one."""
    return f", {source.say(words.SEVERAL_ROUNDS)}" if source.kind == ReportKind.FULL else ""


def who(source: Source) -> str:
    n = sum(each["enumerators"] or 0 for each in source.taken.rounds.values())
    place = ", ".join(each["name"] for each in source.taken.settlements)
    if n:
        return source.say(words.WHO, place=place, n=source.number(n))
    return source.say(words.WHO_NO_NUMBER, place=place)


def when(source: Source, one: dict[str, Any]) -> str:
    start, end = source.day(one["starts_on"]), source.day(one["ends_on"])
    return source.say(words.WHEN, start=start, end=end, round=one["round"])


def status(source: Source, one: dict[str, Any]) -> str:
    """How far the community has come with it."""
    assembly = one["assembly"]
    if one["is_adopted"] and assembly and assembly["women"] is not None and assembly["men"] is not None:
        return source.say(
            words.ADOPTED_BY_MANY,
            day=source.day(assembly["held_on"]),
            women=source.number(assembly["women"]),
            men=source.number(assembly["men"]),
        )
    if one["is_adopted"]:
        return source.say(words.ADOPTED_BY, day=source.day(one["adopted_on"]))
    if one["is_verified"]:
        return source.say(words.VERIFIED_ON, day=source.day(one["verified_on"]))
    return source.say(words.NOT_VERIFIED)


def statuses(source: Source) -> str:
    names = {each["code"]: each["name"] for each in source.taken.settlements}
    told = [f"{names[code]}: {status(source, one)}" for code, one in source.taken.rounds.items()]
    return "; ".join(told)


def register(source: Source, one: dict[str, Any]) -> str:
    kept = one["register"]
    return source.say(
        words.REGISTER,
        n=kept["version"],
        households=source.number(kept["households"]),
        people=source.number(kept["people"]),
    )


def foot(source: Source) -> str:
    """What stands at the foot of every page."""
    return f"{source.title} · {source.version}"
