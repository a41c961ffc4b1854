// Says before anything travels that a chosen file is larger than what is taken in; the server says so too.
(() => {
  for (const field of document.querySelectorAll("input[type=file][data-most]")) {
    field.addEventListener("change", () => {
      const large = [...field.files].find((file) => file.size > Number(field.dataset.most));
      field.setCustomValidity(large ? field.dataset.large.replace("{name}", large.name) : "");
      field.setAttribute("aria-invalid", String(Boolean(large)));
      if (large) field.reportValidity();
    });
  }
})();
