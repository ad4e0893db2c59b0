# SPDX-License-Identifier: Apache-2.0
"""What `app` runs in processes of their own: a bare window, the desktop, the opening of a long film, an hour of work."""

from __future__ import annotations

import sys
import time


def bare() -> None:
    """A window with as many empty pages as the desktop has, and a button for each."""
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget

    app = QApplication(["bare"])
    window, whole, stack = QMainWindow(), QWidget(), QStackedWidget()
    column, row = QVBoxLayout(whole), QHBoxLayout()
    column.addLayout(row)
    column.addWidget(stack)
    for number in range(8):
        stack.addWidget(QWidget())
        row.addWidget(QPushButton(f"Page {number}"))
    window.setCentralWidget(whole)
    window.resize(1440, 900)
    window.show()
    _when_it_answers(app)
    app.exec()


def desktop() -> None:
    """The desktop as `aiprod app` shows it."""
    from aiprod_app import main
    from aiprod_app.settings.settings import SettingsStore
    from aiprod_app.studio import Studio

    app = main.application()
    store = SettingsStore()
    store.change(first_run_done=True)
    studio = Studio(store, start_engine=False)
    main.dress(app, studio.settings.now)
    window = main.shown(studio)
    _when_it_answers(app)
    app.exec()
    window.close()
    studio.end()


def _when_it_answers(app: object) -> None:
    """Say how much CPU it took once the window was painted and an event that comes after that is handled, then end."""
    from PySide6.QtCore import QCoreApplication, QTimer

    assert isinstance(app, QCoreApplication)
    app.processEvents()

    def answered() -> None:
        sys.stdout.write(f"{time.process_time()}\n")
        sys.stdout.flush()
        app.quit()

    QTimer.singleShot(0, answered)


if __name__ == "__main__":
    if sys.argv[1] in ("bare", "desktop"):
        globals()[sys.argv[1]]()
    else:
        from aiprod_app.benches import app_work

        app_work.main(sys.argv[1:])
