# SPDX-License-Identifier: Apache-2.0
"""What a film would take: seconds and money for each generator that could make it, and which one to choose, with the reason.

Seconds come from what this machine has shown (`production.speeds`), after a quick calibration where it has shown nothing yet.
Money comes from the dated price list, for the durations that are really on sale, of the shots that the film really has: it is
written and directed on the spot, which takes about a second.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any

from aiprod.film.brief import Brief
from aiprod.film.errors import AiprodError
from aiprod.film.files import data_home, read_json, write_json
from aiprod.film.film import Film
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import ShotList
from aiprod.models.cards import all_cards
from aiprod.models.planning.plans import Reason
from aiprod.production.chain import guessing
from aiprod.production.chain.candidates import LAST, ONLY, Allowed, can_run, lack_of, place, rung_of
from aiprod.production.chain.history import usual_seconds
from aiprod.production.chain.money import Refusal
from aiprod.production.forecast import Forecast
from aiprod.production.speeds import COSTS, Size, Speeds, Step, cores
from aiprod.shooting.cloud.offers import Offer, duration_over, offers, provider_names, size_for
from aiprod.shooting.cloud.prices import PriceList
from aiprod.shooting.cloud.protocol import Order
from aiprod.shooting.generator import generator, names

_AT_ONCE = 4
"""Cloud shots that are under way together (`chain.crew`)."""
FITTING = 0.35
"""Fitting a bought clip, as a share of drawing it."""
_FOUR_OF_FIVE = 1.28
"""Standard deviations on each side that hold four of five."""
_REFERENCE_S = 0.056
"""CPU seconds of the calibration on the machine that `speeds.COSTS` was measured on."""
_STARTS_S, _WRITING_S = 2.5, 0.012
"""Seconds until one shot begins, and for each megapixel that is written as ProRes."""
_FOOTAGE: Step = ("shooting", "footage")


@dataclass(frozen=True)
class Choice:
    """One way to make the film.

    Attributes:
        generator: its name, as --generator takes it.
        title: what it is called.
        available: whether it could be used now.
        reason: why it is (not) available, or (not) recommended.
        recommended: the one to choose.
        seconds, error_s: on the clock, and one standard deviation of that.
        eur: to be paid; 0 for everything made here.
        priced_on: the date of the oldest price in it, "" without one.
        certainty: of that price.
    """

    generator: str
    title: str
    available: bool
    reason: str = ""
    recommended: bool = False
    seconds: float | None = None
    error_s: float | None = None
    eur: float = 0.0
    priced_on: str = ""
    certainty: str = ""

    @property
    def range_s(self) -> tuple[float, float] | None:
        """What four of five films fall into."""
        if self.seconds is None or self.error_s is None:
            return None
        off = _FOUR_OF_FIVE * self.error_s
        return max(self.seconds - off, 0.2 * self.seconds), self.seconds + off

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "range_s": self.range_s}


@dataclass(frozen=True)
class Estimate:
    """What a film would take.

    Attributes:
        duration_s, shots: of the film.
        choices: the ways to make it, in the order of the chain.
        recommended, reason: the one to choose, and why.
    """

    duration_s: float
    shots: int
    choices: tuple[Choice, ...]
    recommended: str
    reason: str

    def of(self, name: str) -> Choice:
        """The choice for a film's generator: "auto" is the recommended one."""
        plain = name.removeprefix(ONLY)
        wanted = self.recommended if plain == "auto" else plain
        found = [item for item in self.choices if item.generator == wanted or item.generator.startswith(f"{wanted}/")]
        return found[0] if found else next(item for item in self.choices if item.generator == LAST)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "choices": [choice.to_json() for choice in self.choices]}


def estimate(
    brief: Brief, wanted: str = "", *, allowed: Allowed | None = None, left_eur: float | None = None, calibrate: bool = True
) -> Estimate:
    """What a film of this brief would take.

    Args:
        brief: the film.
        wanted: the generator that is asked for: a video model is told of even where it is not here yet.
        allowed: says why a cloud provider may not be used; without it none may.
        left_eur: what the film may still cost; None: not known.
        calibrate: whether the machine may be measured for a moment where nothing is known of it.
    """
    return _estimate(brief, _shots(brief, None), wanted, allowed or _nobody, left_eur, calibrate)


