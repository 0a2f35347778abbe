"""Who gets what of lists, objections, registers and certificates: rows of the access table."""

from tests.access.rows import Row

VERIFICATION: dict[str, Row] = {}
