"""Draw more questions: each structure's row keeps the class of the most common answer to each, in one number.

Roof, floor and cluster come with the structure, by the triggers. Of the answers kept until now, those that were
drawn before are carried over; the next making of the figures (within a day, or with the next batch) brings the
others.
"""

from importlib import import_module

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

drawn = import_module("enumerations.migrations.0003_drawn_structures")

DRAWN = drawn.DRAWN | {"cluster_id": "cluster_id", "roof": "nullif(roof, '')", "floor": "nullif(floor, '')"}
TABLE = "enumerations_structuresummary"


def functions(columns):
    """The triggers' functions, for these columns: a name and what the structure says."""
    names, values = ", ".join(columns), ", ".join(columns.values())
    said = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    return f"""
    CREATE OR REPLACE FUNCTION enumerations_draw_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO {TABLE} (structure_id, {names}, households, people)
        SELECT id, {values}, 0, 0 FROM changed;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION enumerations_draw_again() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE {TABLE} held SET {", ".join(f"{name} = drawn.{name}" for name in columns)}
        FROM (SELECT id AS structure_id, {said} FROM changed) drawn WHERE held.structure_id = drawn.structure_id
            AND ({", ".join(f"held.{name}" for name in columns)})
            IS DISTINCT FROM ({", ".join(f"drawn.{name}" for name in columns)});
        RETURN NULL;
    END $$;
    """


# The classes of what was drawn until now, in the bits of enumerations.packed at this migration.
CARRIED = {
    "occupancy_status": (20, [
        ["owner_resident", "co_owner"], ["tenant"], ["sub_tenant"],
        ["relative_of_owner", "friend_of_owner", "relative_of_tenant", "friend_of_tenant",
         "relative_of_subtenant", "friend_of_subtenant"],
        ["caretaker_agent", "institution_user", "owner_absentee"],
    ]),
    "water_source": (26, [
        ["piped_dwelling", "piped_yard_plot"], ["public_tap_standpipe"],
        ["borehole_tubewell", "protected_well", "protected_spring", "rain_harvested"],
        ["water_vendor", "bottled"],
        ["stream_river", "pond", "dam_lake", "unprotected_spring", "unprotected_well"],
    ]),
    "toilet_place": (34, [
        ["in_dwelling"], ["in_plot_compound"], ["public_paid"], ["public_free"], ["neighbour"], ["none"],
    ]),
}


def packed(column, shift, classes):
    whens = " ".join(
        f"WHEN {column} IN ({', '.join(repr(code) for code in codes)}) THEN {n << shift}"
        for n, codes in enumerate(classes, start=1)
    )
    return f"CASE {whens} ELSE 0 END::bigint"


