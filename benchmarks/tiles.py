"""Dense tiles by 8 clients: the site cold and warm, the bare statements, and other tile servers."""

import os
import queue
import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median

import psycopg2
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import User
from benchmarks import client, servers
from benchmarks.report import Report
from benchmarks.scratch import for_libpq
from benchmarks.sql import run
from mapping.layers import LAYERS
from mapping.tiles import Tile, asked_of, render_tile, statement
from settlements.choices import Role
from settlements.models import Membership

LAYER = "structures"
EACH_ZOOM = 50
ZOOMS = (14, 15, 16, 17)
WARM_ROUNDS = 10
TIPG_PATH = (
    "/collections/public.settlements_structure/tiles/WebMercatorQuad/{tile}"
    "?geom-column={column}&properties=code,wall,status&limit=100000"
)
# The tiles with the most structures, of the settlements made for the register (not of the batch's).
DENSEST = """
SELECT s.settlement_id, p.code, p.data_version, x, y, count(*)
FROM settlements_structure s JOIN settlements_settlement p ON p.id = s.settlement_id,
LATERAL (SELECT ST_Transform(s.location, 3857) AS place) shape,
LATERAL (SELECT 40075016.685578488 / 2 ^ %(z)s AS size) tile,
LATERAL (SELECT floor((ST_X(place) + 20037508.342789244) / size)::int AS x,
                floor((20037508.342789244 - ST_Y(place)) / size)::int AS y) address
WHERE p.code < 'Z' GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 4, 5 LIMIT %(n)s
"""


class Wanted:
    """One tile: where the site has it, and the statement that draws it."""

    def __init__(self, settlement: int, code: str, version: int, tile: Tile) -> None:
        self.site = f"/tiles/{code}/{LAYER}/{tile.z}/{tile.x}/{tile.y}.mvt?v={version}"
        self.address = f"{tile.z}/{tile.x}/{tile.y}"
        self.statement = statement_of(settlement, tile)


def measure(report: Report, folder: Path, *, repeat: int, compare: bool) -> None:
    """Every server draws the same tiles by turns: a machine that slows down meanwhile slows all of them."""
    wanted = densest()
    n = len(wanted)
    ours = {"Accept-Encoding": "gzip", "Cookie": session_cookie()}
    others: list[Rival] = []
    with ExitStack() as started:
        port = started.enter_context(servers.pamoja(folder))
        paths = [tile.site for tile in wanted]
        client.ask_all(port, paths, ours)  # every process has its connections and has read its code
        if compare:
            others = rivals(started, folder, wanted)
        bare, cold = [], []
        for _ in range(repeat):
            bare.append(bare_sql(wanted))
            cold.append(ask_cold(port, paths, ours))
            for rival in others:
                rival.rounds.append(rival.ask())
        warm = client.ask_all(port, paths * WARM_ROUNDS, ours).seconds / WARM_ROUNDS
    features = checked(cold[0], n, "Pamoja")
    bare_s, cold_s = median(bare), median(answers.seconds for answers in cold)
    report.add(
        "tiles", f"the bare statements, {n} tiles, {client.CLIENTS} connections", n / bare_s, "tiles/s"
    )
    report.add(
        "tiles", "Pamoja, cold", n / cold_s, "tiles/s",
        ratio=cold_s / bare_s, beside="bare SQL's time", at_most=1.5,
    )  # fmt: skip
    report.add("tiles", "Pamoja, warm from Redis", n / warm, "tiles/s")
    for rival in others:
        beside(report, rival, n, features, {"cold": cold_s, "warm": warm})


# Each of the others on the footprints as people keep them (EPSG:4326, with an index), and on our own column
# that is prepared for tiles, which they could not know of.
COLUMNS = (("footprint", "EPSG:4326"), ("shape_3857", "our EPSG:3857"))
MAIN_RIVAL, TARGETS = "tipg, EPSG:4326", {"cold": 3.0, "warm": 15.0}


@dataclass
class Rival:
    """Another tile server, which keeps no tiles: where it is, and what it answered in each round."""

    name: str
    port: int
    paths: list[str]
    rounds: list[client.Answers] = field(default_factory=list)

    def ask(self) -> client.Answers:
        return client.ask_all(self.port, self.paths, {"Accept-Encoding": "gzip"})


