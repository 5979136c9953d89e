"""A diff of two versions of one question, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.display.text_diff import DiffSpan, diff_texts
from helpline.faq import Question, Situation


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field in both versions; `same` if it reads alike."""

    name: str
    one: tuple[DiffSpan, ...]
    other: tuple[DiffSpan, ...]

    @property
    def same(self) -> bool:
        """Tell whether neither has anything of its own."""
        return not any(it.own for it in (*self.one, *self.other))


def diff_questions(one: Question, other: Question) -> tuple[FieldDiff, ...]:
    """Compare two versions; situations are the same by their keys, not their places."""
    return tuple(
        FieldDiff(name, *diff_texts(*both)) for name, *both in _field_pairs(one, other)
    )


def _field_pairs(one: Question, other: Question) -> Iterator[tuple[str, str, str]]:
    yield "标题", one.title, other.title
    yield "答复", one.answer, other.answer
    kept = {it.key for it in other.situations if it.key}
    there = {it.key for it in one.situations}
    for number, situation in enumerate(other.situations, 1):
        before = one.situation(situation.key) if situation.key in there else None
        yield from _situation_pairs(f"情形{number}", before, situation)
    for number, item in enumerate(one.situations, 1):
        if item.key not in kept:
            yield from _situation_pairs(f"情形{number}", item, None)


def _situation_pairs(
    name: str, one: Situation | None, other: Situation | None
) -> Iterator[tuple[str, str, str]]:
    blank = Situation(0, "", "")
    one, other = one or blank, other or blank
    yield name, one.condition, other.condition
    yield f"{name}的建议", one.suggestion, other.suggestion
