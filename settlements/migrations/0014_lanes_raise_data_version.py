"""Lanes, hazards and plans are drawn on the map: a change of them raises the settlement's data version too."""

from importlib import import_module

from django.db import migrations

version = import_module("settlements.migrations.0003_data_version")

TABLES = ["settlements_lane", "settlements_overlay"]


class Migration(migrations.Migration):
    dependencies = [("settlements", "0013_lanes_and_overlays")]
    operations = [
        migrations.RunSQL(version.triggers(table), version.drop_triggers(table)) for table in TABLES
    ]
