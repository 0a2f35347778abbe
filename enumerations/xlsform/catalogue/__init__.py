"""Every fault of an XLSForm: a sentence that says what is wrong, and what to do about it.

Written for whoever made the form in a spreadsheet. Sentences do not name the place: the page does.
"""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind
from enumerations.xlsform.catalogue.expressions import EXPRESSIONS
from enumerations.xlsform.catalogue.survey import CHOICES, SURVEY
from enumerations.xlsform.catalogue.workbook import CONVERTER, FILE, HEADINGS

UNKNOWN = IssueKind("", Severity.ERROR, _("Something is wrong here (%(code)s)."), _("Ask the staff."))

CATALOGUE: dict[str, IssueKind] = {
    kind.code: kind for kind in (*FILE, *HEADINGS, *SURVEY, *CHOICES, *EXPRESSIONS, *CONVERTER)
}

__all__ = ["CATALOGUE", "UNKNOWN"]
