"""The same client for every tile server: threads that keep their connections, and one clock."""

import gzip
import http.client
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CLIENTS = 8


@dataclass
class Answers:
    """What came back, and how long all of it took."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)


def ask_all(port: int, paths: list[str], headers: dict[str, str]) -> Answers:
    """GET every path once by 8 clients over kept connections."""
    answers = Answers()

    def ask(waiting: "queue.SimpleQueue[str]") -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for path in drain(waiting):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            answers.statuses[response.status] = answers.statuses.get(response.status, 0) + 1
            answers.bodies[path] = body
            if response.getheader("Content-Encoding") == "gzip":
                packed.add(path)
        connection.close()

    packed: set[str] = set()
    answers.seconds = share(paths, ask)
    # After the clock: what a client does with an answer is no server's time.
    for path in packed:
        answers.bodies[path] = gzip.decompress(answers.bodies[path])
    return answers


def drain(waiting: "queue.SimpleQueue[str]") -> Iterator[str]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def share(work: list[str], worker: Callable[["queue.SimpleQueue[str]"], None]) -> float:
    """Let 8 threads empty one queue; seconds until the last is done. An error in one of them is raised."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for piece in work:
        waiting.put(piece)
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            worker(waiting)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if errors:
        raise errors[0]
    return seconds


def features_in(tile: bytes) -> int:
    """How many features a vector tile holds: layers are field 3 of a tile, features field 2 of a layer."""
    return sum(1 for layer in fields(tile, 3) for _ in fields(layer, 2))


def fields(message: bytes, wanted: int) -> Iterator[bytes]:
    """The length-delimited fields of a protobuf message that have this number."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        kind = key & 7
        if kind == 2:
            length, at = varint(message, at)
            if key >> 3 == wanted:
                yield message[at : at + length]
            at += length
        elif kind == 0:
            _, at = varint(message, at)
        else:
            at += 8 if kind == 1 else 4


def varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7
