# SPDX-License-Identifier: Apache-2.0
"""What each documented call does to the state: functions (host, node, *arguments), gathered by the class that has the call."""

from tests.plugin.resolve.acts import (
    clip,
    folder,
    gallery,
    grading,
    interchange,
    item,
    listening,
    manager,
    markers,
    placing,
    pool,
    project,
    rendering,
    resolve,
    settings,
    storage,
    takes,
    timeline,
    tracks,
)


def _gathered(*rooms: "object") -> "dict":
    return {
        name: getattr(room, name)
        for room in rooms
        for name in vars(room)
        if not name.startswith("_") and callable(getattr(room, name))
    }


ACTS = {
    "Resolve": _gathered(resolve),
    "ProjectManager": _gathered(manager),
    "Project": _gathered(project, settings.OfProject, rendering),
    "MediaStorage": _gathered(storage),
    "MediaPool": _gathered(pool, placing, interchange.OfPool),
    "Folder": _gathered(folder, listening.OfFolder),
    "MediaPoolItem": _gathered(clip, markers, listening.OfClip),
    "Timeline": _gathered(timeline, tracks, markers, settings.OfTimeline, interchange.OfTimeline),
    "TimelineItem": _gathered(item, takes, markers, grading.OfItem),
    "Gallery": _gathered(gallery.OfGallery),
    "GalleryStillAlbum": _gathered(gallery.OfAlbum),
    "GalleryStill": {},
    "Graph": _gathered(grading.OfGraph),
    "ColorGroup": _gathered(grading.OfGroup),
    "Fusion": {},
}
