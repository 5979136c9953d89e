from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline import wording
from helpline.conversation.context import ReplyContext
from helpline.conversation.dialogue import reply
from helpline.conversation.settings import ConversationRules
from helpline.conversation.state import ConversationState
from helpline.faq import Case, Edition, Situation
from helpline.matching import Certain, Decision, Nothing, Option, Unsure
from helpline.sms_segments import segments
from tests.helpline.canteen import EDITION, NOON, Conversation, desk
from tests.helpline.papers import editions
from tests.helpline.texts import anything

COMMANDS = [
    "菜单",
    "返回",
    "更多",
    "帮助",
    "人工",
    "不对",
    "都不是",
    "谢谢",
    "退订",
    "stop",
]

cases = st.builds(
    Case,
    st.sampled_from(["1.1", "1.2", "2.1", "3.1", "9.9"]),
    st.none() | st.integers(1, 3),
)
some = st.lists(
    cases.map(lambda it: Option(it, 0.5)),
    min_size=1,
    max_size=3,
    unique_by=lambda it: it.case.question,
).map(tuple)
certain = some.map(lambda it: Certain(it, both=len(it) > 2))
decisions = (
    some.map(Certain) | certain | some.map(Unsure) | (some | st.just(())).map(Nothing)
)
texts = st.one_of(
    st.sampled_from(COMMANDS),
    st.integers(0, 30).map(str),
    st.sampled_from(["饭", "卡", "家", "电"]),
    anything(),
)
pauses = st.sampled_from([timedelta(), timedelta(minutes=5), timedelta(days=1)])


@dataclass(frozen=True, slots=True)
class Whimsical:
    """A matcher that decides anything at all, the same for texts of one length."""

    whims: Sequence[tuple[Decision, int | None]]

    def match(self, text: str) -> Decision:
        return self.whims[len(text) % len(self.whims)][0]

    def situation(self, _question: str, text: str) -> int | None:
        return self.whims[len(text) % len(self.whims)][1]


whimsical = st.lists(
    st.tuples(decisions, st.none() | st.integers(1, 3)), min_size=1, max_size=4
).map(Whimsical)


@given(
    whimsical,
    st.lists(st.tuples(texts, pauses), max_size=12),
    st.integers(1, 5),
)
def test_no_texts_make_the_dialogue_raise_or_say_more_than_it_may(
    matcher: Whimsical, said: list[tuple[str, timedelta]], allowed: int
) -> None:
    state, now = ConversationState(), NOON
    at_desk = ReplyContext(EDITION, matcher, ConversationRules(segments=allowed))
    for text, pause in said:
        now += pause

        state, turn = reply(state, text, at_desk, now)

        assert segments(turn.reply) <= allowed
        assert ConversationState.from_json(state.to_json()) == state
        assert state.at == now
        assert state.edition == (EDITION.number if state.trail else state.edition)
        assert turn.inquiry is None or turn.inquiry.asked


@given(editions, st.lists(texts, max_size=12))
def test_any_edition_can_be_talked_to(edition: Edition, said: list[str]) -> None:
    applicant = Conversation(desk(edition))

    for text in said:
        applicant.says(text)

    assert all(
        segments(turn.reply) <= ConversationRules().segments for turn in applicant.turns
    )


@given(editions)
@settings(max_examples=20)  # every example talks its way to every answer
def test_the_menu_reaches_every_answer_of_any_edition(edition: Edition) -> None:
    waiting: list[tuple[str, ...]] = [("菜单",)]
    heard = set()
    while waiting:
        way = waiting.pop()
        applicant = Conversation(desk(edition))
        applicant.says(*way)
        screen = ConversationState.from_json(applicant.stored).screen
        assert screen is not None
        heard.add(applicant.last.case)
        waiting += [(*way, str(it)) for it in range(1, len(screen.offered) + 1)]

    assert heard - {""} == set(map(str, edition.leaves()))


@given(st.sampled_from([("1",), ("2",), ("1", "2"), ("1", "2", "1"), ("3",)]))
def test_back_undoes_a_choice(way: tuple[str, ...]) -> None:
    applicant = Conversation()

    before = applicant.says("菜单", *way[:-1])
    applicant.says(way[-1])

    assert applicant.says("返回") == before


# --- A publish between two texts -------------------------------------------


