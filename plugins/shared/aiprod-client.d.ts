// SPDX-License-Identifier: Apache-2.0
//
// Written by `python -m aiprod.wire.generate` from the table of operations; a test holds it to the table. Do not edit.

/** Record that somebody read a licence and accepts it. `text_sha256` is that of the text that they were shown. */
export interface AcceptLicence {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  model: string;
  who: string;
  text_sha256: string;
}

/** What is seen. One or several sentences, in the film's language. */
export interface Action {
  id: string;
  text: string;
  characters?: string[];
  /** Which version of the object this is. */
  schema?: "Action.1";
}

/** Other words for what is seen. */
export interface ActionChange {
  kind: "action";
  action: string;
  text: string;
}

export interface AddMarker {
  edit: "add_marker";
  frame: number;
  name?: string;
  colour?: string;
  length?: number;
}

export interface AddTrack {
  edit: "add_track";
  kind: "video" | "audio" | "title";
  name?: string;
  at?: number | null;
}

/** Have an address called when jobs end. Calls are signed; private addresses are refused. */
export interface AddWebhook {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  url: string;
  events?: ("delivered" | "failed" | "cancelled" | "expired")[];
}

export type Age = "child" | "teenager" | "adult" | "old";

/** What came of a command. */
export interface AnswerCommand {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  key: string;
  command: string;
  /** At most 512 KiB. */
  result?: { [name: string]: unknown } | null;
  /** What went wrong, with why and what to do; then there is no result. */
  error?: string | null;
}

/** Shots that the user has looked at on the storyboard and wants made as they are, or not yet. */
export interface ApproveChange {
  kind: "approve";
  shots: string[];
  approved?: boolean;
}

/** Have an editor do something. */
export interface AskHost {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  key: string;
  action: "context" | "grab_frame" | "place_clip" | "build_film" | "swap_take" | "apply_grades" | "calibrate" | "self_test" | "reveal";
  /** None where the action needs none. */
  arguments?: { [name: string]: unknown } | null;
  /** How long it may take. What hasn't been handed out by then never is. */
  patience_s?: number;
}

export interface Asked {
  command: string;
}

export interface AssetList {
  assets: AssetView[];
}

export interface AssetRequest {
  film: string;
  asset: string;
}

export interface AssetView {
  asset: string;
  /** Absolute, on the engine's machine. */
  path: string;
  mime: string;
  size: number;
  sha256: string;
  rate: RateView | null;
  /** Of a picture. */
  frames: number | null;
  width: number | null;
  height: number | null;
  channels: number | null;
  sample_rate: number | null;
  duration_s: number | null;
  /** The timecode of its first frame, as a frame count. */
  start_frame: number;
}

/** Report, and wait for something to do. A new call ends the one before it, which is handed nothing more. */
export interface Attend {
  key: string;
  report: HostReport;
  wait_s?: number;
}

export interface Attended {
  /** In the order in which they were asked. Each is handed out once. */
  commands: HostCommand[];
}

export type Audience = "general" | "children" | "teenagers" | "adults";

/** The answer is a file. Over HTTP it is the body itself; over a socket it comes in this form, up to 8 MiB. */
export interface Binary {
  mime: string;
  size: number;
  base64: string;
}

export interface Blade {
  edit: "blade";
  frame: number;
  clips?: string[] | null;
}

/** The storyboard. What is still to be made, in all: `seconds` one after the other, `eur` as far as prices are known. */
export interface Board {
  rate: RateView;
  generator: string;
  shots: BoardShot[];
  to_make: number;
  seconds: number;
  eur: number;
}

/** A shot on the storyboard: as it is directed now, and what making it takes now. */
export interface BoardShot {
  id: string;
  scene: string;
  size: string;
  coverage: string;
  description: string;
  move: string;
  mood: string;
  frames: number;
  lines: string[];
  transition_in: string;
  transition_frames: number;
  /** Empty until it is shot. */
  take: string;
  generator: string;
  /** What the picture is called wherever it is shown: "animatic", … */
  label: string;
  /** The asset of its picture; empty until it is drawn. */
  still: string;
  wanted: DirectionView;
  /** The generator that would make it. */
  maker: string;
  /** On the clock, if nothing else is made meanwhile. */
  seconds: number;
  /** 0 for everything made on the engine's machine; None where no price is known. */
  eur: number | null;
  priced_on: string;
  certainty: string;
  approved: boolean;
  /** Whether its footage is there, and of the shot as it is directed now. */
  current: boolean;
  /** Which take of this direction its footage is: 0 the first; None of another direction. */
  number: number | null;
  takes: number;
}

/**
 * Settings of the brief that may change at any time. What is left out stays.
 *
 * Whether the masters can be made is for the caller to check.
 */
export interface BriefChange {
  kind: "brief";
  text?: string | null;
  language?: "en" | "fr" | null;
  genre?: Genre | null;
  audience?: Audience | null;
  tone?: Tone | null;
  open?: ("genre" | "audience" | "tone")[];
  duration_s?: number | null;
  style?: string | null;
  seed?: number | null;
  width?: number | null;
  height?: number | null;
  rate?: FrameRate | null;
  loudness_lufs?: number | null;
  mixing?: MixChoices | null;
  masters?: MasterOrder[] | null;
}

/** Import models from a folder, a USB stick or a file of the engine's machine. */
export interface BringModels {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: string;
  /** Only this one; else every one that is found. */
  model?: string | null;
  precision?: string;
  /** No copy where both are on one disk: the original must then stay as it is. */
  link?: boolean;
}

/** Make a test model on this machine. */
export interface BuildModel {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  model: string;
}

/** A file of the bundle, with its content to the letter. */
export interface BundleEntry {
  name: string;
  size: number;
  text: string;
}

/** What a diagnostics bundle contains. Secrets and the words of films are left out of it. */
export interface BundlePreview {
  entries: BundleEntry[];
}

/** What the user wants of one bus. None means "as the studio would do it". */
export interface BusChoices {
  bus: "dialogue" | "music" | "ambience" | "effects";
  gain_db?: number;
  gain?: Point[];
  eq?: EqBand[] | null;
  compression?: Compression | null;
  ducking?: Ducking | null;
  surround_db?: number | null;
  lfe_db?: number | null;
  /** Which version of the object this is. */
  schema?: "BusChoices.1";
}

/** Never mind that request: no response will be waited for. A job that it has ordered goes on. */
export interface CancelFrame {
  type: "cancel";
  id: string;
}

export interface CancelJob {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  job_id: string;
  reason?: string;
}

/** Whether there is such a take is for the caller to check. */
export interface ChangeTake {
  edit: "take";
  clip: string;
  take: string;
  available?: number | null;
}

/** A member of the cast, as written. */
export interface Character {
  id: string;
  name: string;
  description?: string;
  species?: string;
  gender?: Gender;
  age?: Age;
  /** Which version of the object this is. */
  schema?: "Character.1";
}

/** Everything that the painters need to draw a character the same way in every shot. */
export interface CharacterLook {
  character: string;
  species?: string;
  gender?: Gender;
  age?: Age;
  height_m?: number;
  build?: number;
  skin?: string;
  hair?: HairStyle;
  hair_colour?: string;
  facial_hair?: FacialHair;
  eye_colour?: string;
  glasses?: boolean;
  outfit?: Outfit;
  outfit_colour?: string;
  outfit_accent?: string;
  legs_colour?: string;
  headwear?: Headwear;
  headwear_colour?: string;
  face_seed?: number;
  /** Which version of the object this is. */
  schema?: "CharacterLook.1";
}

export interface CharacterView {
  id: string;
  name: string;
  description: string;
  species: string;
  gender: string;
  age: string;
}

/** Quality control of a film, or of any video file (owner only). */
export interface CheckRequest {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film?: string | null;
  path?: string | null;
  /** A delivery's demands by name (`deliveries.list`); without one, what is a fault anywhere, and a film's own target. */
  profile?: string | null;
  /** Of what is said; the film's otherwise. */
  language?: "en" | "fr" | null;
  /** Write the report as a page with stills and graphs too, into the film's `checks` folder. */
  page?: boolean;
}

export interface CheckView {
  check: string;
  ok: boolean;
  found: string;
}

/** One way to make it. */
export interface Choice {
  generator: string;
  title: string;
  available: boolean;
  /** Why it is (not) available, or (not) recommended. */
  reason: string;
  recommended: boolean;
  /** Working time, here and at the provider. */
  seconds: number | null;
  seconds_low: number | null;
  /** The range that four of five films fall into. */
  seconds_high: number | null;
  /** To be paid to the provider. */
  eur: number;
  /** The date of the oldest price in it. */
  priced_on: string;
  /** Of that price: published, reported, derived, unconfirmed. */
  certainty: string;
}

/** Something on a track. Frames are the film's, of the media too. */
export interface Clip {
  id: string;
  name?: string;
  shows: ShotFootage | SpokenLine | Sound | MediaFile | TitleCard;
  gap?: number;
  length: number;
  source_in?: number;
  available?: number | null;
  speed?: string | number;
  link?: string;
  enabled?: boolean;
  colour?: string;
  gain_db?: number;
  gain?: Point[];
  fade_in?: number;
  fade_out?: number;
  head?: Transition | null;
  tail?: Transition | null;
  facts?: { [name: string]: unknown };
  /** Which version of the object this is. */
  schema?: "Clip.1";
}

/** Time and cost of a shot, for each generator. */
export interface ClipEstimate {
  frames: number;
  /** Its length. */
  seconds: number;
  choices: Choice[];
  recommended: string;
}

/** A file of a clip. */
export interface ClipFile {
  role: "picture" | "sound" | "poster" | "strip" | "lut" | "cdl";
  /** Absolute, on the engine's machine. */
  path: string;
  sha256: string;
  size: number;
  frames: number;
  channels: number;
  sample_rate: number;
}

export interface ClipFileRequest {
  clip: string;
  role?: "poster" | "strip";
}

export interface ClipList {
  /** Newest first. */
  clips: ClipView[];
}

/** A clip was ordered. */
export interface ClipOrdered {
  clip: string;
  family: string;
  job: JobView;
  frames: number;
  warnings: string[];
}

export interface ClipRequest {
  clip: string;
}

/** A clip as it is. */
export interface ClipView {
  id: string;
  /** The first take's id; its own, if it is that. */
  family: string;
  kind: "shot" | "extension" | "voice" | "score" | "grade";
  name: string;
  project: string;
  rate: RateView;
  width: number;
  height: number;
  frames: number;
  /**
   * Picture: ProRes 422 HQ without sound, start timecode 00:00:00:00. Sound: PCM 24 bit, 48 kHz, of the picture's length.
   */
  files: ClipFile[];
  grades: ItemGrade[];
  generator: string;
  /** "animatic", "extended from the last frame", …: what people must be told about how it was made. */
  label: string;
  /** Everything that decides it, and nothing of this machine: short enough for a marker (below 2 000 characters). */
  recipe: { [name: string]: unknown };
  /** Warnings of its making. */
  words: string[];
  made_at: number;
}

