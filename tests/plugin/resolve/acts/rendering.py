# SPDX-License-Identifier: Apache-2.0
"""The render queue of a project, with the hidden state of the preset that was loaded last."""

import json
from pathlib import Path

from tests.plugin.resolve.acts import resolve as shelves
from tests.plugin.resolve.state import Project
from tests.plugin.resolve.timecode import rate_called

FORMATS = {"QuickTime": "mov", "MP4": "mp4", "MXF OP1A": "mxf", "DPX": "dpx", "Wave": "wav"}
CODECS = {
    "mov": {"Apple ProRes 422 HQ": "ProRes422HQ", "Apple ProRes 4444": "ProRes4444", "H.264": "H264", "DNxHR HQX": "DNxHRHQX"},
    "mp4": {"H.264": "H264", "H.265": "H265"},
    "mxf": {"DNxHR HQX": "DNxHRHQX"},
    "dpx": {"RGB 10-bit": "RGB10"},
    "wav": {},
}
# What a preset brings, and what SetRenderSettings is added to.
_PRESETS = {
    "H.264 Master": {"format": ("mp4", "H264"), "ExportVideo": True, "ExportAudio": True},
    "ProRes 422 HQ": {"format": ("mov", "ProRes422HQ"), "ExportVideo": True, "ExportAudio": True},
    "Audio Only": {"format": ("mp4", "H264"), "ExportVideo": False, "ExportAudio": True},
}


def get_render_formats(host, project: Project) -> "dict[str, str]":
    return dict(FORMATS)


def get_render_codecs(host, project: Project, sort: str) -> "dict[str, str]":
    return dict(CODECS.get(sort, {}))


def get_audio_render_formats(host, project: Project) -> "dict[str, str]":
    return {"Wave": "wav"}


def get_audio_render_codecs(host, project: Project, sort: str) -> "dict[str, str]":
    return {"Linear PCM": "LinearPCM"} if sort == "wav" else {}


def get_current_render_format_and_codec(host, project: Project) -> "dict[str, str]":
    return {"format": project.render_format[0], "codec": project.render_format[1]}


def set_current_render_format_and_codec(host, project: Project, sort: str, codec: str) -> bool:
    """The codec by its id; its description is refused."""
    known = CODECS.get(sort, {})
    ids = [*known.values(), *([] if host.faults.codec_by_id else known)]
    if codec not in ids:
        return False
    project.render_format = (sort, codec)
    return True


def get_current_render_mode(host, project: Project) -> int:
    return project.render_mode


def set_current_render_mode(host, project: Project, mode: float) -> bool:
    project.render_mode = int(mode)
    return True


def get_render_resolutions(host, project: Project, sort: str = "", codec: str = "") -> "list[dict]":
    return [{"Width": 1920, "Height": 1080}, {"Width": 3840, "Height": 2160}]


def get_render_preset_list(host, project: Project) -> "list[str]":
    return list(host.presets["render"])


def get_render_presets(host, project: Project) -> "dict":
    return dict(enumerate(host.presets["render"], 1))


def load_render_preset(host, project: Project, name: str) -> bool:
    if name not in host.presets["render"]:
        return False
    preset = dict(_PRESETS.get(name, {"format": project.render_format}))
    project.render_format = preset.pop("format")
    project.render = preset
    return True


def save_as_new_render_preset(host, project: Project, name: str) -> bool:
    return shelves.save_preset(host, "render", name)


def delete_render_preset(host, project: Project, name: str) -> bool:
    return shelves.drop_preset(host, "render", name)


def update_render_preset(host, project: Project, name: str) -> bool:
    return name in host.presets["render"]


def set_quick_export_enabled_for_render_preset(host, project: Project, name: str, enabled: bool) -> bool:
    if name not in host.presets["render"]:
        return False
    if enabled and name not in host.presets["quick"]:
        host.presets["quick"].append(name)
    return True


def set_render_settings(host, project: Project, settings: "dict") -> bool:
    """Added on top of what the preset left; subtitles are accepted and without effect."""
    ignored = ("ExportSubtitle", "SubtitleFormat") if host.faults.subtitles_ignored else ()
    if not host.faults.preset_stays:
        project.render = {}
    project.render.update({key: value for key, value in settings.items() if key not in ignored})
    return True


