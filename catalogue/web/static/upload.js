// Sends files in pieces (tus 1.0.0) while the form is filled in, and goes on by itself after a lost line or a reload.
// Without this script the form sends its file field as any form does.
(() => {
  const PIECE = 8 << 20;
  const PAUSES = [1, 2, 4, 8, 15, 30];
  const HEADERS = { "Tus-Resumable": "1.0.0" };
  const box = document.querySelector("[data-incoming]");
  if (!box || !window.FormData || !window.Blob) return;
  const field = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-files]");
  const said = box.querySelector("[role=status]");
  const form = field.form;
  const words = box.dataset;
  const taken = box.querySelector("input[name=uploads]");
  const before = taken.value; // sent with a form that came back with mistakes
  const jobs = new Map();
  let sending = null;

  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const key = (file) => `upload:${file.name}:${file.size}:${file.lastModified}`;
  const keep = (file, address) => {
    try { address ? localStorage.setItem(key(file), address) : localStorage.removeItem(key(file)); } catch { /* private */ }
  };
  const kept = (file) => { try { return localStorage.getItem(key(file)); } catch { return null; } };
  const wait = (seconds) => new Promise((done) => {
    const clock = setTimeout(finish, seconds * 1000);
    function finish() { clearTimeout(clock); removeEventListener("online", finish); done(); }
    addEventListener("online", finish);
  });

  const ask = (method, address, headers, body, heard) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...HEADERS, ...headers })) request.setRequestHeader(name, value);
    if (heard) request.upload.addEventListener("progress", (event) => heard(event.loaded, request));
    request.addEventListener("loadend", () => done(request));
    request.send(body ?? null);
  });

  const show = (job, share, sentence) => {
    job.bar.value = share;
    if (job.note.textContent !== sentence) job.note.textContent = sentence;
  };
  const size = (bytes) => {
    const [share, unit] = bytes < 1e5 ? [1e3, "kB"] : [1e6, "MB"];
    return `${(bytes / share).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
  };
  const percent = (share) => words.sending.replace("{percent}", Math.floor(share * 100));

  // Where the file stands at the server: announced anew, or found again after a reload. Null when refused.
  async function place(job) {
    const known = job.address || kept(job.file);
    if (known) {
      const found = await ask("HEAD", known);
      if (found.status === 200) return Object.assign(job, { address: known }), Number(found.getResponseHeader("Upload-Offset"));
      if (found.status === 0 || found.status >= 500) return -1;
      keep(job.file, null);
      job.address = "";
    }
    const made = await ask("POST", words.incoming, {
      "Upload-Length": String(job.file.size), "Upload-Metadata": `filename ${base64(job.file.name)}`,
    });
    if (made.status === 201) {
      job.address = made.getResponseHeader("Location");
      keep(job.file, job.address);
      return 0;
    }
    if (made.status === 0 || made.status === 503) return -1;
    let message = words.failed;
    try { message = JSON.parse(made.responseText).message || message; } catch { /* a page, not an answer */ }
    refuse(job, message);
    return null;
  }

  function refuse(job, message) {
    job.state = "refused";
    job.item.classList.add("refused");
    show(job, 0, message);
    said.textContent = message;
    settle();
  }

  async function send(job) {
    let at = await place(job);
    for (let tries = 0; at !== null && at < job.file.size && job.state === "sending";) {
      if (at < 0) {
        show(job, job.bar.value, words.lost);
        said.textContent = words.lost;
        await wait(PAUSES[Math.min(tries++, PAUSES.length - 1)]);
        at = await place(job);
        continue;
      }
      const from = at;
      show(job, at / job.file.size, percent(at / job.file.size));
      const done = await ask("PATCH", job.address, {
        "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream",
      }, job.file.slice(at, at + PIECE), (sent, request) => {
        job.request = request;
        show(job, (from + sent) / job.file.size, percent((from + sent) / job.file.size));
      });
      at = done.status === 204 ? Number(done.getResponseHeader("Upload-Offset")) : -1;
      if (at > 0) tries = 0;
    }
    if (at === job.file.size && job.state === "sending") {
      job.state = "here";
      show(job, 1, words.done);
      said.textContent = `${job.file.name}: ${words.done}`;
    }
    settle();
  }

  async function next() {
    if (sending) return;
    sending = [...jobs.values()].find((job) => job.state === "waiting");
    if (!sending) return;
    sending.state = "sending";
    await send(sending);
    sending = null;
    next();
  }

  function settle() {
    const here = [...jobs.values()].filter((job) => job.state === "here");
    taken.value = here.length ? here.map((job) => job.address.split("/").pop()).join(",") : before;
    field.required = !jobs.size && !taken.value;
    if (form.dataset.waiting && ![...jobs.values()].some((job) => ["waiting", "sending"].includes(job.state))) {
      const button = form.dataset.waiting;
      delete form.dataset.waiting;
      if (here.length) form.requestSubmit(form.querySelector(`[data-button="${button}"]`));
    }
  }

  function forget(job) {
    const stood = job.state;
    job.state = "gone";
    job.request?.abort();
    if (job.address && stood !== "refused") ask("DELETE", job.address);
    keep(job.file, null);
    jobs.delete(key(job.file));
    job.item.remove();
    settle();
    field.focus();
  }

  function add(file) {
    if (jobs.has(key(file))) return;
    if (field.dataset.one === "yes") [...jobs.values()].forEach(forget);
    const item = document.createElement("li");
    item.innerHTML = '<p><b></b> <small></small></p><progress max="1" value="0"></progress><p class="row"><span></span><button type="button" class="button quiet small"></button></p>';
    item.querySelector("b").textContent = file.name;
    item.querySelector("small").textContent = size(file.size);
    const bar = item.querySelector("progress");
    bar.setAttribute("aria-label", file.name);
    const job = { file, item, bar, note: item.querySelector("span"), state: "waiting", address: "" };
    const button = item.querySelector("button");
    button.textContent = words.cancel;
    button.setAttribute("aria-label", `${words.cancel}: ${file.name}`);
    button.addEventListener("click", () => forget(job));
    list.append(item);
    jobs.set(key(file), job);
    const limit = Number(words.limit);
    const suffixes = field.accept.split(",");
    if (file.size > limit) return refuse(job, words.large);
    if (!suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix))) return refuse(job, words.kind);
    show(job, 0, words.waiting);
    settle();
    next();
  }

  const take = (files) => { [...files].forEach(add); field.value = ""; settle(); };
  field.addEventListener("change", () => take(field.files));
  for (const name of ["dragenter", "dragover"]) {
    box.addEventListener(name, (event) => { event.preventDefault(); box.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  // A file dropped beside the box must not open in place of the page.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

  form.addEventListener("submit", (event) => {
    if (![...jobs.values()].some((job) => ["waiting", "sending"].includes(job.state))) return;
    event.preventDefault();
    form.dataset.waiting = event.submitter?.dataset.button ?? "";
    said.textContent = words.then;
  });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) jobs.forEach((job) => { if (job.state === "here") keep(job.file, null); });
  });
  addEventListener("beforeunload", (event) => {
    if ([...jobs.values()].some((job) => job.state === "sending")) event.preventDefault();
  });
  box.classList.add("ready");
})();
