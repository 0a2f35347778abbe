"""Figures as they are written: a number with its unit, or why there is none."""

from django.utils.translation import gettext as _

from reports.figures.parts import Figure, State, number_text


def text_of(figure: Figure) -> str:
    if figure.state is not State.TOLD:
        return {
            State.HIDDEN: _("hidden: too few households"),
            State.NOT_ENOUGH: _("not enough data"),
            State.UNKNOWN: _("not known"),
        }[figure.state]
    if figure.is_list:
        return ", ".join(f"{each.label} {number_text(each.percent, '%', 0)}" for each in figure.answers[:3])
    assert figure.value is not None
    return number_text(figure.value, figure.unit, figure.decimals)
