"""Is this HTML what it seems? Tags that close in order, and nothing where it may not stand."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "source"}
# A browser ends a paragraph before these, whatever was meant.
NOT_IN_P = {
    "address",
    "div",
    "dl",
    "fieldset",
    "form",
    "h1",
    "h2",
    "h3",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "ul",
}
PARENTS = {"li": {"ul", "ol"}, "option": {"select", "optgroup"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "summary"}


class Markup(HTMLParser):
    """Collects faults while it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        parent = self.open[-1] if self.open else ""
        if len(names) != len(set(names)):
            self.fault(f"an attribute twice in <{tag}>")
        if tag in NOT_IN_P and "p" in self.open:
            self.fault(f"<{tag}> inside <p>")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self.fault(f"<{tag}> inside <{parent}>")
        if parent in {"ul", "ol"} and tag != "li":
            self.fault(f"<{tag}> inside <{parent}>")
        if tag in INTERACTIVE and {"a", "button"} & set(self.open):
            self.fault(f"<{tag}> inside a link or button")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.fault(f"</{tag}> closes nothing")

    def fault(self, what: str) -> None:
        line, _column = self.getpos()
        self.faults.append(f"line {line}: {what}")


def faults_of(page: str) -> list[str]:
    """What is wrong with a page's markup."""
    markup = Markup()
    markup.feed(page)
    return markup.faults + [f"<{tag}> is never closed" for tag in markup.open]
