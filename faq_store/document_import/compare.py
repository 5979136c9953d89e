"""An uploaded document compared with the FAQ: the list of its changes, piece by piece."""

from collections.abc import Iterator
from dataclasses import replace

from faq_store.document_import import order_changes
from faq_store.document_import.changes import (
    ChangedQuestion,
    DocumentChange,
    InsertPosition,
    MovedQuestion,
    NewQuestion,
    NewSection,
    NewTitle,
    RemovedQuestion,
    RemovedSection,
    RenamedSection,
    Reordering,
)
from faq_store.document_import.identity import KnownKeys, match_known
from faq_store.file_formats.text_format import FaqDocument
from helpline.faq import Case, Edition, Question, Section


def list_changes(
    standing: Edition, document: FaqDocument
) -> tuple[DocumentChange, ...]:
    """List the pieces in the order in which they are shown and accepted.

    Orders come before what is put between, and whatever takes away comes last. The
    FAQ's phrasings do not matter.
    """
    return tuple(_Comparison(standing, document).pieces())


class _Comparison:
    """One document beside the FAQ as it stands."""

    def __init__(self, standing: Edition, document: FaqDocument) -> None:
        self._standing = standing
        self._document = document
        self._known_keys: KnownKeys = match_known(document.sections, [standing])
        self._home = {
            question.key: section
            for section in standing.sections
            for question in section.questions
        }

        self._next = self._sections_next()

    def pieces(self) -> Iterator[DocumentChange]:
        title = _single_line(self._document.title)
        if title and title != _single_line(self._standing.title):
            yield NewTitle(self._standing.title, title)
        yield from self._order_of_sections()
        for section in self._document.sections:
            yield from self._heading(section)
            yield from self._questions(section)
        yield from self._removals()

    def _sections_next(self) -> dict[str, str | None]:
        """Say for each section of the document which known one comes behind it."""
        found, behind = dict[str, str | None](), None
        for section in reversed(self._document.sections):
            found[section.key] = behind
            behind = self._known_keys.sections.get(section.key, behind)
        return found

    def _order_of_sections(self) -> Iterator[Reordering]:
        titles = {it.key: it.title for it in self._standing.sections}
        wanted = [
            self._known_keys.sections.get(section.key)
            for section in self._document.sections
        ]
        if moves := order_changes.fewest_moves(titles, [it for it in wanted if it]):
            yield Reordering("", "", moves)

    def _heading(self, section: Section) -> Iterator[DocumentChange]:
        key, title = (
            self._known_keys.sections.get(section.key),
            _single_line(section.title),
        )
        if key is None:
            yield NewSection(section.key, title, self._next[section.key])
            return
        before = self._standing.section(key)
        assert before is not None  # noqa: S101 - it was recognised
        if _single_line(before.title) != title:
            yield RenamedSection(key, before.title, title)

    def _questions(self, section: Section) -> Iterator[DocumentChange]:
        key = self._known_keys.sections.get(section.key)
        theirs = [self._known_keys.questions.get(it.key) for it in section.questions]
        stay = [it for it in theirs if it and self._home[it].key == key]
        if home := self._standing.section(key) if key else None:
            titles = {it.key: it.title for it in home.questions}
            if moves := order_changes.fewest_moves(titles, stay):
                yield Reordering(home.key, home.title, moves)
        places = self._places(section, key, theirs)
        for question, known, place in zip(
            section.questions, theirs, places, strict=True
        ):
            yield from self._question(question, known, place)

    def _places(
        self, section: Section, key: str | None, theirs: list[str | None]
    ) -> list[InsertPosition]:
        """Say for each question which one that stands there already comes next."""
        found, before = list[InsertPosition](), None
        title, behind = _single_line(section.title), self._next[section.key]
        for their in reversed(theirs):
            found.append(InsertPosition(section.key, key, title, before, behind))
            if their and self._home[their].key == key:
                before = their
        return found[::-1]

    def _question(
        self, question: Question, known: str | None, place: InsertPosition
    ) -> Iterator[DocumentChange]:
        if known is None:
            yield NewQuestion(place, _tidy_title(question))
            return
        before, home = self._standing.question(known), self._home[known]
        assert before is not None  # noqa: S101 - it was recognised
        if home.key != place.key:
            yield MovedQuestion(before, home.title, place)
        after = _tidy_title(self._with_known_keys(question, before))
        if after != _tidy_title(before):
            yield ChangedQuestion(before, after)

    def _with_known_keys(self, question: Question, known: Question) -> Question:
        situations = tuple(
            replace(
                situation,
                key=self._known_keys.situations.get(
                    Case(question.key, situation.key), 0
                ),
            )
            for situation in question.situations
        )
        return replace(
            question, key=known.key, situations=situations, contacts=known.contacts
        )

    def _removals(self) -> Iterator[DocumentChange]:
        kept = set(self._known_keys.questions.values())
        for section in self._standing.sections:
            for question in section.questions:
                if question.key not in kept:
                    yield RemovedQuestion(question, section.title)
        known = set(self._known_keys.sections.values())
        for section in self._standing.sections:
            if section.key not in known:
                yield RemovedSection(section.key, section.title)


def _tidy_title(question: Question) -> Question:
    """Leave the space in a title as the FAQ keeps it; texts were read line by line."""
    return replace(question, title=_single_line(question.title))


def _single_line(text: str) -> str:
    return " ".join(text.split())
