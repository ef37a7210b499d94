"""What a page shows: elements, their text, their forms; read by the parser of the HTML standard."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.vocabulary import Value

TEXT = "-text"  # the parser's name of a text node
_BLOCK = {
    *("p", "div", "h1", "h2", "h3", "li", "dt", "dd"),
    *("button", "blockquote", "label", "legend", "article"),
}


class Element:
    """One element: `tag`, `attrs`, and what is in it."""

    __slots__ = ("_node", "attrs", "tag")

    def __init__(self, node: LexborNode) -> None:
        self._node = node
        self.tag = str(node.tag)
        self.attrs = {name: value or "" for name, value in node.attributes.items()}

    def walk(self) -> Iterator[Element]:
        """The element itself, and all that is in it, in order."""
        return map(Element, self._node.css("*"))

    def all(self, tag: str = "", of: str = "", **attrs: str) -> list[Element]:
        """Elements by tag, class (`of`) and attributes; underscores are dashes."""
        wanted = f"{tag or '*'}{f'.{of}' if of else ''}" + "".join(
            f"[{name.replace('_', '-')}]" for name in attrs
        )
        return [
            found
            for found in map(Element, self._node.css(wanted))
            if all(found.attrs[name.replace("_", "-")] == value for name, value in attrs.items())
        ]

    @property
    def own(self) -> str:
        """The text that stands in the element itself."""
        return "".join(n.text_content or "" for n in self._node.iter(include_text=True) if n.tag == TEXT)

    @property
    def text(self) -> str:
        """What is read, blocks on lines of their own."""
        parts: list[str] = []
        _gather(self._node, parts)
        lines = (" ".join(line.split(" ")).strip(" \t") for line in "".join(parts).split("\n"))
        return "\n".join(line for line in lines if line)


def _gather(node: LexborNode, parts: list[str]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == TEXT:
            parts.append(child.text_content or "")
        else:
            apart = "\n" * (child.tag in _BLOCK)
            parts.append(apart)
            _gather(child, parts)
            parts.append(apart)


def parsed(html: str) -> Element:
    """The document; of a piece of one, what a browser would make of it alone."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return Element(root)


def field_values(form: Element) -> dict[str, Value]:
    """What a browser would send of a form: name -> value, a tuple where several can be chosen."""
    values: dict[str, Value] = {}
    for field in form.all(of="field") or [form]:
        for widget in field.walk():
            name = widget.attrs.get("name")
            if not name:
                continue
            if widget.tag == "textarea":
                values[name] = widget.own
            elif widget.tag == "select":
                options = widget.all("option")
                chosen = [o for o in options if "selected" in o.attrs] or options[:1]
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
