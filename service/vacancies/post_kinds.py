"""What a post is to the law on the civil service, as far as the registers tell it (LW-6)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.law.vacancy import PostKind
from service.posts.models import RegisterName

# assistant, adviser or press secretary of the first head of a body (LAW 29(4))
_OF_FIRST_HEAD: Final = re.compile(
    r"(?:агенттік )?"
    r"(?:(?:премьер-)?министрдің|төрағаның|төрағасының|әкімнің|бірінші басшының)\s(?:.*\s)?"
    r"(?:көмекшісі|кеңесшісі|баспасөз[ -]хатшысы)"
)
_CORPS_A: Final = frozenset({"\N{CYRILLIC CAPITAL LETTER A}", "A"})


def kind_in_register(
    register: RegisterName, body: Mapping[str, Any], facts: Mapping[str, Any]
) -> PostKind:
    """Return the kind that the register itself tells; CORPS_B where it tells nothing else.

    Args:
        register: political and civilian posts are so by their register.
        body: the post's facts, settled.
        facts: those of its act; an order on Corps A says so.
    """
    if register is RegisterName.POLITICAL:
        return PostKind.POLITICAL
    if register is RegisterName.CIVILIAN:
        return PostKind.CIVILIAN
    if facts.get("corps") in _CORPS_A:
        return PostKind.CORPS_A
    position = str(body.get("position", "")).casefold().strip()
    if _OF_FIRST_HEAD.fullmatch(position):
        return PostKind.OF_FIRST_HEAD
    return PostKind.CORPS_B


def is_lowest(category: str, categories: Iterable[str]) -> bool:
    """Tell whether a category is the lowest of its kind among those of a body's posts (LAW 1(19)).

    C-5 stands below C-4; C-O-2 is of another kind of body than C-5.
    """
    kind, _, rank = category.rpartition("-")
    ranks = [
        int(other)
        for of, _, other in (one.rpartition("-") for one in categories)
        if of == kind and other.isdigit()
    ]
    return rank.isdigit() and bool(ranks) and int(rank) == max(ranks)