def rivals(started: ExitStack, folder: Path, wanted: list[Wanted]) -> list[Rival]:
    """The others, running and warmed up."""
    servers.ensure_environment()
    for column, _srid in COLUMNS:
        index = f"bench_{column}"
        run(f"CREATE INDEX IF NOT EXISTS {index} ON settlements_structure USING gist ({column})")
    run("ANALYZE settlements_structure")
    found = []
    for name, start, path in (
        ("tipg", servers.tipg, TIPG_PATH),
        ("django-vectortiles", servers.vectortiles, "/{column}/{tile}"),
    ):
        port = started.enter_context(start(folder))
        for column, srid in COLUMNS:
            paths = [path.format(column=column, tile=tile.address) for tile in wanted]
            found.append(Rival(f"{name}, {srid}", port, paths))
    for rival in found:
        rival.ask()
    return found


def beside(report: Report, rival: Rival, n: int, ours: float, seconds: dict[str, float]) -> None:
    """Our times beside the other's."""
    theirs = median(answers.seconds for answers in rival.rounds)
    report.add("tiles", rival.name, n / theirs, "tiles/s")
    for how, took in seconds.items():
        report.add(
            "tiles", f"Pamoja, {how}", n / took, "tiles/s",
            ratio=theirs / took, beside=rival.name,
            at_least=TARGETS[how] if rival.name == MAIN_RIVAL else None,
        )  # fmt: skip
    features = checked(rival.rounds[0], n, rival.name)
    if not 0.8 < features / ours < 1.25:
        report.note(f"{rival.name} draws {features:,.0f} features in a tile, we {ours:,.0f}")


def densest() -> list[Wanted]:
    wanted = []
    with connection.cursor() as cursor:
        for z in ZOOMS:
            cursor.execute(DENSEST, {"z": z, "n": EACH_ZOOM})
            wanted += [
                Wanted(settlement, code, version, Tile(z, x, y))
                for settlement, code, version, x, y, _count in cursor.fetchall()
            ]
    random.Random(1).shuffle(wanted)
    return wanted


def statement_of(settlement: int, tile: Tile) -> str:
    """Exactly what the site asks the database for this tile; asking once also warms the database."""
    layer = LAYERS[LAYER]
    render_tile(layer, settlement, tile)
    with connection.cursor() as cursor:
        asked = cursor.mogrify(statement(layer, tile.z), asked_of(layer, settlement, tile))
    return str(asked, "utf-8")


def bare_sql(wanted: list[Wanted]) -> float:
    """Seconds for all statements by as many connections as there are clients."""
    opened = [psycopg2.connect(for_libpq(os.environ["DATABASE_URL"])) for _ in range(client.CLIENTS)]
    idle = list(opened)

    def ask(waiting: "queue.SimpleQueue[str]") -> None:
        own = idle.pop()
        own.autocommit = True
        with own.cursor() as cursor:
            for asked in client.drain(waiting):
                cursor.copy_expert(asked, BytesIO())

    try:
        return client.share([tile.statement for tile in wanted], ask)
    finally:
        for each in opened:
            each.close()


def ask_cold(port: int, paths: list[str], headers: dict[str, str]) -> client.Answers:
    cache.clear()
    return client.ask_all(port, paths, headers)


def checked(answers: client.Answers, n: int, name: str) -> float:
    """Features in a tile on average; every tile must have come, and hold something."""
    if answers.statuses != {200: n}:
        raise AssertionError(f"{name} answered {answers.statuses}")
    counted = [client.features_in(body) for body in answers.bodies.values()]
    if not all(counted):
        raise AssertionError(f"{name} sent empty tiles")
    return sum(counted) / len(counted)


def session_cookie() -> str:
    """What the browser of a signed-in member of staff sends."""
    user, _ = User.objects.get_or_create(email="tiles@example.org")
    Membership.objects.get_or_create(user=user, role=Role.STAFF, settlement=None, county=None)
    browser = Client()
    browser.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"
