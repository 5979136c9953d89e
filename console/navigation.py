"""Navigation: the menus of the console, and which entry is current."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for

from console.auth import has_right
from console.permissions import PAGES
from staff.roles import Right


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page of the menu; `about` says what it is for."""

    title: str
    endpoint: str
    about: str


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Pages that belong together; its title leads to the first of them."""

    title: str
    entries: tuple[NavEntry, ...]


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as this person sees it here; `current` is what aria-current says."""

    title: str
    address: str
    about: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class NavMenu:
    """A group as this person sees it here: a link of its own, and its pages."""

    link: NavLink
    links: tuple[NavLink, ...]


NAV_GROUPS = (
    NavGroup(
        "总览",
        (NavEntry("总览", "console.dashboard", "每天多少短信、电话、通知，答得怎样"),),
    ),
    NavGroup(
        "解答",
        (
            NavEntry("问题解答", "console.faq", "看、改、增加、停用问题，边写边看效果"),
            NavEntry("提示语", "console.prompts", "问候、没有找到、告别、客服电话"),
            NavEntry("审核与发布", "console.review", "草稿改了什么，提交、批准、退回"),
            NavEntry("版本历史", "console.history", "发布过的版本，比较、回滚"),
            NavEntry("测试台", "console.bench_texts", "试一条短信、一通电话、一个文件"),
        ),
    ),
    NavGroup(
        "提问",
        (
            NavEntry(
                "待处理提问", "console.inquiries", "系统答不准的话，说明它在问什么"
            ),
            NavEntry("对话", "console.conversations", "有人发短信问了什么，怎么答的"),
            NavEntry("来电", "console.calls", "打电话的人按过哪些键，听到了什么"),
        ),
    ),
    NavGroup(
        "通知",
        (
            NavEntry(
                "通知", "console.notices", "查找、发送、批次、退订、模板、原因代码"
            ),
        ),
    ),
    NavGroup(
        "管理",
        (
            NavEntry(
                "公告", "console.announcements", "在每条答复和来电问候之前说一句话"
            ),
            NavEntry("操作记录", "console.audit", "谁在什么时候改了什么"),
            NavEntry("人员", "console.people", "增加、邀请、停用"),
        ),
    ),
)
"""In the order of the menu."""


def nav_menus() -> tuple[NavMenu, ...]:
    """List what whoever is at work may open, and say which of it is open now."""
    return tuple(_visible_menus())


def _visible_menus() -> Iterator[NavMenu]:
    here = _current_endpoint()
    for group in NAV_GROUPS:
        links = tuple(_nav_link(it, here) for it in group.entries if _may_open(it))
        if not links:
            continue
        current = next((it.current for it in links if it.current), "")
        if len(links) > 1 and current:
            current = "true"
        yield NavMenu(NavLink(group.title, links[0].address, "", current), links)


def _may_open(entry: NavEntry) -> bool:
    needed = PAGES[entry.endpoint]
    return not isinstance(needed, Right) or has_right(needed)


def _nav_link(entry: NavEntry, here: str) -> NavLink:
    address = url_for(entry.endpoint)
    current = ""
    if address == here:
        current = "page" if request.endpoint == entry.endpoint else "true"
    return NavLink(entry.title, address, entry.about, current)


def _current_endpoint() -> str:
    """Find the entry whose address begins this page's; the longest one, "" for none."""
    path = request.script_root + request.path
    addresses = (url_for(it.endpoint) for group in NAV_GROUPS for it in group.entries)
    found = (it for it in addresses if path == it or path.startswith(f"{it}/"))
    return max(found, key=len, default="")
