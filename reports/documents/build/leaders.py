"""The leaders' brief: a page to hold up. Map, six figures, three demands, and who says so."""

from reports.documents.blocks import Block, Document
from reports.documents.build.maps import located, picture
from reports.documents.build.source import Source
from reports.documents.build.tables import asked, cards
from reports.documents.demands import FIRST


def leaders(source: Source) -> Document:
    """One page, whatever is written: the words of staff are limited where they are typed."""
    blocks: list[Block] = [*source.written("overview", "lead"), cards(source)]
    blocks += [*located(source), *(picture(source, made) for made in source.maps)]
    blocks.append(asked(source, FIRST))
    return source.document(blocks)