def estimate_film(
    film: Film, *, allowed: Allowed | None = None, left_eur: float | None = None, calibrate: bool = True
) -> Estimate:
    """What making a film from its document would take, if nothing of it was made yet."""
    shots = _shots(film.brief, film.screenplay)
    return _estimate(film.brief, shots, film.generator, allowed or _nobody, left_eur, calibrate)


def estimate_shot(
    brief: Brief, frames: int, *, allowed: Allowed | None = None, left_eur: float | None = None, calibrate: bool = True
) -> Estimate:
    """What one shot of so many frames would take, without a film around it. The brief says how large, how fast and in which style
    it is."""
    speeds = calibrated(Speeds.load(), brief) if calibrate else Speeds.load()
    return _priced(_Alone(brief, speeds, [frames]), [frames], allowed or _nobody, left_eur)


def _estimate(brief: Brief, shots: ShotList, wanted: str, allowed: Allowed, left_eur: float | None, calibrate: bool) -> Estimate:
    frames = [shot.frames for shot in shots.shots]
    speeds = calibrated(Speeds.load(), brief) if calibrate else Speeds.load()
    sized = brief.changed(duration_s=min(max(brief.rate.seconds(sum(frames)), 4.0), 7200.0))
    return _priced(_Here(sized, speeds, frames, wanted), frames, allowed, left_eur)


def _priced(here: _Here, frames: Sequence[int], allowed: Allowed, left_eur: float | None) -> Estimate:
    """The choices for shots of these lengths, and the one to recommend."""
    brief = here.brief
    seconds = brief.rate.seconds(sum(frames))
    choices = [*_local(here), *_clouds(here, [brief.rate.seconds(count) for count in frames], allowed)]
    choices.sort(key=lambda choice: place(choice.generator))
    chosen, reason = _recommended(choices, left_eur)
    marked = tuple(
        replace(item, recommended=item is chosen, reason=reason if item is chosen else item.reason) for item in choices
    )
    return Estimate(round(seconds, 2), len(frames), marked, chosen.generator, reason)


class _Here:
    """What this machine needs for a film, by who makes its pictures."""

    def __init__(self, brief: Brief, speeds: Speeds, frames: Sequence[int], wanted: str = "") -> None:
        self.brief, self.wanted, self._speeds, self._frames = brief, wanted.removeprefix(ONLY), speeds, tuple(frames)

    def knows(self, name: str) -> bool:
        """Whether this machine has shown what this generator takes, or it can be foreseen as well."""
        return guessing.knows(self._speeds, self.brief, name)

    def guess(self, name: str) -> guessing.Guess | None:
        """Of a video model that has made nothing here: see `guessing`."""
        return guessing.guess(self.brief, name, self._frames)

    def seconds(self, name: str, drawing: float = 1.0, footage_s: float | None = None) -> tuple[float, float]:
        """Seconds on the clock and their error.

        Args:
            drawing: the share of drawing footage that is done here.
            footage_s: what the footage takes, where that is guessed.
        """
        size = Size.of(self.brief, name)
        known = self._known(name, footage_s)
        outlook = Forecast(size, _Partly(known, drawing), tick=lambda: 0.0).outlook()
        assert outlook is not None
        return outlook.eta_s, outlook.error_s if footage_s is None else max(outlook.error_s, guessing.UNSURE * outlook.eta_s)

    def _known(self, name: str, footage_s: float | None) -> Speeds:
        return self._speeds if footage_s is None else guessing.with_footage(self._speeds, self.brief, name, footage_s)


class _Alone(_Here):
    """What this machine needs for one shot and nothing else: to start, to draw it, to write it for editors."""

    def seconds(self, name: str, drawing: float = 1.0, footage_s: float | None = None) -> tuple[float, float]:
        frames = sum(self._frames)
        length = self.brief.rate.seconds(frames)
        megapixels = frames * self.brief.width * self.brief.height / 1e6
        whole = Size.of(self.brief, name)
        cost = self._speeds.cost(_FOOTAGE, Size(length, megapixels, whole.pictures)) if footage_s is None else footage_s
        seconds = _STARTS_S + cost * drawing + _WRITING_S * megapixels
        return seconds, max(0.3 if footage_s is None else guessing.UNSURE, self._speeds.error) * seconds


