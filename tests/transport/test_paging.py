"""A list that moves while it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.errors import AnswerUnusable
from wefact_multivers.transport import Call, Page, read_all

CALL = Call("WeFact", "invoice/list")


class Server:
    """A list in the order of its rows, of which every answer shows at most `cap`; `before` may change it."""

    def __init__(self, rows: list[int], *, size: int, cap: int = 0) -> None:
        self.rows, self.size, self.cap = rows, size, cap or size
        self.answers = 0
        self.before: Callable[[int], object] = int

    def fetch(self, offset: int) -> Page[int]:
        self.before(self.answers)
        self.answers += 1
        return Page(self.rows[offset : offset + min(self.size, self.cap)])

    def read(self) -> list[int]:
        return read_all(self.fetch, key=int, call=CALL, page_size=self.size)


@pytest.mark.property
@given(st.integers(0, 40), st.integers(2, 12), st.integers(1, 12))
def test_given_a_list_that_stands_still_then_every_row_comes_once(count: int, size: int, cap: int) -> None:
    assert Server(list(range(count)), size=size, cap=cap).read() == list(range(count))


def test_given_a_row_that_leaves_in_front_of_us_then_no_other_row_is_missed() -> None:
    server = Server(list(range(10)), size=4)
    server.before = lambda answers: server.rows.remove(1) if answers == 1 else None
    assert server.read() == [0, 2, 3, 4, 5, 6, 7, 8, 9]


def test_given_a_row_that_comes_in_front_of_us_then_no_row_comes_twice() -> None:
    server = Server(list(range(10)), size=4)
    server.before = lambda answers: server.rows.insert(0, 99) if answers == 1 else None
    assert server.read() == list(range(10))


@pytest.mark.property
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["in", "out"]), st.integers(0, 19)), max_size=4))
def test_given_any_movement_then_rows_that_stay_all_the_time_are_read(moves: list[tuple[int, str, int]]) -> None:
    server = Server(list(range(0, 40, 2)), size=5)
    staying = set(server.rows)

    def move(answers: int) -> None:
        for when, way, place in moves:
            if when == answers and way == "in":
                server.rows.insert(place, 1000 + len(server.rows) + 100 * place + 10_000 * answers)
            elif when == answers and place < len(server.rows):
                staying.discard(server.rows.pop(place))

    server.before = move
    assert staying <= set(server.read())


def test_given_a_list_that_never_stands_still_then_it_says_so() -> None:
    server = Server(list(range(40)), size=4)
    server.before = lambda _: server.rows.pop(0)
    with pytest.raises(AnswerUnusable, match="does not hold still"):
        server.read()


def test_given_a_server_that_knows_no_paging_then_its_one_answer_is_the_list() -> None:
    everything = list(range(7))
    assert read_all(lambda _: Page(everything), key=int, call=CALL, page_size=10) == everything


def test_given_a_server_that_shows_the_same_full_page_for_ever_then_it_says_so() -> None:
    with pytest.raises(AnswerUnusable, match="does not hold still"):
        read_all(lambda _: Page(list(range(10))), key=int, call=CALL, page_size=10)


def test_given_a_server_that_knows_no_paging_and_has_one_row_then_it_comes_once() -> None:
    assert read_all(lambda _: Page([7]), key=int, call=CALL, page_size=10) == [7]


def test_given_two_rows_with_one_key_then_both_are_kept() -> None:
    assert Server([1, 1, 2, 2, 3, 3], size=3).read() == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("rows", [[1, 2, 2, 3], [1, 1, 1, 2], [1, 1], [1]])
def test_given_one_row_at_a_time_then_rows_with_one_key_end_no_list(rows: list[int]) -> None:
    assert Server(rows, size=3, cap=1).read() == rows


def test_given_one_row_at_a_time_and_one_that_comes_in_front_of_us_then_no_row_comes_twice_or_is_missed() -> None:
    server = Server([1, 2, 3, 4], size=3, cap=1)
    server.before = lambda answers: server.rows.insert(0, 99) if answers == 2 else None
    assert server.read() == [99, 1, 2, 3, 4]


def test_given_the_last_page_then_nothing_more_is_asked() -> None:
    asked: list[int] = []

    def fetch(offset: int) -> Page[int]:
        asked.append(offset)
        return Page([1, 2], last=True)

    read_all(fetch, key=int, call=CALL, page_size=5)
    assert asked == [0]
