"""Phones and ID numbers are encrypted; so is what a batch keeps of them to be reverted by.

A household that only its content names had a hash of all its answers as its key: anybody could have tried every
phone against it. The key becomes a keyed hash of that hash.
"""

import accounts.encryption.columns
import accounts.encryption.fields
from accounts.encryption.columns import SealedColumn, letters_and_digits, phone_digits
from django.db import migrations, models
from enumerations.services.identity import hidden

COLUMNS = (SealedColumn("phone", phone_digits), SealedColumn("head_id_number", letters_and_digits))
CHUNK = 5_000
HELD = {
    "enumerations_household": ("phone", "head_id_number"),
    "enumerations_revision": ("before->>'phone'", "before->>'head_id_number'"),
}
KEPT = {
    "enumerations_household": "phone = new.phone, head_id_number = new.number",
    "enumerations_revision": "before = before"
    " || jsonb_build_object('phone', new.phone, 'head_id_number', new.number)",
}
# Keys that are nothing but a fingerprint: 32 hexadecimal digits that are no interview's ID.
FINGERPRINTS = {
    "enumerations_household": "SELECT id, key FROM enumerations_household "
    "WHERE key ~ '^[0-9a-f]{32}$' AND key IS DISTINCT FROM instance_id",
    "enumerations_revision": "SELECT id, before->>'key' FROM enumerations_revision "
    "WHERE before->>'key' ~ '^[0-9a-f]{32}$' AND before->>'key' IS DISTINCT FROM before->>'instance_id'",
}
REKEYED = {
    "enumerations_household": "key = new.key",
    "enumerations_revision": "before = before || jsonb_build_object('key', new.key)",
}


def rewrite(cursor, change):
    """Every stored value through `change`, chunk by chunk."""
    for table, held in HELD.items():
        after = 0
        while True:
            cursor.execute(
                f"SELECT id, {', '.join(held)} FROM {table} "
                f"WHERE id > %s AND coalesce({', '.join(held)}) IS NOT NULL ORDER BY id LIMIT {CHUNK}",
                [after],
            )
            rows = cursor.fetchall()
            if not rows:
                break
            ids, *values = zip(*rows)
            changed = [change(column, list(each)) for column, each in zip(COLUMNS, values)]
            cursor.execute(
                f"UPDATE {table} held SET {KEPT[table]} "
                "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, phone, number) "
                "WHERE held.id = new.id",
                [list(ids), *changed],
            )
            after = ids[-1]


def encrypt(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        rewrite(cursor, lambda column, values: column.encrypt_all(values))
        for table, query in FINGERPRINTS.items():
            cursor.execute(query)
            rows = cursor.fetchall()
            cursor.execute(
                f"UPDATE {table} held SET {REKEYED[table]} "
                "FROM unnest(%s::bigint[], %s::text[]) AS new (id, key) WHERE held.id = new.id",
                [[pk for pk, _ in rows], [hidden(key) for _, key in rows]],
            )


def decrypt(apps, schema_editor):
    """The fingerprints stay as they are: a hash cannot be undone."""
    with schema_editor.connection.cursor() as cursor:
        rewrite(
            cursor,
            lambda column, values: [value and str(column.decrypt(value)) for value in values],
        )


class Migration(migrations.Migration):
    dependencies = [("enumerations", "0006_packed_answers")]
    operations = [
        migrations.AlterField(
            model_name="household",
            name="head_id_number",
            field=accounts.encryption.fields.EncryptedTextField(
                alike=accounts.encryption.columns.letters_and_digits,
                blank=True,
                null=True,
                sealed_as="head_id_number",
                verbose_name="number of the document",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="phone",
            field=accounts.encryption.fields.EncryptedTextField(
                alike=accounts.encryption.columns.phone_digits,
                blank=True,
                null=True,
                sealed_as="phone",
                verbose_name="phone",
            ),
        ),
        migrations.RunPython(encrypt, decrypt),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=accounts.encryption.fields.IsEncrypted("phone"), name="household_phone_is_encrypted"
            ),
        ),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.CheckConstraint(
                condition=accounts.encryption.fields.IsEncrypted("head_id_number"),
                name="household_head_id_number_is_encrypted",
            ),
        ),
    ]
