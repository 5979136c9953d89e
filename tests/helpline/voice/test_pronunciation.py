import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.voice.pronunciation import SAY_LIMIT, split_speech, to_speech

written = st.text(
    "请咨询电话，。、；！？：\n “”（）0123456789-.@/abcIE室号", max_size=80
) | st.text(st.characters(exclude_categories=()), max_size=40)


@given(st.text("一二三，。、\n ；", max_size=300), st.integers(1, 60))
def test_chunks_join_back_and_none_exceeds_the_limit(text: str, limit: int) -> None:
    pieces = split_speech(text, limit)

    assert "".join(pieces) == text
    assert all(0 < len(it) <= limit for it in pieces)


def test_a_long_speech_is_cut_after_a_sentence() -> None:
    sentence = "请打开网页，登录账号。"

    pieces = split_speech(sentence * 60)

    assert all(it.endswith("。") and len(it) <= SAY_LIMIT for it in pieces)


def test_a_long_sentence_is_cut_after_a_comma() -> None:
    assert split_speech("请打开网页，登录账号", 8) == ("请打开网页，", "登录账号")


def test_a_speech_without_any_stop_is_cut_at_the_limit() -> None:
    assert split_speech("证" * 10, 4) == ("证证证证", "证证证证", "证证")


def test_nothing_to_say_is_no_chunk() -> None:
    assert split_speech("") == ()


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("拨打96500。", "拨打9 6 5 0 0。"),
        ("0371-63284897", "0 3 7 幺，6 3 2 8，4 8 9 7"),
        ("手机13800138000", "手机幺 3 8，0 0 幺 3，8 0 0 0"),
        ("QQ群868827146", "QQ群8 6 8，8 2 7，幺 4 6"),
        ("送513室", "送5 幺 3室"),
        ("装360软件", "装3 6 0软件"),
        ("7个工作日", "7个工作日"),
        ("装IE11", "装IE11"),
        ("罚款10000元", "罚款10000元"),
        ("第1.5版", "第1.5版"),
        ("860205117@qq.com", "8 6 0，2 0 5，幺 幺 7 艾特 q q 点 c o m"),
        ("www.a-b.cn", "w w w 点 a 杠 b 点 c n"),
        ("https://a_b.cn/c", "a 下划线 b 点 c n 斜杠 c"),
    ],
)
def test_what_a_listener_writes_down_is_spelt(text: str, heard: str) -> None:
    assert to_speech(text) == heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("“我的办件”", "我的办件"),
        ("七日（工作日）内", "七日，工作日，内"),
        ("变更—跨省转出", "变更，跨省转出"),
        ("一。\n二。", "一。二。"),
        ("一\n二", "一。二"),
        ("电话（总机）：", "电话，总机："),
        ("请稍等（谢谢）", "请稍等，谢谢"),
        ("你好。（谢谢）", "你好。谢谢"),
    ],
)
def test_marks_become_pauses_and_never_two_in_a_row(text: str, heard: str) -> None:
    assert to_speech(text) == heard


@given(written)
def test_no_digit_of_a_text_goes_unspoken(text: str) -> None:
    said = to_speech(text.replace("幺", "")).replace("幺", "1")

    digits = re.findall(r"[0-9]", re.sub(r"https?://", "", text))
    assert re.findall(r"[0-9]", said) == digits


@given(st.text("请咨询证书办件一二三IE，。：；\n“”（）", max_size=60))
def test_no_word_of_a_text_goes_unspoken(text: str) -> None:
    said = to_speech(text)

    assert re.findall(r"\w", said) == re.findall(r"\w", text)


@given(st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}", fullmatch=True))
def test_a_phone_number_is_heard_digit_by_digit(number: str) -> None:
    said = to_speech(f"电话：{number}。")

    assert re.search(r"\d\d", said) is None
    assert "".join(re.findall(r"\d", said.replace("幺", "1"))) == number.replace(
        "-", ""
    )


@given(written)
def test_a_quotation_mark_is_never_read_out(text: str) -> None:
    assert not set("“”‘’《》【】") & set(to_speech(text))
