// Starts the components of the design system. Every page works without this file.
const { initAll } = await import(document.body.dataset.nhsuk);
initAll();
