"""The root of everything the store refuses."""


class StorageError(Exception):
    """The store cannot be used."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class BadAddressError(StorageError):
    """The address names no store we know."""


class BadBackupError(StorageError):
    """The file is no backup that fits this database."""
