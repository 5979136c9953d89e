"""The root of everything the FAQ's store refuses."""


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


class UnteachableError(FaqError):
    """The draft cannot learn that."""


class ChangedDraftError(FaqError):
    """The draft holds changes that were never published.

    `lost` says, a sentence each, what replacing the draft would lose.
    """

    def __init__(self, lost: tuple[str, ...]) -> None:
        super().__init__(
            "草稿里有尚未发布的改动，没有导入；先发布草稿，或用 --replace 放弃这些改动"
        )
        self.lost = lost
