// Live stages of a build by server-sent events. Without this script the page refreshes itself.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box || !window.EventSource) return;
  const bar = box.querySelector("progress");
  const said = box.querySelector("[role=status]");
  const stages = [...box.querySelectorAll("[data-stage]")];
  const PAUSES = [2, 4, 8, 15];
  let tries = 0;
  let known = said.textContent;
  const say = (text) => { if (said.textContent !== text) said.textContent = text; };
  const show = (state) => {
    bar.value = state.fraction;
    for (const [place, text] of [["h1", state.heading], ["main .lead", state.explanation]]) {
      const there = document.querySelector(place);
      if (there.textContent !== text) there.textContent = text;
    }
    say((known = state.sentence));
    const now = stages.findIndex((item) => item.dataset.stage === state.stage);
    stages.forEach((item, place) => {
      item.dataset.state = place < now ? "done" : place === now ? "now" : "todo";
    });
  };
  // The browser tries again by itself while nobody answers, and gives up on any other answer (a proxy's 502 while the
  // server starts again, the sign-in page after a night). So we ask ourselves, and load the page if it is not ours.
  const follow = () => {
    const source = new EventSource(box.dataset.progress);
    source.addEventListener("open", () => { tries = 0; say(known); });
    source.addEventListener("progress", (event) => show(JSON.parse(event.data)));
    // The server says when it is over; only then may the page be asked for again.
    source.addEventListener("end", () => { source.close(); location.replace(location.pathname); });
    source.addEventListener("error", () => {
      say(box.dataset.lost);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(async () => {
        const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
        if (answer && answer.status < 500) location.replace(location.pathname);
        else follow();
      }, PAUSES[Math.min(tries++, PAUSES.length - 1)] * 1000);
    });
  };
  follow();
})();
