"""Rules of furniture: every example is known, ordinary prose never is, and no line takes long."""

from __future__ import annotations

import time

import pytest

from onrecord.intake.furniture import Place, Rule, compiled, furniture, rules
from onrecord.intake.head import see
from onrecord.intake.lines import plain

KINDS = {
    "newsletter", "social", "rights", "disclaimer", "navigation", "translation", "share", "credit", "caption", "head",
    "byline", "origin", "contact", "comment", "mail", "page", "advert", "donation", "other",
}  # fmt: skip

PROSE = """\
Share prices fell in Tarn on Monday after the shelling of the market.
Follow us, the rebels shouted, and the families followed.
"Follow us on the road," the driver said.
By the time help arrived, nine people were dead.
By Monday night the army had taken the mill.
The report was first published in 2030, the ministry said.
The video was first published by the Tarn Brigade, which said it showed the strike.
The ministry published a list of nine names on 4 March 2031.
At least nine people were killed on March 4, 2031, officials said.
On 4 March 2031, shells struck the market.
Sign up or leave, the men at the checkpoint told the boys.
He was asked to sign in at the gate, and he refused.
Print shops in Kerrow have closed since January.
The images from the market have not changed the general's mind.
The photo shows nine bodies under a sheet.
The picture was taken by a nurse who was killed an hour later.
Images from the town showed smoke over the mill.
A rifle was found beside the man (photo released).
Anyone with information about the case is asked to call the police or to see their site at www.tarn-police.example.
If you would like to help the family of the driver, a fund has been set up.
Video from the scene showed a boy who carried his brother.
Donate blood at the old school, the mayor said in a message to the town.
Support for the truce is falling, according to the poll.
Members of the brigade were seen near the hospital.
Please, she said, let us bury them.
"Please share this with the world," the father said, and held up the picture.
The views of the governor are not shared by the council.
The army is not responsible for the strike, its spokesman said.
The government will not be responsible for those who stay, the governor warned.
Opinions in the town are divided over who fired the shells.
Copyright was the last thing on her mind, the photographer said.
Contact with the convoy was lost at noon.
Contact: that is what the families want, said the nurse.
Read more than one report of the strike and the tolls differ.
Related attacks killed four more people in Tarn.
More on the brigade's guns is known from two deserters.
Comments by the minister angered the families.
Comment is not needed, said the general, when children are dead.
The latest strikes killed nine people, three of them medics.
The latest strike came at dawn.
Most read the notice and left the town that night.
The author of the attack was arrested on Sunday, police said.
The author is a member of the Tarn Brigade, according to the indictment.
Mira Tolan is a nurse who has worked in Kerrow for nine years.
Mira Tolan is a journalist who was killed on Sunday, her editor said.
Orla Venn said that she had seen four trucks.
Page two of the order names the battery that fired.
Two of five survivors left the town.
Kerrow, 4 March: nine dead.
Tags were found on the bodies.
Region by region, the count was the same.
Source close to the governor: "We did not fire."
A source said the guns stood on the ridge.
About the strike itself the army says nothing.
About 40 people were hurt.
Also on Sunday, two medics were shot dead in Tarn.
Home to 9,000 people, the town has been shelled for months.
Click by click, the clip shows how the missile turned.
Listen: the shells are coming, the boy said.
Watch towers were burned along the road.
In pictures from the town, the mill is gone.
Subscribe to none of these stories, the general told reporters.
Email records show that the order was given at noon.
The email address of the brigade was on the leaflet.
Cookies and water were all that the children had eaten.
The browser history of the suspect held a map of the market.
An advertisement for the market still hangs over the crater.
Nine people have been killed. The army denied it.
Forward this message to the commander, the order read.
It said the shell had been translated into rubble.
She spoke in three languages to the monitors.
The statement was available in English, the monitors said.
Members of the press were kept away, and nobody will be held responsible for it, the mayor said.
The material was published without permission of the families, a lawyer said.
This material may not be published before the inquest, the judge ordered.
All rights reserved to the occupiers, a slogan on the wall said.
The story continues below the bridge, where nine more lay.
""".splitlines()

