"""Two or three people round one laptop, playing the small scenario by its keys."""

from textual.pilot import Pilot
from textual.widgets import Input

from coach.classroom.door import RoleNames
from coach.classroom.single_device import DeviceStep, SingleDeviceRound
from coach.model.class_events import Role, Stage
from coach.tui.app import CoachApp
from coach.tui.pair.screen import PairScreen
from tests.tui.seeing import at, click, flat, say, shows, until

SAID = ("How has racism touched him?", "It was only banter.", "What does Sam say about it?")
TRIO = RoleNames("Amina", "Ben", "Cy")
NAMES = {"practitioner": "Amina", "line_reader": "Ben", "observer": "Cy"}


def app_of(pilot: Pilot[None]) -> CoachApp:
    app = pilot.app
    assert isinstance(app, CoachApp)
    return app


async def sit_down(pilot: Pilot[None], *, spoken: bool = False, names: bool = True) -> None:
    """To the content note, with a trio."""
    app = app_of(pilot)
    app.open_pair("bus", spoken=spoken)
    await shows(pilot, "two or three of you")
    await until(pilot, lambda: app.screen.query_one("#offered").option_count)  # type: ignore[attr-defined]
    for role, name in NAMES.items() if names else ():
        app.screen.query_one(f"#name-{role}", Input).value = name
    await pilot.press("f9")
    await shows(pilot, "Before you start")


async def open_round(
    pilot: Pilot[None],
    step: DeviceStep,
    role: Role | None = None,
    *,
    stage: Stage | None = None,
    roles: RoleNames = TRIO,
    spoken: bool = False,
) -> SingleDeviceRound:
    """Open a round at a later page; the pages before were gone through by the rules, and nobody looked at them.

    Args:
        pilot: presses the keys of the app.
        step: the step of its page.
        role: whose page it is, where the step has one for each.
        stage: the stage, among pages for everybody.
        roles: who has which role.
        spoken: whether nobody types.
    """
    app = app_of(pilot)

    def play() -> SingleDeviceRound:
        laptop = SingleDeviceRound(app.practice, app.practice.clock, roles, "bus", spoken=spoken)
        while laptop.page.step is not step or (role and laptop.page.role is not role):
            for words in SAID if laptop.page.step is DeviceStep.TALK and not spoken else ():
                laptop.participant.submit(words, frozenset())
            laptop.go_on()
            laptop.uncover()
        while stage and laptop.stage is not stage:
            laptop.go_on()
        return laptop

    laptop = await app.in_practice(play)
    app.add_pair_styles()
    app.push_screen(screen := PairScreen(laptop))
    await until(pilot, lambda: screen.status is not None and screen.query("#body > *"))
    await pilot.pause()
    return laptop


async def go_on(pilot: Pilot[None]) -> None:
    """F9, until the page is another one."""
    app = app_of(pilot)
    before = list(app.screen.query("#body > *"))
    await pilot.press("f9")
    await until(pilot, lambda: list(app.screen.query("#body > *")) != before)
    await pilot.pause()


async def to_cover(pilot: Pilot[None]) -> None:
    """On from this page to the cover after it."""
    await go_on(pilot)
    await until(pilot, lambda: app_of(pilot).screen.query("#lift"))


async def lift(pilot: Pilot[None]) -> None:
    """Whoever it is for lifts the cover."""
    app = app_of(pilot)
    await at(pilot, "lift")
    await pilot.press("enter")
    await until(pilot, lambda: not app.screen.query("#lift"))
    await pilot.pause()


async def to_talk(pilot: Pilot[None]) -> None:
    """Past the note and all briefs, to the talk."""
    for _ in range(4):
        await to_cover(pilot)
        await lift(pilot)


async def talk(pilot: Pilot[None]) -> None:
    """Three replies, and the end of the talk."""
    app = app_of(pilot)
    for words in SAID:
        await say(pilot, words)
        await until(pilot, lambda: not app.screen.query_one("#box").text)  # type: ignore[attr-defined]
    await end(pilot)


async def end(pilot: Pilot[None]) -> None:
    """End a talk that goes on."""
    await pilot.press("f9")
    await shows(pilot, "End this conversation here?")
    await click(pilot, "#end")
    await until(pilot, lambda: app_of(pilot).screen.query("#lift"))


def everything(pilot: Pilot[None]) -> str:
    """All that is on the screen in any form: as text, as a picture, and in every widget that is there at all."""
    app = app_of(pilot)
    held = " ".join(str(getattr(widget, "content", "")) for widget in app.screen.query("*"))
    typed = " ".join(str(getattr(widget, "text", "")) for widget in app.screen.query("TextArea"))
    lists = " ".join(
        str(option.prompt)
        for widget in app.screen.query("OptionList")
        for option in widget.options  # type: ignore[attr-defined]
    )
    picture = app.export_screenshot().replace("&#160;", " ")
    told = " ".join(note.message for note in app._notifications)
    return " ".join((flat(app), picture, held, typed, lists, told))
