"""Tiles of the country's map: `/tiles/country/6/38/32.json` and `/tiles/country/12/2467/2064.mvt?v=17`."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseNotModified, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from isal import igzip

from accounts import second_factor
from mapping import access, country_tiles, marks
from mapping.country import country_of
from mapping.tile_views import KEPT_SECONDS, answered, described, number_or_none, unchanged
from mapping.tiles import Tile
from settlements.models import Settlement
from settlements.roles import Act

DESIGN = 1  # raise it when what the tiles hold changes: kept tiles are then drawn anew


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def mark_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Marks of settlements the reader may know of, those near each other as one; 204 where there are none.

    Drawn from what is so now, for a settlement may be hidden at any time; the browser asks again each time.
    """
    tile = Tile(z, x, y)
    if not tile.exists or second_factor.is_missing(request.user):
        return HttpResponseNotFound()
    found = marks.collection(request.user, country_of(request.user), tile)
    if not found["features"]:
        return HttpResponse(status=204)
    return JsonResponse(found, content_type="application/geo+json")


@require_safe
def ground_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Structures of all settlements where the reader acts; 204 where none stand, 404 for who acts nowhere.

    `v` is their state (`country_tiles.state`). Warm, it costs two questions to Redis, none to the database.
    """
    tile, version = Tile(z, x, y), request.GET.get("v", "")
    if not tile.exists:
        return HttpResponseNotFound()
    settlements = places_of(request)
    if not settlements:
        return HttpResponseNotFound()
    etag = f'W/"{DESIGN}-{version}-country"'
    if unchanged(request, version, etag):
        return described(HttpResponseNotModified(), etag, is_kept=True)
    where = f"country-tile{DESIGN}:{whose(settlements)}"
    body = cache.get(f"{where}:{number_or_none(version)}:{tile.z}/{tile.x}/{tile.y}")
    if body is not None:
        return described(answered(request, body), etag, is_kept=True)
    state, drawn = country_tiles.render(settlements, tile)
    packed = igzip.compress(drawn, 2, mtime=0) if drawn else b""
    cache.set(f"{where}:{state}:{tile.z}/{tile.x}/{tile.y}", packed, KEPT_SECONDS)
    etag = f'W/"{DESIGN}-{state}-country"'
    return described(answered(request, packed), etag, is_kept=version == str(state))


def places_of(request: HttpRequest) -> list[int]:
    """The ids of the settlements whose ground the signed-in person sees, remembered for a minute."""

    def find() -> list[int]:
        if second_factor.is_missing(request.user):
            return []
        seen = Settlement.objects.where_may(request.user, Act.SEE_GROUND)
        return list(seen.order_by("pk").values_list("pk", flat=True))

    found: list[int] = access.remembered(access.key_of(request, "country"), find)
    return found


def whose(settlements: list[int]) -> str:
    return sha256(repr(settlements).encode()).hexdigest()[:32]