def add_render_job(host, project: Project) -> str:
    """The id of the job; "" where there is nothing to render."""
    timeline, settings = project.timeline, project.render
    if timeline is None or not Path(settings.get("TargetDir", "")).is_dir() or not settings.get("TargetDir"):
        return ""
    sort, codec = project.render_format
    name = settings.get("CustomName", timeline.name)
    job = {
        "JobId": f"job-{len(project.queue) + 1}-{timeline.id[:8]}",
        "RenderJobName": f"Job {len(project.queue) + 1}",
        "TimelineName": timeline.name,
        "TargetDir": settings["TargetDir"],
        "OutputFilename": f"{name}.{sort}",
        "IsExportVideo": settings.get("ExportVideo", True),
        "IsExportAudio": settings.get("ExportAudio", True),
        "FormatWidth": settings.get("FormatWidth", 1920),
        "FormatHeight": settings.get("FormatHeight", 1080),
        "FrameRate": rate_called(timeline.rate),
        "MarkIn": settings.get("MarkIn", timeline.first),
        "MarkOut": settings.get("MarkOut", timeline.end - 1),
        "RenderMode": "Single clip" if project.render_mode else "Individual clips",
        "PresetName": "Custom",
        "VideoFormat": sort,
        "VideoCodec": codec,
        "AudioCodec": settings.get("AudioCodec", "lpcm"),
    }
    project.queue.append({**job, "status": "Ready"})
    return job["JobId"]


def get_render_job_list(host, project: Project) -> "list[dict]":
    return [{key: value for key, value in job.items() if key != "status"} for job in project.queue]


def get_render_jobs(host, project: Project) -> "dict":
    return dict(enumerate(get_render_job_list(host, project), 1))


def delete_render_job(host, project: Project, job: str) -> bool:
    before = len(project.queue)
    project.queue = [one for one in project.queue if one["JobId"] != job]
    return len(project.queue) < before


def delete_render_job_by_index(host, project: Project, place: int) -> bool:
    if not 1 <= place <= len(project.queue):
        return False
    del project.queue[place - 1]
    return True


def delete_all_render_jobs(host, project: Project) -> bool:
    project.queue = []
    return True


def start_rendering(host, project: Project, *asked: "object") -> bool:
    """Ids one by one, or a list of them; without any: the whole queue. What is rendered is a small file that says what it is."""
    ids = [one for part in asked for one in (part if isinstance(part, list) else [part]) if isinstance(one, str)]
    jobs = [job for job in project.queue if not ids or job["JobId"] in ids]
    if not jobs or (ids and len(jobs) < len(ids)):
        return False
    for job in jobs:
        _render(job)
    return True


def _render(job: "dict") -> None:
    plain = {key: value for key, value in job.items() if key != "status"}
    target = Path(job["TargetDir"]) / job["OutputFilename"]
    try:
        target.write_text(json.dumps(plain, indent=1), "utf-8")
        job["status"] = "Complete"
    except OSError as error:
        job["status"], job["error"] = "Failed", str(error)


def stop_rendering(host, project: Project) -> None:
    project.rendering = []


def is_rendering_in_progress(host, project: Project) -> bool:
    return bool(project.rendering)


def get_render_job_status(host, project: Project, job: str) -> "dict":
    found = next((one for one in project.queue if one["JobId"] == job), None)
    if found is None:
        return {}
    done = found["status"] == "Complete"
    status = {"JobStatus": found["status"], "CompletionPercentage": 100 if done else 0}
    if done:
        status["TimeTakenToRenderInMs"] = 40
    if "error" in found:
        status["Error"] = found["error"]
    return status


def get_quick_export_render_presets(host, project: Project) -> "list[str]":
    return list(host.presets["quick"])


def render_with_quick_export(host, project: Project, name: str, settings: "dict") -> "dict | str":
    """A status, or a sentence, which is true for `if`."""
    if name not in host.presets["quick"]:
        return f"Quick export preset {name} does not exist"
    if project.timeline is None or not Path(settings.get("TargetDir", "")).is_dir():
        return "Failed to export: no target"
    target = Path(settings["TargetDir"]) / (settings.get("CustomName", project.timeline.name) + ".mp4")
    target.write_text(json.dumps({"preset": name, "timeline": project.timeline.name}), "utf-8")
    return {"JobStatus": "Complete", "CompletionPercentage": 100, "TimeTakenToRenderInMs": 40}
