"""The command line: parses, asks, reports."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# Cores are filled with processes; threads under NumPy would only fight with them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from film.formats import FORMATS, TRANSPARENT
from film.language import ENGLISH, languages, say, speak
from film.quality import ASPECTS, QUALITIES, WIDESCREEN, Quality
from film.scene_file import SceneFile, classes_in
from scenes.catalog import CAPTIONS, CLIPS, LESSON, THEMES, TITLE, Clip, SceneMaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing import synchronize

    from film.production import Order
    from film.progress import Watcher
    from film.rendered import RenderedFilm

DOCUMENTS = ("html", "markdown", "quarto", "jupyter", "latex", "moodle")
WALK = Quality("walk", 320, 180, 10)  # enough to see where everything is


class ClipName(click.ParamType):
    """A clip of the lesson."""

    name = "clip"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Clip:
        from sim.errors import unknown

        if isinstance(value, Clip):
            return value
        if value not in CLIPS:
            raise click.UsageError(str(unknown("clip", value, CLIPS)))
        return CLIPS[value]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [click.shell_completion.CompletionItem(name) for name in CLIPS if name.startswith(incomplete)]


class Film(ClipName):
    """A clip of the lesson, or a scene in somebody's own file as ``path/to/file.py:SceneName``."""

    name = "clip or scene"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or ".py" not in value:
            return super().convert(value, param, ctx)
        from sim.errors import unknown

        name, _, scene = value.partition(":")
        path = Path(name)
        with _one_line_errors():
            try:
                classes = classes_in(path)
            except SyntaxError as fault:
                raise click.UsageError(f"{path}, line {fault.lineno}: {fault.msg}") from None
        if not scene:
            raise click.UsageError(f"{path}: say which scene, as in {path}:{classes[0] if classes else 'SceneName'}")
        if scene not in classes:
            raise click.UsageError(str(unknown(f"scene in {path}", scene, classes)))
        return SceneFile(path, scene)


class VideoFormat(click.ParamType):
    """A kind of file that films come in."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from sim.errors import unknown

        if value not in FORMATS:
            raise click.UsageError(str(unknown("format", value, FORMATS)))
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [click.shell_completion.CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


class Language(click.ParamType):
    """A language that films can speak."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from sim.errors import unknown

        known = languages()
        if value not in known:
            raise click.UsageError(str(unknown("language", value, known)))
        try:
            speak(value)
        except ValueError as fault:
            raise click.UsageError(str(fault)) from None
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        return [click.shell_completion.CompletionItem(name) for name in languages() if name.startswith(incomplete)]


