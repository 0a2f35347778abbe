"""Figures for programs, each with what stands beside it: what the page of figures shows, as numbers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reports.figures import Gap, Place, figures_of, gaps_of
from reports.figures.parts import Against, Beside, Figure, State
from reports.figures.places import known_to
from settlements.answering import KeptAsItIs

# Named in the API's description: other things have states too.
STATES = [each.value for each in State]


class BesideSerializer(serializers.Serializer[Beside]):
    """A number that a figure is held against, with its year and source."""

    against = serializers.ChoiceField(choices=[each.value for each in Against])
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField()
    bound = serializers.CharField(help_text="most, least, or nothing")
    year = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    note = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField(allow_null=True)
    percent = serializers.FloatField()


class FigureSerializer(serializers.Serializer[Figure]):
    """One figure: a number, or the answers of a list; `state` says why there is none."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField()
    definition = serializers.CharField(source="indicator.definition")
    state = serializers.ChoiceField(choices=STATES)
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(allow_null=True)
    coverage_percent = serializers.FloatField(source="coverage", allow_null=True)
    sentence = serializers.CharField(help_text="In the language asked for.")
    answers = AnswerSerializer(many=True)
    partly = serializers.BooleanField(help_text="Answers of very few are left out.")
    beside = BesideSerializer(many=True)
    previous = BesideSerializer(allow_null=True)


class GapSerializer(serializers.Serializer[Gap]):
    """What is lacking of one service, and what it costs where staff entered a price."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=STATES)
    people = serializers.IntegerField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    working = serializers.IntegerField(allow_null=True)
    lacking = serializers.IntegerField(allow_null=True)
    for_women = serializers.IntegerField(allow_null=True)
    cost_kes = serializers.IntegerField(allow_null=True)
    cost_year = serializers.IntegerField(allow_null=True)
    cost_source = serializers.CharField()
    standard = BesideSerializer()
    sentence = serializers.CharField()


class RoundSerializer(serializers.Serializer[Any]):
    settlement = serializers.CharField(source="settlement.code")
    enumeration = serializers.IntegerField(source="enumeration.pk")
    name = serializers.CharField(source="enumeration.name")
    is_draft = serializers.BooleanField()


class FiguresSerializer(serializers.Serializer[Any]):
    """Every figure of a settlement, and the round it is of."""

    rounds = RoundSerializer(many=True)
    is_draft = serializers.BooleanField()
    figures = FigureSerializer(many=True, source="figures.values")
    gaps = GapSerializer(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class SettlementFigures(KeptAsItIs, APIView):
    """`/api/v1/settlements/KMT/figures/`: figures, references and what is lacking."""

    @extend_schema(responses=FiguresSerializer, operation_id="settlement_figures")
    def get(self, request: Request, code: str) -> Response:
        """The newest round the caller may see; small numbers are hidden from those who do not act there."""
        settlement = get_object_or_404(known_to(request.user), code=code.upper())
        found = figures_of(Place.of_settlement(settlement), request.user)
        answer = {
            "rounds": found.rounds,
            "is_draft": found.is_draft,
            "figures": {"values": list(found.figures.values())},
            "gaps": gaps_of(found),
            "warnings": [str(each) for each in found.warnings],
        }
        return Response(FiguresSerializer(answer).data)
