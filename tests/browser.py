"""A real browser on a live server, for what only a browser shows."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.emptying import DOOR

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 800}
OpenPage = Callable[..., Page]
# What Chromium says in the console where the content security policy refuses something.
REFUSED = re.compile(
    r"content.security.policy|refused to (load|execute|apply|connect|evaluate)", re.IGNORECASE
)


class KeptStatic(StaticFilesHandler):
    """Static files as a proxy hands them out: a browser that opens a hundred pages asks for them once."""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if not DOOR.enter():
            start_response("503 Service Unavailable", [])
            return []
        try:
            return Leaving(super().__call__(environ, start_response))
        except BaseException:
            DOOR.leave()
            raise

    def serve(self, request: Any) -> Any:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


class Leaving:
    """An answer after which its reader has left."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __iter__(self) -> Any:
        return iter(self.answer)

    def close(self) -> None:
        try:
            self.answer.close()
        finally:
            DOOR.leave()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """pytest-django's, with a door that is closed while the tables are emptied."""
    server = LiveServer("localhost", start=False)
    # pytest-django looks for staticfiles under its default name; ours is a configured one.
    server.thread.static_handler = KeptStatic
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    # Playwright's loop runs in this thread, where Django would then refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def browser_page(live_server: LiveServer, chromium: Browser) -> Iterator[OpenPage]:
    """`browser_page(amina, width=PHONE).goto("/")`: a page as that person sees it; None for a stranger.

    An error in a script, an answer 500, a file that is not there, or anything that the content security
    policy refuses fails the test.
    """
    from django.conf import settings
    from django.test import Client

    contexts: list[Any] = []
    broken: list[str] = []

    def open_for(
        user: Any = None, *, width: int = DESK, scripts: bool = True, scale: float = 1, worker: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            device_scale_factor=scale,
            java_script_enabled=scripts,
            locale="en-KE",
            # What a service worker fetches is out of reach of `page.route`: only its own tests have it.
            service_workers="allow" if worker else "block",
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            cookie: Any = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda line: broken.append(line.text) if REFUSED.search(line.text) else None)
        page.on("response", lambda answer: broken.append(answer.url) if is_broken(answer) else None)
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert not broken, broken


def is_broken(answer: Response) -> bool:
    """A page may well answer 404, and a form 422; a style or a script may not."""
    is_page = answer.request.resource_type in {"document", "xhr", "fetch"}
    return answer.status >= 500 or (answer.status >= 400 and not is_page)


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window: a page never scrolls sideways."""
    page.wait_for_load_state("domcontentloaded")  # an address may be there before its page is
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"


@contextmanager
def on_a_desk(page: Page) -> Iterator[None]:
    """The same page in a wide window, and back in the one it was in."""
    was = page.viewport_size
    assert was is not None
    page.set_viewport_size({"width": DESK, "height": HEIGHTS[DESK]})
    yield
    page.set_viewport_size(was)
