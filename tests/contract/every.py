"""Every scenario of every feature, in order; those flagged `core` also run the hard ways everywhere."""

from __future__ import annotations

from tests.contract import scenarios, scenarios_sessions
from tests.contract.scenarios_exchanges import EXCHANGES, EXCHANGES_CORE, LONG_MESSAGES, MENUS_AND_FILES
from tests.contract.scenarios_library import LIBRARY, LIBRARY_CORE
from tests.contract.scenarios_menus import MENUS, MENUS_CORE
from tests.contract.scenarios_trials import TRIALS, TRIALS_CORE

EVERY = (
    *scenarios.SCENARIOS,
    *TRIALS,
    *EXCHANGES,
    *MENUS_AND_FILES,
    *scenarios_sessions.SCENARIOS,
    *LIBRARY,
    *MENUS,
)
ON_THE_CORE = (*EVERY, *LONG_MESSAGES)  # chat platforms refuse a message over 2,000 characters
CORE = (*scenarios.CORE, *TRIALS_CORE, *EXCHANGES_CORE, *scenarios_sessions.CORE, *LIBRARY_CORE, *MENUS_CORE)
