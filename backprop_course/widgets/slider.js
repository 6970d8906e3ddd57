// A slider along known values, and a field with the number where it stands, to read or to type.
function render({ model, el }) {
  const name = document.createElement("span");
  const track = document.createElement("input");
  const number = document.createElement("input");
  name.textContent = model.get("description");
  name.ariaHidden = "true"; // both inputs say it
  Object.assign(track, { type: "range", min: 0, max: model.get("labels").length - 1, step: 1 });
  Object.assign(number, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  for (const input of [track, number]) {
    input.setAttribute("aria-label", model.get("description"));
    input.dataset.lmSuppressShortcuts = "true"; // keys move the control, not JupyterLab's cursor
  }
  el.append(name, track, number);

  // While a drag goes on, the kernel's word is older than the place; that of a number between places is not.
  const words = () => {
    const [labels, shown] = [model.get("labels"), model.get("shown")];
    return labels.includes(shown) ? labels[model.get("index")] : shown;
  };
  const show = () => {
    track.value = model.get("index");
    track.setAttribute("aria-valuetext", words());
    number.value = words();
  };
  const enter = () => {
    if (number.value === words()) return;
    model.send({ typed: number.value });
    show(); // until the kernel has read it
  };
  track.addEventListener("input", () => {
    model.set("index", track.valueAsNumber);
    model.save_changes();
  });
  number.addEventListener("change", enter);
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter") enter(); // JupyterLab keeps the browser from making it a change
  });
  model.on("change", show);
  show();
  return () => model.off("change", show);
}
export default { render };
