"""Who is signed in: what a page may know about them."""

from dataclasses import dataclass
from uuid import UUID

from service.people.models import Role


@dataclass(frozen=True)
class Person:
    account_id: UUID
    session_id: UUID
    name: str
    given_name: str
    language: str
    roles: frozenset[Role]

    @property
    def initials(self) -> str:
        """Two letters for a small round picture."""
        return "".join(part[0] for part in self.name.split()[:2]).upper()

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)
