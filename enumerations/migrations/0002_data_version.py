"""What a count says of the structures is drawn too: it raises the settlement's data version."""

from importlib import import_module

from django.db import migrations

drawn = import_module("settlements.migrations.0003_data_version")


class Migration(migrations.Migration):
    dependencies = [("enumerations", "0001_initial"), ("settlements", "0003_data_version")]
    operations = [
        migrations.RunSQL(
            drawn.triggers("enumerations_structuresummary"), drawn.drop_triggers("enumerations_structuresummary")
        )
    ]
