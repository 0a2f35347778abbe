"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body. Values in, values out."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32


def make_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the code in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    code = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(code).decode()


def headers(secrets: list[str], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """By every secret that holds now, so that a change of secrets loses nothing."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(each, id, timestamp, body) for each in secrets),
    }
