# SPDX-License-Identifier: Apache-2.0
"""Draws facts.json from the tables of the facts about the editors: `python -m tests.plugin.resolve.extract FACTS.md`.

Machine-readable become the signatures of 1.5 and 1.6, the deprecated names, the dictionaries, colours and constants of 1.7,
the elements of 1.8 and the misbehaviours of 1.10. Nothing is listed by hand but the names of dictionaries whose rows have no name
of a type, and the types whose values the tables give in prose.
"""

import argparse
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
_LINE = re.compile(r"^(\w+)\.(\w+)\((.*)\) -> (.+?)\s+@(\S+)(?:\s+\[(.+)\])?$")

# The row of 1.7 that describes the dictionary of a type.
_ROWS = {
    "AppendToTimeline clipInfo": ("MediaPoolClipInfo", "AppendClipInfo"),
    "CreateTimelineFromClips clipInfo": ("CreateTimelineClipInfo",),
    "ImportMedia clipInfo": ("ImportClipInfo",),
    "AddItemListToMediaPool itemInfo": ("MediaPoolItemInfo", "MediaStorageItemInfo"),
    "ImportTimelineFromFile options": ("TimelineImportOptions",),
    "ImportIntoTimeline options (AAF only)": ("TimelineItemsImportOptions",),
    "AddTrack options": ("NewTrackOptions",),
    "CDL": ("CDLMap",),
    "database": ("DbInfo",),
    "CreateCompoundClip info": ("TimelineClipInfo",),
    "quick export": ("QuickExportRenderSettings",),
    "render settings": ("RenderSettings",),
    "voice isolation": ("VoiceIsolationState",),
}
_LIKE = {  # a deprecated name takes the arguments of what came after it
    "TimelineItem.GetNumNodes": "Graph.GetNumNodes",
    "TimelineItem.SetLUT": "Graph.SetLUT",
    "TimelineItem.GetLUT": "Graph.GetLUT",
    "TimelineItem.GetNodeLabel": "Graph.GetNodeLabel",
    "TimelineItem.GetVersionNames": "TimelineItem.GetVersionNameList",
    "Timeline.GetItemsInTrack": "Timeline.GetItemListInTrack",
    "MediaStorage.GetSubFolders": "MediaStorage.GetSubFolderList",
    "MediaStorage.GetFiles": "MediaStorage.GetFileList",
    "MediaStorage.AddItemsToMediaPool": "MediaStorage.AddItemListToMediaPool",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path, help="the Markdown file with the tables")
    parser.add_argument("--stubs", type=Path, help="fusionscript.pyi, for the names in families of constants such as COMPOSITE_*")
    parser.add_argument("--out", type=Path, default=HERE / "facts.json")
    given = parser.parse_args()
    stubs = (given.stubs or _installed_stubs()).read_text("utf-8")
    facts = extract(given.facts.read_text("utf-8"), stubs)
    given.out.write_text(dump(facts), "utf-8")
    count = sum(len(forms) for methods in facts["classes"].values() for forms in methods.values())
    sys.stdout.write(
        f"{given.out.name}: {len(facts['classes'])} classes, {count} signatures, {len(facts['faults'])} misbehaviours\n"
    )


def _installed_stubs() -> Path:
    roots = [Path(root) / "fusionscript-stubs" / "fusionscript.pyi" for root in sys.path]
    return next(path for path in roots if path.is_file())


def extract(markdown: str, stubs: str) -> "dict":
    """All tables of part 1 of the facts, as facts.json holds them."""
    parts = sections(markdown)
    shapes = parts["1.7"]
    return {
        "classes": classes(fenced(parts["1.5"]), fenced(parts["1.6"]), deprecated(parts["1.5"])),
        "dictionaries": {**dictionaries(shapes), **new_dictionaries(parts["1.6"])},
        "values": values(shapes, parts["1.8"]),
        "constants": constants(shapes, stubs),
        "interface": interface(parts["1.8"]),
        "faults": [row[:4] for row in table(parts["1.10"])],
    }


