// SPDX-License-Identifier: Apache-2.0
// A sequence: time base, marks, playhead, selection, settings.
"use strict";
const { SECOND } = require("../ticks.js");
const { endOf } = require("../editing.js");

module.exports = function sequence(host) {
  const { scene } = host;
  const projectOf = (data) => scene.project(data.project);
  const of = (data) => scene.sequence(projectOf(data), data.sequence);
  Object.assign(host, { endOf, sequenceOf: of, withLinked });
  const enums = () => host.strict.enums;

  const track = (kind, type) => (data, index) => {
    const found = of(data)[kind][index];
    if (!found) throw new Error(`Sequence.get${type}: there is no track ${index}`);
    return host.handle(type, { project: data.project, sequence: data.sequence, kind, track: found.id });
  };

  const select = (data, handle) => {
    of(data).selection = withLinked(of(data), host.data(handle).items);
    host.emit("SequenceEvent.SELECTION_CHANGED", data.sequence, projectOf(data));
    return true;
  };

  const display = (data) => {
    const sequenceRate = Number(SECOND) / Number(of(data).timebase);
    const names = enums().VideoDisplayFormatType;
    if (Math.abs(sequenceRate - 29.97) < 0.01) return of(data).dropFrame ? names.FPS_29_97 : names.FPS_29_97_NON_DROP;
    if (Math.abs(sequenceRate - 23.976) < 0.01) return names.FPS_23_976;
    if (Math.abs(sequenceRate - 25) < 0.01) return names.FPS_25;
    return UNNAMED + Math.round(sequenceRate) * 2 + (of(data).dropFrame ? 1 : 0); // the host has displays that no constant names
  };

  /** What is told where no mark is set. */
  const unset = (whole) => (host.faults.unsetMarks === "negative" ? -400000n * SECOND : whole);

  function set(data, name) {
    return (handle) => () => {
      of(data)[name] = host.ticks(handle);
    };
  }

  /** The settings of a sequence, as they were when they were asked for; they count when they are set by an action. */
  function settings(data) {
    const found = of(data);
    return host.handle("SequenceSettings", {
      project: data.project,
      sequence: data.sequence,
      ticksPerFrame: Number(found.timebase),
      width: found.width,
      height: found.height,
      display: display(data),
      maximumBitDepth: false,
      maxRenderQuality: false,
      compositeInLinearColor: true,
      more: { ...SETTINGS(enums()), ...found.settings },
    });
  }

  function applySettings(data, handle) {
    const given = host.data(handle);
    const frame = BigInt(Math.round(given.ticksPerFrame));
    const drop = given.display === enums().VideoDisplayFormatType.FPS_29_97;
    Object.assign(of(data), { timebase: frame, width: given.width, height: given.height, dropFrame: drop, settings: given.more });
  }

  const kept = (name) => ({
    [`get${name}`]: (data) => data.more[name],
    [`set${name}`]: (data, value) => Boolean(Object.assign(data.more, { [name]: value })),
  });
  const plain = (name) => ({ [`get${name[0].toUpperCase()}${name.slice(1)}`]: (data) => data[name] });
  const settable = (name) => ({
    ...plain(name),
    [`set${name[0].toUpperCase()}${name.slice(1)}`]: (data, value) => {
      data[name] = value;
      return true;
    },
  });

  return {
    Sequence: {
      guid: (data) => host.guid(of(data).guid),
      name: (data) => of(data).name,
      getTimebase: (data) => String(of(data).timebase),
      getFrameSize: (data) => host.rect(of(data).width, of(data).height),
      getPlayerPosition: (data) => host.time(of(data).playhead),
      setPlayerPosition: (data, at) => {
        of(data).playhead = at === undefined ? 0n : host.ticks(at);
        return true;
      },
      getZeroPoint: (data) => host.time(of(data).zero),
      getEndTime: (data) => host.time(endOf(of(data))),
      // without a mark the host tells the whole sequence
      getInPoint: (data) => host.time(of(data).in === null ? unset(0n) : of(data).in),
      getOutPoint: (data) => host.time(of(data).out === null ? unset(endOf(of(data))) : of(data).out),
      createSetInPointAction: (data, at) => set(data, "in")(at),
      createSetOutPointAction: (data, at) => set(data, "out")(at),
      createSetZeroPointAction: (data, at) => set(data, "zero")(at),
      getVideoTrackCount: (data) => of(data).video.length,
      getAudioTrackCount: (data) => of(data).audio.length,
      getCaptionTrackCount: (data) => of(data).caption.length,
      getVideoTrack: track("video", "VideoTrack"),
      getAudioTrack: track("audio", "AudioTrack"),
      getCaptionTrack: track("caption", "CaptionTrack"),
      getSelection: (data) =>
        host.handle("TrackItemSelection", { project: data.project, items: of(data).selection.slice(), owner: data }),
      setSelection: select,
      clearSelection: (data) => {
        of(data).selection = [];
        return true;
      },
      getProjectItem: (data) => host.itemHandle("ProjectItem", projectOf(data), of(data).item),
      getSettings: settings,
      createSetSettingsAction: (data, handle) => () => applySettings(data, handle),
      createCloneAction: (data) => () => clone(scene, projectOf(data), of(data)),
      getSequenceVideoTimeDisplayFormat: (data) => host.handle("TimeDisplay", { type: display(data) }),
      getSequenceAudioTimeDisplayFormat: () => host.handle("TimeDisplay", { type: enums().AudioDisplayFormatType.SAMPLE_RATE }),
      isDoneAnalyzingForVideoEffects: () => true,
    },
    SequenceSettings: {
      ...settable("maximumBitDepth"),
      ...settable("maxRenderQuality"),
      ...settable("compositeInLinearColor"),
      getVideoFrameRate: (data) => host.rate(data.ticksPerFrame),
      setVideoFrameRate: (data, rate) => Boolean(Object.assign(data, { ticksPerFrame: host.data(rate).ticksPerFrame })),
      getVideoFrameRect: (data) => host.rect(data.width, data.height),
      setVideoFrameRect: (data, rect) =>
        Boolean(Object.assign(data, { width: host.data(rect).width, height: host.data(rect).height })),
      getVideoDisplayFormat: (data) => host.handle("TimeDisplay", { type: data.display }),
      setVideoDisplayFormat: (data, handle) => Boolean(Object.assign(data, { display: host.data(handle).type })),
      getAudioDisplayFormat: () => host.handle("TimeDisplay", { type: enums().AudioDisplayFormatType.SAMPLE_RATE }),
      setAudioDisplayFormat: () => true,
      getAudioSampleRate: (data) => host.rate(Number(SECOND) / data.more.sampleRate),
      setAudioSampleRate: (data, rate) =>
        Boolean(Object.assign(data.more, { sampleRate: Number(SECOND) / host.data(rate).ticksPerFrame })),
      getAudioChannelCount: () => 2,
      getAudioChannelType: () => enums().AudioChannelType.STEREO,
      ...kept("VideoFieldType"),
      ...kept("VideoPixelAspectRatio"),
      ...kept("EditingMode"),
      ...kept("PreviewFileFormat"),
      ...kept("PreviewCodec"),
      getPreviewFrameRect: (data) => host.rect(data.width, data.height),
    },
    TrackItemSelectionStatic: {
      createEmptySelection: (data, callback) => {
        callback(host.handle("TrackItemSelection", { project: scene.active ? scene.active.id : undefined, items: [] }));
        return true;
      },
    },
    TrackItemSelection: {
      addItem: (data, handle, twice) => {
        const { id } = host.data(handle);
        if (!twice && data.items.includes(id)) return false;
        data.items.push(id);
        return true;
      },
      removeItem: (data, handle) => {
        const before = data.items.length;
        data.items = data.items.filter((each) => each !== host.data(handle).id);
        return data.items.length < before;
      },
      getTrackItems: (data) => host.trackItemHandles(data),
    },
  };
};

const UNNAMED = 87011; // a display format's number

/** A selection holds the sound that is linked with a picture, and the other way round. */
function withLinked(sequence, ids) {
  const all = [...sequence.video, ...sequence.audio].flatMap((track) => track.items);
  const links = new Set(all.filter((each) => ids.includes(each.id) && each.link).map((each) => each.link));
  return all.filter((each) => ids.includes(each.id) || links.has(each.link)).map((each) => each.id);
}

const SETTINGS = (enums) => ({
  sampleRate: 48000,
  VideoFieldType: enums.VideoFieldType.PROGRESSIVE,
  VideoPixelAspectRatio: "Square Pixels (1.0)",
  EditingMode: "Custom",
  PreviewFileFormat: "I-Frame Only MPEG",
  PreviewCodec: "MPEG I-Frame",
});

function clone(scene, owner, source) {
  const copy = scene.addSequence(
    owner,
    `${source.name} Copy`,
    { timebase: source.timebase, width: source.width, height: source.height, tracks: { video: 0, audio: 0 } },
    owner.items[source.item].parent,
  );
  const { id, item, guid, name } = copy;
  Object.assign(copy, structuredClone(source), { id, item, guid, name });
}
