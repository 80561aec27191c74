// Light or dark, and the language, as the reader chose them on any page of this application; a
// browser may refuse to keep them.
{
  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`fundstelle.${name}`));
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  const address = new URL(location.href);
  const language = kept("language");
  if (typeof language === "string" && /^[a-z]{2}$/.test(language) && language !== root.lang
      && !address.searchParams.has("lang")) {
    address.searchParams.set("lang", language);
    location.replace(address);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-language]");
    try {
      if (link) localStorage.setItem("fundstelle.language", JSON.stringify(link.dataset.language));
    } catch {
      // Then it holds for this page alone.
    }
  });
}
