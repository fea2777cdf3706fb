"""Rules of the lists, one by one, against uBlock Origin's own engine, on requests made from each.

``python -m scripts.quality.ublock [SEED] [RULES]``.  Needs Debian's webext-ublock-origin-chromium,
whose modules run in the Node that Playwright brings.  Whole lists on real requests are another
matter: see ``scripts.quality.filters``.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from capture.filters.cosmetic import find_separator
from capture.filters.engine import load
from capture.filters.preprocess import active_lines
from scripts.quality.filters import system_lists

EXTENSION = Path("/usr/share/chromium/extensions/ublock-origin")
SUFFIXES = "assets/thirdparties/publicsuffix.org/list/effective_tld_names.dat"
KINDS = (
    *("image", "script", "stylesheet", "xmlhttprequest", "sub_frame", "font", "media", "ping"),
    *("websocket", "other", "object"),
)
REQUESTS_A_RULE = 14
WHOLE_HOST = re.compile(r"\|\|[a-z0-9.-]+\^")
OPTIONS = re.compile(r"\$.*(domain|from|to|denyallow|method|strict|all|important|badfilter|~)")
HOSTS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|\*)")
ADDRESS = re.compile(r"(https?|wss?)://[^/\s]+\S*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    url: str
    source: str
    type: str
    method: str


def network_rules() -> list[str]:
    """Return the system lists' network rules but for the plain host names."""
    found = []
    for source in system_lists():
        assert source.path is not None
        for _, line in active_lines(source.path.read_text("utf-8")):
            if not WHOLE_HOST.fullmatch(line) and not ("#" in line and find_separator(line)):
                found.append(line)
    return found


def requests_for(line: str, dice: random.Random) -> list[Asked]:
    """Return requests that the rule was made for, nearly matches, or should let pass."""
    urls = [url for url in _urls(line, dice) if ADDRESS.fullmatch(url)]
    hosts = [name.replace(".*", ".co.uk") for name in HOSTS.findall(line)]
    sources = ["https://news.example.org/", "https://site.com/page"]
    for host in dice.sample(hosts, min(4, len(hosts))):
        sources += [f"https://{host}/", f"https://www.{host}/a", f"http://not{host}/"]
    return [
        _asked(dice.choice(urls), dice.choice(sources), line, dice)
        for _ in range(REQUESTS_A_RULE)
        if urls
    ]


def _asked(url: str, source: str, line: str, dice: random.Random) -> Asked:
    named = [kind for kind in KINDS if kind[:5] in line]
    kind = dice.choice(named if named and dice.random() < 0.4 else KINDS)
    url = url if url.count("/") > 2 else f"{url}/"
    method = dice.choice(["get", "get", "post", "head"])
    return Asked(url, source, "websocket" if url.startswith("ws") else kind, method)


def _urls(line: str, dice: random.Random) -> Iterator[str]:
    body = line.removeprefix("@@")
    cut = body.rfind("$")
    pattern = body[:cut] if cut > 0 and not body.endswith("/") else body
    core = pattern.replace("^", "/").replace("*", "x1y").strip("|")
    host, _, path = core.partition("/")
    if pattern.startswith("||"):
        yield from (
            f"{start}{core}" for start in ("https://", "http://sub.", "https://x", "wss://")
        )
        yield from (f"https://{core.rstrip('/')}/path?q=1", f"https://other.com/?u={core}")
        yield from (f"https://{host}:8443/{path}", f"https://{host}.evil.com/")
        yield f"https://{host.upper()}/{path.upper()}"
    elif pattern.startswith("/") and pattern.endswith("/") and len(pattern) > 2:
        plain = re.sub(r"\[[^\]]*\]|\(\?[:!=<]+|[()^$+?*]|\{[^}]*\}", "a", pattern[1:-1])
        plain = re.sub(r"\\(.)", r"\1", plain)
        yield plain if plain.startswith("http") else f"https://site.com/{plain}"
    else:
        yield from (core, f"{core}/x", f"https://site.com/a/{core}/b?c=d")
        yield from (f"https://site.com/{core}", f"https://sub.site.com/x{core}y")
        yield from (f"https://site.com/{core.upper()}", f"https://site.com/ab{core[:-1]}")
    for name in HOSTS.findall(line):
        asked = name.replace(".*", ".co.uk")
        yield from (f"https://{asked}/ads.js", f"https://cdn.{asked}/{core.strip('/')}")


def verdicts(jobs: Sequence[tuple[str, list[Asked]]]) -> list[list[bool]]:
    """Return what uBlock Origin blocks, a list a job."""
    text = json.dumps(
        [{"lines": [line], "requests": [asdict(one) for one in asked]} for line, asked in jobs]
    )
    with tempfile.TemporaryDirectory() as folder:
        for part in ("js", "lib"):
            shutil.copytree(EXTENSION / part, Path(folder) / part)
        (Path(folder) / "package.json").write_text('{"type": "module"}')
        node, _ = compute_driver_executable()
        script = Path(__file__).with_suffix(".mjs")
        command = [node, str(script), folder, str(EXTENSION / SUFFIXES)]
        answer = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return [[verdict == 1 for verdict in one["verdicts"]] for one in json.loads(answer.stdout)]


def main() -> None:
    if not EXTENSION.is_dir():
        print("ublock: skipped (needs webext-ublock-origin-chromium)")
        return
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    seed, size = (*numbers, *(1, 600)[len(numbers) :])[:2]
    dice = random.Random(seed)
    rules = network_rules()
    with_options = [line for line in rules if OPTIONS.search(line)]
    chosen = dice.sample(rules, size) + dice.sample(with_options, size)
    jobs = [(line, requests_for(line, dice)) for line in chosen]
    total, blocked, different = 0, 0, []
    for (line, asked), theirs in zip(jobs, verdicts(jobs), strict=True):
        engine = load([], [line], cached=False)
        for one, stopped in zip(asked, theirs, strict=True):
            verdict = engine.decide(one.url, one.source, one.type, method=one.method)
            total, blocked = total + 1, blocked + stopped
            if bool(verdict and verdict.blocked) != stopped:
                different.append((line, one))
    print(
        f"ublock: {len(jobs)} rules alone, {total:,} requests made from them, {blocked:,} blocked: "
        f"{len(different)} judged otherwise ({len(different) / total:.3%})"
    )
    for line, one in different[:20]:
        print(f"    {line[:100]} | {one.type} {one.url[:90]} from {one.source[:40]}")


if __name__ == "__main__":
    main()
