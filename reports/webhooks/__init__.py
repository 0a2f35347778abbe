"""Telling other programs: `signing` says who speaks, `calling` goes there, `delivering` keeps trying."""
