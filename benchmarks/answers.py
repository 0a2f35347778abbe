"""What made-up households answer: as columns of the register, and as the columns of a file."""

from pathlib import Path

from django.db import connection

from benchmarks.sql import run

# What the n-th household answers: our columns with an expression over n and the structure's place.
ANSWERS = {
    "result": "'complete'",
    "consent": "true",
    "respondent_role": "(ARRAY['head', 'spouse', 'head', 'adult_member'])[1 + n % 4]",
    "head_name": "'Wanjiku Otieno'",
    "head_sex": "(ARRAY['male', 'female', 'male'])[1 + n % 3]",
    "phone": "'07' || lpad(n::text, 8, '0')",
    "occupancy_status": "(ARRAY['tenant', 'tenant', 'owner_resident', 'tenant', 'sub_tenant'])[1 + n % 5]",
    "years_in_settlement": "10 + n % 20",
    "years_in_structure": "n % 10",
    "rooms_used": "1 + n % 2",
    "rent_month_kes": "CASE WHEN n % 5 <> 2 THEN 1500 + n % 30 * 100 END",
    "members_total": "1 + n % 5",
    "water_source": "(ARRAY['public_tap_standpipe', 'water_vendor', 'piped_yard_plot'])[1 + n % 3]",
    "water_price_20l_kes": "(ARRAY[2, 5, 5, 10])[1 + n % 4]",
    "water_jerrycans_day": "2 + n % 6",
    "water_minutes_roundtrip": "5 + n % 40",
    "water_days_per_week": "1 + n % 7",
    "toilet_type": "(ARRAY['main_sewer', 'pit_latrine_covered', 'septic_tank'])[1 + n % 3]",
    "toilet_place": "(ARRAY['public_paid', 'in_plot_compound', 'neighbour'])[1 + n % 3]",
    "toilet_shared_households": "2 + n % 50",
    "toilet_cost_use_kes": "5",
    "toilet_safe_night_women": "n % 3 = 0",
    "solid_waste": "(ARRAY['dumped_street_drain', 'collected_private', 'burnt_open'])[1 + n % 3]",
    "cooking_fuel": "(ARRAY['paraffin', 'gas_lpg', 'charcoal'])[1 + n % 3]",
    "lighting": "(ARRAY['mains_electricity', 'solar', 'paraffin_tin'])[1 + n % 3]",
    "electricity_connection": "(ARRAY['own_meter', 'shared_meter', 'informal', 'none'])[1 + n % 4]",
    "income_main_source": "(ARRAY['casual_labour', 'small_business', 'hawking'])[1 + n % 3]",
    "income_band_month_kes": "(ARRAY['0_5000', '5001_10000', '10001_20000'])[1 + n % 3]",
    "savings_group": "(ARRAY['muungano', 'none', 'other_chama', 'none'])[1 + n % 4]",
    "eviction_experience_5y": "n % 11 = 0",
    "wants_to_stay": "'stay_here'",
    "priority_1": "(ARRAY['water', 'sanitation_sewer'])[1 + n % 2]",
    "priority_2": "(ARRAY['land_tenure', 'drainage'])[1 + n % 2]",
    "priority_3": "(ARRAY['housing', 'health', 'electricity'])[1 + n % 3]",
}
# Answers whose form in a file differs from the column's.
LISTED = {"assets": "(ARRAY['smartphone radio', 'feature_phone', 'functional_tv'])[1 + n % 3]"}
LATER = "n % 20 * interval '1 day' + n % 500 * interval '1 minute'"
DATED = {
    "interviewed_on": "'2025-01-06'::date + (n % 20)::int",
    "started_at": f"'2025-01-06 08:00+03'::timestamptz + {LATER}",
    "ended_at": f"'2025-01-06 08:25+03'::timestamptz + {LATER}",
}

