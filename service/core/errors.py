"""Errors are sentences with a status; the edge turns them into a page or problem details."""

from service.core.i18n import Message, say


class Fault(Exception):
    """An accident or a refusal that ends the request with a sentence for the person."""

    status = 500

    def __init__(self, sentence: Message, *, way_out: Message | None = None) -> None:
        super().__init__(sentence.msgid % sentence.values if sentence.values else sentence.msgid)
        self.sentence = sentence
        self.way_out = way_out


class NotFound(Fault):
    """There is no such thing, or it is another person's: the answer is the same."""

    status = 404

    def __init__(self, sentence: Message | None = None) -> None:
        super().__init__(sentence or say("This page does not exist or is not yours to see."))


class Refused(Fault):
    """The rules or the state of things do not allow it now."""

    status = 409


class TooLate(Refused):
    """It was allowed, but the term is over."""


class NotAllowed(Fault):
    """The person's role does not allow it."""

    status = 403

    def __init__(self, sentence: Message | None = None) -> None:
        super().__init__(sentence or say("Your account has no right to open this page."))


class SignInNeeded(Fault):
    """Nobody is signed in."""

    status = 401

    def __init__(self) -> None:
        super().__init__(say("Please sign in first."))


class Malformed(Fault):
    """What was sent cannot be read."""

    status = 422


class TooMany(Fault):
    """Too many requests of one kind."""

    status = 429
