"""Web pages: body, what the page says of itself, furniture."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from intake.doors import read
from intake.specimens import AUTHOR, LINKED, OUTLET, STORY, TEXT, TITLE, page
from onrecord.intake import html, markup, signed
from onrecord.intake.about import day, tag
from onrecord.intake.given import Given
from onrecord.intake.problem import IntakeError
from onrecord.record import Article, Topics

LD = '<script type="application/ld+json">{}</script>'


def opened(data: bytes, **given: object) -> Article:
    ((_, article),) = html.articles(data, given=Given(input_id="page", **given))  # type: ignore[arg-type,misc]
    assert isinstance(article, Article)
    return article


def shown(article: Article) -> str:
    """All words of an article, wherever they are."""
    pieces = (article.text, article.title or "", article.subtitle or "", *(piece.text for piece in article.furniture))
    return " ".join(" ".join(pieces).split())


def test_body_without_the_page_around_it() -> None:
    article = opened(page())
    assert article.text == TEXT
    assert article.title == TITLE
    assert article.outlet == OUTLET
    assert article.language == "en"
    assert article.slices is None
    assert article.id == f"sha256:{hashlib.sha256(page()).hexdigest()}"


def test_nothing_is_lost() -> None:
    words = shown(opened(page(before='<p class="byline">By Mira Tolan</p>', after="<p>Follow us on Chirper</p>")))
    for piece in (
        *STORY,
        "Home",
        "World",
        "Most read",
        "Harbour dues to rise next year",
        "All rights reserved",
        "Follow us",
    ):
        assert piece in words


def test_furniture_beyond_the_cap_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_FURNITURE", 200)
    links = "".join(f'<li><a href="/{n}">Harbour dues number {n:04}</a></li>' for n in range(100))
    pieces = opened(page(after=f"<ul>{links}</ul>")).furniture
    assert pieces[-1].kind == "other"
    assert "more characters of the page's furniture are left out here" in pieces[-1].text
    assert sum(len(piece.text) for piece in pieces[:-1]) < 1_000


def test_linked_data_gives_the_fields() -> None:
    article = opened(page(head=f'<script type="application/ld+json">{LINKED}</script>'))
    assert article.authors == (AUTHOR, "Jonas Pell")
    assert (article.published, article.modified) == ("2031-03-04T10:15:00+02:00", "2031-03-05")
    assert article.topics == Topics(themes=("Conflict",), keywords=("Orvale", "shelling"))


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="article:published_time" content="2031-03-04T00:00:00Z">', "published", "2031-03-04"),
        ('<meta name="date" content="20310304">', "published", "2031-03-04"),
        ('<meta itemprop="datePublished" content="2031/3/4 10:00">', "published", "2031-03-04"),
        ('<meta name="pubdate" content="4 March 2031">', "published", "2031-03-04"),
        ('<meta name="lastmod" content="2031-03-05T09:00:00Z">', "modified", "2031-03-05T09:00:00+00:00"),
        ('<meta name="author" content="By Mira Tolan and Jonas Pell">', "authors", ("Mira Tolan", "Jonas Pell")),
        ('<meta property="article:author" content="https://pages.example/mira">', "authors", ()),
        ('<meta name="author" content="Harbour Ledger">', "authors", ()),
        ('<link rel="canonical" href="https://ledger.example/7">', "url", "https://ledger.example/7"),
        ('<meta property="og:url" content="https://ledger.example/8">', "url", "https://ledger.example/8"),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", None),
        ('<link rel="canonical" href="https://archive.example/web/20310304101500/https://ledger.example/9">',
         "url", "https://ledger.example/9"),
        (LD.format('{"@type": "NewsArticle", "author": ' + "[" * 9000), "authors", ()),
        (LD.format('[{"@graph": [{"@type": ["Thing", "Report"], "author": "Mira Tolan"}]}]'), "authors", (AUTHOR,)),
        (LD.format('//<![CDATA[\n{"@type": "Article", "dateCreated": 3}\n//]]>'), "published", None),
        (LD.format('//<![CDATA[\n{"@type": "Article", "datePublished": "2031-03"}\n//]]>'), "published", None),
        (LD.format('//<![CDATA[\n{"@type": "Report", "dateModified": "2031-03-04"}\n//]]>'), "modified", "2031-03-04"),
    ],
)  # fmt: skip
def test_fields_of_the_head(head: str, field: str, value: object) -> None:
    assert getattr(opened(page(head=head)), field) == value


@pytest.mark.parametrize(
    ("before", "authors"),
    [
        ("<p>By Mira Tolan</p>", ("Mira Tolan",)),
        ("<div class='byline'>By Mira Tolan and Jonas Pell</div>", ("Mira Tolan", "Jonas Pell")),
        ("<span class='author-name'>Mira Tolan</span>", ("Mira Tolan",)),
        ("<p>By the river it was quiet.</p>", ()),
    ],
)
def test_by_lines_in_the_page(before: str, authors: tuple[str, ...]) -> None:
    article = opened(page(before=before))
    assert article.authors == authors


@pytest.mark.parametrize(
    ("before", "published", "modified", "authors", "agencies"),
    [
        ("<p class='when'>Published 4 March 2031 14:02 GMT · Last updated Wed 5 March 2031 07.30 GMT</p>",
         "2031-03-04T14:02Z", "2031-03-05T07:30Z", (), ()),
        (f"<p class='intro'>{STORY[3]}</p><p>By Mira Tolan</p><p>4 March 2031</p>", "2031-03-04", None, (AUTHOR,), ()),
        ("<p><i>Editor's note: This story was updated to correct the number of wounded, which was 11, not 21.</i></p>"
         "<p>Mira Tolan, Harbour Ledger</p><p>March 4, 2031, 4 p.m. EST</p>",
         "2031-03-04T16:00-05:00", None, (AUTHOR,), ()),
        ("<div>Associated Press</div><div>March 4, 2031 1:05 PM UTC, Updated 3 hours ago</div>",
         "2031-03-04T13:05Z", None, (), ("Associated Press",)),
        ("<div>By Mira Tolan in Orvale and Jonas Pell in Kerrow</div>", None, None, (AUTHOR, "Jonas Pell"), ()),
        ("<p>Jonas Pell, Associated Press</p>", None, None, (), ()),
        (f"<p>{STORY[3]}</p><p>Mira Tolan</p><p>Harbour Ledger</p><p>March 4, 2031 at 10:15 AM GMT+3 · 3 min read</p>",
         "2031-03-04T10:15+03:00", None, (AUTHOR,), ()),
        ("<div>Mira Tolan</div><div>Defence correspondent, Kerrow</div>", None, None, (AUTHOR,), ()),
        ("<h3>Mira Tolan</h3><div>4 March 2031</div>", "2031-03-04", None, (), ()),
        ("<div>Updated 4:15 PM EDT, Tue March 4, 2031</div>", None, "2031-03-04T16:15-04:00", (), ()),
        ("<div>Posted by admin on 4 March 2031</div>", "2031-03-04", None, (), ()),
        ("<div>Interview by Mira Tolan · Published on 04.03.2031</div>", "2031-03-04", None, (AUTHOR,), ()),
    ],
)  # fmt: skip
def test_who_and_when_under_the_title(
    before: str, published: str | None, modified: str | None, authors: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    """Pages without data for machines: all that stood beside the body was furniture, its dates too."""
    article = opened(page(before=before))
    assert (article.published, article.modified) == (published, modified)
    assert (article.authors, article.agencies) == (authors, agencies)


def test_an_agency_named_as_author_is_an_agency() -> None:
    article = opened(page(head=LD.format('{"@type": "NewsArticle", "author": [{"name": "Reuters"}]}')))
    assert (article.authors, article.agencies) == ((), ("Reuters",))


@pytest.mark.parametrize("said", ["2020-05", "May 2020"])
def test_a_month_is_no_day(said: str) -> None:
    """htmldate makes today's day of the month of it, another each day."""
    head = f'<meta property="article:published_time" content="{said}">'
    assert opened(page(head=head, before=f"<p class='date'>{said}</p>")).published in (None, "2020-05")