HH_CODE = "code || '/' || lpad(turn::text, 2, '0')"
_COLUMNS = {**ANSWERS, **DATED}
HOUSEHOLDS = f"""
INSERT INTO enumerations_household (settlement_id, enumeration_id, structure_id, key, created_by_batch_id,
    batch_id, answers, not_given, assets, location, location_accuracy_m, {", ".join(_COLUMNS)})
SELECT e.settlement_id, e.id, structure_id, {HH_CODE}, b.id, b.id, '{{}}', '{{}}',
    string_to_array({LISTED["assets"]}, ' ')::varchar[], location, 6,
    {", ".join({**_COLUMNS, "phone": "%(phone)s"}.values())}
FROM (
    SELECT *, turn * 7 + id AS n
    FROM (
        SELECT s.id, s.id AS structure_id, s.settlement_id, s.code, s.location, turn,
            row_number() OVER (PARTITION BY s.settlement_id ORDER BY turn, s.id) AS place
        FROM settlements_structure s, generate_series(1, ceil(%(wanted)s::float / %(each)s)::int) turn
    ) doors WHERE place <= %(wanted)s
) h
JOIN enumerations_enumeration e USING (settlement_id)
JOIN enumerations_batch b ON b.enumeration_id = e.id
""".replace(" % ", " %% ")

PERSONS = """
INSERT INTO enumerations_person (settlement_id, enumeration_id, household_id, line_no, name, relation, sex,
    age, marital, school_status, activity, seeing, hearing, walking, remembering, self_care, communicating,
    answers, not_given)
SELECT settlement_id, enumeration_id, id, line, 'Akinyi',
    CASE line WHEN 1 THEN 'head' WHEN 2 THEN 'spouse' ELSE 'son_daughter' END,
    (ARRAY['male', 'female'])[1 + (id + line) % 2],
    CASE WHEN line < 3 THEN 20 + id % 40 ELSE (id + line * 5) % 20 END,
    NULL, CASE WHEN line > 2 THEN 'in_school' ELSE 'left_completed' END,
    CASE WHEN line < 3 THEN (ARRAY['working', 'working', 'seeking_work_no_work'])[1 + id % 3] END,
    'none', 'none', (ARRAY['none', 'none', 'some', 'none', 'a_lot'])[1 + id % 5], 'none', 'none', 'none',
    '{}', '{}'
FROM enumerations_household, generate_series(1, members_total) line
"""


def add_households(*, wanted: int, each: int) -> None:
    """So many households in every settlement of `each` structures, and their people."""
    from enumerations.models import Household

    phone = Household._meta.get_field("phone").sealed.encrypt("0712345678")
    run(HOUSEHOLDS, wanted=wanted, each=each, phone=phone)
    run(PERSONS)


def write_batch(path: Path, code: str, rows: int, per_structure: int) -> None:
    """A CSV of households as a clean export has it: our names, codes, `lat lon altitude accuracy`."""
    columns = {"hh_code": HH_CODE, "structure_code": "code"}
    columns |= ANSWERS | LISTED | DATED
    for yes_no in ("consent", "toilet_safe_night_women", "eviction_experience_5y"):
        columns[yes_no] = f"CASE WHEN {columns[yes_no]} THEN 'yes' ELSE 'no' END"
    for moment in ("started_at", "ended_at"):  # as Kobo writes them
        local = f"({columns[moment]}) AT TIME ZONE 'Africa/Nairobi'"
        columns[moment] = f'to_char({local}, \'YYYY-MM-DD"T"HH24:MI:SS.MS"+03:00"\')'
    columns["location"] = "ST_Y(location) || ' ' || ST_X(location) || ' 0 6'"
    listed = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    query = f"""
        COPY (SELECT {listed} FROM (
            SELECT *, row_number() OVER () AS n FROM (
                SELECT s.code, s.location, turn FROM settlements_structure s
                JOIN settlements_settlement p ON p.id = s.settlement_id AND p.code = '{code}',
                generate_series(1, {per_structure}) turn ORDER BY s.id, turn LIMIT {rows}
            ) doors
        ) h) TO STDOUT WITH (FORMAT csv, HEADER)"""
    with connection.cursor() as cursor, path.open("wb") as file:
        cursor.copy_expert(query, file)
