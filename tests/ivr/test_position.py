import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.voice.menu import ROOT, MenuPath
from ivr.position import Position
from ivr.webhook_form import CallEvent

COUNTS = st.integers(0, 999_999)
PATHS = st.builds(
    MenuPath, st.lists(st.integers(1, 99), max_size=4).map(tuple), st.integers(0, 9)
)


@given(st.builds(Position, COUNTS, PATHS, COUNTS, COUNTS, COUNTS))
def test_a_position_comes_back_from_its_query(position: Position) -> None:
    query = dict(it.split("=") for it in position.query.split("&"))

    assert Position.read(query) == position


@given(st.builds(Position, COUNTS, PATHS))
def test_a_query_needs_no_escaping(position: Position) -> None:
    allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~/-=&"

    assert set(position.query) <= set(allowed)


@given(
    st.dictionaries(
        st.sampled_from(["edition", "at", "step", "silent", "wrong"]), st.text()
    )
)
def test_any_query_is_a_position(query: dict[str, str]) -> None:
    assert Position.read(query).step >= 0


def test_an_empty_query_is_the_beginning() -> None:
    assert Position.read({}) == Position(0, ROOT)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("61", 61), ("", None), ("x", None), ("-1", None), ("9" * 20, None)],
)
def test_a_duration_is_a_number_or_nothing(told: str, seconds: int | None) -> None:
    form = {"CallSid": "CA", "From": "anonymous", "CallDuration": told}

    assert CallEvent.read(form).seconds == seconds


def test_links_keep_the_path_of_our_public_address() -> None:
    link = Position(1, root="/helpline").link("key")

    assert link.startswith("/helpline/ivr/key?edition=1&")
