"""What the gate costs: pages of 60 and 200 requests, a 100 MB transfer, with and without it.

    python scripts/bench/gate.py

The server is a process of its own, so that it does not share the interpreter with the gate; it
answers after 15 ms, as a near server does, and at once, which is the worst case.  Runs alternate;
the median and the ratio of medians are printed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import time
from contextlib import nullcontext
from multiprocessing.connection import Connection

from playwright.sync_api import Browser, Playwright, sync_playwright

from capture.browser.find import find_browser
from capture.browser.gate import Gate

ROUNDS = 11
_PIXEL = b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>"
_CHUNK = bytes(1 << 20)


def _page(requests: int, delay_ms: int) -> bytes:
    images = "".join(f"<img src=/i/{delay_ms}/{n}>" for n in range(requests - 1))
    return f"<!doctype html><title>bench</title>{images}".encode()


def _head(kind: str, length: int) -> bytes:
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
        "Cache-Control: no-store\r\n\r\n"
    ).encode()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            _, kind, *rest = path.split("/")
            if kind == "page":
                body = _page(int(rest[0]), int(rest[1]))
                writer.write(_head("text/html", len(body)) + body)
            elif kind == "big":
                writer.write(_head("application/octet-stream", 100 * len(_CHUNK)))
                for _ in range(100):
                    writer.write(_CHUNK)
                    await writer.drain()
            else:
                await asyncio.sleep(int(rest[0]) / 1000 if rest else 0)
                writer.write(_head("image/svg+xml", len(_PIXEL)) + _PIXEL)
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        writer.close()


def _serve(pipe: Connection) -> None:
    async def run() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _launch(playwright: Playwright, gate: Gate | None, path: str) -> Browser:
    if gate is None:
        return playwright.chromium.launch(executable_path=path)
    arguments = list(gate.launch_arguments)
    return playwright.chromium.launch(executable_path=path, proxy=gate.proxy, args=arguments)  # type: ignore[arg-type]


def _load(browser: Browser, gate: Gate | None, url: str) -> float:
    with gate.visit(url) if gate else nullcontext():
        context = browser.new_context()
        page = context.new_page()
        began = time.perf_counter()
        page.goto(url, wait_until="load")
        took = time.perf_counter() - began
        context.close()
    return took * 1000


def _transfer(browser: Browser, gate: Gate | None, base: str) -> float:
    with gate.visit(base, max_bytes=1 << 40) if gate else nullcontext():
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}/page/1/0")
        took = page.evaluate(
            """async () => {
              const began = performance.now();
              const reader = (await fetch('/big')).body.getReader();
              while (!(await reader.read()).done);
              return performance.now() - began;
            }"""
        )
        context.close()
    return float(took)


def main() -> None:
    """Print the figures."""
    path = str(find_browser().path)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    server.start()
    base = f"http://127.0.0.1:{ours.recv()}"
    cases = {
        f"{n} requests, {ms} ms each": f"{base}/page/{n}/{ms}" for n in (60, 200) for ms in (15, 0)
    }
    try:
        with Gate() as gate, sync_playwright() as playwright:
            direct, gated = (_launch(playwright, one, path) for one in (None, gate))
            _load(direct, None, f"{base}/page/60/0")
            _load(gated, gate, f"{base}/page/60/0")
            for name, url in cases.items():
                times = [(_load(direct, None, url), _load(gated, gate, url)) for _ in range(ROUNDS)]
                _report(name, times)
            pairs = [
                (_transfer(direct, None, base), _transfer(gated, gate, base)) for _ in range(5)
            ]
            _report("100 MiB transfer", pairs)
    finally:
        server.kill()
        server.join()


def _report(name: str, times: list[tuple[float, float]]) -> None:
    plain, gated = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{name:28} direct {plain:7.0f} ms   gate {gated:7.0f} ms   {gated / plain - 1:+.1%}")


if __name__ == "__main__":
    main()
