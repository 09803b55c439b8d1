"""For administrators: find a person, give and take roles, block an account, grant extra time."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.booking import queries as bookings
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.documents.queries import documents_of
from service.journal.queries import entries_before
from service.pages.administrator_attempts import DOCUMENT_KINDS
from service.pages.administrator_journal import journal_rows
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import actions
from service.people import queries as people
from service.people.blocking import block_account, unblock_account
from service.people.contact import show_phone
from service.people.models import Account, Role

router = APIRouter(prefix="/administrator/people", dependencies=behind(administrator_gate))

ROLES: Final[Mapping[Role, Message]] = {
    Role.CANDIDATE: say("Candidate"),
    Role.OPERATOR: say("Operator"),
    Role.PROCTOR: say("Proctor"),
    Role.ADMINISTRATOR: say("Administrator"),
    Role.AUTHOR: say("Author"),
    Role.REVIEWER: say("Reviewer"),
    Role.HR: say("HR service"),
    Role.AUTHORITY: say("Authorised body"),
}
MAY: Final[Mapping[Role, Message]] = {
    Role.CANDIDATE: say("The person can book and take tests."),
    Role.OPERATOR: say("The person sees today's tests of the halls."),
    Role.PROCTOR: say("The person sees remote attempts and decides on breaches."),
    Role.ADMINISTRATOR: say("The person can do everything that you can do here."),
    Role.AUTHOR: say("The person writes items for the question bank."),
    Role.REVIEWER: say("The person reviews and approves items that others wrote."),
    Role.HR: say("The person announces vacancies of the bodies that they work for."),
    Role.AUTHORITY: say("The person answers for the authorised body."),
}


class RoleSent(Sure):
    role: Role
    deed: Literal["grant", "revoke"] = "grant"


class BlockSent(Sure):
    reason: str = Field(min_length=10, max_length=500)


@router.get("")
def find(request: Request, db: Db, _: Administrator, q: str = "", role: str = "") -> Response:
    wanted = q.strip()[:100]
    chosen = next((one for one in Role if one == role), None)
    found = people.find_people(db, wanted)
    if chosen is not None and not wanted:
        found = people.people_with_role(db, chosen)[:200]
    return page(
        request,
        "administrator/people.html",
        q=wanted,
        role=chosen,
        rows=[(one, sorted(people.roles_of(db, one.id), key=list(Role).index)) for one in found],
        roles=ROLES,
        searched=bool(wanted or chosen),
    )


@router.get("/{account_id}")
def person_page(request: Request, db: Db, account_id: UUID, person: Administrator) -> Response:
    return _show(request, db, account_for_administrator(db, account_id), person.account_id)


@router.post("/{account_id}/role")
def change_role(
    request: Request,
    db: Db,
    now: Now,
    account_id: UUID,
    person: Administrator,
    form: Annotated[Form[RoleSent], form_of(RoleSent)],
) -> Response:
    account, sent = account_for_administrator(db, account_id), form.data
    if sent is None:
        return _show(request, db, account, person.account_id, form=form)
    if not sent.sure:
        return ask(request, _role_asked(account, sent))
    url, by = f"/administrator/people/{account_id}", person.account_id
    if sent.deed == "grant":
        is_new = actions.grant_role(db, account_id, sent.role, by=by, now=now)
        said = say("The role is given.") if is_new else say("The person has this role already.")
        return redirect(request, url, said=said)
    refused = actions.revoke_role(db, account_id, sent.role, by=by, now=now)
    if refused is not None:
        return redirect(request, url, said=refused, kind="refused")
    return redirect(request, url, said=say("The role is taken away."))


@router.post("/{account_id}/block")
def block(
    request: Request,
    db: Db,
    now: Now,
    account_id: UUID,
    person: Administrator,
    form: Annotated[Form[BlockSent], form_of(BlockSent)],
) -> Response:
    account, sent = account_for_administrator(db, account_id), form.data
    if sent is None or sent.change:
        return _show(request, db, account, person.account_id, block_form=form)
    if not sent.sure:
        return ask(request, _block_asked(account, sent))
    change = block_account if account.blocked_at is None else unblock_account
    refused = change(db, account_id, reason=sent.reason, by=person.account_id, now=now)
    url = f"/administrator/people/{account_id}"
    if refused is not None:
        return redirect(request, url, said=refused, kind="refused")
    done = say("The account is open again.")
    if change is block_account:
        done = say("The account is blocked and signed out everywhere.")
    return redirect(request, url, said=done)


def account_for_administrator(db: Session, account_id: UUID) -> Account:
    """Return the account; an administrator may open every one."""
    account = people.account(db, account_id)
    if account is None:
        raise NotFound
    return account


def _show(
    request: Request,
    db: Session,
    account: Account,
    own_id: UUID,
    *,
    form: Form[Any] | None = None,
    block_form: Form[Any] | None = None,
) -> Response:
    has = people.roles_of(db, account.id)
    errors = (form.errors if form else {}) | (block_form.errors if block_form else {})
    return page(
        request,
        "administrator/person.html",
        422 if errors else 200,
        account=account,
        phone=show_phone(account.phone) if account.phone else None,
        is_self=account.id == own_id,
        has=[role for role in Role if role in has],
        lacks=[role for role in Role if role not in has],
        roles=ROLES,
        form=form or empty_form(),
        block_form=block_form or empty_form(),
        accommodation=people.accommodation_in_force(db, account.id),
        applications=bookings.applications_of(db, account.id),
        documents=documents_of(db, account.id),
        kinds=DOCUMENT_KINDS,
        entries=journal_rows(
            db, entries_before(db, subject_kind="account", subject_id=str(account.id), limit=10)
        ),
    )


def _role_asked(account: Account, sent: RoleSent) -> Asking:
    gives = sent.deed == "grant"
    return Asking(
        title=say("Give this role?") if gives else say("Take this role away?"),
        facts=[(say("Person"), account.name), (say("Role"), ROLES[sent.role])],
        happens=[
            MAY[sent.role]
            if gives
            else say("What this role opens is closed to the person at once."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Give the role") if gives else say("Take the role away"),
        kind="primary" if gives else "danger",
        url=f"/administrator/people/{account.id}/role",
        back=f"/administrator/people/{account.id}",
        fields={"role": sent.role.value, "deed": sent.deed},
    )


def _block_asked(account: Account, sent: BlockSent) -> Asking:
    facts = [(say("Person"), account.name), (say("Reason"), sent.reason)]
    url = f"/administrator/people/{account.id}"
    fields = {"reason": sent.reason}
    if account.blocked_at is not None:
        happens = [say("The person can sign in again, with the roles as they are.")]
        return Asking(
            title=say("Open this account again?"),
            facts=facts,
            happens=happens,
            yes=say("Open the account"),
            kind="primary",
            url=f"{url}/block",
            back=url,
            fields=fields,
        )
    return Asking(
        title=say("Block this account?"),
        facts=facts,
        happens=[
            say("The person is signed out everywhere at once and cannot sign in."),
            say("Bookings, attempts and papers stay as they are; a running test loses its player."),
            say("The account can be opened again."),
        ],
        yes=say("Block the account"),
        url=f"{url}/block",
        back=url,
        fields=fields,
    )
