"""Every line that the law can give has a sentence in every language, and no sentence is idle."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from service import law
from service.admissions import line_words
from service.admissions.line_words import REMEDIES, SENTENCES, TITLES, key_of
from service.core.i18n import LANGUAGES, message_from_json, translators
from service.law.admission import admission
from service.law.declarations import CODES as BARS
from service.law.declarations import Declaration, Penalty, Why
from service.law.experience import ExperienceNeed
from service.law.line import CODES, Line, Remedy
from service.law.look import Look
from service.law.personal_file import File, HeldCertificate
from service.law.qualification import VC_3
from service.law.requirements import (
    Alternative,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    SecretsNeed,
    Wording,
)
from service.law.vacancy import Leaving, Round, Standing
from service.settings import ROOT
from tests.law.files import (
    CERTIFICATE,
    CLEAN,
    CLOSES,
    DAY,
    FILE,
    FILES,
    JOB,
    LAWYER,
    OPENING,
    OPENINGS,
    judged,
)

LAW = Path(law.__file__ or "").parent
WORD = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
OUTCOMES = {"met", "not-met", "look"}


def shown_in_all_languages(line: Line, look: Look | None = None) -> None:
    """Everything that is said of a line, kept and read again, in three languages."""
    said = [line_words.title_of(line, {}), line_words.sentence_of(line, look)]
    said.append(line_words.told(line, {}, look))
    todo = line_words.todo_of(line)
    if todo is not None:
        said.append(todo.text)
        assert todo.url is None or todo.url.startswith("/")
    for message in said:
        kept = message_from_json(message.as_json())
        for language in LANGUAGES:
            text = translators(ROOT / "web" / "locales")[language].render(kept)
            assert text.strip()
            assert "%(" not in text
            assert "None" not in text


# the reasons, collected where the law writes them


def reasons_in(name: str) -> Iterator[str]:
    """Every word that a module of the law may give as the reason of a line."""
    for node in ast.walk(ast.parse((LAW / f"{name}.py").read_text())):
        match node:
            case ast.keyword(arg="why", value=value):
                yield from constants(value)
            case ast.Assign(targets=[ast.Name(id="why")], value=value):
                yield from constants(value)
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id="why"), _])], value=value):
                yield from constants(value)
            case ast.Call(func=ast.Name(id="Line"), args=[_, _, _, _, _, why, *_]):
                yield from constants(why)
            case ast.Call(func=ast.Name(id="_Way"), args=[_, why, *_]):
                yield from constants(why)
            case ast.Tuple(elts=[ast.Constant(value=outcome), why]) if outcome in OUTCOMES:
                yield from constants(why)


def constants(node: ast.expr) -> Iterator[str]:
    """The words that an expression may come to; what it compares is none of them."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=body, orelse=orelse):
            yield from constants(body)
            yield from constants(orelse)
        case ast.Tuple(elts=elts):
            for each in elts:
                yield from constants(each)


def test_vc_3_every_reason_that_the_law_writes_has_a_sentence():
    written = {
        word
        for name in ("admission", "entry", "qualification")
        for word in reasons_in(name)
        if WORD.fullmatch(word)
    }
    assert len(written) > 20
    told = {why for _, _, why in SENTENCES}
    assert written - told == set()
    assert set(get_args(Why)) - told == set()
    # and none has a sentence that the law does not know
    grounds = {"citizen", "serving", "former-official", "displaced-official"}
    rounds = {each.value for each in Round}
    assert told - written - set(get_args(Why)) - grounds - rounds == {""}


def test_vc_3_every_code_bar_and_remedy_has_words():
    assert set(TITLES) == set(CODES) == {code for code, _, _ in SENTENCES}
    assert set(line_words.BAR_TITLES) == set(BARS.values())
    assert set(REMEDIES) == set(get_args(Remedy))


@settings(max_examples=150, deadline=None)
@given(file=FILES, opening=OPENINGS)
def test_vc_3_every_line_of_any_decision_is_told_in_three_languages(file, opening):
    for line in admission(file, opening, DAY).lines:
        assert key_of(line) in SENTENCES
        shown_in_all_languages(line)


# each sentence, brought about


def of_person(**more: Any) -> list[Line]:
    return list(admission(replace(FILE, person=replace(FILE.person, **more)), OPENING, DAY).lines)


def declared(number: int, **more: Any) -> list[Line]:
    said = Declaration(number, True, **more)
    return of_person(declared=(said, *(each for each in CLEAN if each.number != number)))


def of_round(round_: Round, standing: Standing) -> list[Line]:
    file = replace(FILE, person=replace(FILE.person, standing=standing))
    opening = replace(OPENING, round=round_, circle=frozenset({"moj"}), direct=True)
    return list(admission(file, opening, DAY).lines)


def asking(file: File = FILE, **asked: Any) -> list[Line]:
    return list(judged(file, **asked).lines)


