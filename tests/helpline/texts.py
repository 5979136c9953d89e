"""Texts of any kind, for laws that hold for all of them."""

from hypothesis import strategies as st


def anything() -> st.SearchStrategy[str]:
    """Draw any text: Han, digits, addresses, emoji, control characters, surrogates."""
    parts = st.one_of(
        st.text(st.characters(codec=None), max_size=20),
        st.text("一二三四五六七八九十的吗。，；", max_size=80),
        st.text("0123456789- +", max_size=20),
        st.sampled_from(
            [
                "👩‍👩‍👧‍👦",
                "👍🏽",
                "🇨🇳",
                "€",
                "https://www.hnjs.gov.cn/a?b=1&c=2",
                "0371-63284897",
            ]
        ),
        st.sampled_from(
            ["\x00", "\ud83d", "\udc00", "\r\n", "\u3000", "\ufffe", "\u200b"]
        ),
    )
    return st.lists(parts, max_size=8).map("".join)
