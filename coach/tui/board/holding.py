"""A trainer's hold on one room: what is done in it, and how it stands on whichever page is open."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from coach.classroom.trainer import Trainer
from coach.classroom.views import Board
from coach.practice.practice import Practice
from coach.tui.board.modals.group import GroupSheet
from coach.tui.board.page import BoardPage
from coach.tui.frame import Framed

P = ParamSpec("P")
T = TypeVar("T")


class Holding(Framed):
    """What the board's pages use. There may be no room yet, and none any more."""

    def __init__(
        self,
        practice: Practice,
        clock: Callable[[], datetime],
        trainer: Trainer | None = None,
        settings: Path | None = None,
        *,
        still: bool = False,
    ) -> None:
        """`trainer`: a room that is open already."""
        super().__init__(settings, still=still)
        self.practice = practice
        self.clock = clock
        self.now: Board | None = None
        self.left = ""
        """`closed` once the trainer closed the room, `leaving` where only the board was left."""
        self._trainer = trainer
        self._said_of_damage = ""

    @property
    def trainer(self) -> Trainer:
        """The room. Only once it is open; call it through `act`."""
        assert self._trainer is not None, "the room is not open"
        return self._trainer

    async def act(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the room, and show how it stands then. Await it in a worker: a refusal becomes a toast."""
        done = await self.in_practice(call, *args, **kwargs)
        await self.look()
        return done

    async def look(self) -> None:
        """Take in what is new, and show it."""
        if self.left:
            return
        self.now = await self.in_practice(_standing, self.trainer)
        if self.trainer.said_of_damage != self._said_of_damage:
            self._said_of_damage = self.trainer.said_of_damage
            self.say_on_board(self._said_of_damage)
        if isinstance(self.screen, BoardPage | GroupSheet) and self.screen.is_mounted:
            self.screen.show(self.now)

    def say_on_board(self, words: str) -> None:
        """Something the trainer should know of, from whoever serves the room."""
        self.notify(words, markup=False)


def _standing(trainer: Trainer) -> Board:
    trainer.refresh()
    return trainer.board()
