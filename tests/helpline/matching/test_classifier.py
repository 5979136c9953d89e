import numpy as np
import pytest

from helpline.matching.classifier import Classifier, TrainingSet, retrain, train
from helpline.matching.vectors import TermVector, TermVectors

DIRECTIONS = {"1.1": 0, "1.2": 1, "": 2}
LABELS = ("1.1", "1.2", "", "1.2", "1.1", "", "1.1")


def lessons(labels: tuple[str, ...] = LABELS, spoken: int = 3) -> TrainingSet:
    """Make texts of two terms each: one for what it means, and one that all have."""
    at = np.array([(DIRECTIONS[it], 3) for it in labels], np.int32).ravel()
    value = np.tile(np.array([0.8, 0.6], np.float32), len(labels))
    start = np.arange(len(labels) + 1, dtype=np.int64) * 2
    said = np.arange(len(labels)) >= len(labels) - spoken
    return TrainingSet(TermVectors(start, at, value, 4), labels, said)


def text(meaning: str) -> TermVector:
    return TermVector(
        np.array([DIRECTIONS[meaning], 3], np.int32), np.array([0.8, 0.6], np.float32)
    )


def best(model: Classifier, meaning: str) -> str:
    return model.ranking(text(meaning))[0][0]


def test_what_is_none_of_ours_is_the_last_class() -> None:
    assert lessons().classes == ("1.1", "1.2", "")
    assert lessons().label_numbers(("1.2", "", "1.1")).tolist() == [2, 0, 1, 0, 2, 1, 2]


def test_a_taught_text_belongs_to_its_class() -> None:
    model = train(lessons(), 0.02)

    assert [best(model, it) for it in DIRECTIONS] == list(DIRECTIONS)


def test_a_ranking_holds_every_class_once_with_shares_that_sum_to_one() -> None:
    ranking = train(lessons(), 0.02).ranking(text("1.2"))

    shares = [share for _, share in ranking]
    assert {key for key, _ in ranking} == set(DIRECTIONS)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def misleading(spoken: int) -> TrainingSet:
    """Make lessons whose first text, the FAQ's own, looks like another class."""
    found = lessons(("1.2", "1.1", "1.1", "1.1", "1.2", "1.2", "1.2"), spoken)
    found.vectors.at[0] = DIRECTIONS["1.1"]
    return found


def test_certainty_is_about_what_people_said() -> None:
    said, written = (train(misleading(it), 0.0).confidence for it in (6, 7))

    assert said.certain < written.certain


def test_where_nobody_said_anything_certainty_is_about_the_faq_itself() -> None:
    unsaid, all_said = (train(misleading(it), 0.0).confidence for it in (0, 7))

    assert unsaid == all_said


def test_teaching_on_what_was_taught_changes_nothing() -> None:
    before = train(lessons(), 0.02)

    again = retrain(before, lessons(), np.arange(len(LABELS), dtype=np.int32))

    assert again.confidence == before.confidence
    assert again.left_out == pytest.approx(before.left_out)
    for meaning in DIRECTIONS:
        assert again.shares(text(meaning)) == pytest.approx(
            before.shares(text(meaning)), abs=0.01
        )


def test_a_class_that_is_gone_is_not_ranked() -> None:
    before = train(lessons(), 0.02)
    kept = [at for at, it in enumerate(LABELS) if it != "1.1"]

    after = retrain(
        before, lessons(tuple(LABELS[it] for it in kept)), np.array(kept, np.int32)
    )

    assert after.classes == ("1.2", "")
    assert best(after, "1.2") == "1.2"


def test_a_class_that_is_new_is_taught() -> None:
    known = [at for at, it in enumerate(LABELS) if it != "1.1"]
    before = train(lessons(tuple(LABELS[it] for it in known)), 0.02)
    was = [known.index(at) if at in known else -1 for at in range(len(LABELS))]

    after = retrain(before, lessons(), np.array(was, np.int32))

    assert [best(after, it) for it in DIRECTIONS] == list(DIRECTIONS)
    assert (after.left_out[np.array(was) < 0] == 0).all()
