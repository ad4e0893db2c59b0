# SPDX-License-Identifier: Apache-2.0
"""The window: reads what the user filled in, gives orders, shows what comes of them."""

import time
from typing import Any, Callable, Dict, List, Optional

from aiprod_resolve import calibrate, doctor, loop, telling, timecode
from aiprod_resolve.errors import PanelError
from aiprod_resolve.layout import ID, REFERENCES, TASKS, Layout
from aiprod_resolve.panel import Panel
from aiprod_resolve.studio import Made, Wish
from aiprod_resolve.tasks import Steps, Task
from aiprod_resolve.words import word


class Window:
    """The panel's window in the host.

    Args:
        panel: what it shows.
        ui, dispatcher: the host's.
    """

    def __init__(self, panel: Panel, ui: Any, dispatcher: Any) -> None:
        self._panel, self._ui, self._dispatcher, self._lang = panel, ui, dispatcher, panel.lang
        self.window = Layout(ui, panel.lang).window(dispatcher)
        self._shown: Dict[str, str] = {}
        self._last: Optional[Made] = None
        self._takes: List[Dict[str, Any]] = []
        self._takes_at: Optional[Dict[str, Any]] = None
        self._generators, self._voices, self._looks = ["auto"], [""], [""]
        self._asked_lists = False
        self._after: Callable[[], None] = lambda: None
        self._fill()
        self._listen()

    def show(self) -> None:
        self.window.Show()

    def close(self) -> None:
        """Hide it; the loop ends."""
        self._panel.open = False
        self.window.Hide()
        self._dispatcher.ExitLoop(0)

    # -- setting up

    def _fill(self) -> None:
        items = self.window.GetItems()
        items["task"].AddItems([self._say("task_" + name) for name in TASKS])
        for name in ("shot_first", "shot_last", "shot_look"):
            items[name].AddItems([self._say("ref_" + reference) for reference in REFERENCES])
        items["grade_as"].AddItems([self._say("as_cdl"), self._say("as_lut")])
        items["takes"].SetHeaderLabels([self._say(key) for key in ("take", "made", "frames_head", "how")])
        self._offer(self._generator_boxes(), ["auto"])
        self._offer(["voice_name"], [self._say("voice_auto")])
        self._offer(["grade_look"], [self._say("look_none")])

    def _generator_boxes(self) -> List[str]:
        return ["shot_generator", "extend_generator", "retake_generator", "film_generator"]

    def _offer(self, boxes: List[str], texts: List[str]) -> None:
        items = self.window.GetItems()
        for box in boxes:
            items[box].Clear()
            items[box].AddItems(texts)

    def _listen(self) -> None:
        on = self.window.On
        on[ID].Close = lambda event: self.close()
        on["connect"].Clicked = self._guarded(self._connect)
        on["task"].CurrentIndexChanged = self._guarded(self._choose_task)
        on["estimate"].Clicked = self._guarded(self._estimate)
        on["make"].Clicked = self._guarded(self._make)
        on["cancel"].Clicked = self._guarded(self._panel.cancel)
        on["show_takes"].Clicked = self._guarded(self._show_takes)
        on["swap"].Clicked = self._guarded(self._swap)
        on["takes"].ItemDoubleClicked = self._guarded(self._swap)
        on["take_back"].Clicked = self._guarded(self._take_back)
        on["self_test"].Clicked = self._guarded(self._self_test)
        on["doctor"].Clicked = self._guarded(self._doctor)

    def _guarded(self, work: Callable[[], None]) -> Callable[[Any], None]:
        """An event's handler: an error in it is told, and never ends the script."""

        def handle(_event: Any) -> None:
            try:
                work()
            except PanelError as error:
                self._tell(telling.failure(error, self._lang))
            except Exception as error:  # noqa: BLE001 - the loop must go on
                self._tell(telling.failure(PanelError("unforeseen", what=repr(error)), self._lang))
            self._after()

        return handle

    def step_on_events(self, sleep: Callable[[float], None]) -> None:
        """For a dispatcher that can't be stepped: every event of the window makes some steps, and so does the button Check."""
        self._after = lambda: self.several_steps(sleep)

    def several_steps(self, sleep: Callable[[float], None], longest_s: float = 0.5) -> None:
        """Make steps for a short while; sleeping lets the network's threads run, which the host's own loop starves."""
        until = time.monotonic() + longest_s
        while self._panel.open and time.monotonic() < until:
            worked = self._panel.step()
            sleep(loop.BREATH_S if worked else loop.REST_S)
            if not worked and not self._panel.working and self._panel.connected:
                break
        self.refresh()

    def _say(self, key: str, **values: Any) -> str:
        return word(key, self._lang, **values)

    # -- what it shows

    def refresh(self) -> None:
        """Bring it up to date; only what changed is told to the host."""
        panel = self._panel
        self._text("state", telling.state_line(panel.connected, panel.connection, self._lang))
        self._text("where", telling.where_line(panel.here, self._lang))
        self._text("progress", telling.progress_line(panel.progress, self._lang))
        picture = telling.picture_line(panel.progress.picture) if panel.progress else ""
        if self._text("picture", picture):
            self.window.Find("picture").Hidden = not picture
        self._enable("cancel", panel.working)
        self._enable("make", panel.connected and not panel.working)
        self._enable("estimate", panel.connected and not panel.working)
        self._enable("take_back", self._last is not None and not panel.working)
        if panel.connected and not self._asked_lists and not panel.working:
            self._asked_lists = True
            panel.pump.start("lists", self._lists())

    def _text(self, name: str, text: str) -> bool:
        if self._shown.get(name) == text:
            return False
        self._shown[name] = text
        self.window.Find(name).Text = text
        return True

    def _enable(self, name: str, on: bool) -> None:
        if self._shown.get("enabled " + name) != str(on):
            self._shown["enabled " + name] = str(on)
            self.window.Find(name).Enabled = on

    def _tell(self, html: str) -> None:
        self.window.Find("told").HTML = html

    def _choose_task(self) -> None:
        chosen = self._index("task")
        for i, name in enumerate(TASKS):
            self.window.Find("page_" + name).Hidden = i != chosen
        self.window.Find("estimate").Hidden = TASKS[chosen] not in ("shot", "film")
        self.window.Find("make").Text = self._say("retake" if TASKS[chosen] == "retake" else "make")
        self.window.RecalcLayout()

    def _lists(self) -> Steps:
        """What can be chosen: generators, voices, looks."""
        orders = self._panel.orders
        found = yield orders.ask("generators.list")
        able = [row for row in found["generators"] if row["available"]]
        self._generators = ["auto", *(row["id"] for row in able if row["id"] != "auto")]
        self._offer(self._generator_boxes(), ["auto", *(row["title"] for row in able if row["id"] != "auto")])
        found = yield orders.ask("voices.list", language=self._lang)
        self._voices = ["", *(row["id"] for row in found["voices"])]
        self._offer(["voice_name"], [self._say("voice_auto"), *(row["id"] for row in found["voices"])])
        found = yield orders.ask("looks.list")
        self._looks = ["", *(row["id"] for row in found["looks"])]
        self._offer(["grade_look"], [self._say("look_none"), *(row["id"] for row in found["looks"])])

    # -- what was filled in

    def _index(self, name: str) -> int:
        return max(0, int(self.window.Find(name).CurrentIndex))

    def _one_of(self, name: str, values: List[str]) -> str:
        return values[min(self._index(name), len(values) - 1)]

    def _typed(self, name: str) -> str:
        return str(self.window.Find(name).Text or "")

    def _reference(self, name: str) -> str:
        chosen = REFERENCES[min(self._index(name), len(REFERENCES) - 1)]
        return "" if chosen == "none" else chosen

    def _wish(self) -> Wish:
        frames, generator = int(self.window.Find("shot_frames").Value), self._one_of("shot_generator", self._generators)
        first, last, look = (self._reference("shot_" + name) for name in ("first", "last", "look"))
        return Wish(self._typed("shot_prompt"), frames, generator, first, last, look)

    # -- orders

    def _connect(self) -> None:
        self._panel.connect()

    def _order(self, name: str, steps: Steps, then: Callable[[Any], None]) -> None:
        """Begin something; what comes of it is told."""

        def ended(task: Task) -> None:
            if task.error is not None:
                self._tell(telling.failure(task.error, self._lang))
            else:
                then(task.result)

        if not self._panel.order(name, steps, ended):
            self._tell(self._say("busy"))
            return
        first = name in TASKS and calibrate.known(self._panel.host) is None
        self._tell(self._say("trying") if first else "")
        self.refresh()

    def _placed(self, made: Made) -> None:
        """A clip was placed: it can be taken back."""
        self._last = made if made.report["placed"] and made.clip.get("files") else None
        self._tell(telling.made_lines(made, self._lang, can_take_back=True))

    def _take_back(self) -> None:
        if self._last is not None:
            made, self._last = self._last, None
            self._order("take_back", self._panel.studio.take_back(made), self._taken_back)

    def _taken_back(self, found: Dict[str, Any]) -> None:
        self._tell(self._say("taken_back", count=found["gone"]))

    def _made(self, made: Made) -> None:
        self._tell(telling.made_lines(made, self._lang))

    def _estimate(self) -> None:
        if TASKS[self._index("task")] == "film":
            steps = self._panel.studio.estimate_film(self._typed("film_brief"), self._film_seconds())
            self._order("estimate", steps, lambda found: self._tell(telling.film_estimate_lines(found, self._lang)))
            return
        self._order("estimate", self._panel.studio.estimate(self._wish()), self._estimated)

    def _estimated(self, found: Dict[str, Any]) -> None:
        self._tell(telling.estimate_lines(found, found["at"], self._lang))

    def _make(self) -> None:
        name = TASKS[self._index("task")]
        steps: Steps = getattr(self, "_order_" + name)()
        self._last = None
        self._order(name, steps, self._placed if name in ("shot", "extend", "voice", "score") else self._made)

    def _order_shot(self) -> Steps:
        return self._panel.studio.shot(self._wish())

    def _order_extend(self) -> Steps:
        rate = timecode.parse_rate(self._panel.here.get("rate") or "25")
        frames = timecode.frames_in(int(self.window.Find("extend_seconds").Value), rate)
        generator = self._one_of("extend_generator", self._generators)
        return self._panel.studio.extend(frames, self._typed("extend_prompt"), generator)

    def _order_retake(self) -> Steps:
        generator = self._one_of("retake_generator", self._generators)
        part = bool(self.window.Find("retake_part").Checked)
        return self._panel.studio.retake(self._typed("retake_prompt"), "" if generator == "auto" else generator, part)

    def _order_voice(self) -> Steps:
        fit = bool(self.window.Find("voice_fit").Checked)
        return self._panel.studio.voice(self._typed("voice_text"), self._one_of("voice_name", self._voices), fit=fit)

    def _order_score(self) -> Steps:
        return self._panel.studio.score(self._typed("score_mood"), int(self.window.Find("score_frames").Value))

    def _order_grade(self) -> Steps:
        match, kind = bool(self.window.Find("grade_match").Checked), ("cdl", "lut")[min(1, self._index("grade_as"))]
        return self._panel.studio.grade(self._one_of("grade_look", self._looks), match, kind)

    def _order_film(self) -> Steps:
        generator = self._one_of("film_generator", self._generators)
        return self._panel.studio.film(self._typed("film_brief"), self._film_seconds(), generator)

    def _film_seconds(self) -> Optional[float]:
        seconds = int(self.window.Find("film_seconds").Value)
        return float(max(4, seconds)) if seconds else None

    # -- takes

    def _show_takes(self) -> None:
        self._order("takes", self._panel.studio.takes(), self._takes_shown)

    def _takes_shown(self, found: Dict[str, Any]) -> None:
        self._takes, self._takes_at = list(found["takes"]), found["at"]
        tree = self.window.Find("takes")
        tree.Clear()
        for number, take in enumerate(self._takes):
            row = tree.NewItem()
            shown = found["item"]["media"] in [file["path"] for file in take["files"]]
            made = time.strftime("%Y-%m-%d %H:%M", time.localtime(take.get("made_at") or 0))
            name = f"{len(self._takes) - number}. {take['name']}" + (" ◀" if shown else "")
            for column, text in enumerate(
                (name, made, str(take["frames"]), str(take.get("label") or take.get("generator") or ""))
            ):
                row.Text[column] = text
            tree.AddTopLevelItem(row)
        self.window.Find("swap").Enabled = bool(self._takes)

    def _swap(self) -> None:
        tree = self.window.Find("takes")
        current = tree.CurrentItem()
        number = tree.IndexOfTopLevelItem(current) if current else -1
        if not 0 <= number < len(self._takes) or self._takes_at is None:
            raise PanelError("nothing_selected")
        self._order("swap", self._panel.studio.swap(self._takes[number], self._takes_at), self._made)

    # -- checks

    def _self_test(self) -> None:
        self._order("self_test", self._panel.actions.steps("self_test", {}), self._tested)

    def _tested(self, found: Dict[str, Any]) -> None:
        rows = [{"check": row["question"], "found": row["answer"], "ok": row["passed"] is not False} for row in found["results"]]
        self._tell(telling.doctor_lines(rows, self._lang) + "<br>" + self._say("self_tested", path=found["report"]))

    def _doctor(self) -> None:
        self._order("doctor", self._checked(), lambda rows: self._tell(telling.doctor_lines(rows, self._lang)))

    def _checked(self) -> Steps:
        """Each step from here to the engine, and then the engine's own check of itself."""
        rows = yield from doctor.own_checks(self._panel)
        if self._panel.connected:
            found = yield self._panel.orders.ask("doctor.run")
            rows += found["checks"]
        return rows


def run(panel: Panel, ui: Any, dispatcher: Any, sleep: Callable[[float], None] = time.sleep) -> None:
    """Show the window until it is closed."""
    stepped = loop.can_step(dispatcher)
    window = Window(panel, ui, dispatcher)
    window.show()
    if stepped:
        loop.run_stepped(panel, dispatcher, window.refresh, sleep)
        return
    window.step_on_events(sleep)
    timer = ui.Timer({"ID": "aiprod.timer", "Interval": 50})
    dispatcher.On.Timeout = lambda _event: window.several_steps(sleep)
    timer.Start()
    dispatcher.RunLoop()
    timer.Stop()
