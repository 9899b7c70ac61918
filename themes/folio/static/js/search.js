// Search over the published site. The index is loaded when the reader searches, not before.
const form = document.querySelector(".search-form");
const input = form.elements.q;
const status = document.getElementById("search-status");
const results = document.getElementById("search-results");
const SHOWN = 20;
let index;
let newest = 0;

async function load() {
  index ??= await import(new URL(form.dataset.index, document.baseURI));
  return index;
}

async function search(words) {
  const asked = ++newest;
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) {
    status.textContent = "";
    results.replaceChildren();
    return;
  }
  status.textContent = "Searching …";
  try {
    const found = await (await load()).search(words);
    const pages = await Promise.all(found.results.slice(0, SHOWN).map((hit) => hit.data()));
    if (asked !== newest) return;
    const number = found.results.length;
    status.textContent = number === 1 ? "1 page found." : `${number} pages found.`;
    results.replaceChildren(...pages.map(show));
  } catch {
    index = undefined;
    results.replaceChildren();
    status.textContent = "There is no search index yet. It is made when the site is published.";
  }
}

function show(page) {
  const item = document.createElement("li");
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  const excerpt = document.createElement("p");
  link.href = page.url;
  link.textContent = page.meta.title;
  excerpt.innerHTML = page.excerpt; // Pagefind's own: escaped text with <mark>
  heading.append(link);
  item.append(heading, excerpt);
  return item;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(input.value.trim());
});

const asked = new URLSearchParams(location.search).get("q");
if (asked) {
  input.value = asked;
  search(asked.trim());
}
