from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import Engine, select

from faq_store.content import editions
from faq_store.errors import BadSeedError
from faq_store.file_formats import text_format
from faq_store.publishing import seed as publishing_seed
from faq_store.publishing.publish import TrainedDraft
from faq_store.tables import MatcherRow
from helpline import matching
from storage.session import reading, writing
from tests import seeded
from tests.faq_store import examples


def publish_seed(engine: Engine, now: datetime) -> int | None:
    taught = TrainedDraft(seeded.edition(), seeded.matcher())
    with writing(engine) as session:
        return publishing_seed.publish_seed(session, now, taught)


def test_the_seed_is_the_faq_with_its_printed_numbers() -> None:
    seed = publishing_seed.load_seed()

    counts = [len(section.questions) for section in seed.sections]
    contacts = seed.contacts()
    assert counts == [9, 5, 3, 1]
    assert sum(len(question.situations) for question in seed.questions) == 18
    assert contacts is not None
    assert contacts.key == "4.1"
    assert text_format.parse_faq_text(
        text_format.format_faq_text(seed.title, seed.sections)
    ).sections == (seed.sections)


def test_every_leaf_of_the_seed_has_phrasings() -> None:
    seed = publishing_seed.load_seed()

    counts = Counter(phrasing.case for phrasing in seed.phrasings)

    assert all(counts[case] >= 5 for case in (None, *seed.leaves()))


def test_a_phrasing_without_its_case_does_not_fit() -> None:
    with pytest.raises(BadSeedError, match="不存在"):
        publishing_seed.insist_on_fit(
            examples.SMALL.phrasings, examples.SMALL.sections[1:]
        )


def test_the_seed_becomes_edition_one_of_an_empty_store(
    engine: Engine, now: datetime
) -> None:
    assert publish_seed(engine, now) == 1

    with reading(engine) as session:
        published = editions.load_edition(session, 1)
    assert published.sections == publishing_seed.load_seed().sections
    assert published.phrasings == publishing_seed.load_seed().phrasings
    assert published.synonyms == publishing_seed.load_seed().synonyms != ()


def test_the_seed_is_published_with_the_matcher_it_was_taught_beforehand(
    engine: Engine, now: datetime
) -> None:
    publish_seed(engine, now)

    with reading(engine) as session:
        kept = session.scalars(select(MatcherRow.data)).one()
    assert kept == matching.dump_matcher(seeded.matcher())


def test_the_seed_is_published_once(engine: Engine, now: datetime) -> None:
    publish_seed(engine, now)

    assert publish_seed(engine, now) is None


def test_the_seed_stays_away_from_a_draft(engine: Engine, now: datetime) -> None:
    examples.draft(engine, examples.SMALL, now)

    assert publish_seed(engine, now) is None
    assert examples.drafted(engine) == examples.SMALL
