"""Questionnaires: XLSForm in, XForm and questions out. Values in, values out; no database."""

from enumerations.xlsform.comparing import Change, compare
from enumerations.xlsform.converting import Converted, convert
from enumerations.xlsform.matching import mapping_of
from enumerations.xlsform.problems import Problem, XLSFormRefused
from enumerations.xlsform.question import Choice, Question, QuestionKind
from enumerations.xlsform.standard import standard_workbook

__all__ = [
    "Change",
    "Choice",
    "Converted",
    "Problem",
    "Question",
    "QuestionKind",
    "XLSFormRefused",
    "compare",
    "convert",
    "mapping_of",
    "standard_workbook",
]
