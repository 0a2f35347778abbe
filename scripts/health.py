"""Does the site answer? Exit 0 or 1, for a container's health check.

It asks as the proxy does, by the site's own name and over https, or the site would refuse to answer.
"""

from __future__ import annotations

import http.client
import os
import sys


def answers(port: int, host: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    sys.exit(not answers(int(os.environ.get("PORT", "8000")), "localhost" if name == "*" else name))
