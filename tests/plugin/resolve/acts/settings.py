# SPDX-License-Identifier: Apache-2.0
"""Settings of projects and timelines: strings, but for the frame rate and superScale."""

from tests.plugin.resolve.acts import resolve as shelves
from tests.plugin.resolve.state import Project, Timeline
from tests.plugin.resolve.timecode import parse_rate, rate_called, to_frames, to_timecode


def _read(owner: "Project | Timeline", name: str) -> "object":
    if name == "timelineFrameRate":
        return float(rate_called(owner.rate))
    if name == "timelinePlaybackFrameRate":
        return rate_called(owner.rate)
    return owner.settings.get(name, "")


def _all(owner: "Project | Timeline") -> "dict":
    return {name: _read(owner, name) for name in [*owner.settings, "timelineFrameRate", "timelinePlaybackFrameRate"]}


def _get(owner: "Project | Timeline", name: str) -> "object":
    return _read(owner, name) if name else _all(owner)


def _write(owner: "Project | Timeline", name: str, value: "object") -> bool:
    if name == "timelinePlaybackFrameRate" or name not in owner.settings:
        return False
    numeric = name == "superScale"
    if not isinstance(value, (int, float) if numeric else str):
        return False
    owner.settings[name] = value
    return True


def _set_project(host, project: Project, name: str, value: "object") -> bool:
    if name == "timelineFrameRate":
        return _set_rate(host, project, str(value))
    if name == "timelineDropFrameTimecode" and project.timelines:
        return False
    done = _write(project, name, value)
    if done and name == "timelineDropFrameTimecode":
        project.drop = value == "1"
    return done


def _set_rate(host, project: Project, value: str) -> bool:
    """Only while the project has no timeline."""
    if project.timelines and host.faults.rate_set_once:
        return False
    try:
        project.rate, project.drop = parse_rate(value)
    except ValueError:
        return False
    project.settings["timelineDropFrameTimecode"] = "1" if project.drop else "0"
    return True


def _set_timeline(host, timeline: Timeline, name: str, value: "object") -> bool:
    """`useCustomSettings` first; switching it takes back what was set. The rate and drop frame are the project's for good."""
    if name == "useCustomSettings":
        timeline.settings = {**host.project.settings, name: value}
        return value in ("0", "1")
    if name == "timelineFrameRate" and not host.faults.rate_set_once and not timeline.items:
        return _retime(timeline, str(value))
    if timeline.settings.get("useCustomSettings") != "1" or name in ("timelineFrameRate", "timelineDropFrameTimecode"):
        return False
    return _write(timeline, name, value)


def _retime(timeline: Timeline, value: str) -> bool:
    start = to_timecode(timeline.first, timeline.rate, timeline.drop)
    try:
        timeline.rate, timeline.drop = parse_rate(value)
    except ValueError:
        return False
    timeline.first = timeline.playhead = to_frames(start, timeline.rate, timeline.drop)
    return True


class OfProject:
    get_setting = staticmethod(lambda host, project, name="": _get(project, name))
    get_settings = staticmethod(lambda host, project: _all(project))

    @staticmethod
    def set_setting(host, project: Project, name: str, value: str) -> bool:
        return _changed(host, _set_project(host, project, name, value))

    @staticmethod
    def set_settings(host, project: Project, values: "dict") -> bool:
        return _changed(host, _each(_set_project(host, project, name, value) for name, value in values.items()))

    @staticmethod
    def get_preset_list(host, project: Project) -> "list":
        return [{"Name": name, "Width": 1920, "Height": 1080} for name in host.presets["settings"]]

    get_project_settings_preset_list = get_preset_list
    get_presets = staticmethod(lambda host, project: dict(enumerate(OfProject.get_preset_list(host, project), 1)))

    @staticmethod
    def set_preset(host, project: Project, name: str) -> bool:
        return name in host.presets["settings"]

    set_project_settings_preset = set_preset
    update_project_settings_preset = set_preset

    @staticmethod
    def save_current_project_settings_as_new_preset(host, project: Project, name: str) -> bool:
        if name in host.presets["settings"]:
            return False
        host.presets["settings"].append(name)
        return True

    @staticmethod
    def delete_project_settings_preset(host, project: Project, name: str) -> bool:
        return shelves.drop_preset(host, "settings", name)

    @staticmethod
    def export_project_settings_preset(host, project: Project, name: str, path: str) -> bool:
        return shelves.write_preset(host, "settings", name, path)

    @staticmethod
    def import_project_settings_preset(host, project: Project, path: str, name: str = "") -> bool:
        return shelves.read_preset(host, "settings", path, name)


class OfTimeline:
    get_setting = staticmethod(lambda host, timeline, name="": _get(timeline, name))
    get_settings = staticmethod(lambda host, timeline: _all(timeline))

    @staticmethod
    def set_setting(host, timeline: Timeline, name: str, value: str) -> bool:
        return _changed(host, _set_timeline(host, timeline, name, value))

    @staticmethod
    def set_settings(host, timeline: Timeline, values: "dict") -> bool:
        return _changed(host, _each(_set_timeline(host, timeline, name, value) for name, value in values.items()))


def _each(done: "object") -> bool:
    """Whether all went well; what went well stays, unlike `all` it stops at nothing."""
    return False not in list(done)


def _changed(host, done: bool) -> bool:
    if done:
        host.touched()
    return done
