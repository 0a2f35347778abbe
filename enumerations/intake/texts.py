"""One written answer to one value: numbers, dates, moments, points and yes/no as people write them.

Called for distinct values that a whole-column cast did not understand, so it may be patient rather than fast.
Every reader gives `(value, "")`, or `(None, code)` with a code of the issue catalogue.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Reading = tuple[Any, str]

# Words of one label, and of all the labels of an answer.
LONGEST_LABEL, MOST_WORDS = 12, 200

# Codes that are not problems: why an answer is missing.
DONT_KNOW, DECLINED = "dont_know", "declined"
NOT_GIVEN = frozenset({DONT_KNOW, DECLINED})
BLANK: Reading = (None, "")

NAIROBI = ZoneInfo("Africa/Nairobi")

_NOT_GIVEN_WORDS = {
    DONT_KNOW: (
        "-98",
        "dk",
        "dont know",
        "do not know",
        "don t know",
        "doesnt know",
        "does not know",
        "sijui",
        "hajui",
    ),
    DECLINED: (
        "-99",
        "declined",
        "declined to say",
        "refused to answer",
        "amekataa kusema",
        "alikataa kusema",
    ),
}
_YES = frozenset({"yes", "y", "true", "1", "ndiyo", "ndio", "ndiyo nakubali"})
_NO = frozenset({"no", "n", "false", "0", "hapana", "la"})
NUMBER_WORDS = {
    word: number
    for words in (
        "zero one two three four five six seven eight nine ten",
        "sufuri moja mbili tatu nne tano sita saba nane tisa kumi",
    )
    for number, word in enumerate(words.split())
} | {"none": 0, "hakuna": 0}

_MONEY = re.compile(r"(?i)\b(?:kes|ksh|kshs|sh|shs|shilingi)\b\.?|/[=-]")
_DATE_LIKE = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}([,'\u2019 \u00a0\u202f]\d{3})+(\.\d+)?$")
_COMMA_DECIMAL = re.compile(r"^[+-]?\d+,\d+$")
_PLAIN = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$")
_NUMERIC_DATE = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$")
# As Java writes it for Briefcase: "Mar 5, 2026, 8:00:00 AM", in older versions without the second comma.
_SPELLED_MOMENT = re.compile(r"^([A-Za-z]{3,9} \d{1,2}, \d{4}),? (\d{1,2}:\d{2}.*)$")
_WKT_POINT = re.compile(r"(?i)^(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)[^)]*\)$")


def ascii_digits(text: str) -> str:
    """Bengali, Arabic-Indic and other decimal digits as 0-9; a real minus sign as a hyphen."""
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return "".join(digits).replace("\u2212", "-")


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    """Words of letters and digits in lower case, one space between: how headings and labels are compared."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\u2019", "")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def not_given(text: str) -> str:
    """`dont_know` or `declined` when that is what the text says, else empty."""
    words = text.strip()
    words = words if words in {"-98", "-99"} else normal(words)
    return next((reason for reason, ways in _NOT_GIVEN_WORDS.items() if words in ways), "")


def decimal(text: str) -> Reading:
    """A finite number. A point is the decimal sign, a comma too unless it groups thousands."""
    text = ascii_digits(text).strip()
    if not text:
        return BLANK
    if _DATE_LIKE.match(text):
        return None, "excel_date"
    word = NUMBER_WORDS.get(text.casefold())
    if word is not None:
        return float(word), ""
    text = _MONEY.sub("", text).strip()
    if _GROUPED.match(text):
        text = re.sub(r"[,'\u2019 \u00a0\u202f]", "", text)
    elif _COMMA_DECIMAL.match(text):
        text = text.replace(",", ".")
    if not _PLAIN.match(text):
        return None, "not_a_number"
    number = float(text)
    return (number, "") if math.isfinite(number) else (None, "not_a_number")


def integer(text: str) -> Reading:
    """A whole number: 3 and 3.0, not 3.5."""
    number, code = decimal(text)
    if number is None:
        return None, code
    if number != int(number):
        return None, "not_whole"
    return (int(number), "") if abs(number) < 2**31 else (None, "not_a_number")


