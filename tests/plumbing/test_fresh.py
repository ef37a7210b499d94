"""`playground --fresh` deletes exactly what the playground made, and nothing while the port is taken."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-m", "bot", "playground", "--fresh")


def test_nothing_goes_while_the_port_is_taken(tmp_path: Path) -> None:
    kept = tmp_path / "playground.db"
    kept.write_text("kept")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            (*COMMAND, "--dir", str(tmp_path), "--port", str(port)),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert kept.read_text() == "kept"


def test_a_neighbour_stays(tmp_path: Path) -> None:
    (tmp_path / "playground.db").write_text("old, and no database")
    neighbours = [tmp_path / "playground.db.my-backup", tmp_path / "playground.ready-notes.txt"]
    for neighbour in neighbours:
        neighbour.write_text("mine")
    child = subprocess.Popen(
        (*COMMAND, "--dir", str(tmp_path), "--port", "0"), stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert "http://127.0.0.1:" in child.stdout.readline()
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=30)
    assert [n.read_text() for n in neighbours] == ["mine", "mine"]
