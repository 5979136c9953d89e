from dataclasses import replace

from faq_store.document_import.import_summary import summarise_import
from helpline.faq import Phrasing, Synonym
from helpline.wording import Prompts
from tests.faq_store.examples import SMALL


def test_a_state_does_not_differ_from_itself() -> None:
    assert summarise_import(SMALL, replace(SMALL, number=3)).lines() == ()


def test_phrasings_are_counted() -> None:
    other = replace(SMALL, phrasings=(*SMALL.phrasings[2:], Phrasing("天冷吗", None)))

    assert summarise_import(SMALL, other).lines() == ("新增问法1条", "删除问法2条")


def test_synonyms_are_counted_and_another_meaning_is_two_changes() -> None:
    kept, other = SMALL.synonyms
    fewer = replace(SMALL, synonyms=(kept,))
    changed = replace(SMALL, synonyms=(kept, Synonym(other.said, "食堂")))

    assert summarise_import(SMALL, fewer).lines() == ("同义词有1处改动",)
    assert summarise_import(fewer, SMALL).lines() == ("同义词有1处改动",)
    assert summarise_import(SMALL, changed).lines() == ("同义词有2处改动",)


def test_prompts_are_named() -> None:
    other = replace(SMALL, prompts=Prompts(greeting="食堂欢迎您。"))

    assert summarise_import(SMALL, other).lines() == ("提示语有改动：hotline_dialled",)


def test_a_long_title_is_shown_in_part() -> None:
    section = replace(SMALL.sections[0], title="用餐" * 40)
    other = replace(SMALL, sections=(section, *SMALL.sections[1:]))

    (line,) = summarise_import(SMALL, other).lines()

    assert line == f"阶段1“用餐”改为“{'用餐' * 15}…”"
