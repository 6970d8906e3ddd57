function render({ model, el }) {
  const figure = document.createElement("figure");
  const image = document.createElement("img");
  const caption = document.createElement("figcaption");
  caption.setAttribute("aria-live", "polite");
  figure.append(image, caption);
  el.append(figure);
  let address = "";
  const show = () => {
    const last = address;
    address = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    image.src = address;
    image.alt = model.get("caption");
    caption.textContent = model.get("caption");
    URL.revokeObjectURL(last);
  };
  // ipywidgets 8.1 names neither handle nor number, and speaks the exponent of a logarithmic slider.
  const put = (part, words) => {
    for (const [key, word] of Object.entries(part ? words : {})) {
      if (part.getAttribute(key) !== word) part.setAttribute(key, word);
    }
  };
  const name = () => {
    for (const part of lab.querySelectorAll(".noUi-handle, .widget-readout, select")) {
      part.dataset.lmSuppressShortcuts = "true"; // arrow keys move the control, not JupyterLab's cursor
    }
    for (const label of lab.querySelectorAll(".widget-label")) {
      const handle = label.parentElement.querySelector(".noUi-handle");
      const number = label.parentElement.querySelector(".widget-readout");
      label.removeAttribute("title");
      put(handle, { "aria-label": label.textContent, "aria-valuetext": number?.textContent });
      put(number, { "aria-label": label.textContent, role: "textbox" });
    }
  };
  let lab = null;
  const watch = new MutationObserver(name);
  const wait = setInterval(() => {
    lab = el.closest(".lab");
    if (!lab) return;
    clearInterval(wait);
    watch.observe(lab, { childList: true, subtree: true, attributeFilter: ["aria-valuetext"] });
    name();
  }, 20);
  model.on("change", show);
  show();
  model.send("shown");
  return () => {
    clearInterval(wait);
    watch.disconnect();
    model.off("change", show);
    URL.revokeObjectURL(address);
  };
}
export default { render };
