from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.content import drafts
from faq_store.document_import import replace as document_import_replace
from faq_store.errors import UnpublishedChangesError
from faq_store.file_formats import text_format
from faq_store.publishing.seed import load_seed
from helpline.faq import Case, Phrasing
from helpline.wording import Prompts
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import bring_in, drafted, paper_of

Change = Callable[[str], str]


def test_a_first_import_keeps_the_printed_numbers(
    engine: Engine, now: datetime
) -> None:
    report = bring_in(engine, examples.PAPER, now)

    bare = replace(examples.SMALL, phrasings=(), synonyms=(), prompts=Prompts())
    assert drafted(engine) == bare
    assert report.lines() == ("3个阶段，4个问题，2种情形，0条问法",)


def test_a_first_import_of_the_packaged_faq_takes_its_phrasings(
    engine: Engine, now: datetime
) -> None:
    packaged = load_seed()

    bring_in(
        engine, text_format.format_faq_text(packaged.title, packaged.sections), now
    )

    assert drafted(engine) == packaged


def test_phrasings_of_the_packaged_faq_follow_its_questions_to_their_new_numbers(
    engine: Engine, now: datetime
) -> None:
    packaged = load_seed()
    section = packaged.sections[0]
    turned = replace(section, questions=section.questions[:1:-1])

    bring_in(engine, text_format.format_faq_text(packaged.title, [turned]), now)

    draft = drafted(engine)
    assert draft is not None
    title_of = {it.key: it.title for it in draft.questions}
    packaged_title_of = {it.key: it.title for it in packaged.questions}
    titles = {
        (phrasing.text, phrasing.case and title_of[phrasing.case.question])
        for phrasing in draft.phrasings
    }
    assert titles == {
        (item.text, item.case and packaged_title_of[item.case.question])
        for item in packaged.phrasings
        if item.case is None
        or packaged_title_of[item.case.question] in title_of.values()
    }


def test_importing_the_same_document_again_changes_nothing(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    report = bring_in(engine, examples.PAPER, now)

    assert drafted(engine) == examples.SMALL
    assert report.lines()[1:] == ("与原有内容相同",)
    with reading(engine) as session:
        assert not drafts.is_draft_changed(session)


CHANGES: dict[str, tuple[Change, tuple[str, ...]]] = {
    "a new question in front": (
        lambda it: it.replace("1.几点开饭", "1.在哪开饭？\n答：二楼。\n2.几点开饭"),
        ("新增问题1.3“在哪开饭？”",),
    ),
    "a new situation in front": (
        lambda it: it.replace("情形1：", "情形1：饭卡断了。\n建议：补办。\n情形2："),
        ("新增情形1.2#3“饭卡断了。”",),
    ),
    "a new section": (
        lambda it: it.replace("二、其他", "二、住宿\n1.有床吗？\n答：有。\n三、其他"),
        ("新增阶段4“住宿”", "新增问题4.1“有床吗？”"),
    ),
    "another answer": (
        lambda it: it.replace("十二点", "十三点"),
        ("问题1.1“几点开饭？”的内容有改动",),
    ),
    "another suggestion": (
        lambda it: it.replace("去充值", "找班长"),
        ("情形1.2#1“饭卡没有余额。”的内容有改动",),
    ),
    "another title": (
        lambda it: it.replace("饭卡刷不出来怎么办", "饭卡刷不出来该怎么办"),
        ("问题1.2“饭卡刷不出来怎么办？”改为“饭卡刷不出来该怎么办？”",),
    ),
    "another condition": (
        lambda it: it.replace("饭卡没有余额", "饭卡里没有余额"),
        ("情形1.2#1“饭卡没有余额。”改为“饭卡里没有余额。”",),
    ),
    "another section title": (
        lambda it: it.replace("一、用餐", "一、用餐 "),
        ("与原有内容相同",),
    ),
    "a question fewer": (
        lambda it: it.replace("1.可以带家属吗？\n答：可以。", "1.有酒吗？\n答：没有。"),
        ("新增问题2.2“有酒吗？”", "删除问题2.1“可以带家属吗？”"),
    ),
    "another order": (
        lambda each: each.replace("1.几点开饭？\n答：十二点。\n", "").replace(
            "二、其他", "3.几点开饭？\n答：十二点。\n二、其他"
        ),
        ("顺序或所属阶段有改动",),
    ),
    "another heading": (
        lambda it: it.replace("食堂问答", "食堂释疑"),
        ("总标题有改动",),
    ),
}


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES.keys())
def test_an_import_says_what_changed_and_keeps_every_other_key(
    engine: Engine, now: datetime, change: Change, said: tuple[str, ...]
) -> None:
    examples.publish(engine, examples.SMALL, now)

    report = bring_in(engine, change(examples.PAPER), now)

    lines = report.differences.lines() or ("与原有内容相同",)
    assert lines == said
    assert set(lines) < set(report.lines())
    assert report.draft == drafted(engine)
    assert report.draft.phrasings == examples.SMALL.phrasings
    assert report.draft.synonyms == examples.SMALL.synonyms
    assert report.draft.prompts == examples.SMALL.prompts


