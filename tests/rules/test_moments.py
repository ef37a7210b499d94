"""Dates as people type them: what is understood, what is refused and why, and that nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.i18n import Voice
from bot.moments import FURTHEST, Moment, Reason, Refused, instant, iso, same_wall, understand
from tests.support.clock import TUESDAY

PARIS = "Europe/Paris"
FRENCH = {
    "jeudi 26 novembre à 18h": "2026-11-26T18:00",
    "Jeudi 26 Novembre à 18 h": "2026-11-26T18:00",
    "jeudi 26 novembre 18h": "2026-11-26T18:00",
    "jeudi 26 novembre 2026 à 18 h": "2026-11-26T18:00",
    "le jeudi 26 novembre à 18:00": "2026-11-26T18:00",
    "jeudi 26 nov. à 18h30": "2026-11-26T18:30",
    "jeudi 26 nov 18 h 30": "2026-11-26T18:30",
    "jeudi 26, 18h": "2026-11-26T18:00",
    "jeudi 26 à 18:00": "2026-11-26T18:00",
    "jeudi 18h30": "2026-11-26T18:30",
    "jeudi à 18 heures": "2026-11-26T18:00",
    "jeudi 18 heures 30": "2026-11-26T18:30",
    "ce jeudi à 9h": "2026-11-26T09:00",
    "lundi 9h": "2026-11-30T09:00",
    "dimanche à 20h15": "2026-11-29T20:15",
    "demain 9h": "2026-11-25T09:00",
    "demain à 9 h": "2026-11-25T09:00",
    "demain à midi": "2026-11-25T12:00",
    "demain midi": "2026-11-25T12:00",
    "demain matin 9h": "2026-11-25T09:00",
    "demain matin à 9h30": "2026-11-25T09:30",
    "demain soir à 20h": "2026-11-25T20:00",
    "demain soir à 8h": "2026-11-25T20:00",
    "demain après-midi à 3h": "2026-11-25T15:00",
    "demain apres midi à 14h": "2026-11-25T14:00",
    "demain à 6h du soir": "2026-11-25T18:00",
    "demain à 9h du matin": "2026-11-25T09:00",
    "demain à 2h de l’après-midi": "2026-11-25T14:00",
    "après-demain à 9h": "2026-11-26T09:00",
    "apres demain 9h": "2026-11-26T09:00",
    "aujourd’hui à 18h": "2026-11-24T18:00",
    "aujourd'hui 18:30": "2026-11-24T18:30",
    "ce soir à 20h": "2026-11-24T20:00",
    "ce soir 8h": "2026-11-24T20:00",
    "à 18h jeudi": "2026-11-26T18:00",
    "18h30 jeudi 26 novembre": "2026-11-26T18:30",
    "dans 3 jours à 9h": "2026-11-27T09:00",
    "dans 10 jours à 18h": "2026-12-04T18:00",
    "26/11 18:00": "2026-11-26T18:00",
    "26/11 à 18h": "2026-11-26T18:00",
    "26/11/2026 18:00": "2026-11-26T18:00",
    "26-11-2026 18h": "2026-11-26T18:00",
    "26.11.2026 à 18h": "2026-11-26T18:00",
    "jeudi 26/11 à 18h": "2026-11-26T18:00",
    "03/04 18h": "2027-04-03T18:00",
    "1/12 9h": "2026-12-01T09:00",
    "le 3 décembre 2026 à 9 h": "2026-12-03T09:00",
    "le 3 decembre 2026 a 9h": "2026-12-03T09:00",
    "3 déc. 9h": "2026-12-03T09:00",
    "le 1er décembre à 9h": "2026-12-01T09:00",
    "mardi 1er décembre à 9h": "2026-12-01T09:00",
    "5 janvier 9h": "2027-01-05T09:00",
    "mardi 5 janvier à 18h": "2027-01-05T18:00",
    "vendredi 1 janvier 2027 à 10h": "2027-01-01T10:00",
    "14 févr. 2027 à 19h": "2027-02-14T19:00",
    "le 15 août 2027 à 10h": "2027-08-15T10:00",
    "12 juil. 18h45": "2027-07-12T18:45",
    "29 février 2028 à 9h": "2028-02-29T09:00",
    "2026-11-26 18:00": "2026-11-26T18:00",
    "2026-11-26T18:00": "2026-11-26T18:00",
    "2026-11-26 18h": "2026-11-26T18:00",
    "jeudi 26 novembre à 0h30": "2026-11-26T00:30",
    "Thursday 26 November at 6 pm": "2026-11-26T18:00",
}
ENGLISH = {
    "Thursday 6pm": "2026-11-26T18:00",
    "thursday 6 pm": "2026-11-26T18:00",
    "Thursday at 6 p.m.": "2026-11-26T18:00",
    "Thursday, 6 PM": "2026-11-26T18:00",
    "Thu 6pm": "2026-11-26T18:00",
    "Thu. 6:30pm": "2026-11-26T18:30",
    "this Thursday at 6pm": "2026-11-26T18:00",
    "6pm on Thursday": "2026-11-26T18:00",
    "6pm Thursday": "2026-11-26T18:00",
    "Nov 26 at 6:30 pm": "2026-11-26T18:30",
    "Nov 26 6.30pm": "2026-11-26T18:30",
    "Nov. 26, 6:30 p.m.": "2026-11-26T18:30",
    "November 26 at 18:30": "2026-11-26T18:30",
    "November 26th at 6 pm": "2026-11-26T18:00",
    "November 26, 2026 at 6 pm": "2026-11-26T18:00",
    "Thursday, November 26 at 6 pm": "2026-11-26T18:00",
    "Thursday, November 26, 2026 at 6:00 PM": "2026-11-26T18:00",
    "Thursday 26 November 2026 at 6 pm": "2026-11-26T18:00",
    "Thursday 26 November at 6:30 pm": "2026-11-26T18:30",
    "26 November 18:00": "2026-11-26T18:00",
    "26 Nov 6pm": "2026-11-26T18:00",
    "26th November at 6pm": "2026-11-26T18:00",
    "the 26th of November at 6 pm": "2026-11-26T18:00",
    "Thursday the 26th at 6 pm": "2026-11-26T18:00",
    "Thursday 26th 6pm": "2026-11-26T18:00",
    "tomorrow 9am": "2026-11-25T09:00",
    "tomorrow at 9 am": "2026-11-25T09:00",
    "tomorrow at 09:00": "2026-11-25T09:00",
    "tomorrow at noon": "2026-11-25T12:00",
    "tomorrow noon": "2026-11-25T12:00",
    "tomorrow at 12 pm": "2026-11-25T12:00",
    "tomorrow at 12 am": "2026-11-25T00:00",
    "tomorrow evening at 8:30": "2026-11-25T20:30",
    "tomorrow morning at 9:15": "2026-11-25T09:15",
    "tomorrow at 6:30 in the evening": "2026-11-25T18:30",
    "tomorrow at 9:30 in the morning": "2026-11-25T09:30",
    "the day after tomorrow at 9am": "2026-11-26T09:00",
    "day after tomorrow 9am": "2026-11-26T09:00",
    "today at 6pm": "2026-11-24T18:00",
    "tonight at 8pm": "2026-11-24T20:00",
    "tonight 20:00": "2026-11-24T20:00",
    "this evening at 8 pm": "2026-11-24T20:00",
    "in 3 days at 9am": "2026-11-27T09:00",
    "in 10 days at 6:30 pm": "2026-12-04T18:30",
    "26/11 18:00": "2026-11-26T18:00",
    "11/26 18:00": "2026-11-26T18:00",
    "11/26/2026 6pm": "2026-11-26T18:00",
    "12/12 6pm": "2026-12-12T18:00",
    "Dec 1 9am": "2026-12-01T09:00",
    "December 1st at 9am": "2026-12-01T09:00",
    "Dec 2nd 9am": "2026-12-02T09:00",
    "Dec 3rd 9am": "2026-12-03T09:00",
    "Jan 5 at 6pm": "2027-01-05T18:00",
    "Tuesday 5 January at 6pm": "2027-01-05T18:00",
    "Friday January 1, 2027 at 10 am": "2027-01-01T10:00",
    "Feb 14, 2027 7pm": "2027-02-14T19:00",
    "Feb 29 2028 9am": "2028-02-29T09:00",
    "Sept 3 2027 9am": "2027-09-03T09:00",
    "Monday 9am": "2026-11-30T09:00",
    "Sunday at 8:15pm": "2026-11-29T20:15",
    "2026-11-26 18:00": "2026-11-26T18:00",
    "2026-11-26T18:00": "2026-11-26T18:00",
    "2026-11-26 6pm": "2026-11-26T18:00",
    "jeudi 26 novembre à 18h": "2026-11-26T18:00",
}
REFUSED_AS: dict[tuple[str, Reason], list[str]] = {
    ("fr", Reason.UNREADABLE): [
        "",
        "bientôt",
        "jeudy 18h",
        "26 novenbre 18h",
        "18h à peu près",
        "hier 9h",
        "jeudi en huit 18h",
        "vers jeudi 18h",
        "26 h 2026 !",
        "26 novembre 18h-20h",
        "jeudi 26 novembre 18",
        "26 18h",
        "x" * 200,
        "1" * 81,
    ],
    ("fr", Reason.NO_TIME): [
        "jeudi",
        "jeudi 26 novembre",
        "demain",
        "26/11",
        "jeudi 26",
    ],
    ("fr", Reason.NO_DAY): [
        "18h",
        "18:30",
        "à midi",
        "6 h du soir",
    ],
    ("fr", Reason.AMBIGUOUS): [
        "18",
        "9",
        "jeudi prochain 18h",
        "mardi 18h",
        "demain minuit",
        "jeudi 26 novembre de 18h à 20h",
        "jeudi 18h 19h",
    ],
    ("fr", Reason.MISMATCH): [
        "vendredi 26 novembre 18h",
        "lundi 26 18h",
        "mardi 26/11/2026 9h",
    ],
    ("fr", Reason.IMPOSSIBLE): [
        "31/2 9h",
        "31 avril 9h",
        "30 février 9h",
        "11/26 18h",
        "demain 25h",
        "demain 18:61",
        "demain soir à 14h",
        "demain matin à 15h",
        "29 février 2027 9h",
    ],
    ("fr", Reason.PAST): [
        "20 novembre 9h",
        "23/11 18h",
        "aujourd’hui 8h",
        "3 mars 2020 9h",
        "24 novembre à 9h30",
        "2026-11-24T09:30+01:00",
        "2020-01-01 09:00",
    ],
    ("fr", Reason.FAR): [
        "3 mars 2030 9h",
        "2031-01-01T09:00+00:00",
        "3 mars 9999 9h",
    ],
    ("fr", Reason.SKIPPED): [
        "28 mars 2027 à 2h30",
        "2027-03-28 02:00",
    ],
    ("en", Reason.AMBIGUOUS): [
        "03/04 6pm",
        "11/12 6pm",
        "Thursday 6:30",
        "tomorrow at 9:00",
        "next Thursday 6pm",
        "Tuesday 6pm",
        "tomorrow midnight",
        "6",
    ],
    ("en", Reason.NO_TIME): [
        "Thursday",
        "Thursday at 6",
        "Nov 26",
        "tomorrow",
        "Thursday 26",
    ],
    ("en", Reason.NO_DAY): [
        "6pm",
        "at noon",
        "18:00",
    ],
    ("en", Reason.UNREADABLE): [
        "soon",
        "Thirsday 6pm",
        "Nov 26 around 6pm",
        "half past six",
    ],
    ("en", Reason.IMPOSSIBLE): [
        "Nov 31 6pm",
        "tomorrow 13pm",
        "tomorrow 0am",
        "13/13 6pm",
    ],
    ("en", Reason.MISMATCH): [
        "Friday 26 November 6pm",
    ],
    ("en", Reason.PAST): [
        "Nov 20 6pm",
        "today 8am",
    ],
}
REFUSED = [(lang, text, reason) for (lang, reason), texts in REFUSED_AS.items() for text in texts]


@pytest.mark.parametrize(
    ("lang", "text", "wall"),
    [(lang, *pair) for lang, table in (("fr", FRENCH), ("en", ENGLISH)) for pair in table.items()],
)
def test_it_is_understood(lang: str, text: str, wall: str) -> None:
    found = understand(text, lang, PARIS, TUESDAY)
    assert isinstance(found, Moment), found
    assert (found.wall, found.zone) == (wall, PARIS)
    assert found.at == datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(PARIS))


@pytest.mark.parametrize(("lang", "text", "reason"), REFUSED)
def test_it_is_refused_with_its_reason(lang: str, text: str, reason: Reason) -> None:
    found = understand(text, lang, PARIS, TUESDAY)
    assert isinstance(found, Refused), found
    assert found.reason is reason
    assert (found.meant is not None) == (reason is Reason.PAST)


def test_the_tables_are_long() -> None:
    assert min(len(FRENCH), len(ENGLISH), len(REFUSED)) >= 60


def test_a_picker_is_taken_as_it_is() -> None:
    found = understand("2026-11-26T18:00-04:00", "fr", PARIS, TUESDAY)
    assert found == Moment(datetime(2026, 11, 26, 22, tzinfo=UTC), "2026-11-26T23:00", PARIS)
    assert understand("2026-11-26T22:00:00Z", "en", PARIS, TUESDAY) == found


def test_another_zone() -> None:
    """18:00 in Fort-de-France is 22:00 UTC; « demain » is theirs."""
    late = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # still the 24th over there
    found = understand("demain 18h", "fr", "America/Martinique", late)
    assert isinstance(found, Moment)
    assert found.at == datetime(2026, 11, 25, 22, tzinfo=UTC)


def test_nine_stays_nine() -> None:
    """Across both clock changes: wall time and zone, not instants."""
    before = instant(datetime(2026, 10, 24, 9), PARIS)
    after = same_wall(before, PARIS, 1)
    assert (after - before) == timedelta(hours=25)
    assert after.astimezone(ZoneInfo(PARIS)).hour == 9
    spring = same_wall(instant(datetime(2027, 3, 29, 9), PARIS), PARIS, -7)
    assert spring.astimezone(ZoneInfo(PARIS)).hour == 9


def test_a_time_that_does_not_exist_becomes_the_first_that_does() -> None:
    assert instant(datetime(2027, 3, 28, 2, 30), PARIS) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert same_wall(instant(datetime(2027, 3, 29, 2, 30), PARIS), PARIS, -1).hour == 1


def test_a_time_that_is_there_twice_is_the_first() -> None:
    assert instant(datetime(2026, 10, 25, 2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


ZONES = st.sampled_from([PARIS, "America/Martinique", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
WORDS = """
jeudi lundi 26 3 31 novembre fév. mars à 18h 9:30 6pm midi demain tomorrow Thursday 26/11 03/04 2026 2027
du soir prochain next 1er the of in 3 jours dans
"""
PIECES = st.sampled_from(WORDS.split())


@given(st.one_of(st.text(max_size=90), st.lists(PIECES, max_size=6).map(" ".join)), ZONES)
@example("٣ novembre ٩h", PARIS)
@settings(max_examples=400, deadline=None)
def test_it_never_raises_and_what_it_accepts_can_be_typed_back(text: str, zone: str) -> None:
    for lang in ("fr", "en"):
        found = understand(text, lang, zone, TUESDAY)
        if isinstance(found, Moment):
            assert TUESDAY < found.at <= TUESDAY + FURTHEST
            assert understand(Voice(lang).moment(found.at, zone), lang, zone, TUESDAY) == found
            assert understand(iso(found.at, zone), lang, zone, TUESDAY) == found


@given(st.integers(1, int(FURTHEST.total_seconds()) // 60 - 1), ZONES)
@settings(max_examples=300, deadline=None)
def test_every_moment_can_be_typed_back(minutes: int, zone: str) -> None:
    """But the second of two hours when clocks go back: typed, it is the first; picked, it is itself."""
    at = TUESDAY + timedelta(minutes=minutes)
    for lang in ("fr", "en"):
        found = understand(Voice(lang).moment(at, zone), lang, zone, TUESDAY)
        assert isinstance(found, Moment)
        local = at.astimezone(ZoneInfo(zone))
        assert found.at == (at if local.fold == 0 else instant(local.replace(tzinfo=None), zone))
        picked = understand(iso(at, zone), lang, zone, TUESDAY)
        assert isinstance(picked, Moment)
        assert picked.at == at
