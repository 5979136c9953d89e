"""Whoever publishes is told which answers change, the worse ones first."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, select, update

from faq_store.content.matcher_store import NO_COPIES, MatcherFiles
from faq_store.publishing import publish
from faq_store.publishing.publish import TrainedDraft
from faq_store.tables import MatcherRow
from helpline import matching
from helpline.faq import Case, Edition, Phrasing
from helpline.matching import Certain, Matcher, Nothing
from helpline.matching.comparison import Effect
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.faq_store.meanings import Letters

NEW = Phrasing("开水房在哪里呢", Case("3.1"))
CHANGED = replace(
    # One title now is what people say for another question; one is what they ask.
    examples.asking(SMALL, q2_1="什么时候吃饭", q3_1=NEW.text),
    phrasings=(NEW, *SMALL.phrasings),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return examples.small_matcher()


@pytest.fixture
def canteen(engine: Engine, now: datetime, matcher: Matcher) -> Engine:
    examples.publish(engine, SMALL, now, matcher)
    return engine


def taught(
    engine: Engine, draft: Edition, now: datetime, means: MatcherFiles
) -> TrainedDraft:
    examples.draft(engine, draft, now)
    with reading(engine) as session:
        found = publish.train_draft(session, means)
    assert found is not None
    return found


def test_changed_answers_are_listed_the_worse_first(
    canteen: Engine, now: datetime
) -> None:
    changes = taught(canteen, CHANGED, now, NO_COPIES).changes

    worse, *others = changes
    (better,) = [it for it in others if it.labelled.text == NEW.text]
    assert worse.labelled.text == "什么时候吃饭"
    assert worse.labelled.questions == ("1.1",)
    assert worse.effect is Effect.WORSE
    assert isinstance(worse.after, Certain)
    assert worse.after.options[0].case == Case("2.1")
    assert better.effect is Effect.BETTER
    assert isinstance(better.before, Nothing)
    assert isinstance(better.after, Certain)


def test_texts_that_are_phrasings_no_more_are_asked_too(
    canteen: Engine, now: datetime
) -> None:
    phrasings = tuple(it for it in CHANGED.phrasings if it.text != "什么时候吃饭")

    changes = taught(
        canteen, replace(CHANGED, phrasings=phrasings), now, NO_COPIES
    ).changes

    assert changes[0].labelled.text == "什么时候吃饭"
    assert changes[0].effect is Effect.WORSE


def test_a_draft_that_answers_alike_changes_no_answer(
    canteen: Engine, now: datetime
) -> None:
    assert taught(canteen, examples.retitled("新"), now, NO_COPIES).changes == ()


def test_the_first_edition_changes_no_answer(engine: Engine, now: datetime) -> None:
    found = taught(engine, SMALL, now, NO_COPIES)

    assert found.draft == SMALL
    assert found.changes == ()


def test_answers_are_compared_though_another_version_wrote_the_matcher(
    canteen: Engine, now: datetime
) -> None:
    with writing(canteen) as session:
        session.execute(update(MatcherRow).values(data=b"", digest=""))

    changes = taught(canteen, CHANGED, now, NO_COPIES).changes

    assert changes[0].effect is Effect.WORSE


def test_a_draft_is_taught_with_the_encoder_there_is(
    canteen: Engine, now: datetime
) -> None:
    found = taught(canteen, CHANGED, now, MatcherFiles(encoder=Letters()))

    assert found.matcher.encoder == Letters()


def test_a_draft_changed_since_is_taught_anew_with_the_same_encoder(
    canteen: Engine, now: datetime
) -> None:
    means = MatcherFiles(encoder=Letters())
    early = taught(canteen, CHANGED, now, means)
    examples.draft(canteen, replace(CHANGED, title="再改"), now)

    with writing(canteen) as session:
        publish.publish_draft(
            session, now=now, by="张三", second_person=False, taught=early
        )

    with reading(canteen) as session:
        newest = select(MatcherRow.data).order_by(MatcherRow.edition_id.desc())
        data = session.scalars(newest).first() or b""
    assert matching.load_matcher(data, Letters()).encoder == Letters()
