from collections.abc import Callable
from dataclasses import replace

import pytest

from helpline.faq import Case, Edition, Phrasing, Question, Section, Synonym
from helpline.matching import (
    Certain,
    Decision,
    Matcher,
    Nothing,
    adapt_matcher,
    dump_matcher,
    train_matcher,
)
from helpline.matching.calibration import NEVER
from helpline.matching.decision import SURE_ENOUGH
from helpline.matching.passages import list_passages
from helpline.matching.training import (
    FEWEST_STRANGERS,
    MOST_QUESTIONS,
    MOST_TRAINED,
    is_trainable,
)
from tests.crossing import crossed
from tests.helpline.canteen import EDITION, FAMILY
from tests.helpline.matching.editions import (
    EDITIONS,
    TAUGHT,
    TAUGHT_ONES,
    dishes,
    encoded,
    matcher,
)

ONE_MORE = Phrasing("刷卡没反应", Case("1.2"))
PARKING = Question("4.1", "可以停车吗？", "门口可以。")


def with_phrasings(edition: Edition, *more: Phrasing) -> Edition:
    return replace(edition, phrasings=(*edition.phrasings, *more))


def without(edition: Edition, text: str) -> Edition:
    left = tuple(it for it in edition.phrasings if it.text != text)
    return replace(edition, phrasings=left)


def with_parking(edition: Edition) -> Edition:
    sections = (*edition.sections, Section("4", "停车", (PARKING,)))
    heard = (
        Phrasing(item, Case("4.1")) for item in ("停车收费吗", "停车场在哪", "能停车吗")
    )
    return with_phrasings(replace(edition, sections=sections), *heard)


def without_family(edition: Edition) -> Edition:
    """Take away a question, and what was said of it."""
    return replace(
        edition,
        sections=tuple(it for it in edition.sections if FAMILY not in it.questions),
        phrasings=tuple(it for it in edition.phrasings if it.case != Case("2.1")),
    )


CHANGES: dict[str, Callable[[Edition], Edition]] = {
    "nothing changed": lambda it: it,
    "one more phrasing": lambda it: with_phrasings(it, ONE_MORE),
    "one less": lambda it: without(it, [p.text for p in it.phrasings if p.case][-1]),
    "one that means something else": lambda each: with_phrasings(
        without(each, each.phrasings[2].text), replace(each.phrasings[2], case=None)
    ),
    "one more question": with_parking,
    "one question less": without_family,
}


def gist(decision: Decision) -> tuple[str, str, bool]:
    """Reduce a decision to what the applicant gets."""
    both = isinstance(decision, Certain) and decision.both
    found = not isinstance(decision, Nothing) and decision.options
    meant = str(decision.options[0].case) if found else ""
    return type(decision).__name__, meant, both


def asked(*editions: Edition) -> list[str]:
    texts = [it.text for edition in editions for it in edition.phrasings]
    texts += [it.title for edition in editions for it in edition.questions]
    return [*texts, "没钱", "卡", "几点", "食堂几点开饭；家属可以来吗", "", "xyz"]


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_is_taught_where_it_has_heard_enough(name: str) -> None:
    assert (matcher(name).classifier is not None) == (name in TAUGHT_ONES)


def test_enough_are_eight_in_scope_phrasings_a_question_on_average() -> None:
    spoken = [it for it in TAUGHT.phrasings if it.case]
    strangers = [it for it in TAUGHT.phrasings if not it.case]

    enough, fewer = (
        train_matcher(replace(TAUGHT, phrasings=(*spoken[:item], *strangers)))
        for item in (32, 31)
    )

    assert enough.classifier is not None
    assert fewer.classifier is None


def test_too_many_passages_are_not_taught() -> None:
    listed = list(list_passages(TAUGHT))
    most = [*listed, *[listed[-1]] * (MOST_TRAINED - len(listed))]

    assert is_trainable(TAUGHT, most)
    assert not is_trainable(TAUGHT, [*most, listed[-1]])


def test_too_many_questions_are_not_taught() -> None:
    titles = (f"第{it}窗口" for it in range(MOST_QUESTIONS + 1))
    questions = tuple(Question(f"1.{at}", it, "") for at, it in enumerate(titles))
    heard = (Phrasing("窗口", Case("1.1")),) * 8 * len(questions)
    heard += (Phrasing("下雨", None),) * FEWEST_STRANGERS
    edition = Edition(1, "", (Section("1", "", questions),), heard)
    fewer = replace(edition, sections=(Section("1", "", questions[1:]),))

    assert train_matcher(edition).classifier is None
    assert train_matcher(replace(fewer, phrasings=heard[8:])).classifier is not None


def test_a_model_is_not_taught_without_strangers_to_tell_from() -> None:
    spoken = tuple(it for it in TAUGHT.phrasings if it.case)

    assert train_matcher(replace(TAUGHT, phrasings=spoken)).classifier is None


def test_an_edition_gives_the_same_matcher_every_time() -> None:
    assert dump_matcher(train_matcher(TAUGHT)) == dump_matcher(matcher("taught"))


def test_every_question_with_situations_has_a_model_of_them() -> None:
    assert set(matcher().situations) == {"1.2"}
    assert matcher().situations["1.2"].classes == ("1", "2", "")
    assert matcher("no questions").situations == {}


