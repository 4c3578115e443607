"use strict";
// What every page does with a script: '/' and '?', what went wrong with a request, questions before grave acts. All of
// it adds to pages that work without.

(() => {
  const said = () => document.getElementById("said");

  // Single keys act only where nobody is writing, and where the person has not turned them off.
  const writing = (target) =>
    target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog") !== null;
  const silent = () => document.documentElement.dataset.keys === "no";

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    if (event.defaultPrevented || silent() || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) {
      return;
    }
    const seek = document.getElementById("seek");
    const keys = document.getElementById("keys");
    if (event.key === "/" && seek) {
      event.preventDefault();
      seek.focus();
      seek.select();
    } else if (event.key === "?" && keys && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      keys.showModal();
    }
  });

  // The menu closes when one goes elsewhere.
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) {
          menu.open = false;
        }
      }
    });
  }

  // What was said stays in sight, wherever the page opens, until it is closed.
  for (const message of document.querySelectorAll(".messages .message")) {
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.ariaLabel = message.parentElement.dataset.close;
    close.addEventListener("click", () => {
      const all = message.parentElement;
      message.remove();
      if (all.children.length === 0) {
        all.remove();
      }
    });
    message.append(close);
  }

  // A password can be looked at while it is typed.
  for (const button of document.querySelectorAll("button[data-shows]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = button.ariaPressed !== "true";
      button.ariaPressed = String(shown);
      document.getElementById(button.dataset.shows).type = shown ? "text" : "password";
    });
  }

  // A form or button with data-ask is asked about first: <button data-ask="Withdraw this report?">.
  document.addEventListener(
    "submit",
    (event) => {
      const asked = event.submitter?.dataset.ask || event.target.dataset.ask;
      if (asked && !window.confirm(asked)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  // What went wrong with a request of a part of the page, in the words that the page brought along.
  const tell = (kind) => {
    const words = document.getElementById("sayings")?.content.querySelector(`[data-of="${kind}"]`);
    if (words && said()) {
      said().replaceChildren(words.cloneNode(true));
      said().scrollIntoView({ block: "nearest" });
    }
  };
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const known = ["401", "403", "404", "413", "429"].includes(String(status));
    tell(known ? String(status) : "500");
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => tell("offline"));
  }
  document.addEventListener("htmx:afterSwap", () => said()?.replaceChildren());
})();
