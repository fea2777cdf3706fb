"""Network rules, one by one: what each stops and what it lets pass."""

from __future__ import annotations

import pytest

from capture.filters.engine import Verdict, load

PAGE = "https://www.example-news.com/article"


def decide(rules: str, url: str, kind: str = "script", source: str = PAGE, **more: str):
    return load([], rules.split("\n"), cached=False).decide(url, source, kind, **more)


def blocked(rules: str, url: str, kind: str = "script", source: str = PAGE, **more: str) -> bool:
    verdict = decide(rules, url, kind, source, **more)
    return bool(verdict and verdict.blocked)


STOPPED = [
    ("||ads.example^", "https://ads.example/x.js"),
    ("||ads.example^", "https://cdn.ads.example:8443/x.js"),
    ("||ads.example^", "wss://ads.example"),
    ("||ads.example/a/", "https://x.ads.example/a/b"),
    ("||ads.exam", "https://ads.example/x.js"),
    ("||ads.*/x", "https://ads.example/x.js"),
    ("ads.example", "https://ads.example/x.js"),
    ("0.0.0.0 ads.example", "https://ads.example/x.js"),
    ("127.0.0.1 ads.example # tracker", "https://ads.example/x.js"),
    ("||münchen.example^", "https://xn--mnchen-3ya.example/"),
    ("/banner/*/img^", "https://a.example/banner/foo/img?x"),
    ("/banner/*/img^", "https://a.example/banner/foo/bar/img"),
    ("|https://a.example/ad|", "https://a.example/ad"),
    ("_chart.js", "https://a.example/news_chart.js"),
    ("/x.swf|", "https://a.example/x.swf"),
    ("swf|", "https://swf/"),
    ("ads.example|", "https://x.ads.example/"),
    ("ads.example$script", "https://x.ads.example/"),
    ("||ads.example$3p", "https://ads.example/"),
    ("münchen.example$script", "https://xn--mnchen-3ya.example/"),
    ("||ads.example^ \\\n    $script", "https://ads.example/"),
    ("*$_,script", "https://a.example/"),
    ("||a.example^$script,ehide", "https://a.example/"),
    ("||a.example^$3p,1p", "https://a.example/"),
    ("-ad-", "https://a.example/x-AD-y"),
    ("/-AD-/$match-case", "https://a.example/x-AD-y"),
    (r"/ad[0-9]+\.js$/$script", "https://a.example/ad1.js"),
    (r"/^https:\/\/[a-z]+\.example\/\d{3}\.js$/", "https://a.example/123.js"),
    (r"/(?<name>ad)s\/\k<name>/", "https://a.example/ads/ad"),
    ("||a.example^$script", "https://a.example/"),
    ("||a.example^$~image", "https://a.example/"),
    ("||a.example^$third-party", "https://a.example/"),
    ("||a.example^$all", "https://a.example/"),
    ("||a.example^$popup,script", "https://a.example/"),
    ("||a.example^$from=example-news.com", "https://a.example/"),
    ("||a.example^$domain=example-news.*", "https://a.example/"),
    (r"||a.example^$domain=/news\.(com|org)$/", "https://a.example/"),
    ("||a.example^$domain=x.com|~sub.example-news.com|example-news.com", "https://a.example/"),
    ("*$script,domain=example-news.com", "https://a.example/"),
    ("*$script,3p,denyallow=b.example,domain=example-news.com", "https://a.example/"),
    ("/x.js$to=a.example", "https://a.example/x.js"),
    ("*$to=a.*,script", "https://cdn.a.com/x.js"),
    ("||a.example^$redirect=noop.js", "https://a.example/"),
    ("||a.example^$empty", "https://a.example/"),
    ("||a.example^$strict3p", "https://a.example/"),
    ("@@||a.example^\n||a.example^$important", "https://a.example/"),
    ("||a.example^\n@@||a.example^$image", "https://a.example/"),
    ("||a.example^\n@@||a.example^$removeparam=x", "https://a.example/"),
    ("||a.example^\n||a.example^$script,badfilter", "https://a.example/"),
    ("||a.example^$_,script,__", "https://a.example/"),
]
PASSED = [
    ("||ads.example^", "https://ads.example.com/x.js"),
    ("||ads.example^", "https://nads.example/x.js"),
    ("||ads.example^", "https://a.example/?u=https://ads.example/"),
    ("||ads.example^", "https://ads.example@a.example/"),
    ("||ads.example^", "data:text/javascript,ads.example"),
    ("||exam", "https://ads-example.com/x/exam"),
    ("|https://a.example/ad|", "https://a.example/ads"),
    ("/-AD-/$match-case", "https://a.example/x-ad-y"),
    ("/banner/*/img^", "https://a.example/banner/foo/img.gif"),
    ("||a.example^$image", "https://a.example/"),
    ("||a.example^$~script", "https://a.example/"),
    ("||a.example^$popup", "https://a.example/"),
    ("||a.example^$first-party", "https://a.example/"),
    ("||a.example^$~third-party", "https://a.example/"),
    ("||a.example^$domain=other.com", "https://a.example/"),
    ("||a.example^$domain=~example-news.com", "https://a.example/"),
    ("||a.example^$domain=example-news.com|~www.example-news.com", "https://a.example/"),
    ("*$script,3p,denyallow=a.example,domain=example-news.com", "https://cdn.a.example/"),
    ("*$denyallow=b.example", "https://a.example/"),
    ("||a.example^$method=post", "https://a.example/"),
    ("||a.example^$redirect-rule=noop.js", "https://a.example/"),
    ("||a.example^$csp=script-src 'none'", "https://a.example/"),
    ("||a.example^$removeparam", "https://a.example/"),
    ("||a.example^$nonsense", "https://a.example/"),
    ("||a.example^$script,nonsense=1", "https://a.example/"),
    ("||a.example^\n@@||a.example^", "https://a.example/"),
    ("||a.example^\n@@*$domain=example-news.com", "https://a.example/"),
    ("||a.example^$3p,script\n||a.example^$script,third-party,badfilter", "https://a.example/"),
    ("ads.example$script", "https://a.example/ads.example"),
    ("||ads.example$script", "https://ads.example.com/"),
    ("ads.example|", "https://a.example/ads.example"),
    ("/x$match-case", "https://a.example/x"),
    ("||a.example^$domain=", "https://a.example/"),
    ("||a.example^$script,script", "https://a.example/"),
    ("||a.example^$mp4", "https://a.example/"),
    ("||a.example^$popup,~image", "https://a.example/"),
    ("||a.example^$denyallow=x.*,domain=example-news.com", "https://a.example/"),
    ("||a.example^ \\\n$image", "https://a.example/"),
    ('/^https:..a.+$/$script,header=etag:/^W\\/"[0-9a-f]{64}"$/', "https://a.example/"),
    ("*", "https://a.example/"),
    ("||", "https://a.example/"),
    ("a", "https://a.example/"),
    ("! ||a.example^", "https://a.example/"),
    ("[Adblock Plus 2.0]", "https://a.example/"),
    ("!#if env_firefox\n||a.example^\n!#endif", "https://a.example/"),
    ("!#if !env_chromium || cap_html_filtering\n||a.example^\n!#endif", "https://a.example/"),
    ("!#if env_mystery\n||a.example^\n!#endif", "https://a.example/"),
]