def yes_no(text: str) -> Reading:
    words = normal(ascii_digits(text))
    if not words:
        return (None, "") if not text.strip() else (None, "not_yes_no")
    if words in _YES or words in {"1 0"}:
        return True, ""
    if words in _NO or words in {"0 0"}:
        return False, ""
    return None, "not_yes_no"


def day(text: str) -> Reading:
    """A date; where it is written with numbers only and the year last, the day comes first, as in Kenya."""
    text = ascii_digits(text).strip()
    if not text:
        return BLANK
    match = _NUMERIC_DATE.match(text.split(" ")[0])
    try:
        if match:
            days, months, years = (int(part) for part in match.groups())
            return date(years + 2000 if years < 100 else years, months, days), ""
        if re.match(r"^\d{8}$", text):
            return datetime.strptime(text, "%Y%m%d").date(), ""
        if re.match(r"^\d{4}-\d{2}-\d{2}", text):
            return _iso(text).date(), ""
    except (ValueError, OverflowError):
        return None, "not_a_date"
    for form in ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(text, form).date(), ""
        except ValueError:
            continue
    return None, "not_a_date"


def moment(text: str) -> Reading:
    """A point in time, in UTC; without a zone it is Nairobi's clock."""
    text = ascii_digits(text).strip()
    if not text:
        return BLANK
    if spelled := _SPELLED_MOMENT.match(text):
        first, clock = spelled[1], spelled[2].replace("\u202f", " ")
    else:
        first, _, clock = text.replace("T", " ", 1).partition(" ")
    on, _code = day(first)
    try:
        if on is not None and clock and not first[:4].isdigit():
            found = datetime.combine(on, _clock(clock))
        elif on is not None and not clock:
            found = datetime.combine(on, time())
        else:
            found = _iso(text)
        aware = found if found.tzinfo else found.replace(tzinfo=NAIROBI)
        return aware.astimezone(UTC), ""
    except (ValueError, OverflowError):
        return None, "not_a_moment"


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _clock(text: str) -> time:
    """14:05, 14:05:30 or 2:05 PM."""
    for form in ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p"):
        try:
            return datetime.strptime(text.strip(), form).time()
        except ValueError:
            continue
    raise ValueError(text)


def point(text: str) -> Reading:
    """`(lat, lon, accuracy)` in degrees and metres, from "lat lon [altitude [accuracy]]" or WKT (lon lat)."""
    text = ascii_digits(text).strip()
    if not text:
        return BLANK
    wkt = _WKT_POINT.match(text)
    parts = [wkt[2], wkt[1]] if wkt else [part for part in re.split(r"[,;\s\[\]()]+", text) if part]
    try:
        numbers = [math.nan if part in {"null", "None"} else float(part) for part in parts]
    except ValueError:
        return None, "not_a_point"
    if not 2 <= len(numbers) <= 4 or any("_" in part for part in parts):
        return None, "not_a_point"
    lat, lon = numbers[:2]
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # NaN fails here too
        return None, "not_a_point" if math.isnan(lat) or math.isnan(lon) else "point_out_of_range"
    if lat == 0 and lon == 0:
        return None, "point_zero"
    accuracy = numbers[3] if len(numbers) == 4 and 0 <= numbers[3] < math.inf else None
    return (lat, lon, accuracy), ""


def codes(text: str, one: Callable[[str], str | None]) -> Reading:
    """Several codes or labels, parted by semicolons or commas, or (codes only) by blanks."""
    whole = text.strip()
    if not whole:
        return BLANK
    if (code := one(whole)) is not None:
        return [code], ""
    for parting in (r"\s*;\s*", r"\s*[,;|]\s*", r"[\s,;|]+"):
        found = [one(part) for part in re.split(parting, whole) if part]
        if found and None not in found:
            return list(dict.fromkeys(code for code in found if code)), ""
    labels = _labels(whole.split(), one)
    return (list(dict.fromkeys(labels)), "") if labels else (None, "not_a_choice")


def _labels(words: list[str], one: Callable[[str], str | None]) -> list[str]:
    """Labels with nothing but blanks between, as Kobo writes them: each time the longest that is known."""
    found: list[str] = []
    while words and len(words) <= MOST_WORDS:
        for length in range(min(len(words), LONGEST_LABEL), 0, -1):
            code = one(" ".join(words[:length]))
            if code:
                found.append(code)
                words = words[length:]
                break
        else:
            return []
    return [] if words else found
