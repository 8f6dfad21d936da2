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

// An address to pass on, copied by one press where the browser lets a page do that.
document.querySelectorAll("input[data-copy]").forEach((input) => {
  if (!navigator.clipboard) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary spaced";
  button.textContent = input.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = input.dataset.copied;
  });
  input.after(button);
});

// A draft is saved as one types. What the button saves is the same, so nothing depends on this.
document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const told = form.querySelector("[data-saved]");
  let waits = 0;
  let saving = null;
  let stopped = false;
  const show = (answer) => {
    told.textContent = answer.message;
    if (answer.version === undefined) {
      stopped = true;
      return;
    }
    form.elements.version.value = answer.version;
    Array.from(form.elements).forEach((input) => {
      input.closest(".field")?.classList.toggle("field--wrong", answer.wrong.includes(input.name));
    });
  };
  const save = () => {
    waits = 0;
    if (stopped || form.dataset.sent) {
      return;
    }
    saving = fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) })
      .then((response) => response.json())
      .then(show)
      .catch(() => (told.textContent = form.dataset.failed))
      .finally(() => (saving = null));
  };
  const later = (event) => {
    // The word that it is saved stands where somebody writes: such a form is long.
    event?.target.closest(".field")?.append(told);
    clearTimeout(waits);
    waits = setTimeout(() => (saving ? later() : save()), 1500);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // What is on its way would make the form look old: the button waits for it.
  form.addEventListener("submit", (event) => {
    clearTimeout(waits);
    if (saving) {
      event.preventDefault();
      event.stopPropagation();
      saving.then(() => form.requestSubmit(event.submitter));
    }
  });
});
