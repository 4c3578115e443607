"""Watching, against real sites on this machine and with a clock that only sleeping moves."""

from __future__ import annotations

import gzip
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ledger.beat import START, Beat, Shelf, Shelved, feed, report, sitemap, tagged, told
from onrecord.ledger import LedgerError
from onrecord.ledger.itinerary import ItineraryError, opened
from onrecord.ledger.manners import DAY, FAILURES, HOUR, MINUTE, REVISITS
from onrecord.ledger.sources import Source
from onrecord.record import Record
from sites import page, redirect, site


@pytest.fixture
def beat(tmp_path: Path) -> Beat:
    return Beat(tmp_path / "ledger.watch")


def gaps(times: list[float]) -> list[float]:
    """The seconds from each to the next."""
    return [b - a for a, b in pairwise(times)]


def about(*seconds: float) -> object:
    """These, but for the pauses between requests."""
    return pytest.approx(list(seconds), abs=10)


# -- what works ---------------------------------------------------------------------------------------------------


def test_a_feed_brings_its_pages_and_a_changed_page_its_changes(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five", title="The mill"))) as here:
        here.answers["/feed"] = feed(here, "one", "two")
        tells = beat.walk(f"{here.url}/feed")
        assert told(tells) == [("list", "feed"), ("new", "one"), ("new", "two")]
        assert tells[0].said == "2 new" and tells[1].said == "The bridge at Ostrel"
        assert beat.shelf.refreshed == 1

        here.answers["/one"] = page(report("Nine"))
        tells = beat.later(HOUR).walk(f"{here.url}/feed")
        assert told(tells)[1:] == [("changed", "one"), ("same", "two")]
        assert tells[1].changes == ("Twelve became Nine",) and tells[1].said == "Twelve became Nine"
    assert beat.shelf.originals == [report("Twelve"), report("Five", title="The mill"), report("Nine")]


def test_a_page_is_looked_at_again_after_growing_intervals(beat: Beat) -> None:
    with site(one=page(report("Twelve", day="2031-10-17T10:30:00Z"))) as here:
        here.answers["/map"] = sitemap(here, one=None)
        beat.walk(Source(f"{here.url}/map", every="20d"), rounds=6)
        visits = [at for at, url in beat.asked if url.endswith("/one")]
        assert gaps(visits) == about(*REVISITS)
        # And then no more; a look at the list is all that is left.
        beat.walk(Source(f"{here.url}/map", every="20d"), rounds=3)
        assert len([url for _, url in beat.asked if url.endswith("/one")]) == len(visits)


def test_a_page_that_changed_starts_anew(beat: Beat) -> None:
    with site(one=page(report("Twelve", day="2031-10-17T10:30:00Z"))) as here:
        here.answers["/map"] = sitemap(here, one=None)
        source = Source(f"{here.url}/map", every="20d")
        beat.walk(source, rounds=3)
        here.answers["/one"] = page(report("Nine", day="2031-10-17T10:30:00Z"))
        beat.asked.clear()
        beat.walk(source, rounds=4)
        visits = [at for at, url in beat.asked if url.endswith("/one")]
        assert gaps(visits) == about(REVISITS[0], REVISITS[1])


@pytest.mark.parametrize(
    ("day", "wait"),
    [("2031-10-17T10:00:00Z", HOUR), ("2031-10-16", 3 * DAY), ("2031-10-11", 10 * DAY), ("2019-01-01", 10 * DAY)],
)
def test_an_old_page_is_looked_at_less_often(beat: Beat, day: str, wait: float) -> None:
    with site(one=page(report("Twelve", day=day))) as here:
        here.answers["/map"] = sitemap(here, one=None)
        beat.walk(Source(f"{here.url}/map", every="40d"), rounds=2)
    visits = [at for at, url in beat.asked if url.endswith("/one")]
    assert gaps(visits) == about(wait)


def test_an_unchanged_page_is_not_sent_again(beat: Beat) -> None:
    with site() as here:
        here.answers["/one"] = tagged(here, report("Twelve"), "a1")
        here.answers["/feed"] = feed(here, "one")
        assert told(beat.walk(f"{here.url}/feed")) == [("list", "feed"), ("new", "one")]
        assert told(beat.later(HOUR).walk(f"{here.url}/feed"))[1:] == [("same", "one")]
        here.answers["/one"] = tagged(here, report("Nine"), "a2")
        assert told(beat.later(10 * DAY).walk(f"{here.url}/feed"))[1:] == [("changed", "one")]
    assert "If-None-Match" not in here.asked[2] and 'If-None-Match: "a1"' in here.asked[4]


def test_the_time_of_a_page_is_sent_back(beat: Beat) -> None:
    said = "Wed, 15 Oct 2031 08:00:00 GMT"
    with site(one=page(report("Twelve"), more=(f"Last-Modified: {said}",))) as here:
        here.answers["/feed"] = feed(here, "one")
        beat.walk(f"{here.url}/feed")
        beat.later(HOUR).walk(f"{here.url}/feed")
    assert f"If-Modified-Since: {said}" in here.asked[-1]


def test_other_bytes_with_the_same_words_are_no_change(beat: Beat) -> None:
    with site(one=page(report("Twelve") + b"<!-- token 1 -->")) as here:
        here.answers["/feed"] = feed(here, "one")
        beat.walk(f"{here.url}/feed")
        here.answers["/one"] = page(report("Twelve") + b"<!-- token 2 -->")
        assert told(beat.later(HOUR).walk(f"{here.url}/feed"))[1:] == [("same", "one")]
    assert len(beat.shelf.originals) == 1


def test_a_page_by_its_own_address_is_watched_for_ever(beat: Beat) -> None:
    with site(one=page(report("Twelve", day="2031-10-17T10:30:00Z"))) as here:
        beat.walk(f"{here.url}/one", rounds=8)
    visits = [at for at, url in beat.asked if url.endswith("/one")]
    assert gaps(visits) == about(*REVISITS, REVISITS[-1], REVISITS[-1])


def test_a_page_that_is_taken_down_is_told_once_and_may_come_back(beat: Beat) -> None:
    with site(one=page(report("Twelve"))) as here:
        here.answers["/feed"] = feed(here, "one")
        beat.walk(f"{here.url}/feed")
        back = here.answers.pop("/one")
        found = [tell for tell in beat.later(HOUR).walk(f"{here.url}/feed", rounds=4) if tell.url.endswith("one")]
        assert told(found) == [("gone", "one")] and "404" in found[0].said
        here.answers["/one"] = back
        assert told(beat.later(20 * DAY).walk(f"{here.url}/feed"))[1:] == [("same", "one")]


# -- lists --------------------------------------------------------------------------------------------------------


def test_an_index_of_packed_sitemaps(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five", title="The mill"))) as here:
        news = (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
            f"<url><loc>{here.url}/two</loc><news:news><news:publication_date>2031-10-17</news:publication_date>"
            "<news:title>The mill</news:title></news:news></url>"
            f"<url><loc>{here.url}/one</loc><lastmod>2031-10-16</lastmod></url></urlset>"
        )
        here.answers["/news.xml.gz"] = page(gzip.compress(news.encode()), kind="application/gzip")
        index = (
            '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{here.url}/news.xml.gz</loc><lastmod>2031-10-17</lastmod></sitemap></sitemapindex>"
        )
        here.answers["/index"] = page(index.encode())
        tells = beat.walk(f"{here.url}/index")
        assert told(tells) == [("list", "index"), ("list", "news.xml.gz"), ("new", "two"), ("new", "one")]
        # The sitemap is asked for again when its index says that it changed, and not before.
        assert ("list", "news.xml.gz") not in told(beat.later(DAY).walk(f"{here.url}/index", rounds=2))
        here.answers["/index"] = page(index.replace("2031-10-17", "2031-10-20").encode())
        assert ("list", "news.xml.gz") in told(beat.later(DAY).walk(f"{here.url}/index", rounds=2))


def test_what_a_sitemap_says_has_changed_is_looked_at_until_it_proves_untrue(beat: Beat) -> None:
    with site(one=page(report("Twelve", day="2031-10-01")), two=page(report("Five", day="2031-10-01"))) as here:
        source = Source(f"{here.url}/map")
        for n, words in enumerate(("Twelve", "Nine", "Eight")):
            here.answers["/map"] = sitemap(here, one=f"2031-10-0{n + 1}", two=f"2031-10-0{n + 1}")
            here.answers["/one"] = page(report(words, day="2031-10-01"))
            tells = beat.walk(source)
            beat.later(2 * HOUR)
            # /two lies once, and is then looked at in its own time.
            assert sorted(told(tells))[:-1 if n == 2 else None] == [
                [("list", "map"), ("new", "one"), ("new", "two")],
                [("changed", "one"), ("list", "map"), ("same", "two")],
                [("changed", "one")],
            ][n]  # fmt: skip


def test_only_what_is_wanted(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five"))) as here:
        here.answers["/map"] = sitemap(here, one="2031-10-16", two="2031-10-16", old="2030-01-01", odd=None)
        source = Source(f"{here.url}/map", only=(f"{here.url}/o*",), since=date(2031, 10, 1))
        beat.walk(source)
    assert [path for path in here.paths() if path not in ("/robots.txt", "/map")] == ["/one", "/odd"]


def test_a_sitemap_says_nothing_of_other_sites(beat: Beat) -> None:
    with site(one=page(report("Twelve"))) as here, site(two=page(report("Five"))) as there:
        both = sitemap(here, one=None).replace(b"</urlset>", f"<url><loc>{there.url}/two</loc></url></urlset>".encode())
        here.answers["/map"] = page(both.partition(b"\r\n\r\n")[2])
        tells = beat.walk(f"{here.url}/map")
    assert told(tells) == [("list", "map"), ("new", "one")] and tells[0].said == "1 new; 1 on other sites left out"
    assert there.asked == []


def test_a_round_has_an_end(beat: Beat) -> None:
    with site() as here:
        names = [f"p{n}" for n in range(20)]
        here.answers |= {f"/{n}": page(report(n, title=n)) for n in names}
        here.answers["/feed"] = feed(here, *names)
        assert len(beat.walk(f"{here.url}/feed", pages=8)) == 7  # and robots.txt
        begun = beat.clock.at
        assert len(beat.walk(f"{here.url}/feed", pages=8, rounds=2)) == 16
        assert beat.clock.at - begun > HOUR  # a full round is followed by a rest
    assert sorted(beat.shelf.kept) == sorted(f"{here.url}/{n}" for n in names)


# -- manners ------------------------------------------------------------------------------------------------------


def test_one_request_at_a_time_and_a_pause_between(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five"))) as here, site(three=page(report("Six"))) as there:
        here.answers["/feed"] = feed(here, "one", "two")
        there.answers["/feed"] = feed(there, "three")
        beat.walk(f"{here.url}/feed", f"{there.url}/feed", pause=7.0)
    for each in (here, there):
        times = [at for at, url in beat.asked if url.startswith(each.url)]
        assert all(b - a >= 7.0 for a, b in pairwise(times)), times
    # While one site has its pause, the other is asked.
    assert beat.clock.at - START == 7.0 * 3


@pytest.mark.parametrize("rule", ["Crawl-delay: 30", "Request-rate: 2/60s"])
def test_the_pause_that_a_site_asks_for(beat: Beat, rule: str) -> None:
    with site(one=page(report("Twelve"))) as here:
        here.answers["/robots.txt"] = page(f"User-agent: onrecord\n{rule}\nDisallow: /no\n".encode())
        here.answers["/feed"] = feed(here, "one")
        beat.walk(f"{here.url}/feed")
    times = [at for at, _ in beat.asked]
    assert [b - a for a, b in pairwise(times)] == [30.0, 30.0]


def test_what_robots_txt_forbids_is_not_asked_for(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=redirect("/one")) as here:
        here.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /one\n")
        here.answers["/feed"] = feed(here, "one", "two")
        tells = beat.walk(f"{here.url}/feed")
    assert told(tells) == [("list", "feed"), ("problem", "one"), ("problem", "two")]
    assert all("robots.txt asks programs not to read it; it is tried again in 1 day" in tell.said for tell in tells[1:])
    assert "/one" not in here.paths() and here.paths().count("/robots.txt") == 1


def test_a_site_that_fails_to_give_its_robots_txt_is_left_alone(beat: Beat) -> None:
    with site(one=page(report("Twelve"))) as here:
        here.answers["/robots.txt"] = page(b"", status="503 Service Unavailable", more=("Retry-After: 600",))
        tells = beat.walk(f"{here.url}/one")
        assert told(tells) == [("problem", "one")] and "robots.txt cannot be had (status 503)" in tells[0].said
        assert here.paths() == ["/robots.txt"]
        del here.answers["/robots.txt"]
        assert told(beat.walk(f"{here.url}/one")) == []  # ten minutes, it said
        assert told(beat.later(10 * MINUTE).walk(f"{here.url}/one")) == [("new", "one")]


@pytest.mark.parametrize(
    ("said", "wait"),
    [("3600", HOUR), ("Fri, 17 Oct 2031 12:40:00 GMT", 2 * HOUR), ("1", MINUTE), ("99999999", DAY), ("soon", MINUTE)],
)
def test_a_busy_site_is_left_alone_for_as_long_as_it_says(beat: Beat, said: str, wait: float) -> None:
    busy = page(b"", status="429 Too Many Requests", more=(f"Retry-After: {said}",))
    with site(one=busy, two=page(report("Five"))) as here:
        here.answers["/feed"] = feed(here, "one", "two")
        tells = beat.walk(f"{here.url}/feed")
        beat.walk(f"{here.url}/feed", rounds=3)
    assert tells[1].said.startswith("the site answers 429; it is tried again in ")
    assert gaps([at for at, _ in beat.asked])[2] == pytest.approx(wait, abs=11)


def test_waits_grow_and_an_address_that_only_fails_is_given_up(beat: Beat) -> None:
    broken = page(b"", status="500 Internal Server Error")
    with site(one=broken) as here:
        tells = beat.walk(f"{here.url}/one", rounds=None)
        assert [tell.kind for tell in tells] == ["problem"] * (FAILURES - 1) + ["stopped"]
        visits = [at for at, url in beat.asked if url.endswith("/one")]
        waits = [b - a for a, b in pairwise(visits)]
        assert waits == sorted(waits) and waits[0] >= 5 * MINUTE and waits[-1] <= 1.01 * DAY
        assert told(beat.walk(f"{here.url}/one")) == []
        # Started again a day later, the watcher tries it once more.
        here.answers["/one"] = page(report("Twelve"))
        assert told(beat.later(DAY + 1).walk(f"{here.url}/one")) == [("new", "one")]


def test_who_asks_says_so(beat: Beat) -> None:
    with site(one=page(report("Twelve"))) as here:
        beat.walk(f"{here.url}/one", contact="desk@lantern.example")
    assert all("User-Agent: onrecord/" in each and "; desk@lantern.example)" in each for each in here.asked)


# -- what goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://169.254.169.254/latest", "no address of the public internet"),
        ("http://10.0.0.1/", "no address of the public internet"),
        ("file:///etc/passwd", "another kind"),
        ("http://me:secret@127.0.0.1/", "name or password"),
        ("/one", "redirects more than 5 times"),
    ],
)
def test_no_redirect_leads_astray(beat: Beat, to: str, said: str) -> None:
    with site(one=redirect(to)) as here:
        tells = beat.walk(f"{here.url}/one")
    assert [tell.kind for tell in tells] == ["problem"] and said in tells[0].said


def test_a_redirect_to_another_site_keeps_to_its_rules(beat: Beat) -> None:
    with site(two=page(report("Five"))) as there, site(one=redirect(f"{there.url}/two")) as here:
        there.answers["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 50\n")
        assert told(beat.walk(f"{here.url}/one")) == [("new", "one")]
        times = {url: at for at, url in beat.asked}
    assert times[f"{there.url}/two"] - times[f"{there.url}/robots.txt"] == 50.0


def test_a_reader_that_fails_loses_one_report_and_tries_again(beat: Beat) -> None:
    with site(one=page(report("unreadable")), two=page(report("Five"))) as here:
        here.answers["/feed"] = feed(here, "one", "two")
        tells = beat.walk(f"{here.url}/feed")
        assert told(tells) == [("list", "feed"), ("problem", "one"), ("new", "two")]
        assert "ZeroDivisionError" in tells[1].said
        assert told(beat.later(3 * DAY).walk(f"{here.url}/feed"))[1:] == [("problem", "one"), ("same", "two")]


def test_a_feed_that_becomes_a_page_is_no_report(beat: Beat) -> None:
    with site(one=page(report("Twelve"))) as here:
        here.answers["/feed"] = feed(here, "one")
        beat.walk(f"{here.url}/feed")
        here.answers["/feed"] = page(report("Back soon: seven"))
        tells = beat.later(HOUR).walk(f"{here.url}/feed")
        assert told(tells)[0] == ("problem", "feed") and "now is none" in tells[0].said
    assert list(beat.shelf.kept) == [f"{here.url}/one"]


@pytest.mark.parametrize("after", range(4))
def test_a_killed_watcher_goes_on_where_it_was(beat: Beat, after: int) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five")), three=page(report("Six"))) as here:
        here.answers["/feed"] = feed(here, "one", "two", "three")
        steps = beat.steps(f"{here.url}/feed")
        for _ in range(after):
            next(steps)
        steps.close()  # type: ignore[attr-defined]
        beat.walk(f"{here.url}/feed")
        beat.walk(f"{here.url}/feed")
    assert {url: len(versions) for url, versions in beat.shelf.kept.items()} == {
        f"{here.url}/{name}": 1 for name in ("one", "two", "three")
    }
    paths = here.paths()
    assert all(paths.count(path) <= 2 for path in paths)  # at most the page at which it was killed


@pytest.mark.parametrize("kept", [True, False])
def test_a_ledger_that_fails_ends_the_watch_and_loses_nothing(beat: Beat, kept: bool) -> None:
    """Also where the watcher is killed after the ledger took a report and before it could note so."""

    class Full(Shelf):
        def add(self, record: Record, original: bytes, *, whence: str | None = None) -> Shelved:
            if kept:
                super().add(record, original, whence=whence)
            raise LedgerError("The ledger here: the disk is full; free some space.")

    with site(one=page(report("Twelve")), two=page(report("Five", title="The mill"))) as here:
        here.answers["/feed"] = feed(here, "one", "two")
        beat.shelf = Full()
        with pytest.raises(LedgerError, match="disk is full"):
            beat.walk(f"{here.url}/feed")
        beat.shelf = Shelf(kept=beat.shelf.kept)
        tells = beat.walk(f"{here.url}/feed")
    assert told(tells) == [("same" if kept else "new", "one"), ("new", "two")]
    assert [len(versions) for versions in beat.shelf.kept.values()] == [1, 1]


def test_what_a_source_brought_rests_when_it_is_taken_from_the_plan(beat: Beat) -> None:
    with site(one=page(report("Twelve")), two=page(report("Five"))) as here:
        here.answers["/feed"], here.answers["/other"] = feed(here, "one"), feed(here, "one", "two")
        beat.walk(f"{here.url}/feed")
        tells = beat.later(HOUR).walk(f"{here.url}/other")
        assert told(tells) == [("list", "other"), ("new", "two"), ("same", "one")]


def test_one_watcher_at_a_time(beat: Beat) -> None:
    with opened(beat.path), pytest.raises(ItineraryError, match="Another watcher is at work with"), opened(beat.path):
        pass


def test_a_damaged_file_is_told_of(beat: Beat) -> None:
    beat.path.write_bytes(b"no database" * 100)
    with pytest.raises(ItineraryError, match="delete the file"), opened(beat.path):
        pass


def test_a_newer_file_is_left_alone(beat: Beat) -> None:
    with opened(beat.path) as itinerary:
        itinerary._db.execute("PRAGMA user_version = 9")
    with pytest.raises(ItineraryError, match="newer onrecord"), opened(beat.path):
        pass
