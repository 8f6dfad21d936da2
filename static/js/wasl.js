// Small conveniences. Every page works without this file.
"use strict";

// After a form was refused, put the reader where the explanation stands.
const summary = document.querySelector("[data-focus]");
if (summary) {
  summary.focus();
}

// A second press while a slow line is still sending would do the thing twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Tell before the upload, not after an hour of it, that a file is too large.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type === "file" && input.dataset.maxMb) {
    const largest = Number(input.dataset.maxMb) * 1024 * 1024;
    const tooLarge = Array.from(input.files).some((file) => file.size > largest);
    input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
    input.reportValidity();
  }
});
