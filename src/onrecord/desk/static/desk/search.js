"use strict";
// The search by keyboard: '/' goes to its field, the arrows, j and k walk the hits, Enter opens as on any link.

(() => {
  const field = document.getElementById("words");
  const hits = () => [...document.querySelectorAll("[data-walk]")];
  const silent = () => document.documentElement.dataset.keys === "no";

  const walk = (by) => {
    const all = hits();
    if (!all.length) {
      return false;
    }
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    if (at === 0 && by < 0) {
      field.focus();
    } else {
      all[next].focus();
      all[next].closest("li").scrollIntoView({ block: "nearest" });
    }
    return true;
  };

  // Before the keys of every page, whose '/' goes to the field in the head.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
        return;
      }
      const within = event.target.closest("input, textarea, select, [contenteditable]");
      if (within === field && event.key === "ArrowDown") {
        if (walk(1)) {
          event.preventDefault();
        }
        return;
      }
      if (within) {
        return;
      }
      const onHit = event.target.matches("[data-walk]");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        // Elsewhere on the page the arrows scroll it.
        if (onHit && walk(event.key === "ArrowDown" ? 1 : -1)) {
          event.preventDefault();
        }
      } else if (silent()) {
        return;
      } else if (event.key === "j" || event.key === "k") {
        if (walk(event.key === "j" ? 1 : -1)) {
          event.preventDefault();
        }
      } else if (event.key === "/") {
        event.preventDefault();
        field.focus();
        field.select();
      }
    },
    true,
  );
})();