def reordered(edition: Edition) -> Edition:
    """Turn every list of an edition upside down; keys stay with their texts."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(question, situations=question.situations[::-1])
                for question in section.questions[::-1]
            ),
        )
        for section in edition.sections[::-1]
    )
    return replace(edition, number=edition.number + 1, sections=sections)


@given(
    way=st.sampled_from([(), ("1",), ("1", "2")]),
    number=st.sampled_from(["1", "2", "3"]),
)
def test_a_publish_gives_no_number_another_meaning(
    way: tuple[str, ...], number: str
) -> None:
    asked, undisturbed = Conversation(), Conversation()
    for applicant in (asked, undisturbed):
        applicant.says("菜单", *way)
    shown = ConversationState.from_json(asked.stored).screen
    assert shown is not None
    picked = dict(enumerate(shown.offered, 1)).get(int(number))

    asked.desk = desk(reordered(EDITION))
    reply_after, reply_before = asked.says(number), undisturbed.says(number)

    assert asked.last.case == undisturbed.last.case
    after, before = (
        ConversationState.from_json(item.stored).screen for item in (asked, undisturbed)
    )
    assert after is not None
    assert before is not None
    if picked is not None:
        assert (after.view, after.about) == (before.view, before.about)
        assert reply_after.splitlines()[0] == reply_before.splitlines()[0]


def test_a_publish_renumbers_only_what_is_listed_again() -> None:
    applicant = Conversation()
    applicant.says("刷卡")

    applicant.desk = desk(reordered(EDITION))

    assert "1 饭卡已经挂失。\n2 饭卡没有余额。" in applicant.says("9")
    assert "情形：饭卡已经挂失。" in applicant.says("1")


def without(section: int) -> Edition:
    kept = tuple(it for it in EDITION.sections if it.key != str(section))
    return replace(EDITION, number=8, sections=kept)


@pytest.mark.parametrize(
    "way", [["菜单"], ["菜单", "1"], ["刷卡"], ["饭"]], ids=lambda it: it[-1]
)
def test_what_a_publish_took_away_is_said_to_be_changed(way: list[str]) -> None:
    applicant = Conversation()
    applicant.says(*way)

    applicant.desk = desk(without(1))

    assert applicant.says("1").startswith(f"{wording.RETIRED}\n请回复数字选择：")
    assert applicant.says("1").startswith("可以带家属吗？")


@pytest.mark.parametrize("way", [["菜单", "1"], ["刷卡"]], ids=lambda it: it[-1])
def test_a_number_beyond_a_list_that_is_gone_says_so(way: list[str]) -> None:
    applicant = Conversation()
    applicant.says(*way)

    applicant.desk = desk(without(1))

    assert applicant.says("9").startswith(wording.RETIRED)


def test_choices_that_are_gone_are_left_out_when_listed_again() -> None:
    applicant = Conversation()
    applicant.says("开饭", "不对")

    applicant.desk = desk(without(1))

    assert applicant.says("9") == (
        "没有第9项，请回复1到2之间的数字。\n"
        f"{wording.UNSURE}\n1 可以带家属吗？\n2 都不是"
    )


def test_a_list_of_which_one_is_left_becomes_its_answer() -> None:
    meals = EDITION.sections[0]
    only_hours = replace(meals, questions=meals.questions[:1])
    applicant = Conversation()
    applicant.says("菜单", "1")

    applicant.desk = desk(replace(EDITION, sections=(only_hours,)))

    assert applicant.says("9").startswith("几点开饭？\n十二点。")
    assert applicant.last.case == "1.1"


def test_a_situation_that_is_gone_is_said_to_be_changed() -> None:
    section = EDITION.sections[0]
    hours, card = section.questions
    changed = replace(card, situations=(Situation(3, "饭卡坏了。", "去换卡。"),))
    edition = replace(EDITION, sections=(replace(section, questions=(hours, changed)),))
    applicant = Conversation()
    applicant.says("刷卡")

    applicant.desk = desk(edition)

    assert applicant.says("1").startswith(wording.RETIRED)


def test_back_to_a_list_that_is_gone_is_the_menu() -> None:
    applicant = Conversation()
    applicant.says("菜单", "1", "1")

    applicant.desk = desk(without(1))

    assert applicant.says("返回") == "请回复数字选择：\n1 其他\n2 联系我们"
