"""Values are made once for each key, many at a time, and only the last ones are kept."""

from collections.abc import Sequence

from app.synthesis.remembered import Remembered


def test_only_what_is_not_known_is_made() -> None:
    asked: list[Sequence[int]] = []

    def double(keys: Sequence[int]) -> list[int]:
        asked.append(list(keys))
        return [2 * key for key in keys]

    remembered = Remembered(double, 3)

    assert remembered.get([3, 1, 3]) == [6, 2, 6]
    assert remembered.get([1, 2]) == [2, 4]
    assert remembered.get([]) == []
    assert asked == [[3, 1], [2]]
    # More at once than are kept are given all the same; the first of them are forgotten.
    assert remembered.get([4, 5, 6, 7]) == [8, 10, 12, 14]
    assert remembered.get([7, 4]) == [14, 8]
    assert asked[2:] == [[4, 5, 6, 7], [4]]
