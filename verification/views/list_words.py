"""Why lists could not be made, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Failure:
    """A sentence and a remedy."""

    sentence: str | Promise
    remedy: str | Promise


FAILURES = {
    "nothing_to_list": Failure(
        _("There is nothing to list: no structure here has a number, and no household was counted."),
        _("Number the structures, or send the interviews, and make the lists again."),
    ),
    "no_font": Failure(
        _("The letters to print with are not installed on the server."),
        _("Whoever runs it installs fonts-dejavu-core, or sets PAPER_FONTS. Then make the lists again."),
    ),
    "disk_full": Failure(
        _("The server has no room left for the lists."),
        _("Whoever runs it makes room. Then make the lists again."),
    ),
    "replaced": Failure(_("Newer lists are there."), _("Print those.")),
}
OTHERWISE = Failure(
    _("The lists could not be made. Nothing of the count has changed."),
    _("Make them again. If they fail again, tell whoever runs the server."),
)


def failure_of(code: str) -> Failure:
    return FAILURES.get(code, OTHERWISE)
