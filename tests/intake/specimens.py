"""Samples of every kind of input, made in the test; all places, people, outlets and events in them are invented."""

from __future__ import annotations

import gc
import gzip
import io
import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from functools import cache

TITLE = "Shelling kills four at a market in Orvale, governor says"
OUTLET = "Harbour Ledger"
AUTHOR = "Mira Tolan"
STORY = (
    "At least four people were killed on Tuesday when shells struck the covered market in Orvale, the district "
    "governor, Pavel Ost, told reporters at the municipal hospital.",
    "“We heard three explosions and then nothing but dust,” said Ilse Varga, who sells bread at the eastern gate of "
    "the market and lost her nephew in the attack.",
    "The army denied that its guns had fired on the town. A spokeswoman, Colonel Rhea Dorn, said the shells came from "
    "positions held by the Northern Front, which has not commented.",
    "Doctors at the hospital said that eleven others were wounded, two of them critically, and that the number could "
    "rise as rescue teams reach the collapsed hall behind the fish stalls.",
)
TEXT = "\n\n".join(STORY)
MARKUP = "<p>" + "</p><p>".join(STORY) + "</p>"


def page(
    story: Sequence[str] = STORY,
    *,
    title: str = TITLE,
    head: str = "",
    before: str = "",
    after: str = "",
    charset: str = "utf-8",
) -> bytes:
    """A news page with a menu, a sidebar and a footer around the story."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>{title} | {OUTLET}</title>'
        f'<meta property="og:site_name" content="{OUTLET}">{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<article><h1>{title}</h1>{before}{body}{after}</article>"
        '<aside class="sidebar"><h3>Most read</h3><a href="/1">Harbour dues to rise next year</a></aside>'
        "<footer><p>© 2031 Harbour Ledger. All rights reserved.</p></footer></body></html>"
    ).encode(charset)


LINKED = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2031-03-04T10:15:00+02:00",
        "dateModified": "2031-03-05",
        "author": [{"@type": "Person", "name": AUTHOR}, {"@type": "Person", "name": "Jonas Pell"}],
        "publisher": {"@type": "Organization", "name": OUTLET},
        "articleSection": "Conflict",
        "keywords": "Orvale, shelling",
        "description": "The governor blames nobody yet, the army blames the Northern Front.",
    }
)


def pdf(
    story: Sequence[str] = STORY,
    *,
    title: str = TITLE,
    author: str = AUTHOR,
    running: bool = True,
    password: str | None = None,
) -> bytes:
    """A PDF of small pages, the story four times so that it fills several of them."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()

    def furnish(canvas: object, document: object) -> None:
        if running:
            canvas.drawString(50, 20, f"Harbour Ledger, page {document.page}")  # type: ignore[attr-defined]

    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A5,
        title=title,
        author=author,
        encrypt=StandardEncryption(password, canPrint=0) if password else None,
    )
    flow = [Paragraph(title, styles["Title"]), Paragraph(f"By {author}", styles["Normal"])]
    flow += [Paragraph(paragraph, styles["BodyText"]) for _ in range(4) for paragraph in story]
    document.build(flow, onFirstPage=furnish, onLaterPages=furnish)
    return out.getvalue()


def scan() -> bytes:
    """A PDF whose page has a drawing and no text."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(50, 50, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def letter(text: str = TEXT, *, html: str | None = None) -> EmailMessage:
    """A press office's letter."""
    message = EmailMessage()
    message["From"] = f"{AUTHOR} <mira@ledger.example>"
    message["To"] = "desk@ledger.example"
    message["Subject"] = TITLE
    message["Date"] = "Tue, 04 Mar 2031 10:15:00 +0200"
    message["Message-ID"] = "<1@ledger.example>"
    message["List-Unsubscribe"] = "<mailto:leave@ledger.example>"
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def warc(pages: Sequence[tuple[str, str, bytes]], *, packed: bool = False, status: str = "200 OK") -> bytes:
    """A web archive of ``(URI, content type, body)``, each with its request, and a robots.txt and a DNS record."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its spools to the garbage collector
        written = _warc(pages, packed, status)
        gc.collect()
    return written


def _warc(pages: Sequence[tuple[str, str, bytes]], packed: bool, status: str) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("sample.warc", {"software": "sample"}))
    robots = ("https://ledger.example/robots.txt", "text/plain", b"User-agent: *\nDisallow: /private\n")
    for uri, kind, body in (robots, *pages):
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "ledger.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(uri, "request", http_headers=asked))
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(uri, "response", payload=io.BytesIO(body), http_headers=headers))
    dns = io.BytesIO(b"20310304101500\nledger.example. 300 IN A 192.0.2.7\n")
    writer.write_record(
        writer.create_warc_record("dns:ledger.example", "response", payload=dns, warc_content_type="text/dns")
    )
    return out.getvalue()


def rss(entries: Sequence[tuple[str, str]] = ((TITLE, MARKUP),)) -> bytes:
    """An RSS feed of ``(title, HTML)``."""
    items = "".join(
        f"<item><title>{title}</title><link>https://ledger.example/{n}</link><guid>urn:entry:{n}</guid>"
        f"<pubDate>Tue, 04 Mar 2031 10:15:00 +0200</pubDate><author>mira@ledger.example ({AUTHOR})</author>"
        f"<category>Orvale</category><description><![CDATA[{body}]]></description></item>"
        for n, (title, body) in enumerate(entries, 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour Ledger</title>'
        f"<link>https://ledger.example</link><language>en-gb</language>{items}</channel></rss>"
    ).encode()


def atom() -> bytes:
    """An Atom feed of one entry."""
    body = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in STORY)
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Ledger</title>'
        "<id>urn:feed</id><updated>2031-03-05T08:00:00Z</updated><rights>© Harbour Ledger</rights>"
        f"<entry><title>{TITLE}</title><id>urn:entry:1</id><link href='https://ledger.example/1'/>"
        f"<published>2031-03-04T08:15:00Z</published><updated>2031-03-05T08:00:00Z</updated><author><name>{AUTHOR}</name>"
        f"</author><category term='shelling'/><content type='html'>{body}</content></entry></feed>"
    ).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def jsonl(*lines: Mapping[str, object]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


@cache
def samples() -> dict[str, bytes]:
    """One valid sample of each kind, by a file name for it."""
    return {
        "story.txt": TEXT.encode(),
        "story.md": f"# {TITLE}\n\n{TEXT}\n".encode(),
        "page.html": page(head=f'<script type="application/ld+json">{LINKED}</script>'),
        "report.pdf": pdf(),
        "letter.eml": letter(html=page().decode()).as_bytes(),
        "pages.warc": warc([("https://ledger.example/1", "text/html; charset=utf-8", page())]),
        "pages.warc.gz": warc([("https://ledger.example/1", "text/html; charset=utf-8", page())], packed=True),
        "feed.xml": rss(),
        "atom.xml": atom(),
        "stories.jsonl": jsonl({"id": "a", "text": TEXT}, {"id": "b", "html": page().decode()}),
        "story.txt.gz": gzip.compress(TEXT.encode()),
        "stories.zip": zipped({"story.txt": TEXT.encode(), "page.html": page()}),
    }
