# SPDX-License-Identifier: Apache-2.0
"""The fake Premiere is Adobe's definitions: all of them, nothing else, and of each version what it had."""

import json
from collections.abc import Iterator

import pytest
from tests.plugin.premiere.host import VERSIONS, Host, HostError, premiere
from tests.plugin.premiere.media import picture
from tests.plugin.premiere.tools import node

SETUP = {"media": {"/m/a.mov": picture(48)}, "sequences": [{"items": [{"media": "/m/a.mov", "start": 0, "end": 20}]}]}
HANDS = """
  const project = await ppro.Project.getActiveProject();
  const sequence = await project.getActiveSequence();
  const root = await project.getRootItem();
  const [clip] = (await root.getItems()).filter((each) => each.type === ppro.ProjectItem.TYPE_CLIP);
"""


@pytest.fixture(scope="module")
def process() -> Iterator[Host]:
    with premiere() as one:
        yield one


@pytest.fixture
def host(process: Host) -> Host:
    return process.start(setup=SETUP)


def test_the_table_is_what_the_definitions_say() -> None:
    said = node("gen_fake.cjs", "--check")
    assert said.returncode == 0, said.stdout + said.stderr
    counts = json.loads(said.stdout)
    assert counts["types"] == 118
    assert counts["methods"] + counts["made"] == 438
    assert counts["enums"] == 28 and counts["modules"] == 69


def test_the_fake_invents_no_member(host: Host) -> None:
    invented = host.run("""
        const { table } = host.strict;
        return Object.entries(host.behaviour).flatMap(([type, members]) => Object.keys(members)
            .filter((name) => name !== "new" && !(table.types[type] || {})[name.replace(/^set (?=[a-z]+$)/, "")])
            .map((name) => `${type}.${name}`))""")
    assert invented == []


def test_most_of_the_host_behaves(host: Host) -> None:
    shares = host.run(
        """
        const { types } = host.strict.table;
        const named = (type) => Object.keys(types[type]).filter((name) => name !== "new" && name !== "()");
        const share = (type) => [named(type).filter((name) => name in (host.behaviour[type] || {})).length, named(type).length];
        return Object.fromEntries(args.types.map((type) => [type, share(type)]))""",
        types=[
            "Sequence",
            "Project",
            "VideoClipTrackItem",
            "AudioClipTrackItem",
            "Marker",
            "Markers",
            "TickTime",
            "ClipProjectItem",
            "SequenceEditor",
            "ProjectItem",
            "FolderItem",
            "VideoTrack",
            "Properties",
            "ComponentParam",
        ],
    )
    assert {name: share for name, share in shares.items() if share[0] < share[1] * 0.65} == {}


@pytest.mark.parametrize(
    "code",
    [
        "ppro.Nonsense",
        "sequence.nonsense",
        "sequence.getNonsense()",
        "`${sequence}`",
        "sequence.hasOwnProperty('name')",
        "ppro.Constants.TrackItemType.NONSENSE",
        "ppro.Constants.Nonsense",
        "ppro.Project.nonsense()",
        "ppro.TickTime.createWithFrames(1)",
        "clip.getMediaFilePath()",
        "new ppro.TickTime()",
    ],
)
def test_what_is_not_in_the_definitions_throws_and_is_named(code: str, host: Host) -> None:
    with pytest.raises(HostError, match=r"has no member|can't be made|is not a constructor"):
        host.run(f"{HANDS} return {code}")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("await sequence.getVideoTrack()", "1 to 1 arguments, 0 were given"),
        ("await sequence.getVideoTrack(0, 1)", "1 to 1 arguments, 2 were given"),
        ("await sequence.getVideoTrack('0')", "trackIndex must be number, not string"),
        ("await sequence.setPlayerPosition(12)", "positionTime must be TickTime, not number"),
        ("await sequence.setPlayerPosition(undefined)", "Illegal Parameter type"),
        ("await project.importFiles(['/m/a.mov'], true, undefined, false)", "Illegal Parameter type.*targetBin"),
        ("await project.importFiles(['/m/a.mov'], true, null, false)", "targetBin must be ProjectItem, not null"),
        ("await project.importFiles(['/m/a.mov'], true, root, false)", "targetBin must be ProjectItem, not FolderItem"),
        ("await project.importFiles('/m/a.mov')", r"filePaths must be string\[\], not string"),
        ("(await sequence.getVideoTrack(0)).getTrackItems(1, false)", "must be Constants.TrackItemType"),
        ("ppro.FolderItem.cast(clip)", "is no FolderItem"),
        ("ppro.TickTime.createWithTicks('1.5')", "no whole number"),
        ("ppro.TickTime.createWithSeconds(NaN)", "seconds must be number"),
        ("ppro.TransitionFactory.createVideoTransition('Dissolve')", "no transition"),
    ],
)
def test_arguments_are_checked_by_number_and_class(code: str, told: str, host: Host) -> None:
    with pytest.raises(HostError, match=told):
        host.run(f"{HANDS} return {code}")


