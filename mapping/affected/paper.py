"""The answer on one sheet of A4, with its map."""

from typing import Any

from django.template.loader import render_to_string

from accounts.models import User
from mapping.affected import columns, files
from mapping.affected.answer import Answer
from mapping.affected.picture import picture_of


def print_answer(answer: Answer, user: User) -> bytes:
    """A PDF."""
    from weasyprint import HTML  # loads Pango: two thirds of a second that other pages need not wait for

    return bytes(
        HTML(string=render_to_string("mapping/affected/paper.html", on_paper(answer, user))).write_pdf()
    )


def on_paper(answer: Answer, user: User) -> dict[str, Any]:
    """What the sheet says: the narrow table, the cover's facts, the picture."""
    main = [column for column in columns.columns_for(answer) if column.is_main]
    return {
        "answer": answer,
        "settlement": answer.settlement,
        "headings": [columns.heading(column, answer) for column in main],
        "rows": [
            (files.name_of(line, answer), [column.of(line) for column in main], line is answer.whole)
            for line in (*answer.lines, answer.whole)
        ],
        "facts": [(name, value) for name, value in files.cover(answer, user) if name],
        "said": files.sentences(answer),
        "picture": picture_of(answer),
    }
