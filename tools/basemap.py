"""Makes the desk's base map, ``world.json``: the countries of Natural Earth (1:50 million, public domain), simplified.

    npm pack world-atlas
    python tools/basemap.py world-atlas-2.0.2.tgz

The package is the TopoJSON of Natural Earth: lines between countries stand in it once, as arcs. So they do in what is
made of it: ``arcs`` are lists x, y, dx, dy, .. in steps of ``scale`` degrees, ``countries`` are [ISO 3166-1 alpha-2 or
null, polygons], a polygon being rings of arcs (``~n``: arc n backwards), as in TopoJSON.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/onrecord/desk/static/desk/world.json"
COUNTRIES = ROOT / "src/onrecord/publishing/data/countries.toml"
MEMBER = "package/countries-50m.json"

SCALE = 0.01  # degrees, a kilometre: an incident's circle is five across at the least
TOLERANCE = 0.02  # degrees that a line may be off where points are left out: under a pixel at the closest zoom

Point = tuple[float, float]


def main() -> None:
    """Read the package, write the map."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("package", type=Path, help="world-atlas-*.tgz, as `npm pack world-atlas` gives it")
    parser.add_argument("--output", type=Path, default=OUT)
    asked = parser.parse_args()
    with tarfile.open(asked.package) as packed:
        member = packed.extractfile(MEMBER)
        if member is None:
            parser.error(f"{asked.package} has no {MEMBER}; give the package world-atlas.")
        topology = json.load(member)
    made = world(topology, codes())
    asked.output.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")


def codes() -> dict[int, str]:
    """ISO 3166-1: the two letters by the number."""
    held = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))["countries"]
    return {int(number): code for code, said in held.items() if (number := said.partition(" ")[2])}


def world(topology: dict[str, Any], codes: dict[int, str]) -> dict[str, Any]:
    """The map as it is kept."""
    arcs = [_steps(simplified(arc)) for arc in decoded(topology)]
    countries = []
    for each in topology["objects"]["countries"]["geometries"]:
        number = each.get("id")
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        countries.append([codes.get(int(number)) if number is not None else None, polygons])
    return {"scale": SCALE, "arcs": arcs, "countries": countries}


def decoded(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees: TopoJSON has whole steps, each from the point before."""
    (width, height), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * width + left, y * height + bottom))
        yield points


def simplified(points: Sequence[Point]) -> list[Point]:
    """A line with fewer points (Douglas and Peucker); its ends stay, so that what met there still does. A ring keeps
    its farthest point too, or nothing would be left of an island."""
    if len(points) > 2 and points[0] == points[-1]:
        far = max(range(len(points)), key=lambda n: _distance(points[n], points[0], points[0]))
        return [*_between(points[: far + 1])[:-1], *_between(points[far:])]
    return _between(points)


def _between(points: Sequence[Point]) -> list[Point]:
    kept = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda n: _distance(points[n], points[first], points[last]))
        if _distance(points[far], points[first], points[last]) > TOLERANCE:
            kept.add(far)
            stack += [(first, far), (far, last)]
    return [points[n] for n in sorted(kept)]


def _distance(point: Point, one: Point, other: Point) -> float:
    """From a point to the line between two."""
    (x, y), (x1, y1), (x2, y2) = point, one, other
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return float(((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5)


def _steps(points: Sequence[Point]) -> list[int]:
    """x, y, dx, dy, .. in whole steps; what falls on the point before is left out, but never a ring's or line's end."""
    whole = [(round(x / SCALE), round(y / SCALE)) for x, y in points]
    out = [*whole[0]]
    (x, y) = whole[0]
    for n, (nx, ny) in enumerate(whole[1:], 1):
        if (nx, ny) != (x, y) or n == len(whole) - 1:
            out += [nx - x, ny - y]
            x, y = nx, ny
    return out


if __name__ == "__main__":
    main()
