// SPDX-License-Identifier: Apache-2.0
//
// The shapes that plugins/ACTIONS.md speaks of, and those that the panel's modules hand each other.
import type * as Api from "@adobe/premierepro";
import type { ClipView, EditList, AssetView, ItemGrade } from "../../shared/aiprod-client";
import type { Rate } from "./time";

export type { ClipView, EditList, AssetView, ItemGrade, Rate };
export type Ppro = Api.premierepro;
export type Project = Api.Project;
export type Sequence = Api.Sequence;
export type ProjectItem = Api.ProjectItem;
export type ClipProjectItem = Api.ClipProjectItem;
export type FolderItem = Api.FolderItem;
export type TickTime = Api.TickTime;
export type Action = Api.Action;
export type VideoItem = Api.VideoClipTrackItem;
export type AudioItem = Api.AudioClipTrackItem;
export type Kind = "video" | "audio";

export interface Item {
  name: string;
  start: number;
  end: number;
  media: string;
  src_in: number;
  src_out: number;
  marker?: MarkerNote;
}

export interface Track {
  kind: Kind;
  index: number;
  name: string;
  locked: boolean;
  items: Item[];
}

export interface Selected extends Item {
  track: number;
  kind: Kind;
}

export interface MarkerNote {
  v: number;
  clip: string;
  family: string;
  recipe: Record<string, unknown>;
}

export interface MarkerView {
  frame: number;
  frames: number;
  name: string;
  note: string;
  recipe?: MarkerNote;
}

export interface Gap {
  start: number;
  end: number | null;
  track: number;
}

export interface Line {
  start: number;
  end: number;
  text: string;
}

/** What the user's timeline is, without what lies on it. */
export interface Glance {
  project: string;
  timeline: string | null;
  rate: string;
  drop_frame: boolean;
  start_frame: number;
  size: string;
  playhead: number;
  mark_in: number | null;
  mark_out: number | null;
  selection: Selected[];
}

export interface Context extends Glance {
  gap: Gap | null;
  tracks: Track[];
  markers: MarkerView[];
  subtitles: Line[];
}

export interface Mismatch {
  what: string;
  expected: string;
  found: string;
}

export interface Where {
  track: number;
  kind: Kind;
  start: number;
  end: number;
}

export interface Report {
  planned: number;
  placed: number;
  verified: number;
  mismatches: Mismatch[];
  undo: string;
  where: Where[];
  timeline?: string;
}

/** An item as it was read from the host, in ticks. */
export interface Read {
  handle: VideoItem | AudioItem;
  name: string;
  start: bigint;
  end: bigint;
  from: bigint;
  to: bigint;
  media: string;
}

export interface ReadTrack {
  kind: Kind;
  index: number;
  name: string;
  items: Read[];
}

export interface Snapshot {
  project: Project;
  sequence: Sequence;
  name: string;
  perFrame: bigint;
  rate: Rate;
  drop: boolean;
  zero: bigint;
  width: number;
  height: number;
  tracks: ReadTrack[];
}

/** A piece of media that goes on the timeline: ranges in frames of the timeline, half open. */
export interface Piece {
  what: string;
  path: string;
  kind: Kind;
  /** 1-based; one past the last asks for a new track. */
  track: number;
  fresh: boolean;
  start: number;
  end: number;
  src_in: number;
  /** Whether only a part of the media is shown. */
  trimmed: boolean;
}

export interface Progress {
  (what: string, done: number, total: number): void;
}
