"""Workers on a Ray cluster of two nodes on this machine, of which one is killed, and then all.

The tests go from a whole cluster to none, in this order: it is started once.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
# Ray listens on every address of the machine: to who knows this, which is read with the import.
os.environ["RAY_AUTH_MODE"] = "token"
os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
pytest.importorskip("ray")

import ray
from ray.cluster_utils import Cluster

from index import Embedder, FundstelleError, archive_status, update_index
from index.storage import adding, database_or_raise
from index.storage.workers import open_workers
from index.storage.workers.in_ray import InRay
from index.storage.workers.ray_cluster import places_on
from index.testing import check_workers

_ROOT = Path(__file__).parents[4]
_TABLES = ("articles", "passages", "vectors", "bands", "passage_words", "centres", "files")
_ARTICLES = 32
_QUICK = {  # whether a node is there still
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 300,
    "health_check_timeout_ms": 1_000,
    "health_check_failure_threshold": 3,
}


@dataclasses.dataclass
class Nodes:
    """A cluster of a head and another node, with a core each."""

    cluster: Cluster
    second: object
    where: str


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(_ROOT))
        patch.setenv("RAY_CLIENT_RECONNECT_GRACE_PERIOD", "2")
        port = _free_port()
        node = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
        cluster = Cluster(
            initialize_head=True,
            head_node_args={**node, "ray_client_server_port": port, "_system_config": _QUICK},
        )
        try:
            yield Nodes(cluster, cluster.add_node(**node), f"ray://127.0.0.1:{port}")
        finally:
            cluster.shutdown()


@pytest.fixture(scope="module")
def workers(nodes: Nodes, real_embedder: Embedder) -> Iterator[InRay]:
    """One on each node."""
    with closing(open_workers(nodes.where, real_embedder, print)) as workers:
        assert isinstance(workers, InRay)
        ends = time.monotonic() + 120
        while workers.number < 2:
            assert time.monotonic() < ends, "the second one does not start"
            time.sleep(0.1)
        yield workers


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of articles that are some batches."""
    monkeypatch.setattr(adding, "_CHARACTERS_PER_BATCH", 1_000)
    path = tmp_path / "articles.csv"
    rows = ["title;text"]
    for n in range(_ARTICLES):
        said = [f"Um {hour} Uhr fuhr Zug {n} ab, mit {n * hour} Leuten." for hour in range(6)]
        rows.append(f"Zug {n};{' '.join(said)}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _stored(index_dir: Path) -> dict[str, list[tuple]]:
    """Every row, and the words of every sentence."""
    with closing(apsw.Connection(str(database_or_raise(index_dir)))) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE temp.every_word USING fts5vocab(main, sentence_terms, instance)"
        )
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in (*_TABLES, "temp.every_word")
        }


def test_workers_fill_a_clusters_processors_and_share_no_core() -> None:
    nodes = [
        {"NodeID": name, "NodeManagerAddress": address, "Alive": alive, "Resources": {"CPU": cpus}}
        for name, address, alive, cpus in (
            ("a", "10.0.0.1", True, 6.0),
            ("b", "10.0.0.2", True, 1.0),
            ("c", "10.0.0.1", True, 2.0),
            ("gone", "10.0.0.3", False, 8.0),
            ("head", "10.0.0.4", True, 0.0),
        )
    ]
    found = [(place.node, place.first_core, place.cores) for place in places_on(nodes)]
    assert found == [("a", 0, 4), ("a", 4, 2), ("b", 0, 1), ("c", 6, 2)]


def test_another_version_of_ray_is_told_in_a_line(
    nodes: Nodes, real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray, "__version__", "2.0.0")
    with (
        closing(open_workers(nodes.where, real_embedder)) as workers,
        pytest.raises(FundstelleError, match="cannot connect to the Ray cluster") as caught,
    ):
        workers.prepare([], lambda part: None)
    assert "2.0.0" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_worker_with_another_model_is_refused(
    nodes: Nodes, real_embedder: Embedder, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(Embedder):
        model_hash = "other"  # type: ignore[assignment]

    other = Other(real_embedder.encoder, real_embedder.model_name)
    with pytest.raises(FundstelleError, match="worker on .*: its embedding model .* other weights"):
        update_index(
            articles.with_name("index"), [articles], other, lambda *_: None, workers=nodes.where
        )
    assert not ray.is_initialized(), "the cluster is left"


@pytest.mark.parametrize("where", ["cluster", "local"])
def test_the_command_prints_its_result_and_nothing_of_ray(
    where: str, nodes: Nodes, tmp_path: Path
) -> None:
    path = tmp_path / "zug.txt"
    path.write_text("Der Zug fuhr am Morgen ab. Niemand sah ihm lange nach.")
    given = nodes.where if where == "cluster" else "local"
    command = [sys.executable, "-m", "qa.cli", "index", "--json", "--workers", given, str(path)]
    environment = os.environ | {"FUNDSTELLE_INDEX": str(tmp_path / "shared")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["added"] == 1
    assert archive_status(tmp_path / "shared").articles == 1


def test_they_keep_the_contract(workers: InRay, real_embedder: Embedder) -> None:
    check_workers(workers, real_embedder)


def test_a_node_that_is_killed_leaves_neither_gaps_nor_doubles(
    nodes: Nodes, workers: InRay, real_embedder: Embedder, articles: Path, tmp_path: Path
) -> None:
    alone, shared = tmp_path / "alone", tmp_path / "shared"
    update_index(alone, [articles], real_embedder, lambda *_: None)
    told = list[str]()

    def kill(done: int, total: int, what: str) -> None:
        told.append(what)
        if len(told) == 1:
            nodes.cluster.remove_node(nodes.second, allow_graceful=False)

    done = update_index(shared, [articles], real_embedder, kill, workers=workers)
    assert done.added == _ARTICLES
    assert told[0] == "embedding with 2 workers"
    assert _stored(shared) == _stored(alone)
    check_workers(workers, real_embedder)  # more at once than one of them would be given alone
    assert workers.doing == "embedding with 1 worker"


def test_a_cluster_that_is_gone_is_told_in_a_line_and_what_was_published_stays(
    nodes: Nodes,
    workers: InRay,
    real_embedder: Embedder,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second = articles.with_name("more.csv")
    second.write_text(articles.read_text().replace("Zug", "Bus"))
    monkeypatch.setattr(adding, "_PUBLISHED_AFTER", 1)  # after the first file
    index_dir, told = tmp_path / "index", list[int]()

    def kill(done: int, total: int, what: str) -> None:
        told.append(done)
        if done > total // 2 and nodes.cluster.list_all_nodes():
            nodes.cluster.remove_node(nodes.cluster.head_node, allow_graceful=False)

    with pytest.raises(FundstelleError, match="what was published is kept") as caught:
        update_index(index_dir, [articles, second], real_embedder, kill, workers=workers)
    assert "\n" not in str(caught.value)
    done = update_index(index_dir, [articles, second], real_embedder, lambda *_: None)
    assert (done.added, done.unchanged) == (_ARTICLES, _ARTICLES)


def test_where_no_cluster_is_it_is_said_how_to_start_one(real_embedder: Embedder) -> None:
    with (
        closing(open_workers(f"ray://127.0.0.1:{_free_port()}", real_embedder)) as workers,
        pytest.raises(FundstelleError, match="ray start --head") as caught,
    ):
        workers.prepare([], lambda part: None)
    assert "\n" not in str(caught.value)
