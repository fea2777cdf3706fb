"""What words in `class`, `id` and `role` attributes say about an element.

Each group is a set of word beginnings that site makers use for one purpose; the engine in
`page.py` only asks which groups an element's words fall into.  A group is evidence for the block
model, never a verdict: the weights of the evidence were learned (see `docs/decisions/extract.md`).
"""

from __future__ import annotations

import re
from functools import lru_cache

# One line a group: the words site makers use, as regular expressions anchored at a word's start.
GROUPS: dict[str, str] = {
    "article": r"articles?$|artikel|story$|storybody|post$|posts$|entry|hentry|blogpost|news$",
    "body": r"body|content|contents$|contenu|inhalt|text$|texte$|richtext|rte$|prose|markdown|wysiwyg",
    "main": r"main|primary|principal|page$|single|detail|details$|center|central|middle|maincontent",
    "comment": r"comment|disqus|respond|replies|reply|kommentar|coral|livefyre|spot.?im|shoutbox",
    "related": r"relate|recommend|recirc|more$|morefrom|readmore|readnext|next|also|trending|popular"
    r"|mostread|similar|suggest|upsell|crosssell|outbrain|taboola|recent|latest|onward|teaser|ahnlich",
    "share": r"shar(e|ing)|social|addthis|sharedaddy|addtoany|follow|facebook|twitter|whatsapp|telegram"
    r"|pinterest|linkedin|sns$|like$|likes$",
    "side": r"side|aside|rail|right$|left$|col2|secondary|widget|sticky|complementary|marginal|infobox",
    "foot": r"foot|bottom|colophon|contentinfo|copyright|legal|disclaimer|imprint",
    "head": r"head$|header|top$|topbar|masthead|banner|hero|jumbotron|navbar|logo|brand",
    "nav": r"nav|menu|breadcrumb|crumb|pagin|pager|toc$|tableofcontents|tabs$|tab$|sitemap|directory|skip"
    r"|toolbar|filter|facet|sort|search|langu|locale|dropdown",
    "promo": r"promo|ad$|ads$|advert|adslot|adsense|sponsor|banner|partner|werbung|anzeige|publicit|pub$"
    r"|dfp|gpt|commercial|affiliate|offer|deal|callout|cta|marketing",
    "letter": r"newsletter|subscri|signup|signin|login|optin|mailchimp|register|paywall|membership|form$|donat",
    "consent": r"cookie|consent|gdpr|ccpa|onetrust|privacy|cmp$|cmpbox",
    "author": r"author|byline|bio$|profile|avatar|contributor|auteur|autor|writer|vcard|user",
    "meta": r"meta|date|time|publish|posted|info$|tag$|tags$|taglist|categor|topic|label|badge|kicker|keyword"
    r"|count|views|rating|vote|stat$|stats$|dateline|eyebrow",
    "caption": r"caption|legend|credit|figure|figcaption|wp-caption|bildunter|legende|copyright|photocredit",
    "media": r"image|img$|photo|picture|video|gallery|slide|slider|carousel|swiper|slick|player|media|audio"
    r"|thumb|lightbox",
    "modal": r"modal|popup|overlay|dialog|lightbox|toast|tooltip|popover|offcanvas|drawer|flyout|interstitial",
    "product": r"product|item$|items$|sku|variant|spec|specs$|feature|descript|produkt|produit|summary|shop",
    "price": r"price|cart|basket|buy|checkout|shipping|quantity|qty|stock|wishlist|addtocart|deliver|size$",
    "review": r"review|testimonial|rating|feedback|qa$|question|faq|accordion|collaps",
    "thread": r"thread|forum|message|topic|reply|answer|discussion|conversation|bbp|postbody|postbit|comment"
    r"|question|op$|messagebody|posttext",
    "grid": r"grid|list$|listing|cards?$|tile|row$|col$|column|collection|results?$|cell|archive|loop|feed",
    "hidden": r"hidden|hide$|invisible|visuallyhidden|sr$|screenreader|offscreen|noscript|print$|collapsed",
    "lead": r"lead|lede|standfirst|intro|chapo|excerpt|deck|dek|subtitle|subhead|abstract|headline|title",
    "control": r"btn|button|action|control|toggle|icon|link$|links$|close|print$|bookmark|save$|download",
    "notice": r"alert|notice|warning|error|message$|messages$|notification|announce|status|infobar",
    "quote": r"quote|pullquote|blockquote|citation|footnote|reference|endnote",
    "code": r"code|highlight|syntax|snippet|prettyprint|hljs|sourcecode|terminal|console",
}  # fmt: skip
NAMES = tuple(GROUPS)
_PATTERNS = tuple((1 << i, re.compile(p)) for i, p in enumerate(GROUPS.values()))
# Most words are in no group: one look tells.
_ANY = re.compile("|".join(GROUPS.values()))
_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")

# An attribute longer than this is data (a style sheet in a class name), not a name.
_LONGEST_ATTRIBUTE = 400


@lru_cache(maxsize=16384)
def _word_mask(word: str) -> int:
    if not _ANY.match(word):
        return 0
    return sum(bit for bit, pattern in _PATTERNS if pattern.match(word))


@lru_cache(maxsize=8192)
def mask(attribute: str) -> int:
    """Return the groups that an attribute's words fall into, one bit a group of `NAMES`."""
    found = 0
    for word in _WORDS.findall(attribute[:_LONGEST_ATTRIBUTE]):
        found |= _word_mask(word.lower())
    return found
