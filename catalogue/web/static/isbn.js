// Says of an ISBN, while it is typed, whether it can be right; the server looks again when the form comes.
(() => {
  const box = document.querySelector("[data-isbn]");
  if (!box) return;
  const words = box.dataset;
  const sum = (digits, weights) => [...digits].reduce((total, sign, at) => total + (sign === "X" ? 10 : Number(sign)) * weights(at), 0);
  const right = (digits) => digits.length === 13
    ? /^97[89]/.test(digits) && sum(digits, (at) => (at % 2 ? 3 : 1)) % 10 === 0
    : sum(digits, (at) => 10 - at) % 11 === 0;
  const judge = (typed) => {
    const digits = typed.replace(/[\s-]/g, "").toUpperCase();
    if (!digits) return ["", ""];
    if (!/^\d*X?$/.test(digits) || digits.length > 13) return ["bad", words.shape];
    if (digits.length !== 10 && digits.length !== 13) return ["", words.more.replace("{count}", 13 - digits.length)];
    if (digits.length === 10 && !right(digits) && /^97/.test(digits)) return ["", words.more.replace("{count}", 3)];
    if (!right(digits)) return ["bad", words.wrong];
    if (!/^(978(604|632))|^(604|632)/.test(digits)) return ["warn", words.foreign];
    return ["good", words.right];
  };
  for (const field of box.querySelectorAll("input")) {
    const note = document.createElement("p");
    note.className = "hint";
    note.id = `${field.id}-isbn`;
    note.setAttribute("role", "status");
    field.after(note);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
    const look = () => {
      const [tone, text] = judge(field.value);
      if (note.textContent !== text) note.textContent = text;
      note.dataset.tone = tone;
    };
    field.addEventListener("input", look);
    look();
  }
})();
