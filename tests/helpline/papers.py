"""Editions of any size, for laws that hold for all of them."""

from hypothesis import strategies as st

from helpline.faq import Edition, Question, Section, Situation


def _situations(count: int) -> tuple[Situation, ...]:
    return tuple(Situation(it, f"情况{it}", f"做法{it}") for it in range(1, count + 1))


def _question(key: str, situations: int) -> Question:
    return Question(key, f"问{key}", f"答{key}", _situations(situations))


def edition(*sections: tuple[int, ...]) -> Edition:
    """Make one: a section is the number of situations of each of its questions."""
    return Edition(
        1,
        "问答",
        tuple(
            Section(
                str(at),
                f"阶段{at}",
                tuple(_question(f"{at}.{it}", n) for it, n in enumerate(counts, 1)),
            )
            for at, counts in enumerate(sections, 1)
        ),
    )


_counts = st.integers(0, 3) | st.integers(0, 25)
_sections = st.lists(_counts, min_size=1, max_size=4) | st.lists(
    st.just(0), min_size=1, max_size=25
)

editions = (
    st.lists(_sections, min_size=1, max_size=4)
    | st.lists(st.just([0]), min_size=1, max_size=25)
).map(lambda sections: edition(*map(tuple, sections)))
