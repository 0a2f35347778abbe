"""Every kind of problem: a sentence that says what is wrong, and what to do about it.

Written for the person who made the interview. Sentences do not name the row: the page does.
"""

from enumerations.intake.catalogue.answers import ANSWERS
from enumerations.intake.catalogue.files import FILES, INTERVIEWS, REVERTING, WORKING
from enumerations.intake.catalogue.forms import FORMS
from enumerations.intake.catalogue.identity import IDENTITY
from enumerations.intake.catalogue.kind import IssueKind
from enumerations.intake.catalogue.rules import RULES

CATALOGUE: dict[str, IssueKind] = {
    kind.code: kind
    for kind in (*ANSWERS, *RULES, *IDENTITY, *FILES, *INTERVIEWS, *WORKING, *REVERTING, *FORMS)
}

__all__ = ["CATALOGUE", "IssueKind"]
