// A picture, and below it a caption that is also its alternative text.
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
  model.on("change", show);
  show();
  model.send("shown");
  return () => {
    model.off("change", show);
    URL.revokeObjectURL(address);
  };
}
export default { render };