def test_members_can_only_be_set_where_the_definitions_allow(host: Host) -> None:
    assert host.run("const c = new ppro.Color(1, 0, 0); c.green = 0.5; return [c.red, c.green, c.alpha]") == [1, 0.5, 1]
    for code in (
        "sequence.name = 'x'",
        "sequence.fresh = 1",
        "ppro.Constants.MediaType.ANY = 0",
        "delete sequence.name",
        "ppro.Sequence = 1",
    ):
        with pytest.raises(HostError, match=r"can't be|has no member"):
            host.run(f"'use strict'; {HANDS} {code}")


LATER = {
    "26.2": [
        "project.closeSequence",
        "ppro.ProjectConverter",
        "ppro.Project.isProject",
        "(await sequence.getSettings()).getVideoFrameRate",
    ],
    "26.3": [
        "project.createSequenceWithPresetPath",
        "(await sequence.getVideoTrack(0)).createSetNameAction",
        "ppro.ObjectMaskUtils",
        "ppro.ClipProjectItem.cast(clip).createSubClipAction",
        "ppro.AAFExportOptions",
        "ppro.SourceMonitor.setPosition",
    ],
}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_has_what_it_had(version: str, process: Host) -> None:
    host = process.start(version, setup=SETUP)
    for since, members in LATER.items():
        for member in members:
            there = host.run(f"{HANDS} return typeof {member}") != "undefined"
            assert there == (version >= since), (version, member)
    assert host.run(f"{HANDS} return 'closeSequence' in project") == (version >= "26.2")
    sync = host.run(f"""{HANDS} let made; ppro.TrackItemSelection.createEmptySelection((one) => {{ made = one; }});
        const result = sequence.setSelection(made); return [typeof result, await result]""")
    assert sync == (["boolean", True] if version == "26.3" else ["object", True])
    assert host.run("return [ppro.Application.version, uxp.host.version]") == [f"{version}.0", f"{version}.0"]


def test_constants_are_opaque_and_different(host: Host) -> None:
    values = host.run("return Object.values(host.strict.enums).flatMap((each) => Object.values(each))")
    assert len(set(values)) == len(values) and min(values) > 1000
    same = host.run("return ppro.Constants.TrackItemType.CLIP === ppro.VideoClipTrackItem.TRACKITEMTYPE_CLIP")
    assert same is True
    assert host.run("return ppro.Constants.MarkerColor.MAGNETA !== undefined")
    statics = host.run(
        "return [ppro.SequenceSettings.PAR_SQUARE, ppro.SequenceSettings.VIDEO_FIELDTYPE_PROGRESSIVE, ppro.Project]"
    )
    assert isinstance(statics[0], str) and isinstance(statics[1], int | str)


def test_options_keep_what_is_set(host: Host) -> None:
    made = host.run(
        "const o = new ppro.AAFExportOptions().setEmbedAudio(true).setSampleRate(48000); return [o.embedAudio, o.sampleRate]"
    )
    assert made == [True, 48000]


@pytest.mark.parametrize(
    ("rate", "ticks"),
    [
        ("24000/1001", 10594584000),
        ("24", 10584000000),
        ("25", 10160640000),
        ("30000/1001", 8475667200),
        ("30", 8467200000),
        ("50", 5080320000),
        ("60000/1001", 4237833600),
        ("60", 4233600000),
    ],
)
def test_times_are_ticks(rate: str, ticks: int, process: Host) -> None:
    host = process.start(setup={"sequences": [{"rate": rate, "playhead": 7, "zero": 86400}]})
    told = host.run(
        f"{HANDS.split('const root')[0]} return [await sequence.getTimebase(), (await sequence.getPlayerPosition()).ticks,"
        " (await sequence.getZeroPoint()).ticks]"
    )
    assert told == [str(ticks), str(7 * ticks), str(86400 * ticks)]
    over, _, under = rate.partition("/")
    value = round(int(over) / int(under or 1), 3)
    named, exact = host.run("const r = ppro.FrameRate.createWithValue(args.v); return [r.value, r.ticksPerFrame]", v=value)
    assert named == value
    assert (exact == ticks) == (not under)  # the rate that the host names isn't the rate that it means


def test_arithmetic_of_times(host: Host) -> None:
    told = host.run("""
        const t = ppro.TickTime.createWithTicks("21189168001");
        const rate = ppro.FrameRate.createWithValue(24); rate.ticksPerFrame = 10594584000;
        return [t.add(ppro.TickTime.TIME_ONE_SECOND).ticks, t.subtract(t).ticks, t.multiply(3).ticks, t.alignToFrame(rate).ticks,
            t.alignToNearestFrame(rate).ticks, t.equals(t), ppro.TickTime.createWithSeconds(1).ticks,
            t.divide(0).equals(ppro.TickTime.TIME_INVALID)]""")
    assert told == ["275205168001", "0", "63567504003", "21189168000", "21189168000", True, "254016000000", True]
