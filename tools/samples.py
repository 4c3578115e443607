"""Make the two samples that no editor can write: the PDF and the web archive.

    python tools/samples.py

The texts stand here; all samples are invented, and each says so in its last line.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SAMPLES = Path(__file__).parents[1] / "samples"
MARK = "Disclaimer: this sample was written for onrecord, and every person, place and event in it is invented."

INQUIRY = (
    "Preliminary report on the explosions in the covered market of Dol Aren",
    "Regional Monitoring Mission, Ostrel, 6 March 2025",
    "1. At the request of both parties the mission sent three inspectors to Dol Aren on 5 March. They spoke to 22 "
    "residents, to the staff of the district hospital and to the mayor, Tessa Vohl.",
    "2. The mission found two craters in the roofed part of the market. Their depth and the fragments recovered are "
    "consistent with two air-dropped bombs. The claim of the Ministry of Defence that ammunition stored under a stall "
    "had exploded is not supported by what the inspectors saw.",
    "3. The hospital's register lists 16 dead. Its director, Dr Ilse Marrow, stated that a seventeenth person had died "
    "on the way to Halvin. “I signed the paper for the driver,” Marrow said, “so that he would be let "
    "through.”",
    "4. The mayor told the inspectors that the municipality had warned the army command in writing, on 27 February, "
    "that Monday was market day. The command denies having received a letter.",
    "5. A police officer who was on duty at the north gate said he had seen no armed person inside the market. Two "
    "other witnesses believed that a member of the Northern Shield had bought vegetables there shortly after nine.",
    "6. The mission does not accuse either party. It urges both to keep markets, schools and hospitals out of the "
    "fighting, and expects to publish its final report in May.",
    MARK,
)

ARCHIVE = (
    (
        "https://courier.example/2025/03/03/dol-aren",
        "2025-03-03T19:10:00Z",
        "Market destroyed in Dol Aren; ministry silent",
        "Iva Lindqvar",
        (
            "The covered market of Dol Aren was destroyed on Monday morning. Rescuers said in the evening that they "
            "had pulled twelve bodies from under the roof and could still hear voices.",
            "“We work with our hands,” said Tomas Brill, who leads the volunteers of the Red Lantern Society. "
            "“If the crane comes tomorrow, it comes for the dead.”",
            "The Ministry of Defence did not answer questions on Monday. A spokesman said only that the situation "
            "was being clarified. Opposition leader Klara Westin accused the government of hiding behind silence.",
        ),
    ),
    (
        "https://courier.example/2025/03/04/correction",
        "2025-03-04T08:00:00Z",
        "Blood runs out in Dol Aren",
        "Iva Lindqvar",
        (
            "The hospital of Dol Aren ran out of blood on Monday night, its director said. According to Dr Ilse "
            "Marrow, two patients died who would have lived elsewhere.",
            "Health Minister Arno Pell promised a convoy by the morning. “It is loaded,” he told the Courier "
            "at ten in the evening. Marrow said at seven that nothing had come.",
        ),
    ),
)


def pdf() -> None:
    """One page, as a mission might print it."""
    styles = getSampleStyleSheet()
    title, day, *paragraphs = INQUIRY
    flow = [Paragraph(title, styles["Title"]), Paragraph(day, styles["Normal"]), Spacer(1, 14)]
    for each in paragraphs:
        flow += [Paragraph(each, styles["BodyText"]), Spacer(1, 6)]
    page = SimpleDocTemplate(
        str(SAMPLES / "07-inquiry.pdf"), pagesize=A4, title=title, author="Regional Monitoring Mission", invariant=1
    )
    page.build(flow)


def warc() -> None:
    """Two pages as a crawler keeps them."""
    with open(SAMPLES / "08-archive.warc.gz", "wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, (url, when, title, author, paragraphs) in enumerate(ARCHIVE):
            body = "\n".join(f"<p>{each}</p>" for each in (*paragraphs, MARK))
            page = (
                f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
                f"<title>{title} | The Ostrel Courier</title>"
                f'<meta name="author" content="{author}"><meta property="og:site_name" content="The Ostrel Courier">'
                f'<meta property="article:published_time" content="{when}"></head><body>'
                f"<nav><a href='/'>Home</a> <a href='/north'>North</a></nav><article><h1>{title}</h1>{body}</article>"
                f"<footer>© 2025 The Ostrel Courier</footer></body></html>"
            )
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(page.encode()),
                http_headers=headers,
                warc_headers_dict={
                    "WARC-Date": when,
                    "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
                },
            )
            writer.write_record(record)


if __name__ == "__main__":
    pdf()
    warc()
