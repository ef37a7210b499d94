"""Every code has its advice, in both languages, one line long."""

from __future__ import annotations

from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot.checks import CONFIDENTIALITY_CODES, USEFULNESS_CODES

LOCALES = Path(__file__).parent.parent.parent / "bot" / "locales"


@pytest.mark.parametrize("register", ["tu", "vous"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("code", USEFULNESS_CODES + CONFIDENTIALITY_CODES)
def test_every_code_has_one_line_of_advice(code: str, lang: str, register: str) -> None:
    bundle = FluentBundle([lang], use_isolating=False)
    bundle.add_resource(FluentResource((LOCALES / f"{lang}.ftl").read_text("utf-8")))
    message = bundle.get_message("finding-" + code.replace("_", "-"))
    assert message.value is not None
    text, errors = bundle.format_pattern(message.value, {"register": register, "quote": "…"})
    assert not errors
    assert 20 <= len(text) <= 150
    assert "\n" not in text
