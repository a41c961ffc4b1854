// Live stages of a build by server-sent events. Without this script the page refreshes itself.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box || !window.EventSource) return;
  const bar = box.querySelector("progress");
  const said = box.querySelector("[role=status]");
  const stages = [...box.querySelectorAll("[data-stage]")];
  const source = new EventSource(box.dataset.progress);
  source.addEventListener("progress", (event) => {
    const state = JSON.parse(event.data);
    bar.value = state.fraction;
    for (const [place, text] of [["h1", state.heading], ["main .lead", state.explanation]]) {
      const there = document.querySelector(place);
      if (there.textContent !== text) there.textContent = text;
    }
    if (said.textContent !== state.sentence) said.textContent = state.sentence;
    const now = stages.findIndex((item) => item.dataset.stage === state.stage);
    stages.forEach((item, place) => {
      item.dataset.state = place < now ? "done" : place === now ? "now" : "todo";
    });
  });
  // The server says when it is over; only then may the page be asked for again.
  source.addEventListener("end", () => {
    source.close();
    window.location.reload();
  });
})();
