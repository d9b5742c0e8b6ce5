// The visitor's choice of light or dark, set before the first paint. A classic script in <head>: a module would come too
// late and the page would flash. Says also that scripts run, so that styles can tell (html.js).
try {
  const theme = localStorage.getItem("madang-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage may be forbidden: the system's choice stands */ }
document.documentElement.classList.add("js");
