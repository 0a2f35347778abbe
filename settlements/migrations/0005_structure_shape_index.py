import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("settlements", "0003_data_version")]
    operations = [
        migrations.AddIndex(
            "structure",
            django.contrib.postgres.indexes.GistIndex(fields=["shape_3857"], name="structure_shape_gist"),
        )
    ]
