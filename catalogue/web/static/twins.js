// Says, while a title or an ISBN is typed, what it looks like among the titles that are there; the form asks again.
(() => {
  const box = document.querySelector("[data-twins]");
  if (!box) return;
  const form = box.closest("form");
  const said = document.createElement("div");
  said.setAttribute("role", "status");
  box.querySelector("[name=title]").closest(".input").append(said);
  let due = 0, asked = "";
  const look = async () => {
    const value = (name) => form.elements[name]?.value.trim() ?? "";
    const isbn = ["isbn_epub", "isbn_pdf", "isbn_print"].map(value).find(Boolean) ?? "";
    const query = new URLSearchParams({ title: value("title"), language: value("language"), isbn }).toString();
    if (query === asked) return;
    asked = query;
    const answer = await fetch(`${box.dataset.twins}?${query}`).then((found) => (found.ok ? found.json() : null)).catch(() => null);
    if (query !== asked || !answer) return;
    said.className = answer.like.length ? "notice warn" : "";
    said.replaceChildren(...answer.like.map((one) => {
      const line = document.createElement("p");
      const words = one.address ? Object.assign(document.createElement("a"), { href: one.address, target: "_blank" }) : document.createElement("span");
      words.textContent = one.said;
      line.append(words);
      return line;
    }));
  };
  form.addEventListener("input", (event) => {
    if (!/^(title|language|isbn_)/.test(event.target.name)) return;
    clearTimeout(due);
    due = setTimeout(look, 500);
  });
})();