export interface CloseGaps {
  edit: "close_gaps";
  track: string;
}

/** Quantise, export and compile a model for this machine. */
export interface CompileModel {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  model: string;
  /** Only these ways; empty: all there are. */
  routes?: string[];
}

/** A feed-forward compressor. A ratio of 1 leaves the sound alone. */
export interface Compression {
  threshold_db?: number;
  ratio?: number;
  attack_s?: number;
  release_s?: number;
  knee_db?: number;
  makeup_db?: number;
  /** Which version of the object this is. */
  schema?: "Compression.1";
}

/**
 * Bring a timeline that was changed in another editor back into the film: its cuts become the film's, takes stay. One change,
 * which can be undone.
 */
export interface ConformFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  /** The file (owner only): OTIO, FCPXML, FCP7 XML, EDL or AAF. */
  path?: string | null;
  /** Instead of a path: the content of a file that is text. */
  text?: string | null;
  /** With `text`: the file's name, whose suffix says what it is. */
  name?: string | null;
  /** Only say what would change. */
  dry_run?: boolean;
  /** Copy media that are not the film's into it; otherwise they count as missing. */
  adopt?: boolean;
  /** Of an EDL that does not say its own; the film's otherwise. */
  rate?: string | null;
  /** Of what is said; the film's otherwise. */
  lang?: "en" | "fr" | null;
}

/** What is other than before, or could not be taken over. */
export interface ConformNote {
  track: string;
  clip: string;
  timecode: string;
  /**
   * moved, trimmed, slipped, speed, transition, level, enabled, title, take, track, marker, start, added, removed, adopted; of
   * what was left: missing, short, hanging, lost, kept.
   */
  what: string;
  left: boolean;
  text: string;
}

export interface ConsentList {
  consents: ConsentView[];
}

export interface ConsentView {
  provider: string;
  who: string;
  text_sha256: string;
  granted_at: number;
}

/**
 * Curves over ACEScct: 0.073 is black, 0.414 mid grey, one stop is 0.057.
 *
 * `master`, `red`, `green`, `blue`: two or more points, their "in" ascending, their "out" never descending. Beyond its end
 * points a curve goes on straight. `hue_saturation`: hue in degrees (0 red, 60 yellow … below 360) → factor of saturation.
 */
export interface Curves {
  master?: [number, number][];
  red?: [number, number][];
  green?: [number, number][];
  blue?: [number, number][];
  hue_saturation?: [number, number][];
  /** Which version of the object this is. */
  schema?: "Curves.1";
}

/** Lift, or, with ripple, extract. */
export interface Delete {
  edit: "delete";
  clips: string[];
  ripple?: boolean;
}

export interface DeleteRange {
  edit: "delete_range";
  start: number;
  end: number;
  ripple?: boolean;
}

/** Everything that a film can be delivered as, and checked against. */
export interface Deliveries {
  presets: PresetView[];
  formats: FormatView[];
  /** What a post house may ask for and does not get → why. */
  left_out: { [name: string]: string };
  profiles: ProfileView[];
  targets: TargetView[];
}

/** A delivered file. */
export interface DeliveryView {
  asset: string;
  path: string;
  size: number;
}

export interface DeviceList {
  devices: DeviceView[];
}

/** What the engine makes films on. */
export interface DeviceView {
  id: string;
  kind: "cpu" | "gpu";
  name: string;
  memory_total: number;
  /** Bytes. */
  memory_free: number;
  /** "idle", "busy", "starting", "down". */
  state: string;
  job_id: string;
}

/** The user's part in a shot's direction; None is the studio's. */
export interface DirectionView {
  size: string | null;
  angle: string | null;
  move: string | null;
  mood: string | null;
  frames: number | null;
  description: string | null;
}

/** Whether this machine and installation can make films. */
export interface Doctor {
  ok: boolean;
  checks: CheckView[];
}

/** It was done, and there is nothing more to say. */
export interface Done {
  done: boolean;
}

/** How a bus gives way while somebody speaks. A depth of 0 leaves it where it is. */
export interface Ducking {
  depth_db?: number;
  ahead_s?: number;
  release_s?: number;
  hold_s?: number;
  /** Which version of the object this is. */
  schema?: "Ducking.1";
}

/** Change a film; every change can be undone. Order `films.resume` to have made what depends on it. */
export interface EditFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  change: LineChange | ActionChange | SceneChange | TitleChange | VoiceChange | LookChange | StudioCastingChange | RetakeChange | GeneratorChange | BriefChange | GradeChange | GradeResetChange | NameChange | TimelineChange | TimelineStartChange | TimelineResetChange | ShotChange | ShotResetChange | PickupChange | ApproveChange | ScreenplayChange | UndoStep | RedoStep;
}

export interface EditHistory {
  edits: EditView[];
}

/** A piece of a track. Ranges are half open, in frames at the edit's rate. */
export interface EditItem {
  /** Empty for a title: it has words instead of a file. */
  asset_id: string;
  name: string;
  src_in: number;
  src_out: number;
  rec_in: number;
  rec_out: number;
  gain_db: number;
  pan: number;
  fade_in_frames: number;
  fade_out_frames: number;
  shot: string;
  line: string;
  /** What is said or written. */
  text: string;
}

/** The edit, version 1: for every host alike. All numbers are whole frames at `rate`. */
export interface EditList {
  edit_list: number;
  film: string;
  name: string;
  rate: RateView;
  drop_frame: boolean;
  /** The timecode of the first frame, as a frame count: 01:00:00:00. */
  start_frame: number;
  frames: number;
  width: number;
  height: number;
  tracks: EditTrack[];
  markers: EditMarker[];
}

export interface EditMarker {
  name: string;
  at: number;
  frames: number;
  colour: string;
  /** "scene", "beat", "line". */
  kind: string;
}

export interface EditTrack {
  name: string;
  kind: "video" | "audio";
  items: EditItem[];
  transitions: EditTransition[];
}

/** A transition around the cut at `at`: it covers [at − before, at + after). */
export interface EditTransition {
  kind: string;
  at: number;
  before: number;
  after: number;
}

/** A change that was made. */
export interface EditView {
  number: number;
  kind: "edit" | "undo" | "redo";
  name: string;
}

export interface Edited {
  /** As the Undo menu shows it. */
  name: string;
  /** How many entries the journal has now. */
  edits: number;
}

/** What is seen or said. */
export interface ElementView {
  kind: "action" | "line";
  id: string;
  text: string;
  /** Who says it. */
  character: string;
  emotion: string;
  parenthetical: string;
  extension: string;
  /** Who is seen. */
  characters: string[];
}

export type Emotion = "neutral" | "joy" | "sadness" | "anger" | "fear" | "surprise" | "tenderness" | "determination" | "weariness" | "irony";

/** One filter of a parametric equaliser. */
export interface EqBand {
  kind: "high_pass" | "low_pass" | "low_shelf" | "high_shelf" | "bell";
  frequency_hz: number;
  gain_db?: number;
  q?: number;
  /** Which version of the object this is. */
  schema?: "EqBand.1";
}

/** What happened, why, and what can be done now. */
export interface ErrorBody {
  /** For programs: one of a fixed list. */
  code: string;
  message: string;
  why?: string;
  remedy?: string;
}

/** A frame that could not be understood, so that there is no request to answer. */
export interface ErrorFrame {
  type: "error";
  error: ErrorBody;
}

/** The body of every answer that is not a success. */
export interface ErrorReply {
  error: ErrorBody;
}

/** Time and cost of a film, for each generator. */
export interface Estimate {
  /** Of the film, once its shots are planned. */
  duration_s: number;
  shots: number;
  choices: Choice[];
  recommended: string;
  reason: string;
}

/** What a shot would take. */
export interface EstimateClip {
  prompt: string;
  frames: number;
  references?: Reference[];
  generator?: string;
  style?: string | null;
  place: Place;
}

/** What a film would take. */
export interface EstimateRequest {
  /** The text itself: a sentence, a page, or a whole screenplay. Never a path. */
  brief: string;
  /** What kind of text it is. */
  source?: "prose" | "fountain" | "fdx";
  lang?: "en" | "fr" | null;
  /** Seconds. */
  duration?: number | null;
  style?: string | null;
  genre?: Genre | null;
  tone?: Tone | null;
  audience?: Audience | null;
  /** Where the pictures come from. */
  generator?: string;
  /** auto, template, or llm:MODEL. */
  writer?: string;
  /** Of a master beside the H.264 screening copy. */
  format?: string;
  /** A receiver's demands by name, instead of `format`. */
  preset?: string | null;
  /** Of that master. */
  colour?: "rec709" | "p3d65" | "rec2020" | "pq" | "pq-p3" | "hlg" | "acescg" | null;
  size?: string;
  /** Frames per second: 24, 25, 23.976, 30000/1001, … */
  rate?: string;
  /** LUFS. */
  loudness?: number;
  /** Of the mix. */
  layout?: "stereo" | "5.1" | "binaural";
  /** A delivery's demands by name, instead of `loudness`: streaming, web, broadcast, atsc, streaming-film. */
  target?: string | null;
  seed?: number;
  /** What it might cost; without it no cloud is recommended. */
  cap_eur?: number | null;
}

/** News for a subscription. */
export interface EventFrame {
  type: "event";
  subscription: string;
  event: EventView;
  /** How many previews were left out before this one because the client was slow. */
  dropped?: number;
}

export interface EventList {
  events: EventView[];
  /** To be given as `after` next time. */
  cursor: string;
}

/**
 * A piece of news. `resync` means that some were missed: ask for the state of what you follow. `hosts` means that an editor
 * came, went, or shows something else: it belongs to no job, and comes to those who follow all.
 */
export interface EventView {
  cursor: string;
  job_id: string;
  at: number;
  kind: "state" | "progress" | "warning" | "note" | "fall" | "preview" | "hosts" | "resync";
  data: { [name: string]: unknown };
}

/** A panel trades the code that its user typed for a token of its own. */
export interface ExchangePairing {
  code: string;
  /** Which program the panel runs in, and its version. */
  host: string;
  panel_version?: string;
  protocol?: number;
}

