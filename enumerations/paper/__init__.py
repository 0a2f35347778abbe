"""A questionnaire on paper: filled in where there is no phone, and typed in later."""

from enumerations.paper.printing import Occasion, print_paper

__all__ = ["Occasion", "print_paper"]
