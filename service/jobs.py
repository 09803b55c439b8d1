"""What happens by itself: the handler of each kind of due work, and the periodic work."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from service.admissions import work as admissions
from service.attempts import failure_act
from service.attempts import work as attempts
from service.booking import work as booking
from service.competitions import protocol, reminding
from service.competitions import work as competitions
from service.core.due_work import Handler, Periodic
from service.exam_day import work as exam_day
from service.hirings import work as hirings
from service.item_statistics import queries as statistics
from service.item_statistics import work as item_statistics
from service.notices import actions as notices
from service.notices import by_mail
from service.people import text_message
from service.personal_files import indexing
from service.proctoring import work as proctoring
from service.programmes import simulation
from service.scoring import interview_work
from service.scoring import work as scoring

HANDLERS: Final[Mapping[str, Handler]] = {
    text_message.KIND: text_message.send_sms,
    notices.KIND: notices.send_notice,
    by_mail.KIND: by_mail.mail_notice,
    "lapse-application": booking.lapse,
    "leave-lines": booking.leave_lines,
    "offer-lapses": booking.pass_offer_on,
    "remind-application": booking.send_reminder,
    "prepare-attempt": attempts.prepare,
    "make-result": attempts.result,
    "issue-result-paper": attempts.paper,
    failure_act.KIND: failure_act.issue_act,
    "open-review": proctoring.review,
    scoring.REMIND: scoring.remind_members,
    simulation.KIND: simulation.simulate,
    "issue-breach-list": proctoring.breach_list,
    statistics.KIND: item_statistics.make_report,
    indexing.KIND: indexing.work_on_index,
    admissions.FILE_CHANGED: admissions.file_changed,
    admissions.CHECK: admissions.check,
    admissions.CLOSE: admissions.close_application,
    admissions.TELL_CLOSED: admissions.tell_closed,
    admissions.REMIND_LOOKS: admissions.remind_looks,
    hirings.KIND: hirings.remind,
    reminding.KIND: reminding.remind,
}
PERIODIC: Final[Mapping[str, Periodic]] = {
    "worker-beat": (exam_day.BEAT_EVERY, exam_day.beat),
    "mark-no-shows": (timedelta(seconds=30), booking.mark_no_shows),
    "close-lines": (timedelta(hours=1), booking.close_lines),
    "ask-for-file-index": (indexing.EVERY, indexing.ask_for_index),
    "keep-answer-sheets": (item_statistics.EVERY, item_statistics.keep),
    "close-receptions": (timedelta(minutes=1), admissions.close_receptions),
    "remind-looks": (timedelta(minutes=10), admissions.ask_for_reminders),
    "rate-interviews": (interview_work.EVERY, interview_work.rate_interviews),
    "end-essays": (scoring.EVERY, scoring.end_essays),
    "ask-essay-reminders": (scoring.REMINDERS_EVERY, scoring.ask_for_reminders),
    "competitions-go-on": (competitions.EVERY, competitions.go_on),
    "make-protocols": (protocol.EVERY, protocol.make_due),
    "settle-attempts": (timedelta(seconds=2), attempts.settle_due),
}
