"""The runs of a .docx paragraph as text, with a mark for each image or object in it."""

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MARK = re.compile(r"\[[a-z]+:[^\]]*\]")
_TEXT, _RUN = qn("w:t"), qn("w:r")
_AROUND = {
    qn(item)
    for item in (
        *("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent"),
        *("w:fldSimple", "w:customXml", "w:dir", "w:bdo", "w:ruby", "w:rubyBase"),
    )
}
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_PICTURES = {
    qn("w:drawing"),
    qn("w:pict"),
    f"{_COMPATIBILITY}AlternateContent",  # the same in a newer and an older form
}
_OTHERS = {
    qn("w:object"): "object",
    qn("m:oMath"): "formula",
    qn("m:oMathPara"): "formula",
    qn("w:footnoteReference"): "footnote",
    qn("w:endnoteReference"): "footnote",
}
_OFF = {"0", "false", "off"}
_SHOWN = 20
"""Characters of a text box that its mark repeats."""


def paragraph_text(paragraph: BaseOxmlElement) -> str:
    """Write out a paragraph; what was deleted while changes were tracked is gone."""
    return "".join(_inner_text(paragraph))


def placeholder(kind: str, name: str) -> str:
    """Leave a mark where something stood that the leaflet cannot hold."""
    shown = " ".join(re.sub(r"[\[\]]", "", name).split())
    return f"[{kind}: {shown}]" if shown else f"[{kind}:]"


def without_placeholders(said: str) -> str:
    """Take the marks out of what was said, and the space around it."""
    return _MARK.sub("", said).strip()


def _inner_text(around: BaseOxmlElement) -> Iterator[str]:
    for item in around:
        tag = item.tag
        if tag == _TEXT:
            yield re.sub(r"[\t\n\r]", " ", item.text or "")
        elif tag == _RUN:
            yield from _run_text(item)
        elif tag in _AROUND:
            yield from _inner_text(item)
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _PICTURES:
            yield _picture_mark(item)
        elif tag in _OTHERS:
            yield placeholder(_OTHERS[tag], "")


def _run_text(run: BaseOxmlElement) -> Iterator[str]:
    properties = run.find(qn("w:rPr"))
    if properties is not None and _is_hidden(properties):
        if said := "".join(_inner_text(run)):
            yield placeholder("hidden", said[:_SHOWN])
        return
    yield from _inner_text(run)


def _is_hidden(properties: BaseOxmlElement) -> bool:
    found = properties.find(qn("w:vanish"))
    return found is not None and found.get(qn("w:val")) not in _OFF


def _picture_mark(drawn: BaseOxmlElement) -> str:
    box = next(drawn.iter(qn("w:txbxContent")), None)
    if box is not None:
        said = "".join(it.text or "" for it in box.iter(qn("w:t")))
        return placeholder("textbox", said[:_SHOWN])
    about = next(drawn.iter(qn("wp:docPr")), None)
    name = "" if about is None else about.get("descr") or about.get("name") or ""
    return placeholder("image", str(name)[: 2 * _SHOWN])
