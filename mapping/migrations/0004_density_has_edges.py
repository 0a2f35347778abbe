from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mapping", "0003_named_in_words")]

    operations = [
        # What is kept was counted without its edges: whoever asks next counts it anew.
        migrations.RunSQL("DELETE FROM mapping_grounddensity", migrations.RunSQL.noop),
        *(
            migrations.AddField("GroundDensity", name, models.IntegerField(null=True))
            for name in ("west", "east", "north", "south")
        ),
    ]
