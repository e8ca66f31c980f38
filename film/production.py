"""From an order for a film to its files: video, captions, transcript, poster and manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from importlib.metadata import version
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from film.animation import animate
from film.beats import BeatSpan
from film.captions import subrip, transcript, webvtt
from film.formats import FORMATS, MKV, Animation, Format
from film.inlay import Inlay
from film.language import ENGLISH, iso639, untranslated
from film.outputs import all_or_nothing, fingerprint, is_current, versions
from film.quality import Quality

if TYPE_CHECKING:
    from film.engine import Footage


@dataclass(frozen=True)
class Order:
    """A film that somebody wants.

    Attributes:
        name: of the clip and its files.
        title: what it is called.
        make_scene: makes the scene for a renderer; picklable.
        parameters: of the simulation, every one, as JSON.
        theme, captions: how it shall look; ``captions`` other than "none" lie beside the film and in it as well.
        sources: the code that it depends on; if nobody knows, none, and then the film is never done already.
        formats: names of video formats; each becomes a file.
        language: that the film speaks.
        sentence: what a viewer takes away.
        is_transparent: nothing is painted where the scene has only its background.
    """

    name: str
    title: str
    make_scene: Callable[[Any], Any]
    parameters: Mapping[str, Any]
    quality: Quality
    theme: str
    captions: str
    sources: tuple[Path, ...]
    formats: tuple[str, ...] = ("mp4",)
    language: str = ENGLISH
    sentence: str = ""
    is_transparent: bool = False

    @cached_property
    def fingerprint(self) -> str:
        """Of the order and of the code as it is when this is asked first; it may be edited while the film is made."""
        return fingerprint(self._as_json(), self.sources)

    def is_done(self, folder: Path) -> bool:
        """Whether the folder holds this very film already."""
        return bool(self.sources) and is_current(folder, self.name, self.fingerprint)

    def _as_json(self) -> dict[str, Any]:
        return {
            "clip": self.name,
            "title": self.title,
            "sentence": self.sentence,
            "parameters": dict(self.parameters),
            "quality": asdict(self.quality),
            "theme": self.theme,
            "captions": self.captions,
            "language": self.language,
            "transparent": self.is_transparent,
            "formats": list(self.formats),
        }

    def produce(self, folder: Path, on_frame: Callable[[int], None], idle: Semaphore | None = None) -> dict[str, Any]:
        """Render the film into a folder and return its manifest.

        Args:
            on_frame: called with the number of frames so far.
            idle: a permit for each core that has nothing to do.

        Raises:
            OSError: the folder cannot be written or the disk is full; then nothing of the film is left behind.
        """
        with all_or_nothing(folder, self.name) as workshop:
            filmed = 0
            # The poster and the length are those of a film in full size, if there is one.
            for form in sorted(self.formats, key=lambda name: isinstance(FORMATS[name], Format)):

                def count(frames: int, before: int = filmed) -> None:
                    on_frame(before + frames)

                footage = self._film(FORMATS[form], workshop / f"{self.name}.{form}", idle, count)
                filmed += footage.frames
            if footage.captions:
                told = transcript(self.title, self.sentence, footage.captions, self.parameters)
                (workshop / f"{self.name}.md").write_text(told, encoding="utf-8")
            if self.captions != "none" and footage.captions:
                (workshop / f"{self.name}.vtt").write_text(webvtt(footage.captions), encoding="utf-8")
                (workshop / f"{self.name}.srt").write_text(subrip(footage.captions), encoding="utf-8")
            Image.fromarray(footage.poster).save(workshop / f"{self.name}.png")
            manifest = {
                **self._as_json(),
                "files": [*(f"{self.name}.{form}" for form in self.formats), *sorted(self._beside(workshop))],
                "warnings": [*(["its sounds are left out"] if footage.is_silenced else []), *self._untranslated()],
                "frames": footage.frames,
                "duration": footage.duration,
                "beats": [
                    {"name": span.beat.name, "caption": span.beat.caption, "start": span.start, "end": span.end}
                    for span in footage.timeline
                ],
                "versions": versions(),
                "fingerprint": self.fingerprint,
            }
            (workshop / f"{self.name}.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        return manifest

    def _film(
        self, form: Format | Animation, path: Path, idle: Semaphore | None, on_frame: Callable[[int], None]
    ) -> Footage:
        """Film the scene in one format; what moves without being a video is made from a film of its pictures."""
        from film.engine import film_scene  # noqa: PLC0415  # an order can be made and checked without manim

        film = partial(film_scene, self.make_scene, is_transparent=self.is_transparent, idle=idle, on_frame=on_frame)
        if isinstance(form, Format):
            return film(path, self.quality, form=form, inlay=self._inlay)
        small = form.quality(self.quality)
        # Every frame is counted, so that the scene takes its time as in a film, but only some are painted.
        every, stride = replace(small, fps=self.quality.fps), self.quality.fps // small.fps
        with tempfile.TemporaryDirectory(prefix=f".{self.name}-", dir=path.parent.parent) as folder:
            footage = film(pictures := Path(folder) / "pictures.mkv", every, form=MKV, stride=stride)
            animate(pictures, path, form)
        return footage

    def _inlay(self, timeline: Sequence[BeatSpan], captions: Sequence[BeatSpan]) -> Inlay:
        settings = [f"{name}={value}" for name, value in self.parameters.items()]
        look = [f"theme {self.theme}", f"language {self.language}"] if self.theme else []
        return Inlay(
            title=self.title,
            comment=f"Made with Downslope {version('downslope')}: " + ", ".join([self.name, *settings, *look]),
            chapters=[(span.beat.title, span.start, span.end) for span in timeline],
            captions=captions if self.captions != "none" else (),
            language=iso639(self.language),
            # What somebody else's scene says, it says beside the picture.
            is_drawn=self.captions == "on-screen" and captions == timeline,
        )

    def _untranslated(self) -> list[str]:
        """What the film had to say in English although it was asked to speak another language."""
        missing = untranslated()
        if not missing:
            return []
        texts = f"{len(missing)} texts, such as" if len(missing) > 1 else "a text:"
        return [f"captions/{self.language}.toml lacks {texts} {missing[0]!r}, so the film has it in English"]

    def _beside(self, workshop: Path) -> set[str]:
        """What lies beside the films, the manifest included."""
        made = {file.name for file in workshop.iterdir() if file.suffix[1:] not in self.formats}
        return made | {f"{self.name}.json"}
