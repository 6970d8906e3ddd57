// A picture of two layers, its ground and what moves over it, and below it a caption that is also its
// alternative text. The names inside SVG hold within a shadow root alone, so pictures cannot mix them up.
const STYLE = `<style>
  :host { position: relative; display: block; max-width: 100%; }
  svg { display: block; width: 100%; height: auto; stroke-linejoin: round; }
  div + div { position: absolute; inset: 0; }
</style>`;

function loaded(image) {
  return new Promise((resolve) => {
    image.onload = image.onerror = resolve;
  });
}

function render({ model, el }) {
  const figure = document.createElement("figure");
  const picture = document.createElement("div");
  const caption = document.createElement("figcaption");
  const ground = document.createElement("div");
  const root = picture.attachShadow({ mode: "open" });
  root.innerHTML = STYLE;
  root.append(ground);
  picture.className = "picture";
  picture.setAttribute("role", "img");
  picture.style.width = `${model.get("width")}px`;
  caption.setAttribute("aria-live", "polite");
  figure.append(picture, caption);
  el.append(figure);

  const showGround = () => {
    ground.innerHTML = model.get("ground");
  };
  // The layer before stays until the images of the next one are there: nothing flickers.
  const show = async () => {
    const layer = document.createElement("div");
    layer.innerHTML = model.get("moving");
    layer.style.visibility = "hidden";
    root.append(layer);
    picture.setAttribute("aria-label", model.get("caption"));
    caption.textContent = model.get("caption");
    await Promise.all([...layer.querySelectorAll("image")].map(loaded));
    if (layer.parentNode !== root) return; // a newer one was quicker
    while (layer.previousElementSibling !== ground) layer.previousElementSibling.remove();
    layer.style.visibility = "";
  };
  model.on("change:ground", showGround);
  model.on("change", show);
  showGround();
  show();
  model.send("shown");
  return () => {
    model.off("change:ground", showGround);
    model.off("change", show);
  };
}
export default { render };
