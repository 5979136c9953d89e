"""Our own signature against the provider's library."""

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from simulator.signing import sign

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
FORMS = st.lists(st.tuples(WORDS, WORDS))


@given(token=WORDS.filter(bool), form=FORMS)
def test_the_library_accepts_our_signature_of_any_form(
    token: str, form: list[tuple[str, str]]
) -> None:
    url = "https://example.com/sms/inbound?a=%E4%BD%A0"

    signature = sign(token, url, form)

    assert RequestValidator(token).validate(url, MultiDict(form), signature)


def test_another_token_signs_otherwise() -> None:
    url, form = "https://example.com/", [("Body", "菜单")]

    assert sign("one", url, form) != sign("two", url, form)
