"""Offline means offline: the main job with sockets forbidden and nothing writable but the data directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GUARD = """
import os, socket, sys

def refuse(*a, **k):
    raise AssertionError("network")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
allowed = os.environ["TOOLKIT_DATA_DIR"]
writes = []

def audit(event, args):
    if event == "socket.connect" or event == "socket.getaddrinfo":
        refuse()
    path = None
    if event == "open" and isinstance(args[0], (str, bytes)):
        mode, flags = args[1], args[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
            path = args[0]
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "shutil.copyfile"):
        path = args[1] if event in ("os.rename", "os.link", "os.symlink", "shutil.copyfile") else args[0]
    if path is not None:
        path = os.path.abspath(os.fsdecode(path))
        if not path.startswith(allowed) and path not in ("/dev/null",) and "__pycache__" not in path:
            writes.append((event, path))

sys.addaudithook(audit)
sys.argv = ["summarize", "--lang", "kk,ru,zh", "--length", "both", sys.argv[1]]
from toolkit.cli import summarize
try:
    summarize.main()
except SystemExit as end:
    assert not end.code, end.code
assert not writes, writes
"""


def test_the_main_job_needs_no_network_and_writes_only_to_its_data_directory(
    tmp_path: Path, seeds: dict[str, Path]
) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    home.chmod(0o555)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
    environment.update(HOME=str(home), TOOLKIT_DATA_DIR=str(data), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [sys.executable, "-c", GUARD, str(seeds["astana-visit"])],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Астана" in done.stdout
    assert list(home.iterdir()) == []
    assert (data / "packages").is_dir()
