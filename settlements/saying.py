"""What is said of somebody's file, shape or change: a code, a sentence in their words, and what to do."""

from collections.abc import Mapping
from typing import Any, ClassVar

Sentence = Any  # a text, or one translated when it is shown
# code -> what is so, what to do about it. Sentences take the params.
Catalogue = Mapping[str, tuple[Sentence, Sentence]]


class Saying:
    """One thing to say by its code, with what fills its sentence; the words are in the class's catalogue."""

    catalogue: ClassVar[Catalogue]
    code: str
    params: dict[str, Any]

    @property
    def sentence(self) -> str:
        return str(self.catalogue[self.code][0]) % self.params

    @property
    def remedy(self) -> str:
        return str(self.catalogue[self.code][1]) % self.params