/** Write the finished film somewhere else, in any format. */
export interface ExportFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  /**
   * h264, h265, prores422hq, dnxhr-hqx, av1, exr, dpx, wav, stems, … (`styles.list` names them all); by default the preset's,
   * else h264.
   */
  format?: string | null;
  /** A receiver's demands by name: youtube, broadcast-ebu, archive, … */
  preset?: string | null;
  /** The file or folder to write (owner only); by default one in the film's own `exports` folder. */
  to?: string | null;
  /** Of the picture; Rec.709 unless the preset or the format says otherwise. */
  colour?: "rec709" | "p3d65" | "rec2020" | "pq" | "pq-p3" | "hlg" | "acescg" | null;
  /** Grade every pixel by the transforms themselves: slow. */
  exact?: boolean;
  size?: string | null;
  /** Of the sound; as it was mixed otherwise. */
  layout?: "stereo" | "5.1" | null;
  /** Of six separate channels: L R C LFE Ls Rs, or L C R Ls Rs LFE. */
  channel_order?: "smpte" | "film" | null;
  /** The sound's codec, where the container leaves a choice: aac, eac3, flac, opus, pcm24. */
  sound?: string | null;
  /** A loudness target by name. */
  target?: string | null;
  /** A soft track, burned into the picture, files beside it, or none. */
  subtitles?: "soft" | "burned" | "files" | "none" | null;
  alpha?: boolean;
  /** Let the graphics card encode. */
  hardware?: boolean;
  /** A folder with the master, its sound, subtitles, poster and checksums. */
  package?: boolean;
}

/** Go on where a clip ends. The result holds the new frames alone; they continue the clip's picture and sound. */
export interface ExtendClip {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: Place;
  /** Shown in the host; by default from what was asked. */
  name?: string | null;
  lang?: "en" | "fr" | null;
  seed?: number;
  priority?: number;
  /** The first clip of the family that this one is another take of. */
  family?: string | null;
  /** The clip's media. */
  path: string;
  /** First frame of the media that the timeline shows. */
  src_in: number;
  /** The frame after the last one shown: the extension begins with it. */
  src_out: number;
  /** How much longer. */
  frames: number;
  /** If it is one of ours: its shot is continued by its own recipe. */
  clip?: string | null;
  prompt?: string | null;
  /** Let the clip's own sound go on. */
  sound?: boolean;
  generator?: string;
}

export type FacialHair = "none" | "stubble" | "moustache" | "beard" | "long_beard";

/** Why a job failed. */
export interface FailureView {
  code: string;
  error_class: "transient" | "resource" | "provider" | "moderation" | "input" | "internal" | "lost_worker" | "deadline";
  message: string;
  why: string;
  remedy: string;
}

export interface FilmConformed {
  /** Whether the edit differs from what it was. */
  changed: boolean;
  applied: boolean;
  /** Clips of the film in the new edit. */
  kept: number;
  added: number;
  removed: number;
  /** Clips whose media are not there: their room stays empty. */
  missing: number;
  summary: string;
  /** At most a thousand, what was left first. */
  notes: ConformNote[];
}

export interface FilmList {
  films: FilmSummary[];
}

export interface FilmRequest {
  film: string;
}

/** A film in a list. */
export interface FilmSummary {
  id: string;
  name: string;
  /** Its folder on the engine's machine. */
  path: string;
  /** False when the folder is not there any more. */
  present: boolean;
  created_at: number;
}

/** A film as it stands. */
export interface FilmView {
  id: string;
  name: string;
  /** Its folder on the engine's machine. */
  path: string;
  /** False when the folder is not there any more. */
  present: boolean;
  created_at: number;
  title: string;
  language: string;
  /** As asked for. */
  duration_s: number;
  width: number;
  height: number;
  rate: RateView;
  style: string;
  seed: number;
  generator: string;
  writer: string;
  written: boolean;
  /** The last one that finished. */
  department: string;
  /** How many it is made of. */
  takes: number;
  edits: number;
  /** False when it was changed after it was last made. */
  current: boolean;
  /** Quality control's verdict, if there is one. */
  passed: boolean | null;
  delivery: DeliveryView[];
  warnings: string[];
  /** The user's own. */
  looks: CharacterLook[];
  /** The user's own. */
  voices: VoiceCasting[];
}

/** Would this model make such a clip on the engine's machine? Nothing is fetched for the answer. */
export interface FitModel {
  model: string;
  width?: number;
  height?: number;
  frames?: number;
  rate?: number;
  precision?: string;
}

/** The answer. */
export interface FitView {
  model: string;
  runs: boolean;
  device: string;
  /** What the arithmetic is done in: "float32", "bfloat16", "float16". */
  precision: string;
  /** What the weights are kept in, where that is something else: "float8", "Q8_0". */
  weights: string;
  /** "resident": everything stays on the device; "model": parts take turns; "blocks": weights are streamed from memory. */
  offload: string;
  /** For one clip, once the model is loaded. */
  seconds: number;
  load_seconds: number;
  /** Of the device's memory. */
  peak_bytes: number;
  /** Of the machine's memory, for weights that wait there. */
  host_bytes: number;
  /** Still to be fetched. */
  download_bytes: number;
  /** What the disk lacks for that; 0 where it has room. */
  disk_short_bytes: number;
  why: string[];
  remedy: string;
}

/** Take the token out of the keyring. */
export interface ForgetToken {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
}

/** A format that masters can be written in. */
export interface FormatView {
  name: string;
  title: string;
  kind: "video" | "sequence" | "sound" | "subtitles";
  /** Its containers, the usual one first; empty for a folder. */
  suffixes: string[];
  /** Suffix → the sound codecs that it may hold there, the usual one first. */
  sounds: { [name: string]: string[] };
  outputs: ("rec709" | "p3d65" | "rec2020" | "pq" | "pq-p3" | "hlg" | "acescg")[];
  bits: number;
  chroma: string;
  alpha: boolean;
  /** Whether an encoder for it opens on the engine's machine. */
  able: boolean;
  /** Why not. */
  why: string;
}

/** Frames per second, exact: 23.976 is 24000/1001. */
export interface FrameRate {
  numerator?: number;
  denominator?: number;
  /** Which version of the object this is. */
  schema?: "FrameRate.1";
}

export interface Freeze {
  edit: "freeze";
  clip: string;
  frame: number;
}

export type Gender = "female" | "male" | "neutral";

/** Make a film. */
export interface GenerateRequest {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  /** The text itself: a sentence, a page, or a whole screenplay. Never a path. */
  brief: string;
  /** What kind of text it is. */
  source?: "prose" | "fountain" | "fdx";
  lang?: "en" | "fr" | null;
  /** Seconds. */
  duration?: number | null;
  style?: string | null;
  genre?: Genre | null;
  tone?: Tone | null;
  audience?: Audience | null;
  /** Where the pictures come from. */
  generator?: string;
  /** auto, template, or llm:MODEL. */
  writer?: string;
  /** Of a master beside the H.264 screening copy. */
  format?: string;
  /** A receiver's demands by name, instead of `format`. */
  preset?: string | null;
  /** Of that master. */
  colour?: "rec709" | "p3d65" | "rec2020" | "pq" | "pq-p3" | "hlg" | "acescg" | null;
  size?: string;
  /** Frames per second: 24, 25, 23.976, 30000/1001, … */
  rate?: string;
  /** LUFS. */
  loudness?: number;
  /** Of the mix. */
  layout?: "stereo" | "5.1" | "binaural";
  /** A delivery's demands by name, instead of `loudness`: streaming, web, broadcast, atsc, streaming-film. */
  target?: string | null;
  seed?: number;
  /** The film folder's name among the engine's films; by default it is made from the brief. */
  name?: string | null;
  /** The film folder to make, anywhere on the engine's machine (owner only). */
  out?: string | null;
  /** Stop after this department. */
  until?: "writing" | "directing" | "shooting" | "voices" | "music" | "editing" | "grading" | "mixing" | "rendering" | "quality" | "delivery" | null;
  priority?: number;
  /** What may be spent on clouds for this film; without a cap, nothing may. */
  cap_eur?: number | null;
  /** Give the job up this long after it was ordered. */
  deadline_s?: number | null;
}

/** Where the pictures come from. Whether there is such a generator is for the caller to check. */
export interface GeneratorChange {
  kind: "generator";
  generator: string;
}

export interface GeneratorList {
  generators: GeneratorView[];
}

/** Where pictures can come from. */
export interface GeneratorView {
  id: string;
  title: string;
  available: boolean;
  /** Why it is not available. */
  reason: string;
  cloud: boolean;
}

export type Genre = "drama" | "comedy" | "thriller" | "science_fiction" | "fantasy" | "romance" | "adventure" | "mystery" | "documentary" | "family";

/**
 * A grade of the user's for the film, a scene or a shot. What is left out stays as it is.
 *
 * Whether there is such a shot or look, and whether the LUT lies in the film's folder, is for the caller to check.
 */
export interface GradeChange {
  kind: "grade";
  scene?: string | null;
  shot?: string | null;
  automatic?: boolean | null;
  exposure?: number | null;
  lights?: [number, number, number] | null;
  slope?: [number, number, number] | null;
  offset?: [number, number, number] | null;
  power?: [number, number, number] | null;
  saturation?: number | null;
  curves?: Curves | null;
  look?: string | null;
  look_strength?: number | null;
  lut?: Lut | null;
  lut_strength?: number | null;
}

/** Grade clips: to match one of them, to a look, or both. */
export interface GradeClips {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: Place;
  /** Shown in the host; by default from what was asked. */
  name?: string | null;
  lang?: "en" | "fr" | null;
  seed?: number;
  priority?: number;
  /** The first clip of the family that this one is another take of. */
  family?: string | null;
  items: GradeItem[];
  /** The key of the clip that the others shall match. */
  reference?: string | null;
  /** One of `looks.list`, on top. */
  look?: string | null;
  strength?: number;
}

/** A clip to be graded. */
export interface GradeItem {
  /** The host's own name for it, given back with the grade. */
  key: string;
  path: string;
  src_in?: number;
  src_out?: number | null;
  /** Of the media, where it isn't the timeline's. */
  rate?: string | null;
}

/** What the user decided about a grade is left to the next wider choice again, and in the end to the studio. */
export interface GradeResetChange {
  kind: "grade_reset";
  scene?: string | null;
  shot?: string | null;
  fields?: ("automatic" | "exposure" | "lights" | "cdl" | "curves" | "look" | "look_strength" | "lut" | "lut_strength")[];
}

/** Allow prompts to be sent to a provider. `text` is what the user read and agreed to; it is kept by its hash. */
export interface GrantConsent {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  provider: string;
  who: string;
  text: string;
}

export type HairStyle = "bald" | "shaved" | "short" | "side_part" | "curly" | "afro" | "bob" | "long" | "ponytail" | "bun" | "braids" | "messy";