class Setting(click.ParamType):
    """``NAME=VALUE``."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        key, equals, text = value.partition("=")
        if not (key and equals and text):
            raise click.UsageError(f"{value!r}: must be NAME=VALUE, as in lr=0.05")
        return key.strip(), text.strip()


class Width(click.ParamType):
    """A share in percent or a number of pixels, as CSS has them."""

    name = "width"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        number, unit = (value[:-1], "%") if value.endswith("%") else (value.removesuffix("px"), "px")
        if not (number.isdecimal() and 1 <= int(number) <= (100 if unit == "%" else 10_000)):
            raise click.UsageError(f"--width {value}: must be a share or a number of pixels, as in 80% or 640")
        return f"{int(number)}{unit}"


class Point(click.ParamType):
    """Numbers with commas between."""

    name = "x,y,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[float]:
        try:
            return [float(part) for part in value.split(",")]
        except ValueError:
            raise click.UsageError(f"{value!r}: must be numbers with commas between, as in -1.5,2") from None


quality_option = click.option(
    "-q",
    "--quality",
    type=click.Choice(list(QUALITIES)),
    default="high",
    show_default=True,
    help="Size and frame rate.",
)
set_option = click.option(
    "-s", "--set", "settings", type=Setting(), multiple=True, help="Change a parameter of the simulation; repeatable."
)
theme_option = click.option("--theme", type=click.Choice(THEMES), default="dark", show_default=True)
aspect_option = click.option(
    "--aspect",
    type=click.Choice(list(ASPECTS)),
    default=WIDESCREEN,
    show_default=True,
    help="Shape of the picture; the scenes lay themselves out for it.",
)
language_option = click.option(
    "--lang",
    "language",
    type=Language(),
    default=ENGLISH,
    show_default=True,
    help="Language of captions and labels: en, or a file in captions/.",
)
jobs_option = click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count(), help="Cores to use.")
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def film_options(command: Callable[..., None]) -> Callable[..., None]:
    """What `clip` and `all` have in common."""
    for option in reversed(
        (
            quality_option,
            set_option,
            theme_option,
            aspect_option,
            language_option,
            click.option(
                "-f",
                "--format",
                "formats",
                type=VideoFormat(),
                multiple=True,
                metavar="|".join(FORMATS),
                help="Kind of file; repeatable; if none is named mp4, or with --transparent webm and mov. mkv keeps "
                "every pixel (FFV1); gif and webp are at most 960 pixels wide or high, with 15 pictures a second.",
            ),
            click.option("--transparent", is_flag=True, help="Leave the background out, to lay the film over a slide."),
            click.option(
                "--captions",
                type=click.Choice(CAPTIONS),
                default="on-screen",
                show_default=True,
                help="Drawn into the picture, and beside and inside the film for players; only those; or none.",
            ),
            click.option(
                "-o", "--output", type=click.Path(path_type=Path), default=Path("out"), show_default=True, metavar="DIR"
            ),
            jobs_option,
            click.option("--force", is_flag=True, help="Render also what is there already."),
            click.option("--quiet", is_flag=True, help="Say nothing unless something fails."),
            json_option,
        )
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="downslope")
def cli() -> None:
    """Films that make optimizers understandable, computed from real runs."""


@cli.command("list")
@json_option
def list_clips(as_json: bool) -> None:
    """The lesson: its clips in order."""
    if as_json:
        rows = [
            {"name": c.name, "title": c.title, "section": c.section, "sentence": c.sentence, "seconds": c.seconds}
            for c in LESSON
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from textwrap import fill

    for clip in LESSON:
        opening = f"{clip.name:22}{_minutes(clip.seconds):>5}  "
        column = " " * len(opening)
        click.echo(fill(f"{clip.title} ({clip.section})", 80, initial_indent=opening, subsequent_indent=column))
        click.echo(fill(clip.sentence, 80, initial_indent=column, subsequent_indent=column))
    click.echo(f"{f'{len(LESSON)} films':22}{_minutes(sum(clip.seconds for clip in LESSON)):>5}")


@cli.command()
@click.argument("clip", type=ClipName())
@set_option
@language_option
@json_option
def describe(clip: Clip, settings: Sequence[tuple[str, str]], language: str, as_json: bool) -> None:
    """Parameters of a clip, and its beats with their captions."""
    params = _params(clip, settings)
    beats = clip.beats(params, language)
    model = type(params)
    if as_json:
        described = {
            "name": clip.name,
            "title": say(clip.title),
            "parameters": params.model_dump(),
            "schema": model.model_json_schema(),
            "beats": [{"name": beat.name, "caption": beat.caption} for beat in beats],
        }
        click.echo(json.dumps(described, ensure_ascii=False, indent=2))
        return
    click.echo(f"{say(clip.title)}: {say(clip.sentence)}\n\nParameters")
    for name, value in params.model_dump().items():
        unit = f", in {model.unit(name)}" if model.unit(name) else ""
        click.echo(f"  {name} = {value:g}".ljust(28) + f"{model.meaning(name)}: {model.allowed(name)}{unit}")
    click.echo("\nBeats")
    for beat in beats:
        first, *rest = beat.caption.splitlines()
        click.echo(f"  {beat.name:26}{first}")
        for line in rest:
            click.echo(f"{'':28}{line}")


@cli.command()
@click.argument("clips", type=Film(), nargs=-1, required=True, metavar="CLIP...")
@film_options
def clip(clips: Sequence[Clip | SceneFile], **options: Any) -> None:
    """Render clips: film, captions, poster and manifest.

    A CLIP is one of the lesson's, or a Manim scene in a file of your own: path/to/file.py:SceneName.
    """
    _render(list(dict.fromkeys(clips)), **options)


@cli.command("all")
@film_options
@click.option(
    "--join",
    "joined",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write all films as one MP4 with a chapter for each.",
)
def render_all(joined: Path | None, **options: Any) -> None:
    """Render the whole lesson and a page to watch it; a film that fails does not keep the others from being made."""
    if joined is not None and joined.suffix != ".mp4":
        raise click.UsageError(f"--join {joined}: must end in .mp4")
    if joined is not None and "mp4" not in _formats(options["formats"], transparent=options["transparent"]):
        raise click.UsageError("--join joins films in mp4; name it with --format as well")
    if joined is not None:
        _check_writable(joined.parent)
    clips = list(LESSON)
    try:
        _render(clips, together=True, **options)
    except SystemExit:
        _write_page(options["output"], quiet=options["quiet"] or options["as_json"])
        if joined is not None:
            click.echo(f"Error: {joined} is not written, because not every film is there", err=True)
        raise
    _write_page(options["output"], quiet=options["quiet"] or options["as_json"])
    if joined is not None:
        _join(clips, options["output"], joined, quiet=options["quiet"], as_json=options["as_json"])


@cli.command()
@click.argument("clip", type=ClipName())
@click.option("--beat", help="The last frame of this beat.")
@click.option("--at", type=float, metavar="SEC", help="The frame at this time.")
@quality_option
@set_option
@theme_option
@aspect_option
@language_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("out"), show_default=True, metavar="PATH")
def still(
    *,
    clip: Clip,
    beat: str | None,
    at: float | None,
    quality: str,
    settings: Sequence[tuple[str, str]],
    theme: str,
    aspect: str,
    language: str,
    output: Path,
) -> None:
    """One frame as PNG, without rendering the film up to it."""
    from sim.errors import unknown

    if (beat is None) == (at is None):
        raise click.UsageError("say which frame: --beat NAME or --at SEC")
    if at is not None and not at >= 0:
        raise click.UsageError(f"--at {at:g}: must be a time in seconds, 0 or later")
    params = _params(clip, settings)
    names = [each.name for each in clip.beats(params)]
    if beat is not None and beat not in names:
        raise click.UsageError(str(unknown("beat", beat, names)))
    path = output if output.suffix == ".png" else output / f"{clip.name}-{beat or f'{at:g}s'}.png"

    from film.still import save_still

    with _one_line_errors():
        maker = SceneMaker(clip, params, theme, "on-screen", language)
        save_still(maker, QUALITIES[quality].shaped(aspect), path, beat=beat, at=at)
    click.echo(path)


@cli.command()
@click.argument("clips", type=ClipName(), nargs=-1, required=True, metavar="CLIP...")
@set_option
@theme_option
@aspect_option
@language_option
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["png", "pdf"]),
    default="png",
    show_default=True,
    help="One PNG a clip, or one PDF.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("out"), show_default=True, metavar="DIR")
def storyboard(
    *,
    clips: Sequence[Clip],
    settings: Sequence[tuple[str, str]],
    theme: str,
    aspect: str,
    language: str,
    form: str,
    output: Path,
) -> None:
    """Contact sheet: the last frame of every beat with its caption."""
    makers = [SceneMaker(clip, _params(clip, settings), theme, "none", language) for clip in clips]
    quality = Quality("sheet", 1280, 720, 15).shaped(aspect)

    from film.engine import beat_frames
    from film.storyboard import contact_sheet, save_sheets

    with _one_line_errors():
        frames = [beat_frames(maker, quality) for maker in makers]
        sheets = [contact_sheet(say(clip.title), pictures) for clip, pictures in zip(clips, frames, strict=True)]
        names = "-".join(clip.name for clip in clips) if len(clips) <= 3 else "lesson"
        targets = (
            [(output / f"{names}-storyboard.pdf", sheets)]
            if form == "pdf"
            else [(output / f"{clip.name}-storyboard.png", [sheet]) for clip, sheet in zip(clips, sheets, strict=True)]
        )
        for path, pages in targets:
            save_sheets(pages, path)
            click.echo(path)


@cli.command()
@click.argument("clip", type=ClipName())
@click.option("--to", "document", type=click.Choice(DOCUMENTS), required=True, help="What it is pasted into.")
@click.option(
    "--base",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=True,
    metavar="DIR",
    help="The document's folder; paths are relative to it.",
)
@click.option("--width", type=Width(), metavar="WIDTH", help="A share or pixels, as in 80% or 640.")
@click.option("--loop", is_flag=True, help="Start by itself, go on without end.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Where the film was rendered to.",
)
def embed(*, clip: Clip, document: str, base: Path, width: str | None, loop: bool, output: Path) -> None:
    """Print what to paste into a document to show a film there."""
    from film.embed import snippet
    from film.rendered import read_film

    if document == "latex" and width is not None and not width.endswith("%"):
        raise click.UsageError(f"--width {width}: must be a share of the text's width for LaTeX, as in 80%")
    try:
        film = read_film(output, clip.name)
    except FileNotFoundError as fault:
        place = "" if output == Path("out") else f" -o {output}"
        raise click.ClickException(f"{fault}; to render it: render.py clip {clip.name}{place}") from None
    click.echo(snippet(film, document, base=base, width=width, loop=loop))


@cli.command()
@click.argument("clips", type=ClipName(), nargs=-1, metavar="[CLIP...]")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Where the rendered films are.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("lesson.html"),
    show_default=True,
    metavar="FILE",
    help="For a browser (.html), PowerPoint (.pptx) or, as a handout, paper (.pdf).",
)
def deck(clips: Sequence[Clip], folder: Path, output: Path) -> None:
    """Slides for a lecture from rendered films: each beat plays and holds until the next key.

    Without CLIP the whole lesson.
    """
    from film.deck import DeckError
    from film.deck.chapters import Source
    from film.deck.writing import KINDS, write_deck

    if output.suffix not in KINDS:
        raise click.UsageError(f"-o {output}: must end in {', '.join(KINDS)}")
    chosen = list(dict.fromkeys(clips)) or list(LESSON)
    films = _rendered(chosen, folder)
    _check_writable(output.parent)
    sources = []
    for each, film in zip(chosen, films, strict=True):
        model = each.experiment().Params
        meanings = {name: model.meaning(name) for name in model.model_fields}
        sources.append(Source(film, each.section, meanings))
    with _one_line_errors():
        try:
            written = write_deck(TITLE, sources, output)
        except DeckError as fault:
            raise click.ClickException(str(fault)) from None
    click.echo(f"{output}: {written.films} films, {written.beats} beats, {written.size / 1e6:.1f} MB")


@cli.command()
@click.argument("optimizer")
@click.argument("landscape")
@click.option("--start", type=Point(), required=True, help="Where to start, as in -1.5,2.")
@click.option("--steps", type=str, required=True, help="How many steps.")
@click.option(
    "-p",
    "hyperparameters",
    type=Setting(),
    multiple=True,
    help="Hyperparameter, by its name in torch.optim; repeatable.",
)
@click.option("-l", "shape", type=Setting(), multiple=True, help="Parameter of the landscape; repeatable.")
@click.option("--noise", type=float, default=0.0, show_default=True, help="Standard deviation of the gradient's noise.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the noise.")
@click.option("-f", "--format", "form", type=click.Choice(["json", "csv", "npz"]), default="json", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output."
)
@click.option("--check", type=click.Path(path_type=Path), help="Compare with a recorded output instead of printing.")
@click.option("--rtol", type=float, default=1e-9, show_default=True, help="Relative difference that --check allows.")
def simulate(
    *,
    optimizer: str,
    landscape: str,
    start: list[float],
    steps: str,
    hyperparameters: Sequence[tuple[str, str]],
    shape: Sequence[tuple[str, str]],
    noise: float,
    seed: int,
    form: str,
    output: Path | None,
    check: Path | None,
    rtol: float,
) -> None:
    """Numbers only: run OPTIMIZER on LANDSCAPE and write what happened."""
    import sim.landscapes
    import sim.optimizers
    from film.outputs import write_complete
    from sim.gradients import Exact, Noisy
    from sim.recording import compare, encode, read, record
    from sim.runs import run

    with _one_line_errors():
        ground = sim.landscapes.by_name(landscape, **dict(shape))
        rule = sim.optimizers.by_name(optimizer, **dict(hyperparameters))
        source = Noisy(ground, noise, seed) if noise else Exact(ground)
        recording = record(run(rule, source, start, int(steps) if steps.lstrip("+-").isdigit() else steps))  # type: ignore[arg-type]
        if check is not None:
            difference = compare(read(check), recording, rtol)
            if difference is not None:
                raise click.ClickException(f"{check}: {difference}")
            return
        content = encode(recording, form)
        if output is not None:
            write_complete(output, content)
        else:
            sys.stdout.buffer.write(content)


@cli.command()
@click.argument("clips", type=ClipName(), nargs=-1, metavar="[CLIP...]")
@set_option
@click.option("--theme", "themes", type=click.Choice(THEMES), multiple=True, help="Only this one; repeatable.")
@click.option(
    "--aspect",
    "aspects",
    type=click.Choice(list(ASPECTS)),
    multiple=True,
    default=[WIDESCREEN],
    show_default=True,
    help="Shape of the picture; repeatable.",
)
@click.option(
    "--lang",
    "spoken",
    type=Language(),
    multiple=True,
    default=[ENGLISH],
    show_default=True,
    help="Language of captions and labels; repeatable.",
)
@jobs_option
@json_option
def check(
    *,
    clips: Sequence[Clip],
    settings: Sequence[tuple[str, str]],
    themes: Sequence[str],
    aspects: Sequence[str],
    spoken: Sequence[str],
    jobs: int,
    as_json: bool,
) -> None:
    """Faults of layout, legibility and reading speed, in both themes; silent if there are none."""
    from functools import partial
    from itertools import product

    from film.check import Fault
    from film.workers import Failure, Outcome, run_jobs

    makers = [
        (SceneMaker(each, _params(each, settings), theme, "on-screen", language), aspect)
        for each, language, aspect, theme in product(clips or LESSON, spoken, aspects, themes or THEMES)
    ]
    found, reported, failed = dict[int, list[Fault]](), 0, False

    def report(outcome: Outcome[list[Fault]]) -> None:
        """Tell what was found, in the order of the lesson, whichever film was looked at first."""
        nonlocal reported, failed
        if isinstance(outcome.result, Failure):
            raise click.ClickException(f"{makers[outcome.index][0].clip.name}: {outcome.result.reason}")
        found[outcome.index] = outcome.result
        while reported in found:
            maker, aspect = makers[reported]
            look = {"clip": maker.clip.name, "theme": maker.theme, "aspect": aspect, "language": maker.language}
            for fault in found[reported]:
                failed = True
                row = {**look, "beat": fault.beat, "time": fault.time, "what": fault.what}
                other = [word for word in (aspect, maker.language) if word not in (WIDESCREEN, ENGLISH)]
                click.echo(
                    json.dumps(row, ensure_ascii=False)
                    if as_json
                    else f"{maker.clip.name} ({', '.join([maker.theme, *other])}), {fault.beat}, {fault.time:.1f} s: "
                    f"{fault.what}"
                )
            reported += 1

    work = [partial(_faults, maker, aspect) for maker, aspect in makers]
    run_jobs(work, jobs, lambda *_: None, report)
    if failed:
        raise SystemExit(1)


@cli.command()
def doctor() -> None:
    """What is missing on this machine, and how to get it."""
    from film.doctor import examine

    healthy = True
    for finding in examine():
        healthy &= finding.well
        click.echo(f"{'ok     ' if finding.well else 'MISSING'}  {finding.what}")
        if finding.remedy:
            click.echo(f"{'':9}{finding.remedy}")
    if not healthy:
        raise SystemExit(1)


def _faults(maker: SceneMaker, aspect: str, _: Callable[[int], None]) -> Any:
    from film.check import find_faults

    return find_faults(maker, WALK.shaped(aspect))


def _formats(named: Sequence[str], *, transparent: bool) -> tuple[str, ...]:
    if not named:
        return TRANSPARENT if transparent else ("mp4",)
    for name in named:
        if transparent and not FORMATS[name].has_alpha:
            able = ", ".join(form.name for form in FORMATS.values() if form.has_alpha)
            raise click.UsageError(f"--format {name}: has no transparency; {able} have")
    return tuple(dict.fromkeys(named))


def _params(clip: Clip, settings: Sequence[tuple[str, str]]) -> Any:
    with _one_line_errors():
        return clip.experiment().Params.from_settings(dict(settings))


def _render(
    clips: Sequence[Clip | SceneFile],
    *,
    quality: str,
    settings: Sequence[tuple[str, str]],
    theme: str,
    aspect: str,
    language: str,
    captions: str,
    output: Path,
    jobs: int,
    force: bool,
    quiet: bool,
    as_json: bool,
    formats: Sequence[str],
    transparent: bool,
    together: bool = False,
) -> None:
    """Render what is not there yet; ``together`` for one progress bar instead of one for each."""
    from film.production import Order
    from film.progress import Bars, Lines, OneBar, Silence

    looks: dict[str, Any] = {
        "quality": QUALITIES[quality].shaped(aspect),
        "captions": captions,
        "formats": _formats(formats, transparent=transparent),
        "is_transparent": transparent,
    }
    orders = []
    for each in clips:
        if isinstance(each, SceneFile):
            if settings or theme != "dark" or language != ENGLISH:
                raise click.UsageError(
                    f"{each.path}:{each.scene_name}: --set, --theme and --lang are for clips of the lesson"
                )
            orders.append(Order(each.scene_name, each.scene_name, each, {}, theme="", sources=(), **looks))
        else:
            maker = SceneMaker(each, params := _params(each, settings), theme, captions, language)
            speak(language, each.name)
            sources = tuple(each.sources(language))
            orders.append(
                Order(
                    each.name,
                    say(each.title),
                    maker,
                    params.model_dump(),
                    theme=theme,
                    sources=sources,
                    language=language,
                    sentence=say(each.sentence),
                    **looks,
                )
            )
    due = []
    for each, order in zip(clips, orders, strict=True):
        if order.is_done(output) and not force:
            _report_done(order, output, as_json=as_json, quiet=quiet, verb="is up to date")
        else:
            due.append((each, order))
    if due:
        _check_writable(output)
        names = [order.name for _, order in due]
        totals = [
            None if isinstance(each, SceneFile) else each.seconds * order.quality.fps * len(order.formats)
            for each, order in due
        ]
        if quiet or as_json:
            watcher: Watcher = Silence()
        elif sys.stderr.isatty():
            watcher = OneBar([total or 0 for total in totals]) if together else Bars(names, totals)
        else:
            watcher = Lines(names)
        _render_due(due, output, watcher, jobs=jobs, as_json=as_json)


def _render_due(due: Sequence[tuple[Any, Order]], output: Path, watcher: Watcher, *, jobs: int, as_json: bool) -> None:
    from contextlib import suppress
    from functools import partial
    from multiprocessing import Semaphore

    from film.workers import Failure, Outcome, run_jobs

    failures = []

    def ended(outcome: Outcome[dict[str, Any]]) -> None:
        order = due[outcome.index][1]
        if isinstance(outcome.result, Failure):
            failures.append(f"{order.name}: {outcome.result.reason}")
            watcher.ended(outcome.index, f"{order.name} failed")
            if os.environ.get("DOWNSLOPE_DEBUG"):
                click.echo(outcome.result.details, err=True)
        else:
            warnings = "".join(f" ({warning})" for warning in outcome.result["warnings"])
            watcher.ended(outcome.index, f"{order.name} → {output / outcome.result['files'][0]}{warnings}")
            if as_json:
                _report_done(order, output, as_json=True, quiet=False, verb="")

    # Cores that have no film of their own take parts of the others'.
    idle = Semaphore(max(0, jobs - len(due)))
    work = [partial(_produce, order, output, idle) for _, order in due]
    with watcher:
        import manim  # noqa: F401  # here, so that the processes do not each do it again

        for each, _ in due:
            with suppress(Exception):  # the film that it belongs to fails with it, and says so
                if isinstance(each, Clip):
                    each.scene()
        run_jobs(work, jobs, watcher.frames, ended, idle)
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        raise SystemExit(1)


def _produce(order: Order, output: Path, idle: synchronize.Semaphore, report: Callable[[int], None]) -> dict[str, Any]:
    return order.produce(output, report, idle)


def _report_done(order: Order, output: Path, *, as_json: bool, quiet: bool, verb: str) -> None:
    manifest = json.loads((output / f"{order.name}.json").read_text(encoding="utf-8"))
    files = [str(output / file) for file in manifest["files"]]
    if as_json:
        click.echo(json.dumps({**manifest, "files": files}, ensure_ascii=False))
    elif not quiet:
        click.echo(f"{files[0]} {verb}", err=True)


def _write_page(folder: Path, *, quiet: bool) -> None:
    from film.player import write_player

    with _one_line_errors():
        page = write_player(folder, TITLE, LESSON)
    if page is not None and not quiet:
        click.echo(f"to watch them: {page}", err=True)


def _join(clips: list[Clip], folder: Path, path: Path, *, quiet: bool, as_json: bool) -> None:
    from film.lesson import join_films

    with _one_line_errors():
        joined = join_films(folder, [each.name for each in clips], path, TITLE)
    if as_json:
        click.echo(json.dumps({"lesson": str(path), **joined}, ensure_ascii=False))
    elif not quiet:
        length = _minutes(round(joined["duration"]))
        click.echo(f"{len(clips)} films → {path}, {length} min", err=True)


def _rendered(clips: Sequence[Clip], folder: Path) -> list[RenderedFilm]:
    """The films of these clips; if one is missing, the command that makes it is said."""
    from film.rendered import read_film

    films, missing = [], []
    for each in clips:
        try:
            films.append(read_film(folder, each.name))
        except FileNotFoundError:
            missing.append(each.name)
    if missing:
        names = "all" if len(missing) == len(LESSON) else f"clip {' '.join(missing)}"
        place = "" if folder == Path("out") else f" -o {folder}"
        raise click.ClickException(
            f"not rendered in {folder}: {', '.join(missing)}; to render: render.py {names}{place}"
        )
    return films


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _check_writable(folder: Path) -> None:
    """Say at once, not after minutes, that nothing can be written there."""
    from film.outputs import all_or_nothing

    with _one_line_errors(), all_or_nothing(folder, "downslope"):
        pass


@contextmanager
def _one_line_errors() -> Iterator[None]:
    """What a user can mend is said in one line: status 2 for bad input, 1 for what the machine refuses."""
    from sim.errors import InvalidInput

    try:
        yield
    except InvalidInput as fault:
        raise click.UsageError(str(fault)) from None
    except OSError as fault:
        from film.workers import one_line

        raise click.ClickException(one_line(fault)) from None


def main() -> None:
    """Run the command line; every error is one line on standard error."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as fault:
        click.echo(f"Error: {fault.format_message()}", err=True)
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing half-written was kept.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