class _Partly(Speeds):
    """What is known of the machine, for films that draw only a part of their footage here."""

    def __init__(self, known: Speeds, share: float) -> None:
        super().__init__(dict(known.ratios), known.error, known.films)
        self._share = share

    def cost(self, step: Step, size: Size) -> float:
        return super().cost(step, size) * (self._share if step == _FOOTAGE else 1.0)


def _local(here: _Here) -> Iterator[Choice]:
    for name in (*names(), *_absent(here.wanted)):
        made_by = generator(name)
        able = can_run(made_by)
        reason = Reason("runs on this machine and costs nothing").sentence if able else lack_of(made_by)
        if here.knows(name):
            seconds, error = here.seconds(name)
            yield Choice(name, made_by.title, able, reason, seconds=round(seconds, 1), error_s=round(error, 1))
        else:
            yield _guessed(here, name, made_by.title, able, reason)


def _absent(name: str) -> Iterator[str]:
    """The video model that is asked for, where it is known and not here: what it would take is a reason to fetch it."""
    if name.startswith("diffusion:") and name not in names() and name.partition(":")[2] in all_cards():
        yield name


def _guessed(here: _Here, name: str, title: str, able: bool, reason: str) -> Choice:
    """A video model that has made nothing on this machine."""
    found = here.guess(name)
    if found is None:
        unknown = Reason(f"{reason}; how long it takes is not known before its first film").sentence
        return Choice(name, title, able, unknown if able else reason)
    if found.seconds is None:
        return Choice(name, title, False, f"{found.why.rstrip('.')}: {found.remedy.rstrip('.')}")
    seconds, error = here.seconds(name, footage_s=found.seconds)
    first = Reason(f"{reason}; its time is a first guess, until it has made a film here").sentence
    return Choice(name, title, able, first if able else reason, seconds=round(seconds, 1), error_s=round(error, 1))


def _clouds(here: _Here, lengths: Sequence[float], allowed: Allowed) -> Iterator[Choice]:
    prices = PriceList.load()
    refusals = {provider: allowed(provider) for provider in provider_names()}
    for offer in offers():
        yield _cloud(here, offer, lengths, refusals[offer.provider], prices)


def _cloud(here: _Here, offer: Offer, lengths: Sequence[float], refusal: Refusal | None, prices: PriceList) -> Choice:
    """A cloud for all the shots; those that it does not sell are drawn."""
    size = size_for(offer, here.brief.width, here.brief.height)
    sold = [duration for length in lengths if (duration := duration_over(offer, length)) is not None]
    orders = [Order(offer.model, "", seconds, size.width, size.height, size.word, size.aspect) for seconds in sold]
    try:
        quotes = [prices.quote(offer.provider, order) for order in orders]
    except AiprodError as unknown:
        return Choice(offer.id, offer.title, False, unknown.what)
    task, task_error = usual_seconds(offer.id, offer.usual_s)
    rounds = math.ceil(len(sold) / _AT_ONCE)
    drawn = (len(lengths) - len(sold)) / max(len(lengths), 1)
    seconds, error = here.seconds(LAST, drawn + (1 - drawn) * FITTING)
    oldest = min(quotes, key=lambda quote: quote.priced_on, default=None)
    left_out = f"; {len(lengths) - len(sold)} shots are too long for it and are drawn" if drawn else ""
    return Choice(
        offer.id, offer.title, refusal is None, (refusal.sentence if refusal else "allowed for this film") + left_out,
        seconds=round(seconds + rounds * task, 1), error_s=round(math.hypot(error, math.sqrt(rounds) * task_error), 1),
        eur=round(sum(quote.eur for quote in quotes), 2), priced_on=oldest.priced_on.isoformat() if oldest else "",
        certainty=oldest.certainty if oldest else "",
    )  # fmt: skip


def _recommended(choices: Sequence[Choice], left_eur: float | None) -> tuple[Choice, str]:
    """The first of the chain that can be used and paid; the animatic, which always can, is the last."""
    too_dear = []
    for choice in choices:
        if not choice.available or not rung_of(choice.generator).auto:
            continue
        if choice.eur and left_eur is not None and choice.eur > left_eur:
            too_dear.append(choice)
            continue
        return choice, _why(choice, too_dear, left_eur)
    last = next(choice for choice in choices if choice.generator == LAST)
    return last, _why(last, too_dear, left_eur)