/** Write a folder that any editor can import by hand: media, OTIO, FCP7 XML, EDL, subtitles, looks and instructions. */
export interface HandOff {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film?: string | null;
  /** Instead of a film: laid one after the other. */
  clips?: string[];
  /** The folder to write (owner only); by default one in the user's films folder. */
  to?: string | null;
  /** Of the instructions. */
  lang?: "en" | "fr";
}

export interface HandedOff {
  path: string;
  files: string[];
  /** What each file's format could not carry. */
  reports: { [name: string]: string[] };
}

export type Headwear = "none" | "cap" | "beanie" | "brimmed_hat" | "sailor_cap" | "baker_hat" | "helmet" | "headscarf" | "crown";

/** Whether the engine lives, and whether it can take work. */
export interface Health {
  live: boolean;
  ready: boolean;
  /** Why it is not ready. */
  reason: string;
  app_version: string;
  protocol: number;
  uptime_s: number;
  devices: DeviceView[];
  /** State → how many. */
  jobs: { [name: string]: number };
  /** Open sockets. */
  clients: number;
}

/**
 * The proof is HMAC-SHA256, hex, of "aiprod.hello." + nonce + "." + port (decimal) under the token that the client holds
 * (for a panel: under the SHA-256 hex of its token, which is all that the engine keeps).
 */
export interface Hello {
  proof: string;
  /** The oldest and the newest version that the engine understands. */
  protocol: number[];
  app_version: string;
}

/** The engine greets. */
export interface HelloFrame {
  type: "hello";
  protocol: number;
  protocol_range: [number, number];
  app_version: string;
  session: string;
  /** Who the engine takes the other side for: "owner", or a panel's id. */
  client: string;
  /** The permissions that the token carries. */
  capabilities: string[];
}

/** Ask the engine to prove that it is ours, before any secret is sent to it. */
export interface HelloRequest {
  /** Random, new for each hello. */
  nonce: string;
  /** The version that the client speaks. */
  protocol?: number;
  /** A paired panel gives its id, and gets the proof made with its own token. */
  panel?: string | null;
}

/** Something to do in the editor. */
export interface HostCommand {
  id: string;
  action: "context" | "grab_frame" | "place_clip" | "build_film" | "swap_take" | "apply_grades" | "calibrate" | "self_test" | "reveal";
  arguments: { [name: string]: unknown };
}

export interface HostList {
  hosts: HostView[];
}

/** Where the user stands in the editor. */
export interface HostReport {
  host: "resolve" | "premiere";
  version: string;
  /** "Studio", "free", … */
  edition?: string;
  /** bridge: it has no window of its own; the desktop is its face. */
  mode?: "panel" | "bridge";
  panel_version?: string;
  project?: string | null;
  timeline?: string | null;
  rate?: string | null;
  drop_frame?: boolean;
  size?: string | null;
  /** Timecode. */
  playhead?: string | null;
  mark_in?: string | null;
  mark_out?: string | null;
  /** Names of the selected clips. */
  selection?: string[];
  /** What this editor, in this edition and version, can do. */
  actions?: ("context" | "grab_frame" | "place_clip" | "build_film" | "swap_take" | "apply_grades" | "calibrate" | "self_test" | "reveal")[];
  /** Why it can't do anything just now: no project, a dialog is open, … */
  problem?: string | null;
}

/** An editor that is there. */
export interface HostView {
  key: string;
  /** A HostReport. */
  report: { [name: string]: unknown };
  since: number;
  seen_at: number;
  /** Commands that it hasn't answered yet. */
  waiting: number;
}

/** The hub that models are fetched from, and whether there is a token for it. Nobody is ever told the token. */
export interface HubView {
  hub: string;
  configured: boolean;
  /** "environment" or "keyring". */
  source: string;
}

/** Install the runtime of video models. */
export interface InstallRuntime {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
}

/** Write the edit for another editor. */
export interface InterchangeFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  kind: "otio" | "resolve-otio" | "fcpxml" | "fcp7" | "edl" | "aaf";
  /** The file to write (owner only); by default one in the film's own `exports` folder. */
  to?: string | null;
  /** Media by their way from the file, where the format allows it. */
  relative?: boolean;
  /** Count timecode with dropped numbers or without, at 29.97 and 59.94; by default as is usual there. */
  drop_frame?: boolean | null;
  /** Of the report; the film's otherwise. */
  lang?: "en" | "fr" | null;
}

export interface InterchangeWritten {
  path: string;
  /** Everything that was written: the file, further lists, the report. */
  files: string[];
  /** What the format could not carry, a sentence each. */
  warnings: string[];
  /** The same for programs. */
  losses: LossView[];
}

/**
 * What makes a clip match: a CDL (ASC CDL v1.2, on the picture as the host shows it: Rec.709), and the same with the look as
 * a 33-point LUT.
 */
export interface ItemGrade {
  key: string;
  slope: number[];
  offset: number[];
  power: number[];
  saturation: number;
  /** Path of the .cube file. */
  lut: string;
  /** Path of the .cc file. */
  cdl: string;
  /** Colour difference from the reference (mean ΔE of the distributions); 0 without one. */
  error_before: number;
  error_after: number;
}

export interface JobHistory {
  job_id: string;
  transitions: TransitionView[];
}

export interface JobList {
  jobs: JobView[];
  /** State → how many jobs there are in it, whatever was asked for. */
  counts: { [name: string]: number };
}

export interface JobMutation {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  job_id: string;
}

/** A job was ordered. */
export interface JobOrdered {
  job: JobView;
}

export interface JobRequest {
  job_id: string;
}

/** A job as it stands. */
export interface JobView {
  id: string;
  /** "film", "export", "check", "repair", "clip", "pull", "import", "build", "verify", "compile", "runtime". */
  kind: string;
  state: "received" | "planned" | "queued" | "leased" | "running" | "reviewing" | "delivered" | "paused" | "cancelled" | "failed" | "expired";
  title: string;
  /** The film's id, empty for a job without one. */
  film: string;
  /** Who ordered it. */
  client: string;
  priority: number;
  /** Its place among those that wait. */
  position: number;
  device: string;
  attempt: number;
  max_attempts: number;
  progress: Progress | null;
  /** What came of it, once it is delivered. */
  result: { [name: string]: unknown } | null;
  failure: FailureView | null;
  /** Time and cost as foreseen when it was ordered. */
  estimate: { [name: string]: unknown } | null;
  /** Time and cost as they were. */
  actual: { [name: string]: unknown } | null;
  cancel_requested: boolean;
  pause_requested: boolean;
  /** When a retry may start. */
  not_before: number | null;
  created_at: number;
  updated_at: number;
  started_at: number | null;
  finished_at: number | null;
}

/** Keep the user's token of the hub in the system's keyring. */
export interface KeepToken {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  token: string;
}

/** Bring new clips in. */
export interface Lay {
  edit: "insert" | "overwrite";
  track: string;
  frame: number;
  clips: Clip[];
}

/** The panel closes. */
export interface LeaveHost {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  key: string;
}

/** A model's licence, to be read. */
export interface LicenceView {
  model: string;
  /** SPDX expression. */
  licence: string;
  /** In full; empty where the card has only its name. */
  text: string;
  text_sha256: string;
  /** In plain words. */
  terms: string;
  terms_fr: string;
  warning: string;
  warning_fr: string;
  /** Whether it must be accepted. */
  acceptance: boolean;
  accepted_by: string;
  accepted_at: number | null;
}

/** What is said. */
export interface Line {
  id: string;
  character: string;
  text: string;
  emotion?: Emotion;
  parenthetical?: string;
  extension?: "" | "O.S." | "V.O.";
  /** Which version of the object this is. */
  schema?: "Line.1";
}

/** Other words, or another way to say them. What is left out stays. */
export interface LineChange {
  kind: "line";
  line: string;
  text?: string | null;
  emotion?: Emotion | null;
  parenthetical?: string | null;
}

export interface Link {
  edit: "link" | "unlink";
  clips: string[];
}

export interface ListClips {
  project?: string | null;
  /** All takes of a clip. */
  family?: string | null;
  limit?: number;
}

export interface ListFilms {
  limit?: number;
}

export interface ListJobs {
  /** Only these; empty: all. */
  states?: ("received" | "planned" | "queued" | "leased" | "running" | "reviewing" | "delivered" | "paused" | "cancelled" | "failed" | "expired")[];
  film?: string | null;
  client?: string | null;
  limit?: number;
  /** Older than this one: for paging. */
  before?: string | null;
}

export interface ListModels {
  role?: string | null;
}

export interface ListVoices {
  language?: "en" | "fr";
}

/** The user's own look for a character. */
export interface LookChange {
  kind: "look";
  look: CharacterLook;
}

export interface LookList {
  looks: LookView[];
}

export interface LookView {
  id: string;
  description: string;
}

/** Something of a timeline that a format did not carry. */
export interface LossView {
  track: string;
  /** Empty for what concerns the whole timeline or track. */
  clip: string;
  at_frame: number;
  timecode: string;
  /** Of what: transition, speed, gain, fade, pan, title, lut, cdl, media, marker … */
  aspect: string;
  /** The sentence, without the clip. */
  text: string;
}

/** A LUT that was brought in. It lies as `luts/<sha256>.cube` in the film's folder. */
export interface Lut {
  name: string;
  sha256: string;
  space?: string;
  result?: string;
  path?: string;
  /** Which version of the object this is. */
  schema?: "Lut.1";
}

/** Make one shot of exactly so many frames. */
export interface MakeShot {
  prompt: string;
  frames: number;
  references?: Reference[];
  generator?: string;
  style?: string | null;
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: Place;
  /** Shown in the host; by default from what was asked. */
  name?: string | null;
  lang?: "en" | "fr" | null;
  seed?: number;
  priority?: number;
  /** The first clip of the family that this one is another take of. */
  family?: string | null;
  /** What may be spent on clouds for this clip (needs the permission to spend); without a cap, nothing may. */
  cap_eur?: number | null;
}

/** A note on the film's clock. */
export interface Marker {
  id: string;
  frame: number;
  length?: number;
  name?: string;
  colour?: string;
  facts?: { [name: string]: unknown };
  /** Which version of the object this is. */
  schema?: "Marker.1";
}

/** A master. What is left open is the preset's to say, and where there is none, the format's. */
export interface MasterOrder {
  preset?: string;
  format?: string;
  output?: "rec709" | "p3d65" | "rec2020" | "pq" | "pq-p3" | "hlg" | "acescg" | null;
  exact?: boolean;
  size?: [number, number] | null;
  layout?: "stereo" | "5.1" | null;
  channel_order?: "smpte" | "film" | null;
  sound?: string;
  loudness?: string;
  subtitles?: "soft" | "burned" | "files" | "none" | null;
  alpha?: boolean;
  hardware?: boolean;
  package?: boolean;
  watermark?: string;
  /** Which version of the object this is. */
  schema?: "MasterOrder.1";
}