def dump(facts: "dict") -> str:
    """One signature, dictionary or row a line, so that a difference can be read; flags that are not set are left out."""
    lines = ["{", ' "classes": {']
    lines += _nested(
        {
            owner: {name: [_slim(form) for form in forms] for name, forms in methods.items()}
            for owner, methods in facts["classes"].items()
        }
    )
    lines.append(" },")
    for key in ("dictionaries", "values", "constants"):
        lines += [f' "{key}": {{', *_members(facts[key], "  "), " },"]
    lines += [
        ' "interface": {',
        *_nested({"elements": facts["interface"]["elements"]}),
        f'  , "common": {_flat(facts["interface"]["common"])}',
        " },",
    ]
    lines += [' "faults": [', ",\n".join("  " + _flat(row) for row in facts["faults"]), " ]", "}"]
    return "\n".join(lines) + "\n"


def _slim(form: "dict") -> "dict":
    return {key: value for key, value in form.items() if value or key == "args"}


def _flat(value: "object") -> str:
    return json.dumps(value, ensure_ascii=False)


def _members(members: "dict", indent: str) -> "list[str]":
    lines = [f"{indent}{_flat(name)}: {_flat(value)}," for name, value in members.items()]
    return [*lines[:-1], lines[-1].rstrip(",")] if lines else []


def _nested(groups: "dict") -> "list[str]":
    lines: list[str] = []
    for place, (name, members) in enumerate(groups.items()):
        lines += [f"  {_flat(name)}: {{", *_members(members, "   "), "  }" + ("," if place < len(groups) - 1 else "")]
    return lines


def sections(markdown: str) -> "dict[str, str]":
    """{"1.5": text, …}"""
    found = re.split(r"^### (\d+\.\d+)[^\n]*$", markdown, flags=re.M)
    return {number: re.split(r"^## ", text, flags=re.M)[0] for number, text in zip(found[1::2], found[2::2], strict=False)}


def fenced(text: str) -> "list[str]":
    block = text.split("```text\n")[1].split("```")[0]
    return [line for line in block.splitlines() if line and not line.startswith("#")]


