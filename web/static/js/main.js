// Attaches modules/<name>.js to every element with data-module="<name>". Pages work without it.

const NAME = /^[a-z][a-z-]*$/;

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ").filter((word) => NAME.test(word))) {
    const { attach } = await import(`./modules/${name}.js`);
    attach(element);
  }
}
