# SPDX-License-Identifier: Apache-2.0
"""A window of a script as a plain tree, and as a picture to look at: boxes by weight in the host's greys, no more."""

import re
from html.parser import HTMLParser
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from tests.plugin.resolve.elements import Element, Window

_BACK, _FIELD, _LINE, _TEXT, _FAINT, _BUTTON = "#28282e", "#1e1e22", "#0c0c0e", "#d0d0d4", "#7e7e86", "#3a3a42"
_GAP, _PAD, _SIZE = 4, 6, 13
_FONTS = ("DejaVuSans{}.ttf", "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf", "LiberationSans-{}.ttf")


def tree(element: Element) -> "dict":
    """{element, id, text, …, children}: what a user can see of it; hidden parts are left out."""
    row = {"element": element.sort}
    shown = {
        "id": element.identity,
        "text": _words(element),
        "value": element.values.get("Value"),
        "tip": element.values.get("ToolTip"),
    }
    row.update({key: value for key, value in shown.items() if value not in ("", None)})
    if not element.values.get("Enabled", True):
        row["off"] = True
    if element.values.get("Checked"):
        row["checked"] = True
    if element.items:
        row["items"], row["current"] = list(element.items), element.values.get("CurrentIndex", -1)
    if element.sort == "Tree":
        row["rows"] = [
            [str(child.indexed[key]) for key in sorted(child.indexed) if key[0] == "Text"] for child in element.children
        ]
    elif element.children:
        row["children"] = [tree(child) for child in element.children if child.visible]
    return row


def texts(element: Element) -> "list[str]":
    """Every word that can be read in it, without markup, in order; titles and entries too."""
    words = [_plain(_words(element)), _plain(str(element.values.get("PlaceholderText", ""))), *element.items]
    words += [str(value) for (name, _), value in sorted(element.indexed.items(), key=str) if name == "Text"]
    below = [text for child in element.children if child.visible for text in texts(child)]
    return [word for word in words if word] + below


def _words(element: Element) -> str:
    values = element.values
    return str(values.get("WindowTitle") or values.get("HTML") or values.get("Text") or "")


def _plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>|</p>", "\n", text)).strip()


def draw(window: Window, path: Path) -> Path:
    """Writes a PNG of the window below a title bar of 26, at its own size, or as large as its parts need."""
    wide, high = [int(part) for part in window.values.get("Geometry", [0, 0, 420, 0])[2:]]
    body = Group(window, wide - 2 * _PAD)
    size = (max(wide, 160), max(high, body.high + 2 * _PAD) + 26)
    image = Image.new("RGB", size, _BACK)
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 0, size[0], 25], fill="#17171a")
    pen.text((_PAD, 5), str(window.values.get("WindowTitle", "")), font=font(), fill=_TEXT)
    body.paint(image, (_PAD, 26 + _PAD, size[0] - 2 * _PAD, size[1] - 26 - 2 * _PAD))
    image.save(path)
    return path


def font(bold: bool = False, size: int = _SIZE) -> "object":
    for name in _FONTS:
        word = ("-Bold" if bold else "") if name.startswith("Deja") else ("Bold" if bold else "Regular")
        try:
            return ImageFont.truetype(name.format(word), size)
        except OSError:
            continue
    return ImageFont.load_default(size)


class Group:
    """An element with its natural size at a width; `paint` lays its children out by weight."""

    def __init__(self, element: Element, wide: int) -> None:
        self.element, self.across = element, element.sort == "HGroup"
        shown = [child for child in element.children if child.visible] if element.sort != "Tree" else []
        each = (wide - _GAP * max(len(shown) - 1, 0)) // max(len(shown), 1) if self.across else wide
        self.parts = [Group(child, each) for child in shown]
        self.wide, self.high = self._natural(wide)

    @property
    def weight(self) -> float:
        return float(self.element.values.get("Weight", 0 if self.element.sort in ("VGap", "HGap") else 1))

    def _natural(self, wide: int) -> "tuple[int, int]":
        fixed = self.element.values.get("FixedSize") or self.element.values.get("MinimumSize") or (0, 0)
        own = self._of_parts() if self.parts else _leaf_size(self.element, wide)
        return max(own[0], int(fixed[0])), max(own[1], int(fixed[1]))

    def _of_parts(self) -> "tuple[int, int]":
        gaps = _GAP * (len(self.parts) - 1)
        if self.across:
            return sum(part.wide for part in self.parts) + gaps, max(part.high for part in self.parts)
        return max(part.wide for part in self.parts), sum(part.high for part in self.parts) + gaps

    def paint(self, image: "Image.Image", box: "tuple[int, int, int, int]") -> None:
        if not self.parts:
            _paint_leaf(self.element, image, box)
            return
        left, top, wide, high = box
        room = (wide if self.across else high) - _GAP * (len(self.parts) - 1)
        lengths = _shares([(part.wide if self.across else part.high, part.weight) for part in self.parts], room)
        for part, length in zip(self.parts, lengths, strict=True):
            if self.across:
                part.paint(image, (left, top, length, high))
                left += length + _GAP
            else:
                part.paint(image, (left, top, wide, length))
                top += length + _GAP


