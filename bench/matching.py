"""Our matching beside its peers, on the same questions in one run.

    .venv/bin/python -m bench.matching seed TEXTS.jsonl
    .venv/bin/python -m bench.matching public STEM
    .venv/bin/python -m bench.matching synthetic STEM COUNT

`seed` asks the packaged FAQ labelled texts; `public` another FAQ its own (see
bench/public.py); `synthetic` makes COUNT cases from halves of a public FAQ's texts,
for time and memory only. Each engine runs in a process and on a core of its own, ours
in two: one teaches and stores, one maps what was stored and serves.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench import public
from bench.peers import PEERS, Engine
from faq_store import evaluation_files
from helpline import matching
from helpline.faq import Case, Edition, Question, Section
from helpline.matching import Option, Unsure
from helpline.matching.evaluation import LabelledText, Verdict
from helpline.matching.metrics import compute_metrics

OURS = "ours"
ASKED = 2000
"""Texts of a synthetic run."""

_WARM = 20


@dataclass(frozen=True)
class Corpus:
    """An FAQ, and texts to ask of it; those without a meaning only take time."""

    edition: Edition
    texts: Sequence[LabelledText]
    judged: bool


@dataclass(frozen=True)
class Row:
    """What one engine did; seconds, milliseconds, megabytes, shares."""

    engine: str
    build_s: float
    load_s: float
    p50_ms: float
    p99_ms: float
    memory_mb: float
    first: float = 0.0
    first_three: float = 0.0
    coverage_at_95: float = 0.0
    wrong_at_80: float = 0.0
    far_at_80: float = 0.0


def main() -> None:
    """Measure every engine in a process of its own, or be one of those processes."""
    if sys.argv[1] == "--engine":
        _, _, engine, stored, *words = sys.argv
        _print_one(engine, Path(stored), words)
        return
    corpus = _corpus(sys.argv[1:])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "matcher"
        rows = [_measured(it, file, sys.argv[1:]) for it in (OURS, *PEERS)]
    cases = sum(1 for _ in corpus.edition.questions)
    sys.stdout.write(f"{' '.join(sys.argv[1:])}: {cases} cases\n{_table(rows, corpus)}")


def _corpus(words: Sequence[str]) -> Corpus:
    match words:
        case ["seed", file]:
            from faq_store.publishing import seed  # noqa: PLC0415 - large, and not measured

            return Corpus(
                seed.load_seed(),
                [*evaluation_files.read_labelled_texts(Path(file))],
                judged=True,
            )
        case ["public", stem]:
            texts = public.texts(Path(stem), "test", "oos_near", "oos_far")
            return Corpus(public.edition(Path(stem)), texts, judged=True)
        case ["synthetic", stem, count]:
            return _synthetic(Path(stem), int(count))
        case _:
            raise SystemExit(__doc__)


def _synthetic(stem: Path, count: int) -> Corpus:
    chance = random.Random(1)  # noqa: S311 - no secret
    texts = public.texts(stem, "train", "test", "oos_near")
    halves = [it.text for it in texts if len(it.text) > _WARM // 4]
    glued = (
        one[: len(one) // 2] + two[len(two) // 2 :]
        for one, two in (
            (chance.choice(halves), chance.choice(halves)) for _ in range(count)
        )
    )
    questions = tuple(Question(f"c{at}", it, "") for at, it in enumerate(glued))
    asked = [LabelledText(chance.choice(halves), ()) for _ in range(ASKED)]
    return Corpus(Edition(0, "", (Section("1", "", questions),)), asked, judged=False)


def _measured(engine: str, stored: Path, words: Sequence[str]) -> Row:
    own = (sys.executable, "-m", "bench.matching", "--engine")
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if engine == OURS:
        build = (*own, "teach", str(stored), *words)
        built = subprocess.run(build, env=one_core, check=True, stdout=subprocess.PIPE)
        stored.with_suffix(".seconds").write_bytes(built.stdout)
    command = (*own, engine, str(stored), *words)
    done = subprocess.run(command, env=one_core, check=True, stdout=subprocess.PIPE)
    return Row(**json.loads(done.stdout))


def _print_one(engine: str, stored: Path, words: Sequence[str]) -> None:
    texts = stored.with_suffix(".texts")
    # Whoever serves has no use for the corpus, and its memory is what is measured.
    corpus = _texts_only(texts) if engine == OURS else _corpus(words)
    began = time.perf_counter()
    if engine == "teach":
        stored.write_bytes(
            matching.dump_matcher(matching.train_matcher(corpus.edition))
        )
        sys.stdout.write(f"{time.perf_counter() - began}")
        texts.write_text(json.dumps([corpus.judged, [*map(astuple, corpus.texts)]]))
        return
    if engine == OURS:
        build = float(stored.with_suffix(".seconds").read_text())
        began = time.perf_counter()
        with stored.open("rb") as file:
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        ask: Callable[[str], object] = matching.load_matcher(memoryview(mapped)).match
        load = time.perf_counter() - began
    else:
        ask = _peer(PEERS[engine](_documents(corpus.edition)), corpus.edition)
        build, load = time.perf_counter() - began, 0.0
    row = _asked(engine, corpus, ask, build, load)
    sys.stdout.write(json.dumps(asdict(row)))


def _texts_only(file: Path) -> Corpus:
    judged, texts = json.loads(file.read_text())
    asked = [
        LabelledText(text, tuple(questions), *more) for text, questions, *more in texts
    ]
    return Corpus(Edition(0, "", ()), asked, judged)


def _documents(edition: Edition) -> list[str]:
    """Put all that is known of each case into one document."""
    said: dict[str, list[str]] = {}
    for question in edition.questions:
        branches = (f"{one.condition}\n{one.suggestion}" for one in question.situations)
        said[question.key] = [question.title, question.answer, *branches]
    for phrasing in edition.phrasings:
        if phrasing.case:
            said[phrasing.case.question].append(phrasing.text)
    return ["\n".join(it) for it in said.values()]


def _peer(rank: Engine, edition: Edition) -> Callable[[str], Unsure]:
    keys = [it.key for it in edition.questions]

    def match(text: str) -> Unsure:
        return Unsure(tuple(Option(Case(keys[at]), score) for at, score in rank(text)))

    return match


def _asked(
    engine: str,
    corpus: Corpus,
    ask: Callable[[str], object],
    build: float,
    load: float,
) -> Row:
    for text in corpus.texts[:_WARM]:
        ask(text.text)
    taken, verdicts = [], []
    for item in corpus.texts:
        began = time.perf_counter()
        decision = ask(item.text)
        taken.append(time.perf_counter() - began)
        if isinstance(decision, matching.Certain | Unsure | matching.Nothing):
            verdicts.append(Verdict(item, decision))
    p50, p99 = (np.quantile(taken, (0.5, 0.99)) * 1000).tolist()
    row = Row(engine, build, load, p50, p99, _memory())
    if not corpus.judged:
        return row
    found = compute_metrics(verdicts)
    surest = found.covered[-1]
    return Row(
        *(engine, build, load, p50, p99, row.memory_mb),
        *(found.first, found.first_three, found.coverage_at_precision),
        *(surest.wrong, surest.off_far),
    )


def _memory() -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    kilobytes = status.split("VmRSS:")[1].split()[0]
    return int(kilobytes) / 1000


def _table(rows: Sequence[Row], corpus: Corpus) -> str:
    lines = [f"{'':20}" + ("first  three  cov@95  wrong@80  far@80   " * corpus.judged)]
    lines[0] += "p50 ms   p99 ms  build s   load s      MB"
    for row in rows:
        good = (
            f"{row.first:5.1%}  {row.first_three:5.1%}  {row.coverage_at_95:6.1%}  "
            f"{row.wrong_at_80:8.1%}  {row.far_at_80:6.1%}  "
        )
        quick = f"{row.p50_ms:7.2f}  {row.p99_ms:7.2f}  {row.build_s:7.2f}  {row.load_s:7.3f}  "
        lines.append(
            f"{row.engine:20}{good * corpus.judged}{quick}{row.memory_mb:6.0f}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
