import hashlib
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.law.blueprint import Blueprint, Pool, PoolItem, blueprint_from
from service.law.paper_draw import DrawnItem, PaperDraw, draw_paper, record, verify

SEED = bytes(range(32))


def pool(part: str, act: str, count: int, *items: tuple[str, str, int], section: str = "") -> Pool:
    return Pool(section or "legislation", part, act, count, tuple(PoolItem(*one) for one in items))


LANGUAGE = pool(
    "state-language", "state-language", 2,
    ("LANG-1", "grammar", 700), ("LANG-2", "grammar", 500), ("LANG-3", "style", 600),
    section="state-language",
)  # fmt: skip
CONSTITUTION = pool(
    "constitution", "constitution", 3,
    ("CONST-1", "rights", 600), ("CONST-2", "rights", 600), ("CONST-3", "state", 600),
    ("CONST-4", "state", 600),
)  # fmt: skip
LAW = pool("service", "law", 2, ("LAW-1", "a", 400), ("LAW-2", "b", 600), ("LAW-3", "c", 500))
ETHICS = pool("service", "ethics", 1, ("ETH-1", "a", 500), ("ETH-2", "a", 550), ("ETH-3", "a", 450))
BLUEPRINT = Blueprint(
    (LANGUAGE, CONSTITUTION, LAW, ETHICS),
    enemies=(("CONST-1", "LAW-1"), ("LAW-2", "LAW-3")),
    act_band=100,
    section_band=50,
)


def drawn(
    blueprint: Blueprint = BLUEPRINT, seed: bytes = SEED, word: str = "алма", application: str = "1"
) -> PaperDraw:
    return draw_paper(seed, candidate_word=word, application_id=application, blueprint=blueprint)


def recorded(blueprint: Blueprint = BLUEPRINT) -> dict[str, Any]:
    inputs: dict[str, Any] = {"candidate_word": "алма", "application_id": "1"}
    facts = record(SEED, drawn(blueprint), blueprint=blueprint, **inputs)
    return dict(json.loads(json.dumps(facts | {"blueprint": blueprint.body()})))


def refs(paper: PaperDraw) -> list[str]:
    return [item.item for section in paper.sections for item in section]


def test_a_paper_that_was_drawn_once_is_drawn_the_same_for_ever():
    """A change of this vector is a change of the algorithm: give it another name then."""
    assert [[(item.item, item.order) for item in section] for section in drawn().sections] == [
        [("LANG-2", "badc"), ("LANG-3", "bdac")],
        [
            ("CONST-2", "cabd"),
            ("CONST-4", "cdba"),
            ("CONST-3", "dabc"),
            ("ETH-3", "bcad"),
            ("LAW-3", "dbac"),
            ("LAW-1", "acdb"),
        ],
    ]