/** A file of the user's, relative to the film's folder. */
export interface MediaFile {
  path: string;
  frames: number;
  rate: FrameRate;
  still?: boolean;
  /** Which version of the object this is. */
  schema?: "MediaFile.1";
}

/** What the user wants of the mix. The target's level itself is the brief's `loudness_lufs`. */
export interface MixChoices {
  layout?: "stereo" | "5.1" | "binaural";
  anchor?: "programme" | "dialogue";
  true_peak_dbtp?: number;
  rooms?: boolean;
  buses?: BusChoices[];
  /** Which version of the object this is. */
  schema?: "MixChoices.1";
}

export interface ModelDetail {
  model: ModelView;
  files: StoredFileView[];
}

export interface ModelList {
  models: ModelView[];
  /** Bytes, where models are kept. */
  disk_free: number;
  /** The folder where they are kept. Only the owner is told. */
  place: string;
}

export interface ModelRemoved {
  model: string;
  /** Bytes. */
  freed: number;
}

export interface ModelRequest {
  model: string;
}

/** A model, and how it stands on the engine's machine. */
export interface ModelView {
  id: string;
  title: string;
  role: string;
  licence: string;
  terms: string;
  need: string;
  installed: boolean;
  /** On the disk, once it is here. */
  megabytes: number;
  source: string;
  /** The terms in French. */
  terms_fr: string;
  attribution: string;
  /** What a run takes of the machine's memory at most, as measured; 0 where it was not measured. */
  memory_mb: number;
  /** Whether the engine's machine has so much memory. How a video model would run, `models.fit` says. */
  fits: boolean;
  /** partial: some of it is here; a pull or an import was begun. */
  state: "installed" | "partial" | "absent";
  megabytes_here: number;
  /** The one that is here, or that would be fetched. */
  precision: string;
  precisions: string[];
  /** "wan", "ltx2"; empty for what is no video model. */
  architecture: string;
  /** The architecture's version: "2.1", "2.3". */
  generation: string;
  variant: string;
  /**
   * "text", "image", "first_last", "keyframes", "extend", "retake", "depth", "pose", "edges", "reference", "camera", "audio",
   * "speech", "two_stage", "distilled", "temporal", "spatial", "lora", "preview".
   */
  abilities: string[];
  needs: NeedsView;
  /** Of a part (LoRA, upscaler, preview decoder): the models that it works with. */
  goes_with: string[];
  /** The hub wants the user's token. */
  gated: boolean;
  /** Its licence must be accepted before it is fetched or used. */
  acceptance: boolean;
  accepted: boolean;
  /** A clause to be read before accepting. */
  warning: string;
  warning_fr: string;
  /** It is fetched, imported or built, and can be removed; else it comes with AIPROD. */
  stored: boolean;
  /** It is made on the machine, by `models.build`. */
  built: boolean;
  /** Of a pull, import or build that is under way or waits. */
  job_id: string;
}

export type Mood = "joyful" | "playful" | "tender" | "hopeful" | "calm" | "melancholic" | "lonely" | "mysterious" | "tense" | "frightening" | "epic";

export interface Move {
  edit: "move";
  clips: string[];
  frame: number;
  track?: string;
  ripple?: boolean;
}

export interface MoveMarker {
  edit: "move_marker";
  marker: string;
  frame: number;
}

export interface MoveTrack {
  edit: "move_track";
  track: string;
  place: number;
}

/** Another name of the film, as it stands in lists; its folder keeps its own. */
export interface NameChange {
  kind: "name";
  text: string;
}

/** What a machine must have at least, in GB (1e9 bytes); 0 where it was not found out. */
export interface NeedsView {
  /** Of the card's memory, at the smallest precision and with weights streamed from memory. */
  vram_gb: number;
  /** With weights that stay on the card. */
  comfortable_vram_gb: number;
  ram_gb: number;
  disk_gb: number;
}

/** A request with no parameters. */
export interface Nothing {}

/** Make a film folder on the engine's machine known to the engine (owner only). */
export interface OpenFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  path: string;
}

/** A job was ordered for a film. */
export interface Ordered {
  /** The film's id. */
  film: string;
  /** The film's folder on the engine's machine. */
  path: string;
  job: JobView;
  /** What the reader of the brief had to do that its author should know. */
  warnings: string[];
}

/** How far a command is. */
export interface Outcome {
  state: "waiting" | "taken" | "done" | "failed";
  result: { [name: string]: unknown } | null;
  error: string;
}

export interface OutcomeRequest {
  command: string;
  wait_s?: number;
}

export type Outfit = "shirt" | "sweater" | "coat" | "raincoat" | "dress" | "suit" | "uniform" | "apron" | "hoodie" | "overalls" | "spacesuit" | "robe";

export interface Paired {
  panel: string;
  /** Shown once; the engine keeps its hash only. */
  token: string;
  permissions: ("read" | "edit" | "generate" | "spend" | "admin")[];
}

export interface PairingCode {
  code: string;
  port: number;
  expires_at: number;
}

export interface PanelList {
  panels: PanelView[];
}

export interface PanelView {
  id: string;
  name: string;
  /** Which program it runs in, and its version. */
  host: string;
  permissions: ("read" | "edit" | "generate" | "spend" | "admin")[];
  paired_at: number;
  seen_at: number | null;
  connected: boolean;
}

/**
 * A part of a shot's take is shot once more; the frames around it stay as they are. The same part again replaces what was
 * shot of it before.
 *
 * Whether the shot was shot, and whether a generator of the film can do this, is for the caller to check.
 */
export interface PickupChange {
  kind: "pickup";
  shot: string;
  start: number;
  end: number;
}

export interface PingFrame {
  type: "ping";
}

/** The timeline that a clip is for. */
export interface Place {
  /** Exactly: 24000/1001, 25, …; "23.976" means 24000/1001. */
  rate: string;
  size?: string;
  drop_frame?: boolean;
  /** The host's project: clips are kept together by it. */
  project?: string;
}

/** A breakpoint of an automation curve, and how the curve goes on to the next one. */
export interface Point {
  time_s: number;
  value: number;
  shape?: "linear" | "smooth" | "hold";
  /** Which version of the object this is. */
  schema?: "Point.1";
}

export interface PollEvents {
  /** The cursor of the last reply; empty: from now on. */
  after?: string;
  /** Only news of these; empty: of all. */
  jobs?: string[];
  /** How long the reply may be held back until there is news. */
  wait_s?: number;
}

export interface PongFrame {
  type: "pong";
}

/** A receiver's demands. */
export interface PresetView {
  name: string;
  /** Language → words. */
  title: { [name: string]: string };
  /** With nothing left open. */
  order: MasterOrder;
  /** Frames per second that it takes, exact; empty: any. */
  rates: string[];
  source: string;
  /** Language → what the receiver should know. */
  note: { [name: string]: string };
}

export interface PrioritiseJob {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  job_id: string;
  priority?: number;
}

/** A delivery's demands, for quality control. */
export interface ProfileView {
  name: string;
  title: { [name: string]: string };
  source: string;
  dated: string;
}

/** How far a job is. */
export interface Progress {
  department: string;
  /** "frame" while a shot is rendered, otherwise what is being made. */
  step: string;
  shot: string;
  done: number;
  total: number;
  /** Of the whole job. */
  fraction: number;
  /** Seconds to go, estimated. */
  eta_s: number | null;
  /** How far off the estimate may be. */
  eta_error_s: number | null;
}

export interface ProviderList {
  providers: ProviderView[];
}

/** A cloud that can make pictures, if it is allowed to. */
export interface ProviderView {
  id: string;
  /** Whether the engine has a key for it. */
  configured: boolean;
  /** Whether somebody has agreed that prompts may go there. */
  consent: boolean;
  /** "closed": in use; "open": left alone for a while after failures; "half_open": being tried again. */
  breaker: string;
  models: string[];
  /** The oldest date of the prices that quotes are made from. */
  prices_as_of: string;
}

/** Fetch a model. What an earlier pull brought is kept and gone on from. */
export interface PullModel {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  model: string;
  precision?: string;
  /** Take what the hub has now, where that is another file than the one fetched first. */
  renew?: boolean;
}

/** Frames per second, exact. */
export interface RateView {
  numerator: number;
  denominator: number;
}

/** Make the last undone change again. */
export interface RedoStep {
  kind: "redo";
}

/** A picture that a shot shall begin with, end with, or look like. */
export interface Reference {
  path: string;
  role?: "first" | "last" | "look";
}

export interface RemoveMarker {
  edit: "remove_marker";
  marker: string;
}

/** Take a model out of the store. Files that another model uses too stay. */
export interface RemoveModel {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  model: string;
}

export interface RemoveTrack {
  edit: "remove_track";
  track: string;
  with_clips?: boolean;
}

export interface RemoveTransition {
  edit: "remove_transition";
  clip: string;
  edge?: "head" | "tail";
}

export interface ReorderJob {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  job_id: string;
  /** The waiting job to put it in front of; none: at the end. */
  before?: string | null;
}

/** Put every model together again; reinstall or fetch afresh what is damaged. */
export interface RepairModels {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  /** Only these; empty: all. */
  ids?: string[];
}

/** Do this. */
export interface RequestFrame {
  type: "request";
  id: string;
  op: string;
  operation_id?: string | null;
  body?: { [name: string]: unknown };
}

/** Where files of a film are, for a host on the same machine, and what a host must know to place them. */
export interface ResolveAssets {
  film: string;
  assets: string[];
}

/** It was done (`body`), or why not (`error`). */
export interface ResponseFrame {
  type: "response";
  id: string;
  ok: boolean;
  body?: { [name: string]: unknown } | null;
  error?: ErrorBody | null;
}

/** Finish an interrupted or edited film: only what changed is made again. */
export interface ResumeFilm {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  until?: "writing" | "directing" | "shooting" | "voices" | "music" | "editing" | "grading" | "mixing" | "rendering" | "quality" | "delivery" | null;
  priority?: number;
  deadline_s?: number | null;
}

/**
 * A shot is shot once more, with another seed. Earlier takes stay on disk: ask for their number to have one back.
 *
 * Whether the shot is in the film is for the caller to check (`check` of `apply`): the shot list is made, not decided.
 */
export interface RetakeChange {
  kind: "retake";
  shot: string;
  number?: number | null;
}

/**
 * Make a clip again by its recipe, as another take of it. What isn't given stays as it was, but for the seed, which is the
 * next one.
 */