RULES = rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}: {rule.example[:40]}")
def test_example(rule: Rule) -> None:
    shown = plain(rule.example)
    place: Place = "head" if rule.where == "any" else rule.where  # type: ignore[assignment]
    assert rule.kind in KINDS
    assert compiled(rule.pattern).fullmatch(shown)
    found = furniture(shown, place)
    assert found is not None and found.kind == rule.kind


def test_rules_ask_for_lower_case_words() -> None:
    for rule in RULES:
        assert rule.where in ("head", "foot", "any", "line", "tail"), rule
        assert rule.has and all(word == word.lower() for word in rule.has), rule


@pytest.mark.parametrize("sentence", PROSE)
def test_prose_is_never_furniture(sentence: str) -> None:
    shown = plain(sentence)
    assert furniture(shown, "head") is None
    assert furniture(shown, "body") is None
    assert furniture(shown, "foot") is None
    assert furniture(shown, "line") is None


@pytest.mark.parametrize("sentence", PROSE)
def test_prose_is_seen_as_prose(sentence: str) -> None:
    assert see(plain(sentence), "foot") == "prose"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share", "share"),
        ("Facebook Twitter WhatsApp Email Print", "share"),
        ("Home About Contact", "navigation"),
        ("Comments (12)", "comment"),
        ("READ MORE: “We will not leave,” say families", "navigation"),
        ("Print Friendly, PDF & Email", None),
        ("[Photo: Tarn Ruda]", "credit"),
        ("(Image by Tarn Ruda, licensed under CC BY-SA 4.0)", "credit"),
        ("Copyright 2031 Valley Broadcasting. All rights reserved.", "rights"),
        ("This work is licensed under a Creative Commons Attribution 4.0 licence.", "rights"),
        ("Sign up for our newsletter", "newsletter"),
        ("Get the day's reports in your inbox", "newsletter"),
        ("Follow Mira Tolan on Twitter @mira_sample", "social"),
        ("Back to top", "navigation"),
        ("The views expressed in this article are the author's own.", "disclaimer"),
        ("Opinions expressed here do not necessarily reflect those of the Harbour Ledger.", "disclaimer"),
        ("- Advertisement -", "advert"),
        ("Story continues below advertisement", "advert"),
        ("Please enable JavaScript to view this page.", "navigation"),
        ("Click here to donate", "donation"),
        ("Valley Pictures/Getty Images", "credit"),
        ("press@harbour-ledger.example", "contact"),
        ("You might also like", "navigation"),
        ("Support independent journalism.", "donation"),
    ],
)
def test_lines_of_pages(line: str, kind: str | None) -> None:
    found = furniture(plain(line), "foot")
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}: {rule.example[:40]}")
def test_no_rule_backtracks(rule: Rule) -> None:
    """Its own example over and over, cut anywhere, is the worst that a page can do to a rule."""
    shown = plain(rule.example)
    words = shown.split()
    lines = [f"{shown} " * 500, *(f"{' '.join(words[:n])} " * 500 for n in (1, 2, 3, 5, 8))]
    for line in lines:
        began = time.process_time()
        compiled(rule.pattern).fullmatch(line[:3_900] + " \x00")
        assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "unit", ["a", "share ", "a, ", "Read more | ", "www.a.b/", "© x. ", '"x" ', "[Photo: ", "(((", "By A B, "]
)
def test_no_line_takes_long(unit: str) -> None:
    for length in (3_900, 1_000_000):
        line = (unit * (length // len(unit) + 1))[:length]
        began = time.process_time()
        for place in ("head", "foot", "line"):
            furniture(line, place)
        see(line[:5_000], "foot")
        assert time.process_time() - began < 1.0
