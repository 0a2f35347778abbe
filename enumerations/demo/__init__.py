"""A made-up federation to look at: its places, doors, people and answers are invented from a seed.

Settlements' names, wards and rough positions are public knowledge; every outline, structure, person and
answer is generated. Ranges are those of published counts, so that the pages show figures one could meet.
"""
