import pytest

from service.posts.moved_words import Restored, restored, titles_in
from service.posts.source_text import read_source

TITLES = titles_in(
    "«Ел Президенті туралы», «Ел Үкіметі туралы», «Әділет органдары туралы» «Салық, баж туралы»"
)


def mended(*lines: str) -> list[Restored]:
    return restored(read_source("\n".join(lines).encode()).lines, TITLES)


def texts(*lines: str) -> list[str]:
    made = mended(*lines)
    assert not any(one.doubtful for one in made)
    return [one.text for one in made]


@pytest.mark.parametrize(
    ("printed", "own_order"),
    [
        ("жаңа саяси бағыты  білуі.стратегиясын", "жаңа саяси бағыты стратегиясын білуі."),
        (" сәйкес.талаптарына", "талаптарына сәйкес."),
        ("біліктілік  сәйкесталаптарына", "біліктілік талаптарына сәйкес"),
        (
            "біліктілік  сәйкес, жұмыс өтілі талаптарына",
            "біліктілік талаптарына сәйкес, жұмыс өтілі",
        ),
        ("Елдің , Елдің Конституциясын", "Елдің Конституциясын, Елдің"),
        ("Үкіметінің . Басқа Регламентін", "Үкіметінің Регламентін. Басқа"),
        (
            "Елдің ,  кодекстерін, Бюджет Еңбек «Мемлекеттік сатып",
            "Елдің Бюджет, Еңбек кодекстерін, «Мемлекеттік сатып",
        ),
        (
            "Елдің , «Ел Президенті туралы» «Ел Үкіметі туралы»",
            "Елдің «Ел Президенті туралы», «Ел Үкіметі туралы»",
        ),
        (
            "б і л і к т і л і к   с ә й к е с .т а л а п т а р ы н а",
            "біліктілік талаптарына сәйкес.",
        ),
    ],
)
def test_a_moved_word_comes_back(printed: str, own_order: str):
    assert texts(printed) == [own_order]


@pytest.mark.parametrize(
    ("lines", "own_order"),
    [
        (
            ["Елдің , Елдің Конституциясын «Ел", ", Президенті туралы» «Ел Үкіметі туралы»"],
            ["Елдің Конституциясын, Елдің «Ел", "Президенті туралы», «Ел Үкіметі туралы»"],
        ),
        (
            ["Елдің «Әділет", " Заңдарын, нақты лауазымның органдары туралы»"],
            ["Елдің «Әділет", "органдары туралы» Заңдарын, нақты лауазымның"],
        ),
        (
            ["Елдің «Әділет органдары туралы", " Заңдарын, нақты »"],
            ["Елдің «Әділет органдары туралы", "» Заңдарын, нақты"],
        ),
    ],
    ids=["a title goes on", "the end of a title stands behind the rest", "only the quote moved"],
)
def test_a_title_that_goes_on_in_the_next_line(lines: list[str], own_order: list[str]):
    assert texts(*lines) == own_order


@pytest.mark.parametrize(
    "lines",
    [
        ["туралы»", ", «Ел Үкіметі туралы», «Әділет"],
        ["мәселе туралы»", ", «Ел Үкіметі туралы», «Әділет органдары туралы»"],
        ["Бюджет және  Салық кодекстер, «Мемлекеттік сатып"],
        ["ұйымдастыру  қамтамасыз ету"],
        ["Елдің «Ел", " Президенті туралы», «Ел Үкіметі туралы» Заңдарын"],
        ["білуі", "."],
    ],
)
def test_a_line_in_its_own_order_stays(lines: list[str]):
    made = mended(*lines)
    assert not any(one.moved or one.doubtful for one in made)


def test_what_cannot_be_told_stays_and_is_marked():
    made = mended("Елдің , , , басқа Бюджет Еңбек")
    assert made == [Restored("Елдің,,, басқа Бюджет Еңбек", doubtful=True)]


def test_a_title_with_a_comma_is_not_learnt():
    assert "Салық, баж туралы" not in TITLES
