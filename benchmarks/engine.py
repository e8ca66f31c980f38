"""Films by Manim and by Downslope's engine, in turns, on one machine: time, memory, size and likeness.

    python -m benchmarks.engine                      every film of the lesson, and the lesson as a whole
    python -m benchmarks.engine bias-correction --pairs 5

Three makers take turns: ``manim -qh --disable_caching``; the same with the options that make Manim fastest; and
``render.py``, cold. Nothing else should run beside it. What it prints goes into the README.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import av
import click

from benchmarks.likeness import cost_of_encoding_alone, similarity
from benchmarks.measuring import Cost, middle, run
from film.quality import QUALITIES
from scenes.catalog import CLIPS, LESSON, Clip

ROOT = Path(__file__).parent.parent
MANIM = [sys.executable, "-m", "manim", "render", "-qh", "--disable_caching"]
FASTEST = ["--encoder-option", "preset=superfast", "--max-inflight-encoders", "2"]
LOSSLESS = ["--video-codec", "libx264rgb", "--pixel-format", "rgb24", "--encoder-option", "crf=0"]
LOSSLESS += ["--encoder-option", "preset=ultrafast"]
MAKERS = ("manim", "manim, fastest options", "downslope")


@dataclass
class Table:
    """What was measured of one film, or of the lesson."""

    name: str
    frames: int = 0
    costs: dict[str, list[Cost]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, float] = field(default_factory=dict)

    def ratios(self, other: str) -> list[float]:
        """How many times faster the engine was, turn by turn."""
        return [
            theirs.wall / ours.wall for theirs, ours in zip(self.costs[other], self.costs["downslope"], strict=True)
        ]

    def show(self) -> None:
        click.echo(f"\n{self.name}: {self.frames} frames, {self.frames / 60:.0f} s")
        for maker in (maker for maker in MAKERS if self.costs[maker]):
            costs = self.costs[maker]
            line = f"  {maker:24} wall {middle([cost.wall for cost in costs]):22} s"
            line += f"   CPU {middle([1000 * cost.cpu / self.frames for cost in costs]):22} ms/frame"
            line += f"   memory {max(cost.peak for cost in costs):6.0f} MB"
            click.echo(line + (f"   {self.sizes[maker]:6.2f} MB" if maker in self.sizes else ""))
        for maker in (maker for maker in MAKERS[:2] if self.costs[maker]):
            click.echo(f"  downslope is faster than {maker} by a factor of {middle(self.ratios(maker))}")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(CLIPS)))
@click.option("--pairs", default=3, show_default=True, help="Turns that each maker takes.")
@click.option("--fastest/--no-fastest", default=True, help="Also Manim with its own best options.")
@click.option("--likeness/--no-likeness", default=True, help="Also compare every frame, and encode frames alone.")
def main(names: Sequence[str], pairs: int, fastest: bool, likeness: bool) -> None:
    """Measure these films, or all and the lesson as a whole."""
    clips = [clip for clip in LESSON if not names or clip.name in names]
    makers = [maker for maker in MAKERS if fastest or maker != MAKERS[1]]
    lesson = Table("the films together, in one command")
    click.echo(f"{os.cpu_count()} cores, {pairs} turns each, 1920×1080 at 60 frames per second")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        tables = [Table(clip.name) for clip in clips]
        for turn in range(pairs):
            for clip, table in zip(clips, tables, strict=True):
                for maker in makers:
                    film = Path(place) / maker / clip.name
                    table.costs[maker].append(_make(maker, [clip], film))
                    if turn == 0:
                        table.frames, table.sizes[maker] = _measure(film)
            for maker in makers[:-1]:
                costs = [table.costs[maker][turn] for table in tables]
                peak = max(cost.peak for cost in costs)
                lesson.costs[maker].append(Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs), peak))
            lesson.costs["downslope"].append(_make("downslope", clips, Path(place) / "lesson"))
        for clip, table in zip(clips, tables, strict=True):
            table.show()
            if likeness:
                _compare(clip, Path(place))
        lesson.frames = sum(table.frames for table in tables)
        for maker in makers:
            lesson.sizes[maker] = sum(table.sizes[maker] for table in tables)
        lesson.show()
        click.echo(f"  size {lesson.sizes['downslope'] / lesson.sizes['manim']:.2f} times Manim's")


def _make(maker: str, clips: Sequence[Clip], folder: Path) -> Cost:
    """Render films into a folder, with nothing left there or in the user's cache from an earlier turn."""
    shutil.rmtree(folder, ignore_errors=True)
    if maker == "downslope":
        command = [sys.executable, ROOT / "render.py", "clip", *(clip.name for clip in clips), "-o", folder]
    else:
        (clip,) = clips
        command = [*MANIM, *(FASTEST if maker == MAKERS[1] else []), *_scene(clip, folder)]
    cost = run(command, {"XDG_CACHE_HOME": str(folder / "cache")})
    done = clips[0].name if len(clips) == 1 else f"{len(clips)} films"
    click.echo(f"{done} by {maker}: {cost.wall:.1f} s, CPU {cost.cpu:.1f} s, {cost.peak:.0f} MB", err=True)
    return cost


def _scene(clip: Clip, folder: Path) -> list[str | Path]:
    return ["--media_dir", folder, ROOT / "scenes" / f"{clip.module}.py", clip.scene_name]


def _film(folder: Path) -> Path:
    """The film in a folder, not the pieces that it was made from."""
    return next(path for path in folder.rglob("*.mp4") if "partial" not in str(path))


def _measure(folder: Path) -> tuple[int, float]:
    film = _film(folder)
    with av.open(str(film)) as container:
        return container.streams.video[0].frames, film.stat().st_size / 1e6


def _compare(clip: Clip, place: Path) -> None:
    run([*MANIM, *LOSSLESS, *_scene(clip, place / "lossless")])
    original = _film(place / "lossless")
    ours = similarity(_film(place / "downslope" / clip.name), original, QUALITIES["high"])
    alone = cost_of_encoding_alone(original, QUALITIES["high"])
    click.echo(f"  like Manim's lossless frames: least {min(ours):.4f}, mean {sum(ours) / len(ours):.4f} (SSIM)")
    click.echo(f"  floor, encoding the finished frames alone: {alone:.1f} CPU-ms/frame")
    original.unlink()


if __name__ == "__main__":
    main()
