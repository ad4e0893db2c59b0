# SPDX-License-Identifier: Apache-2.0
"""The window of editors as the face of the real Resolve script, which runs without a window in a free Resolve: from a prompt to
another take, and to a film of its own timeline. Only Resolve itself is a fake one (`tests/plugin/resolve`)."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.editors.conftest import LONG_MS
from tests.gui.editors.test_editors import connected, ended, ordered, shot_form
from tests.plugin.resolve.conftest import make_host  # noqa: F401 - a fixture
from tests.plugin.resolve.host import Host
from tests.server.harness import EngineProcess

from aiprod_app.editors.film import FilmForm
from aiprod_app.editors.takes import TakesForm
from aiprod_app.editors.window import EditorsWindow
from aiprod_app.editors.words import outcome
from aiprod_app.start.sample import unpack
from aiprod_app.studio import Studio


@pytest.fixture
def resolve(
    make_host: Callable[..., Host], server: EngineProcess, studio: Studio, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> Iterator[Host]:  # fmt: skip
    """A free Resolve 20.3 at 24, with AIPROD started from its menu."""
    from aiprod_resolve import lines, places
    from aiprod_resolve.main import run

    monkeypatch.setenv("AIPROD_HOME", str(server.folder))
    monkeypatch.setenv("AIPROD_LANG", "en")
    monkeypatch.setattr(lines, "WAIT_S", 0.4)
    fake = make_host("20.3-free")
    fake.user.project("Été “2026” 🎬", "24")
    fake.user.timeline()
    fake.user.playhead(48)

    def work() -> None:
        fake.gate.own_thread()
        run(fake.script_globals(), lambda _text: None, lambda seconds: (fake.rest(), time.sleep(min(seconds, 0.01)))[0])

    script = threading.Thread(target=work, name="script")
    script.start()
    yield fake
    places.write_private(places.panels_folder() / "resolve-running.json", {"pid": 0, "started": 0})  # started a second time
    script.join(60)
    assert not script.is_alive()


def test_a_shot_another_take_and_a_film(
    editors: EditorsWindow, resolve: Host, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:  # fmt: skip
    connected(editors, qtbot)
    assert "free edition" in editors.host.currentText() and "bridge" in editors.face.facts["mode"].text()
    assert editors.face.facts["playhead"].text() == "01:00:02:00"
    work = ordered(editors, shot_form(editors))
    assert ended(work, qtbot) == "right", work.details.text()
    assert work.report is not None and outcome(work.report).endswith("right to the frame.")
    resolve.user.playhead(50)
    editors.face.choose("takes")
    form = editors.face.forms["takes"]
    assert isinstance(form, TakesForm)
    qtbot.waitUntil(lambda: form.takes.count() == 1, timeout=LONG_MS)
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    editors.face.choose("film")
    form = editors.face.forms["film"]
    assert isinstance(form, FilmForm)
    with qtbot.waitSignal(studio.film.opened, timeout=LONG_MS):
        studio.open_film(unpack("en", tmp_path))
    work = ordered(editors, form)
    assert ended(work, qtbot) == "right", work.details.text()
    assert work.report is not None and work.report.placed == work.report.planned > 10
    qtbot.waitUntil(lambda: "Low Tide" in editors.face.facts["place"].text(), timeout=LONG_MS)
