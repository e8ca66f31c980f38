"""What a film depends on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scenes.catalog import CLIPS, LESSON

ROOT = Path(__file__).parent.parent.parent


def test_a_film_depends_on_all_code_that_is_there_when_it_is_made() -> None:
    program = (
        "import sys\n"
        "import film.production, film.workers\n"
        "from scenes.catalog import CLIPS\n"
        "CLIPS['ball-on-hill'].scene()\n"
        "for name, module in sys.modules.items():\n"
        "    if name.split('.')[0] in ('sim', 'film', 'scenes'): print(module.__file__)\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(map(Path, answer.stdout.split())) <= set(CLIPS["ball-on-hill"].sources())


def test_no_film_is_made_anew_for_the_sake_of_decks_pages_and_snippets() -> None:
    formats = {file for package in ("deck", "embed", "player") for file in (ROOT / "film" / package).glob("*.py")}
    assert len(formats) > 3
    assert not any(formats & set(clip.sources()) for clip in LESSON)
