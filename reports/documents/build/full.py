"""The full report: every section in its order, numbered, then what is lacking, what is asked, the annexes."""

from reports.documents.blocks import Block, Contents, Document, Title
from reports.documents.build.annexes import annexes
from reports.documents.build.brief import demands, gap
from reports.documents.build.sections import blocks_of
from reports.documents.build.source import Source
from reports.documents.outline import headings_of
from reports.documents.words import CONTENTS
from reports.report_choices import ReportKind


def full(source: Source) -> Document:
    blocks: list[Block] = [Contents(source.say(CONTENTS))]
    number = 0
    for heading in headings_of(ReportKind.FULL):
        if heading.slug == "planning":
            for make in (gap, demands):
                made = make(source, 1, str(number + 1))
                number += bool(made)
                blocks += made
        number += 1
        blocks.append(Title(source.say(heading.title), 1, heading.slug, str(number)))
        blocks += source.written(heading.slug)
        blocks += blocks_of(source, heading.slug)
    return source.document([*blocks, *annexes(source)])
