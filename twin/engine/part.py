"""Where the states of a part of a plant stand in the state vector of the whole."""

from __future__ import annotations

import numpy as np

from twin.engine.layout import ACCOUNTS, STATES_OF, layout_of, members_with_states
from twin.plant.records import Ints, Plant


class PlacesInWhole:
    """Finds the states of parts; members are known by their names.

    Parameters
    ----------
    whole : Plant
    """

    def __init__(self, whole: Plant) -> None:
        self._layout = layout_of(whole)
        self._member = {
            family: {name: i for i, name in enumerate(names)}
            for family, names in members_with_states(whole).items()
        }

    def of(self, part: Plant) -> Ints:
        """Return the place in the state of the whole of every state of a part, accounts of heat included."""
        here, there = layout_of(part), self._layout
        places = np.empty(here.state_count, dtype=np.int64)
        for family, names in members_with_states(part).items():
            member = self._member[family]
            of_whole = np.array([member[name] for name in names], dtype=np.int64)
            for field in STATES_OF[family]:
                places[getattr(here, field)] = getattr(there, field)[of_whole]
        for account in ACCOUNTS:
            places[getattr(here, account)] = getattr(there, account)
        return places
