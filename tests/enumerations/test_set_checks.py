"""Every problem a service can find has its sentence and remedy."""

from enumerations.intake.catalogue import CATALOGUE
from enumerations.services import place_checks, set_checks


def test_every_set_check_is_in_the_catalogue() -> None:
    declared = [*set_checks.KEYS, *set_checks.NEW_STRUCTURES, *set_checks.DUPLICATES, set_checks.RESTRICTED,
                *set_checks.WITHDRAWN, *set_checks.ROSTER]  # fmt: skip
    params = [(check.code, check.find) for check in declared]
    params += [(check.code, check.params) for check in place_checks.PLACES]
    assert {code for code, _ in params} <= set(CATALOGUE)
    for code, said in params:
        for name in _blanks(str(CATALOGUE[code].sentence)):
            assert f"'{name}'" in said, (code, name)


def _blanks(sentence: str) -> set[str]:
    """The params a sentence needs; `given` and `label` are made from the field."""
    import re

    return set(re.findall(r"%\((\w+)\)s", sentence)) - {"given", "label"}