export interface RetakeClip {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  clip?: string | null;
  /** As a host's marker carries it, where the clip itself is gone. */
  recipe?: { [name: string]: unknown } | null;
  /** Of the clip, as the marker carries it. */
  family?: string | null;
  prompt?: string | null;
  frames?: number | null;
  start?: number | null;
  /**
   * Only the frames [start, end) of a shot: the others stay the clip's own, to the byte. `prompt` says what happens there.
   */
  end?: number | null;
  generator?: string | null;
  seed?: number | null;
  priority?: number;
  /** What may be spent on clouds for this clip (needs the permission to spend); without a cap, nothing may. */
  cap_eur?: number | null;
}

export interface RevokeConsent {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  provider: string;
}

/** Forget a panel: its token is worthless at once, and its sockets are closed. */
export interface RevokePanel {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  panel: string;
}

export interface Roll {
  edit: "roll";
  clip: string;
  frames: number;
}

/** What video models need: PyTorch, diffusers and their kin. */
export interface RuntimeView {
  installed: boolean;
  missing: string[];
}

/** Hear a voice say something, before it is cast. */
export interface SampleVoice {
  text: string;
  language?: "en" | "fr";
  voice: VoiceCasting;
  emotion?: Emotion;
}

/** One place and time. */
export interface Scene {
  id: string;
  heading: string;
  interior: boolean;
  place: string;
  time_of_day?: TimeOfDay;
  weather?: Weather;
  mood?: Mood;
  intensity?: number;
  elements?: (Action | Line)[];
  transition_out?: string;
  transition_in?: string;
  /** Which version of the object this is. */
  schema?: "Scene.1";
}

/** Another time, weather or mood of a scene. What is left out stays. */
export interface SceneChange {
  kind: "scene";
  scene: string;
  time_of_day?: TimeOfDay | null;
  weather?: Weather | null;
  mood?: Mood | null;
  intensity?: number | null;
}

export interface SceneView {
  id: string;
  heading: string;
  place: string;
  interior: boolean;
  time_of_day: string;
  weather: string;
  mood: string;
  intensity: number;
  elements: ElementView[];
}

/** Write music of exactly so many frames. */
export interface ScoreRange {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: Place;
  /** Shown in the host; by default from what was asked. */
  name?: string | null;
  lang?: "en" | "fr" | null;
  seed?: number;
  priority?: number;
  /** The first clip of the family that this one is another take of. */
  family?: string | null;
  frames: number;
  /** A few words: "tense, slow, strings". */
  mood?: string;
  /** LUFS. */
  loudness?: number;
}

/** The whole written film. Ids of scenes, actions and lines are unique in it and survive edits of other parts. */
export interface Screenplay {
  title: string;
  logline?: string;
  author?: string;
  language: "en" | "fr";
  genre?: Genre;
  audience?: Audience;
  tone?: Tone;
  cast?: Character[];
  scenes?: Scene[];
  writer?: string;
  /** Which version of the object this is. */
  schema?: "Screenplay.1";
}

/**
 * Another screenplay. What keeps its id and its words keeps the takes that were made of it.
 *
 * None leaves the writing to the studio again: the next production writes the film from its brief.
 */
export interface ScreenplayChange {
  kind: "screenplay";
  screenplay: Screenplay | null;
  doing?: "edit" | "import" | "rewrite" | "add_scene" | "remove_scene" | "move_scene";
}

/** The written film. */
export interface ScreenplayView {
  title: string;
  logline: string;
  author: string;
  writer: string;
  language: string;
  genre: string;
  audience: string;
  tone: string;
  cast: CharacterView[];
  scenes: SceneView[];
}

/** How much may be spent on clouds for a film, in all. */
export interface SetCap {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  film: string;
  eur: number;
}

/** Sound, colour, name, presence. What is left out stays. */
export interface SetClip {
  edit: "clip";
  clips: string[];
  gain_db?: number | null;
  gain?: Point[] | null;
  fade_in?: number | null;
  fade_out?: number | null;
  colour?: string | null;
  name?: string | null;
  enabled?: boolean | null;
}

/** Name, colour, length of a marker. What is left out stays. */
export interface SetMarker {
  edit: "marker";
  marker: string;
  name?: string | null;
  colour?: string | null;
  length?: number | null;
}

export interface SetSpan {
  edit: "span";
  span?: [number, number] | null;
}

/** Other words or another style of a title. What is left out stays. */
export interface SetTitle {
  edit: "title";
  clip: string;
  title?: string | null;
  subtitle?: string | null;
  lines?: string[] | null;
  style?: "opening" | "end" | null;
}

/** Mute, solo, lock, sync, name, height. What is left out stays. */
export interface SetTrack {
  edit: "track";
  track: string;
  muted?: boolean | null;
  solo?: boolean | null;
  locked?: boolean | null;
  sync?: boolean | null;
  name?: string | null;
  height?: number | null;
}

export interface SetTransition {
  edit: "transition";
  clip: string;
  transition: string;
  length: number;
  edge?: "head" | "tail";
  alignment?: "centre" | "start" | "end" | "own";
}

/** The user's direction of a shot, on top of the studio's. What is left out stays; the shot waits for approval again. */
export interface ShotChange {
  kind: "shot";
  shot: string;
  size?: ShotSize | null;
  angle?: "eye_level" | "low" | "high" | "dutch" | null;
  move?: "static" | "pan" | "tilt" | "zoom" | "dolly_in" | "dolly_out" | "truck" | "crane_up" | "crane_down" | null;
  mood?: Mood | null;
  frames?: number | null;
  description?: string | null;
}

/** A shot's picture: a take that the user pinned, or its newest. */
export interface ShotFootage {
  shot: string;
  take?: string;
  /** Which version of the object this is. */
  schema?: "ShotFootage.1";
}

export interface ShotList {
  rate: RateView;
  shots: ShotView[];
}

/** A shot is directed by the studio again, in all or in what `fields` name. */
export interface ShotResetChange {
  kind: "shot_reset";
  shot: string;
  fields?: ("size" | "angle" | "move" | "mood" | "frames" | "description")[];
}

export type ShotSize = "extreme_wide" | "wide" | "full" | "medium" | "medium_close" | "close" | "extreme_close" | "insert";

/** A shot as planned, and the take that shows it. */
export interface ShotView {
  id: string;
  scene: string;
  size: string;
  coverage: string;
  description: string;
  move: string;
  mood: string;
  frames: number;
  lines: string[];
  transition_in: string;
  transition_frames: number;
  /** Empty until it is shot. */
  take: string;
  generator: string;
  /** What the picture is called wherever it is shown: "animatic", … */
  label: string;
}

export interface Slide {
  edit: "slide";
  clip: string;
  frames: number;
}

export interface Slip {
  edit: "slip";
  clips: string[];
  frames: number;
}

/** A piece of music, ambience or effect, by its cue's name. */
export interface Sound {
  stem: string;
  bus: "dialogue" | "music" | "ambience" | "effects";
  /** Which version of the object this is. */
  schema?: "Sound.1";
}

export interface Speed {
  edit: "speed";
  clip: string;
  speed: string | number;
  ripple?: boolean;
}

export interface SpendingView {
  film: string;
  /** None: nothing may be spent. */
  cap_eur: number | null;
  spent_eur: number;
  /** Promised to jobs that run now. */
  reserved_eur: number;
}

/** A line's voice, as it was spoken last. */
export interface SpokenLine {
  line: string;
  /** Which version of the object this is. */
  schema?: "SpokenLine.1";
}

/** Show a code that a panel can be paired with: 8 characters, 5 minutes, once. */
export interface StartPairing {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  name?: string;
  /** What the panel will be allowed to do. `admin` can't be given away. */
  permissions?: ("read" | "edit" | "generate" | "spend" | "admin")[];
}

/** A file of a model. */
export interface StoredFileView {
  name: string;
  /** Bytes; 0 where only the hub knows. */
  size: number;
  /** Bytes of it that are here. */
  here: number;
  /** Which it has or must have; empty where the hub is to declare it at the first pull. */
  sha256: string;
  /** Who named it first: "card", "hub", "copy" (the first import's), "built"; "" for nobody yet. */
  declared: string;
  source: string;
}

/** A character's voice or look is the studio's choice again. */
export interface StudioCastingChange {
  kind: "studio_casting";
  character: string;
  of: "voice" | "look";
}

/** The words that an order may use. */
export interface StyleList {
  styles: string[];
  genres: string[];
  tones: string[];
  audiences: string[];
  languages: string[];
  formats: string[];
  interchange: string[];
  departments: string[];
  /** Masters by destination. */
  presets: string[];
  /** Of masters. */
  colours: string[];
}

/** Have news sent over this socket. Previews are dropped, never queued, when the client is slow. */
export interface Subscribe {
  /** Only news of these; empty: of all. */
  jobs?: string[];
  previews?: boolean;
  /** How pictures come: as binary frames, or inside the JSON for hosts without them. */
  encoding?: "binary" | "base64";
  /** Go on after this cursor, where the engine still has what came since. */
  after?: string;
}

export interface Subscribed {
  subscription: string;
  cursor: string;
}

export interface Swap {
  edit: "swap";
  one: string;
  other: string;
}

export interface TakeFileRequest {
  film: string;
  take: string;
  /** As the take lists it: "picture.mp4", "speech.wav", … */
  name: string;
}

export interface TakeFileView {
  asset: string;
  name: string;
  sha256: string;
  size: number;
}

export interface TakeList {
  takes: TakeView[];
}

export interface TakeRequest {
  film: string;
  take: string;
}

/** Something that was made, and what it was made from. */
export interface TakeView {
  id: string;
  /** Its place in the film ("shot s1-wide"); empty when the film does not use it now. */
  name: string;
  department: string;
  step: string;
  generator: string;
  seed: number;
  files: TakeFileView[];
  facts: { [name: string]: unknown };
  cpu_seconds: number;
  eur: number;
  licences: string[];
  models: string[];
  inputs: { [name: string]: string };
}

/** A loudness target. */
export interface TargetView {
  name: string;
  lufs: number;
  tolerance_lu: number;
  true_peak_dbtp: number;
  anchor: string;
  source: string;
}

/** The answer is plain text. Over HTTP it is the body itself; over a socket it comes in this form. */
export interface Text {
  mime: string;
  text: string;
}

export type TimeOfDay = "dawn" | "morning" | "day" | "afternoon" | "dusk" | "night";

/** The whole edit, tracks bottom to top: picture, titles, sound. Raises UserError where an id is given twice. */
export interface Timeline {
  name?: string;
  rate: FrameRate;
  start?: number;
  tracks?: Track[];
  markers?: Marker[];
  span?: [number, number] | null;
  known?: string[];
  facts?: { [name: string]: unknown };
  /** Which version of the object this is. */
  schema?: "Timeline.1";
}

