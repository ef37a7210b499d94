"""Structured identifiers on generated cases: every real one is found, no look-alike is."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from stdnum import luhn

from bot.checks import check_confidentiality

CASES = 200
FRENCH = (
    "Sa ligne : {} le matin.",
    "{}",
    "appelle le {}, il répond",
    "voilà ({})",
    "tel {}.",
    "Noté :\n{}\nmerci",
)


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def grouped(number: str, sizes: tuple[int, ...], between: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return between.join(parts)


def french_phone(rng: random.Random) -> str:
    rest = rng.choice("12345679") + digits(rng, 8)
    if rest[0] == "7":
        rest = "7" + rng.choice("5678") + rest[2:]
    if rest[0] == "6":
        rest = "6" + rng.choice("0125678") + rest[2:]
    pairs = grouped("0" + rest, (2, 2, 2, 2, 2), rng.choice((" ", ".", "-", "\u00a0", "\u202f")))
    abroad = grouped(rest, (1, 2, 2, 2, 2), rng.choice((" ", ".", "")))
    return rng.choice((pairs, pairs, f"+33 {abroad}", f"+33{rest}", f"+33 (0){abroad}", f"0033 {abroad}"))


def belgian_phone(rng: random.Random) -> str:
    tail = digits(rng, 6)
    mobile = rng.choice(("047", "048", "049")) + rng.choice("01234567")
    written = grouped(tail, (2, 2, 2), rng.choice((" ", ".")))
    return rng.choice((f"{mobile} {written}", f"{mobile}/{written}", f"+32 {mobile[1:]} {written}"))


def swiss_phone(rng: random.Random) -> str:
    area = rng.choice(("79", "78", "76", "21", "22", "44"))
    tail = rng.choice("23456789") + grouped(digits(rng, 6), (2, 2, 2), " ")
    return rng.choice((f"0{area} {tail}", f"+41 {area} {tail}", f"+41 (0){area} {tail}"))


def american_phone(rng: random.Random) -> str:
    area = rng.choice(("514", "418", "416", "604", "212", "415", "617", "312"))
    exchange, line = rng.choice("2346789") + digits(rng, 2), digits(rng, 4)
    if exchange.endswith("11"):
        exchange = exchange[:2] + "2"
    shapes = (
        f"({area}) {exchange}-{line}",
        f"{area}-{exchange}-{line}",
        f"+1 {area} {exchange} {line}",
        f"1-{area}-{exchange}-{line}",
    )
    return rng.choice(shapes)


def british_phone(rng: random.Random) -> str:
    return rng.choice(
        (
            f"07{rng.choice('45789')}{digits(rng, 2)} {digits(rng, 6)}",
            f"+44 20 7{digits(rng, 3)} {digits(rng, 4)}",
            f"020 7{digits(rng, 3)} {digits(rng, 4)}",
        )
    )


def siren(rng: random.Random) -> str:
    while True:
        body = rng.choice("3456789") + digits(rng, 7)
        number = body + luhn.calc_check_digit(body)
        if len(set(number)) > 3:
            return rng.choice((number, grouped(number, (3, 3, 3), rng.choice((" ", "\u00a0")))))


def siret(rng: random.Random) -> str:
    base = siren(rng).replace(" ", "").replace("\u00a0", "")
    body = base + "000" + rng.choice("123456789")
    number = body + luhn.calc_check_digit(body)
    return rng.choice((number, grouped(number, (3, 3, 3, 5), " ")))


def iban(rng: random.Random) -> str:
    country, length = rng.choice(
        (("FR", 23), ("BE", 12), ("CH", 17), ("LU", 16), ("DE", 18), ("ES", 20), ("MC", 23))
    )
    body = digits(rng, length)
    value = int(body + "".join(str(ord(c) - 55) for c in country) + "00")
    number = f"{country}{98 - value % 97:02}{body}"
    return rng.choice((number, " ".join(number[i : i + 4] for i in range(0, len(number), 4)), number.lower()))


def nir(rng: random.Random) -> str:
    place = rng.choice(("75", "13", "69", "2A", "2B", "35"))
    month, town, order = rng.randint(1, 12), rng.randint(1, 400), rng.randint(1, 400)
    body = f"{rng.choice('12')}{digits(rng, 2)}{month:02}{place}{town:03}{order:03}"
    value = int(body.replace("2A", "19").replace("2B", "18"))
    number = f"{body}{97 - value % 97:02}"
    return rng.choice((number, grouped(number, (1, 2, 2, 2, 3, 3, 2), " ")))


def email(rng: random.Random) -> str:
    name = rng.choice(("claire.duval", "k_brandt", "rh", "jean-marc.petit", "m.o.hale", "Sophie.Roy+pro"))
    host = rng.choice(("duval-conseil", "exemple", "northmill", "brandt"))
    tld = rng.choice(("fr", "com", "be", "ch", "ca", "org", "co.uk"))
    spoken = tld.replace(".", " point ")
    shapes = (
        f"{name}@{host}.{tld}",
        f"{name}@{host}.{tld}",
        f"{name} [at] {host} [point] {tld.split('.')[0]}",
        f"{name}(at){host}.{tld}",
        f"{name} arobase {host} point {spoken.split(' ')[0]}",
        f"{name} at {host} dot {tld.split('.')[0]}",
    )
    return rng.choice(shapes)


def profile(rng: random.Random) -> str:
    who = rng.choice(("claire-duval-84", "kbrandt", "atelier.brume", "jroy"))
    host = rng.choice(
        (
            "linkedin.com/in/",
            "instagram.com/",
            "facebook.com/",
            "x.com/",
            "github.com/",
            "tiktok.com/@",
            "fr.linkedin.com/in/",
            "linkedin.com/company/",
        )
    )
    if host in ("x.com/", "github.com/"):
        who = who.replace("-", "").replace(".", "")
    return (
        rng.choice(("https://www.", "https://", "www.", "")).replace(
            "www." if host.startswith("fr.") else "\0", ""
        )
        + host
        + who
    )


REAL: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "french": ("phone", french_phone),
    "belgian": ("phone", belgian_phone),
    "swiss": ("phone", swiss_phone),
    "american": ("phone", american_phone),
    "british": ("phone", british_phone),
    "siren": ("company_id", siren),
    "siret": ("company_id", siret),
    "iban": ("iban", iban),
    "nir": ("nir", nir),
    "email": ("email", email),
    "profile": ("social", profile),
}


def lookalikes(rng: random.Random) -> str:
    year, month, day = rng.randint(1990, 2030), rng.randint(1, 12), rng.randint(1, 28)
    failing = siren(rng).replace(" ", "").replace("\u00a0", "")
    failing = failing[:-1] + str((int(failing[-1]) + 1) % 10)
    return rng.choice(
        (
            f"{rng.randint(1, 999)} {digits(rng, 3)} €",
            f"{rng.randint(1, 99)} 000 000 euros",
            f"{day:02}/{month:02}/{year}",
            f"{day:02}.{month:02}.{year} à {rng.randint(8, 19)} h 30",
            f"{year}-{month:02}-{day:02} 14:30",
            f"{rng.randint(0, 6)}-{rng.randint(0, 6)}, {rng.randint(0, 6)}-{rng.randint(0, 6)}",
            f"ISBN 978-2-{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 1)}",
            f"article L. {rng.randint(1000, 9999)}-{rng.randint(1, 99)}",
            f"version {rng.randint(1, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}",
            f"de {rng.randint(8, 11)} h {rng.randint(10, 59)} à {rng.randint(12, 18)} h",
            f"commande {failing}",
            f"{rng.randint(1, 20)}/20, {rng.randint(1, 100)} %",
            f"{year}-{year + 1}, {rng.randint(10, 400)} pages",
            f"{rng.randint(1, 9)},{digits(rng, 2)} sur 10",
            f"https://exemple.fr/page-{digits(rng, 4)}",
            "https://github.com/exemple/outil",
            "https://www.facebook.com/groups/coachs",
            f"retrouve-nous at noon, room {rng.randint(1, 400)}",
            f"salle {rng.randint(1, 9)}{digits(rng, 2)}, {rng.randint(10, 60)} m2",
        )
    )


@pytest.mark.parametrize("kind", sorted(REAL))
def test_every_generated_identifier_is_found_whole(kind: str) -> None:
    code, make = REAL[kind]
    rng = random.Random(f"real-{kind}")
    missed = []
    for _ in range(CASES):
        number = make(rng)
        text = rng.choice(FRENCH).format(number)
        found = [f for f in check_confidentiality(text) if f.code == code]
        start = text.index(number)
        if not any(
            f.start <= start + 1 and f.end >= start + len(number) - 1 and f.severity == "hard" for f in found
        ):
            missed.append(text)
    assert len(missed) <= CASES * 0.01, missed[:10]


def test_no_lookalike_is_an_identifier() -> None:
    rng = random.Random("lookalikes")
    wrong = []
    for _ in range(2_000):
        text = rng.choice(("Le détail : {}.", "{}", "on a noté {} ensemble", "({})")).format(lookalikes(rng))
        if any(f.severity == "hard" for f in check_confidentiality(text)):
            wrong.append(text)
    assert len(wrong) <= 20, wrong[:10]


def test_a_number_beyond_the_limit_is_still_found() -> None:
    text = "mot " * 9_000 + "06 71 22 45 90"
    assert [f.code for f in check_confidentiality(text)] == ["phone"]


@pytest.mark.parametrize(
    "text", ["k.brandt\u200b@exemple.fr", "k.brandt＠exemple.fr", "k.brаndt@exemple.fr", "０６ 71 22 45 90"]
)
def test_invisible_and_lookalike_characters_hide_nothing(text: str) -> None:
    (finding,) = check_confidentiality(text)
    assert finding.severity == "hard"
    assert finding.quote == text


@pytest.mark.parametrize(
    "after", [". Une question suit.", ". Then call.", ".\nSuite", ", puis", " ; puis", "…", ") et"]
)
def test_an_address_ends_where_its_sentence_does(after: str) -> None:
    """« jean@exemple.fr. Une question… »: the next sentence does not hide it."""
    found = check_confidentiality(f"Écrire à jean.duval@exemple.fr{after}")
    assert [(f.code, f.severity, f.quote) for f in found] == [("email", "hard", "jean.duval@exemple.fr")]


@pytest.mark.parametrize("address", ["jean @ exemple . fr", "a.b @ mail.exemple.com", "j @exemple .co"])
@pytest.mark.parametrize("after", ["", ". Une question suit.", ". Then call.", ", puis"])
def test_an_address_that_is_spread_out_is_seen_too(address: str, after: str) -> None:
    found = [f.quote for f in check_confidentiality(f"{address}{after}") if f.code == "email"]
    assert found == [address]
