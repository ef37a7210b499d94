"""What cards and forms become: every block, every field, and nothing that a member writes as markup."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from adapters.playground import cardjson
from adapters.playground.forms import Choices, form
from adapters.playground.render import card
from bot.card import Audience, Card, Facts, Quote, Row, Text, Words
from bot.i18n import Voice
from bot.vocabulary import Form, Value
from tests.contract.drivers.dom import field_values, parsed
from tests.playground.toy import FIELDS, MORE, everything

FR = Voice("fr", "tu")
HOSTILE = st.text(st.characters(), min_size=1, max_size=60) | st.sampled_from(
    (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt; &amp;",
        "</textarea><b>",
        "\u202e<b>",
        *(
            "<@U123>",
            "<!channel>",
            "@everyone",
            "[a](javascript:b)",
            "\ud800",
            "\x00",
            "'onfocus='x",
            "`${x}`",
        ),
    )
)


def test_every_block_is_there() -> None:
    shown = parsed(card(everything(), FR, "t"))
    assert [h.text for h in shown.all("h3")] == ["La question miroir"]
    assert shown.all("blockquote")[0].text == "« Il a trouvé sa décision. »"
    assert [d.text for d in shown.all("dt")] == ["À quoi ça sert", "Étape"]
    assert [t.text for t in shown.all("time")] == ["mardi 8 décembre à 10\u00a0h"]
    assert [b.attrs["data-run"] for b in shown.all(of="cmd")] == ["/jouet partager"]
    away, taken = shown.all("a", of="out")
    assert taken.attrs["download"] == "bilan.csv"
    assert away.attrs["href"] == "https://example.org/a?b=c&d"
    assert away.attrs["rel"] == "noreferrer noopener"
    assert [i.attrs["value"] for i in shown.all("input") if "checked" in i.attrs] == ["b"]
    pressed = [
        (b.attrs["data-verb"], b.attrs["data-subject"]) for b in shown.all("button") if "data-verb" in b.attrs
    ]
    assert pressed == [("toy.next", "r1"), ("toy.next", "42"), ("toy.drop", "42")]
    assert "data-confirm" in shown.all("button", data_verb="toy.drop")[0].attrs


def _one_newline(text: str) -> str:
    """As every browser reads a page, by the standard."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(HOSTILE)
def test_words_stay_words(words: str) -> None:
    audience = Audience("c1", "m1")
    blocks = (Quote(words), Facts((("x", Words(words)),)), Row((Words(words),)), Text((Words(words),)))
    html = card(Card(Words(words), blocks, audience=audience, notice="x"), FR, "t")
    html.encode("utf-8")
    shown = parsed(html)
    ours = {"h3", "bdi", "blockquote", "dl", "dt", "dd", "div", "p"}
    assert {e.tag for e in shown.walk()} - {"html", "head", "body"} == ours
    assert not any(name.startswith("on") for e in shown.walk() for name in e.attrs)
    (quote,) = shown.all("blockquote")
    sound = words.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert quote.own == _one_newline(sound)


@given(HOSTILE)
def test_a_card_is_kept_as_it_is(words: str) -> None:
    whole = replace(everything(), title=Words(words))
    assert cardjson.loads(cardjson.dumps(whole)) == whole
    cardjson.dumps(whole).encode("ascii")


@given(HOSTILE, HOSTILE)
def test_a_form_gives_back_what_it_was_given(line: str, text: str) -> None:
    if "\x00" in line + text or any("\ud800" <= ch <= "\udfff" for ch in line + text):
        return  # no page can hold these
    line, text = _one_newline(line), _one_newline(text)
    values: dict[str, Value] = {"titre": line, "texte": text, "essai": "une_fois"}
    values["themes"] = ("posture", "question")
    shown = parsed(form(Form("toy.share", "Titre", FIELDS, values=values), FR, Choices(), "dm"))
    found = field_values(shown.all("form")[0])
    assert found["texte"] == text
    assert {**found, "titre": line} == found
    assert (found["essai"], found["themes"]) == ("une_fois", ("posture", "question"))


def test_every_kind_of_field_has_its_label_and_its_fault() -> None:
    choices = Choices(places=[("demo/a", "# a"), ("demo/b", "# b")], people=[("demo/k", "Karim")])
    fields = (*FIELDS, *MORE)
    for some in (fields[:5], fields[5:]):
        faults = {f.name: f"Faute {f.name}" for f in some}
        asked = Form("toy.share", "Titre", some, values={"salon": "demo/b", "oui": "yes"}, errors=faults)
        panel = parsed(form(asked, FR, choices, "dm")).all("form")[0]
        assert panel.attrs["data-key"] == "|0||"
        ids = {e.attrs["id"] for e in panel.walk() if "id" in e.attrs}
        for field in some:
            (box,) = panel.all(data_field=field.name)
            assert [f.text for f in box.all(of="fault")] == [faults[field.name]]
            told = [e for e in box.walk() if e.attrs.get("aria-invalid") == "true"]
            assert len(told) == 1, field.name
            assert set(told[0].attrs["aria-describedby"].split()) <= ids
            assert box.all("legend") or box.all("label")
        links = [a.attrs["href"].removeprefix("#") for a in panel.all(of="faults")[0].all("a")]
        assert len(links) == len(some)
        assert set(links) <= ids
