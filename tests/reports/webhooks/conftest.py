"""A program that is told of what happens, and its address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from reports.models import Webhook
from reports.webhooks import delivering

KINDS = ["batch.finished", "count.adopted", "settlement.hidden", "settlement.shown", "export.ready"]


class Listener:
    """A real server on this machine that keeps what it was told."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers, listener = 200, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.answers)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=pamoja"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_HTTP, settings.WEBHOOK_SECONDS = ["127.0.0.0/8"], True, 3
    listener = Listener()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


@pytest.fixture
def webhook(subira: Any, listener: Listener) -> Webhook:
    return delivering.make_webhook(subira, name="County", url=listener.url, events=KINDS)[0]


def deliver_all() -> None:
    for claim in delivering.due():
        delivering.deliver(claim)
