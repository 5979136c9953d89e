"""Evaluate: how good the matching is, for a person and for a program."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from helpline.faq import Case, Phrasing
from helpline.matching import Matcher
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.seeded import MONDAY_MORNING
from tests.server.commands.measuring import CROSSED, figures, texts
from tests.server.commands.operator import Operator

NEW = "开水房在哪里呢"
LINES = (
    {"text": "几点开饭？", "label": "1.1", "kind": "copied", "split": "dev"},
    {"text": "食堂电话", "label": "1.1", "kind": "copied", "split": "dev"},
    {"text": "xyz", "label": None, "kind": "oos_near", "split": "test"},
    {"text": "食堂电话", "label": None, "kind": "oos_far", "split": "test"},
    {"text": "xyz", "label": "2.1", "also": ["3.1"]},
)
SHARES = {
    *("first", "first_three", "certain", "certain_wrong", "nothing", "situation"),
    *("off_certain", "off_certain_near", "off_certain_far", "off_nothing"),
    *("auroc", "calibration", "coverage_at_precision"),
}


def test_a_program_gets_every_figure(cook: Operator) -> None:
    found = figures(cook, texts(cook, *LINES))

    assert set(found) == SHARES | {
        *("in_scope", "out_of_scope", "near", "covered", "kinds", "confusions"),
        *("cross_validated", "mistakes"),
    }
    assert all(0 <= found[it] <= 1 for it in SHARES)
    assert (found["in_scope"], found["out_of_scope"], found["near"]) == (3, 2, 1)
    assert found["cross_validated"] is False
    assert found["first"] == pytest.approx(1 / 3)
    assert found["certain_wrong"] == pytest.approx(1 / 3)
    assert (found["off_certain_near"], found["off_certain_far"]) == (0, 1)
    assert [set(it) for it in found["covered"]] == [
        {"coverage", "wrong", "off_near", "off_far"}
    ] * 2
    assert [it["coverage"] for it in found["covered"]] == [0.5, 0.8]
    assert found["kinds"] == [
        {"kind": "copied", "texts": 2, "well": 0.5},
        {"kind": "oos_far", "texts": 1, "well": 0},
        {"kind": "oos_near", "texts": 1, "well": 1},
    ]


def test_a_program_gets_every_mistake_and_what_was_taken_for_what(
    cook: Operator,
) -> None:
    found = figures(cook, texts(cook, *LINES))

    first, *_ = found["mistakes"]
    score = first.pop("score")
    assert 0 <= score <= 1
    assert first == {
        "text": "食堂电话",
        "label": ["1.1"],
        "decision": "certain",
        "best": "3.1",
    }
    assert [(it["text"], it["label"]) for it in found["mistakes"]] == [
        ("食堂电话", ["1.1"]),
        ("食堂电话", []),
        ("xyz", ["2.1", "3.1"]),
    ]
    assert {"meant": "1.1", "taken": "3.1", "times": 1} in found["confusions"]
    assert all(set(it) == {"meant", "taken", "times"} for it in found["confusions"])


def test_a_person_reads_the_same_in_sentences(cook: Operator) -> None:
    done = cook.does("evaluate", texts(cook, *LINES))

    lines = done.stdout.splitlines()
    assert lines[0] == "范围内 3 条，范围外 2 条"
    assert lines[1].startswith("首选正确 33.3%，前三含正确 ")
    assert lines[2].startswith("直接答复 66.7%，其中答错（占范围内） 33.3%，")
    assert lines[4].startswith(
        "范围外：误答 50.0%（近题 0.0%，远题 100.0%），答没有找到 50.0%"
    )
    assert [it[: it.index("：")] for it in lines[6:8]] == [
        "只答最有把握的50%",
        "只答最有把握的80%",
    ]
    assert lines[8:11] == [
        "  copied：2 条，处理得当 50.0%",
        "  oos_far：1 条，处理得当 0.0%",
        "  oos_near：1 条，处理得当 100.0%",
    ]
    assert "  1.1 被当成 3.1：1 次" in lines
    assert any(
        line.startswith("  应为 1.1，确定，首选 3.1 ") and line.endswith("：食堂电话")
        for line in lines
    )
    assert any(it.startswith("  应为 范围外，确定，首选 3.1 ") for it in lines)
    assert any(it.startswith("  应为 2.1/3.1，没有找到，首选 ") for it in lines)


@pytest.mark.parametrize(
    ("split", "counts"),
    [("dev", (2, 0)), ("test", (0, 2)), (" dev , test,", (2, 2)), ("none", (0, 0))],
)
def test_only_the_splits_that_are_named_are_asked(
    cook: Operator, split: str, counts: tuple[int, int]
) -> None:
    found = figures(cook, texts(cook, *LINES), "--split", split)

    assert (found["in_scope"], found["out_of_scope"]) == counts


TRAINING = (
    {"text": NEW, "label": "3.1", "split": "train"},
    {"text": "外面下雪没有", "label": None, "split": "train"},
    {"text": "请问" + NEW, "label": "3.1", "split": "dev"},
    {"text": "几点开饭？", "label": "1.1"},
)


def test_the_splits_to_learn_are_learnt_and_the_others_asked(cook: Operator) -> None:
    file = texts(cook, *TRAINING)

    without = figures(cook, file, "--split", "dev")
    learnt = figures(cook, file, "--learn", "train")

    assert (without["in_scope"], without["first"]) == (1, 0)
    assert (learnt["in_scope"], learnt["out_of_scope"]) == (2, 0)
    assert learnt["first"] == 1
    assert learnt["cross_validated"] is False


def test_what_is_learnt_for_measuring_is_taught_to_nobody(
    cook: Operator, engine: Engine
) -> None:
    cook.does("evaluate", texts(cook, *TRAINING), "--learn", "train")

    latest = examples.latest(engine)
    assert latest is not None
    assert latest.phrasings == SMALL.phrasings
    assert examples.drafted(engine) is None


def test_what_is_learnt_and_asked_is_cross_validated(cook: Operator) -> None:
    words = ("--learn", "train", "--split", "train")

    assert figures(cook, texts(cook, *TRAINING), *words)["cross_validated"] is True


def test_without_a_file_the_phrasings_are_cross_validated(
    operator: Operator, engine: Engine, spoken_matcher: Matcher
) -> None:
    examples.publish(engine, examples.SPOKEN, MONDAY_MORNING, spoken_matcher)

    done = operator.does("evaluate")
    found = figures(operator)

    spoken = [it for it in examples.SPOKEN.phrasings if it.case]
    assert done.stdout.splitlines()[:2] == [
        CROSSED,
        f"范围内 {len(spoken)} 条，范围外 10 条",
    ]
    assert found["cross_validated"] is True


def test_what_is_cross_validated_is_not_known_to_who_is_asked(
    operator: Operator, engine: Engine
) -> None:
    odd = Phrasing("xyz", Case("3.1"))
    odder = replace(SMALL, phrasings=(*SMALL.phrasings, odd))
    examples.publish(engine, odder, MONDAY_MORNING)

    asked, done = operator.does("ask", "xyz"), operator.does("evaluate")

    assert asked.stdout.splitlines()[1].startswith("  3.1  ")
    assert any(
        line.startswith("  应为 3.1，没有找到，") and line.endswith("：xyz")
        for line in done.stdout.splitlines()
    )


def test_near_and_far_are_told_apart_only_where_texts_are_near(cook: Operator) -> None:
    done = cook.does("evaluate", texts(cook, {"text": "xyz", "label": None}))

    assert "范围外：误答 0.0%，答没有找到 100.0%" in done.stdout.splitlines()


def test_a_file_of_phrasings_is_cross_validated_too(cook: Operator) -> None:
    file = texts(cook, {"text": "卡坏了", "label": "1.2"})

    assert cook.does("evaluate", file).stdout.startswith(CROSSED)


def test_an_edition_without_phrasings_has_nothing_to_measure_by(
    operator: Operator,
) -> None:
    operator.does("import", operator.file("faq.txt", examples.PAPER))
    operator.does("publish")

    done = operator.does("evaluate")

    assert done.exit_code == 0
    assert done.stdout.startswith("范围内 0 条，范围外 0 条\n")