@pytest.mark.parametrize("end", [" | Inland Reader", " - World - Inland Reader", " — Inland Reader"])
def test_what_follows_the_heading_in_the_title_is_the_site(end: str) -> None:
    data = page().replace(f"<title>{TITLE} | {OUTLET}".encode(), f"<title>{TITLE}{end}".encode())
    article = opened(data.replace(f'<meta property="og:site_name" content="{OUTLET}">'.encode(), b""))
    assert (article.title, article.outlet) == (TITLE, "Inland Reader")


def test_republished_under_a_licence_is_both_an_origin_and_its_rights() -> None:
    said = (
        "This article is republished from Kerrow Gazette under a Creative Commons license. Read the original article."
    )
    article = opened(page(after=f"<p>{said}</p>").replace("© 2031 Harbour Ledger. All rights reserved.".encode(), b""))
    assert article.republished_from is not None
    assert (article.republished_from.outlet, article.rights) == ("Kerrow Gazette", said)


def test_a_quotation_pulled_out_of_the_text_is_not_read_twice() -> None:
    quote = STORY[1].partition(",”")[0]
    story = [*STORY[:2], f"</p><blockquote><p>{quote}”</p></blockquote><p>", *STORY[2:]]
    article = opened(page(story))
    assert article.text == TEXT


