"""A field's declaration in the words of an XLSForm: when it is asked, when needed, and what is taken.

Nothing is declared here: ranges, patterns and conditions are `intake.fields`', rules across questions are
`intake.rules`'. What refers to a question that was left out falls away.
"""

import re
from collections.abc import Iterable

from enumerations.intake.conditions import All, Condition
from enumerations.intake.fields import Field, Kind
from enumerations.intake.rules import HOUSEHOLD_ROW_RULES, PERSON_ROW_RULES, RowRule
from enumerations.xlsform.lists import DECLINED, DONT_KNOW, ways_out
from enumerations.xlsform.wording import RANGE, RANGE_OR_NOT_GIVEN, RULES, Wording

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
# The roster has as many turns as there are members.
ALWAYS_KNOWN = frozenset({"members_total"})
NAMED = re.compile(r"\$\{([^}]+)\}")


def relevant_of(condition: Condition | None, dropped: frozenset[str]) -> str:
    """The condition without what refers to questions that are left out; empty: always."""
    kept = _without(condition, dropped)
    return kept.xpath() if kept else ""


def required_of(field: Field, dropped: frozenset[str]) -> str:
    """`yes`, a condition, or nothing."""
    if not field.required:
        return ""
    return relevant_of(field.required_where, dropped) or "yes"


def _without(condition: Condition | None, dropped: frozenset[str]) -> Condition | None:
    if condition is None:
        return None
    if isinstance(condition, All):
        kept = [part for each in condition.conditions if (part := _without(each, dropped))]
        return All(tuple(kept)) if len(kept) > 1 else next(iter(kept), None)
    return None if condition.fields & dropped else condition


def may_be_unknown(field: Field) -> bool:
    """Whether -98 and -99 are taken instead of a number or a text."""
    if field.kind in NUMBERS:
        return field.name not in ALWAYS_KNOWN
    return field.kind is Kind.TEXT and field.required


def constraint_of(field: Field, dropped: frozenset[str]) -> tuple[str, Wording | None]:
    """What an answer must satisfy, and what to say where it does not."""
    parts, said = list(_own(field)), []
    if field.kind in NUMBERS:
        said.append(_range_words(field))
    for rule in _rules(field):
        if phone := _kept_parts(rule.phone[field.name], dropped):
            parts.append(f"({phone})" if parts and " or " in phone else phone)
            said.append(RULES[rule.code])
    if field.pattern:
        said.append(RULES[f"pattern_{field.name}"])
    if field.kind is Kind.CODES and field.choices is not None and "none" in field.choices.values:
        parts.append("not(selected(., 'none')) or count-selected(.) = 1")
        said.append(RULES["none_alone"])
    return _or_not_given(field, " and ".join(parts)), _joined(said)


def _own(field: Field) -> Iterable[str]:
    if field.kind in NUMBERS and field.minimum is not None and field.maximum is not None:
        yield f". >= {field.minimum:g} and . <= {field.maximum:.10g}"
    if field.kind is Kind.TEXT and field.pattern:
        yield f"regex(., {quoted(portable(field.pattern))})"
    elif field.kind is Kind.TEXT:
        yield f"string-length(.) <= {field.max_length}"


def _or_not_given(field: Field, constraint: str) -> str:
    if not constraint:
        return ""
    if field.kind in NUMBERS and may_be_unknown(field):
        return f"({constraint}) or . = {DONT_KNOW} or . = {DECLINED}"
    ways = ways_out(field) or ((DONT_KNOW, DECLINED) if may_be_unknown(field) else ())
    return " or ".join([f"({constraint})" if ways else constraint, *(f". = '{code}'" for code in ways)])


def portable(pattern: str) -> str:
    """A pattern that Java and a browser read alike; where they cannot, one that takes a little more.

    A browser's regex knows no \\p{L}: every sign beyond ASCII is let through, and judged at the intake.
    """
    return pattern.replace(r"\p{L}\p{M}", "A-Za-z\u00c0-\uffdc").replace("’", "")


def quoted(text: str) -> str:
    """The text as XPath writes it; it may hold one kind of quotation mark, not both."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def _rules(field: Field) -> list[RowRule]:
    rules = (*HOUSEHOLD_ROW_RULES, *PERSON_ROW_RULES)
    return [rule for rule in rules if field.name in rule.phone]


def _kept_parts(phone: str, dropped: frozenset[str]) -> str:
    parts = phone.split(" and ")
    return " and ".join(part for part in parts if not dropped.intersection(NAMED.findall(part)))


def _range_words(field: Field) -> Wording:
    template = RANGE_OR_NOT_GIVEN if may_be_unknown(field) else RANGE
    words = {"least": f"{field.minimum:g}", "most": f"{field.maximum:,.0f}"}
    return Wording(template.en % words, template.sw % words)


def _joined(said: list[Wording]) -> Wording | None:
    if not said:
        return None
    return Wording(" ".join(each.en for each in said), " ".join(each.sw for each in said))


def unusual_of(field: Field) -> str:
    """When an answer is taken but should be looked at again; empty where the field never is."""
    parts = []
    if field.warn_below is not None:
        parts.append(f"(${{{field.name}}} >= 0 and ${{{field.name}}} < {field.warn_below:g})")
    if field.warn_above is not None:
        parts.append(f"${{{field.name}}} > {field.warn_above:.10g}")
    return " or ".join(parts)
