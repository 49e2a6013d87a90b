"""Every fault of a line has its place and its remedy."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.core.settings import ROOT
from app.curation.reader import FILES, read_file
from app.document import Study
from tests.factories import adverse_event, arm, outcome, study

BAD = [
    (b"{", "is not JSON"),
    (b'{"accession": "EXS000001", "accession": "EXS000001"}', "has the key 'accession' twice; keep one"),
    (b'{"accession": "EXS000001", "year": NaN}', "has the value NaN"),
    (b'{"title": "\xff"}', "is not UTF-8"),
    (b"[" * 100_000, "is nested too deeply"),
    (study(year="2024"), 'EXS000001: /year is "2024": input should be a valid integer'),
    (study(year=3000), "/year is 3000"),
    (study(colour="red"), "/colour is not a field of this record"),
    ({key: value for key, value in study().items() if key != "safety"}, "/safety is missing; add it"),
    (study(design="rct"), '/design is "rct"'),
    (study(title=" spaced"), "/title begins or ends with a space"),
    (study(title="a\u0000b"), "/title has the invisible character U+0000"),
    (study(identifiers={"doi": "10.1000/ABC"}), "/identifiers/doi"),
    (study(identifiers={"pmid": "PMID1"}), "/identifiers/pmid"),
    (study(arms=[arm(n=-1)]), "/arms/0/n is -1"),
    (study(arms=[arm(n=2**31)]), "/arms/0/n is 2147483648"),
    (study(arms=[arm(n=True)]), "/arms/0/n is true"),
    (study(outcomes=[outcome(change=1e400)]), "Infinity"),
    (study(adverse_events=[adverse_event(n_affected=3, n_at_risk=2)]), "n_affected 3 is more than n_at_risk 2"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, line: object, message: str) -> None:
    raw = line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
    path = tmp_path / "studies.jsonl"
    path.write_bytes(raw + b"\n")

    faults: list[object] = []
    read_file(path, Study, faults)  # type: ignore[arg-type]

    assert any(message in str(fault) and str(fault).startswith("studies.jsonl:1: ") for fault in faults), faults


def copy_seed(folder: Path) -> Path:
    for name in FILES:
        (folder / name).write_bytes((ROOT / "seed" / name).read_bytes())
    return folder


def test_check_tells_every_fault_and_fails(tmp_path: Path) -> None:
    path = copy_seed(tmp_path) / "studies.jsonl"
    lines = path.read_text("utf-8").splitlines()
    lines[4] = lines[4].replace('"publication_type": "', '"publication_type": "x')
    lines[6] = lines[6].replace('"levels": ["human"', '"levels": ["human", "human"')
    path.write_text("\n".join(lines) + "\n", "utf-8")

    result = CliRunner().invoke(app, ["seed", "check", "--seed-dir", str(tmp_path)])

    assert result.exit_code == 1
    assert "studies.jsonl:5: EXS" in result.stderr
    assert result.stderr.endswith("faults.\n")


def test_format_restores_the_canonical_form(tmp_path: Path) -> None:
    path = copy_seed(tmp_path) / "studies.jsonl"
    good = path.read_bytes()
    lines = [json.dumps(json.loads(line)) for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(reversed(lines)), "utf-8")

    result = CliRunner().invoke(app, ["seed", "format", "--seed-dir", str(tmp_path)])

    assert "studies.jsonl" in result.stdout
    assert path.read_bytes() == good
