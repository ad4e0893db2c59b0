# SPDX-License-Identifier: Apache-2.0
"""Jobs in words: what they make, how far they are, how long it takes still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aiprod.film.messages import translated
from aiprod_app.i18n.languages import language_in_use
from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from aiprod.wire.jobs import JobView, Progress

_KINDS = {
    "film": QT_TRANSLATE_NOOP("Jobs", "Film"),
    "export": QT_TRANSLATE_NOOP("Jobs", "Export"),
    "check": QT_TRANSLATE_NOOP("Jobs", "Quality control"),
    "repair": QT_TRANSLATE_NOOP("Jobs", "Repair of the models"),
    "pull": QT_TRANSLATE_NOOP("Jobs", "Download of a model"),
    "import": QT_TRANSLATE_NOOP("Jobs", "Import of models"),
    "build": QT_TRANSLATE_NOOP("Jobs", "Making of a test model"),
    "verify": QT_TRANSLATE_NOOP("Jobs", "Check of models’ files"),
    "compile": QT_TRANSLATE_NOOP("Jobs", "Compiling of a model"),
    "runtime": QT_TRANSLATE_NOOP("Jobs", "Installation of what video models need"),
    "models": QT_TRANSLATE_NOOP("Jobs", "Models"),
    "retake": QT_TRANSLATE_NOOP("Jobs", "Another take"),
    "clip": QT_TRANSLATE_NOOP("Jobs", "Clip for an editor"),
}
_DEPARTMENTS = {
    "writing": QT_TRANSLATE_NOOP("Jobs", "Writing"),
    "directing": QT_TRANSLATE_NOOP("Jobs", "Directing"),
    "shooting": QT_TRANSLATE_NOOP("Jobs", "Shooting"),
    "voices": QT_TRANSLATE_NOOP("Jobs", "Voices"),
    "music": QT_TRANSLATE_NOOP("Jobs", "Music and sounds"),
    "editing": QT_TRANSLATE_NOOP("Jobs", "Editing"),
    "grading": QT_TRANSLATE_NOOP("Jobs", "Grading"),
    "mixing": QT_TRANSLATE_NOOP("Jobs", "Mixing"),
    "rendering": QT_TRANSLATE_NOOP("Jobs", "Rendering"),
    "delivery": QT_TRANSLATE_NOOP("Jobs", "Delivery"),
    "quality": QT_TRANSLATE_NOOP("Jobs", "Quality control"),
}
_TITLED = {
    "pull": "Fetch ", "import": "Import ", "build": "Make ", "compile": "Compile ", "verify": "Verify ", "repair": "",
    "runtime": "",
}  # fmt: skip
"""How the engine's titles of jobs about models begin, where a model's own title follows."""
_DAYS = 2 * 86400
"""Seconds from which on a time is said in days."""
_STATES = {
    "received": QT_TRANSLATE_NOOP("Jobs", "Waiting"),
    "planned": QT_TRANSLATE_NOOP("Jobs", "Waiting"),
    "queued": QT_TRANSLATE_NOOP("Jobs", "Waiting"),
    "leased": QT_TRANSLATE_NOOP("Jobs", "Starting"),
    "running": QT_TRANSLATE_NOOP("Jobs", "Running"),
    "reviewing": QT_TRANSLATE_NOOP("Jobs", "Being checked"),
    "delivered": QT_TRANSLATE_NOOP("Jobs", "Done"),
    "paused": QT_TRANSLATE_NOOP("Jobs", "Paused"),
    "cancelled": QT_TRANSLATE_NOOP("Jobs", "Cancelled"),
    "failed": QT_TRANSLATE_NOOP("Jobs", "Failed"),
    "expired": QT_TRANSLATE_NOOP("Jobs", "Not done in time"),
}


def kind(job: JobView) -> str:
    """What it makes."""
    return QCoreApplication.translate("Jobs", _KINDS[job.kind]) if job.kind in _KINDS else job.kind.capitalize()


def title(job: JobView) -> str:
    """What it is about: a film's name, a model's; "" where its kind says all."""
    begin = _TITLED.get(job.kind)
    if begin is None:
        return job.title
    name = job.title.removeprefix(begin)
    return name if begin and name not in (job.title, "models") else ""


def named(job: JobView) -> str:
    """ "Low tide · Film"."""
    about = title(job)
    return QCoreApplication.translate("Jobs", "{film} · {kind}").format(film=about, kind=kind(job)) if about else kind(job)


def state(job: JobView) -> str:
    """Where it stands, wishes that are being granted included."""
    if job.cancel_requested and job.state not in ("cancelled", "delivered", "failed", "expired"):
        return QCoreApplication.translate("Jobs", "Being cancelled…")
    if job.pause_requested and job.state != "paused":
        return QCoreApplication.translate("Jobs", "Being paused…")
    if job.state == "queued" and job.attempt > 0 and job.failure is not None:
        return QCoreApplication.translate("Jobs", "Tried again soon")
    return QCoreApplication.translate("Jobs", _STATES[job.state])


def failure(job: JobView) -> str:
    """What went wrong, why, and what can be done; "" where nothing did."""
    found = job.failure
    if found is None:
        return ""
    message, why, remedy = (said(part) for part in (found.message, found.why, found.remedy))
    what = QCoreApplication.translate("Jobs", "{what}: {why}").format(what=message, why=why) if why else message
    return f"{what.rstrip('.')}. {remedy}" if remedy else what


def said(text: str) -> str:
    """A sentence of the engine in the language in use."""
    return translated(text, language_in_use()) if text else ""


def step(progress: Progress | None) -> str:
    """What is being made: "Shooting, shot s1-wide, frame 12 of 48"."""
    if progress is None or not progress.department:
        return progress.step if progress is not None else ""
    if progress.department == "models":
        return _of_model(progress)
    text = QCoreApplication.translate("Jobs", _DEPARTMENTS.get(progress.department, progress.department))
    words = {"department": text, "shot": progress.shot, "done": progress.done, "total": progress.total}
    if progress.shot and progress.step == "frame" and progress.total:
        text = QCoreApplication.translate("Jobs", "{department}, shot {shot}, frame {done} of {total}")
    elif progress.total > 1:
        text = QCoreApplication.translate("Jobs", "{department}, {done} of {total}")
    return text.format(**words)


def _of_model(progress: Progress) -> str:
    """The file that comes, and how much of all is there."""
    if progress.total <= 1:
        return progress.step
    words = {"step": progress.step, "done": progress.done, "total": progress.total}
    return QCoreApplication.translate("Jobs", "{step} · {done} of {total} MB").format(**words)


def left(progress: Progress | None) -> str:
    """How long it takes still: "about 2 min, ± 20 s"; "" while nobody knows."""
    if progress is None or progress.eta_s is None:
        return ""
    words = {"time": roughly(progress.eta_s), "error": roughly(progress.eta_error_s or 0.0)}
    if progress.eta_error_s and progress.eta_error_s >= 1:
        return QCoreApplication.translate("Jobs", "about {time} left, ± {error}").format(**words)
    return QCoreApplication.translate("Jobs", "about {time} left").format(**words)


def roughly(seconds: float) -> str:
    """A time as people say it: seconds, minutes or hours, never more exact than it can be."""
    if seconds < 60:
        return QCoreApplication.translate("Jobs", "{count} s").format(count=max(1, round(seconds)))
    if seconds < 3600:
        return QCoreApplication.translate("Jobs", "{count} min").format(count=round(seconds / 60))
    if seconds >= _DAYS:
        return QCoreApplication.translate("Jobs", "{count} days").format(count=round(seconds / 86400))
    hours, minutes = divmod(round(seconds / 60), 60)
    return QCoreApplication.translate("Jobs", "{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02}")