def test_a_template_that_says_english_of_any_page() -> None:
    story = ["قُتل سبعة أشخاص على الأقل في قصف صاروخي استهدف طابورا أمام مخبز، بحسب رئيس البلدية."] * 3
    assert opened(page(story)).language == "ar"


def test_a_table_that_only_lays_the_page_out_has_no_bars() -> None:
    rows = "".join(f"<tr><td>{paragraph}</td></tr>" for paragraph in STORY)
    data = f"<html><body><header>Ledger</header><table><tr><td>{TITLE}</td></tr>{rows}</table></body></html>"
    assert "|" not in opened(data.encode()).text


def test_a_live_page_is_read_in_its_order() -> None:
    """Extraction put its standfirst behind the first post."""
    posts = "".join(f'<article class="post"><time>1{n}.10</time><h2>Post {n}</h2><p>{p}</p></article>'
                    for n, p in enumerate((*STORY, *(f"Later: {p}" for p in STORY))))  # fmt: skip
    said = "Rolling coverage of the shells on the market in Orvale"
    head = f'<html lang="en"><body><header>Ledger</header><main><h1>{TITLE}</h1><p class="standfirst">{said}</p>'
    data = f"{head}{posts}</main></body></html>"
    text = opened(data.encode()).text
    wanted = [said, *STORY, *(f"Later: {p}" for p in STORY)]
    assert [line for line in text.split("\n\n") if line in wanted] == [line for line in wanted if line in text]


def test_tables_keep_their_cells_and_get_no_rules() -> None:
    rows = "<tr><th>Day</th><th>Killed</th></tr><tr><td>3 March</td><td>7</td></tr><tr><td></td><td>-</td></tr>"
    article = opened(page(after=f"<table>{rows}</table><p>The list is the hospital's, the governor said again.</p>"))
    assert "| 3 March | 7 |" in article.text
    assert "---" not in shown(article)
    assert not any("3 March" in piece.text for piece in article.furniture)


@pytest.mark.parametrize(
    ("markup_", "words"),
    [
        ("kil&shy;led 7", "killed 7"),
        ("killed\u200b 7\ufeff people", "killed 7 people"),
        ("killed 7<sup>1</sup> of them", "killed 7[1] of them"),
        ('killed 7<sup><a href="#n1">12</a></sup>.', "killed 7[12]."),
        ('killed 7<a href="#n1"><sup>1</sup></a>, he said', "killed 7[1], he said"),
        ("killed 7<sup>[3]</sup>", "killed 7[3]"),
        ("on 12<sup>th</sup> Street", "on 12th Street"),
        ("within 3 km<sup>2</sup>", "within 3 km2"),
        ("<sup>1</sup> Interview", "1 Interview"),
    ],
)
def test_marks_of_notes_are_no_part_of_a_number(markup_: str, words: str) -> None:
    (block,) = markup.blocks(markup.parse(f"<html><body><p>{markup_}</p></body></html>"))
    assert block.text == words


def test_rights_are_the_pages_line_or_else_its_heads() -> None:
    head = '<meta name="copyright" content="© 2031 Harbour Ledger Trust">'
    assert opened(page(head=head)).rights == "© 2031 Harbour Ledger. All rights reserved."
    silent = page(head=head).replace("© 2031 Harbour Ledger. All rights reserved.".encode(), b"Contact")
    assert opened(silent).rights == "© 2031 Harbour Ledger Trust"


