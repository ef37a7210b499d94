"""Every scenario of every feature, in order."""

from __future__ import annotations

from tests.contract.scenarios import SCENARIOS
from tests.contract.scenarios_exchanges import EXCHANGES, MENUS_AND_FILES
from tests.contract.scenarios_sessions import SESSIONS
from tests.contract.scenarios_trials import TRIALS

EVERY = (*SCENARIOS, *TRIALS, *EXCHANGES, *SESSIONS)
ON_THE_CORE = (*EVERY, *MENUS_AND_FILES)
