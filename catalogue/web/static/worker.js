// Keeps opened pages of books on the device, so that they open without a network. The server puts VERSION before this.
// Nothing that was made for a signed-in person is kept: such answers say "no-store". Kept pages come with the headers
// they were sent with, so the same policies hold for them.
const SHELL = `shell-${VERSION}`;
const BOOKS = "books";
const OFFLINE = ["/offline", "/en/offline"];
const READING = /^(?:\/[a-z]{2,3}(?:-[A-Za-z]+)?)?\/titles\/[^/]+\/read(?:\/(?!search$|settings$|place$)[\w.-]+)?$/;
const MEDIA = /\/titles\/[^/]+\/read\/media\/[^/]+$/;
const PART = /^\?part=\d+$/;
const GONE = [403, 404, 410];
const MOST = 4000; // pages and pictures; the oldest go

const plain = (text) => text.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<");
const key = (url) => url.pathname + (PART.test(url.search) ? url.search : "");
const found = (text, shape) => [...text.matchAll(shape)].map((hit) => plain(hit[1]));

// What a page needs to look as it does: style, scripts, typefaces, pictures.
async function take(cache, address, ...inside) {
  if (await caches.match(address)) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) return;
  await cache.put(address, answer.clone());
  if (inside.length) for (const next of found(await answer.text(), inside[0])) await take(cache, next);
}

async function keep(cache, address, answer) {
  const text = await answer.text();
  for (const one of found(text, /(?:src|href)="(\/static\/[^"]+)"/g)) {
    await take(cache, one, /url\("(\/static\/[^"]+)"\)/g);
  }
  for (const one of found(text, /src="(\/[^"]*\/read\/media\/[^"]+)"/g)) await take(cache, one);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  for (const [name, shape] of [["X-Title", /<title>([^<]*) · [^<·]*<\/title>/], ["X-Book", /class="home"[^>]*>.*?<span lang[^>]*>([^<]*)</]]) {
    headers.set(name, encodeURIComponent(plain(shape.exec(text)?.[1] ?? "")));
  }
  await cache.put(address, new Response(text, { headers }));
  return text;
}

const keepable = (answer) => answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") ?? "no-store")
  && (answer.headers.get("Content-Type") ?? "").startsWith("text/html");

// After a page of a book was opened: keep it, or let it go when readers may not have it any more.
async function renew(url, answer) {
  const cache = await caches.open(BOOKS);
  if (GONE.includes(answer.status)) return drop(cache, url);
  if (!keepable(answer) || (url.search && !PART.test(url.search))) return;
  await keep(cache, key(url), answer);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await cache.delete(old);
}

// All pages of a book: nothing of it is offered any more.
async function drop(cache, url) {
  const [, title] = /\/titles\/([0-9a-z]+)/.exec(url.pathname) ?? [];
  for (const one of await cache.keys()) {
    if (title && one.url.includes(`/titles/${title}`)) await cache.delete(one);
  }
}

// A whole book, page after page as a reader would turn them. Asked for without the reader's session where there is one.
async function whole(first, tell) {
  const cache = await caches.open(BOOKS);
  let count = 0;
  for (let address = first; address && count < MOST;) {
    let answer = await fetch(address, { credentials: "same-origin" });
    if (!keepable(answer)) answer = await fetch(address, { credentials: "omit" });
    if (!keepable(answer)) throw new Error(String(answer.status));
    const text = await keep(cache, key(new URL(address, location.origin)), answer);
    tell(++count);
    address = found(text, /<link rel="next" href="([^"]+)">/g)[0] ?? found(text, /href="([^"]+)" data-begin/g)[0];
  }
}

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    if (event.request.method === "GET" && READING.test(url.pathname)) event.waitUntil(renew(url, answer.clone()).catch(() => {}));
    return answer;
  } catch {
    const kept = event.request.method === "GET" && READING.test(url.pathname) && await (await caches.open(BOOKS)).match(key(url));
    const said = url.pathname.startsWith("/en/") ? OFFLINE[1] : OFFLINE[0];
    return kept || await caches.match(said) || Response.error();
  }
}

addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  for (const address of OFFLINE) await keep(cache, address, await fetch(address, { credentials: "omit", cache: "reload" }));
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (event.request.method !== "GET") return;
  else if (url.pathname.startsWith("/static/")) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  else if (MEDIA.test(url.pathname)) event.respondWith(fetch(event.request).catch(async () => await caches.match(url.pathname) ?? Response.error()));
});

// From the pages of a book: "this page is open", and "keep the whole book".
addEventListener("message", (event) => event.waitUntil((async () => {
  const { opened, wanted } = event.data;
  const url = new URL(opened ?? wanted, location.origin);
  if (url.origin !== location.origin || !READING.test(url.pathname)) return;
  const tell = (said) => event.ports[0]?.postMessage(said);
  try {
    if (opened) await renew(url, await fetch(url, { credentials: "same-origin" }));
    else await whole(key(url), (count) => tell({ count }));
    tell({ done: true });
  } catch {
    tell({ failed: true });
  }
})()));
