"""JSON and JSON Lines are read record by record, and what is wrong is told with its place."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.interchange.draft import Draft, RecordFault, UnreadableFileError
from app.interchange.limits import Limits
from app.interchange.study_json import read_json, read_ndjson

LIMITS = Limits(record_bytes=2000, nesting=3)


def lines(raw: bytes) -> list[Draft | RecordFault]:
    return list(read_ndjson(io.BytesIO(raw), LIMITS))


def array(raw: bytes) -> list[Draft | RecordFault]:
    return list(read_json(io.BytesIO(raw), LIMITS))


def test_each_line_is_a_record_whatever_ends_it() -> None:
    found = lines(b'\xef\xbb\xbf{"a":1}\r\n\n  \n{"a": 2}\n{"a":"\xe2\x80\xa8"}')

    assert found == [
        Draft(1, "line 1", {"a": 1}),
        Draft(2, "line 4", {"a": 2}),
        Draft(3, "line 5", {"a": "\u2028"}),
    ]


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        (b'{"a": }', "json", "at column 7"),
        (b'{"a":1,"a":2}', "twin-key", "'a' stands twice"),
        (b'{"a" :1,"a" :2}', "twin-key", "'a' stands twice"),
        (b'{"a":"\\u0022:","b":{"c":1,"c":2}}', "twin-key", "'c' stands twice"),
        (b'{"a":NaN}', "json", "does not know NaN"),
        (b'{"a":1} {"b":2}', "json", "one document on each line"),
        (b'{"a":"\xff"}', "encoding", "Byte 6 is not UTF-8"),
        (b"[1]", "not-an-object", "JSON object"),
        (b'{"a":[[[[1]]]]}', "too-deep", "more than 3 deep"),
        (b'{"a":' + b"[" * 3000, "too-large-or-deep", ""),
        (b'{"a":' + b"[" * 990 + b"]" * 990 + b"}", "too-deep", "more than 3 deep"),
        (b'{"a":"' + b"x" * 2000 + b'"}', "record-too-large", "2000 bytes"),
        (b'{"a":' + b"9" * 1900 + b"}", "", ""),
    ],
    ids=range(13),
)
def test_a_faulty_line_is_told_and_the_next_is_read(raw: bytes, code: str, said: str) -> None:
    fault, after = lines(raw + b'\n{"b": 1}\n')

    assert after == Draft(2, "line 2", {"b": 1})
    if code and code != "too-large-or-deep":
        assert isinstance(fault, RecordFault)
        assert (fault.code, fault.place) == (code, "line 1")
        assert said in fault.message


def test_an_array_gives_its_records_with_their_lines() -> None:
    found = array(b'\xef\xbb\xbf[\n {"a": 1},\n\n {"a": {\n"b": 2}} , 7,{"c":1,"c":1},{"d":[[[[]]]]}]\n')

    assert found[:2] == [Draft(1, "line 2", {"a": 1}), Draft(2, "line 4", {"a": {"b": 2}})]
    assert [item.code for item in found[2:] if isinstance(item, RecordFault)] == [
        "not-an-object",
        "twin-key",
        "too-deep",
    ]


def test_one_document_needs_no_array() -> None:
    assert array(b' {"a": 1} ') == [Draft(1, "line 1", {"a": 1})]
    assert array(b"[ ]") == []


class Trickle(io.RawIOBase):
    """A stream that gives one byte at a time."""

    def __init__(self, raw: bytes) -> None:
        self._bytes: Iterator[int] = iter(raw)
        self._at = 0

    def read(self, _size: int = -1) -> bytes:
        self._at += 1
        return bytes([value for value in [next(self._bytes, None)] if value is not None])

    def tell(self) -> int:
        return self._at


@pytest.mark.parametrize("data", [[{"é": '…\\"'}, {"b": [1, 2.5, -1e3, True, None]}, {"c": "\u2028"}]])
def test_it_does_not_matter_where_the_stream_is_cut(data: list[Any]) -> None:
    for ascii_only in (True, False):
        raw = json.dumps(data, ensure_ascii=ascii_only, indent=1).encode()

        found = list(read_json(Trickle(raw), LIMITS))  # type: ignore[arg-type]

        assert [item.data for item in found if isinstance(item, Draft)] == data


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        (b"", "empty-file", "is empty"),
        (b'[{"a": 1}, {"b": ', "json", "Expecting value"),
        (b'[{"a": 1}', "json", "not closed"),
        (b'[{"a": 1} {"b": 1}]', "json", "found '{'"),
        (b'{"a": 1}\n{"b": 1}', "json", "NDJSON"),
        (b'[{"a": "\xff"}]', "encoding", "not UTF-8"),
        (b"[" + b'"' + b"x" * 600_000, "record-too-large", "2000 bytes"),
        (b"[" * 200_000, "", ""),
        (b'[{"a": ' + b"9" * 5000 + b"}]", "json", "digits"),
    ],
    ids=range(9),
)
def test_a_file_broken_in_the_middle_is_refused_as_a_whole(raw: bytes, code: str, said: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        array(raw)

    if code:
        assert caught.value.fault.code == code
        assert said in caught.value.fault.message
