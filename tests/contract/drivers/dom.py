"""Just enough of a browser's document to read what a page shows: elements, their text, their forms."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from bot.vocabulary import Value

_VOID = {"input", "meta", "link", "br", "use", "path", "circle", "rect"}
_BLOCK = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "li",
    "dt",
    "dd",
    "button",
    "blockquote",
    "label",
    "legend",
    "article",
}


class Element:
    """One element: `tag`, `attrs`, `children` (elements and strings)."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Element | str] = []

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", of: str = "", **attrs: str) -> list[Element]:
        """Elements by tag, class (`of`) and attributes; underscores are dashes."""
        return [
            e
            for e in self.walk()
            if (not tag or e.tag == tag)
            and (not of or of in e.attrs.get("class", "").split())
            and all(e.attrs.get(k.replace("_", "-")) == v for k, v in attrs.items())
        ]

    @property
    def text(self) -> str:
        """What is read, blocks on lines of their own."""
        parts: list[str] = []
        self._gather(parts)
        lines = (" ".join(line.split(" ")).strip(" \t") for line in "".join(parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def _gather(self, parts: list[str]) -> None:
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            else:
                block = child.tag in _BLOCK
                parts.append("\n" * block)
                child._gather(parts)
                parts.append("\n" * block)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parsed(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def field_values(form: Element) -> dict[str, Value]:
    """What a browser would send of a form: name -> value, a tuple where several can be chosen."""
    values: dict[str, Value] = {}
    for field in form.all(of="field") or [form]:
        for widget in field.walk():
            name = widget.attrs.get("name")
            if not name:
                continue
            if widget.tag == "textarea":
                values[name] = "".join(c for c in widget.children if isinstance(c, str)).removeprefix("\n")
            elif widget.tag == "select":
                chosen = [o for o in widget.all("option") if "selected" in o.attrs] or widget.all("option")[
                    :1
                ]
                values[name] = chosen[0].attrs.get("value", "") if chosen else ""
            elif widget.attrs.get("type") == "checkbox" and widget.attrs.get("value") != "yes":
                before = values.setdefault(name, ())
                assert isinstance(before, tuple)
                if "checked" in widget.attrs:
                    values[name] = (*before, widget.attrs["value"])
            elif widget.attrs.get("type") in ("radio", "checkbox"):
                values.setdefault(name, "")
                if "checked" in widget.attrs:
                    values[name] = widget.attrs["value"]
            else:
                values[name] = widget.attrs.get("value", "")
    return values
