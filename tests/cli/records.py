"""Records made by hand, for tests of what is shown: no reader, no files."""

from __future__ import annotations

from onrecord.record import (
    Article,
    Content,
    Cue,
    Entity,
    Furniture,
    Hand,
    Reader,
    Record,
    Republication,
    Source,
    Span,
    Spans,
    Statement,
    Topics,
    check,
)

TEXT = (
    "“We counted nine bodies in the market and twenty-one people with wounds, four of them children, and the "
    "ambulance could not come back a second time because the road was under fire for more than three hours, and "
    "nobody in the whole of the ministry answered the telephone,” said Lena Morrow, head of the Tel Sarra hospital.\n\n"
    "“The road was closed,” she told Radio Hadra.\n\n"
    "The Ministry of Defence of Coralia denied that its aircraft had struck the market. Two porters have been "
    "accused of leaking the list. قال مدير المستشفى إن الجرحى وصلوا ليلا. Officials expect more deaths."
)


def at(words: str, *, text: str = TEXT) -> Spans:
    """Where ``words`` stand in the text, for the first time."""
    start = text.index(words)
    return (Span(start, start + len(words)),)


def record(
    *statements: Statement,
    text: str = TEXT,
    input_id: str = "report.txt",
    title: str | None = "Nine killed in Tel Sarra",
) -> Record:
    """A record of the sample text; of every statement that the tests know where none is given."""
    made = Record(
        reader=Reader(version="0.1.0", model="by hand"),
        article=Article(
            id="sha256:" + "0" * 64,
            text=text,
            title=title,
            subtitle="Hospital says the road was under fire",
            authors=("Iva Brandt", "Tom Okoro"),
            outlet="The Corran Courier",
            published="2031-05-14T08:30",
            language="en",
            topics=Topics(regions=("Coralia",), themes=("War", "Health")),
            agencies=("CNA",),
            republished_from=Republication(outlet="Radio Hadra", published="2031-05-13"),
            furniture=tuple(Furniture(kind, "…") for kind in ("newsletter",) * 3 + ("share",) * 2 + ("rights",)),
        ),
        input_id=input_id,
        statements=statements or STATEMENTS,
        entities=ENTITIES,
    )
    check(made)
    return made


ENTITIES = (
    Entity("e1", "person", "Lena Morrow", role="head of the Tel Sarra hospital"),
    Entity("e2", "organisation", "Ministry of Defence of Coralia"),
    Entity("e3", "organisation", "Radio Hadra"),
    Entity("e4", "person", "Osman Dray"),
)
QUOTATION = TEXT[: TEXT.index(" said Lena")]
DIRECT = Statement(
    "s1",
    "direct",
    Content(at(QUOTATION), QUOTATION),
    Source(at("Lena Morrow"), "Lena Morrow", "Lena Morrow", "head of the Tel Sarra hospital", "person", "e1", ("e1",)),
    Cue(at("said"), "said"),
)
PRONOUN = Statement(
    "s2",
    "direct",
    Content(at("“The road was closed,”"), "“The road was closed,”"),
    Source(at("she"), "she", "Lena Morrow", "head of the Tel Sarra hospital", "person", "e1", ("e1",)),
    Cue(at("told"), "told"),
    (
        Hand(at("Radio Hadra"), "Radio Hadra", "Radio Hadra", "e3"),
        Hand(at("the list"), "the list", "the Harbour Agency"),
    ),
)
DENIAL = Statement(
    "s3",
    "indirect",
    Content(at("its aircraft had struck the market"), "its aircraft had struck the market"),
    Source(
        at("The Ministry of Defence of Coralia"),
        "The Ministry of Defence of Coralia",
        "Ministry of Defence of Coralia",
        None,
        "organisation",
        "e2",
    ),
    Cue(at("denied"), "denied", "denies"),
)
SUPPRESSED = Statement(
    "s4",
    "indirect",
    Content(at("leaking the list"), "leaking the list"),
    None,
    Cue(at("accused of"), "accused of", "accuses"),
)
ARABIC = Statement(
    "s5",
    "indirect",
    Content(at("الجرحى وصلوا ليلا"), "الجرحى وصلوا ليلا"),
    Source(at("مدير المستشفى"), "مدير المستشفى", kind="person"),
    Cue(at("قال"), "قال"),
)
ANONYMOUS = Statement(
    "s6",
    "indirect",
    Content(at("more deaths"), "more deaths"),
    Source(at("Officials"), "Officials", kind="anonymous"),
    Cue(at("expect"), "expect", "predicts"),
)
STATEMENTS = (DIRECT, PRONOUN, DENIAL, SUPPRESSED, ARABIC, ANONYMOUS)