def _shares(parts: "list[tuple[int, float]]", room: int) -> "list[int]":
    """Parts of weight 0 take what they need, the rest share by weight, none less than it needs."""
    lengths = [need for need, _ in parts]
    spare, heavy = room - sum(lengths), sum(weight for _, weight in parts)
    return [max(need + int(spare * weight / heavy), 8) if heavy else need for need, weight in parts]


def _leaf_size(element: Element, wide: int) -> "tuple[int, int]":
    sort, values = element.sort, element.values
    if sort in ("VGap", "HGap"):
        return (0, int(values.get("gap", 0))) if sort == "VGap" else (int(values.get("gap", 0)), 0)
    if sort == "Label":
        rows = lines_of(_words(element), _label_width(element, wide))
        return max([row.wide for row in rows] or [8]), sum(row.high for row in rows) or 18
    if sort == "TextEdit":
        return 80, 60
    if sort == "Tree":
        return 80, 26 + 20 * max(len(element.children), 3)
    return int(font().getlength(_plain(_words(element)) or "00")) + 2 * _PAD + 8, 26


_LOW = {"Button", "CheckBox", "ComboBox", "LineEdit", "SpinBox", "Slider", "TabBar", "ColorPicker"}
"""As high as their words, wherever they stand."""


def _label_width(element: Element, wide: int) -> int:
    """A label breaks its lines only where it is told to wrap."""
    return wide if element.values.get("WordWrap") else 10_000


def _paint_leaf(element: Element, image: "Image.Image", box: "tuple[int, int, int, int]") -> None:
    left, top, wide, high = (int(part) for part in box)
    if element.sort in _LOW:
        own = _leaf_size(element, wide)[1]
        fixed = element.values.get("FixedSize") or element.values.get("MinimumSize") or (0, own)
        low = min(max(own, int(fixed[1])), high)
        top, high = top + (high - low) // 2, low
    pen = ImageDraw.Draw(image)
    on = bool(element.values.get("Enabled", True))
    painter = {
        "Label": _paint_label,
        "Button": _paint_button,
        "CheckBox": _paint_check,
        "Slider": _paint_slider,
        "Tree": _paint_tree,
    }.get(element.sort, _paint_field)
    if element.sort not in ("VGap", "HGap", "VGroup", "HGroup", "Timer", "Window"):
        painter(element, image, pen, (left, top, left + max(wide - 1, 1), top + max(high - 1, 1)), _TEXT if on else _FAINT)


