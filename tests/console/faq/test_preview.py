"""The preview beside the form: texts, call, remarks; and the phrasings of a question."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from console.faq.preview import SpokenStep, preview_question
from console.playground import call_player
from faq_store.editing.question_context import QuestionPosition
from helpline.faq import Question, Situation
from staff.roles import Role
from tests.console.faqs import audited, filled, opened, page
from tests.console.visitors import LoggedIn, Visitor
from tests.faq_store.examples import SMALL

CARD = "1.2"
PREVIEW = "/console/faq/preview"


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def previewed(visitor: Visitor, question: Question, section: str = "1") -> str:
    fields = filled(question, key=question.key, section=section)
    return visitor.post(PREVIEW, fields).text


def test_the_call_reads_as_it_is_played_key_by_key(store: Engine) -> None:
    card = opened(store, CARD)

    heard = preview_question(card, "用餐", 5, QuestionPosition(1, 3, 2, 2)).call

    assert [it.keys for it in heard] == ["12", "121", "122"]
    for sentence in heard:
        assert (
            tuple(call_player.play_call(SMALL, sentence.keys))[-1].sentences
            == sentence.sentences
        )


def test_the_only_question_of_a_section_needs_no_key_of_its_own(store: Engine) -> None:
    family = opened(store, "2.1")

    (heard,) = preview_question(family, "其他", 5, QuestionPosition(2, 3, 1, 1)).call

    assert heard.keys == "2"
    assert tuple(call_player.play_call(SMALL, "2"))[-1].sentences == heard.sentences


def test_long_lists_are_paged_by_nine(store: Engine) -> None:
    many = tuple(Situation(it, f"情况{it}", f"做法{it}") for it in range(1, 11))
    card = replace(opened(store, CARD), situations=many)

    heard = preview_question(card, "用餐", 5, QuestionPosition(10, 12, 9, 9)).call

    assert [it.keys for it in heard[:4]] == ["929", "9299", "9291", "9292"]
    assert heard[-1].keys == "92992"
    assert "做法10" in "".join(heard[-1].sentences)


def test_without_a_place_no_keys_lead_there(store: Engine) -> None:
    assert preview_question(opened(store, "1.1"), "用餐", 5, None).call[0].keys == ""


def test_seconds_are_counted_by_the_letters_that_are_said() -> None:
    assert SpokenStep("1", ("一二三四五 六七八九", "。")).seconds == 3


def test_the_preview_follows_what_is_typed_and_saves_nothing(
    editor: Visitor, store: Engine
) -> None:
    card = opened(store, CARD)
    written = replace(card.situations[0], suggestion="去三楼充值。")

    text = previewed(editor, replace(card, situations=(written,)))

    assert "情形：饭卡没有余额。 建议：去三楼充值。" in text
    assert "计费1段" in text
    assert "接通后按 1 2 1 ，听到" in text
    assert "只有一种情形" in text
    assert opened(store, CARD) == card


def test_a_long_answer_is_previewed_in_its_pages(
    editor: Visitor, store: Engine
) -> None:
    long = replace(opened(store, "1.1"), answer="十二点开饭。" * 60)

    text = previewed(editor, long)

    assert "共2条，6段" in text
    assert "回复 更多 ，收到" in text
    assert "计费5段" in text
    assert "这条答复太长" in text


def test_remarks_stand_beside_their_fields(editor: Visitor, store: Engine) -> None:
    card = opened(store, CARD)
    blank = Situation(0, "饭卡没有余额", "")
    written = replace(
        card,
        title="几点开饭",
        answer="见1.9，或www.hngcjs.cn。",
        situations=(*card.situations, blank),
    )

    html = editor.post(PREVIEW, filled(written, key=CARD, section="1")).html

    beside = dict(
        part.split('">', 1) for part in html.split('<div data-into="remarks-')[1:]
    )
    assert "和“1.1 几点开饭？”的标题一样" in beside["title"]
    assert "“见1.9”指的问题不在问题释疑里" in beside["answer"]
    assert "是网址" in beside["answer"]
    assert "和情形1一样" in beside["condition-2"]
    assert "请写上建议" in beside["suggestion-2"]
    assert "remark fault" in beside["suggestion-2"]


def test_of_what_is_too_long_the_beginning_is_previewed(
    editor: Visitor, store: Engine
) -> None:
    long = replace(opened(store, "1.1"), answer="开饭。" * 1001)

    text = previewed(editor, long)

    assert "答复最多3000个字，现在有3003个" in text
    assert "收到（共" in text


def test_titles_are_known_again_after_a_change(editor: Visitor, store: Engine) -> None:
    hours = opened(store, "1.1")
    before = previewed(editor, replace(opened(store, CARD), title="何时开饭"))
    editor.post(page("1.1"), filled(replace(hours, title="何时开饭？"), hours))

    after = previewed(editor, replace(opened(store, CARD), title="何时开饭"))

    assert "标题一样" not in before
    assert "和“1.1 何时开饭？”的标题一样" in after


def test_an_empty_form_has_an_empty_preview(editor: Visitor) -> None:
    text = previewed(editor, Question("", "", ""))

    assert "写上标题和答复" in text
    assert "计费" not in text


def test_without_a_section_there_is_nothing_to_preview(editor: Visitor) -> None:
    fields = filled(Question("", "问", "答"), section="9")

    assert editor.post(PREVIEW, fields).status == 404


def test_an_announcement_that_stands_is_told_for_it_costs_too(
    editor: Visitor, store: Engine
) -> None:
    day = {"begins": "2026-03-02T09:00", "ends": "2026-03-02T19:00"}
    editor.post("/console/announcements", {"text": "停电", **day})

    text = previewed(editor, opened(store, "1.1"))

    assert "现在有公告" in text


def test_a_phrasing_is_taught_to_a_situation_and_taken_away(
    editor: Visitor, store: Engine
) -> None:
    path = f"{page(CARD)}/phrasings"

    added = editor.post(path, {"phrasing": "刷卡机说余额不足", "of": "1.2#1"})
    there = editor.get(page(CARD)).text.split("问的是整个问题 卡坏了")[1]
    editor.post(f"{path}/remove", {"phrasing": "刷卡机说余额不足"})

    assert added.location.endswith("#phrasings")
    assert "情形1：饭卡没有余额。 卡里没钱 去掉 “卡里没钱” 刷卡机说余额不足" in there
    assert "刷卡机说余额不足" not in editor.get(path).text.split("问法：")[1]
    assert audited(store) == [
        ("editor", "add-phrasing", "question:1.2"),
        ("editor", "remove-phrasing", "question:1.2"),
    ]


def test_a_phrasing_of_another_question_moves_and_that_is_told(
    editor: Visitor,
) -> None:
    answer = editor.post(
        f"{page(CARD)}/phrasings", {"phrasing": "什么时候吃饭"}, follow=True
    )

    assert "它原来归“1.1”，现在归到这里" in answer.text


@pytest.mark.parametrize(
    ("phrasing", "of", "sentence"),
    [
        ("卡坏了", "1.2", "已经是它的问法"),
        ("卡呢", "1.1", "不是这个问题的情形"),
        ("卡呢", "1.2#9", "没有 1.2#9"),
        ("卡呢", "#", "不是问题或情形的编号"),
        (" ", "1.2", "问法是空的"),
    ],
)
def test_what_cannot_be_taught_is_told_and_stays_typed(
    editor: Visitor, store: Engine, phrasing: str, of: str, sentence: str
) -> None:
    answer = editor.post(f"{page(CARD)}/phrasings", {"phrasing": phrasing, "of": of})

    assert answer.status == 400
    assert sentence in answer.text
    assert f'name="phrasing" value="{phrasing}"' in answer.html
    assert audited(store) == []


@pytest.mark.parametrize("phrasing", ["什么时候吃饭", "从没有人说过"])
def test_a_question_forgets_only_its_own_phrasings(
    editor: Visitor, store: Engine, phrasing: str
) -> None:
    answer = editor.post(
        f"{page(CARD)}/phrasings/remove", {"phrasing": phrasing}, follow=True
    )

    assert "没有去掉" in answer.text
    assert audited(store) == []


def test_many_phrasings_go_on_on_a_page_of_theirs(editor: Visitor) -> None:
    path = f"{page('2.1')}/phrasings"
    for number in range(10):
        editor.post(path, {"phrasing": f"带家里人来行不行{number}"})

    first = editor.get(page("2.1"))
    address = first.html.split('mt-2" href="')[1].split('"')[0]
    rest = editor.get(address.replace("&amp;", "&"))

    assert "行不行4" in first.text
    assert "行不行5" not in first.text
    assert "行不行4" not in rest.text
    assert "行不行9" in rest.text


def test_the_phrasings_of_a_question_that_is_gone_are_no_page(editor: Visitor) -> None:
    assert editor.get(f"{page('9.9')}/phrasings").status == 404