def brought_about() -> Iterator[Line]:
    """Lines of every kind that there is."""
    law_degree = (EducationNeed(Level.BACHELOR, frozenset({"law"})),)
    work = Experience((Alternative((ExperienceNeed(36, fields=frozenset({"law"})),)),))
    proved = Experience((Alternative((ExperienceNeed(12),), frozenset({"a-condition"})),))
    yield from admission(FILE, OPENING, DAY).lines
    yield from admission(replace(FILE, education=(), work=(), languages=(), computer=None,
                                 clearances=(), has_employment_document=False, certificates=()),
                         OPENING, DAY).lines  # fmt: skip
    for round_ in (Round.INTERNAL_BODY, Round.INTERNAL_ALL):
        yield from of_round(round_, Standing())
    yield from of_round(Round.INTERNAL_ALL, Standing("moj"))
    yield from of_round(Round.GENERAL, Standing("moj"))
    yield from of_round(Round.INTERNAL_ALL, Standing(left=Leaving(DAY)))
    left = Standing(left=Leaving(date(2026, 1, 1), displaced=True))
    yield from of_round(Round.INTERNAL_ALL, left)
    for citizen in (False, None):
        yield from of_person(citizen=citizen)
    for born_on in (None, date(2010, 1, 1), date(1964, 6, 1), date(1940, 1, 1)):
        yield from of_person(born_on=born_on)
    for pension_on in (CLOSES, date(2027, 1, 1)):
        yield from of_person(pension_on=pension_on)
    yield from declared(2)
    yield from declared(2, until_on=date(2026, 1, 1))
    for number in (4, 5, 6, 8):
        yield from declared(number)
    for happened_on in (date(2025, 1, 1), date(2020, 1, 1)):
        yield from declared(6, happened_on=happened_on)
    yield from declared(9, happened_on=date(2020, 1, 1), released=True, gravity="minor")
    yield from of_person(declared=())
    state = (Declaration(6, True, happened_on=date(2020, 1, 1)),)
    yield from of_person(checked=state)
    penalty = (Penalty("corruption-offence"),)
    yield from of_person(standing=Standing("moj"), penalties=penalty)
    yield from of_person(standing=Standing("moj"))
    health = replace(OPENING, requirements=Requirements("QR 6", health=True))
    said = (Declaration(4, True), *(each for each in CLEAN if each.number != 4))
    yield from admission(
        replace(FILE, person=replace(FILE.person, declared=said)), health, DAY
    ).lines
    for held in (
        replace(CERTIFICATE, valid_until=date(2026, 3, 1)),
        replace(CERTIFICATE, taken_on=CLOSES),
        HeldCertificate("AD-1", "AD-1", "AD", DAY, CLOSES),
    ):
        yield from admission(replace(FILE, certificates=(held,)), OPENING, DAY).lines
    for studied in (
        replace(LAWYER, fields=frozenset()),
        replace(LAWYER, foreign=True),
        replace(LAWYER, level=Level.SECONDARY),
        replace(LAWYER, completed_on=CLOSES),
        replace(LAWYER, has_annex=False),
    ):
        yield from asking(replace(FILE, education=(studied,)), education=law_degree)
    yield from asking(replace(FILE, work=(replace(JOB, fields=frozenset()),)), experience=work)
    yield from asking(experience=proved)
    yield from asking(experience=Experience((), "C-4"))
    yield from asking(languages=(LanguageNeed("kk", "native"),))
    no_level = replace(FILE, languages=(replace(FILE.languages[0], level=None),))
    yield from asking(no_level, languages=(LanguageNeed("kk", "b1"),))
    yield from asking(
        replace(FILE, computer=frozenset[str]()), computer=OPENING.requirements.computer
    )
    yield from asking(secrets=SecretsNeed(1))
    yield from asking(acts=(replace(OPENING.requirements.acts[0], acts=frozenset({"tax-code"})),))
    yield from asking(wordings=(Wording("retraining"),))


def test_vc_3_no_sentence_is_idle():
    told = set()
    for line in brought_about():
        shown_in_all_languages(line)
        told.add(key_of(line))
    assert set(SENTENCES) - told == set()


@pytest.mark.parametrize("verdict", ["met", "not-met"])
def test_vc_3_what_a_person_has_said_stands_in_the_place_of_the_question(verdict):
    line = Line("wording", verdict, VC_3, "QR 6", "retraining")
    look = Look("wording", "retraining", "", verdict, "100 % of it", DAY)
    shown_in_all_languages(line, look)
    text = translators(ROOT / "web" / "locales")["en"].render(line_words.sentence_of(line, look))
    assert text.endswith("100 % of it")


def test_vc_3_too_short_an_experience_says_how_much_counts_and_how_much_is_asked():
    asked = Experience((Alternative((ExperienceNeed(60),)), Alternative((ExperienceNeed(48),))))
    (line,) = [each for each in judged(experience=asked).lines if each.code == "experience"]
    text = translators(ROOT / "web" / "locales")["en"].render(line_words.sentence_of(line))
    assert text == "Of the 4 y. 0 m. asked, 3 y. 0 m. 0 d. of work count."
