"""Where copies of matchers are kept, and whether there is an encoder."""

from pathlib import Path

import pytest

from server.app import create_app
from server.errors import EncoderError
from server.matcher_files import matcher_files_for
from tests.server import tiny
from tests.server.callers import production


def test_copies_are_kept_beside_the_database_file(tmp_path: Path) -> None:
    (tmp_path / "helpline.db").touch()

    means = matcher_files_for(f"sqlite:///{tmp_path}/helpline.db", "")

    assert means.copies == tmp_path / "matchers"
    assert means.encoder is None


@pytest.mark.parametrize(
    "url", ["postgresql://someone@127.0.0.1/faq", "sqlite:///{folder}/none/helpline.db"]
)
def test_without_a_database_file_copies_are_kept_under_var(
    tmp_path: Path, url: str
) -> None:
    assert matcher_files_for(url.format(folder=tmp_path), "").copies == Path(
        "var/matchers"
    )


def test_the_encoder_is_the_one_in_the_folder_and_there_is_but_one(
    tmp_path: Path,
) -> None:
    folder = str(tiny.encoder(tmp_path))

    one, again = (matcher_files_for("sqlite:///x.db", folder).encoder for _ in range(2))

    assert one is not None
    assert one is again
    assert one.encode(["饭"]).shape == (1, 3)


def test_an_encoder_that_cannot_be_used_keeps_the_application_from_starting(
    tmp_path: Path,
) -> None:
    nowhere = str(tmp_path / "nowhere")

    with pytest.raises(EncoderError, match="ENCODER_DIR"):
        create_app(production(f"sqlite:///{tmp_path}/x.db", ENCODER_DIR=nowhere))
