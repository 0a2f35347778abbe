"""What the register says of households, as a certificate puts it."""

from collections import defaultdict
from collections.abc import Sequence

from enumerations.choices import Relation
from enumerations.models import Enumeration, Household, Person
from verification.models import Certificate, RegisterSnapshot
from verification.paper.certificates import Paper
from verification.paper.facts import Facts
from verification.services.register import latest

SHORT = 12  # signs of the register's hash: enough to find it by


def facts_of(
    count: Enumeration, snapshot: RegisterSnapshot, households: Sequence[int], county_signs: str
) -> dict[int, Facts]:
    """Each household's facts, names and all, in two queries; who may not be named is the caller's."""
    settlement, spouses = count.settlement, _spouses(households)
    rows = Household.objects.filter(pk__in=households).values(
        "pk",
        "key",
        "head_name",
        "years_in_settlement",
        "years_in_structure",
        "interviewed_on",
        "structure__code",
        "structure__cluster__code",
        "structure__cluster__name",
    )
    return {
        row["pk"]: Facts(
            settlement=f"{settlement.name} ({settlement.code})",
            cluster=" ".join(
                filter(None, [row["structure__cluster__code"], row["structure__cluster__name"]])
            ),
            ward=settlement.ward.name if settlement.ward else "",
            county=settlement.county.name,
            structure=row["structure__code"] or "",
            household=row["key"],
            names=[row["head_name"], *spouses[row["pk"]]] if row["head_name"] else [],
            years_in_settlement=row["years_in_settlement"],
            years_in_structure=row["years_in_structure"],
            counted_on=row["interviewed_on"].isoformat() if row["interviewed_on"] else "",
            round=count.round,
            adopted_on=snapshot.adopted_on.isoformat(),
            version=snapshot.version,
            root=snapshot.root[:SHORT],
            county_signs=county_signs,
        )
        for row in rows
    }


def _spouses(households: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    people = Person.objects.filter(household__in=households, relation=Relation.SPOUSE, name__gt="")
    for household, name in people.order_by("household", "line_no").values_list("household", "name"):
        found[household].append(str(name))
    return found


def on_paper(certificate: Certificate) -> Facts | None:
    """What stands on it; None once that is gone."""
    return None if certificate.printed is None else Facts.from_bytes(bytes(certificate.printed))


def paper_of(certificate: Certificate) -> Paper | None:
    """The paper as it was first printed; None once what stood on it is gone."""
    facts = on_paper(certificate)
    if facts is None:
        return None
    return Paper(certificate.serial, certificate.token, certificate.issued_on, facts)


def outdated(count: Enumeration, certificates: Sequence[Certificate]) -> set[int]:
    """Ids of the valid ones among these that no longer say what the register says of their households."""
    held = {
        each.household_id: each
        for each in certificates
        if each.is_valid and each.printed and each.household_id
    }
    newest = latest(count)
    if not held or newest is None:
        return set()
    now = facts_of(count, newest, list(held), county_signs="")
    papers = {pk: on_paper(certificate) for pk, certificate in held.items()}
    return {
        held[pk].pk
        for pk, paper in papers.items()
        if paper is not None and pk in now and not paper.agrees_with(now[pk])
    }
