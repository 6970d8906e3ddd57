// Opened as a file, a page may load no lab. Each still says so; a module could not, it is not loaded either.
if (location.protocol === "file:")
  for (const still of document.querySelectorAll(".recorded")) {
    const words = document.createElement("p");
    words.textContent = "This page was opened as a file, so its labs stand still. Give `python -m http.server` " +
      "in the folder of index.html, and open the address that it prints.";
    still.prepend(words);
  }
