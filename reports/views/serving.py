"""A finished file as an answer: whole, in parts, or not again."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User
from reports.models import Export
from reports.partial import answer, begins_at_the_first_byte, is_known, not_modified
from reports.works.fetching import hand_out, refuse


def serve(request: HttpRequest, export: Export, user: User) -> HttpResponseBase:
    """The file, streamed, after a fresh look at the person's rights. Raises NotThere, NotAllowed."""
    if is_known(request, export.etag):
        refuse(export, user)
        return not_modified(export.etag)
    begins = begins_at_the_first_byte(request, export.size, export.etag)
    file = hand_out(export, user, begins=begins, is_fetch=request.method == "GET")
    return answer(
        request,
        file,
        name=export.name,
        content_type=export.content_type,
        size=export.size,
        etag=export.etag,
    )
