"""A real Ray on this machine: two nodes, a worker, a driver, a node killed, every record as if nothing had happened."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.commands import COMMAND, below, run, start, wait_for
from tests.batch.texts import article, by_id, records, write

COUNT = 28
OPTIONS = ("-l", "kk", "--threads", "1", "--batch-size", "4", "--commit-every", "0")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("in") / "in.jsonl", map(article, range(COUNT)))


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the local engine makes of it."""
    out = tmp_path_factory.mktemp("whole")
    assert run(inputs, "-o", out, *OPTIONS, "--engine", "local")[0] == 0
    return by_id(out)


pytest.importorskip("ray", reason="needs Ray: pip install '.[batch]'")

CLUSTER = """
import os, sys
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
from ray.cluster_utils import Cluster
cluster = Cluster(initialize_head=True, head_node_args={
    "num_cpus": 1, "include_dashboard": False, "object_store_memory": 100 << 20})
second = cluster.add_node(num_cpus=1, object_store_memory=100 << 20)
print(cluster.address, flush=True)
for line in sys.stdin:
    cluster.remove_node(second, allow_graceful=False)
    print("lost", flush=True)
cluster.shutdown()
"""


class Cluster:
    """Two nodes of one core each, in a process of their own."""

    def __init__(self, folder: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CLUSTER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
            env={**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_TMPDIR": folder, "TMPDIR": folder},
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address, "the cluster did not start"

    def lose_second_node(self) -> None:
        """As if its power were cut."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("lose it\n")
        assert self.process.stdout.readline().strip() == "lost"

    def end(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="tk-", ignore_cleanup_errors=True) as folder:
        made = Cluster(folder)
        yield made
        made.end()


def parts(out: Path) -> int:
    return len(list(out.glob("part-*")))


def test_on_two_nodes_with_a_worker_killed(
    inputs: Path, undisturbed: dict[str, dict[str, Any]], cluster: Cluster, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(inputs, "-o", out, *OPTIONS, "--address", cluster.address, RAY_AUTH_MODE="disabled")
    wait_for(lambda: parts(out) >= 1 or process.poll() is not None, 90)
    actors = below(cluster.process.pid, "ray::MapWorker")
    assert len(actors) == 2
    os.kill(actors[0], signal.SIGKILL)
    told = process.communicate(timeout=120)[1].decode()
    assert process.returncode == 0, told
    assert "2 nodes, 2 workers with 1 thread, 2 cores" in told
    assert by_id(out) == undisturbed


def test_a_lost_node_costs_a_new_start_and_no_article(tmp_path: Path, cluster: Cluster) -> None:
    inputs = write(
        tmp_path / "in.jsonl", map(article, range(2 * COUNT))
    )  # some must be left when the node is lost
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert run(inputs, "-o", whole, *OPTIONS, "--engine", "local")[0] == 0
    options = (*OPTIONS, "--address", cluster.address)
    process = start(inputs, "-o", out, *options, RAY_AUTH_MODE="disabled")
    wait_for(lambda: parts(out) >= 1 or process.poll() is not None, 90)
    cluster.lose_second_node()
    assert len(records(out)) < 2 * COUNT
    told = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 0, told
    assert "2 nodes, 2 workers" in told
    assert by_id(out) == by_id(whole)
    write(inputs, map(article, range(2 * COUNT + 4)))
    process = start(inputs, "-o", out, *options, RAY_AUTH_MODE="disabled")
    told = process.communicate(timeout=120)[1].decode()  # Ray may tell of the node on stdout
    assert (process.returncode, f"{2 * COUNT} were done before" in told) == (0, True), told
    assert len(by_id(out)) == 2 * COUNT + 4


def test_embedded_the_driver_killed_and_resumed(
    inputs: Path, undisturbed: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    out, temporary = tmp_path / "out", tempfile.mkdtemp(prefix="tk-")
    with_ray = (*OPTIONS, "--engine", "ray", "--workers", "1")
    process = start(inputs, "-o", out, *with_ray, TMPDIR=temporary)
    wait_for(lambda: parts(out) >= 2 or process.poll() is not None, 90)
    process.kill()
    process.communicate()
    written = len(records(out))
    assert 0 < written < COUNT
    code, told = run(inputs, "-o", out, *with_ray, TMPDIR=temporary)
    done = re.search(r"(\d+) were done before", told)
    assert code == 0, told
    assert done, told
    # killed between the renaming of a part and its entry in the manifest: that part is done again
    assert written - int(done[1]) in (0, 4), told
    assert by_id(out) == undisturbed
    assert list(Path(temporary).glob("toolkit-ray-*")) == []
    Path(temporary).rmdir()


NO_NETWORK = """
import socket, sys
for name in ("connect", "connect_ex"):
    def only_here(self, address, real=getattr(socket.socket, name)):
        here = isinstance(address, str) or address[0] in ("127.0.0.1", "::1", "localhost")
        datagram = self.type == socket.SOCK_DGRAM  # asking the kernel for a route sends nothing
        assert here or datagram, address
        return real(self, address)
    setattr(socket.socket, name, only_here)
import urllib.request
def refuse(*a, **k): raise AssertionError("network")
urllib.request.urlopen = refuse
sys.argv = ["toolkit", "batch", *sys.argv[1:]]
from toolkit.cli.toolkit import main
main()
"""


def test_it_listens_and_speaks_only_on_this_machine_and_leaves_nothing(inputs: Path, tmp_path: Path) -> None:
    out, home, temporary = tmp_path / "out", tmp_path / "home", tempfile.mkdtemp(prefix="tk-")
    home.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", NO_NETWORK, *COMMAND[4:], str(inputs), "-o", str(out), *OPTIONS, "--engine", "ray"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "HOME": str(home), "TMPDIR": temporary},
    )  # fmt: skip
    wait_for(lambda: parts(out) >= 1 or process.poll() is not None, 90)
    family = {process.pid, *below(process.pid, "")}
    listening = [a for pid in family for a in listens(pid)]
    assert listening
    assert all(address in ("127.0.0.1", "::1") for address in listening), listening
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130, told
    assert by_id(out)
    assert list(home.iterdir()) == []
    assert list(Path(temporary).iterdir()) == []
    Path(temporary).rmdir()


def listens(process: int) -> list[str]:
    """Addresses on which a process listens (Linux)."""
    try:
        links = [str(f.readlink()) for f in Path(f"/proc/{process}/fd").iterdir()]
    except OSError:
        return []
    sockets = {link[8:-1] for link in links if link.startswith("socket:[")}
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets:
                raw = bytes.fromhex(fields[1].partition(":")[0])
                words = b"".join(raw[i : i + 4][::-1] for i in range(0, len(raw), 4))
                address = ipaddress.ip_address(words)
                found.append(str(getattr(address, "ipv4_mapped", None) or address))
    return found


def test_a_cluster_that_is_not_there(inputs: Path, tmp_path: Path) -> None:
    code, told = run(inputs, "-o", tmp_path / "out", *OPTIONS, "--address", "127.0.0.1:1")
    assert (code, told.count("\n")) == (2, 1)
    assert "no Ray cluster at 127.0.0.1:1" in told
    assert "start one with ray start --head" in told
