"""Reading answers as strictly as the real company."""

import pytest

from simulator import twiml
from simulator.errors import UndeliverableError
from simulator.twiml import Dial, Gather, Hangup, Pause, Redirect, Say


def document(*elements: str) -> bytes:
    return f"<Response>{''.join(elements)}</Response>".encode()


def test_every_verb_of_a_call_is_read() -> None:
    answer = document(
        '<Say language="cmn-CN">您好</Say>',
        '<Pause length="2"/>',
        "<Pause/>",
        "<Redirect> key?at=0 </Redirect>",
        '<Dial action="dialled">+8637196500</Dial>',
        "<Dial><Number>96500</Number></Dial>",
        "<Hangup/>",
    )

    assert twiml.parse_verbs(answer) == (
        Say("您好", "cmn-CN"),
        Pause(2),
        Pause(1),
        Redirect("key?at=0"),
        Dial("+8637196500", "dialled"),
        Dial("96500", None),
        Hangup(),
    )


def test_a_wait_for_keys_has_the_companys_defaults() -> None:
    (wait,) = twiml.parse_verbs(document("<Gather/>"))

    assert wait == Gather((), "", 5, None, "#", submits_nothing=False)


def test_a_wait_for_keys_is_read_with_what_is_said_in_it() -> None:
    (wait,) = twiml.parse_verbs(
        document(
            '<Gather action="key" timeout="6" numDigits="1" finishOnKey=""'
            ' actionOnEmptyResult="true"><Say>请按键</Say><Pause/></Gather>'
        )
    )

    assert wait == Gather(
        (Say("请按键"), Pause(1)), "key", 6, 1, "", submits_nothing=True
    )


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("<Message>您好</Message>", "您好"),
        ("<Message><Body>您好</Body></Message>", "您好"),
        ("<Message>&lt;1&gt; &amp;</Message>", "<1> &"),
    ],
)
def test_a_message_is_read_plain_or_with_a_body(element: str, text: str) -> None:
    assert twiml.parse_messages(document(element)) == (text,)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"<Response>" + b" " * 70_000 + b"</Response>", 11750),
        (b"", 12100),
        (b"<html/>", 12100),
        (document("<Say>a</Say>"), 12200),
        (document("<Message/>"), 14103),
        (document("<Message>a</Message>" * 11), 14109),
        (document(f"<Message>{'汉' * 1601}</Message>"), 21617),
    ],
)
def test_a_misused_answer_to_a_text_has_the_companys_code(
    answer: bytes, code: int
) -> None:
    with pytest.raises(UndeliverableError) as caught:
        twiml.parse_messages(answer)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ("<Play>a.mp3</Play>", 12200),
        ("<Gather><Redirect>a</Redirect></Gather>", 12200),
        ('<Gather timeout="soon"/>', 12200),
        ("<Say> </Say>", 13520),
        (f"<Say>{'汉' * 501}</Say>", 13521),
    ],
)
def test_a_misused_answer_to_a_call_has_the_companys_code(
    element: str, code: int
) -> None:
    with pytest.raises(UndeliverableError) as caught:
        twiml.parse_verbs(document(element))

    assert caught.value.code == code
