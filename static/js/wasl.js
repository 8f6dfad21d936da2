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

// A password that can be looked at while it is typed; it is hidden again before it is sent.
document.querySelectorAll("input[data-show]").forEach((input) => {
  const button = document.createElement("button");
  const row = document.createElement("span");
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? input.dataset.hide : input.dataset.show;
  };
  button.type = "button";
  button.className = "button button--quiet";
  row.className = "password";
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false));
  input.replaceWith(row);
  row.append(input, button);
  show(false);
});
