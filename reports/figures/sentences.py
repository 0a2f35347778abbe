"""What a figure means in a plain sentence, and how it stands to what is agreed or was counted around it.

A sentence tells what the figure shows and nothing else: of one that is hidden, that it is.
"""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.figures.parts import Answer, Beside, Bound, Figure, Gap, State, Words, number_text
from reports.figures.phrases import PHRASES

ANSWERS_NAMED = 3
# From here on, how many times a standard is exceeded says more than that it is.
TELLING = 1.15
# Of these the census of a whole sub-county is no measure: it is larger because it is larger.
SIZES = frozenset({"population", "households", "structures", "population_estimate"})


def sentence_of(figure: Figure) -> str:
    """In the language that is active."""
    if figure.state is not State.TOLD:
        return _untold(figure)
    said = [_meaning(figure)]
    compared = _compared(figure)
    if compared:
        said.append(compared)
    if figure.told_of < figure.asked_of:
        said.append(
            ngettext(
                "This rests on %(told)s of %(asked)s settlement.",
                "This rests on %(told)s of %(asked)s settlements.",
                figure.asked_of,
            )
            % {"told": figure.told_of, "asked": figure.asked_of}
        )
    return " ".join(said)


def _untold(figure: Figure) -> str:
    label = {"label": figure.label}
    if figure.state is State.HIDDEN:
        return (
            _("%(label)s: hidden, because so few households answered that one could be recognised.") % label
        )
    if figure.state is State.NOT_ENOUGH:
        n = figure.n or 0
        return ngettext(
            "%(label)s: not enough data, only %(n)s record tells it.",
            "%(label)s: not enough data, only %(n)s records tell it.",
            n,
        ) % (label | {"n": n})
    return _("%(label)s: not known.") % label


def _meaning(figure: Figure) -> str:
    if figure.is_list:
        named = ", ".join(_answer(each) for each in figure.answers[:ANSWERS_NAMED])
        return str(PHRASES[figure.code]) % {"list": named}
    assert figure.value is not None
    shown = round(figure.value, figure.decimals)
    return PHRASES[figure.code] % {"value": figure.text, "number": int(shown) if figure.decimals == 0 else 2}


def _answer(answer: Answer) -> str:
    label = str(answer.label)
    # Within a sentence an answer is no name: "GPS" and "NGO" stay as they are.
    small = label[:1].lower() + label[1:] if label[1:2].islower() else label
    return f"{small} ({number_text(answer.percent, '%', 0)})"


def _compared(figure: Figure) -> str:
    """Beside the first standard that it breaks, else one that it keeps, else the census nearest to it."""
    if figure.is_list or figure.value is None:
        return ""
    standards = [each for each in figure.standards if each.bound]
    value = round(figure.value, figure.decimals)  # as it is told: 20 people are not more than 20
    broken = [each for each in standards if not keeps(value, each)]
    standard = next(iter([*broken, *standards]), None)
    if standard:
        return _against_standard(value, standard)
    nearest = next(iter(figure.census), None)
    if nearest is None or figure.code in SIZES:
        return ""
    words = {"place": nearest.label, "value": nearest.text, "year": nearest.year}
    return _("In %(place)s it was %(value)s (%(year)s).") % words


def keeps(value: float, standard: Beside) -> bool:
    return value >= standard.value if standard.bound is Bound.LEAST else value <= standard.value


def _against_standard(value: float, standard: Beside) -> str:
    words = {"standard": standard.text, "source": standard.source}
    if standard.bound is Bound.LEAST:
        if keeps(value, standard):
            return _("That is at least the %(standard)s that count as enough (%(source)s).") % words
        return _("That is less than the %(standard)s that count as enough (%(source)s).") % words
    if keeps(value, standard):
        return _("That is within the %(standard)s that are accepted (%(source)s).") % words
    times = value / standard.value
    if times < TELLING:
        return _("That is more than the %(standard)s that are accepted (%(source)s).") % words
    words |= {"times": number_format(round(times, 1), decimal_pos=1)}
    return _("That is %(times)s times the %(standard)s that are accepted (%(source)s).") % words


def gap_sentence(gap: Gap) -> str:
    """The ask: how many, for whom, by which standard, and what they cost where that is known."""
    if gap.state is State.HIDDEN:
        return _("%(label)s: hidden, because so few households answered that one could be recognised.") % {
            "label": gap.label
        }
    if gap.lacking is None:
        return _("%(label)s: not known. It can be said when they are on the map.") % {"label": gap.label}
    words = {
        "label": gap.label,
        "lacking": whole(gap.lacking),
        "people": whole(gap.people or 0),
        "working": whole(gap.working or 0),
        "needed": whole(gap.needed or 0),
        "standard": gap.standard.text,
        "source": gap.standard.source,
    }
    return " ".join([_ask(gap, words), *_mending(gap), *_cost(gap)])


def _ask(gap: Gap, words: Mapping[str, Words]) -> str:
    if gap.lacking:
        said = _(
            "%(label)s: %(lacking)s more are needed. %(people)s people need %(needed)s, one for every "
            "%(standard)s (%(source)s); %(working)s work."
        )
    else:
        said = _(
            "%(label)s: none is lacking. %(working)s work for %(people)s people; one is needed for every "
            "%(standard)s (%(source)s)."
        )
    return said % words


def _mending(gap: Gap) -> list[str]:
    if not gap.broken or not gap.lacking:
        return []
    said = ngettext(
        "%(n)s stands but does not work: mend it first.",
        "%(n)s stand but do not work: mend them first.",
        gap.broken,
    )
    return [said % {"n": whole(gap.broken)}]


def _cost(gap: Gap) -> list[str]:
    if gap.cost_kes is None:
        return []
    words = {"cost": whole(gap.cost_kes), "year": gap.cost_year, "source": gap.cost_source}
    if gap.costed < (gap.lacking or 0):
        words |= {"costed": whole(gap.costed), "lacking": whole(gap.lacking or 0)}
        return [
            _("%(costed)s of these %(lacking)s cost KES %(cost)s (%(source)s, %(year)s).") % words,
        ]
    return [_("Together they cost KES %(cost)s (%(source)s, %(year)s).") % words]


def whole(number: int) -> str:
    return number_format(number, force_grouping=True)
