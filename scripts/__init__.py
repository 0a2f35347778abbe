"""Set-up of a checkout: install what is missing, run private servers, serve the demo, stop it all.

Standard library only: these run before anything is installed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told so, in words
    sys.exit("Pamoja needs Python 3.11 or newer: install it, then `make PYTHON=python3.11 ...`.")
