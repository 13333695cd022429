"use strict";
// The page works without this file; it only makes it feel at home inside Airflow.

/** Airflow's own choice of light or dark, where this page is shown inside it. */
function takeTheme() {
  const outside = window.parent === window ? null : window.parent.document.documentElement;
  const theme = outside && ["dark", "light"].find((name) => outside.classList.contains(name) || outside.dataset.theme === name);
  if (theme) document.documentElement.dataset.theme = theme;
}

/** Links to Airflow's own pages open in Airflow, not inside the frame. */
function openOutside(event) {
  const link = event.target.closest("a[data-airflow]");
  if (!link) return;
  if (window.parent === window) return;
  event.preventDefault();
  // The frame may not navigate its parent; a link that stands in the parent may.
  const outside = window.parent.document.createElement("a");
  outside.href = link.href;
  window.parent.document.body.append(outside);
  outside.click();
  outside.remove();
}

takeTheme();
document.addEventListener("click", openOutside);
