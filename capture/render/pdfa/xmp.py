"""The metadata packet, written from a template.

The identification of PDF/UA needs a schema description in nested RDF, which XMP toolkits do not
write, so the packet is text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from capture.render.pdfa.values import Claim, DocumentFacts

PRODUCER = "page-capture"

# XML 1.0, 2.2: no other character may stand in a document, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_UA_SCHEMA = """
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>"""


def legal(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def packet(facts: DocumentFacts, claim: Claim | None) -> bytes:
    """Return the XMP packet that says what the facts and the claim say."""
    captured = _time(facts.captured_at)
    lines = [
        *_alternative("dc:title", facts.title),
        "   <dc:format>application/pdf</dc:format>",
        *_optional("dc:creator", "Seq", facts.authors),
        *_optional("dc:language", "Bag", (facts.language,)),
        *_alternative("dc:description", facts.subject),
        *_optional("dc:date", "Seq", (_time(facts.published) if facts.published else "",)),
        *_plain("dc:source", facts.source_url),
        f"   <xmp:CreateDate>{captured}</xmp:CreateDate>",
        f"   <xmp:ModifyDate>{captured}</xmp:ModifyDate>",
        f"   <xmp:MetadataDate>{captured}</xmp:MetadataDate>",
        f"   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>",
        f"   <pdf:Producer>{PRODUCER}</pdf:Producer>",
        *_plain("pdfaid:part", str(claim.part) if claim else ""),
        *_plain("pdfaid:conformance", claim.letter.upper() if claim else ""),
    ]
    body = "\n".join(lines)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
{body}
  </rdf:Description>{_UA_SCHEMA if claim and claim.ua else ""}
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode("utf-8", "ignore")


def _item(text: str, attributes: str = "") -> str:
    return f"<rdf:li{attributes}>{escape(legal(text))}</rdf:li>"


def _optional(name: str, container: str, values: tuple[str, ...]) -> list[str]:
    items = "".join(_item(value) for value in values if value.strip())
    return [f"   <{name}><rdf:{container}>{items}</rdf:{container}></{name}>"] if items else []


def _alternative(name: str, text: str) -> list[str]:
    item = _item(text, ' xml:lang="x-default"')
    return [f"   <{name}><rdf:Alt>{item}</rdf:Alt></{name}>"] if text.strip() else []


def _plain(name: str, text: str) -> list[str]:
    return [f"   <{name}>{escape(legal(text))}</{name}>"] if text.strip() else []


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def info_time(moment: datetime) -> str:
    """Return a time as the Info dictionary writes it."""
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