def test_phrasings_whose_case_is_gone_are_reported(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    paper = examples.PAPER.replace("几点开饭", "在哪儿").replace(
        "没有余额", "被人捡到了"
    )

    report = bring_in(engine, paper, now)

    assert report.lost_phrasings == (
        Phrasing("什么时候吃饭", Case("1.1")),
        Phrasing("卡里没钱", Case("1.2", 1)),
    )
    assert report.draft.phrasings == (
        Phrasing("今天下雨吗", None),
        Phrasing("卡坏了", Case("1.2")),
    )
    assert "问法1条所指的 1.2#1 已不存在，未保留" in report.lines()


def test_synonyms_stay_though_the_document_no_longer_says_their_words(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)

    report = bring_in(engine, paper_of("几点开饭？"), now)

    assert report.draft.synonyms == examples.SMALL.synonyms
    assert "同义词" not in "".join(report.lines())
    assert drafted(engine) == report.draft


def test_lines_that_were_left_out_are_reported(engine: Engine, now: datetime) -> None:
    report = bring_in(engine, f"{examples.PAPER}[image: image1.png]\n", now)

    assert any("image1.png" in line for line in report.lines())


def test_a_changed_draft_is_not_overwritten(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, replace(examples.SMALL, title="改过的"), now)
    with reading(engine) as session:
        before = examples.everything(session)

    with pytest.raises(UnpublishedChangesError, match="--replace") as refusal:
        bring_in(engine, examples.PAPER, now)

    assert refusal.value.lost == ("总标题有改动",)
    with reading(engine) as session:
        assert examples.everything(session) == before


def test_a_refusal_caught_inside_the_transaction_has_changed_nothing(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, replace(examples.SMALL, title="改过的"), now)
    with reading(engine) as session:
        before = examples.everything(session)

    read = text_format.parse_faq_text(paper_of("全新的"))

    with writing(engine) as session, pytest.raises(UnpublishedChangesError):
        document_import_replace.import_document(session, read, now=now, replace=False)

    with reading(engine) as session:
        assert examples.everything(session) == before


def test_a_draft_never_published_is_not_overwritten(
    engine: Engine, now: datetime
) -> None:
    bring_in(engine, examples.PAPER, now)

    with pytest.raises(UnpublishedChangesError) as refusal:
        bring_in(engine, paper_of("几点开饭？"), now)

    assert refusal.value.lost == ("从未发布的草稿：3个阶段，4个问题，2种情形，0条问法",)


def test_a_changed_draft_is_overwritten_when_asked(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, replace(examples.SMALL, title="改过的"), now)

    bring_in(engine, examples.PAPER, now, replace=True)

    assert drafted(engine) == examples.SMALL


def test_importing_what_the_draft_says_already_needs_no_permission(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    paper = examples.PAPER.replace("1.几点", "1.在哪开饭？\n答：二楼。\n2.几点")
    first = bring_in(engine, paper, now).draft

    again = bring_in(engine, paper, now).draft

    assert again == first == drafted(engine)


def test_an_unchanged_draft_may_be_overwritten(engine: Engine, now: datetime) -> None:
    examples.publish(engine, examples.SMALL, now)
    examples.draft(engine, examples.SMALL, now)

    bring_in(engine, paper_of("几点开饭？"), now)

    assert drafted(engine) != examples.SMALL
