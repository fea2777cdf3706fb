"""What the filter lists cost: starting, deciding, blocking on a page, cosmetic rules in a page."""

from __future__ import annotations

import gzip
import json
import os
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from capture.browser.blocking import Blocking
from capture.browser.launch import BrowserSession
from capture.browser.world import World
from capture.clean.cosmetic import detect_cosmetic
from capture.filters.catalogue import chosen_lists
from capture.filters.engine import Engine, load
from capture.options import Options

SUBRESOURCES, ADS, LATENCY_SECONDS, ROUNDS = 200, 80, 0.02, 9
SHARED = Path(
    os.environ.get("CAPTURE_SHARED", Path(__file__).resolve().parents[2].parent / "shared")
)


class _Site(BaseHTTPRequestHandler):
    """A page of 200 parts; with ``ads`` in its path 80 of them are advertising, some in frames."""

    protocol_version = "HTTP/1.1"
    asked: Counter[str] = Counter()

    def do_GET(self) -> None:
        time.sleep(LATENCY_SECONDS)
        host = self.headers["Host"].split(":")[0]
        self.asked[f"{host}{self.path}"] += 1
        kind, body = self._answer(self.path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, path: str) -> tuple[str, bytes]:
        port = self.server.server_address[1]
        if path.startswith("/page"):
            return "text/html", _page(port, ads="ads" in path).encode()
        if path.startswith("/frame"):
            return "text/html", _frame(port).encode()
        if ".js" in path:
            return "text/javascript", b"/* */"
        if ".css" in path:
            return "text/css", b"b{}"
        return "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

    def log_message(self, *_: object) -> None:
        pass


def _page(port: int, *, ads: bool) -> str:
    parts = []
    for number in range(SUBRESOURCES):
        if ads and number < ADS:
            parts.append(_ad(port, number))
        elif number % 10 == 0:
            parts.append(f'<script src="/static/app{number}.js"></script>')
        elif number % 10 == 1:
            parts.append(f'<link rel=stylesheet href="/static/style{number}.css">')
        else:
            parts.append(f'<img src="/photos/picture{number}.jpg">')
    frames = f'<iframe src="http://frame.other.localhost:{port}/frame"></iframe>' * 3 if ads else ""
    return f"<!doctype html><title>x</title><body>{frames}{''.join(parts)}"


def _ad(port: int, number: int) -> str:
    host = f"http://ads{number % 8}.adserver.localhost:{port}"
    if number % 4 == 0:
        return f'<script src="{host}/tag{number}.js"></script>'
    if number % 4 == 1:
        return f'<img src="/banner-ads/{number}.gif">'
    return f'<img src="{host}/p{number}.gif">'


def _frame(port: int) -> str:
    return (
        f'<img src="http://ads1.adserver.localhost:{port}/f.gif"><img src="/banner-ads/f.gif">'
        "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://ads1.adserver.localhost:"
        f"{port}/w.js').catch(()=>0)\"])))</script>"
    )


