"""PDF: words of the pages as paragraphs, running heads set aside, what cannot be read said in a sentence."""

from __future__ import annotations

import io
import re
import textwrap

import pytest

from intake.specimens import AUTHOR, STORY, TITLE, pdf, scan
from onrecord.intake import pdf as pdf_
from onrecord.intake.given import Given
from onrecord.intake.problem import IntakeError
from onrecord.record import Article


def opened(data: bytes, **given: object) -> Article:
    ((_, article),) = pdf_.articles(data, given=Given(input_id="x.pdf", **given))  # type: ignore[arg-type,misc]
    assert isinstance(article, Article)
    return article


def drawn(lines: list[tuple[float, float, str]], *, size: float = 11) -> bytes:
    """A PDF page with each ``(x, y, words)``; a y below zero begins a new page at its positive."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(420, 595))
    canvas.setFont("Helvetica", size)
    for x, y, words in lines:
        if y < 0:
            canvas.showPage()
            canvas.setFont("Helvetica", size)
        canvas.drawString(x, abs(y), words)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_lines_become_paragraphs_across_pages() -> None:
    article = opened(pdf())
    assert article.text.split("\n\n") == list(STORY) * 4
    assert article.title == TITLE
    assert article.authors == (AUTHOR,)
    assert article.slices is None


def made(*flow: object) -> bytes:
    """A PDF of reportlab's flowables."""
    from reportlab.platypus import SimpleDocTemplate

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=(420, 595)).build(list(flow))
    return out.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("killed 7<super>1</super> people", "killed 7[1] people"),
        ("killed 7 people<super>12</super>, he said", "killed 7 people[12], he said"),
        ("killed seven.<super>3</super> Two more", "killed seven.[3] Two more"),
        ("fell as H<sub>2</sub>O on 3 km<super>2</super> of land", "fell as H2O on 3 km2 of land"),
        ("on 12<super>th</super> Street", "on 12th Street"),
    ],
)
def test_marks_of_notes_are_no_part_of_a_number_and_end_no_paragraph(written: str, read: str) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph

    style = getSampleStyleSheet()["BodyText"]
    article = opened(made(*(Paragraph(words, style) for words in (STORY[0], f"The shells {written}. {STORY[1]}"))))
    assert article.text.split("\n\n")[-1] == f"The shells {read}. {STORY[1]}"


def test_a_filled_form_has_what_was_typed_into_it_beside_its_labels() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(70, 750, "Report of an incident")
    for n, (label, value) in enumerate([("Place", "Orvale, eastern gate"), ("Killed", "7"), ("Seen", STORY[0])]):
        canvas.drawString(70, 700 - 40 * n, f"{label}:")
        canvas.acroForm.textfield(name=label, value=value, x=170, y=690 - 40 * n, width=350, height=24, fontSize=9)
    canvas.showPage()
    canvas.save()
    article = opened(out.getvalue())
    assert article.text.split("\n\n") == ["Place: Orvale, eastern gate", "Killed: 7", f"Seen: {STORY[0]}"]


def test_a_table_does_not_run_into_the_paragraph_below_it() -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, Table

    style = getSampleStyleSheet()["BodyText"]
    rows = Table([["District", "Killed"], ["Orvale", "7"], ["Kerrow", "2"]])
    article = opened(made(Paragraph(STORY[0], style), rows, Paragraph(STORY[2], style)))
    assert STORY[2] in article.text.split("\n\n")


def test_pages_without_text_among_others_are_told() -> None:
    article = opened(drawn([(50, 500, STORY[0][:60]), (50, -500, ""), (50, -500, STORY[1][:60])]))
    assert article.furniture[-1].text == "[1 of 3 pages have no text, as pictures do: 2]"


@pytest.mark.parametrize("angle", [90, -90])
def test_text_that_runs_up_or_down_the_page_has_no_false_title(angle: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.translate(300, 420)
    canvas.rotate(angle)
    for n, paragraph in enumerate(STORY[:2]):
        for m, piece in enumerate(textwrap.wrap(paragraph, 70)):
            canvas.drawString(-250, 100 - 60 * n - 14 * m, piece)
    canvas.showPage()
    canvas.save()
    article = opened(out.getvalue())
    assert article.title is None
    assert [" ".join(words.split()) for words in article.text.split("\n\n")] == list(STORY[:2])


def test_the_day_the_file_was_made_is_not_the_day_it_came_out() -> None:
    assert opened(pdf()).published is None
    assert opened(pdf(), published="2031-03-04").published == "2031-03-04"


def test_running_feet_are_furniture() -> None:
    article = opened(pdf())
    feet = [piece.text for piece in article.furniture if piece.kind == "page"]
    assert feet[:2] == ["Harbour Ledger, page 1", "Harbour Ledger, page 2"]
    assert "Harbour Ledger" not in article.text


@pytest.mark.parametrize(
    ("title", "found"),
    [("Microsoft Word - final2.docx", TITLE), ("x.indd", TITLE), ("Quarterly Budget of the Port", TITLE)],
)
def test_a_title_that_the_pages_do_not_show_is_not_believed(title: str, found: str) -> None:
    data = pdf().replace(f"/Title ({TITLE})".encode(), f"/Title ({title})".encode())
    assert opened(data).title == found


def test_words_broken_at_line_ends_are_whole() -> None:
    article = opened(
        drawn(
            [
                (50, 500, "The gover-"),
                (50, 486, "nor of Orvale said that the long-"),
                (50, 472, "term truce of the Anglo-"),
                (50, 458, "Kerrow council, a long-term aim, held in the 12-"),
                (50, 444, "mile zone around the old harbour and its store houses."),
            ]
        )
    )
    assert article.text == (
        "The governor of Orvale said that the long-term truce of the Anglo-Kerrow council, a long-term aim, held in "
        "the 12-mile zone around the old harbour and its store houses."
    )


def test_a_sentence_runs_over_the_page() -> None:
    lines: list[tuple[float, float, str]] = []
    for n in range(3):
        lines.append((50, 560 if n == 0 else -560, "Harbour Ledger"))
        lines += [
            (50, 500 - 14 * m, f"the {n}{m} shells that fell on the old town of Orvale that night and")
            for m in range(20)
        ]
        lines.append((200, 30, f"{n + 1}"))
    article = opened(drawn(lines))
    assert "\n\n" not in article.text
    assert "Harbour" not in article.text
    assert re.search(r"that night and the 10 shells", article.text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf(password="orvale"), "encrypted and needs a password"),
        (pdf()[: len(pdf()) // 2], "cut off"),
        (pdf()[:-40], "cut off"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50 + b"\n%%EOF\n", "damaged"),
        (scan(), "no text"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        opened(data)


def test_a_file_without_pages() -> None:
    import pypdfium2

    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.save(out)
    document.close()
    with pytest.raises(IntakeError, match=r"no pages|damaged|cut off"):
        opened(out.getvalue())


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_, "MAX_PAGES", 1)
    with pytest.raises(IntakeError, match="pages, more than the 1"):
        opened(pdf())


def test_verbatim_is_the_pages_text() -> None:
    article = opened(pdf(), verbatim=True)
    assert article.furniture == ()
    assert article.text.count("\f") >= 1
    assert "Harbour Ledger, page 1" in article.text
