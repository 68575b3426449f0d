"""Fetching from a server of our own: whole, cut and resumed, wrong, absent, stopped, without room; never unasked."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from landscape.data.cifar10 import Cifar10
from landscape.data.cifar100 import Cifar100
from landscape.data.download import Remote, download, download_folder
from landscape.data.openml import OpenMl
from landscape.errors import Cancelled, DataError
from landscape.work import Work

CONTENT = bytes(range(256)) * 8000  # 2 MB


class Server:
    """An HTTP server on this machine: serves `content`, the first time cut after `cut` bytes."""

    def __init__(self, content=CONTENT, cut=None, status=200, ranges=True):
        self.content, self.cut, self.status, self.ranges = content, cut, status, ranges
        self.asked = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/mirror/file.tar.gz"

    def answer(self, request):
        wanted = request.headers.get("Range")
        self.asked.append(wanted)
        if self.status != 200:
            request.send_error(self.status)
            return
        first = int(wanted[6:-1]) if wanted and self.ranges else 0
        request.send_response(206 if first else 200)
        request.send_header("Content-Length", str(len(self.content) - first))
        request.end_headers()
        stop, self.cut = self.cut, None
        request.wfile.write(self.content[first:stop])

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def serve(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    servers = []

    def start(**options):
        servers.append(Server(**options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


REMOTE = Remote("http://127.0.0.1:9/file.tar.gz", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


def fetch(server, work=None):
    return download(REMOTE, server if isinstance(server, str) else server.url, "cifar10", work or Work())


def refusal(server, work=None):
    with pytest.raises(DataError) as caught:
        fetch(server, work)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def left():
    return sorted(file.name for file in download_folder().iterdir() if file.suffix != ".lock")


def test_it_arrives_whole_with_progress_and_is_fetched_once(serve):
    server, heard = serve(), []
    file = fetch(server, Work(progress=lambda stage, fraction: heard.append((stage, fraction))))
    assert file.read_bytes() == CONTENT
    assert [stage for stage, _ in heard] == ["downloading"] * len(heard)
    assert len(heard) > 3
    assert [fraction for _, fraction in heard] == sorted(fraction for _, fraction in heard)
    assert heard[-1][1] == 1.0
    assert fetch(server) == file
    assert server.asked == [None]
    assert left() == ["file.tar.gz"]


def test_a_cut_connection_is_said_and_the_next_attempt_goes_on_where_it_ended(serve):
    server = serve(cut=1_000_000)
    assert "it was cut after 1 MB, which are kept" in refusal(server)
    assert left() == ["file.tar.gz.part"]
    kept = (download_folder() / "file.tar.gz.part").stat().st_size
    assert 0 < kept <= 1_000_000
    assert fetch(server).read_bytes() == CONTENT
    assert server.asked == [None, f"bytes={kept}-"]


def test_a_server_that_cannot_go_on_begins_anew(serve):
    server = serve(cut=1_000_000, ranges=False)
    refusal(server)
    assert fetch(server).read_bytes() == CONTENT


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"!", b"<html>log in first</html>" * 10, CONTENT + b"more"])
def test_other_content_is_refused_and_does_not_stay_as_the_file(serve, content):
    server = serve(content=content)
    message = refusal(server)
    assert server.url in message
    assert "file.tar.gz" not in left()
    if len(content) == len(CONTENT):
        assert "another hash and was deleted" in message
        assert left() == []


def test_a_page_in_place_of_the_file_spoils_nothing_that_arrived(serve):
    good, page = serve(cut=1_000_000), serve(content=b"<html>log in first</html>", ranges=False)
    refusal(good)
    kept = left(), (download_folder() / "file.tar.gz.part").read_bytes()
    assert "must have 2,048,000 bytes; it has 25. Set data.url to another mirror." in refusal(page)
    assert (left(), (download_folder() / "file.tar.gz.part").read_bytes()) == kept
    assert fetch(good).read_bytes() == CONTENT
    assert good.asked[1].startswith("bytes=")


def test_a_file_that_is_not_there_is_named_with_the_answer(serve):
    assert "must be there; the server says 404. Set data.url to a mirror" in refusal(serve(status=404))


def test_without_network_the_error_says_so(serve):
    with socket.socket() as taken:  # a port on which nobody listens
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/file.tar.gz"
        serve()
        assert "it cannot be reached. Check the network and try again, or set data.path." in refusal(url)


@pytest.mark.parametrize("url", ["ftp://somewhere/x", "file:///etc/passwd", "somewhere"])
def test_only_http_is_fetched(serve, url):
    assert "must begin with http:// or https://" in refusal(url)


def test_without_room_nothing_is_asked_for(serve, monkeypatch):
    server = serve()
    usage = shutil.disk_usage(".")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage._replace(free=1_000_000))
    assert "must have room for 2 MB; 1 MB are free. Make room" in refusal(server)
    assert server.asked == []


def test_a_disk_that_fills_up_on_the_way_is_named(serve, monkeypatch):
    server = serve()
    download_folder().mkdir(parents=True)
    (download_folder() / "file.tar.gz.part").symlink_to("/dev/full")
    if not (download_folder() / "file.tar.gz.part").exists():
        pytest.skip("this system has no /dev/full")
    assert "cannot be written; No space left on device. Make room" in refusal(server)
    assert "file.tar.gz" not in left()


def test_a_stop_is_heard_and_what_arrived_is_kept(serve):
    server, work = serve(), Work()
    work.progress = lambda stage, fraction: work.stop.set()
    with pytest.raises(Cancelled):
        fetch(server, work)
    assert left() == ["file.tar.gz.part"]
    assert fetch(server).read_bytes() == CONTENT
    assert server.asked[1].startswith("bytes=")


def test_two_at_once_fetch_it_once_and_both_have_it(serve):
    server, found, begun = serve(), [], threading.Event()
    slow = Work(progress=lambda stage, fraction: (begun.set(), time.sleep(0.05)))
    stages = []
    hears = Work(progress=lambda stage, fraction: stages.append(stage))
    first = threading.Thread(target=lambda: found.append(fetch(server, slow)))
    first.start()
    assert begun.wait(20)
    second = fetch(server, hears)
    first.join(20)
    assert found == [second]
    assert second.read_bytes() == CONTENT
    assert server.asked == [None]
    assert set(stages) == {"waiting for another download"}
    assert left() == ["file.tar.gz"]


def test_who_waits_for_another_process_can_stop_waiting(serve):
    server, work = serve(), Work()
    download_folder().mkdir(parents=True)
    hold = (
        "import sys, pathlib; from landscape.files.alone import alone; from landscape.work import Work\n"
        "with alone(pathlib.Path(sys.argv[1]), Work(), 'holding'): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(download_folder() / ".file.tar.gz.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        work.progress = lambda stage, fraction: work.stop.set()
        with pytest.raises(Cancelled):
            fetch(server, work)
        assert server.asked == []
        other.kill()  # in any way
        other.wait(20)
        assert fetch(server).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "make", [lambda url: Cifar10(url=url), lambda url: Cifar100(url=url), lambda url: OpenMl(dataset="iris")]
)
def test_nothing_is_fetched_unasked(serve, monkeypatch, make):
    server = serve()
    monkeypatch.setattr("socket.socket.connect", lambda *arguments: pytest.fail("the network was touched"))
    with pytest.raises(DataError, match=r"data\.download=true"):
        make(server.url).load(Work())
    assert server.asked == []


def test_without_network_openml_says_so_in_one_line(serve, monkeypatch):
    serve()
    monkeypatch.setattr("sklearn.datasets._openml._SEARCH_NAME", "http://127.0.0.1:9/{}/limit/2")
    with pytest.raises(DataError, match=r"^iris, version 1, of openml must be fetched .* Check the network") as caught:
        OpenMl(dataset="iris", download=True).load(Work())
    assert "\n" not in str(caught.value)
    assert not download_folder().exists()
