// The page's address: which question, which filters, and which article is open at which place.
const FILTERS = ["since", "until", "source", "language"];
const PLACE = ["article", "start", "end"];

export function setUpAddress(page) {
  const query = () => new URLSearchParams(location.search);
  const withQuery = (parameters) => {
    const text = parameters.toString();
    return location.pathname + (text ? `?${text}` : "");
  };
  const given = (names) => {
    const parameters = query();
    return Object.fromEntries(
      names.filter((name) => parameters.get(name)).map((name) => [name, parameters.get(name)]));
  };
  page.address = {
    question: () => query().get("q"),
    filters: () => given(FILTERS),
    place: () => {
      const { article, start, end } = given(PLACE);
      if (article && !start && !end) return { article }; // from its beginning
      const place = { article, start: Number(start), end: Number(end) };
      return article && Number.isInteger(place.start) && Number.isInteger(place.end) ? place : null;
    },
    // The page with a question, or without one, and the filters that are set.
    asking: (question, filters) => {
      const parameters = new URLSearchParams(question ? { q: question } : {});
      for (const name of FILTERS) if (filters[name]) parameters.set(name, filters[name]);
      return withQuery(parameters);
    },
    // The page as it is, with an article open or with none.
    at: (place) => {
      const parameters = query();
      for (const name of PLACE) {
        if (place?.[name] !== undefined) parameters.set(name, place[name]);
        else parameters.delete(name);
      }
      return withQuery(parameters);
    },
    // That place alone, for somebody else.
    sharing: (place) => location.origin + location.pathname + `?${new URLSearchParams(
      PLACE.filter((name) => place[name] !== undefined).map((name) => [name, place[name]]))}`,
  };
}
