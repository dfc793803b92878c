"""`python -m tests.web.bare_stream`: the least that a page of this stack can be, to measure a room's pages against.

Whoever sends words has them on the page of everybody who follows the same table. Nothing is read, stored or decided;
with `--reads` they are read and kept first, in a thread, as a reply is, and so the pages alone are left to compare.
"""

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from aiohttp import web

from coach.practice.rehearsal import Rehearsal
from coach.practice.service import practice_at
from coach.records.paths import Places
from tests.web.rooms import clock

PAGE = """<!doctype html><meta charset="utf-8"><title>Bare</title><h1>Bare</h1>
<div role="log" id="log"></div><textarea id="words"></textarea>
<script>
const table = new URLSearchParams(location.search).get("table");
new EventSource("/live?table=" + table).addEventListener("page", (event) => {
  const line = document.createElement("p");
  line.textContent = JSON.parse(event.data).words;
  document.getElementById("log").append(line);
});
document.getElementById("words").addEventListener("keydown", async (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const words = event.target.value;
  event.target.value = "";
  await fetch("/do/say", { method: "POST", body: new URLSearchParams({ words, table }) });
});
</script>
"""


class Bare:
    """Tables of people who see each other's words."""

    def __init__(self, *, reads: bool) -> None:
        self.tables: dict[str, list[asyncio.Queue[str]]] = {}
        self._rehearsals: dict[str, Rehearsal] = {}
        self._thread = ThreadPoolExecutor(1)
        home = Path(os.environ["COACH_HOME"])
        self._practice = practice_at(Places(home, home), clock, lambda: os.urandom(4).hex()) if reads else None
        if self._practice is not None:
            self._practice.begin("wrong_box").submit("Hello.")  # loads what reads

    def _read(self, table: str, words: str) -> None:
        assert self._practice is not None
        if table not in self._rehearsals:
            self._rehearsals[table] = self._practice.begin("wrong_box")
        self._rehearsals[table].submit(words)

    async def show(self, _: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def say(self, request: web.Request) -> web.Response:
        form = await request.post()
        if self._practice is not None:
            loop, (table, words) = asyncio.get_running_loop(), (str(form["table"]), str(form["words"]))
            await loop.run_in_executor(self._thread, self._read, table, words)
        for queue in self.tables.get(str(form["table"]), ()):
            queue.put_nowait(str(form["words"]))
        return web.Response(text=str(form["words"]))

    async def follow(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue()
        table = self.tables.setdefault(request.query["table"], [])
        table.append(queue)
        try:
            await answer.write(b'event: page\ndata: {"words": ""}\n\n')
            while True:
                words = json.dumps({"words": await queue.get()})
                await answer.write(f"event: page\ndata: {words}\n\n".encode())
        finally:
            table.remove(queue)


async def main() -> None:
    """Serve until killed; the first line says where."""
    bare, app = Bare(reads="--reads" in sys.argv), web.Application()
    app.add_routes([web.get("/", bare.show), web.post("/do/say", bare.say), web.get("/live", bare.follow)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"The page is at http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
