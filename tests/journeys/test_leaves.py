"""Every answer of the seed reaches an applicant, by text and by keypad."""

from collections.abc import Iterator

import pytest

from helpline.faq import Case
from helpline.sms_segments import segments
from helpline.voice.pronunciation import to_speech
from simulator.provider import Provider
from simulator.twiml import Say
from tests import seeded

LEAVES = tuple(seeded.edition().leaves())


def suggestion(leaf: Case) -> str:
    question = seeded.edition().question(leaf.question)
    assert question is not None
    if leaf.situation is None:
        return question.answer
    situation = question.situation(leaf.situation)
    assert situation is not None
    return situation.suggestion


def positions(leaf: Case) -> Iterator[int]:
    """Count the way to a leaf as a reader of the printed document would."""
    for section in seeded.edition().sections:
        keys = [it.key for it in section.questions]
        if leaf.question in keys:
            yield int(section.key)
            if len(keys) > 1:
                yield keys.index(leaf.question) + 1
    if leaf.situation is not None:
        yield leaf.situation


def test_the_seed_has_all_the_answers_that_were_published() -> None:
    sections = seeded.edition().sections

    assert [len(it.questions) for it in sections] == [9, 5, 3, 1]
    assert len([it for it in LEAVES if it.situation is not None]) == 18
    assert len(LEAVES) == 31


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_an_answer_is_found_by_text_from_the_menu(
    leaf: Case, provider: Provider
) -> None:
    sender = f"+86137{LEAVES.index(leaf):08}"
    turns = ["菜单", *map(str, positions(leaf))]

    replies = [provider.text(sender, turn).replies for turn in turns]

    (reply,) = replies[-1]
    assert suggestion(leaf) in reply
    assert segments(reply) <= 5


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_an_answer_is_found_by_the_words_of_its_question(
    leaf: Case, provider: Provider
) -> None:
    sender = f"+86136{LEAVES.index(leaf):08}"
    question = seeded.edition().question(leaf.question)
    assert question is not None

    (reply,) = provider.text(sender, question.title).replies
    if leaf.situation is not None:
        (reply,) = provider.text(sender, str(leaf.situation)).replies

    assert suggestion(leaf) in reply


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_an_answer_is_heard_whole_by_keypad(leaf: Case, provider: Provider) -> None:
    call = provider.call("+8613900139000")
    heard = call.start()

    for position in positions(leaf):
        heard = call.key(str(position))
    call.hang_up()

    said = "".join(it.text for it in heard if isinstance(it, Say))
    assert to_speech(suggestion(leaf)) in said
    assert all(len(it.text) <= 450 for it in heard if isinstance(it, Say))
