"use strict";
// What a room's page adds to textual-serve's terminal: it says how things stand, tries again when the connection is
// lost, goes where the host says, saves files, and opens nothing from outside. Loaded before textual.js.
(() => {
  const ELSEWHERE = 4001, ENDED = 4002;
  const PING = 5000, SILENT = 15000, SLOWEST = 5000, STEADY = 10000;
  const PAINTS_AFTER = 4000, PAINTS_WITHIN = 8000;
  const $ = (id) => document.getElementById(id);
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); addEventListener("online", done, { once: true }); });
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });

  window.open = () => null;  // addresses in what people type are words, not ways out of the room

  function cover(heading, words) {
    $("door")?.remove();
    $("heading").textContent = heading;
    $("words").textContent = words;
    $("cover").hidden = false;
  }

  let saying;
  function say(words) {
    $("said").textContent = words;
    $("said").hidden = false;
    clearTimeout(saying);
    saying = setTimeout(() => { $("said").hidden = true; }, 10000);
  }
  const tooMuch = () => say("That was too long to paste at once, so none of it was. Paste a part of it, or type.");

  function save(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  }

  // Without TLS most browsers have no clipboard for pages. What would go there is saved as a file.
  if (!navigator.clipboard) {
    Object.defineProperty(navigator, "clipboard", { value: {
      readText: () => Promise.resolve(""),
      writeText: (text) => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        save(address, "from-the-coach.txt");
        say("Your browser lets no page copy here, so the words are in a file among your downloads.");
        return Promise.resolve();
      },
    } });
  }

  const tried = () => Number(sessionStorage.getItem("tried") || 0);
  let trying = false;

  async function again(words) {
    if (trying || leaving) return;
    trying = true;
    cover("Connecting again", words || "What you said is kept. This page goes on by itself.");
    for (let times = tried(); ; times++) {
      sessionStorage.setItem("tried", times + 1);
      await wait(Math.min(150 * 2 ** times, SLOWEST) * (0.6 + 0.8 * Math.random()));
      if (times > 6) $("words").textContent = "Still trying. If this goes on, tell your trainer. What you said is kept.";
      try {
        const answer = await fetch("/here", { cache: "no-store", signal: AbortSignal.timeout(SLOWEST) });
        if (answer.status === 204) return location.reload();
        if (answer.status === 401) return location.replace("/");
        if (answer.status === 410) return location.replace("/ended");
        if (answer.status === 503) $("words").textContent = "The room is full just now. This page keeps trying.";
      } catch { /* nobody answers yet */ }
    }
  }

  // The door. Whoever is let in goes on in this page, whose terminal is there already. Without scripts it is a form.
  let letIn, outside = false;
  const inside = new Promise((done) => { letIn = done; });

  // The door stays until there is a screen behind it: what is shown for a moment only is painted for nothing.
  function comeIn() {
    const button = document.querySelector("#door button");
    button.disabled = true;
    button.textContent = "One moment";
    outside = false;
    letIn();
  }

  async function enter(event) {
    event.preventDefault();
    const form = event.target, button = form.querySelector("button"), said = document.querySelector("#door .said");
    button.disabled = true;
    said.textContent = "";
    try {
      const words = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body: words, redirect: "manual" });
      if (answer.type === "opaqueredirect") return comeIn();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      said.textContent = (page.querySelector(".said") || page.querySelector("main p"))?.textContent || "That did not work. Try again.";
    } catch {
      said.textContent = "The room does not answer. Wait a moment, then try again.";
    }
    button.disabled = false;
  }

  // A letter is measured when it is drawn first. Behind the door there is time for that, as long as somebody types a name.
  const LETTERS = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).join("") + "\u2019\u2026\u2500\u2502\u256d\u256e\u256f\u2570\u258f";
  const measured = () => new TextEncoder().encode(`\x1b[H${LETTERS}\x1b[1m${LETTERS}\x1b[0m`).buffer;

  // Painted as pictures letters are quicker to change, and slower to come: so not before there is a first screen.
  function paintLater() {
    const paint = window.paintLetters;
    window.paintLetters = undefined;
    if (paint) setTimeout(() => (window.requestIdleCallback || setTimeout)(paint), PAINTS_AFTER + PAINTS_WITHIN * Math.random());
  }

  // textual.js opens its connection as it starts. This one stands in for it, and connects once somebody is inside.
  const Usual = window.WebSocket;
  window.WebSocket = class extends EventTarget {
    constructor(address) {
      super();
      if (outside) setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data: measured() })));
      inside.then(() => this.connect(address));
    }
    connect(address) {
      const socket = this.socket = new Usual(address);
      socket.binaryType = "arraybuffer";
      let heard = Date.now(), looked = Date.now(), words = "";
      const looking = setInterval(() => {
        const now = Date.now(), slept = now - looked > 3 * PING;
        looked = now;
        if (!slept && now - heard > SILENT) { clearInterval(looking); socket.close(); again(); return; }
        if (slept) heard = now;
        this.send(JSON.stringify(["ping", "" + now]));
      }, PING);
      socket.onopen = () => {
        focus();
        setTimeout(() => sessionStorage.removeItem("tried"), STEADY);
        this.dispatchEvent(new Event("open"));
      };
      socket.onmessage = (event) => {
        heard = Date.now();
        if (typeof event.data !== "string") {
          $("door")?.remove();
          if (!trying) $("cover").hidden = true;
          this.dispatchEvent(new MessageEvent("message", { data: event.data }));
          paintLater();
          return;
        }
        const [word, value] = JSON.parse(event.data);
        if (word === "too_much") tooMuch();
        if (word === "download") save("/download/" + encodeURIComponent(value), "");
        if (word === "said") words = value;
      };
      socket.onclose = (event) => {
        clearInterval(looking);
        if (leaving) return;
        if (event.code === ELSEWHERE) location.replace("/elsewhere");
        else if (event.code === ENDED) location.replace("/ended");
        else again(words);
      };
    }
    send(data) {
      if (this.socket?.readyState !== Usual.OPEN) return;
      if (data.length > Number($("terminal").dataset.most)) tooMuch();
      else this.socket.send(data);
    }
  };

  function focus() {
    if (!outside) document.querySelector(".xterm-helper-textarea")?.focus();
  }

  addEventListener("DOMContentLoaded", () => {
    const terminal = $("terminal"), font = "'Roboto Mono'", form = document.querySelector("#door form");
    terminal.dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/ws";
    // Large type, but no larger than leaves eighty columns on a small screen. A letter is six tenths of its size wide, and
    // here whole dots of the screen and a hair: painted as a picture it is cut down to those, and everything would shift.
    const dots = Math.floor(Math.max(7, Math.min(11, innerWidth / 80)) * devicePixelRatio);
    const size = dots / devicePixelRatio / 0.6 + 0.03;
    terminal.dataset.fontSize = size;
    const start = window.onload;  // textual.js measures the typeface as it starts, so it has to be there
    const ready = Promise.all(["", "bold "].map((weight) => document.fonts.load(weight + size + "px " + font)));
    window.onload = (event) => { const go = () => start(event); ready.then(go, go); };
    addEventListener("focus", focus);
    if (!form) return letIn();
    outside = true;
    form.addEventListener("submit", enter);
    // Somebody who follows a link from elsewhere brings no ticket along; asked from here, their browser shows it.
    fetch("/here", { cache: "no-store" }).then((answer) => { if (answer.status === 204) comeIn(); }, () => {});
  });
})();
