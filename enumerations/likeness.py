"""How names are compared: as sets of words, spelt as they sound.

SQL, so that nothing of a name leaves the database.
"""

# Written now this way, now that, for the same sound.
SOUNDS = (("ph", "f"), ("dh", "t"), ("th", "t"), ("y", "i"), ("c", "k"), ("l", "r"))
# Between names, and no name.
PARTICLES = ("wa", "ole", "arap", "bin", "binti", "ben", "ibn", "mr", "mrs", "mama", "baba")


def folded(name: str) -> str:
    """SQL for the words of a name as they sound, as an array.

    Lower-case, without accents and signs; one letter for the same sound, double letters once.
    """
    letters = f"regexp_replace(lower(normalize({name}, NFKD)), '[-.,/_]', ' ', 'g')"
    plain = f"regexp_replace({letters}, '[^a-z ]', '', 'g')"
    sound = plain
    for written, heard in SOUNDS:
        sound = f"replace({sound}, '{written}', '{heard}')"
    once = f"regexp_replace({sound}, '(.)\\1+', '\\1', 'g')"
    return f"array_remove(string_to_array(trim({once}), ' '), '')"
