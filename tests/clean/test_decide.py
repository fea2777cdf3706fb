"""The safety rules, over random trees: whatever detectors propose, the page's content stays."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from capture.clean.budget import (
    EMPTIES,
    MAIN_SHARE_OF_A_FORM,
    MAIN_SHARE_THAT_MAY_GO,
    SHARE_THAT_MAY_GO,
    WORDS_LEFT,
    WORDS_OF_A_PAGE,
    Page,
)
from capture.clean.decide import decide
from capture.clean.request import CleanRequest
from capture.clean.values import Action, Box, Candidate, Facts, Kind
from capture.options import CleanLevel as Level

BOX = Box(x=0, y=0, width=10, height=10)
REQUEST = CleanRequest(page_url="https://example.org/")


@dataclass
class Node:
    """An element of a random tree; ``own`` words of its own, ``main`` where the content starts."""

    ref: int
    own: int
    parent: Node | None
    protected: bool
    main: bool = False
    children: list[Node] = field(default_factory=list)

    def below(self) -> list[Node]:
        return [self, *(n for child in self.children for n in child.below())]

    def above(self) -> list[Node]:
        return [] if self.parent is None else [self.parent, *self.parent.above()]

    @property
    def words(self) -> int:
        return sum(node.own for node in self.below())


@st.composite
def trees(draw: st.DrawFn) -> list[Node]:
    nodes = [Node(0, draw(st.integers(0, 5)), None, protected=False)]
    for ref in range(1, draw(st.integers(2, 25))):
        parent = nodes[draw(st.integers(0, len(nodes) - 1))]
        node = Node(ref, draw(st.integers(0, 120)), parent, draw(st.integers(0, 9)) == 0)
        parent.children.append(node)
        nodes.append(node)
    nodes[draw(st.integers(0, len(nodes) - 1))].main = True
    return nodes


def _facts(node: Node, nodes: list[Node], candidates: set[int], position: str) -> Facts:
    main = next(n for n in nodes if n.main)
    keepers = [n for n in nodes if n.protected]
    page = nodes[0].words
    inside = main in node.above()
    parent = next((n.ref for n in node.above() if n.ref in candidates), None)
    return Facts(
        tag="body" if node.parent is None else "div",
        words=node.words,
        words_share=node.words / page if page else 0,
        holds_main=main in node.below(),
        protected=any(k in node.below() or k in node.above() for k in keepers),
        parent=parent,
        in_main=inside,
        main_words_share=node.words / main.words if inside and main.words else 0,
        prose_words=sum(n.own for n in node.below() if n.own >= 12),
        position=position,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Node], list[Candidate], CleanRequest]:
    nodes = draw(trees())
    chosen = draw(st.lists(st.sampled_from(range(len(nodes))), max_size=20))
    kinds = st.sampled_from([k for k in Kind if k is not Kind.USER])
    candidates = [
        Candidate(
            ref=ref,
            kind=draw(kinds),
            detector="test",
            selector=f"n{ref}",
            box=BOX,
            action=draw(st.sampled_from(list(Action))),
            score=draw(st.sampled_from([0.2, 0.5, 0.9, 1.0])),
            list_name=draw(st.sampled_from([None, "EasyList"])),
            facts=_facts(
                nodes[ref], nodes, set(chosen), draw(st.sampled_from(["static", "fixed"]))
            ),
        )
        for ref in chosen
    ]
    level = draw(st.sampled_from([Level.ADS, Level.CHROME, Level.READER]))
    return nodes, candidates, CleanRequest(page_url="https://example.org/", level=level)


def _gone(nodes: list[Node], candidates: list[Candidate], request: CleanRequest) -> set[int]:
    main = next(n for n in nodes if n.main)
    verdict = decide(candidates, Page(nodes[0].words, main.words), request)
    taken = {
        r.candidate.ref
        for r in verdict.removals
        if r.candidate.action in (Action.REMOVE, Action.HIDE)
    }
    return {n.ref for ref in taken for n in nodes[ref].below()}


@given(cases())
@settings(max_examples=60, deadline=None)
def test_no_tree_loses_its_content(case: tuple[list[Node], list[Candidate], CleanRequest]) -> None:
    nodes, candidates, request = case
    gone = _gone(nodes, candidates, request)
    main = next(n for n in nodes if n.main)
    assert main.ref not in gone
    assert not gone & {n.ref for n in main.above()}
    lost = sum(n.own for n in main.below() if n.ref in gone and n.own >= 12)
    heavy = [c for c in candidates if c.kind is not Kind.AI_SUMMARY]
    if len(heavy) == len(candidates):
        share = MAIN_SHARE_THAT_MAY_GO + MAIN_SHARE_OF_A_FORM
        allowed = share * main.words + 40 * len(candidates)
        assert lost <= max(allowed, 0)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_what_is_protected_stays(case: tuple[list[Node], list[Candidate], CleanRequest]) -> None:
    nodes, candidates, request = case
    gone = _gone(nodes, candidates, request)
    assert not [n for n in nodes if n.protected and n.ref in gone]


@given(cases())
@settings(max_examples=60, deadline=None)
def test_a_page_is_never_emptied(case: tuple[list[Node], list[Candidate], CleanRequest]) -> None:
    nodes, candidates, request = case
    gone = _gone(nodes, candidates, request)
    left = sum(n.own for n in nodes if n.ref not in gone)
    if nodes[0].words >= WORDS_OF_A_PAGE and gone:
        taken = sum(n.own for n in nodes if n.ref in gone)
        assert taken == 0 or left >= WORDS_LEFT


@given(cases())
@settings(max_examples=60, deadline=None)
def test_in_flow_removals_stay_under_the_cap(
    case: tuple[list[Node], list[Candidate], CleanRequest],
) -> None:
    nodes, candidates, request = case
    flowing = [c for c in candidates if c.facts.position == "static"]
    gone = _gone(nodes, flowing, request)
    share = sum(n.own for n in nodes if n.ref in gone) / (nodes[0].words or 1)
    assert share <= SHARE_THAT_MAY_GO[request.level] + 1e-9


@given(cases())
@settings(max_examples=60, deadline=None)
def test_every_candidate_has_one_fate_and_a_reason(
    case: tuple[list[Node], list[Candidate], CleanRequest],
) -> None:
    nodes, candidates, request = case
    page = Page(nodes[0].words, next(n for n in nodes if n.main).words)
    verdict = decide(candidates, page, request)
    fates = (*verdict.removals, *verdict.along, *verdict.kept)
    assert len(fates) == len(candidates)
    assert all(fate.reason for fate in fates)


def _candidate(kind: Kind = Kind.AD, **facts: object) -> Candidate:
    made = Facts.model_validate({"tag": "div", "words": 5, "words_share": 0.01, **facts})
    return Candidate(ref=1, kind=kind, detector="test", selector="x", box=BOX, facts=made)


def _reason(candidate: Candidate, request: CleanRequest = REQUEST, words: int = 500) -> str:
    verdict = decide([candidate], Page(words, 400), request)
    return (verdict.kept or verdict.removals)[0].reason


def test_the_user_may_take_from_the_main_content_but_not_all_of_the_page() -> None:
    part = _candidate(Kind.USER, words=300, in_main=True, main_words_share=0.7, prose_words=300)
    assert _reason(part).startswith("user")
    whole = _candidate(Kind.USER, words=495)
    verdict = decide([whole], Page(500, 400), REQUEST)
    assert verdict.kept[0].reason == EMPTIES
    assert verdict.partial


def test_keep_beats_remove() -> None:
    assert "--keep" in _reason(_candidate(Kind.USER, protected=True))


def test_levels_choose_kinds() -> None:
    ads = CleanRequest(page_url="", level=Level.ADS)
    assert _reason(_candidate(Kind.SHARE), ads) == "level ads leaves it"
    assert _reason(_candidate(Kind.AD), ads).startswith("ad")
    pickers = CleanRequest(page_url="", keep_pickers=True)
    assert _reason(_candidate(Kind.PICKER), pickers) == "--keep-pickers"


def test_a_guess_may_not_take_a_paragraph() -> None:
    assert "running text" in _reason(_candidate(words=70, words_share=0.1, prose_words=70))


def test_an_overlay_may_be_long() -> None:
    wall = _candidate(Kind.CONSENT, words=400, words_share=0.4, prose_words=300, position="fixed")
    assert _reason(wall, words=1000).startswith("consent")
