// Remembers on this device where the reader is and what they marked, and has opened chapters kept for reading without a
// network. For somebody who is signed in and wants it, the account knows place and bookmarks too; nobody else does.
(() => {
  const { book, account } = document.body.dataset;
  const [key, shelf] = [`place:${book}`, `marks:${book}`];
  const page = document.querySelector("[data-page]");
  const recall = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private */ } };
  const PAGE = /^[\w.-]+(\?part=\d+)?$/;

  // What this device and the account know becomes one; of each part the later.
  const take = (told) => {
    if (!told) return;
    if ((told.place?.at ?? 0) > (recall(key)?.at ?? 0)) store(key, told.place);
    const marks = recall(shelf) ?? {};
    for (const [at, mark] of Object.entries(told.marks ?? {})) if (mark.at > (marks[at]?.at ?? 0)) marks[at] = mark;
    if (Object.keys(marks).length) store(shelf, marks);
  };
  const tell = (leaving) => account && fetch(account, {
    method: "POST", keepalive: !!leaving, headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ place: recall(key) ?? {}, marks: recall(shelf) ?? {} }),
  }).then((answer) => (answer.status === 200 ? answer.json() : null)).catch(() => null);

  const again = document.querySelector("[data-continue]");
  const list = document.querySelector("[data-marks]");
  const base = location.pathname.replace(/\/$/, "");
  const show = () => {
    const known = recall(key);
    if (again && known && PAGE.test(known.page)) {
      again.href = `${base}/${known.page}#at-${Number(known.block) || 0}`;
      again.hidden = false;
      if (known.done) document.querySelector("[data-finished]").hidden = false;
    }
    if (!list) return;
    const rows = list.querySelector("ul");
    rows.replaceChildren();
    for (const [at, mark] of Object.entries(recall(shelf) ?? {}).sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      const [where, block] = at.split("#");
      if (mark.gone || !PAGE.test(where)) continue;
      const row = list.querySelector("template").content.cloneNode(true);
      const link = row.querySelector("a");
      link.href = `${base}/${where}#at-${Number(block) || 0}`;
      link.textContent = mark.text || where;
      const button = row.querySelector("button");
      button.setAttribute("aria-label", `${button.textContent}: ${link.textContent}`);
      button.addEventListener("click", () => {
        store(shelf, { ...recall(shelf), [at]: { ...mark, gone: true, at: Date.now() } });
        show();
        tell();
        (list.hidden ? document.querySelector("h1") : list.querySelector("h2")).focus();
      });
      rows.append(row);
    }
    list.hidden = !rows.children.length;
  };
  show();
  if (account && (again || list)) tell().then((told) => { take(told); show(); });
  const worker = navigator.serviceWorker;
  const keeping = worker?.register("/worker.js").then(() => worker.ready).catch(() => null);
  const box = document.querySelector("[data-keep]");
  if (box && keeping) keeping.then((ready) => { box.hidden = !ready; });
  box?.querySelector("button").addEventListener("click", async () => {
    const said = box.querySelector("[role=status]");
    const line = new MessageChannel();
    line.port1.onmessage = ({ data }) => {
      said.textContent = data.count ? box.dataset.keeping.replace("{count}", data.count) : box.dataset[data.done ? "done" : "failed"];
    };
    (await keeping).active.postMessage({ wanted: box.dataset.keep }, [line.port2]);
  });
  // The first page was there before the worker was; the others it sees by itself.
  if (worker && !worker.controller) keeping.then((ready) => ready?.active.postMessage({ opened: location.href }));
  if (!page) return;
  const blocks = () => [...page.children].filter((item) => item.getClientRects().length);
  const wish = /^#at-(\d+)$/.exec(location.hash);
  if (wish) blocks()[Number(wish[1])]?.scrollIntoView();
  let due = 0;
  const keep = () => {
    due = 0;
    const all = blocks();
    const block = Math.max(0, all.findIndex((item) => item.getBoundingClientRect().bottom > 80));
    const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const done = page.dataset.last === "yes" && end;
    store(key, { page: page.dataset.page, block, done, at: Date.now() });
    return block;
  };
  addEventListener("scroll", () => { due ||= setTimeout(keep, 400); }, { passive: true });
  addEventListener("pagehide", () => { keep(); tell(true); });
  keep();
  tell()?.then(take);
  const mark = document.querySelector("[data-mark]");
  if (mark) {
    const said = document.querySelector("[data-marked]");
    mark.hidden = false;
    mark.addEventListener("click", () => {
      const block = keep();
      const at = `${page.dataset.page}#${block}`;
      const marks = recall(shelf) ?? {};
      const gone = !!marks[at] && !marks[at].gone;
      const text = (blocks()[block]?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 120);
      store(shelf, { ...marks, [at]: { text, gone, at: Date.now() } });
      said.textContent = `${gone ? mark.dataset.gone : mark.dataset.kept} ${text.slice(0, 60)}`;
      setTimeout(() => { said.textContent = ""; }, 6000);
      tell();
    });
  }
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, summary, .k-table")) return;
    const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const ahead = page.dir === "rtl" ? { prev: "next", next: "prev" }[turn] : turn;
    if (ahead) document.querySelector(`.turn a[rel=${ahead}]`)?.click();
  });
})();
