// Words that are selected on the page of a redacted copy go into its field of passages.
"use strict";

(() => {
  const text = document.getElementById("redact-text");
  const field = document.getElementById("redact-at");
  const button = document.getElementById("redact-selected");
  if (!text || !field || !button) return;
  button.hidden = false;

  // Code points, as the record counts; a browser counts some signs twice.
  const points = (words) => Array.from(words).length;

  function place(node, offset, end) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const piece = element && element.closest("[data-at]");
    if (!piece || !text.contains(piece)) return null;
    const at = Number(piece.dataset.at);
    if ("whole" in piece.dataset) return end ? at + Number(piece.dataset.length) : at;
    if (node.nodeType === Node.ELEMENT_NODE) return offset === 0 ? at : at + Number(piece.dataset.length);
    return at + points(node.data.slice(0, offset));
  }

  button.addEventListener("click", () => {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset, false);
    const end = place(range.endContainer, range.endOffset, true);
    if (start === null || end === null || start >= end) return;
    field.value = field.value.trim() ? `${field.value.trim()}, ${start}-${end}` : `${start}-${end}`;
    selection.removeAllRanges();
    document.querySelector("#redact [name=look]").click();
  });
})();
