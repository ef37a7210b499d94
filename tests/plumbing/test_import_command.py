"""`entrepairs import` as whoever administers a machine types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import entrepairs

LINES = [
    {
        "id": str(number),
        "title": f"Fiche {number}",
        "useful_for": "Quand un groupe se tait, deux minutes d’écriture aident chacun à parler.",
        "steps": steps,
        "kind": "posture",
    }
    for number, steps in enumerate(["Poser la question, faire écrire.", "Écrire à a.roy@exemple.fr"], 1)
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    (tmp_path / "library.jsonl").write_text("\n".join(map(json.dumps, LINES)) + "\n", "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(entrepairs, ["import", *arguments])


def test_from_nothing_to_a_circle_with_its_library_and_again(home: Path) -> None:
    """In a process of its own, standard output and error apart."""
    words = ["import", "--circle", "Lyon", "--create", "--register", "tu", "library.jsonl"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 changed, 0 the same." in done.stdout
    assert "1 held" in done.stdout
    assert "line 2, steps: email (holds the line)" in done.stderr
    assert "roy" not in done.stdout + done.stderr
    again = run(*words[1:])
    assert again.exit_code == 0
    assert again.stdout == "0 new, 0 changed, 2 the same.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--circle", "Lyon"), "no circle of this name"),
        (("--circle", "Lyon", "--create"), "--create needs --register"),
        (("--circle", "Lyon", "--register", "tu"), "--register belongs to --create"),
        (("--circle", "x" * 25, "--create", "--register", "tu"), "1 to 24 characters"),
    ],
)
def test_what_is_missing_is_one_line(home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, "library.jsonl")
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_faults_go_to_standard_error_and_nothing_comes_in(home: Path) -> None:
    bad = home / "bad.jsonl"
    bad.write_text(
        "\n".join([json.dumps(LINES[0]), "CANARI", json.dumps({**LINES[0], "title": "CANARI" * 20})])
    )
    done = run("--circle", "Lyon", "--create", "--register", "vous", "bad.jsonl")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "line 2: not one whole JSON object",
        "line 3, id: the same as on line 1",
        "line 3, title: 40 characters too many (at most 80)",
    ]
    assert done.stdout == "Nothing was imported: 3 fault(s) on 2 line(s).\n"
    assert "no circle of this name" in run("--circle", "Lyon", "library.jsonl").stderr


def test_an_empty_file_and_a_folder_are_refused(home: Path) -> None:
    (home / "empty.jsonl").write_text("\n\n")
    done = run("--circle", "Lyon", "--create", "--register", "tu", "empty.jsonl")
    assert (done.exit_code, done.stderr) == (2, "Nothing was imported: the file holds no practice.\n")
    assert run("--circle", "Lyon", str(home)).exit_code == 2


def test_a_spreadsheet_comes_in_too(home: Path) -> None:
    (home / "library.csv").write_bytes(
        "\ufeffid;title;useful_for;steps;tags\r\n1;Bilan;Quand la séance finit, trois mots aident à retenir.;"
        '"Demander\r\ntrois mots";"fin, bilan"\r\n'.encode()
    )
    done = run("--circle", "Lyon", "--create", "--register", "vous", "library.csv")
    assert (done.exit_code, done.stdout.splitlines()[1]) == (0, "1 new, 0 changed, 0 the same.")
