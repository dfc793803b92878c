"""One process that answers questions for all: what would weigh too much in everybody's own is done there.

It is forked before anybody's process. Whoever asks passes it one end of a new pair of sockets, over a socket that all
have from the fork, so that it needs no name that others could find, and ends when nobody is left who could ask.
"""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

LARGEST = 1024 * 1024
"""Bytes of a question or an answer."""
PATIENCE = 10.0
"""Seconds that whoever asks waits for an answer."""


class NoAnswer(Exception):
    """It is gone, too busy, or could not answer."""


class Aside:
    """The way to ask it, for the process that started it and all that are forked from that one."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        """Start it. `answer` is called there, one question at a time; an error in it is `NoAnswer` here."""
        self._inbox, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            try:
                _hold_only(theirs.fileno())
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends with the last that could ask
                _answering(theirs, answer)
            finally:
                os._exit(0)
        theirs.close()

    def ask(self, question: bytes) -> bytes:
        """The answer. Raises NoAnswer."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            ours.settimeout(PATIENCE)
            try:
                with theirs:
                    socket.send_fds(self._inbox, [b"?"], [theirs.fileno()])
                ours.send(question)
                answer = ours.recv(LARGEST)
            except OSError as error:
                raise NoAnswer from error
        if not answer:
            raise NoAnswer
        return answer


def _hold_only(descriptor: int) -> None:
    """Let go of every file and socket of the process this was forked from: others wait for those to be closed."""
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, os.sysconf("SC_OPEN_MAX"))


def _answering(inbox: socket.socket, answer: Callable[[bytes], bytes]) -> None:
    while True:
        asked, descriptors, _, _ = socket.recv_fds(inbox, 1, 1)
        if not asked:
            return
        for descriptor in descriptors:
            with socket.socket(fileno=descriptor) as asking, suppress(Exception):  # whoever asks finds another way
                asking.settimeout(PATIENCE)
                asking.send(answer(asking.recv(LARGEST)))
