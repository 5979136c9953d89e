"""A clerk who imports files of notices, and sees what is sent of them."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from notices.compose import batch_import
from notices.compose.batch_import import BatchReport, CsvUpload
from notices.compose.enqueue import ComposeContext
from notices.delivery import batches
from notices.tables import BatchRow
from tests.notices.fakes import OURS, SIGNATURE, Post


@dataclass
class Clerk:
    """Imports files at a post office."""

    post: Post
    ids: Callable[[], str]

    @property
    def office(self) -> ComposeContext:
        return ComposeContext(lambda key: key == "1.1", SIGNATURE, OURS, self.ids)

    def drafts(
        self, content: str | bytes, event: str = "", *, again: bool = False
    ) -> BatchReport:
        raw = content if isinstance(content, bytes) else content.encode()
        upload = CsvUpload(io.BytesIO(raw), "七月.csv", event, again)
        return batch_import.import_batch(
            self.post.engine, upload, self.office, self.post.now
        )

    def releases(self, report: BatchReport) -> int:
        with self.post.writing() as session:
            return batches.release_batch(session, report.batch, self.post.now)

    def batches(self) -> list[BatchRow]:
        wanted = select(BatchRow)
        return self.post.read(lambda session: list(session.scalars(wanted)))


def sent(post: Post) -> list[tuple[str, str]]:
    post.send_all()
    return [(it.to, it.text) for it in post.gateway.sent]
