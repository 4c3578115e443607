"""Who said it: short invented reports with the name that each statement's source must get."""

from __future__ import annotations

import pytest

from onrecord.reading.names import resolve

from .markup import unmark

# (what is shown, report, {statement: name}); a name may be None
SPEAKERS: list[tuple[str, str, dict[int, str | None]]] = [
    (
        "he after said X",
        "{1Q “The road was open,”} {1C said} {1S Anton Brehm}. {2Q “Then it was not,”} {2S he} {2C said}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    (
        "she after said X",
        "{1Q “It fell at noon,”} {1C said} {1S Irena Vass}. {2Q “We ran,”} {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "name unknown to any list",
        "{1Q “It fell,”} {1C said} {1S Qorvan Tsilde}. {2Q “We ran,”} {2S she} {2C said}. {3Q “Far,”} {3S she} {3C added}.",
        {2: "Qorvan Tsilde", 3: "Qorvan Tsilde"},
    ),
    (
        "a man who is told does not steal",
        "{1Q “We warned them,”} {1S Anton Brehm} {1C told} Peter Hollar. {2Q “Twice,”} {2S he} {2C said}.",
        {2: "Anton Brehm"},
    ),
    (
        "a man spoken about does not steal",
        "{1S Anton Brehm} {1C said} {1Q the order came from Peter Hollar}. {2Q “I saw it,”} {2S he} {2C said}.",
        {2: "Anton Brehm"},
    ),
    (
        "a man in the quotation does not steal",
        "{1Q “We met Peter Hollar there,”} {1C said} {1S Anton Brehm}. {2Q “Peter Hollar lied to us,”} {2S he} {2C said}.",
        {2: "Anton Brehm"},
    ),
    (
        "paragraphs later",
        "{1Q “We dug,”} {1C said} {1S Anton Brehm}, a miner.\n\nThe tunnel had been closed for a year.\n\n{2Q “Nobody came,”} {2S he} {2C said}.",
        {2: "Anton Brehm"},
    ),
    (
        "a new man who acts takes it",
        "{1Q “We dug,”} {1C said} {1S Anton Brehm}.\n\nPeter Hollar arrived on Tuesday with two lorries. {2Q “I brought water,”} {2S he} {2C said}.",
        {2: "Peter Hollar"},
    ),
    (
        "gender parts two speakers",
        "{1S Anton Brehm} {1C said} {1Q the bridge was gone}. {2S Irena Vass} {2C said} {2Q it stood}. {3Q “I crossed it,”} {3S she} {3C said}. {4Q “I did not,”} {4S he} {4C said}.",
        {3: "Irena Vass", 4: "Anton Brehm"},
    ),
    (
        "gender from a title",
        "{1S Mr Tolvic} {1C said} {1Q no}. {2S Ms Orrel} {2C said} {2Q yes}. {3Q “Never,”} {3S he} {3C said}. {4Q “Always,”} {4S she} {4C said}.",
        {3: "Mr Tolvic", 4: "Ms Orrel"},
    ),
    (
        "gender from a role",
        "{1S The ministry’s spokeswoman, Tolvi Arn,} {1C said} {1Q no}. {2S Colonel Dobrin Hast} {2C said} {2Q yes}. {3Q “Never,”} {3S she} {3C said}.",
        {3: "Tolvi Arn"},
    ),
    (
        "gender from a pronoun nearby",
        "Ferrin Kolt lost her brother at the crossing. Dobrin Hast lost his. {1Q “I heard nothing,”} {1S Hast} {1C said}. {2Q “I heard it all,”} {2S she} {2C said}.",
        {2: "Ferrin Kolt"},
    ),
    (
        "pronoun before its name",
        "{1S Anton Brehm} {1C said} {1Q it was over}.\n\nAs {2S she} {2C told} {2Q how the wall fell}, Irena Vass wept.",
        {1: "Anton Brehm"},
    ),
    (
        "pronoun of reported belief",
        "{1S Irena Vass} {1C said} {1Q {2S she} {2C believed} {2Q the shells came from the ridge}}.",
        {2: "Irena Vass"},
    ),
    (
        "he inside another’s quotation",
        "{1S Anton Brehm} {1C said} {1Q he was away}. {2Q “{3S He} {3C told} me {3Q to wait},”} {2S Peter Hollar} {2C said}.",
        {2: "Peter Hollar", 3: "Anton Brehm"},
    ),
    (
        "I inside a quotation",
        "{1Q “{2S I} {2C told} them {2Q to leave},”} {1C said} {1S Irena Vass}.",
        {2: "Irena Vass"},
    ),
    (
        "the speaker of a nested statement",
        "{1Q A boy shouted that the dam had gone}, {1S she} {1C said}.\n\n{2Q “All of it,”} {2C said} {2S Irena Vass}.",
        {2: "Irena Vass"},
    ),
    (
        "nested source does not steal",
        "{1Q “We ran,”} {1C said} {1S Irena Vass}. {2Q {3S A girl} {3C shouted} {3Q that the dam had gone}}, {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "asked by a journalist",
        "{1S Anton Brehm} {1C conceded} {1Q that there was no picture}. Asked by {2S a reporter} {2Q whether it was a drone}, {3S he} {3C answered}: {3Q “Could be.”}",
        {3: "Anton Brehm"},
    ),
    (
        "unnamed woman then she",
        "{1S A woman who fled Karsa} {1C said} {1Q the well was poisoned}. {2Q “We drank from it,”} {2S she} {2C said}.",
        {2: "a woman who fled Karsa"},
    ),
    (
        "introduced, then quoted",
        "A nurse at the clinic lifted the sheet. {1Q “Nine,”} {1S she} {1C said}.",
        {1: "A nurse"},
    ),
    (
        "apposition is no new person",
        "{1Q “We counted,”} {1C said} {1S Irena Vass}, a nurse. {2Q “Twice,”} {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "possessive of a man is not the man",
        "{1S Anton Brehm} {1C said} {1Q no}. Peter Hollar’s car burned. {2Q “I saw it burn,”} {2S he} {2C said}.",
        {2: "Anton Brehm"},
    ),
    (
        "they after a group",
        "{1S Residents} {1C said} {1Q shells fell all night}. {2S They} {2C said} {2Q the school was hit}.",
        {2: "residents"},
    ),
    (
        "they after two speakers",
        "{1S Anton Brehm and Irena Vass} {1C said} {1Q they had seen it}. {2Q “We both did,”} {2S they} {2C said}.",
        {2: "Anton Brehm and Irena Vass"},
    ),
    (
        "both",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S Irena Vass} {2C said} {2Q no}. {3S Both} {3C said} {3Q the road was mined}.",
        {3: "Anton Brehm and Irena Vass"},
    ),
    (
        "it after an organisation",
        "{1S Karsa Watch} {1C said} {1Q nine died}. {2S It} {2C urged} {2Q an inquiry}.",
        {2: "Karsa Watch"},
    ),
    # names
    (
        "surname",
        "{1S Anton Brehm}, a miner, {1C said} {1Q no}. {2S Brehm} {2C added} {2Q that he was cold}.",
        {2: "Anton Brehm"},
    ),
    (
        "surname with a title",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S Mr. Brehm} {2C added} {2Q that he was cold}.",
        {2: "Anton Brehm"},
    ),
    (
        "full name only later",
        "Brehm denies charge\n\n{1S Brehm} {1C said} {1Q he was innocent}.\n\nAnton Brehm, 44, was held on Monday.",
        {1: "Anton Brehm"},
    ),
    (
        "surname with article",
        "{1S Ashraf al-Qudra} {1C said} {1Q nine died}. {2S Al-Qudra} {2C said} {2Q more might}. {3S Qudra} {3C added} {3Q thanks}.",
        {2: "Ashraf al-Qudra", 3: "Ashraf al-Qudra"},
    ),
    ("given name alone", "{1S Irena Vass} {1C said} {1Q no}. {2S Irena} {2C said} {2Q yes}.", {2: "Irena Vass"}),
    (
        "middle initial",
        "{1S Anton K. Brehm} {1C said} {1Q no}. {2S Anton Brehm} {2C said} {2Q yes}.",
        {1: "Anton K. Brehm", 2: "Anton K. Brehm"},
    ),
    (
        "two persons, one surname",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S Irena Brehm} {2C said} {2Q yes}. {3S Irena Brehm} {3C wept}: {3Q “Yes.”}",
        {1: "Anton Brehm", 2: "Irena Brehm", 3: "Irena Brehm"},
    ),
    (
        "one surname, told by title",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S Irena Brehm} {2C said} {2Q yes}. {3S Mr Brehm} {3C said} {3Q no}. {4S Ms Brehm} {4C said} {4Q yes}.",
        {3: "Anton Brehm", 4: "Irena Brehm"},
    ),
    (
        "father and son",
        "{1S Anton Brehm} {1C said} {1Q the boy was at home}. His son Karl Brehm was taken. {2S Brehm} {2C said} {2Q nobody called}.",
        {2: "Anton Brehm"},
    ),
    (
        "three-word surname in the middle",
        "{1S Emilio Arce Tovar} {1C said} {1Q no}. {2S Arce} {2C said} {2Q never}.",
        {2: "Emilio Arce Tovar"},
    ),
    (
        "rank before name",
        "{1S Brigadier General Nasser Hadi} {1C said} {1Q no}. {2S The general} {2C said} {2Q never}.",
        {1: "Nasser Hadi", 2: "Nasser Hadi"},
    ),
    (
        "organisation, office and name",
        "{1S Karsa Watch director Lina Orsk} {1C said} {1Q nine died}. {2S Orsk} {2C added} {2Q ten}.",
        {1: "Lina Orsk", 2: "Lina Orsk"},
    ),
    (
        "office in capitals",
        "{1S Interior Minister Goran Petrak} {1C said} {1Q no}. {2S The minister} {2C said} {2Q never}.",
        {1: "Goran Petrak", 2: "Goran Petrak"},
    ),
    (
        "title stays on a bare name",
        "{1S Sister Agata} {1C said} {1Q the roof was gone}. {2Q “And the bell,”} {2S she} {2C said}.",
        {1: "Sister Agata", 2: "Sister Agata"},
    ),
    (
        "bold name",
        "{1S **Anton Brehm**} {1C said} {1Q no}. {2S _Brehm_} {2C said} {2Q never}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    (
        "linked name",
        "{1S [Anton Brehm](https://example.org/a)} {1C said} {1Q no}. {2S Brehm} {2C said} {2Q never}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    (
        "name over a line break",
        "It was late in the day when {1S Anton\nBrehm} {1C said} {1Q no, neither he\nnor they}. {2S Brehm} {2C added} {2Q thanks}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    ("name in capitals", "{1S ANTON BREHM}: {1Q No.}\n\n{2S BREHM}: {2Q Never.}", {2: "ANTON BREHM"}),
    (
        "apostrophe in a name",
        "{1S Sean O’Hara} {1C said} {1Q no}. {2S O'Hara} {2C said} {2Q never}.",
        {2: "Sean O’Hara"},
    ),
    (
        "loose source with a clause",
        "{1S Anton Brehm, who lost two sons,} {1C said} {1Q no}. {2S he} {2C said} {2Q never}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    ("loose source with a comma", "{1Q No}, {1C said} {1S Anton Brehm, the mayor,}.", {1: "Anton Brehm"}),
    (
        "age",
        "{1S Anton Brehm, 34,} {1C said} {1Q no}. {2S Peter Hollar} {2C said} {2Q yes}. {3S The 34-year-old} {3C said} {3Q never}.",
        {3: "Anton Brehm"},
    ),
    ("named as", "{1S A teacher named Awa} {1C said} {1Q no}. {2S She} {2C said} {2Q never}.", {1: "Awa", 2: "Awa"}),
    (
        "who gave his name",
        "{1S A fighter who gave his name as Abu Omar} {1C said} {1Q no}. {2S Abu Omar} {2C said} {2Q never}.",
        {1: "Abu Omar", 2: "Abu Omar"},
    ),
    (
        "office first",
        "{1S The director of Karsa General Hospital, Dr Ilan Moreth,} {1C said} {1Q nine died}. {2S Dr Moreth} {2C said} {2Q ten}.",
        {1: "Ilan Moreth", 2: "Ilan Moreth"},
    ),
    (
        "common name order",
        "{1S Dr Ilan Moreth, director of Karsa General Hospital,} {1C said} {1Q nine died}. {2S The doctor} {2C said} {2Q ten}.",
        {1: "Ilan Moreth", 2: "Ilan Moreth"},
    ),
    ("in his apposition", "Colonel Ester Benar, {1S the press officer}, {1C said} {1Q no}.", {1: "Ester Benar"}),
    # offices
    (
        "researcher",
        "{1S Lina Orsk, a researcher at Karsa Watch,} {1C said} {1Q nine}. {2S The police} {2C said} {2Q two}. {3S The researcher} {3C said} {3Q nine again}.",
        {3: "Lina Orsk"},
    ),
    (
        "two spokesmen",
        "{1S The army spokesman, Colonel Dobrin Hast,} {1C said} {1Q no}. {2S The rebels’ spokesman, Abu Omar,} {2C said} {2Q yes}. {3S The army spokesman} {3C said} {3Q never}. {4S The rebel spokesman} {4C said} {4Q always}.",
        {3: "Dobrin Hast", 4: "Abu Omar"},
    ),
    (
        "rebel spokesman by his body",
        "{1S Colonel Dobrin Hast, the army spokesman,} {1C said} {1Q no}. {2S Tarn Ulo, spokesman for the Free Plains Front,} {2C said} {2Q yes}. {3S The rebel spokesman} {3C said} {3Q always}.",
        {3: "Tarn Ulo"},
    ),
    (
        "former and current minister",
        "{1S Defence Minister Goran Petrak} {1C said} {1Q no}. {2S Former defence minister Ulla Brandt} {2C said} {2Q yes}. {3S The former minister} {3C said} {3Q always}. {4S The minister} {4C said} {4Q never}.",
        {3: "Ulla Brandt", 4: "Goran Petrak"},
    ),
    (
        "two ministers",
        "{1S Health Minister Goran Petrak} {1C said} {1Q no}. {2S Defence Minister Ulla Brandt} {2C said} {2Q yes}. {3S The health minister} {3C said} {3Q never}. {4S The defence minister} {4C said} {4Q always}.",
        {3: "Goran Petrak", 4: "Ulla Brandt"},
    ),
    (
        "spokesman and spokeswoman",
        "{1S Tarn Ulo, a spokesman for the mayor,} {1C said} {1Q no}. {2S Vesna Kol, a spokeswoman for the police,} {2C said} {2Q yes}. {3S The spokesman} {3C said} {3Q never}.",
        {3: "Tarn Ulo"},
    ),
    (
        "another resident is another",
        "{1S A resident} {1C said} {1Q no}. {2S Another resident} {2C said} {2Q yes}.",
        {1: "a resident", 2: "another resident"},
    ),
    (
        "mother",
        "{1S Irena Vass, a mother of three,} {1C said} {1Q no}. {2S The mother} {2C said} {2Q never}.",
        {2: "Irena Vass"},
    ),
    (
        "his daughter",
        "Vasyl Dorosh drove a tram. {1Q “He would wait,”} {1C said} {1S his daughter, Lidia Dorosh}. {2S Roman Tkal} {2C said} {2Q no}. {3S His daughter} {3C said} {3Q yes}.",
        {3: "Lidia Dorosh"},
    ),
    # organisations
    (
        "ministry",
        "{1S The Ministry of Health} {1C said} {1Q nine died}. {2S The army} {2C denied} {2Q it}. {3S The ministry} {3C said} {3Q ten}.",
        {1: "Ministry of Health", 3: "Ministry of Health"},
    ),
    (
        "two ministries",
        "{1S The Ministry of Health} {1C said} {1Q nine}. {2S The Ministry of Defence} {2C said} {2Q two}. {3S The health ministry} {3C said} {3Q nine}. {4S The defence ministry} {4C said} {4Q two}.",
        {3: "Ministry of Health", 4: "Ministry of Defence"},
    ),
    (
        "acronym in brackets",
        "{1S The Office of Human Rights (OHR)} {1C said} {1Q nine}. {2S The OHR} {2C said} {2Q ten}. {3S It} {3C said} {3Q more}.",
        {1: "Office of Human Rights", 2: "Office of Human Rights", 3: "Office of Human Rights"},
    ),
    (
        "acronym by letters",
        "{1S The Southern Documentation Collective} {1C said} {1Q nine}. {2S SDC} {2C said} {2Q ten}.",
        {2: "Southern Documentation Collective"},
    ),
    (
        "the group",
        "{1S The Interior Ministry} {1C said} {1Q two}. {2S Sahel Rights Watchers} {2C said} {2Q nine}. {3S The ministry} {3C said} {3Q two}. {4S The group} {4C said} {4Q nine}.",
        {3: "Interior Ministry", 4: "Sahel Rights Watchers"},
    ),
    (
        "the organisation, not the army",
        "{1S Lantern Rights Monitor} {1C said} {1Q nine}. The Qadrush Air Force bombed on. {2S The organisation} {2C said} {2Q ten}.",
        {2: "Lantern Rights Monitor"},
    ),
    (
        "the statement",
        "{1S The army} {1C said} {1Q in a statement that two died}. {2S The statement} {2C said} {2Q both were soldiers}.",
        {2: "army"},
    ),
    (
        "statement by a body",
        "{1S A statement from the governor’s office} {1C said} {1Q two died}.",
        {1: "governor’s office"},
    ),
    (
        "ministry brought in by an official",
        "A health ministry official came. {1S The ministry} {1C said} {1Q two died}.",
        {1: "health ministry"},
    ),
    (
        "possessive office",
        "{1S Governor Célestine Aboyo} {1C said} {1Q no}. {2S Her office} {2C said} {2Q never}.",
        {2: "Célestine Aboyo’s office"},
    ),
    (
        "shorter organisation",
        "{1S The Karsan Red Crescent} {1C said} {1Q nine}. {2S The Red Crescent} {2C said} {2Q ten}.",
        {2: "Karsan Red Crescent"},
    ),
    (
        "hospital",
        "{1S Karsa General Hospital} {1C said} {1Q nine}. {2S The hospital} {2C said} {2Q ten}.",
        {2: "Karsa General Hospital"},
    ),
    (
        "which",
        "It was denied by the Free Plains Front, {1S which} {1C said} {1Q it had no guns}.",
        {1: "Free Plains Front"},
    ),
    ("who", "The shop belonged to Anton Brehm, {1S who} {1C said} {1Q he had locked it}.", {1: "Anton Brehm"}),
    # several speakers
    (
        "two bodies",
        "{1S The Red Crescent and the governor’s office} {1C said} {1Q nine died}.",
        {1: "Red Crescent and governor’s office"},
    ),
    (
        "one ministry",
        "{1S The Ministry of Health and Population} {1C said} {1Q nine died}.",
        {1: "Ministry of Health and Population"},
    ),
    ("a firm", "{1S Tolvic and Sons} {1C said} {1Q the lorry was theirs}.", {1: "Tolvic and Sons"}),
    (
        "ministry and a body",
        "{1S The Ministry of Health and the Red Crescent} {1C said} {1Q nine died}.",
        {1: "Ministry of Health and Red Crescent"},
    ),
    (
        "French name and another",
        "{1S Médecins Sans Frontières and Karsa Watch} {1C said} {1Q nine died}.",
        {1: "Médecins Sans Frontières and Karsa Watch"},
    ),
    (
        "three",
        "{1S Anton Brehm, Irena Vass and Peter Hollar} {1C said} {1Q no}.",
        {1: "Anton Brehm, Irena Vass and Peter Hollar"},
    ),
    (
        "two with offices",
        "{1S Dr Lamia Daher, who runs the ward, and Dr Munir Saqqar, an anaesthetist,} {1C said} {1Q it fell}.",
        {1: "Lamia Daher and Munir Saqqar"},
    ),
    (
        "one with two offices",
        "{1S Nieves Huanca, a driller and one of the strike leaders,} {1C said} {1Q no}. {2S She} {2C said} {2Q never}.",
        {1: "Nieves Huanca", 2: "Nieves Huanca"},
    ),
    ("groups", "{1S Residents and rescuers} {1C said} {1Q nine died}.", {1: "residents and rescuers"}),
    # without a name
    ("witnesses", "{1S Witnesses} {1C said} {1Q two shots were fired}.", {1: "witnesses"}),
    (
        "anonymous",
        "{1S A senior security official who asked not to be named} {1C said} {1Q no}. {2S The official} {2C said} {2Q never}.",
        {
            1: "a senior security official who asked not to be named",
            2: "a senior security official who asked not to be named",
        },
    ),
    (
        "document",
        "{1S A report by Karsa Watch} {1C says} {1Q nine died}. {2S The report} {2C says} {2Q ten}.",
        {1: "a report by Karsa Watch", 2: "a report by Karsa Watch"},
    ),
    ("nobody before", "{1S He} {1C said} {1Q no}.", {1: None}),
    (
        "spokesman for the ministry",
        "{1S The Ministry of Health} {1C said} {1Q nine}. {2S A spokesman for the ministry} {2C said} {2Q ten}.",
        {2: "a spokesman for the Ministry of Health"},
    ),
    (
        "the two",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S Peter Hollar} {2C said} {2Q no}. {3S The two men} {3C said} {3Q the road was mined}.",
        {3: "Anton Brehm and Peter Hollar"},
    ),
    (
        "wire dateline",
        "KARSA, Feb 3 (Halcyon Wire) — {1S Anton Brehm} {1C said} {1Q no}. {2S He} {2C said} {2Q never}.",
        {1: "Anton Brehm", 2: "Anton Brehm"},
    ),
    (
        "kin of the speaker",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S His brother} {2C said} {2Q yes}. {3S Brehm} {3C said} {3Q never}.",
        {2: "Anton Brehm’s brother", 3: "Anton Brehm"},
    ),
    (
        "X’s spokesman",
        "{1S President Ulla Brandt} {1C said} {1Q no}. {2S Brandt’s spokesman} {2C said} {2Q never}.",
        {2: "Ulla Brandt’s spokesman"},
    ),
    (
        "place as a speaker",
        "{1S Zubar} {1C denied} {1Q the strike}. {2S It} {2C said} {2Q the jets were elsewhere}.",
        {1: "Zubar", 2: "Zubar"},
    ),
    (
        "police statement",
        "{1Q Nine died}, {1C according to} {1S a police statement}. {2S The police} {2C said} {2Q ten}.",
        {2: "police"},
    ),
    (
        "the agency",
        "{1S The UN refugee agency, UNHCR,} {1C said} {1Q nine}. {2S The agency} {2C said} {2Q ten}.",
        {2: "UNHCR"},
    ),
    (
        "charity",
        "{1S Open Ward International, an aid group,} {1C said} {1Q nine}. {2S The group} {2C said} {2Q ten}. {3S The charity} {3C said} {3Q more}.",
        {2: "Open Ward International"},
    ),
    (
        "company",
        "{1S Highline Coaches} {1C said} {1Q no}. {2S The police} {2C said} {2Q yes}. {3S The company} {3C said} {3Q never}.",
        {3: "Highline Coaches"},
    ),
    ("they for one body", "{1S Karsa Watch} {1C said} {1Q nine}. {2S They} {2C said} {2Q ten}.", {2: "Karsa Watch"}),
    (
        "ranks abbreviated",
        "{1S Lt. Col. Dobrin Hast} {1C said} {1Q no}. {2S Hast} {2C said} {2Q never}. {3S Col. Hast} {3C said} {3Q no}.",
        {1: "Dobrin Hast", 2: "Dobrin Hast", 3: "Dobrin Hast"},
    ),
    (
        "the colonel among others",
        "{1S Colonel Dobrin Hast} {1C said} {1Q no}. {2S Mayor Ulla Brandt} {2C said} {2Q yes}. {3S The colonel} {3C said} {3Q never}. {4S The mayor} {4C said} {4Q always}.",
        {3: "Dobrin Hast", 4: "Ulla Brandt"},
    ),
    (
        "two colonels",
        "{1S Colonel Dobrin Hast} {1C said} {1Q no}. {2S Colonel Tarn Ulo} {2C said} {2Q yes}. {3S The colonel} {3C said} {3Q always}.",
        {3: "Tarn Ulo"},
    ),
    (
        "the first woman",
        "{1S Irena Vass} {1C said} {1Q no}. {2S Anton Brehm} {2C said} {2Q yes}. {3S The woman} {3C said} {3Q never}.",
        {3: "Irena Vass"},
    ),
    (
        "official again",
        "{1S A senior health official} {1C said} {1Q no}. {2S Anton Brehm} {2C said} {2Q yes}. {3S The health official} {3C said} {3Q never}.",
        {3: "a senior health official"},
    ),
    (
        "quote inside sentence",
        "{1Q “No,”} {1S Irena Vass} {1C told} {1R Peter Hollar of Karsa Gazette}. {2Q “Never,”} {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "French quotes",
        "{1Q « Non »}, {1C a dit} {1S Irena Vass}. {2Q « Jamais »}, {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    ("German quotes", "{1Q „Nein“}, {1C said} {1S Irena Vass}. {2Q „Nie“}, {2S she} {2C said}.", {2: "Irena Vass"}),
    (
        "a mark without its partner",
        "{1Q “No}, {1C said} {1S Irena Vass}.\n\n{2Q “Never,”} {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "Arabic kunya",
        "{1S Abu Khalid al-Masri} {1C said} {1Q no}. {2S Al-Masri} {2C said} {2Q never}. {3S Abu Khalid} {3C said} {3Q no}.",
        {2: "Abu Khalid al-Masri", 3: "Abu Khalid al-Masri"},
    ),
    (
        "Spanish double surname",
        "{1S Noemí Tarifa Losada} {1C said} {1Q no}. {2S Tarifa} {2C said} {2Q never}.",
        {2: "Noemí Tarifa Losada"},
    ),
    (
        "accents left out",
        "{1S Noemí Tarifa} {1C said} {1Q no}. {2S Noemi Tarifa} {2C said} {2Q never}.",
        {2: "Noemí Tarifa"},
    ),
    (
        "spelled two ways",
        "{1S Ashraf al-Qudra} {1C said} {1Q no}. {2S Ashraf al-Qidra} {2C said} {2Q never}.",
        {2: "Ashraf al-Qudra"},
    ),
    (
        "Dutch particle",
        "{1S Teun van der Berg} {1C said} {1Q no}. {2S Van der Berg} {2C said} {2Q never}.",
        {2: "Teun van der Berg"},
    ),
    (
        "initials",
        "{1S J. P. Orlan} {1C said} {1Q no}. {2S Orlan} {2C said} {2Q never}.",
        {1: "J. P. Orlan", 2: "J. P. Orlan"},
    ),
    ("junior", "{1S Karl Brehm Jr.} {1C said} {1Q no}. {2S Brehm} {2C said} {2Q never}.", {2: "Karl Brehm Jr"}),
    (
        "Burmese name with title",
        "{1S U Sandathiri, the abbot of Pan Thway,} {1C said} {1Q no}. {2S The abbot} {2C said} {2Q never}.",
        {2: "U Sandathiri"},
    ),
    (
        "spokesperson of an acronym",
        "{1S UNHCR spokesman Tarn Ulo} {1C said} {1Q no}. {2S Ulo} {2C said} {2Q never}. {3S UNHCR} {3C said} {3Q yes}.",
        {1: "Tarn Ulo", 3: "UNHCR"},
    ),
    (
        "acronym first, name later",
        "{1S MSF} {1C said} {1Q no}. {2S Médecins Sans Frontières (MSF)} {2C said} {2Q never}.",
        {1: "Médecins Sans Frontières"},
    ),
    (
        "U.N. with full stops",
        "{1S The U.N.} {1C said} {1Q no}. {2S The United Nations} {2C said} {2Q never}.",
        {1: "United Nations", 2: "United Nations"},
    ),
    (
        "of the ministry’s own",
        "{1S The Karsan Ministry of Defence} {1C said} {1Q no}. {2S The Defence Ministry} {2C said} {2Q never}. {3S The Ministry} {3C said} {3Q no}.",
        {2: "Karsan Ministry of Defence", 3: "Karsan Ministry of Defence"},
    ),
    (
        "police by place",
        "{1S Karsa police} {1C said} {1Q two died}. {2S Police} {2C said} {2Q three did}.",
        {1: "Karsa police", 2: "Karsa police"},
    ),
    (
        "the Karsan army, the army",
        "{1S The Karsan army} {1C said} {1Q no}. {2S The army} {2C said} {2Q never}. {3S The military} {3C said} {3Q never}.",
        {1: "Karsan army", 2: "Karsan army", 3: "Karsan army"},
    ),
    (
        "two armies",
        "{1S The Karsan army} {1C said} {1Q no}. {2S The Zubaran army} {2C said} {2Q yes}. {3S The Karsan army} {3C said} {3Q never}.",
        {1: "Karsan army", 2: "Zubaran army", 3: "Karsan army"},
    ),
    (
        "document then it",
        "{1S A leaked memo} {1C shows} {1Q they knew}. {2S It} {2C says} {2Q twice}. {3S The document} {3C says} {3Q thrice}.",
        {2: "a leaked memo", 3: "a leaked memo"},
    ),
    (
        "human rights report",
        "{1S The UN report} {1C says} {1Q nine died}. {2S The report} {2C says} {2Q ten}.",
        {1: "UN report", 2: "UN report"},
    ),
    (
        "all four",
        "{1S Residents, officials, aid workers and witnesses} {1C said} {1Q nine died}.",
        {1: "residents, officials, aid workers and witnesses"},
    ),
    ("army and police", "{1S The army and the police} {1C said} {1Q nine died}.", {1: "army and police"}),
    ("shared head", "{1S Karsan and Zubaran officials} {1C said} {1Q nine died}.", {1: "Karsan and Zubaran officials"}),
    (
        "director and founder",
        "{1S Lina Orsk, founder and director of Karsa Watch,} {1C said} {1Q nine died}.",
        {1: "Lina Orsk"},
    ),
    (
        "he of a later-named lead",
        "{1S A hospital director} {1C said} {1Q nine died}.\n\n{2Q “Nine,”} {2C said} {2S Dr Ilan Moreth, director of Karsa hospital}.",
        {1: "Ilan Moreth"},
    ),
    (
        "who said on condition",
        "{1S One official, who spoke on condition of anonymity,} {1C said} {1Q no}. {2S He} {2C said} {2Q never}.",
        {2: "one official, who spoke on condition of anonymity"},
    ),
    ("X of Y", "{1S Mr. Peck of Halcyon} {1C said} {1Q no}. Robert Peck is an analyst.", {1: "Robert Peck"}),
    (
        "both brothers",
        "{1S Karl Brehm} {1C said} {1Q no}. {2S His brother Anton Brehm} {2C said} {2Q yes}. {3S Karl} {3C said} {3Q never}. {4S Anton} {4C said} {4Q always}.",
        {2: "Anton Brehm", 3: "Karl Brehm", 4: "Anton Brehm"},
    ),
    (
        "husband and wife",
        "{1S Karl Brehm} {1C said} {1Q no}. {2S His wife, Irena Brehm,} {2C said} {2Q yes}. {3S Mrs Brehm} {3C said} {3Q always}. {4S Mr Brehm} {4C said} {4Q never}.",
        {3: "Irena Brehm", 4: "Karl Brehm"},
    ),
    ("interview", "{1C Asked} {1Q whether he knew}, {2S Anton Brehm} {2C said}: {2Q “No.”}", {2: "Anton Brehm"}),
    (
        "contraction",
        "{1S Irena Vass} {1C said} {1Q no}. {2Q “{3S He}’d {3C told} me {3Q to go},”} {2S she} {2C said}.",
        {2: "Irena Vass"},
    ),
    (
        "his in a source",
        "{1S Anton Brehm} {1C said} {1Q no}. {2S His account} {2C was} {2Q that it fell}.",
        {2: "Anton Brehm’s account"},
    ),
    (
        "in a video",
        "{1S Anton Brehm} {1C said} {1Q no}. In a video {2S he} {2C posted}, {2Q the wall falls}.",
        {2: "Anton Brehm"},
    ),
    (
        "ex-minister",
        "{1S Ex-minister Ulla Brandt} {1C said} {1Q no}. {2S Brandt} {2C said} {2Q never}.",
        {1: "Ulla Brandt", 2: "Ulla Brandt"},
    ),
    (
        "who was he is not she",
        "{1S Irena Vass} {1C said} {1Q no}. {2S Tsilde} {2C said} {2Q yes}. {3S He} {3C said} {3Q never}. {4S She} {4C said} {4Q always}.",
        {3: "Tsilde", 4: "Irena Vass"},
    ),
    (
        "an interview by Q and A",
        "{1S Ilan Moreth}{1C :} {1Q Nine}.\n\n{2S A}{2C :} {2Q I ran}.\n\n{3S A trader} {3C said} {3Q no}.",
        {2: "Ilan Moreth", 3: "a trader"},
    ),
    (
        "a rank behind an office without a comma",
        "{1S Minister of Defence General Yusuf Karimad} {1C said} {1Q no}. {2S The minister} {2C said} {2Q never}.",
        {1: "Yusuf Karimad", 2: "Yusuf Karimad"},
    ),
    (
        "a name behind an office without a comma",
        "{1S Minister of the Interior Vey} {1C said} {1Q never}. {2S Vey} {2C said} {2Q so}.",
        {1: "Vey", 2: "Vey"},
    ),
    (
        "a name that ends in an initial",
        "{1S Anton Brehm} {1C said} {1Q never}. {2S The neighbour Gerda P. (63)} {2C said} {2Q so}.",
        {2: "Gerda P"},
    ),
    (
        "the army is not the band that calls itself one",
        "{1S The Army of the Sahel} {1C claimed} {1Q it}. {2S The army} {2C denied} {2Q it}.",
        {2: "army"},
    ),
    (
        "a name that opens with a common word",
        "{1S Footage verified by Open Lens} {1C showed} {1Q it}. {2S Open Lens} {2C said} {2Q so}.",
        {2: "Open Lens"},
    ),
    (
        "a title with a stop is in view as any other",
        "{1S Lord Rhos} {1C said} {1Q never}.\n\nThe Rev. Alun Teague will lead it. {2S He} {2C said} {2Q so}.",
        {2: "Alun Teague"},
    ),
    (
        "a name that the rebel gives himself",
        "{1S A commander who calls himself Abu Saif} {1C said} {1Q no}.",
        {1: "Abu Saif"},
    ),
    (
        "an outlet behind what it is",
        "{1S Local broadcaster Kanal 4} {1C said} {1Q no}. {2S The aid group Bread Without Borders} {2C said} {2Q yes}.",
        {1: "Kanal 4", 2: "Bread Without Borders"},
    ),
    (
        "a body named by what it is of",
        "{1S The Forum of Karsan Jurists} {1C said} {1Q no}. {2S The {@organisation People's List}} {2C said} {2Q yes}.",
        {1: "Forum of Karsan Jurists", 2: "People's List"},
    ),
    (
        "one plural for three places",
        "{1S The foreign ministers of Karsa, Sule and Dorn} {1C said} {1Q no}. {2S The three} {2C said} {2Q never}.",
        {1: "foreign ministers of Karsa, Sule and Dorn", 2: "foreign ministers of Karsa, Sule and Dorn"},
    ),
    (
        "whose office speaks",
        "{1S Irena Vass} {1C said} {1Q no}. {2S President Ewa Lind's office} {2C said} {2Q so}. {3S She} {3C said} {3Q yes}.",
        {3: "Ewa Lind"},
    ),
    (
        "what it reads",
        "{1S Anton Brehm} {1C showed} {1Q Karsa Wire an e-mail}. {2Q “Received,”} {2S it} {2C reads}.",
        {2: "e-mail"},
    ),
    (
        "another is no body's",
        "{1S Karsa Police} {1C said} {1Q no}. {2S The police} {2C said} {2Q so}. {3S Another} {3C read}: {3Q “Safe.”}",
        {3: "another"},
    ),
    (
        "he is the son just named in the quotation",
        "{1S Anton Brehm} {1C said} {1Q never}. {2S Mette Olin} {2C said}: {2Q “My son saw it. {3S He} {3C said} {3Q they laughed}.”}",
        {3: "My son"},
    ),
    (
        "they, of a speaker, are nobody's outlet",
        "{1S The Lantern} {1C asks}: {1Q what?} {2S Anton Brehm} {2C said}: {2Q “{3S They} {3C said} {3Q ‘Go’}.”}",
        {3: None},
    ),
    (
        "one report, two authors",
        "{1S A report by Karsa Watch and the Red Crescent} {1C says} {1Q nine died}.",
        {1: "a report by Karsa Watch and the Red Crescent"},
    ),
]


@pytest.mark.parametrize(("report", "expected"), [(r, e) for _, r, e in SPEAKERS], ids=[n for n, _, _ in SPEAKERS])
def test_speaker(report: str, expected: dict[int, str | None]) -> None:
    text, mentions, statements = unmark(report)
    found, _ = resolve(text, mentions, statements)
    names = {int(s.id[1:]): s.source.name if s.source else None for s in found}
    assert {n: names[n] for n in expected} == expected
