"""Two checks that coach and never judge: is it useful, could somebody be recognised?

Pure functions on a text: no network, no file after import, no state, no model.
"""

from bot.checks.confidentiality import check_confidentiality
from bot.checks.findings import (
    CONFIDENTIALITY_CODES,
    USEFULNESS_CODES,
    Finding,
    Severity,
    apply_suggestion,
    hard,
)
from bot.checks.language import guess_lang
from bot.checks.usefulness import check_usefulness

__all__ = [
    "CONFIDENTIALITY_CODES",
    "USEFULNESS_CODES",
    "Finding",
    "Severity",
    "apply_suggestion",
    "check_confidentiality",
    "check_usefulness",
    "guess_lang",
    "hard",
]
