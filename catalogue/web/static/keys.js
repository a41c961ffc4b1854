// Next and previous by the keyboard: j and k, or the arrows where a page has such links. Links do the same without it.
(() => {
  const rows = () => [...document.querySelectorAll("[data-rows] a[data-row]")];
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input:not([type=checkbox]), textarea, select, .k-table")) return;
    const ahead = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!ahead) return;
    const list = rows();
    if (list.length && event.key.length === 1) {
      const here = list.indexOf(document.activeElement?.closest("tr")?.querySelector("[data-row]"));
      (list[here + ahead] ?? list[ahead > 0 ? 0 : list.length - 1])?.focus();
    } else {
      const turn = document.documentElement.dir === "rtl" && event.key.length > 1 ? -ahead : ahead;
      document.querySelector(`main .turn a[rel=${turn > 0 ? "next" : "prev"}]`)?.click();
    }
  });
})();
