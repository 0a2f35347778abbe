"""How a row names its household: the key under which the register keeps it."""

import hashlib

import polars as pl

from accounts.encryption.keys import keyring


def with_keys(records: pl.DataFrame, *, fingerprints: bool) -> pl.DataFrame:
    """Add `key`: the household's number, else its interview's ID, else (where allowed) a fingerprint.

    `key` stays null where nothing names the household; the checks have said so.
    """
    records = records.with_columns(pl.coalesce("hh_code", "instance_id").alias("key"))
    if fingerprints and records["key"].null_count():
        records = records.with_columns(pl.coalesce("key", fingerprint(records)).alias("key"))
    return records


def fingerprint(records: pl.DataFrame) -> pl.Series:
    """A hash of everything the row says: the same row again is the same household."""
    said = records.select(pl.struct(pl.exclude("_row", "_link", "_rejected", "key")).struct.json_encode())
    hashes = [hidden(hashlib.sha256(text.encode()).hexdigest()[:32]) for text in said.to_series()]
    return pl.Series("fingerprint", hashes, dtype=pl.String)


def hidden(fingerprint: str) -> str:
    """A hash under our key: who knows all else of a row cannot find its phone by trying them all."""
    hasher = keyring().hasher("fingerprint", 16)
    hasher.update(fingerprint.encode())
    return hasher.hexdigest()
