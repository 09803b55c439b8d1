"""HR makes a vacancy: a post of the register is chosen, little is typed, the law says whether."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.bodies.models import Body
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.vacancy import Exclusion, PostKind, exclusion
from service.pages import hr_words, vacancies_words
from service.pages.doors import Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import bodies_for, body_for
from service.pages.hr_vacancies_form import NewVacancySent, checked
from service.pages.source_words import source_words
from service.posts import queries as posts
from service.posts.models import RegisterName, RegisterPost
from service.posts.requirements_register import PostOfBody, posts_of_body
from service.vacancies import queries
from service.vacancies.actions import PostSaid, exclusion_of, make_vacancy
from service.vacancies.asked import settled_post
from service.vacancies.models import Vacancy
from service.vacancies.place_words import PLACES
from service.vacancies.post_kinds import is_lowest, kind_in_register

SHOWN: Final = 20
LONGEST: Final = 200
ASKABLE: Final = (
    PostKind.CORPS_B,
    PostKind.OF_FIRST_HEAD,
    PostKind.CORPS_A,
    PostKind.ELECTED,
    PostKind.TECHNICAL,
)

router = APIRouter(prefix="/hr/vacancies", dependencies=behind(hr_gate))


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that may be chosen; `never` where no post of its kind is put to competition."""

    register: RegisterName
    post: RegisterPost
    open: int
    never: bool


@router.get("/new")
def choose_post(
    request: Request,
    db: Db,
    person: Hr,
    body: str = "",
    q: str = "",
    register: str = "",
    page_number: int = 1,
) -> Response:
    own = bodies_for(db, person)
    chosen = next((one for one in own if one.code == body), own[0] if own else None)
    wanted = next((one for one in RegisterName if one == register), RegisterName.POSTS)
    text = q.replace("\0", "").strip()[:LONGEST]
    found = [] if chosen is None else list(_choices(db, chosen, wanted, text))
    last = max(1, -(-len(found) // SHOWN))
    here = max(1, min(page_number, last))
    return page(
        request,
        "hr/choose_post.html",
        bodies=own,
        body=chosen,
        q=text,
        register=wanted,
        choices=found[(here - 1) * SHOWN : here * SHOWN],
        found=len(found),
        place=(here, last),
        hr=hr_words,
    )


@router.get("/new/{register}/{key}")
def new_vacancy(
    request: Request, db: Db, person: Hr, register: RegisterName, key: str, body: str = ""
) -> Response:
    of = body_for(db, person, body)
    post = _post(db, register, key)
    excluded = exclusion_of(db, PostSaid(register, key, PostKind.CORPS_B))
    if excluded is not None:
        return _excluded(request, of, post, excluded, is_kept=False)
    return _form(request, db, of, post, _prefilled(db, of, post))


@router.post("/new/{register}/{key}")
def make(
    request: Request,
    db: Db,
    now: Now,
    person: Hr,
    register: RegisterName,
    key: str,
    sent: Annotated[Form[NewVacancySent], form_of(NewVacancySent)],
) -> Response:
    of = body_for(db, person, str(sent.values.get("body", "")))
    post, form = _post(db, register, key), checked(sent)
    if form.data is None:
        return _form(request, db, of, post, form)
    said = PostSaid(register, key, form.data.kind)
    made = make_vacancy(db, of.code, said, form.data.facts(), by=person.account_id, now=now)
    if isinstance(made, Exclusion):
        return _excluded(request, of, post, made, is_kept=True)
    if isinstance(made, Message):
        return _form(request, db, of, post, form.with_error("", made))
    done = say("The vacancy %(number)s is made.", number=made.number)
    return redirect(request, f"/hr/vacancies/{made.number}", said=done)


def _choices(db: Session, body: Body, register: RegisterName, text: str) -> Iterator[Choice]:
    """The posts of the register that hold the words: of the posts, those of the body alone."""
    if register is not RegisterName.POSTS:
        for post in posts.present_posts(db, register, text=text):
            yield Choice(register, post, 0, never=True)
        return
    words = text.casefold().split()
    for one in posts_of_body(db, body):
        if all(word in one.one.post.search_text for word in words):
            yield _choice(db, body, one)


def _choice(db: Session, body: Body, one: PostOfBody) -> Choice:
    kind = kind_in_register(RegisterName.POSTS, one.one.body, one.act.facts)
    count = queries.open_vacancies_of_post(db, body.code, one.key)
    return Choice(RegisterName.POSTS, one.one.post, count, exclusion(kind) is not None)


def _post(db: Session, register: RegisterName, key: str) -> RegisterPost:
    found = posts.present_post(db, register, key[:LONGEST])
    if found is None:
        raise NotFound
    return found


def _prefilled(db: Session, body: Body, post: RegisterPost) -> Form[Any]:
    """The form as far as the register and an earlier vacancy of the post know."""
    last: Vacancy | None = queries.last_vacancy_of_post(db, body.code, post.key)
    lowest = _is_lowest(db, body, post)
    return empty_form(
        title_ru=last.title.get("ru", "") if last else "",
        place=(last.place if last else None) or body.place or "",
        is_lowest=str(lowest).lower(),
        kind=str(PostKind.CORPS_B),
    )


def _is_lowest(db: Session, body: Body, post: RegisterPost) -> bool:
    categories = [one.one.body["category_key"] for one in posts_of_body(db, body)]
    return is_lowest(settled_post(db, post).body.get("category_key", ""), categories)


def _form(
    request: Request, db: Session, body: Body, post: RegisterPost, form: Form[Any]
) -> Response:
    settled = settled_post(db, post)
    return page(
        request,
        "hr/new_vacancy.html",
        422 if form.errors else 200,
        body=body,
        post=settled,
        open=queries.open_vacancies_of_post(db, body.code, post.key),
        lowest=_is_lowest(db, body, post),
        form=form,
        kinds=ASKABLE,
        places=PLACES,
        words=vacancies_words,
        hr=hr_words,
    )


def _excluded(
    request: Request, body: Body, post: RegisterPost, excluded: Exclusion, *, is_kept: bool
) -> Response:
    """Say that the post is never announced, by which article, and how it is filled (LW-6)."""
    return page(
        request,
        "hr/excluded.html",
        409,
        body=body,
        post=post,
        excluded=excluded,
        is_kept=is_kept,
        register_page=_page_of(post),
        hr=hr_words,
        source_words=source_words,
    )


def _page_of(post: RegisterPost) -> str:
    folder: dict[RegisterName, str] = {
        RegisterName.POSTS: "/posts",
        RegisterName.POLITICAL: "/posts/political",
        RegisterName.CIVILIAN: "/posts/civilian",
    }
    return f"{folder[post.kind]}/{post.key}"
