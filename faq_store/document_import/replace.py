"""`helpline import`: a document replaces the whole draft, and what it keeps keeps its keys."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as altered
from datetime import datetime

from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, keys
from faq_store.content.keys import GivenKeys
from faq_store.document_import import carry_over
from faq_store.document_import.identity import KnownKeys, match_known
from faq_store.document_import.import_summary import ImportSummary, summarise_import
from faq_store.errors import UnpublishedChangesError
from faq_store.file_formats.text_format import FaqDocument
from faq_store.publishing import seed as publishing_seed
from faq_store.tables import EditionRow
from helpline.faq import (
    Case,
    Edition,
    Phrasing,
    Question,
    Section,
    keep_fitting_phrasings,
)
from storage.session import lock_tables


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the draft's difference from what was there before.

    `first` is true when nothing was there; `lost_phrasings` meant something the
    document no longer has; `dropped` is what reading the document left out.
    """

    draft: Edition
    differences: ImportSummary
    first: bool
    lost_phrasings: tuple[Phrasing, ...]
    dropped: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Say it to whoever imported, a sentence each."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        yield _describe_size(self.draft)
        yield from self.dropped
        if not self.first:
            yield from self.differences.lines() or ("与原有内容相同",)
        lost = Counter(phrasing.case for phrasing in self.lost_phrasings)
        for case, count in lost.items():
            yield f"问法{count}条所指的 {case} 已不存在，未保留"


def import_document(
    session: Session, document: FaqDocument, *, now: datetime, replace: bool
) -> ImportReport:
    """Make the document the draft.

    Phrasings, synonyms and prompts stay those of the latest edition (before the first one:
    of the draft, else of the seed). Raises `UnpublishedChangesError`, with nothing changed,
    if unpublished changes would be lost and `replace` does not accept that.
    """
    lock_tables(session, EditionRow.__tablename__)
    latest, draft = editions.load_latest(session), drafts.load_draft(session)
    base = latest or draft
    known = [it for it in (latest, draft) if it]
    known_keys = match_known(document.sections, known)
    sections = _assign_keys(
        document.sections, known_keys, keys.load_given_keys(session)
    )
    edition = _with_carry_over(Edition(0, document.title, sections), base)
    if draft and not replace and drafts.is_draft_changed(session):
        _insist_on_no_loss(session, draft, edition)
    drafts.replace_draft(session, edition, now=now)
    return ImportReport(
        draft=edition,
        differences=summarise_import(base or edition, edition),
        first=base is None,
        lost_phrasings=_lost_phrasings(base, edition),
        dropped=document.dropped,
    )


def _assign_keys(
    sections: Sequence[Section], known_keys: KnownKeys, given: GivenKeys
) -> tuple[Section, ...]:
    """Give each thing its known key, or the next one never given."""
    return tuple(
        _assign_section_keys(section, known_keys, given) for section in sections
    )


def _assign_section_keys(
    section: Section, known_keys: KnownKeys, given: GivenKeys
) -> Section:
    key = known_keys.sections.get(section.key) or given.next_section()
    questions = tuple(
        _assign_question_keys(question, key, known_keys, given)
        for question in section.questions
    )
    return Section(key, section.title, questions)


def _assign_question_keys(
    question: Question, section: str, known_keys: KnownKeys, given: GivenKeys
) -> Question:
    key = known_keys.questions.get(question.key) or given.next_question(section)
    situations = tuple(
        altered(
            situation,
            key=known_keys.situations.get(Case(question.key, situation.key))
            or given.next_situation(key),
        )
        for situation in question.situations
    )
    return altered(question, key=key, situations=situations)


def _with_carry_over(edition: Edition, base: Edition | None) -> Edition:
    """Add the phrasings, synonyms and prompts that carry over."""
    if base is None:
        seed = publishing_seed.load_seed()
        phrasings = carry_over.phrasings_from_seed(edition.sections, seed)
        synonyms = seed.synonyms if phrasings else ()
        return altered(edition, phrasings=phrasings, synonyms=synonyms)
    phrasings = keep_fitting_phrasings(base.phrasings, edition.sections)
    return altered(
        edition, phrasings=phrasings, synonyms=base.synonyms, prompts=base.prompts
    )


def _insist_on_no_loss(session: Session, draft: Edition, edition: Edition) -> None:
    if drafts.have_same_content(edition, draft):
        return
    start = drafts.load_base_edition(session)
    if start is None:
        raise UnpublishedChangesError((f"从未发布的草稿：{_describe_size(draft)}",))
    raise UnpublishedChangesError(summarise_import(start, draft).lines())


def _lost_phrasings(base: Edition | None, edition: Edition) -> tuple[Phrasing, ...]:
    if base is None:
        return ()
    kept = set(edition.phrasings)
    return tuple(it for it in base.phrasings if it not in kept)


def _describe_size(edition: Edition) -> str:
    questions = list(edition.questions)
    situations = sum(len(it.situations) for it in questions)
    return (
        f"{len(edition.sections)}个阶段，{len(questions)}个问题，{situations}种情形，"
        f"{len(edition.phrasings)}条问法"
    )
