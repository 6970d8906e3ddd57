// A menu of labels.
function render({ model, el }) {
  const name = document.createElement("span");
  const menu = document.createElement("select");
  name.textContent = model.get("description");
  name.ariaHidden = "true"; // the menu says it
  menu.setAttribute("aria-label", model.get("description"));
  menu.dataset.lmSuppressShortcuts = "true"; // keys move the menu, not JupyterLab's cursor
  menu.append(...model.get("labels").map((label) => new Option(label)));
  el.append(name, menu);

  const show = () => {
    menu.selectedIndex = model.get("index");
  };
  menu.addEventListener("change", () => {
    model.set("index", menu.selectedIndex);
    model.save_changes();
  });
  model.on("change", show);
  show();
  return () => model.off("change", show);
}
export default { render };
