"""`python -m tests.web.plainly_served FOLDER`: the same seats by textual-serve as it comes, beside the room."""

import socket
import sys

from textual_serve.server import Server


def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(f"{sys.executable} -m tests.web.plain_seat {sys.argv[1]}", host="127.0.0.1", port=port)
    print(f"http://127.0.0.1:{port}", flush=True)
    server.serve()


if __name__ == "__main__":
    main()
