"""What is to be watched, as a person writes it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from onrecord.ledger import manners, sources
from onrecord.ledger.manners import DAY, HOUR, MINUTE
from onrecord.ledger.sources import Source, SourceError, plan


def written(folder: Path, text: str, name: str = "watch.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_and_an_address(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'pause = 12\npages = 50\ncontact = "desk@lantern.example"\n[[source]]\nurl = "https://lantern.example/feed#x"\n'
        'every = "30m"\nonly = ["https://lantern.example/n/*"]\nsince = 2031-05-01\n',
    )
    made = plan([file, "https://mill.example/", "https://lantern.example/feed"], pause=3)
    assert (made.rest, made.pages, made.contact) == (12, 50, "desk@lantern.example")
    assert [each.url for each in made.source] == ["https://lantern.example/feed", "https://mill.example/"]
    assert made.source[0].poll == 30 * MINUTE and made.source[0].since == date(2031, 5, 1)
    assert plan(["https://mill.example/"], pause=2).rest == 2
    assert plan(["https://mill.example/"]).rest == manners.PAUSE


def test_the_file_of_the_documentation_is_one(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "watch.md"
    text = "".join(line[4:] + "\n" for line in page.read_text("utf-8").splitlines() if line.startswith("    "))
    example = text[text.index("pause = ") : text.index("\nonrecord watch watch.toml")]
    assert tomllib.loads(example)
    assert len(plan([written(tmp_path, example)]).source) >= 2
    assert sources.__doc__ is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "source"),
        ("source = []", "nothing to watch"),
        ("[[source]]\nurl = 3", "no list of sources"),
        ("[[source]]\nurl = 'ftp://lantern.example/'", "another kind"),
        ("[[source]]\nurl = 'https://a.example/'\nevry = '1h'", "evry"),
        ("[[source]]\nurl = 'https://a.example/'\nevery = 'often'", "no time; write 30m"),
        ("[[source]\nurl = 'https://a.example/'", "no list of sources"),
        ("pause = 0.1\n[[source]]\nurl = 'https://a.example/'", "A pause is from 1 second"),
        ("pages = 0\n[[source]]\nurl = 'https://a.example/'", "at least 1 page"),
        ("contact = \"a\\nb\"\n[[source]]\nurl = 'https://a.example/'", "plain letters"),
    ],
)
def test_what_is_not_understood(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        plan([written(tmp_path, text)])
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.toml cannot be read: No such file"):
        plan([str(tmp_path / "nowhere.toml")])


@pytest.mark.parametrize(
    ("every", "seconds"),
    [(None, HOUR), ("1m", 5 * MINUTE), ("90m", 90 * MINUTE), ("6h", 6 * HOUR), ("2 d", 2 * DAY)],
)
def test_how_often(every: str | None, seconds: float) -> None:
    assert Source("https://a.example/", every=every).poll == seconds


@pytest.mark.parametrize(
    ("url", "changed", "wanted"),
    [
        ("https://a.example/n/1", None, True),
        ("https://a.example/n/1", 1_949_000_000.0, True),
        ("https://a.example/n/1", 1_900_000_000.0, False),
        ("https://a.example/sport/1", None, False),
        ("https://a.example/N/1", None, False),
    ],
)
def test_what_is_wanted(url: str, changed: float | None, wanted: bool) -> None:
    assert Source("https://a.example/", only=("*/n/*",), since=date(2031, 10, 1)).wants(url, changed) is wanted


def test_a_pattern_made_to_be_slow_is_not() -> None:
    assert not Source("https://a.example/", only=("*a" * 40,)).wants("https://" + "a" * 4000 + "!", None)


def test_waits_for_what_fails_grow_to_a_day() -> None:
    assert [manners.failed(n) / MINUTE for n in (1, 2, 3, 4, 5, 6, 99)] == [5, 20, 80, 320, 1280, 1440, 1440]
    assert [manners.busy(n, None, now=0) / MINUTE for n in (1, 2, 3, 99)] == [1, 4, 16, 1440]


@pytest.mark.parametrize(
    ("robots", "seconds"),
    [
        ("", 5),
        ("User-agent: *\nCrawl-delay: 3", 5),
        ("User-agent: *\nCrawl-delay: 20", 20),
        ("User-agent: onrecord\nCrawl-delay: 40\n\nUser-agent: *\nCrawl-delay: 20", 40),
        ("User-agent: other\nCrawl-delay: 40", 5),
        ("User-agent: *\nCrawl-delay: 99999999", DAY),
        ("User-agent: *\nCrawl-delay: soon", 5),
        ("User-agent: *\nRequest-rate: 1/10", 10),
        ("\x00\xff" * 50, 5),
    ],
)
def test_the_pause_that_a_site_asks_for(robots: str, seconds: float) -> None:
    assert manners.pause(robots, 5) == seconds
