"""The base map: as small as it should be, and whole."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "src/onrecord/desk/static/desk/world.json"


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("basemap", ROOT / "tools/basemap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def world() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


def arcs(of: Any) -> list[int]:
    return [of] if isinstance(of, int) else [n for each in of for n in arcs(each)]


def test_the_map_is_small_enough_for_a_slow_line() -> None:
    assert FILE.stat().st_size < 400_000


def test_every_country_has_its_lines(world: Any) -> None:
    countries = {code: polygons for code, polygons in world["countries"] if code}
    assert len(countries) > 190 and {"SY", "UA", "SD", "PS", "AQ"} <= set(countries)
    used = {n if n >= 0 else ~n for _, polygons in world["countries"] for n in arcs(polygons)}
    assert used == set(range(len(world["arcs"])))


def test_every_line_lies_on_the_earth(world: Any) -> None:
    for line in world["arcs"]:
        assert len(line) >= 4 and len(line) % 2 == 0
        xs, ys = ([sum(line[part : n + 1 : 2]) for n in range(part, len(line), 2)] for part in (0, 1))
        assert all(abs(x * world["scale"]) <= 180.01 for x in xs)
        assert all(abs(y * world["scale"]) <= 90.01 for y in ys)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0)], [(0.0, 0.0), (2.0, 0.0)]),
        ([(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)], [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]),
        # A small island keeps a point beside its beginning, and is closed.
        ([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.0)], [(0.0, 0.0), (0.01, 0.01), (0.0, 0.0)]),
    ],
)
def test_points_that_change_nothing_are_left_out(tool: Any, points: list[Any], expected: list[Any]) -> None:
    assert tool.simplified(points) == expected


def test_a_package_becomes_a_map(tool: Any) -> None:
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [-10.0, 50.0]},
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "id": "760", "arcs": [[0, 1]]},
            {"type": "MultiPolygon", "arcs": [[[0, 1]], [[-1, -2]]]},
        ]}},
    }  # fmt: skip
    assert tool.world(topology, {760: "SY"}) == {
        "scale": 0.01,
        "arcs": [[-1000, 5000, 100, 0, 0, 100], [-900, 5100, -100, 0, 0, -100]],
        "countries": [["SY", [[[0, 1]]]], [None, [[[0, 1]], [[-1, -2]]]]],
    }
