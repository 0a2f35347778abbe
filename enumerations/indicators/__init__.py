"""Every figure Pamoja computes, declared once: what it is, of whom, in which unit, and its SQL.

To add an indicator, add it to the tuple of its theme (`people`, `homes`, `services`, `voice`), recompute it
by other means in `tests/enumerations/recount.py`, and translate its words. Nothing else: `statement` makes
the SQL of all of them, `enumerations.services.statistics` stores them, pages show what is declared.

All figures rest on completed interviews (complete or partly; where another tool's export does not say how
the visit ended, it counts as completed; a household that did not agree to be counted does not). A missing
answer never enters n.

Not answered by the standard questions, and so not declared:
- of 5, the landlord's kind and which owner is absent: claims are collected with documents, after the
  interview; `owner_elsewhere_percent` says instead in which structures no owner was found;
- of 6 and 10, inflation and local tariffs: no series is kept; a note says in which money a rent is;
- of 8 and 12, distances to toilets and taps, queues, and the share of cubicles for women: cubicles are
  counted by block, not by sex, and walking distance needs paths;
- of 14, bottled water with a second improved source: only the main source is asked;
- of 19, the threat of eviction and structures lost: facts of the settlement and of its evictions, shown
  from there;
- of 28, the split by sex of the respondent: the respondent's sex is not asked, the head's is;
- of 29, lights and bins: no number of people for one is agreed; shillings: no unit costs are kept;
- of 30, duplicates and objections: they are not recorded yet.
"""

from enumerations.indicators.declaration import Indicator, Kind, Measure, Records
from enumerations.indicators.homes import HOMES
from enumerations.indicators.people import PEOPLE
from enumerations.indicators.services import SERVICES
from enumerations.indicators.voice import VOICE

THEMES = (PEOPLE, HOMES, SERVICES, VOICE)
INDICATORS: tuple[Indicator, ...] = tuple(indicator for theme in THEMES for indicator in theme.indicators)
MEASURES: tuple[Measure, ...] = tuple(measure for theme in THEMES for measure in theme.measures)
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}

__all__ = ["BY_CODE", "INDICATORS", "MEASURES", "Indicator", "Kind", "Measure", "Records"]
