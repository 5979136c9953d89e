"""The files of matchers: the cache folder of trained copies, and the encoder."""

from functools import cache
from pathlib import Path

from faq_store.content.matcher_store import MatcherFiles
from server.onnx_encoder import OnnxEncoder
from storage.engine import sqlite_file

VAR = Path("var")


def matcher_files_for(database_url: str, encoder_dir: str) -> MatcherFiles:
    """Keep copies beside the database file, if there is one, else under var/.

    Raises `EncoderError` if there is to be an encoder and it cannot be used.
    """
    file = sqlite_file(database_url)
    folder = (file.parent if file and file.exists() else VAR) / "matchers"
    return MatcherFiles(folder, _open_encoder(encoder_dir) if encoder_dir else None)


@cache  # one model for a process, however often it is asked for
def _open_encoder(folder: str) -> OnnxEncoder:
    return OnnxEncoder.open(Path(folder))
