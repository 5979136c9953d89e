import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.phone_numbers import (
    Sender,
    SenderKind,
    parse_mainland_mobile,
    parse_sender,
    sender_keys,
)
from tests.helpline.texts import anything

FORMS = (
    "{}",
    "+86{}",
    "86{}",
    "0086{}",
    "+86 {}",
    " {} ",
    "\u202d{}\u202c",
    "(+86){}",
    "+86-{}",
)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def full_width(digits: str) -> str:
    return digits.translate({ord(it): ord(it) + 0xFEE0 for it in "0123456789+"})


@given(mobile=MOBILES, form=st.sampled_from(FORMS), wide=st.booleans())
def test_every_form_of_a_mobile_is_one_person(
    mobile: str, form: str, *, wide: bool
) -> None:
    written = form.format(mobile)

    sender = parse_sender(full_width(written) if wide else written)

    assert sender == Sender(SenderKind.NUMBER, f"+86{mobile}")
    assert sender.key == f"+86{mobile}"


@pytest.mark.parametrize(
    "written",
    [
        "138 0013 8000",
        "138-0013-8000",
        "138\u20110013\u20118000",
        "+86 (138) 0013.8000",
    ],
)
def test_marks_within_a_number_mean_nothing(written: str) -> None:
    assert parse_sender(written).key == "+8613800138000"


def test_a_landline_is_a_number() -> None:
    assert parse_sender("0371-63284897") == Sender(SenderKind.NUMBER, "+8637163284897")


def test_a_foreign_number_is_a_number() -> None:
    assert parse_sender("+1 (415) 555-2671") == Sender(
        SenderKind.NUMBER, "+14155552671"
    )
    assert parse_sender("0014155552671").key == "+14155552671"


@pytest.mark.parametrize("written", ["+86", "+999123456789", "+1415555", "001415555"])
def test_what_no_country_could_have_given_is_no_number(written: str) -> None:
    assert parse_sender(written).kind is not SenderKind.NUMBER


@pytest.mark.parametrize("code", ["106", "10690001234", "12333", "95588"])
def test_short_codes_are_told_apart_and_not_answered(code: str) -> None:
    sender = parse_sender(code)

    assert sender == Sender(SenderKind.SHORT_CODE, code)
    assert not sender.answerable


@pytest.mark.parametrize("name", ["TENCENT", "400TAXI", "住建厅", "12", "abc:def"])
def test_names_are_told_apart_and_not_answered(name: str) -> None:
    sender = parse_sender(name)

    assert sender.kind is SenderKind.ALPHANUMERIC
    assert sender.key == f"alphanumeric:{name}"
    assert not sender.answerable


@pytest.mark.parametrize(
    "word", ["", " ", "anonymous", "Unknown", "+266696687", "2562533"]
)
def test_a_withheld_number_is_anonymous(word: str) -> None:
    sender = parse_sender(word)

    assert sender == Sender(SenderKind.ANONYMOUS, "")
    assert not sender.answerable


def test_whatsapp_is_another_conversation_with_the_same_number() -> None:
    sender = parse_sender("whatsapp:+8613800138000")

    assert sender == Sender(SenderKind.WHATSAPP, "+8613800138000")
    assert sender.key == "whatsapp:+8613800138000"
    assert sender.answerable


def test_internet_callers_keep_their_address() -> None:
    assert parse_sender("client:Alice") == Sender(SenderKind.CLIENT, "Alice")
    assert parse_sender("SIP:alice@example.com").key == "sip:alice@example.com"


@given(raw=anything())
def test_no_sender_is_too_strange(raw: str) -> None:
    sender = parse_sender(raw)

    assert len(sender.key) <= 64
    sender.key.encode()


@pytest.mark.parametrize(
    "written", ["13800138000", "+8613800138000", "whatsapp:+8613800138000"]
)
def test_a_person_s_keys_are_the_same_however_the_number_is_written(
    written: str,
) -> None:
    assert {"+8613800138000", "whatsapp:+8613800138000"} <= set(sender_keys(written))


@given(mobile=MOBILES, form=st.sampled_from(FORMS), wide=st.booleans())
def test_a_mainland_mobile_is_read_in_every_form(
    mobile: str, form: str, *, wide: bool
) -> None:
    written = form.format(mobile)

    read = parse_mainland_mobile(full_width(written) if wide else written)

    assert read == f"+86{mobile}"


@pytest.mark.parametrize(
    "written",
    [
        "0371-63284897",
        "+1 415 555 2671",
        "+85261234567",
        "10690001234",
        "whatsapp:+8613800138000",
        "1380013800",
        "138001380000",
        "TENCENT",
        "",
    ],
)
def test_what_is_no_mainland_mobile_is_none(written: str) -> None:
    assert parse_mainland_mobile(written) is None
