import datetime

from django.db import migrations, models

# What no county ever set: a day that is too far away to be one, and an end that is.
TIDY = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE reports_countydate SET until = NULL WHERE until > '2101-06-30';
DELETE FROM reports_countydate
WHERE day NOT BETWEEN '2013-07-01' AND '2101-06-30' OR year NOT BETWEEN 2013 AND 2100;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_tariff"),
    ]

    operations = [
        migrations.RunSQL(TIDY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="countydate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("day__gte", datetime.date(2013, 7, 1)),
                    ("day__lte", datetime.date(2101, 6, 30)),
                    ("year__range", (2013, 2100)),
                    models.Q(
                        ("until__isnull", True), ("until__lte", datetime.date(2101, 6, 30)), _connector="OR"
                    ),
                ),
                name="county_date_in_our_time",
            ),
        ),
    ]
