"""Any requirements that a post may have, of the codes of the registers."""

from hypothesis import strategies as st

from service.law.experience import ExperienceNeed
from service.law.requirements import (
    LANGUAGE_LEVELS,
    MOST_MONTHS,
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    SecretsNeed,
    Wording,
)
from service.personal_files.codes import LANGUAGES, codes
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_words import POST_LEVELS, SECTORS

ACTS = sorted(requirement_codes().acts)
CONDITIONS = sorted(requirement_codes().conditions)
WORDINGS = sorted(requirement_codes().wordings)
EDUCATION, WORK, PROGRAMS = (
    sorted(names.names) for names in (codes().education, codes().work, codes().programs)
)


def _some(of: list[str], least: int = 0) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of), min_size=least, max_size=3)


NEEDS = st.builds(
    ExperienceNeed,
    months=st.integers(0, MOST_MONTHS),
    sectors=_some(sorted(SECTORS)),
    fields=_some(WORK),
    levels=_some(sorted(POST_LEVELS)),
)
WAYS = st.builds(
    Alternative,
    needs=st.lists(NEEDS, min_size=1, max_size=2).map(tuple),
    conditions=_some(CONDITIONS),
)
EDUCATIONS = st.builds(EducationNeed, st.sampled_from(Level), _some(EDUCATION))
LANGUAGE_NEEDS = st.builds(
    LanguageNeed,
    st.sampled_from(LANGUAGES),
    st.none() | st.sampled_from(LANGUAGE_LEVELS),
    st.booleans(),
)


def _code(need: LanguageNeed | Wording) -> str:
    return need.code


REQUIREMENTS = st.builds(
    Requirements,
    source=st.sampled_from(["№ 117, 2014-03-20, 117/6", "№ 5, 2026-01-09"]),
    version=st.integers(1, 9),
    education=st.lists(EDUCATIONS, max_size=3).map(tuple),
    experience=st.builds(
        Experience,
        st.lists(WAYS, max_size=3).map(tuple),
        st.none() | st.sampled_from(["C-3", "internal-control"]),
    ),
    acts=st.lists(st.builds(ActsNeed, _some(ACTS, 1), st.booleans()), max_size=2).map(tuple),
    languages=st.lists(LANGUAGE_NEEDS, max_size=3, unique_by=_code).map(tuple),
    computer=st.none() | st.builds(ComputerNeed, _some(PROGRAMS), st.booleans()),
    secrets=st.none() | st.builds(SecretsNeed, st.sampled_from([1, 2, 3])),
    health=st.booleans(),
    wordings=st.lists(
        st.builds(Wording, st.sampled_from(WORDINGS), st.booleans()), max_size=3, unique_by=_code
    ).map(tuple),
)
