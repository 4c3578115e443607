"""E-mail: the letter, its attachments, and what is set aside."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from intake.doors import read, sentence
from intake.specimens import AUTHOR, OUTLET, STORY, TEXT, TITLE, letter, page, pdf, zipped
from onrecord.intake.problem import Problem
from onrecord.record import Article


def sent(
    message: EmailMessage | bytes, folder: Path, name: str = "letter.eml", **given: object
) -> tuple[dict[str, Article], list[Problem]]:
    path = folder / name
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    found, problems = read([path], **given)
    return {key.removeprefix(str(path)): value for key, value in found.items()}, problems


def test_a_letter(tmp_path: Path) -> None:
    found, problems = sent(letter(), tmp_path)
    article = found[""]
    assert not problems
    assert (article.title, article.authors, article.published) == (TITLE, (AUTHOR,), "2031-03-04T10:15:00+02:00")
    assert article.text == TEXT
    kept = "\n".join(piece.text for piece in article.furniture if piece.kind == "mail")
    assert "List-Unsubscribe: <mailto:leave@ledger.example>" in kept
    assert "From: Mira Tolan <mira@ledger.example>" in kept


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        (TEXT, page().decode(), TEXT),
        ("Your program does not support HTML. View this letter in your browser.", page().decode(), TEXT),
        ("Short.", page().decode(), TEXT),
        (TEXT, "<p>Short.</p>", TEXT),
    ],
)
def test_the_form_that_reads_better_is_taken(tmp_path: Path, text: str, html: str, words: str) -> None:
    found, _ = sent(letter(text, html=html), tmp_path)
    assert list(found) == [""]
    for paragraph in words.split("\n\n"):
        assert paragraph in " ".join(found[""].text.split())


def test_history_and_signature_are_furniture(tmp_path: Path) -> None:
    asked = "On Mon, 3 Mar 2031 at 09:00, Jonas Pell <j@ledger.example> wrote:\n\n> What do we know?\n> Anything?"
    text = f"{TEXT}\n\n{asked}\n\n-- \nMira Tolan\nHarbour Ledger\n"
    article = sent(letter(text), tmp_path)[0][""]
    assert article.text == TEXT
    mail = [piece.text for piece in article.furniture if piece.kind == "mail"]
    assert any("> What do we know?" in piece and "Jonas Pell" in piece for piece in mail)
    assert any("-- \nMira Tolan" in piece for piece in mail)


def test_a_letter_that_is_all_quotation_was_passed_on(tmp_path: Path) -> None:
    quoted = "\n".join(f"> {line}" for line in TEXT.split("\n"))
    article = sent(letter(f"See below.\n\n{quoted}\n"), tmp_path)[0][""]
    for paragraph in STORY:
        assert paragraph in article.text


HEAD = (
    "From: Interior Ministry <press@ministry.example>\nSent: Monday, 3 March 2031 18:40\nTo: Jonas Pell\nSubject: {}\n"
)
QUOTED = "\n".join(f"> {line}" for line in TEXT.split("\n"))
NEWS = "The hospital says that the toll is now five. I have it from its director."
WROTE = "On 03/03/2031 18:40, Jonas Pell wrote:"


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
@pytest.mark.parametrize(
    ("subject", "words", "text"),
    [
        # Outlook's history has no marks of quotation: all of it was read as the letter's own words
        pytest.param("RE: x", f"{NEWS}\n\n{HEAD}\n\n{TEXT}", NEWS, id="outlook"),
        pytest.param("Re: x", f"{NEWS}\n\n-----Original Message-----\n{HEAD}\n{TEXT}", NEWS, id="marked"),
        pytest.param("x", f"{NEWS}\n\n{HEAD}\n{TEXT}\n\n{HEAD}\n{TEXT}", NEWS, id="twice"),
        pytest.param("Fwd: x", f"Please code this.\n\n{HEAD}\n{TEXT}", TEXT, id="forwarded"),
        pytest.param("x", f"FYI\n\n---------- Forwarded message ---------\n{HEAD}\n{TEXT}", TEXT, id="by-its-mark"),
        pytest.param(
            "FW: x",
            f"FYI\n\n{HEAD.replace('Interior Ministry', 'Rhea Dorn')}\n{HEAD}\n{TEXT}",
            TEXT,
            id="forwarded-twice",
        ),
        pytest.param("Fwd: x", f"{NEWS * 6}\n\n{HEAD}\n{TEXT}", f"{NEWS * 6}\n\n{TEXT}", id="with-words-of-its-own"),
        pytest.param("x", f"{TEXT}\n\nFrom: the hill, he said.\nTo: the sea.\n\nThat was all.", None, id="no-head"),
    ],
)
def test_history_and_letters_passed_on(tmp_path: Path, subject: str, words: str, text: str | None, html: bool) -> None:
    words = words.format(TITLE, TITLE)
    message = letter(words, html=words.replace("<", "&lt;").replace("\n", "<br>") if html else None)
    if html:
        message.set_payload(message.get_payload()[1:])  # type: ignore[index]
    del message["Subject"]
    message["Subject"] = subject
    article = sent(message, tmp_path)[0][""]
    if text is None:
        assert "That was all." in article.text and "to the sea" not in article.text
        return
    assert " ".join(article.text.split()) == " ".join(text.split())
    if text == TEXT:
        assert (article.title, article.outlet, article.authors) == (TITLE, "Interior Ministry", ())
        assert article.published == "2031-03-03T18:40"
    else:
        assert (article.authors, article.published) == ((AUTHOR,), "2031-03-04T10:15:00+02:00")


@pytest.mark.parametrize(("subject", "passed"), [("Re: x", False), ("Fwd: x", True)])
def test_a_short_answer_to_a_long_letter_is_no_letter_passed_on(tmp_path: Path, subject: str, passed: bool) -> None:
    message = letter(f"Five now, she said.\n\n{WROTE}\n{QUOTED}\n")
    message.replace_header("Subject", subject)
    article = sent(message, tmp_path)[0][""]
    assert (STORY[0] in article.text) is passed
    assert "Five now, she said." in article.text


def test_an_answer_in_markup_without_marks_of_quotation(tmp_path: Path) -> None:
    quote = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    message = EmailMessage()
    message["From"], message["Subject"] = AUTHOR, "Re: x"
    message.set_content(f"<div>{NEWS}</div><div>{WROTE}<blockquote>{quote}</blockquote></div>", subtype="html")
    article = sent(message, tmp_path)[0][""]
    assert article.text == NEWS
    assert any(STORY[0] in piece.text for piece in article.furniture if piece.kind == "mail")


def test_a_hidden_preview_is_not_read_twice(tmp_path: Path) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    hidden = f'<div style="display: none; max-height: 0">{STORY[0]}</div>'
    message = EmailMessage()
    message["From"], message["Subject"] = AUTHOR, TITLE
    message.set_content(f"{hidden}<h1>{TITLE}</h1>{body}", subtype="html")
    article = sent(message, tmp_path)[0][""]
    assert (article.text, article.title, article.subtitle) == (TEXT, TITLE, None)
    assert any(piece.text == STORY[0] for piece in article.furniture)


def test_a_digest_of_a_list_gives_each_letter(tmp_path: Path) -> None:
    letters = (
        f"Message: {n}\nDate: Mon, 0{n} Mar 2031 10:15:00 +0200\nFrom: {AUTHOR} <m@ledger.example>\nSubject: Day {n}\n"
        f"Message-ID: <{n}@ledger.example>\n\n{TEXT}\n\n"
        for n in (1, 2)
    )
    told = f"Send submissions to the list.\n\n{'-' * 70}\n\n" + f"{'-' * 30}\n\n".join(letters)
    message = letter(f"{told}{'-' * 30}\n\nEnd of Incidents Digest\n")
    message.replace_header("Subject", "Incidents Digest, Vol 3, Issue 1")
    found, problems = sent(message, tmp_path)
    assert not problems
    assert [(key, a.title, a.text) for key, a in found.items()] == [("#1", "Day 1", TEXT), ("#2", "Day 2", TEXT)]
    assert found["#1"].published == "2031-03-01T10:15:00+02:00"


def test_a_mailbox_gives_back_lines_that_begin_with_from(tmp_path: Path) -> None:
    one = "From mira@ledger.example Tue Mar  4 10:15:00 2031\nFrom: Mira Tolan <m@ledger.example>\nSubject: x\n\n"
    data = (one + f"{TEXT}\n\n>From the hill it came, he said.\n\n") * 2
    found, _ = sent(data.encode(), tmp_path, "a.mbox")
    assert [article.text for article in found.values()] == [f"{TEXT}\n\nFrom the hill it came, he said."] * 2


def test_a_header_in_a_character_set_that_it_does_not_name(tmp_path: Path) -> None:
    data = (
        b"From: a@b.example\nMIME-Version: 1.0\nSubject: =?iso-8859-1?Q?Orvale:_four_killed_=96_mayor?=\n\n"
        + TEXT.encode()
    )
    assert sent(data, tmp_path)[0][""].title == "Orvale: four killed – mayor"


def test_attachments_and_forwarded_letters_are_parts(tmp_path: Path) -> None:
    message = letter("Please find the report and the earlier letter attached to this one.\n")
    message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(page(), maintype="text", subtype="html", filename="page.html")
    message.add_attachment(TEXT.encode(), maintype="application", subtype="octet-stream", filename="notes.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    inner = letter(TEXT)
    inner.replace_header("Subject", "Kerrow bridge closed")
    message.add_attachment(inner)
    found, problems = sent(message, tmp_path)
    assert not problems
    assert list(found) == ["", "#report.pdf", "#page.html", "#notes.txt", "#Kerrow bridge closed.eml"]
    assert found["#report.pdf"].title == TITLE
    assert found["#page.html"].text == found["#notes.txt"].text == TEXT
    assert found["#Kerrow bridge closed.eml"].title == "Kerrow bridge closed"


def test_attachments_of_one_name_stay_apart(tmp_path: Path) -> None:
    message = letter("Two notes are attached to this letter.")
    for _ in range(2):
        message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="notes.txt")
    assert list(sent(message, tmp_path)[0]) == ["", "#notes.txt", "#2-notes.txt"]


def test_an_attachment_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    message = letter(TEXT)
    message.add_attachment(
        zipped({"[Content_Types].xml": b"<x/>"}), maintype="application", subtype="msword", filename="a.docx"
    )
    found, problems = sent(message, tmp_path)
    assert list(found) == [""]
    assert "Office document" in sentence(problems)
    assert problems[0].input_id.endswith("letter.eml#a.docx")


def test_encoded_names_and_character_sets(tmp_path: Path) -> None:
    data = (
        b"From: =?iso-8859-1?Q?J=FCrgen_Groh?= <j@ledger.example>\r\n"
        b"Subject: =?utf-8?B?w5xiZXJmYWxsIGluIEtlcnJvdw==?=\r\n"
        b"Date: Tue, 04 Mar 2031 10:15:00 +0200\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Die B=FCrgermeisterin sagte, niemand sei verletzt =\r\nworden.\r\n"
    )
    article = sent(data, tmp_path)[0][""]
    assert article.title == "Überfall in Kerrow"
    assert article.authors == ("Jürgen Groh",)
    assert article.text == "Die Bürgermeisterin sagte, niemand sei verletzt worden."


@pytest.mark.parametrize(
    ("sender", "authors", "outlet"),
    [
        ("Mira Tolan via Desk List <d@l.example>", ("Mira Tolan",), None),
        ("Orvale Press Office <press@orvale.example>", (), "Orvale Press Office"),
        ("press@orvale.example", (), None),
    ],
)
def test_who_it_is_from(tmp_path: Path, sender: str, authors: tuple[str, ...], outlet: str | None) -> None:
    message = letter()
    message.replace_header("From", sender)
    article = sent(message, tmp_path)[0][""]
    assert (article.authors, article.outlet) == (authors, outlet)


def test_a_page_saved_by_a_browser_is_a_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://ledger.example/7"
    message["Subject"] = "whatever"
    message["Date"] = "Fri, 06 Jun 2031 10:15:00 -0000"
    message.set_content(page().decode(), subtype="html")
    message.make_related()
    article = sent(message, tmp_path, name="page.mhtml")[0][""]
    assert article.text == TEXT
    assert (article.title, article.outlet, article.url) == (TITLE, OUTLET, "https://ledger.example/7")
    assert article.published is None
    assert article.authors == ()


def test_a_mailbox_gives_each_letter(tmp_path: Path) -> None:
    one = letter().as_bytes()
    box = b"".join(b"From mira@ledger.example Tue Mar  4 10:15:00 2031\n" + one + b"\n" for _ in range(3))
    found, problems = sent(box, tmp_path, name="box.mbox")
    assert not problems
    assert list(found) == ["#1", "#2", "#3"]
    assert {article.title for article in found.values()} == {TITLE}


@pytest.mark.parametrize("levels", [8, 60, 3_000])
def test_letters_inside_letters_without_end(tmp_path: Path, levels: int) -> None:
    head = b"MIME-Version: 1.0\r\nFrom: a@b.example\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n"
    _, problems = sent(head * levels + letter().as_bytes(), tmp_path)
    assert "packed inside more than" in sentence(problems) or "without end" in problems[0].sentence


def test_multiparts_without_end(tmp_path: Path) -> None:
    parts = b"".join(
        f'--{n}\r\nContent-Type: multipart/mixed; boundary="{n + 1}"\r\n\r\n'.encode() for n in range(2_000)
    )
    data = (
        b'MIME-Version: 1.0\r\nFrom: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="0"\r\n\r\n'
        + parts
    )
    found, problems = sent(data, tmp_path)
    assert not found
    assert sentence(problems)


def test_a_letter_without_words(tmp_path: Path) -> None:
    found, problems = sent(letter(" "), tmp_path)
    assert not found
    assert "no words" in sentence(problems)
