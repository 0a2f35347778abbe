"""Install what this checkout needs and does not have yet.

python3 -m scripts.install             the site: system packages, .venv, front-end packages, translations
python3 -m scripts.install --tests     and what tests and linting need
python3 -m scripts.install --no-servers  PostgreSQL and Redis run elsewhere, as in a container
"""

from __future__ import annotations

import argparse

from scripts.front_end import compile_messages, install_front_end
from scripts.python_packages import install_python_packages
from scripts.steps import alone, main
from scripts.system_packages import install_browser, install_system_packages


def install(*, tests: bool = False, servers: bool = True) -> None:
    """Do each step that is not done yet."""
    with alone():
        install_system_packages(servers=servers, tests=tests)
        install_python_packages(tests=tests)
        install_front_end()
        compile_messages()
        if tests:
            install_browser()


def door() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m scripts.install")
    parser.add_argument("--tests", action="store_true", help="also what tests and linting need")
    parser.add_argument("--no-servers", action="store_true", help="PostgreSQL and Redis run elsewhere")
    options = parser.parse_args()
    install(tests=options.tests, servers=not options.no_servers)


if __name__ == "__main__":
    main(door)
