# SPDX-License-Identifier: Apache-2.0
"""The shapes of the icons: lines on a grid of 24 × 24, drawn with one pen.

`~` stands for the icon's colour; what is not filled with it is drawn as a line. They are words of code and no files, so that an
icon costs the interface thread no reading.
"""

from __future__ import annotations

_F = 'fill="~" stroke="none"'
_SPEAKER = '<path d="M4 9.5h3.5L12 6v12l-4.5-3.5H4z"/>'
_LOOP = '<path d="M17 3.5 20 6.5 17 9.5M20 6.5H8a4 4 0 0 0-4 4V12M7 20.5 4 17.5 7 14.5M4 17.5H16a4 4 0 0 0 4-4V12"/>'
_LENS = '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15 20.5 20.5"/>'
_EYE = (
    '<path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5C19 16.5 15.7 18.5 12 18.5S5 16.5 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>'
)
_PAGE = '<path d="M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5"/>'
_DOTS = f'<g {_F}><circle cx="5.5" cy="12" r="1.7"/><circle cx="12" cy="12" r="1.7"/><circle cx="18.5" cy="12" r="1.7"/></g>'
_HEAD = '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.6-4 3.5-6 7.5-6s6.9 2 7.5 6"/>'
_CLOUD = '<path d="M7 18.5a4 4 0 0 1-.5-7.96A5.5 5.5 0 0 1 17 9.5a4.5 4.5 0 0 1 .5 9z"/>'

