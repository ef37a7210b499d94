"""The three packages as parsed sources, and what every wall returns: breaches with a place and a reason."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "storage")


@dataclass(frozen=True, slots=True)
class Breach:
    """One line of code that the house does not allow."""

    path: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.why}"


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file; `path` is relative to the project, with slashes."""

    path: str
    module: ast.Module
    lines: tuple[str, ...]

    def under(self, *folders: str) -> bool:
        return self.path.startswith(tuple(f"{folder}/" for folder in folders))

    def excused(self, node: ast.AST, marker: str) -> bool:
        """Whether `# marker: reason` stands on a line of the node, or on the line above it."""
        first = getattr(node, "lineno", 1)
        last = getattr(node, "end_lineno", None) or first
        near = self.lines[max(0, first - 2) : last]
        return any(f"# {marker}: " in line for line in near)

    def breach(self, node: ast.AST, why: str) -> Breach:
        return Breach(self.path, getattr(node, "lineno", 1), why)


Wall = Callable[[Sequence[Source]], Iterable[Breach]]


def sources(root: Path = ROOT) -> tuple[Source, ...]:
    """Every Python file of the three packages that exist under `root`."""
    found = []
    for package in PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            found.append(Source(file.relative_to(root).as_posix(), ast.parse(text), tuple(text.splitlines())))
    return tuple(found)


def plant(root: Path, path: str, code: str) -> Path:
    """Write a file into a temporary tree, with the `__init__.py` files above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    for folder in file.relative_to(root).parents:
        if folder.parts and folder.parts[0] in PACKAGES:
            (root / folder / "__init__.py").touch()
    file.write_text(code, encoding="utf-8")
    return file


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names, `from a.b import c` as a.b and a.b.c."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, "" for anything else at its start."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def parents(node: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(node) for child in ast.iter_child_nodes(parent)}


def docstrings(module: ast.Module) -> set[ast.AST]:
    """Every string that stands alone as a statement: it says something to the reader of the code only."""
    return {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
