# SPDX-License-Identifier: Apache-2.0
"""What the host does by its own models. Studio only; the gate has turned the free edition away already."""

from tests.plugin.resolve.state import Bin, Clip


class OfFolder:
    @staticmethod
    def transcribe_audio(host, folder: Bin, *_options: bool) -> bool:
        folder.transcribed = True
        return bool(folder.clips)

    @staticmethod
    def clear_transcription(host, folder: Bin) -> bool:
        folder.transcribed = False
        return True

    @staticmethod
    def perform_audio_classification(host, folder: Bin) -> bool:
        folder.classified = True
        return bool(folder.clips)

    @staticmethod
    def clear_audio_classification(host, folder: Bin) -> bool:
        folder.classified = False
        return True

    @staticmethod
    def remove_motion_blur(host, folder: Bin, _option: "dict | None" = None) -> "list":
        return []

    @staticmethod
    def analyze_for_intellisearch(host, folder: Bin, _faces: bool, _better: bool) -> bool:
        return bool(folder.clips)

    @staticmethod
    def analyze_for_slate(host, folder: Bin, _colour: str) -> bool:
        return False


class OfClip:
    @staticmethod
    def transcribe_audio(host, clip: Clip, *_options: bool) -> bool:
        clip.transcript = clip.media.sounds
        return clip.transcript

    @staticmethod
    def clear_transcription(host, clip: Clip, *_nested: bool) -> bool:
        clip.transcript = False
        return True

    @staticmethod
    def get_transcription(host, clip: Clip, *_nested: bool) -> "dict":
        return {"language": "en", "segments": []} if clip.transcript else {}

    @staticmethod
    def perform_audio_classification(host, clip: Clip) -> bool:
        clip.classified = clip.media.sounds
        return clip.classified

    @staticmethod
    def clear_audio_classification(host, clip: Clip) -> bool:
        clip.classified = False
        return True

    @staticmethod
    def remove_motion_blur(host, clip: Clip, _option: "dict") -> None:
        return None

    @staticmethod
    def analyze_for_intellisearch(host, clip: Clip, _faces: bool, _better: bool) -> bool:
        return clip.media.shows

    @staticmethod
    def analyze_for_slate(host, clip: Clip, _colour: str) -> bool:
        return False
