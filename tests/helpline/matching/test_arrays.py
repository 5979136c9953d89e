import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.arrays import expand_ranges

spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=20)


@given(spans)
def test_ranges_are_counted_one_after_another(told: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in told], np.int64)
    ends = np.array([start + length for start, length in told], np.int64)

    counted = expand_ranges(starts, ends)

    expected = [it for start, size in told for it in range(start, start + size)]
    assert counted.tolist() == expected
    assert counted.dtype == np.int64