def test_what_is_given_wins() -> None:
    head = f'<script type="application/ld+json">{LINKED}</script>'
    article = opened(
        page(head=head),
        title="T",
        published="2030-01-01",
        authors=("A B",),
        outlet="O",
        language="fr",
        url="https://o.example",
    )
    assert (article.title, article.published, article.authors) == ("T", "2030-01-01", ("A B",))
    assert (article.outlet, article.language, article.url) == ("O", "fr", "https://o.example")


def test_a_standfirst_is_the_subtitle_and_not_the_first_paragraph() -> None:
    said = "The governor blames nobody yet; the army points at the Northern Front."
    head = f'<meta property="og:description" content="{said}">'
    article = opened(page(head=head, before=f'<div class="dek"><h2>{said}</h2></div>'))
    assert article.subtitle == said
    assert article.text == TEXT


def test_a_description_that_only_repeats_the_text_is_no_subtitle() -> None:
    article = opened(page(head=f'<meta property="og:description" content="{STORY[0]}">'))
    assert article.subtitle is None
    assert article.text == TEXT


def test_where_it_was_first_published_is_found_outside_the_body() -> None:
    after = "<p>Originally published by <a href='https://gazette.example'>Kerrow Gazette</a>.</p>"
    article = opened(page(after=after))
    assert article.republished_from is not None
    assert article.republished_from.outlet == "Kerrow Gazette"
    assert "Originally published" not in article.text
    assert "Originally published by" in shown(article)


def test_related_links_and_boxes_inside_the_text_are_furniture() -> None:
    link = '<p><a href="/x">Read also: Harbour dues to rise next year, council says after long debate</a></p>'
    box = '<div class="newsletter-signup"><p>Get the Ledger in your inbox every morning, free of charge.</p></div>'
    story = [STORY[0] + "</p>" + link + box + "<p>", *STORY[1:]]
    article = opened(page(story))
    assert article.text == TEXT
    assert "Harbour dues to rise next year, council" in shown(article)
    assert any(piece.kind == "newsletter" for piece in article.furniture)


def test_paragraphs_in_boxes_of_their_own_are_all_kept() -> None:
    long = [f"{paragraph} {paragraph}" for paragraph in STORY * 2]
    long = [f"{n}. {paragraph}" for n, paragraph in enumerate(long)]
    boxes = "".join(
        f'<section class="chunk"><div class="grid"><div class="col"><p>{a}</p><p>{b}</p></div></div></section><hr>'
        for a, b in zip(long[::2], long[1::2], strict=True)
    )
    article = opened(page(["", boxes]))
    assert [line for line in article.text.split("\n\n") if line] == long


@pytest.mark.parametrize(
    "wrapped",
    [
        "<html><body><pre>\n{title}\n\nBy Mira Tolan\n\n{text}\n\nFollow us on Chirper\n</pre></body></html>",
        "<html><body>{title}<br><br>By Mira Tolan<br><br>{breaks}</body></html>",
        "<p>{title}</p><p>By Mira Tolan</p>{paragraphs}",
        "<center><font size=4>{title}</font><p>By Mira Tolan<p>{open}</center>",
    ],
)
def test_a_text_in_a_little_markup_is_read_as_text(wrapped: str) -> None:
    data = wrapped.format(
        title=TITLE,
        text=TEXT,
        breaks="<br><br>".join(STORY),
        paragraphs="".join(f"<p>{p}</p>" for p in STORY),
        open="<p>".join(STORY),
    )
    article = opened(data.encode())
    assert article.authors == (AUTHOR,)
    for paragraph in STORY:
        assert " ".join(paragraph.split()) in " ".join(article.text.split())
    assert "By Mira Tolan" not in article.text
    assert "Follow us" not in article.text


