"""Navigation: the menus of the console, and which entry is current."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for

from console.auth import able
from console.permissions import PAGES
from staff.roles import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu; `about` says what it is for."""

    title: str
    endpoint: str
    about: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together; its title leads to the first of them."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this person sees it here; `current` is what aria-current says."""

    title: str
    address: str
    about: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A group as this person sees it here: a link of its own, and its pages."""

    link: Link
    links: tuple[Link, ...]


GROUPS = (
    Group(
        "总览",
        (Entry("总览", "console.dashboard", "每天多少短信、电话、通知，答得怎样"),),
    ),
    Group(
        "解答",
        (
            Entry("问题解答", "console.faq", "看、改、增加、停用问题，边写边看效果"),
            Entry("提示语", "console.prompts", "问候、没有找到、告别、客服电话"),
            Entry("审核与发布", "console.review", "草稿改了什么，提交、批准、退回"),
            Entry("版本历史", "console.history", "发布过的版本，比较、回滚"),
            Entry("测试台", "console.bench_texts", "试一条短信、一通电话、一个文件"),
        ),
    ),
    Group(
        "提问",
        (
            Entry("待处理提问", "console.inquiries", "系统答不准的话，说明它在问什么"),
            Entry("对话", "console.conversations", "有人发短信问了什么，怎么答的"),
            Entry("来电", "console.calls", "打电话的人按过哪些键，听到了什么"),
        ),
    ),
    Group(
        "通知",
        (Entry("通知", "console.notices", "查找、发送、批次、退订、模板、原因代码"),),
    ),
    Group(
        "管理",
        (
            Entry("公告", "console.announcements", "在每条答复和来电问候之前说一句话"),
            Entry("操作记录", "console.audit", "谁在什么时候改了什么"),
            Entry("人员", "console.people", "增加、邀请、停用"),
        ),
    ),
)
"""In the order of the menu."""


def menus() -> tuple[Menu, ...]:
    """List what whoever is at work may open, and say which of it is open now."""
    return tuple(_menus())


def _menus() -> Iterator[Menu]:
    here = _here()
    for group in GROUPS:
        links = tuple(_link(it, here) for it in group.entries if _open(it))
        if not links:
            continue
        current = next((it.current for it in links if it.current), "")
        if len(links) > 1 and current:
            current = "true"
        yield Menu(Link(group.title, links[0].address, "", current), links)


def _open(entry: Entry) -> bool:
    needed = PAGES[entry.endpoint]
    return not isinstance(needed, Right) or able(needed)


def _link(entry: Entry, here: str) -> Link:
    address = url_for(entry.endpoint)
    current = ""
    if address == here:
        current = "page" if request.endpoint == entry.endpoint else "true"
    return Link(entry.title, address, entry.about, current)


def _here() -> str:
    """Find the entry whose address begins this page's; the longest one, "" for none."""
    path = request.script_root + request.path
    addresses = (url_for(it.endpoint) for group in GROUPS for it in group.entries)
    found = (it for it in addresses if path == it or path.startswith(f"{it}/"))
    return max(found, key=len, default="")