def _why(choice: Choice, too_dear: Sequence[Choice], left_eur: float | None) -> str:
    if choice.eur:
        within = f", within the {left_eur:.2f} € that are left" if left_eur is not None else ""
        return f"the best pictures that are allowed, for about {choice.eur:.2f} €{within} (prices of {choice.priced_on})"
    if too_dear:
        return f"it costs nothing; {too_dear[0].title} would cost {too_dear[0].eur:.2f} € and {left_eur:.2f} € are left"
    return "it runs on this machine and costs nothing" + ("; no cloud is allowed" if choice.generator == LAST else "")


def _nobody(provider: str) -> Refusal:
    return Refusal("no_consent", f"nobody has agreed that prompts may go to {provider}", "Give consent for it first.")


def _shots(brief: Brief, screenplay: Screenplay | None) -> ShotList:
    """The film's shots on estimated lines: written by the template writer where it is not written yet."""
    from aiprod.directing import casting, director
    from aiprod.directing.pacing import estimate_seconds
    from aiprod.writing import writers

    script = screenplay or writers.write(brief, writer="template").screenplay
    seconds = {line.id: estimate_seconds(line.text, script.language) for line in script.lines()}
    return director.direct(script, brief, casting.cast_looks(script, brief.seed), seconds)


def calibrated(speeds: Speeds, brief: Brief, path: Path | None = None, *, measure: bool = True) -> Speeds:
    """What is known of the machine; where nothing is, its drawing speed is measured once and stands for all of it. Without
    `measure`, only what was measured before counts."""
    if speeds.ratios:
        return speeds
    kept = path or data_home() / "calibration.json"
    ratio = _measured(kept) if measure else _kept(kept)
    if ratio is None:
        return speeds
    size = Size.of(brief, LAST)
    first = Speeds(error=speeds.error, films=speeds.films)
    for step in COSTS:
        first.learn(step, size, first.cost(step, size) * ratio)
    return first


def _measured(path: Path) -> float:
    """How much slower than the reference this machine draws; measured once."""
    kept = _kept(path)
    if kept is not None:
        return kept
    ratio = calibration_seconds() / _REFERENCE_S
    try:
        write_json(path, {"ratio": round(ratio, 4), "cores": cores()})
    except AiprodError:
        return ratio
    return ratio


def _kept(path: Path) -> float | None:
    """The ratio that was measured before on this machine."""
    try:
        kept = read_json(path)
        return float(kept["ratio"]) if kept["cores"] == cores() and 0.02 < kept["ratio"] < 50 else None
    except (AiprodError, KeyError, TypeError):
        return None


def calibration_seconds() -> float:
    """CPU seconds for a few frames of a standard shot, the best of three."""
    from aiprod.film.palettes import light_for, palette_for
    from aiprod.film.screenplay import Mood, TimeOfDay, Weather
    from aiprod.film.shots import CameraKey, CameraPath, Coverage, SetDesign, ShootRequest, Shot, ShotSize
    from aiprod.shooting.animatic.frame import Stage

    design = SetDesign(
        place="coast", interior=False, time_of_day=TimeOfDay.DAY, weather=Weather.RAIN, mood=Mood.CALM,
        palette=palette_for(TimeOfDay.DAY, Weather.RAIN, Mood.CALM, False), light=light_for(TimeOfDay.DAY, Weather.RAIN, False),
    )  # fmt: skip
    camera = CameraPath(keys=(CameraKey(at=0), CameraKey(at=1, x=0.6)))
    shot = Shot(id="calibration", scene="s", size=ShotSize.WIDE, coverage=Coverage.MASTER, description="", set=design,
                camera=camera, frames=24)  # fmt: skip
    request = ShootRequest(shot=shot, looks=(), width=640, height=360, rate=Brief(text="", language="en").rate, language="en")
    stage, best = Stage(request, 640, 360), math.inf
    stage.picture(0)
    for start in range(3):
        began = process_time()
        for frame in range(start * 4, start * 4 + 4):
            stage.picture(frame)
        best = min(best, process_time() - began)
    return best
