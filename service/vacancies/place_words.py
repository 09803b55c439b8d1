"""The names of the regions and cities of republican significance."""

from collections.abc import Mapping
from typing import Final

from service.bodies.models import Place
from service.core.i18n import Message, say

PLACES: Final[Mapping[str, Message]] = {
    Place.ASTANA: say("City of Astana"),
    Place.ALMATY_CITY: say("City of Almaty"),
    Place.SHYMKENT: say("City of Shymkent"),
    Place.ABAI: say("Abai Region"),
    Place.AKMOLA: say("Akmola Region"),
    Place.AKTOBE: say("Aktobe Region"),
    Place.ALMATY_REGION: say("Almaty Region"),
    Place.ATYRAU: say("Atyrau Region"),
    Place.EAST_KAZAKHSTAN: say("East Kazakhstan Region"),
    Place.JETISU: say("Jetisu Region"),
    Place.KARAGANDA: say("Karaganda Region"),
    Place.KOSTANAY: say("Kostanay Region"),
    Place.KYZYLORDA: say("Kyzylorda Region"),
    Place.MANGYSTAU: say("Mangystau Region"),
    Place.NORTH_KAZAKHSTAN: say("North Kazakhstan Region"),
    Place.PAVLODAR: say("Pavlodar Region"),
    Place.TURKISTAN: say("Turkistan Region"),
    Place.ULYTAU: say("Ulytau Region"),
    Place.WEST_KAZAKHSTAN: say("West Kazakhstan Region"),
    Place.ZHAMBYL: say("Zhambyl Region"),
}
