"""The one number that stood beside a figure and not among the references: a price is held against the tariff."""

from django.db import migrations


def add_tariff(apps, schema_editor):
    Reference = apps.get_model("reports", "Reference")
    Reference.objects.get_or_create(
        indicator="water_price_ratio", kind="standard", place="", area="the regulated tariff", source="nanyuki",
        year=None, bound="most", defaults={"value": 1},
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_events")]
    operations = [migrations.RunPython(add_tariff, migrations.RunPython.noop)]
