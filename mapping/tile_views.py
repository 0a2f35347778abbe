"""`/tiles/KMT/structures/16/39475/32888.mvt?v=17`: one tile, from Redis if it was drawn before."""

import gzip

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from isal import igzip

from mapping import access
from mapping.layers import LAYERS, Layer
from mapping.tiles import Tile, render_tile

DESIGN = 6  # raise it when what a layer's tiles hold changes: kept tiles are then drawn anew
KEPT_SECONDS = 86_400
CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


@require_safe
def tile(request: HttpRequest, code: str, layer: str, z: int, x: int, y: int) -> HttpResponse:
    """A layer's tile for members of the settlement; 204 where nothing is drawn, 404 for everybody else.

    A public layer's is for everybody, while the settlement's ground is shown to everybody. `v` is the
    settlement's data version, `of` the theme that structures are coloured by. Warm, it costs one question to
    Redis and none to the database.
    """
    drawn, address = LAYERS.get(layer), Tile(z, x, y)
    if drawn is None or not address.exists:
        return HttpResponseNotFound()
    drawn = drawn.coloured_by(request.GET.get("of", ""), z)
    version = request.GET.get("v", "") if drawn.is_kept else ""
    access_key, tile_key = access.access_key(request, code, drawn), kept_key(code, version, drawn, address)
    known = cache.get_many([access.EPOCH_KEY, access_key, tile_key])
    epoch, answer = known.get(access.EPOCH_KEY), known.get(access_key)
    if answer is None or epoch is None or answer[0] != epoch:
        answer = ask_and_keep(request, code, drawn, access_key, epoch)
    place = answer[1]
    if place is None:
        return HttpResponseNotFound()  # no page: only a script would read it
    if drawn.is_public and version != str(place.version):
        # What a community no longer shows must not stay under an older version's address.
        version = str(place.version)
        tile_key = kept_key(code, version, drawn, address)
        known = cache.get_many([tile_key])
    etag = f'W/"{DESIGN}-{version}-{layer}"'
    if unchanged(request, version, etag):
        return described(HttpResponseNotModified(), etag, is_kept=not drawn.is_public)
    body = known.get(tile_key)
    if body is None:
        drawn_version, body = draw_and_keep(code, place.pk, drawn, address)
        etag = f'W/"{DESIGN}-{drawn_version}-{layer}"'
        is_kept = version == drawn_version and not drawn.is_public
        return described(answered(request, body), etag, is_kept=is_kept)
    return described(answered(request, body), etag, is_kept=not drawn.is_public)


def unchanged(request: HttpRequest, version: str, etag: str) -> bool:
    """Whether the browser has what it asks for: a tile of a version never changes."""
    return bool(version) and request.headers.get("If-None-Match") == etag


def kept_key(code: str, version: str, layer: Layer, tile: Tile) -> str:
    number = number_or_none(version)
    return f"tile{DESIGN}:{code}:{number}:{layer.kept_as}:{tile.z}/{tile.x}/{tile.y}"


def number_or_none(version: str) -> str:
    """Only digits reach Redis as a version: the rest of a key is checked by the URL pattern."""
    return version if version.isascii() and version.isdigit() else "-"


def ask_and_keep(
    request: HttpRequest, code: str, layer: Layer, access_key: str, epoch: str | None
) -> tuple[str, access.Place | None]:
    """The epoch was read before the database is asked: an answer older than a change is never believed."""
    answer = (epoch or access.begin_epoch(), access.find_settlement(request, code, layer))
    cache.set(access_key, answer, access.SECONDS)
    return answer


def draw_and_keep(code: str, settlement_id: int, layer: Layer, tile: Tile) -> tuple[str, bytes]:
    """Draw the tile, and keep it gzipped under the version it shows, whatever version was asked for."""
    version, body = render_tile(layer, settlement_id, tile)
    packed = igzip.compress(body, 2, mtime=0) if body else b""
    if layer.is_kept:
        cache.set(kept_key(code, str(version), layer, tile), packed, KEPT_SECONDS)
    return str(version), packed


def answered(request: HttpRequest, packed: bytes) -> HttpResponse:
    if not packed:
        return HttpResponse(status=204)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(packed), content_type=CONTENT_TYPE)
    return HttpResponse(packed, content_type=CONTENT_TYPE, headers={"Content-Encoding": "gzip"})


def described(response: HttpResponse, etag: str, *, is_kept: bool) -> HttpResponse:
    """A tile of the version that was asked for never changes; any other must be asked for again.

    So must a public one: what was shown to everybody yesterday may be hidden today.
    """
    response["ETag"] = etag
    response["Cache-Control"] = (
        f"private, max-age={KEPT_SECONDS}, immutable" if is_kept else "private, no-cache"
    )
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response
