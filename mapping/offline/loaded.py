"""What a page loads of our own static files: styles, scripts, and all modules that these import."""

import gzip
import re
from pathlib import Path
from posixpath import normpath
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders

NAMED = re.compile(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"')
IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def loaded_by(page: str) -> list[str]:
    """The addresses of all static files that the page needs in order to work, imports included."""
    waiting = [address for address in NAMED.findall(page) if is_static(address)]
    known: dict[str, None] = {}
    while waiting:
        address = waiting.pop()
        if address in known:
            continue
        known[address] = None
        if address.endswith(".js"):
            waiting += imports(address)
    return sorted(known)


def is_static(address: str) -> bool:
    return address.startswith(settings.STATIC_URL)


def imports(address: str) -> list[str]:
    """What a module imports of ours, by the address of the file named in it."""
    names = IMPORTED.findall(content_of(address).decode("utf-8", "replace"))
    return [urljoin(address, name) for name in names if name.startswith(("./", "../"))]


def size_of(address: str) -> int:
    """Bytes on the way, compressed as it is served."""
    packed = path_of(address).with_name(path_of(address).name + ".gz")
    return packed.stat().st_size if packed.exists() else len(gzip.compress(content_of(address)))


def content_of(address: str) -> bytes:
    return path_of(address).read_bytes()


def path_of(address: str) -> Path:
    """Where it lies: among what was collected, or on a checkout where the finders find it."""
    name = normpath(address.removeprefix(settings.STATIC_URL))
    collected = Path(settings.STATIC_ROOT) / name
    if collected.exists():
        return collected
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(address)
    return Path(str(found))
