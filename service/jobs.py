"""What happens by itself: the handler of each kind of due work, and the periodic work."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from service.attempts import work as attempts
from service.core.due_work import Handler, Periodic
from service.people import text_message
from service.proctoring import work as proctoring

HANDLERS: Final[Mapping[str, Handler]] = {
    text_message.KIND: text_message.send_sms,
    "prepare-attempt": attempts.prepare,
    "make-result": attempts.result,
    "issue-result-paper": attempts.paper,
    "open-review": proctoring.review,
    "issue-breach-list": proctoring.breach_list,
}
PERIODIC: Final[Mapping[str, Periodic]] = {
    "settle-attempts": (timedelta(seconds=2), attempts.settle_due),
}