@contextmanager
def site() -> Iterator[int]:
    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    server = Server(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Visit:
    """One load of the page: milliseconds, and what reached the server or did not."""

    wall: float
    cpu: float
    ads: int
    stopped: int


def tree_cpu_ms() -> float:
    """Return the CPU time of this process and all below it, browser and Node included."""
    spent, children = {}, defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            spent[int(stat.parent.name)] = int(fields[11]) + int(fields[12])
            children[int(fields[1])].append(int(stat.parent.name))
    todo, ticks = [os.getpid()], 0
    while todo:
        process = todo.pop()
        ticks += spent.get(process, 0)
        todo += children[process]
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _visit(session: BrowserSession, url: str, engine: Engine | None) -> Visit:
    blocking = Blocking(engine, url) if engine else None
    _Site.asked.clear()
    with session.open(Options(), url, blocking) as opened:
        began, before = time.perf_counter(), tree_cpu_ms()
        opened.page.goto(url, wait_until="load")
        taken, cpu = 1000 * (time.perf_counter() - began), tree_cpu_ms() - before
        opened.page.wait_for_timeout(100)
    ads = sum(n for path, n in _Site.asked.items() if "adserver" in path or "banner-ads" in path)
    return Visit(taken, cpu, ads, len(blocking.stopped) if blocking else 0)


def bench_blocking(engine: Engine) -> None:
    with site() as port, BrowserSession(Options()) as session:
        for name in ("page", "page-with-ads"):
            url = f"http://news.example.localhost:{port}/{name}"
            # Alternating, the first pair for warming up.
            runs = [
                (_visit(session, url, None), _visit(session, url, engine))
                for _ in range(ROUNDS + 1)
            ][1:]
            wall = statistics.median(two.wall / one.wall for one, two in runs)
            cpu = statistics.median(two.cpu / one.cpu for one, two in runs)
            plain = statistics.median(one.wall for one, _ in runs)
            with_lists = statistics.median(two.wall for _, two in runs)
            last, stopped = runs[-1]
            print(
                f"{name:14} none {plain:6.0f} ms   lists {with_lists:6.0f} ms   ratio {wall:.2f}, "
                f"cpu {cpu:.2f}   ads to the server {last.ads} → {stopped.ads}   "
                f"stopped {stopped.stopped}"
            )


def bench_start_and_decide() -> None:
    lists = chosen_lists()
    load(lists)
    cpu, wall = time.process_time(), time.perf_counter()
    engine = load(lists)
    rules = sum(facts.network + facts.cosmetic for facts in engine.lists)
    print(
        f"start from cache: {1000 * (time.perf_counter() - wall):.0f} ms wall, "
        f"{1000 * (time.process_time() - cpu):.0f} ms cpu, {len(lists)} lists, {rules:,} rules"
    )
    requests = SHARED / "adblock" / "requests.jsonl.gz"
    if not requests.is_file():
        return
    with gzip.open(requests) as file:
        rows = [json.loads(line) for line in file][:2000]
    for word in ("first", "again"):
        cpu = time.process_time()
        for row in rows:
            engine.decide(row["url"], row["source"], row["type"])
        each = 1e6 * (time.process_time() - cpu) / len(rows)
        print(f"decide, {word} time: {each:.0f} µs cpu a request")


def _nodes(count: int) -> str:
    one = (
        '<div class="c{a} item-{b}" id="n{i}"><a href="/x{i}" class="link l{c}">text</a>'
        '<span class="s{b}">w</span></div>'
    )
    parts = [one.format(a=i * 7 % 900, b=i % 300, c=i % 50, i=i) for i in range(count // 3)]
    parts[:: max(1, len(parts) // 22)] = ['<ins class="adsbygoogle"></ins>'] * len(
        parts[:: max(1, len(parts) // 22)]
    )
    return "<!doctype html><body>" + "".join(parts)


def bench_cosmetic() -> None:
    engine = load(chosen_lists())
    with BrowserSession(Options()) as session, session.open(Options()) as opened:
        protocol = opened.world.session
        protocol.send("Performance.enable", {"timeDomain": "threadTicks"})

        def busy_ms() -> float:
            metrics = protocol.send("Performance.getMetrics")["metrics"]
            return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

        for count in (3000, 30_000):
            opened.page.set_content(_nodes(count))
            times = []
            for _ in range(ROUNDS):
                before = busy_ms()
                found = detect_cosmetic(World(opened.page, protocol), engine, "https://a.example/")
                times.append(busy_ms() - before)
            print(
                f"cosmetic rules, {count} nodes: {statistics.median(times):.0f} ms "
                f"(least {min(times):.0f}) of renderer time, {len(found)} found"
            )


def main() -> None:
    bench_start_and_decide()
    bench_cosmetic()
    own = ["||adserver.localhost^", "/banner-ads/*$image"]
    bench_blocking(load(chosen_lists(), own))


if __name__ == "__main__":
    main()
