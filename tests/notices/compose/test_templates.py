"""Templates have versions, and what is put into them is data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline import wording
from notices.compose import templates
from notices.compose.templates import BadTemplateError, Template, tidy_value
from tests.helpline.texts import anything
from tests.notices.fakes import Post


def test_the_packaged_templates_are_in_use_until_there_is_a_newer_version(
    post: Post,
) -> None:
    with post.writing() as session:
        made = templates.add_template(
            session, "退件", "{application}退件：{reason}", "wang", post.now
        )

    in_use = post.read(templates.templates_in_use)
    assert made == in_use["退件"] == Template("退件", 1, "{application}退件：{reason}")
    assert in_use["受理"] == Template("受理", 0, wording.NOTICES["受理"])


def test_the_newest_version_is_in_use_and_every_other_is_kept(post: Post) -> None:
    with post.writing() as session:
        for body in ("第一版", "第二版", "第三版"):
            templates.add_template(session, "面谈", body, "wang", post.now)

    kept = post.read(lambda it: templates.template_versions(it, "面谈"))
    assert post.read(templates.templates_in_use)["面谈"].body == "第三版"
    assert [(it.version, it.body, it.by, it.at) for it in kept] == [
        (3, "第三版", "wang", post.now),
        (2, "第二版", "wang", post.now),
        (1, "第一版", "wang", post.now),
    ]


def test_a_body_is_brought_onto_one_line(post: Post) -> None:
    with post.writing() as session:
        made = templates.add_template(
            session, "面谈", " 请于 \n 周一\t到场\u0000 ", "wang", post.now
        )

    assert made.body == "请于 周一 到场"


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("", "有内容", "模板名"),
        ("a" * 33, "有内容", "模板名"),
        ("有 空格", "有内容", "模板名"),
        ("a/b", "有内容", "模板名"),
        ("面谈", " \n", "没有内容"),
        ("面谈", "字" * 501, "最多500"),
        ("面谈", "【签名】内容", "签名"),
        ("面谈", "【", "签名"),
        ("面谈", "在{时间", "变量"),
        ("面谈", "在时间}", "变量"),
        ("面谈", "在{}到", "变量"),
        ("面谈", "在{a b}到", "变量"),
        ("面谈", "在{1}到", "变量"),
        ("面谈", "在{{时间}}到", "变量"),
        ("面谈", "{" + "a" * 33 + "}", "变量"),
    ],
)
def test_what_cannot_be_a_template_is_refused_in_a_sentence(
    post: Post, name: str, body: str, sentence: str
) -> None:
    with (
        pytest.raises(BadTemplateError, match=sentence),
        post.writing() as session,
    ):
        templates.add_template(session, name, body, "wang", post.now)


def test_variables_are_named_once_in_the_order_of_the_text() -> None:
    template = Template("x", 1, "{时间}在{place_2}，{时间}。")

    assert template.variables == ("时间", "place_2")
    assert template.missing({"时间": "周一", "place_2": " "}) == ("place_2",)
    assert template.fill({"时间": "周一", "place_2": "二楼"}) == "周一在二楼，周一。"


@given(st.dictionaries(st.sampled_from(["a", "b"]), anything()))
def test_values_never_become_variables_lines_or_signatures(
    values: dict[str, str],
) -> None:
    template = Template("x", 1, "一{a}二{b}三")
    if template.missing(values):
        return

    filled = template.fill(values)

    assert filled == f"一{tidy_value(values['a'])}二{tidy_value(values['b'])}三"
    assert not set("【】\n\r\t") & set(filled)


@given(anything())
def test_tidying_twice_changes_nothing_more(value: str) -> None:
    assert tidy_value(tidy_value(value)) == tidy_value(value)


def test_a_template_is_checked_without_being_put_into_use() -> None:
    assert templates.parse_template("退件", " 退件：\n{reason} ") == Template(
        "退件", 0, "退件： {reason}"
    )
    with pytest.raises(BadTemplateError):
        templates.parse_template("退件", "{")


def test_only_events_have_packaged_sentences() -> None:
    assert templates.packaged_body("退件") == wording.NOTICES["退件"]
    assert templates.packaged_body("面谈") == ""