CARRY = f"""
UPDATE {TABLE} held SET cluster_id = s.cluster_id, roof = nullif(s.roof, ''), floor = nullif(s.floor, ''),
    answers = {" + ".join(packed(f"held.{column}", *said) for column, said in CARRIED.items())}
FROM settlements_structure s WHERE s.id = held.structure_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('enumerations', '0018_links_go_with_households'),
        ('settlements', '0014_lanes_raise_data_version'),
    ]

    operations = [
        migrations.RemoveField(model_name='structuresummary', name='packed'),
        migrations.AddField(
            model_name='structuresummary',
            name='answers',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='structuresummary',
            name='cluster',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='settlements.cluster'),
        ),
        migrations.AddField(
            model_name='structuresummary',
            name='floor',
            field=models.CharField(blank=True, choices=[('earth_sand', 'Earth or sand'), ('dung', 'Dung'), ('wood_planks_shingles', 'Wood planks or shingles'), ('palm_bamboo', 'Palm or bamboo'), ('parquet_polished_wood', 'Parquet or polished wood'), ('vinyl_asphalt', 'Vinyl or asphalt strips'), ('ceramic_tiles', 'Ceramic tiles'), ('concrete_cement_terrazzo', 'Concrete, cement or terrazzo'), ('wall_to_wall_carpet', 'Wall-to-wall carpet'), ('other', 'Other')], max_length=40, null=True, verbose_name='floor'),
        ),
        migrations.AddField(
            model_name='structuresummary',
            name='roof',
            field=models.CharField(blank=True, choices=[('grass_twigs', 'Grass or twigs'), ('makuti_thatch', 'Makuti thatch'), ('dung_mud', 'Dung or mud'), ('iron_sheets', 'Iron sheets'), ('tin_cans', 'Tin cans'), ('asbestos_sheets', 'Asbestos sheets'), ('concrete_cement', 'Concrete or cement'), ('tiles', 'Tiles'), ('canvas_tents', 'Canvas or tents'), ('decra_versatile', 'Decra or versatile'), ('nylon_cartons_cardboard', 'Nylon, cartons or cardboard'), ('shingles', 'Shingles'), ('other', 'Other')], max_length=40, null=True, verbose_name='roof'),
        ),
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.RunSQL(functions(DRAWN), functions(drawn.DRAWN)),
        migrations.RemoveField(model_name='structuresummary', name='occupancy_status'),
        migrations.RemoveField(model_name='structuresummary', name='toilet_place'),
        migrations.RemoveField(model_name='structuresummary', name='water_source'),
        # A computed column cannot be changed: it is made anew.
        migrations.AddField(
            model_name='structuresummary',
            name='packed',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('answers'), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(then=1, use__in=['residential', 'rental_only']), models.When(then=2, use__in=['mixed']), models.When(then=3, use__in=['business', 'store', 'workshop']), models.When(then=4, use__in=['school', 'health', 'worship', 'community_hall', 'toilet_block', 'water_kiosk']), models.When(then=5, use__in=['vacant', 'under_construction']), models.When(then=6, use__in=['demolished']), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(1))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(then=1, wall__in=['stone_lime_cement', 'bricks', 'concrete_blocks_precast', 'prefabricated_panels']), models.When(then=2, wall__in=['iron_sheets']), models.When(then=3, wall__in=['mud_cowdung', 'stone_with_mud', 'covered_adobe', 'uncovered_adobe']), models.When(then=4, wall__in=['timber', 'offcuts_reused_wood', 'plywood_cardboard']), models.When(then=5, wall__in=['cane_palm_trunks', 'grass_reeds', 'canvas_tents', 'nylon_cartons']), models.When(then=6, wall__in=['other']), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(8))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(roof__in=['concrete_cement', 'tiles', 'decra_versatile', 'shingles'], then=1), models.When(roof__in=['iron_sheets'], then=2), models.When(roof__in=['asbestos_sheets'], then=3), models.When(roof__in=['grass_twigs', 'makuti_thatch', 'dung_mud'], then=4), models.When(roof__in=['tin_cans', 'canvas_tents', 'nylon_cartons_cardboard'], then=5), models.When(roof__in=['other'], then=6), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(64))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(floor__in=['concrete_cement_terrazzo', 'ceramic_tiles', 'vinyl_asphalt'], then=1), models.When(floor__in=['wood_planks_shingles', 'palm_bamboo', 'parquet_polished_wood', 'wall_to_wall_carpet', 'other'], then=2), models.When(floor__in=['earth_sand', 'dung'], then=3), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(512))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(status__in=['numbered'], then=1), models.When(status__in=['enumerated'], then=2), models.When(status__in=['locked'], then=3), models.When(status__in=['refused'], then=4), models.When(status__in=['vacant'], then=5), models.When(status__in=['demolished'], then=6), models.When(status__in=['merged_into'], then=7), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(2048))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(then=1, visit__in=['visited']), models.When(then=2, visit__in=['not_home']), models.When(then=3, visit__in=['refused']), models.When(then=4, visit__in=['vacant']), models.When(then=5, visit__in=['not_visited']), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(16384))), '+', django.db.models.expressions.CombinedExpression(models.Case(models.When(households__gte=1, households__lte=1, then=1), models.When(households__gte=1, households__lte=4, then=2), models.When(households__gte=1, households__lte=9, then=3), models.When(households__gte=1, then=4), default=models.Value(0), output_field=models.BigIntegerField()), '*', models.Value(131072))), output_field=models.BigIntegerField()),
        ),
    ]
