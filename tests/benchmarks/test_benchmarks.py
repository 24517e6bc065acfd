"""Every benchmark runs on a small data set and gives figures that can be true."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, ROOT, line, main
from benchmarks.measure import Figure, Times, percentile, take_turns
from benchmarks.table import table

SMALL = ("--leads", "200", "--activities", "2000", "--runs", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("measured")


def measured(folder: Path, capsys: pytest.CaptureFixture[str], *names: str) -> dict[str, object]:
    assert main([*names, "--json", "--data", str(folder), *SMALL]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_gives_figures(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = measured(folder, capsys, name)
    figures = report["figures"]
    assert isinstance(figures, list)
    assert figures
    for figure in figures:
        assert figure["benchmark"] == name
        assert figure["value"] > 0 or name == "reading"  # nothing wrong is what it hopes for
        assert figure["unit"] in ("x", "ms", "s", "%")
        assert figure["met"] is None or figure["met"] == (figure["value"] <= figure["goal"])
    assert report["leads"] == 200
    assert not list(folder.glob("scratch-*"))


def test_the_page_has_a_line_for_every_benchmark() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    assert list(dict.fromkeys(cells[2:])) == list(BENCHMARKS)


def test_the_table_holds_a_quiet_run_beside_a_busy_one() -> None:
    quiet = Figure(benchmark="x", what="y", value=1.2, unit="x", goal=1.0, ours_s=0.002)
    busy = Figure(benchmark="x", what="y", value=0.9, unit="x", goal=1.0, p99_s=1.5)
    alone = Figure(benchmark="z", what="y", value=3, unit="s")
    assert table([quiet, alone], [busy]).splitlines()[2:] == [
        "| x | y | **1.2 x** | 2 ms |  | 0.9 x |  | 1.50 s | 1 x |  |",
        "| z | y | 3 s |  |  |  |  |  |  |  |",
    ]


def test_the_table_is_printed_for_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["morning", "judge", "--table", "--data", str(folder), *SMALL]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in shown[4:]] == ["morning", "judge"]


def test_the_data_set_is_made_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured(folder, capsys, "judge")
    (made,) = folder.glob("200x10-*")
    inode = (made / "touchline.db").stat().st_ino
    measured(folder, capsys, "judge")
    assert (made / "touchline.db").stat().st_ino == inode


def test_a_longer_log_is_one_of_more_activities(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "--data", str(folder), "--leads", "20", "--activities", "400"]) == 0
    assert [path.name[:6] for path in folder.glob("20x*")] == ["20x20-"]
    assert "replay" in capsys.readouterr().out


def test_an_unknown_name_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["nothing"])
    assert stopped.value.code == 2
    assert "queue_page" in capsys.readouterr().err


def test_ours_and_the_limit_take_turns() -> None:
    done: list[str] = []
    pair = take_turns(lambda: done.append("ours"), lambda: done.append("limit"), 3, warm=1)
    assert done == ["ours", "limit"] * 4
    assert len(pair.ours.taken) == len(pair.limit.taken) == 3


def test_ninety_nine_of_a_hundred_stay_under_p99() -> None:
    assert percentile([float(n) for n in range(1, 101)], 0.99) == 99
    assert percentile([3.0, 1.0], 0.99) == 3
    assert Times([3.0, 1.0, 2.0]).p50 == 2


def test_a_figure_says_whether_its_goal_is_met() -> None:
    figure = Figure(benchmark="x", what="y", value=1.2, unit="x", goal=1.0, ours_s=0.002)
    assert figure.met is False
    assert "MISSED" in line(figure)
    assert "ours 2 ms" in line(figure)
    assert Figure(benchmark="x", what="y", value=1.2, unit="ms").met is None
