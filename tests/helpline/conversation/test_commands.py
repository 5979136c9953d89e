import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.conversation.commands import Command, parse_choice, parse_command

anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("菜单", Command.MENU),
        ("菜單", Command.MENU),
        ("0", Command.MENU),
        ("０", Command.MENU),
        ("返回。", Command.BACK),
        (" 上一步 ", Command.BACK),
        ("更多！", Command.MORE),
        ("ＭＯＲＥ", Command.MORE),
        ("幫助", Command.HELP),
        ("转人工", Command.PERSON),
        ("轉人工", Command.PERSON),
        ("不 对", Command.WRONG),
        ("沒解決", Command.WRONG),
        ("都不是", Command.NONE_OF_THESE),
        ("您好！", Command.GREETING),
        ("好的，谢谢", Command.THANKS),
        ("ＴＤ", Command.UNSUBSCRIBE),
        ("t", Command.UNSUBSCRIBE),
        ("停止", Command.UNSUBSCRIBE),
        ("取消订阅", Command.UNSUBSCRIBE),
        ("N", Command.UNSUBSCRIBE),
        ("恢复。", Command.RESUME),
        ("訂閱", Command.RESUME),
        ("Stop.", Command.STOP),
        ("OPT-OUT", Command.STOP),
        ("ＵＮＳＴＯＰ", Command.START),
        ("解决办法？", Command.REMEDY),
        ("怎么解决", Command.REMEDY),
        ("我的通知", Command.NOTICES),
        ("查詢進度", Command.PROGRESS),
        ("为什么退件？？", Command.WHY),
    ],
)
def test_a_command_is_known_in_any_width_case_and_script(
    text: str, meant: Command
) -> None:
    assert parse_command(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        "请不要停止",
        "返回修改怎么弄",
        "人工费怎么算",
        "系统提示不对",
        "办理进度怎么查",
        "退件原因在哪看",
        "照片传不上去怎么解决",
        "恢复账号",
        "yes",
        "",
        "😀",
    ],
)
def test_a_command_is_the_whole_text_or_none(text: str) -> None:
    assert parse_command(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("２", 2),
        ("二", 2),
        ("两个", 2),
        ("②", 2),
        ("2️⃣", 2),
        ("（2）", 2),
        ("2。", 2),
        ("第二个", 2),
        ("第2种", 2),
        ("选2", 2),
        ("我选择第二个吧", 2),
        ("情形二", 2),
        ("按2，谢谢", 2),
        ("第二個", 2),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十五", 25),
        ("12", 12),
        ("00", 0),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: int) -> None:
    assert parse_choice(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "100",
        "2022年",
        "二级建造师",
        "1或2",
        "第",
        "一二",
        "十十",
        "13800138000",
        "1.6",
        "1、2",
        "0.5",
    ],
)
def test_what_is_no_single_choice_is_none(text: str) -> None:
    assert parse_choice(text) is None


@given(st.integers(1, 99))
def test_every_number_of_a_list_can_be_picked_by_its_digits(number: int) -> None:
    assert parse_choice(f"第{number}项") == number


@given(anything)
def test_any_text_is_at_most_one_of_a_command_and_a_choice(text: str) -> None:
    number = parse_choice(text)

    assert number is None or 0 <= number < 100
    assert number in {None, 0} or parse_command(text) is None
