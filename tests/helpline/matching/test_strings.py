import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.strings import StringArray

texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=9), max_size=9)


@given(texts)
def test_texts_put_together_come_out_as_they_were(given_texts: list[str]) -> None:
    kept = StringArray.build(given_texts)

    assert list(kept) == given_texts
    assert len(kept) == len(given_texts)
    assert [kept[at] for at in range(len(kept))] == given_texts


def test_what_utf_8_cannot_hold_is_replaced() -> None:
    assert list(StringArray.build(["饭\ud800卡", "几点"])) == ["饭?卡", "几点"]


@pytest.mark.parametrize("several", [[], [""], ["", "", ""]])
def test_empty_texts_are_kept_too(several: list[str]) -> None:
    assert list(StringArray.build(several)) == several
