"""Every painted thing is tagged content or an artifact, and no tagged form is painted twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

from capture.render.pdfa.content import Scan, Use, scan, wrapped
from capture.render.pdfa.notes import Notes


@dataclass(slots=True)
class Painted:
    """A page's or a form's content, read once; ``holder`` is the page or the form.

    Repairs edit ``found.lines`` in place, one line for one line, and `write` puts them back.
    """

    holder: Object
    stream: Object
    resources: Object
    found: Scan
    artifacts: list[tuple[int, int]] = field(default_factory=list)
    edited: bool = False

    def write(self) -> None:
        """Write the stream again if anything in it changed."""
        if self.artifacts or self.edited:
            self.stream.write(b"\n".join(wrapped(self.found, self.artifacts)))


@dataclass(slots=True)
class _Painting:
    pdf: Pdf
    notes: Notes
    done: list[Painted] = field(default_factory=list)
    forms: dict[tuple[int, int], Painted] = field(default_factory=dict)
    tagged: dict[tuple[int, int], bool] = field(default_factory=dict)
    painted: set[tuple[int, int]] = field(default_factory=set)


def mark_artifacts(pdf: Pdf, notes: Notes) -> list[Painted]:
    """Mark as artifacts what Chromium left untagged; return every content stream, scanned.

    A form that holds tagged content keeps its tags at its first use; a second use (Chromium paints
    a text's shadow so) becomes an untagged copy inside an artifact.
    """
    work = _Painting(pdf, notes)
    for page in pdf.pages:
        _page(work, page)
    return work.done


def unmarked(pdf: Pdf, marked: list[Painted]) -> list[Painted]:
    """Return what paints besides, scanned: forms without tags, masks, patterns, untagged copies.

    Their letters need a meaning and a glyph as much as the page's own.
    """
    known = {painted.stream.objgen for painted in marked}
    found = []
    for each in pdf.objects:
        if not isinstance(each, Stream) or each.objgen in known:
            continue
        resources = each.get("/Resources")
        if not isinstance(resources, Dictionary) or "/Font" not in resources:
            continue
        if each.get("/Subtype") == Name.Form or each.get("/PatternType") == 1:
            found.append(Painted(each, each, resources, _read(each)))
    return found


def _page(work: _Painting, page: Page) -> None:
    page.contents_coalesce()
    stream = page.obj.get("/Contents")
    if not isinstance(stream, Stream):
        return
    painted = Painted(page.obj, stream, page.obj.get("/Resources", Dictionary()), _read(stream))
    _mend(work, painted)


def _read(stream: Object) -> Scan:
    return scan(stream.read_bytes())


def _mend(work: _Painting, painted: Painted) -> None:
    painted.artifacts.extend(painted.found.bare)
    for use in painted.found.uses:
        form = _form(painted, use)
        if form is not None and _is_tagged(work, form):
            if form.objgen not in work.painted:
                work.painted.add(form.objgen)
                _mend(work, work.forms[form.objgen])
                continue
            _paint_copy(work, painted, use, form)
        if not use.marked:
            painted.artifacts.append((use.line, use.line))
    work.notes.add("untagged content marked as an artifact", count=len(painted.artifacts))
    work.done.append(painted)


def _form(painted: Painted, use: Use) -> Object | None:
    objects = painted.resources.get("/XObject")
    form = objects.get("/" + use.name.decode("latin-1")) if objects is not None else None
    return form if form is not None and form.get("/Subtype") == Name.Form else None


def _is_tagged(work: _Painting, form: Object) -> bool:
    """Say whether a form, or a form it paints, holds tagged content."""
    if form.objgen in work.tagged:
        return work.tagged[form.objgen]
    work.tagged[form.objgen] = False  # until known: a form that paints itself ends here
    resources = form.get("/Resources", Dictionary())
    painted = Painted(form, form, resources, _read(form))
    work.forms[form.objgen] = painted
    inner = [_form(painted, use) for use in painted.found.uses]
    tagged = bool(painted.found.mcids) or any(
        _is_tagged(work, other) for other in inner if other is not None
    )
    work.tagged[form.objgen] = tagged
    return tagged


def _paint_copy(work: _Painting, painted: Painted, use: Use, form: Object) -> None:
    copy = _untagged(work, form)
    name = f"/Copy{copy.objgen[0]}"
    painted.resources.XObject[name] = copy
    line = painted.found.lines[use.line]
    painted.found.lines[use.line] = line.replace(b"/" + use.name, name.encode(), 1)
    painted.edited = True
    work.notes.add("tagged form painted again without its tags")


def _untagged(work: _Painting, form: Object) -> Object:
    lines = [
        b"/Span BMC" if b"/MCID" in line and line.endswith(b"BDC") else line
        for line in form.read_bytes().split(b"\n")
    ]
    copy = work.pdf.make_stream(b"\n".join(lines))
    for key, value in form.items():
        if key not in ("/Length", "/Filter", "/DecodeParms", "/StructParents", "/StructParent"):
            copy[key] = value
    return copy
