"""The context of the console: what its views work with (engine, clock, edition, settings)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Engine
from werkzeug.local import LocalProxy

from faq_store.content.edition_cache import EditionCache
from faq_store.content.matcher_store import MatcherFiles
from helpline.conversation.settings import ConversationRules
from notices.compose.enqueue import ComposeContext
from notices.gateways.base import CodeExplanation

_T = TypeVar("_T")


class Memory:
    """What pages have in memory from one request to the next: one thing of each kind."""

    def __init__(self) -> None:
        self._held = dict[Callable[[], Any], Any]()

    def of(self, make: Callable[[], _T]) -> _T:
        """Find what this made; let it make it where it has not yet."""
        if make not in self._held:
            self._held.setdefault(make, make())  # of two at once, one made in vain
        return cast("_T", self._held[make])


@dataclass(frozen=True, slots=True)
class ConsoleContext:
    """`tokens` gives ever new words of chance, fit for an address; `secure` cookies.

    `secrets` gives new secrets for second factors (base32). `base_url` is our public
    address, which links for others begin with. `shelf` holds the edition that is out,
    `office` is what notices are made with, `rate` the segments sent in a second.
    `name` is what telephones call us. `rules` are those of replies, `announced` gives
    the sentence that stands before them, "" for none. With `second_person` nobody
    publishes what nobody else has submitted. `means` is what matchers are made with.
    `explain` says what a code of the gateway's means.
    """

    engine: Engine
    clock: Callable[[], datetime]
    tokens: Callable[[], str]
    secrets: Callable[[], str]
    base_url: str
    edition_cache: EditionCache
    compose: ComposeContext
    segments_per_second: float
    rules: ConversationRules
    announcement: Callable[[], str]
    second_person: bool
    matcher_files: MatcherFiles
    explain: Callable[[str], CodeExplanation]
    name: str = "安管人员业务问答热线"
    memory: Memory = field(default_factory=Memory, compare=False)


def per_context(context: ConsoleContext, make: Callable[[], _T]) -> _T:
    """Stand in for something that is made at its first use, and kept with the door."""
    return cast("_T", LocalProxy(lambda: context.memory.of(make)))
