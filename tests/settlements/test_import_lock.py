"""While ground is imported, however long that takes, phones send interviews of the same settlement."""

from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from settlements.imports.service import lock
from tests.factories import SettlementFactory

IMPORT = "SELECT FROM settlements_settlement WHERE id = %s FOR NO KEY UPDATE NOWAIT"
# What PostgreSQL asks of the settlement when an interview of it is written.
INTERVIEW = "SELECT FROM settlements_settlement WHERE id = %s FOR KEY SHARE NOWAIT"


@pytest.mark.django_db(transaction=True)
def test_an_import_holds_up_other_imports_and_no_interview() -> None:
    settlement = SettlementFactory.create()
    with transaction.atomic():
        lock(settlement)
        with closing(connection.copy()) as another, another.cursor() as elsewhere:
            with pytest.raises(OperationalError, match="could not obtain lock"):
                elsewhere.execute(IMPORT, [settlement.pk])
            elsewhere.execute(INTERVIEW, [settlement.pk])
