// The switch between light and dark. Everything else on the site works without a script.
const button = document.querySelector(".scheme-switch");
const root = document.documentElement;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : prefersDark.matches);
const show = () => button.setAttribute("aria-pressed", String(isDark()));

button.hidden = false;
button.addEventListener("click", () => {
  root.dataset.scheme = isDark() ? "light" : "dark";
  try {
    localStorage.scheme = root.dataset.scheme;
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
  show();
});
prefersDark.addEventListener("change", show);
show();
