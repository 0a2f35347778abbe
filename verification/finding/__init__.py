"""The finder: statements that leave pairs in temporary tables, and one table of what evidence weighs."""