/** One or more edits of the timeline, made and undone together: all of them, or none. */
export interface TimelineChange {
  kind: "timeline";
  edits: (Blade | Delete | DeleteRange | Trim | Roll | Slip | Slide | Lay | Move | Swap | CloseGaps | Link | SetTransition | RemoveTransition | Speed | Freeze | ChangeTake | SetClip | SetTitle | AddTrack | MoveTrack | RemoveTrack | SetTrack | AddMarker | MoveMarker | SetMarker | RemoveMarker | SetSpan)[];
}

/** The edit is the studio's again: assembled from the shot list. */
export interface TimelineResetChange {
  kind: "timeline_reset";
}

/**
 * The edit is the user's from now on: the studio's timeline as it is, or another.
 *
 * Without one, the studio's is meant: whoever has the film's folder fills it in (`production.edited.start_editing`).
 */
export interface TimelineStartChange {
  kind: "timeline_start";
  timeline?: Timeline | null;
}

/** Words on nothing, or over the picture. */
export interface TitleCard {
  title?: string;
  subtitle?: string;
  lines?: string[];
  style?: string;
  /** Which version of the object this is. */
  schema?: "TitleCard.1";
}

/** Another title of the film, as it is shown in it. */
export interface TitleChange {
  kind: "title";
  text: string;
}

export type Tone = "warm" | "melancholic" | "funny" | "dark" | "poetic" | "epic" | "tender" | "tense";

/** A track. Raises UserError where a clip's media or transitions don't fit. */
export interface Track {
  id: string;
  kind: "video" | "audio" | "title";
  name: string;
  clips?: Clip[];
  muted?: boolean;
  solo?: boolean;
  locked?: boolean;
  sync?: boolean;
  height?: number;
  /** Which version of the object this is. */
  schema?: "Track.1";
}

/** A transition: it begins `before` frames ahead of its cut and ends `after` frames behind it. */
export interface Transition {
  kind: string;
  before: number;
  after: number;
  facts?: { [name: string]: unknown };
  /** Which version of the object this is. */
  schema?: "Transition.1";
}

/** A job went from one state to another. */
export interface TransitionView {
  source: string;
  target: string;
  at: number;
  reason: string;
  by: string;
}

export interface Trim {
  edit: "trim";
  clip: string;
  edge: "in" | "out";
  frames: number;
  ripple?: boolean;
  linked?: boolean;
}

/** Take back the last change. */
export interface UndoStep {
  kind: "undo";
}

export interface Unsubscribe {
  subscription: string;
}

/** Hash every file of the installed models afresh: a job that takes as long as reading them takes. */
export interface VerifyModels {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  /** Only these; empty: all. */
  ids?: string[];
}

/** A character's voice: a blend of the model's speaker vectors, shifted. */
export interface VoiceCasting {
  character: string;
  speakers: { [name: string]: number };
  pitch_semitones?: number;
  speed?: number;
  timbre?: "natural" | "robot";
  /** Which version of the object this is. */
  schema?: "VoiceCasting.1";
}

/** The user's own voice for a character. */
export interface VoiceChange {
  kind: "voice";
  voice: VoiceCasting;
}

/** Speak a line. */
export interface VoiceLine {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  place: Place;
  /** Shown in the host; by default from what was asked. */
  name?: string | null;
  lang?: "en" | "fr" | null;
  seed?: number;
  priority?: number;
  /** The first clip of the family that this one is another take of. */
  family?: string | null;
  text: string;
  /** A voice of `voices.list`; by default the language's first one. */
  voice?: string | null;
  emotion?: Emotion;
  speed?: number;
  /** Speak faster or slower, within reason, to fill this length. */
  fit_frames?: number | null;
}

export interface VoiceList {
  voices: VoiceView[];
}

/** A voice that can be cast. */
export interface VoiceView {
  id: string;
  language: string;
  /** "woman", "man", "small", "robot". */
  kind: string;
  speakers: { [name: string]: number };
  pitch_semitones: number;
  speed: number;
}

export interface WaitForJob {
  job_id: string;
  /** Answer at the latest after this, whatever the state. */
  timeout_s?: number;
}

/** For hosts without sockets: the newest picture of a job's shot under way. */
export interface WaitForPreview {
  job_id: string;
  /** Not the picture that is there, but the next one. */
  fresh?: boolean;
  /** How long the reply may be held back until there is a picture. */
  wait_s?: number;
}

export type Weather = "clear" | "cloudy" | "wind" | "fog" | "rain" | "storm" | "snow";

export interface WebhookId {
  /** Chosen by the client, new for every intention (a UUID will do). Remembered for a week, per client. */
  operation_id?: string | null;
  webhook: string;
}

export interface WebhookList {
  webhooks: WebhookView[];
}

export interface WebhookView {
  id: string;
  url: string;
  events: ("delivered" | "failed" | "cancelled" | "expired")[];
  created_at: number;
  /** To check signatures with. Shown once, when the webhook is added. */
  secret: string;
}

/** All that the engine can be asked to do. */
export class Operations {
  readonly server: {
    /** Have the engine prove who it is. */
    hello(request: HelloRequest): Promise<Hello>;
    /** Whether the engine lives and can take work. */
    health(): Promise<Health>;
    /** Figures for Prometheus. */
    metrics(): Promise<Text>;
  };
  readonly devices: {
    /** What films are made on. */
    list(): Promise<DeviceList>;
  };
  readonly doctor: {
    /** Whether this machine and installation can make films. */
    run(): Promise<Doctor>;
  };
  readonly diagnostics: {
    /** What a diagnostics bundle would contain. */
    preview(): Promise<BundlePreview>;
    /** The diagnostics bundle. */
    bundle(): Promise<Binary>;
  };
  /** Make a film. */
  generate(request: GenerateRequest): Promise<Ordered>;
  /** What a film would take. */
  estimate(request: EstimateRequest): Promise<Estimate>;
  /** Quality control. */
  check(request?: CheckRequest): Promise<JobOrdered>;
  readonly jobs: {
    /** A job as it stands. */
    status(request: JobRequest): Promise<JobView>;
    /** The jobs, newest first. */
    list(request?: ListJobs): Promise<JobList>;
    /** Every state a job went through. */
    history(request: JobRequest): Promise<JobHistory>;
    /** A job, as soon as it has ended. */
    wait(request: WaitForJob): Promise<JobView>;
    /** A picture of what is being made. */
    preview(request: WaitForPreview): Promise<Binary>;
    /** Stop a job for good. */
    cancel(request: CancelJob): Promise<JobView>;
    /** Stop a job for now. */
    pause(request: JobMutation): Promise<JobView>;
    /** Let a paused job go on. */
    resume(request: JobMutation): Promise<JobView>;
    /** Try an ended job again. */
    retry(request: JobMutation): Promise<JobView>;
    /** Change the order of waiting. */
    reorder(request: ReorderJob): Promise<JobView>;
    /** Change a job's priority. */
    priority(request: PrioritiseJob): Promise<JobView>;
  };
  readonly events: {
    /** News of jobs, held back until there is. */
    poll(request?: PollEvents): Promise<EventList>;
    /** News of jobs over this socket. */
    subscribe(request?: Subscribe): Promise<Subscribed>;
    /** No more of this news. */
    unsubscribe(request: Unsubscribe): Promise<Done>;
  };
  readonly films: {
    /** The films that the engine knows. */
    list(request?: ListFilms): Promise<FilmList>;
    /** Make a film folder known to the engine. */
    open(request: OpenFilm): Promise<FilmView>;
    /** A film as it stands. */
    get(request: FilmRequest): Promise<FilmView>;
    /** Finish an interrupted or edited film. */
    resume(request: ResumeFilm): Promise<Ordered>;
    /** The written film. */
    screenplay(request: FilmRequest): Promise<ScreenplayView>;
    /** What making a film would take. */
    estimate(request: FilmRequest): Promise<Estimate>;
    /** The shots, and the takes that show them. */
    shots(request: FilmRequest): Promise<ShotList>;
    /** The storyboard, and what each shot would take. */
    board(request: FilmRequest): Promise<Board>;
    /** The edit, for any host. */
    timeline(request: FilmRequest): Promise<EditList>;
    /** The changes made so far. */
    history(request: FilmRequest): Promise<EditHistory>;
    /** Change a film, undo, redo. */
    edit(request: EditFilm): Promise<Edited>;
    /** Write the finished film. */
    export(request: ExportFilm): Promise<JobOrdered>;
    /** Write the edit for another editor. */
    interchange(request: InterchangeFilm): Promise<InterchangeWritten>;
    /** Bring an edit that was changed in another editor back. */
    conform(request: ConformFilm): Promise<FilmConformed>;
  };
  readonly deliveries: {
    /** What films can be delivered as and checked against. */
    list(): Promise<Deliveries>;
  };
  readonly takes: {
    /** What the film is made of. */
    list(request: FilmRequest): Promise<TakeList>;
    /** One take and its recipe. */
    get(request: TakeRequest): Promise<TakeView>;
    /** A file of a take. */
    file(request: TakeFileRequest): Promise<Binary>;
  };
  readonly assets: {
    /** Where files are on the disk. */
    resolve(request: ResolveAssets): Promise<AssetList>;
    /** A take's or a delivered file. */
    file(request: AssetRequest): Promise<Binary>;
  };
  readonly models: {
    /** The models, and how they stand. */
    list(request?: ListModels): Promise<ModelList>;
    /** One model with its files. */
    show(request: ModelRequest): Promise<ModelDetail>;
    /** Whether it runs here, how and how fast. */
    fit(request: FitModel): Promise<FitView>;
    /** A model's licence. */
    licence(request: ModelRequest): Promise<LicenceView>;
    /** Accept a licence. */
    accept(request: AcceptLicence): Promise<LicenceView>;
    /** Fetch a model. */
    pull(request: PullModel): Promise<JobOrdered>;
    /** Import models. */
    bring(request: BringModels): Promise<JobOrdered>;
    /** Make a test model. */
    build(request: BuildModel): Promise<JobOrdered>;
    /** Compile a model for this machine. */
    compile(request: CompileModel): Promise<JobOrdered>;
    /** Remove a model. */
    remove(request: RemoveModel): Promise<ModelRemoved>;
    /** Check files' SHA-256. */
    verify(request?: VerifyModels): Promise<JobOrdered>;
    /** Repair the models. */
    repair(request?: RepairModels): Promise<JobOrdered>;
  };
  readonly hub: {
    /** Where models are fetched from, and whether there is a token. */
    get(): Promise<HubView>;
    /** Keep a token of the hub. */
    keep(request: KeepToken): Promise<HubView>;
    /** Forget the hub's token. */
    forget(request?: ForgetToken): Promise<HubView>;
  };
  readonly runtime: {
    /** Whether what video models need is installed. */
    get(): Promise<RuntimeView>;
    /** Install it. */
    install(request?: InstallRuntime): Promise<JobOrdered>;
  };
  readonly voices: {
    /** The voices that can be cast. */
    list(request?: ListVoices): Promise<VoiceList>;
    /** Hear a voice say something. */
    sample(request: SampleVoice): Promise<Binary>;
  };
  readonly looks: {
    /** The looks of the grade. */
    list(): Promise<LookList>;
  };
  readonly styles: {
    /** The words that an order may use. */
    list(): Promise<StyleList>;
  };
  readonly generators: {
    /** Where pictures can come from. */
    list(): Promise<GeneratorList>;
  };
  readonly providers: {
    /** The clouds, and whether they may be used. */
    list(): Promise<ProviderList>;
  };
  readonly consent: {
    /** Who agreed to what. */
    list(): Promise<ConsentList>;
    /** Allow prompts to be sent to a provider. */
    grant(request: GrantConsent): Promise<ConsentView>;
    /** Take a consent back. */
    revoke(request: RevokeConsent): Promise<Done>;
  };
  readonly spending: {
    /** What a film has cost. */
    get(request: FilmRequest): Promise<SpendingView>;
    /** Set what a film may cost. */
    cap(request: SetCap): Promise<SpendingView>;
  };
  readonly pairing: {
    /** Show a pairing code. */
    start(request?: StartPairing): Promise<PairingCode>;
    /** Trade a code for a token. */
    exchange(request: ExchangePairing): Promise<Paired>;
    /** The paired panels. */
    list(): Promise<PanelList>;
    /** Forget a panel. */
    revoke(request: RevokePanel): Promise<Done>;
  };
  readonly clips: {
    /** What a shot would take. */
    estimate(request: EstimateClip): Promise<ClipEstimate>;
    /** Make one shot. */
    shot(request: MakeShot): Promise<ClipOrdered>;
    /** Make a clip longer. */
    extend(request: ExtendClip): Promise<ClipOrdered>;
    /** Make a clip again. */
    retake(request?: RetakeClip): Promise<ClipOrdered>;
    /** Speak a line. */
    voice(request: VoiceLine): Promise<ClipOrdered>;
    /** Write music for a range. */
    score(request: ScoreRange): Promise<ClipOrdered>;
    /** Grade clips to match. */
    grade(request: GradeClips): Promise<ClipOrdered>;
    /** The clips made for editors' timelines, newest first. */
    list(request?: ListClips): Promise<ClipList>;
    /** One clip, its files and its recipe. */
    get(request: ClipRequest): Promise<ClipView>;
    /** A clip's poster. */
    file(request: ClipFileRequest): Promise<Binary>;
    /** Write a folder for any editor. */
    handoff(request?: HandOff): Promise<HandedOff>;
  };
  readonly hosts: {
    /** Report, and wait for something to do. */
    attend(request: Attend): Promise<Attended>;
    /** What came of a command. */
    answer(request: AnswerCommand): Promise<Done>;
    /** The panel closes. */
    leave(request: LeaveHost): Promise<Done>;
    /** The editors that are there. */
    list(): Promise<HostList>;
    /** Have an editor do something. */
    ask(request: AskHost): Promise<Asked>;
    /** How far a command is. */
    outcome(request: OutcomeRequest): Promise<Outcome>;
  };
  readonly webhooks: {
    /** Who is called when jobs end. */
    list(): Promise<WebhookList>;
    /** Call an address when jobs end. */
    add(request: AddWebhook): Promise<WebhookView>;
    /** Call an address no more. */
    remove(request: WebhookId): Promise<Done>;
  };
}

