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
