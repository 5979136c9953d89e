"""Ids sort by time, and differ by chance."""

from datetime import datetime, timedelta

import pytest

from notices.ids import CHANCE, new_id


def test_an_id_is_thirty_two_hexadecimal_digits(now: datetime) -> None:
    assert new_id(now, b"\x01" * CHANCE) == "019cac2a9dc0" + "01" * CHANCE


def test_a_later_id_sorts_later_whatever_chance_says(now: datetime) -> None:
    later = now + timedelta(milliseconds=1)

    assert new_id(now, b"\xff" * CHANCE) < new_id(later, b"\x00" * CHANCE)


@pytest.mark.parametrize("many", [0, CHANCE - 1, CHANCE + 1])
def test_an_id_needs_its_full_measure_of_chance(now: datetime, many: int) -> None:
    with pytest.raises(ValueError, match="chance"):
        new_id(now, b"\x00" * many)
