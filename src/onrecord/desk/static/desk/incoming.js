/* Sends many files in portions, folders with their paths, and takes what is dropped. Without it the form works as it
   stands. */
"use strict";

(() => {
  const PORTION = 20; // files
  const WEIGHT = 24 << 20; // bytes

  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  const shown = form.querySelector("[data-progress]");
  const bar = shown.querySelector("progress");
  const most = Number(form.dataset.most);
  let busy = false;

  const named = (file, path) => ({ file, path: path || file.webkitRelativePath || file.name });

  function portions(files) {
    const out = [];
    let here = [];
    let weight = 0;
    for (const each of files) {
      if (here.length && (here.length >= PORTION || weight + each.file.size > WEIGHT)) {
        out.push(here);
        here = [];
        weight = 0;
      }
      here.push(each);
      weight += each.file.size;
    }
    if (here.length) out.push(here);
    return out;
  }

  async function send(all) {
    if (busy || !all.length) return;
    busy = true;
    const files = all.slice(0, most);
    let to = "";
    let done = 0;
    shown.hidden = false;
    bar.max = files.length;
    said.textContent = all.length > most ? said.dataset.many : said.dataset.sending;
    try {
      for (const some of portions(files)) {
        const body = new FormData();
        body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        body.append("batch", form.elements.batch.value);
        for (const { file, path } of some) {
          body.append("path", path);
          body.append("files", file, file.name);
        }
        const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const told = await answer.json();
        if (!to || told.to.length > to.length) to = told.to; // the batch, once there is one
        done += some.length;
        bar.value = done;
      }
      window.location.assign(to);
    } catch {
      busy = false;
      shown.hidden = true;
      said.textContent = said.dataset.lost;
    }
  }

  form.addEventListener("submit", (event) => {
    const chosen = [...form.elements.files.files, ...form.elements.folder.files].map((file) => named(file));
    if (!chosen.length) return;
    event.preventDefault();
    send(chosen);
  });

  async function walk(entry, path, out) {
    if (out.length > 4 * most) return;
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      out.push(named(file, path + file.name));
    } else if (entry.isDirectory) {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) break;
        for (const each of some) await walk(each, `${path}${entry.name}/`, out);
      }
    }
  }

  const drop = form.querySelector("[data-drop]");
  drop.hidden = false;
  const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    if (!files(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    // The entries are there only until the first wait.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const out = [];
    try {
      for (const each of entries) await walk(each, "", out);
    } catch {
      said.textContent = said.dataset.lost;
      return;
    }
    out.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    send(out);
  });
})();