@pytest.mark.parametrize(("rules", "url"), STOPPED)
def test_stops(rules: str, url: str) -> None:
    assert blocked(rules, url)


@pytest.mark.parametrize(("rules", "url"), PASSED)
def test_lets_pass(rules: str, url: str) -> None:
    assert not blocked(rules, url)


def test_the_page_itself_is_stopped_only_by_a_rule_that_says_so() -> None:
    assert not blocked("||example-news.com^", PAGE, "document")
    assert blocked("||example-news.com^$doc", PAGE, "document")


def test_a_frame_s_rule_is_judged_by_its_own_source_and_the_page_by_top() -> None:
    rule = "||a.example^$top=example-news.com"
    assert blocked(rule, "https://a.example/", source="https://frame.example/", top_url=PAGE)
    assert not blocked(rule, "https://a.example/", source="https://frame.example/")


def test_methods() -> None:
    assert blocked("||a.example^$method=post|put", "https://a.example/", method="POST")
    assert not blocked("||a.example^$method=~post", "https://a.example/", method="post")


def test_parties_are_told_by_the_public_suffix_list() -> None:
    rule = "||co.uk^$1p"
    assert blocked(rule, "https://a.shop.co.uk/", source="https://b.shop.co.uk/")
    assert not blocked(rule, "https://a.shop.co.uk/", source="https://other.co.uk/")
    assert not blocked("*$1p,script", "https://one.github.io/", source="https://two.github.io/")


def test_a_verdict_names_list_line_and_rule() -> None:
    assert decide("! comment\n\n||a.example^$script", "https://a.example/") == Verdict(
        blocked=True, rule="||a.example^$script", list_name="user", line=3
    )


def test_an_exception_is_told_from_no_rule() -> None:
    assert decide("||b.example^", "https://a.example/") is None
    assert decide("@@||a.example^", "https://a.example/") is None
    saved = decide("||a.example^\n@@||a.example^$script", "https://a.example/")
    assert saved is not None
    assert not saved.blocked
    assert saved.line == 2


HOSTS = [
    ("||ads.example^", True),
    ("||ads.example^$3p", True),
    ("||ads.example^$3p,domain=example-news.com", True),
    ("||ads.example^$domain=other.com", False),
    ("||ads.example^$script", False),
    ("||ads.example^$all", True),
    ("||ads.example/x", False),
    ("||ads.example^$method=post", False),
    ("||ads.example^\n@@||ads.example/good.js", False),
    ("||ads.example^\n@@||ads.example/good.js$domain=other.com", True),
    ("||ads.example^\n@@*$domain=example-news.com", False),
    ("||ads.example^\n@@||ads.example^$ghide", True),
]


@pytest.mark.parametrize(("rules", "whole"), HOSTS)
def test_a_host_is_stopped_whole_only_where_nothing_of_it_may_pass(rules: str, whole: bool) -> None:
    engine = load([], rules.split("\n"), cached=False)
    assert (engine.decide_host("cdn.ads.example", PAGE) is not None) is whole
