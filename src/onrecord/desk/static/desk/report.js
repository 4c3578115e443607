"use strict";
/* The report page: from one statement to the next by keys, who said it at hand, selected words taken into a form.
   Everything here is also done by links, buttons and forms. */
(() => {
  const main = document.getElementById("main");
  let chosen = null; // the id of the item that keys act on
  let pinned = false;
  let taken = null; // the last selection in the text: {at, words}
  const byId = (id) => document.getElementById(id);
  const card = document.createElement("div");
  card.className = "card";
  card.id = "card";
  card.hidden = true;
  document.body.append(card);
  const bar = document.createElement("div");
  bar.className = "card bar row";
  bar.hidden = true;
  document.body.append(bar);

  /* The chain of what is pointed at. */
  function put(box, near) {
    const at = near.getBoundingClientRect();
    box.hidden = false;
    const width = Math.min(box.offsetWidth, document.documentElement.clientWidth - 16);
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    box.style.left = `${left + window.scrollX}px`;
    box.style.top = `${at.bottom + window.scrollY + 4}px`;
  }

  function show(near, ids, pin) {
    const told = ids.map((id) => byId(id)).filter((item) => item !== null);
    if (told.length === 0) return;
    card.replaceChildren(...told.map((item) => {
      const line = item.querySelector(".chain").cloneNode(true);
      for (const link of line.querySelectorAll(pin ? "a.ref" : "a")) {
        const plain = document.createElement("span");
        plain.className = link.className;
        plain.append(...link.childNodes);
        link.replaceWith(plain);
      }
      return line;
    }));
    pinned = pin;
    card.classList.toggle("pinned", pin);
    put(card, near);
    light(ids);
  }

  function hide() {
    card.hidden = true;
    pinned = false;
    light([]);
  }

  function light(ids) {
    for (const one of document.querySelectorAll("#report .lit")) one.classList.remove("lit");
    if (ids.length === 0) return;
    const sought = new Set(ids);
    for (const mark of document.querySelectorAll("#report mark[data-of]")) {
      if (mark.dataset.of.split(" ").some((id) => sought.has(id))) mark.classList.add("lit");
    }
    for (const id of ids) byId(id)?.classList.add("lit");
  }

  const itemsOf = (target) => {
    const ref = target.closest(".marks a.ref");
    if (ref !== null) return [ref, [ref.id.replace(/^at-/, "")]];
    const mark = target.closest(".marks mark[data-of]");
    return mark !== null && mark.dataset.of !== "" ? [mark, mark.dataset.of.split(" ")] : [null, []];
  };

  main.addEventListener("pointerover", (event) => {
    if (pinned) return;
    const [near, ids] = itemsOf(event.target);
    if (near !== null) show(near, ids, false);
  });
  main.addEventListener("pointerout", (event) => {
    if (!pinned && itemsOf(event.target)[0] !== null && event.relatedTarget !== card) hide();
  });
  card.addEventListener("pointerleave", () => { if (!pinned) hide(); });
  main.addEventListener("focusin", (event) => {
    const [near, ids] = itemsOf(event.target);
    if (near !== null) {
      choose(ids[0]);
      show(near, ids, false);
      near.setAttribute("aria-describedby", "card");
      return;
    }
    const item = event.target.closest("[data-item]");
    if (item !== null) choose(item.id);
  });
  main.addEventListener("focusout", (event) => {
    if (!pinned && event.target.matches(".marks a.ref")) {
      event.target.removeAttribute("aria-describedby");
      hide();
    }
  });
  main.addEventListener("click", (event) => {
    const [near, ids] = itemsOf(event.target);
    if (near === null || near.matches("a") || !window.getSelection().isCollapsed) return;
    if (pinned) {
      hide();
    } else {
      choose(ids[ids.length - 1]);
      show(near, ids, true);
    }
  });

  /* What happened, for those who hear the page: those who see it read it where it happened. */
  function tell(words) {
    const line = document.createElement("span");
    line.className = "sr";
    line.textContent = words;
    byId("said")?.replaceChildren(line);
  }

  /* Keys. */
  function choose(id) {
    for (const one of document.querySelectorAll("#report .chosen")) one.classList.remove("chosen");
    chosen = id;
    const item = id === null ? null : byId(id);
    item?.classList.add("chosen");
    // Where the list scrolls by itself, beside the text, it comes along; the page does not move.
    const list = item?.closest(".read");
    if (list && list.scrollHeight > list.clientHeight && !item.contains(document.activeElement)) {
      list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - 8;
    }
  }

  const refs = () => [...document.querySelectorAll("#report .marks a.ref")];

  function step(by) {
    const all = refs();
    if (all.length === 0) return;
    const now = all.findIndex((ref) => ref.id === `at-${chosen}`);
    const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, now + by))];
    const folded = next.closest("details:not([open])");
    (folded === null ? next : folded.querySelector("summary")).focus();
    choose(next.id.replace(/^at-/, ""));
    next.scrollIntoView({ block: "center", behavior: "instant" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!card.hidden || !bar.hidden) {
        hide();
        bar.hidden = true;
      } else {
        event.target.closest?.("form.amend")?.querySelector("[data-cancel]")?.click();
      }
      return;
    }
    if (document.documentElement.dataset.keys === "no" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
      return;
    }
    if (event.key === "u") {
      press(document.querySelector('#report [data-key="u"]'));
    } else if (["a", "e", "x"].includes(event.key) && chosen !== null) {
      const item = byId(chosen);
      const act = item?.querySelector(`[data-key="${event.key}"]`);
      if (!act) return;
      event.preventDefault();
      press(act);
    }
  });

  /* A key may come before htmx has looked at what it has just put there; the click would then leave the page. */
  function press(act) {
    if (act === null) return;
    window.htmx?.process(act);
    act.click();
  }

  /* Words that are selected, as code points of the text. */
  const points = (text) => [...text].length;

  function place(node, offset) {
    const at = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = at.closest("[data-at]");
    if (piece === null) return null;
    const start = Number(piece.dataset.at);
    if (piece.dataset.veiled) return { start, end: start + Number(piece.dataset.veiled) };
    const here = node.nodeType === Node.TEXT_NODE ? start + points(node.data.slice(0, offset)) : start;
    return { start: here, end: here };
  }

  function selection() {
    const chosenWords = window.getSelection();
    if (chosenWords.rangeCount === 0 || chosenWords.isCollapsed) return null;
    const range = chosenWords.getRangeAt(0);
    const body = document.querySelector("#report .marks");
    if (body === null || !body.contains(range.commonAncestorContainer)) return null;
    let from = null, to = null, words = "";
    for (const piece of body.querySelectorAll("[data-at]")) {
      if (!range.intersectsNode(piece)) continue;
      const text = piece.firstChild;
      if (text === null) continue;
      const first = range.startContainer === text ? range.startOffset : 0;
      const last = range.endContainer === text ? range.endOffset : text.data.length;
      if (last <= first) continue;
      const a = place(text, first), b = place(text, last);
      if (from === null) from = a.start;
      to = b.end;
      words += piece.dataset.veiled ? text.data : text.data.slice(first, last);
    }
    if (from === null) return null;
    // Blanks at the edges come with a double click, and are not meant.
    const before = points(words) - points(words.trimStart()), after = points(words) - points(words.trimEnd());
    words = words.trim();
    return words === "" ? null : { at: `${from + before}-${to - after}`, words };
  }

  function fill(name, form) {
    const field = form.elements.namedItem(name);
    field.value = taken.words;
    form.elements.namedItem(`${name}_at`).value = taken.at;
    form.elements.namedItem(`${name}_was`).value = field.value;
    if (name === "source" && form.elements.namedItem("name").value === "") {
      form.elements.namedItem("name").value = taken.words;
    }
    tell(taken.words);
  }

  document.addEventListener("selectionchange", () => {
    const now = selection();
    if (now === null) {
      if (window.getSelection().isCollapsed) bar.hidden = true;
      return;
    }
    taken = now;
    for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
    const report = byId("report");
    if (report.dataset.amend === undefined) return;
    const links = ["statement", "figure"].map((kind) => {
      const link = report.querySelector(`[data-add="${kind}"]`).cloneNode(true);
      const address = new URL(link.href);
      address.searchParams.set("at", taken.at);
      link.href = address.href;
      link.setAttribute("hx-get", address.pathname + address.search);
      link.addEventListener("click", () => { bar.hidden = true; });
      return link;
    });
    bar.replaceChildren(...links);
    window.htmx?.process(bar);
    put(bar, window.getSelection().getRangeAt(0));
  });

  main.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    if (take !== null && taken !== null) {
      fill(take.dataset.take, take.form);
      return;
    }
    const cancel = event.target.closest("[data-cancel]");
    if (cancel !== null && cancel.closest(".slot") !== null) {
      event.preventDefault();
      const slot = cancel.closest(".slot");
      slot.replaceChildren();
      back(slot.id.replace(/^slot-/, ""));
    }
  });

  /* htmx leaves out the button that was pressed where that stands outside of its form. */
  document.addEventListener("htmx:configRequest", (event) => {
    const pressed = event.detail.triggeringEvent?.submitter;
    if (pressed?.name) event.detail.parameters[pressed.name] = pressed.value;
  });

  /* After a change the keyboard is where it was. */
  function back(id) {
    const to = byId(`at-${id}`) ?? byId(id)?.querySelector("a, button") ?? document.querySelector("#report .tools a");
    to?.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    if (target.classList?.contains("slot")) {
      for (const other of document.querySelectorAll("#report .slot")) {
        if (other !== target) other.replaceChildren();
      }
      const form = target.querySelector("form");
      if (form === null) return;
      window.htmx?.process(target); // htmx looks at it a little later; Enter would leave the page until then
      for (const button of form.querySelectorAll("[data-take]")) button.hidden = taken === null;
      form.scrollIntoView({ block: "nearest", behavior: "instant" });
      (form.querySelector("[role=alert]") ? form.querySelector("input[type=radio], textarea, [data-reason]")
        : form.querySelector(form.dataset.form === "reject" ? "[data-reason]" : "textarea"))?.focus();
      return;
    }
    const report = byId("report");
    if (report === null) return;
    hide();
    bar.hidden = true;
    const said = report.querySelector("[data-say]");
    if (said !== null) tell(said.textContent);
    choose(report.dataset.now ?? chosen);
    back(chosen ?? "");
  });
})();
