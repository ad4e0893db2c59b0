// SPDX-License-Identifier: Apache-2.0
// A sequence as Premiere writes it: OpenTimelineIO and Final Cut Pro 7 XML; cuts, sources, names, markers.
"use strict";
const { SECOND } = require("./ticks.js");
const { byStart } = require("./editing.js");

const rateOf = (sequence) => Number(SECOND) / Number(sequence.timebase);
const count = (ticks, sequence) => Number(ticks / sequence.timebase);

function time(ticks, sequence) {
  return { OTIO_SCHEMA: "RationalTime.1", rate: rateOf(sequence), value: count(ticks, sequence) };
}

function range(start, length, sequence) {
  return { OTIO_SCHEMA: "TimeRange.1", start_time: time(start, sequence), duration: time(length, sequence) };
}

function clip(owner, sequence, item) {
  const path = (owner.items[item.item] || {}).path;
  const media = path
    ? { OTIO_SCHEMA: "ExternalReference.1", target_url: `file://${encodeURI(path)}`, metadata: {} }
    : { OTIO_SCHEMA: "MissingReference.1", metadata: {} };
  return {
    OTIO_SCHEMA: "Clip.1",
    name: item.name,
    metadata: {},
    source_range: range(item.in, item.out - item.in, sequence),
    media_reference: media,
  };
}

function track(owner, sequence, one, kind) {
  const children = [];
  let at = 0n;
  for (const item of [...one.items].sort(byStart)) {
    if (item.start > at)
      children.push({ OTIO_SCHEMA: "Gap.1", name: "", metadata: {}, source_range: range(0n, item.start - at, sequence) });
    children.push(clip(owner, sequence, item));
    at = item.end;
  }
  return { OTIO_SCHEMA: "Track.1", name: one.name, kind, metadata: {}, children };
}

/** The sequence as OpenTimelineIO text. */
function otio(owner, sequence) {
  const tracks = [
    ...sequence.video.map((one) => track(owner, sequence, one, "Video")),
    ...sequence.audio.map((one) => track(owner, sequence, one, "Audio")),
  ];
  const markers = sequence.markers.map((each) => ({
    OTIO_SCHEMA: "Marker.2",
    name: each.name,
    comment: each.comments,
    color: "GREEN",
    metadata: {},
    marked_range: range(each.start, each.duration, sequence),
  }));
  const stack = { OTIO_SCHEMA: "Stack.1", name: "tracks", metadata: {}, children: tracks, markers };
  return JSON.stringify({
    OTIO_SCHEMA: "Timeline.1",
    name: sequence.name,
    metadata: {},
    global_start_time: time(sequence.zero, sequence),
    tracks: stack,
  });
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function ratesXml(sequence) {
  const rate = rateOf(sequence);
  return `<rate><timebase>${Math.round(rate)}</timebase><ntsc>${Number.isInteger(rate) ? "FALSE" : "TRUE"}</ntsc></rate>`;
}

function clipXml(owner, sequence, item) {
  const path = (owner.items[item.item] || {}).path || "";
  const numbers = ["start", "end", "in", "out"].map((name) => `<${name}>${count(item[name], sequence)}</${name}>`).join("");
  const where = `<pathurl>file://localhost${encodeURI(path)}</pathurl>`;
  const file = `<file id="file-${item.item}"><name>${escaped(path.split("/").pop())}</name>${where}</file>`;
  return `<clipitem id="${item.id}"><name>${escaped(item.name)}</name>${ratesXml(sequence)}${numbers}${file}</clipitem>`;
}

/** The sequence as FCP7 XML text. */
function xmeml(owner, sequence) {
  const tracks = (kind) =>
    sequence[kind].map((one) => `<track>${one.items.map((item) => clipXml(owner, sequence, item)).join("")}</track>`).join("");
  const sides = `<width>${sequence.width}</width><height>${sequence.height}</height>`;
  const size = `<format><samplecharacteristics>${sides}</samplecharacteristics></format>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="4"><sequence id="${sequence.id}">` +
    `<name>${escaped(sequence.name)}</name>${ratesXml(sequence)}<media><video>${size}${tracks("video")}</video>` +
    `<audio>${tracks("audio")}</audio></media></sequence></xmeml>\n`
  );
}

module.exports = { otio, xmeml };
