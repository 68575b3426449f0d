"""The probe refuses where asking could crash, and the switch then leaves the painted view as it is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.opengl_probe import WITHOUT_OPENGL, OpenGL, probe
from gui.opengl_switch import OpenGLSwitch
from gui.views.surface_view import SurfaceView


def test_a_finding_is_usable_exactly_without_a_refusal() -> None:
    assert OpenGL("", (4, 5), "card").is_usable
    assert not OpenGL("no display").is_usable


def test_the_probe_makes_no_context_on_platforms_without_one(qapp, monkeypatch) -> None:
    def never() -> None:
        raise AssertionError("a context was asked for")

    monkeypatch.setattr("gui.opengl_probe.QOpenGLContext", never)
    for platform in WITHOUT_OPENGL:
        monkeypatch.setattr("gui.opengl_probe.QGuiApplication.platformName", lambda name=platform: name)
        found = probe()
        assert not found.is_usable
        assert platform in found.refusal


def test_a_context_that_cannot_be_made_is_a_refusal(qapp, monkeypatch) -> None:
    class Refusing:
        def create(self) -> bool:
            return False

    monkeypatch.setattr("gui.opengl_probe.QGuiApplication.platformName", lambda: "xcb")
    monkeypatch.setattr("gui.opengl_probe.QOpenGLContext", Refusing)
    assert "no OpenGL context" in probe().refusal


def test_a_refused_switch_says_so_and_the_view_stays_painted(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr("gui.opengl_switch.probe", lambda: OpenGL("no OpenGL here"))
    view = SurfaceView()
    qtbot.addWidget(view)
    switch = OpenGLSwitch(view)
    assert switch.toggle() == "The surface stays painted: no OpenGL here."
    assert not view.has_renderer


def test_a_lost_renderer_is_told_in_one_line(qtbot: QtBot) -> None:
    view = SurfaceView()
    qtbot.addWidget(view)
    switch = OpenGLSwitch(view)
    with qtbot.waitSignal(switch.lost) as lost:
        view.renderer_lost.emit("the OpenGL context is lost")
    assert lost.args == ["The surface is painted from now on: the OpenGL context is lost."]
