// Starts the components of the design system, and says it where a passkey fails. Every page works
// without this file.
const WHY = {
  SecurityError: "A passkey belongs to a name, and this address is only a number. Open the workbench by its name, such as localhost.",
  NotAllowedError: "The passkey was not used: it was cancelled, or it took too long. Try again, or sign in another way.",
};
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const title = document.createElement("h2");
  title.className = "nhsuk-error-summary__title";
  title.textContent = "There is a problem";
  const body = document.createElement("p");
  body.textContent = WHY[event.detail.exception.name]
    ?? "The passkey could not be used. Try again, or sign in another way.";
  const summary = document.createElement("div");
  summary.className = "nhsuk-error-summary";
  summary.tabIndex = -1;
  summary.append(title, body);
  document.querySelector("main .nhsuk-error-summary")?.remove();
  document.querySelector("main").prepend(summary);
  summary.focus();
});

const { initAll } = await import(document.body.dataset.nhsuk);
initAll();
