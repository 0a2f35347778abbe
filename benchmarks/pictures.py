"""`make pictures`: the pages of the tour in docs/, of the demo's invented people, on phone and desk."""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks import browsing, scratch, servers

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "tour"
WIDTHS = {"phone": (360, 740, 2), "desk": (1280, 800, 1)}
MOST_BYTES = 100_000
PATIENCE_MS = 60_000


def main() -> None:
    """Make the demo in a database of its own, look at each page, and keep the pictures in docs/tour."""
    kept = sys.argv[1] if len(sys.argv) > 1 else ""
    with scratch.scratch(kept_as=kept) as folder:
        scratch.begin()
        people = make_demo(folder)
        shown, cookies = pages(), {who: cookie_of(user) for who, user in people.items()}
        with servers.pamoja(folder) as port, browsing.chromium() as browser:
            for name, (who, path) in shown.items():
                for device, size in WIDTHS.items():
                    keep(name, device, look(browser, f"http://127.0.0.1:{port}", cookies[who], path, size))


def make_demo(folder: Path) -> dict[str, Any]:
    """The demo's cast by role, with its survey in the register; a stranger is nobody."""
    from django.core.files.base import ContentFile
    from django.core.management import call_command

    from accounts.models import User
    from enumerations.models import Enumeration
    from enumerations.services.batches import create_batch, run_batch

    accounts, survey = folder / "demo.json", folder / "survey.xlsx"
    call_command("make_demo", "--accounts", str(accounts), "--url", "http://127.0.0.1", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    said = json.loads(accounts.read_text())
    people: dict[str, Any] = {"public": None}
    for account in said["accounts"]:
        people.setdefault(account["role"], User.objects.get(email=account["email"]))
    if said.get("awaits_batch"):
        call_command("make_demo_batch", str(survey))
        batch = create_batch(
            enumeration=Enumeration.objects.get(pk=said["awaits_batch"]), user=people["enumerator"],
            upload=ContentFile(survey.read_bytes(), name="survey.xlsx"), name="survey.xlsx",
        )  # fmt: skip
        run_batch(batch.pk)
    return people


def pages() -> dict[str, tuple[str, str]]:
    """Each page of the tour: whose it is, and its address."""
    from enumerations.models import Batch, Household
    from settlements.models import Settlement, Structure

    place = Settlement.objects.get(code="KMT")
    public: Any = Settlement.objects.filter(access_level="public", eviction_threat_now="none").first()
    count: Any = place.enumerations.order_by("-round").first()
    batch: Any = Batch.objects.filter(enumeration__settlement=place).order_by("-rows").first()
    household: Any = (
        Household.objects.filter(settlement=place, structure__isnull=False).order_by("key").first()
    )
    door: Any = Structure.objects.get(pk=household.structure_id)
    plan: Any = place.overlays.order_by("pk").filter(reach_m__gt=0).first()
    here, cluster = place.get_absolute_url(), door.cluster
    return {
        "home": ("leader", "/"),
        "country": ("public", "/"),
        "settlement": ("leader", here),
        "cluster": ("leader", f"{here}clusters/{cluster.code}/"),
        "structure": ("leader", f"{here}?structure={door.code}"),
        "household": ("data_manager", f"{here}households/{household.pk}/"),
        "enumeration": ("leader", count.get_absolute_url()),
        "batch": ("enumerator", batch.get_absolute_url()),
        "supervision": ("leader", f"/enumerations/{count.pk}/supervision/"),
        "affected": ("staff", f"{here}affected/?overlay={plan.pk}" if plan else f"{here}affected/"),
        "editor": ("staff", f"{here}edit/?layer=structures&at=19/{door.location.y}/{door.location.x}"),
        "saved": ("staff", f"{public.get_absolute_url()}kept/"),
        "embed": ("public", f"/embed/{public.code}/"),
    }


def look(browser: Browser, site: str, cookie: dict[str, str], path: str, size: tuple[int, int, int]) -> bytes:
    """A picture of the first view, as that person sees it."""
    wide, high, ratio = size
    context = browser.new_context(
        viewport={"width": wide, "height": high}, device_scale_factor=ratio, locale="en-KE"
    )
    try:
        if cookie:
            context.add_cookies([{**cookie, "url": site}])  # type: ignore[typeddict-item]
        page = context.new_page()
        if path.endswith("/kept/"):
            keep_on_phone(page, site + path.removesuffix("kept/"))
        page.goto(site + path, wait_until="load", timeout=PATIENCE_MS)
        settle(page)
        return page.screenshot()
    finally:
        context.close()


def keep_on_phone(page: Page, address: str) -> None:
    """Take the settlement along: what is kept on a phone is drawn by the phone."""
    page.goto(address)
    page.get_by_role("button", name="Keep on this phone").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Kept on this phone.").wait_for(timeout=PATIENCE_MS)


def settle(page: Page) -> None:
    """Wait for the map, where there is one."""
    if page.locator("#map").count():
        page.wait_for_selector("html[data-map=ready]", timeout=PATIENCE_MS)
        page.wait_for_timeout(2_500)
    page.wait_for_load_state("networkidle")


def cookie_of(user: Any) -> dict[str, str]:
    """What their browser sends; nothing of a stranger's."""
    from django.conf import settings
    from django.test import Client

    if user is None:
        return {}
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def keep(name: str, device: str, picture: bytes) -> None:
    """As WebP, as good as a hundred kilobytes allow."""
    FOLDER.mkdir(exist_ok=True)
    image = Image.open(BytesIO(picture)).convert("RGB")
    for quality in (80, 65, 50, 35):
        file = BytesIO()
        image.save(file, "WEBP", quality=quality, method=6)
        if file.tell() < MOST_BYTES:
            break
    (FOLDER / f"{name}-{device}.webp").write_bytes(file.getvalue())
    print(f"{name}-{device}: {file.tell() / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main()
