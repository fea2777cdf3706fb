"""Fifteen languages: every paragraph kept word for word, no furniture, who and when read."""

from __future__ import annotations

import pytest

from capture.extract.extract import extract

from .pages import SAMPLES, Sample, article_page


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.language)
def test_article(sample: Sample) -> None:
    found = extract(article_page(sample), "https://news.example/a")
    for paragraph in sample.paragraphs:
        assert found.text.count(paragraph) == 1
        assert paragraph in found.markdown.replace("\\", "")
    for furniture in ("Related", "All rights", f"{sample.menu} 1", "Privacy"):
        assert furniture not in found.text
    assert found.metadata.title and found.metadata.title.value == sample.title
    assert [a.value for a in found.metadata.authors] == [sample.author]
    assert found.metadata.published and found.metadata.published.value == "2024-05-07"
    assert found.metadata.published.confidence <= 0.5  # read off the page, not stated by it
    assert found.metadata.language and found.metadata.language.value == sample.language
    assert found.kind == "article"
