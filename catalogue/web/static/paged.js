// Turns the pages of a book with foliate-js (MIT, by npm, unchanged). The chapters come cleaned from the server and have
// a policy of their own; where the reader is, stays on this device.
const words = document.body.dataset;
const told = JSON.parse(document.getElementById("book").textContent);
const leaves = document.querySelector("[data-leaves]");
const turning = document.querySelector("[data-turning]");
const share = turning.querySelector("input");
const said = turning.querySelector("output");
const note = document.querySelector("[data-note]");
const KEY = `paged:${words.book}`;
const PLACE = `place:${words.book}`;
const recall = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private */ } };
const index = new Map(told.sections.map((section, place) => [section.name, place]));
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

// "c002#b-x", "#b-x" in c001, or a whole address of ours: the section and the id.
const split = (href, home = "") => {
  const [path, id = ""] = href.split("#");
  const name = path.split("?")[0].replace(/\/$/, "").split("/").pop() || home;
  return [name, decodeURIComponent(id)];
};
const nested = (lines) => {
  const top = [], above = [];
  for (const { label, href, level } of lines) {
    const item = { label, href, subitems: [] };
    above.length = Math.min(above.length, Math.max(0, level - 1));
    (above.at(-1)?.subitems ?? top).push(item);
    above.push(item);
  }
  return top;
};
const book = {
  metadata: { title: document.title, language: told.language },
  dir: told.direction,
  rendition: { layout: "reflowable" },
  toc: nested(told.contents),
  sections: told.sections.map((section) => ({
    id: section.name, size: section.size, linear: "yes",
    load: () => `${told.base}/${section.name}`,
    unload: () => {},
    createDocument: async () => new DOMParser().parseFromString(await (await fetch(`${told.base}/${section.name}`)).text(), "text/html"),
    resolveHref: (href) => { const [name, id] = split(href, section.name); return index.has(name) ? `${name}#${id}` : href; },
  })),
  isExternal: (href) => /^(https?|mailto|tel):/i.test(href),
  resolveHref: (href) => {
    const [name, id] = split(href);
    return index.has(name) ? { index: index.get(name), anchor: (doc) => (id ? doc.getElementById(id) : 0) } : null;
  },
  splitTOCHref: (href) => split(href),
  getTOCFragment: (doc, id) => doc.getElementById(id),
};

await import(words.view);
const view = document.createElement("foliate-view");
leaves.append(view);
await view.open(book);
view.renderer.setAttribute("margin", "32px");
view.renderer.setAttribute("max-inline-size", "640px");
turning.hidden = false;

const keys = (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select, summary, dialog")) return;
  if (event.key === "ArrowLeft") view.goLeft();
  else if (event.key === "ArrowRight") view.goRight();
  else if (event.key === "PageDown" || (event.key === " " && !event.target.closest?.("button, a"))) view.next();
  else if (event.key === "PageUp") view.prev();
  else return;
  event.preventDefault();
};
addEventListener("keydown", keys);
view.addEventListener("load", ({ detail: { doc } }) => {
  doc.addEventListener("keydown", keys);
  if (doc.defaultView.frameElement) doc.defaultView.frameElement.title = words.frame;
});
view.addEventListener("relocate", ({ detail }) => {
  share.value = Math.round(detail.fraction * 1000);
  share.setAttribute("aria-valuetext", percent.format(detail.fraction));
  said.textContent = [detail.tocItem?.label, percent.format(detail.fraction)].filter(Boolean).join(" · ");
  store(KEY, { cfi: detail.cfi, at: Date.now() });
  const name = told.sections[detail.section?.current ?? 0]?.name;
  if (name && recall(PLACE)?.page?.split("?")[0] !== name) store(PLACE, { page: name, block: 0, at: Date.now() });
});
// For somebody who is signed in and wants it, the account knows the place as well.
addEventListener("pagehide", () => {
  if (words.account) fetch(words.account, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ place: recall(PLACE) ?? {} }) });
});
view.addEventListener("link", (event) => {
  const { a, href } = event.detail;
  if (a.getAttribute("role") !== "doc-noteref") return;
  const found = a.ownerDocument.getElementById(split(href)[1]);
  if (!found) return;
  event.preventDefault();
  note.firstElementChild.textContent = found.textContent.trim();
  note.showModal();
});
view.addEventListener("external-link", (event) => {
  event.preventDefault();
  open(event.detail.href, "_blank", "noopener,noreferrer");
});
for (const button of turning.querySelectorAll("[data-turn]")) {
  button.addEventListener("click", () => (button.dataset.turn === "left" ? view.goLeft() : view.goRight()));
}
share.addEventListener("change", () => view.goToFraction(share.value / 1000));

// Back to where this device was: here, or in the chapter pages if that was later and in another chapter.
const here = recall(KEY);
const there = recall(PLACE);
const chapter = there?.page?.split("?")[0];
const later = index.has(chapter) && (there.at ?? 0) > (here?.at ?? 0);
const wish = () => decodeURIComponent(location.hash.slice(1));
const first = told.contents[0]?.href;
addEventListener("hashchange", () => { if (index.has(split(wish())[0])) view.goTo(wish()); });
const begin = index.has(split(wish())[0]) ? wish() : later ? chapter : here?.cfi ?? first;
await view.init({ lastLocation: begin, showTextStart: false });
leaves.dataset.ready = "yes";
