// The list of what this device keeps for reading without a network, with the ways to let it go. Without this script
// nothing is kept either.
(() => {
  const box = document.querySelector("[data-kept]");
  if (!box || !window.caches) return;
  const words = box.dataset;
  const said = box.querySelector("[role=status]");
  const list = box.querySelector("ul");
  const everything = box.querySelector("[data-all]");
  const away = document.querySelector("[data-away]");
  if (away && !/\/offline$/.test(location.pathname)) away.hidden = false;
  const read = (answer, name) => decodeURIComponent(answer.headers.get(name) ?? "");
  const number = (path) => Number(/\?part=(\d+)/.exec(path)?.[1] ?? 1);

  async function books() {
    const cache = await caches.open("books");
    const found = new Map();
    for (const request of await cache.keys()) {
      const path = request.url.slice(location.origin.length);
      const [, base] = /^(.*\/titles\/[^/]+\/read)/.exec(path) ?? [];
      if (!base || path.includes("/read/media/")) continue;
      const answer = await cache.match(request);
      if (!found.has(base)) found.set(base, { title: read(answer, "X-Book"), pages: [] });
      if (path !== base) found.get(base).pages.push([path, read(answer, "X-Title")]);
      else found.get(base).contents = true;
    }
    return found;
  }
  async function drop(base) {
    const cache = await caches.open("books");
    for (const request of await cache.keys()) {
      const path = request.url.slice(location.origin.length);
      if (!base || path === base || path.startsWith(`${base}/`)) await cache.delete(request);
    }
    await show();
    said.focus();
  }
  const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const link = (path, text) => made("a", text, { href: path });

  async function show() {
    const found = await books();
    list.replaceChildren(...[...found].map(([base, book]) => {
      const item = made("li", "");
      const heading = made("h2", "");
      heading.append(book.contents ? link(base, book.title) : book.title);
      const away = made("button", words.remove, { type: "button", className: "button quiet small" });
      away.setAttribute("aria-label", `${words.remove}: ${book.title}`);
      away.addEventListener("click", () => drop(base));
      const pages = made("details", "");
      pages.open = book.pages.length < 8;
      pages.append(made("summary", words.pages.replace("{count}", book.pages.length)));
      const chapters = made("ul", "", { className: "lines" });
      for (const [path, title] of book.pages) {
        const line = made("li", "");
        line.append(link(path, number(path) > 1 ? `${title.replace(/ \(.*\)$/, "")} (${number(path)})` : title));
        chapters.append(line);
      }
      pages.append(chapters);
      item.append(heading, pages, away);
      return item;
    }));
    everything.hidden = !found.size;
    said.textContent = found.size ? words.some : words.none;
  }
  everything.addEventListener("click", async () => { await caches.delete("books"); await drop(""); });
  show();
})();
