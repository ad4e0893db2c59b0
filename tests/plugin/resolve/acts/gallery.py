# SPDX-License-Identifier: Apache-2.0
"""The gallery of stills."""

from pathlib import Path

from tests.plugin.resolve.pictures import write_picture
from tests.plugin.resolve.state import Album, Gallery, Still


class OfGallery:
    get_album_name = staticmethod(lambda host, gallery, album: album.name)
    get_current_still_album = staticmethod(lambda host, gallery: gallery.current)
    get_gallery_still_albums = staticmethod(lambda host, gallery: list(gallery.albums))
    get_gallery_power_grade_albums = staticmethod(lambda host, gallery: list(gallery.power))

    @staticmethod
    def set_album_name(host, gallery: Gallery, album: Album, name: str) -> bool:
        album.name = name or album.name
        return bool(name)

    @staticmethod
    def set_current_still_album(host, gallery: Gallery, album: Album) -> bool:
        if album not in gallery.albums:
            return False
        gallery.current = album
        return True

    @staticmethod
    def create_gallery_still_album(host, gallery: Gallery) -> Album:
        gallery.albums.append(Album(f"Stills {len(gallery.albums) + 1}"))
        host.touched()
        return gallery.albums[-1]

    @staticmethod
    def create_gallery_power_grade_album(host, gallery: Gallery) -> Album:
        gallery.power.append(Album(f"PowerGrade {len(gallery.power) + 1}", power=True))
        return gallery.power[-1]


class OfAlbum:
    get_stills = staticmethod(lambda host, album: list(album.stills))
    get_label = staticmethod(lambda host, album, still: still.label)

    @staticmethod
    def set_label(host, album: Album, still: Still, label: str) -> bool:
        still.label = label
        return still in album.stills

    @staticmethod
    def import_stills(host, album: Album, paths: "list[str]") -> bool:
        album.stills += [Still(Path(path).stem, (1920, 1080), "") for path in paths if Path(path).is_file()]
        host.touched()
        return any(Path(path).is_file() for path in paths)

    @staticmethod
    def export_stills(host, album: Album, stills: "list[Still]", folder: str, prefix: str, sort: str) -> bool:
        """False unless the Gallery panel is open."""
        if (host.faults.gallery_panel_closed and not host.gallery_open) or not Path(folder).is_dir():
            return False
        for number, still in enumerate(stills, 1):
            write_picture(Path(folder) / f"{prefix}_{number}.{sort}", None, still.size)
        return bool(stills)

    @staticmethod
    def delete_stills(host, album: Album, stills: "list[Still]") -> bool:
        before = len(album.stills)
        album.stills = [still for still in album.stills if still not in stills]
        return len(album.stills) < before