def _paint_label(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    rows = lines_of(_words(element), _label_width(element, box[2] - box[0] + 2))
    top = box[1] + max((box[3] - box[1] - sum(row.high for row in rows)) // 2, 0)
    for row in rows:
        row.paint(image, pen, box[0], top, colour)
        top += row.high


def _paint_button(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    fill = "#555b74" if element.values.get("Checked") or element.values.get("Down") else _BUTTON
    pen.rounded_rectangle(box, 4, fill=fill, outline=_LINE)
    text = str(element.values.get("Text", ""))
    wide = font().getlength(text)
    pen.text((box[0] + (box[2] - box[0] - wide) / 2, (box[1] + box[3]) / 2 - 8), text, font=font(), fill=colour)


def _paint_check(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    middle = (box[1] + box[3]) // 2
    pen.rectangle([box[0], middle - 7, box[0] + 14, middle + 7], fill=_FIELD, outline=_FAINT)
    if element.values.get("Checked"):
        pen.line([box[0] + 3, middle, box[0] + 6, middle + 4, box[0] + 12, middle - 4], fill=colour, width=2)
    pen.text((box[0] + 20, middle - 8), str(element.values.get("Text", "")), font=font(), fill=colour)


def _paint_slider(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    low, high = element.values.get("Minimum", 0), element.values.get("Maximum", 100)
    part = (element.values.get("Value", low) - low) / max(high - low, 1)
    middle, end = (box[1] + box[3]) // 2, box[0] + (box[2] - box[0]) * part
    pen.rectangle([box[0], middle - 2, box[2], middle + 2], fill=_FIELD)
    pen.rectangle([box[0], middle - 2, end, middle + 2], fill="#7c86b8")
    pen.ellipse([end - 6, middle - 6, end + 6, middle + 6], fill=colour)


def _paint_tree(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    pen.rectangle(box, fill=_FIELD, outline=_LINE)
    columns = max(len(element.items), int(element.values.get("ColumnCount", 1)), 1)
    each = (box[2] - box[0]) / columns
    for place, title in enumerate(element.items):
        pen.text((box[0] + each * place + 4, box[1] + 4), title, font=font(), fill=_FAINT)
    for number, child in enumerate(element.children):
        for (name, place), value in child.indexed.items():
            if name == "Text":
                pen.text((box[0] + each * place + 4, box[1] + 26 + 20 * number), str(value), font=font(), fill=colour)


def _paint_field(element: Element, image: "Image.Image", pen: "object", box: "tuple", colour: str) -> None:
    """LineEdit, TextEdit, ComboBox, SpinBox, TabBar."""
    values = element.values
    pen.rectangle(box, fill=_FIELD, outline=_LINE)
    text = values.get("Value") if element.sort == "SpinBox" else _plain(_words(element))
    if element.sort == "ComboBox":
        place = values.get("CurrentIndex", -1)
        text = element.items[place] if 0 <= place < len(element.items) else ""
        pen.polygon([(box[2] - 16, box[1] + 10), (box[2] - 6, box[1] + 10), (box[2] - 11, box[1] + 16)], fill=colour)
    elif element.sort == "TabBar":
        text = "   |   ".join(
            f"[{name}]" if place == values.get("CurrentIndex") else name for place, name in enumerate(element.items)
        )
    empty = text in ("", None)
    shown = values.get("PlaceholderText", "") if empty else f"{values.get('Prefix', '')}{text}{values.get('Suffix', '')}"
    top = box[1] + 4
    for row in lines_of(str(shown).replace("\n", "<br>"), box[2] - box[0] - 2 * _PAD):
        if top + row.high <= box[3] + 4:
            row.paint(image, pen, box[0] + _PAD, top, _FAINT if empty else colour)
        top += row.high


class Row:
    """A line of words, each (text, bold, colour), or a picture."""

    def __init__(self) -> None:
        self.words: list[tuple[str, bool, str]] = []
        self.picture: Image.Image | None = None

    @property
    def wide(self) -> int:
        return self.picture.width if self.picture else int(sum(font(bold).getlength(text) for text, bold, _ in self.words))

    @property
    def high(self) -> int:
        return self.picture.height + 2 if self.picture else 18

    def paint(self, image: "Image.Image", pen: "object", left: float, top: float, colour: str) -> None:
        if self.picture:
            image.paste(self.picture, (int(left), int(top)))
        for text, bold, own in self.words:
            pen.text((left, top), text, font=font(bold), fill=own or colour)
            left += font(bold).getlength(text)


class _Markup(HTMLParser):
    """The little HTML that labels show: b, font color, span style color, br, p, img."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.wide, self.rows, self.bold = wide, [Row()], 0
        self.colours: list[str] = []

    def handle_starttag(self, tag: str, attrs: "list") -> None:
        given = dict(attrs)
        if tag in ("br", "p", "div", "tr", "li") and (tag == "br" or self.rows[-1].words):
            self.rows.append(Row())
        self.bold += tag in ("b", "strong", "h1", "h2", "h3", "h4")
        if tag in ("font", "span"):
            styled = re.search(r"color:\s*([^;\"]+)", given.get("style", "") or "")
            self.colours.append(given.get("color") or (styled.group(1).strip() if styled else ""))
        if tag == "img":
            self._picture(str(given.get("src", "")), int(given.get("width") or 0))

    def handle_endtag(self, tag: str) -> None:
        self.bold -= tag in ("b", "strong", "h1", "h2", "h3", "h4")
        if tag in ("font", "span") and self.colours:
            self.colours.pop()
        if tag in ("p", "div", "h1", "h2", "h3", "h4", "li"):
            self.rows.append(Row())

    def handle_data(self, data: str) -> None:
        for word in re.findall(r"\S+\s*|\s+", data.replace("\n", " ")):
            row = self.rows[-1]
            if row.words and row.wide + font(self.bold > 0).getlength(word.rstrip()) > self.wide:
                self.rows.append(Row())
                row = self.rows[-1]
            row.words.append((word, self.bold > 0, next((colour for colour in reversed(self.colours) if colour), "")))

    def _picture(self, source: str, wide: int) -> None:
        path = Path(re.sub(r"^file://", "", source))
        if path.is_file():
            with Image.open(path) as found:
                image = found.convert("RGB")
            image.thumbnail((wide or min(image.width, self.wide), 10_000))
            self.rows.append(Row())
            self.rows[-1].picture = image
            self.rows.append(Row())


def lines_of(text: str, wide: int) -> "list[Row]":
    """Text or markup broken into lines of a width."""
    markup = _Markup(max(wide, 40))
    markup.feed(text if "<" in text else text.replace("\n", "<br>"))
    rows = markup.rows
    while len(rows) > 1 and not rows[-1].words and rows[-1].picture is None:
        rows.pop()
    return rows if text else []
