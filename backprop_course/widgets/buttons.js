// A button that resets the lab, and one for each thing to try, with what to look at then.
function render({ model, el }) {
  const row = document.createElement("div");
  const look = document.createElement("p");
  const button = (words, message) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => model.send(message));
    row.append(made);
    return made;
  };
  button("Reset", {}).setAttribute("aria-label", "Reset the controls");
  const names = model.get("names");
  if (names.length) row.append("Try:");
  const tries = names.map((name, number) => button(name, { number }));
  look.setAttribute("role", "status");
  el.classList.add("buttons");
  el.append(row, look);

  const show = () => {
    look.textContent = model.get("look");
    tries.forEach((each, number) => each.setAttribute("aria-pressed", number === model.get("pressed")));
  };
  model.on("change", show);
  show();
  return () => model.off("change", show);
}
export default { render };