PLAYING: dict[str, str] = {
    "play": f'<path {_F} d="M7 4.5v15l12.5-7.5z"/>',
    "pause": f'<path {_F} d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z"/>',
    "stop": f'<path {_F} d="M6 6h12v12H6z"/>',
    "reverse": f'<path {_F} d="M17 4.5v15L4.5 12z"/>',
    "step-back": f'<path d="M18 6v12"/><path {_F} d="M15 6v12L6 12z"/>',
    "step-forward": f'<path d="M6 6v12"/><path {_F} d="M9 6v12l9-6z"/>',
    "start": f'<path d="M5 5.5v13"/><path {_F} d="M19 5.5v13L8 12z"/>',
    "end": f'<path d="M19 5.5v13"/><path {_F} d="M5 5.5v13L16 12z"/>',
    "previous-cut": '<path d="M5 5v14M19 6.5 13.5 12 19 17.5M13 6.5 7.5 12 13 17.5"/>',
    "next-cut": '<path d="M19 5v14M5 6.5 10.5 12 5 17.5M11 6.5 16.5 12 11 17.5"/>',
    "loop": _LOOP,
    "in": f'<path d="M9.5 4H6v16h3.5"/><path {_F} d="M11 12l7-4.5v9z"/>',
    "out": f'<path d="M14.5 4H18v16h-3.5"/><path {_F} d="M13 12 6 7.5v9z"/>',
    "marker": f'<path {_F} d="M6.5 3.5h11v11L12 20.5l-5.5-6z"/>',
    "record": f'<circle {_F} cx="12" cy="12" r="6.5"/>',
    "full-screen": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
    "safe-areas": '<path d="M2.5 4.5h19v15h-19z"/><path stroke-dasharray="2 2" d="M6 8h12v8H6z"/>',
    "compare": f'<path d="M3.5 5h17v14h-17zM12 3v18"/><path {_F} d="M5 6.5h5.5v11H5z"/>',
    "camera": '<path d="M3 8h4l1.5-2.5h7L17 8h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
}
TOOLS: dict[str, str] = {
    "select": '<path d="M6 3.5 18.5 12l-5.6 1.1L9.8 18.5z"/>',
    "blade": '<path d="M4 4h16v7.5L4 15.5zM8 8h.01M12 8h.01M16 8h.01"/><path stroke-dasharray="2 2" d="M12 16v5"/>',
    "trim": '<path d="M8 4H5v16h3M10.5 12h9.5M16.5 8.5 20 12 16.5 15.5"/>',
    "ripple": '<path d="M4 4h3.5v16H4M12 12h8M16.5 8.5 20 12 16.5 15.5M12 7v10"/>',
    "roll": '<path d="M12 4v16M9 8.5 5.5 12 9 15.5M15 8.5 18.5 12 15 15.5M5.5 12H9M15 12h3.5"/>',
    "slip": '<path d="M4 5v14M20 5v14M10 9 7 12 10 15M14 9 17 12 14 15M7 12h10"/>',
    "slide": '<path d="M8.5 6.5h7v11h-7zM5.5 9 2.5 12 5.5 15M18.5 9 21.5 12 18.5 15"/>',
    "range": '<path stroke-dasharray="2.5 2" d="M4 5h16v14H4z"/><path d="M8 12h8"/>',
    "hand": '<path d="M8 12V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11 6a1.5 1.5 0 0 1 3 0v8c0 4-2 6.5-5.5 6.5-3'
    " 0-4.3-1.5-5.5-4"
    'L4.3 13a1.5 1.5 0 0 1 2.4-1.6z"/>',
    "zoom": _LENS,
    "zoom-in": f'{_LENS}<path d="M10.5 7.5v6M7.5 10.5h6"/>',
    "zoom-out": f'{_LENS}<path d="M7.5 10.5h6"/>',
    "fit": '<path d="M3.5 5v14M20.5 5v14M7 12h10M9.5 9 6.5 12 9.5 15M14.5 9 17.5 12 14.5 15"/>',
    "link": '<path d="M10 8H7.5a4 4 0 0 0 0 8H10M14 8h2.5a4 4 0 0 1 0 8H14M8.5 12h7"/>',
    "unlink": '<path d="M9 8H7.5a4 4 0 0 0 0 8H9M15 8h1.5a4 4 0 0 1 0 8H15M12 3.5V7M12 17v3.5"/>',
    "snap": '<path d="M5.5 4v7a6.5 6.5 0 0 0 13 0V4h-4v7a2.5 2.5 0 0 1-5 0V4zM5.5 8h4M14.5 8h4"/>',
    "follow": f'<path d="M12 3v18"/><path {_F} d="M8.5 3h7v4L12 10 8.5 7z"/><path d="M15.5 15h5M18 12.5 20.5 15 18 17.5"/>',
    "insert": '<path d="M3.5 14h6v5h-6zM14.5 14h6v5h-6zM12 4v10M9 8l3-4 3 4"/>',
    "overwrite": '<path d="M3.5 14h17v5h-17zM12 3.5V11M9 8l3 3.5L15 8M9 14v5M15 14v5"/>',
    "replace": '<path d="M4 14h16v5H4zM5 9a4.5 4.5 0 0 1 7-3.5M12 9.5 12.5 5.5 8.5 5M19 6.5 15.5 9"/>',
    "transition": '<path d="M3.5 6h17v12h-17zM3.5 18 20.5 6"/>',
    "speed": f'<path d="M4 17a8.5 8.5 0 1 1 16 0M12 15l4.5-5.5"/><circle {_F} cx="12" cy="15" r="1.7"/>',
    "freeze": '<path d="M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5"/>',
    "enable": '<path d="M12 3.5V12M7 6.5a7.5 7.5 0 1 0 10 0"/>',
    "wand": f'<path d="M4 20 14.5 9.5M12.5 7.5l4 4"/><path {_F} d="M18 2.5l.9 2.6 2.6.9-2.6.9-.9 2.6-.9-2.6-2.6-.9 2.6-.9z"/>',
}
TRACKS: dict[str, str] = {
    "lock": '<path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>',
    "unlock": '<path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 6.7-1.4"/>',
    "eye": _EYE,
    "eye-off": f'{_EYE}<path d="M4.5 20 19.5 4"/>',
    "sound": f'{_SPEAKER}<path d="M15 9a4 4 0 0 1 0 6M17.5 6.5a8 8 0 0 1 0 11"/>',
    "mute": f'{_SPEAKER}<path d="M15.5 9.5l5 5M20.5 9.5l-5 5"/>',
    "solo": '<path d="M4 17v-4a8 8 0 0 1 16 0v4M4 14.5h3.5v6H4zM16.5 14.5H20v6h-3.5z"/>',
    "sync": '<path d="M4 8h9M4 16h9M16 5v14M13.5 7.5 16 5l2.5 2.5M13.5 16.5 16 19l2.5-2.5"/>',
    "waveform": '<path d="M3.5 12h1M7 8.5v7M10 5v14M13 9v6M16 6.5v11M19 10v4M21 12h.01"/>',
    "track": '<path d="M3.5 5.5h17v5h-17zM3.5 13.5h17v5h-17z"/>',
    "microphone": '<path d="M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M8.5 21h7"/>',
    "music": '<path d="M9 18V5.5L19.5 3.5V16"/><circle cx="6.5" cy="18" r="2.5"/><circle cx="17" cy="16" r="2.5"/>',
    "meter": '<path d="M6 20V9M12 20V4M18 20v-7"/>',
}
THINGS: dict[str, str] = {
    "film": '<path d="M3.5 4.5h17v15h-17zM7.5 4.5v15M16.5 4.5v15M3.5 9.5h4M3.5 14.5h4M16.5 9.5h4M16.5 14.5h4"/>',
    "script": f'{_PAGE}<path d="M9 12h6.5M9 15h6.5M9 18h4"/>',
    "board": '<path d="M3.5 4.5h7.5v6H3.5zM13 4.5h7.5v6H13zM3.5 13.5h7.5v6H3.5zM13 13.5h7.5v6H13z"/>',
    "edit": '<path d="M3.5 7h8v4h-8zM13.5 7h7v4h-7zM3.5 13.5h5v4h-5zM10.5 13.5h10v4h-10zM12 3.5v17"/>',
    "grade": '<circle cx="12" cy="8.5" r="5"/><circle cx="8.5" cy="14.5" r="5"/><circle cx="15.5" cy="14.5" r="5"/>',
    "mix": '<path d="M6 4v8M6 16v4M12 4v3M12 11v9M18 4v9M18 17v3M4 14h4M10 9h4M16 15h4"/>',
    "deliver": '<path d="M12 15V3.5M8 7.5 12 3.5l4 4M4 14v6.5h16V14"/>',
    "models": '<path d="M12 3 20 7.5v9L12 21 4 16.5v-9zM4 7.5 12 12l8-4.5M12 12v9"/>',
    "take": '<path d="M3.5 9.5h17v10.5h-17zM3.5 9.5l1-5L20 6l.5 3.5M8.5 5l-1.5 4.5M13.5 5.5 12 9.5M18 6l-1.5 3.5"/>',
    "takes": '<path d="M7 8h14v11H7zM4 16V5h14"/>',
    "scene": '<path d="M3.5 19.5h17M6 19.5V6l12-2.5v16M10 9.5h4M10 13.5h4"/>',
    "person": _HEAD,
    "people": '<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19.5c.4-3.6 2.7-5.5 6-5.5s5.6 1.9 6 5.5M15.5 5.5a3.2 3.2 0'
    " 0 1 0 6M17.5 14.3"
    'c2 .8 3.2 2.5 3.5 5.2"/>',
    "image": '<path d="M3.5 4.5h17v15h-17zM3.5 17l5.5-5.5 4 4 3-3 4.5 4.5"/><circle cx="15.5" cy="9" r="1.6"/>',
    "title": '<path d="M5 7.5V5h14v2.5M12 5v14M9 19h6"/>',
    "folder": '<path d="M3 6h6.5l2 2.5H21v11H3z"/>',
    "folder-open": '<path d="M3 19V6h6l2 2.5h8V11M3 19l3-8h16l-3 8z"/>',
    "document": _PAGE,
    "jobs": '<path d="M4 6.5h10M4 12h10M4 17.5h6"/><circle cx="18" cy="17" r="3.2"/><path d="M18 15.5V17l1 .8"/>',
    "gear": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6'
    'l-2.2 2.2M7.8 16.2l-2.2 2.2"/>',
    "keyboard": '<path d="M2.5 6h19v12h-19zM6 9.5h.01M9 9.5h.01M12 9.5h.01M15 9.5h.01M18 9.5h.01M6 12.5h.01M18'
    ' 12.5h.01M8 15h8"/>',
    "cloud": _CLOUD,
    "download": '<path d="M12 4v11M8 11l4 4 4-4M4 20h16"/>',
    "chip": '<path d="M7 7h10v10H7zM10 3.5V7M14 3.5V7M10 17v3.5M14 17v3.5M3.5 10H7M3.5 14H7M17 10h3.5M17 14h3.5"/>',
    "disk": '<path d="M3.5 13 6.5 5h11l3 8v6h-17zM3.5 13h17M16.5 16h.01M13.5 16h.01"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "money": '<path d="M18 6.5A7 7 0 1 0 18 17.5M3.5 10.5h10M3.5 13.5h9"/>',
    "key": '<circle cx="8" cy="15" r="4.5"/><path d="M11.5 12 20 3.5M16 7.5l3 3"/>',
    "shield": '<path d="M12 3 19.5 6v5.5c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5V6z"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3'
    " 17.3l1.4 1.4M18.7 5.3"
    'l-1.4 1.4M6.7 17.3l-1.4 1.4"/>',
    "contrast": f'<circle cx="12" cy="12" r="8.5"/><path {_F} d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>',
    "scope": '<path d="M3.5 4.5h17v15h-17zM6 15c2-8 4 2 6-3s4-4 6-1"/>',
    "home": '<path d="M4 11 12 4l8 7M6 9.5v10.5h12V9.5M10 20v-6h4v6"/>',
    "star": '<path d="M12 3.5l2.6 5.6 6 .7-4.5 4.1 1.3 6L12 16.8 6.6 19.9l1.3-6L3.4 9.8l6-.7z"/>',
    "tag": '<path d="M3.5 4.5h8L20.5 13l-7.5 7.5L3.5 12z"/><circle cx="8" cy="8.5" r="1.4"/>',
}
SIGNS: dict[str, str] = {
    "search": _LENS,
    "warning": '<path d="M12 3.5 21.5 20h-19zM12 10v4.5M12 17.3h.01"/>',
    "error": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.3h.01"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7h.01"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.3 9.5a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2M12 16.8h.01"/>',
    "check": '<path d="M4.5 12.5 9.5 17.5 19.5 6.5"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "chevron-left": '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
    "chevron-right": '<path d="M9.5 5.5 16 12l-6.5 6.5"/>',
    "chevron-up": '<path d="M5.5 14.5 12 8l6.5 6.5"/>',
    "chevron-down": '<path d="M5.5 9.5 12 16l6.5-6.5"/>',
    "arrow-up": '<path d="M12 20V4.5M6.5 10 12 4.5 17.5 10"/>',
    "arrow-down": '<path d="M12 4v15.5M6.5 14 12 19.5 17.5 14"/>',
    "more": _DOTS,
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4"/>',
    "redo": '<path d="M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h4"/>',
    "refresh": '<path d="M19.5 12A7.5 7.5 0 1 1 17 6.4M17.5 2.5v4.5H13"/>',
    "history": '<path d="M4.5 12A7.5 7.5 0 1 0 7 6.4M6.5 2.5v4.5H11M12 8v4.5l3 1.8"/>',
    "trash": '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10.5 10.5v6M13.5 10.5v6"/>',
    "copy": '<path d="M8.5 8.5h11v12h-11zM15.5 8.5V4h-11v12h4"/>',
    "paste": '<path d="M8 5H5.5v15.5h13V5H16M8.5 3.5h7v3.5h-7z"/>',
    "cut": '<circle cx="6.5" cy="6.5" r="2.7"/><circle cx="6.5" cy="17.5" r="2.7"/><path d="M8.8 8 20 16M8.8 16 20 8"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10"/>',
    "filter": '<path d="M4 5h16l-6 7.5V19l-4 1.5v-8z"/>',
    "list": '<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01"/>',
    "grid": '<path d="M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z"/>',
    "panel": '<path d="M3.5 4.5h17v15h-17zM15 4.5v15"/>',
    "grip": f'<g {_F}><circle cx="9" cy="6" r="1.5"/><circle cx="15" cy="6" r="1.5"/><circle cx="9" cy="12"'
    ' r="1.5"/><circle cx="15" cy="12"'
    ' r="1.5"/><circle cx="9" cy="18" r="1.5"/><circle cx="15" cy="18" r="1.5"/></g>',
    "external": '<path d="M10 5H5v14h14v-5M13 4h7v7M20 4l-9 9"/>',
    "approve": '<circle cx="12" cy="12" r="8.5"/><path d="M8 12.3l2.8 2.8L16 9.5"/>',
    "reject": '<circle cx="12" cy="12" r="8.5"/><path d="M9 9l6 6M15 9l-6 6"/>',
    "reset": '<path d="M5 12a7 7 0 1 0 2-5M4.5 4v4h4"/>',
    "dot": f'<circle {_F} cx="12" cy="12" r="4.5"/>',
}
SHAPES: dict[str, str] = {**PLAYING, **TOOLS, **TRACKS, **THINGS, **SIGNS}
