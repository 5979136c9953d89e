"""The summary that `helpline import` prints: what differs between two editions in memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from helpline.faq import Case, Edition

_SHOWN = 30
"""Characters of a title that a sentence shows."""


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """A section, question or situation as it stood; `key` is how it is stored."""

    kind: str
    key: str
    title: str
    body: object
    parent: str

    @property
    def name(self) -> str:
        """Name it as staff would."""
        return f"{self.kind}{self.key}“{_short(self.title)}”"


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What was added, removed, renamed (before, after) and changed in its text.

    `reordered` is true if what is in both stands in another order or section.
    """

    added: tuple[DiffEntry, ...] = ()
    removed: tuple[DiffEntry, ...] = ()
    renamed: tuple[tuple[DiffEntry, DiffEntry], ...] = ()
    changed: tuple[DiffEntry, ...] = ()
    reordered: bool = False
    phrasings_added: int = 0
    phrasings_removed: int = 0
    synonyms: int = 0
    prompts: tuple[str, ...] = ()
    title: bool = False

    def lines(self) -> tuple[str, ...]:
        """Say it, a sentence for each difference."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.title:
            yield "总标题有改动"
        yield from (f"新增{entry.name}" for entry in self.added)
        yield from (f"删除{entry.name}" for entry in self.removed)
        for before, after in self.renamed:
            yield f"{before.name}改为“{_short(after.title)}”"
        yield from (f"{entry.name}的内容有改动" for entry in self.changed)
        if self.reordered:
            yield "顺序或所属阶段有改动"
        if self.phrasings_added:
            yield f"新增问法{self.phrasings_added}条"
        if self.phrasings_removed:
            yield f"删除问法{self.phrasings_removed}条"
        if self.synonyms:
            yield f"同义词有{self.synonyms}处改动"
        if self.prompts:
            yield f"提示语有改动：{'、'.join(self.prompts)}"


def summarise_import(before: Edition, after: Edition) -> ImportSummary:
    """List what became different, in the order of the document."""
    old = {(it.kind, it.key): it for it in _entries(before)}
    new = {(it.kind, it.key): it for it in _entries(after)}
    both = [(old[key], new[key]) for key in new if key in old]
    order = [key for key in old if key in new]
    was, now = Counter(before.phrasings), Counter(after.phrasings)
    return ImportSummary(
        added=tuple(it for key, it in new.items() if key not in old),
        removed=tuple(it for key, it in old.items() if key not in new),
        renamed=tuple((one, two) for one, two in both if one.title != two.title),
        changed=tuple(two for one, two in both if one.body != two.body),
        reordered=order != [key for key in new if key in old]
        or any(one.parent != two.parent for one, two in both),
        phrasings_added=(now - was).total(),
        phrasings_removed=(was - now).total(),
        synonyms=len(set(before.synonyms) ^ set(after.synonyms)),
        prompts=tuple(_prompts(before, after)),
        title=before.title != after.title,
    )


def _entries(edition: Edition) -> Iterator[DiffEntry]:
    for section in edition.sections:
        yield DiffEntry("阶段", section.key, section.title, None, "")
        for question in section.questions:
            body = (question.answer, question.contacts)
            yield DiffEntry("问题", question.key, question.title, body, section.key)
            for situation in question.situations:
                key = str(Case(question.key, situation.key))
                yield DiffEntry(
                    "情形", key, situation.condition, situation.suggestion, question.key
                )


def _prompts(before: Edition, after: Edition) -> Iterator[str]:
    for name in (field.name for field in fields(before.prompts)):
        if getattr(before.prompts, name) != getattr(after.prompts, name):
            yield name


def _short(title: str) -> str:
    return title if len(title) <= _SHOWN else f"{title[:_SHOWN]}…"