def test_verbatim_is_all_that_the_page_shows() -> None:
    article = opened(page(), verbatim=True)
    assert article.furniture == ()
    for piece in (*STORY, "Home", "Most read", "All rights reserved"):
        assert piece in article.text


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "iso-8859-1"), ("windows-1252", "utf-8"), ("iso-8859-1", "nonsense"), ("utf-16", "utf-8")],
)
def test_a_wrong_character_set_is_seen_through(charset: str, declared: str) -> None:
    story = [p + " Die Straße war völlig zerstört, sagte er." for p in STORY if charset != "iso-8859-1" or "“" not in p]
    data = page(story).decode().replace("utf-8", declared).encode(charset)
    assert "Die Straße war völlig zerstört, sagte er." in opened(data).text


def test_markup_that_breaks_every_rule() -> None:
    story = "<p>".join(STORY).replace("market", "mar\x00ket", 1)
    data = f"<html><body><div <p><b><i>{story}</b></i><td>&#xD800;&#0;&bogus; &#x110000; end</p".encode()
    article = opened(data)
    assert "Ilse Varga" in article.text
    article.text.encode()


@pytest.mark.parametrize("tag_", ["div", "b", "blockquote", "span"])
def test_markup_nested_a_hundred_thousand_deep(tag_: str) -> None:
    deep = f"<{tag_}>" * 100_000 + "<p>".join(STORY) + f"</{tag_}>" * 100_000
    article = opened(f"<html><body>{deep}</body></html>".encode())
    for paragraph in STORY:
        assert paragraph in article.text


def test_a_page_of_scripts_and_pictures_is_read_for_its_words() -> None:
    weight = "<script>var a = '" + "x<div>" * 2_000_000 + "';</script>"
    picture = '<img src="data:image/png;base64,' + "QUJD" * 500_000 + '">'
    data = page(before=weight + picture)
    assert len(data) > markup.MAX_MARKUP
    assert opened(data).text == TEXT


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"<html><script>draw()</script><img src=x></html>"])
def test_a_page_without_words_is_said_to_be_one(data: bytes) -> None:
    with pytest.raises(IntakeError, match="no words"):
        opened(data)


def test_furniture_of_endless_pages_is_bounded() -> None:
    links = "".join(f"<p><a href='/{n}'>Another story, number {n}</a></p>" for n in range(20_000))
    article = opened(page(after=f"<nav>{links}</nav>"))
    assert article.text == TEXT
    *kept, said = article.furniture
    assert said.text.startswith("[") and "left out here" in said.text
    assert (
        sum(len(piece.text) for piece in kept) <= html.MAX_FURNITURE + 100
    )  # the footer's line of rights comes on top


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2031-03-04", "2031-03-04"),
        ("2031-03-04T10:15:00+02:00", "2031-03-04T10:15:00+02:00"),
        ("2031-03-04 10:15:00", "2031-03-04T10:15:00"),
        ("2031-03-04T10:15:00.123Z", "2031-03-04T10:15:00+00:00"),
        ("2031-03-04T00:00:00+02:00", "2031-03-04"),
        ("Tue, 04 Mar 2031 10:15:00 GMT", "2031-03-04T10:15:00+00:00"),
        ("March 4, 2031", "2031-03-04"),
        ("2031-02-31", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_as_pages_write_them(value: str, iso: str | None) -> None:
    assert day(value) == iso


@pytest.mark.parametrize(
    ("code", "language"), [("en_US", "en"), ("EN-gb", "en"), ("zh-Hant-TW", "zh"), ("english", None), (None, None)]
)
def test_language_codes(code: str | None, language: str | None) -> None:
    assert tag(code) == language


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["By Mira Tolan and Jonas Pell"], ("Mira Tolan", "Jonas Pell")),
        (["Mira Tolan, Jonas Pell & Rhea Dorn"], ("Mira Tolan", "Jonas Pell", "Rhea Dorn")),
        (["Mira Tolan; MIRA TOLAN"], ("Mira Tolan",)),
        (["https://pages.example/mira", "@mira", "www.ledger.example"], ()),
        (["Harbour Ledger"], ()),
        (["Alexander Andersen"], ("Alexander Andersen",)),
    ],
)
def test_authors_out_of_by_lines(names: list[str], people: tuple[str, ...]) -> None:
    assert signed.people(names, outlet=OUTLET) == people


def test_a_page_from_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page(head=f"<script type='application/ld+json'>{json.dumps({'@type': 'Thing'})}</script>"))
    found, problems = read([path])
    assert not problems and list(found) == [str(path)]
