// What makes pages live. Every page works without it: forms are posted, and a link looks again.
//
// Changes come as server-sent events and are woven into what stands there: nodes stay where they are, so that the focus,
// a selection and what is typed are left alone. Forms are sent by fetch, and the page that comes back is woven in too.
"use strict";

(() => {
  const RESTS = 600; // milliseconds of rest after which a draft is stored
  const LATE = 3000; // milliseconds without a connection until it is said
  const main = () => document.getElementById("main");
  const said = () => document.getElementById("said");
  let stream = null;
  let streamed = "";
  let late = 0;
  let stash = null; // a page with words on it that are stored nowhere, while a cover lies over it

  // --- Weave new HTML into old

  const weave = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || (old.id || "") !== (fresh.id || "")) {
      old.replaceWith(fresh);
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = fresh.nodeValue;
      return;
    }
    const opened = old.nodeName === "DETAILS"; // whoever opened it goes on reading
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !opened) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    weaveChildren(old, fresh);
  };

  const weaveChildren = (old, fresh) => {
    const coming = [...fresh.childNodes];
    const ids = new Set(coming.map((node) => node.id).filter(Boolean));
    for (const node of [...old.childNodes]) if (node.id && !ids.has(node.id)) node.remove();
    let at = old.firstChild;
    for (const node of coming) {
      if (node.id && at && at.id !== node.id) {
        const there = [...old.childNodes].find((child) => child.id === node.id);
        if (!there) {
          old.insertBefore(node, at);
          continue;
        }
        while (at !== there) {
          const gone = at;
          at = at.nextSibling;
          gone.remove();
        }
      }
      if (!at || (at.id && !node.id)) {
        old.insertBefore(node, at); // what has an id is only ever met by its like: it may hold what is typed
        continue;
      }
      const next = at.nextSibling;
      weave(at, node);
      at = next;
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };

  const parse = (html) => {
    const held = document.createElement("template");
    held.innerHTML = html;
    return held.content;
  };

  // Bring what is new in a conversation into sight, above the box that may stick to the lower edge.
  const bringIntoSight = (log, from) => {
    const box = document.querySelector(".saying");
    const room = innerHeight - (box ? box.offsetHeight : 0) - 16;
    const top = (log.children[from] || log).getBoundingClientRect().top;
    const bottom = log.getBoundingClientRect().bottom;
    if (bottom > room) scrollBy({ top: bottom - top > room ? top - 16 : bottom - room });
  };

  const keepEnd = (change) => {
    const log = document.querySelector("[role=log]");
    const count = log ? log.childElementCount : 0;
    const follows = log && log.getBoundingClientRect().bottom < innerHeight + 160;
    change();
    const now = document.querySelector("[role=log]");
    if (now && now === log && now.childElementCount > count && follows) bringIntoSight(log, count);
  };

  const toHeading = () => {
    const heading = document.getElementById("heading");
    if (heading) heading.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  };

  const say = (words, refused = false) => {
    const box = said();
    box.classList.toggle("refused", refused);
    box.replaceChildren();
    if (words) {
      const line = document.createElement("p");
      line.textContent = words;
      box.append(line);
    }
  };

  // --- Changes as they happen

  const wrap = (key, html) => {
    const region = document.createElement("div");
    region.className = "region";
    region.id = key;
    region.append(parse(html));
    return region;
  };

  const isCover = (key) => key.startsWith("over-");

  const take = (message) => {
    const body = document.body;
    if (message.version < Number(body.dataset.version)) return; // the answer to a form was quicker, and is newer
    body.dataset.version = message.version;
    const covers = isCover(message.key);
    if (body.hasAttribute("data-held") && !stash) {
      if (!covers) return;
      stash = { nodes: [...main().childNodes], key: body.dataset.key, title: document.title, layout: body.className };
    } else if (stash && !covers) {
      main().replaceChildren(...stash.nodes);
      body.dataset.key = stash.key;
      body.className = stash.layout;
      document.title = stash.title;
      stash = null;
      return;
    }
    if (message.key === body.dataset.key) {
      keepEnd(() => {
        for (const key of message.order) {
          const there = document.getElementById(key);
          if (!there) main().append(wrap(key, message.regions[key] || ""));
          else if (key in message.regions) weaveChildren(there, parse(message.regions[key]));
        }
        for (const region of document.querySelectorAll("#main > .region")) if (!message.order.includes(region.id)) region.remove();
      });
      const heading = document.getElementById("heading");
      if (heading.textContent !== message.heading) heading.textContent = message.heading;
    } else {
      storeDrafts();
      const within = main().contains(document.activeElement) || document.activeElement === document.body;
      const heading = document.createElement("h1");
      heading.id = "heading";
      heading.tabIndex = -1;
      heading.textContent = message.heading;
      main().replaceChildren(heading, ...message.order.map((key) => wrap(key, message.regions[key] || "")));
      body.dataset.key = message.key;
      body.className = message.layout;
      say(within ? "" : message.heading); // where the focus goes to the heading, that is read out anyway
      if (within) toHeading();
      showEnd();
    }
    document.title = `${message.heading} · ${body.dataset.site}`;
  };

  const listen = () => {
    const at = document.body.dataset.live || "";
    if (at === streamed && stream && stream.readyState !== EventSource.CLOSED) return;
    if (stream) stream.close();
    stream = null;
    streamed = at;
    if (!at || !window.EventSource) return;
    const mine = (stream = new EventSource(at));
    mine.addEventListener("page", (event) => {
      if (mine === stream) take(JSON.parse(event.data));
    });
    mine.addEventListener("open", () => {
      clearTimeout(late);
      late = 0;
      if (document.body.dataset.late) say("");
      delete document.body.dataset.late;
    });
    mine.addEventListener("error", () => {
      if (mine !== stream) return;
      late ||= setTimeout(() => {
        late = 0;
        document.body.dataset.late = "yes";
        say("Connecting again. What you typed is still here.", true);
        if (mine.readyState === EventSource.CLOSED) lookAgain();
      }, LATE);
    });
  };

  const lookAgain = async () => {
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (answer.ok || answer.status < 500) {
        delete document.body.dataset.late;
        show(await answer.text(), answer);
        streamed = "";
        listen();
        return;
      }
    } catch {
      // it is not there yet
    }
    setTimeout(lookAgain, LATE);
  };

  // --- Forms

  const show = (html, answer, sent = new Map()) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const body = document.body;
    const theirs = fresh.getElementById("main");
    if (!theirs) {
      location.reload();
      return;
    }
    const status = fresh.getElementById("said");
    if (!answer.ok && ["plain", "refused"].includes(fresh.body.dataset.key) && body.dataset.key !== fresh.body.dataset.key) {
      // What stands here is worth more than a page that says so.
      say(((status && status.textContent.trim()) || theirs.querySelector("p").textContent).trim(), true);
      return;
    }
    const empty = () => {
      for (const [id, words] of sent) {
        const box = document.getElementById(id);
        // What was taken leaves the box; what the page itself holds in it stays. What was typed since comes after it.
        if (box && answer.ok && box.value.startsWith(words)) box.value = box.defaultValue + box.value.slice(words.length);
      }
    };
    const version = Number(fresh.body.dataset.version);
    const isOlder = version > 0 && version < Number(body.dataset.version) && fresh.body.dataset.live === body.dataset.live;
    if (isOlder && !stash && !body.hasAttribute("data-held")) {
      empty(); // the stream was quicker than this answer, and what it brought is newer
      say(status ? status.textContent.trim() : "", Boolean(status && status.classList.contains("refused")));
      return;
    }
    stash = null;
    const same = fresh.body.dataset.key === body.dataset.key;
    const within = main().contains(document.activeElement) || document.activeElement === body;
    if (same) {
      keepEnd(() => weaveChildren(main(), theirs));
      empty();
    } else {
      main().replaceChildren(...theirs.childNodes);
    }
    const head = document.querySelector("header.site");
    const theirHead = fresh.querySelector("header.site");
    if (head && theirHead) weave(head, theirHead);
    for (const name of ["key", "live", "held", "version"]) {
      if (name in fresh.body.dataset) body.dataset[name] = fresh.body.dataset[name];
      else delete body.dataset[name];
    }
    body.className = fresh.body.className;
    document.title = fresh.title;
    say(status ? status.textContent.trim() : "", Boolean(status && status.classList.contains("refused")));
    if (answer.redirected) history.replaceState(null, "", answer.url);
    if (!same) {
      const first = main().querySelector("[autofocus]");
      if (first) first.focus({ preventScroll: true });
      else if (within) toHeading();
      showEnd();
    } else if (document.activeElement === body && within) {
      const box = main().querySelector("textarea");
      if (box) box.focus({ preventScroll: true });
      else toHeading();
    }
    listen();
  };

  // A field may be called “action” as well, and would stand in the place of the form's own property.
  const actionOf = (form, submitter) => (submitter && submitter.getAttribute("formaction")) || form.getAttribute("action");

  let next = null; // a button that was pressed while its form was on its way; only of those that say something by themselves

  const send = async (form, submitter) => {
    if (form.dataset.busy) {
      if (submitter && submitter.name === "do") next = submitter;
      return;
    }
    form.dataset.busy = "yes";
    const pressed = submitter || form.querySelector("button");
    if (pressed) pressed.setAttribute("aria-busy", "true");
    const boxes = [...form.querySelectorAll("textarea[id], input[type=text][id]")];
    const aside = submitter && submitter.hasAttribute("formaction"); // such as a pause: what is typed stays typed
    const sent = new Map(aside ? [] : boxes.map((box) => [box.id, box.value]));
    clearTimeout(resting);
    try {
      const data = new FormData(form, submitter || undefined);
      const answer = await fetch(actionOf(form, submitter), { method: "POST", body: new URLSearchParams(data), headers: { Accept: "text/html" } });
      show(await answer.text(), answer, sent);
    } catch {
      say("That did not get through. What you typed is still here; try again in a moment.", true);
    } finally {
      delete form.dataset.busy;
      if (pressed) pressed.removeAttribute("aria-busy");
      const waiting = next;
      next = null;
      if (waiting && waiting.isConnected && waiting.form) send(waiting.form, waiting);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || form.hasAttribute("data-plain")) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  const byTouch = matchMedia("(pointer: coarse)");
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.altKey) return;
    if (!(box instanceof HTMLTextAreaElement) || !box.form || !box.hasAttribute("data-enter")) return;
    if (byTouch.matches && !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    box.form.requestSubmit();
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form && field.form.hasAttribute("data-at-once")) field.form.requestSubmit();
  });

  // --- Drafts

  let resting = 0;
  const stored = new WeakMap();

  const draftOf = (box) => {
    const body = new URLSearchParams({ words: box.value });
    for (const name of ["token", "after"]) {
      const field = box.form && box.form.querySelector(`[name=${name}]`);
      if (field) body.set(name, field.value);
    }
    return body;
  };

  const storeDrafts = () => {
    clearTimeout(resting);
    for (const box of document.querySelectorAll("textarea[data-draft]")) {
      if (stored.get(box) === box.value || !stored.has(box)) continue;
      stored.set(box, box.value);
      navigator.sendBeacon(box.dataset.draft, draftOf(box));
    }
  };

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLTextAreaElement) || !box.dataset.draft) return;
    if (!stored.has(box)) stored.set(box, null);
    clearTimeout(resting);
    resting = setTimeout(storeDrafts, RESTS);
  });
  addEventListener("pagehide", storeDrafts);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") storeDrafts();
  });

  // --- The beginning

  const showEnd = () => {
    const log = document.querySelector("[role=log]");
    if (log && log.lastElementChild && log.childElementCount > 4) log.lastElementChild.scrollIntoView({ block: "center" });
  };

  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.documentElement.dataset.live = "yes";
  listen();
  showEnd();
})();
