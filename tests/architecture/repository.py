"""What is asked of the files of the project themselves: locks with hashes and no address, nothing heavy."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGES, Breach
from tests.architecture.walls import HOSTS

LOCKS_WITH_ADDRESSES = re.compile(r"(?:.*/)?(?:uv\.lock|pylock(?:\..+)?\.toml|poetry\.lock|Pipfile\.lock)")
# Put together here, so that this file does not name them either.
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts)) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))
    )
)
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?==[^ ;]+(?: ; [^\\]+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def tracked(root: Path) -> list[str]:
    """The files of the project: what git tracks or would, else every file that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    return [file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()]


def names_no_registry(root: Path, files: Iterable[str]) -> Iterator[Breach]:
    """No lock that holds addresses, and no file that names a package registry's host."""
    for name in files:
        if LOCKS_WITH_ADDRESSES.fullmatch(name):
            yield Breach(name, 1, "a lock that holds addresses is not committed")
        content = (root / name).read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if REGISTRIES.search(line):
                yield Breach(name, number, "names a package registry's host")


def data_names_no_platform(root: Path, files: Iterable[str]) -> Iterator[Breach]:
    """No platform's host in pages, scripts and catalogues either (what the checks look for is exempt)."""
    for name in files:
        if not name.startswith(tuple(f"{package}/" for package in PACKAGES)) or name.startswith(
            "bot/checks/"
        ):
            continue
        if name.endswith(".py") or b"\0" in (root / name).read_bytes()[:8000]:
            continue
        for number, line in enumerate((root / name).read_text("utf-8", "replace").splitlines(), 1):
            if HOSTS.search(line):
                yield Breach(name, number, "a platform's host is named in bot/settings.py alone")


def locks_are_hashes_only(root: Path) -> Iterator[Breach]:
    """Each line of a lock is `name==version` or a hash: no address, no option, nothing unpinned."""
    for file in sorted((root / "requirements").glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            path = file.relative_to(root).as_posix()
            if not (_REQUIREMENT.fullmatch(line) or _HASH.fullmatch(line)):
                yield Breach(path, number, f"is neither a pinned requirement nor a hash: {line[:60]!r}")
            elif _REQUIREMENT.fullmatch(line) and (
                number == len(lines) or not _HASH.fullmatch(lines[number])
            ):
                yield Breach(path, number, "has no hash")
