"""OpenML from a server of our own that answers as openml.org does: fetched once, kept, refused where it is no table."""

from __future__ import annotations

import json
import threading
import time
from hashlib import md5 as checksum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landscape.data.download import download_folder
from landscape.data.openml import OpenMl
from landscape.errors import Cancelled, DataError, InvalidValue
from landscape.work import Work

HEAD = "@RELATION own\n@ATTRIBUTE a REAL\n@ATTRIBUTE b REAL\n@ATTRIBUTE kind {pear,apple}\n@DATA\n"
ROWS = "".join(f"{n},{n * n % 7},{'pear' if n % 3 else 'apple'}\n" for n in range(60))
FEATURES = [
    {"index": str(n), "name": name, "data_type": kind, "is_ignore": "false", "is_row_identifier": "false"}
    | {"is_target": str(name == "kind").lower(), "number_of_missing_values": "0"}
    for n, (name, kind) in enumerate([("a", "numeric"), ("b", "numeric"), ("kind", "nominal")])
]


def md5(table):
    return checksum(table).hexdigest()


@pytest.fixture
def openml(tmp_path, monkeypatch):
    """A function that says what the server's table is; the server counts what it was asked."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    state = {"table": HEAD + ROWS, "asked": [], "hangs": threading.Event(), "md5": ""}
    state["hangs"].set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state["asked"].append(self.path)
            table = state["table"].encode()
            found = {"did": "1", "name": "own", "version": 1, "status": "active", "format": "ARFF"}
            answers = {
                "list": {"data": {"dataset": [found | {"file_id": "1"}]}},
                "info": {
                    "data_set_description": found
                    | {"id": "1", "version": "1", "url": f"{base}arff", "md5_checksum": state["md5"] or md5(table)}
                    | {"default_target_attribute": "kind", "file_id": "1", "description": "d"}
                },
                "features": {"data_features": {"feature": FEATURES}},
                "qualities": {"data_qualities": {"quality": [{"name": "NumberOfInstances", "value": "60"}]}},
            }
            kind = self.path.strip("/").partition("/")[0]
            state["hangs"].wait(20)
            if kind == "list" and "/own/" not in self.path:
                self.send_error(412)
                return
            content = table if kind == "arff" else json.dumps(answers[kind]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}/"
    for name, path in (
        ("_SEARCH_NAME", "list/{}/limit/2"),
        ("_DATA_INFO", "info/{}"),
        ("_DATA_FEATURES", "features/{}"),
        ("_DATA_QUALITIES", "qualities/{}"),
    ):
        monkeypatch.setattr(f"sklearn.datasets._openml.{name}", base + path)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_table_is_fetched_once_and_read_from_there_without_network(openml):
    first = OpenMl(dataset="own", download=True).load(Work())
    assert first.class_names == ("apple", "pear")
    assert first.train.x.dtype == np.uint8
    assert (len(first.train), len(first.test)) == (48, 12)
    x = np.vstack([first.train.x, first.test.x])
    y = np.concatenate([first.train.y, first.test.y])
    assert np.array_equal(x[:, 1], x[:, 0].astype(int) ** 2 % 7)
    assert np.array_equal(y, (x[:, 0] % 3 > 0).astype(int))
    assert "own, version 1, of openml.org" in first.note
    asked = len(openml["asked"])
    assert OpenMl(dataset="own").load(Work()).hash == first.hash
    assert len(openml["asked"]) == asked > 0
    assert [file.name for file in download_folder().iterdir()] == ["openml-own-1.npz"]


def test_missing_numbers_are_named_and_a_strange_name_is_refused(openml):
    openml["table"] = HEAD + ROWS.replace("5,4,pear", "?,4,pear")
    with pytest.raises(DataError, match="must hold finite numbers"):
        OpenMl(dataset="own", download=True).load(Work())
    with pytest.raises(DataError, match=r"other, version 1, of openml must .* (Check|Choose)") as caught:
        OpenMl(dataset="other", download=True).load(Work())
    assert "\n" not in str(caught.value)
    with pytest.raises(InvalidValue, match="must be a name of letters"):
        OpenMl(dataset="../../etc")


def test_a_server_that_does_not_answer_is_not_waited_for_once_asked_to_stop(openml):
    openml["hangs"].clear()
    work = Work()
    threading.Timer(0.3, work.stop.set).start()
    begun = time.perf_counter()
    try:
        with pytest.raises(Cancelled):
            OpenMl(dataset="own", download=True).load(work)
        assert time.perf_counter() - begun < 5  # scikit-learn may be loaded first
        assert openml["asked"]
    finally:
        openml["hangs"].set()
    left = [thread for thread in threading.enumerate() if thread.name == "losscope-openml"]
    assert all(thread.daemon for thread in left)
    for thread in left:
        thread.join(10)
    assert not download_folder().exists() or not list(download_folder().iterdir())  # what came later was dropped
    assert len(OpenMl(dataset="own", download=True).load(Work()).train) == 48


def test_a_table_with_another_checksum_is_not_kept(openml):
    openml["md5"] = md5(b"another")
    with pytest.raises(DataError) as caught:
        OpenMl(dataset="own", download=True).load(Work())
    assert str(caught.value) == (
        "own, version 1, of openml must arrive as openml.org describes it; what arrived has another MD5 and was not "
        "kept. Try again."
    )
    assert not download_folder().exists()


@pytest.mark.parametrize(
    ("old", "new"), [("0,0,apple", "0,0,plum"), ("1,1,pear", "1"), ("@ATTRIBUTE kind", "@ATTR?BUTE kind")]
)
def test_a_table_that_is_no_arff_is_one_line(openml, old, new):
    openml["table"] = (HEAD + ROWS).replace(old, new)
    with pytest.raises(DataError, match=r"^own, version 1, of openml must be a table of numbers; .* Choose another"):
        OpenMl(dataset="own", download=True).load(Work())
    assert not download_folder().exists()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_altered_and_cut_tables_give_examples_or_one_line(openml, data):
    content = bytearray((HEAD + ROWS).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 127))
    length = data.draw(st.integers(1, len(content))) if data.draw(st.booleans()) else len(content)
    openml["table"] = content[:length].decode()
    refused = None
    try:
        OpenMl(dataset="own", download=True).load(Work())
    except DataError as error:
        refused = str(error)
    finally:
        for file in download_folder().glob("*.npz"):
            file.unlink()
    assert refused is None or "\n" not in refused
