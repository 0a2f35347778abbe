"""What is taken out of Pamoja: a module for each kind of record."""

__all__: list[str] = []
