"""Groups of similar inquiries that wait for staff, in the order they are listed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from faq_store.errors import FaqError
from faq_store.inquiries import clustering, inquiries
from faq_store.inquiries.clustering import ClusterText
from faq_store.inquiries.inquiries import Inquiry
from helpline.faq import Case, Synonym
from helpline.matching.folding import Folding

MOST = 5_000
"""Inquiries that are looked at: the newest. Grouping them takes a fifth of a second."""


class GroupOrder(StrEnum):
    """Which groups stand first."""

    NEWEST = "newest"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class GroupText:
    """One text of a group, and the inquiries that said exactly that."""

    asked: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InquiryGroup:
    """Inquiries that are alike, newest first; never none."""

    inquiries: tuple[Inquiry, ...]

    @property
    def newest(self) -> Inquiry:
        """The last that came."""
        return self.inquiries[0]

    @property
    def oldest(self) -> Inquiry:
        """The one that has waited longest."""
        return self.inquiries[-1]

    @property
    def texts(self) -> tuple[GroupText, ...]:
        """What was said, the most frequent first, the older of equals."""
        found: dict[str, list[int]] = {}
        for inquiry in reversed(self.inquiries):
            found.setdefault(inquiry.asked, []).append(inquiry.id)
        listed = (GroupText(asked, tuple(ids)) for asked, ids in found.items())
        return tuple(sorted(listed, key=lambda it: -len(it.ids)))

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why they wait, the most frequent first."""
        return tuple(Counter(it.reason for it in self.inquiries).most_common())

    @property
    def options(self) -> tuple[Case, ...]:
        """What was offered, the most frequent first."""
        offered = Counter(case for it in self.inquiries for case in it.options)
        return tuple(case for case, _ in offered.most_common())


@dataclass(frozen=True, slots=True)
class GroupCursor:
    """Where a group stands in an order: the next page begins below the last one's."""

    many: int
    newest: int


@dataclass(frozen=True, slots=True)
class _CachedGroups:
    """What was gathered last: inquiries by id, their sources, and their groups."""

    names: Mapping[int, str]
    synonyms: tuple[Synonym, ...]
    inquiries: Mapping[int, Inquiry]
    groups: tuple[InquiryGroup, ...]


class InquiryGroupCache:
    """Gathers for everybody who looks: only what has come since is read again.

    An inquiry that waits never changes; its id and its source name it, also after a
    backup was restored.
    """

    def __init__(self) -> None:
        self._held = _CachedGroups({}, (), {}, ())

    def gather(
        self, session: Session, synonyms: Iterable[Synonym] = (), most: int = MOST
    ) -> tuple[InquiryGroup, ...]:
        """Group what waits, at one moment; synonyms are those of the edition in use."""
        held, folded = self._held, tuple(synonyms)
        names = inquiries.waiting_inquiries(session, most)
        if names == held.names and folded == held.synonyms:
            return held.groups
        known = {
            item: held.inquiries[item]
            for item, source in names.items()
            if held.names.get(item) == source
        }
        new = inquiries.read_inquiries(session, names.keys() - known.keys())
        known |= {it.id: it for it in new}
        kept = {it: known[it] for it in names}
        groups = _group_inquiries(kept, folded)
        self._held = _CachedGroups(names, folded, kept, groups)
        return groups


def _group_inquiries(
    kept: Mapping[int, Inquiry], synonyms: Iterable[Synonym]
) -> tuple[InquiryGroup, ...]:
    heard = [
        ClusterText(
            value.id, value.asked, value.options[0].question if value.options else ""
        )
        for value in kept.values()
    ]
    return tuple(
        InquiryGroup(
            tuple(sorted((kept[it.key] for it in alike), key=lambda it: -it.id))
        )
        for alike in clustering.cluster_texts(heard, Folding(synonyms))
    )


def find_group(groups: Iterable[InquiryGroup], inquiry: int) -> InquiryGroup:
    """Find the group of an inquiry; raise `FaqError` if it waits no more."""
    for group in groups:
        if any(it.id == inquiry for it in group.inquiries):
            return group
    raise FaqError("这个提问已不在待处理里，可能别人刚处理过")


def list_groups(
    groups: Iterable[InquiryGroup],
    order: GroupOrder,
    after: GroupCursor | None,
    most: int,
) -> Sequence[InquiryGroup]:
    """List at most so many groups in an order, those after a place."""
    placed = [(group_cursor(it, order), it) for it in groups]
    chosen = [
        (at, item)
        for at, item in placed
        if after is None or (at.many, at.newest) < (after.many, after.newest)
    ]
    chosen.sort(key=lambda both: (-both[0].many, -both[0].newest))
    return [it for _, it in chosen[:most]]


def group_cursor(group: InquiryGroup, order: GroupOrder) -> GroupCursor:
    """Tell where a group stands in an order."""
    many = len(group.inquiries) if order is GroupOrder.MOST else 0
    return GroupCursor(many, group.newest.id)
