"""From a programme and the bank to what the verifiable draw takes."""

from collections.abc import Mapping, Sequence

from service.items.bank import Bank
from service.law.draw import PoolKey
from service.law.programme import Programme


def counts_for(programme: Programme) -> dict[PoolKey, int]:
    """Return how many items to draw by (section, part, act), in the programme's order."""
    return {
        (section.code, part.code, act): count
        for section in programme.sections
        for part in section.parts
        for act, count in part.counts.items()
    }


def pools_for(programme: Programme, bank: Bank) -> Mapping[PoolKey, Sequence[str]]:
    """Return the sorted refs of the approved items by (section, part, act).

    An act without items has an empty pool; such a programme is refused at its publication.
    """
    pools = bank.pools()
    return {key: pools.get(key[2], ()) for key in counts_for(programme)}
