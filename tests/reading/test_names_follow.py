"""“…,” said X. “…,” he said. Whatever stands between, the second speaker is the first."""

from __future__ import annotations

from itertools import product

import pytest

from onrecord.reading.names import resolve

from .markup import unmark

# (as it stands at the first quotation, the name, the pronoun)
PEOPLE = [
    ("Anton Brehm", "Anton Brehm", "he"),
    ("Irena Vass, a nurse", "Irena Vass", "she"),
    ("Qorvan Tsilde", "Qorvan Tsilde", "he"),
    ("Qorvan Tsilde", "Qorvan Tsilde", "she"),
    ("Dr Tsilde, 51", "Dr Tsilde", "she"),
    ("the army’s spokesman, Colonel Dobrin Hast", "Dobrin Hast", "he"),
    ("spokeswoman Tolvi Arn", "Tolvi Arn", "she"),
    ("Karsa Watch director Ashraf al-Qudra", "Ashraf al-Qudra", "he"),
    ("Sister Agata", "Sister Agata", "she"),
    ("a farmer who gave his name as Abu Omar", "Abu Omar", "he"),
    ("Marie-Claire Ngoyi of Karsa Watch", "Marie-Claire Ngoyi", "she"),
    ("a doctor at the clinic", "a doctor at the clinic", "she"),
]
BETWEEN = [
    " ",
    "\n\n",
    " The ministry did not comment.\n\n",
    " The bridge was held by the Free Plains Front, which took it in May.\n\nIt rained.\n\n",
    "\n\nAt least nine people died in Karsa on Monday, according to the Red Crescent.\n\n",
    " The order was signed by Peter Hollar. ",
    " Earlier, the police had questioned Peter Hollar and Ulla Brandt about it.\n\n",
    " Neighbours had warned of it.\n\n",
]
SECOND = [
    "{2Q “We ran,”} {2S PRONOUN} {2C said}.",
    "{2S PRONOUN} {2C said} {2Q the road was mined}.",
    "{2Q “Peter Hollar and Ulla Brandt lied,”} {2S PRONOUN} {2C added}. {2Q “Both did.”}",
]


@pytest.mark.parametrize(("person", "between"), list(product(PEOPLE, BETWEEN)))
def test_the_speaker_stays(person: tuple[str, str, str], between: str) -> None:
    shown, name, pronoun = person
    for second in SECOND:
        after = between.endswith((" ", "\n\n"))
        said = pronoun.capitalize() if second.startswith("{2S") and after else pronoun
        report = "{1Q “It fell at noon,”} {1C said} {1S " + shown + "}." + between + second.replace("PRONOUN", said)
        text, mentions, statements = unmark(report)
        found, _ = resolve(text, mentions, statements)
        assert [s.source.name for s in found if s.source] == [name, name], report
