// Words that are selected in a report's text go into a field, as ranges of code points: a button with `data-selects`
// (the field's id), `data-within` (what selects the text) and, where a form follows at once, `data-presses` (a button).
"use strict";

(() => {
  // Code points, as the record counts; a browser counts some signs twice.
  const points = (words) => Array.from(words).length;

  function place(text, node, offset, end) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const piece = element && element.closest("[data-at]");
    if (!piece || !text.contains(piece)) return null;
    const at = Number(piece.dataset.at);
    const length = "veiled" in piece.dataset ? piece.dataset.veiled : "whole" in piece.dataset && piece.dataset.length;
    if (length) return end ? at + Number(length) : at;
    if (node.nodeType === Node.ELEMENT_NODE) return offset === 0 ? at : at + points(piece.textContent);
    return at + points(node.data.slice(0, offset));
  }

  for (const button of document.querySelectorAll("button[data-selects]")) {
    const text = document.querySelector(button.dataset.within);
    const field = document.getElementById(button.dataset.selects);
    if (!text || !field) continue;
    button.hidden = false;
    // A click must not take the selection away.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const selection = document.getSelection();
      if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      const start = place(text, range.startContainer, range.startOffset, false);
      const end = place(text, range.endContainer, range.endOffset, true);
      if (start === null || end === null || start >= end) return;
      const before = button.dataset.presses && field.value.trim();
      field.value = before ? `${before}, ${start}-${end}` : `${start}-${end}`;
      selection.removeAllRanges();
      if (button.dataset.presses) document.querySelector(button.dataset.presses).click();
      else field.focus();
    });
  }
})();
