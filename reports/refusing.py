"""How the doors for programs refuse: a code, a sentence, a remedy, and what is wrong with which parameter."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException

Words = str | Promise


class Wrong(APIException):
    """The question cannot be answered as it was put."""

    status_code: int = status.HTTP_400_BAD_REQUEST

    def __init__(self, code: str, sentence: Words, remedy: Words, /, **details: Words) -> None:
        said: dict[str, Any] = {"code": code, "sentence": str(sentence), "remedy": str(remedy)}
        super().__init__(said | {"details": {name: str(value) for name, value in details.items()}})


class Missing(Wrong):
    """There is nothing there, or it is not for the caller."""

    status_code = status.HTTP_404_NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            "not_found",
            _("There is nothing here, or it is only for those who work with it."),
            _("Check the address. Sign in with your key if you have not."),
        )


class NotMade(Wrong):
    """The standard knows it; we do not offer it."""

    status_code = status.HTTP_501_NOT_IMPLEMENTED


class NoSuchFormat(Wrong):
    status_code = status.HTTP_406_NOT_ACCEPTABLE

    def __init__(self, offered: str) -> None:
        super().__init__(
            "no_such_format",
            _("The answer does not exist in the format that was asked for."),
            _("Ask for one of these: %(formats)s.") % {"formats": offered},
        )


def wrong_parameter(name: str, sentence: Words, remedy: Words = "") -> Wrong:
    """400: this parameter cannot be read."""
    return Wrong(
        "wrong_parameter", sentence, remedy or _("Correct the parameter and ask again."), **{name: sentence}
    )
