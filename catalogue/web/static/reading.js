// Remembers on this device where the reader is, and has opened chapters kept for reading without a network. Nothing is
// sent anywhere; without this script reading works too.
(() => {
  const book = document.body.dataset.book;
  const key = `place:${book}`;
  const page = document.querySelector("[data-page]");
  const recall = () => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const again = document.querySelector("[data-continue]");
  const known = recall();
  if (again && known && /^[\w.-]+(\?part=\d+)?$/.test(known.page)) {
    again.href = `${location.pathname.replace(/\/$/, "")}/${known.page}#at-${Number(known.block) || 0}`;
    again.hidden = false;
  }
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
    try { localStorage.setItem(key, JSON.stringify({ page: page.dataset.page, block, done, at: Date.now() })); } catch { /* private */ }
  };
  addEventListener("scroll", () => { due ||= setTimeout(keep, 400); }, { passive: true });
  addEventListener("pagehide", keep);
  keep();
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, summary, .k-table")) return;
    const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const ahead = page.dir === "rtl" ? { prev: "next", next: "prev" }[turn] : turn;
    if (ahead) document.querySelector(`.turn a[rel=${ahead}]`)?.click();
  });
})();
