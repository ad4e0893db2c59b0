# SPDX-License-Identifier: Apache-2.0
"""Send a film as a new timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit

from aiprod_app.editors.context import Context
from aiprod_app.editors.form import TaskForm, clip_name, fill, roomy_combo
from aiprod_app.editors.work import Wish
from aiprod_app.engine.films import film_id

if TYPE_CHECKING:
    from aiprod.client.client import AsyncClient
    from aiprod.wire.clips import ClipView
    from aiprod.wire.films import FilmList
    from aiprod_app.editors.model import Deed

_MIX = "mix.wav"
"""The finished mix, for hosts in which no script can set levels."""
_AT_ONCE = 500
"""Files that the engine is asked for at once."""
_OPEN = "."


class FilmForm(TaskForm):
    """Which film, and what the timeline is called."""

    key = "film"
    needs = ("build_film",)

    def build(self) -> None:
        self.film: QComboBox = roomy_combo()
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.row(self.film)
        self.row(self.name)
        self._known: tuple[tuple[str, str], ...] = ()
        self.film.activated.connect(lambda _row: self._film_is())
        self.studio.film.opened.connect(self._show_films)
        self.studio.film.closed.connect(self._show_films)

    @property
    def title(self) -> str:
        return self.tr("Send a film")

    def entered(self) -> None:
        self.studio.engine.ask(lambda client: client.films.list(), self._have, lambda _error: None, owner=self)

    def _have(self, found: FilmList) -> None:
        self._known = tuple((film.id, film.name) for film in found.films if film.present)
        self._show_films()

    def _show_films(self, opened: object = None) -> None:
        """A film that was just opened is what is meant."""
        film = self.studio.film
        items: list[tuple[object, str]] = list(self._known)
        if film.is_open and film.shown is not None:
            items.insert(0, (_OPEN, self.tr("The open film: {name}").format(name=film.shown.film.name)))
        before = self.film.currentData()
        fill(self.film, items, _OPEN if opened is not None else None)
        if self.film.currentData() != before:
            self._film_is()
        self.check()

    def _film_is(self) -> None:
        row, film = self.film.currentData(), self.studio.film
        names = dict(self._known)
        own = film.shown.film.name if row == _OPEN and film.shown is not None else names.get(str(row), "")
        self.name.setText(own)

    def shown_context(self, context: Context) -> None:
        self.tell(self.tr("A new timeline is made in “{project}”; what is there stays as it is.").format(project=context.project))

    def wanting(self, context: Context) -> str:
        if not self.film.count():
            return self.tr("There is no film yet: make one first.")
        return "" if self.name.text().strip() else self.tr("Give the timeline a name.")

    def wish(self, context: Context) -> Wish:
        row, called, root = str(self.film.currentData()), self.name.text().strip(), None
        if row == _OPEN:
            root = self.studio.film.root

        async def lay(client: AsyncClient, _clip: ClipView | None) -> Deed:
            film = row if root is None else await film_id(client, root)
            edit = await client.films.timeline(film=film)
            wanted = list(dict.fromkeys(item.asset_id for track in edit.tracks for item in track.items if item.asset_id))
            mixes = [
                file.asset for take in (await client.takes.list(film=film)).takes if take.department == "mixing"
                for file in take.files if file.name == _MIX
            ][:1]  # fmt: skip
            wanted += mixes
            found = [
                asset for at in range(0, len(wanted), _AT_ONCE)
                for asset in (await client.assets.resolve(film=film, assets=tuple(wanted[at : at + _AT_ONCE]))).assets
            ]  # fmt: skip
            assets = {asset.asset: asset.model_dump(mode="json") for asset in found}
            given = {"edit_list": edit.model_dump(mode="json"), "assets": assets, "name": called}
            if mixes and mixes[0] in assets:
                given["mix"] = assets[mixes[0]]
            return "build_film", given

        return Wish(self.tr("Film: {name}").format(name=clip_name(called)), lay, patience_s=1800.0)

    def retranslate(self) -> None:
        self.label(self.film, self.tr("Film"))
        self.label(self.name, self.tr("Name of the timeline"))
        self.go.setText(self.tr("Send it as a timeline"))
        self._show_films()
        super().retranslate()
