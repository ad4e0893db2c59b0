# SPDX-License-Identifier: Apache-2.0
"""The project manager: databases, folders, projects, saving."""

import json
from pathlib import Path

from tests.plugin.resolve.state import Project, Shelf


def _named(host, name: str) -> "Project | None":
    return next((project for project in host.shelf.projects if project.name == name), None)


def get_current_database(host, node) -> "dict | None":
    return None if host.faults.lost_database else host.database.row


def get_database_list(host, node) -> "list[dict]":
    return [database.row for database in host.databases]


def set_current_database(host, node, row: "dict") -> bool:
    found = next((one for one in host.databases if one.sort == row.get("DbType") and one.name == row.get("DbName")), None)
    if found is None:
        return False
    host.database, host.shelf = found, found.root
    host.faults.lost_database = False
    if not found.root.projects:
        host.new_project("Untitled Project")
    host.project = found.root.projects[0]
    return True


def get_current_project(host, node) -> "Project | None":
    return None if host.faults.lost_database else host.project


def create_project(host, node, name: str, _media: str = "") -> "Project | None":
    """None where the name exists, and where the current project blocks."""
    if host.faults.lost_database or host.faults.current_project_blocks or not name or _named(host, name):
        return None
    host.project = host.new_project(name)
    return host.project


def load_project(host, node, name: str) -> "Project | None":
    found = None if host.faults.lost_database else _named(host, name)
    if found:
        host.project = found
    return found


def delete_project(host, node, name: str) -> bool:
    found = _named(host, name)
    if found is None or found is host.project:
        return False
    host.shelf.projects.remove(found)
    return True


def save_project(host, node) -> bool:
    """Untitled Project: False. A batch that failed shows items until the project is saved; then they are gone."""
    project = host.project
    if host.faults.lost_database or (project.name == "Untitled Project" and host.faults.untitled_unsaved):
        return False
    for item in host.fresh[len(host.fresh) - host.faults.vanish_on_save :] if host.faults.vanish_on_save else []:
        if item.track is not None and item in item.track.items:
            item.track.items.remove(item)
    host.fresh = []
    project.dirty = False
    project.modified += 1
    return True


def close_project(host, node, project: Project) -> bool:
    if project is not host.project:
        return False
    host.project = next(
        (one for one in host.shelf.projects if one.name == "Untitled Project" and one is not project), None
    ) or host.new_project("Untitled Project")
    return True


def create_folder(host, node, name: str) -> bool:
    if not name or any(shelf.name == name for shelf in host.shelf.shelves):
        return False
    host.shelf.shelves.append(Shelf(name, host.shelf))
    return True


def delete_folder(host, node, name: str) -> bool:
    before = len(host.shelf.shelves)
    host.shelf.shelves = [shelf for shelf in host.shelf.shelves if shelf.name != name]
    return len(host.shelf.shelves) < before


def get_project_list_in_current_folder(host, node) -> "list[str]":
    return [project.name for project in host.shelf.projects]


def get_projects_in_current_folder(host, node) -> "dict":
    return dict(enumerate(get_project_list_in_current_folder(host, node), 1))


def get_folder_list_in_current_folder(host, node) -> "list[str]":
    return [shelf.name for shelf in host.shelf.shelves]


def get_folders_in_current_folder(host, node) -> "dict":
    return dict(enumerate(get_folder_list_in_current_folder(host, node), 1))


def get_project_attributes_in_current_folder(host, node) -> "dict":
    return {project.name: {"timelineCount": len(project.timelines)} for project in host.shelf.projects}


def get_project_last_modified_time(host, node, name: str) -> "int | None":
    found = _named(host, name)
    return found.modified if found else None


def goto_root_folder(host, node) -> bool:
    host.shelf = host.database.root
    return True


def goto_parent_folder(host, node) -> bool:
    if host.shelf.parent is None:
        return False
    host.shelf = host.shelf.parent
    return True


def get_current_folder(host, node) -> str:
    return host.shelf.name


def open_folder(host, node, name: str) -> bool:
    found = next((shelf for shelf in host.shelf.shelves if shelf.name == name), None)
    host.shelf = found or host.shelf
    return found is not None


def export_project(host, node, name: str, path: str, _luts: bool = True) -> bool:
    found = _named(host, name)
    if found is None or not Path(path).parent.is_dir():
        return False
    Path(path).write_text(json.dumps({"project": name, "timelines": [timeline.name for timeline in found.timelines]}), "utf-8")
    return True


def archive_project(host, node, name: str, path: str, _media: bool = True, _cache: bool = True, _proxy: bool = False) -> bool:
    return export_project(host, node, name, path)


def import_project(host, node, path: str, name: str = "") -> bool:
    wanted = name or Path(path).stem
    if not Path(path).exists() or _named(host, wanted):
        return False
    host.new_project(wanted)
    return True


restore_project = import_project


def create_cloud_project(host, node, _settings: "dict") -> None:
    """Nobody is signed in to Blackmagic Cloud here."""
    return None


load_cloud_project = create_cloud_project


def import_cloud_project(host, node, _path: str, _settings: "dict") -> bool:
    return False


restore_cloud_project = import_cloud_project
