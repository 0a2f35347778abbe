"""Every problem a service can find has its sentence and remedy."""

from enumerations.intake.catalogue import CATALOGUE
from enumerations.services import set_checks


def test_every_set_check_is_in_the_catalogue() -> None:
    declared = [*set_checks.KEYS, *set_checks.GROUND, *set_checks.STRUCTURES, *set_checks.DUPLICATES,
                *set_checks.ROSTER]  # fmt: skip
    assert {check.code for check in declared} <= set(CATALOGUE)
    for check in declared:
        for name in _blanks(str(CATALOGUE[check.code].sentence)):
            assert f"'{name}'" in check.find, (check.code, name)


def _blanks(sentence: str) -> set[str]:
    """The params a sentence needs; `given` and `label` are made from the field."""
    import re

    return set(re.findall(r"%\((\w+)\)s", sentence)) - {"given", "label"}