def table(text: str) -> "list[list[str]]":
    """The rows of the last table of a text, without its head; an escaped or quoted bar is no column."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [line.strip()[1:-1] for line in lines if not re.match(r"^\|[\s|-]+$", line)][1:]
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def split_arguments(text: str) -> "list[str]":
    """Parts between commas that stand in no bracket."""
    parts, depth, current = [], 0, ""
    for char in text:
        depth += (char in "[({") - (char in "])}")
        if char == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    return [part for part in [*parts, current.strip()] if part]


def argument(text: str) -> "list":
    """`name: type = default` → [name, type, required]; a name with a star stands for all that follow."""
    name, _, default = text.partition(" = ")
    label, _, kind = name.partition(":")
    return [label.strip(), kind.strip() or "Any", not default and not label.startswith("*")]


def signature(line: str) -> "tuple":
    """(class, method, form) of one line of a fenced table."""
    match = _LINE.match(line)
    if match is None:
        raise ValueError(f"no signature: {line}")
    owner, method, arguments, returns, since, flags = match.groups()
    flag = flags or ""
    replaces = re.search(r"replaces (\w+)", flag)
    return (
        owner,
        method,
        {
            "args": [argument(part) for part in split_arguments(arguments)],
            "returns": returns,
            "since": since.replace("<=17.4.5", "0"),
            "until": None,
            "studio": "S" in flag.split(),
            "superseded": "21.1" if "D21.1" in flag else None,
            "changed": flag == "changed",
            "replaces": replaces.group(1) if replaces else None,
        },
    )


def classes(before: "list[str]", added: "list[str]", old: "list[str]") -> "dict":
    """{class: {method: [form, …]}}; forms that a 21.1 line changed are marked superseded, they still answer."""
    found: dict = {}
    for line in before:
        owner, method, form = signature(line)
        found.setdefault(owner, {}).setdefault(method, []).append(form)
    for line in added:
        owner, method, form = signature(line)
        forms = found.setdefault(owner, {}).setdefault(method, [])
        if form["changed"]:
            for earlier in forms:
                earlier["superseded"] = "21.1"
        forms.append(form)
    for name in old:
        _add_deprecated(found, name)
    _add_grade_from_drx(found)
    found["GalleryStill"] = {}
    return found


def deprecated(text: str) -> "list[str]":
    """Names of the sentence `Deprecated but callable`: "Class.Method"."""
    sentence = text.split("Deprecated but callable (avoid):")[1].split(" (the last four")[0]
    names = []
    for owner, methods in re.findall(r"`(\w+)\.([\w/]+)`", sentence):
        names += [f"{owner}.{method}" for method in methods.split("/")]
    return names


def _add_deprecated(found: "dict", name: str) -> None:
    owner, method = name.split(".")
    like = _LIKE.get(name)
    moved = bool(like and like.startswith("Graph."))  # the only way to a LUT before 19.0
    form = {"args": [], "returns": "Any", "since": "0", "superseded": "19.0" if moved else "17.4.5"}
    if like:
        after, follows = like.split(".")
        form["args"] = found[after][follows][0]["args"]
        form["returns"] = found[after][follows][0]["returns"]
    elif method == "DeleteRenderJobByIndex":
        form["args"] = [argument("idx: int")]
    found[owner].setdefault(method, []).append(form)


def _add_grade_from_drx(found: "dict") -> None:
    """Timeline.ApplyGradeFromDRX(path, gradeMode, item1, ...) existed to 19.0.x."""
    line = (
        "Timeline.ApplyGradeFromDRX(path: str, gradeMode: GradeMode, item1: TimelineItem, *args: TimelineItem) -> bool  @<=17.4.5"
    )
    owner, method, form = signature(line)
    found[owner][method] = [{**form, "until": "19.1"}]


def names_in(text: str) -> "list[str]":
    """Every `name` in backquotes that could be a key; several may share a pair of quotes."""
    names: list[str] = []
    for quoted in re.findall(r"`([^`]+)`", text):
        plain = re.sub(r"\([^()]*\)", "", quoted)
        names += [re.split(r"[ =]", part.strip())[0] for part in plain.split(",")]
    return [name.strip("?") for name in names if re.match(r"^[A-Za-z]\w*\??$", name)]


def dictionaries(text: str) -> "dict[str, list[str]]":
    """{type: keys that it may have}."""
    found: dict[str, list[str]] = {}
    for row in table(text.split("Colour names")[0]):
        for kind in _ROWS.get(row[0], ()):
            found[kind] = names_in(row[1].split("->")[0])
    item = next(row[1] for row in table(text.split("Colour names")[0]) if row[0].startswith("item properties"))
    found["ItemProperties"] = [name for part in names_in(item) for name in [part]] + [
        "AnchorPointY",
        "CropRight",
        "CropTop",
        "CropBottom",
    ]
    new = next(row[1] for row in table(text.split("Colour names")[0]) if row[0] == "render settings").split("21.1 adds")[1]
    found["RenderSettings"] += [name for name in names_in(new) if name not in found["RenderSettings"]]
    found["ItemProperties"] += ["CropLeft", "AnchorPointX"]
    found["ItemProperties"] = sorted(set(found["ItemProperties"]))
    return found


def new_dictionaries(text: str) -> "dict[str, list[str]]":
    """`Name {a, b}` in the prose after the table of 1.6."""
    prose = text.split("Dictionaries new here:")[1].split("Still absent")[0]
    found = {}
    for name, keys in re.findall(r"(\w+) `\{(.+?)\}`(?=[;.( ])", prose):
        found[name] = [re.split(r"[ \[]", part)[0] for part in split_arguments(keys)]
    found["TimelineItemProperties"] = _new_properties(prose)
    return found


def _new_properties(prose: str) -> "list[str]":
    listed = prose.split("Property keys new in 21.1: `")[1].split("`")[0]
    leveler = re.search(r"(AudioDialogueLeveler)\{(.+?)\}", listed)
    names = [re.split(r" ", part)[0] for part in split_arguments(listed) if "{" not in part]
    assert leveler is not None
    return names + [leveler.group(1) + part.split(" ")[0] for part in leveler.group(2).split(",")]


def values(shapes: str, ui: str) -> "dict[str, list[str]]":
    """Names that a string must be: colours, pages, kinds of tracks."""
    clip = re.search(r"clip colours: (.+?)\.", shapes)
    flags = re.search(r"Marker and flag colours: (.+?) \(", shapes)
    pages = re.search(r"^Pages: (.+?)\. Track types: (.+?)\.$", shapes, flags=re.M)
    audio = re.search(r"`audioType` = (.+?) \(default", shapes)
    assert clip and flags and pages and audio
    simple = re.sub(r"adaptive1\.\.adaptive36", ", ".join(f"adaptive{n}" for n in range(1, 37)), audio.group(1))
    return {
        "ClipColor": clip.group(1).split(", "),
        "MarkerColor": flags.group(1).split(", "),
        "FlagColor": flags.group(1).split(", "),
        "PageName": [page.split(" ")[0] for page in pages.group(1).split(", ")],
        "TrackType": pages.group(2).split(", "),
        "SubTrackType": simple.split(", "),
        "MarkInOutType": ["video", "audio", "all"],
    }


def constants(text: str, stubs: str) -> "dict[str, float]":
    """{name: value}; values that the tables do not give are numbers that nobody could guess."""
    prose = text.split("Constants are attributes")[1]
    named, families = _named_constants(prose.split(". `GrabAllStills`")[0])
    named.pop("ApplyGradeFromDRX", None)
    known = re.findall(r"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b", stubs)
    for family in families:
        named.update({name: None for name in known if name.startswith(family) and name not in named})
    return {
        name: (float(1000 + 7 * place) if value is None else value) for place, (name, value) in enumerate(sorted(named.items()))
    }


def _named_constants(prose: str) -> "tuple":
    named: dict = {}
    families: list[str] = []
    for quoted in re.findall(r"`([A-Z_][^`]*)`", prose):
        stem, count = "", 0.0
        for part in quoted.split(","):
            name, _, number = part.strip().partition(" ")
            if name.endswith("*"):
                families.append(name.rstrip("*"))
                continue
            for full in _spelled(name, stem):
                given = float(number) if number else None
                family = any(full.startswith(p) for p in ("KEYFRAME_MODE_", "SCALE_", "RETIME_"))
                named[full] = given if given is not None else (count if family else None)
                count += 1
            stem = _stem(name, stem)
    return named, families


def _stem(name: str, stem: str) -> str:
    for prefix in ("KEYFRAME_MODE_", "SCALE_", "RETIME_", "EXPORT_FCPXML", "EXPORT_LUT"):
        if name.startswith(prefix):
            return prefix
    return stem


def _spelled(name: str, stem: str) -> "list[str]":
    """`_1_9` after EXPORT_FCPXML_1_8, `COLOR` after KEYFRAME_MODE_ALL, and `A/B` written out."""
    if name.startswith("_") or (stem.endswith("_") and not name.startswith(stem.split("_")[0] + "_")):
        name = stem + name
    if "/" not in name:
        return [name]
    head, *tails = name.split("/")
    return [head] + [head[: -len(tails[0])] + tail for tail in tails]


def interface(text: str) -> "dict":
    """{common: {attributes, methods}, elements: {name: {attributes, indexed, methods, events}}}."""
    attributes = re.search(r"common attributes: `(.+?)`", text)
    methods = re.search(r"common methods: `(.+?)`", text)
    assert attributes and methods
    elements = {}
    for row in table(text):
        padded = [*row, "", "", ""]
        for name in padded[0].split(" / "):
            elements[name] = _element(padded[1], padded[2], padded[3])
    both = next(row[1] for row in table(text) if row[0].startswith("Icon"))
    elements["Icon"]["attributes"], elements["Font"]["attributes"] = both.split(" / ")[0].split(), both.split(" / ")[1].split()
    return {
        "common": {
            "attributes": attributes.group(1).split(", "),
            "methods": re.sub(r"\([^)]*\)", "", methods.group(1)).split(),
        },
        "elements": elements,
    }


def _element(attributes: str, methods: str, events: str) -> "dict":
    words = attributes.replace(";", " ").split()
    return {
        "attributes": [word for word in words if not word.endswith("[]") and word != "/"],
        "indexed": [word[:-2] for word in words if word.endswith("[]")],
        "methods": [name for word in methods.split() for name in _plural(word)],
        "events": events.split(),
    }


def _plural(word: str) -> "list[str]":
    """AddTopLevelItem(s) → both."""
    return [word[:-3], word[:-3] + "s"] if word.endswith("(s)") else [re.sub(r"\([^)]*\)", "", word)]


if __name__ == "__main__":
    main()