def by_the_book(blueprint: Blueprint) -> list[list[tuple[str, str]]]:  # noqa: C901  # one text, one function
    """The paper as the module's text describes it, written a second time, without its parts."""
    body = json.dumps(blueprint.body(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    inputs = json.dumps(
        {
            "algorithm": "synaq-draw/2",
            "application": "1",
            "blueprint": hashlib.sha256(body.encode()).hexdigest(),
            "candidate_word": "алма",
        },
        sort_keys=True, ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    prefix = SEED + hashlib.sha256(inputs.encode()).digest()
    raw = b"".join(hashlib.sha256(prefix + i.to_bytes(8, "big")).digest() for i in range(4000))
    numbers = (int.from_bytes(raw[i : i + 8], "big") for i in range(0, len(raw), 8))

    def shuffled(things: Any) -> list[Any]:
        places = list(things)
        for i in range(len(places)):
            j = i + next(numbers) % (len(places) - i)  # so few things throw nothing away
            places[i], places[j] = places[j], places[i]
        return places

    def distance(items: list[PoolItem], target: int, band: int) -> int:
        off = abs(sum(item.difficulty for item in items) - len(items) * target)
        return max(0, off - len(items) * band)

    def act(one: Pool, taken: set[str]) -> tuple[list[PoolItem], tuple[int, int]]:
        tries = []
        for _ in range(50):
            topics = shuffled(sorted({item.topic for item in one.items}))
            row = [
                item
                for topic in topics
                for item in shuffled([item for item in one.items if item.topic == topic])
            ]
            u = next(numbers) % len(row)
            picked = [row[(u + k * len(row)) // one.count] for k in range(one.count)]
            there = taken | {item.ref for item in picked}
            met = sum(
                any({item.ref, other} in map(set, blueprint.enemies) for other in there)
                for item in picked
            )
            tries.append((picked, (met, distance(picked, one.target, blueprint.act_band))))
            if tries[-1][1] == (0, 0):
                break
        return min(tries, key=lambda one: one[1])

    paper, taken = [], set[str]()
    for name in dict.fromkeys(one.section for one in blueprint.pools):
        pools = [one for one in blueprint.pools if one.section == name]
        weight = sum(one.count for one in pools)
        mean = (2 * sum(one.count * one.target for one in pools) + weight) // (2 * weight)
        tries = []
        for _ in range(20):
            here, picks, met, far = set(taken), [], 0, 0
            for one in pools:
                items, misfit = act(one, here)
                here |= {item.ref for item in items}
                picks.append(items)
                met, far = met + misfit[0], far + misfit[1]
            far += distance(
                [item for items in picks for item in items], mean, blueprint.section_band
            )
            tries.append((picks, (met, far)))
            if tries[-1][1] == (0, 0):
                break
        picks = min(tries, key=lambda one: one[1])[0]
        parts: dict[str, list[str]] = {}
        for one, items in zip(pools, picks, strict=True):
            parts.setdefault(one.part, []).extend(item.ref for item in items)
        taken |= {item.ref for items in picks for item in items}
        paper.append([ref for part in parts.values() for ref in shuffled(part)])
    return [[(ref, "".join(shuffled("abcd"))) for ref in section] for section in paper]


@pytest.mark.parametrize(
    "blueprint",
    [
        pytest.param(BLUEPRINT, id="bands and enemies"),
        pytest.param(Blueprint(BLUEPRINT.pools), id="without limits"),
        pytest.param(Blueprint(BLUEPRINT.pools, act_band=0, section_band=0), id="bands of nothing"),
    ],
)
def test_anyone_can_repeat_a_paper(blueprint):
    paper = drawn(blueprint)
    assert [[(item.item, item.order) for item in section] for section in paper.sections] == (
        by_the_book(blueprint)
    )


def test_a_paper_has_what_the_programme_counts_in_its_order():
    paper = drawn()
    assert paper.codes == ("state-language", "legislation")
    language, legislation = paper.sections
    assert [item.part for item in language] == ["state-language"] * 2
    assert [item.part for item in legislation] == ["constitution"] * 3 + ["service"] * 3
    assert Counter(item.act for item in legislation) == {"constitution": 3, "law": 2, "ethics": 1}


@pytest.mark.parametrize(
    "other",
    [
        drawn(word="алмұрт"),
        drawn(application="2"),
        drawn(seed=bytes(32)),
        drawn(Blueprint(BLUEPRINT.pools, BLUEPRINT.enemies, act_band=101, section_band=50)),
    ],
    ids=["the candidate's word", "the application", "the seed", "the blueprint"],
)
def test_everything_that_goes_in_changes_the_paper(other):
    assert other != drawn()


POOLS = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(300, 900)), min_size=2, max_size=12),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(seed=st.binary(min_size=32, max_size=32), pools=POOLS, word=st.text(max_size=20))
def test_every_paper_is_whole_and_verifies(seed, pools, word):
    blueprint = Blueprint(
        tuple(
            Pool(
                "one", f"part-{i % 2}", f"act-{i}", (len(items) + 1) // 2,
                tuple(PoolItem(f"{i}-{n:02}", *one) for n, one in enumerate(items)),
            )
            for i, items in enumerate(pools)
        ),
        act_band=150,
        section_band=100,
    )  # fmt: skip
    inputs: dict[str, Any] = {"candidate_word": word, "application_id": "x"}
    paper = draw_paper(seed, blueprint=blueprint, **inputs)
    items = [item for section in paper.sections for item in section]
    assert len({item.item for item in items}) == len(items)
    assert Counter(item.act for item in items) == {one.act: one.count for one in blueprint.pools}
    assert all(item.item.startswith(item.act.removeprefix("act-") + "-") for item in items)
    assert all(sorted(item.order) == list("abcd") for item in items)
    facts = record(seed, paper, blueprint=blueprint, **inputs) | {"blueprint": blueprint.body()}
    assert verify(json.loads(json.dumps(facts))) == []


MANY = Blueprint(
    (
        pool(
            "p", "a", 8,
            *((f"A-{n:02}", "abcd"[n % 4], 350 + 25 * n) for n in range(20)),
        ),
    ),
    act_band=20,
)  # fmt: skip


def papers_of(blueprint: Blueprint, times: int) -> list[PaperDraw]:
    return [drawn(blueprint, application=str(number)) for number in range(times)]


def test_each_item_comes_equally_often():
    free = Blueprint(MANY.pools)
    times = Counter(ref for paper in papers_of(free, 1500) for ref in refs(paper))
    # 20 items, 600 times expected each; chi-squared of draws without putting back is smaller yet
    assert len(times) == 20
    assert sum((n - 600) ** 2 / 600 for n in times.values()) < 43.8  # 19 degrees, p = 0.001


def test_each_topic_has_its_share():
    topics = {item.ref: item.topic for item in MANY.pools[0].items}
    for paper in papers_of(MANY, 50):
        assert Counter(topics[ref] for ref in refs(paper)) == dict.fromkeys("abcd", 2)


def test_every_paper_is_equally_hard():
    difficulty = {item.ref: item.difficulty for item in MANY.pools[0].items}
    target = MANY.pools[0].target
    for paper in papers_of(MANY, 200):
        mean = sum(difficulty[ref] for ref in refs(paper)) / 8
        assert abs(mean - target) <= 20
        assert paper.strained == 0


def test_a_section_keeps_its_band_where_its_acts_lie_to_one_side():
    parts = tuple(
        pool("p", act, 6, *((f"{act}-{n:02}", "t", 400 + 20 * n) for n in range(18)))
        for act in "ABC"
    )
    blueprint = Blueprint(parts, act_band=40, section_band=5)
    difficulty = {item.ref: item.difficulty for one in parts for item in one.items}
    for paper in papers_of(blueprint, 100):
        assert abs(sum(difficulty[ref] for ref in refs(paper)) / 18 - 570) <= 5


def test_enemies_never_meet_within_an_act_and_between_sections():
    pools = (LANGUAGE, CONSTITUTION, LAW)
    enemies = (("CONST-1", "CONST-2"), ("LANG-2", "LAW-1"))
    for paper in papers_of(Blueprint(pools, enemies), 200):
        present = set(refs(paper))
        assert not any(present.issuperset(pair) for pair in enemies)


def test_where_nothing_fits_the_least_misfit_stands_and_is_said():
    enemies = (("LAW-1", "LAW-2"), ("LAW-1", "LAW-3"), ("LAW-2", "LAW-3"))
    paper = drawn(Blueprint((LAW,), enemies))
    assert (len(refs(paper)), paper.strained) == (2, 1)


@pytest.mark.parametrize(
    ("items", "count", "fault"),
    [
        pytest.param((("B", "t", 1), ("A", "t", 1)), 1, "not sorted", id="not sorted"),
        pytest.param((("A", "t", 1), ("A", "t", 1)), 1, "twice", id="an item twice"),
        pytest.param((("A", "t", 1),), 2, "cannot draw 2 of 1", id="too small"),
        pytest.param((), 2, "cannot draw 2 of 0", id="empty"),
        pytest.param((("A", "t", 1),), 0, "cannot draw 0 of 1", id="nothing to draw"),
    ],
)
def test_a_pool_that_does_not_serve_is_refused(items, count, fault):
    with pytest.raises(ValueError, match=fault):
        drawn(Blueprint((pool("p", "a", count, *items),)))


def test_a_pool_that_stands_there_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        drawn(Blueprint((LAW, LAW)))


def test_a_blueprint_comes_back_as_it_was_written():
    assert blueprint_from(json.loads(json.dumps(BLUEPRINT.body()))) == BLUEPRINT


def test_an_honest_record_has_no_fault():
    assert verify(recorded()) == []


def test_what_would_take_too_long_is_not_repeated():
    assert verify(recorded(), most=30) == [
        "The record cannot be repeated: it asks for more numbers than are repeated here."
    ]


def change(path: list[Any], value: object) -> dict[str, Any]:
    """Return the record with one value changed."""
    facts = recorded()
    place: Any = facts
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return facts


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["commitment"], "00" * 32, "does not fit the commitment"),
        (["seed"], "00" * 32, "does not fit the commitment"),
        (["seed"], "00", "cannot be repeated"),
        (["seed"], "no hex", "cannot be repeated"),
        (["candidate_word"], "алмұрт", "the draw gives"),
        (["application"], "2", "the draw gives"),
        (["algorithm"], "synaq-draw/1", "'synaq-draw/1', not 'synaq-draw/2'"),
        (["blueprint_sha256"], "00" * 32, "not the one that the record names"),
        (["blueprint", "act_band"], 99, "not the one that the record names"),
        (["blueprint", "pools", 0, "items", 0, 0], "LANG-0", "the draw gives"),
        (["blueprint", "pools", 0, "items", 0, 2], 0.5, "0.5 is no whole number"),
        (["blueprint", "pools", 0, "count"], 3, "the draw gives"),
        (["blueprint", "pools", 0], {}, "'section' is missing"),
        (["blueprint", "pools", 0, "items", 0], None, "cannot be repeated"),
        (["blueprint", "pools", 0, "count"], 2.5, "2.5 is no whole number"),
        (["blueprint", "enemies"], [["A"]], "cannot be repeated"),
        (["blueprint"], None, "cannot be repeated"),
        (["paper", 1, "items", 0, "order"], "aaaa", "Section legislation, question 1"),
        (["paper", 1, "items"], [], "has 0 questions; 6 were drawn"),
        (["paper", 0, "section"], "essay", "sections are not those of the draw"),
        (["paper"], [], "sections are not those of the draw"),
        (["paper"], None, "cannot be repeated"),
        (["paper", 0, "items"], None, "cannot be repeated"),
        (["paper", 0, "items", 0], None, "Section state-language, question 1"),
    ],
)
def test_a_record_that_was_changed_is_found_out(path, value, fault):
    faults = verify(change(path, value))
    assert any(fault in each for each in faults), faults


@pytest.mark.parametrize("name", ["seed", "blueprint", "paper", "application"])
def test_a_record_that_lacks_something_says_what(name):
    facts = recorded()
    del facts[name]
    assert verify(facts) == [f"The record is not complete: '{name}' is missing."]


def test_a_drawn_item_shows_its_options_in_the_order_of_its_letters():
    item = DrawnItem("CONST-1", "constitution", "constitution", "cadb")
    assert [{"a": 1, "b": 2, "c": 3, "d": 4}[letter] for letter in item.order] == [3, 1, 4, 2]
