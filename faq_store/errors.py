"""The exceptions of the FAQ's store; `FaqError` is the root of all."""

from datetime import datetime

from helpline.faq import Question, Section


class FaqError(Exception):
    """The FAQ cannot be changed or read that way."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class NoSuchEditionError(FaqError):
    """No such edition was published."""


class NothingToPublishError(FaqError):
    """There is no draft, or it says what the latest edition says."""


class BadKeysError(FaqError):
    """The tree's keys are malformed or given twice."""


class BadSeedError(FaqError):
    """The packaged seed contradicts itself."""


class BadPhrasingError(FaqError):
    """The draft cannot learn that."""


class UnpublishedChangesError(FaqError):
    """The draft holds changes that were never published.

    `lost` says, a sentence each, what replacing the draft would lose.
    """

    def __init__(self, lost: tuple[str, ...]) -> None:
        super().__init__(
            "草稿里有尚未发布的改动，没有导入；先发布草稿，或用 --replace 放弃这些改动"
        )
        self.lost = lost


class NoSuchEntryError(FaqError):
    """There is no such section or question in the draft any more."""


class BadContentError(FaqError):
    """What was written cannot be kept.

    `faults` says what is wrong with which field: `title`, `answer`, `condition-0`,
    `suggestion-0` (counted from 0).
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("".join(sentence for _, sentence in faults))
        self.faults = faults


class StaleEditError(FaqError):
    """Somebody else has changed the same thing since it was opened.

    `current` is that thing as it is now, None if it is gone; `by` and `at` tell who
    last edited it in this draft, "" and None where nobody did.
    """

    def __init__(
        self,
        current: Question | Section | str | None,
        by: str = "",
        at: datetime | None = None,
    ) -> None:
        who = f"“{by}”" if by else "别人"
        super().__init__(f"您打开之后，{who}改过这一项。您写的还在，没有保存")
        self.current = current
        self.by = by
        self.at = at


class UnreadableDocumentError(FaqError):
    """The file is not a document that can be read."""


class NoSuchDocumentError(FaqError):
    """There is no such document."""


class StaleDocumentError(FaqError):
    """The FAQ has changed since a document was compared with it."""
