# SPDX-License-Identifier: Apache-2.0
"""What is done with the bin: it is kept up to date, and things get from it onto the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from aiprod.film.timeline import Kind, MediaFile, named
from aiprod.film.timeline_changes import Edit
from aiprod_app.pages.edit.bin.items import Item, items_of, media_item, parts_of
from aiprod_app.pages.edit.bring import Brought, media_of
from aiprod_app.pages.edit.laying import Mode, laid, with_sound
from aiprod_app.timeline.dropping import Drop, mime_of

if TYPE_CHECKING:
    from aiprod_app.background import Task
    from aiprod_app.pages.edit.page import EditPage


class BinActs(QObject):
    """Commands on what the bin holds."""

    def __init__(self, page: EditPage) -> None:
        super().__init__(page)
        self._page = page
        self._known: dict[Path, MediaFile | None] = {}
        self._listing: Task | None = None
        self._carried: tuple[Item, ...] = ()
        """What is being dragged out of the bin."""

    def forget(self) -> None:
        """Another film is open."""
        self._known.clear()
        self._carried = ()

    def fill(self) -> None:
        shown, root = self._page.studio.film.shown, self._page.studio.film.root
        assert shown is not None
        known = self._known

        def listed() -> tuple[Item, ...]:
            return items_of(shown.film, shown.standing, shown.timeline, media_of(root, shown.timeline, rate, known))

        rate = shown.timeline.rate if shown.timeline is not None else shown.film.brief.rate
        if self._listing is not None:
            self._listing.cancel()
        self._listing = self._page.studio.background.run(
            listed, lambda items: self._page.bin.show_items(items, rate), self._page.studio.messages.error, owner=self
        )

    def dragged(self, items: Sequence[Item]) -> QMimeData:
        """What is dragged out of the bin: the main clip of each item; what belongs to it follows when it is dropped."""
        timeline = self._page.studio.film.timeline
        rate = timeline.rate if timeline is not None else self._page.studio.film.film.brief.rate
        self._carried = tuple(items)
        source = self._page.viewing.source
        spans = {source.key: self._page.viewing.source_span} if source is not None else {}
        return mime_of([parts_of(item, rate, spans.get(item.key))[0].clip for item in items])

    def lay(self, mode: Mode, item: Item | None = None) -> None:
        """Insert or overwrite from the bin: what the viewer shows of it, else what is chosen there; at the in point or the
        playhead."""
        source = self._page.viewing.source if self._page.viewing.showing_source else None
        meant, now = item or source or self._page.bin.current, self._page.hand()
        if meant is None or now is None:
            return
        marked = self._page.viewing.source
        span = self._page.viewing.source_span if marked is not None and marked.key == meant.key else None
        frame = now.timeline.span[0] if now.timeline.span is not None else now.playhead
        edits, end = laid(now.timeline, meant, frame, mode, self.targets(), span)
        self._page.studio.film.edit_timeline(edits, lambda _shown: self._page.viewing.seek_film(end), self._page.refused)

    def targets(self) -> dict[Kind, str]:
        return {kind: self._page.bar.target(kind) for kind in ("video", "audio")}

    def files_dropped(self, drop: Drop) -> None:
        """Files that were dropped on the timeline: brought into the film, then laid where they were dropped."""

        def brought(found: Brought) -> None:
            now, frame = self._page.hand(), drop.frame
            edits: list[Edit] = []
            if now is None:
                return
            timeline = now.timeline
            for item in (media_item(media, self._page.studio.film.root, timeline.rate) for media in found.media):
                targets = {**self.targets(), **({drop.kind: drop.track} if drop.track else {})}
                more, frame = laid(timeline, item, frame, drop.mode, targets)
                for edit in more:
                    timeline = edit.done(timeline)
                edits += more
            self._page.ask(edits)

        self._page.bring.bring(drop.paths, brought)

    def show(self, key: str) -> None:
        self._page.bin.search.clear()
        self._page.bin.group.setCurrentIndex(0)
        self._page.bin.select(key)

    def find(self, item: Item) -> None:
        """Select the clips that show an item, and go to the first."""
        now = self._page.hand()
        found = (
            [(start, clip.id) for _, start, clip in now.timeline.clips() if named(clip.shows) == named(item.shows)] if now else []
        )
        if found:
            self._page.timeline_view.select(name for _, name in found)
            self._page.viewing.seek_film(min(found)[0])

    def with_carried(self, edits: Sequence[Edit]) -> Sequence[Edit]:
        """The timeline's edits of a drop, with what belongs to the clips that came out of the bin."""
        carried, self._carried, now = self._carried, (), self._page.hand()
        return with_sound(now.timeline, edits, carried, self.targets()) if carried and now is not None else edits