/** The name of an operation. */
export type OperationName =
  | "server.hello"
  | "server.health"
  | "server.metrics"
  | "devices.list"
  | "doctor.run"
  | "diagnostics.preview"
  | "diagnostics.bundle"
  | "generate"
  | "estimate"
  | "jobs.status"
  | "jobs.list"
  | "jobs.history"
  | "jobs.wait"
  | "jobs.preview"
  | "jobs.cancel"
  | "jobs.pause"
  | "jobs.resume"
  | "jobs.retry"
  | "jobs.reorder"
  | "jobs.priority"
  | "events.poll"
  | "events.subscribe"
  | "events.unsubscribe"
  | "films.list"
  | "films.open"
  | "films.get"
  | "films.resume"
  | "films.screenplay"
  | "films.estimate"
  | "films.shots"
  | "films.board"
  | "films.timeline"
  | "films.history"
  | "films.edit"
  | "films.export"
  | "films.interchange"
  | "films.conform"
  | "deliveries.list"
  | "check"
  | "takes.list"
  | "takes.get"
  | "takes.file"
  | "assets.resolve"
  | "assets.file"
  | "models.list"
  | "models.show"
  | "models.fit"
  | "models.licence"
  | "models.accept"
  | "models.pull"
  | "models.bring"
  | "models.build"
  | "models.compile"
  | "models.remove"
  | "models.verify"
  | "models.repair"
  | "hub.get"
  | "hub.keep"
  | "hub.forget"
  | "runtime.get"
  | "runtime.install"
  | "voices.list"
  | "voices.sample"
  | "looks.list"
  | "styles.list"
  | "generators.list"
  | "providers.list"
  | "consent.list"
  | "consent.grant"
  | "consent.revoke"
  | "spending.get"
  | "spending.cap"
  | "pairing.start"
  | "pairing.exchange"
  | "pairing.list"
  | "pairing.revoke"
  | "clips.estimate"
  | "clips.shot"
  | "clips.extend"
  | "clips.retake"
  | "clips.voice"
  | "clips.score"
  | "clips.grade"
  | "clips.list"
  | "clips.get"
  | "clips.file"
  | "clips.handoff"
  | "hosts.attend"
  | "hosts.answer"
  | "hosts.leave"
  | "hosts.list"
  | "hosts.ask"
  | "hosts.outcome"
  | "webhooks.list"
  | "webhooks.add"
  | "webhooks.remove";

/** An error of the engine, or of the way to it. `code` is for programs, `message`, `why` and `remedy` are for people. */
export class AiprodError extends Error {
  constructor(code: string, message: string, why?: string, remedy?: string);
  readonly code: string;
  readonly why: string;
  readonly remedy: string;
}

/** What a WebSocket has to offer; the host's own does. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((event?: { code?: number }) => void) | null;
  onerror: ((event?: unknown) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface SocketConstructor {
  new (url: string, protocols: string[]): SocketLike;
}

/** How the engine is reached. */
export interface Settings {
  /** 127.0.0.1, localhost or [::1]; nothing else is ever opened. */
  host?: "127.0.0.1" | "localhost" | "[::1]";
  /** The port of last time. */
  port?: number;
  /** Ports to try, instead of `port` and the engine's usual ones. */
  ports?: number[];
  /** For hosts without a WebSocket of their own. */
  WebSocket?: SocketConstructor;
  /** Random bytes, for hosts without `crypto.getRandomValues`. */
  random?: (count: number) => Uint8Array;
  /** How long a greeting may take, how often to ping, after which silence a connection counts as dead, how long an engine
   * that went away is waited for; milliseconds. */
  helloMs?: number;
  pingMs?: number;
  silenceMs?: number;
  patienceMs?: number;
}

export interface ClientSettings extends Settings {
  /** A paired panel's token, or the owner's. */
  token: string;
  /** The panel's id, if the token is a panel's. */
  panel?: string;
  /** Is told when the connection is there, was lost, is waited for, or was given up. */
  onState?: (state: "connected" | "lost" | "waiting" | "given up", error?: AiprodError) => void;
}

export interface PairingSettings extends Settings {
  /** The eight characters that the user was shown. */
  code: string;
  /** Which program this runs in, and its version. */
  program: string;
  panelVersion?: string;
}

/** A piece of news of a job. */
export interface News extends Omit<EventView, "cursor" | "job_id" | "at"> {
  cursor?: string;
  job_id?: string;
  at?: number;
  /** A preview's picture, where it was asked for in binary form. */
  image?: Uint8Array;
  /** The same, where it was asked for in base64. */
  base64?: string;
  /** How many previews were left out before this because this program was slow. */
  dropped?: number;
}

export interface Subscription {
  /** No more of this news. */
  close(): Promise<void>;
}

/** The engine, to be asked and watched. It connects, and connects again, by itself. */
export class AiprodClient extends Operations {
  constructor(settings: ClientSettings);
  /** Where the engine was found. */
  readonly port: number;
  /** The engine's greeting, while it is connected. */
  readonly hello: HelloFrame | null;
  /** Connect now, and say who the engine is. Requests do this by themselves. */
  connect(): Promise<HelloFrame>;
  /** Ask for anything in the table by its name. */
  call(operation: OperationName, request?: object): Promise<unknown>;
  /** Have news sent; `onEnd` is told when it can't go on. */
  subscribe(wish: Subscribe, onNews: (news: News) => void, onEnd?: (error: AiprodError) => void): Promise<Subscription>;
  /** Follow a job to its end; the result is the job, ended. */
  watch(jobId: string, wish?: Omit<Subscribe, "jobs">, onNews?: (news: News) => void): Promise<JobView>;
  /** Hang up. Jobs go on. */
  close(): void;
}

/** Trade a pairing code for a token. Keep the result for `AiprodClient`. */
export function pair(settings: PairingSettings): Promise<Paired & { port: number }>;
/** A picture that came with news, as a data URL for an <img>; "" where there is none. */
export function pictureUrl(news: News): string;
/** Refuse any address that is not this machine's. */
export function guardUrl(url: string): string;
/** What the engine must answer to a nonce. `key` is the owner's token, or the SHA-256 in hex of a panel's. */
export function prove(key: string, nonce: string, port: number): string;
export function sha256(bytes: Uint8Array): Uint8Array;
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
export function hex(bytes: Uint8Array): string;
export function utf8(bytes: Uint8Array): string;
export function base64(bytes: Uint8Array): string;

/** What the two sides agree on. The whole contract is in protocol.json. */
export const PROTOCOL: {
  readonly protocol: number;
  readonly protocol_range: [number, number];
  readonly subprotocol: string;
  readonly token_prefix: string;
  readonly socket_path: string;
  readonly door_path: string;
  readonly preview_path: string;
  readonly candidate_ports: number[];
  readonly final: JobView["state"][];
  readonly operations: { [name in OperationName]: { mutates: boolean; idempotent: boolean } };
};
