"""A community's own questions, counted: shares per choice, middle and quartiles of numbers, split by place,
head and tenure, with small numbers hidden.

`questions` says which questions are a count's own, `answers` reads them from the records in one statement,
`tables` makes what a person may see of them. Who may look is decided where it is shown
(`docs/decisions/0015-own-questions.md`).
"""

from enumerations.tabulation.answers import Split
from enumerations.tabulation.questions import OwnQuestion, own_questions
from enumerations.tabulation.tables import Tabulated, answered, tabulate

__all__ = ["OwnQuestion", "Split", "Tabulated", "answered", "own_questions", "tabulate"]