def test_the_words_of_a_trade_are_those_of_its_own_sentences() -> None:
    titles = ("办跨省转出吧？", "跨省转出要钱吗？", "什么是跨省转出？")
    questions = tuple(Question(f"1.{at}", it, "") for at, it in enumerate(titles, 1))
    said = (Phrasing("要区内转入", None), Phrasing("区内转入了", None))
    edition = Edition(1, "", (Section("1", "", questions),), said * 2)

    assert train_matcher(edition).language.words == ("跨省转出",)


# --- Certainty where candidates are reranked --------------------------------


def test_where_little_was_said_a_probability_is_taken_at_its_word() -> None:
    assert matcher().certain == SURE_ENOUGH
    assert train_matcher(dishes("{}多少钱", "来份{}")).certain == SURE_ENOUGH


def test_where_enough_was_said_certainty_is_learnt_from_what_was_left_out() -> None:
    edition = dishes("{}多少钱", "我要一份{}", "{}卖完了吗")

    found = train_matcher(edition)

    assert found.classifier is None
    assert 0 < found.certain < NEVER
    assert found.certain != SURE_ENOUGH
    wrong = [
        phrasing
        for phrasing in edition.phrasings
        if isinstance(decision := found.match(phrasing.text), Certain)
        and decision.options[0].case != phrasing.case
    ]
    assert wrong == []


def test_texts_that_are_told_apart_by_nothing_make_nothing_certain() -> None:
    found = train_matcher(dishes("多少钱", "我要一份", "卖完了吗"))

    assert found.certain > SURE_ENOUGH
    assert not isinstance(found.match("多少钱"), Certain)


def test_strangers_that_look_like_no_question_do_not_make_all_certain() -> None:
    strangers = (Phrasing(f"xyz{it:03}", None) for it in range(60))
    untold = replace(EDITION, phrasings=tuple(strangers))

    found = train_matcher(untold)

    assert found.certain > 0.5
    assert not isinstance(found.match("没有饭"), Certain)


# --- Drafts -----------------------------------------------------------------


def before_and_draft(name: str, change: str, seen: str) -> tuple[Matcher, Edition]:
    before = encoded(name) if seen == "encoded" else matcher(name)
    return before, CHANGES[change](EDITIONS[name])


@pytest.mark.parametrize(
    ("change", "name", "seen"),
    crossed(
        ["one more phrasing", "one less", "nothing changed"],
        ["taught", "whole"],
        ["plain", "encoded"],
    ),
)
def test_a_draft_decides_as_if_it_had_been_built(
    change: str, name: str, seen: str
) -> None:
    before, draft = before_and_draft(name, change, seen)

    after, built = adapt_matcher(before, draft), train_matcher(draft, before.encoder)

    texts = asked(EDITIONS[name], draft)
    assert [gist(after.match(it)) for it in texts] == [
        gist(built.match(text)) for text in texts
    ]


@pytest.mark.parametrize(
    ("change", "name", "seen"),
    crossed(CHANGES, ["taught", "whole"], ["plain", "encoded"]),
)
def test_a_draft_thinks_likeliest_what_would_be_certain_had_it_been_built(
    change: str, name: str, seen: str
) -> None:
    before, draft = before_and_draft(name, change, seen)

    after, built = adapt_matcher(before, draft), train_matcher(draft, before.encoder)

    for text in asked(EDITIONS[name], draft):
        if isinstance(decision := built.match(text), Certain):
            assert after.match(text).options[0].case == decision.options[0].case
    assert after.questions == built.questions
    assert list(after.corpus.meanings()) == list(built.corpus.meanings())
    assert after.index.passages == built.index.passages


def test_a_draft_of_an_index_gives_the_very_same_decisions() -> None:
    draft = with_phrasings(EDITION, ONE_MORE)

    after, built = adapt_matcher(matcher(), draft), train_matcher(draft)

    texts = asked(draft)
    assert [after.match(it) for it in texts] == [built.match(it) for it in texts]


def test_a_phrasing_that_was_removed_is_forgotten() -> None:
    after = adapt_matcher(matcher("taught"), without(TAUGHT, "家属能进食堂吗"))

    assert "家属能进食堂吗" not in list(after.corpus.texts)


def test_a_draft_with_other_synonyms_is_built_anew() -> None:
    draft = replace(TAUGHT, synonyms=(Synonym("伙食", "饭"),))

    after = adapt_matcher(matcher("taught"), draft)

    assert dump_matcher(after) == dump_matcher(train_matcher(draft))
    assert after.match("几点开伙食").options[0].case == Case("1.1")


@pytest.mark.parametrize("name", ["whole", "taught"])
@pytest.mark.parametrize("draft", EDITIONS)
def test_any_draft_can_follow_any_edition(name: str, draft: str) -> None:
    after = adapt_matcher(matcher(name), EDITIONS[draft])

    for text in ("几点开饭", "饭卡挂失了", "今天会下雨吗", "", "xyz"):
        decision = after.match(text)
        known = {it.key for it in EDITIONS[draft].questions}
        assert {it.case.question for it in decision.options} <= known


def test_a_draft_of_nothing_can_grow_into_an_edition() -> None:
    nothing: Matcher = matcher("no questions")

    after = adapt_matcher(nothing, EDITION)

    assert [gist(after.match(it)) for it in asked(EDITION)] == [
        gist(matcher().match(item)) for item in asked(EDITION)
    ]
