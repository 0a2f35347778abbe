"""What all doors for other programs share: who may come in how, how they refuse, what others may keep."""

from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_keys import KeyAsPassword, KeyAuthentication
from settlements.querysets import Viewer

DESIGN = 1  # raise it when answers look otherwise: what others keep is then asked for anew


class Door(APIView):
    """Read only. A key as the password of HTTP Basic, a key in its header, a session, or nobody at all."""

    schema = None  # described by the door itself
    authentication_classes = [KeyAsPassword, KeyAuthentication, SessionAuthentication]
    permission_classes = [AllowAny]
    http_method_names = ["get", "head", "options"]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[JSONRenderer, str]:
        """The door's own; what is refused is JSON."""
        return JSONRenderer(), "application/json"

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(headers={"Allow": "GET, HEAD, OPTIONS"})

    def handle_exception(self, exc: Exception) -> Response:
        """As OGC and we have it: `description` is the sentence."""
        answer = super().handle_exception(exc)
        if isinstance(answer.data, dict) and "sentence" in answer.data:
            answer.data["description"] = answer.data["sentence"]
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, ("Accept", "Accept-Language", "Authorization", "Cookie"))
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        if not isinstance(caller(request), AnonymousUser):
            return answer
        # What everybody may see, other people's web maps may show too.
        answer.headers.setdefault("Access-Control-Allow-Origin", "*")
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        return answer


def caller(request: Any) -> Viewer:
    """Who asks; nobody, where the sign-in itself was refused."""
    who: Viewer = getattr(request, "_user", None) or AnonymousUser()
    return who


def etag_of(request: HttpRequest, version: str) -> str:
    """Of this address in this language, as long as what it is made of has this version."""
    about = f"{DESIGN}|{request.get_full_path()}|{get_language()}|{version}"
    return f'W/"{sha256(about.encode()).hexdigest()[:32]}"'


def not_modified(request: Any, etag: str) -> Any:
    """The 304, where whoever asks has it already."""
    answer = get_conditional_response(request._request, etag=etag)
    if answer is not None:
        answer.headers["ETag"] = etag
    return answer
