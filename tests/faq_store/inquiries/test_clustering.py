from hypothesis import given
from hypothesis import strategies as st

from faq_store.inquiries.clustering import ClusterText, cluster_texts
from helpline.faq import Synonym
from helpline.matching.folding import Folding

PLAIN = Folding()


def groups(
    *texts: str, option: str = "1.1", folding: Folding = PLAIN
) -> list[list[str]]:
    heard = [ClusterText(at, text, option) for at, text in enumerate(texts)]
    return [[it.text for it in group] for group in cluster_texts(heard, folding)]


def test_marks_spaces_width_and_script_make_no_difference() -> None:
    found = groups("照片传不上去", "照片 传不上去！", "照片傳不上去", "？照片传不上去")

    assert len(found) == 1


def test_polite_words_and_words_that_say_the_same_make_no_difference() -> None:
    assert len(groups("请问照片怎么上传", "照片如何上传谢谢", "照片咋上传")) == 1


def test_an_editions_synonyms_make_no_difference() -> None:
    folding = Folding([Synonym("饭票", "饭卡")])

    assert len(groups("饭票坏了", "饭卡坏了", folding=folding)) == 1


def test_masked_numbers_make_no_difference() -> None:
    assert len(groups("138****8000查不到", "139****1234查不到")) == 1


def test_texts_that_share_most_of_their_letters_are_alike() -> None:
    found = groups("未获取到建造师信息", "几点开饭", "没获取到建造师信息是啥意思")

    assert found == [
        ["未获取到建造师信息", "没获取到建造师信息是啥意思"],
        ["几点开饭"],
    ]


def test_nearly_the_same_is_not_alike_where_another_question_was_offered() -> None:
    heard = [
        ClusterText(1, "饭卡刷不出来", "1.2"),
        ClusterText(2, "饭卡刷不出来了呢", "2.1"),
    ]

    assert len(cluster_texts(heard, PLAIN)) == 2


def test_the_same_is_alike_whatever_was_offered() -> None:
    heard = [
        ClusterText(1, "饭卡刷不出来", "1.2"),
        ClusterText(2, "饭卡刷不出来！", ""),
    ]

    assert cluster_texts(heard, PLAIN) == (tuple(heard),)


def test_a_text_joins_the_group_whose_first_text_is_nearest() -> None:
    short, long = "饭卡刷不出来", "饭卡刷不出来急着要吃午饭没有法子了"

    found = groups(short, long, "饭卡刷不出来急着要吃午饭")

    assert found == [[short], [long, "饭卡刷不出来急着要吃午饭"]]


def test_what_has_no_letters_is_alike_only_if_it_is_the_same() -> None:
    assert groups("？？", "123456", "？？") == [["？？", "？？"], ["123456"]]


def test_one_letter_is_a_text_too() -> None:
    assert groups("卡", "卡", "饭") == [["卡", "卡"], ["饭"]]


def test_nothing_makes_no_groups() -> None:
    assert cluster_texts([], PLAIN) == ()


@given(st.lists(st.text(alphabet="饭卡刷不出来坏了 ！", max_size=8), max_size=30))
def test_every_text_stands_in_exactly_one_group(texts: list[str]) -> None:
    heard = [ClusterText(at, it, "1.1") for at, it in enumerate(texts)]

    found = cluster_texts(heard, PLAIN)

    keys = [it.key for group in found for it in group]
    assert sorted(keys) == list(range(len(texts)))
