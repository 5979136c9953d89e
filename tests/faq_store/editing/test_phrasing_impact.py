from dataclasses import replace

import pytest

from faq_store.content.edition_cache import ServedEdition
from faq_store.editing import phrasing_impact
from faq_store.editing.phrasing_impact import ImpactPredictor
from faq_store.errors import BadPhrasingError
from helpline import matching
from helpline.faq import Case, Edition, Phrasing
from helpline.matching import Certain, Decision, Nothing
from helpline.matching.evaluation import LabelledText
from tests.faq_store import examples

PUBLISHED = replace(examples.SPOKEN, number=1)
ODD = Phrasing("那个薄片片不灵光", Case("1.2"))


@pytest.fixture(scope="module")
def loaded() -> ServedEdition:
    return ServedEdition(PUBLISHED, matching.train_matcher(PUBLISHED))


def question(decision: Decision) -> str:
    return decision.options[0].case.question


def test_the_text_itself_is_answered_otherwise_than_now(loaded: ServedEdition) -> None:
    found = ImpactPredictor().predict(loaded, PUBLISHED, ODD, ["薄片片不灵光呀"])

    own, like = found.answers
    assert (own.text, like.text) == (ODD.text, "薄片片不灵光呀")
    assert isinstance(own.then, Certain)
    assert question(own.then) == question(like.then) == "1.2"
    assert own.now != own.then


def test_known_phrasings_answered_otherwise_are_named_but_not_the_new_one(
    loaded: ServedEdition,
) -> None:
    harmful = Phrasing("几点吃饭", Case("2.1"))  # until now it means 1.1

    changes = ImpactPredictor().predict(loaded, PUBLISHED, harmful, []).changes

    assert harmful.text not in {it.labelled.text for it in changes}
    assert {it.labelled.text for it in changes} <= {
        phrasing.text for phrasing in PUBLISHED.phrasings
    }


def test_what_else_the_draft_changes_does_not_count(loaded: ServedEdition) -> None:
    draft = replace(PUBLISHED, phrasings=(*PUBLISHED.phrasings, ODD))

    (answer, *_) = (
        ImpactPredictor()
        .predict(loaded, draft, Phrasing("薄片片", Case("1.2")), [])
        .answers
    )

    assert question(answer.now) == "1.2"  # the draft knows it by the other phrasing


def test_one_phrasing_after_another_is_foreseen_as_each_alone(
    loaded: ServedEdition,
) -> None:
    foresight, next_ = ImpactPredictor(), Phrasing("薄片片", Case("1.2"))
    foresight.predict(loaded, PUBLISHED, ODD, [])
    foresight.predict(loaded, PUBLISHED, ODD, [])
    draft = replace(PUBLISHED, number=0, phrasings=(*PUBLISHED.phrasings, ODD))

    found = foresight.predict(loaded, draft, next_, [ODD.text])

    alone = ImpactPredictor().predict(loaded, draft, next_, [ODD.text])
    assert [question(it.then) for it in found.answers] == ["1.2", "1.2"]
    assert [it.labelled for it in found.changes] == [
        change.labelled for change in alone.changes
    ]


def test_what_cannot_be_taught_is_not_tried(loaded: ServedEdition) -> None:
    with pytest.raises(BadPhrasingError):
        ImpactPredictor().predict(loaded, PUBLISHED, Phrasing("卡", Case("9.9")), [])


class Deaf:
    """A matcher of another kind."""

    def match(self, text: str) -> Decision:  # noqa: ARG002
        return Nothing(())

    def situation(self, question: str, text: str) -> int | None:  # noqa: ARG002
        return None


def test_with_a_matcher_that_cannot_go_on_learning_one_is_built() -> None:
    small: Edition = replace(examples.SMALL, number=1)

    found = ImpactPredictor().predict(
        ServedEdition(small, Deaf()), small, Phrasing("薄片", Case("1.2")), []
    )

    assert question(found.answers[0].then) == "1.2"


def test_few_known_phrasings_are_asked_all(loaded: ServedEdition) -> None:
    found = ImpactPredictor().predict(loaded, PUBLISHED, ODD, [])

    assert found.asked == found.known == len(PUBLISHED.phrasings)


def test_of_very_many_those_most_like_it_are_asked(loaded: ServedEdition) -> None:
    strange = (
        Phrasing(f"{number}号的{number * 7}那条", None)
        for number in range(phrasing_impact.MOST_ASKED)
    )
    alike = Phrasing("那个薄片片呢", Case("2.1"))
    draft = replace(PUBLISHED, phrasings=(*PUBLISHED.phrasings, *strange, alike))

    found = ImpactPredictor().predict(loaded, draft, ODD, [])

    assert found.known == len(draft.phrasings)
    assert found.asked == phrasing_impact.NEAREST
    near = phrasing_impact.nearest_phrasings(
        [*map(labelled_, draft.phrasings)], ODD.text
    )
    assert near[0].text == alike.text


def labelled_(phrasing: Phrasing) -> LabelledText:
    return LabelledText(
        phrasing.text, (phrasing.case.question,) if phrasing.case else ()
    )
